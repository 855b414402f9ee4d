"""Terms, triples and quads of pyoxigraph and of rdflib: one from the other, lexical forms as they
are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import InputError

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def to_rdflib(term: Any) -> Node:
    """Turn a pyoxigraph term into the rdflib term with the same lexical form."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
            return rdflib.Literal(term.value)
        return rdflib.Literal(
            term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
        )
    raise InputError("triple terms (RDF 1.2) are not supported")


def from_rdflib(node: Any) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Turn an rdflib term into the pyoxigraph term with the same lexical form.

    Raises InputError for what is no term: rdflib lets through IRIs and language tags that are none.
    """
    import rdflib

    try:
        if isinstance(node, rdflib.URIRef):
            return ox.NamedNode(str(node))
        if isinstance(node, rdflib.BNode):
            return ox.BlankNode(str(node))
        if isinstance(node, rdflib.Literal):
            if node.language:
                return ox.Literal(str(node), language=node.language)
            if node.datatype is not None:
                return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
            return ox.Literal(str(node))
    except ValueError as error:
        raise InputError(f"not an RDF term: {node!r}: {error}") from None
    raise InputError(f"not an RDF term: {node!r}")


def term_of(text: bytes) -> Any:
    """Return the pyoxigraph term that some N-Triples text stands for, as pyoxigraph writes it."""
    if text[:1] == b"<":
        return ox.NamedNode(text[1:-1].decode())
    if text[:1] == b"_":
        return ox.BlankNode(text[2:].decode())
    (quad,) = ox.parse(b"<x:x> <x:x> " + text + b" .", format=ox.RdfFormat.N_TRIPLES)
    return quad.object


def quads_of_rdflib(source: rdflib.Graph, graph: str | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of an rdflib Graph or Dataset; triples without a graph go to ``graph``."""
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    home: Any = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    if isinstance(source, rdflib.Dataset):
        for s, p, o, name in source.quads():
            where = home if name in (None, DATASET_DEFAULT_GRAPH_ID) else from_rdflib(name)
            yield ox.Quad(from_rdflib(s), from_rdflib(p), from_rdflib(o), where)  # type: ignore[arg-type]
    else:
        for s, p, o in source:
            yield ox.Quad(from_rdflib(s), from_rdflib(p), from_rdflib(o), home)  # type: ignore[arg-type]


def in_graph(quads: Iterable[ox.Quad], graph: str) -> Iterator[ox.Quad]:
    """Yield the quads with those of the default graph moved into ``graph``."""
    name = ox.NamedNode(graph)
    for quad in quads:
        if isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
        else:
            yield quad


def quad_of(triple: Any, graph: ox.NamedNode) -> ox.Quad:
    """Turn a triple (rdflib's or pyoxigraph's) into a quad of ``graph``."""
    terms = (
        triple[:3]
        if isinstance(triple, tuple)
        else (triple.subject, triple.predicate, triple.object)
    )
    subject, predicate, value = (t if _is_ox(t) else from_rdflib(t) for t in terms)
    try:
        return ox.Quad(subject, predicate, value, graph)  # type: ignore[arg-type]
    except TypeError:
        raise InputError(f"not an RDF triple: {subject} {predicate} {value}") from None


def _is_ox(term: Any) -> bool:
    return isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)


def graph_of(triples: Iterable[Any]) -> rdflib.Graph:
    """Return pyoxigraph triples as a new rdflib Graph with our prefixes."""
    import rdflib

    return _filled(rdflib.Graph(), triples)


def dataset_of(facts: Iterable[Any], quads: Iterable[Any]) -> rdflib.Dataset:
    """Return a new rdflib Dataset: pyoxigraph triples as its default graph, quads as its others."""
    import rdflib

    result = rdflib.Dataset(default_union=False)
    _filled(result.default_graph, facts)
    contexts: dict[str, rdflib.Graph] = {}
    for quad in quads:
        name = quad.graph_name.value
        if name not in contexts:
            contexts[name] = result.graph(rdflib.URIRef(name))
        contexts[name].add(_three(quad))
    return result


def _filled(graph: rdflib.Graph, triples: Iterable[Any]) -> rdflib.Graph:
    for prefix, namespace in ns.PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    for triple in triples:
        graph.add(_three(triple))
    return graph


def _three(triple: Any) -> tuple[Any, Any, Any]:
    return to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)
