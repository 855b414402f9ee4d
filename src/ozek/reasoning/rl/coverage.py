"""What an ontology says that no rule reads: refused by name, never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ozek.columns import Columns
from ozek.errors import InputError
from ozek.namespaces import OWL, RDF_NIL, RDF_TYPE, RDFS
from ozek.reasoning.rl.datatypes import value_of
from ozek.reasoning.rl.table import RULES

_DECLARING = """Ontology imports versionIRI versionInfo priorVersion backwardCompatibleWith
incompatibleWith deprecated DeprecatedClass DeprecatedProperty AnnotationProperty OntologyProperty
NamedIndividual Axiom Annotation annotatedSource annotatedProperty annotatedTarget Restriction Class
DataRange ObjectProperty DatatypeProperty Thing Nothing NegativePropertyAssertion"""
WITHOUT_CONSEQUENCE = frozenset(OWL + name for name in _DECLARING.split())
"""Terms that only declare or annotate."""

_EXPLAINED = {
    "cardinality": "OWL 2 RL knows owl:maxCardinality 0 and 1 only",
    "minCardinality": "OWL 2 RL knows owl:maxCardinality 0 and 1 only",
    "qualifiedCardinality": "OWL 2 RL knows owl:maxQualifiedCardinality 0 and 1 only",
    "minQualifiedCardinality": "OWL 2 RL knows owl:maxQualifiedCardinality 0 and 1 only",
    "hasSelf": "OWL 2 RL has no self restrictions",
    "disjointUnionOf": "write owl:unionOf and owl:AllDisjointClasses instead",
    "ReflexiveProperty": "OWL 2 RL has no reflexive properties",
    "onDatatype": "OWL 2 RL has no datatype restrictions",
    "withRestrictions": "OWL 2 RL has no datatype restrictions",
    "datatypeComplementOf": "OWL 2 RL has no complements of datatypes",
    "onDataRange": "OWL 2 RL has no cardinality by data range",
    "onProperties": "OWL 2 RL has no restrictions on several properties",
}
_UPWARD = {
    "someValuesFrom": "that something has such a value, not which: nothing follows from it",
    "unionOf": "that one of several classes applies, not which: nothing follows from it",
    "oneOf": "that one of several things is meant, not which: nothing follows from it",
}
_DOWNWARD = {
    "allValuesFrom": "membership cannot be concluded from values: only members have consequences",
    "complementOf": "membership cannot be concluded from not being something else",
    "maxCardinality": "membership cannot be concluded from few values",
    "maxQualifiedCardinality": "membership cannot be concluded from few values",
}

_FILLERS = (
    *("someValuesFrom", "allValuesFrom", "hasValue"),
    *("maxCardinality", "maxQualifiedCardinality"),
)
_LISTED = ("intersectionOf", "unionOf", "oneOf", "hasKey", "propertyChainAxiom")


@dataclass(frozen=True)
class Gap:
    """Something the ontology says that rules do not read (or read one way only)."""

    construct: str
    subject: str
    reason: str
    partial: bool = False

    def __str__(self) -> str:
        return f"{self.construct} at {self.subject}: {self.reason}"


def gaps(columns: Columns) -> tuple[Gap, ...]:
    """Everything in the input that no rule reads, or that rules read in one direction only."""
    return tuple(dict.fromkeys([*_unknown(columns), *_incomplete(columns), *_one_way(columns)]))


def refuse(found: tuple[Gap, ...]) -> None:
    """Raise InputError for gaps that are not partial."""
    whole = [gap for gap in found if not gap.partial]
    if whole:
        more = f"\n  … and {len(whole) - 10} more" if len(whole) > 10 else ""
        raise InputError(
            "the ontology says what no rule of OWL 2 RL covers:\n"
            + "\n".join(f"  - {gap}" for gap in whole[:10])
            + more,
            hint="Say it in another way, or ask for it to be left out with a warning.",
        )


def _read_terms() -> frozenset[str]:
    """The OWL terms that the rule table reads or writes."""
    return frozenset(
        term[1:-1]
        for rule in RULES
        for atom in (*rule.axioms, *rule.facts, *rule.heads)
        for term in atom
        if term.startswith(f"<{OWL}")
    )


def _unknown(columns: Columns) -> Iterator[Gap]:
    known = _read_terms() | WITHOUT_CONSEQUENCE
    typing = columns.id_of(f"<{RDF_TYPE}>")
    owl = [n for n in _candidates(columns) if columns.terms[n].startswith(f"<{OWL}".encode())]
    for number in (n for n in owl if columns.text(n)[1:-1] not in known):
        name = columns.text(number)[1 + len(OWL) : -1]
        rows = np.flatnonzero(
            (columns.p == number) | ((columns.o == number) & (columns.p == typing))
        )
        if not len(rows):
            rows = np.flatnonzero((columns.s == number) | (columns.o == number))
        reason = _EXPLAINED.get(name, "no rule reads this term")
        for row in rows[:20].tolist():
            yield Gap(f"owl:{name}", columns.text(columns.s[row]), reason)


def _candidates(columns: Columns) -> list[int]:
    """Predicates, classes, and whatever axioms speak of."""
    found = np.zeros(len(columns.terms), bool)
    found[columns.p] = True
    prefixes = (f"<{OWL}".encode(), f"<{RDFS}".encode(), f"<{RDF_TYPE}>".encode())
    spoken = [n for n in np.flatnonzero(found).tolist() if columns.terms[n].startswith(prefixes)]
    wanted = np.zeros(len(columns.terms), bool)
    wanted[spoken] = True
    rows = wanted[columns.p]
    found[columns.o[rows]] = True
    wanted[[n for n in spoken if columns.terms[n] == f"<{RDF_TYPE}>".encode()]] = False
    found[columns.s[wanted[columns.p]]] = True
    numbers: list[int] = np.flatnonzero(found).tolist()
    return numbers


def _incomplete(columns: Columns) -> Iterator[Gap]:
    """Axioms that lack a part, or whose number or list is none a rule reads."""
    restricted = {s for s, _ in _triples(columns, "onProperty")}
    filled = set()
    for name in _FILLERS:
        for s, _ in _triples(columns, name):
            filled.add(s)
            if s not in restricted:
                yield Gap(f"owl:{name}", columns.text(s), "a restriction without owl:onProperty")
    for s in restricted - filled:
        if not any(s == t for name in _EXPLAINED for t, _ in _triples(columns, name)):
            yield Gap("owl:onProperty", columns.text(s), "a restriction that restricts nothing")
    classes = {s for s, _ in _triples(columns, "onClass")}
    for s, _ in _triples(columns, "maxQualifiedCardinality"):
        if s not in classes:
            yield Gap("owl:maxQualifiedCardinality", columns.text(s), "there is no owl:onClass")
    nil = columns.id_of(f"<{RDF_NIL}>")
    for name in _LISTED:
        for s, o in _triples(columns, name):
            if o == nil:
                yield Gap(f"owl:{name}", columns.text(s), "an empty list: no rule reads it")
    yield from _numbers(columns)


def _numbers(columns: Columns) -> Iterator[Gap]:
    for name in ("maxCardinality", "maxQualifiedCardinality"):
        for s, o in _triples(columns, name):
            value = value_of(columns.terms[o]) if columns.terms[o].startswith(b'"') else None
            if value not in (("number", 0, 1), ("number", 1, 1)):
                text = f"{columns.text(o)}: OWL 2 RL knows the bounds 0 and 1 only"
                yield Gap(f"owl:{name}", columns.text(s), text)


def _one_way(columns: Columns) -> Iterator[Gap]:
    """Class expressions where rules go the other way only."""
    below = set(_triples(columns, "subClassOf", RDFS))
    equal = set(_triples(columns, "equivalentClass"))
    above = {o for _, o in below} | {o for _, o in equal} | {s for s, _ in equal}
    above |= {o for name in ("domain", "range") for _, o in _triples(columns, name, RDFS)}
    under = {s for s, _ in below} | {s for s, _ in equal} | {o for _, o in equal}
    for names, side, where in (
        (_UPWARD, above, "above a class"),
        (_DOWNWARD, under, "below a class"),
    ):
        for name, reason in names.items():
            for s, _ in _triples(columns, name):
                if s in side and columns.terms[s].startswith(b"_:"):
                    yield Gap(f"owl:{name} {where}", columns.text(s), reason, partial=True)


def _triples(columns: Columns, name: str, namespace: str = OWL) -> list[tuple[int, int]]:
    number = columns.id_of(f"<{namespace}{name}>")
    if number is None:
        return []
    rows = np.flatnonzero(columns.p == number)
    return list(zip(columns.s[rows].tolist(), columns.o[rows].tolist(), strict=True))
