"""Clusters, functions, comparison: the pages say what the commands say."""

from __future__ import annotations

import html
from typing import Any

import pytest

pytest.importorskip("starlette")

from ozek.clusters import anatomies, compare, health_card

WINE = "cluster/california-wine"


def test_a_cluster_says_what_its_card_says(wine: Any, wine_site: Any) -> None:
    iri = wine_site.project.base + WINE
    for lang in ("kk", "ru", "en"):
        card = health_card(wine_site.store, iri, lang=lang)
        page = html.unescape(wine.get(f"/clusters/california-wine?lang={lang}").text)
        assert all(sentence in page for sentence in card.sentences)
        assert "<svg" in page, "the map"
    assert wine.get("/clusters/california-wine.csv").text == card.table().to_text("csv")
    svg = wine.get("/clusters/california-wine.svg")
    assert svg.headers["content-type"] == "image/svg+xml" and svg.text.startswith("<svg")


def test_every_participant_is_listed_with_its_passages(wine: Any, wine_site: Any) -> None:
    page = wine.get("/clusters/california-wine").text
    found = anatomies(wine_site.store)[wine_site.project.base + WINE]
    for member in found.members:
        assert wine_site.address(member.iri) in page
        for passage in member.grounds.passages[:5]:
            assert wine_site.address(passage) in page


def test_the_list_can_be_sorted(wine: Any) -> None:
    def named(sort: str) -> list[str]:
        return [row["cluster"] for row in wine.get("/clusters.json", params={"sort": sort}).json()]

    assert named("participants")[0].endswith("california-wine")
    assert sorted(named("name")) == sorted(named("provided"))
    assert wine.get("/clusters", params={"sort": "x"}).status_code == 400
    assert wine.get("/clusters/none").status_code == 404


def test_the_heat_map_tells_three_answers_apart_by_words(wine: Any, wine_site: Any) -> None:
    page = wine.get("/functions?lang=en").text
    rows = wine.get("/functions.json").json()
    states = {row["state"] for row in rows}
    assert states == {
        one.state for anatomy in anatomies(wine_site.store).values() for one in anatomy.functions
    }
    for state in states:
        assert page.count(f"<small>{state}</small>") == sum(row["state"] == state for row in rows)


def test_a_cell_leads_to_who_provides_or_to_the_gap_and_its_question(wine: Any) -> None:
    rows = wine.get("/functions.json").json()
    for row in rows:
        name = row["function"].rpartition("/")[2]
        query = {"cluster": row["cluster"], "lang": "en"}
        page = html.unescape(wine.get(f"/functions/{name}", params=query).text)
        assert "/questions/cluster-functions?cluster=" in page
        if row["state"] == "provided":
            assert "/page/actor/" in page and 'class="evidence"' in page
        else:
            assert "gap in what is known" in page or "says that nobody" in page
    assert wine.get("/functions/none").status_code == 404


def test_clusters_stand_side_by_side_as_in_the_command(wine: Any, wine_site: Any) -> None:
    home = wine_site.project.base + "cluster/"
    names = sorted(one.removeprefix(home) for one in anatomies(wine_site.store))[:3]
    expected = compare(wine_site.store, [home + name for name in names])
    query = [("c", name) for name in names] + [("lang", "en")]
    page = html.unescape(wine.get("/compare", params=query).text)
    assert all(sentence in page for sentence in expected.sentences)
    assert wine.get("/compare.csv", params=query).text == expected.table().to_text("csv")
    assert wine.get("/compare", params={"c": "none"}).status_code == 400
    assert "<table" not in wine.get("/compare", params={"c": names[0]}).text
