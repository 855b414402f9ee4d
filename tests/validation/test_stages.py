"""The order that protects the data: literals as written, guards, reasoning, the other shapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ozek.errors import OzekError
from ozek.pipeline import prepare
from ozek.project import load_project, read_project
from ozek.stages import check
from ozek.validation import ValidationReport, validate
from small_project import BASE

OWN = """@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozs: <https://w3id.org/ozek/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shapes#{name}> a sh:PropertyShape ; sh:targetSubjectsOf ozek:foundingYear ;
    sh:path ozek:foundingYear ; {constraint} ; sh:message "own"@en .
"""


def stating(folder: Path, facts: str) -> Path:
    """The folder with more facts in sentence one."""
    data = folder / "data.trig"
    text = data.read_text("utf-8")
    assert "<graph/s01> {" in text
    prefixes = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    prefixes += "@prefix org: <http://www.w3.org/ns/org#> .\n"
    data.write_text(prefixes + text.replace("<graph/s01> {", "<graph/s01> {\n" + facts), "utf-8")
    return folder


def checked(folder: Path) -> ValidationReport:
    return check(read_project(folder))[1]


def test_ill_typed_literals_are_found_as_written(small_copy: Path) -> None:
    stating(
        small_copy,
        '<actor/firm> ozek:note "300"^^xsd:byte , "none"^^xsd:boolean , "1"^^xsd:integr ,'
        ' "7"^^<https://example.org/own> , "2024-02-29"^^xsd:date .',
    )
    report = checked(small_copy)
    found = {f'"{one.value}"': one for one in report if one.stage == "lexical"}
    assert sorted(found) == ['"1"', '"300"', '"none"']
    assert "xsd:byte" in found['"300"'].text("kk")
    assert "no datatype of XML Schema" in found['"1"'].text()
    assert found['"none"'].sources == (BASE + "passage/s01",)
    assert report.not_run == ("reasoning", "facts")
    assert report.exit_status == 1


def test_a_loaded_project_is_checked_as_written_too(small_copy: Path) -> None:
    """The store reads ``"300"^^xsd:byte`` as the number 300."""
    stating(small_copy, '<actor/firm> ozek:note "300"^^xsd:byte .')
    store = load_project(read_project(small_copy))
    (row,) = store.query("SELECT (datatype(?o) AS ?d) { ?s ozek:note ?o }")
    assert row["d"].value.endswith("#integer")
    assert [str(one.value) for one in validate(store) if one.stage == "lexical"] == ["300"]


def test_datatypes_asked_for_by_shapes_are_those_written(small_copy: Path) -> None:
    """A store turns ``xsd:int`` into ``xsd:integer``; a guard that asks for the latter sees it."""
    stating(small_copy, '<actor/north> ozek:foundingYear "1999"^^xsd:int .')
    (result,) = (one for one in checked(small_copy) if one.stage == "guard")
    assert (result.component, str(result.value)) == ("Datatype", "1999")


def test_nothing_is_derived_from_data_that_break_a_guard(small_copy: Path) -> None:
    stating(small_copy, "<p> org:member <actor/firm> , <actor/north> ; a ozek:Participation .")
    store, report = check(read_project(small_copy))
    assert {one.shape.split("#")[1] for one in report if one.stage == "guard"} >= {
        "participation-member"
    }
    assert report.not_run == ("reasoning", "facts")
    assert "InferredGraph" not in store.graph_kinds().values()
    with pytest.raises(OzekError, match="a shape that reasoning depends on"):
        prepare(read_project(small_copy))


def test_a_contradiction_ends_with_four_and_says_its_stage(
    small_copy: Path, run: Callable[..., Any]
) -> None:
    stating(small_copy, "<park> a ozek:NationalTechnopark , ozek:RegionalTechnopark .")
    report = checked(small_copy)
    (result,) = (one for one in report if one.stage == "reasoning")
    assert result.clash is not None
    assert result.clash.rule == "cax-dw"
    assert str(result.focus) == BASE + "park"
    assert result.sources == (BASE + "passage/s01",)
    assert report.not_run == ("facts",)
    assert report.exit_status == 4
    done = run("validate", small_copy, "--format", "json")
    assert done.status == 4
    assert any("park" in row["focus"] for row in json.loads(done.out))
    number = report.results.index(result) + 1
    proof = run("explain", "--finding", number, "--project", small_copy)
    assert proof.status == 0
    assert "RegionalTechnopark" in proof.out


def test_shapes_after_reasoning_see_derived_facts(small_copy: Path) -> None:
    report = checked(small_copy)
    assert report.not_run == ()
    assert {one.stage for one in report} <= {"facts", "evidence", "guard"}


def test_a_project_names_its_profiles(small_copy: Path) -> None:
    toml = small_copy / "ozek.toml"
    (small_copy / "mine.ttl").write_text(OWN.format(name="mine", constraint="sh:maxInclusive 1"))
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("[title]", 'profiles = ["mine.ttl"]\n\n[title]', 1), "utf-8")
    project = read_project(small_copy)
    assert project.profiles == (small_copy / "mine.ttl",)
    assert small_copy / "mine.ttl" in project.input_files
    assert "https://example.org/shapes#mine" in {one.shape for one in check(project)[1]}
    toml.write_text(text.replace("[title]", 'profiles = ["nine"]\n\n[title]', 1), "utf-8")
    with pytest.raises(OzekError, match=r"ozek\.toml:\d+: 'nine' is neither a profile \("):
        read_project(small_copy)


def test_profiles_are_checked_on_top_of_the_model(small_copy: Path) -> None:
    stating(small_copy, '<actor/north> ozek:foundingYear "soon" .')
    own = small_copy / "mine.ttl"
    own.write_text(OWN.format(name="mine", constraint="sh:maxLength 2"))
    _, report = check(read_project(small_copy), profiles=[own])
    assert "guard" in {one.stage for one in report}
    assert report.not_run == ("reasoning", "facts")
    text = (small_copy / "data.trig").read_text("utf-8")
    (small_copy / "data.trig").write_text(text.replace('"soon"', "1999"), "utf-8")
    _, report = check(read_project(small_copy), profiles=[own])
    assert {one.shape for one in report if one.stage == "facts"} >= {
        "https://example.org/shapes#mine"
    }
