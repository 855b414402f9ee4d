"""Measures: published values, laws, awkward input, results."""

from __future__ import annotations

import math
import re

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_networks import with_kinds
from made_up_networks import doubled, graphs

from ozek.errors import UsageError
from ozek.network import MEASURES, NOT_APPLICABLE, Values, measure, register, simple

NEAR = pytest.approx


def values(name: str, graph: nx.Graph) -> dict:
    return dict(MEASURES[name](graph).values)


# Values re-read in published texts or equal in a second library


def test_knoke_size(knoke):
    result = MEASURES["density"](knoke)
    assert (result.n, result.m, result.directed) == (10, 49, True)
    assert result.value == NEAR(0.544444, abs=1e-6)


def test_knoke_betweenness(knoke):
    raw = {node: value * 9 * 8 for node, value in values("betweenness", knoke).items()}
    expected = {
        "MAYR": 17.833333,
        "COMM": 12.333333,
        "EDUC": 11.694444,
        "NEWS": 2.75,
        "WELF": 1.222222,
        "INDU": 0.805556,
        "COUN": 0.666667,
        "WEST": 0.361111,
        "WRO": 0.333333,
        "UWAY": 0,
    }
    assert raw == NEAR(expected, abs=1e-6)


def test_knoke_constraint(knoke):
    found = values("constraint", knoke)
    expected = {"MAYR": 0.387401, "EDUC": 0.385987, "COMM": 0.401446, "UWAY": 0.513779}
    assert {node: found[node] for node in expected} == NEAR(expected, abs=1e-6)


def test_structural_holes_of_borgatti():
    graph = nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
    expected = {"G": 0.400270, "A": 0.595486, "C": 1.0, "B": 0.642747, "D": 0.784722}
    found = values("constraint", graph)
    assert {node: found[node] for node in expected} == NEAR(expected, abs=1e-6)
    assert found["E"] == found["F"] == NEAR(0.730903, abs=1e-6)


def test_florentine_families(florentine):
    between = values("betweenness", florentine)
    expected = {
        "Medici": 0.521978,
        "Guadagni": 0.254579,
        "Albizzi": 0.212454,
        "Strozzi": 0.102564,
    }
    assert {family: between[family] for family in expected} == NEAR(expected, abs=1e-6)
    assert values("closeness", florentine)["Medici"] == NEAR(0.56)
    constraint = values("constraint", florentine)
    assert constraint["Medici"] == NEAR(0.209877, abs=1e-6)
    assert constraint["Guadagni"] == NEAR(0.25)
    assert constraint["Strozzi"] == NEAR(0.458333, abs=1e-6)
    cut = MEASURES["articulation_points"](florentine)
    names = {family for family, is_cut in cut.values.items() if is_cut}
    assert names == {"Albizzi", "Guadagni", "Medici", "Salviati"}
    assert cut.value == 4
    assert MEASURES["bridges"](florentine).value == 5
    assert MEASURES["k_core"](florentine).value == 2


def test_kite(kite):
    assert MEASURES["degree"](kite).ranked()[0] == (3, 6)
    assert MEASURES["betweenness"](kite).ranked()[0] == (7, NEAR(14 / 36))
    closeness = values("closeness", kite)
    assert closeness[5] == closeness[6] == NEAR(0.642857, abs=1e-6) == max(closeness.values())
    for node, expected in ((7, 0.388889), (8, 0.222222), (3, 0)):
        rest = kite.subgraph(set(kite) - {node})
        assert MEASURES["fragmentation"](rest).value == NEAR(expected, abs=1e-6)


def test_fragmentation_without_the_medici(florentine):
    rest = florentine.subgraph(set(florentine) - {"Medici"})
    assert MEASURES["fragmentation"](rest).value == NEAR(0.384615, abs=1e-6)


def test_karate(karate):
    assert MEASURES["density"](karate).value == NEAR(0.139037, abs=1e-6)
    raw = {node: value * 33 * 32 / 2 for node, value in values("betweenness", karate).items()}
    assert [raw[node] for node in (0, 33, 32)] == NEAR([231.071429, 160.551587, 76.690476])
    constraint = values("constraint", karate)
    assert constraint[0] == NEAR(0.155423, abs=1e-6)
    assert constraint[33] == NEAR(0.156419, abs=1e-6)
    assert constraint[11] == 1
    core = MEASURES["k_core"](karate)
    assert core.value == 4
    assert {n for n, k in core.values.items() if k == 4} == {0, 1, 2, 3, 7, 8, 13, 30, 32, 33}
    found = MEASURES["communities"](karate)
    assert 0.38 < found.value <= 0.419790 + 1e-6


def test_davis_women():
    graph = nx.davis_southern_women_graph()
    assert MEASURES["density"](graph).value == NEAR(89 * 2 / (32 * 31))
    graph.graph["two_mode"] = True
    result = MEASURES["constraint"](graph)
    assert set(result.values.values()) == {None}
    assert "two-mode" in result.warnings[0]


# Every measure


@pytest.mark.parametrize("name", MEASURES)
def test_docstring_says_what_it_is(name):
    text = MEASURES[name].__doc__ or ""
    for word in ("Formula:", "Range:", "Reference:", "Caution:"):
        assert word in text, f"{name}: {word} is missing"


@pytest.mark.parametrize("name", MEASURES)
def test_titles_in_three_languages(name):
    assert set(MEASURES[name].titles) == {"kk", "ru", "en"}
    assert re.search("[А-Яа-я]", MEASURES[name].titles["ru"]) or name == "pagerank"


AWKWARD = {
    "nothing": nx.Graph(),
    "nothing, directed": nx.MultiDiGraph(),
    "one node": nx.empty_graph(1),
    "one node with a loop": nx.Graph([(0, 0)]),
    "two isolates": nx.empty_graph(2),
    "a pair": nx.path_graph(2),
    "a pair and an isolate": nx.Graph([(0, 1)]),
    "only loops, directed": nx.MultiDiGraph([(0, 0), (1, 1), (1, 1)]),
    "a cycle of arcs": nx.MultiDiGraph([(0, 1), (1, 2), (2, 0), (0, 1)]),
    "mixed names": nx.Graph([(0, "a"), ("a", ("b", 1))]),
    "two equal parts": nx.Graph([(0, 1), (2, 3)]),
    "some of no kind, one of two": with_kinds(nx.path_graph(4), {0: "x", 1: ["x", "y"], 3: "y"}),
    "all of one kind": with_kinds(nx.complete_graph(4), dict.fromkeys(range(4), "x")),
    "a star": with_kinds(nx.star_graph(4), dict.fromkeys(range(3), "x")),
}
AWKWARD["a pair and an isolate"].add_node(2)


@pytest.mark.parametrize("case", AWKWARD)
@pytest.mark.parametrize("name", MEASURES)
def test_awkward_graphs_give_no_nan_and_no_error(name, case):
    result = MEASURES[name](AWKWARD[case])
    for value in [result.value, *result.values.values()]:
        assert value is None or math.isfinite(value)
    if not AWKWARD[case] and name != "bridges":
        assert any(NOT_APPLICABLE in warning for warning in result.warnings)


def test_isolates_have_no_constraint():
    graph = nx.Graph([(0, 1)])
    graph.add_node(2)
    result = MEASURES["constraint"](graph)
    assert result.values[2] is None
    assert result.warnings == ("constraint is not applicable for 1 of 3",)
    assert result.ranked()[-1] == (2, None)


def test_loops_and_parallels_are_dropped_and_said():
    plain = nx.path_graph(3)
    graph = nx.MultiGraph([(0, 1), (0, 1), (1, 2), (0, 0)])
    for name in MEASURES:
        assert MEASURES[name](graph).values == MEASURES[name](plain).values
    assert MEASURES["degree"](graph).warnings == (
        "self-loops left out: 1",
        "parallel edges counted once: 1",
    )


def test_direction_follows_the_projection():
    graph = nx.MultiDiGraph([(0, 1), (1, 2)], paths="undirected", name="p")
    result = MEASURES["betweenness"](graph)
    assert (result.directed, result.projection, result.values[1]) == (False, "p", 1)
    assert values("in_degree", graph) == {0: 0, 1: 1, 2: 1}
    assert values("degree", graph) == {0: 1, 1: 2, 2: 1}
    graph.graph["paths"] = "directed"
    assert MEASURES["betweenness"](graph).values[1] == 0.5


def test_direction_is_not_made_up():
    result = MEASURES["in_degree"](nx.path_graph(3))
    assert set(result.values.values()) == {None}
    assert "no directions" in result.warnings[0]


# Laws


LABELLED = ("communities", "components", "core")


@given(graphs(kinds=True), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_names_of_nodes_do_not_matter(graph, random):
    names = list(graph)
    random.shuffle(names)
    mapping = dict(zip(graph, names, strict=True))
    other = nx.relabel_nodes(graph, mapping)
    for name, of in MEASURES.items():
        if name in LABELLED or of.scope != "node":
            continue
        first, second = of(graph).values, of(other).values
        for node in graph:
            assert first[node] == NEAR(second[mapping[node]], abs=1e-9)


@given(graphs(kinds=True))
@settings(max_examples=25)
def test_order_of_making_does_not_matter(graph):
    other = type(graph)()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges())))
    assert measure(graph).results == measure(other).results


@given(graphs())
@settings(max_examples=25)
def test_the_argument_is_not_changed(graph):
    before = graph.copy()
    measure(graph)
    assert nx.utils.graphs_equal(graph, before)
    assert graph.graph == before.graph


@given(graphs(kinds=True))
@settings(max_examples=25)
def test_parallels_and_loops_do_not_matter(graph):
    twice, once = doubled(graph), simple(graph)
    for name, of in MEASURES.items():
        if graph.number_of_nodes():
            first, second = of(twice), of(once)
            assert (first.values, first.value) == (second.values, second.value), name


UNMOVED = ("degree", "constraint", "effective_size", "k_core", "articulation_points", "clustering",
           "ei_index")  # fmt: skip


@given(graphs(kinds=True))
@settings(max_examples=25)
def test_an_isolate_changes_nobody_elses_position(graph):
    larger = graph.copy()
    larger.add_node("isolate", kind="a")
    for name in UNMOVED:
        first, second = MEASURES[name](graph).values, MEASURES[name](larger).values
        assert all(second[node] == NEAR(first[node]) for node in graph), name
    for name in ("bridges", "assortativity", "degree_assortativity", "transitivity", "reciprocity",
                 "dyad_reciprocity", "mean_distance", "diameter", "ei_index"):  # fmt: skip
        assert not graph or MEASURES[name](larger).value == NEAR(MEASURES[name](graph).value), name


@given(graphs())
@settings(max_examples=40)
def test_ranges_and_sums(graph):
    n = len(graph)
    found = measure(graph)
    for name in ("betweenness", "closeness", "harmonic", "pagerank", "eigenvector", "clustering"):
        for value in found[name].values.values():
            assert value is None or -1e-12 <= value <= 1 + 1e-12
    if n:
        assert sum(found["pagerank"].values.values()) == NEAR(1)
        assert sum(found["degree"].values.values()) == 2 * found["degree"].m
        for name in ("degree", "k_core"):
            assert all(0 <= value <= n - 1 for value in found[name].values.values())
        assert found["components"].value == max(found["components"].values.values())
    if graph.is_directed() and n:
        arcs = sum(found["in_degree"].values.values())
        assert arcs == sum(found["out_degree"].values.values()) == found["in_degree"].m
    for name in ("density", "fragmentation", "distance_fragmentation", "degree_centralisation",
                 "betweenness_centralisation", "reciprocity", "dyad_reciprocity"):  # fmt: skip
        if found[name].value is not None:
            assert -1e-9 <= found[name].value <= 1 + 1e-9, name
    for name in ("density", "fragmentation"):
        assert found[name].value is None or 0 <= found[name].value <= 1


@given(graphs())
@settings(max_examples=40)
def test_equal_to_networkx(graph):
    """Differential: our values are networkx's on the simple graph, where networkx has one."""
    own = simple(graph)
    flat = simple(graph, directed=False)
    n = len(graph)
    if n < 3:
        return
    assert values("betweenness", graph) == NEAR(nx.betweenness_centrality(own))
    assert values("closeness", graph) == NEAR(nx.closeness_centrality(own))
    harmonic = {node: v / (n - 1) for node, v in nx.harmonic_centrality(own).items()}
    assert values("harmonic", graph) == NEAR(harmonic)
    assert values("pagerank", graph) == NEAR(nx.pagerank(own, tol=1e-12, max_iter=1000))
    assert values("k_core", graph) == nx.core_number(flat)
    assert MEASURES["components"](graph).value == nx.number_connected_components(flat)
    assert MEASURES["bridges"](graph).value == len(list(nx.bridges(flat)))
    assert MEASURES["density"](graph).value == NEAR(nx.density(own))
    efficiency = nx.global_efficiency(flat)
    assert MEASURES["distance_fragmentation"](graph).value == NEAR(1 - efficiency)
    lengths = [d for _, row in nx.all_pairs_shortest_path_length(own) for d in row.values() if d]
    mean = sum(lengths) / len(lengths) if lengths else None
    assert MEASURES["mean_distance"](graph).value == NEAR(mean)
    assert MEASURES["diameter"](graph).value == max(lengths, default=None)
    if graph.is_directed() and own.number_of_edges():
        assert MEASURES["reciprocity"](graph).value == NEAR(nx.overall_reciprocity(own))
    for node, value in nx.effective_size(flat).items():
        ours = MEASURES["effective_size"](graph).values[node]
        assert ours is None if math.isnan(value) else ours == NEAR(value)
    for node, value in nx.constraint(own).items():
        ours = MEASURES["constraint"](graph).values[node]
        assert ours is None if math.isnan(value) else ours == NEAR(value)
    for node, cuts in MEASURES["articulation_points"](graph).values.items():
        rest = nx.number_connected_components(flat.subgraph(set(flat) - {node}))
        assert cuts == (rest > nx.number_connected_components(flat))


# measure() and its result


def test_unknown_measure_lists_the_known(karate):
    with pytest.raises(UsageError, match=r"no measure 'fame'; known: .*degree.*betweenness"):
        measure(karate, ["degree", "fame"])
    with pytest.raises(UsageError, match="no measure was named"):
        measure(karate, [])


def test_a_newcomer_adds_a_measure(karate):
    @register("node", "undirected", kk="Екі есе", ru="Вдвое", en="Twice")
    def twice(graph):
        """Twice the degree."""
        return Values({node: 2 * d for node, d in graph.degree()})

    try:
        assert measure(karate, ["twice"])["twice"].values[0] == 32
        assert "twice" in measure(karate).table().columns
    finally:
        del MEASURES["twice"]


def test_table_is_ranked(karate):
    table = measure(karate, ["degree", "constraint", "density"]).table()
    assert table.columns == ("rank", "node", "label", "kind", "degree", "constraint")
    rows = [[None if cell is None else cell.toPython() for cell in row] for row in table.rows]
    assert [row[:3] for row in rows[:3]] == [[1, "33", "33"], [2, "0", "0"], [3, "32", "32"]]
    assert [row[4] for row in rows] == sorted((row[4] for row in rows), reverse=True)
    assert len(rows) == 34
    assert len(measure(karate, ["degree"]).table(5)) == 5


def test_equal_values_share_a_rank():
    table = measure(nx.star_graph(3), ["degree"]).table()
    assert [row[0].toPython() for row in table.rows] == [1, 2, 2, 2]


def test_summary_and_caption(karate):
    karate.graph["title"] = "Karate club"
    found = measure(karate)
    summary = {row[0].toPython(): row[1].toPython() for row in found.summary().rows}
    assert summary["nodes"] == 34
    assert summary["components"] == 1
    assert summary["largest_k"] == 4
    assert 0.38 < float(summary["modularity"]) < 0.42
    assert float(summary["density"]) == NEAR(0.139037)
    assert found.caption().startswith("Karate club – nodes: 34; edges: 78 undirected\n")
    assert "not applicable" in found.caption()


def test_links(florentine):
    table = measure(florentine, ["degree", "bridges"]).links()
    assert table.columns == ("measure", "source", "source_label", "target", "target_label")
    pairs = {(str(row[1]), str(row[3])) for row in table.rows}
    assert ("Acciaiuoli", "Medici") in pairs
    assert len(pairs) == 5


def test_what_is_not_named_is_repeated(karate):
    karate.graph["incomplete"] = "parks: 4 of 6"
    assert MEASURES["degree"](karate).warnings == ("fewer named than declared – parks: 4 of 6",)


def test_not_applicable_is_printed():
    text = str(measure(nx.empty_graph(2), ["constraint"]))
    assert "not applicable" in text
    assert "nan" not in text.lower()


def test_a_measure_of_the_whole_prints_its_value(karate):
    text = str(measure(karate, ["density"]))
    assert "0.139037" in text
    assert "Rank" not in text


def test_short_in_a_console(karate):
    found = measure(karate, ["degree", "k_core"])
    assert repr(found) == "<Measures: degree, k_core; 34 nodes>"
    assert repr(found["k_core"]) == "<Measured k_core: value 4, 34 values, 34 nodes, 78 edges>"


def test_html_for_a_notebook(karate):
    karate.graph["title"] = "<script>"
    html = measure(karate, ["degree"])._repr_html_()
    assert "<table" in html
    assert "<script>" not in html
