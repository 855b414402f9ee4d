"""The card of a thing: everything that is stated and derived about it, each with its evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.evidence import FACTS, Evidence, Passage
from ozek.labels import Labels
from ozek.results import Table
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store


@dataclass(frozen=True)
class Fact:
    """One triple about the thing, from its side: ``other`` is the value, or who points at it."""

    predicate: Any
    other: Any
    incoming: bool
    basis: str
    passages: tuple[Passage, ...]
    reason: str = ""


@dataclass(frozen=True)
class Card:
    """What is known about a thing: facts first, then what is planned, reported or left open.

    ``more``: predicate → how many things that point at it are left out.
    """

    thing: Any
    label: str
    kinds: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    labels: Labels
    more: Mapping[str, int] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage behind the card, once, by name."""
        found = {passage.iri: passage for fact in self.facts for passage in fact.passages}
        return tuple(found[iri] for iri in sorted(found))

    def to_table(self) -> Table:
        """Return one row per fact and passage: direction, predicate, other, basis, evidence."""
        from rdflib import Literal, URIRef

        rows = []
        for fact in self.facts:
            direction = Literal("in" if fact.incoming else "out")
            for passage in fact.passages or (None,):
                where = (URIRef(passage.iri), Literal(passage.locator)) if passage else (None, None)
                words = passage.restatement if passage else fact.reason
                text = Literal(words) if words else None
                head = (direction, fact.predicate, fact.other, Literal(fact.basis))
                rows.append((*head, *where, text))
        columns = (
            "direction",
            "predicate",
            "other",
            "basis",
            "passage",
            "locator",
            "restatement",
        )
        return Table(columns, tuple(rows), name="show")

    def to_text(self, width: int = 100) -> str:
        """Return the card for reading in a terminal."""
        words = WORDS[self.labels.lang]
        lines = [self.label, f"{self.labels.short(self.thing)} · {', '.join(self.kinds)}"]
        lines += [f"  {language or '–'}  {name}" for language, name in self.names]
        sections = (
            (words["facts"], [f for f in self.facts if f.basis in FACTS and f.basis != "derived"]),
            (words["derived"], [f for f in self.facts if f.basis == "derived"]),
            (words["other"], [f for f in self.facts if f.basis not in FACTS]),
        )
        for title, facts in sections:
            if facts:
                lines += ["", title, *self._lines(facts, width)]
        if self.passages:
            lines += ["", words["evidence"]]
            for passage in self.passages:
                text = (
                    f"[{passage.name}] {passage.source}, {passage.locator}: {passage.restatement}"
                )
                lines += textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ")
                if passage.wording:
                    quoted = f"«{' '.join(passage.wording.split())}»"
                    lines += textwrap.wrap(
                        quoted, width, initial_indent=" " * 6, subsequent_indent=" " * 6
                    )
        if marks := self._marks("\n".join(lines)):
            lines += ["", *textwrap.wrap(marks, width, subsequent_indent="  ")]
        return "\n".join(lines) + "\n"

    def _marks(self, text: str) -> str:
        """Say what the marks mean that occur in the card's text."""
        words = WORDS[self.labels.lang]
        marks = [
            (f"({words.get(basis, basis)})", words[f"{basis} means"])
            for basis in ("reading", "editorial")
            if any(fact.basis == basis for fact in self.facts)
        ]
        marks += [("(?)", words["? means"])] if "(?)" in text else []
        return "; ".join(f"{mark} {meaning}" for mark, meaning in marks)

    def _lines(self, facts: list[Fact], width: int) -> Iterator[str]:
        words = WORDS[self.labels.lang]
        for fact in facts:
            predicate, other = self.labels.of(fact.predicate), self.labels.of(fact.other)
            if str(fact.predicate) == ns.RDF_TYPE:
                predicate = words["kind"]
            text = f"← {other} · {predicate}" if fact.incoming else f"{predicate}: {other}"
            tags = [f"[{passage.name}]" for passage in fact.passages]
            if fact.basis not in ("stated", "derived"):
                tags.append(f"({words.get(fact.basis, fact.basis)})")
            text = " ".join([text, *tags])
            yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ")

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.to_text())}</pre>"


def show(
    store: Store,
    thing: str,
    *,
    lang: str = "en",
    limit: int | None = None,
    evidence: Evidence | None = None,
) -> Card:
    """Return the card of a thing given as IRI, ``kz:actor/x``, ``actor/x`` or by its exact name.

    ``limit``: so many things that point at it are shown for each predicate (default: all).
    ``evidence``: kept by who asks more than once; its labels' language counts then. Raises
    UsageError if nothing is known about it, or a name fits several things.
    """
    from rdflib import URIRef

    iri = resolve(store, thing)
    evidence = evidence or Evidence(store, Labels(store, lang))
    labels = evidence.labels
    names: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    found: dict[tuple[str, Any, bool], set[str]] = {}
    for quad in store.matching(iri):
        graph = quad.graph_name.value
        if quad.predicate.value == ns.PREF_LABEL:
            names.add((quad.object.language or "", quad.object.value))
        else:
            if quad.predicate.value == ns.RDF_TYPE and evidence.basis(graph) in FACTS:
                kinds.add(quad.object.value)
            key = (quad.predicate.value, quad.object, False)
            found.setdefault(key, set()).add(graph)
    pointing: dict[str, dict[Any, set[str]]] = {}
    for quad in store.matching(None, None, iri):
        subjects = pointing.setdefault(quad.predicate.value, {})
        subjects.setdefault(quad.subject, set()).add(quad.graph_name.value)
    more: dict[str, int] = {}
    for name, subjects in pointing.items():
        if limit is not None and len(subjects) > limit:
            more[name] = len(subjects) - limit
        for subject in _in_order(subjects, evidence)[:limit]:
            found[name, subject, True] = subjects[subject]
    facts = [
        fact
        for (predicate, other, incoming), graphs in found.items()
        for fact in _facts(URIRef(predicate), to_rdflib(other), incoming, graphs, evidence)
    ]
    return Card(
        thing=URIRef(iri),
        label=labels.of(iri),
        kinds=tuple(sorted(labels.of(kind) for kind in _own(kinds))),
        names=tuple(sorted(names)),
        facts=tuple(sorted(facts, key=_order)),
        labels=labels,
        more=more,
    )


def pointing(
    store: Store, iri: str, predicate: str, *, evidence: Evidence, first: int, size: int
) -> tuple[tuple[Fact, ...], int]:
    """Return ``size`` of the things that point at one with a predicate, and how many there are.

    What is stated comes first, then by IRI, from number ``first`` (from 0) on, as facts of that
    one's card: a thing that does so on two bases is there twice.
    """
    from rdflib import URIRef

    found: dict[Any, set[str]] = {}
    for quad in store.matching(None, predicate, iri):
        found.setdefault(quad.subject, set()).add(quad.graph_name.value)
    facts = [
        fact
        for subject in _in_order(found, evidence)[first : first + size]
        for fact in _facts(URIRef(predicate), to_rdflib(subject), True, found[subject], evidence)
    ]
    return tuple(facts), len(found)


def _in_order(pointing: Mapping[Any, set[str]], evidence: Evidence) -> list[Any]:
    """Those that point at a thing: what some source states before what is only derived."""
    return sorted(pointing, key=lambda one: (pointing[one] <= evidence.derived, str(one)))


def resolve(store: Store, thing: str) -> str:
    """Return the IRI of a thing given as IRI, CURIE, path below the base or exact name."""
    try:
        iri = ns.expand(thing, store.base)
        if next(store.matching(iri), None) or next(store.matching(None, None, iri), None):
            return iri
    except (UsageError, ValueError):
        pass
    from ozek.search import find

    matches = find(store, thing)
    exact = [row for row in matches.to_records() if row["match"] == "exact"]
    if len(exact) == 1:
        return str(exact[0]["thing"])
    near = exact or matches.to_records()[:5]
    if not near:
        raise UsageError(f"nothing is known about '{thing}'; `ozek find` searches the names")
    listed = "\n".join(f"  {ns.shorten(row['thing'], store.base)}  {row['label']}" for row in near)
    raise UsageError(f"which '{thing}' do you mean?\n{listed}")


def _facts(
    predicate: Any, other: Any, incoming: bool, graphs: Iterable[str], evidence: Evidence
) -> Iterator[Fact]:
    """One fact per basis, with the passages of all its graphs."""
    by_basis: dict[str, list[str]] = {}
    for graph in sorted(graphs):
        by_basis.setdefault(evidence.basis(graph), []).append(graph)
    for basis, group in by_basis.items():
        passages = {passage.iri: passage for graph in group for passage in evidence.passages(graph)}
        reason = next((text for text in map(evidence.reason, group) if text), "")
        yield Fact(predicate, other, incoming, basis, tuple(passages.values()), reason)


def _own(kinds: set[str]) -> set[str]:
    """Our own classes, or all if there are none."""
    return {kind for kind in kinds if kind.startswith(ns.OZEK)} or kinds


def _order(fact: Fact) -> tuple[Any, ...]:
    rank = FACTS.index(fact.basis) if fact.basis in FACTS else len(FACTS)
    return (rank, fact.basis, fact.incoming, str(fact.predicate), str(fact.other))


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "facts": "Stated",
        "derived": "Derived",
        "other": "Not facts: planned, normative, reported, left open, or about the evidence",
        "evidence": "Evidence",
        "kind": "kind",
        "reading means": "read into an unclear passage by a curator",
        "editorial means": "added by an editor, not said by a source",
        "? means": "a translation nobody has confirmed",
    },
    "ru": {
        "facts": "Утверждается",
        "derived": "Выведено",
        "other": "Не факты: планы, нормы, пересказанное, оставленное открытым или об источниках",
        "evidence": "Основания",
        "kind": "вид",
        "reading means": "куратор так прочёл неясное место",
        "editorial means": "в источнике этого нет",
        "? means": "перевод, который никто не подтвердил",
        "reading": "прочтение",
        "open reading": "прочтение, не выбрано",
        "editorial": "добавлено редактором",
        "model": "модель",
        "planned": "план",
        "normative": "норма",
        "reported": "пересказ",
        "analysis": "анализ",
        "provenance": "об источниках",
    },
    "kk": {
        "facts": "Айтылған",
        "derived": "Қорытылған",
        "other": "Факт емес: жоспар, норма, жеткізілген сөз, ашық қалған немесе дереккөз туралы",
        "evidence": "Негіздері",
        "kind": "түрі",
        "reading means": "куратор түсініксіз жерді осылай оқыған",
        "editorial means": "дереккөзде айтылмаған",
        "? means": "ешкім растамаған аударма",
        "reading": "оқылым",
        "open reading": "таңдалмаған оқылым",
        "editorial": "редактор қосқан",
        "model": "модель",
        "planned": "жоспар",
        "normative": "норма",
        "reported": "жеткізілген",
        "analysis": "талдау",
        "provenance": "дереккөз туралы",
    },
}
