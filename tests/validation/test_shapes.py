"""Every shape has a name, words in three languages, and data that pass and that fail it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Dataset, Graph, URIRef
from rdflib.term import Node

from graphs import ONTOLOGY, evidence_of, make_store, schemes
from ozek import namespaces as ns
from ozek.validation import SEVERITIES, profiles, pyshacl_engine
from ozek.validation.shapes import (
    APPLIES_TO,
    EVIDENCE,
    FACTS,
    SH,
    Shapes,
    load_shapes,
    messages_of,
)

FIXTURES = Path(__file__).parent / "fixtures"
FILES = [profile.path for profile in profiles()]
LANGUAGES = {"en", "kk", "ru"}


@cache
def shapes() -> Shapes:
    return load_shapes(FILES)


def names() -> list[str]:
    return [str(shape).removeprefix(ns.OZS) for shape in shapes().named()]


def results(name: str, which: str) -> list[pyshacl_engine.ValidationResult]:
    store = make_store(FIXTURES / name / f"{which}.trig", taxonomy=schemes())
    shape = URIRef(ns.OZS + name)
    over = shapes().graph.value(shape, APPLIES_TO)
    data = evidence_of(store) if over == EVIDENCE else store.to_graph()
    found = pyshacl_engine.run(data, shapes(), shapes().only([shape]))
    return [result for result in found if result.shape == str(shape)]


def test_there_are_shapes_and_no_stray_fixtures() -> None:
    assert len(names()) >= 40
    assert {path.name for path in FIXTURES.iterdir()} == set(names())


@pytest.mark.parametrize("name", names())
def test_data_that_pass(name: str) -> None:
    assert results(name, "pass") == []


@pytest.mark.parametrize("name", names())
def test_data_that_fail(name: str) -> None:
    found = results(name, "fail")
    assert found, "the failing fixture passes"
    graph, shape = shapes().graph, URIRef(ns.OZS + name)
    severity = str(graph.value(shape, URIRef(SH + "severity")) or SH + "Violation")
    assert {SH + result.severity for result in found} == {severity}
    for result in found:
        assert {language for language, _ in result.message} == LANGUAGES
        assert not any("{?" in text or "{$" in text for _, text in result.message)


@pytest.mark.parametrize("name", names())
def test_words(name: str) -> None:
    graph, shape = shapes().graph, URIRef(ns.OZS + name)
    for label in (SKOS.prefLabel,):
        assert languages(graph, shape, label) == LANGUAGES
    messages = messages_of(graph, shape)
    assert sorted(m.language or "" for m in messages) == sorted(LANGUAGES)
    assert graph.value(shape, APPLIES_TO) in (FACTS, EVIDENCE)
    severity = graph.value(shape, URIRef(SH + "severity"))
    assert severity is None or str(severity).removeprefix(SH) in SEVERITIES


def languages(graph: Graph, subject: Node, predicate: Node) -> set[str]:
    return {str(getattr(value, "language", "")) for value in graph.objects(subject, predicate)}


def test_every_shape_of_the_file_has_targets() -> None:
    graph = shapes().graph
    typed = {
        s
        for kind in ("NodeShape", "PropertyShape")
        for s in graph.subjects(RDF.type, URIRef(SH + kind))
    }
    assert typed == set(shapes().named())


def test_profiles_say_what_they_are_for() -> None:
    assert next(profile.name for profile in profiles()) == "model"
    assert {"completeness", "cluster-platform"} <= {profile.name for profile in profiles()}
    for profile in profiles():
        assert {language for language, _ in profile.title} == LANGUAGES
        assert {language for language, _ in profile.description} == LANGUAGES


def test_completeness_names_the_sentence_behind_each_shape() -> None:
    passages = Dataset(default_union=True)
    passages.parse(ONTOLOGY.parent / "data" / "kazakhstan" / "passages.trig")
    known = {str(s) for s in passages.subjects(None, None)}
    own = load_shapes([ONTOLOGY / "profiles" / "completeness.ttl"])
    assert len(own.named()) >= 20
    for shape in own.named():
        basis = {str(one) for one in own.graph.objects(shape, DCTERMS.source)}
        assert basis
        assert basis <= known
        severity = own.graph.value(shape, URIRef(SH + "severity"))
        assert severity in (URIRef(SH + "Info"), URIRef(SH + "Warning"))


def test_the_example_profile_explains_itself() -> None:
    own = load_shapes([ONTOLOGY / "profiles" / "cluster-platform.ttl"])
    for shape in own.named():
        assert languages(own.graph, shape, URIRef(SH + "description")) == LANGUAGES


def test_nested_shapes_carry_the_severity_of_their_owner() -> None:
    """Other SHACL engines report nested property shapes by themselves."""
    graph = shapes().graph
    for name in names():
        shape = URIRef(ns.OZS + name)
        severity = graph.value(shape, URIRef(SH + "severity"))
        for nested in graph.objects(shape, URIRef(SH + "property")):
            assert graph.value(nested, URIRef(SH + "severity")) == severity


def test_terms_named_by_the_shapes_exist() -> None:
    declared = Graph().parse(ONTOLOGY / "ozek.ttl")
    declared.parse(ONTOLOGY / "taxonomy.ttl")
    known = {str(s) for s in declared.subjects(RDF.type, None)}
    used = {str(node) for triple in shapes().graph for node in triple if isinstance(node, URIRef)}
    ours = {one for one in used if one.startswith((ns.OZEK, ns.OZT))}
    assert sorted(ours - known) == []


def test_shapes_are_well_formed_for_the_standard() -> None:
    """SHACL's own shapes for shapes find nothing wrong."""
    from pyshacl import validate

    graph = Graph()
    for path in FILES:
        graph.parse(path)
    conforms, _, text = validate(Graph(), shacl_graph=graph, meta_shacl=True)
    assert conforms, text
