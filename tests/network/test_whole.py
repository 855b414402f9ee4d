"""Whole networks and positions in them: published values beside those of test_measures."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from made_up_networks import graphs

from ozek.network import MEASURES, simple
from ozek.network.position import degrees_by_relation, effective_sizes

NEAR = pytest.approx


def value(name: str, graph: nx.Graph) -> float | None:
    return MEASURES[name](graph).value


def numbered(graph: nx.Graph) -> tuple[nx.Graph, list]:
    return nx.convert_node_labels_to_integers(graph), list(graph)


def test_knoke(knoke, knoke_money):
    assert value("reciprocity", knoke) == NEAR(0.693878, abs=1e-6)
    assert value("dyad_reciprocity", knoke) == NEAR(0.531250, abs=1e-6)
    assert value("mean_distance", knoke) == NEAR(1.533333, abs=1e-6)
    density = MEASURES["density"](knoke_money)
    assert (density.m, density.value) == (22, NEAR(0.244444, abs=1e-6))
    assert value("reciprocity", knoke_money) == NEAR(0.090909, abs=1e-6)


def test_effective_size_of_knoke_with_directions(knoke):
    plain, names = numbered(knoke)
    found = {names[node]: size for node, size in effective_sizes(plain).items()}
    assert found["MAYR"] == NEAR(4.375)
    assert found["NEWS"] == NEAR(4.5)
    assert found["COMM"] == NEAR(4.2)
    assert MEASURES["effective_size"](knoke).values["NEWS"] == NEAR(3.888889, abs=1e-6)


def test_effective_size_of_borgatti():
    graph = nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
    found = MEASURES["effective_size"](graph).values
    assert (found["G"], found["A"]) == (NEAR(4.666667, abs=1e-6), NEAR(2.5))


def test_florentine(florentine):
    assert MEASURES["eigenvector"](florentine).values["Medici"] == NEAR(0.430308, abs=1e-6)
    assert value("betweenness_centralisation", florentine) == NEAR(0.436813, abs=1e-6)
    assert value("distance_fragmentation", florentine) == NEAR(0.499841, abs=1e-6)
    florentine.add_node("Pucci")
    assert value("degree_centralisation", florentine) == NEAR(0.266667, abs=1e-6)


def test_karate(karate):
    assert value("transitivity", karate) == NEAR(0.255682, abs=1e-6)
    assert value("clustering", karate) == NEAR(0.570638, abs=1e-6)
    assert value("mean_distance", karate) == NEAR(2.408200, abs=1e-6)
    assert value("diameter", karate) == 5
    assert value("degree_centralisation", karate) == NEAR(0.399621, abs=1e-6)
    assert value("betweenness_centralisation", karate) == NEAR(0.405557, abs=1e-6)
    found = MEASURES["effective_size"](karate).values
    assert (found[0], found[33]) == (13.75, NEAR(15.235294, abs=1e-6))
    assert value("mean_degree", karate) == NEAR(156 / 34)


def test_davis_women():
    graph = nx.davis_southern_women_graph()
    assert value("diameter", graph) == 4
    assert value("mean_distance", graph) == NEAR(2.306452, abs=1e-6)
    # Two-mode values: networkx's own, from degree and distances as they are here.
    women = [node for node, side in graph.nodes(data="bipartite") if side == 0]
    assert 89 / (len(women) * (len(graph) - len(women))) == NEAR(0.353175, abs=1e-6)
    degree = MEASURES["degree"](graph).values
    assert (degree["E8"] / 18, degree["Evelyn Jefferson"] / 14) == NEAR((0.777778, 0.571429))
    graph.graph["two_mode"] = True
    for name in ("transitivity", "clustering", "effective_size"):
        assert "two-mode" in MEASURES[name](graph).warnings[0]


def test_star_and_ring():
    for name in ("degree_centralisation", "betweenness_centralisation"):
        assert value(name, nx.star_graph(5)) == NEAR(1)
        assert value(name, nx.cycle_graph(6)) == NEAR(0)


def test_eigenvector_is_of_one_component():
    graph = nx.Graph([(0, 1), (1, 2), (3, 4)])
    found = MEASURES["eigenvector"](graph)
    assert (found.values[1], found.values[3]) == (NEAR(0.5**0.5), None)
    assert "only the largest component is measured: 3 of 5 nodes" in found.warnings
    assert (
        "two components are largest"
        in MEASURES["eigenvector"](nx.Graph([(0, 1), (2, 3)])).warnings[0]
    )


def test_eigenvector_of_a_large_graph():
    graph = nx.barabasi_albert_graph(700, 2, seed=1)
    found = MEASURES["eigenvector"](graph).values
    links = nx.to_numpy_array(graph)
    vector = np.abs(np.linalg.eigh(links)[1][:, -1])
    assert [found[node] for node in graph] == NEAR(vector.tolist(), abs=1e-9)


def test_large_graphs_are_sampled_and_say_so(monkeypatch):
    graph = nx.barabasi_albert_graph(400, 2, seed=1)
    exact = value("mean_distance", graph), value("distance_fragmentation", graph)
    monkeypatch.setattr("ozek.network.cohesion.EXACT_DISTANCES", 300)
    monkeypatch.setattr("ozek.network.cohesion.SOURCES", 200)
    near = value("mean_distance", graph), value("distance_fragmentation", graph)
    assert near == NEAR(exact, rel=0.02)
    assert near != exact
    assert "200 random sources of 400" in MEASURES["diameter"](graph).warnings[0]


def test_closeness_of_very_large_graphs_is_sampled(monkeypatch):
    graph = nx.barabasi_albert_graph(400, 2, seed=1)
    exact = {name: MEASURES[name](graph).values for name in ("closeness", "harmonic")}
    monkeypatch.setattr("ozek.network.position.EXACT_SUMS", 300)
    monkeypatch.setattr("ozek.network.position.SOURCES", 100)
    for name, values in exact.items():
        found = MEASURES[name](graph)
        assert "200 random sources of 400" in found.warnings[0]
        assert list(found.values.values()) == NEAR(list(values.values()), rel=0.1)


@given(graphs())
@settings(max_examples=60)
def test_effective_size_with_directions_is_networkx(graph):
    plain, _ = numbered(simple(graph))
    if not plain:
        return
    # Without ``nodes`` networkx 3.6 divides by the strongest tie of the wrong node.
    expected = nx.effective_size(plain, nodes=list(plain))
    for node, size in effective_sizes(plain).items():
        # Nor has a node a value there that has no outgoing tie.
        assert size is None or not plain[node] or size == NEAR(expected[node])


def test_degrees_by_relation():
    graph = nx.MultiDiGraph()
    graph.add_edge("park", "state", relation="owns")
    graph.add_edge("park", "state", relation="owns")
    graph.add_edge("firm", "park", relation="rents")
    graph.add_edge("mill", "park", relation="rents")
    graph.add_edge("mill", "mill", relation="rents")
    graph.add_node("alone")
    found = degrees_by_relation(graph)
    assert found.relations == ("owns", "rents")
    assert found.degrees["park"] == {"owns": (0, 1), "rents": (2, 0)}
    assert found.degrees["alone"] == {}
    rows = [[cell.toPython() for cell in row] for row in found.table()]
    assert rows[0] == ["park", "rents", 2, 0]
    assert degrees_by_relation(nx.Graph([(0, 1)])).degrees == {0: {"": (0, 1)}, 1: {"": (0, 1)}}
