"""Core and periphery, declared clusters, layers: values from elsewhere, laws, awkward input."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_networks import KNOKE_INFORMATION, KNOKE_MONEY, KNOKE_NAMES, club_of_karate, knoke_arcs
from made_up_networks import doubled, graphs, renamed

from ozek.errors import UsageError
from ozek.network import MEASURES, simple
from ozek.network.core import core_fit, core_periphery, lip_core
from ozek.network.mesoscale import agreement, layers

NEAR = pytest.approx


def fit_by_hand(graph: nx.Graph, core: set, cross: str) -> float | None:
    """Pearson's correlation over the pairs, word for word."""
    linked, ideal = [], []
    for u, v in combinations(graph, 2):
        x, y = u in core, v in core
        if cross == "ignored" and x != y:
            continue
        linked.append(graph.has_edge(u, v))
        ideal.append((x and y) if cross == "ignored" else (x or y))
    a, b = np.array(linked, float), np.array(ideal, float)
    return float(np.corrcoef(a, b)[0, 1]) if len(a) and a.std() and b.std() else None


def test_karate(karate):
    found = core_periphery(karate)
    assert (found.value, set(found.core)) == (NEAR(0.431475, abs=1e-6), {0, 1, 2, 32, 33})
    assert "do not speak of a core" in found.warnings[-1]
    assert "not proven" in found.warnings[0]
    found = core_periphery(karate, cross="ignored")
    assert found.value == NEAR(0.543220, abs=1e-6)
    assert set(found.core) == {0, 1, 2, 3, 8, 13, 31, 32, 33}
    assert core_fit(karate, found.core, cross="ignored") == NEAR(found.value)
    assert MEASURES["core"](karate).value == NEAR(0.431475, abs=1e-6)


def test_lip_on_karate(karate):
    """Adding node 31 would be an equal optimum; the smaller core is given."""
    core, cost = lip_core(karate)
    assert (set(core), cost) == ({33, 0, 32, 2, 1, 3}, -55)
    assert lip_core(nx.Graph()) == ((), 0)


@pytest.mark.parametrize("leaves", [6, 40])
def test_a_star_is_ideal(leaves):
    found = core_periphery(nx.star_graph(leaves))
    assert (found.value, found.core) == (NEAR(1.0), (0,))


def test_a_split_graph_is_ideal():
    graph = nx.complete_graph(4)
    graph.add_edges_from((u, v) for u in range(4) for v in range(4, 9))
    found = core_periphery(graph)
    assert (found.value, found.core, found.method) == (NEAR(1.0), (0, 1, 2, 3), "exhaustive")


def test_table_has_the_core_first(karate):
    rows = [[cell.toPython() for cell in row] for row in core_periphery(karate).table()]
    assert [row[1] for row in rows] == [True] * 5 + [False] * 29
    assert rows[0][2] == 17


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.complete_graph(4)])
def test_no_core(graph):
    found = core_periphery(graph)
    assert (found.value, found.core) == (None, ())
    assert core_fit(graph, list(graph)[:1]) is None


def test_a_stranger_is_in_no_core(karate):
    with pytest.raises(UsageError, match="'x' is no node"):
        core_fit(karate, ["x"])


@given(graphs(most=7), st.sampled_from(["dense", "ignored"]))
@settings(max_examples=50)
def test_no_core_is_better(graph, cross):
    flat = simple(graph, directed=False)
    found = core_periphery(graph, cross=cross)
    best = None
    for size in range(1, len(flat)):
        for core in combinations(flat, size):
            fit = fit_by_hand(flat, set(core), cross)
            assert core_fit(graph, core, cross=cross) == NEAR(fit)
            best = fit if best is None else max(best, fit if fit is not None else best)
    assert found.value == NEAR(best)


@given(graphs(most=9), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_nodes_does_not_matter(graph, random):
    found = core_periphery(graph)
    other, _ = renamed(graph, random)
    assert core_periphery(other).value == NEAR(found.value)
    assert core_periphery(doubled(graph)).core == found.core


def test_the_search_finds_what_trying_all_does(monkeypatch):
    graph = nx.gnm_random_graph(11, 20, seed=2)
    every = core_periphery(graph)
    monkeypatch.setattr("ozek.network.core.SMALL", 5)
    found = core_periphery(graph)
    assert (found.value, found.method) == (NEAR(every.value), "search")


# Declared clusters


def test_clubs_of_karate(karate):
    found = agreement(karate, club_of_karate())
    assert found.modularity == (NEAR(0.358235, abs=1e-6), NEAR(0.419790, abs=1e-3))
    assert found.inside == NEAR(67 / 78)
    assert found.expected == NEAR(2 * 17 * 16 / (34 * 33))
    sizes = [(c.name, c.size, c.inside, c.across) for c in found.clusters]
    assert sizes == [("Mr. Hi", 17, 35, 11), ("Officer", 17, 32, 11)]
    assert found.clusters[0].share == NEAR(35 / 46)
    assert 0 < found.value < found.nmi < 1


def test_greedy_and_best_modularity_of_karate(karate):
    """Q of the optimum: Brandes et al. (2008) print 0.4198; of the greedy method 0.380671."""
    groups = nx.community.greedy_modularity_communities(karate)
    declared = {node: str(at) for at, group in enumerate(groups) for node in group}
    assert agreement(karate, declared).modularity[0] == NEAR(0.380671, abs=1e-6)
    assert MEASURES["communities"](karate).value <= 0.419790 + 1e-6


def test_equal_divisions_agree():
    graph = nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(5))
    declared = {node: "a" if node < 4 else "b" for node in graph}
    found = agreement(graph, declared)
    assert (found.nmi, found.value, found.inside) == (NEAR(1), NEAR(1), 1)
    some = agreement(graph, {0: "a", 1: "a", 8: "b"})
    assert "nodes without a declared cluster are left out: 6" in some.warnings
    assert (some.clusters[0].inside, some.clusters[0].across) == (1, 4)


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(3)])
def test_nothing_to_agree_on(graph):
    found = agreement(graph, dict.fromkeys(graph, "a"))
    assert (found.inside, found.modularity) == (None, (None, None))
    assert "nan" not in found.table().to_text().lower()
    assert agreement(graph, {}).clusters == ()


# Layers


@pytest.fixture
def knoke_layers() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(KNOKE_NAMES)
    graph.add_edges_from(knoke_arcs(KNOKE_INFORMATION), relation="information")
    graph.add_edges_from(knoke_arcs(KNOKE_MONEY), relation="money")
    return graph


def test_knoke_layers(knoke_layers):
    found = layers(knoke_layers)
    assert found.layers == {"information": 49, "money": 22}
    shared, jaccard, correlation = found.pairs["information", "money"]
    assert (shared, jaccard, correlation) == (
        11,
        NEAR(0.183333, abs=1e-6),
        NEAR(-0.050761, abs=1e-6),
    )
    expected = {"MAYR": 0.725624, "COMM": 0.664820, "UWAY": 1.0, "WRO": 0.0}
    assert {n: found.participation[n] for n in expected} == NEAR(expected, abs=1e-6)
    assert len(found.table()) == 1


def test_layers_by_family(knoke_layers):
    found = layers(knoke_layers, families={"information": "all", "money": "all"})
    assert found.layers == {"all": 60}
    assert (found.pairs, set(found.participation.values()), found.value) == ({}, {None}, 0)


def test_no_layers():
    found = layers(nx.MultiDiGraph())
    assert (found.layers, found.value, len(found.table())) == ({}, None, 0)
    assert layers(nx.path_graph(3)).layers == {"": 2}


@given(graphs(), graphs())
@settings(max_examples=40)
def test_correlation_is_numpys(first, second):
    graph = nx.MultiDiGraph(paths="undirected")
    graph.add_nodes_from(range(10))
    graph.add_edges_from(first.edges(), relation="a")
    graph.add_edges_from(second.edges(), relation="b")
    found = layers(graph).pairs.get(("a", "b"))
    if found is None:
        return
    upper = np.triu_indices(10, 1)
    one, two = (
        nx.to_numpy_array(nx.Graph(simple(part, directed=False)), nodelist=range(10))[upper]
        for part in (
            nx.Graph([*nx.empty_graph(10).edges(), *first.edges()]),
            nx.Graph([*second.edges()]),
        )
        if not part.add_nodes_from(range(10))
    )
    if one.std() and two.std():
        assert found[2] == NEAR(float(np.corrcoef(one, two)[0, 1]))
    else:
        assert found[2] is None
