"""Findings: grouping loses and doubles nothing; facts, lines, passages and proofs are the right
ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from findings import findings_of_components
from graphs import BASE, ONTOLOGY, PREFIXES, make_store, schemes
from ozek import namespaces as ns
from ozek.project import find_project
from ozek.store import Store
from ozek.validation import ValidationResult, check_in_stages, load_shapes
from ozek.validation.command import Wanted, findings_of
from ozek.validation.findings import Findings, following, group
from ozek.validation.report import SEVERITIES, make_report
from ozek.validation.speaking import Speaker

SHAPES = ONTOLOGY / "shapes.ttl"

iris = st.sampled_from([URIRef(f"{BASE}{name}") for name in "abcd"])
results = st.builds(
    ValidationResult,
    severity=st.sampled_from(SEVERITIES),
    focus=iris,
    path=iris | st.none(),
    value=iris | st.builds(Literal, st.text(max_size=3)) | st.none(),
    message=st.text("xy{}=", min_size=1, max_size=3).map(lambda text: (("en", text),)),
    shape=st.sampled_from([f"{BASE}shape-{n}" for n in range(3)]),
    component=st.sampled_from(["MinCount", "Class", "SPARQL"]),
    source=iris | st.none(),
)


@pytest.fixture(scope="module")
def empty() -> Store:
    return make_store()


@given(found=st.lists(results, max_size=30))
def test_every_result_is_in_exactly_one_group(empty: Store, found: list[ValidationResult]) -> None:
    report = make_report(found, "none")
    groups = group(report, Speaker(empty, "en"), str)
    numbers = [number for one in groups for number in one.numbers]
    assert Counter(numbers) == Counter(range(1, len(report) + 1))
    ranks = [SEVERITIES.index(one.severity) for one in groups]
    assert ranks == sorted(ranks)
    for one in groups:
        members = [report.results[number - 1] for number in one.numbers]
        assert len({(m.severity, m.shape, m.component, m.source) for m in members}) == 1
        said = {m.text() for m in members}
        assert one.message == (said.pop() if len(said) == 1 else "")


@given(
    found=st.lists(results, max_size=12), fail_on=st.sampled_from(["violation", "warning", "info"])
)
def test_what_fails(found: list[ValidationResult], fail_on: str) -> None:
    report = make_report(found, "none")
    worst = min((SEVERITIES.index(one.severity) for one in found), default=9)
    limit = ["violation", "warning", "info"].index(fail_on)
    assert report.fails(fail_on) == (worst <= limit)
    if report.fails("violation"):
        assert report.fails("warning")
    assert report.conforms == (not report.fails())


def test_severities_of_ones_own_count_like_info() -> None:
    result = ValidationResult("https://x/Odd", URIRef(BASE), None, None, (), "s", "MinCount")
    report = make_report([result], "none")
    assert [report.fails(one) for one in ("violation", "warning", "info")] == [False, False, True]


# Facts, lines, passages --------------------------------------------------------------------------

DATA = f"""@base <https://example.org/> .
{PREFIXES}
<graph/provenance> {{
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/labels> a ozek:EditorialGraph ; ozek:editorialReason "names"@en .
    <graph/s01> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted ;
        prov:wasQuotedFrom <passage/s01> .
    <passage/s01> ozek:restatement "The core: oil."@en , "Өзегі – мұнай."@kk , "Ядро – нефть."@ru ;
        ozek:sentenceNumber 7 .
}}
<graph/labels> {{
    <core> skos:prefLabel "Oil core"@en , "Мұнай өзегі"@kk , "Нефтяное ядро"@ru .
}}
<graph/s01> {{
    <core> a ozek:IndustrialCore ;
        ozek:isPartOf <cluster> .
    <cluster> ozek:isPartOf <country> .
    <year> ozek:startYear "abc"^^xsd:integer .
}}
"""


def found_in(tmp_path: Path, shape: str, lang: str = "en", data: str = DATA) -> Findings:
    """Findings of one shape over the data, reasoned over."""
    path = tmp_path / "data.trig"
    path.write_text(data, "utf-8")
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(f"@prefix ex: <{BASE}> .\n{PREFIXES}{shape}", "utf-8")
    store = make_store(path, taxonomy=schemes())
    report = check_in_stages(store, shapes=[shapes])
    return Findings(report, store, load_shapes([shapes]), (path,), lang, folder=tmp_path)


SOUND = DATA.replace('"abc"', '"2020"')
DERIVED = """ex:deep a sh:PropertyShape ; sh:targetNode <https://example.org/core> ;
    sh:path ozek:isPartOf ; sh:maxCount 1 ; sh:message "one whole"@en ."""


def test_a_derived_fact_comes_with_its_proof_and_the_line_it_rests_on(tmp_path: Path) -> None:
    findings = found_in(tmp_path, DERIVED, data=SOUND)
    (one,) = findings
    stated, derived = sorted(one.facts, key=lambda fact: fact.derived)
    assert stated.text.startswith("Oil core")
    assert stated.place is not None and stated.place.line == 1 + SOUND[
        : SOUND.index("<cluster> .")
    ].count("\n")
    assert derived.derived and derived.proof is not None
    assert "because" in derived.reason
    assert derived.place is not None
    assert "passes on" in derived.reason
    text = dict(one.rows(lambda place: "" if place is None else str(place.line)))
    assert "because" in text


def test_passages_behind_a_finding_are_told_in_the_language_asked_for(tmp_path: Path) -> None:
    (one,) = found_in(tmp_path, DERIVED, "kk", SOUND)
    assert [passage.restatement for passage in one.passages] == ["Өзегі – мұнай."]
    assert "7" in one.passages[0].locator
    assert one.thing == "Мұнай өзегі"


def test_a_literal_is_shown_and_found_as_it_is_written(tmp_path: Path) -> None:
    """The store would have repaired or lost it."""
    findings = found_in(tmp_path, DERIVED)
    (one,) = (one for one in findings if one.result.stage == "lexical")
    assert one.place is not None
    assert '"abc"' in DATA.splitlines()[one.place.line - 1]
    assert any("abc" in fact.text for fact in one.facts)
    assert findings.report.not_run
    assert "contradictions" in findings.left_out


def test_a_contradiction_is_told_with_its_facts(tmp_path: Path) -> None:
    data = SOUND.replace(
        "<core> a ozek:IndustrialCore", "<core> a ozek:IndustrialCore, ozek:InfrastructureSegment"
    )
    findings = found_in(tmp_path, DERIVED, "ru", data)
    one = next(one for one in findings if one.result.stage == "reasoning")
    assert findings.exit_status == 4
    assert len(one.facts) == 2
    assert all(fact.place for fact in one.facts)
    assert "Нефтяное ядро" in one.message
    assert "ozek explain --clashes" in one.do[0]


def test_why_names_the_inner_constraints_that_failed() -> None:
    found = {one.result.component: one for one in findings_of_components("en")}
    assert len(found["Or"].why) == 2
    assert found["Or"].why[0].startswith("alternative 1: “ozek:hosts”")
    assert found["Node"].why[0].startswith("“concept scheme of”")
    assert found["MinCount"].why == ()


@cache
def kazakhstan() -> Findings:
    return findings_of(find_project("kazakhstan"), Wanted())


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_reference_graph_in_every_language(lang: str) -> None:
    findings = replace(kazakhstan(), lang=lang)
    assert not findings.fails
    assert findings.exit_status == 0
    assert replace(findings, fail_on="info").exit_status == 1
    for one in findings:
        assert one.place is not None
        assert one.do
        assert one.message != one.result.text("xx") or lang == "en"
        assert all(fact.place or fact.proof for fact in one.facts)
    warned = next(iter(findings))
    assert [passage.name for passage in warned.passages] == ["s30"]
    assert [passage.name for passage in warned.norms] == ["s33"]


def test_a_value_of_another_datatype_breaks_bounds_only_in_consequence() -> None:
    def result(component: str, focus: str) -> ValidationResult:
        value, shape = Literal("1 996"), f"{BASE}years"
        thing = URIRef(BASE + focus)
        return ValidationResult("Violation", thing, None, value, (), shape, component)

    report = make_report(
        [result("Datatype", "a"), result("MinInclusive", "a"), result("MinInclusive", "b")], "none"
    )
    assert following(report) == {2: 1}


def test_counts_of_things_looked_at() -> None:
    findings = findings_of_components()
    assert findings.checked[BASE + "small/Class"] == 1
    assert findings.checked[ns.OZS + "label-text"] > 1
