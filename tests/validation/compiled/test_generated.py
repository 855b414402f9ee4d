"""Results equal to pyshacl's on generated data and generated shapes."""

from __future__ import annotations

import warnings
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from ozek.validation.compiled import check
from shacl_oracle import compiled_rows, pyshacl_rows

PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
NODES = [":a", ":b", ":c", ":d", "_:e"]
NUMBERS = ["1", "2", "3", "2.5", "1e0", '"007"^^xsd:integer']
TEXTS = ['"x"', '"long text"', '"x"@en', '"y"@en', '"z"@de', '"w"@en-gb', '"x\\ny\\t\\"q\\""']
OTHERS = [
    "true",
    '"2020-02-29"^^xsd:date',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"300"^^xsd:byte',
    '"abc"^^xsd:integer',
    '"2020-02-30"^^xsd:date',
    '"v"^^:own',
]
LITERALS = [*NUMBERS, *TEXTS, *OTHERS]
PREDICATES = [":p", ":q", ":r"]
CLASSES = [":A", ":B", ":C"]

node = st.sampled_from(NODES)
predicate = st.sampled_from(PREDICATES)


@st.composite
def triples(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 9))
    subject = draw(node)
    if kind < 3:
        return f"{subject} a {draw(st.sampled_from(CLASSES))} ."
    if kind < 7:
        return f"{subject} {draw(predicate)} {draw(node)} ."
    if kind == 7:  # properties that are only compared: numbers
        return f"{subject} {draw(st.sampled_from([':n', ':m']))} {draw(st.sampled_from(NUMBERS))} ."
    return f"{subject} {draw(predicate)} {draw(st.sampled_from(LITERALS))} ."


data = st.lists(triples(), min_size=3, max_size=25).map(
    lambda lines: PREFIXES + ":B rdfs:subClassOf :A .\n:a a :s0 . :d a :s1 .\n" + "\n".join(lines)
)

paths = st.recursive(
    predicate,
    lambda inner: st.one_of(
        inner.map(lambda p: f"[ sh:inversePath {p} ]"),
        inner.map(lambda p: f"[ sh:zeroOrMorePath {p} ]"),
        inner.map(lambda p: f"[ sh:oneOrMorePath {p} ]"),
        inner.map(lambda p: f"[ sh:zeroOrOnePath {p} ]"),
        st.tuples(inner, inner).map(lambda p: f"( {p[0]} {p[1]} )"),
        st.tuples(inner, inner).map(lambda p: f"[ sh:alternativePath ( {p[0]} {p[1]} ) ]"),
    ),
    max_leaves=3,
)
number = st.integers(0, 3)
ANY = st.one_of(
    st.sampled_from(CLASSES).map(lambda c: f"sh:class {c}"),
    st.sampled_from(
        ["xsd:integer", "xsd:string", "rdf:langString", "xsd:byte", "xsd:date", ":own"]
    ).map(lambda d: f"sh:datatype {d}"),
    st.sampled_from(
        ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
    ).map(lambda k: f"sh:nodeKind sh:{k}"),
    st.tuples(
        st.sampled_from(["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]),
        st.sampled_from(["1", "2.5", "2e0"]),
    ).map(lambda v: f"sh:{v[0]} {v[1]}"),
    st.tuples(st.sampled_from(["minLength", "maxLength"]), number).map(
        lambda v: f"sh:{v[0]} {v[1]}"
    ),
    st.sampled_from(['"^x"', '"example"', '"T$"', '"^.*y$"']).map(lambda p: f"sh:pattern {p}"),
    st.sampled_from(['"^X"', '"EXAMPLE"']).map(lambda p: f'sh:pattern {p} ; sh:flags "i"'),
    st.sampled_from(['"en"', '"de" "en"', '"*"']).map(lambda v: f"sh:languageIn ( {v} )"),
    st.lists(st.sampled_from([*LITERALS, *NODES[:4]]), min_size=1, max_size=4).map(
        lambda v: f"sh:in ( {' '.join(v)} )"
    ),
    st.sampled_from([*LITERALS, *NODES[:4]]).map(lambda v: f"sh:hasValue {v}"),
    predicate.map(lambda p: f"sh:equals {p}"),
    predicate.map(lambda p: f"sh:disjoint {p}"),
)
COUNTS = st.one_of(
    number.map(lambda n: f"sh:minCount {n}"),
    number.map(lambda n: f"sh:maxCount {n}"),
    st.just("sh:uniqueLang true"),
)
COMPONENTS = '''
:Free a sh:ConstraintComponent ; sh:parameter [ sh:path :free ] ;
    sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:message "not free: {?value}" ;
        sh:select """SELECT DISTINCT $this ?value WHERE { $this $PATH ?value .
            ?value $free ?any }""" ] .
'''
"""A constraint component of one's own, with ``$PATH``."""
SEVERITY = st.sampled_from(["", "sh:severity sh:Warning ;", "sh:severity :mine ;"])


def node_shape(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, min_size=1, max_size=2, unique_by=lambda c: c.split()[0]).map(
        lambda c: f'[ sh:message "m" ; {" ; ".join(c)} ]'
    )


@st.composite
def property_shape(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    constraints = draw(
        st.lists(st.one_of(COUNTS, inner), min_size=1, max_size=3, unique_by=lambda c: c.split()[0])
    )
    extra = draw(SEVERITY) + draw(st.sampled_from(["", "", "", "sh:deactivated true ;"]))
    path = draw(paths)
    if path in PREDICATES and draw(st.integers(0, 3)) == 0:  # pyshacl garbles longer paths
        extra += f" :free {draw(predicate)} ;"
    if draw(st.integers(0, 9)) == 0:
        return f'[ sh:message "m" ; {extra} sh:path :n ; sh:lessThan :m ; sh:lessThanOrEquals :m ]'
    return f'[ sh:message "m" ; {extra} sh:path {path} ; {" ; ".join(constraints)} ]'


@st.composite
def qualified(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    shapes = [draw(node_shape(inner)) for _ in range(2)]
    disjoint = "sh:qualifiedValueShapesDisjoint true ;" if draw(st.booleans()) else ""
    path = draw(predicate)
    return "sh:property " + ", ".join(
        f'[ sh:message "q" ; sh:path {path} ; {disjoint} sh:qualifiedValueShape {shape} ;'
        f" sh:qualifiedMinCount {draw(number)} ; sh:qualifiedMaxCount {draw(number)} ]"
        for shape in shapes
    )


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    shape = node_shape(inner)
    members = st.lists(st.one_of(shape, property_shape(inner)), min_size=1, max_size=3, unique=True)
    return st.one_of(
        property_shape(inner).map(lambda p: f"sh:property {p}"),
        shape.map(lambda s: f"sh:node {s}"),
        shape.map(lambda s: f"sh:not {s}"),
        members.map(lambda m: f"sh:and ( {' '.join(m)} )"),
        members.map(lambda m: f"sh:or ( {' '.join(m)} )"),
        members.map(lambda m: f"sh:xone ( {' '.join(m)} )"),
        qualified(inner),
    )


CONSTRAINT = st.recursive(ANY, _deeper, max_leaves=4)
CLOSED = st.sampled_from(
    ["", "", "sh:closed true ; sh:ignoredProperties ( rdf:type ) ;", "sh:closed true ;"]
)
TARGET = st.one_of(
    st.sampled_from(CLASSES).map(lambda c: f"sh:targetClass {c}"),
    st.sampled_from([*NODES[:4], ":not-there", '"x"']).map(lambda n: f"sh:targetNode {n}"),
    st.just("a rdfs:Class"),
    predicate.map(lambda p: f"sh:targetSubjectsOf {p}"),
    predicate.map(lambda p: f"sh:targetObjectsOf {p}"),
)
SPARQL = st.sampled_from(
    [
        "",
        "",
        """sh:sparql [ sh:message "s {?value} {$this}" ; sh:select
        "SELECT $this ?value WHERE { $this <https://example.org/p> ?value . FILTER isIRI(?value) }"
        ] ;""",
        """sh:sparql [ sh:message "none" ; sh:select
        "SELECT $this WHERE { FILTER NOT EXISTS { $this <https://example.org/q> ?any } }" ] ;""",
        """sh:sparql [ sh:message "n {?n}" ; sh:select
        "SELECT $this (COUNT(?v) AS ?n) WHERE { $this <https://example.org/p> ?v } GROUP BY $this"
        ] ;""",
    ]
)


@st.composite
def shape_graphs(draw: st.DrawFn) -> str:
    parts = []
    for i in range(draw(st.integers(1, 2))):
        constraints = draw(
            st.lists(CONSTRAINT, min_size=1, max_size=3, unique_by=lambda c: c.split()[0])
        )
        parts.append(
            f':s{i} a sh:NodeShape ; sh:message "m {i}" ; {draw(TARGET)} ; {draw(SEVERITY)}'
            f" {draw(CLOSED)} {draw(SPARQL)} {' ; '.join(constraints)} ."
        )
    if draw(st.booleans()):
        constraints = draw(
            st.lists(
                st.one_of(COUNTS, ANY), min_size=1, max_size=2, unique_by=lambda c: c.split()[0]
            )
        )
        parts.append(
            f':ps a sh:PropertyShape ; sh:message "p"@en, "п"@ru ; {draw(TARGET)} ;'
            f" sh:path {draw(paths)} ; {' ; '.join(constraints)} ."
        )
    return PREFIXES + COMPONENTS + "\n".join(parts)


def read(text: str) -> Graph:
    """Read Turtle with literals as written."""
    from ozek.parsing import FORMATS, parse_bytes
    from ozek.terms import to_rdflib

    graph = Graph()
    for quad in parse_bytes(text, FORMATS["turtle"]).quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data, shape_graphs())
def test_same_results_as_pyshacl(facts: str, shapes: str) -> None:
    graph, shapes_graph = read(facts), read(shapes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = pyshacl_rows(graph, shapes_graph)
    assert compiled_rows(graph, shapes_graph) == expected


AT_MOST = """
:AtMost a sh:ConstraintComponent ; sh:parameter [ sh:path :atMost ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:message 'at most {$atMost}' ;
        sh:ask 'ASK { FILTER (isNumeric($value) && $value <= $atMost) }' ] .
"""


@settings(max_examples=40, deadline=None, derandomize=True)
@given(data, TARGET, paths, st.sampled_from(["1", "2.5"]))
def test_a_component_asked_of_each_value_finds_what_the_built_in_one_does(
    facts: str, target: str, path: str, bound: str
) -> None:
    """pyshacl reports such a component once per focus node and without the value (SHACL 6.3.3 has
    one result per value), so it is no reference here; ``sh:maxInclusive`` says the same."""
    graph = read(facts)
    shape = f":s0 a sh:PropertyShape ; {target} ; sh:path {path} ;"
    own, built_in = (
        Counter(
            (one.focus, one.value)
            for one in check(graph, read(PREFIXES + AT_MOST + shape + constraint)).results
        )
        for constraint in (f" :atMost {bound} .", f" sh:maxInclusive {bound} .")
    )
    assert own == built_in
