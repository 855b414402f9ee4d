"""``ozek validate``: what it reads, what it ends with, where it writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from findings import COMPONENTS
from graphs import PREFIXES
from ozek.validation.command import Wanted, findings_of_file
from ozek.validation.writing import write as in_format
from small_project import SMALL

Run = Callable[..., Any]

SHAPES = """
ex:violation a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:minCount 1 .
ex:warning a sh:PropertyShape ; sh:targetClass ex:B ; sh:path ex:p ; sh:minCount 1 ;
    sh:severity sh:Warning .
ex:info a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:minCount 1 ;
    sh:severity sh:Info .
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a Turtle file with prefixes."""

    def file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(f"@prefix ex: <https://example.org/ns#> .\n{PREFIXES}{text}", "utf-8")
        return path

    return file


FAILS = [("A", (1, 1, 1)), ("B", (0, 1, 1)), ("C", (0, 0, 1)), ("D", (0, 0, 0))]


@pytest.mark.parametrize(("kind", "statuses"), FAILS)
def test_status_by_what_fails(
    write: Callable[[str, str], Path], kind: str, statuses: tuple[int, ...]
) -> None:
    data, shapes = write("data.ttl", f"ex:x a ex:{kind} ."), write("shapes.ttl", SHAPES)
    findings = findings_of_file(data, Wanted(shapes=(str(shapes),)))
    for level, status in zip(("violation", "warning", "info"), statuses, strict=True):
        strict = replace(findings, fail_on=level)
        assert strict.exit_status == status
        verdict = "does not conform" if status else "conforms"
        assert in_format(strict, "text").splitlines()[0] == f"data.ttl: {verdict}"
        # as the standard has it, whatever fails
        assert ("sh:conforms true" in in_format(strict, "turtle")) == (kind == "D")


def test_words_go_to_standard_error_and_findings_to_standard_output(
    run: Run, write: Callable[[str, str], Path]
) -> None:
    data, shapes = write("data.ttl", "ex:x a ex:B ."), write("shapes.ttl", SHAPES)
    result = run("validate", data, "--shapes", shapes, "--fail-on", "warning", "-f", "turtle")
    assert result.status == 1
    assert "sh:conforms false" in result.out
    assert result.err.splitlines()[-1] == "does not conform"


def test_a_profile_adds_and_shapes_tell_only_theirs(
    run: Run, write: Callable[[str, str], Path]
) -> None:
    data = write("data.ttl", "ex:x a ex:A . ex:g a ozek:Goal ; skos:prefLabel 'G'@en .")
    shapes = write("shapes.ttl", SHAPES)

    def checks(*arguments: object) -> set[str]:
        found = json.loads(run("validate", data, "-f", "json", *arguments).out)
        return {one["shape"].rpartition("#")[2] for one in found}

    model = checks()
    assert model and "violation" not in model
    assert checks("--profile", shapes) == model | {"violation"}
    assert checks("--shapes", shapes) == {"violation"}


def test_what_reasoning_needs_is_told_for_any_shapes(
    run: Run, write: Callable[[str, str], Path]
) -> None:
    data = write("data.ttl", 'ex:x a ex:D ; ex:n "300"^^xsd:byte .')
    result = run("validate", data, "--shapes", write("shapes.ttl", SHAPES), "-f", "json")
    (one,) = json.loads(result.out)
    assert (result.status, one["stage"], one["value"]) == (1, "lexical", "300")
    assert one["line"] == data.read_text("utf-8").count("\n") + 1


def test_contradictions_end_in_status_4(run: Run, write: Callable[[str, str], Path]) -> None:
    data = write("data.ttl", "ex:x a ozek:IndustrialCore, ozek:InfrastructureSegment .")
    result = run("validate", data, "--lang", "ru")
    assert result.status == 4
    assert "ozek explain --clashes" in result.out
    assert "data.ttl:" in result.out


def test_a_file_of_a_project_is_read_as_its_data(run: Run) -> None:
    """Its graphs have kinds: plans are no facts, and there is evidence to check."""
    result = run("validate", SMALL / "data.trig", "-f", "json")
    assert result.status == 0
    assert {one["stage"] for one in json.loads(result.out)} <= {"facts", "evidence"}


def test_out_is_written_in_one_step(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "findings.sarif"
    result = run("validate", SMALL, "-f", "sarif", "-o", out)
    assert (result.status, result.out) == (0, "")
    assert json.loads(out.read_text("utf-8"))["version"] == "2.1.0"
    assert result.err.splitlines()[-1] == "conforms"
    assert [path.name for path in tmp_path.iterdir()] == ["findings.sarif"]
    nowhere = run("validate", SMALL, "-o", tmp_path / "no" / "folder.txt")
    assert (nowhere.status, "cannot be written" in nowhere.err) == (5, True)


BAD = [
    (("no-such.ttl",), 3, "no-such.ttl: there is no such file"),
    (("broken.ttl",), 3, "broken.ttl:"),
    (("data.ttl", "--shapes", "unknown.ttl"), 3, "sh:minCnt"),
    (("data.ttl", "--shapes", "no-such.ttl"), 3, "no-such.ttl: there is no such file"),
    (("data.ttl", "--profile", "no-such"), 2, "there is no profile 'no-such'"),
    (("no-such-project",), 2, "neither a folder"),
    (("data.ttl", "--fail-on", "never"), 2, "--fail-on"),
]


@pytest.mark.parametrize(("arguments", "status", "says"), BAD)
def test_what_cannot_be_checked_is_said(
    run: Run,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    status: int,
    says: str,
) -> None:
    write("data.ttl", "ex:x a ex:A .")
    write("broken.ttl", "ex:x a ex:A ;\n ; .. ")
    write("unknown.ttl", "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:minCnt 1 .")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OZEK_PROJECT", raising=False)
    result = run("validate", *arguments)
    assert result.status == status
    assert says in result.err
    assert result.out == ""


def test_the_components_in_full(run: Run) -> None:
    shapes, data = COMPONENTS / "shapes.ttl", COMPONENTS / "data.ttl"
    result = run("validate", data, "--shapes", shapes, "--details", "--lang", "kk")
    assert result.status == 1
    assert "ex:firm a ozek:University ." in " ".join(result.out.split())
    assert "Traceback" not in result.err
