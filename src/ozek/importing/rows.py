"""A row of a table → a statement graph that leads back to the row: file, sheet, number, digest.

The graph is ``graph/<file>-<sheet>-<key>``. The key is what the table itself calls the row by (an
identifier, or the cells that make it unique), so that the name stays when rows are sorted or
inserted; a table without such a column has ``row-<number>``. The digest is over what the kept cells
say under their headers: the same in .xlsx and .csv, in any order of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from ozek.importing import nquads
from ozek.importing.findings import is_text_table
from ozek.importing.grid import Row, Sheet
from ozek.importing.nquads import Quoted, iri, text
from ozek.importing.slugs import slug
from ozek.namespaces import DCTERMS, MODALITY_ASSERTED, OZEK, RDF_TYPE

__all__ = [
    "LANGUAGES",
    "TableFile",
    "Triple",
    "editorial_lines",
    "quote_row",
    "restate",
    "row_lines",
]

LANGUAGES = ("en", "kk", "ru")

Triple = tuple[str, str, str]
"""Subject IRI, predicate IRI, and the object as an N-Quads term (``nquads.iri``, ``.text`` …)."""


@dataclass(frozen=True)
class TableFile:
    """A table as a source. ``titles`` and ``license`` come from ``[[sources]]`` in ozek.toml."""

    name: str
    titles: Mapping[str, str] = field(default_factory=dict)
    license: str | None = None

    @property
    def id(self) -> str:
        """The short name that stands in the addresses of the source and of its rows."""
        return slug(PurePath(self.name).stem)

    def lines(self, base: str) -> Iterator[str]:
        """Yield the description of the source as N-Quads lines in the provenance graph."""
        yield from nquads.Source(self.id, self.titles, license=self.license).lines(base)
        if not self.titles:
            tail = f" <{base}graph/provenance> .\n"
            yield f"<{base}source/{self.id}> <{DCTERMS}title> {text(self.name)}{tail}"


def quote_row(
    base: str,
    source: TableFile,
    sheet: Sheet,
    row: Row,
    columns: Sequence[int],
    *,
    key: str | None = None,
    sheet_id: str | None = None,
    restatements: Mapping[str, str] | None = None,
    modality: str = MODALITY_ASSERTED,
) -> Quoted:
    """Return the passage of a row; ``quoted.slug`` is the last part of the graph's name.

    ``columns``: the columns (from 1) that are kept; others leave no trace, not even in the digest.
    ``key``: what identifies the row in its sheet. ``sheet_id``: how the sheet is called in the IRI
    (default: a slug of its title; left out where it says the same as the file's name).
    """
    sheet_id = slug(sheet.name) if sheet_id is None else sheet_id
    key = key or f"row-{row.number}"
    parts = [source.id, sheet_id if sheet_id != source.id else "", slug(key)]
    said = sorted(
        f"{sheet.header[column - 1]}={row.cell(column)}" for column in columns if row.cell(column)
    )
    return Quoted(
        base=base,
        slug="-".join(filter(None, parts)),
        source=source.id,
        key=key,
        digest=nquads.digest("\x1f".join(said).encode()),
        restatements=restatements or restate(sheet, row, columns),
        modality=modality,
        sheet="" if is_text_table(sheet.file) else sheet.name,
        row=row.number,
    )


def row_lines(
    quoted: Quoted, facts: Iterable[Triple], origins: Iterable[str] = ()
) -> Iterator[str]:
    """Yield a row as N-Quads lines: its graph, its passage, its facts.

    ``origins`` are IRIs of the sources that the row itself names.
    """
    yield from quoted.graph_lines()
    yield from quoted.passage_lines()
    base = quoted.base
    for origin in origins:
        yield (
            f"<{base}passage/{quoted.slug}> <{DCTERMS}source> {iri(origin)}"
            f" <{base}graph/provenance> .\n"
        )
    tail = f" <{base}graph/{quoted.slug}> .\n"
    for subject, predicate, value in facts:
        yield f"{iri(subject)} <{predicate}> {value}{tail}"


def editorial_lines(
    base: str, name: str, reasons: Mapping[str, str], facts: Iterable[Triple]
) -> Iterator[str]:
    """Yield an editorial graph ``graph/<name>`` with its reason; nothing if there are no facts."""
    tail = f" <{base}graph/{name}> .\n"
    about = f" <{base}graph/provenance> .\n"
    empty = True
    for subject, predicate, value in facts:
        if empty:
            yield f"<{base}graph/{name}> <{RDF_TYPE}> <{OZEK}EditorialGraph>{about}"
            for language, words in reasons.items():
                reason = text(words, language)
                yield f"<{base}graph/{name}> <{OZEK}editorialReason> {reason}{about}"
            empty = False
        yield f"{iri(subject)} <{predicate}> {value}{tail}"


def restate(
    sheet: Sheet,
    row: Row,
    columns: Sequence[int],
    titles: Mapping[str, Mapping[int, str]] | None = None,
) -> dict[str, str]:
    """Return what a row says, cell by cell, each with its place, in each language.

    ``titles`` words the columns in a language; without it they are called as the table does.
    """
    texts = {}
    places = {one: sheet.cell_name(row.number, one).rpartition("!")[2] for one in columns}
    for language in LANGUAGES:
        names = (titles or {}).get(language, {})
        cells = "; ".join(
            f"{names.get(column) or sheet.header[column - 1]}"
            f"{f' ({places[column]})' if places[column] else ''}: {row.cell(column)}"
            for column in columns
            if row.cell(column)
        )
        texts[language] = f"{nquads.clean(cells)}."
    return texts
