"""The owlrl engine: the only module that touches owlrl.

Four things differ from calling ``owlrl.DeductiveClosure`` and each is tested:

* triples that say nothing (``x owl:sameAs x``, reflexive schema, ``x a owl:Thing``) are counted
  instead of stored, which leaves all other entailments as they are and saves most of the time;
* ``owl:hasKey`` is evaluated here, because owlrl 7.6 ignores the last property of a key and so
  makes all members of a class with a one-property key the same;
* nothing of rdflib's global literal handling is switched while it runs;
* the messages of contradictions are handed back, not written into the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from typing import Any

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import Node

from ozek.reasoning.axioms import Triple

NAME = "owlrl"

_REFLEXIVE = {
    RDFS.subClassOf,
    OWL.equivalentClass,
    RDFS.subPropertyOf,
    OWL.equivalentProperty,
}


@dataclass(frozen=True)
class Closed:
    """A closure: ``graph`` (the input and what follows), clash ``messages``, ``skipped`` noise."""

    graph: Graph
    messages: tuple[str, ...]
    skipped: dict[str, int]


def engine_version() -> str:
    """The version of the installed owlrl."""
    return version(NAME)


def close(triples: Iterable[Triple]) -> Closed:
    """Return the OWL 2 RL closure of ``triples``; the input is not changed."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    closure = _Closure(graph)
    closure.closure()
    return Closed(
        graph,
        tuple(closure.messages),
        {name: len(found) for name, found in closure.skipped.items()},
    )


def _thing_matters(graph: Graph) -> bool:
    """Whether an axiom draws something from being an owl:Thing (then the typing must be kept)."""
    harmless = {RDFS.subClassOf, OWL.someValuesFrom, RDFS.domain, RDFS.range, RDF.type, OWL.onClass}
    if any(p not in harmless for p in graph.predicates(None, OWL.Thing)):
        return True
    if any(p != RDF.type and o != OWL.Thing for p, o in graph.predicate_objects(OWL.Thing)):
        return True
    return any(o != OWL.Nothing for o in graph.objects(OWL.Nothing, RDFS.subClassOf))


class _Closure(OWLRL_Semantics):  # type: ignore[misc]
    """owlrl's rules without the flood; see the module text."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, False, False)
        self.messages: list[str] = []
        self.skipped: dict[str, set[Any]] = {
            "self-identity": set(),
            "reflexive-schema": set(),
            "thing-typing": set(),
        }
        self._keep_thing = _thing_matters(graph)

    def add_error(self, message: str) -> None:
        if message not in self.messages:
            self.messages.append(message)

    def store_triple(self, triple: Triple) -> None:
        subject, predicate, value = triple
        if subject == value:
            if predicate == OWL.sameAs:
                self.skipped["self-identity"].add(subject)
                return
            if predicate in _REFLEXIVE:
                self.skipped["reflexive-schema"].add((subject, predicate))
                return
        if not self._keep_thing:
            if value == OWL.Thing and predicate in (RDF.type, RDFS.subClassOf):
                self.skipped["thing-typing"].add(subject)
                return
            if subject == OWL.Nothing and predicate == RDFS.subClassOf:
                self.skipped["reflexive-schema"].add((value, OWL.Nothing))
                return
        super().store_triple(triple)

    def _properties(self, triple: Triple, cycle_num: int) -> None:
        if triple[1] == OWL.hasKey:
            self._key(triple[0], triple[2])
        else:
            super()._properties(triple, cycle_num)

    def _key(self, cls: Node, head: Node) -> None:
        """Rule prp-key: members of ``cls`` that share a value for every key property are equal."""
        properties = list(self.graph.items(head))
        owners: dict[tuple[Node, ...], Node] = {}
        if not properties:
            return
        for member in self.graph.subjects(RDF.type, cls):
            values = [list(self.graph.objects(member, one)) for one in properties]
            for key in product(*values):
                owner = owners.setdefault(key, member)
                if owner != member:
                    self.store_triple((owner, OWL.sameAs, member))
