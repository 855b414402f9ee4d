"""Actors, places, measures, gaps, validation: the tables and what they rest on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest

pytest.importorskip("starlette")

from hypothesis import given
from hypothesis import strategies as st

from ozek import namespaces as ns
from ozek.query import ask, find_question
from ozek.web.sorting import sort_key


def test_actors_are_all_that_the_facts_have(client: Any, site: Any) -> None:
    query = (
        """SELECT DISTINCT ?a { { ?a a ozek:InnovationActor } UNION { ?a a org:Organization } }"""
    )
    expected = {row[0].value for row in site.store.query(query)}
    rows = client.get("/actors.json").json()
    assert {row["actor"] for row in rows} == {
        one for one in expected if one.startswith(site.project.base)
    }


def test_a_filter_keeps_what_fits_and_the_choices_count_it(client: Any, site: Any) -> None:
    everything = client.get("/actors.json").json()
    kinds = Counter(row["kind"] for row in everything)
    kind, number = kinds.most_common(1)[0]
    found = client.get("/actors.json", params={"type": kind}).json()
    assert len(found) == number and {row["kind"] for row in found} == {kind}
    almaty = site.project.base + "place/almaty"
    there = client.get("/actors.json", params={"place": "place/almaty", "type": kind}).json()
    assert there and all(almaty in row["places"] and row["kind"] == kind for row in there)
    page = client.get("/actors?lang=en").text
    assert f"({number})</option>" in page


def test_functions_and_clusters_filter_too(wine: Any, wine_site: Any) -> None:
    everyone = wine.get("/actors.json").json()
    for name, column in (("function", "functions"), ("cluster", "clusters")):
        counts = Counter(value for row in everyone for value in (row[column] or "").split())
        assert counts, f"the wine cluster has {column}"
        page = wine.get("/actors?lang=en").text
        for value, number in counts.items():
            found = wine.get("/actors.json", params={name: value}).json()
            assert len(found) == number
            assert f"{wine_site.labels('en').of(value)} ({number})</option>" in page
    mixed = wine.get("/actors.json", params={"function": "function-training", "q": "davis"}).json()
    assert len(mixed) <= 1


def test_the_order_of_actors_can_be_chosen(client: Any) -> None:
    for order in ("graphs", "passages"):
        rows = client.get("/actors.json", params={"order": order}).json()
        numbers = [row[order] for row in rows]
        assert numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]
    assert client.get("/actors", params={"order": "x"}).status_code == 400


def test_names_are_found_in_any_letters(client: Any) -> None:
    for text in ("Фараби", "фараби", "farabi", "ФАРАБИ ұлттық"):
        found = client.get("/actors.json", params={"q": text}).json()
        assert any("farabi" in row["actor"] or "Farabi" in row["label"] for row in found), text
    assert client.get("/actors.json", params={"q": "zzzzz"}).json() == []


def test_the_actors_are_paged(client: Any) -> None:
    first = client.get("/actors").text
    assert 'rel="next"' in first
    second = client.get("/actors?first=50").text
    assert 'rel="prev"' in second and second != first
    assert client.get("/actors?first=100000").status_code == 200


def test_every_place_with_actors_leads_to_them(client: Any, site: Any) -> None:
    rows = client.get("/places.json").json()
    for row in rows[:10]:
        found = client.get("/actors.json", params={"place": row["place"]}).json()
        assert len(found) == row["actors"]
    assert "<svg" in client.get("/places").text
    assert client.get("/places/almaty").headers["location"] == "/page/place/almaty"


def test_measures_are_those_of_the_build(client: Any, site: Any) -> None:
    for path in sorted((site.built.folder / "measures").glob("*.csv")):
        if path.stem.endswith("-summary"):
            continue
        page = client.get("/metrics.csv", params={"network": path.stem})
        with path.open(encoding="utf-8") as file:
            assert len(list(csv.reader(io.StringIO(page.text)))) == len(list(csv.reader(file)))
    rows = client.get("/metrics.json", params={"network": "actors", "sort": "betweenness"}).json()
    values = [float(row["betweenness"]) for row in rows if row["betweenness"][0].isdigit()]
    assert values == sorted(values, reverse=True)
    assert client.get("/metrics?network=none").status_code == 404


def test_gaps_are_those_of_the_questions(client: Any, site: Any) -> None:
    rows = client.get("/gaps.json").json()
    expected = ask(site.store, find_question("gaps", site.questions), lang="en").to_records()
    kinds = Counter(row["kind"] for row in rows)
    for kind, number in Counter(row["kind"] for row in expected).items():
        assert kinds[kind] == number
        name = kind.removeprefix(ns.OZT + "gap-kind-")
        for lang in ("kk", "ru", "en"):
            assert client.get(f"/gaps/{name}?lang={lang}").status_code == 200
    parks = client.get("/gaps/fewer-named-than-declared?lang=en").text
    assert ">6</td>" in parks and ">4</td>" in parks and ">2</td>" in parks
    assert client.get("/gaps/none").status_code == 404


def test_validation_is_that_of_the_build(client: Any, site: Any) -> None:
    rows = client.get("/validation.json").json()
    text = (site.built.folder / "validation" / "report.csv").read_text(encoding="utf-8")
    expected = Counter(row["severity"] for row in csv.DictReader(io.StringIO(text)))
    assert Counter(row["severity"] for row in rows) == expected
    messages = {
        lang: client.get(f"/validation.json?lang={lang}").json()[0]["message"]
        for lang in ("kk", "ru", "en")
    }
    assert len(set(messages.values())) == 3
    report = site.built.folder / "validation" / "report.ttl"
    assert client.get("/validation.ttl").text.count("sh:ValidationResult") == report.read_text(
        encoding="utf-8"
    ).count("sh:ValidationResult")


def test_kazakh_letters_stand_in_their_place() -> None:
    letters = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    assert sorted(letters, key=sort_key) == list(letters)
    assert sort_key("Қазақстан") < sort_key("Лениногорск") and sort_key("Kazakh") < sort_key(
        "Алматы"
    )


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_order_does_not_depend_on_case(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (
        sort_key(one.casefold()) < sort_key(other.casefold())
    )
