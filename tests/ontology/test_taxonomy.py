"""The house rules for ontology/taxonomy.ttl, one test each."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, SKOS, BNode, Literal, URIRef

from ozek.exporting.turtle import main as canonical
from ozek.namespaces import OZEK, OZT

ROOT = Path(__file__).parents[2]
TAXONOMY = ROOT / "ontology" / "taxonomy.ttl"
HEADER = URIRef("https://w3id.org/ozek/taxonomy")
PASSAGE = re.compile(r"https://w3id\.org/ozek/kz/passage/s(0[1-9]|[1-3]\d|4[0-3])")
LANGUAGES = ("kk", "ru", "en")
SOURCE = URIRef(OZEK + "definitionSource")
CURATOR = URIRef(OZEK + "curator")
MATURITY = URIRef(OZEK + "hasMaturity")
PROVISIONAL = URIRef(OZT + "maturity-provisional")

GRAPH = rdflib.Graph().parse(TAXONOMY)
SCHEMES = sorted(GRAPH.subjects(RDF.type, SKOS.ConceptScheme))
CONCEPTS = sorted(GRAPH.subjects(RDF.type, SKOS.Concept))
TERMS = SCHEMES + CONCEPTS
TEXTS = (SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.scopeNote)


def local(term: URIRef) -> str:
    return str(term).removeprefix(OZT)


def by_language(term: URIRef, predicate: URIRef) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for text in GRAPH.objects(term, predicate):
        assert isinstance(text, Literal)
        assert text.language in LANGUAGES, f"{local(term)}: {text!r}"
        found[text.language].append(str(text))
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())


def names_itself(label: str, definition: str, language: str) -> bool:
    """Whether the definition holds the label, the endings of Kazakh and Russian words aside."""
    cut = {"kk": 1, "ru": 2, "en": 0}[language]
    stems = [w if len(w) < 4 else w[: max(3, len(w) - cut)] for w in words(label)]
    said = words(definition)
    return any(
        all(word.startswith(stem) for stem, word in zip(stems, said[at:], strict=False))
        for at in range(len(said) - len(stems) + 1)
    )


def test_there_is_one_ontology_with_a_full_header() -> None:
    assert list(GRAPH.subjects(RDF.type, OWL.Ontology)) == [HEADER]
    for predicate in (DCTERMS.title, DCTERMS.abstract):
        assert all(len(texts) == 1 for texts in by_language(HEADER, predicate).values())
    for predicate in (
        DCTERMS.creator, DCTERMS.license, DCTERMS.created, DCTERMS.issued, DCTERMS.modified,
        URIRef("http://purl.org/vocab/vann/preferredNamespacePrefix"),
        URIRef("http://purl.org/vocab/vann/preferredNamespaceUri"),
    ):  # fmt: skip
        assert len(list(GRAPH.objects(HEADER, predicate))) == 1, predicate
    version = GRAPH.value(HEADER, OWL.versionInfo)
    assert GRAPH.value(HEADER, OWL.versionIRI) == URIRef(f"{HEADER}/{version}")


def test_the_bytes_are_canonical(capsys: pytest.CaptureFixture[str]) -> None:
    assert canonical(["--check", str(TAXONOMY)]) == 0, capsys.readouterr()


def test_there_are_no_blank_nodes() -> None:
    assert not [node for triple in GRAPH for node in triple if isinstance(node, BNode)]


def test_every_subject_is_the_header_a_scheme_or_a_concept() -> None:
    assert set(GRAPH.subjects()) == {HEADER, *TERMS}


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_every_term_has_one_text_in_each_language(predicate: URIRef) -> None:
    wrong = [
        (local(term), language)
        for term in TERMS
        for language, texts in by_language(term, predicate).items()
        if len(texts) != 1
    ]
    assert not wrong


def test_no_definition_uses_its_own_label() -> None:
    wrong = []
    for term in TERMS:
        labels, definitions = (by_language(term, p) for p in (SKOS.prefLabel, SKOS.definition))
        wrong += [
            (local(term), labels[language][0], definitions[language][0])
            for language in LANGUAGES
            if names_itself(labels[language][0], definitions[language][0], language)
        ]
    assert not wrong


def test_the_check_of_own_labels_sees_endings() -> None:
    assert names_itself("кластер", "бұл кластердің бөлігі", "kk")
    assert names_itself("рыночная ниша", "выход на рыночную нишу", "ru")
    assert names_itself("cluster", "part of a cluster", "en")
    assert not names_itself("cluster policy", "policy on a cluster", "en")


def test_definitions_are_phrases() -> None:
    """A definition can stand in the term's place: no capital, no full stop, no leading article."""
    wrong = []
    for term in TERMS:
        for language, (text,) in by_language(term, SKOS.definition).items():
            proper = text.startswith(("Жер ", "Земля "))
            if text[0].isupper() and not proper:
                wrong.append((local(term), text))
            if text.endswith((".", ";")) or (language == "en" and re.match(r"(a|an|the) ", text)):
                wrong.append((local(term), text))
    assert not wrong


def test_no_two_definitions_are_equal() -> None:
    counted = Counter(GRAPH.objects(None, SKOS.definition))
    assert not [text for text, times in counted.items() if times > 1]


def test_labels_are_unique_within_a_scheme() -> None:
    counted: Counter[tuple[str, str, str]] = Counter()
    for term in TERMS:
        scheme = str(GRAPH.value(term, SKOS.inScheme) or "schemes")
        for label in GRAPH.objects(term, SKOS.prefLabel):
            counted[scheme, label.language, str(label).casefold()] += 1  # type: ignore[attr-defined]
    assert not [key for key, times in counted.items() if times > 1]


def test_no_other_label_repeats_the_preferred_one() -> None:
    wrong = [
        local(term)
        for term in TERMS
        for label in GRAPH.objects(term, SKOS.altLabel)
        if (term, SKOS.prefLabel, label) in GRAPH
    ]
    assert not wrong


def test_every_concept_is_in_its_scheme_and_has_a_place_there() -> None:
    for concept in CONCEPTS:
        (scheme,) = GRAPH.objects(concept, SKOS.inScheme)
        assert scheme in SCHEMES, local(concept)
        assert local(concept).startswith(local(scheme) + "-"), local(concept)
        tops = list(GRAPH.objects(concept, SKOS.topConceptOf))
        broader = list(GRAPH.objects(concept, SKOS.broader))
        assert (tops == [scheme] and not broader) or (not tops and broader), local(concept)
        for wider in broader:
            assert GRAPH.value(wider, SKOS.inScheme) == scheme, local(concept)


def test_no_concept_is_broader_than_itself() -> None:
    for concept in CONCEPTS:
        wider = list(GRAPH.objects(concept, SKOS.broader))
        seen = set()
        while wider:
            step = wider.pop()
            assert step != concept, local(concept)
            if step not in seen:
                seen.add(step)
                wider += GRAPH.objects(step, SKOS.broader)


def test_the_notation_is_the_local_name() -> None:
    for concept in CONCEPTS:
        assert list(GRAPH.objects(concept, SKOS.notation)) == [Literal(local(concept))]


def test_names_are_lower_case_ascii() -> None:
    for term in TERMS:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", local(term))


def test_every_definition_has_a_source() -> None:
    for term in TERMS:
        sources = list(GRAPH.objects(term, SOURCE))
        assert sources, local(term)
        for source in sources:
            assert isinstance(source, URIRef)
            if str(source).startswith("https://w3id.org/ozek/kz/"):
                assert PASSAGE.fullmatch(str(source)), (local(term), source)
            elif str(source).startswith(OZEK):
                assert source == CURATOR, (local(term), source)


def test_unconfirmed_labels_name_a_language() -> None:
    found = set(GRAPH.objects(None, URIRef(OZEK + "provisionalLabel")))
    assert found <= {Literal("kk"), Literal("ru")}


def test_roles_are_organisation_roles() -> None:
    role = URIRef("http://www.w3.org/ns/org#Role")
    in_scheme = set(GRAPH.subjects(SKOS.inScheme, URIRef(OZT + "role")))
    assert in_scheme == set(GRAPH.subjects(RDF.type, role))


def test_texts_are_normalised() -> None:
    for predicate in (*TEXTS, DCTERMS.title, DCTERMS.abstract):
        for text in GRAPH.objects(None, predicate):
            assert unicodedata.is_normalized("NFC", text), text
            assert str(text) == " ".join(text.split()), text
            assert not re.search(r"[\u00a0\u00ad\u200b-\u200f\u0301]", text), text


def test_no_word_mixes_scripts() -> None:
    latin, cyrillic = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
    for predicate in (*TEXTS, DCTERMS.title, DCTERMS.abstract):
        for text in GRAPH.objects(None, predicate):
            for word in re.findall(r"\w+", text):
                assert not (latin.search(word) and cyrillic.search(word)), word


def test_each_language_keeps_to_its_letters() -> None:
    kazakh_only = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
    for predicate in TEXTS:
        for text in GRAPH.objects(None, predicate):
            if text.language == "en":
                assert not re.search("[\u0400-\u04ff]", text), text
            else:
                assert not re.search("[A-Za-z]", text), text
            if text.language == "ru":
                assert not kazakh_only.search(text), text


def mentioned() -> set[str]:
    """Local names of the taxonomy that data, the rest of the ontology or a question mentions."""
    files = [ROOT / "ontology" / "ozek.ttl", ROOT / "ontology" / "shapes.ttl"]
    for folder, kinds in (("data", ("*.trig", "*.ttl")), ("queries", ("*.rq",))):
        files += [path for kind in kinds for path in (ROOT / folder).rglob(kind)]
    files += (ROOT / "ontology" / "rules").glob("*.rq")
    names = re.compile(r"(?:\bozt:|https://w3id\.org/ozek/taxonomy/)([a-z][a-z0-9-]*[a-z0-9])")
    return {name for path in files for name in names.findall(path.read_text(encoding="utf-8"))}


def test_every_concept_is_used_or_marked_provisional() -> None:
    used = mentioned() | {local(value) for value in GRAPH.objects(None, MATURITY)}
    unmarked = [
        local(concept)
        for concept in CONCEPTS
        if local(concept) not in used and (concept, MATURITY, PROVISIONAL) not in GRAPH
    ]
    assert not unmarked


def test_every_name_that_is_used_exists() -> None:
    assert not mentioned() - {local(term) for term in TERMS}
