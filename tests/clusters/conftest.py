"""The projects of these tests, reasoned once: a fictional valley, Kazakhstan, the wine map."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_stores import reasoned

import ozek
from ozek.store import Store

VALLEY = Path(__file__).parents[1] / "questions" / "fixtures" / "wine"


@pytest.fixture(scope="session")
def valley() -> Store:
    return reasoned(*map(str, sorted(VALLEY.glob("*.trig"))))


@pytest.fixture(scope="session")
def kazakhstan() -> Store:
    return ozek.prepare("kazakhstan")


@pytest.fixture(scope="session")
def wine() -> Store:
    return ozek.prepare("california-wine")
