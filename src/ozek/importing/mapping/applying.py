"""A mapping and a table → rows of the workbook's sheets, each with its row's number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ozek.importing.findings import Finding, TableError, is_records
from ozek.importing.grid import Grid, Row, Sheet, headed
from ozek.importing.mapping.reading import Field, RowRule, TableMapping

__all__ = ["Mapped", "apply", "choose", "needed"]


@dataclass(frozen=True)
class MappedSheet(Sheet):
    """Rows of a sheet of the workbook that know which columns their cells were made from.

    ``paths``: what the columns of records (JSON, XML) are called, in place of letters.
    """

    origins: Mapping[int, int] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)
    gives: str = ""

    @property
    def title(self) -> str:
        return f"{super().title} → {self.gives}".strip()

    def cell_name(self, row: int, column: int) -> str:
        place = self.origins.get(column, 0)
        if self.paths and place:
            return f"{self.name}!{self.paths[column]}"
        return super().cell_name(row, place) if place else ""

    def finding(
        self, code: str, row: int = 0, column: int = 0, value: str = "", **more: object
    ) -> Finding:
        return super().finding(code, row, self.origins.get(column, 0), value, **more)


@dataclass(frozen=True)
class Mapped:
    """What a mapping makes of a table.

    ``sheets``: sheet → its rows as a table of the workbook, under the ids of its columns; a row
    keeps the number that it has in the foreign table. ``read``: rows of the table. ``repeated``
    and ``passed_over``: rows that gave nothing, because they repeat an earlier one or because no
    ``when`` fits. ``unused``: headers that no column is made from.
    """

    sheets: tuple[tuple[str, Sheet], ...]
    read: int
    repeated: int
    passed_over: int
    unused: tuple[str, ...]


def choose(grids: Iterable[Grid], mapping: TableMapping) -> list[Sheet]:
    """Return the tables a mapping is for: the sheet it names, or every sheet with its headers.

    Raises TableError if there is none; it says which headers are missing.
    """
    grids = list(grids)
    wanted = [grid for grid in grids if mapping.sheet in (None, grid.name)]
    found: list[Sheet] = []
    missing: list[Finding] = []
    for grid in wanted:
        sheet = headed(grid, mapping.header)
        lacking = [header for header in needed(mapping) if header not in _columns(sheet)]
        if not lacking:
            found.append(sheet)
            continue
        words = {"mapping": mapping.name, "header": lacking[0]}
        near = _near(lacking[0], sheet.header)
        missing.append(
            Finding("OZ-I061", grid.file, grid.name, sheet.header_row, near=near, words=words)
        )
    if found:
        return found
    if not missing:
        words = {"sheet": mapping.sheet or "", "sheets": ", ".join(grid.name for grid in grids)}
        file = grids[0].file if grids else ""
        missing = [Finding("OZ-I060", file, words=words)]
    raise TableError(missing)


def needed(mapping: TableMapping) -> tuple[str, ...]:
    """Return the headers without which a table is not the one that a mapping is for."""
    return mapping.needs or tuple(sorted(mapping.used))


def _near(header: str, headers: Sequence[str]) -> tuple[str, ...]:
    from rapidfuzz import process

    hits = process.extract(header, [one for one in headers if one], limit=2, score_cutoff=60)
    return tuple(hit[0] for hit in hits)


def apply(
    mapping: TableMapping, table: Sheet, seen: set[tuple[str, ...]] | None = None
) -> Mapped:  # fmt: skip
    """Make the rows of the workbook's sheets; nothing is checked here but what the mapping says.

    A sheet that several rules give rows for stands once for each of them, in the rules' order.
    ``seen``: what makes the rows of earlier tables unique; those of this one are added.
    """
    at = _columns(table)
    sheets = []
    seen = set() if seen is None else seen
    gave: set[int] = set()
    fits: set[int] = set()
    for rule in mapping.rules:
        columns = [_with_header(one, table) for one in rule.columns.values()]
        rows: list[Row] = []
        for row in table.rows:
            if not _fits(rule, row, at):
                continue
            fits.add(row.number)
            made = tuple(_cell(one, row, at) for one in columns)
            key = _key(rule, made)
            if key in seen or not any(made):
                continue
            if key:
                seen.add(key)
            rows.append(Row(row.number, made))
            gave.add(row.number)
        sources = [one.sources[0] if one.sources else "" for one in columns]
        sheet = MappedSheet(
            table.file,
            table.name,
            tuple(rule.columns),
            table.header_row,
            tuple(rows),
            _bad(rule, table, at),
            origins={number: at.get(one, 0) for number, one in enumerate(sources, 1)},
            paths=dict(enumerate(sources, 1)) if is_records(table.file) else {},
            gives=rule.sheet,
        )
        sheets.append((rule.sheet, sheet))
    numbers = {row.number for row in table.rows}
    used = {at[header] for header in mapping.used if header in at}
    unused = tuple(
        header for number, header in enumerate(table.header, 1) if header and number not in used
    )
    return Mapped(
        sheets=tuple(sheets),
        read=len(numbers),
        repeated=len(fits - gave),
        passed_over=len(numbers - fits),
        unused=unused,
    )


def _columns(table: Sheet) -> dict[str, int]:
    """Header → number of the column; ``#2`` stands for the second one, whatever its header."""
    numbers = {f"#{number}": number for number in range(1, len(table.header) + 1)}
    return numbers | {header: number for number, header in enumerate(table.header, 1) if header}


def _with_header(one: Field, table: Sheet) -> Field:
    """Put what a column is called in the place of its number."""
    if one.header is None:
        return one
    inside = 0 < one.header <= len(table.header)
    return replace(one, value=table.header[one.header - 1] if inside else "")


def _fits(rule: RowRule, row: Row, at: Mapping[str, int]) -> bool:
    return all(row.cell(at.get(header, 0)) in values for header, values in rule.when.items())


def _key(rule: RowRule, made: tuple[str, ...]) -> tuple[str, ...]:
    """What makes a row unique in its sheet, whichever rule gives it; empty if every row counts."""
    columns = list(rule.columns)
    values = tuple(made[columns.index(one)] for one in rule.unique if one in columns)
    return (rule.sheet, *rule.unique, *values) if values else ()


def _bad(rule: RowRule, table: Sheet, at: Mapping[str, int]) -> dict[tuple[int, int], Finding]:
    """What is wrong with cells of the table, at the columns that are made from them."""
    origin: dict[int, list[int]] = {}
    for number, one in enumerate(rule.columns.values(), 1):
        for source in one.sources:
            origin.setdefault(at.get(source, 0), []).append(number)
    return {
        (row, made): finding
        for (row, column), finding in table.bad.items()
        for made in (origin.get(column, ()) if column else (0,))
    }


def _cell(one: Field, row: Row, at: Mapping[str, int]) -> str:
    """The text of one cell: pattern, split, part, strip, lookup, default."""
    if one.value is not None:
        return one.value
    if one.text is not None:
        values = {source: row.cell(at.get(source, 0)) for source in one.sources}
        if not all(values.values()):
            return one.default
        text = one.text
        for source, value in values.items():
            text = text.replace("{" + source + "}", value)
    else:
        found = (row.cell(at.get(source, 0)) for source in one.sources)
        text = "; ".join(value for value in found if value)
    if one.pattern is not None:
        hit = one.pattern.search(text)
        text = (hit[1] if hit and hit.groups() else hit[0] if hit else "") or ""
    parts = text.split(one.split) if one.split else [text]
    if one.part is not None:
        parts = [parts[one.part]] if -len(parts) <= one.part < len(parts) else []
    parts = [part.strip().strip(one.strip).strip() for part in parts]
    parts = [one.lookup.get(part.casefold(), part) for part in parts]
    return "; ".join(part for part in parts if part) or one.default
