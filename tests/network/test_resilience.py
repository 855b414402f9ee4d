"""What breaks without actors, and key players: published values, laws, awkward input."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_networks import doubled, graphs, renamed

from ozek.errors import UsageError
from ozek.network import MEASURES, keyplayers, simple
from ozek.network.keyplayers import key_players_reach, key_players_remove, reach
from ozek.network.resilience import dependence, fragmentation_without, removal_curve

NEAR = pytest.approx


@pytest.fixture
def weighted() -> nx.DiGraph:
    """The network of An and Liu, The R Journal 8 (2016), with strengths; lengths are 1/strength."""
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(
        [
            (1, 2, 1),
            (1, 3, 3),
            (2, 4, 4),
            (3, 1, 1),
            (3, 2, 1),
            (3, 4, 2),
            (4, 5, 3),
            (5, 2, 2),
        ]
    )
    return graph


def test_fragmentation_of_an_and_liu(weighted):
    found = [
        fragmentation_without(weighted, [node], distance=True, weight="weight")
        for node in range(1, 6)
    ]
    assert found == NEAR([0.6365079, 0.7446429, 0.6733500, 0.8333333, 0.7250000], abs=1e-6)


def test_reach_of_an_and_liu(weighted):
    out = [reach(weighted, [node], weight="weight") for node in range(1, 6)]
    back = [reach(weighted.reverse(), [node], weight="weight") for node in range(1, 6)]
    assert out == NEAR([0.3785714, 0.3571429, 0.3250000, 0.2625000, 0.2083333], abs=1e-6)
    assert back == NEAR([0.0625000, 0.3250000, 0.1875000, 0.5333333, 0.4232143], abs=1e-6)


def test_florentine_families(florentine):
    one = key_players_remove(florentine, 1)
    assert (one.players, one.value, one.before) == (("Medici",), NEAR(0.384615, abs=1e-6), 0)
    graded = key_players_remove(florentine, 1, distance=True)
    assert (graded.players, graded.value) == (("Medici",), NEAR(0.673810, abs=1e-6))
    assert graded.before == NEAR(0.499841, abs=1e-6)
    two = key_players_remove(florentine, 2)
    assert (two.players, two.method) == (("Guadagni", "Medici"), "exhaustive")
    assert two.value == NEAR(0.705128, abs=1e-6)
    without = fragmentation_without(florentine, two.players, distance=True)
    assert without == NEAR(0.802350, abs=1e-6)
    near = key_players_reach(florentine, 2)
    assert (near.players, near.value) == (("Bischeri", "Medici"), NEAR(0.866667, abs=1e-6))
    assert reach(florentine, near.players) == near.value


def test_kite(kite):
    for node, expected in ((7, 0.388889), (8, 0.222222), (3, 0)):
        assert fragmentation_without(kite, [node]) == NEAR(expected, abs=1e-6)
    two = key_players_remove(kite, 2)
    assert (two.players, two.value, two.equal) == ((5, 6), NEAR(0.535714, abs=1e-6), 0)
    graded = key_players_remove(kite, 2, distance=True)
    assert (graded.players, graded.value) == ((5, 6), NEAR(0.607143, abs=1e-6))
    near = key_players_reach(kite, 2)
    assert (near.players, near.value, near.within) == ((3, 8), 1.0, (1.0, 1.0))


def test_dependence_on_the_medici(florentine):
    found = dependence(florentine, ["Medici"], draws=300)
    assert found.value == NEAR(0.384615, abs=1e-6)
    assert found.fragmentation == (0, NEAR(0.384615, abs=1e-6))
    assert found.distance == (NEAR(0.499841, abs=1e-6), NEAR(0.673810, abs=1e-6))
    # Of the 91 pairs of survivors 55 and 1 are left: eleven, two (Pazzi, Salviati), one.
    assert (found.parts, found.lost) == ((1, 3), 91 - 55 - 1)
    for base in found.baseline.values():
        assert (base.percentile, base.draws) == (100, 300)
        assert base.low <= base.mean <= base.high
    assert dependence(florentine, ["Medici"], draws=300) == found
    assert dependence(florentine, ["Medici"], draws=0).baseline == {}


def test_a_leaf_is_nobody_to_depend_on(florentine):
    found = dependence(florentine, ["Pazzi"], draws=100)
    assert (found.value, found.lost) == (0, 0)
    assert found.baseline["dependence"].percentile < 90


def test_two_parts_before_are_not_lost():
    graph = nx.Graph([(0, 1), (1, 2), (3, 4)])
    found = dependence(graph, [1])
    # Of 0, 2, 3, 4 the pairs 0-2 and 3-4 were connected; 0-2 is lost.
    assert (found.value, found.lost, found.parts) == (0.5, 1, (2, 3))


def test_table_of_dependence(florentine):
    table = dependence(florentine, ["Medici"]).table()
    assert [str(row[0]) for row in table.rows] == [
        "dependence",
        "fragmentation",
        "distance_fragmentation",
    ]
    assert table.rows[0][1] is None
    for column in table.columns:
        assert set(table.titles[column]) == {"kk", "ru", "en"}


def test_everybody_and_nobody_leaves(florentine):
    every = dependence(florentine, list(florentine))
    assert (every.value, every.lost, every.fragmentation) == (None, 0, (0, None))
    nobody = dependence(florentine, [])
    assert (nobody.value, nobody.fragmentation) == (0, (0, 0))
    assert nobody.baseline == {}


def test_who_is_no_node_is_named(florentine):
    with pytest.raises(UsageError, match="'Pucci' is no node of the network"):
        dependence(florentine, ["Pucci"])
    with pytest.raises(UsageError, match="at least one"):
        key_players_remove(florentine, 0)


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.Graph([(0, 0)])])
def test_too_small(graph):
    for found in (key_players_remove(graph, 1), key_players_remove(graph, 3, distance=True)):
        assert (found.players, found.value) == ((), None)
        assert "too few nodes" in found.warnings[-1]
    assert len(removal_curve(graph).table()) == 0
    assert dependence(graph, list(graph)).value is None
    assert fragmentation_without(graph) is None
    assert reach(graph, list(graph)) == (1.0 if len(graph) else None)


def test_removal_curve(florentine):
    found = removal_curve(florentine, actors=["Medici", "Pazzi"], steps=4)
    assert [step.removed for step in found.steps] == [0, 1, 2, 3, 4]
    assert found.order[0] == "Medici"
    first, second = found.steps[:2]
    assert first.betweenness == first.chosen == first.random_mean == 1
    # The fourteen left are in parts of 11, 2 and 1.
    assert second.betweenness == second.chosen == NEAR((11 * 10 + 2) / (15 * 14))
    assert found.steps[3].chosen is None
    for step in found.steps:
        assert step.random_5 <= step.random_mean <= step.random_95
    assert removal_curve(florentine, actors=["Medici", "Pazzi"], steps=4) == found


def test_a_search_says_so(monkeypatch, florentine):
    best = key_players_remove(florentine, 2)
    near = key_players_reach(florentine, 2)
    monkeypatch.setattr(keyplayers, "SMALL", 5)
    found = key_players_remove(florentine, 2)
    assert (found.players, found.value, found.method) == (best.players, best.value, "greedy")
    assert "not every set was tried" in found.warnings[0]
    assert key_players_reach(florentine, 2).players == near.players


def test_a_large_network_has_candidates():
    graph = nx.barabasi_albert_graph(300, 2, seed=3)
    found = key_players_remove(graph, 3)
    assert any("candidates" in warning for warning in found.warnings)
    assert found.value == NEAR(fragmentation_without(graph, found.players))
    near = key_players_reach(graph, 3)
    assert near.value == NEAR(reach(graph, near.players))


@given(graphs(most=7), st.integers(1, 2), st.booleans())
@settings(max_examples=40)
def test_no_set_is_better(graph, k, distance):
    found = key_players_remove(graph, k, distance=distance)
    if not found.players:
        assert len(graph) - k < 2
        return
    flat = simple(graph, directed=False)
    for players in combinations(flat, k):
        rest = flat.subgraph(set(flat) - set(players))
        n = len(rest)
        if distance:
            value = 1 - nx.global_efficiency(rest)
        else:
            parts = nx.connected_components(rest)
            value = 1 - sum(len(p) * (len(p) - 1) for p in parts) / (n * (n - 1))
        assert value <= found.value + 1e-9
        if players == found.players:
            assert value == NEAR(found.value)


@given(graphs(most=7), st.integers(1, 3))
@settings(max_examples=40)
def test_nobody_reaches_better(graph, k):
    found = key_players_reach(graph, k)
    if len(graph) < k:
        assert found.value is None
        return
    flat = simple(graph, directed=False)
    for players in combinations(flat, k):
        lengths = nx.multi_source_dijkstra_path_length(flat, set(players), weight=None)
        value = sum(1 / d if d else 1 for d in lengths.values()) / len(flat)
        assert value <= found.value + 1e-9
        if players == found.players:
            assert value == NEAR(found.value)


@given(graphs(), graphs())
@settings(max_examples=30)
def test_fragmentation_of_a_disjoint_union(first, second):
    union = nx.disjoint_union(simple(first, directed=False), simple(second, directed=False))
    if len(union) < 2:
        return
    n, a, b = len(union), len(first), len(second)
    parts = [fragmentation_without(first) or 0, fragmentation_without(second) or 0]
    joined = (1 - parts[0]) * a * (a - 1) + (1 - parts[1]) * b * (b - 1)
    assert fragmentation_without(union) == NEAR(1 - joined / (n * (n - 1)))
    assert MEASURES["fragmentation"](union).value == NEAR(fragmentation_without(union))


@given(graphs(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_what_changes_nothing(graph, random):
    actors = [node for node in graph if node % 3 == 0]
    found = dependence(graph, actors, draws=0)
    again = dependence(doubled(graph), actors, draws=0)
    assert (again.value, again.fragmentation, again.distance) == (
        found.value,
        found.fragmentation,
        found.distance,
    )
    other, mapping = renamed(graph, random)
    same = dependence(other, [mapping[node] for node in actors], draws=0)
    assert (same.value, same.lost, same.parts) == (found.value, found.lost, found.parts)
    larger = graph.copy()
    larger.add_node("isolate")
    assert dependence(larger, actors, draws=0).value == found.value
