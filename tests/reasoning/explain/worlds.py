"""Small worlds for tests: every kind of axiom of OWL 2 RL over a few classes, relations, things."""

from __future__ import annotations

from hypothesis import strategies as st
from rdflib import Graph

HEAD = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class . :D a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
"""
_CLASSES = ("A", "B", "C", "D")
_RELATIONS = ("p", "q", "r")
_THINGS = ("a", "b", "c", "d", "e")

_c = st.sampled_from(_CLASSES)
_p = st.sampled_from(_RELATIONS)
_x = st.sampled_from(_THINGS)
_FORMS = (
    ":{c} rdfs:subClassOf :{d} .",
    ":{c} owl:equivalentClass :{d} .",
    ":{p} rdfs:subPropertyOf :{q} .",
    ":{p} owl:equivalentProperty :{q} .",
    ":{p} owl:inverseOf :{q} .",
    ":{p} rdfs:domain :{c} .",
    ":{p} rdfs:range :{c} .",
    ":{p} a owl:SymmetricProperty .",
    ":{p} a owl:TransitiveProperty .",
    ":{p} a owl:FunctionalProperty .",
    ":{p} a owl:InverseFunctionalProperty .",
    ":{p} owl:propertyChainAxiom ( :{q} :{r} ) .",
    ":{p} owl:propertyChainAxiom ( :{q} :{q} :{r} ) .",
    ":{c} owl:equivalentClass [ a owl:Restriction ; owl:onProperty :{p} ; owl:hasValue :{x} ] .",
    "[ a owl:Restriction ; owl:onProperty :{p} ; owl:someValuesFrom :{c} ] rdfs:subClassOf :{d} .",
    "[ a owl:Restriction ; owl:onProperty :{p} ; owl:someValuesFrom owl:Thing ]"
    " rdfs:subClassOf :{d} .",
    ":{c} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :{p} ; owl:allValuesFrom :{d} ] .",
    ":{c} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :{p} ; owl:maxCardinality 1 ] .",
    ":{c} rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :{p} ;"
    " owl:maxQualifiedCardinality 1 ; owl:onClass :{d} ] .",
    ":{c} owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :{d} :A ) ] .",
    ":{c} owl:intersectionOf ( :{d}"
    " [ a owl:Restriction ; owl:onProperty :{p} ; owl:hasValue :{x} ] ) .",
    ":{c} owl:unionOf ( :{d} :B ) .",
    ":{c} owl:oneOf ( :{x} :{y} ) .",
    ":{c} owl:hasKey ( :{p} :{q} ) .",
    ":{x} owl:sameAs :{y} .",
)
AXIOMS = st.builds(
    lambda form, c, d, p, q, r, x, y: form.format(c=c, d=d, p=p, q=q, r=r, x=x, y=y),
    st.sampled_from(_FORMS), _c, _c, _p, _p, _p, _x, _x,
)  # fmt: skip
FACTS = st.one_of(
    st.builds(":{} a :{} .".format, _x, _c),
    st.builds(":{} :{} :{} .".format, _x, _p, _x),
)
WORLDS = st.builds(
    lambda axioms, facts: "\n".join([*axioms, *facts]),
    st.lists(AXIOMS, min_size=1, max_size=6, unique=True),
    st.lists(FACTS, min_size=2, max_size=7, unique=True),
)


def graph(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")
