"""The static report of a build, and the pictures in it."""

from __future__ import annotations

from ozek.report.page import LANGUAGES, ReportInput, file_name, report_files, write_report
from ozek.report.pictures import system_picture

__all__ = [
    "LANGUAGES",
    "ReportInput",
    "file_name",
    "report_files",
    "system_picture",
    "write_report",
]
