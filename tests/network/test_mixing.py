"""E-I index, assortativity, mixing matrix, Coleman: values from elsewhere, laws, awkward input."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from known_networks import KNOKE_KINDS, club_of_karate, with_kinds
from made_up_networks import doubled, graphs

from ozek.network import MEASURES, simple
from ozek.network.mixing import (
    assortativity_of,
    coleman,
    expected_ei,
    external_internal,
    mixing_matrix,
)

NEAR = pytest.approx

PARTNERS = [[506, 32, 69, 26], [23, 308, 114, 38], [26, 46, 599, 68], [10, 14, 47, 32]]
"""Partners by ethnicity in the San Francisco study of Catania et al., as Newman (2003) uses it."""


def test_knoke(knoke):
    graph = with_kinds(knoke, KNOKE_KINDS)
    assert external_internal(graph).value == NEAR(0.469388, abs=1e-6)
    assert MEASURES["ei_index"](graph).value == NEAR(0.469388, abs=1e-6)
    assert MEASURES["assortativity"](graph).value == NEAR(-0.130045, abs=1e-6)
    assert mixing_matrix(graph).value == NEAR(-0.130045, abs=1e-6)


def test_partners():
    """Newman prints 0.621."""
    assert assortativity_of(PARTNERS) == NEAR(0.621446, abs=1e-6)
    counts = np.array(PARTNERS)
    inside = np.trace(counts)
    assert (counts.sum() - 2 * inside) / counts.sum() == NEAR(-0.475996, abs=1e-6)


def test_coleman():
    assert coleman([[45, 15], [20, 20]], [60, 40]) == NEAR((0.38125, 0.175), abs=1e-6)
    assert coleman([[0, 60], [0, 0]], [60, 40]) == (-1.0, None)


def test_karate(karate):
    clubs = club_of_karate()
    found = external_internal(karate, clubs)
    assert (found.external, found.internal) == (11, 67)
    assert found.value == NEAR(-0.717949, abs=1e-6)
    assert found.expected == expected_ei(clubs) == NEAR(0.030303, abs=1e-6)
    # Fewer than one of a thousand, at some seven standard deviations of 0.096.
    assert found.p_value == NEAR(1 / 1001)
    assert (found.draws, found.n, found.m) == (1000, 34, 78)
    assert {kind: sum(row[1:]) for kind, row in found.kinds.items()} == {
        "Mr. Hi": 46,
        "Officer": 43,
    }
    assert external_internal(karate, clubs) == found


def test_degree_assortativity_of_karate(karate):
    """Newman (2002) prints -0.476."""
    assert MEASURES["degree_assortativity"](karate).value == NEAR(-0.475613, abs=1e-6)


def test_chance_gives_no_small_p():
    graph = nx.gnm_random_graph(60, 150, seed=4)
    found = external_internal(graph, {node: "ab"[node % 2] for node in graph})
    assert found.p_value > 0.05


def test_nodes_of_no_kind_do_not_count_as_one():
    """networkx takes "none" for a kind of its own and gives -0.6."""
    graph = with_kinds(nx.path_graph(3), {0: "x", 1: "x"})
    found = mixing_matrix(graph)
    assert (found.kinds, found.counts, found.value) == (("x",), ((1,),), None)
    assert MEASURES["assortativity"](graph).value is None
    assert external_internal(graph).nodes == {0: -1, 1: -1}
    assert MEASURES["ei_index"](graph).values == {0: -1, 1: -1, 2: None}


def test_matrix_and_empty_cells():
    kinds = {0: "firm", 1: "firm", 2: "state", 3: "uni", 4: "uni"}
    graph = nx.Graph([(0, 1), (0, 2), (2, 3), (2, 4)])
    found = mixing_matrix(graph, kinds)
    assert (found.kinds, found.sizes) == (("firm", "state", "uni"), (2, 1, 2))
    assert found.counts == ((1, 1, 0), (1, 0, 2), (0, 2, 0))
    assert found.densities == ((1.0, 0.5, 0.0), (0.5, None, 1.0), (0.0, 1.0, 0.0))
    assert found.empty == (("firm", "uni"), ("uni", "uni"))
    rows = [[None if cell is None else cell.toPython() for cell in row] for row in found.table()]
    assert rows[0][:3] == ["firm", "firm", 1]
    assert rows[3] == ["state", "state", 0, None]
    assert len(rows) == 6


def test_directions_make_ordered_pairs(knoke_money):
    found = mixing_matrix(with_kinds(knoke_money, KNOKE_KINDS))
    assert sum(map(sum, found.counts)) == 22
    assert len(found.table()) == 9
    assert found.counts != tuple(zip(*found.counts, strict=True))


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(3)])
def test_nothing_to_mix(graph):
    kinds = dict.fromkeys(graph, "x")
    found = external_internal(graph, kinds)
    assert (found.value, found.p_value) == (None, None)
    assert mixing_matrix(graph, kinds).value is None
    assert mixing_matrix(graph, {}).kinds == ()
    assert "nan" not in found.table().to_text().lower()


@given(graphs(kinds=True))
@settings(max_examples=80)
def test_equal_to_networkx(graph):
    known = [node for node, kind in graph.nodes(data="kind") if kind]
    part = simple(graph).subgraph(known)
    found = mixing_matrix(graph)
    if part.number_of_edges() and found.value is not None:
        expected = nx.attribute_assortativity_coefficient(part, "kind")
        assert found.value == NEAR(expected, abs=1e-9)
        assert MEASURES["assortativity"](graph).value == NEAR(expected, abs=1e-9)
    mapping = {kind: at for at, kind in enumerate(found.kinds)}
    if mapping and part.number_of_edges():
        matrix = nx.attribute_mixing_matrix(part, "kind", mapping=mapping, normalized=False)
        if not graph.is_directed():
            matrix = matrix - np.diag(np.diag(matrix) / 2)
        assert found.counts == tuple(tuple(int(cell) for cell in row) for row in matrix)


@given(graphs(kinds=True))
@settings(max_examples=40)
def test_what_changes_nothing(graph):
    found = external_internal(graph, draws=20)
    assert external_internal(doubled(graph), draws=20).value == found.value
    larger = graph.copy()
    larger.add_node("isolate", kind="a")
    again = external_internal(larger, draws=20)
    assert (again.value, again.nodes["isolate"]) == (found.value, None)
    assert mixing_matrix(larger).value == NEAR(mixing_matrix(graph).value)
    links = found.external + found.internal
    assert sum(row[2] for row in found.kinds.values()) == found.internal
    assert sum(row[1] for row in found.kinds.values()) == 2 * found.external
    assert found.value is None if not links else -1 <= found.value <= 1
