"""Which triples a rule can use, and which no rule ever reads.

A rule of OWL 2 RL reads a triple either because its predicate belongs to the RDF, RDFS or OWL
vocabulary or because an axiom speaks about that predicate. Labels, definitions, numbers without an
axiom and the like are *inert*: leaving them out before reasoning changes nothing but the time,
except that things proved equal share them (rules eq-rep-s and eq-rep-o), which
:func:`share_between_equals` adds back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

ANNOTATIONS: frozenset[Node] = frozenset(
    {
        RDFS.label,
        RDFS.comment,
        RDFS.seeAlso,
        RDFS.isDefinedBy,
        OWL.deprecated,
        OWL.versionInfo,
        OWL.versionIRI,
        OWL.priorVersion,
        OWL.backwardCompatibleWith,
        OWL.incompatibleWith,
        OWL.imports,
    }
)
"""Built-in annotation properties: OWL gives them no consequences."""

VOCABULARIES = (str(RDF), str(RDFS), str(OWL))

_ABOUT_SUBJECT = (
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    OWL.inverseOf,
    OWL.equivalentProperty,
    OWL.propertyDisjointWith,
)
_ABOUT_OBJECT = (
    OWL.inverseOf,
    OWL.equivalentProperty,
    OWL.propertyDisjointWith,
    OWL.onProperty,
    OWL.assertionProperty,
)
_LISTS = (OWL.propertyChainAxiom, OWL.hasKey)
_KINDS = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.TransitiveProperty,
)
SIMPLE_AXIOMS = (RDFS.subPropertyOf, RDFS.domain, RDFS.range)
"""Axioms whose whole effect on one triple can be read off without looking at any other triple."""


@dataclass(frozen=True)
class Relevance:
    """The predicates some axiom speaks about.

    ``read``: predicates whose triples a rule may use. ``joined``: those among them that occur in
    an axiom other than sub-property, domain and range, so that one triple may fire together with
    others.
    """

    read: frozenset[Node]
    joined: frozenset[Node]

    def uses(self, predicate: Node) -> bool:
        """Whether some rule may read a triple with this predicate."""
        if predicate in self.read:
            return True
        return predicate not in ANNOTATIONS and str(predicate).startswith(VOCABULARIES)


def relevance(graph: Graph) -> Relevance:
    """Read off ``graph`` (facts and ontology) which predicates its axioms speak about.

    Properties declared ``owl:AnnotationProperty`` are never among them: as in the direct semantics
    of OWL 2, an annotation has no consequences.
    """
    read: set[Node] = set()
    joined: set[Node] = set()
    for axiom in _ABOUT_SUBJECT:
        subjects = set(graph.subjects(axiom, None))
        read |= subjects
        if axiom not in SIMPLE_AXIOMS:
            joined |= subjects
    for axiom in _ABOUT_OBJECT:
        joined |= set(graph.objects(None, axiom))
    for axiom in _LISTS:
        for head in graph.objects(None, axiom):
            joined |= set(graph.items(head))
    for axiom_node in graph.subjects(RDF.type, OWL.AllDisjointProperties):
        for head in graph.objects(axiom_node, OWL.members):
            joined |= set(graph.items(head))
    for kind in _KINDS:
        joined |= set(graph.subjects(RDF.type, kind))
    for left, right in graph.subject_objects(OWL.sameAs):
        joined |= {left, right}
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    joined -= annotations
    return Relevance(frozenset((read | joined) - annotations), frozenset(joined))


def split(graph: Graph, known: Relevance | None = None) -> tuple[list[Triple], list[Triple]]:
    """Return (triples a rule may read, inert triples) of ``graph``."""
    known = known or relevance(graph)
    uses = {predicate: known.uses(predicate) for predicate in set(graph.predicates())}
    logical: list[Triple] = []
    inert: list[Triple] = []
    for triple in graph:
        (logical if uses[triple[1]] else inert).append(triple)
    return logical, inert


def share_between_equals(closure: Graph, inert: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the inert triples that equal things pass on to each other (eq-rep-s, eq-rep-o)."""
    equal: dict[Node, set[Node]] = {}
    for left, right in closure.subject_objects(OWL.sameAs):
        if left != right:
            equal.setdefault(left, {left}).add(right)
    if not equal:
        return
    for subject, predicate, value in inert:
        for other in equal.get(subject, (subject,)):
            for other_value in equal.get(value, (value,)):
                if (other, other_value) != (subject, value):
                    yield (other, predicate, other_value)


def needs_engine(new: Iterable[Triple], closure: Graph, known: Relevance) -> bool:
    """Whether an RL rule could derive anything from ``new`` that ``closure`` does not hold yet.

    False only when provably nothing can fire: every new triple is either inert or stands under
    sub-property, domain and range axioms alone, the consequences of which the closure already has,
    and none of its terms has an equal.
    """
    pairs = closure.subject_objects(OWL.sameAs)
    equals = {node for pair in pairs if pair[0] != pair[1] for node in pair}
    for subject, predicate, value in new:
        if subject in equals or value in equals or predicate in equals:
            return True
        if not known.uses(predicate):
            continue
        if predicate in known.joined or not isinstance(predicate, URIRef):
            return True
        if str(predicate).startswith(VOCABULARIES):
            return True
        for parent in closure.objects(predicate, RDFS.subPropertyOf):
            if parent != predicate and (subject, parent, value) not in closure:
                return True
        for cls in closure.objects(predicate, RDFS.domain):
            if cls != OWL.Thing and (subject, RDF.type, cls) not in closure:
                return True
        for cls in closure.objects(predicate, RDFS.range):
            if cls != OWL.Thing and (value, RDF.type, cls) not in closure:
                return True
    return False
