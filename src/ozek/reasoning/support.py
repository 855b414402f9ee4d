"""From a derived triple back to stated ones.

A short backward search over a closure, enough to name the stated facts behind a contradiction. It
follows the rules for types, sub-properties, domains, ranges, inverses, symmetry, transitivity,
chains, values and equality; a step it cannot follow leaves the derived triple itself as the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import Node

from ozek.reasoning.axioms import Triple

_DEPTH = 6


def support(triple: Triple, closure: Graph, stated: Callable[[Triple], bool]) -> tuple[Triple, ...]:
    """Return stated triples from which ``triple`` follows; ``(triple,)`` if none were found."""
    for depth in range(_DEPTH + 1):
        found = _search(triple, closure, stated, depth, frozenset())
        if found is not None:
            return tuple(sorted(set(found), key=lambda t: tuple(map(str, t))))
    return (triple,)


def _search(
    triple: Triple,
    closure: Graph,
    stated: Callable[[Triple], bool],
    depth: int,
    path: frozenset[Triple],
) -> list[Triple] | None:
    if stated(triple):
        return [triple]
    if depth == 0 or triple in path:
        return None
    for premises in _steps(triple, closure):
        collected: list[Triple] = []
        for premise in premises:
            found = _search(premise, closure, stated, depth - 1, path | {triple})
            if found is None:
                break
            collected += found
        else:
            return collected
    return None


def _steps(triple: Triple, graph: Graph) -> Iterator[list[Triple]]:
    """The sets of premises, present in the closure, from which one rule gives ``triple``."""
    subject, predicate, value = triple
    if predicate == RDF.type:
        yield from _type_steps(subject, value, graph)
    elif predicate == OWL.sameAs:
        yield from _same_steps(subject, value, graph)
    else:
        yield from _property_steps(subject, predicate, value, graph)
    if predicate != OWL.sameAs:
        for twin in graph.subjects(OWL.sameAs, subject):
            if twin != subject and (twin, predicate, value) in graph:
                yield [(twin, OWL.sameAs, subject), (twin, predicate, value)]
        for twin in graph.subjects(OWL.sameAs, value):
            if twin != value and (subject, predicate, twin) in graph:
                yield [(twin, OWL.sameAs, value), (subject, predicate, twin)]


def _type_steps(thing: Node, cls: Node, graph: Graph) -> Iterator[list[Triple]]:
    for link in (RDFS.subClassOf, OWL.equivalentClass):
        for below in graph.subjects(link, cls):
            if below != cls and (thing, RDF.type, below) in graph:
                yield [(thing, RDF.type, below)]
    for prop in graph.subjects(RDFS.domain, cls):
        for other in graph.objects(thing, prop):
            yield [(thing, prop, other)]
    for prop in graph.subjects(RDFS.range, cls):
        for other in graph.subjects(prop, thing):
            yield [(other, prop, thing)]
    for prop in graph.objects(cls, OWL.onProperty):
        for wanted in graph.objects(cls, OWL.hasValue):
            if (thing, prop, wanted) in graph:
                yield [(thing, prop, wanted)]
        for wanted in graph.objects(cls, OWL.someValuesFrom):
            for other in graph.objects(thing, prop):
                if wanted == OWL.Thing:
                    yield [(thing, prop, other)]
                elif (other, RDF.type, wanted) in graph:
                    yield [(thing, prop, other), (other, RDF.type, wanted)]
    for head in graph.objects(cls, OWL.intersectionOf):
        parts = list(graph.items(head))
        if parts and all((thing, RDF.type, part) in graph for part in parts):
            yield [(thing, RDF.type, part) for part in parts]
    for restriction in graph.subjects(OWL.allValuesFrom, cls):
        for prop in graph.objects(restriction, OWL.onProperty):
            for other in graph.subjects(prop, thing):
                if (other, RDF.type, restriction) in graph:
                    yield [(other, prop, thing), (other, RDF.type, restriction)]


def _property_steps(
    subject: Node, predicate: Node, value: Node, graph: Graph
) -> Iterator[list[Triple]]:
    for link in (RDFS.subPropertyOf, OWL.equivalentProperty):
        for below in graph.subjects(link, predicate):
            if below != predicate and (subject, below, value) in graph:
                yield [(subject, below, value)]
    backwards = [
        *graph.objects(predicate, OWL.inverseOf),
        *graph.subjects(OWL.inverseOf, predicate),
    ]
    if (predicate, RDF.type, OWL.SymmetricProperty) in graph:
        backwards.append(predicate)
    for inverse in backwards:
        if (value, inverse, subject) in graph:
            yield [(value, inverse, subject)]
    for head in graph.objects(predicate, OWL.propertyChainAxiom):
        yield from _chain_steps(subject, list(graph.items(head)), value, graph)
    if (predicate, RDF.type, OWL.TransitiveProperty) in graph:
        for middle in graph.objects(subject, predicate):
            if middle not in (subject, value) and (middle, predicate, value) in graph:
                yield [(subject, predicate, middle), (middle, predicate, value)]
    for restriction in graph.subjects(OWL.hasValue, value):
        member = (subject, RDF.type, restriction)
        if (restriction, OWL.onProperty, predicate) in graph and member in graph:
            yield [member]


def _chain_steps(
    subject: Node, chain: list[Node], value: Node, graph: Graph
) -> Iterator[list[Triple]]:
    if len(chain) == 1:
        if (subject, chain[0], value) in graph:
            yield [(subject, chain[0], value)]
        return
    for middle in graph.objects(subject, chain[0]):
        for rest in _chain_steps(middle, chain[1:], value, graph):
            yield [(subject, chain[0], middle), *rest]


def _same_steps(left: Node, right: Node, graph: Graph) -> Iterator[list[Triple]]:
    for one, two in ((left, right), (right, left)):
        for prop in graph.subjects(RDF.type, OWL.FunctionalProperty):
            for owner in graph.subjects(prop, one):
                if (owner, prop, two) in graph:
                    yield [(owner, prop, one), (owner, prop, two)]
        for prop in graph.subjects(RDF.type, OWL.InverseFunctionalProperty):
            for other in graph.objects(one, prop):
                if (two, prop, other) in graph:
                    yield [(one, prop, other), (two, prop, other)]
    if (right, OWL.sameAs, left) in graph:
        yield [(right, OWL.sameAs, left)]
    for middle in graph.objects(left, OWL.sameAs):
        if middle not in (left, right) and (middle, OWL.sameAs, right) in graph:
            yield [(left, OWL.sameAs, middle), (middle, OWL.sameAs, right)]
