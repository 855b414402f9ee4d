"""Things: their IRIs, pages, data, and the proofs of what is derived about them."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("starlette")

from rdflib import Dataset, Graph, URIRef

from ozek import namespaces as ns
from ozek.cards import show
from ozek.web.neighbours import links
from ozek.web.page import RDF_SUFFIXES
from ozek.web.pages.entities import LIST_SIZE, MOST_NEAR, MOST_POINTING

THING = "place/kurchatov"


def test_an_iri_leads_to_what_is_wanted(client: Any) -> None:
    cases = {
        "text/html,*/*;q=0.8": f"/page/{THING}",
        "*/*": f"/page/{THING}",
        "text/turtle": f"/data/{THING}.ttl",
        "application/ld+json": f"/data/{THING}.jsonld",
        "application/n-triples": f"/data/{THING}.nt",
        "application/rdf+xml": f"/data/{THING}.rdf",
        "application/trig, text/html;q=0.2": f"/data/{THING}.trig",
    }
    for accept, expected in cases.items():
        found = client.get(f"/id/{THING}", headers={"accept": accept})
        assert (found.status_code, found.headers["location"]) == (303, expected), accept
        assert "accept" in found.headers["vary"].lower()
        assert 'rel="alternate"' in found.headers["link"]
    assert client.get(f"/id/{THING}", headers={"accept": "image/png"}).status_code == 406
    assert client.get("/id/place/nowhere").status_code == 404


def test_every_syntax_says_the_same_and_only_facts(client: Any, site: Any) -> None:
    iri = URIRef(site.project.base + THING)
    facts = {
        (quad.subject.value, quad.predicate.value)
        for quad in (*site.store.matching(str(iri)), *site.store.matching(None, None, str(iri)))
        if quad.graph_name.value in set(site.store.fact_graphs())
    }
    formats = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    graphs = {
        suffix: set(Graph().parse(data=client.get(f"/data/{THING}.{suffix}").text, format=format))
        for suffix, format in formats.items()
    }
    assert len({frozenset(one) for one in graphs.values()}) == 1
    assert {(str(s), str(p)) for s, p, _ in graphs["nt"]} == facts


def test_trig_brings_the_evidence(client: Any) -> None:
    found = Dataset()
    found.parse(data=client.get(f"/data/{THING}.trig").text, format="trig")
    quoted = {str(o) for _, _, o, _ in found.quads((None, URIRef(ns.WAS_QUOTED_FROM), None, None))}
    assert quoted and all("/passage/" in one for one in quoted)
    assert any(True for _ in found.quads((None, URIRef(ns.RESTATEMENT), None, None))), "restated"


def test_a_page_has_every_fact_of_the_card_with_its_evidence(client: Any, site: Any) -> None:
    card = show(site.store, THING, lang="en")
    page = html.unescape(client.get(f"/page/{THING}?lang=en").text)
    for passage in card.passages:
        assert passage.restatement in page and f"/sentence/{passage.name}" in page
    derived = [fact for fact in card.facts if fact.basis == "derived"]
    assert page.count('class="proof"') == len(derived) > 0
    assert client.get(f"/page/{THING}.csv").text == card.to_table().to_text("csv")


def test_every_derived_fact_has_its_proof_one_click_away(client: Any) -> None:
    page = html.unescape(client.get(f"/page/{THING}?lang=en").text)
    links = re.findall(r'class="proof" href="([^"]*)"', page)
    for link in links:
        proof = client.get(link)
        assert proof.status_code == 200 and "/sentence/" in proof.text, link
        rows = client.get(link.replace("/proof?", "/proof.json?")).json()
        assert rows[0]["role"] == "conclusion" and any(row["passage"] for row in rows)


def test_a_proof_can_be_read_in_three_languages(client: Any) -> None:
    page = html.unescape(client.get(f"/page/{THING}").text)
    link = re.findall(r'class="proof" href="([^"]*)"', page)[0]
    texts = [client.get(f"{link}&lang={lang}").text for lang in ("kk", "ru", "en")]
    assert "өйткені" in texts[0] and "потому что" in texts[1] and "because" in texts[2]


def test_what_does_not_follow_is_not_called_false(client: Any, site: Any) -> None:
    base = site.project.base
    query = {"s": base + THING, "p": ns.OZEK + "isLocatedIn", "o": base + "place/usa"}
    page = client.get("/proof", params=query)
    assert page.status_code == 404 and "does not make it false" in page.text
    for wrong in ({}, {**query, "s": "x> ?p ?o"}, {**query, "o": '"a" . <x> <y> <z>'}):
        assert client.get("/proof", params=wrong).status_code == 400


@pytest.mark.parametrize("thing", ["place/kazakhstan", "place/astana", "source/nis-article"])
def test_what_a_card_leaves_out_is_on_a_paged_list(client: Any, site: Any, thing: str) -> None:
    page = html.unescape(client.get(f"/page/{thing}?lang=en").text)
    links = re.findall(rf'href="(/page/{thing}\?[^"]*predicate=[^"]*)">more: (\d+)', page)
    assert links, "a hub"
    card = show(site.store, thing)
    for link, more in links:
        predicate = parse_qs(urlsplit(link).query)["predicate"][0]
        every = {
            str(fact.other)
            for fact in card.facts
            if fact.incoming and str(fact.predicate) == predicate
        }
        listed: set[str] = set()
        for first in range(0, len(every), LIST_SIZE):
            rows = client.get(link.replace("?", ".json?", 1) + f"&first={first}").json()
            listed |= {row["other"] for row in rows}
        assert listed == every and int(more) == len(every) - MOST_POINTING


def test_a_card_names_some_neighbours_and_leads_to_the_rest(client: Any, site: Any) -> None:
    for lang, word in (("kk", "Көршілері"), ("ru", "Соседи"), ("en", "Neighbours")):
        page = html.unescape(client.get(f"/page/{THING}?lang={lang}").text)
        named = page[page.index(f"<p>{word}:") :].partition("</p>")[0]
        near = re.findall(r'href="/page/([^"]*)"', named)
        assert 0 < len(near) <= MOST_NEAR and f"/graph?focus={THING}" in page
        linked = {
            one.other(site.project.base + THING) for one in links(site, site.project.base + THING)
        }
        assert {site.project.base + one for one in near} <= linked


def test_a_list_has_the_evidence_too(client: Any) -> None:
    query = {"predicate": ns.OZEK + "isLocatedIn", "lang": "en"}
    page = html.unescape(client.get("/page/place/kazakhstan", params=query).text)
    assert "/sentence/" in page and 'class="proof"' in page
    assert client.get("/page/place/astana", params={"predicate": "x> ?p"}).status_code == 400
    query["predicate"] = ns.OZEK + "hasMember"
    assert "No such link is recorded" in client.get("/page/place/astana", params=query).text


def test_the_position_of_a_passage_leads_to_the_passage(client: Any, site: Any) -> None:
    assert client.get("/id/passage/s30/position").status_code == 303
    assert client.get("/sentence/s30/position").headers["location"] == "/sentence/s30"
    assert client.get("/sentence/s30/nothing").status_code == 404


def test_signposts_lead_to_the_data_and_back(client: Any, site: Any) -> None:
    link = client.get(f"/page/{THING}").headers["link"]
    assert f'<{site.project.base}{THING}>; rel="cite-as"' in link
    for suffix in RDF_SUFFIXES:
        assert f'</page/{THING}.{suffix}>; rel="describedby"' in link
    data = client.get(f"/data/{THING}.ttl").headers["link"]
    assert f'</page/{THING}>; rel="describes"' in data


def test_graphs_and_passages_lead_to_the_sentence(client: Any) -> None:
    assert client.get("/page/passage/s30").headers["location"] == "/sentence/s30"
    assert client.get("/page/graph/s30").headers["location"] == "/sentence/s30#s30"
    assert client.get("/page/graph/provenance").status_code == 200


def test_odd_names_are_not_found(client: Any) -> None:
    for odd in ("x>%20?p%20?o", "..%2f..%2fetc", "%00", "a%0d%0ab", "%F0%9F%92%A9", "%ff"):
        for front in ("/page/", "/id/", "/data/", "/sentence/", "/sources/", "/schema/"):
            assert client.get(front + odd).status_code in (400, 404), front + odd
