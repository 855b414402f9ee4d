"""What the web tests share: builds that are served, a client for their pages, the W3C tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sites import client, site, small_build, small_site, wine, wine_site

__all__ = ["client", "site", "small_build", "small_site", "wine", "wine_site"]


@pytest.fixture(scope="session")
def suites() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "suites" / "sparql11"
    if not folder.is_dir():
        pytest.skip(f"the W3C tests are not at hand: {folder}")
    return folder
