"""The compiled engine behind ``validate``: call and results are those of the pyshacl engine."""

from __future__ import annotations

import warnings

from rdflib import Graph, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.columns import Columns
from ozek.validation import pyshacl_engine
from ozek.validation.asked import Parameters, parameters_of, path_text
from ozek.validation.compiled.checking import TIME_LIMIT, NotCompiled, check
from ozek.validation.compiled.results import Checked, Result, Unfinished
from ozek.validation.compiled.wording import default_messages, given_up
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
        part = shapes.compiled.part(selected) if shapes.compiled else selected
        checked = check(data, part, time_limit=time_limit)
    except NotCompiled as refused:
        warnings.warn(f"{refused.message}: pyshacl checks these shapes instead", stacklevel=2)
        graph = data.to_graph() if isinstance(data, Columns) else data
        return pyshacl_engine.run(graph, shapes, selected, advanced=True)
    return told(checked, shapes)


def told(checked: Checked, shapes: Shapes) -> list[ValidationResult]:
    """What a check found, for people."""
    convert = _Converter(shapes)
    found = dict.fromkeys(convert.result(one) for one in checked.results)
    found.update(dict.fromkeys(_unfinished(one, shapes) for one in checked.unfinished))
    return list(found)


class _Converter:
    """Results of the engine as those for people; what a shape says is read once."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._said: dict[tuple[Node, URIRef], tuple[str, Parameters]] = {}

    def result(self, one: Result, owner: Node | None = None) -> ValidationResult:
        """One result; a detail of it belongs to the same shape with a target."""
        graph = self.shapes.graph
        shape = self.shapes.owner_of(one.shape) if owner is None else owner
        # an inner shape without words says what it checks; those of its owner are told already
        said = () if owner else messages_of(graph, shape)
        messages = one.messages or said or default_messages(one)
        component = str(one.component).removeprefix(SH).removesuffix(_SUFFIX)
        key = (one.shape, one.component)
        if key not in self._said:
            asked = parameters_of(graph, one.shape, component)
            self._said[key] = (path_text(graph, one.shape), asked)
        text, asked = self._said[key]
        return ValidationResult(
            severity=str(one.severity).removeprefix(SH),
            focus=one.focus,
            path=one.path if isinstance(one.path, URIRef) else None,
            value=one.value,
            message=tuple(sorted({m.language or "": str(m) for m in messages}.items())),
            shape=str(shape),
            component=component,
            source=one.shape,
            path_text=ns.shorten(str(one.path)) if isinstance(one.path, URIRef) else text,
            parameters=asked,
            details=tuple(self.result(detail, shape) for detail in one.details),
            branch=one.branch,
        )


def _unfinished(one: Unfinished, shapes: Shapes) -> ValidationResult:
    shape = shapes.owner_of(one.shape)
    return ValidationResult(
        severity="Violation",
        focus=shape,
        path=None,
        value=None,
        message=given_up(one.reason),
        shape=str(shape),
        component="Unfinished",
        source=one.shape,
    )
