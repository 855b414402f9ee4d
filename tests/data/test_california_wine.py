"""Porter's map of the California wine cluster: its network, its evidence, its gaps."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest

import ozek
from ozek import namespaces as ns
from ozek.clusters import Anatomy, anatomy, cluster_network, diagnose
from ozek.importing.nquads import digest
from ozek.network import brokerage, measure, mixing, project, resilience, simple
from ozek.network.core import core_periphery
from ozek.store import Store

DATA = Path(__file__).parents[2] / "data" / "california-wine"
BASE = "https://w3id.org/ozek/california-wine/"
CLUSTER = BASE + "cluster/california-wine"
GROWERS, WINERIES = BASE + "actor/growers", BASE + "actor/wineries"
DAVIS, STATE = BASE + "actor/uc-davis", BASE + "actor/state-agencies"


@pytest.fixture(scope="module")
def store() -> Store:
    return ozek.prepare("california-wine")


@pytest.fixture(scope="module")
def wine(store: Store) -> Anatomy:
    return anatomy(store, CLUSTER)


@pytest.fixture(scope="module")
def graph(wine: Anatomy) -> nx.MultiDiGraph:
    return cluster_network(wine)


# The network --------------------------------------------------------------------------------------


def test_the_whole_projection_is_the_network_of_the_cluster(
    store: Store, graph: nx.MultiDiGraph
) -> None:
    whole = project(store, "cluster-links")
    assert set(whole) == set(graph)
    assert sorted(whole.edges()) == sorted(graph.edges())
    assert (len(graph), graph.number_of_edges()) == (20, 22)


def test_position_and_cohesion(graph: nx.MultiDiGraph) -> None:
    plain = nx.Graph(simple(graph, directed=False))
    raw = nx.betweenness_centrality(plain, normalized=False)
    assert (raw[WINERIES], raw[GROWERS]) == pytest.approx((136.5, 81.5))
    assert sum(raw.values()) == pytest.approx(218.0)
    assert [plain.degree(node) for node in (WINERIES, GROWERS, DAVIS)] == [14, 9, 2]
    assert nx.density(plain) == pytest.approx(0.115789, abs=1e-6)
    assert nx.density(nx.DiGraph(graph)) == pytest.approx(0.057895, abs=1e-6)
    assert nx.transitivity(plain) == pytest.approx(0.069231, abs=1e-6)
    assert nx.diameter(plain) == 3
    assert nx.average_shortest_path_length(plain) == pytest.approx(2.147368, abs=1e-6)
    found = measure(graph, ["betweenness", "bridges", "articulation_points", "k_core"])
    assert found["betweenness"].values[WINERIES] == pytest.approx(0.798246, abs=1e-6)
    assert found["betweenness"].values[GROWERS] == pytest.approx(0.476608, abs=1e-6)
    assert found["bridges"].value == 15
    points = found["articulation_points"].values
    assert {node for node in points if points[node]} == {GROWERS, WINERIES}
    cores = found["k_core"].values
    assert {node.rpartition("/")[2] for node in cores if cores[node] == 2} == {
        "growers", "wineries", "state-agencies", "uc-davis", "wine-institute",
    }  # fmt: skip
    whole = measure(graph, ["degree_centralisation", "betweenness_centralisation"])
    assert whole["degree_centralisation"].value == pytest.approx(0.690058, abs=1e-6)
    assert whole["betweenness_centralisation"].value == pytest.approx(0.773161, abs=1e-6)


def test_constraint_and_effective_size(graph: nx.MultiDiGraph) -> None:
    constraint = measure(graph, ["constraint"])["constraint"].values
    size = nx.effective_size(nx.Graph(simple(graph, directed=False)))
    for node, locked, contacts in (
        (WINERIES, 0.101805, 13.571429),
        (GROWERS, 0.181406, 8.333333),
        (DAVIS, 0.595632, 1.0),
    ):
        assert constraint[node] == pytest.approx(locked, abs=1e-6)
        assert size[node] == pytest.approx(contacts, abs=1e-6)


def five(graph: nx.MultiDiGraph, wine: Anatomy) -> dict[str, str]:
    """The five types: core, supplier, infrastructure, state, related."""
    return {
        node: {"producer": "core"}.get(part, part) for node in graph if (part := wine.part(node))
    }


def test_mixing_and_brokerage(graph: nx.MultiDiGraph, wine: Anatomy) -> None:
    types = five(graph, wine)
    assert sorted(set(types.values())) == ["core", "infrastructure", "related", "state", "supplier"]
    index = mixing.external_internal(graph, by=types)
    assert (index.external, index.internal) == (21, 1)
    assert index.value == pytest.approx(0.909091, abs=1e-6)
    assert mixing.mixing_matrix(graph, by=types).value == pytest.approx(-0.462025, abs=1e-6)
    undirected = {b.node: b.roles for b in brokerage.roles(graph, by=types).brokers}
    assert undirected[WINERIES] == (0, 42, 10, 10, 114)
    assert undirected[GROWERS] == (0, 14, 5, 5, 42)
    directed = graph.copy()
    directed.graph["paths"] = "directed"
    brokers = {b.node: b.roles for b in brokerage.roles(directed, by=types).brokers}
    assert brokers[GROWERS] == (0, 0, 5, 0, 0)
    assert not any(brokers.get(WINERIES, (0,)))


def test_the_fit_finds_the_core_of_the_chart(graph: nx.MultiDiGraph) -> None:
    found = core_periphery(graph)
    assert set(found.core) == {GROWERS, WINERIES}
    assert found.value == pytest.approx(0.735871, abs=1e-6)


@pytest.mark.parametrize(
    ("gone", "f", "distance"),
    [
        ([], 0, 0.485965),
        ([WINERIES], 0.789474, 0.871345),
        ([GROWERS], 0.467836, 0.695906),
        ([STATE], 0, 0.490253),
        ([DAVIS, BASE + "actor/wine-institute", STATE], 0, 0.502451),
    ],
)
def test_what_breaks(graph: nx.MultiDiGraph, gone: list[str], f: float, distance: float) -> None:
    plain = resilience.fragmentation_without(graph, gone)
    graded = resilience.fragmentation_without(graph, gone, distance=True)
    assert (plain, graded) == pytest.approx((f, distance), abs=1e-6)


# The cluster --------------------------------------------------------------------------------------


def test_three_answers(wine: Anatomy) -> None:
    states = {f.function.rpartition("function-")[2]: f.state for f in wine.functions}
    assert states == {
        "finance": "not recorded",
        "other-services": "not recorded",
        "information": "provided",
        "innovation-preparation": "provided",
        "training": "provided",
    }
    assert [(stage.state, len(stage.members)) for stage in wine.stages] == [
        ("provided", 9),
        ("provided", 2),
        ("not recorded", 0),
    ]
    found = diagnose(wine)
    known = found.functions.completeness
    assert (known.low, known.high) == (0.6, 1.0)
    assert found.functions.sole == {ns.OZT + "function-innovation-preparation": DAVIS}
    assert found.chain.longest == 2
    assert found.chain.reaching is None, "no consumer is recorded"
    assert found.chain.weakest is not None
    assert (found.chain.weakest.ways, set(found.chain.weakest.cut)) == (2, {GROWERS, WINERIES})
    assert found.state is not None
    assert (found.state.value, found.state.lost) == (0.0, 0)


def test_every_supplier_reaches_the_wineries(wine: Anatomy) -> None:
    from ozek.clusters import supply_network

    suppliers = set(wine.stages[0].members)
    assert len(suppliers & nx.ancestors(supply_network(wine), WINERIES)) == 9


def test_groups_and_organisations(wine: Anatomy) -> None:
    single = {m.iri.rpartition("/")[2] for m in wine.members if not m.group}
    assert single == {"uc-davis", "wine-institute"}
    assert wine.state == (STATE,)
    assert [c.rpartition("/")[2] for c in wine.related] == ["agriculture", "food", "tourism"]
    assert wine.outside == 0


def test_counted_and_not_named(wine: Anatomy) -> None:
    assert {(one.declared, one.named) for one in wine.declared} == {(None, 0), (680, 0), (1400, 0)}


def test_where_the_chart_leaves_a_link_or_a_function_open_it_is_a_reading(wine: Anatomy) -> None:
    ends = {link.source.rpartition("/")[2] for link in wine.links if link.grounds.readings}
    assert ends == {"state-agencies", "uc-davis", "wine-institute"}
    for function in wine.functions:
        assert bool(function.grounds.readings) == (function.state == "provided")


# Evidence -----------------------------------------------------------------------------------------


def test_every_record_is_a_passage_with_its_digest_its_source_and_its_check(store: Store) -> None:
    lines = (DATA / "records.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert len(rows) == len(lines) - 1 == 27
    for line, row in zip(lines[1:], rows, strict=True):
        passage = f"{BASE}passage/{row['key']}"

        def one(predicate: str, passage: str = passage) -> str:
            (quad,) = store.matching(passage, predicate)
            return str(quad.object.value)

        assert one(ns.PASSAGE_DIGEST) == digest(line.encode())
        assert one(ns.RECORD_KEY) == row["key"]
        assert one(ns.HAS_SOURCE) == f"{BASE}source/{row['source']}"
        assert one(ns.HAS_SOURCE_CHECK) == f"{ns.OZT}source-check-{row['check']}"
    passages = {quad.object.value for quad in store.matching(None, ns.WAS_QUOTED_FROM)}
    assert len(passages) == 27


def test_the_table_and_the_graph_agree_on_links_roles_and_functions(
    store: Store, wine: Anatomy
) -> None:
    links, roles, functions = set(), set(), set()
    with (DATA / "records.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["relation"] in ("suppliesTo", "isLinkedTo"):
                links |= {(row["subject"], to) for to in row["object"].split()}
            if row["role"]:
                roles.add((row["subject"], row["role"]))
            many = row["function"].split(";")
            for subject, names in zip(row["subject"].split("; "), many, strict=False):
                functions |= {(subject, name.strip()) for name in names.split(",") if name.strip()}
    short = {iri: iri.removeprefix(BASE) for iri in wine.labels}
    assert {(short[link.source], short[link.target]) for link in wine.links} == links
    assert {
        (short[member], stage.role.rpartition("role-")[2])
        for stage in wine.stages
        for member in stage.members
    } == roles
    assert {
        (short[provider], one.function.rpartition("function-")[2])
        for one in wine.functions
        for provider in one.providers
    } == functions


def test_what_is_from_memory_says_so_where_it_is_shown(store: Store) -> None:
    text = ozek.show(store, "actor/barrels").to_text()
    assert "from memory" in text
    assert "re-read" not in text


def test_it_conforms(store: Store) -> None:
    assert ozek.validate(store).conforms
