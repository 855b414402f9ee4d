"""Telling what was learned from what a rule set says about anything.

Every triple of a closure that was not in its input is either a derived fact or falls into exactly
one named category of noise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ozek.reasoning.axioms import Triple

CATEGORIES: dict[str, str] = {
    "self-identity": "a thing is the same as itself",
    "literal-subject": "a statement about a literal (generalised RDF, cannot be written down)",
    "blank-predicate": "a statement with a blank node as its predicate",
    "error-node": "an engine's note about a contradiction, reported as a clash instead",
    "vocabulary": "a statement about RDF, RDFS, OWL or XML Schema themselves",
    "thing-typing": "a thing is an owl:Thing or an rdfs:Resource",
    "anonymous-class": "a thing belongs to a class expression that has no name",
    "reflexive-schema": "a class or property is below or equal to itself",
    "schema": "a consequence about terms of ontology or taxonomy, not about the things described",
    "anonymous-subject": "a statement about an unnamed node of the ontology",
}
"""Category of noise → what it means."""

VOCABULARIES = (str(RDF), str(RDFS), str(OWL), str(XSD))
_ERROR = "http://www.daml.org/2002/03/agents/agent-ont#"
_REFLEXIVE = {
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
}
SCHEMA_PREDICATES = _REFLEXIVE | {
    RDFS.domain,
    RDFS.range,
    OWL.disjointWith,
    OWL.inverseOf,
    OWL.propertyDisjointWith,
}
_SCHEMA_TYPES = (
    OWL.Class,
    RDFS.Class,
    RDFS.Datatype,
    RDF.Property,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.Ontology,
    OWL.Restriction,
)


def terms_of(graph: Graph) -> frozenset[Node]:
    """The classes, properties and datatypes that ``graph`` declares."""
    return frozenset(term for kind in _SCHEMA_TYPES for term in graph.subjects(RDF.type, kind))


def category(triple: Triple, terms: frozenset[Node]) -> str | None:
    """The category of noise a derived triple falls into, or None when it is a fact."""
    subject, predicate, value = triple
    if isinstance(subject, Literal):
        return "literal-subject"
    if not isinstance(predicate, URIRef):
        return "blank-predicate"
    if str(predicate).startswith(_ERROR) or str(value).startswith(_ERROR):
        return "error-node"
    if predicate == OWL.sameAs and subject == value:
        return "self-identity"
    if str(subject).startswith(VOCABULARIES):
        return "vocabulary"
    if predicate == RDF.type and value in (OWL.Thing, RDFS.Resource):
        return "thing-typing"
    if predicate in _REFLEXIVE and subject == value:
        return "reflexive-schema"
    if predicate in SCHEMA_PREDICATES or subject in terms:
        return "schema"
    if isinstance(subject, BNode):
        return "anonymous-subject"
    if isinstance(value, BNode) and predicate == RDF.type:
        return "anonymous-class"
    if predicate == RDF.type and str(value).startswith(VOCABULARIES):
        return "vocabulary"
    return None


def sift(derived: Iterable[Triple], terms: frozenset[Node]) -> tuple[list[Triple], dict[str, int]]:
    """Split derived triples into (facts, how many of each category of noise)."""
    facts: list[Triple] = []
    counts: Counter[str] = Counter()
    for triple in derived:
        name = category(triple, terms)
        if name is None:
            facts.append(triple)
        else:
            counts[name] += 1
    return facts, dict(counts)
