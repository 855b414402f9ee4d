"""RDF that others publish: what the mappings take over, and what they leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, ORG, RDF, SKOS

from needed import SHARED, needed
from ozek.errors import InputError
from ozek.importing.links import Links
from ozek.importing.nquads import Source, dataset
from ozek.importing.published import Published, load_vocabulary_mappings, read_published

BASE = "https://example.org/p/"
P = Namespace(BASE)
OZEK = Namespace("https://w3id.org/ozek/ontology#")
SOURCE = Source("register", {"kk": "Тізілім", "ru": "Реестр", "en": "Register"})
PREFIXES = """
@prefix ex: <http://example.com/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rov: <http://www.w3.org/ns/regorg#> .
@prefix cpov: <http://data.europa.eu/m8g/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vivo: <http://vivoweb.org/ontology/core#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix s: <https://schema.org/> .
@prefix olds: <http://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def read(folder: Path, text: str, links: Links | None = None) -> Published:
    file = folder / "published.ttl"
    file.write_text(PREFIXES + text, encoding="utf-8")
    return read_published(file, base=BASE, source=SOURCE, links=links)


def facts(published: Published) -> dict[str, set[tuple[URIRef, object]]]:
    """English or only name of a thing → its (property, value) pairs."""
    data: Dataset = dataset(published.lines)
    found = {}
    for subject, _, name, _ in data.quads((None, SKOS.prefLabel, None, None)):
        found[str(name)] = {(p, o) for _, p, o, _ in data.quads((subject, None, None, None))}
    return found


def shared(name: str) -> Path:
    return needed(SHARED / "data" / name)


def test_organisations_of_five_vocabularies(tmp_path: Path) -> None:
    found = facts(
        read(
            tmp_path,
            """
            ex:a a org:FormalOrganization ; skos:prefLabel "Holding"@en .
            ex:b a org:OrganizationalUnit ; rdfs:label "Unit"@en ; org:unitOf ex:a .
            ex:c a rov:RegisteredOrganization ; rov:legalName "Works Ltd"@en ;
                olds:foundingDate "2012-02-13" .
            ex:d a cpov:PublicOrganisation ; skos:prefLabel "Ministry"@en ;
                foaf:homepage <https://example.com/> .
            ex:e a vivo:University ; rdfs:label "University"@en .
            ex:f a vivo:College ; rdfs:label "College"@en ; obo:BFO_0000050 ex:e .
            ex:g a s:NGO ; s:name "Society"@en ; s:alternateName "Friends" ;
                s:foundingDate "1999" ; s:parentOrganization ex:h .
            ex:h a olds:Corporation ; olds:name "Company"@en .
            """,
        )
    )
    kinds = {name: {o for p, o in pairs if p == RDF.type} for name, pairs in found.items()}
    assert kinds == {
        "Holding": {ORG.FormalOrganization},
        "Unit": {ORG.Organization},
        "Works Ltd": {ORG.FormalOrganization},
        "Ministry": {OZEK.GovernmentOrganisation},
        "University": {OZEK.University},
        "College": {ORG.Organization},
        "Society": {OZEK.NonProfitOrganisation},
        "Company": {OZEK.Enterprise},
    }
    parents = {
        name
        for name, pairs in found.items()
        if any(predicate == ORG.subOrganizationOf for predicate, _ in pairs)
    }
    assert parents == {"Unit", "College", "Society"}
    assert (OZEK.foundingYear, Literal(2012)) in found["Works Ltd"]
    assert (OZEK.foundingYear, Literal(1999)) in found["Society"]
    assert (SKOS.altLabel, Literal("Friends")) in found["Society"]
    assert (FOAF.homepage, URIRef("https://example.com/")) in found["Ministry"]
    assert (SKOS.exactMatch, URIRef("http://example.com/d")) in found["Ministry"]


def test_persons_and_addresses_are_counted_and_left_out(tmp_path: Path) -> None:
    published = read(
        tmp_path,
        """
        ex:a a org:Organization ; skos:prefLabel "Works"@en .
        ex:p a foaf:Person ; foaf:name "A Person" ; foaf:mbox <mailto:a@example.com> .
        ex:m a org:Membership ; org:member ex:p ; org:organization ex:a .
        ex:s a org:Site ; rdfs:label "Street 1" .
        """,
    )
    assert (published.described, published.imported) == (4, 1)
    assert sum(published.left_out.values()) == published.described - published.imported
    assert not any("Person" in line or "mailto" in line for line in published.lines)


def test_what_has_no_name_is_refused_and_dangling_parents_are_counted(tmp_path: Path) -> None:
    published = read(
        tmp_path,
        """
        ex:a a org:Organization ; skos:prefLabel "Works"@en ; org:subOrganizationOf ex:nowhere .
        ex:b a org:Organization .
        """,
    )
    assert published.refused == {"<http://example.com/b>": "it has no name"}
    assert published.unresolved == 1
    assert not any("nowhere" in line for line in published.lines)


def test_a_linked_thing_keeps_the_iri_and_the_labels_a_curator_chose(tmp_path: Path) -> None:
    own = BASE + "actor/works"
    links = Links(
        things={"http://example.com/a": own}, preferred={own: frozenset({("The Works", "en")})}
    )
    text = 'ex:a a org:Organization ; skos:prefLabel "The Works"@en, "Works"@en .'
    data = dataset(read(tmp_path, text, links).lines)
    thing = URIRef(own)
    assert [str(o) for _, _, o, _ in data.quads((thing, SKOS.prefLabel, None, None))] == [
        "The Works"
    ]
    assert [str(o) for _, _, o, _ in data.quads((thing, SKOS.altLabel, None, None))] == ["Works"]
    assert not list(data.quads((thing, SKOS.exactMatch, None, None)))


def test_concepts_keep_their_iris_and_one_label_a_language(tmp_path: Path) -> None:
    published = read(
        tmp_path,
        """
        ex:codes a skos:ConceptScheme .
        ex:c1 a skos:Concept ; skos:notation "01" ; skos:inScheme ex:codes ;
            skos:prefLabel "Farming"@en, "Agriculture"@en .
        ex:c2 a skos:Concept ; skos:notation "01.1" ; skos:prefLabel "Crops"@en ;
            skos:broader ex:c1 .
        """,
    )
    data = dataset(published.lines)
    concept = URIRef("http://example.com/c1")
    labels = [o for _, _, o, _ in data.quads((concept, SKOS.prefLabel, None, None))]
    assert labels == [Literal("Agriculture", lang="en")]
    assert (SKOS.broader, concept) in facts(published)["Crops"]


def test_every_statement_graph_is_quoted_from_a_digested_passage(tmp_path: Path) -> None:
    data = dataset(read(tmp_path, 'ex:a a org:Organization ; skos:prefLabel "Works"@en .').lines)
    provenance = data.graph(P["graph/provenance"])
    graphs = {
        str(graph.identifier)
        for graph in data.graphs()
        if len(graph) and graph.identifier != P["graph/provenance"]
    } - {"urn:x-rdflib:default"}
    [graph] = [graph for graph in graphs if graph.startswith(BASE)]
    [passage] = provenance.objects(URIRef(graph), URIRef("http://www.w3.org/ns/prov#wasQuotedFrom"))
    assert len(list(provenance.objects(passage, OZEK.restatement))) == 3
    assert len(str(provenance.value(passage, OZEK.passageDigest))) == 16


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_the_statements_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    statements = [
        "ex:a a org:Organization .",
        'ex:a skos:prefLabel "A"@en .',
        'ex:a skos:prefLabel "B"@en .',
        "ex:b a org:FormalOrganization .",
        'ex:b rdfs:label "C" .',
        "ex:b org:subOrganizationOf ex:a .",
    ]
    folder = tmp_path_factory.mktemp("order")
    shuffled = read(folder, "\n".join(statements[place] for place in order))
    assert shuffled == read(folder, "\n".join(statements))


def test_a_file_of_something_else_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no mapping finds") as caught:
        read(tmp_path, 'ex:p a foaf:Person ; foaf:name "A Person" .')
    assert "1 × foaf:Person" in str(caught.value)


def test_every_mapping_has_a_title_in_three_languages() -> None:
    for mapping in load_vocabulary_mappings():
        assert set(mapping.title) == {"kk", "ru", "en"}, mapping.name


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("rdf/cpov/example-rdf_public_organisation.ttl", 1),
        ("rdf/eubg/spaziodati_company.nt", 1),
        ("rdf/vivo/sample-data.n3", 18),
        ("classifications/nacer2.ttl", 997),
        ("classifications/isicr4.ttl", 767),
    ],
)
def test_published_files_import_and_add_up(name: str, imported: int) -> None:
    published = read_published(shared(name), base=BASE, source=SOURCE)
    assert published.imported == imported
    assert published.described == published.imported + sum(published.left_out.values())
