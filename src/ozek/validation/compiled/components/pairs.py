"""Components that compare the value nodes with those of another property (SHACL 4.5), and
``sh:closed`` (4.8.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from rdflib import Graph
from rdflib.term import Node

from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import component, ill_formed, sh
from ozek.validation.compiled.found import Constraint, Found, Run, Shape, Values, results
from ozek.validation.compiled.literals import less, value_of
from ozek.validation.compiled.paths import Step, members
from ozek.validation.compiled.sets import distinct, ids, matches, pack, spread, unpack, within

_Check = Callable[[Run, Shape, Values], Iterator[Found]]


def compile_pairs(graph: Graph, node: Node, *, property_shape: bool) -> Iterator[Constraint]:
    """The constraints of this module that a shape declares."""
    for name, make in _MAKERS.items():
        for value in read.values(graph, node, name):
            if name.startswith("lessThan") and not property_shape:
                raise ill_formed(node, f"is a node shape, so it cannot have sh:{name}")
            iri = read.iri(node, value, name)
            yield Constraint(component(name[0].upper() + name[1:]), make(iri))
    if read.truth(graph, node, "closed"):
        paths = {
            path
            for inner in graph.objects(node, sh("property"))
            for path in graph.objects(inner, sh("path"))
        }
        ignored = read.only(graph, node, "ignoredProperties")
        paths.update(members(graph, ignored) if ignored is not None else ())
        yield Constraint(component("Closed"), _closed([f"<{path}>".encode() for path in paths]))


def _equals(iri: str) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        rows, other = Step(iri).reach(run.facts, values.foci)
        mine = np.sort(pack(values.focus, values.value))
        theirs = np.sort(pack(values.foci[rows], other))
        odd = np.concatenate([mine[~within(mine, theirs)], theirs[~within(theirs, mine)]])
        yield results(shape, component("Equals"), *unpack(odd))

    return check


def _disjoint(iri: str) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        rows, other = Step(iri).reach(run.facts, values.foci)
        mine = pack(values.focus, values.value)
        theirs = np.sort(pack(values.foci[rows], other))
        yield results(shape, component("Disjoint"), *unpack(mine[within(mine, theirs)]))

    return check


def _order(name: str, *, or_equal: bool) -> Callable[[str], _Check]:
    def make(iri: str) -> _Check:
        def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
            """One result per pair of values that are not in order (SHACL 4.5.3, 4.5.4)."""
            rows, other = Step(iri).reach(run.facts, values.foci)
            start, length = matches(values.focus, values.foci[rows])
            run.budget.check(int(length.sum()))
            row, place = spread(start, length)
            first, second = values.value[row], other[place]
            term = run.facts.term
            keys, inverse = np.unique(pack(first, second), return_inverse=True)
            wrong = np.array(
                [
                    not less(value_of(term(a)), value_of(term(b)), or_equal=or_equal)
                    for a, b in zip(*(part.tolist() for part in unpack(keys)), strict=True)
                ],
                bool,
            )[inverse.reshape(-1)]
            yield results(shape, component(name), values.focus[row[wrong]], first[wrong])

        return check

    return make


def _closed(allowed: list[bytes]) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        facts = run.facts
        known = ids([facts.number(term) for term in allowed])
        subjects, predicates, objects = facts.other_triples(distinct(values.value), known)
        # results of a value node belong to each focus node it is a value of
        order = np.argsort(values.value, kind="stable")
        start, length = matches(subjects, values.value[order])
        row, place = spread(start, length)
        yield results(
            shape, component("Closed"), values.focus[order[place]], objects[row], predicates[row]
        )

    return check


_MAKERS: dict[str, Callable[[str], _Check]] = {
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _order("LessThan", or_equal=False),
    "lessThanOrEquals": _order("LessThanOrEquals", or_equal=True),
}
