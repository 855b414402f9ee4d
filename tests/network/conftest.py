"""Networks that the tests of this folder share; their values are known from the literature."""

from __future__ import annotations

import networkx as nx
import pytest

KNOKE_NAMES = ["COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST"]
KNOKE_INFORMATION = [
    "0100101010",
    "1011101110",
    "0101111001",
    "1100101000",
    "1111001111",
    "0010001010",
    "0101100000",
    "1101101010",
    "0100101000",
    "1110101000",
]


@pytest.fixture
def knoke() -> nx.DiGraph:
    """Information exchange of ten organisations in Indianapolis (Knoke and Wood 1981)."""
    return nx.DiGraph(
        (KNOKE_NAMES[i], KNOKE_NAMES[j])
        for i, row in enumerate(KNOKE_INFORMATION)
        for j, cell in enumerate(row)
        if cell == "1"
    )


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
