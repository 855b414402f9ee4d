"""Betweenness by every engine: equal to networkx's; the sample; distances bit by bit."""

from __future__ import annotations

from importlib.util import find_spec

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from made_up_networks import graphs

from ozek.network import MEASURES, betweenness, distances, simple
from ozek.network.betweenness import betweenness_of

NEAR = pytest.approx

ENGINES = {"scipy": betweenness._exact}
if find_spec("rustworkx"):
    ENGINES["rustworkx"] = betweenness._rustworkx


def test_the_fast_engine_is_tested():
    assert find_spec("rustworkx"), "rustworkx is part of ozek[all] and has to be tested"


@pytest.mark.parametrize("engine", ENGINES)
@given(graph=graphs())
@settings(max_examples=60)
def test_equal_to_networkx(engine, graph):
    plain = nx.convert_node_labels_to_integers(simple(graph))
    if len(plain) < 3:
        return
    expected = nx.betweenness_centrality(plain)
    assert ENGINES[engine](plain) == NEAR([expected[node] for node in plain], abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "graph",
    [
        nx.gnm_random_graph(200, 500, seed=1),
        nx.gnm_random_graph(150, 600, seed=2, directed=True),
        nx.path_graph(150),
        nx.barabasi_albert_graph(150, 2, seed=3),
    ],
    ids=["random", "arcs", "a long path", "hubs"],
)
def test_equal_to_networkx_on_larger_graphs(engine, graph):
    expected = nx.betweenness_centrality(graph)
    assert ENGINES[engine](graph) == NEAR([expected[node] for node in graph], abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_equal_to_itself_to_the_last_bit(engine):
    graph = nx.gnm_random_graph(300, 700, seed=1)
    assert len({ENGINES[engine](graph).tobytes() for _ in range(10)}) == 1


def test_without_rustworkx_nothing_changes(monkeypatch, karate):
    first = MEASURES["betweenness"](karate).values
    monkeypatch.setattr(betweenness, "find_spec", lambda name: None)
    assert MEASURES["betweenness"](karate).values == NEAR(first, abs=1e-12)


def test_a_sample_comes_near_and_says_so(monkeypatch):
    graph = nx.barabasi_albert_graph(400, 2, seed=5)
    exact, silent = betweenness_of(graph)
    near, said = betweenness_of(graph, exact=False, k=200, seed=1)
    assert silent == ()
    assert said[0].startswith("betweenness is estimated from 200 random sources of 400")
    assert set(said[0].texts) == {"kk", "ru", "en"}
    assert np.corrcoef(near, exact)[0, 1] > 0.98
    assert np.abs(near - exact).max() < 0.15 * exact.max()
    assert (betweenness_of(graph, exact=False, k=200, seed=1)[0] == near).all()
    monkeypatch.setattr(betweenness, "EXACT", 1000)
    large = nx.barabasi_albert_graph(600, 1, seed=5)
    assert any("512 random sources" in w for w in MEASURES["betweenness"](large).warnings)


def test_a_sample_of_all_is_exact():
    graph = nx.gnm_random_graph(40, 80, seed=1)
    assert betweenness_of(graph, exact=False, k=40)[0] == NEAR(betweenness_of(graph)[0])


@pytest.mark.parametrize("directed", [False, True])
def test_a_sample_of_a_long_path(directed):
    graph = nx.path_graph(130, create_using=nx.DiGraph if directed else nx.Graph)
    sources = np.arange(0, 130, 2)
    sums = betweenness._sums(graph, sources)
    one = sum(betweenness._sums(graph, np.array([source])) for source in sources.tolist())
    assert sums == NEAR(one)
    # From node 0 every inner node lies before all that come after it.
    assert betweenness._sums(graph, np.array([0]))[1] == 128


@given(graphs())
@settings(max_examples=60)
def test_distances_bit_by_bit(graph):
    plain = nx.convert_node_labels_to_integers(simple(graph))
    found = distances.pairs_per_distance(distances.matrix(plain))
    expected: dict[int, int] = {}
    for _, row in nx.all_pairs_shortest_path_length(plain):
        for distance in row.values():
            if distance:
                expected[distance] = expected.get(distance, 0) + 1
    assert found == dict(sorted(expected.items()))
    inverse = distances.inverse_distances(plain) if len(plain) else np.zeros((0, 0))
    assert inverse == NEAR(distances.rows_from(distances.matrix(plain), np.arange(len(plain))))


def test_more_sources_than_go_at_once(monkeypatch):
    graph = nx.gnm_random_graph(200, 400, seed=1)
    once = distances.pairs_per_distance(distances.matrix(graph))
    monkeypatch.setattr(distances, "AT_ONCE", 64)
    assert distances.pairs_per_distance(distances.matrix(graph)) == once


def test_bits_without_numpy_2(monkeypatch):
    words = np.random.default_rng(1).integers(0, 2**63, (5, 3)).astype(np.uint64)
    expected = [[bin(word).count("1") for word in row] for row in words.tolist()]
    assert distances.bits(words).tolist() == expected
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert distances.bits(words).tolist() == expected
