"""What a constraint asked for: its parameters, read from the shapes graph for people to act on."""

from __future__ import annotations

import re

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ozek import namespaces as ns

SH = ns.PREFIXES["sh"]

Parameters = tuple[tuple[str, tuple[Node, ...]], ...]

_MORE = {
    "Pattern": ("flags",),
    "Closed": ("ignoredProperties",),
    "QualifiedMinCount": ("qualifiedMaxCount", "qualifiedValueShape"),
    "QualifiedMaxCount": ("qualifiedMinCount", "qualifiedValueShape"),
    "MinCount": ("maxCount", "class", "datatype", "nodeKind", "in", "hasValue"),
    "HasValue": ("in",),
}
"""What helps to act on a result, besides the parameter that its component is named after."""


def parameters_of(graph: Graph, source: Node | None, component: str) -> Parameters:
    """The parameters of the constraint ``component`` of a shape: (local name, values) pairs.

    ``component``: the local name without ``ConstraintComponent`` (``MinCount``), or the IRI of a
    component of somebody's own. Lists are given as their members (``sh:in`` → the values allowed,
    ``sh:or`` → the shapes). ``MinCount`` comes with what its values have to be, ``Closed`` with
    the properties allowed (``path``), components of one's own with all their parameters.
    """
    if source is None:
        return ()
    if component.startswith(("http:", "https:", "urn:")):
        paths = [
            path
            for one in graph.objects(URIRef(component), URIRef(SH + "parameter"))
            for path in graph.objects(one, URIRef(SH + "path"))
        ]
        names = [(re.split(r"[#/:]", str(path))[-1], path) for path in paths]
    else:
        own = component[:1].lower() + component[1:]
        names = [(name, URIRef(SH + name)) for name in (own, *_MORE.get(component, ()))]
    found = [(name, values_of(graph, source, predicate)) for name, predicate in names]
    if component == "Closed":
        inner = graph.objects(source, URIRef(SH + "property"))
        allowed = {path for one in inner for path in graph.objects(one, URIRef(SH + "path"))}
        found.append(("path", tuple(sorted(p for p in allowed if isinstance(p, URIRef)))))
    return tuple((name, values) for name, values in found if values)


def path_text(graph: Graph, source: Node | None) -> str:
    """The path of a property shape in SPARQL's notation with short names; "" without a path."""
    from ozek.validation.compiled.paths import read_path

    path = None if source is None else graph.value(source, URIRef(SH + "path"))
    if path is None:
        return ""
    text = read_path(graph, path).sparql()
    return re.sub(r"<([^>]*)>", lambda iri: ns.shorten(iri[1]), text)


def values_of(graph: Graph, source: Node, predicate: Node) -> tuple[Node, ...]:
    found: list[Node] = []
    for value in sorted(graph.objects(source, predicate), key=lambda one: one.n3()):
        if value == RDF.nil or (isinstance(value, BNode) and (value, RDF.first, None) in graph):
            found += Collection(graph, value)
        else:
            found.append(value)
    return tuple(found)
