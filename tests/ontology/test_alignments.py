"""The alignments: every outside term exists, every term of ours exists, nothing else is said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from ozek.exporting.turtle import main as canonical
from ozek.namespaces import OZEK, OZT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology" / "alignments"
FILES = sorted(FOLDER.glob("*.ttl"))
LISTED = Path(__file__).with_name("external-terms.tsv")
BASE = "https://w3id.org/ozek/alignments/"
OURS = (OZEK, OZT)
LOGICAL = (RDFS.subClassOf, RDFS.subPropertyOf)
MATCHES = (SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.exactMatch)
KINDS = {"class", "property", "concept", "individual"}


def listed() -> dict[str, dict[str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["iri"] for row in rows}) == len(rows)
    return {row["iri"]: row for row in rows}


EXTERNAL = listed()


def graph_of(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path)


def mappings(graph: rdflib.Graph) -> list[tuple[URIRef, URIRef, URIRef]]:
    return [triple for p in (*LOGICAL, *MATCHES) for triple in graph.triples((None, p, None))]


def own_terms() -> set[URIRef]:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "taxonomy.ttl")
    graph.parse(ROOT / "ontology" / "ozek.ttl")
    return {s for s in graph.subjects(RDF.type) if isinstance(s, URIRef)}


def test_the_list_says_what_each_outside_term_is_and_where_it_was_seen() -> None:
    for iri, row in EXTERNAL.items():
        assert row["kind"] in KINDS, iri
        assert row["vocabulary"], iri
        assert row["checked in"], iri


def test_the_list_is_sorted_and_holds_nothing_unused() -> None:
    assert list(EXTERNAL) == sorted(EXTERNAL)
    used = {str(o) for path in FILES for _, _, o in mappings(graph_of(path))}
    assert set(EXTERNAL) == used


def test_listed_schema_org_terms_are_in_the_library_copy() -> None:
    schema = rdflib.SDO
    names = [i.removeprefix(str(schema)) for i in EXTERNAL if i.startswith(str(schema))]
    assert names
    assert not [name for name in names if name not in schema]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestFile:
    def test_the_header_is_full(self, path: Path) -> None:
        graph = graph_of(path)
        (header,) = graph.subjects(RDF.type, OWL.Ontology)
        assert header == URIRef(BASE + path.stem)
        titles = [title.language for title in graph.objects(header, DCTERMS.title)]
        assert sorted(titles) == ["en", "kk", "ru"]
        for predicate in (DCTERMS.creator, DCTERMS.license, DCTERMS.issued, OWL.versionInfo):
            assert len(list(graph.objects(header, predicate))) == 1
        version = graph.value(header, OWL.versionInfo)
        assert graph.value(header, OWL.versionIRI) == URIRef(f"{header}/{version}")
        assert not list(graph.objects(header, OWL.imports))

    def test_the_bytes_are_canonical(self, path: Path) -> None:
        assert canonical(["--check", str(path)]) == 0

    def test_every_mapping_leads_from_a_term_of_ours_to_a_listed_one(self, path: Path) -> None:
        for subject, predicate, target in mappings(graph_of(path)):
            assert str(subject).startswith(OURS), subject
            assert str(target) in EXTERNAL, target
            kind = EXTERNAL[str(target)]["kind"]
            if predicate == RDFS.subClassOf:
                assert kind == "class", target
            if predicate == RDFS.subPropertyOf:
                assert kind == "property", target

    def test_every_term_of_ours_exists(self, path: Path) -> None:
        known = own_terms()
        assert not {s for s, _, _ in mappings(graph_of(path))} - known

    def test_one_pair_has_one_relation(self, path: Path) -> None:
        pairs = [(s, o) for s, _, o in mappings(graph_of(path))]
        assert len(set(pairs)) == len(pairs)

    def test_nothing_else_is_said(self, path: Path) -> None:
        """Beside header and mappings: notes in English, and declarations of what they need."""
        graph = graph_of(path)
        above = {o for _, p, o in mappings(graph) if p in LOGICAL} | set(MATCHES)
        header = URIRef(BASE + path.stem)
        for subject, predicate, value in graph:
            assert not isinstance(subject, BNode)
            assert not isinstance(value, BNode)
            if subject == header or predicate in (*LOGICAL, *MATCHES):
                continue
            if predicate == SKOS.note:
                assert isinstance(value, Literal)
                assert value.language == "en"
            else:
                assert predicate == RDF.type, predicate
                assert subject in above, subject
                assert value in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
