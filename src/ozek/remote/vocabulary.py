"""What a service holds of the vocabularies: which predicates and classes, and which axioms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.reasoning.axioms import ANNOTATIONS
from ozek.remote import client
from ozek.remote.service import Service

SAME = ns.OWL + "sameAs"
_VOCABULARIES = (ns.RDF, ns.RDFS, ns.OWL)
_OF_THINGS = {ns.RDF_TYPE, SAME, ns.OWL + "differentFrom", *map(str, ANNOTATIONS)}
"""Predicates of these vocabularies that say nothing about terms."""

_KINDS_OF_THINGS = {ns.OWL + "NamedIndividual", ns.OWL + "Thing", ns.RDFS + "Resource"}


@dataclass(frozen=True)
class Held:
    """The predicates and the classes of some graph, with how many triples they have."""

    predicates: dict[str, int]
    classes: dict[str, int]

    def relations(self) -> frozenset[str]:
        """Predicates as they are, classes with a ``~`` before them."""
        return frozenset(self.predicates) | {f"~{name}" for name in self.classes}


def held_by(service: Service, graph: str | None = None) -> Held:
    """Count what a graph holds; without one, the facts."""

    def ask(select: str, pattern: str) -> dict[str, int]:
        where = f"GRAPH <{graph}> {{ {pattern} }}" if graph else service.of_facts(pattern)
        text = f"SELECT {select} (COUNT(*) AS ?n) WHERE {{ {where} }} GROUP BY {select}"
        rows = client.rows(service, text).tuples()
        return {
            term.value: int(number.value) for term, number in rows if isinstance(term, ox.NamedNode)
        }

    return Held(ask("?p", "?s ?p ?o"), ask("?c", "?s a ?c"))


def axiom_triples(service: Service, held: Held) -> list[ox.Triple]:
    """The triples of the RDF, RDFS and OWL vocabularies, and what has an unnamed class."""
    predicates = sorted(
        name for name in held.predicates if name.startswith(_VOCABULARIES) and _axiomatic(name)
    )
    classes = sorted(
        name
        for name in held.classes
        if name.startswith(_VOCABULARIES) and name not in _KINDS_OF_THINGS
    )
    a = ox.NamedNode(ns.RDF_TYPE)
    found: list[ox.Triple] = []
    for name in predicates:
        p = ox.NamedNode(name)
        found += [ox.Triple(s, p, o) for s, o in _rows(service, f"?s <{name}> ?o", "?s ?o")]
    for name in classes:
        c = ox.NamedNode(name)
        found += [ox.Triple(s, a, c) for (s,) in _rows(service, f"?s a <{name}>", "?s")]
    unnamed = _rows(service, "?s a ?o FILTER(isBlank(?o))", "?s ?o")
    return found + [ox.Triple(s, a, o) for s, o in unnamed]


def _rows(service: Service, pattern: str, names: str) -> Iterator[tuple[Any, ...]]:
    text = f"SELECT {names} WHERE {{ {service.of_facts(pattern)} }}"
    return client.rows(service, text).tuples()


def _axiomatic(predicate: str) -> bool:
    return predicate not in _OF_THINGS
