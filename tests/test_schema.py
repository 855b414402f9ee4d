"""The terms of the model, with all that is said about each."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ozek import namespaces as ns
from ozek.project import resources
from ozek.query import load_questions, question_of
from ozek.schema import Term, terms, usage
from ozek.store import Store


@pytest.fixture(scope="module")
def model() -> Graph:
    folder = resources().ontology
    return Graph().parse(folder / "ozek.ttl").parse(folder / "taxonomy.ttl")


@pytest.fixture(scope="module")
def known(model: Graph) -> dict[str, Term]:
    return terms(model, load_questions())


def test_every_term_is_named_defined_and_sourced_in_three_languages(known: dict[str, Term]) -> None:
    for term in known.values():
        assert set(term.labels) == {"kk", "ru", "en"}, term.iri
        assert term.sources, term.iri
        assert set(term.definitions) == {"kk", "ru", "en"}, term.iri


def test_axioms_read_as_in_the_file(known: dict[str, Term]) -> None:
    cluster = dict(known[ns.OZEK + "Cluster"].axioms)
    assert cluster["disjoint-with"] == (ns.OZEK + "Place",)
    chain = dict(known[ns.OZEK + "participatesIn"].axioms)["follows-from"]
    assert chain == ("org:hasMembership / ozek:isInSegment",)
    below = dict(known[ns.OZEK + "Policy"].axioms)["narrower"]
    assert ns.OZEK + "ClusterPolicy" in below


def test_members_of_a_scheme_are_its_concepts(known: dict[str, Term]) -> None:
    for term in known.values():
        if term.kind == "scheme":
            members = dict(term.axioms)["members"]
            assert members and all(known[one].kind == "concept" for one in members)


def test_uses_are_found_whatever_the_prefix(model: Graph) -> None:
    text = "PREFIX o: <https://w3id.org/ozek/ontology#> SELECT ?s { ?s a o:Cluster # ozek:Place\n }"
    found = terms(model, [question_of(text, name="mine")])
    assert found[ns.OZEK + "Cluster"].questions == ("mine",)
    assert found[ns.OZEK + "Place"].questions == ()


def test_usage_counts_the_facts(small: Store) -> None:
    used = usage(small)
    facts = {(t.subject, t.predicate, t.object) for t in small.triples()}
    for predicate in (ns.PREF_LABEL, ns.RDF_TYPE):
        assert used[predicate] == sum(p.value == predicate for _, p, _ in facts)
    typed = [(s, o) for s, p, o in facts if p.value == ns.RDF_TYPE]
    kind = next(o.value for _, o in typed if o.value.startswith(ns.OZEK))
    assert used[kind] == sum(o.value == kind for _, o in typed)
