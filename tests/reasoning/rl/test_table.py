"""The table: complete, well formed, and what really runs."""

from __future__ import annotations

import io
import re

import pytest
from oracle import HEAD

from ozek.columns import parse_columns
from ozek.reasoning.rl import RULE, RULES, Rule, close
from ozek.reasoning.rl.table import LIST_FORMS, NUMBER_FORMS, REALISED, is_variable

NAMES = """
eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2 eq-diff3
prp-ap prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp prp-spo1 prp-spo2 prp-eqp1
prp-eqp2 prp-pdw prp-adp prp-inv1 prp-inv2 prp-key prp-npa1 prp-npa2
cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com cls-svf1 cls-svf2 cls-avf
cls-hv1 cls-hv2 cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2 cls-maxqc3 cls-maxqc4 cls-oo
cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc
dt-type1 dt-type2 dt-eq dt-diff dt-not-type
scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2 scm-dom1 scm-dom2
scm-rng1 scm-rng2 scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni
"""


def test_every_rule_of_the_specification_is_there() -> None:
    assert [rule.name for rule in RULES] == NAMES.split()
    assert len({rule.wording for rule in RULES}) == len(RULES)
    assert {rule.table.split(".")[0] for rule in RULES} == {f"Table {n}" for n in range(4, 10)}
    assert set(REALISED) <= set(RULE)


@pytest.mark.parametrize("rule", [r for r in RULES if not r.realised], ids=lambda r: r.name)
def test_rules_are_safe(rule: Rule) -> None:
    """What a conclusion names, some premise has bound; what runs has known predicates."""
    bound = {term for atom in (*rule.axioms, *rule.facts) for term in atom if is_variable(term)}
    assert all(term in bound for head in rule.heads for term in head if is_variable(term))
    in_axioms = {term for atom in rule.axioms for term in atom}
    for atom in (*rule.facts, *rule.heads):
        assert not is_variable(atom[1]) or atom[1] in in_axioms
    assert sum(atom[0] in LIST_FORMS for atom in rule.axioms) <= 1
    assert all(len(atom) == 2 for atom in rule.axioms if atom[0] in NUMBER_FORMS)


ENTAILED = {
    "eq-sym": (":x owl:sameAs :y .", ":y owl:sameAs :x"),
    "eq-trans": (":x owl:sameAs :y . :y owl:sameAs :z .", ":x owl:sameAs :z"),
    "eq-ref": (":x :p :y .", ":p owl:sameAs :p"),
    "eq-rep-s": (":x owl:sameAs :y . :x :p :o .", ":y :p :o"),
    "eq-rep-p": (":p owl:sameAs :q . :x :p :o .", ":x :q :o"),
    "eq-rep-o": (":x owl:sameAs :y . :o :p :x .", ":o :p :y"),
    "prp-ap": (":x :p :y .", "rdfs:label a owl:AnnotationProperty"),
    "prp-dom": (":p rdfs:domain :C . :x :p :y .", ":x a :C"),
    "prp-rng": (":p rdfs:range :C . :x :p :y .", ":y a :C"),
    "prp-fp": (":p a owl:FunctionalProperty . :x :p :y, :z .", ":y owl:sameAs :z"),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :x :p 1 . :y :p 1 .", ":x owl:sameAs :y"),
    "prp-symp": (":p a owl:SymmetricProperty . :x :p :y .", ":y :p :x"),
    "prp-trp": (":p a owl:TransitiveProperty . :x :p :y . :y :p :z .", ":x :p :z"),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :x :p :y .", ":x :q :y"),
    "prp-spo2": (
        ":p owl:propertyChainAxiom ( :q :r :s :q ) . :a :q :b . :b :r :c . :c :s :d . :d :q :e .",
        ":a :p :e",
    ),
    "prp-eqp1": (":p owl:equivalentProperty :q . :x :p :y .", ":x :q :y"),
    "prp-eqp2": (":p owl:equivalentProperty :q . :x :q :y .", ":x :p :y"),
    "prp-inv1": (":p owl:inverseOf :q . :x :p :y .", ":y :q :x"),
    "prp-inv2": (":p owl:inverseOf :q . :x :q :y .", ":y :p :x"),
    "prp-key": (
        ":C owl:hasKey ( :p :q ) . :x a :C ; :p 1, 2 ; :q :k . :y a :C ; :p 2, 3 ; :q :k .",
        ":x owl:sameAs :y",
    ),
    "cls-thing": (":x :p :y .", "owl:Thing a owl:Class"),
    "cls-nothing1": (":x :p :y .", "owl:Nothing a owl:Class"),
    "cls-int1": (":C owl:intersectionOf ( :A :B :D ) . :x a :A, :B, :D .", ":x a :C"),
    "cls-int2": (":C owl:intersectionOf ( :A :B ) . :x a :C .", ":x a :B"),
    "cls-uni": (":C owl:unionOf ( :A :B ) . :x a :B .", ":x a :C"),
    "cls-svf1": (":R owl:onProperty :p ; owl:someValuesFrom :C . :x :p :y . :y a :C .", ":x a :R"),
    "cls-svf2": (":R owl:onProperty :p ; owl:someValuesFrom owl:Thing . :x :p :y .", ":x a :R"),
    "cls-avf": (":R owl:onProperty :p ; owl:allValuesFrom :C . :x a :R ; :p :y .", ":y a :C"),
    "cls-hv1": (":R owl:onProperty :p ; owl:hasValue 7 . :x a :R .", ":x :p 7"),
    "cls-hv2": (":R owl:onProperty :p ; owl:hasValue 7 . :x :p 7 .", ":x a :R"),
    "cls-maxc2": (
        ":R owl:onProperty :p ; owl:maxCardinality 1 . :x a :R ; :p :y, :z .",
        ":y owl:sameAs :z",
    ),
    "cls-maxqc3": (
        ":R owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass :C . "
        ":x a :R ; :p :y, :z, :w . :y a :C . :z a :C .",
        ":y owl:sameAs :z",
    ),
    "cls-maxqc4": (
        ":R owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing . "
        ":x a :R ; :p :y, :z .",
        ":y owl:sameAs :z",
    ),
    "cls-oo": (":C owl:oneOf ( :x :y ) .", ":y a :C"),
    "cax-sco": (":C rdfs:subClassOf :D . :x a :C .", ":x a :D"),
    "cax-eqc1": (":C owl:equivalentClass :D . :x a :C .", ":x a :D"),
    "cax-eqc2": (":C owl:equivalentClass :D . :x a :D .", ":x a :C"),
    "dt-type1": (":x :p :y .", "xsd:byte a rdfs:Datatype"),
    "dt-type2": (":x owl:sameAs 7 .", ":x a xsd:unsignedByte"),
    "dt-eq": (":x owl:sameAs 7 . :y owl:sameAs 7.0 .", ":x owl:sameAs :y"),
    "dt-diff": (":x owl:sameAs 7 . :y owl:sameAs 8.0 .", ":x owl:differentFrom :y"),
    "scm-cls": (":C a owl:Class .", ":C rdfs:subClassOf owl:Thing"),
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E"),
    "scm-eqc1": (":C owl:equivalentClass :D .", ":D rdfs:subClassOf :C"),
    "scm-eqc2": (
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C owl:equivalentClass :D",
    ),
    "scm-op": (":p a owl:ObjectProperty .", ":p owl:equivalentProperty :p"),
    "scm-dp": (":p a owl:DatatypeProperty .", ":p rdfs:subPropertyOf :p"),
    "scm-spo": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :r",
    ),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":q rdfs:subPropertyOf :p"),
    "scm-eqp2": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p owl:equivalentProperty :q",
    ),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D"),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C"),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D"),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C"),
    "scm-hv": (
        ":C owl:hasValue :v ; owl:onProperty :p . :D owl:hasValue :v ; owl:onProperty :q . "
        ":p rdfs:subPropertyOf :q .",
        ":C rdfs:subClassOf :D",
    ),
    "scm-svf1": (
        ":C owl:someValuesFrom :A ; owl:onProperty :p . :D owl:someValuesFrom :B ; "
        "owl:onProperty :p . :A rdfs:subClassOf :B . :x a :C .",
        ":x a :D",
    ),
    "scm-svf2": (
        ":C owl:someValuesFrom :A ; owl:onProperty :p . :D owl:someValuesFrom :A ; "
        "owl:onProperty :q . :p rdfs:subPropertyOf :q . :x a :C .",
        ":x a :D",
    ),
    "scm-avf1": (
        ":C owl:allValuesFrom :A ; owl:onProperty :p . :D owl:allValuesFrom :B ; "
        "owl:onProperty :p . :A rdfs:subClassOf :B . :x a :C .",
        ":x a :D",
    ),
    "scm-avf2": (
        ":C owl:allValuesFrom :A ; owl:onProperty :p . :D owl:allValuesFrom :A ; "
        "owl:onProperty :q . :p rdfs:subPropertyOf :q . :x a :D .",
        ":x a :C",
    ),
    "scm-int": (":C owl:intersectionOf ( :A :B ) .", ":C rdfs:subClassOf :B"),
    "scm-uni": (":C owl:unionOf ( :A :B ) .", ":B rdfs:subClassOf :C"),
}

CLASHING = {
    "eq-diff1": ":x owl:sameAs :y ; owl:differentFrom :y .",
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :a :x :y ) . :x owl:sameAs :y .",
    "eq-diff3": "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y ) . :x owl:sameAs :y .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :x :p :x .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .",
    "prp-pdw": ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
    "prp-adp": "[] a owl:AllDisjointProperties ; owl:members ( :r :p :q ) . :x :p :y ; :q :y .",
    "prp-npa1": "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; "
    "owl:targetIndividual :y . :x :p :y .",
    "prp-npa2": "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 7 . "
    ":x :p 7 .",
    "cls-nothing2": ":x a owl:Nothing .",
    "cls-com": ":C owl:complementOf :D . :x a :C, :D .",
    "cls-maxc1": ":R owl:onProperty :p ; owl:maxCardinality 0 . :x a :R ; :p :y .",
    "cls-maxqc1": ":R owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :C . "
    ":x a :R ; :p :y . :y a :C .",
    "cls-maxqc2": ":R owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; "
    "owl:onClass owl:Thing . :x a :R ; :p :y .",
    "cax-dw": ":C owl:disjointWith :D . :x a :C, :D .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :E :C :D ) . :x a :C, :D .",
    "dt-not-type": ':x :p "300"^^xsd:byte .',
    "prp-fp": ":p a owl:FunctionalProperty . :x :p 7, 8 .",
}


def test_every_rule_is_tested() -> None:
    assert set(ENTAILED) | set(CLASHING) == set(RULE)


@pytest.mark.parametrize("name", ENTAILED)
def test_entailment(name: str) -> None:
    premise, conclusion = ENTAILED[name]
    closure = close(parse_columns(HEAD + premise, "turtle"))
    (quad,) = parse_columns(f"{HEAD}{conclusion} .", "turtle").quads()
    triple = (str(quad.subject), str(quad.predicate), str(quad.object))
    assert triple in closure
    assert closure.clashes == ()


@pytest.mark.parametrize("name", CLASHING)
def test_clash(name: str) -> None:
    closure = close(parse_columns(HEAD + CLASHING[name], "turtle"))
    assert [clash.rule for clash in closure.clashes] == [name]
    (clash,) = closure.clashes
    assert clash.focus in {"<https://example.org/x>", "<https://example.org/y>"}
    assert clash.facts
    assert all(triple in closure for triple in (*clash.facts, *clash.axioms))


@pytest.mark.parametrize("name", CLASHING)
def test_a_clash_is_worded_with_its_terms(name: str) -> None:
    from ozek.reasoning.explain import explain_clashes
    from ozek.store import Store

    store = Store()
    store.load(io.BytesIO((HEAD + CLASHING[name]).encode()), format="turtle", graph="urn:x:g")
    store.set_kind("urn:x:g", "EditorialGraph")
    store.refresh_facts()
    for lang in ("kk", "ru", "en"):
        found = explain_clashes(store, lang=lang)
        assert [one.asked.partition(":")[0] for one in found] == [name]
        assert not re.search(r"\{\w+\}", found[0].to_text())
