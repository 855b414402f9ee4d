"""Facts with what they rest on, and the passages a report refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.evidence import Evidence
from ozek.report.names import Names, read_label
from ozek.report.texts import Name, Text
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

BASES = ("stated", "reading", "editorial", "model", "derived", "planned", "normative", "reported")
"""The better basis first: what stands on a statement needs no reading, and so on."""


@dataclass(frozen=True)
class Ref:
    """A link to a passage: its anchor on the page and a short name (``30``, ``ror-052bx8q98``)."""

    iri: str
    anchor: str
    sentence: int | None
    name: str


@dataclass(frozen=True)
class Why:
    """On what basis a fact stands, and which passages say so."""

    basis: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Fact:
    """What a passage says of one thing: its kinds, relations with their values, the basis."""

    subject: Text
    kinds: tuple[Text, ...]
    said: tuple[tuple[Text, tuple[Text, ...]], ...]
    basis: str


@dataclass(frozen=True)
class PassageText:
    """A passage as the list at the end of a report shows it."""

    ref: Ref
    locator: Text
    source: Text
    restatement: Text
    modalities: tuple[str, ...]
    facts: tuple[Fact, ...]
    readings: int


class Facts:
    """The facts of a store (and, asked for by basis, what is planned), each with its evidence.

    Remembers which passages were referred to, so that the page can list them.
    """

    def __init__(self, store: Store, names: Names) -> None:
        self.store = store
        self.names = names
        self._texts = {lang: Evidence(store, labels) for lang, labels in names.labels.items()}
        self._evidence = self._texts[names.langs[0]]
        self._graphs = frozenset(store.fact_graphs())
        self._basis: dict[str, str] = {}
        self._refs: dict[str, Ref] = {}
        self._passages: dict[str, PassageText] = {}
        self._closures: dict[tuple[str, ...], list[str]] = {}
        self._below: dict[str, list[str]] = defaultdict(list)
        for quad in store.matching(None, ns.RDFS + "subClassOf"):
            if quad.graph_name.value in self._graphs and hasattr(quad.subject, "value"):
                self._below[quad.object.value].append(quad.subject.value)

    # Facts ---------------------------------------------------------------------------------------

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs or values that a thing has, sorted."""
        return sorted({q.object.value for q in self._quads(subject, predicate)})

    def terms(self, subject: str, predicate: str) -> list[Any]:
        """Return the rdflib terms that a thing has, sorted by their text."""
        return sorted({to_rdflib(quad.object) for quad in self._quads(subject, predicate)}, key=str)

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the things that have this value, sorted."""
        return sorted({q.subject.value for q in self._quads(None, predicate, value)})

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return (subject, object) of a property, sorted."""
        return sorted({(q.subject.value, q.object.value) for q in self._quads(None, predicate)})

    def things(self, *classes: str) -> list[str]:
        """Return the instances of classes and their subclasses, sorted."""
        return sorted({t for one in self.kinds_below(classes) for t in self._instances(one)})

    def kinds_below(self, classes: Iterable[str]) -> list[str]:
        """Return classes with all their subclasses, each before what is below it."""
        start = tuple(classes)
        if start not in self._closures:
            found: dict[str, None] = {}
            waiting = list(start)
            while waiting:
                one = waiting.pop(0)
                if one not in found:
                    found[one] = None
                    waiting += sorted(self._below.get(one, ()))
            self._closures[start] = list(found)
        return self._closures[start]

    def why(self, subject: str, predicate: str, value: Any = None) -> Why:
        """Return the best basis of a fact, and the passages of all graphs with that basis."""
        return self.why_graphs(q.graph_name.value for q in self._quads(subject, predicate, value))

    def why_graphs(self, graphs: Iterable[str]) -> Why:
        """Return what some graphs stand on: the best basis among them, and its passages."""
        of: dict[str, list[str]] = defaultdict(list)
        for graph in sorted(set(graphs)):
            of[self.basis(graph)].append(graph)
        best = min(of, key=BASES.index, default="derived")
        return Why(best, self.refs(of.get(best, ())))

    def basis(self, graph: str) -> str:
        """Return the basis of a graph, one of ``BASES``."""
        if graph not in self._basis:
            found = self._evidence.basis(graph)
            self._basis[graph] = found if found in BASES else "derived"
        return self._basis[graph]

    def graphs(self, basis: str) -> list[str]:
        """Return the statement graphs that stand on a basis, such as ``planned``."""
        kinds = self.store.graph_kinds()
        return [
            g for g, kind in kinds.items() if kind == "StatementGraph" and self.basis(g) == basis
        ]

    def triples(self, graph: str) -> list[tuple[str, str, str]]:
        """Return the triples of one named graph as texts, sorted."""
        found = self.store.triples([graph])
        return sorted((t.subject.value, t.predicate.value, t.object.value) for t in found)  # type: ignore[union-attr]

    # Passages ------------------------------------------------------------------------------------

    def refs(self, graphs: Iterable[str]) -> tuple[Ref, ...]:
        """Return links to the passages that some graphs quote, each once, sentences in order."""
        found = {
            quad.object.value
            for graph in graphs
            for quad in self.store.matching(graph, ns.WAS_QUOTED_FROM)
        }
        return tuple(sorted(map(self.ref, found), key=_order))

    def ref(self, iri: str) -> Ref:
        """Return the link to a passage, and remember that it is referred to."""
        if iri not in self._refs:
            numbers = self._numbers(iri)
            name = iri.rpartition("/")[2]
            self._refs[iri] = Ref(iri, f"p-{name}", numbers[0] if numbers else None, name)
        return self._refs[iri]

    def is_passage(self, iri: str) -> bool:
        """Whether something is a passage: a thing with a source."""
        return next(self.store.matching(iri, ns.HAS_SOURCE), None) is not None

    def sentences(self) -> list[str]:
        """Return the passages that are numbered sentences, in the text's order."""
        numbered = self.store.matching(None, ns.SENTENCE_NUMBER)
        return sorted(
            {quad.subject.value for quad in numbered}, key=lambda p: (self._numbers(p), p)
        )

    def passages(self) -> tuple[_BySource, _BySource]:
        """Return all sentences, and those records that were referred to, by source."""
        sentences = [self.passage(iri) for iri in self.sentences()]
        known = {one.ref.iri for one in sentences}
        records = [self.passage(iri) for iri in sorted(self._refs) if iri not in known]
        return _by_source(sentences), _by_source(records)

    def passage(self, iri: str) -> PassageText:
        """Return where a passage is, what it says in our words, and what was made of it."""
        if iri not in self._passages:
            self._passages[iri] = self._passage(iri)
        return self._passages[iri]

    def _passage(self, iri: str) -> PassageText:
        found = [(lang, evidence.passage(iri)) for lang, evidence in self._texts.items()]
        quoting = self._quoting(iri)
        statements = [g for g in quoting if self._size(g) and self.basis(g) in _STATED]
        bases = {self.basis(graph) for graph in statements}
        return PassageText(
            ref=self.ref(iri),
            locator=Text(tuple((lang, Name(one.locator)) for lang, one in found)),
            source=Text(tuple((lang, read_label(one.source)) for lang, one in found)),
            restatement=Text(tuple((lang, read_label(one.restatement)) for lang, one in found)),
            modalities=tuple(basis for basis in _STATED if basis in bases),
            facts=tuple(self._in_words(statements)) if self._numbers(iri) else (),
            readings=len({q.subject.value for q in self.store.matching(None, INTERPRETS, iri)}),
        )

    def _in_words(self, graphs: Iterable[str]) -> Iterable[Fact]:
        """Yield what graphs say, thing by thing."""
        for graph in graphs:
            found: dict[str, dict[str, list[Text]]] = {}
            for triple in sorted(self.store.triples([graph]), key=_triple_order):
                subject, relation = triple.subject.value, triple.predicate.value  # type: ignore[union-attr]
                values = found.setdefault(subject, {}).setdefault(relation, [])
                values.append(self.names.of(to_rdflib(triple.object)))
            for subject, said in found.items():
                kinds = tuple(said.pop(ns.RDF_TYPE, ()))
                relations = ((self.names.of(one), tuple(values)) for one, values in said.items())
                name = self.names.of(subject)
                yield Fact(name, kinds, tuple(relations), self.basis(graph))

    def _quoting(self, passage: str) -> list[str]:
        found = self.store.matching(None, ns.WAS_QUOTED_FROM, passage)
        return sorted({quad.subject.value for quad in found})

    def _size(self, graph: str) -> int:
        return sum(1 for _ in self.store.triples([graph]))

    def _numbers(self, passage: str) -> list[int]:
        found = self.store.matching(passage, ns.SENTENCE_NUMBER)
        return sorted({int(q.object.value) for q in found if q.object.value.isdecimal()})

    def _quads(self, subject: Any, predicate: str, value: Any = None) -> Iterable[Any]:
        for quad in self.store.matching(subject, predicate, value):
            if quad.graph_name.value in self._graphs:
                yield quad

    def _instances(self, cls: str) -> set[str]:
        return {quad.subject.value for quad in self._quads(None, ns.RDF_TYPE, cls)}


INTERPRETS = ns.OZEK + "interpretsPassage"
_STATED = ("stated", "planned", "normative", "reported")


_BySource = list[tuple[Text, list[PassageText]]]


def _by_source(passages: Iterable[PassageText]) -> _BySource:
    found: dict[Text, list[PassageText]] = {}
    for one in passages:
        found.setdefault(one.source, []).append(one)
    return list(found.items())


def _triple_order(triple: Any) -> tuple[str, str, str]:
    return triple.subject.value, triple.predicate.value, str(triple.object)


def place(refs: Iterable[Ref]) -> int:
    """Return the first sentence among references, for sorting in the order of the text."""
    return min((ref.sentence for ref in refs if ref.sentence is not None), default=10**6)


def _order(ref: Ref) -> tuple[bool, int, str]:
    return (ref.sentence is None, ref.sentence or 0, ref.name)
