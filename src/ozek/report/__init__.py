"""The static report of a build, and the pictures in it."""

from __future__ import annotations

from ozek.report.figures import NAMES, figure, to_png
from ozek.report.page import FILE_NAME, ReportInput, write_report
from ozek.report.words import LANGUAGES

__all__ = [
    "FILE_NAME",
    "LANGUAGES",
    "NAMES",
    "ReportInput",
    "figure",
    "to_png",
    "write_report",
]
