"""Findings in every format: for people, for programs, and for the services that run checks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ozek.errors import UsageError

if TYPE_CHECKING:
    from ozek.validation.findings import Findings

FORMATS = (
    "text", "table", "json", "csv", "tsv", "markdown", "sarif", "junit", "html", "turtle",
)  # fmt: skip
"""What ``ozek validate -f`` takes."""

_MODULES = {"table": "rows", "json": "rows", "csv": "rows", "tsv": "rows", "markdown": "rows"}


def write(
    findings: Findings,
    format: str = "text",
    *,
    details: bool = False,
    width: int = 100,
    color: bool = False,
) -> str:
    """Return findings as text that ends in a newline.

    ``details``, ``width`` and ``color`` are for ``text``; every other format has every result.
    Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"'{format}' is no format of findings; formats: {', '.join(FORMATS)}")
    if format == "text":
        from ozek.validation.writing.text import to_text

        return to_text(findings, details=details, width=width, color=color)
    module = import_module(f"ozek.validation.writing.{_MODULES.get(format, format)}")
    text: str = getattr(module, f"to_{format}")(findings)
    return text
