"""What flows between the parts: value nodes, findings in columns, shapes and constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from rdflib import Literal, URIRef
from rdflib.term import Node

from ozek.validation.compiled.data import Budget, Facts
from ozek.validation.compiled.paths import Path
from ozek.validation.compiled.sets import Ids, Rows, distinct, ids, matches, spread, within

if TYPE_CHECKING:
    from ozek.validation.compiled.running import Runner

NONE = -1
"""Stands for "no value" and "the path of the shape" in a column."""


@dataclass(frozen=True, eq=False)
class Values:
    """The value nodes of all focus nodes at once: rows of (focus node, value node), distinct and
    sorted by focus node. ``foci`` has the focus nodes without value nodes too."""

    foci: Ids
    focus: Ids
    value: Ids


@dataclass(frozen=True, eq=False)
class Found:
    """Results of one constraint, in columns.

    ``about`` is the node that does not conform because of a result; it differs from ``focus`` where
    a nested property shape looks at something else. ``bindings`` holds, per row, what a query bound
    (for messages); ``details`` the results of inner shapes, about the values of this one or, where
    it has none, about its focus nodes; ``branch`` the place in a list of the shape they come from.
    """

    shape: Shape
    component: URIRef
    about: Ids
    focus: Ids
    value: Ids
    path: Ids | None = None
    constraint: Node | None = None
    messages: tuple[Literal, ...] = ()
    bindings: tuple[Mapping[str, bytes], ...] = ()
    details: tuple[Found, ...] = ()
    branch: int = 0

    def rows(self, which: Rows) -> Found:
        """Some rows, perhaps several times."""
        return replace(
            self,
            about=self.about[which],
            focus=self.focus[which],
            value=self.value[which],
            path=None if self.path is None else self.path[which],
            bindings=tuple(self.bindings[i] for i in which.tolist()) if self.bindings else (),
        )


@dataclass(frozen=True, eq=False)
class Constraint:
    """A constraint component with its parameters, compiled to a check of many focus nodes."""

    component: URIRef
    check: Callable[[Run, Shape, Values], Iterable[Found]]


@dataclass(frozen=True, eq=False)
class Shape:
    """A node shape (``path`` is None) or property shape (SHACL 2.1)."""

    node: Node
    path: Path | None
    path_node: Node | None
    severity: URIRef
    messages: tuple[Literal, ...]
    deactivated: bool
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, eq=False)
class Run:
    """One validation: the data, what it may cost, and the runner of queries."""

    facts: Facts
    budget: Budget
    queries: Runner = field(repr=False)


def value_nodes(run: Run, shape: Shape, foci: Ids) -> Values:
    """The value nodes of focus nodes (SHACL 3.4): along the path, or the focus nodes themselves."""
    if shape.path is None:
        return Values(foci, foci, foci)
    rows, value = shape.path.reach(run.facts, foci)
    return Values(foci, foci[rows], value)


def evaluate(run: Run, shape: Shape, foci: Ids) -> list[Found]:
    """Validate focus nodes (a set) against a shape (SHACL 3.4.1)."""
    if shape.deactivated or not len(foci) or not shape.constraints:
        return []
    run.budget.check()
    values = value_nodes(run, shape, foci)
    found: list[Found] = []
    for constraint in shape.constraints:
        found += [one for one in constraint.check(run, shape, values) if len(one.about)]
        run.budget.check()
    return found


def failing(found: Iterable[Found]) -> Ids:
    """The nodes that do not conform, as a set."""
    parts = [one.about for one in found]
    return distinct(np.concatenate(parts)) if parts else ids()


def why(found: Iterable[Found], nodes: Ids, branch: int = 0) -> Iterable[Found]:
    """Those of some results that are about a set of nodes, as details."""
    for one in found:
        rows = np.flatnonzero(within(one.about, nodes))
        if len(rows):
            yield replace(one.rows(rows), branch=branch)


def results(
    shape: Shape, component: URIRef, focus: Ids, value: Ids | None = None, path: Ids | None = None
) -> Found:
    """Results about focus nodes themselves."""
    value = np.full(len(focus), NONE, np.int32) if value is None else value
    return Found(shape, component, focus, focus, value, path)


def handed_on(found: Iterable[Found], values: Values) -> Iterable[Found]:
    """Results about value nodes as results about their focus nodes: one per pair (SHACL 4.7.2)."""
    order = np.argsort(values.value, kind="stable")
    by_value = values.value[order]
    for one in found:
        start, length = matches(one.about, by_value)
        rows, places = spread(start, length)
        yield replace(one.rows(rows), about=values.focus[order[places]])
