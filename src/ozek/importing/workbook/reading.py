"""Workbooks and their sheets as CSV → statements, with every error of every file at once.

All tables are read first, so that a row may name what stands on a later sheet or in another file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.importing import cells, nquads
from ozek.importing.findings import Finding, TableError
from ozek.importing.grid import SUFFIXES, Row
from ozek.importing.known import Known
from ozek.importing.outcome import Count, Imported
from ozek.importing.rows import (
    LANGUAGES,
    TableFile,
    Triple,
    editorial_lines,
    quote_row,
    restate,
    row_lines,
)
from ozek.importing.slugs import slug
from ozek.importing.workbook.facts import REASONS, Stated, personal_notes, state
from ozek.importing.workbook.schema import SheetKind, choice, expand_name, workbook
from ozek.importing.workbook.sheets import KnownSheet, read_sheets
from ozek.importing.workbook.values import RowReader
from ozek.namespaces import DCTERMS, OZEK, OZT, PREF_LABEL, RDF_TYPE, shorten

if TYPE_CHECKING:
    from ozek.project import Source

__all__ = ["import_sheets", "import_tables", "table_files"]


@dataclass
class _Entry:
    """A row on its way: what it is about, what it says, what is wrong with it."""

    file: TableFile
    table: KnownSheet
    row: Row
    thing: str = ""
    key: str = ""
    stated: Stated = field(default_factory=Stated)
    refers: Sequence[str] = ()
    findings: list[Finding] = field(default_factory=list)
    dropped: frozenset[int] = frozenset()

    @property
    def good(self) -> bool:
        return all(one.level == "note" for one in self.findings)


def table_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the table files that are meant: a folder stands for all tables directly in it.

    Temporary files of spreadsheet programs (``~$name``, ``.~lock``) are passed over.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(filter(_is_table, path.iterdir())) if path.is_dir() else [path]
    return found


def _is_table(path: Path) -> bool:
    """Tell whether a file in a folder is meant: a .txt beside tables is more often a README."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES and suffix != ".txt" and not path.name.startswith(("~", "."))


def import_tables(
    paths: Iterable[str | Path],
    *,
    base: str,
    known: Known,
    sources: Mapping[str, Source] | None = None,
    lang: str = "en",
    keep_personal: bool = False,
    keep_good: bool = False,
) -> dict[str, Imported]:
    """Read workbooks, or their sheets as CSV, and return what each file gives, by its short name.

    ``known`` is what the rows may name besides each other; it is added to. ``sources`` describes
    the files themselves (id → source of ozek.toml). Nothing is raised: what is wrong stands in the
    findings. With ``keep_good``, a row that rests on a refused row is refused too, so that the good
    rows hold together; without it, only the causes are listed.
    """
    _teach(known)  # which sheet a table is may depend on the kinds of thing in it
    results: dict[str, list[Finding]] = {}
    tables: list[tuple[TableFile, KnownSheet]] = []
    for path in table_files(paths):
        described = (sources or {}).get(TableFile(path.name).id)
        file = TableFile(
            path.name,
            described.title if described else {},
            described.license if described else None,
        )
        if file.id in results:
            results[file.id].append(Finding("OZ-I008", path.name, value=file.id))
            continue
        results[file.id] = []
        try:
            for table in read_sheets(path, known, keep_personal=keep_personal):
                tables.append((file, table))
                results[file.id] += table.findings
        except TableError as error:
            results[file.id] += error.findings
    return import_sheets(
        tables,
        results,
        base=base,
        known=known,
        lang=lang,
        keep_personal=keep_personal,
        keep_good=keep_good,
    )


def import_sheets(
    tables: Iterable[tuple[TableFile, KnownSheet]],
    findings: Mapping[str, list[Finding]],
    *,
    base: str,
    known: Known,
    lang: str = "en",
    keep_personal: bool = False,
    keep_good: bool = False,
    apart: bool = False,
) -> dict[str, Imported]:
    """Return what sheets of the workbook give, by the short names of their files.

    ``findings``: what was found wrong with each file on the way here; a file of which no sheet
    could be read stands there too. ``apart``: a thing may stand in several files, as places do in
    tables of statistics. The rest is as in :func:`import_tables`.
    """
    _teach(known)
    entries = [_Entry(file, table, row) for file, table in tables for row in table.sheet.rows]
    _name_things(entries, base, known)
    for entry in entries:
        _read(entry, base, known, lang, keep_personal)
    _refuse_repeats(entries, apart)
    if keep_good:
        _refuse_dependents(entries)
    by_file: dict[str, list[_Entry]] = {id: [] for id in findings}
    for entry in entries:
        by_file[entry.file.id].append(entry)
    return {id: _assemble(base, by_file[id], list(said)) for id, said in findings.items()}


def _teach(known: Known) -> None:
    """Add what the columns choose from, and the other words for terms."""
    for kind in workbook().sheets:
        for column in kind.columns:
            if column.kind in ("class", "property", "scheme"):
                for iri in column.takes:
                    short = shorten(iri)
                    known.add(iri, [choice(kind.id, column)], [short, short.rpartition(":")[2]])
    for name, words in workbook().synonyms.items():
        iri = OZT + name if name[0].islower() else expand_name(name)
        if iri in known.kinds:
            known.add(iri, [], words)


def _name_things(entries: Iterable[_Entry], base: str, known: Known) -> None:
    """Give every row of a sheet with names its IRI, and make it known by its names."""
    for entry in entries:
        kind, table, row = entry.table.kind, entry.table, entry.row
        if not kind.is_named:
            continue
        names = {
            column.language: text
            for column in kind.columns
            if column.kind == "name" and (text := nquads.clean(table.text(row, column.id)))
        }
        others = [
            other
            for column in kind.columns
            if column.kind == "names"
            for other in cells.split(table.text(row, column.id))
        ]
        first = next((names[one] for one in ("en", "ru", "kk", "") if one in names), "")
        entry.key = nquads.clean(table.text(row, "id")) or first
        if not first:
            number = next((n for id, n in table.columns.items() if id.startswith("name")), 0)
            words = {"column": kind.column("name").titles}
            entry.findings.append(table.sheet.finding("OZ-I020", row.number, number, words=words))
            if not entry.key:
                continue
        entry.thing = _iri(entry.key, kind, base)
        labels = {language: name for language, name in names.items() if language}
        own = (entry.key, entry.thing.rpartition("/")[2], *names.values(), *others)
        known.add(entry.thing, _classes(entry, known), own, labels, own=True)


def _iri(key: str, kind: SheetKind, base: str) -> str:
    """Return the IRI of a thing: an address as it is, ``actor/x`` below the base, else by kind."""
    if key.startswith(("http://", "https://")):
        return key
    head, slash, tail = key.partition("/")
    if slash and head == kind.path and tail == slug(tail):
        return base + key
    return f"{base}{kind.path}/{slug(key)}"


def _classes(entry: _Entry, known: Known) -> list[str]:
    kind = entry.table.kind
    found = [kind.type] if kind.type else []
    if kind.id == "sources":
        found.append(OZEK + "Source")
    for column in kind.columns:
        if column.kind in ("class", "scheme"):
            value = entry.table.text(entry.row, column.id)
            # A row whose kind is not understood can still be named by others: one error, not two.
            found += known.find(value, [choice(kind.id, column)]) or column.takes
    return found


def _read(entry: _Entry, base: str, known: Known, lang: str, keep_personal: bool) -> None:
    reader = RowReader(entry.table, entry.row, known, lang, keep_personal)
    kind = entry.table.kind
    if kind.key:
        entry.key = "-".join(_key_parts(reader, kind)) or f"row-{entry.row.number}"
        entry.thing = f"{base}{kind.path}/{slug(entry.key)}"
    entry.stated = state(reader, entry.thing, base, known)
    entry.stated.facts += personal_notes(reader, entry.thing)
    entry.findings += reader.findings
    entry.refers = reader.refers
    entry.dropped = frozenset(reader.dropped)


def _key_parts(reader: RowReader, kind: SheetKind) -> Iterator[str]:
    for id in kind.key:
        column = kind.column(id)
        if column.kind in ("years", "year"):
            begin, _ = reader.years(column)
            if begin:
                yield str(begin)
        elif column.kind == "indicator":
            yield reader.text(id)
        else:
            for iri in reader.things(column):
                yield iri.replace("#", "/").rpartition("/")[2]


def _refuse_repeats(entries: Iterable[_Entry], apart: bool) -> None:
    seen: dict[str, _Entry] = {}
    for entry in entries:
        place = f"{entry.table.kind.id} {entry.thing or entry.key} {entry.file.id * apart}"
        if not (entry.thing and entry.key):
            continue
        first = seen.setdefault(place, entry)
        if first is not entry:
            where = str(first.row.number)
            if first.file != entry.file:
                where = f"{where} ({first.file.name})"
            entry.findings.append(
                entry.table.sheet.finding(
                    "OZ-I026", entry.row.number, value=entry.key, words={"first": where}
                )
            )


def _refuse_dependents(entries: Sequence[_Entry]) -> None:
    """Refuse the rows that name a thing of a refused row, until nothing more falls."""
    named = [one for one in entries if one.table.kind.is_named]
    good = {one.thing for one in named if one.good}
    refused = {one.thing: one for one in named if not one.good and one.thing not in good}
    while True:
        fallen = False
        for entry in entries:
            cause = next((refused[one] for one in entry.refers if one in refused), None)
            if entry.good and cause:
                words = {"first": str(cause.row.number), "other": cause.table.sheet.name}
                entry.findings.append(
                    entry.table.sheet.finding("OZ-I029", entry.row.number, words=words)
                )
                fallen = True
                if entry.table.kind.is_named:
                    refused[entry.thing] = entry
        if not fallen:
            return


def _assemble(base: str, entries: Sequence[_Entry], findings: list[Finding]) -> Imported:
    """Return what one file gives: its good rows as lines, all findings, counts by sheet."""
    good = [one for one in entries if one.good]
    lines: list[str] = []
    if good:
        lines += good[0].file.lines(base)
        composed: dict[Triple, None] = {}
        for entry in good:
            lines += _entry_lines(entry, base)
            composed |= dict.fromkeys(entry.stated.composed)
        lines += editorial_lines(base, f"{good[0].file.id}-composed", REASONS, composed)
    tables = {id(one.table): one.table for one in entries}
    imported = Counter(id(one.table) for one in good)
    counts = tuple(
        Count(table.sheet.file, table.sheet.title, len(table.sheet.rows), imported[place])
        for place, table in tables.items()
    )
    by_column = [sorted(one.findings, key=lambda found: found.column) for one in entries]
    said = [*findings, *(found for row in by_column for found in row)]
    return Imported(tuple(lines), tuple(said), counts)


def _entry_lines(entry: _Entry, base: str) -> Iterator[str]:
    table, kind = entry.table, entry.table.kind
    if kind.id == "sources":
        yield from _source_lines(entry, base)
        return
    columns = [number for number in table.kept if number not in entry.dropped]
    ids = {number: id for id, number in table.columns.items()}
    titles = {
        language: {n: kind.column(ids[n]).titles[language] for n in columns if n in ids}
        for language in LANGUAGES
    }
    quoted = quote_row(
        base,
        entry.file,
        table.sheet,
        entry.row,
        columns,
        key=entry.key,
        sheet_id=kind.id,
        restatements=restate(table.sheet, entry.row, columns, titles),
        modality=entry.stated.modality,
    )
    yield from row_lines(quoted, entry.stated.facts, entry.stated.origins)
    if entry.stated.check:
        passage, check = f"<{base}passage/{quoted.slug}>", nquads.iri(entry.stated.check)
        yield f"{passage} <{OZEK}hasSourceCheck> {check} <{base}graph/provenance> .\n"


def _source_lines(entry: _Entry, base: str) -> Iterator[str]:
    """A source is evidence, not a fact: it is described in the provenance graph."""
    tail = f" <{base}graph/provenance> .\n"
    subject = nquads.iri(entry.thing)
    yield f"{subject} <{RDF_TYPE}> <{OZEK}Source>{tail}"
    for thing, predicate, value in entry.stated.facts:
        named = DCTERMS + "title" if predicate == PREF_LABEL else predicate
        yield f"{nquads.iri(thing)} <{named}> {value}{tail}"
