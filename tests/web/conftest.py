"""What the web tests share: builds that are served, a client for their pages, the W3C tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from needed import SHARED, needed
from sites import client, site, small_build, small_site, wine, wine_site

__all__ = ["client", "site", "small_build", "small_site", "wine", "wine_site"]


@pytest.fixture(scope="session")
def suites() -> Path:
    return needed(SHARED / "suites" / "sparql11")
