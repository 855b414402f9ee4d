"""How many things each shape looks at: what a suite of checks counts as its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ozek.validation import looked_at
from ozek.validation.compiled import compile_shapes
from ozek.validation.compiled.checking import focus_nodes
from ozek.validation.compiled.compiling import not_compiled
from ozek.validation.shapes import EVIDENCE, FACTS, Shapes

if TYPE_CHECKING:
    from rdflib import Graph

    from ozek.columns import Columns
    from ozek.store import Store
    from ozek.validation.report import ValidationReport


def things_looked_at(store: Store, shapes: Shapes, report: ValidationReport) -> dict[str, int]:
    """Shape → the number of its focus nodes, for the shapes whose stage was run.

    Shapes that only pyshacl understands are left out: what they look at is not known here.
    """
    evidence = _counts(shapes.select(over=EVIDENCE), looked_at.evidence(store))
    if "facts" in report.not_run:
        guards = shapes.select(over=FACTS, guards=True)
        return evidence | _counts(guards, looked_at.stated(store))
    return evidence | _counts(shapes.select(over=FACTS), looked_at.facts(store))


def _counts(shapes: Graph, data: Columns) -> dict[str, int]:
    if not len(shapes) or not_compiled(shapes):
        return {}
    found = focus_nodes(compile_shapes(shapes), data)
    return {str(shape): number for shape, number in found.items()}
