"""What can be asked to be explained, and which triples it rests on."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.reasoning.explain.concrete import Pattern, ground, solve_recorded
from ozek.reasoning.explain.known import Known
from ozek.reasoning.explain.own_rules import branches, optional_parts, to_pattern
from ozek.reasoning.explain.recorded import Triple as Numbers

if TYPE_CHECKING:
    from ozek.query import Question
    from ozek.results import Table
    from ozek.store import Store
    from ozek.validation.report import ValidationResult

Triple = tuple[Node, Node, Node]
_NUMBER = re.compile(r"[+-]?\d+")
_MOST = 25
"""How many values of a path are looked at when a finding names none."""


@dataclass(frozen=True)
class Row:
    """A row of the answer to a question: the terms by column, and the question's parameters."""

    question: Question
    values: Mapping[str, Node]
    params: Mapping[str, Any] = field(default_factory=dict)


def row_of(
    question: Question, table: Table, number: int, params: Mapping[str, Any] | None = None
) -> Row:
    """The ``number``-th row (from 1) of a question's table; UsageError when there is none."""
    if not 1 <= number <= len(table):
        raise UsageError(f"the answer has rows 1 to {len(table)}, no row {number}")
    return Row(question, table.to_dicts()[number - 1], dict(params or {}))


# A fact -------------------------------------------------------------------------------------------


def fact_of(store: Store, known: Known, what: str | tuple[Any, Any, Any]) -> Triple:
    """A fact given as three terms, or as text in which names of several words stand in quotes.

    Subject and object are IRIs, CURIEs, paths below the base or exact names, the object also a
    literal; the predicate too, its local name will do. UsageError for what cannot be understood.
    """
    if isinstance(what, str):
        parts: list[Any] = _split(what)
    else:
        parts = list(what)
    if len(parts) != 3:
        raise UsageError(
            f"'{what}' is not a fact: give subject, predicate and object, names of several words in"
            " quotes – for example: kz:place/kurchatov isLocatedIn Kazakhstan"
        )
    predicate = _predicate(store, known, parts[1])
    subject = _thing(store, parts[0])
    return subject, predicate, _object(store, known, subject, predicate, parts[2])


def _split(text: str) -> list[str]:
    literal = re.fullmatch(r'\s*(.*?)\s+("(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+))\s*\.?\s*', text)
    head, tail = (literal[1], [literal[2]]) if literal else (text, [])
    try:
        parts = shlex.split(head) + tail
    except ValueError:
        raise UsageError(f"a quotation mark is missing in: {text}") from None
    return parts[:3] if len(parts) == 4 and parts[3] == "." else parts


def _thing(store: Store, term: Any) -> Node:
    from ozek.cards import resolve

    if isinstance(term, Node):
        return term
    try:
        iri = ns.expand(str(term), store.base)
        if str(term).startswith(("<", "http")) or next(store.matching(iri), None):
            return URIRef(iri)
    except (UsageError, ValueError):
        pass
    return URIRef(resolve(store, str(term)))


def _object(store: Store, known: Known, subject: Node, predicate: Node, term: Any) -> Node:
    if isinstance(term, Node):
        return term
    text = str(term)
    values: list[Node] = []
    numbers = known.find(subject), known.find(predicate)
    if None not in numbers:
        values = [known.node(n) for n in known.objects(*numbers)]  # type: ignore[arg-type]
    for value in values:
        if isinstance(value, Literal) and text in (str(value), value.n3()):
            return value
    if text.startswith('"'):
        from rdflib.util import from_n3

        found = from_n3(text)
        if isinstance(found, Literal):
            return found
    if any(isinstance(value, Literal) for value in values):
        return Literal(int(text)) if _NUMBER.fullmatch(text) else Literal(text)
    try:
        return _thing(store, text)
    except UsageError:
        if _NUMBER.fullmatch(text):
            return Literal(int(text))
        raise


def _predicate(store: Store, known: Known, term: Any) -> Node:
    if isinstance(term, Node):
        return term
    text = str(term).strip()
    if text in ("a", "type"):
        return RDF.type
    if text in ("=", "sameAs"):
        return URIRef(ns.OWL + "sameAs")
    if ":" in text or text.startswith("<"):
        return URIRef(ns.expand(text))
    own = URIRef(ns.OZEK + text)
    if text.isidentifier() and known.find(own) is not None:
        return own
    named = {
        quad.subject.value
        for quad in store.matching(None, ns.PREF_LABEL)
        if quad.object.value.casefold() == text.casefold()
        and (number := known.find(URIRef(quad.subject.value))) is not None
        and known.count(None, number, None)
    }
    if len(named) == 1:
        return URIRef(named.pop())
    raise UsageError(
        f"which relation is '{text}'? Give its IRI, a CURIE such as ozek:isLocatedIn, or its name"
    )


# A row --------------------------------------------------------------------------------------------


def facts_of_row(store: Store, known: Known, row: Row) -> tuple[list[Numbers], tuple[str, ...]]:
    """The recorded triples a row rests on, and what of the query they do not cover.

    These are the triples that match the query's basic graph patterns with the terms of the row in
    place; terms that the row does not show are filled in with the first that fit. Left aside are
    filters, paths of any length, counting, and in which named graph a triple stands.
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from ozek.parameters import bind

    question = row.question
    bound = bind(question.parameters, row.params, store, free=not question.has_header)
    query = translateQuery(parseQuery(question.text), base=store.base, initNs=ns.PREFIXES)
    binding: dict[str, int] = {}
    for name, term in {**bound, **row.values}.items():
        number = known.find(_rdflib(term)) if term is not None else None
        if number is not None:
            binding[f"?{name}"] = number
    best: tuple[int, dict[Numbers, None], tuple[str, ...]] = (-1, {}, ())
    for branch in branches(query.algebra.p):
        body, elsewhere = (
            [to_pattern(pattern, known) for pattern in part]
            for part in (branch.patterns, branch.elsewhere)
        )
        answer = _first(known, body, binding)
        if answer is None:
            continue
        found = dict.fromkeys(ground(tuple(body), answer))
        for pattern in elsewhere:
            if (more := _first(known, [pattern], answer)) is not None:
                answer = more
                found.update(dict.fromkeys(ground((pattern,), answer)))
        for optional in optional_parts(query.algebra.p):
            extra = [to_pattern(pattern, known) for pattern in optional]
            if (more := _first(known, extra, answer)) is not None:
                found.update(dict.fromkeys(ground(tuple(extra), more)))
        if len(found) > best[0]:
            best = (len(found), found, branch.asked)
    _, chosen, asked = best
    return list(chosen), tuple(note for note in dict.fromkeys(asked) if note != "OPTIONAL")


def _first(known: Known, body: list[Pattern], binding: Mapping[str, int]) -> dict[str, int] | None:
    """The first answer to the patterns among what is recorded."""
    return next(solve_recorded(known, tuple(body), dict(binding)), None)


def _rdflib(term: Any) -> Node:
    from ozek.terms import to_rdflib

    return term if isinstance(term, Node) else to_rdflib(term)


# A finding ----------------------------------------------------------------------------------------


def facts_of_result(known: Known, result: ValidationResult) -> list[Numbers]:
    """The recorded triples a finding is about: why the shape looks at the focus, and its values."""
    focus = known.find(result.focus)
    if focus is None:
        return []
    found: dict[Numbers, None] = {}
    for cls in targets().get(result.shape, ()):
        number = known.find(cls)
        if number is not None and known.has((focus, known.type, number)):
            found[focus, known.type, number] = None
    path = None if result.path is None else known.find(result.path)
    value = None if result.value is None else known.find(result.value)
    if path is not None:
        values = [value] if value is not None else known.objects(focus, path)[:_MOST]
        for one in values:
            if known.has((focus, path, one)):
                found[focus, path, one] = None
    return list(found)


@cache
def targets() -> dict[str, tuple[URIRef, ...]]:
    """Shape (or property shape in it) → the classes whose members it looks at."""
    from rdflib import SH, Graph

    from ozek.validation.shapes import packaged_shapes

    graph = Graph().parse(packaged_shapes())
    found: dict[str, tuple[URIRef, ...]] = {}
    for shape in set(graph.subjects(SH.targetClass)):
        classes = tuple(c for c in graph.objects(shape, SH.targetClass) if isinstance(c, URIRef))
        for inner in (shape, *graph.objects(shape, SH.property), *graph.objects(shape, SH.sparql)):
            found[str(inner)] = classes
    return found
