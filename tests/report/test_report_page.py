"""The report as a page: structure, links, languages, bytes, and what it says."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from page_tree import Node, in_language, parse
from small_projects import make_project

from ozek.project import load_project
from ozek.report import LANGUAGES, ReportInput, write_report


@pytest.fixture(scope="module")
def whole(text: str) -> Node:
    return parse(text)


@pytest.fixture(scope="module")
def pages(whole: Node) -> dict[str, Node]:
    """The page as readers of each language see it."""
    return {lang: in_language(whole, lang) for lang in LANGUAGES}


def section(page: Node, key: str) -> Node:
    return next(node for node in page.all("section") if node.attributes.get("id") == key)


def test_structure(whole: Node) -> None:
    page = whole
    assert page.first("html").attributes["lang"] == "en"
    assert [len(list(page.all(tag))) for tag in ("main", "header", "footer", "h1")] == [1] * 4
    levels = [int(node.tag[1]) for node in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(next(iter(node.all("h2"))) for node in page.first("main").all("section"))
    for details in page.all("details"):
        first = next(child for child in details.children if isinstance(child, Node))
        assert first.tag == "summary" and first.text
    for figure in page.all("figure"):
        assert figure.first("figcaption").text and figure.first("svg").attributes["role"]


def test_names_by_other_elements_are_there(whole: Node) -> None:
    ids = {node.attributes["id"] for node in whole.all() if "id" in node.attributes}
    for name in ("aria-labelledby", "aria-describedby"):
        assert {n.attributes[name] for n in whole.all() if name in n.attributes} <= ids


def test_switches(whole: Node) -> None:
    chosen = [n.attributes["id"] for n in whole.all("input") if "checked" in n.attributes]
    assert chosen == ["lang-en", "scheme-auto"]
    labels = {n.attributes["for"] for n in whole.all("label")}
    assert labels == {n.attributes["id"] for n in whole.all("input")} and len(labels) == 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables(pages: dict[str, Node], lang: str) -> None:
    tables = list(pages[lang].all("table"))
    assert len(tables) > 30
    for table in tables:
        captions = [one.text for one in table.all("caption")]
        assert "aria-labelledby" in table.attributes or captions[0]
        head = [cell for row in table.first("thead").all("tr") for cell in row.all("th")]
        assert head and all(c.text and c.attributes["scope"] == "col" for c in head)
        for row in table.first("tbody").all("tr"):
            assert len(list(row.all("td", "th"))) == len(head), captions


def test_links_resolve(whole: Node) -> None:
    ids = [node.attributes["id"] for node in whole.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for link in whole.all("a"):
        assert link.attributes["href"].startswith("#") and link.attributes["href"][1:] in ids


def test_needs_nothing_from_outside(text: str, whole: Node) -> None:
    assert not list(whole.all("link", "img", "iframe", "object"))
    assert not any(name.startswith("on") for node in whole.all() for name in node.attributes)
    assert "@import" not in text and not re.search(r"url\((?!#)", text)
    [script] = whole.all("script")
    digest = hashlib.sha256("".join(map(str, script.children)).encode()).digest()
    assert "src" not in script.attributes
    assert f"script-src 'sha256-{base64.b64encode(digest).decode()}'" in text
    assert "default-src 'none'" in text


def test_no_python_shows_through(text: str) -> None:
    for leak in ("bound method", " Name(", " Ref(", " Text(", "rdflib", "{n}", ">None<"):
        assert leak not in text, leak


def test_small_enough_for_an_e_mail(text: str) -> None:
    assert len(text.encode()) < 1_000_000


def test_bytes_are_the_same_for_a_store_loaded_again(small_project, small) -> None:  # type: ignore[no-untyped-def]
    first = write_report(ReportInput(small_project, small))
    assert first == write_report(ReportInput(small_project, load_project(small_project)))


def test_the_language_it_opens_in_changes_nothing_else(
    kazakhstan: ReportInput, text: str, pages: dict[str, Node]
) -> None:
    other = parse(write_report(kazakhstan, "ru"))
    assert other.first("html").attributes["lang"] == "ru"
    for lang, page in pages.items():
        assert in_language(other, lang).first("main").text == page.first("main").text
    assert write_report(kazakhstan, "en") == text


def test_every_text_is_in_three_languages_or_in_one(whole: Node) -> None:
    for node in whole.all():
        forms = [
            c.attributes["lang"]
            for c in node.children
            if isinstance(c, Node) and c.tag == "i" and "lang" in c.attributes
        ]
        assert len(forms) % 3 == 0 and all(
            set(forms[at : at + 3]) == set(LANGUAGES) for at in range(0, len(forms), 3)
        )


def test_every_sentence_is_there(pages: dict[str, Node]) -> None:
    for page in pages.values():
        listed = [n for n in page.all("div") if n.attributes.get("class") == "passage"]
        found = {n.attributes["id"]: n for n in listed}
        for number in range(1, 44):
            assert len(found[f"p-s{number:02}"].first("dd").text) > 20
            assert list(found[f"p-s{number:02}"].all("li")), "no fact is listed"
        assert "43/43" in section(page, "glance").text


def test_declared_and_named(pages: dict[str, Node]) -> None:
    rows = {
        row.first("th").text: [cell.text for cell in row.all("td")]
        for row in section(pages["en"], "named").first("tbody").all("tr")
    }
    national = rows["national technoparks of Kazakhstan"]
    assert national[0] == "6" and national[1].startswith("4: ") and national[2] == "2"
    assert rows["regional technoparks of Kazakhstan"][:3] == ["7", "0", "7"]
    assert "by a reading" in national[1]
    sums = section(pages["en"], "named").first("ul").text
    assert "13 = 6 + 7" in sums and "13 = 10 + 3" in sums


def test_functions_are_not_recorded_and_never_missing(pages: dict[str, Node]) -> None:
    row = section(pages["en"], "functions").first("tbody").first("tr")
    assert [cell.text for cell in row.all("td")] == ["not recorded"] * 5
    assert "0/5" in section(pages["en"], "glance").text


def test_benefits_with_their_basis(pages: dict[str, Node]) -> None:
    rows = list(section(pages["en"], "benefits").first("tbody").all("tr"))
    assert len(rows) == 6
    text = {row.first("th").text: row.text for row in rows}
    assert "50 %" in text["corporate tax cut by half"]
    assert "by a reading [41]" in text["exemption from customs payments on imported goods"]
    assert "[40]" in text["exemption from land tax"]


def test_readings_show_what_was_chosen_and_what_was_left_open(pages: dict[str, Node]) -> None:
    found = section(pages["en"], "readings")
    all_of_them = [d for d in found.all("details") if d.attributes["id"].startswith("r-")]
    chosen = [d for d in all_of_them if "taken" in [n.attributes.get("class") for n in d.all("li")]]
    counts = re.search(r"In all: (\d+); chosen: (\d+); left open: (\d+)", found.text)
    assert counts is not None
    total, taken, left = map(int, counts.groups())
    assert (len(all_of_them), len(chosen)) == (total, taken) and total == taken + left > taken


def test_findings_of_the_validation(pages: dict[str, Node]) -> None:
    row = section(pages["en"], "validation").first("details").first("tbody").first("tr").text
    assert row.startswith("note") and "Two parks have no name." in row and row.endswith("[29]")
    assert "conforms" in section(pages["en"], "glance").first("dl").text


def test_every_question_is_there(kazakhstan: ReportInput, pages: dict[str, Node]) -> None:
    ids = {node.attributes.get("id") for node in pages["kk"].all("details")}
    assert {f"q-{name}" for name in kazakhstan.answers} <= ids


def test_labels_in_another_language_say_so(pages: dict[str, Node]) -> None:
    tagged = [n for n in pages["kk"].all("span") if n.attributes.get("class") == "in"]
    assert tagged and {n.attributes["lang"] for n in tagged} <= {"en", "ru", "kk", "zh", "de", "fr"}


def test_an_empty_project(tmp_path: Path) -> None:
    data = """@prefix ozek: <https://w3id.org/ozek/ontology#> .
    <https://example.org/tried/graph/provenance> {
        <https://example.org/tried/graph/provenance> a ozek:ProvenanceGraph . }"""
    project, store = make_project(tmp_path, data, head=False)
    page = parse(write_report(ReportInput(project, store)))
    assert [node.attributes["id"] for node in page.all("section")] == ["glance", "cite"]


def test_markup_in_data_stays_text(tmp_path: Path) -> None:
    bad = '<script>alert(1)</script>\\" onmouseover=\\"x'
    data = f"""
    <graph/s01> {{ <technopark/x> a ozek:Technopark . <place/y> a ozek:Settlement .
        <technopark/x> ozek:isLocatedIn <place/y> . }}
    <graph/labels> {{ <technopark/x> skos:prefLabel "{bad}"@en . }}"""
    project, store = make_project(tmp_path, data)
    text = write_report(ReportInput(project, store))
    page = parse(text)
    assert not any("alert" in node.text for node in page.all("script"))
    assert not any("onmouseover" in node.attributes for node in page.all())
    assert "&lt;script&gt;" in text.lower()


def test_a_function_that_is_provided_or_stated_absent(tmp_path: Path) -> None:
    data = """
    <graph/s01> { <cluster/x> a ozek:Cluster ; ozek:lacksFunction ozt:function-finance .
        <actor/bank> a ozek:Enterprise .
        <participation/1> a ozek:Participation ; org:member <actor/bank> ;
            ozek:isInCluster <cluster/x> ; ozek:performsFunction ozt:function-training . }
    <graph/labels> { <actor/bank> skos:prefLabel "Bank"@en . }"""
    project, store = make_project(tmp_path, data)
    page = in_language(parse(write_report(ReportInput(project, store), "en")), "en")
    cells = [c.text for c in section(page, "functions").first("tbody").all("td")]
    assert sorted(cells) == [
        "not recorded",
        "not recorded",
        "not recorded",
        "provided: Bank [1]",
        "stated absent [1]",
    ]
