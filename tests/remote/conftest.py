"""SPARQL servers on loopback, for the tests of work with a service: Oxigraph and Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.servers import SERVERS, NotInstalledError, Server, empty


def server(name: str, folder: Path) -> Server:
    """Return a server that is not started; skips where it is not installed."""
    try:
        return SERVERS[name](folder)
    except NotInstalledError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Oxigraph, the same for all tests."""
    one = server("oxigraph", tmp_path_factory.mktemp("oxigraph"))
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="session", params=list(SERVERS))
def _shared_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    one = server(request.param, tmp_path_factory.mktemp(request.param))
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="module")
def any_server(_shared_server: Server) -> Server:
    """Each of the servers, running and empty; for tests that bring one project at most."""
    empty(_shared_server)
    return _shared_server


@pytest.fixture
def empty_server(any_server: Server) -> Server:
    """Each of the servers, running, and empty for each test: a service holds one project."""
    empty(any_server)
    return any_server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A running Oxigraph for one test, which may kill it."""
    one = server("oxigraph", tmp_path / "data")
    one.start()
    yield one
    one.kill()


@pytest.fixture(params=list(SERVERS))
def own_any_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Each of the servers, running, for one test, which may kill it."""
    one = server(request.param, tmp_path / "data")
    one.start()
    yield one
    one.kill()
