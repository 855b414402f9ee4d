"""Neighbourhoods and paths, against networkx over the same facts."""

from __future__ import annotations

import html
from typing import Any

import networkx as nx
import pytest

pytest.importorskip("starlette")

from ozek import namespaces as ns
from ozek.web.neighbours import links, path
from ozek.web.pages.graphs import MOST


def _network(site: Any, places: bool) -> nx.Graph:
    """Every link between named things, by looking at each thing on its own."""
    found = nx.Graph()
    base = site.project.base
    things = {q.subject.value for q in site.store.matching(None, ns.PREF_LABEL)}
    for thing in things:
        if thing.startswith((base, ns.OZT)):
            for link in links(site, thing):
                if places or link.predicate != ns.OZEK + "isLocatedIn":
                    found.add_edge(link.source, link.target)
    return found


@pytest.mark.parametrize("places", [False, True])
def test_paths_are_as_short_as_networkx_finds_them(wine_site: Any, places: bool) -> None:
    network = _network(wine_site, places)
    nodes = sorted(network)
    for start in nodes[::3]:
        lengths = nx.single_source_shortest_path_length(network, start)
        for goal in nodes[::4]:
            found = path(wine_site, start, goal, places=places).steps
            expected = lengths.get(goal)
            assert (None if found is None else len(found)) == expected, (start, goal)
            at = start
            for link in found or ():
                assert at in (link.source, link.target)
                at = link.other(at)
            assert found is None or at == goal


def test_a_neighbourhood_is_the_same_as_list_picture_and_data(wine: Any, wine_site: Any) -> None:
    focus = "cluster/california-wine"
    data = wine.get("/graph.json", params={"focus": focus}).json()
    page = wine.get("/graph", params={"focus": focus, "lang": "en"})
    assert page.status_code == 200
    others = {node["id"] for node in data["nodes"]} - {wine_site.project.base + focus}
    assert 0 < len(others) <= MOST
    for node in others:
        assert f'data-id="{node}"' in page.text
    ends = {end for edge in data["edges"] for end in (edge["source"], edge["target"])}
    assert ends == {node["id"] for node in data["nodes"]}
    left = data["more"].get(wine_site.project.base + focus, 0)
    every = {
        one.other(wine_site.project.base + focus)
        for one in links(wine_site, wine_site.project.base + focus)
    }
    assert len(others) + left == len(every)


def test_a_relation_can_be_hidden(wine: Any) -> None:
    focus = "cluster/california-wine"
    all_edges = wine.get("/graph.json", params={"focus": focus}).json()["edges"]
    hidden = all_edges[0]["relation"]
    rest = wine.get("/graph.json", params={"focus": focus, "hide": hidden}).json()["edges"]
    assert rest and hidden not in {edge["relation"] for edge in rest}


def test_a_path_shows_each_step_with_its_evidence(wine: Any, wine_site: Any) -> None:
    actors = sorted(
        q.subject.value
        for q in wine_site.store.matching(None, ns.OZEK + "suppliesTo")
        if q.subject.value.startswith(wine_site.project.base + "actor/")
    )
    query = {"from": actors[0], "to": "cluster/california-wine", "lang": "en"}
    page = wine.get("/path", params=query)
    rows = wine.get("/path.json", params=query).json()
    assert rows and rows[-1]["target"].endswith("cluster/california-wine")
    assert "/sentence/" in page.text or "/proof?" in page.text


def test_no_path_is_said_as_not_recorded(client: Any) -> None:
    query = {"from": "theory/clusters", "to": "place/kurchatov", "lang": "en"}
    page = html.unescape(client.get("/path", params=query).text)
    assert "No path is recorded" in page or "only by a common place" in page or "Steps:" in page
    assert client.get("/path", params={"from": "zzzzqq", "to": "x"}).status_code == 400


def test_a_name_will_do_and_the_start_offers_some(client: Any) -> None:
    page = client.get("/graph", params={"focus": "Курчатов", "lang": "ru"})
    assert page.status_code == 200 and "Курчатов" in page.text
    start = client.get("/graph").text
    assert start.count("/graph?focus=") >= 3
    assert client.get("/graph", params={"focus": "javascript:alert(1)"}).status_code == 400
