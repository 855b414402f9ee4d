"""Run the application: load the build, start the workers, listen."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import uvicorn

from ozek.errors import OutputError
from ozek.web.app import create_app
from ozek.web.dataset import find_build, load_build
from ozek.web.sparql.pool import Pool
from ozek.web.sparql.worker import Limits

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run(
    folder: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    seconds: float = 10.0,
    workers: int = 2,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a build until interrupted; ``say`` gets the lines a person is to read.

    Raises UsageError if the folder holds no build, OutputError if the address is taken.
    """
    built = find_build(folder)
    limits = Limits(seconds=seconds)
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="ozek-") as place:
        base = load_build(built, Path(place) / "store")
        pool = Pool(Path(place) / "store", size=workers, limits=limits)
        try:
            say(f"{address}/         the report\n{address}/sparql   SPARQL 1.1, read-only")
            if host not in LOOPBACK:
                say(
                    f"public: anybody who reaches {host} can ask. Limits of a query: "
                    f"{seconds:g} s, {limits.memory >> 20} MiB, {limits.rows:,} rows, "
                    f"{limits.size // 1_000_000} MB; {workers} at once. Put a proxy with limits "
                    "per client in front."
                )
            config = uvicorn.Config(
                create_app(built, pool, base=base), log_level="warning", limit_concurrency=100
            )
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            pool.close()
            listening.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise OutputError(
            f"cannot listen on {host}:{port}: {error.strerror}\n  Give another --port."
        ) from error
