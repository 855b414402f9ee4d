"""The compiled engine by itself: exact terms, messages, reports, refusals, limits."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ozek.columns import columns_of, parse_columns
from ozek.errors import InputError
from ozek.parsing import FORMATS, parse_bytes
from ozek.terms import to_rdflib
from ozek.validation.compiled import Checked, NotCompiled, check, compile_shapes, focus_nodes
from ozek.validation.compiled import run as run_engine
from ozek.validation.compiled.literals import less, value_of, well_typed
from ozek.validation.compiled.queries import plan
from ozek.validation.shapes import Shapes

EX = "https://example.org/"
SH = "http://www.w3.org/ns/shacl#"
PREFIXES = f"""
@prefix : <{EX}> .
@prefix sh: <{SH}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def graph_of(text: str) -> Graph:
    graph = Graph()
    for quad in parse_bytes(PREFIXES + text, FORMATS["turtle"]).quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def checked(data: str, shapes: str, **limits: float) -> Checked:
    columns = parse_columns(PREFIXES + data, "turtle")
    return check(columns, graph_of(shapes), **limits)  # type: ignore[arg-type]


def components(found: Checked) -> list[str]:
    names = [str(one.component).removeprefix(SH) for one in found.results]
    return sorted(name.removesuffix("ConstraintComponent") for name in names)


# Exact terms -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("literal", "datatype"),
    [
        ('"300"^^xsd:byte', "xsd:byte"),
        ('"none"^^xsd:boolean', "xsd:boolean"),
        ('"2023-02-29"^^xsd:date', "xsd:date"),
        ('"1.0"^^xsd:integer', "xsd:integer"),
        ('"5"^^xsd:int', "xsd:integer"),
    ],
)
def test_ill_typed_literals_are_found_as_written(literal: str, datatype: str) -> None:
    found = checked(
        f":a :p {literal} .",
        f":s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; sh:datatype {datatype} .",
    )
    (result,) = found.results
    assert isinstance(result.value, Literal)
    assert f'"{result.value}"' == literal.split("^^")[0]
    assert not found.conforms


def test_values_of_queries_are_as_written_too() -> None:
    shapes = """:s a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:message "{?value}" ;
        sh:select "SELECT $this ?value { $this <https://example.org/p> ?value }" ] ."""
    found = checked(':a :p "007"^^xsd:int . :b :p 7 , "+7"^^xsd:integer .', shapes)
    said = sorted(
        (str(one.focus)[-1], str(one.value), str(one.messages[0])) for one in found.results
    )
    assert said[0] == ("a", "007", "007")
    assert {one[0] for one in said[1:]} == {"b"}


@pytest.mark.parametrize(
    ("lexical", "datatype", "fits"),
    [
        ("2000-02-29", "date", True),
        ("1900-02-29", "date", False),
        ("-0044-03-15", "date", True),
        ("24:00:00", "time", True),
        ("24:00:01", "time", False),
        ("P1Y2M3DT4H5M6.7S", "duration", True),
        ("P", "duration", False),
        ("P1D", "yearMonthDuration", False),
        ("1e3", "decimal", False),
        (".5", "decimal", True),
        ("INF", "double", True),
        ("18446744073709551615", "unsignedLong", True),
        ("-1", "unsignedLong", False),
        ("0g", "hexBinary", False),
        ("2020-01-01T00:00:00", "dateTimeStamp", False),
        ("---31", "gDay", True),
    ],
)
def test_lexical_forms(lexical: str, datatype: str, fits: bool) -> None:
    assert well_typed(lexical, f"http://www.w3.org/2001/XMLSchema#{datatype}") is fits


def test_order_of_values() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"

    def smaller(first: str, second: str) -> bool:
        return less(value_of(first.encode()), value_of(second.encode()), or_equal=False)

    assert smaller(f'"9"^^<{xsd}integer>', f'"1e1"^^<{xsd}double>')
    assert not smaller(f'"0.1"^^<{xsd}decimal>', f'"0.1"^^<{xsd}double>')
    assert smaller(
        f'"2020-01-01T00:00:00+05:00"^^<{xsd}dateTime>', f'"2019-12-31T20:00:00Z"^^<{xsd}dateTime>'
    )
    assert not smaller(
        f'"2019-01-01T00:00:00"^^<{xsd}dateTime>', f'"2020-01-01T00:00:00Z"^^<{xsd}dateTime>'
    )
    assert not smaller('"a"@en', '"b"@en')
    assert smaller('"a"', '"b"')


# Shapes ------------------------------------------------------------------------------------------


def test_messages_keep_their_languages() -> None:
    shapes = """:s a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [
        sh:message "found {?n} of {$this}"@en , "табылды: {?n}"@kk ;
        sh:select '''SELECT $this (COUNT(?v) AS ?n) { $this <https://example.org/p> ?v }
        GROUP BY $this'''
        ] ."""
    (result,) = checked(":a :p 1 , 2 .", shapes).results
    assert {(str(m), m.language) for m in result.messages} == {
        (f"found 2 of {EX}a", "en"),
        ("табылды: 2", "kk"),
    }


def test_implicit_class_targets_and_subclasses() -> None:
    found = checked(
        ":D rdfs:subClassOf :C . :x a :D . :y a :E .",
        ":C a sh:NodeShape , owl:Class ; sh:property [ sh:path :p ; sh:minCount 1 ] .",
    )
    assert [one.focus for one in found.results] == [URIRef(EX + "x")]


def test_deactivated_shapes_find_nothing() -> None:
    shape = ":s a sh:NodeShape ; sh:targetNode :a ; sh:nodeKind sh:Literal ; sh:deactivated {} ."
    assert checked("", shape.format("true")).conforms
    assert not checked("", shape.format("false")).conforms


def test_details_say_why_a_value_does_not_conform() -> None:
    found = checked(
        ":a :p :b .",
        ":s a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:node :t ] ."
        ":t sh:property [ sh:path :q ; sh:minCount 1 ] .",
    )
    (result,) = found.results
    (detail,) = result.details
    assert (detail.focus, detail.path) == (URIRef(EX + "b"), URIRef(EX + "q"))


INNER = "[ sh:path :q ; sh:minCount 1 ] [ sh:class :C ] [ sh:nodeKind sh:Literal ]"


@pytest.mark.parametrize(
    ("constraint", "component", "details"),
    [
        (f"sh:or ( {INNER} )", "Or", [(1, "MinCount"), (2, "Class"), (3, "NodeKind")]),
        (f"sh:and ( [ sh:nodeKind sh:IRI ] {INNER} )", "And",
         [(2, "MinCount"), (3, "Class"), (4, "NodeKind")]),
        (f"sh:xone ( {INNER} )", "Xone", [(1, "MinCount"), (2, "Class"), (3, "NodeKind")]),
        (f"sh:xone ( [ sh:nodeKind sh:IRI ] {INNER} [ sh:hasValue :b ] )", "Xone",
         [(2, "MinCount"), (3, "Class"), (4, "NodeKind")]),
        ("sh:not [ sh:nodeKind sh:IRI ]", "Not", []),
    ],
)  # fmt: skip
def test_details_say_which_member_of_a_list_failed_and_why(
    constraint: str, component: str, details: list[tuple[int, str]]
) -> None:
    shapes = f":s sh:targetNode :a ; sh:path :p ; {constraint} ."
    (result,) = checked(":a :p :b . :c a :C .", shapes).results
    assert components(Checked((result,), (), Graph())) == [component]
    found = [
        (one.branch, str(one.component).removeprefix(SH).removesuffix("ConstraintComponent"))
        for one in result.details
    ]
    assert found == details
    assert {one.focus for one in result.details} <= {URIRef(EX + "b")}


def test_details_say_why_values_do_not_count() -> None:
    shapes = """:s sh:targetClass :A ; sh:path :p ; sh:qualifiedMinCount 2 ;
        sh:qualifiedValueShape [ sh:or ( [ sh:class :C ] [ sh:nodeKind sh:Literal ] ) ] ."""
    found = checked(":a a :A ; :p :b , :c . :c a :C . :e a :A ; :p 1 , 2 , :f .", shapes)
    (result,) = found.results
    assert (result.focus, result.value) == (URIRef(EX + "a"), None)
    (inner,) = result.details
    assert (inner.focus, inner.value) == (URIRef(EX + "b"), URIRef(EX + "b"))
    assert [one.branch for one in inner.details] == [1, 2]


def test_results_for_people_say_what_was_asked_for() -> None:
    shapes = graph_of("""
        :s a sh:NodeShape ; sh:targetNode :a ; sh:property :in , :closed , :kind .
        :in sh:path ( :p [ sh:inversePath :q ] ) ; sh:in ( :x "y"@en 3 ) ; sh:minCount 1 .
        :closed sh:path :r ; sh:node [ sh:closed true ; sh:ignoredProperties ( rdf:type ) ;
            sh:property [ sh:path :p ] ] .
        :kind sh:path :r ; sh:or ( [ sh:nodeKind sh:Literal ] [ sh:class :C ] ) .
        """)
    data = graph_of(":a :p :b ; :r :c . :z :q :b . :c :p 1 ; :other 2 .")
    owners: dict[Any, Any] = {URIRef(EX + name): URIRef(EX + "s") for name in ("in", "closed")}
    owners[URIRef(EX + "kind")] = URIRef(EX + "s")
    found = {one.component: one for one in run_engine(data, Shapes(shapes, owners), shapes)}
    assert sorted(found) == ["In", "Node", "Or"]
    assert {one.shape for one in found.values()} == {EX + "s"}
    allowed = (URIRef(EX + "x"), Literal("y", lang="en"), Literal(3))
    assert found["In"].parameters == (("in", allowed),)
    assert found["In"].source == URIRef(EX + "in")
    assert found["In"].path_text == f"({EX}p/^{EX}q)"
    (closed,) = found["Node"].details
    assert closed.component == "Closed"
    assert dict(closed.parameters)["ignoredProperties"] == (RDF.type,)
    assert dict(closed.parameters)["path"] == (URIRef(EX + "p"),)
    assert {language for language, _ in closed.message} == {"en", "kk", "ru"}
    assert [one.branch for one in found["Or"].details] == [1, 2]
    assert len(dict(found["Or"].parameters)["or"]) == 2


def test_custom_components_with_ask_and_select() -> None:
    shapes = """
    :Small a sh:ConstraintComponent ; sh:parameter [ sh:path :below ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:message "not below {$below}: {?value}" ;
            sh:ask "ASK { FILTER ($value < $below) }" ] .
    :Alone a sh:ConstraintComponent ; sh:parameter [ sh:path :alone ] ;
        sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:select '''
            SELECT DISTINCT $this ?value { $this $PATH ?value . ?other $PATH ?value .
            FILTER (?other != $this && $alone) }''' ] .
    :s a sh:PropertyShape ; sh:path [ sh:alternativePath ( :p :q ) ] ; sh:targetSubjectsOf :p ;
        :below 5 ; :alone true .
    """
    found = checked(":a :p 7 , 3 . :b :q 3 .", shapes)
    assert sorted((str(one.component), str(one.value)) for one in found.results) == [
        (EX + "Alone", "3"),
        (EX + "Small", "7"),
    ]
    assert {str(m) for one in found.results for m in one.messages} == {"not below 5: 7"}


def test_a_component_is_asked_of_blank_nodes_too() -> None:
    shapes = """:Iri a sh:ConstraintComponent ; sh:parameter [ sh:path :iri ] ; sh:validator [
        sh:ask "ASK WHERE { FILTER (isIRI($value) && $iri) }" ] .
    :s a sh:PropertyShape ; sh:targetSubjectsOf :p ; sh:path :p ; :iri true ."""
    found = checked("_:x :p _:y , :b . :a :p _:z .", shapes)
    assert len(found.results) == 2
    assert all(isinstance(one.value, BNode) for one in found.results)


def test_a_query_for_many_nodes_at_once_gives_what_it_gives_one_by_one() -> None:
    data = "".join(
        f":n{i} :p {i} . " + (f":n{i} :q :n{i - 1} . " if i % 3 else "") for i in range(60)
    )
    data += "_:x :p 5 . _:y :p 2 ; :q _:z ."
    select = """SELECT $this ?value {{ $this <https://example.org/p> ?value .
        FILTER NOT EXISTS {{ $this <https://example.org/q> ?any }} {} }}"""
    shape = """:s a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:select '''{}''' ] ."""
    at_once, one_by_one = select.format(""), select.format("{ BIND ($this AS ?me) }")
    assert plan(at_once).at_once
    assert not plan(one_by_one).at_once
    first, second = (checked(data, shape.format(text)).results for text in (at_once, one_by_one))
    assert len(first) == 21
    pairs = [sorted((one.focus.n3(), str(one.value)) for one in some) for some in (first, second)]
    assert pairs[0] == pairs[1]


# Refusals ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (":s sh:targetNode :a ; sh:node :t . :t sh:not [ sh:node :s ] .", "refers to itself"),
        (":s sh:targetNode :a ; sh:node :missing .", "there is no shape"),
        (":s sh:targetNode :a ; sh:minCount 1 .", "cannot count"),
        (":s sh:targetNode :a ; sh:path :p ; sh:minCount 1 , 2 .", "more than one sh:minCount"),
        (":s sh:targetNode :a ; sh:path :p ; sh:maxCount 'x' .", "whole number"),
        (":s sh:targetNode :a ; sh:path [] ; sh:minCount 1 .", "blank node as a path"),
        (":s sh:targetNode :a ; sh:path ( :p ) ; sh:minCount 1 .", "at least two"),
        (":s sh:targetNode :a ; sh:in :x .", "proper list"),
        (":s sh:targetNode :a ; sh:pattern '(' .", "cannot be read"),
        (
            ":s sh:targetNode :a ; sh:sparql [ sh:select 'SELECT $this { VALUES ?x {1} }' ] .",
            "VALUES",
        ),
        (
            ":s sh:targetNode :a ; sh:sparql [ sh:select 'SELECT $this { nonsense' ] .",
            "cannot be run",
        ),
    ],
)
def test_shapes_that_cannot_be_used(shapes: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        checked(":a :p 1 .", shapes)


def test_a_cycle_that_is_switched_off_is_none() -> None:
    assert checked(
        "", ":s sh:targetNode :a ; sh:node :t . :t sh:deactivated true ; sh:node :s ."
    ).conforms


def test_advanced_features_go_to_pyshacl() -> None:
    shapes = graph_of(
        ":s a sh:NodeShape ; sh:targetNode :a ; sh:nodeKind sh:Literal ; sh:rule"
        " [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :p ; sh:object 1 ] ."
    )
    with pytest.raises(NotCompiled, match="sh:TripleRule, sh:rule"):
        check(graph_of(":a :p 2 ."), shapes)
    with pytest.warns(UserWarning, match="pyshacl checks these shapes"):
        found = run_engine(graph_of(":a :p 2 ."), Shapes(shapes, {}), shapes)
    assert [one.component for one in found] == ["NodeKind"]


# Limits ------------------------------------------------------------------------------------------


def test_a_long_chain_under_a_star_is_bounded() -> None:
    def chain(length: int) -> str:
        return " ".join(f":n{i} :p :n{i + 1} ." for i in range(length))

    shapes = ":s sh:targetSubjectsOf :p ; sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 2 ."
    assert checked(chain(300), shapes, most_pairs=10_000).conforms  # in ever smaller parts
    data = chain(3000)
    started = time.monotonic()
    given_up = checked(data, shapes, time_limit=0.2, most_pairs=100_000)
    assert time.monotonic() - started < 10
    assert [one.shape for one in given_up.unfinished] == [URIRef(EX + "s")]
    assert "0.2 seconds" in given_up.unfinished[0].reason
    assert not given_up.conforms
    too_small = checked(data, shapes, most_pairs=1000)
    assert "1,000 pairs" in too_small.unfinished[0].reason


def test_a_closed_shape_on_everything_is_bounded() -> None:
    data = " ".join(f":n{i} :p :n{i + 1} ; :q {i} ." for i in range(3000))
    shapes = ":s sh:targetSubjectsOf :p ; sh:targetObjectsOf :p ; sh:closed true ."
    assert len(checked(data, shapes, most_pairs=500).results) == 6000  # in ever smaller parts
    assert len(checked(data, shapes, time_limit=0.0).unfinished) == 1


QUADRATIC = """:slow sh:targetSubjectsOf :p ; sh:sparql [ sh:select '''SELECT $this {
    $this <https://example.org/p> ?x . ?a <https://example.org/p> ?b .
    ?c <https://example.org/p> ?d .
    FILTER (?x + ?b + ?d < 0) }''' ] .
    :quick sh:targetNode :n1 ; sh:nodeKind sh:Literal ."""


@pytest.mark.parametrize("threads", [False, True])
def test_a_slow_query_is_stopped(threads: bool) -> None:
    data = " ".join(f":n{i} :p {i} ." for i in range(300 if threads else 2000))
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    if threads:
        other.start()
    try:
        started = time.monotonic()
        found = checked(data, QUADRATIC, time_limit=0.5)
        assert time.monotonic() - started < 20
    finally:
        stop.set()
        if threads:
            other.join()
    assert [one.shape for one in found.unfinished] == [URIRef(EX + "slow")]
    assert components(found) == ["NodeKind"]


def test_a_shape_given_up_is_a_violation_in_the_report() -> None:
    data = graph_of(" ".join(f":n{i} :p {i} ." for i in range(2000)))
    shapes = graph_of(QUADRATIC)
    found = run_engine(data, Shapes(shapes, {}), shapes, time_limit=0.5)
    (unfinished,) = [one for one in found if one.component == "Unfinished"]
    assert unfinished.severity == "Violation"
    assert {language for language, _ in unfinished.message} == {"en", "kk", "ru"}


# Report ------------------------------------------------------------------------------------------


def test_the_report_as_rdf(tmp_path: Path) -> None:
    shapes = ":s sh:targetNode :a ; sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ."
    found = checked(":a :p :b .", shapes)
    graph = found.to_graph()
    report = graph.value(None, RDF.type, URIRef(SH + "ValidationReport"))
    assert graph.value(report, URIRef(SH + "conforms")) == Literal(False)
    (result,) = graph.objects(report, URIRef(SH + "result"))
    path = graph.value(result, URIRef(SH + "resultPath"))
    assert graph.value(path, RDF.first) == URIRef(EX + "p")
    assert (None, URIRef(SH + "inversePath"), URIRef(EX + "q")) in graph
    out = io.BytesIO()
    found.write(out)
    assert isomorphic(Graph().parse(data=out.getvalue(), format="nt"), graph)
    found.write(str(tmp_path / "report.nt"))
    assert (tmp_path / "report.nt").read_bytes() == out.getvalue()


def test_no_argument_is_changed() -> None:
    data, shapes = graph_of(":a :p 1 ."), graph_of(":s sh:targetNode :a ; sh:nodeKind sh:Literal .")
    before = set(data), set(shapes)
    check(data, shapes)
    check(columns_of(data), compile_shapes(shapes))
    check(list(ox.parse(b"<x:a> <x:p> 1 .", format=ox.RdfFormat.TURTLE)), shapes)
    assert (set(data), set(shapes)) == before


def test_focus_nodes_are_counted() -> None:
    shapes = compile_shapes(graph_of(":s sh:targetSubjectsOf :p ; sh:nodeKind sh:IRI ."))
    columns = parse_columns(PREFIXES + ":a :p 1 , 2 . :b :p 3 .", "turtle")
    assert focus_nodes(shapes, columns) == {URIRef(EX + "s"): 2}
