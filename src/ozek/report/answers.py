"""The questions and their rows, as a report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.report.evidence import Facts, PassageText, Ref
from ozek.report.names import Name
from ozek.report.sections import reading_anchor
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.query import Question
    from ozek.results import Table

SHOWN = 40
"""More rows than this are left to the CSV file."""


@dataclass(frozen=True)
class Link:
    """A link to a place on the page: a reading."""

    anchor: str
    text: str


Part = Name | Ref | Link


@dataclass(frozen=True)
class Answer:
    """A question with its rows; a cell is a list of names and links."""

    name: str
    folder: str
    title: str
    description: str
    row: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[Part, ...], ...], ...]
    total: int
    behind: tuple[PassageText, ...]
    file: str


@dataclass(frozen=True)
class Folder:
    """The questions for one kind of user."""

    name: str
    title: str
    answers: tuple[Answer, ...]


def folders(
    facts: Facts,
    questions: Iterable[Question],
    tables: Mapping[str, Table],
    words: Words,
    files: str = "",
) -> list[Folder]:
    """Return the answered questions by kind of user, in the order of the library."""
    known = {question.name: question for question in questions}
    cells = _Cells(facts, words)
    found: dict[str, list[Answer]] = {}
    for name, table in tables.items():
        question = known.get(name)
        folder = question.folder if question else ""
        found.setdefault(folder, []).append(_answer(cells, question, table, files))
    return [
        Folder(folder, words[key] if (key := f"folder_{folder}") in words else folder, tuple(some))
        for folder, some in sorted(found.items())
    ]


def _answer(cells: _Cells, question: Question | None, table: Table, files: str) -> Answer:
    facts, lang = cells.facts, cells.words.lang
    rows = tuple(tuple(map(cells.of, row)) for row in table.rows[:SHOWN])
    refs = {
        part.iri: None
        for row in rows
        for cell in row
        for part in cell
        if isinstance(part, Ref) and part.sentence is not None
    }
    name = question.name if question else table.name
    folder = question.folder if question else ""
    return Answer(
        name=name,
        folder=folder,
        title=(question.title if question else table.title).get(lang, name),
        description=question.description.get(lang, "") if question else "",
        row=question.row.get(lang, "") if question else "",
        headings=tuple(table.headings(lang)),
        rows=rows,
        total=len(table),
        behind=tuple(
            sorted(map(facts.passage, refs), key=lambda one: (one.ref.sentence or 0, one.ref.name))
        ),
        file="/".join(part for part in (files, folder, f"{name}.csv") if part) if files else "",
    )


class _Cells:
    """Turns the terms of rows into what a reader sees: names, links to passages and readings."""

    def __init__(self, facts: Facts, words: Words) -> None:
        self.facts = facts
        self.words = words
        found = facts.store.matching(None, ns.RDF_TYPE, ns.OZEK + "Reading")
        self._readings = {quad.subject.value for quad in found}
        self._graphs = facts.store.graph_kinds()

    def of(self, term: Any) -> tuple[Part, ...]:
        """Return the parts of a cell; none for an empty one."""
        from rdflib import URIRef

        if term is None:
            return ()
        iri = str(term)
        if not isinstance(term, URIRef):
            return (self.facts.names.of(term),)
        if self._graphs.get(iri) in ("StatementGraph", "ReadingGraph"):
            refs = self.facts.refs([iri])
            if refs:
                return refs
        if iri in self._readings:
            text = self.words.fill("reading_link", name=iri.rpartition("/")[2])
            return (Link(reading_anchor(iri), text),)
        if self.facts.is_passage(iri):
            return (self.facts.ref(iri),)
        return (self.facts.names.of(term),)
