"""The static report of a build, and the pictures in it."""

from __future__ import annotations

from ozek.report.figures import FIGURES, figure
from ozek.report.page import FILE_NAME, ReportInput, write_report
from ozek.report.words import LANGUAGES

__all__ = ["FIGURES", "FILE_NAME", "LANGUAGES", "ReportInput", "figure", "write_report"]
