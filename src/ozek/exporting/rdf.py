"""Export of the graph in RDF syntaxes, byte for byte the same for the same quads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek.errors import UsageError
from ozek.exporting.files import write_file
from ozek.exporting.turtle import write_trig, write_turtle
from ozek.namespaces import PREFIXES, RDF_TYPE, XSD, shorten

if TYPE_CHECKING:
    from ozek.store import Store

Writer = Callable[["Store"], bytes]


def to_turtle(store: Store) -> bytes:
    """The facts (with ontology and taxonomy) as canonical Turtle."""
    return write_turtle(store.triples(), base=store.base).encode()


def to_trig(store: Store) -> bytes:
    """All named graphs as canonical TriG."""
    return write_trig(store.quads(), base=store.base).encode()


def to_nquads(store: Store) -> bytes:
    """All named graphs as sorted N-Quads."""
    return b"".join(sorted(f"{quad} .\n".encode() for quad in _canonical(store.quads())))


def to_jsonld(store: Store) -> bytes:
    """All named graphs as JSON-LD: one node per graph, in it one per subject."""
    graphs: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for quad in sorted(_canonical(store.quads()), key=lambda q: (str(q.graph_name), str(q))):
        subjects = graphs.setdefault(_id(quad.graph_name), {})
        node = subjects.setdefault(_id(quad.subject), {})
        if quad.predicate.value == RDF_TYPE and not isinstance(quad.object, ox.Literal):
            node.setdefault("@type", []).append(_compact(_id(quad.object)))
        else:
            node.setdefault(_compact(quad.predicate.value), []).append(_value(quad.object))
    document = {
        "@context": PREFIXES,
        "@graph": [
            {"@id": graph, "@graph": [{"@id": iri, **node} for iri, node in subjects.items()]}
            for graph, subjects in graphs.items()
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _id(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _compact(iri: str) -> str:
    short = shorten(iri)
    return short if re.fullmatch(r"[a-z]+:[\w-]+", short) else iri


def _value(term: Any) -> dict[str, str]:
    if not isinstance(term, ox.Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": _compact(term.datatype.value)}


def to_rdfxml(store: Store) -> bytes:
    """The facts (with ontology and taxonomy) as RDF/XML."""
    home = ox.DefaultGraph()
    quads = (ox.Quad(t.subject, t.predicate, t.object, home) for t in store.triples())
    triples = [quad.triple for quad in sorted(_canonical(quads), key=str)]
    return ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""


WRITERS: dict[str, Writer] = {
    "turtle": to_turtle,
    "trig": to_trig,
    "nquads": to_nquads,
    "jsonld": to_jsonld,
    "rdfxml": to_rdfxml,
}
SUFFIX = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "rdfxml": "rdf"}


def export(store: Store, format: str, path: str | Path | None = None) -> bytes:
    """Return the store in an RDF syntax, and write it to ``path`` if one is given.

    ``turtle`` and ``rdfxml`` hold the facts; ``trig``, ``nquads`` and ``jsonld`` every named graph.
    Raises UsageError for an unknown format, OutputError if the file cannot be written.
    """
    if format not in WRITERS:
        raise UsageError(f"'{format}' is no RDF format; formats: {', '.join(WRITERS)}")
    data = WRITERS[format](store)
    if path is not None:
        write_file(path, data)
    return data


def _canonical(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    """The quads with canonical blank nodes (RDFC-1.0), if they have any."""
    found = list(quads)
    if any(isinstance(term, ox.BlankNode) for quad in found for term in quad):
        dataset = ox.Dataset(found)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return dataset
    return found
