"""Sources: documents, passages, sentences with their facts; the text where it is at hand."""

from __future__ import annotations

import html
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from needed import needed

pytest.importorskip("starlette")

from rdflib import Dataset, Graph, URIRef
from starlette.testclient import TestClient

from ozek.web import passages
from ozek.web.app import create_app
from ozek.wording import wordings

TEXT = Path(__file__).parents[3] / "shared" / "source" / "nis-kazakhstan.kk.txt"


def test_every_source_is_listed_with_its_passages(client: Any, site: Any) -> None:
    listed = {row["source"]: row for row in client.get("/sources.json").json()}
    for source in site.project.sources:
        row = listed[f"{site.project.base}source/{source.id}"]
        assert 0 < row["used"] <= row["passages"] and row["triples"] > 0
        assert row["share"] == pytest.approx(row["used"] / row["passages"], abs=1e-4)
        for lang in ("kk", "ru", "en"):
            label = site.labels(lang).of(row["source"])
            assert html.escape(label) in client.get(f"/sources?lang={lang}").text


def test_the_triples_of_a_source_are_those_of_the_graphs_that_quote_it(site: Any) -> None:
    sizes = site.store.sizes()
    for document in passages.documents(site).values():
        graphs = {g for iri in document.passages for g in passages.graphs_of(site, iri)}
        assert passages.use(site)[document.iri].triples == sum(sizes[g] for g in graphs) > 0


def test_the_sentences_stand_in_the_order_of_the_text(client: Any) -> None:
    names = [row["name"] for row in client.get("/sources/nis-article.json").json()]
    assert names[:3] == ["s01", "s02", "s03"] and len(names) == 43
    page = client.get("/sources/nis-article").text
    assert page.index("/sentence/s01") < page.index("/sentence/s02") < page.index("/sentence/s30")


def test_a_sentence_shows_its_facts_and_a_plan_as_a_plan(client: Any) -> None:
    page = client.get("/sentence/s24?lang=en").text
    assert 'id="s24"' in page and 'id="s24-planned"' in page and "Planned" in page
    assert 'rel="prev"' in page and 'rel="next"' in page
    rows = client.get("/sentence/s24.json").json()
    assert {"stated", "planned"} <= {row["basis"] for row in rows}
    turtle = Graph().parse(data=client.get("/sentence/s24.ttl").text, format="turtle")
    trig = Dataset()
    trig.parse(data=client.get("/sentence/s24.trig").text, format="trig")
    planned = [row for row in rows if row["basis"] == "planned"]
    for row in planned:
        subject, predicate = URIRef(row["subject"]), URIRef(row["predicate"])
        assert any(True for _ in trig.quads((subject, predicate, None, None)))
        assert (subject, predicate, None) not in turtle, "no plan without its graph"


def test_a_reading_says_what_was_unclear_and_what_was_left(client: Any, site: Any) -> None:
    reading = next(
        name.removeprefix(site.project.base)
        for name, kind in site.store.graph_kinds().items()
        if kind == "ReadingGraph" and name in site.store.chosen_readings()
    )
    where = client.get(f"/page/{reading}").headers["location"].partition("#")[0]
    for lang, word in (("kk", "Таңдалған оқылым"), ("ru", "Выбранное"), ("en", "reading chosen")):
        assert word in client.get(f"{where}?lang={lang}").text


def test_without_the_text_there_is_a_restatement_and_no_wording(client: Any) -> None:
    page = client.get("/sentence/s30?lang=en").text
    assert "<blockquote" not in page and 'class="lead"' in page
    assert client.get("/sentence/s99").status_code == 404
    assert client.get("/sources/nothing").status_code == 404


def test_with_the_text_the_passage_is_marked_in_its_place(site: Any, tmp_path: Path) -> None:
    path = Path(shutil.copy(needed(TEXT), tmp_path / "text.txt"))
    own = replace(site.project.sources[0], text=path)
    project = replace(site.project, sources=(own, *site.project.sources[1:]))
    before = site.store.wordings
    site.store.wordings = wordings(project, site.store)
    try:
        again = replace(site, project=project, _made={}, _locks={})
        reader = TestClient(create_app(again))
        page = reader.get("/sources/nis-article").text
        assert page.count("<mark id=") == 43
        sentence = html.unescape(reader.get("/sentence/s30").text)
        wording = site.store.wordings[site.project.base + "passage/s30"]
        assert f"<mark>{wording}</mark>" in sentence
    finally:
        site.store.wordings = before


def test_a_long_text_comes_in_parts_that_make_it_whole(site: Any) -> None:
    found = passages.documents(site)["nis-article"]
    some = [passages.Piece("start ")]
    for iri in found.passages:
        some += [passages.Piece(f"{iri} ", iri), passages.Piece("between ")]
    parts = [passages.part(site, found, some, first, 10) for first in range(0, 43, 10)]
    assert [piece for part in parts for piece in part] == some
    assert [sum(bool(piece.passage) for piece in part) for part in parts] == [10, 10, 10, 10, 3]


def test_a_text_with_windows_line_ends_is_cut_where_the_positions_are(
    site: Any, tmp_path: Path
) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("a\r\nb\r\nқ".encode())
    own = replace(site.project.sources[0], text=path)
    project = replace(site.project, sources=(own, *site.project.sources[1:]))
    again = replace(site, project=project, _made={}, _locks={})
    found = passages.documents(again)[own.id]
    assert passages.text_of(again, found) == "a\r\nb\r\nқ"
