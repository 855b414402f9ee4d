"""Foreign tables through a mapping → what a workbook of the same rows would give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import InputError
from ozek.importing.findings import Finding, TableError, is_records
from ozek.importing.grid import Grid, Sheet, read_file
from ozek.importing.mapping.applying import Mapped, apply, choose
from ozek.importing.mapping.reading import RowRule, TableMapping
from ozek.importing.mapping.records import read_records
from ozek.importing.rows import TableFile
from ozek.importing.workbook.reading import import_sheets
from ozek.importing.workbook.schema import SheetKind, workbook
from ozek.importing.workbook.sheets import KnownSheet

if TYPE_CHECKING:
    from ozek.importing.known import Known
    from ozek.importing.outcome import Imported

__all__ = ["import_mapped", "read_grids"]

SHOWN = 12
"""How many unused columns a note names."""


def import_mapped(
    paths: Iterable[str | Path],
    mapping: TableMapping,
    *,
    base: str,
    known: Known,
    lang: str = "en",
    keep_good: bool = False,
) -> dict[str, Imported]:
    """Read tables by a mapping and return what each file gives, by its short name.

    As :func:`ozek.importing.workbook.reading.import_tables` in everything else. Only what the
    mapping names is read, so personal columns stay out by themselves. Raises InputError for a
    mapping that names a sheet or a column that the workbook does not have.
    """
    kinds = [_kind(rule, mapping) for rule in mapping.rules]
    tables: list[tuple[TableFile, KnownSheet]] = []
    findings: dict[str, list[Finding]] = {}
    for path in map(Path, paths):
        titles = {lang: f"{path.name} ({title})" for lang, title in mapping.title.items()}
        file = TableFile(path.name, titles, mapping.license)
        if file.id in findings:
            findings[file.id].append(Finding("OZ-I008", path.name, value=file.id))
            continue
        findings[file.id] = []
        try:
            chosen = choose(read_grids(path, mapping), mapping)
        except TableError as error:
            findings[file.id] += error.findings
            continue
        seen: set[tuple[str, ...]] = set()
        for table in chosen:
            mapped = apply(mapping, table, seen)
            findings[file.id] += [*table.notes, *_notes(path.name, table, mapped)]
            for kind, (_, sheet) in zip(kinds, mapped.sheets, strict=True):
                columns = {column: number for number, column in enumerate(sheet.header, 1)}
                tables.append((file, KnownSheet(kind, sheet, columns, {}, ())))
    return import_sheets(
        tables, findings, base=base, known=known, lang=lang, keep_good=keep_good, apart=True
    )


def read_grids(path: Path, mapping: TableMapping | None = None) -> list[Grid]:
    """Return the tables in a file of any kind: workbook, CSV, JSON, XML."""
    if is_records(path.name):
        if mapping is None:
            return [read_records(path)]
        return [read_records(path, mapping.records, mapping.used)]
    return read_file(path)


def _kind(rule: RowRule, mapping: TableMapping) -> SheetKind:
    found = next((one for one in workbook().sheets if one.id == rule.sheet), None)
    if found is None:
        known = ", ".join(one.id for one in workbook().sheets)
        raise InputError(
            f"the mapping '{mapping.name}' gives rows of a sheet '{rule.sheet}'; sheets: {known}"
        )
    ids = [one.id for one in found.columns]
    for column in rule.columns:
        if column not in ids:
            raise InputError(
                f"the mapping '{mapping.name}': the sheet '{rule.sheet}' has no column '{column}'; "
                f"columns: {', '.join(ids)}"
            )
    return found


def _notes(file: str, table: Sheet, mapped: Mapped) -> Iterator[Finding]:
    if mapped.unused:
        shown = ", ".join(mapped.unused[:SHOWN]) + (" …" if len(mapped.unused) > SHOWN else "")
        yield Finding("OZ-I062", file, table.name, words={"columns": shown})
    if mapped.repeated or mapped.passed_over:
        words = {"repeated": str(mapped.repeated), "passed": str(mapped.passed_over)}
        yield Finding("OZ-I063", file, table.name, words=words)
