"""The shipped projections on the packaged project: shape, evidence, SPARQL as second opinion."""

from __future__ import annotations

import io

import networkx as nx
import pytest

from ozek.exporting.graphs import to_edges_csv, to_gexf, to_graphml, to_nodes_csv
from ozek.network import find_projection, measure, project, projections

NAMES = ["actors", "participation", "places", "policy", "system"]


@pytest.fixture(scope="module")
def store():
    import ozek

    store = ozek.load_project(ozek.find_project("kazakhstan"))
    ozek.reason(store)
    return store


@pytest.fixture(scope="module", params=NAMES)
def graph(request, store) -> nx.MultiDiGraph:
    return project(store, request.param)


def test_names():
    assert set(NAMES) <= set(projections())


def test_shape(graph):
    codes = find_projection(graph.graph["name"]).kind_codes()
    assert type(graph) is nx.MultiDiGraph
    assert len(graph) > 0
    assert nx.number_of_selfloops(graph) == 0
    for node, data in graph.nodes(data=True):
        assert set(data) == {"label", "kind", "kind_code"}
        assert data["kind_code"] == codes[data["kind"]]
        assert data["label"]
        assert "/graph/" not in node
        assert "/passage/" not in node


def test_every_edge_has_evidence_and_none_is_a_plan(graph, store):
    facts = set(store.fact_graphs())
    for *_, data in graph.edges(data=True):
        evidence = data["evidence"].split()
        assert evidence
        assert set(evidence) <= facts
        assert data["basis"] in ("stated", "reading", "editorial", "derived")


def test_edges_are_those_that_sparql_finds(graph, store):
    """Second opinion: a plain relation is an edge exactly where SPARQL finds it between nodes."""
    nodes = set(graph)
    for rule in find_projection(graph.graph["name"]).edges:
        if rule.path is None or not rule.derived or len(rule.path.alternatives[0]) > 1:
            continue
        rows = store.query(f"SELECT ?s ?o WHERE {{ ?s <{rule.relation}> ?o FILTER(isIRI(?o)) }}")
        found = {(s.value, o.value) for s, o in rows}
        wanted = {(s, o) for s, o in found if s in nodes and o in nodes and s != o}
        key = graph.graph["parallel"] == "keep" and rule.path.text
        if key:
            assert {(u, v) for u, v, k in graph.edges(keys=True) if k == key} == wanted


SHORTCUTS = {"offersBenefit", "isMemberOfCluster", "supports", "operatesUnder"}
"""Derived by chains from relations that are edges themselves; as edges they would count twice."""


def test_no_relation_between_things_is_forgotten(store):
    """A property that joins two nodes of `system` is an edge there, or a known shortcut."""
    nodes = set(project(store, "system"))
    rules = find_projection("system").edges
    known = {rule.relation for rule in rules} | {s.predicate for r in rules for s in r.steps()}
    joining = {
        triple.predicate.value
        for triple in store.triples()
        if getattr(triple.subject, "value", "") in nodes
        and getattr(triple.object, "value", "") in nodes
    }
    assert {iri.partition("#")[2] for iri in joining - known} <= SHORTCUTS


def test_what_is_declared_and_not_named_is_said(store):
    caption = measure(project(store, "actors"), ["degree"]).caption()
    assert "national technoparks of Kazakhstan: 4/6" in caption
    assert "regional technoparks of Kazakhstan: 0/7" in caption
    assert "sectors" not in caption
    assert "sectors" in project(store, "policy").graph["incomplete"]
    assert project(store, "participation").graph["incomplete"] == ""


def test_transitive_relations_do_not_flood(store):
    places = project(store, "places")
    country = next(n for n, d in places.nodes(data=True) if n.endswith("place/kazakhstan"))
    kinds = {places.nodes[n]["kind"] for n in places.predecessors(country)}
    assert "EducationOrganisation" not in kinds


def test_measures_have_no_nan(graph):
    for result in measure(graph).results.values():
        for value in [result.value, *result.values.values()]:
            assert value is None or value == value
        assert result.projection == graph.graph["name"]


def test_exports_read_back(graph):
    back = nx.parse_graphml(to_graphml(graph), force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(back.edges()) == sorted(graph.edges())
    again = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.3")
    assert {n: d["kind_code"] for n, d in again.nodes(data=True)} == dict(
        graph.nodes(data="kind_code")
    )
    assert to_nodes_csv(graph).count("\n") >= len(graph) + 1
    assert to_edges_csv(graph).count("\n") == graph.number_of_edges() + 1


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_labels_follow_the_language(store, lang):
    graph = project(store, "system", lang=lang)
    assert graph.graph["title"] == find_projection("system").title[lang]
    named = [d["label"] for _, d in graph.nodes(data=True) if d["kind"] == "NationalTechnopark"]
    assert len(named) == 4
    assert all(any("а" <= letter.lower() <= "я" for letter in label) for label in named)
