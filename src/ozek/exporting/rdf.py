"""Export of the graph in RDF syntaxes, byte for byte the same for the same quads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
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

_quoted = json.JSONEncoder(ensure_ascii=False).encode


def to_turtle(store: Store) -> bytes:
    """The facts (with ontology and taxonomy) as canonical Turtle."""
    return write_turtle(store.triples(), base=store.base).encode()


def to_trig(store: Store) -> bytes:
    """All named graphs as canonical TriG."""
    return write_trig(store.quads(), base=store.base).encode()


def to_nquads(store: Store) -> bytes:
    """All named graphs as sorted N-Quads."""
    return b"".join(sorted(_canonical(b"".join(store.nquads()))))


def to_jsonld(store: Store) -> bytes:
    """All named graphs as JSON-LD: one node per graph, in it one per subject."""
    graphs: dict[str, dict[str, dict[str, list[str]]]] = {}
    lines = sorted(_canonical(b"".join(store.nquads())), key=_graph_first)
    for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS):
        subjects = graphs.setdefault(_id(quad.graph_name), {})
        node = subjects.setdefault(_id(quad.subject), {})
        if quad.predicate.value == RDF_TYPE and not isinstance(quad.object, ox.Literal):
            node.setdefault("@type", []).append(_quoted(_compact(_id(quad.object))))
        else:
            value = _object(_value(quad.object), 6)
            node.setdefault(_compact(quad.predicate.value), []).append(value)
    nodes = [
        _object({"@id": graph}, 2, {"@graph": _list([_node(*one) for one in subjects.items()], 3)})
        for graph, subjects in graphs.items()
    ]
    parts = {"@context": _object(PREFIXES, 1), "@graph": _list(nodes, 1)}
    return (_object({}, 0, parts) + "\n").encode()


def _node(iri: str, values: Mapping[str, list[str]]) -> str:
    return _object({"@id": iri}, 4, {name: _list(found, 5) for name, found in values.items()})


# JSON as json.dumps(…, indent=1) writes it, which is slow. What stands at depth n begins with n
# blanks; the values in ``texts`` are JSON already.


def _object(strings: Mapping[str, str], depth: int, texts: Mapping[str, str] | None = None) -> str:
    items = [f"{_quoted(name)}: {_quoted(value)}" for name, value in strings.items()]
    items += [f"{_quoted(name)}: {text}" for name, text in (texts or {}).items()]
    return _block("{", items, "}", depth)


def _list(texts: list[str], depth: int) -> str:
    return _block("[", texts, "]", depth)


def _block(opening: str, items: list[str], closing: str, depth: int) -> str:
    if not items:
        return opening + closing
    margin = "\n" + " " * depth
    return f"{opening}{margin} {f',{margin} '.join(items)}{margin}{closing}"


def _graph_first(line: bytes) -> tuple[bytes, bytes]:
    return line[line.rfind(b" ", 0, -3) :], line


def _id(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


@lru_cache(maxsize=1 << 12)
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
    text = b"".join(sorted(_canonical(store.ntriples())))
    triples = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
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


def _canonical(text: bytes) -> list[bytes]:
    """The lines of canonical N-Quads with canonical blank nodes (RDFC-1.0).

    Lines without blank nodes have no part in that.
    """
    lines = text.splitlines(keepends=True)
    if b"_:" not in text:
        return lines
    with_nodes = b"".join(line for line in lines if b"_:" in line)
    dataset = ox.Dataset(ox.parse(with_nodes, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    named = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return [line for line in lines if b"_:" not in line] + named.splitlines(keepends=True)
