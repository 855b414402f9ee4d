"""Who states a triple: graph, passage, the reading it rests on, the editor's reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.evidence import FACTS, Evidence
from ozek.reasoning.explain.proof import Choice, Ground, Triple
from ozek.terms import from_rdflib, to_rdflib

if TYPE_CHECKING:
    from ozek.labels import Labels
    from ozek.store import Store

_UNCLEAR_POINT = ns.OZEK + "unclearPoint"
_OWN_KINDS = {ns.ONTOLOGY_GRAPH: "model", ns.TAXONOMY_GRAPH: "model"}


class Grounds:
    """Looks up the graphs that state a triple; labels and restatements come in one language."""

    def __init__(self, store: Store, labels: Labels) -> None:
        self.labels = labels
        self._store = store
        self._evidence = Evidence(store, labels)
        self._graphs: dict[str, Ground] = {}
        self._facts = set(store.fact_graphs())

    def of(self, triple: Triple) -> tuple[Ground, ...]:
        """The grounds of a triple: what is stated before what is read or added, by graph."""
        subject, predicate, value = triple
        quads = self._store.matching(from_rdflib(subject), str(predicate), from_rdflib(value))
        names = {quad.graph_name.value for quad in quads}
        found = [self._ground(name) for name in names if name in self._facts | _OWN_KINDS.keys()]
        found = [one for one in found if one.basis in FACTS and one.basis != "derived"]
        return tuple(sorted(found, key=lambda one: (FACTS.index(one.basis), one.graph)))

    def _ground(self, graph: str) -> Ground:
        if graph not in self._graphs:
            self._graphs[graph] = Ground(
                graph=graph,
                basis=_OWN_KINDS.get(graph) or self._evidence.basis(graph),
                passages=self._evidence.passages(graph),
                reading=self.choice(graph),
                reason=self._evidence.reason(graph),
            )
        return self._graphs[graph]

    def choice(self, graph: str) -> Choice | None:
        """The reading whose chosen alternative the graph states."""
        store = self._store
        for stated in store.matching(None, ns.IS_STATED_IN, from_rdflib_iri(graph)):
            chosen = stated.subject.value
            for quad in store.matching(None, ns.CHOOSES_ALTERNATIVE, from_rdflib_iri(chosen)):
                reading = quad.subject.value
                others = {one.object.value for one in store.matching(reading, ns.HAS_ALTERNATIVE)}
                return Choice(
                    iri=reading,
                    name=reading.rpartition("/")[2],
                    chosen=self._text(chosen, ns.RESTATEMENT),
                    others=tuple(
                        self._text(one, ns.RESTATEMENT) for one in sorted(others - {chosen})
                    ),
                    unclear=self._text(reading, _UNCLEAR_POINT),
                    reason=self._text(reading, ns.READING_REASON),
                )
        return None

    def _text(self, subject: str, predicate: str) -> str:
        values = [to_rdflib(quad.object) for quad in self._store.matching(subject, predicate)]
        return self.labels.best(values) or subject.rpartition("/")[2]


def from_rdflib_iri(iri: str) -> object:
    """An IRI as the term a store is asked with."""
    from rdflib import URIRef

    return from_rdflib(URIRef(iri))
