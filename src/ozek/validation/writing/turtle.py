"""Findings as a ``sh:ValidationReport``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ozek.validation.findings import Findings


def to_turtle(findings: Findings) -> str:
    """The report in canonical Turtle, with ``sh:detail``."""
    return findings.report.to_turtle()
