"""Gould–Fernandez roles and bridges: values worked out elsewhere, laws, awkward input."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_networks import KNOKE_KINDS, with_kinds
from made_up_networks import doubled, graphs, renamed

from ozek.errors import UsageError
from ozek.network import MEASURES, simple
from ozek.network.bridging import between
from ozek.network.brokerage import ROLES, roles

NEAR = pytest.approx


def roles_by_hand(graph: nx.Graph, kinds: dict) -> dict:
    """The definition, word for word."""
    arcs = simple(graph, directed=True)
    found = {v: dict.fromkeys(ROLES, 0) for v in kinds}
    for a, v, b in permutations(kinds, 3):
        if arcs.has_edge(a, v) and arcs.has_edge(v, b) and not arcs.has_edge(a, b):
            x, y, z = kinds[a], kinds[v], kinds[b]
            if x == y == z:
                role = "coordinator"
            elif x == z:
                role = "itinerant"
            elif y == z:
                role = "gatekeeper"
            elif x == y:
                role = "representative"
            else:
                role = "liaison"
            found[v][role] += 1
    return found


def test_knoke(knoke):
    found = roles(with_kinds(knoke, KNOKE_KINDS))
    of = {broker.node: broker.roles for broker in found.brokers}
    assert of["MAYR"] == (5, 2, 7, 7, 6)
    assert of["COMM"] == (0, 6, 3, 7, 5)
    assert of["EDUC"] == (0, 2, 1, 1, 5)
    assert of["NEWS"] == (0, 0, 5, 0, 1)
    assert found.totals == (5, 13, 19, 16, 18)
    assert found.value == 71
    assert found.directed


def test_knoke_expectation(knoke):
    found = roles(with_kinds(knoke, KNOKE_KINDS))
    mayor = next(broker for broker in found.brokers if broker.node == "MAYR")
    assert mayor.expected == NEAR((0.810214, 1.620428, 2.430642, 2.430642, 2.430642), abs=1e-6)
    assert sum(mayor.expected) == NEAR(9.722568, abs=1e-6)
    assert mayor.ratio == NEAR(27 / sum(mayor.expected))
    assert mayor.ratio_of("coordinator") == NEAR(5 / 0.810214, abs=1e-4)


def test_knoke_money(knoke_money):
    assert roles(with_kinds(knoke_money, KNOKE_KINDS)).value == 11


def test_table_puts_the_greatest_broker_first(knoke):
    table = roles(with_kinds(knoke, KNOKE_KINDS)).table()
    assert [cell.toPython() for cell in table.rows[0][:8]] == [
        "MAYR",
        "government",
        5,
        2,
        7,
        7,
        6,
        27,
    ]
    for column in table.columns:
        assert set(table.titles[column]) == {"kk", "ru", "en"}


def test_the_measures_are_the_sums(knoke):
    graph = with_kinds(knoke, KNOKE_KINDS)
    every, across = MEASURES["brokerage"](graph), MEASURES["cross_brokerage"](graph)
    assert (every.value, across.value) == (71, 19 + 16 + 18)
    assert (every.values["MAYR"], across.values["MAYR"]) == (27, 20)


def test_without_directions_every_link_counts_both_ways():
    graph = nx.MultiDiGraph([("a", "v"), ("v", "b")], paths="undirected")
    kinds = {"a": "x", "v": "y", "b": "y"}
    found = roles(graph, kinds)
    assert found.brokers[0].roles == (0, 0, 1, 1, 0)
    assert "both ways" in found.warnings[0]


def test_nodes_of_no_kind_are_no_kind():
    graph = nx.path_graph(4)
    found = roles(graph, {0: "x", 1: "x", 2: "x"})
    assert found.totals == (2, 0, 0, 0, 0)
    assert found.warnings[0] == "nodes without a kind are left out: 1"
    assert MEASURES["brokerage"](graph).value is None
    assert "no node has a kind" in MEASURES["brokerage"](graph).warnings[0]


def test_of_two_kinds_the_first_counts():
    graph = with_kinds(nx.path_graph(3), {0: ["x", "y"], 1: "x", 2: ("y", "x")})
    found = roles(graph)
    assert found.totals == (0, 0, 1, 1, 0)
    assert "nodes of several kinds: 2" in found.warnings[0]


@pytest.mark.parametrize("graph", [nx.Graph(), nx.empty_graph(1), nx.Graph([(0, 0)])])
def test_nothing_to_broker(graph):
    kinds = dict.fromkeys(graph, "x")
    assert roles(graph, kinds).value == 0
    assert len(roles(graph, kinds).table()) == len(graph)
    assert between(graph, "x", "y", kinds).bridges == ()


@given(graphs(kinds=True))
@settings(max_examples=80)
def test_equal_to_the_definition(graph):
    kinds = {n: k for n, k in graph.nodes(data="kind") if k}
    found = roles(graph)
    by_hand = roles_by_hand(graph, kinds)
    assert {b.node: dict(zip(ROLES, b.roles, strict=True)) for b in found.brokers} == by_hand
    assert found.table().columns[:2] == ("node", "kind")


@given(graphs())
@settings(max_examples=60)
def test_roles_sum_to_the_open_two_paths(graph):
    kinds = {node: "abc"[node % 3] for node in graph}
    arcs = nx.to_numpy_array(simple(graph, directed=True)) if len(graph) else None
    if arcs is None:
        return
    two = arcs @ arcs * (1 - arcs)
    assert roles(graph, kinds).value == two.sum() - two.trace()


@given(graphs(kinds=True), st.booleans())
@settings(max_examples=40)
def test_what_changes_nothing(graph, lonely):
    found = {b.node: b.roles for b in roles(graph).brokers}
    assert {b.node: b.roles for b in roles(doubled(graph)).brokers} == found
    larger = graph.copy()
    larger.add_node("isolate", **({} if lonely else {"kind": "a"}))
    again = {b.node: b.roles for b in roles(larger).brokers}
    again.pop("isolate", None)
    assert again == found


# Bridges between two kinds


def test_who_bridges_science_and_business():
    graph = nx.Graph([("uni", "park"), ("park", "firm"), ("park", "mill"), ("uni", "mill")])
    kinds = {"uni": "University", "park": "Technopark", "firm": "Enterprise", "mill": "Enterprise"}
    found = between(with_kinds(graph, kinds), "science", "business")
    assert [(b.node, b.kind, b.count, b.pairs) for b in found.bridges] == [
        ("park", "Technopark", 1, (("uni", "firm"),))
    ]
    assert (found.value, found.sizes, found.links) == (1, (1, 2), 1)
    assert list(found.triples()) == [("uni", "park", "firm")]
    assert [str(cell) for cell in found.pairs_table().rows[0]] == ["uni", "park", "firm"]
    # Four of six possible links: q = (2/3)² / 3, one university and two firms.
    assert found.bridges[0].expected == NEAR(4 / 27 * 2)
    assert found.bridges[0].ratio == NEAR(27 / 8)


def test_directions_have_to_run_through():
    graph = nx.DiGraph([("a", "v"), ("b", "v")])
    kinds = {"a": "x", "b": "y"}
    assert between(graph, "x", "y", kinds).value == 0
    graph.remove_edge("b", "v")
    graph.add_edge("v", "b")
    found = between(graph, "y", "x", kinds)
    assert (found.bridges[0].count, found.bridges[0].kind) == (1, None)
    assert found.bridges[0].pairs == (("b", "a"),)


def test_bridges_within_one_kind_count_each_pair_once():
    found = between(nx.star_graph(3), "x", "x", dict.fromkeys(range(1, 4), "x"))
    assert (found.bridges[0].node, found.bridges[0].count) == (0, 3)
    assert found.bridges[0].pairs == ((1, 2), (1, 3), (2, 3))


def test_pairs_shown_are_limited_and_counts_are_not():
    kinds = {node: "xy"[node % 2] for node in range(1, 9)}
    found = between(nx.star_graph(8), "x", "y", kinds, pairs=3)
    assert (found.bridges[0].count, len(found.bridges[0].pairs)) == (16, 3)


def test_overlapping_kinds_are_refused():
    with pytest.raises(UsageError, match="share a kind"):
        between(nx.path_graph(3), ["x", "y"], "x")


@given(graphs(kinds=True))
@settings(max_examples=60)
def test_bridges_are_the_roles_with_these_ends(graph):
    arcs = simple(graph, directed=True)
    kinds = dict(graph.nodes(data="kind"))
    expected: dict = {}
    for a, v, b in permutations(graph, 3):
        through = arcs.has_edge(a, v) and arcs.has_edge(v, b) and not arcs.has_edge(a, b)
        if through and {kinds[a], kinds[b]} == {"a", "b"}:
            expected.setdefault(v, set()).add((a, b) if kinds[a] == "a" else (b, a))
    found = {bridge.node: bridge.count for bridge in between(graph, "a", "b").bridges}
    assert found == {v: len(pairs) for v, pairs in expected.items()}


@given(graphs(kinds=True), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_names_do_not_matter(graph, random):
    other, mapping = renamed(graph, random)
    first = {mapping[b.node]: b.roles for b in roles(graph).brokers}
    assert {b.node: b.roles for b in roles(other).brokers} == first
