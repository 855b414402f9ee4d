"""Builds that are served, for the tests of pages: fixtures that ``tests/web`` and ``tests/browser``
take in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ozek.pipeline import build
from ozek.project import Project, find_project

__all__ = ["client", "site", "small_build", "small_site", "wine", "wine_site"]


@pytest.fixture(scope="session")
def small_build(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(small_project, tmp_path_factory.mktemp("small") / "build").folder


@pytest.fixture(scope="session")
def small_site(small_project: Project, small_build: Path) -> Iterator[Any]:
    yield from _opened(small_project, small_build)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The build of Kazakhstan, opened for serving."""
    project = find_project("kazakhstan")
    yield from _opened(project, build(project, tmp_path_factory.mktemp("kz") / "build").folder)


@pytest.fixture(scope="session")
def wine_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The build of California's wine cluster, opened for serving."""
    project = find_project("california-wine")
    yield from _opened(project, build(project, tmp_path_factory.mktemp("wine") / "build").folder)


@pytest.fixture(scope="session")
def client(site: Any) -> Any:
    """Asks for pages of Kazakhstan."""
    return _client(site)


@pytest.fixture(scope="session")
def wine(wine_site: Any) -> Any:
    """Asks for pages of California's wine cluster."""
    return _client(wine_site)


def _opened(project: Project, folder: Path) -> Iterator[Any]:
    pytest.importorskip("starlette")
    from ozek.web.dataset import find_build
    from ozek.web.serving import opened

    with opened(project, find_build(folder), workers=1) as site:
        yield site


def _client(site: Any) -> Any:
    pytest.importorskip("httpx")
    from starlette.testclient import TestClient

    from ozek.web.app import create_app

    # A page that fails is an answer (500), as a visitor would get it.
    return TestClient(create_app(site), raise_server_exceptions=False, follow_redirects=False)
