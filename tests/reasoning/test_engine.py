"""The owlrl engine and the filter: nothing lost, nothing invented, traps of owlrl avoided."""

from __future__ import annotations

import random

import pytest
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef

from ozek.reasoning import owlrl_engine
from ozek.reasoning.axioms import (
    Triple,
    needs_engine,
    relevance,
    share_between_equals,
    split,
)
from ozek.reasoning.clashes import find, parse, unexplained
from ozek.reasoning.noise import CATEGORIES, category, sift, terms_of

EX = "https://example.org/"
HEAD = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def ex(name: str) -> URIRef:
    return URIRef(EX + name)


def graph(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


def plain_owlrl(data: Graph) -> Graph:
    """owlrl as it comes: every triple in, nothing held back."""
    whole = Graph()
    for triple in data:
        whole.add(triple)
    OWLRL_Semantics(whole, False, False).closure()
    return whole


def ours(data: Graph) -> set[Triple]:
    """The way reasoning takes: inert triples out, engine, inert triples of equals back, filter."""
    logical, inert = split(data)
    closed = owlrl_engine.close(logical).graph
    shared = share_between_equals(closed, inert)
    new = {triple for part in (closed, shared) for triple in part if triple not in data}
    return set(sift(new, terms_of(data))[0])


ONTOLOGY = """
:A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :C . :C a owl:Class .
:D a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :A
    [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :v ] ) ] .
:E a owl:Class ; owl:unionOf ( :A :F ) . :F a owl:Class .
[ a owl:Restriction ; owl:onProperty :q ; owl:someValuesFrom :A ] rdfs:subClassOf :F .
:p a owl:ObjectProperty ; rdfs:domain :B ; rdfs:subPropertyOf :q .
:q a owl:ObjectProperty , owl:SymmetricProperty . :t a owl:ObjectProperty , owl:TransitiveProperty .
:i a owl:ObjectProperty ; owl:inverseOf :p . :r a owl:ObjectProperty ; rdfs:range :F .
:chain a owl:ObjectProperty ; owl:propertyChainAxiom ( :p :r ) .
:functional a owl:ObjectProperty , owl:FunctionalProperty .
:number a owl:DatatypeProperty ; rdfs:domain :C . :free a owl:DatatypeProperty .
:note a owl:AnnotationProperty .
"""


@pytest.mark.parametrize("seed", range(8))
def test_dropping_and_filtering_lose_nothing(seed: int) -> None:
    """Differential: plain owlrl on everything, filtered, gives the same facts."""
    chance = random.Random(seed)
    data = graph(ONTOLOGY)
    things = [ex(f"x{number}") for number in range(6)] + [ex("v")]
    for _ in range(12):
        prop = ex(chance.choice(["p", "q", "t", "i", "r", "free", "number"]))
        value = Literal(chance.randint(1, 9)) if prop in (ex("free"), ex("number")) else None
        data.add((chance.choice(things), prop, value or chance.choice(things)))
    for _ in range(3):
        data.add((chance.choice(things), RDF.type, ex(chance.choice("ABCDEF"))))
    for one in things:
        data.add((one, SKOS.prefLabel, Literal(str(one), lang="en")))
    if seed % 2:
        data.add((ex("x0"), ex("functional"), ex("x1")))
        data.add((ex("x0"), ex("functional"), ex("x2")))
    derived = [t for t in plain_owlrl(data) if t not in data]
    facts, _ = sift(derived, terms_of(data))
    assert ours(data) == set(facts)
    assert len(facts) > 5


def test_every_category_of_noise_is_counted_and_explained() -> None:
    data = graph(
        ONTOLOGY + ":x a :D ; :number 3 . :y a :A ; :p :v . :n a owl:Class ; owl:disjointWith :A ."
    )
    closure = plain_owlrl(data)
    derived = [t for t in closure if t not in data]
    facts, counts = sift(derived, terms_of(data))
    assert len(facts) + sum(counts.values()) == len(derived)
    assert set(counts) <= set(CATEGORIES)
    assert {"self-identity", "literal-subject", "vocabulary", "thing-typing", "schema"} <= set(
        counts
    )
    assert (ex("x"), ex("p"), ex("v")) in facts
    assert (ex("y"), RDF.type, ex("D")) in facts


def test_categories_one_by_one() -> None:
    terms = frozenset({ex("A")})
    blank = BNode()
    cases: list[tuple[Triple, str | None]] = [
        ((ex("x"), OWL.sameAs, ex("x")), "self-identity"),
        ((Literal(3), RDF.type, XSD.integer), "literal-subject"),
        ((ex("x"), blank, ex("y")), "blank-predicate"),
        ((XSD.integer, RDF.type, RDFS.Datatype), "vocabulary"),
        ((ex("x"), RDF.type, OWL.Thing), "thing-typing"),
        ((ex("x"), RDF.type, blank), "anonymous-class"),
        ((ex("A"), RDFS.subClassOf, ex("A")), "reflexive-schema"),
        ((ex("A"), RDFS.subClassOf, ex("B")), "schema"),
        ((blank, ex("p"), ex("x")), "anonymous-subject"),
        (
            (blank, RDF.type, URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")),
            "error-node",
        ),
        ((ex("x"), RDF.type, ex("A")), None),
        ((ex("x"), OWL.sameAs, ex("y")), None),
    ]
    for triple, name in cases:
        assert category(triple, terms) == name
    assert {name for _, name in cases if name} == set(CATEGORIES)


def test_the_input_is_left_alone() -> None:
    data = graph(ONTOLOGY + ":x a :A .")
    before = set(data)
    owlrl_engine.close(data)
    assert set(data) == before


def test_a_key_of_one_property_does_not_make_everything_the_same() -> None:
    data = graph(':K a owl:Class ; owl:hasKey ( :id ) . :a a :K ; :id "1" . :b a :K ; :id "2" .')
    closed = owlrl_engine.close(data).graph
    assert (ex("a"), OWL.sameAs, ex("b")) not in closed
    assert (ex("a"), OWL.sameAs, ex("b")) in plain_owlrl(data), "owlrl's fault this guards against"


def test_a_key_of_two_properties_wants_both() -> None:
    text = """:K a owl:Class ; owl:hasKey ( :first :last ) .
    :a a :K ; :first "1" ; :last "1" . :b a :K ; :first "1" ; :last "2" .
    :c a :K ; :first "1" , "3" ; :last "2" , "4" . :d :first "1" ; :last "2" ."""
    closed = owlrl_engine.close(graph(text)).graph
    same = {(s, o) for s, o in closed.subject_objects(OWL.sameAs) if s != o}
    assert same == {(ex("b"), ex("c")), (ex("c"), ex("b"))}


def test_thing_is_kept_where_an_axiom_reads_it() -> None:
    data = graph("owl:Thing rdfs:subClassOf :Everything . :x a :A . :A a owl:Class .")
    assert (ex("x"), RDF.type, ex("Everything")) in owlrl_engine.close(data).graph


CLASHES = {
    "eq-diff1": ":a owl:sameAs :b ; owl:differentFrom :b .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :b ) . :a owl:sameAs :b .",
    "eq-diff3": "[] a owl:AllDifferent ; owl:distinctMembers ( :z :a :b ) . :a owl:sameAs :b .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :a :p :b ; :q :b .",
    "prp-npa1": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ;"
    " owl:targetIndividual :b . "
    ":a :p :b .",
    "prp-npa2": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 . "
    ":a :p 1 .",
    "prp-fp": ":p a owl:FunctionalProperty , owl:DatatypeProperty . :a :p 1 , 2 .",
    "cls-nothing2": ":a a owl:Nothing .",
    "cls-com": ":A owl:complementOf :B . :a a :A , :B .",
    "cls-maxc1": ":A owl:maxCardinality 0 ; owl:onProperty :p . :a a :A ; :p :b .",
    "cls-maxqc1": ":A owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :B . "
    ":a a :A ; :p :b . :b a :B .",
    "cls-maxqc2": ":A owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass owl:Thing . "
    ":a a :A ; :p :b .",
    "cax-dw": ":A owl:disjointWith :B . :a a :A , :B .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :Z :A :B ) . :a a :A , :B .",
    "dt-not-type": ':a :p "x"^^xsd:integer .',
}
PEACE = {
    "eq-diff1": ":a owl:differentFrom :b .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :b ) . :a owl:sameAs :c .",
    "eq-diff3": "[] a owl:AllDifferent ; owl:distinctMembers ( :z :a :b ) .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :b .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :c .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :a :p :b ; :q :c .",
    "prp-npa1": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b .",
    "prp-npa2": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 . "
    ":a :p 2 .",
    "prp-fp": ":p a owl:FunctionalProperty , owl:DatatypeProperty . :a :p 1 , 1.0 .",
    "cls-nothing2": ":a a :A .",
    "cls-com": ":A owl:complementOf :B . :a a :A .",
    "cls-maxc1": ":A owl:maxCardinality 0 ; owl:onProperty :p . :a a :B ; :p :b .",
    "cls-maxqc1": ":A owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :B . "
    ":a a :A ; :p :b .",
    "cls-maxqc2": ":A owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass owl:Thing . "
    ":a a :A .",
    "cax-dw": ":A owl:disjointWith :B . :a a :A .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :Z :A :B ) . :a a :A .",
    "dt-not-type": ':a :p "1"^^xsd:integer .',
}


@pytest.mark.parametrize("rule", CLASHES)
def test_clash(rule: str) -> None:
    closed = owlrl_engine.close(graph(CLASHES[rule]))
    findings = find(closed.graph)
    assert {finding.rule for finding in findings} == {rule}
    assert unexplained(closed.messages, findings, closed.graph) == ()


@pytest.mark.parametrize("rule", PEACE)
def test_no_clash(rule: str) -> None:
    closed = owlrl_engine.close(graph(PEACE[rule]))
    assert find(closed.graph) == ()
    assert closed.messages == ()


@pytest.mark.parametrize(
    "rule", sorted(set(CLASHES) - {"eq-diff2", "eq-diff3", "prp-adp", "prp-fp"})
)
def test_messages_of_owlrl_are_understood(rule: str) -> None:
    """Each rule owlrl checks gives a message that is read back as a rule of the same kind."""
    messages = owlrl_engine.close(graph(CLASHES[rule])).messages
    read = {parse(message)[0] for message in messages}
    kin = {"cax-adc": "cax-dw", "cls-maxqc2": "cls-maxqc1"}
    assert read == {kin.get(rule, rule)}


def test_a_message_nobody_explains_is_still_reported() -> None:
    (finding,) = unexplained(["Something new is wrong with X"], (), Graph())
    assert finding.rule == "unknown"
    assert "Something new" in finding.what


def test_a_literal_only_owlrl_knows_to_be_wrong_is_given_with_its_triple() -> None:
    value = Literal("2009-04-21", datatype=XSD.dateTime, normalize=False)
    closed = owlrl_engine.close([(ex("a"), ex("p"), value)])
    (finding,) = unexplained(closed.messages, find(closed.graph), closed.graph)
    assert finding.rule == "dt-not-type"
    assert finding.focus == ex("a")
    assert [triple[1] for triple in finding.triples] == [ex("p")]


def test_an_empty_normalized_string_is_no_error() -> None:
    closed = owlrl_engine.close(graph(':a :p ""^^xsd:normalizedString .'))
    assert unexplained(closed.messages, find(closed.graph), closed.graph) == ()


def test_inert_triples_are_not_given_to_the_engine() -> None:
    data = graph(ONTOLOGY + ':x skos:prefLabel "x" ; :free 1 ; :note "n" ; :number 2 .')
    logical, inert = split(data)
    assert {t[1] for t in inert} == {SKOS.prefLabel, ex("free"), ex("note")}
    assert ex("number") in {t[1] for t in logical}


def test_skipping_the_engine_is_right() -> None:
    """Whenever no further run is said to be needed, a further run indeed derives nothing."""
    data = graph(ONTOLOGY + ":sub rdfs:subPropertyOf :super . :x a :A ; :p :v . :y :super :z .")
    known = relevance(data)
    closure = owlrl_engine.close(split(data, known)[0]).graph
    said = {True: 0, False: 0}
    for prop in ("p", "q", "t", "i", "r", "free", "number", "sub", "chain", "functional", "new"):
        for subject, value in (("x", "v"), ("x", "y"), ("y", "z")):
            triple = (ex(subject), ex(prop), ex(value))
            if triple in closure:
                continue
            needed = needs_engine([triple], closure, known)
            said[needed] += 1
            again = owlrl_engine.close([*closure, triple]).graph
            new = [t for t in again if t not in closure and t != triple]
            if not needed:
                assert sift(new, terms_of(data))[0] == []
    assert said[True] and said[False]
