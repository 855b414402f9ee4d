"""``check``: validate data against shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rdflib import Graph
from rdflib.term import Node

from ozek.columns import Columns, columns_of
from ozek.errors import InputError
from ozek.validation.compiled.compiling import Compiled, compile_shapes, not_compiled
from ozek.validation.compiled.data import Budget, Facts, Stopped, TooManyPairs
from ozek.validation.compiled.found import Found, Run, Shape, evaluate
from ozek.validation.compiled.results import Checked, Unfinished, Writer
from ozek.validation.compiled.running import Runner
from ozek.validation.compiled.sets import Ids
from ozek.validation.compiled.targets import Targets

TIME_LIMIT = 60.0
"""Seconds that the check of one shape may take."""

MOST_PAIRS = 20_000_000
"""How many pairs (of nodes, say) a check may hold at once."""


class NotCompiled(InputError):
    """The shapes use ``terms`` of SHACL Advanced Features or SHACL-JS, which are not compiled."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = tuple(terms)
        super().__init__(f"the compiled engine does not do {', '.join(self.terms)}")


def check(
    data: Columns | Graph | Iterable[Any],
    shapes: Graph | Compiled,
    *,
    time_limit: float = TIME_LIMIT,
    most_pairs: int = MOST_PAIRS,
) -> Checked:
    """Validate data, taken as one graph, against all shapes with targets.

    ``data``: columns (whose terms are as written, so that ill-typed literals are found), an rdflib
    Graph, or pyoxigraph triples. ``shapes``: a shapes graph, or what ``compile_shapes`` made of
    one. ``time_limit``: seconds per shape; a shape that takes longer is given up and reported as
    unfinished. Raises InputError for shapes that cannot be used and NotCompiled, an InputError,
    for those that pyshacl has to check. (SHACL 3: "Validation and graphs".)
    """
    if isinstance(shapes, Graph):
        missing = not_compiled(shapes)
        if missing:
            raise NotCompiled(missing)
        shapes = compile_shapes(shapes)
    columns = data if isinstance(data, Columns) else columns_of(data)
    budget = Budget(time_limit, most_pairs)
    facts = Facts(columns, budget)
    run = Run(facts, budget, Runner(facts, shapes.graph))
    writer = Writer(facts)
    found: list[Found] = []
    unfinished: list[Unfinished] = []
    for shape, targets in shapes.shapes:
        budget.restart()
        reason = _check_shape(run, shape, targets, found)
        if reason:
            unfinished.append(Unfinished(shape.node, reason))
    return Checked(tuple(writer.results(found)), tuple(unfinished), shapes.graph)


def _check_shape(run: Run, shape: Shape, targets: Targets, found: list[Found]) -> str | None:
    """Add the results of one shape; return why it was given up, if it was.

    Where all focus nodes at once are too many, they are taken in ever smaller parts.
    """
    try:
        parts: list[Ids] = [targets.foci(run.facts)]
        while parts:
            foci = parts.pop()
            try:
                found += evaluate(run, shape, foci)
            except TooManyPairs:
                if len(foci) < 2:
                    raise
                middle = len(foci) // 2
                parts += [foci[middle:], foci[:middle]]
    except Stopped as stopped:
        return str(stopped)
    return None


def focus_nodes(shapes: Compiled, data: Columns) -> dict[Node, int]:
    """How many focus nodes each shape with targets has."""
    facts = Facts(data, Budget(TIME_LIMIT, MOST_PAIRS))
    return {shape.node: len(targets.foci(facts)) for shape, targets in shapes.shapes}
