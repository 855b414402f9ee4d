"""Triple by triple what owlrl derives, on every kind of axiom and their combinations."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import SCHEMA_LEVEL, facts, graph, ours, owlrl_graph, plain_owlrl

from ozek.columns import columns_of
from ozek.reasoning.clashes import find
from ozek.reasoning.rl import close

CLASSES = [":A", ":B", ":C", ":D"]
PROPERTIES = [":p", ":q", ":r", ":s"]
THINGS = [":x", ":y", ":z", ":v", ":w", "_:n"]
DECLARED = (
    "".join(f"{c} a owl:Class .\n" for c in CLASSES)
    + "".join(f"{p} a owl:ObjectProperty .\n" for p in PROPERTIES)
    + ":d a owl:DatatypeProperty . :e a owl:DatatypeProperty .\n"
)

c = st.sampled_from(CLASSES)
p = st.sampled_from(PROPERTIES)
i = st.sampled_from(THINGS)
literal = st.sampled_from(['"1"', '"2"', '"a"@en', '"1"^^xsd:integer', '"2"^^xsd:integer'])


def form(template: str, **slots: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(slots).map(lambda found: template.format(**found) + "\n")


def expression() -> st.SearchStrategy[str]:
    return st.one_of(
        form("[ owl:onProperty {p} ; owl:someValuesFrom {c} ]", p=p, c=c),
        form("[ owl:onProperty {p} ; owl:someValuesFrom owl:Thing ]", p=p),
        form("[ owl:onProperty {p} ; owl:allValuesFrom {c} ]", p=p, c=c),
        form("[ owl:onProperty {p} ; owl:hasValue {i} ]", p=p, i=st.sampled_from(THINGS[:4])),
        form("[ owl:onProperty :d ; owl:hasValue {l} ]", l=literal),
        form("[ owl:onProperty :d ; owl:someValuesFrom xsd:integer ]"),
        form(
            "[ owl:onProperty {p} ; owl:maxCardinality {n} ]",
            p=p,
            n=st.sampled_from(['"0"^^xsd:nonNegativeInteger', '"1"^^xsd:nonNegativeInteger']),
        ),
        form(
            "[ owl:onProperty {p} ; owl:onClass {c} ; owl:maxQualifiedCardinality {n} ]",
            p=p,
            c=st.one_of(c, st.just("owl:Thing")),
            n=st.sampled_from(['"0"^^xsd:nonNegativeInteger', '"1"^^xsd:nonNegativeInteger']),
        ),
        form("[ owl:intersectionOf ( {c} {e} ) ]", c=c, e=c),
        form("[ owl:unionOf ( {c} {e} ) ]", c=c, e=c),
        form("[ owl:oneOf ( :x :y ) ]"),
    )


AXIOMS = st.one_of(
    form("{c} rdfs:subClassOf {e} .", c=c, e=c),
    form("{c} owl:equivalentClass {e} .", c=c, e=c),
    form("{c} rdfs:subClassOf {e} .", c=c, e=expression()),
    form("{e} rdfs:subClassOf {c} .", c=c, e=expression()),
    form("{c} owl:equivalentClass {e} .", c=c, e=expression()),
    form(
        "{c} owl:equivalentClass [ owl:intersectionOf ( {e} [ owl:onProperty {p} ; "
        "owl:someValuesFrom {f} ] ) ] .",
        c=c,
        e=c,
        p=p,
        f=c,
    ),
    form("{c} owl:intersectionOf ( {e} {f} {g} ) .", c=c, e=c, f=c, g=c),
    form("{c} owl:unionOf ( {e} {f} ) .", c=c, e=c, f=c),
    form("{c} owl:oneOf ( {i} {j} ) .", c=c, i=i, j=i),
    form("{c} owl:hasKey ( {p} ) .", c=c, p=p),
    form("{c} owl:hasKey ( {p} :d ) .", c=c, p=p),
    form("{p} rdfs:domain {c} .", p=p, c=c),
    form("{p} rdfs:range {c} .", p=p, c=c),
    form(":d rdfs:domain {c} .", c=c),
    form("{p} rdfs:subPropertyOf {q} .", p=p, q=p),
    form(":d rdfs:subPropertyOf :e ."),
    form("{p} owl:equivalentProperty {q} .", p=p, q=p),
    form("{p} owl:inverseOf {q} .", p=p, q=p),
    form("{p} owl:propertyChainAxiom ( {q} {r} ) .", p=p, q=p, r=p),
    form("{p} owl:propertyChainAxiom ( {q} {r} {s} ) .", p=p, q=p, r=p, s=p),
    form("{p} owl:propertyChainAxiom ( [ owl:inverseOf {q} ] {r} ) .", p=p, q=p, r=p),
    form(
        "{p} a owl:{k} .",
        p=p,
        k=st.sampled_from(
            [f"{kind}Property" for kind in ("Transitive", "Symmetric")]
            + [f"{kind}Property" for kind in ("Functional", "InverseFunctional")]
        ),
    ),
    form(":d a owl:InverseFunctionalProperty ."),
)
TWISTS = st.one_of(
    form("{i} owl:sameAs {j} .", i=i, j=i),
    form("{c} owl:sameAs {e} .", c=c, e=c),
    form("{p} owl:sameAs {q} .", p=p, q=p),
    form(":kind rdfs:subPropertyOf rdf:type . {i} :kind {c} .", i=i, c=c),
    form(":likeness rdfs:subPropertyOf owl:sameAs . {i} :likeness {j} .", i=i, j=i),
    form(":below rdfs:subPropertyOf rdfs:subClassOf . {c} :below {e} .", c=c, e=c),
    form(":Odd rdfs:subClassOf owl:TransitiveProperty . {p} a :Odd .", p=p),
)
DENIALS = st.one_of(
    form("{c} owl:disjointWith {e} .", c=c, e=c),
    form("{c} owl:complementOf {e} .", c=c, e=c),
    form("[] a owl:AllDisjointClasses ; owl:members ( {c} {e} {f} ) .", c=c, e=c, f=c),
    form("{p} owl:propertyDisjointWith {q} .", p=p, q=p),
    form("[] a owl:AllDisjointProperties ; owl:members ( {p} {q} {r} ) .", p=p, q=p, r=p),
    form("{p} a owl:{k} .", p=p, k=st.sampled_from(["AsymmetricProperty", "IrreflexiveProperty"])),
    form("{i} owl:differentFrom {j} .", i=i, j=i),
    form("[] a owl:AllDifferent ; owl:members ( {i} {j} {k} ) .", i=i, j=i, k=i),
    form("[] a owl:AllDifferent ; owl:distinctMembers ( {i} {j} ) .", i=i, j=i),
    form(
        "[] owl:sourceIndividual {i} ; owl:assertionProperty {p} ; owl:targetIndividual {j} .",
        i=i,
        p=p,
        j=i,
    ),
    form("{c} rdfs:subClassOf owl:Nothing .", c=c),
)
FACTS = st.one_of(
    form("{i} a {c} .", i=i, c=c),
    form("{i} {p} {j} .", i=i, p=p, j=i),
    form("{i} {p} {j} .", i=i, p=p, j=i),
    form("{i} :d {l} .", i=i, l=literal),
)


def text(*parts: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: DECLARED + "".join(map("".join, found)))


SHRINK = "OZEK_SHRINK" in os.environ
GENTLE = settings(
    max_examples=int(os.environ.get("OZEK_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="OZEK_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate, Phase.shrink] if SHRINK else [Phase.generate],
)


def compare(source: str) -> None:
    """The facts, and – owlrl as it comes, which cannot do keys – the ontology's terms as well."""
    data = graph(source)
    closure = close(columns_of(data), uncovered="warn")
    if any(clash.rule in ("prp-fp", "eq-diff1") for clash in closure.clashes):
        return
    assert ours(data, closure=closure) == facts(owlrl_graph(data), data)
    if "hasKey" not in source:
        mine = ours(data, closure=closure, keep=SCHEMA_LEVEL)
        assert mine == facts(plain_owlrl(data), data, keep=SCHEMA_LEVEL)


@given(text(st.lists(AXIOMS, min_size=1, max_size=4), st.lists(FACTS, min_size=2, max_size=9)))
@GENTLE
def test_axioms(source: str) -> None:
    compare(source)


@given(
    text(
        st.lists(AXIOMS, max_size=3),
        st.lists(TWISTS, min_size=1, max_size=2),
        st.lists(FACTS, min_size=2, max_size=7),
    )
)
@GENTLE
def test_equality_and_derived_axioms(source: str) -> None:
    compare(source)


@given(
    text(
        st.lists(DENIALS, min_size=1, max_size=2),
        st.lists(AXIOMS, max_size=3),
        st.lists(FACTS, min_size=3, max_size=9),
    )
)
@GENTLE
def test_contradictions(source: str) -> None:
    """The rules that clash are those that a search through owlrl's closure finds."""
    data = graph(source)
    closure = close(columns_of(data), uncovered="warn")
    found = {finding.rule for finding in find(owlrl_graph(data))}
    left_out = {"prp-fp", "eq-diff1", "eq-diff2", "eq-diff3", "dt-not-type"}
    assert {clash.rule for clash in closure.clashes} - left_out == found - left_out
    equality = {"eq-diff1", "eq-diff2", "eq-diff3"}
    assert {c.rule for c in closure.clashes} & equality >= found & equality
