"""Components that look at the value nodes of a focus node together: cardinality (SHACL 4.2),
``sh:uniqueLang`` (4.4.5) and ``sh:hasValue`` (4.8.2)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rdflib import Graph
from rdflib.term import Node

from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import component, ill_formed
from ozek.validation.compiled.found import Constraint, Found, Run, Shape, Values, results
from ozek.validation.compiled.sets import Mask, Rows, pack, unpack, within
from ozek.validation.compiled.terms import language_of, text_of


def compile_counts(graph: Graph, node: Node, *, property_shape: bool) -> Iterator[Constraint]:
    """The constraints of this module that a shape declares."""
    least, most = (read.count(graph, node, name) for name in ("minCount", "maxCount"))
    unique = read.truth(graph, node, "uniqueLang")
    if not property_shape and (least is not None or most is not None or unique):
        raise ill_formed(node, "is a node shape, so it cannot count value nodes or languages")
    if least:
        yield _cardinality("MinCount", least, most=False)
    if most is not None:
        yield _cardinality("MaxCount", most, most=True)
    if unique:
        yield Constraint(component("UniqueLang"), _unique_lang)
    for value in read.values(graph, node, "hasValue"):
        yield _has_value(text_of(value))


def counted(values: Values, which: Mask | None = None) -> Rows:
    """How many value nodes each focus node has, or how many of those in ``which``."""
    focus = values.focus if which is None else values.focus[which]
    place = np.searchsorted(values.foci, focus)
    return np.bincount(place, minlength=len(values.foci))


def _cardinality(name: str, limit: int, *, most: bool) -> Constraint:
    iri = component(name)

    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        number = counted(values)
        bad = number > limit if most else number < limit
        yield results(shape, iri, values.foci[bad])

    return Constraint(iri, check)


def _has_value(term: bytes) -> Constraint:
    iri = component("HasValue")

    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        have = values.focus[values.value == run.facts.number(term)]
        yield results(shape, iri, values.foci[~within(values.foci, have)])

    return Constraint(iri, check)


def _unique_lang(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
    """One result per focus node and language that is used more than once."""
    terms, inverse = np.unique(values.value, return_inverse=True)
    numbers: dict[str, int] = {"": 0}
    tags = np.zeros(len(terms), np.int32)
    for place, number in enumerate(terms.tolist()):
        tags[place] = numbers.setdefault(language_of(run.facts.term(number)), len(numbers))
    languages = tags[inverse.reshape(-1)]
    tagged = languages > 0
    keys, number = np.unique(pack(values.focus[tagged], languages[tagged]), return_counts=True)
    focus, _ = unpack(keys[number > 1])
    yield results(shape, component("UniqueLang"), focus)
