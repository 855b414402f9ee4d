"""``guard`` and ``validate``: what they look at, what they say, what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from graphs import ONTOLOGY, PREFIXES, make_store, schemes, thing
from ozek import namespaces as ns
from ozek.errors import InputError, UsageError
from ozek.validation import guard, load_shapes, validate

SHAPES = ONTOLOGY / "shapes.ttl"
SH = ns.PREFIXES["sh"]
TWO_MEMBERS = """
    <p> a ozek:Participation ; org:member <x> , <y> ; org:role ozt:role-supplier ;
        ozek:isInSegment <s> .
    <s> a ozek:IndustrialCore ; ozek:isSegmentOf <c> . <c> a ozek:Cluster .
"""


def write_shapes(folder: Path, text: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(f"@prefix ex: <https://example.org/shapes#> .\n{PREFIXES}{text}", "utf-8")
    return path


def test_guard_stops_two_members_before_reasoning() -> None:
    report = guard(make_store(facts=TWO_MEMBERS), shapes=[SHAPES])
    assert not report.conforms
    assert report.exit_status == 1
    (result,) = report.results
    assert result.shape == ns.OZS + "participation-member"
    assert result.focus == thing("p")
    assert result.path == URIRef(ns.ORG + "member")
    assert result.sources == ("https://example.org/passage/s01",)
    assert [language for language, _ in result.message] == ["en", "kk", "ru"]
    assert result.text("kk").startswith("Қатысуда")
    assert result.text("de") == result.text("en")


def test_guard_leaves_the_other_shapes_for_later() -> None:
    store = make_store(facts="<c> a ozek:Cluster .")
    assert guard(store, shapes=[SHAPES]).results == ()
    assert len(validate(store, shapes=[SHAPES])) > 0


def test_plans_are_not_facts(tmp_path: Path) -> None:
    """A shape about facts does not see what a source only plans."""
    path = tmp_path / "plan.trig"
    path.write_text(
        f"@base <https://example.org/> .\n{PREFIXES}"
        "<graph/provenance> { <graph/provenance> a ozek:ProvenanceGraph . <graph/s02> a"
        " ozek:StatementGraph ; ozek:hasModality ozt:modality-planned ;"
        " prov:wasQuotedFrom <passage/s02> . }\n"
        "<graph/s02> { <t> a ozek:Target . }\n",
        "utf-8",
    )
    store = make_store(path, taxonomy=schemes())
    found = {result.shape for result in validate(store, shapes=[SHAPES])}
    assert ns.OZS + "target-indicator" not in found
    assert ns.OZS + "passage-source" in found


def test_only_violations_fail(tmp_path: Path) -> None:
    store = make_store(facts="<x> a ozek:Goal . <y> a ozek:Target .")
    text = """
    ex:warning a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:severity sh:Warning ;
        sh:message "w"@en ; sh:nodeKind sh:Literal .
    ex:info a sh:NodeShape ; sh:targetClass ozek:Target ; sh:severity sh:Info ;
        sh:message "i"@en ; sh:nodeKind sh:Literal .
    """
    report = validate(store, shapes=[write_shapes(tmp_path, text)])
    assert report.conforms
    assert report.exit_status == 0
    assert report.counts() == {"Violation": 0, "Warning": 1, "Info": 1}
    assert [result.severity for result in report] == ["Warning", "Info"]


def test_messages_of_queries_keep_their_language_and_values() -> None:
    facts = "<d> a ozek:DeclaredSet ; ozek:declaredCount 6 . <x> ozek:isElementOfSet <d> ."
    report = validate(make_store(facts=facts), shapes=[SHAPES])
    (gap,) = (r for r in report if r.shape == ns.OZS + "declared-set-gap")
    assert dict(gap.message) == {
        "en": "Declared 6, named 1: the source does not name all of them.",
        "kk": "Мәлімделгені 6, аталғаны 1: дереккөз бәрін атамайды.",
        "ru": "Заявлено 6, названо 1: источник называет не всё.",
    }


def test_a_nested_shape_speaks_with_the_words_of_its_owner(tmp_path: Path) -> None:
    text = """
    ex:goal a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:message "one label"@en ;
        sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ] .
    """
    report = validate(make_store(facts="<g> a ozek:Goal ."), shapes=[write_shapes(tmp_path, text)])
    (result,) = report.results
    assert result.shape == "https://example.org/shapes#goal"
    assert result.text() == "one label"
    assert result.component == "MinCount"


def test_a_shape_without_a_message_speaks_with_that_of_the_engine(tmp_path: Path) -> None:
    text = """
    ex:goal a sh:PropertyShape ; sh:targetClass ozek:Goal ; sh:path skos:prefLabel ; sh:minCount 1 .
    """
    report = validate(make_store(facts="<g> a ozek:Goal ."), shapes=[write_shapes(tmp_path, text)])
    assert report.results[0].text()


def test_ill_typed_values_are_found() -> None:
    facts = '<x> ozek:startYear "abc"^^xsd:integer .'
    report = guard(make_store(facts=facts), shapes=[SHAPES])
    shapes = {result.shape for result in report}
    assert shapes == {ns.OZS + "year-values", ns.OZS + "literal-form"}
    assert report.results[0].value == Literal("abc", datatype=URIRef(ns.XSD + "integer"))


def test_report_as_rdf_and_as_table() -> None:
    pytest.importorskip("ozek.results")
    report = guard(make_store(facts=TWO_MEMBERS), shapes=[SHAPES])
    graph = report.graph
    (node,) = graph.subjects(RDF.type, URIRef(SH + "ValidationResult"))
    assert graph.value(node, URIRef(SH + "focusNode")) == thing("p")
    assert len(list(graph.objects(node, URIRef(SH + "resultMessage")))) == 3
    assert graph.value(node, URIRef(ns.DCTERMS + "source")) == thing("passage/s01")
    table = report.to_table("ru")
    assert table.rows[0][0] == Literal("Violation")
    assert str(table.rows[0][4]).startswith("В участии")


def test_report_in_turtle_is_stable() -> None:
    report = validate(make_store(facts=TWO_MEMBERS), shapes=[SHAPES])
    text = report.to_turtle()
    assert text == validate(make_store(facts=TWO_MEMBERS), shapes=[SHAPES]).to_turtle()
    again = Graph().parse(data=text, format="turtle")
    assert len(again) == len(report.graph)
    assert (None, URIRef(SH + "conforms"), Literal(False)) in again


def test_facts_in_an_rdflib_graph() -> None:
    facts = Graph().parse(
        data=f"@base <https://example.org/> .\n{PREFIXES}{TWO_MEMBERS}", format="turtle"
    )
    size = len(facts)
    found = {result.shape for result in validate(facts)}
    assert ns.OZS + "participation-member" in found
    assert ns.OZS + "segment-cluster" not in found
    assert len(facts) == size


def test_unknown_engine() -> None:
    with pytest.raises(UsageError, match="no validation engine 'magic'"):
        validate(Graph(), engine="magic")


def test_the_store_is_not_changed() -> None:
    store = make_store(facts=TWO_MEMBERS)
    before = {str(quad) for quad in store.quads()}
    validate(store, shapes=[SHAPES])
    assert {str(quad) for quad in store.quads()} == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ex:s a sh:NodeShape ; sh:targetClas ozek:Goal .", "sh:targetClas is no term"),
        ("ex:s a sh:PropertyShape ;\n sh:path ex:p ; sh:minCnt 1 .", "sh:minCnt is no term"),
        ("ex:s a sh:NodeShape ; sh:rule [ a sh:JSRule ] .", "is not supported"),
        ("ex:s a sh:NodeShape ; sh:memberShape ex:t .", "sh:memberShape is no term"),
        (
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select """SELECT $this WHERE'
            ' { $this ?p ?o MINUS { ?o ?q $this } }""" ] .',
            "does not allow MINUS",
        ),
        (
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select """SELECT $this WHERE'
            ' { VALUES ?p { ex:p } $this ?p ?o }""" ] .',
            "does not allow VALUES",
        ),
        (
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select """SELECT $this WHERE'
            ' { { SELECT ?x WHERE { ?x ?p ?o } } }""" ] .',
            "sub-select",
        ),
    ],
)
def test_shapes_that_would_be_ignored_are_refused(tmp_path: Path, text: str, says: str) -> None:
    path = write_shapes(tmp_path, text)
    with pytest.raises(InputError, match=says) as caught:
        load_shapes([path])
    assert caught.value.path == str(path)
    assert caught.value.exit_status == 3


def test_the_line_of_an_unknown_term_is_named(tmp_path: Path) -> None:
    path = write_shapes(tmp_path, "ex:s a sh:PropertyShape ;\n sh:path ex:p ; sh:minCnt 1 .")
    with pytest.raises(InputError) as caught:
        load_shapes([path])
    lines = path.read_text("utf-8").splitlines()
    assert caught.value.line is not None
    assert "minCnt" in lines[caught.value.line - 1]
    assert caught.value.hint == "Perhaps sh:minCount?"


def test_broken_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"shapes\.ttl:\d+"):
        load_shapes([write_shapes(tmp_path, "ex:s a sh:NodeShape ; .. ")])
    with pytest.raises(InputError, match="no such file"):
        load_shapes([tmp_path / "none.ttl"])


def test_a_query_with_a_syntax_error_is_an_input_error(tmp_path: Path) -> None:
    text = """
    ex:s a sh:NodeShape ; sh:targetClass ozek:Goal ;
        sh:sparql [ sh:select "SELECT $this WHERE { $this " ] .
    """
    store = make_store(facts="<g> a ozek:Goal .")
    with pytest.raises(InputError):
        validate(store, shapes=[write_shapes(tmp_path, text)])
