"""All families on one network: Porter's California wine cluster, values computed elsewhere."""

from __future__ import annotations

import networkx as nx
import pytest
from known_networks import wine

from ozek.network import MEASURES
from ozek.network.brokerage import roles
from ozek.network.core import core_periphery
from ozek.network.keyplayers import key_players_remove
from ozek.network.mixing import external_internal, mixing_matrix
from ozek.network.resilience import fragmentation_without

NEAR = pytest.approx


@pytest.fixture
def cluster() -> nx.DiGraph:
    graph = wine()
    graph.graph["paths"] = "undirected"
    return graph


def value(name: str, graph: nx.Graph) -> float | None:
    return MEASURES[name](graph).value


def test_size(cluster):
    assert (len(cluster), cluster.number_of_edges()) == (20, 22)
    assert value("density", wine()) == NEAR(0.057895, abs=1e-6)
    assert value("density", cluster) == NEAR(0.115789, abs=1e-6)
    degree = MEASURES["degree"](cluster).values
    assert [degree[name] for name in ("wineries", "growers", "UC Davis")] == [14, 9, 2]


def test_position(cluster):
    between = {node: v * 19 * 18 / 2 for node, v in MEASURES["betweenness"](cluster).values.items()}
    assert (between.pop("wineries"), between.pop("growers")) == (NEAR(136.5), NEAR(81.5))
    assert set(between.values()) == {0}
    constraint = MEASURES["constraint"](cluster).values
    found = [constraint[name] for name in ("wineries", "growers", "UC Davis")]
    assert found == NEAR([0.101805, 0.181406, 0.595632], abs=1e-6)
    size = MEASURES["effective_size"](cluster).values
    found = [size[name] for name in ("wineries", "growers", "UC Davis")]
    assert found == NEAR([13.571429, 8.333333, 1.0], abs=1e-6)


def test_whole(cluster):
    assert value("degree_centralisation", cluster) == NEAR(0.690058, abs=1e-6)
    assert value("betweenness_centralisation", cluster) == NEAR(0.773161, abs=1e-6)
    assert value("diameter", cluster) == 3
    assert value("mean_distance", cluster) == NEAR(2.147368, abs=1e-6)
    assert value("transitivity", cluster) == NEAR(0.069231, abs=1e-6)
    assert value("bridges", cluster) == 15
    cuts = MEASURES["articulation_points"](cluster).values
    assert {node for node, cut in cuts.items() if cut} == {"growers", "wineries"}
    cores = MEASURES["k_core"](cluster).values
    assert {node for node, k in cores.items() if k == 2} == {
        "growers",
        "wineries",
        "select committee",
        "UC Davis",
        "Wine Institute",
    }


def test_mixing(cluster):
    found = external_internal(cluster)
    assert (found.external, found.internal) == (21, 1)
    assert found.value == NEAR(0.909091, abs=1e-6)
    assert value("assortativity", cluster) == NEAR(-0.462025, abs=1e-6)
    assert ("state", "supplier") in mixing_matrix(cluster).empty


def test_brokerage(cluster):
    directed = {b.node: b.roles for b in roles(wine()).brokers}
    assert directed["growers"] == (0, 0, 5, 0, 0)
    assert directed["wineries"] == (0, 0, 0, 0, 0)
    both_ways = {b.node: b.roles for b in roles(cluster).brokers}
    assert both_ways["wineries"] == (0, 42, 10, 10, 114)
    assert both_ways["growers"] == (0, 14, 5, 5, 42)


def test_core(cluster):
    found = core_periphery(cluster)
    assert (found.value, set(found.core)) == (NEAR(0.735871, abs=1e-6), {"growers", "wineries"})


def test_without(cluster):
    expected = {
        ("wineries",): (0.789474, 0.871345),
        ("growers",): (0.467836, 0.695906),
        ("select committee",): (0, 0.490253),
        ("UC Davis", "Wine Institute", "select committee"): (0, 0.502451),
        (): (0, 0.485965),
    }
    for actors, values in expected.items():
        found = (
            fragmentation_without(cluster, actors),
            MEASURES["distance_fragmentation"](
                cluster.subgraph([node for node in cluster if node not in actors])
            ).value,
        )
        assert found == NEAR(values, abs=1e-6)
    assert set(key_players_remove(cluster, 2).players) == {"growers", "wineries"}
