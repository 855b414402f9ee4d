"""Components that have shapes as parameters: logical (SHACL 4.6) and shape-based ones (4.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
from rdflib import Graph
from rdflib.term import Node

from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.counts import counted
from ozek.validation.compiled.components.parameters import component, ill_formed, sh
from ozek.validation.compiled.found import (
    Constraint,
    Found,
    Run,
    Shape,
    Values,
    evaluate,
    failing,
    handed_on,
    results,
    why,
)
from ozek.validation.compiled.paths import members
from ozek.validation.compiled.sets import Ids, Mask, distinct, within

_ShapeOf = Callable[[Node], Shape]
_Check = Callable[[Run, Shape, Values], Iterable[Found]]

NESTING = ("property", "node", "not", "qualifiedValueShape")
NESTING_LISTS = ("and", "or", "xone")


def compile_nested(
    graph: Graph, node: Node, shape_of: _ShapeOf, *, property_shape: bool
) -> Iterator[Constraint]:
    """The constraints of this module that a shape declares."""
    for value in read.values(graph, node, "not"):
        yield Constraint(component("Not"), _not(shape_of(value)))
    for name, make in (("and", _and), ("or", _or), ("xone", _xone)):
        for head in read.values(graph, node, name):
            inner = [shape_of(one) for one in members(graph, head)]
            if not inner:
                raise ill_formed(node, f"has an empty sh:{name}")
            yield Constraint(component(name.capitalize()), make(inner))
    for value in read.values(graph, node, "node"):
        inner_shape = shape_of(value)
        if inner_shape.path is not None:
            raise ill_formed(node, "has a property shape as the value of sh:node")
        yield Constraint(component("Node"), _node(inner_shape))
    for value in read.values(graph, node, "property"):
        inner_shape = shape_of(value)
        if inner_shape.path is None:
            raise ill_formed(node, "has a value of sh:property without sh:path")
        yield Constraint(component("Property"), _property(inner_shape))
    if property_shape:  # SHACL 4.7.3: on a node shape the component is ignored
        yield from _qualified(graph, node, shape_of)


def _conform(run: Run, shape: Shape, nodes: Ids) -> Mask:
    """Which of a set of nodes conform to a shape (SHACL 3.4.3)."""
    return ~within(nodes, failing(evaluate(run, shape, nodes)))


def _with_details(
    shape: Shape, name: str, values: Values, wrong: Ids, inner: list[list[Found]]
) -> Found:
    """Results about the values in a set, with what each member of a list found wrong in them."""
    bad = within(values.value, wrong)
    found = results(shape, component(name), values.focus[bad], values.value[bad])
    details = [one for place, part in enumerate(inner, 1) for one in why(part, wrong, place)]
    return replace(found, details=tuple(details))


def _not(inner: Shape) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        nodes = distinct(values.value)
        good = nodes[_conform(run, inner, nodes)]
        bad = within(values.value, good)
        yield results(shape, component("Not"), values.focus[bad], values.value[bad])

    return check


def _and(inner: list[Shape]) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        nodes = distinct(values.value)
        found = [evaluate(run, one, nodes) for one in inner]
        wrong = failing(one for part in found for one in part)
        yield _with_details(shape, "And", values, wrong, found)

    return check


def _or(inner: list[Shape]) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        left = distinct(values.value)
        found = []
        for one in inner:
            found.append(evaluate(run, one, left))
            left = left[within(left, failing(found[-1]))]
        yield _with_details(shape, "Or", values, left, found)

    return check


def _xone(inner: list[Shape]) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        nodes = distinct(values.value)
        number = np.zeros(len(nodes), np.int64)
        done: dict[Shape, list[Found]] = {}
        for one in inner:
            if one not in done:
                done[one] = evaluate(run, one, nodes)
            number += ~within(nodes, failing(done[one]))
        found = [done[one] for one in inner]
        yield _with_details(shape, "Xone", values, nodes[number != 1], found)

    return check


def _node(inner: Shape) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        details = evaluate(run, inner, distinct(values.value))
        bad = within(values.value, failing(details))
        found = results(shape, component("Node"), values.focus[bad], values.value[bad])
        yield replace(found, details=tuple(details))

    return check


def _property(inner: Shape) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterable[Found]:
        found = evaluate(run, inner, distinct(values.value))
        return found if shape.path is None else handed_on(found, values)

    return check


def _qualified(graph: Graph, node: Node, shape_of: _ShapeOf) -> Iterator[Constraint]:
    """Qualified value shapes, with the siblings that values must not conform to (SHACL 4.7.3)."""
    wanted = read.values(graph, node, "qualifiedValueShape")
    least = read.count(graph, node, "qualifiedMinCount")
    most = read.count(graph, node, "qualifiedMaxCount")
    if not wanted or (least is None and most is None):
        return
    siblings: set[Node] = set()
    if read.truth(graph, node, "qualifiedValueShapesDisjoint"):
        for parent in graph.subjects(sh("property"), node):
            for brother in graph.objects(parent, sh("property")):
                siblings.update(graph.objects(brother, sh("qualifiedValueShape")))
        siblings.difference_update(wanted)
    others = [shape_of(one) for one in sorted(siblings, key=lambda one: one.n3())]
    for value in wanted:
        check = _qualified_check(shape_of(value), others, least, most)
        yield Constraint(component("QualifiedValueShape"), check)


def _uncounted(odd: list[Found], values: Values, foci: Ids) -> Iterable[Found]:
    """Why the values of some focus nodes do not conform to the inner shape, about these nodes."""
    few = within(values.focus, foci)
    some = Values(foci, values.focus[few], values.value[few])
    return handed_on(why(odd, distinct(some.value)), some)


def _qualified_check(
    inner: Shape, others: list[Shape], least: int | None, most: int | None
) -> _Check:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        nodes = distinct(values.value)
        odd = evaluate(run, inner, nodes)
        good = nodes[~within(nodes, failing(odd))]
        for other in others:
            good = good[~_conform(run, other, good)]
        number = counted(values, within(values.value, good))
        if least is not None:
            bad = values.foci[number < least]
            found = results(shape, component("QualifiedMinCount"), bad)
            yield replace(found, details=tuple(_uncounted(odd, values, bad)))
        if most is not None:
            bad = values.foci[number > most]
            yield results(shape, component("QualifiedMaxCount"), bad)

    return check
