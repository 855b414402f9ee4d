"""simple(): no loops, no parallels, direction and weights as asked."""

from __future__ import annotations

import networkx as nx
import pytest

from ozek.network import simple


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(name="p")
    graph.add_node("z", label="Zed")
    graph.add_edge("b", "a", share=0.5)
    graph.add_edge("b", "a", share=0.25)
    graph.add_edge("a", "b")
    graph.add_edge("a", "a")
    return graph


def test_keeps_direction_by_default(graph):
    plain = simple(graph)
    assert type(plain) is nx.DiGraph
    assert list(plain.edges(data=True)) == [("a", "b", {}), ("b", "a", {})]
    assert list(plain) == ["a", "b", "z"]
    assert plain.nodes["z"] == {"label": "Zed"}
    assert plain.graph == {"name": "p"}


def test_undirected_joins_both_ways(graph):
    plain = simple(graph, directed=False, weight="count")
    assert type(plain) is nx.Graph
    assert list(plain.edges(data=True)) == [("a", "b", {"weight": 3})]


def test_weights(graph):
    assert simple(graph, weight="count")["b"]["a"] == {"weight": 2}
    assert simple(graph, weight="share")["b"]["a"] == {"weight": 0.75}
    assert simple(graph, weight="share")["a"]["b"] == {"weight": 1}


def test_undirected_becomes_directed_both_ways():
    plain = simple(nx.path_graph(2), directed=True)
    assert list(plain.edges()) == [(0, 1), (1, 0)]


def test_the_argument_stays_as_it_is(graph):
    before = list(graph.edges(data=True, keys=True))
    simple(graph, directed=False, weight="count").add_edge("new", "edge")
    assert list(graph.edges(data=True, keys=True)) == before
