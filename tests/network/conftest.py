"""Networks that the tests of this folder share; their values are known from the literature."""

from __future__ import annotations

import networkx as nx
import pytest
from known_networks import KNOKE_INFORMATION, KNOKE_MONEY, KNOKE_NAMES, knoke_arcs


@pytest.fixture
def knoke() -> nx.DiGraph:
    """Information exchange of ten organisations in Indianapolis (Knoke and Wood 1981)."""
    return nx.DiGraph(knoke_arcs(KNOKE_INFORMATION))


@pytest.fixture
def knoke_money() -> nx.DiGraph:
    """Money that flows between the same organisations."""
    graph = nx.DiGraph()
    graph.add_nodes_from(KNOKE_NAMES)
    graph.add_edges_from(knoke_arcs(KNOKE_MONEY))
    return graph


@pytest.fixture
def karate() -> nx.Graph:
    """Zachary's karate club without the weights that networkx puts on it."""
    return nx.Graph(nx.karate_club_graph().edges())


@pytest.fixture
def florentine() -> nx.Graph:
    """Marriages of 15 Florentine families (Padgett); Pucci, an isolate, is not in it."""
    return nx.florentine_families_graph()


@pytest.fixture
def kite() -> nx.Graph:
    """Krackhardt's kite."""
    return nx.krackhardt_kite_graph()
