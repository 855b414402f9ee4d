"""The questions and their rows, as a report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.report.evidence import Facts, Ref
from ozek.report.sections import reading_anchor
from ozek.report.texts import Text
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.query import Question
    from ozek.results import Table

ASSERTED = ns.OZT + "modality-asserted"
LEAST, MOST, ROOM = 2, 25, 500
"""So many rows of an answer are shown at least and at most, and as many letters in all languages as
there is room for: the page stays small enough for an e-mail, and the query gives the rest."""


@dataclass(frozen=True)
class Link:
    """A link to a place on the page: a reading."""

    anchor: str
    text: Text


Part = Text | Ref | Link
Row = tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Answer:
    """A question with its rows; a cell is a list of names and links."""

    name: str
    title: Text
    headings: tuple[Text, ...]
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True)
class Folder:
    """The questions for one kind of user."""

    name: str
    title: Text
    answers: tuple[Answer, ...]


def folders(
    facts: Facts,
    questions: Iterable[Question],
    tables: Mapping[str, Table],
    words: Words,
) -> list[Folder]:
    """Return the answered questions by kind of user, in the order of the library."""
    known = {question.name: question for question in questions}
    cells = _Cells(facts, words)
    found: dict[str, list[Answer]] = {}
    for name, table in tables.items():
        question = known.get(name)
        folder = question.folder if question else ""
        found.setdefault(folder, []).append(_answer(cells, question, table))
    return [
        Folder(
            folder,
            words[key] if (key := f"folder_{folder}") in words else words.plain(folder),
            tuple(some),
        )
        for folder, some in sorted(found.items())
    ]


def _answer(cells: _Cells, question: Question | None, table: Table) -> Answer:
    words = cells.words
    rows = tuple(_that_fit(tuple(map(cells.of, row)) for row in table.rows[:MOST]))
    name = question.name if question else table.name
    return Answer(
        name=name,
        title=words.of((question.title if question else table.title) or {"en": name}),
        headings=tuple(
            words.of(dict(zip(words.langs, texts, strict=True)))
            for texts in zip(*(table.headings(lang) for lang in words.langs), strict=True)
        ),
        rows=rows,
        total=len(table),
    )


def _that_fit(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the first rows, as many as there is room for."""
    used = 0
    for number, row in enumerate(rows):
        used += sum(_letters(part) for cell in row for part in cell)
        if number >= LEAST and used > ROOM:
            return
        yield row


def _letters(part: Part) -> int:
    if isinstance(part, Text):
        names = [name.text for _, name in part]
        return sum(map(len, names[:1] if part.alike else names))
    return 10


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

        iri = str(term)
        if term is None or iri == ASSERTED:  # what a source states goes unmarked on the page
            return ()
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
