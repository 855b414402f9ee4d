"""The house rules for ontology/ozek.ttl.

Rule 1 (profiles) is tested in test_profile.py; rules 4 and 5 (domains, ranges, disjointness: every
one with a fixture that derives or fails) in tests/reasoning/test_ontology_axioms.py; rule 6 (every
term asked for by a question) in tests/questions.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef
from test_taxonomy import names_itself

from ozek.exporting.turtle import main as canonical
from ozek.namespaces import OZEK, PREFIXES

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology" / "ozek.ttl"
HEADER = URIRef("https://w3id.org/ozek/ontology")
LANGUAGES = ("kk", "ru", "en")
GRAPH = rdflib.Graph().parse(ONTOLOGY)
CLASSES = sorted(s for s in GRAPH.subjects(RDF.type, OWL.Class) if str(s).startswith(OZEK))
OBJECT_PROPERTIES = sorted(
    s for s in GRAPH.subjects(RDF.type, OWL.ObjectProperty) if str(s).startswith(OZEK)
)
PROPERTIES = sorted(
    {
        s
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        for s in GRAPH.subjects(RDF.type, kind)
        if str(s).startswith(OZEK)
    }
)
TERMS = CLASSES + PROPERTIES
DECLARED = {s for s, o in GRAPH.subject_objects(RDF.type) if str(o).startswith(str(OWL))}
BUILT_IN = (str(RDF), str(RDFS), str(OWL), PREFIXES["xsd"])
INVERSES = {OZEK + "givesSupport", PREFIXES["org"] + "hasMembership"}
VERBS = re.compile(
    "(is|has|was|acts|aims|appl|assess|belong|choos|cit|compl|concentrat|concern|consum|contrast|"
    "contribut|cooperat|defin|describ|develop|divid|emphasis|export|follow|fund|giv|grant|host|"
    "includ|interpret|involv|lack|leav|nam|offer|operat|own|particip|perform|play|produc|provid|"
    "refer|refin|seek|serv|set|specif|succeed|suppl|support|us)[a-z]*"
)


def local(term: URIRef) -> str:
    return str(term).removeprefix(OZEK)


# 2. Names ----------------------------------------------------------------------------------------


def test_names_are_ascii_and_cased_by_kind() -> None:
    assert not [local(c) for c in CLASSES if not re.fullmatch("[A-Z][A-Za-z]+", local(c))]
    assert not [local(p) for p in PROPERTIES if not re.fullmatch("[a-z][A-Za-z]+", local(p))]


def test_object_properties_begin_with_a_verb() -> None:
    assert not [
        local(p)
        for p in OBJECT_PROPERTIES
        if not VERBS.fullmatch(re.match("[a-z]+", local(p)).group())  # type: ignore[union-attr]
    ]


def test_there_are_only_the_inverses_that_chains_need() -> None:
    assert {str(s) for s in GRAPH.subjects(OWL.inverseOf)} == INVERSES


# 3. Texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_every_term_has_one_text_in_each_language(predicate: URIRef) -> None:
    for term in TERMS:
        found = sorted(text.language or "" for text in GRAPH.objects(term, predicate))
        assert found == sorted(LANGUAGES), local(term)


def test_no_definition_uses_its_own_label_or_repeats_another() -> None:
    seen: Counter[str] = Counter()
    for term in TERMS:
        labels = {text.language: str(text) for text in GRAPH.objects(term, SKOS.prefLabel)}
        for text in GRAPH.objects(term, SKOS.definition):
            assert not names_itself(labels[text.language], str(text), text.language), text
            seen[f"{text}@{text.language}"] += 1
    assert not [text for text, count in seen.items() if count > 1]


def test_labels_are_unique_in_each_language() -> None:
    seen = Counter(text for term in TERMS for text in GRAPH.objects(term, SKOS.prefLabel))
    assert not [text for text, count in seen.items() if count > 1]


def test_every_term_has_an_example_and_a_source_of_its_definition() -> None:
    for term in TERMS:
        assert list(GRAPH.objects(term, SKOS.example)), local(term)
        (source,) = GRAPH.objects(term, URIRef(OZEK + "definitionSource"))
        assert isinstance(source, URIRef), local(term)


def test_texts_are_normalised_and_no_word_mixes_scripts() -> None:
    latin, cyrillic = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
    for text in GRAPH.objects():
        if isinstance(text, Literal):
            assert unicodedata.is_normalized("NFC", text), text
            assert not re.search("[\u00a0\u00ad]|  ", text), text
            for word in re.findall(r"[^\W\d_]+", text):
                assert not (latin.search(word) and cyrillic.search(word)), word


# 4. Domains and ranges ---------------------------------------------------------------------------


def test_a_property_has_at_most_one_domain_and_one_range() -> None:
    for term in PROPERTIES:
        assert len(list(GRAPH.objects(term, RDFS.domain))) <= 1, local(term)
        assert len(list(GRAPH.objects(term, RDFS.range))) <= 1, local(term)


def test_derived_properties_carry_no_constraint() -> None:
    derived = set(GRAPH.subjects(OWL.propertyChainAxiom)) | set(
        GRAPH.subjects(RDF.type, OWL.TransitiveProperty)
    )
    constraining = {OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty}
    assert derived
    for term in derived:
        assert not constraining & set(GRAPH.objects(term, RDF.type)), term


# 7. Outside terms --------------------------------------------------------------------------------


def test_every_term_in_use_is_declared_and_nothing_is_imported() -> None:
    used = {t for triple in GRAPH for t in (triple[1],)} | set(GRAPH.objects(None, RDFS.subClassOf))
    used |= set(GRAPH.objects(None, OWL.disjointWith)) | set(GRAPH.objects(None, RDFS.range))
    undeclared = {
        str(term)
        for term in used
        if isinstance(term, URIRef) and not str(term).startswith(BUILT_IN) and term not in DECLARED
    }
    assert not undeclared
    assert not list(GRAPH.objects(None, OWL.imports))


def test_outside_terms_say_where_they_are_defined() -> None:
    for term in DECLARED:
        if isinstance(term, URIRef) and not str(term).startswith((OZEK, str(HEADER))):
            assert list(GRAPH.objects(term, RDFS.isDefinedBy)), term


# 8. Header ---------------------------------------------------------------------------------------


def test_the_header_is_complete() -> None:
    dcterms, vann = PREFIXES["dcterms"], PREFIXES["vann"]
    assert list(GRAPH.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    for name in ("title", "abstract"):
        texts = list(GRAPH.objects(HEADER, URIRef(dcterms + name)))
        assert sorted(text.language for text in texts) == sorted(LANGUAGES), name
    for name in ("creator", "license", "created", "issued", "modified", "bibliographicCitation"):
        assert len(list(GRAPH.objects(HEADER, URIRef(dcterms + name)))) == 1, name
    (version,) = GRAPH.objects(HEADER, OWL.versionInfo)
    assert list(GRAPH.objects(HEADER, OWL.versionIRI)) == [URIRef(f"{HEADER}/{version}")]
    assert str(GRAPH.value(HEADER, URIRef(vann + "preferredNamespaceUri"))) == OZEK
    assert str(GRAPH.value(HEADER, URIRef(vann + "preferredNamespacePrefix"))) == "ozek"


# 9. Bytes ----------------------------------------------------------------------------------------


def test_the_bytes_of_all_files_are_canonical(capsys: pytest.CaptureFixture[str]) -> None:
    assert canonical(["--check", str(ROOT / "ontology"), str(ROOT / "data")]) == 0


def test_blank_nodes_are_only_class_expressions_and_lists() -> None:
    kinds = {
        kind
        for node in GRAPH.subjects()
        if isinstance(node, BNode)
        for kind in GRAPH.objects(node, RDF.type)
    }
    assert kinds <= {OWL.Class, OWL.Restriction, OWL.AllDisjointClasses}
