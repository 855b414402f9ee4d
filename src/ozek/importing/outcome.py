"""What an import gives: statements, findings, and counts that add up; and writing it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.importing import nquads
from ozek.importing.findings import Finding, TableError
from ozek.importing.placing import place

if TYPE_CHECKING:
    from ozek.project import Project

__all__ = ["FOLDER", "Count", "Imported", "write_import"]

FOLDER = "imports"
"""Where in a project's folder imported tables are kept, one TriG file per table."""


@dataclass(frozen=True)
class Count:
    """Rows of one table (``sheet`` is empty for CSV); ``read`` is ``imported`` + ``refused``."""

    file: str
    sheet: str
    read: int
    imported: int

    @property
    def refused(self) -> int:
        return self.read - self.imported


@dataclass(frozen=True)
class Imported:
    """The result of reading tables: N-Quads lines of the good rows, and everything to say."""

    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The findings that refuse a row."""
        return tuple(one for one in self.findings if one.level != "note")

    def demand_all(self, lang: str = "en") -> Imported:
        """Return this import if every row is in it; otherwise raise TableError with all reasons."""
        if self.wrong:
            raise TableError(self.findings, lang)
        return self


def write_import(project: Project, name: str, lines: Iterable[str]) -> Path:
    """Write an import to ``imports/<name>.trig`` in a project, and list it in ``ozek.toml``.

    The same rows give the same bytes. Returns the file's path; raises as
    :func:`ozek.importing.placing.place` does.
    """
    content = nquads.canonical_trig(lines, project.base)
    return place(project, f"{FOLDER}/{name}.trig", content)
