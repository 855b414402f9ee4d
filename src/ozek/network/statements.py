"""What a projection reads: the facts, predicate by predicate, each with the graphs it stands in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from ozek.errors import UsageError
from ozek.network.projection import GraphPath, Step

if TYPE_CHECKING:
    from ozek.store import Store

BASES = ("stated", "reading", "editorial", "derived")
"""What a fact rests on, strongest first."""

_BASIS_OF_KIND = {
    "StatementGraph": 0,
    "ReadingGraph": 1,
    "EditorialGraph": 2,
    "OntologyGraph": 2,
    "TaxonomyGraph": 2,
    "InferredGraph": 3,
}


@dataclass(frozen=True)
class Trail:
    """Where a fact stands: the graphs that say so and the rank of the basis in BASES."""

    graphs: frozenset[str]
    rank: int

    def either(self, other: Trail | None) -> Trail:
        """Two ways to the same fact: the stronger one counts, equals are joined."""
        if other is None or self.rank < other.rank:
            return self
        if other.rank < self.rank:
            return other
        return Trail(self.graphs | other.graphs, self.rank)

    def then(self, other: Trail) -> Trail:
        """Two facts that are both needed: all their graphs, and the weaker basis."""
        return Trail(self.graphs | other.graphs, max(self.rank, other.rank))


Pairs = dict[tuple[str, str], Trail]


@dataclass(frozen=True)
class Statements:
    """The facts of a store or of an rdflib graph, read one predicate at a time.

    ``links`` gives things only, ``texts`` literals only; an IRI and a blank node are both written
    as text, blank nodes with ``_:`` in front.
    """

    source: Store | rdflib.Graph
    kinds: dict[str, str]
    facts: frozenset[str]
    _seen: dict[str, Pairs] = field(default_factory=dict, repr=False)

    def links(self, predicate: str) -> Pairs:
        """Return (subject, object) → trail of the facts with this predicate."""
        if predicate not in self._seen:
            found: Pairs = {}
            for subject, value, graph in self.rows(predicate):
                if value.startswith('"'):
                    continue
                trail = Trail(frozenset([graph] if graph else []), self.rank(graph))
                pair = (subject, value)
                found[pair] = trail.either(found.get(pair))
            self._seen[predicate] = found
        return self._seen[predicate]

    def texts(self, predicate: str) -> dict[str, list[str]]:
        """Return subject → the lexical forms of its literals, sorted."""
        found: dict[str, set[str]] = defaultdict(set)
        for subject, value, _ in self.rows(predicate):
            if value.startswith('"'):
                found[subject].add(value[1:])
        return {subject: sorted(values) for subject, values in found.items()}

    def step(self, step: Step) -> Pairs:
        """Return the pairs that one step of a path joins."""
        pairs = self.links(step.predicate)
        return {(o, s): trail for (s, o), trail in pairs.items()} if step.inverse else pairs

    def walk(self, path: GraphPath) -> Pairs:
        """Return the pairs that a path joins, with everything each way rests on."""
        found: Pairs = {}
        for sequence in path.alternatives:
            pairs = self.step(sequence[0])
            for step in sequence[1:]:
                pairs = _join(pairs, self.step(step))
            for pair, trail in pairs.items():
                found[pair] = trail.either(found.get(pair))
        return found

    def rank(self, graph: str) -> int:
        """Return the place in BASES of what stands in a graph; a plain graph's facts are stated."""
        return _BASIS_OF_KIND.get(self.kinds.get(graph, ""), 0)

    def rows(self, predicate: str) -> Iterator[tuple[str, str, str]]:
        """Yield subject, object (a literal with a quotation mark before its text) and graph of the
        facts with a predicate; no graph, "", in a plain one."""
        if isinstance(self.source, rdflib.Graph):
            for s, o in self.source.subject_objects(rdflib.URIRef(predicate)):
                yield _text(s), _text(o), ""
            return
        for s, o, g in self.source.pairs(predicate):
            graph = _text(g)
            if graph in self.facts:
                yield _text(s), _text(o), graph


def opened(source: Store | rdflib.Graph) -> Store | rdflib.Graph:
    """Return the source itself, or a dataset's named graphs as a store, so that plans stay out.

    Raises UsageError when no graph of a dataset holds facts by its kind and modality.
    """
    if not isinstance(source, rdflib.Dataset):
        return source
    from ozek.store import Store

    store = Store()
    for graph in source.graphs():
        if graph.identifier != DATASET_DEFAULT_GRAPH_ID:
            store.load(graph, graph=str(graph.identifier))
    store.refresh_facts()
    if not store.fact_graphs():
        raise UsageError(
            "no named graph of the dataset is said to hold facts (ozek:StatementGraph with "
            "modality asserted, …); give a plain rdflib.Graph to take everything as a fact"
        )
    return store


def read(source: Store | rdflib.Graph) -> Statements:
    """Read a store (facts with their graphs) or a plain rdflib graph (all of it, no graphs)."""
    if isinstance(source, rdflib.Graph):
        return Statements(source, {}, frozenset())
    kinds = source.graph_kinds()
    whole = {g for g, kind in kinds.items() if kind in ("OntologyGraph", "TaxonomyGraph")}
    return Statements(source, kinds, frozenset(source.fact_graphs()) | whole)


def closure(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return child → all its ancestors and itself, from (child, parent) pairs; cycles are fine."""
    parents: dict[str, set[str]] = defaultdict(set)
    for child, parent in pairs:
        parents[child].add(parent)
    found: dict[str, set[str]] = {}
    for start in list(parents):
        reached, waiting = {start}, [start]
        while waiting:
            for parent in parents.get(waiting.pop(), ()):
                if parent not in reached:
                    reached.add(parent)
                    waiting.append(parent)
        found[start] = reached
    return found


def _join(left: Pairs, right: Pairs) -> Pairs:
    onward: dict[str, list[tuple[str, Trail]]] = defaultdict(list)
    for (middle, end), trail in right.items():
        onward[middle].append((end, trail))
    found: Pairs = {}
    for (start, middle), first in left.items():
        for end, second in onward.get(middle, ()):
            pair = (start, end)
            found[pair] = first.then(second).either(found.get(pair))
    return found


def _text(term: Any) -> str:
    """Write a term of rdflib or of the store as text; a literal begins with a quotation mark."""
    match type(term).__name__:
        case "URIRef":
            return str(term)
        case "NamedNode":
            return str(term.value)
        case "BNode":
            return f"_:{term}"
        case "BlankNode":
            return f"_:{term.value}"
        case "Literal":
            return '"' + str(getattr(term, "value", term) if not isinstance(term, str) else term)
        case other:
            raise TypeError(f"a {other} is no RDF term")
