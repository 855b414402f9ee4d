"""Which sheet of the workbook a table is, which column is which, and what in it is personal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ozek.importing.findings import Finding, TableError, column_name
from ozek.importing.grid import Grid, Row, Sheet, headed, read_file
from ozek.importing.known import Known, fold
from ozek.importing.personal import WORDS, looks_personal
from ozek.importing.workbook.schema import Column, SheetKind, choice, workbook

__all__ = ["KnownSheet", "read_sheets"]

HEADER_WITHIN = 15  # rows; above the header people put titles and dates
OWN_SHEETS = ("ozek", "ozek lists", "ozek errors")
"""Sheets that a new workbook has for its readers; nothing is imported from them."""


@dataclass(frozen=True)
class KnownSheet:
    """A table that is a sheet of the workbook.

    ``columns``: column id → its number. ``personal``: number → header of the columns of personal
    data that were asked for.
    """

    kind: SheetKind
    sheet: Sheet
    columns: dict[str, int]
    personal: dict[int, str]
    findings: tuple[Finding, ...]

    def text(self, row: Row, id: str) -> str:
        """Return what a row has in a column; empty if there is no such column."""
        return row.cell(self.columns.get(id, 0))

    @property
    def kept(self) -> list[int]:
        """The numbers of the columns that are read, in the order of the table."""
        return sorted({*self.columns.values(), *self.personal})


def read_sheets(path: Path, known: Known, *, keep_personal: bool = False) -> list[KnownSheet]:
    """Return the workbook's sheets in a file; raises TableError if there are none, or broken ones.

    A sheet is known by its title (for CSV the file's name) in any language, or else by the headers
    that every row of it needs; where these fit several sheets, by the kinds of thing in them.
    """
    found: list[KnownSheet] = []
    wrong: list[Finding] = []
    strangers: list[Finding] = []
    for grid in read_file(path):
        kind = _kind(grid, known)
        if kind is None:
            if fold(grid.name) not in OWN_SHEETS:
                strangers.append(Finding("OZ-I044", grid.file, grid.name, value=grid.name))
            continue
        try:
            found.append(_known_sheet(kind, grid, keep_personal))
        except TableError as error:
            wrong += error.findings
    twice = [
        one.sheet.finding("OZ-I009", value=one.sheet.name, words={"first": first.sheet.name})
        for i, one in enumerate(found)
        for first in found[:i]
        if first.kind is one.kind
    ]
    if not found and not wrong:
        wrong = [Finding("OZ-I007", path.name)]
    if wrong or twice:
        raise TableError([*wrong, *twice])
    if strangers:
        first = found[0]
        findings = (*first.findings, *strangers)
        found[0] = KnownSheet(first.kind, first.sheet, first.columns, first.personal, findings)
    return found


def _kind(grid: Grid, known: Known) -> SheetKind | None:
    by_title = next((kind for kind in workbook().sheets if kind.called(grid.name)), None)
    if by_title:
        return by_title

    def fits(kind: SheetKind) -> tuple[int, int]:
        header = _header(grid, kind)
        named = {kind.named(title) for title in header.cells} - {None}
        needed = {one for one in kind.columns if one.required}
        enough = needed <= named and (
            not kind.is_named or any(one and one.kind == "name" for one in named)
        )
        # A name and a note are in every second table: only needed columns make a sheet certain.
        if not needed or not enough or len(named) < 2:
            return (0, 0)
        return (len(named), _understood(grid, header, kind, known))

    best = max(workbook().sheets, key=fits)
    return best if fits(best)[0] else None


def _understood(grid: Grid, header: Row, kind: SheetKind, known: Known) -> int:
    """Return how many cells of the columns of kinds are a kind that this sheet takes."""
    count = 0
    for number, title in enumerate(header.cells, 1):
        column = kind.named(title)
        if column and column.kind in ("class", "property"):
            wanted = (choice(kind.id, column),)
            count += sum(bool(known.find(row.cell(number), wanted)) for row in grid.rows)
    return count


def _header(grid: Grid, kind: SheetKind) -> Row:
    """Return the row that names most columns; the first one if none names any."""
    rows = [row for row in grid.rows if row.number <= HEADER_WITHIN] or [grid.rows[0]]
    return max(rows, key=lambda row: (sum(bool(kind.named(c)) for c in row.cells), -row.number))


def _known_sheet(kind: SheetKind, grid: Grid, keep_personal: bool) -> KnownSheet:
    sheet = headed(grid, _header(grid, kind).number)
    columns: dict[str, int] = {}
    personal: dict[int, str] = {}
    wrong: list[Finding] = []
    notes: list[Finding] = list(grid.notes)
    for number, title in enumerate(sheet.header, 1):
        column = kind.named(title) if title else None
        cells = [row.cell(number) for row in sheet.rows]
        if column is None:
            if title or any(cells):
                notes += _stranger(kind, sheet, number, cells, personal, keep_personal)
        elif column.id in columns:
            words = {"first": column_name(columns[column.id])}
            wrong.append(sheet.finding("OZ-I012", sheet.header_row, number, title, words=words))
        else:
            columns[column.id] = number
    wrong += _missing(kind, sheet, columns)
    if wrong:
        raise TableError([*wrong, *notes])
    return KnownSheet(kind, sheet, columns, personal, tuple(notes))


def _missing(kind: SheetKind, sheet: Sheet, columns: dict[str, int]) -> list[Finding]:
    lacking = [one for one in kind.columns if one.required and one.id not in columns]
    if kind.is_named and not any(kind.column(id).kind == "name" for id in columns):
        lacking.insert(0, kind.column("name"))
    return [
        sheet.finding(
            "OZ-I010", sheet.header_row, words={"column": one.titles}, near=_near(one, sheet.header)
        )
        for one in lacking
    ]


def _near(column: Column, header: Sequence[str]) -> tuple[str, ...]:
    """Return the headers that may be a misspelling of a column's."""
    from rapidfuzz import fuzz, process

    choices = [title for title in header if title]
    best = [
        hit
        for name in (*column.titles.values(), column.id)
        if (hit := process.extractOne(name, choices, scorer=fuzz.ratio, score_cutoff=75))
    ]
    return tuple(dict.fromkeys(hit[0] for hit in sorted(best, key=lambda hit: -hit[1])))[:1]


def _stranger(
    kind: SheetKind,
    sheet: Sheet,
    number: int,
    cells: Sequence[str],
    personal: dict[int, str],
    keep_personal: bool,
) -> list[Finding]:
    title = sheet.header[number - 1]
    what = looks_personal(title, cells)
    if what and keep_personal:
        personal[number] = title or column_name(number)
        return []
    value = title or column_name(number)
    if what:
        words = {"reason": WORDS[what]}
        return [sheet.finding("OZ-I040", 0, number, value, words=words)]
    return [sheet.finding("OZ-I011", 0, number, value)]
