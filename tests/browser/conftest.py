"""A headless Chromium for the tests of pages; they skip, loudly, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from sites import site, wine_site

__all__ = ["site", "wine_site"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "no Chromium: install one (Debian: apt-get install chromium fonts-dejavu-core; or "
    "`playwright install chromium`) or name it in OZEK_BROWSER"
)


def executable(own: str) -> str | None:
    """Return the path of a Chromium: named, installed, or the one playwright has fetched."""
    named = os.environ.get("OZEK_BROWSER")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    return found or (own if os.path.exists(own) else None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, or a skip that says what is missing (in CI a skip is a failure)."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        path = executable(running.chromium.executable_path)
        if path is None:
            pytest.skip(MISSING)
        # Chromium refuses its sandbox to root; the pages are our own.
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        found = running.chromium.launch(executable_path=path, args=flags, timeout=120_000)
        yield found
        found.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end that pages went untested."""
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if "tests/browser" in r.nodeid]
    if skipped:
        terminalreporter.write_line(f"!!!! {len(skipped)} BROWSER TESTS DID NOT RUN: {MISSING}")
