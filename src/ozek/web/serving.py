"""Run the application: find or make the build, open it, start the workers, listen."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from ozek.crate import is_current
from ozek.errors import OutputError, UsageError
from ozek.pipeline import build
from ozek.project import Project
from ozek.query import load_questions
from ozek.store import Store
from ozek.web.app import create_app
from ozek.web.dataset import Built, find_build
from ozek.web.indexing import Index
from ozek.web.preparing import INDEX, QUADS, prepared
from ozek.web.site import Site
from ozek.web.sparql.pool import Pool
from ozek.web.sparql.worker import Limits
from ozek.wording import wordings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run(
    project: Project,
    folder: str | Path,
    *,
    there: Callable[[], Store | None] = lambda: None,
    host: str = "127.0.0.1",
    port: int = 8000,
    seconds: float = 10.0,
    workers: int = 2,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a project's build until interrupted; ``say`` gets the lines a person is to read.

    A build that is missing, or older than the project's files, is made first, from where ``there``
    says the project is, if it is in a service. Raises the errors of
    a build, UsageError if the folder holds the build of another project, OutputError if the address
    is taken.
    """
    limits = Limits(seconds=seconds)
    listening = _listen(host, port)
    try:
        built = current_build(project, folder, say, there)
        with opened(project, built, limits=limits, workers=workers, say=say) as site:
            address = f"http://{host}:{listening.getsockname()[1]}"
            say(f"{address}/         the pages\n{address}/sparql   SPARQL 1.1, read-only")
            if host not in LOOPBACK:
                say(
                    f"public: anybody who reaches {host} can ask. Limits of a query: "
                    f"{seconds:g} s, {limits.memory >> 20} MiB, {limits.rows:,} rows, "
                    f"{limits.size // 1_000_000} MB; {workers} at once. Put a proxy with limits "
                    "per client in front."
                )
            config = uvicorn.Config(
                create_app(site),
                log_level="warning",
                limit_concurrency=100,
                server_header=False,
                h11_max_incomplete_event_size=64 * 1024,
            )
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def current_build(
    project: Project,
    folder: str | Path,
    say: Callable[[str], None],
    there: Callable[[], Store | None] = lambda: None,
) -> Built:
    """Return the project's build in a folder; one that is missing or out of date is made.

    ``there`` opens the project in its service, if it is in one.
    """
    if not is_current(project, Path(folder)):
        try:
            other = find_build(folder)
        except UsageError:
            other = None
        if other is not None and other.quads.stem != project.name:
            raise UsageError(
                f"'{folder}' holds a build of '{other.quads.stem}', not of '{project.name}': "
                "name another folder with -o"
            )
        say(f"building {project.name} into {folder} …")
        build(project, folder, store=there())
    return find_build(folder)


@contextmanager
def opened(
    project: Project,
    built: Built,
    *,
    limits: Limits | None = None,
    workers: int = 2,
    say: Callable[[str], None] | None = None,
) -> Iterator[Site]:
    """Open a build for serving; its workers stop when the context ends."""
    with prepared(built, project.base, say) as place:
        pool = Pool(place / QUADS, size=workers, limits=limits)
        own = Pool(place / QUADS, size=workers, limits=limits)
        try:
            store = Store.saved(place, base=project.base)
            store.wordings = wordings(project, store)
            index = Index(place / INDEX)
            questions = load_questions(project.query_folders)
            yield Site(project, built, store, index, questions, pool, own)
        finally:
            pool.close()
            own.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise OutputError(
            f"cannot listen on {host}:{port}: {error.strerror}\n  Give another --port."
        ) from error
