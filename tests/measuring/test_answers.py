"""Answers asked by name: a sentence, rows and a source in three languages, on any network."""

from __future__ import annotations

import networkx as nx
import pytest

import ozek
from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.measuring import ANSWERS, answer, in_words
from ozek.measuring.wording import words
from ozek.network import MEASURES, project
from ozek.store import Store

LANGS = ("kk", "ru", "en")


@pytest.fixture(scope="module")
def wine() -> Store:
    return ozek.prepare("california-wine")


@pytest.fixture(scope="module")
def links(wine: Store) -> nx.MultiDiGraph:
    return project(wine, "cluster-links")


def test_everything_is_said_in_three_languages() -> None:
    assert set(words()["meanings"]) == set(MEASURES)  # English: the docstrings
    for section, texts in words().items():
        wanted = ("kk", "ru") if section == "meanings" else LANGS
        for key, text in texts.items():
            assert tuple(text) == wanted, (section, key)
            assert len(set(text.values())) > 1 or section == "cells" or key == "n", (section, key)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_a_sentence_rows_and_a_source(
    wine: Store, links: nx.MultiDiGraph, name: str
) -> None:
    said = set()
    for lang in LANGS:
        params = {"steps": "2"} if name == "removal_curve" else {}
        found = answer(wine, name, params, graph=links, lang=lang)
        said.add(found.sentence)
        assert found.source
        assert "{" not in found.sentence
        if ANSWERS[name].of == "network":
            assert "cluster-links" in found.source[0]
            assert len(found.table)
    for format in ("table", "csv", "tsv", "markdown"):
        assert found.table.to_text(format)
    assert found.table.to_json().startswith("[")
    assert len(said) == len(LANGS)


def graphs() -> dict[str, nx.Graph]:
    kinds = ("University", "Enterprise", "StateBody")
    empty, one, loose = nx.MultiDiGraph(), nx.MultiDiGraph(), nx.MultiDiGraph()
    one.add_node("a", kind="University")
    loose.add_nodes_from((name, {"kind": kind}) for name, kind in zip("abc", kinds, strict=True))
    tangled = nx.MultiDiGraph(loose)
    tangled.add_edges_from([("a", "a"), ("a", "b"), ("a", "b"), ("b", "a")])
    parts = nx.MultiDiGraph(loose)
    parts.add_edges_from([("a", "b"), ("d", "e")])
    several = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    several.add_node("a", kind=["University", "Enterprise"])
    return {
        "empty": empty, "one": one, "no links": loose, "loops and parallels": tangled,
        "parts, and no kind": parts, "two kinds, and none": several,
        "no kind at all": nx.Graph([("a", "b")]),
    }  # fmt: skip


@pytest.mark.parametrize("what", graphs())
@pytest.mark.parametrize("name", [name for name, one in ANSWERS.items() if one.of == "network"])
def test_bad_networks_get_a_clear_answer(wine: Store, name: str, what: str) -> None:
    graph = graphs()[what]
    params = {"kinds": "science,business"} if name == "bridging" else {}
    if name == "dependence" and "a" in graph:
        params = {"without": "a"}
    try:
        found = answer(wine, name, params, graph=graph)
    except UsageError as error:
        assert name == "dependence"  # nobody to leave
        assert "name one" in str(error)
        return
    assert found.sentence
    assert "nan" not in found.table.to_text("csv").lower()


def test_values_of_the_wine_map(wine: Store, links: nx.MultiDiGraph) -> None:
    found = answer(wine, "bridging", {"kinds": "science, business"}, graph=links)
    assert found.sentence.startswith("Between science (1) and business (1) direct links: 0;")
    assert len(found.table) == 2
    assert len(answer(wine, "key_players_reach", {"k": "2"}, graph=links).table) == 2
    rows = answer(wine, "dependence", {"without": "actor/wineries"}, graph=links).table.to_records()
    shown = in_words(answer(wine, "dependence", graph=links).table, Labels(wine, "kk"), "kk")
    assert rows[0]["measure"] == "dependence"
    assert shown.to_records()[0]["measure"] == "Тәуелділік D"


@pytest.mark.parametrize(
    ("name", "params", "says"),
    [
        ("bridging", {"kinds": "science"}, "two kinds are needed"),
        ("bridging", {"kinds": "science,cooks"}, "no actor is of the kind 'cooks'"),
        ("key_players_reach", {"k": "0"}, "whole number from 1"),
        ("key_players_reach", {"size": "3"}, "no parameter 'size'; it has: k"),
        ("target_evidence", {"year": "soon"}, "whole number"),
        ("dependence", {"without": "no such actor at all"}, "no actor"),
        ("nothing", {}, "no answer 'nothing'; known: bridging"),
    ],
)
def test_what_does_not_do_is_said(
    wine: Store, links: nx.MultiDiGraph, name: str, params: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        answer(wine, name, params, graph=links)
