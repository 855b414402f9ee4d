"""What an import gives: statements, findings, and counts that add up; and writing it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import OutputError, UsageError
from ozek.importing import nquads
from ozek.importing.findings import Finding, TableError

if TYPE_CHECKING:
    from ozek.project import Project

__all__ = ["FOLDER", "Count", "Imported", "demand_own", "write_import"]

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


def demand_own(project: Project) -> None:
    """Raise UsageError for a project that came with the toolkit: nothing is written there."""
    from ozek.project import resources

    if project.folder.parent == resources().data.resolve():
        raise UsageError(
            f"'{project.name}' comes with ozek and is not yours to write to; make a project of "
            "your own with `ozek init FOLDER` and name it with --project"
        )


def write_import(project: Project, name: str, lines: Iterable[str]) -> Path:
    """Write an import to ``imports/<name>.trig`` in a project, and list the file in ozek.toml.

    What the file held before is replaced, nothing else is touched, and the same rows give the same
    bytes. The data are written before the list that names them, each in one step: a failure in
    between leaves a project that still builds as before. Returns the file's path. Raises
    UsageError for a project that came with the toolkit, OutputError if a file cannot be written.
    """
    from ozek.exporting.files import write_file

    demand_own(project)
    path = project.folder / FOLDER / f"{name}.trig"
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made: {error.strerror}") from error
    write_file(path, nquads.canonical_trig(lines, project.base).encode())
    _list_file(project, f"{FOLDER}/{path.name}")
    return path


def _list_file(project: Project, name: str) -> None:
    """Add a file to ``data`` in ozek.toml, comments and layout kept."""
    import tomlkit

    from ozek.exporting.files import write_file
    from ozek.project import FILE_NAME

    path = project.folder / FILE_NAME
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    data = document["data"]
    if name not in list(data):  # type: ignore[arg-type]
        data.append(name)  # type: ignore[union-attr]
        write_file(path, tomlkit.dumps(document).encode())
