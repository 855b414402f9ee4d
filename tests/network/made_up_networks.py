"""Networks made up by hypothesis, with and without directions, loops, parallels and kinds."""

from __future__ import annotations

import networkx as nx
from hypothesis import strategies as st


@st.composite
def graphs(draw, most: int = 9, kinds: bool = False):
    n = draw(st.integers(0, most))
    pairs = st.tuples(st.integers(0, max(n - 1, 0)), st.integers(0, max(n - 1, 0)))
    edges = draw(st.lists(pairs, max_size=25)) if n else []
    graph = draw(st.sampled_from([nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]))()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(edges)
    if kinds:
        for node in graph:
            kind = draw(st.sampled_from(["a", "b", "c", None]))
            if kind:
                graph.nodes[node]["kind"] = kind
    return graph


def doubled(graph: nx.Graph) -> nx.MultiGraph:
    """Return the graph with every edge twice and a loop at every node."""
    double = nx.MultiDiGraph(graph) if graph.is_directed() else nx.MultiGraph(graph)
    double.add_edges_from(list(graph.edges()))
    double.add_edges_from((node, node) for node in list(graph))
    return double


def renamed(graph: nx.Graph, random) -> tuple[nx.Graph, dict]:
    """Return the graph with its names dealt out anew, and old name → new."""
    names = [f"x{node}" for node in graph]
    random.shuffle(names)
    mapping = dict(zip(graph, names, strict=True))
    return nx.relabel_nodes(graph, mapping), mapping
