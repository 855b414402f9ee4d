"""Explanations in PROV-O: what was derived from what, by which rule, and who states the rest.

A statement is an ``rdf:Statement`` under an IRI made of its digest, so that proofs that share steps
share nodes. ``sh:sourceRule`` names a statement's rule as SHACL 1.2 Inference Rules (section
"Tracking the Rule that has produced a Triple") does on its reifier; ``prov:hadPlan`` names it in
the terms of PROV-O.
"""

from __future__ import annotations

from hashlib import sha256

from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.reasoning.explain.proof import ANSWER, RESULT, STATED, UNPROVED, Explanation, Proof
from ozek.reasoning.rl.table import RULE

_PROV, _SH = ns.PROV, ns.PREFIXES["sh"]
_PROFILES = URIRef(
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)


def to_turtle(*explanations: Explanation) -> str:
    """The proofs in canonical Turtle."""
    from ozek.exporting.turtle import write_turtle
    from ozek.terms import quads_of_rdflib

    graph = Graph()
    for explanation in explanations:
        for triple in to_graph(explanation):
            graph.add(triple)
    return write_turtle(quads_of_rdflib(graph))


def to_graph(explanation: Explanation) -> Graph:
    """The proofs as an rdflib Graph."""
    graph = Graph()
    for number, proof in enumerate(explanation.proofs, 1):
        if proof.triple is None:
            digest = _digest(f"{explanation.asked} {number}")
            node = URIRef(f"urn:ozek:conclusion:{digest}")
            graph.add((node, RDFS.label, Literal(explanation.asked, lang=explanation.words.lang)))
        else:
            node = _name(proof)
        _describe(graph, node, proof, explanation)
    return graph


def _name(proof: Proof) -> URIRef:
    assert proof.triple is not None
    return URIRef("urn:ozek:statement:" + _digest(" ".join(term.n3() for term in proof.triple)))  # type: ignore[attr-defined]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _describe(graph: Graph, node: URIRef, proof: Proof, explanation: Explanation) -> None:
    def add(name: str, value: Node) -> None:
        graph.add((node, URIRef(_PROV + name), value))

    graph.add((node, RDF.type, URIRef(_PROV + "Entity")))
    if proof.triple is not None:
        graph.add((node, RDF.type, RDF.Statement))
        for name, term in zip(("subject", "predicate", "object"), proof.triple, strict=True):
            graph.add((node, RDF[name], _shown(term)))
    for ground in proof.grounds:
        add("wasDerivedFrom", URIRef(ground.graph))
        for passage in ground.passages:
            add("wasQuotedFrom", URIRef(passage.iri))
        if ground.reading is not None:
            add("wasInfluencedBy", URIRef(ground.reading.iri))
    parts = (*proof.premises, *proof.axioms)
    for part in parts:
        add("wasDerivedFrom", _name(part))
        _describe(graph, _name(part), part, explanation)
    if proof.rule in (STATED, UNPROVED, ANSWER, RESULT):
        return
    rule = URIRef(ns.OZS + proof.rule)
    activity = URIRef(f"{node}-derivation")
    association = URIRef(f"{node}-association")
    graph.add((node, URIRef(_SH + "sourceRule"), rule))
    add("wasGeneratedBy", activity)
    graph.add((activity, RDF.type, URIRef(_PROV + "Activity")))
    graph.add((activity, URIRef(_PROV + "qualifiedAssociation"), association))
    for part in parts:
        graph.add((activity, URIRef(_PROV + "used"), _name(part)))
    graph.add((association, RDF.type, URIRef(_PROV + "Association")))
    graph.add((association, URIRef(_PROV + "hadPlan"), rule))
    graph.add((rule, RDF.type, URIRef(_PROV + "Plan")))
    graph.add((rule, RDFS.label, Literal(proof.rule)))
    if proof.rule in RULE:
        graph.add((rule, URIRef(ns.DCTERMS + "source"), _PROFILES))
    reason = explanation.words.reason(proof)
    graph.add((activity, RDFS.comment, Literal(reason, lang=explanation.words.lang)))


def _shown(term: Node) -> Node:
    """Blank nodes of the model keep their label as text: a proof names no node of another graph."""
    return Literal(f"_:{term}") if isinstance(term, BNode) else term
