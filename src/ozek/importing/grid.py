"""Tables of any format as text: files → sheets → rows, with the place of every cell.

``read_file`` gives the same :class:`Grid` for a sheet of a workbook and for a CSV file, so that
nothing further on knows the format. What cannot be read raises :class:`TableError`; what had to be
interpreted on the way is a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ozek.importing.findings import Finding, TableError, column_name, is_records, is_text_table

__all__ = ["SUFFIXES", "Grid", "Row", "Sheet", "headed", "read_file"]

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")
"""Endings of the files that are read as tables."""

MAX_COLUMNS = 16_384  # what a spreadsheet program can hold
MAX_ROWS = 1_048_576
MAX_CELLS = 20_000_000


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number in the sheet (from 1), and its cells as text, trimmed."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Return the text of a column (from 1); empty if the row is shorter."""
        return self.cells[column - 1] if 0 < column <= len(self.cells) else ""


@dataclass(frozen=True)
class Grid:
    """A sheet as it stands, without knowing its header.

    ``file`` is the file's name without its folder, ``name`` the sheet's title (for CSV the name of
    the file without its ending). ``bad`` maps (row, column) to what is wrong with a cell before
    anybody asks what it means; ``notes`` says what was interpreted.
    """

    file: str
    name: str
    rows: tuple[Row, ...]
    bad: Mapping[tuple[int, int], Finding] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table: ``header`` names the columns, ``rows`` are what stands below it."""

    file: str
    name: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    bad: Mapping[tuple[int, int], Finding] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """What the table is called where its rows are counted."""
        return "" if is_text_table(self.file) else self.name

    def column(self, header: str) -> int:
        """Return the number of the column with this header (from 1), or 0."""
        return self.header.index(header) + 1 if header in self.header else 0

    def cell_name(self, row: int, column: int) -> str:
        """Return how a spreadsheet names a cell: ``Actors!C17``; empty for what is in no cell."""
        return f"{self.name}!{column_name(column)}{row}"

    def finding(self, code: str, row: int = 0, column: int = 0, value: str = "", **more: object
                ) -> Finding:  # fmt: skip
        """Return a finding about a place in this sheet; ``near`` and ``words`` as in Finding."""
        return Finding(code, self.file, self.name, row, column, value, **more)  # type: ignore[arg-type]


def read_file(path: str | Path, *, sheets: Iterable[str] | None = None) -> list[Grid]:
    """Return the sheets of a workbook or the one table of a CSV file; all that are not empty.

    ``sheets`` limits a workbook to the sheets of these titles. Raises TableError if the file
    cannot be opened, is encrypted, damaged or too large, or holds nothing.
    """
    path = Path(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from ozek.importing.read_xlsx import read_xlsx

        grids = read_xlsx(path, sheets)
    elif path.suffix.lower() in SUFFIXES:
        from ozek.importing.read_csv import read_csv

        grids = [read_csv(path)]
    elif is_records(path.name) and path.exists():
        raise refused(path, "OZ-I007")  # only a mapping knows what they mean
    else:
        known = ", ".join(SUFFIXES)
        raise refused(path, "OZ-I003", reason=f"the ending '{path.suffix}' is none of {known}")
    full = [grid for grid in grids if grid.rows]
    if not full:
        raise refused(path, "OZ-I005")
    return full


def refused(path: Path, code: str, **words: str) -> TableError:
    """Return the error for a whole file, with the words of its code."""
    return TableError([Finding(code, path.name, words=words)])


def headed(grid: Grid, at: int | None = None) -> Sheet:
    """Return a grid as a table; the header is row ``at``, or else the first row that has cells.

    A column without a header keeps the empty header; rows with more cells than the header are
    marked bad. Raises TableError if there is no such row or a header stands twice.
    """
    place = next(
        (i for i, row in enumerate(grid.rows) if at is None or row.number == at),
        None,
    )
    if place is None:
        raise TableError([Finding("OZ-I005", grid.file, grid.name)])
    head = grid.rows[place]
    twice = []
    for column, title in enumerate(head.cells, 1):
        first = head.cells.index(title) + 1 if title else column
        if first != column:
            words = {"first": column_name(first)}
            twice.append(
                Finding("OZ-I012", grid.file, grid.name, head.number, column, title, words=words)
            )
    if twice:
        raise TableError(twice)
    width = len(head.cells)
    bad = dict(grid.bad)
    for row in grid.rows[place + 1 :]:
        if len(row.cells) > width:
            words = {"count": str(len(row.cells)), "header": str(width)}
            bad.setdefault(
                (row.number, 0),
                Finding("OZ-I014", grid.file, grid.name, row.number, words=words),
            )
    rows = grid.rows[place + 1 :]
    return Sheet(grid.file, grid.name, head.cells, head.number, rows, bad, grid.notes)


def trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Return cells without white space around them and without empty ones at the end."""
    kept = [cell.strip(" \t\r\n\u00a0\ufeff\u200b") for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
