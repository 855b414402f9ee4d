"""Formats: each carries every result, is what its readers expect, and carries nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph, Literal, URIRef

from findings import COMPONENTS, findings_of_components
from ozek.errors import UsageError
from ozek.validation.findings import Findings
from ozek.validation.report import make_report
from ozek.validation.writing import FORMATS, write
from ozek.validation.writing.rows import COLUMNS, harmless


@cache
def found() -> Findings:
    return findings_of_components()


@cache
def written(format: str) -> str:
    return write(found(), format)


def nasty() -> Findings:
    """One finding with texts that would run, break a file or be no XML."""
    findings = found()
    one = findings.report.results[0]
    message = '=HYPERLINK("https://x")<script>alert(1)</script>\x00\x1b[31m\ufffe&'
    value = Literal("+1-1|cmd\x07")
    bad = replace(
        one, message=(("en", message),), value=value, path=URIRef("https://example.org/p")
    )
    return replace(findings, report=make_report([bad], "none"), title="<b>t</b>\x01")


# Every result -------------------------------------------------------------------------------------


def foci(findings: Findings) -> Counter[str]:
    return Counter(str(result.focus) for result in findings.report)


def test_json() -> None:
    records = json.loads(written("json"))
    assert Counter(one["focus"] for one in records) == foci(found())
    assert [one["number"] for one in records] == list(range(1, len(records) + 1))
    for one in records:
        assert tuple(one) == COLUMNS
        assert all(value is None or isinstance(value, str | int) for value in one.values())
        assert one["message"] and one["suggestion"] and one["rule"]
    datatype = next(one for one in records if one["component"] == "Datatype")
    line = (COMPONENTS / "data.ttl").read_text("utf-8").splitlines()[datatype["line"] - 1]
    assert "1 990" in line
    assert datatype["file"].endswith("data.ttl")


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv"))))
    assert Counter(one["focus"] for one in rows) == foci(found())
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize("format", ["table", "markdown", "tsv"])
def test_tables(format: str) -> None:
    assert written(format).count("Violation") >= len(found().report)


def test_sarif() -> None:
    log = json.loads(written("sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(found().report)
    for rule in rules:
        assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"]
        assert rule["helpUri"].startswith("https://")
    prints = set()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == "error"
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert place["artifactLocation"]["uri"].endswith("tests/validation/components/data.ttl")
        prints.add(result["partialFingerprints"]["ozekFinding/v1"])
    assert len(prints) == len(found().report)
    assert run["invocations"][0]["exitCode"] == 1


def test_sarif_files_are_named_from_the_folder_we_are_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def artifact() -> dict[str, Any]:
        one = json.loads(write(found(), "sarif"))["runs"][0]["results"][0]["locations"][0]
        place: dict[str, Any] = one["physicalLocation"]["artifactLocation"]
        return place

    monkeypatch.chdir(COMPONENTS)
    assert artifact() == {"uri": "data.ttl", "uriBaseId": "SRCROOT"}
    monkeypatch.chdir(tmp_path)
    assert artifact() == {"uri": (COMPONENTS / "data.ttl").resolve().as_uri()}


def test_junit() -> None:
    root = ElementTree.fromstring(written("junit"))
    assert root.tag == "testsuites"
    suites = list(root)
    assert {suite.tag for suite in suites} == {"testsuite"}
    told = Counter(result.shape for result in found().report)
    failed = {suite.get("name") for suite in suites if suite.get("failures") != "0"}
    assert len(failed) == len(told)
    for suite in suites:
        failures = suite.findall("testcase/failure")
        assert int(suite.get("failures", "")) == len(failures)
        assert int(suite.get("tests", "")) >= len(failures)
        for failure in failures:
            assert failure.get("message") and failure.get("type") and failure.text
    assert int(root.get("tests", "")) == sum(int(suite.get("tests", "")) for suite in suites)
    messages = " ".join(text or "" for text in (e.text for e in root.iter("failure")))
    assert messages.count("violation:") == len(found().report)


def test_junit_tells_what_does_not_fail_in_the_output() -> None:
    findings = found()
    mild = [replace(one, severity="Info") for one in findings.report]
    report = make_report(mild, "none")
    root = ElementTree.fromstring(write(replace(findings, report=report), "junit"))
    assert root.get("failures") == "0"
    assert sum((e.text or "").count("note:") for e in root.iter("system-out")) == len(report)
    strict = replace(findings, report=report, fail_on="info")
    assert ElementTree.fromstring(write(strict, "junit")).get("failures") != "0"


def test_turtle_is_the_standard_report_with_details() -> None:
    graph = Graph().parse(data=written("turtle"), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(report, SH.result))
    assert Counter(str(graph.value(one, SH.focusNode)) for one in results) == foci(found())
    details = set(graph.objects(None, SH.detail))
    assert details
    assert not details & set(results)
    for one in details:
        assert (one, RDF.type, SH.ValidationResult) in graph
        assert graph.value(one, SH.sourceConstraintComponent) is not None


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_html(lang: str) -> None:
    page = _Page()
    page.feed(write(replace(found(), lang=lang), "html"))
    assert page.open == []
    assert page.tags["details"] == len(found().report)
    assert page.tags["script"] == page.tags["img"] == page.tags["link"] == 0
    assert ("lang", lang) in page.attributes
    targets = {value for name, value in page.attributes if name == "id"}
    links = [value for name, value in page.attributes if name == "href"]
    assert links and all(link and link[0] == "#" and link[1:] in targets for link in links)


def test_text_has_one_line_for_the_same_finding_on_many_things() -> None:
    findings = found()
    one = findings.report.results[0]
    many = [replace(one, focus=URIRef(f"https://example.org/thing/{n}")) for n in range(1000)]
    text = write(replace(findings, report=make_report(many, "none")), "text", width=80)
    assert "1000 ×" in text
    assert "and others: 997" in text
    assert len(text.splitlines()) < 40
    assert "thing/999" not in text
    full = write(replace(findings, report=make_report(many[:50], "none")), "text", details=True)
    assert len(re.findall(r"^ +\d+\. ", full, re.MULTILINE)) == 50


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_text_keeps_to_its_width(width: int, lang: str) -> None:
    text = write(replace(found(), lang=lang), "text", width=width, details=True)
    for line in text.splitlines():
        words = line.split()
        assert len(line) <= width or len(words[-1]) > width - 30
    assert "{" not in text.replace("{16}", "")


def test_text_in_color_says_the_same() -> None:
    plain, painted = (write(found(), "text", color=color) for color in (False, True))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == plain


def test_nothing_found() -> None:
    findings = replace(found(), report=make_report([], "none"))
    for format in FORMATS:
        text = write(findings, format)
        assert text.endswith("\n")
    assert "Nothing was found." in write(findings, "text")
    assert json.loads(write(findings, "json")) == []
    assert json.loads(write(findings, "sarif"))["runs"][0]["results"] == []


def test_formats_are_known_by_name() -> None:
    with pytest.raises(UsageError, match="'yaml' is no format of findings"):
        write(found(), "yaml")


# Nothing that runs --------------------------------------------------------------------------------


def test_html_is_escaped() -> None:
    page = _Page()
    text = write(nasty(), "html")
    page.feed(text)
    assert page.tags["script"] == page.tags["b"] == 0
    assert "&lt;script&gt;" in text


def test_xml_holds_no_control_characters() -> None:
    root = ElementTree.fromstring(write(nasty(), "junit"))
    assert "<script>" in str(next(root.iter("failure")).get("message"))


def test_terminals_are_not_sent_escapes_from_data() -> None:
    assert "\x1b" not in write(nasty(), "text")
    assert "\x07" not in write(nasty(), "text")


def test_cells_are_no_formulas() -> None:
    for row in csv.reader(io.StringIO(write(nasty(), "csv"))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))


CELLS = [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-1+1", "'-1+1"), ("\t=1", "'\t=1"),
    ("-12.5", "-12.5"), ("+7", "+7"), ("a=b", "a=b"), (12, 12), (None, ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "safe"), CELLS)
def test_harmless_cells(cell: object, safe: object) -> None:
    assert harmless(cell) == safe


@given(st.text())
def test_a_harmless_cell_begins_like_no_formula_and_keeps_its_text(text: str) -> None:
    safe = str(harmless(text))
    assert safe in (text, f"'{text}")
    assert not re.match(r"[=@\t\r\n]", safe)
    assert not re.match(r"[+-]", safe) or re.fullmatch(r"[+-]\d+(\.\d+)?", safe)
