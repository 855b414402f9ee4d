"""What pyshacl finds, and what the compiled engine finds, in a form that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ozek.validation.compiled import Result, check

SH = "http://www.w3.org/ns/shacl#"
Row = tuple[object, ...]


def pyshacl_rows(data: Graph, shapes: Graph) -> Counter[Row]:
    """The results of pyshacl: focus, path, value, component, severity, shape, messages, details."""
    from pyshacl import validate

    _, report, _ = validate(data, shacl_graph=shapes, inplace=True, advanced=False)
    assert isinstance(report, Graph)
    top = report.objects(None, URIRef(SH + "result"))
    return Counter(_pyshacl_row(report, one, shapes) for one in top)


def compiled_rows(data: Graph, shapes: Graph) -> Counter[Row]:
    """The results of the compiled engine."""
    checked = check(data, shapes)
    assert not checked.unfinished
    return Counter(_row(one, shapes) for one in checked.results)


def _pyshacl_row(report: Graph, one: Node, shapes: Graph) -> Row:
    def value(name: str) -> Node | None:
        return report.value(one, URIRef(SH + name))

    details = report.objects(one, URIRef(SH + "detail"))
    return (
        value("focusNode"),
        structure(report, value("resultPath")),
        value("value"),
        value("sourceConstraintComponent"),
        value("resultSeverity"),
        _name(shapes, value("sourceShape")),
        _texts(report.objects(one, URIRef(SH + "resultMessage"))),
        frozenset(Counter(_pyshacl_row(report, d, shapes) for d in details).items()),
    )


def _row(one: Result, shapes: Graph) -> Row:
    """Details as far as pyshacl has them: it gives none for logical and qualified components."""
    details = one.details if str(one.component) == SH + "NodeConstraintComponent" else ()
    return (
        one.focus,
        structure(shapes, one.path),
        one.value,
        one.component,
        one.severity,
        _name(shapes, one.shape),
        _texts(one.messages),
        frozenset(Counter(_row(d, shapes) for d in details).items()),
    )


def _texts(messages: Iterable[Node]) -> frozenset[str]:
    """Messages without languages, which pyshacl drops where it fills in values."""
    return frozenset(str(one) for one in messages)


def _name(shapes: Graph, shape: Node | None) -> object:
    """A shape by its message: pyshacl renames blank nodes."""
    if not isinstance(shape, BNode):
        return shape
    return "blank"


def structure(graph: Graph, path: Node | None) -> object:
    """A path without the names of its blank nodes."""
    if not isinstance(path, BNode):
        return path
    if (path, RDF.first, None) in graph:
        return tuple(structure(graph, one) for one in Collection(graph, path))
    return frozenset(
        (p, structure(graph, o))
        for p, o in graph.predicate_objects(path)
        if str(p).endswith("Path") and not isinstance(o, Literal)
    )
