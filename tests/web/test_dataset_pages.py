"""What catalogues and people are told of the dataset: VoID, DCAT, files, about, the editor."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

pytest.importorskip("starlette")

from rdflib import DCAT, DCTERMS, RDF, VOID, Graph

VOID_NAME = "http://testserver/void#dataset"


def test_void_counts_what_the_graph_has(client: Any, site: Any) -> None:
    found = Graph().parse(data=client.get("/void.ttl").text, format="turtle")
    facts = {(t.subject, t.predicate, t.object) for t in site.store.triples()}
    (dataset,) = found.subjects(RDF.type, VOID.Dataset)
    assert str(dataset) == VOID_NAME
    assert int(str(found.value(dataset, VOID.triples))) == len(facts)
    for part in found.objects(dataset, VOID.propertyPartition):
        name = str(found.value(part, VOID.property))
        assert int(str(found.value(part, VOID.triples))) == sum(
            p.value == name for _, p, _ in facts
        )
    for dump in found.objects(dataset, VOID.dataDump):
        assert client.get(str(dump)).status_code == 200
    assert client.get("/.well-known/void").headers["location"] == "/void"


def test_dcat_lists_every_file_with_its_digest(client: Any, site: Any) -> None:
    found = Graph().parse(data=client.get("/dcat.ttl").text, format="turtle")
    files = list(found.subjects(RDF.type, DCAT.Distribution))
    assert len(files) == len(site.built.files) > 10
    assert {str(o.language) for o in found.objects(None, DCTERMS.title) if o.language} == {  # type: ignore[attr-defined]
        "kk",
        "ru",
        "en",
    }


def test_a_downloaded_file_has_the_digest_that_is_listed(client: Any) -> None:
    listed = client.get("/download.json").json()
    one = next(row for row in listed if row["name"].endswith(".trig"))
    body = client.get(f"/files/{one['name']}").content
    assert hashlib.sha256(body).hexdigest() == one["sha256"] and len(body) == one["bytes"]


def test_the_data_of_a_page_can_be_had_by_accept(client: Any) -> None:
    turtle = client.get("/void", headers={"accept": "text/turtle, text/html;q=0.5"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    for accept in ("*/*", "text/html, */*;q=0.1", "image/png"):
        page = client.get("/void", headers={"accept": accept})
        assert page.headers["content-type"].startswith("text/html"), accept


def test_about_says_how_to_cite_this_build(client: Any, site: Any) -> None:
    for lang in ("kk", "ru", "en"):
        page = client.get(f"/about?lang={lang}").text
        assert site.project.title[lang] in page and site.built.id in page
    assert re.fullmatch(r"[0-9a-f]{12}", client.get("/about.json").json()["build"])


def test_the_endpoint_is_a_page_only_for_who_wants_one(client: Any) -> None:
    page = client.get("/sparql", headers={"accept": "text/html"})
    assert "<textarea" in page.text and 'action="/query"' in page.text
    described = client.get("/sparql", headers={"accept": "*/*"})
    assert described.headers["content-type"].startswith("text/turtle")
    rows = client.get(
        "/sparql", params={"query": "ASK {}"}, headers={"accept": "text/html, */*;q=0.1"}
    )
    assert rows.json()["boolean"] is True


def test_a_question_opens_in_the_editor(client: Any) -> None:
    page = client.get("/sparql?question=technopark-counts", headers={"accept": "text/html"})
    assert "SELECT" in page.text and "#+" not in page.text


def test_without_javascript_a_query_gives_a_table(client: Any) -> None:
    query = "SELECT ?c { ?c a ozek:Cluster } ORDER BY ?c"
    page = client.get("/query", params={"query": query})
    assert page.status_code == 200 and "/page/cluster/" in page.text
    rows = client.get("/query.json", params={"query": query}).json()
    assert page.text.count('href="/page/cluster/') == len(rows)
    built = client.get("/query", params={"query": "CONSTRUCT WHERE { ?s a ozek:Cluster }"})
    assert '<th scope="col">predicate</th>' in built.text


def test_a_wrong_query_keeps_its_text_and_says_where(client: Any) -> None:
    page = client.get("/query", params={"query": "SELECT ?s {\n ?s <x> }"})
    assert page.status_code == 400 and "line 2" in page.text and "&lt;x&gt;" in page.text
    for text in ("INSERT DATA { <a> <b> <c> }", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"):
        assert client.get("/query", params={"query": text}).status_code == 400
