"""One process that answers queries, one after the other, and can be killed at any time.

The engine can be neither interrupted nor given a budget, so its process is: the parent kills it
when the time is over, and the operating system when it takes more memory than it may. After the
store is open the process can open nothing more – no file and no connection.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from ozek.namespaces import PREFIXES
from ozek.web.negotiation import best
from ozek.web.sparql import formats
from ozek.web.sparql.protocol import Asked

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


_OPENED_AT_ONCE = 16
"""Files that RocksDB opens with a database, where the system does not say which are open."""


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, bytes of memory, rows and bytes of its result."""

    seconds: float = 10.0
    memory: int = 1 << 30
    rows: int = 100_000
    size: int = 50_000_000


@dataclass(frozen=True)
class Job:
    """A query for a worker: the result in what the client accepts, relative IRIs against base."""

    asked: Asked
    accept: str | None
    base: str | None = None


@dataclass(frozen=True)
class Answer:
    """HTTP status, media type and body; errors are plain text."""

    status: int
    media_type: str
    body: bytes

    @classmethod
    def error(cls, status: int, message: str) -> Answer:
        return cls(status, "text/plain", (message.rstrip() + "\n").encode())


class _TooLarge(Exception):
    pass


class _Counted(io.RawIOBase):
    """Takes what a serialiser writes, up to a number of bytes and of rows."""

    def __init__(self, limits: Limits, mark: bytes, surplus: int) -> None:
        self.limits = limits
        self.mark = mark
        self.parts: list[bytes] = []
        self.size = 0
        self.rows = -surplus
        self.tail = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self.parts.append(part)
        self.size += len(part)
        if self.mark:
            seen = self.tail + part
            self.rows += seen.count(self.mark)
            self.tail = seen[len(seen) - len(self.mark) + 1 :]
        if self.size > self.limits.size:
            raise _TooLarge(f"more than {self.limits.size:,} bytes")
        if self.rows > self.limits.rows:
            raise _TooLarge(f"more than {self.limits.rows:,} rows")
        return len(part)

    def content(self) -> bytes:
        return b"".join(self.parts)


def main(connection: Connection, path: str, limits: Limits) -> None:
    """Answer the jobs that come through ``connection`` from the store on disk, until it closes."""
    store = ox.Store.read_only(path)
    _confine(limits, _unopened(path))
    connection.send("ready")
    with contextlib.suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            job: Job = connection.recv()
            _more_time(limits)
            connection.send(answer(store, job, limits))


def answer(store: ox.Store, job: Job, limits: Limits) -> Answer:
    """Run one query; the errors of a query become answers too."""
    asked = job.asked
    own_data_set = asked.default_graphs or asked.named_graphs
    try:
        found = store.query(
            asked.query,
            base_iri=job.base,
            prefixes=PREFIXES,
            default_graph=[ox.NamedNode(one) for one in asked.default_graphs]
            if own_data_set
            else None,
            named_graphs=[ox.NamedNode(one) for one in asked.named_graphs]
            if own_data_set
            else None,
        )
    except (SyntaxError, ValueError) as error:
        return Answer.error(400, _syntax(str(error)))
    except OSError as error:
        return Answer.error(500, f"The query failed: {error}")
    offered: dict[str, Any] = formats.GRAPHS
    if isinstance(found, ox.QuerySolutions):
        offered = formats.SOLUTIONS
    elif isinstance(found, ox.QueryBoolean):
        offered = formats.BOOLEANS
    media_type = best(job.accept, tuple(offered))
    if media_type is None:
        return Answer.error(406, f"The result can be had as {', '.join(offered)}.")
    format = offered[media_type]
    output = _Counted(limits, *formats.ROW_MARKS.get(format, (b"", 0)))
    try:
        found.serialize(cast(IO[bytes], output), format)
    except _TooLarge as reason:
        return Answer.error(
            503, f"The result is too large: {reason}. Ask for less with LIMIT, or take the dump."
        )
    except (OSError, ValueError) as error:
        return Answer.error(500, f"The query failed: {error}")
    return Answer(200, media_type, output.content())


def _syntax(message: str) -> str:
    at = re.search(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if at is None:
        return f"The query cannot be read: {message}"
    return f"The query has a syntax error in line {at[1]}, column {at[2]}: {at[3]}"


def _unopened(path: str) -> int:
    """How many files of the store are not open yet: of a large one the engine opens some later."""
    files = sum(name.endswith(".sst") for name in os.listdir(path))
    try:
        links = [os.readlink(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd")[:-1]]
    except OSError:
        return max(files - _OPENED_AT_ONCE, 0)
    return max(files - sum(link.endswith(".sst") for link in links), 0)


def _confine(limits: Limits, unopened: int) -> None:
    """Let the process open nothing but the rest of the store, and take no more memory than it may.

    POSIX only. While some of a large store is unopened, a connection is refused by the keyword
    ``SERVICE`` alone; for others the system refuses it too.
    """
    try:
        import resource
    except ImportError:  # Windows: SERVICE is refused by its keyword, time by killing
        return
    used = _address_space()
    most = 3
    if unopened:
        most = max(int(one) for one in os.listdir("/dev/fd")) + 1 + unopened
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))


def _address_space() -> int:
    """Bytes of address space in use, or 0 where the system does not say (macOS)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[0])
    except (OSError, ValueError):
        return 0
    import resource

    return pages * resource.getpagesize()


def _more_time(limits: Limits) -> None:
    """A second fuse beside the parent's clock: CPU time of all threads for the next query."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + 4 * limits.seconds) + 2, hard))
