"""Three-valued completeness, access and the value chain: examples, laws, networkx as oracle."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.network.completeness import access, completeness, redundancy
from ozek.network.value_chain import value_chain

ITEMS = "abcdefgh"
items = st.lists(st.sampled_from(ITEMS), unique=True)


def test_the_example_of_the_research() -> None:
    found = completeness("tifso", "tif")
    assert (found.low, found.high) == (0.6, 1.0)
    assert found.not_recorded == ("s", "o")
    told = completeness("tifso", "tif", "s")
    assert (told.low, told.high) == (0.6, 0.8)
    assert (told.state("t"), told.state("s"), told.state("o")) == (
        "provided",
        "stated absent",
        "not recorded",
    )
    with pytest.raises(KeyError):
        told.state("x")


def test_nothing_required_has_no_share() -> None:
    found = completeness([], "a")
    assert (found.required, found.low, found.high) == (0, None, None)


def test_what_is_provided_and_stated_absent_counts_as_provided() -> None:
    assert completeness("a", "a", "a").provided == ("a",)


@given(items, items, items)
def test_bounds(required: list[str], provided: list[str], absent: list[str]) -> None:
    found = completeness(required, provided, absent)
    assert found.required == len(required)
    if not required:
        return
    assert 0 <= found.low <= found.high <= 1  # type: ignore[operator]
    assert (found.low == found.high) == (not found.not_recorded)
    # Settling what is not recorded one way or the other gives exactly the bounds.
    worst = completeness(required, provided, [*absent, *found.not_recorded])
    best = completeness(required, [*provided, *found.not_recorded], absent)
    assert (worst.low, worst.high) == (found.low, found.low)
    assert (best.low, best.high) == (found.high, found.high)


@given(items, items, items, st.sampled_from(ITEMS))
def test_knowing_more_never_widens_the_bounds(
    required: list[str], provided: list[str], absent: list[str], item: str
) -> None:
    found = completeness(required, provided, absent)
    if item not in found.not_recorded:
        return
    for more in (
        completeness(required, [*provided, item], absent),
        completeness(required, provided, [*absent, item]),
    ):
        assert found.low <= more.low <= more.high <= found.high  # type: ignore[operator]


def test_redundancy() -> None:
    found = redundancy({"t": ["u", "v", "u"], "f": ["bank"], "i": [], "o": []}, absent=["o"])
    assert found.providers == {"t": ("u", "v"), "f": ("bank",), "i": (), "o": ()}
    assert found.sole == {"f": "bank"}
    assert found.without(["bank"]) == ("f",)
    assert found.without(["u", "v"]) == ("t",)
    assert found.without(["u"]) == ()
    rows = found.table().to_records()
    assert [(r["item"], r["state"], r["providers"], r["sole_provider"]) for r in rows] == [
        ("t", "provided", 2, None),
        ("f", "provided", 1, "bank"),
        ("i", "not recorded", 0, None),
        ("o", "stated absent", 0, None),
    ]


def test_access_within_steps() -> None:
    graph = nx.path_graph(["a", "b", "c", "d"])
    graph.add_edge("b", "b")
    found = access(graph, ["a", "b", "x"], {"t": ["d"], "f": [], "o": [], "u": ["b"]}, absent=["o"])
    assert found.near == {("b", "t"): 2, ("b", "u"): 0, ("a", "u"): 1}
    assert found.state("a", "t") == "not recorded"
    assert found.state("a", "o") == "stated absent"
    assert found.share("t") == (pytest.approx(1 / 3), 1.0)
    assert found.share("o") == (0.0, 0.0)
    assert access(graph, [], {"t": ["d"]}).share("t") == (None, None)
    assert len(found.table()) == 12


@given(st.integers(0, 40), st.integers(1, 4))
def test_access_is_reach(seed: int, steps: int) -> None:
    graph = nx.gnp_random_graph(9, 0.2, seed=seed)
    found = access(graph, list(graph), {"f": [0, 1]}, steps=steps)
    distance = nx.multi_source_dijkstra_path_length(graph, {0, 1})
    assert found.near == {(v, "f"): d for v, d in distance.items() if d <= steps}


# The value chain ----------------------------------------------------------------------------------


def test_a_chain_that_is_whole() -> None:
    supply = nx.DiGraph([("s1", "p1"), ("s2", "p1"), ("s3", "p2"), ("p1", "c1"), ("p2", "c1")])
    found = value_chain(supply, {"s": ["s1", "s2", "s3", "s4"], "p": ["p1", "p2"], "c": ["c1"]})
    assert (found.reaching, found.first, found.share) == (3, 4, (0.75, 1.0))
    assert found.longest == 2
    assert [t.ways for t in found.transitions] == [2, 1]
    assert found.weakest is not None
    assert (found.weakest.source, found.weakest.cut) == ("p", ("c1",))


def test_a_stage_that_is_not_recorded_is_no_break() -> None:
    found = value_chain(nx.DiGraph([("s", "p")]), {"s": ["s"], "p": ["p"], "c": []})
    assert found.stages.not_recorded == ("c",)
    assert found.reaching is None
    assert found.share == (0.0, 1.0)
    assert [t.ways for t in found.transitions] == [1, None]


def test_recorded_stages_without_a_delivery_have_no_way() -> None:
    found = value_chain(nx.DiGraph(), {"s": ["s"], "p": ["p"]})
    assert found.transitions[0].ways == 0
    assert found.transitions[0].cut == ()
    assert found.longest is None


def test_circles_are_gone_through_once() -> None:
    supply = nx.DiGraph([(1, 2), (2, 1), (2, 3), (3, 3), (3, 4)])
    assert value_chain(supply, {"s": [1], "c": [4]}).longest == 2


def test_nothing_at_all() -> None:
    found = value_chain(nx.DiGraph(), {})
    assert (found.longest, found.weakest, found.share) == (None, None, (None, None))
    assert len(found.table()) == 0


@given(st.integers(0, 10_000), st.integers(3, 10), st.floats(0.05, 0.5))
def test_separate_ways_are_those_of_menger(seed: int, n: int, p: float) -> None:
    """Against the minimum node cut of networkx, with a source before and a sink behind."""
    supply = nx.gnp_random_graph(n, p, seed=seed, directed=True)
    starts, ends = [0, 1], [n - 1, n - 2]
    (found,) = value_chain(supply, {"s": starts, "c": ends}).transitions
    whole = nx.DiGraph(supply)
    whole.add_edges_from(("begin", v) for v in starts)
    whole.add_edges_from((v, "end") for v in ends)
    cut = nx.minimum_node_cut(whole, "begin", "end")
    assert found.ways == len(cut) == len(found.cut)
    whole.remove_nodes_from(found.cut)
    assert not nx.has_path(whole, "begin", "end")


@given(st.integers(0, 10_000))
def test_relabelling_changes_nothing(seed: int) -> None:
    supply = nx.gnp_random_graph(8, 0.25, seed=seed, directed=True)
    stages = {"s": [0, 1], "p": [2, 3, 4], "c": [6, 7]}
    names = {n: f"x{7 - n}" for n in supply}
    one = value_chain(supply, stages)
    two = value_chain(
        nx.relabel_nodes(supply, names), {k: [names[v] for v in vs] for k, vs in stages.items()}
    )
    assert (one.reaching, one.longest) == (two.reaching, two.longest)
    assert [t.ways for t in one.transitions] == [t.ways for t in two.transitions]
    assert [(t.source, t.target) for t in one.transitions] == list(pairwise(stages))
