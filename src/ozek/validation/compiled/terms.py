"""Terms as N-Triples text, as rdflib nodes, and as the parts of a literal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.terms import from_rdflib

XSD_STRING = ns.XSD + "string"
LANG_STRING = ns.RDF + "langString"

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class LiteralParts(NamedTuple):
    """Lexical form, datatype IRI and language tag (lower case, or empty)."""

    lexical: str
    datatype: str
    language: str


def text_of(node: Node) -> bytes:
    """The canonical N-Triples text of an rdflib node, as columns hold it."""
    return str(from_rdflib(node)).encode()


def literal_parts(term: bytes) -> LiteralParts:
    """Take a literal apart; lexical forms stay as written."""
    end = term.rfind(b'"')
    lexical = _unescaped(term[1:end].decode())
    tail = term[end + 1 :]
    if not tail:
        return LiteralParts(lexical, XSD_STRING, "")
    if tail[:1] == b"@":
        return LiteralParts(lexical, LANG_STRING, tail[1:].decode().lower())
    return LiteralParts(lexical, _datatype(tail), "")


def is_literal(term: bytes) -> bool:
    """Whether a term is a literal."""
    return term[:1] == b'"'


def string_of(term: bytes) -> str | None:
    """What SPARQL's ``str`` gives; None for a blank node."""
    if term[:1] == b"<":
        return term[1:-1].decode()
    return _unescaped(term[1 : term.rfind(b'"')].decode()) if term[:1] == b'"' else None


def language_of(term: bytes) -> str:
    """The language tag of a term in lower case; "" for one without."""
    tail = term[term.rfind(b'"') + 1 :] if term[:1] == b'"' else b""
    return tail[1:].decode().lower() if tail[:1] == b"@" else ""


def node_of(term: bytes) -> Node:
    """The rdflib node with exactly this lexical form."""
    if term[:1] == b"<":
        return URIRef(term[1:-1].decode())
    if term[:1] == b"_":
        return BNode(term[2:].decode())
    parts = literal_parts(term)
    if parts.language:
        return Literal(parts.lexical, lang=parts.language)
    if parts.datatype == XSD_STRING:
        return Literal(parts.lexical)
    return Literal(parts.lexical, datatype=URIRef(parts.datatype), normalize=False)


@lru_cache(maxsize=1024)
def _datatype(tail: bytes) -> str:
    return tail[3:-1].decode()


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        sign = match[1]
        return chr(int(sign[1:], 16)) if len(sign) > 1 else _PLAIN.get(sign, sign)

    return _ESCAPE.sub(plain, text)
