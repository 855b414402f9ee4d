"""project(): from facts to a network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from ozek.errors import UsageError
from ozek.network import find_projection, load_projection, measure, project

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "projections"
E = "https://example.org/"


@pytest.fixture(scope="module")
def facts() -> rdflib.Graph:
    return rdflib.Graph().parse(HERE / "example.ttl")


@pytest.fixture(scope="module")
def system(facts) -> nx.MultiDiGraph:
    return project(facts, load_projection(SHIPPED / "system.toml"))


def relations(graph: nx.Graph) -> set[tuple[str, str, str]]:
    return {
        (u.removeprefix(E), d["relation"].partition(":")[2], v.removeprefix(E))
        for u, v, d in graph.edges(data=True)
    }


def test_nodes_are_things_of_the_declared_kinds(system):
    kinds = {node.removeprefix(E): data["kind"] for node, data in system.nodes(data=True)}
    assert kinds == {
        "park": "NationalTechnopark",
        "university": "University",
        "mill": "Enterprise",
        "plant": "Enterprise",
        "lonely": "Enterprise",
        "town": "Settlement",
        "cluster": "Cluster",
        "core": "IndustrialCore",
        "https://w3id.org/ozek/taxonomy/sector-metallurgy": "sector",
    }


def test_edges(system):
    assert relations(system) == {
        ("park", "isHostedBy", "university"),
        ("park", "hasSectorFocus", "https://w3id.org/ozek/taxonomy/sector-metallurgy"),
        ("park", "isLocatedIn", "town"),
        ("mill", "suppliesTo", "plant"),
        ("mill", "funds", "plant"),
        ("core", "isSegmentOf", "cluster"),
        ("mill", "isMemberOfCluster", "cluster"),
        ("plant", "isMemberOfCluster", "cluster"),
    }


def test_what_was_left_out_is_said(system):
    assert system.graph["left_out"] == (
        "ozek:Participation with an end missing: 1; relations to things that are no nodes: 1; "
        "self-loops: 1"
    )


def test_n_ary_nodes_become_edges_with_attributes(system):
    data = system[E + "mill"][E + "cluster"][f"ozek:isMemberOfCluster {E}p1"]
    assert data["role"] == "producer; supplier"
    assert data["start_year"] == 2011
    assert "function" not in data


def test_labels_and_codes(facts, system):
    assert system.nodes[E + "park"] == {
        "label": "Park",
        "kind": "NationalTechnopark",
        "kind_code": 1,
    }
    assert system.nodes[E + "lonely"]["label"] == E + "lonely"
    kazakh = project(facts, load_projection(SHIPPED / "system.toml"), lang="kk")
    assert kazakh.nodes[E + "park"]["label"] == "Технопарк"
    assert kazakh[E + "park"][E + "university"]["ozek:isHostedBy"]["label"] == "орналасқан"
    assert kazakh.graph["title"] == "Инновациялық жүйе"


def test_every_value_is_plain(system):
    stores = [system.graph, *dict(system.nodes(data=True)).values()]
    stores += [data for *_, data in system.edges(data=True)]
    for data in stores:
        assert all(type(value) in (str, int, float, bool) for value in data.values())
    assert all(type(node) is str for node in system)


def test_parallel_rules(facts):
    keep = load_projection(SHIPPED / "actors.toml")
    pair = (E + "mill", E + "plant")
    kept = project(facts, keep)
    assert kept.number_of_edges(*pair) == 2
    merged = project(facts, replace(keep, parallel="merge"))
    assert list(merged[pair[0]][pair[1]].values()) == [
        {
            "basis": "stated",
            "evidence": "",
            "label": "ozek:funds; supplies to",
            "relation": "ozek:funds; ozek:suppliesTo",
        }
    ]
    counted = project(facts, replace(keep, parallel="count"))
    assert [d["weight"] for d in counted[pair[0]][pair[1]].values()] == [2]


def test_direction_can_be_dropped(facts):
    graph = project(facts, replace(load_projection(SHIPPED / "actors.toml"), directed=False))
    assert type(graph) is nx.MultiGraph
    assert graph.has_edge(E + "plant", E + "mill")


def test_reading_twice_gives_the_same_graph(facts):
    shuffled = rdflib.Graph()
    for triple in sorted(facts, key=lambda t: hash(t)):
        shuffled.add(triple)
    chosen = load_projection(SHIPPED / "system.toml")
    first, second = project(facts, chosen), project(shuffled, chosen)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True, keys=True)) == list(second.edges(data=True, keys=True))


def test_the_graph_is_not_changed(facts):
    before = len(facts)
    project(facts, load_projection(SHIPPED / "system.toml"))
    assert len(facts) == before


def test_measured(facts):
    found = measure(project(facts, load_projection(SHIPPED / "participation.toml")))
    assert found["degree"].projection == "participation"
    assert found["degree"].values[E + "cluster"] == 2
    assert set(found["constraint"].values.values()) == {None}


# On a store: facts only, with evidence

TRIG = """
@base <https://example.org/> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<graph/provenance> {
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/s1> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted .
    <graph/s2> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted .
    <graph/plan> a ozek:StatementGraph ; ozek:hasModality ozt:modality-planned .
    <graph/read> a ozek:ReadingGraph .
    <graph/other> a ozek:ReadingGraph .
    <graph/labels> a ozek:EditorialGraph .
    <graph/inferred> a ozek:InferredGraph .
    <reading/r> a ozek:Reading ; ozek:hasAlternative <reading/r/a> , <reading/r/b> ;
        ozek:choosesAlternative <reading/r/a> .
    <reading/r/a> ozek:isStatedIn <graph/read> .
    <reading/r/b> ozek:isStatedIn <graph/other> .
}
<graph/s1> {
    <a> a ozek:Enterprise ; ozek:suppliesTo <b> .
    <b> a ozek:Enterprise . <c> a ozek:Enterprise .
}
<graph/s2> { <a> ozek:suppliesTo <b> . }
<graph/plan> { <a> ozek:owns <c> . <d> a ozek:Enterprise . }
<graph/read> { <a> ozek:suppliesTo <b> ; ozek:funds <c> . }
<graph/other> { <b> ozek:funds <c> . }
<graph/labels> { <a> skos:prefLabel "Alpha"@en . <a> ozek:isRelatedTo <c> . }
<graph/inferred> { <c> ozek:isRelatedTo <a> . <a> ozek:isRelatedTo <c> . }
"""


@pytest.fixture(scope="module")
def store():
    import io

    from ozek.store import Store

    store = Store()
    store.load(io.BytesIO(TRIG.encode()), format="trig")
    store.refresh_facts()
    return store


def test_store_edges_tell_their_evidence(store):
    graph = project(store, "actors")
    found = {
        (u[-1], d["relation"], v[-1]): (d["evidence"].replace(E + "graph/", ""), d["basis"])
        for u, v, d in graph.edges(data=True)
    }
    assert found == {
        ("a", "ozek:suppliesTo", "b"): ("s1 s2", "stated"),
        ("a", "ozek:funds", "c"): ("read", "reading"),
        ("a", "ozek:isRelatedTo", "c"): ("labels", "editorial"),
        ("c", "ozek:isRelatedTo", "a"): ("inferred", "derived"),
    }
    assert {node[-1] for node in graph} == {"a", "b", "c"}
    assert graph.nodes[E + "a"]["label"].startswith("Alpha")


def test_derived_edges_can_be_left_out(store):
    chosen = find_projection("actors")
    stated = replace(chosen, edges=tuple(replace(rule, derived=False) for rule in chosen.edges))
    assert (E + "c", E + "a") not in project(store, stated).edges()


def test_a_dataset_is_read_as_its_facts(store):
    graph, other = project(store, "actors"), project(store.to_dataset(), "actors")
    assert list(graph.edges(data=True, keys=True)) == list(other.edges(data=True, keys=True))


def test_a_dataset_without_facts():
    dataset = rdflib.Dataset()
    dataset.graph(rdflib.URIRef(E + "g")).add((rdflib.URIRef(E + "a"),) * 3)
    with pytest.raises(UsageError, match=r"give a plain rdflib\.Graph"):
        project(dataset, "actors")
