"""The ontology is OWL 2 DL and RL, consistent, and its axioms leave none of its classes empty."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ozek.project import find_project, load_project

sys.path.insert(0, str(Path(__file__).parent))

import owlapi

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
EX = "https://example.org/"


@pytest.fixture(scope="module")
def merged() -> Graph:
    graph = Graph()
    for name in ("ozek.ttl", "taxonomy.ttl"):
        graph.parse(ONTOLOGY / name)
    return graph


def check(graph: Graph, folder: Path, *checks: str) -> dict[str, list[str]]:
    path = folder / "merged.ttl"
    graph.serialize(path, format="turtle", encoding="utf-8")
    return owlapi.run(path, *checks)


def test_profiles_consistency_and_satisfiability(merged: Graph, tmp_path: Path) -> None:
    found = check(merged, tmp_path, "profile", "reason")
    assert int(found["AXIOMS"][0]) > 300
    assert found.get("DL", []) == []
    assert found.get("RL", []) == []
    assert found["CONSISTENT"] == ["true"]
    assert found.get("UNSATISFIABLE", []) == []


def test_alignments_keep_the_ontology_consistent(merged: Graph, tmp_path: Path) -> None:
    graph = Graph()
    for triple in merged:
        graph.add(triple)
    for path in sorted((ONTOLOGY / "alignments").glob("*.ttl")):
        graph.parse(path)
    found = check(graph, tmp_path, "reason")
    assert found["CONSISTENT"] == ["true"]
    assert found.get("UNSATISFIABLE", []) == []


def test_the_gate_notices(merged: Graph, tmp_path: Path) -> None:
    """Each kind of finding does come out for an ontology that has it."""
    graph = Graph()
    for triple in merged:
        graph.add(triple)
    graph.parse(
        format="turtle",
        data="""
        @prefix ozek: <https://w3id.org/ozek/ontology#> .
        @prefix ozt: <https://w3id.org/ozek/taxonomy/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix ex: <https://example.org/> .
        ex:Both a owl:Class ; rdfs:subClassOf ozek:Goal , ozek:Target .
        ozek:isPartOf a owl:AsymmetricProperty .
        ozek:Cluster rdfs:subClassOf [ a owl:Restriction ;
            owl:onProperty ozek:isPartOf ; owl:someValuesFrom ozek:InnovationSystem ] .
        """,
    )
    found = check(graph, tmp_path, "profile")
    assert any("isPartOf" in line for line in found["DL"])
    assert found["RL"]

    graph.remove(
        (URIRef("https://w3id.org/ozek/ontology#isPartOf"), RDF.type, OWL.AsymmetricProperty)
    )
    assert f"{EX}Both" in check(graph, tmp_path, "reason")["UNSATISFIABLE"]

    graph.add((URIRef(EX + "thing"), RDF.type, OWL.NamedIndividual))
    graph.add((URIRef(EX + "thing"), RDF.type, URIRef(EX + "Both")))
    assert check(graph, tmp_path, "reason")["CONSISTENT"] == ["false"]


def test_facts_are_consistent(merged: Graph, tmp_path: Path) -> None:
    """HermiT agrees that the reference graph's facts do not contradict the ontology."""
    store = load_project(find_project("kazakhstan"))
    graph = Graph()
    declared = set(merged.subjects(RDF.type, OWL.ObjectProperty))
    declared |= set(merged.subjects(RDF.type, OWL.DatatypeProperty))
    for triple in merged:
        graph.add(triple)
    for triple in store.to_graph():
        if triple[1] in declared or triple[1] == RDF.type:
            graph.add(triple)
    assert (None, RDFS.subClassOf, None) in graph
    found = check(graph, tmp_path, "reason")
    assert found["CONSISTENT"] == ["true"]
