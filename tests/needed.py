"""What stands beside the checkout: open data, texts and test suites that are not ours to ship.

A test that needs some of it skips where it is missing, and says what went unchecked. Where
``OZEK_CI=1`` says that nothing is missing, such a skip is a failure (see ``conftest.py``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def needed(path: Path) -> Path:
    """Return the path, or skip the test."""
    if not path.exists():
        pytest.skip(f"NOT CHECKED: {path} is missing")
    return path
