"""Components that look at each value node by itself (SHACL 4.1, 4.3, 4.4 and 4.8.3).

Each is a test of single terms, done once per distinct term, or a lookup in a set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
from rdflib import Graph, Literal
from rdflib.term import Node

from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import component, ill_formed
from ozek.validation.compiled.data import BLANK, IRI, LITERAL, Facts
from ozek.validation.compiled.found import Constraint, Found, Run, Shape, Values, results
from ozek.validation.compiled.literals import comparison, well_typed
from ozek.validation.compiled.paths import SH, members
from ozek.validation.compiled.sets import Ids, Mask, distinct, ids, within
from ozek.validation.compiled.terms import (
    LANG_STRING,
    language_of,
    literal_parts,
    string_of,
    text_of,
)

_NODE_KINDS = {
    "IRI": (IRI,),
    "BlankNode": (BLANK,),
    "Literal": (LITERAL,),
    "BlankNodeOrIRI": (BLANK, IRI),
    "BlankNodeOrLiteral": (BLANK, LITERAL),
    "IRIOrLiteral": (IRI, LITERAL),
}
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


def compile_value_tests(graph: Graph, node: Node) -> Iterator[Constraint]:
    """The constraints of this module that a shape declares."""
    for value in read.values(graph, node, "class"):
        yield _constraint("Class", _class(read.iri(node, value, "class")))
    datatype = read.only(graph, node, "datatype")
    if datatype is not None:
        yield _terms("Datatype", _datatype(read.iri(node, datatype, "datatype")))
    kind = read.only(graph, node, "nodeKind")
    if kind is not None:
        kinds = _NODE_KINDS.get(str(kind).removeprefix(SH))
        if kinds is None:
            raise ill_formed(node, f"has an unknown sh:nodeKind: {kind.n3()}")
        yield _constraint("NodeKind", _node_kind(kinds))
    yield from _ranges(graph, node)
    yield from _strings(graph, node)
    allowed = read.only(graph, node, "in")
    if allowed is not None:
        yield _constraint("In", _in([text_of(one) for one in members(graph, allowed)]))


def _ranges(graph: Graph, node: Node) -> Iterator[Constraint]:
    for name, below, or_equal in (
        ("MinExclusive", False, False),
        ("MinInclusive", False, True),
        ("MaxExclusive", True, False),
        ("MaxInclusive", True, True),
    ):
        for value in read.values(graph, node, name[0].lower() + name[1:]):
            if not isinstance(value, Literal):
                raise ill_formed(node, f"needs a literal as bound, not {value.n3()}")
            yield _terms(name, comparison(text_of(value), below=below, or_equal=or_equal))


def _strings(graph: Graph, node: Node) -> Iterator[Constraint]:
    shortest, longest = (read.count(graph, node, name) for name in ("minLength", "maxLength"))
    if shortest:
        yield _terms("MinLength", _length(lambda length: length >= shortest))
    if longest is not None:
        yield _terms("MaxLength", _length(lambda length: length <= longest))
    flags = read.values(graph, node, "flags")
    for pattern in read.values(graph, node, "pattern"):
        yield _terms("Pattern", _pattern(node, str(pattern), str(flags[0]) if flags else ""))
    languages = read.only(graph, node, "languageIn")
    if languages is not None:
        ranges = tuple(str(one).lower() for one in members(graph, languages))
        yield _terms("LanguageIn", _language_in(ranges))


def _constraint(name: str, passes: Callable[[Facts, Ids], Mask]) -> Constraint:
    iri = component(name)

    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        bad = ~passes(run.facts, values.value)
        yield results(shape, iri, values.focus[bad], values.value[bad])

    return Constraint(iri, check)


def _terms(name: str, holds: Callable[[bytes], bool]) -> Constraint:
    return _constraint(name, lambda facts, values: facts.test(values, holds))


def _class(iri: str) -> Callable[[Facts, Ids], Mask]:
    def passes(facts: Facts, values: Ids) -> Mask:
        return facts.are_instances(values, facts.number(f"<{iri}>".encode()))

    return passes


def _node_kind(kinds: tuple[int, ...]) -> Callable[[Facts, Ids], Mask]:
    def passes(facts: Facts, values: Ids) -> Mask:
        return np.isin(facts.kinds(values), kinds)

    return passes


def _in(allowed: list[bytes]) -> Callable[[Facts, Ids], Mask]:
    def passes(facts: Facts, values: Ids) -> Mask:
        return within(values, distinct(ids([facts.number(term) for term in allowed])))

    return passes


def _datatype(iri: str) -> Callable[[bytes], bool]:
    def holds(term: bytes) -> bool:
        if term[:1] != b'"':
            return False
        lexical, datatype, _ = literal_parts(term)
        return datatype == iri and (iri == LANG_STRING or well_typed(lexical, datatype))

    return holds


def _length(fits: Callable[[int], bool]) -> Callable[[bytes], bool]:
    def holds(term: bytes) -> bool:
        text = string_of(term)
        return text is not None and fits(len(text))

    return holds


def _pattern(node: Node, pattern: str, flags: str) -> Callable[[bytes], bool]:
    """SPARQL's REGEX (SHACL 4.4.3), in the regular expressions of Python."""
    if "q" in flags:
        pattern = re.escape(pattern)
    chosen = re.NOFLAG
    for flag in flags:
        chosen |= _FLAGS.get(flag, re.NOFLAG)
    try:
        compiled = re.compile(pattern, chosen)
    except re.error as error:
        raise ill_formed(node, f"has a sh:pattern that cannot be read: {error}") from None
    search = compiled.search

    def holds(term: bytes) -> bool:
        text = string_of(term)
        return text is not None and search(text) is not None

    return holds


def _language_in(ranges: tuple[str, ...]) -> Callable[[bytes], bool]:
    """``langMatches``: basic filtering of RFC 4647 (SHACL 4.4.4)."""

    def holds(term: bytes) -> bool:
        tag = language_of(term)
        return tag != "" and any(
            one == "*" or tag == one or tag.startswith(one + "-") for one in ranges
        )

    return holds
