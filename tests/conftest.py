"""What many tests share: the small project in ``fixtures/small``, and a way to run ``ozek``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ozek.project import Project, load_project, read_project
from ozek.store import Store
from small_project import SMALL

settings.register_profile("ozek", deadline=None)
settings.load_profile("ozek")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Where ``OZEK_CI=1`` says that nothing is missing, a test that skips has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("OZEK_CI") == "1":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped: {report.longrepr}"


@pytest.fixture(scope="session")
def small_project() -> Project:
    return read_project(SMALL)


@pytest.fixture(scope="session")
def small(small_project: Project) -> Store:
    """The small project, loaded and not reasoned over; not to be changed."""
    return load_project(small_project)


@pytest.fixture
def small_copy(tmp_path: Path) -> Path:
    """A copy of the small project's folder, to be broken."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@dataclass(frozen=True)
class Run:
    status: int
    out: str
    err: str


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Run]:
    """Run ``ozek`` in this process and return its status and what it wrote."""

    def invoke(*arguments: object) -> Run:
        from ozek.cli import main

        monkeypatch.setattr(sys, "argv", ["ozek", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capfdbinary.readouterr()
        return Run(int(caught.value.code or 0), out.decode(), err.decode())

    return invoke
