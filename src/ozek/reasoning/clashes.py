"""Contradictions: every rule of OWL 2 RL that ends in *false*, checked over a closure.

owlrl reports contradictions as English sentences and never looks at the last member of
``owl:AllDifferent`` and ``owl:AllDisjointProperties``. The checks here are complete, name the rule
as the W3C does (OWL 2 Profiles, section 4.3), and give the triples that clash; owlrl's sentences
are read as well, and one that no check here explains is still reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import OWL, RDF, Graph, Literal
from rdflib.term import Node

from ozek.namespaces import shorten
from ozek.reasoning.axioms import Triple


@dataclass(frozen=True)
class Fact:
    """A triple, the graphs that state it and the passages these quote; none when it is derived."""

    triple: Triple
    graphs: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()

    def __str__(self) -> str:
        text = " ".join(show(term) for term in self.triple)
        where = ", ".join(shorten(iri) for iri in self.passages or self.graphs)
        return f"{text} [{where}]" if where else text


@dataclass(frozen=True)
class Clash:
    """One contradiction.

    ``rule`` is the W3C's name (``cax-dw``), ``axiom`` the axiom broken, ``focus`` the thing it is
    about, ``facts`` the stated facts it rests on, ``message`` all of that for people.
    """

    rule: str
    axiom: str
    focus: Node
    facts: tuple[Fact, ...]
    message: str


@dataclass(frozen=True)
class Finding:
    """A clash in the closure, before its facts are traced to what states them."""

    rule: str
    axiom: str
    focus: Node
    triples: tuple[Triple, ...]
    what: str


def show(term: Node) -> str:
    """A term for people: CURIE, quoted literal, or blank node label."""
    if term == RDF.type:
        return "a"
    if isinstance(term, Literal):
        return term.n3()
    return shorten(str(term))


def find(closure: Graph) -> tuple[Finding, ...]:
    """All contradictions of a closed graph, each once, in a stable order."""
    found: dict[tuple[str, str, Node, tuple[Triple, ...]], Finding] = {}
    for check in (_equality, _properties, _negative, _classes, _restrictions, _literals):
        for finding in check(closure):
            key = (finding.rule, finding.axiom, finding.focus, finding.triples)
            found.setdefault(key, finding)
    order = sorted(found.values(), key=lambda f: (f.rule, f.axiom, str(f.focus), str(f.triples)))
    return tuple(order)


def _equality(graph: Graph) -> Iterator[Finding]:
    def same(left: Node, right: Node) -> tuple[Triple, ...] | None:
        if left == right:
            return ()
        for pair in ((left, right), (right, left)):
            triple = (pair[0], OWL.sameAs, pair[1])
            if triple in graph:
                return (triple,)
        return None

    for left, right in graph.subject_objects(OWL.differentFrom):
        triples = same(left, right)
        if triples is not None:
            axiom = f"{show(left)} owl:differentFrom {show(right)}"
            stated = (left, OWL.differentFrom, right)
            yield Finding("eq-diff1", axiom, left, (stated, *triples), "are the same and different")
    for rule, predicate in (("eq-diff2", OWL.members), ("eq-diff3", OWL.distinctMembers)):
        for node in graph.subjects(RDF.type, OWL.AllDifferent):
            for left, right in _pairs(graph, node, predicate):
                triples = same(left, right)
                if triples is not None:
                    axiom = f"owl:AllDifferent ({show(left)} {show(right)} …)"
                    yield Finding(rule, axiom, left, triples, "are the same and all different")


def _properties(graph: Graph) -> Iterator[Finding]:
    for prop in graph.subjects(RDF.type, OWL.IrreflexiveProperty):
        for left, right in graph.subject_objects(prop):
            if left == right:
                yield Finding(
                    "prp-irp",
                    f"{show(prop)} a owl:IrreflexiveProperty",
                    left,
                    ((left, prop, right),),
                    "is related to itself by an irreflexive property",
                )
    for prop in graph.subjects(RDF.type, OWL.AsymmetricProperty):
        for left, right in graph.subject_objects(prop):
            if str(left) <= str(right) and (right, prop, left) in graph:
                yield Finding(
                    "prp-asyp",
                    f"{show(prop)} a owl:AsymmetricProperty",
                    left,
                    ((left, prop, right), (right, prop, left)),
                    f"and {show(right)} stand both ways in an asymmetric property",
                )
    pairs = [
        ("prp-pdw", one, two, f"{show(one)} owl:propertyDisjointWith {show(two)}")
        for one, two in graph.subject_objects(OWL.propertyDisjointWith)
    ]
    for node in graph.subjects(RDF.type, OWL.AllDisjointProperties):
        for one, two in _pairs(graph, node, OWL.members):
            axiom = f"owl:AllDisjointProperties ({show(one)} {show(two)} …)"
            pairs.append(("prp-adp", one, two, axiom))
    for rule, one, two, axiom in pairs:
        for left, right in graph.subject_objects(one):
            if (left, two, right) in graph:
                triples = ((left, one, right), (left, two, right))
                yield Finding(rule, axiom, left, triples, "stands in two disjoint properties")


def _negative(graph: Graph) -> Iterator[Finding]:
    for node, left in graph.subject_objects(OWL.sourceIndividual):
        for prop in graph.objects(node, OWL.assertionProperty):
            for rule, target in (
                ("prp-npa1", OWL.targetIndividual),
                ("prp-npa2", OWL.targetValue),
            ):
                for right in graph.objects(node, target):
                    if (left, prop, right) in graph:
                        axiom = f"not: {show(left)} {show(prop)} {show(right)}"
                        triples = ((left, prop, right),)
                        yield Finding(rule, axiom, left, triples, "is said to be and not to be so")


def _classes(graph: Graph) -> Iterator[Finding]:
    for thing in graph.subjects(RDF.type, OWL.Nothing):
        triple = (thing, RDF.type, OWL.Nothing)
        yield Finding("cls-nothing2", "owl:Nothing is empty", thing, (triple,), "can not exist")
    pairs = [
        ("cax-dw", one, two, f"{show(one)} owl:disjointWith {show(two)}")
        for one, two in graph.subject_objects(OWL.disjointWith)
    ]
    pairs += [
        ("cls-com", one, two, f"{show(one)} owl:complementOf {show(two)}")
        for one, two in graph.subject_objects(OWL.complementOf)
    ]
    for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for one, two in _pairs(graph, node, OWL.members):
            axiom = f"owl:AllDisjointClasses ({show(one)} {show(two)} …)"
            pairs.append(("cax-adc", one, two, axiom))
    for rule, one, two, axiom in pairs:
        for thing in set(graph.subjects(RDF.type, one)) & set(graph.subjects(RDF.type, two)):
            triples = ((thing, RDF.type, one), (thing, RDF.type, two))
            what = f"is both {show(one)} and {show(two)}, which exclude each other"
            yield Finding(rule, axiom, thing, triples, what)


def _restrictions(graph: Graph) -> Iterator[Finding]:
    what = "has a value it must not have"
    for node, prop, thing, value in _bounded_by_zero(graph, OWL.maxCardinality):
        triples: tuple[Triple, ...] = ((thing, RDF.type, node), (thing, prop, value))
        yield Finding("cls-maxc1", f"owl:maxCardinality 0 on {show(prop)}", thing, triples, what)
    for node, prop, thing, value in _bounded_by_zero(graph, OWL.maxQualifiedCardinality):
        axiom = f"owl:maxQualifiedCardinality 0 on {show(prop)}"
        for cls in graph.objects(node, OWL.onClass):
            triples = ((thing, RDF.type, node), (thing, prop, value))
            if cls == OWL.Thing:
                yield Finding("cls-maxqc2", axiom, thing, triples, what)
            elif (value, RDF.type, cls) in graph:
                triples = (*triples, (value, RDF.type, cls))
                yield Finding("cls-maxqc1", axiom, thing, triples, what)


def _bounded_by_zero(graph: Graph, bound: Node) -> Iterator[tuple[Node, Node, Node, Node]]:
    """(restriction, property, member, value) for restrictions that allow no value."""
    for node, number in graph.subject_objects(bound):
        if not (isinstance(number, Literal) and number.value == 0):
            continue
        for prop in graph.objects(node, OWL.onProperty):
            for thing in graph.subjects(RDF.type, node):
                for value in graph.objects(thing, prop):
                    yield node, prop, thing, value


def _literals(graph: Graph) -> Iterator[Finding]:
    for subject, predicate, value in graph:
        if isinstance(value, Literal) and value.ill_typed:
            axiom = f"lexical space of {show(value.datatype)}" if value.datatype else ""
            triples: tuple[Triple, ...] = ((subject, predicate, value),)
            what = "has a value that its datatype does not allow"
            yield Finding("dt-not-type", axiom, subject, triples, what)
    for prop in graph.subjects(RDF.type, OWL.FunctionalProperty):
        values: dict[Node, list[Literal]] = {}
        for subject, value in graph.subject_objects(prop):
            if isinstance(value, Literal):
                values.setdefault(subject, []).append(value)
        for subject, literals in values.items():
            for one, two in combinations(sorted(literals, key=str), 2):
                if not one.eq(two) if _comparable(one, two) else one != two:
                    axiom = f"{show(prop)} a owl:FunctionalProperty"
                    triples = ((subject, prop, one), (subject, prop, two))
                    what = "has two different values where one is the most"
                    yield Finding("prp-fp", axiom, subject, triples, what)


def _comparable(one: Literal, two: Literal) -> bool:
    if one.language != two.language:
        return False
    try:
        one.eq(two)
    except TypeError:
        return False
    return True


def _pairs(graph: Graph, node: Node, predicate: Node) -> Iterator[tuple[Node, Node]]:
    for head in graph.objects(node, predicate):
        yield from combinations(list(graph.items(head)), 2)


_MESSAGES: tuple[tuple[str, str], ...] = (
    ("eq-diff2", r"'sameAs' and 'AllDifferent' .*: \((?P<focus>\S+), \S+\)"),
    ("eq-diff1", r"'sameAs' and 'differentFrom' .*: \((?P<focus>\S+), \S+\)"),
    ("prp-irp", r"Irreflexive property used on (?P<focus>\S+) with (?P<axiom>\S+)"),
    ("prp-asyp", r"Erroneous usage of asymmetric property (?P<axiom>\S+) on (?P<focus>\S+) and"),
    ("prp-adp", r"Disjoint properties in an 'AllDisjointProperties' .*?\((?P<focus>\S+), "),
    ("prp-pdw", r"Erroneous usage of disjoint properties (?P<axiom>\S+ and \S+) on (?P<focus>\S+)"),
    ("prp-npa1", r"Negative \(object\) property assertion violated for: \((?P<focus>\S+), "),
    ("prp-npa2", r"Negative \(datatype\) property assertion violated for: \((?P<focus>\S+), "),
    ("cls-nothing2", r"(?P<focus>\S+) is defined of type 'Nothing'"),
    ("cls-com", r"Violation of complementarity for classes (?P<axiom>\S+ and \S+) on element"),
    ("cls-avf", r"Violation of type restriction for allValuesFrom in (?P<axiom>\S+) .*"),
    ("cls-maxqc1", r"Erroneous usage of maximum qualified cardinality with (?P<axiom>\S+), "),
    ("cls-maxc1", r"Erroneous usage of maximum cardinality with (?P<axiom>\S+) and"),
    (
        "cax-dw",
        r"Disjoint classes (?P<axiom>\S+ and \S+) have a common individual (?P<focus>\S+)",
    ),
    ("dt-not-type", r"Lexical value of the literal '(?P<focus>.*)' does not match"),
)
_KIN = {
    "eq-diff2": {"eq-diff2", "eq-diff3"},
    "cax-dw": {"cax-dw", "cax-adc"},
    "cls-maxqc1": {"cls-maxqc1", "cls-maxqc2"},
    "prp-npa2": {"prp-npa1", "prp-npa2"},
}


def unexplained(
    messages: Iterable[str], findings: Iterable[Finding], closure: Graph
) -> tuple[Finding, ...]:
    """Findings for those messages of owlrl which none of ``findings`` explains.

    owlrl knows more datatypes than rdflib does; what it says of a literal is given with the triples
    of the closure that have it. (It takes an empty xsd:normalizedString for an error; it is none.)
    """
    known = list(findings)
    rules = {finding.rule for finding in known}
    left: list[Finding] = []
    for message in messages:
        rule, axiom, focus = parse(message)
        if message.endswith("#normalizedString)") and not re.search(r"[\t\n\r]", focus):
            continue
        explained = _KIN.get(rule, {rule})
        if rules & explained and (
            not focus or any(focus in _mentioned(f) for f in known if f.rule in explained)
        ):
            continue
        triples: tuple[Triple, ...] = ()
        if rule == "dt-not-type":
            triples = tuple(t for t in closure if _is_literal(t[2], focus) and t[1] != OWL.sameAs)
        subject = triples[0][0] if triples else Literal(focus or message)
        left.append(Finding(rule, axiom, subject, triples, message))
    return tuple(left)


def parse(message: str) -> tuple[str, str, str]:
    """Read one of owlrl's messages: (W3C rule name, axiom, focus), empty strings where not said."""
    for rule, pattern in _MESSAGES:
        match = re.match(pattern, message, re.DOTALL)
        if match:
            groups = match.groupdict()
            return rule, groups.get("axiom") or "", groups.get("focus") or ""
    return "unknown", "", ""


def _is_literal(term: Node, text: str) -> bool:
    return isinstance(term, Literal) and term.datatype is not None and str(term) == text


def _mentioned(finding: Finding) -> set[str]:
    terms = {str(term) for triple in finding.triples for term in triple}
    return terms | {str(finding.focus)}


def clash(finding: Finding, facts: Iterable[Fact], base: str | None = None) -> Clash:
    """Make the clash of a finding, with the facts it rests on and a message for people.

    The message names what is below ``base`` by its path.
    """
    ordered = tuple(facts)
    rests = "; ".join(str(fact) for fact in ordered)
    message = f"{finding.rule}: {show(finding.focus)} {finding.what}"
    if finding.axiom:
        message += f" (axiom: {finding.axiom})"
    if rests:
        message += f". It rests on: {rests}"
    if base:
        message = re.sub(rf"{re.escape(base)}(?=[\w.-])", "", message)
    return Clash(finding.rule, finding.axiom, finding.focus, ordered, message)


def without_duplicates(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep one finding for each rule and set of clashing triples."""
    seen: set[tuple[str, frozenset[Triple]]] = set()
    kept: list[Finding] = []
    for finding in findings:
        key = (finding.rule, frozenset(finding.triples))
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return tuple(kept)
