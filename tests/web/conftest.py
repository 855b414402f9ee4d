"""What the web tests share: a server on loopback, and the W3C tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def suites() -> Path:
    folder = Path(__file__).parents[3] / "shared" / "suites" / "sparql11"
    if not folder.is_dir():
        pytest.skip(f"the W3C tests are not at hand: {folder}")
    return folder
