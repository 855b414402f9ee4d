"""The compiled engine behind ``validate``: call and results are those of the pyshacl engine."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

from rdflib import Graph, URIRef
from rdflib.term import Node

from ozek.columns import Columns
from ozek.validation import pyshacl_engine
from ozek.validation.compiled.checking import TIME_LIMIT, NotCompiled, check
from ozek.validation.compiled.results import Result, Unfinished
from ozek.validation.compiled.wording import default_message, given_up
from ozek.validation.report import ValidationResult
from ozek.validation.shapes import SH, Shapes, messages_of

NAME = "compiled"
_SUFFIX = "ConstraintComponent"


def engine_version() -> str:
    """The version of the engine: that of the toolkit."""
    from ozek import __version__

    return __version__


def run(
    data: Graph | Columns,
    shapes: Shapes,
    selected: Graph,
    *,
    time_limit: float = TIME_LIMIT,
) -> list[ValidationResult]:
    """Validate ``data`` against the ``selected`` part of ``shapes``; sources are not filled in.

    Shapes that use SHACL Advanced Features go to pyshacl, with a warning that says so. A shape that
    was given up is a Violation about the shape itself, so that nothing passes unchecked.
    """
    if not len(selected):
        return []
    try:
        checked = check(data, selected, time_limit=time_limit)
    except NotCompiled as refused:
        warnings.warn(f"{refused.message}: pyshacl checks these shapes instead", stacklevel=2)
        graph = data.to_graph() if isinstance(data, Columns) else data
        return pyshacl_engine.run(graph, shapes, selected, advanced=True)
    found = {_result(one, shapes) for one in _with_details(checked.results)}
    found.update(_unfinished(one, shapes) for one in checked.unfinished)
    return list(found)


def _with_details(results: Iterable[Result]) -> Iterator[Result]:
    for one in results:
        yield one
        yield from _with_details(one.details)


def _owner(shapes: Shapes, node: Node) -> Node:
    while node in shapes.owner:
        node = shapes.owner[node]
    return node


def _result(one: Result, shapes: Shapes) -> ValidationResult:
    shape = _owner(shapes, one.shape)
    messages = one.messages or messages_of(shapes.graph, shape) or (default_message(one),)
    return ValidationResult(
        severity=str(one.severity).removeprefix(SH),
        focus=one.focus,
        path=one.path if isinstance(one.path, URIRef) else None,
        value=one.value,
        message=tuple(sorted({m.language or "": str(m) for m in messages}.items())),
        shape=str(shape),
        component=str(one.component).removeprefix(SH).removesuffix(_SUFFIX),
    )


def _unfinished(one: Unfinished, shapes: Shapes) -> ValidationResult:
    shape = _owner(shapes, one.shape)
    return ValidationResult(
        severity="Violation",
        focus=shape,
        path=None,
        value=None,
        message=given_up(one.reason),
        shape=str(shape),
        component="Unfinished",
    )
