"""Findings for tests: the components fixture, and small projects of one's own."""

from __future__ import annotations

from pathlib import Path

from ozek.validation.command import Wanted, findings_of_file
from ozek.validation.findings import Findings

COMPONENTS = Path(__file__).parent / "validation" / "components"
"""A shape for each constraint component, and things that break them."""


def findings_of_components(lang: str = "en", fail_on: str = "violation") -> Findings:
    """What is found in ``components/data.ttl`` by ``components/shapes.ttl``."""
    shapes = COMPONENTS / "shapes.ttl"
    wanted = Wanted(shapes=(str(shapes),), lang=lang, fail_on=fail_on)
    return findings_of_file(COMPONENTS / "data.ttl", wanted)
