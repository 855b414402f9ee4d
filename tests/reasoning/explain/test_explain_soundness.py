"""Every proof leads from stated triples, step by step, to its conclusion; nothing lacks a proof."""

from __future__ import annotations

import statistics
import time

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from reference import Reference, reference
from replay import Triple, ground_steps, replay
from worlds import WORLDS, graph

from ozek.reasoning import owlrl_engine, packaged_rules
from ozek.reasoning.explain import ProofIndex, closure_index, explain
from ozek.reasoning.explain.proof import Proof
from ozek.reasoning.noise import category, sift, terms_of

# What an engine knows without a rule, or cannot be said in RDF.
NO_RULE = {"vocabulary", "literal-subject", "error-node", "blank-predicate"}


@pytest.fixture(name="kazakhstan")
def _kazakhstan() -> Reference:
    return reference()


def proved(index: ProofIndex, triple: Triple, budget: int = 100_000) -> Proof | None:
    numbers = tuple(index.known.find(term) for term in triple)
    return index.prove(numbers, budget).proof  # type: ignore[arg-type]


def test_every_derived_fact_of_kazakhstan_has_a_proof(kazakhstan: Reference) -> None:
    stated = set(kazakhstan.stated)
    rules = {rule.name: rule for rule in packaged_rules()}
    explain(kazakhstan.store, "ozek:Place a owl:Class", index=kazakhstan.index)
    seconds = []
    derived = list(kazakhstan.derived)
    assert len(derived) > 1000
    for triple in derived:
        started = time.perf_counter()
        done = explain(kazakhstan.store, triple, index=kazakhstan.index)
        seconds.append(time.perf_counter() - started)
        assert done.status == "proved" and done.shortest and done.proof is not None, triple
        assert replay(done.proof, stated.__contains__, kazakhstan.stated, rules) == []
        assert all(leaf.grounds for leaf in done.proof.leaves())
        assert done.proof.steps >= 1
    assert statistics.median(seconds) < 0.005


def test_stated_facts_are_their_own_proof(kazakhstan: Reference) -> None:
    for triple in list(kazakhstan.stated.triples((None, RDF.type, None)))[::50]:
        if isinstance(triple[0], URIRef):
            done = explain(kazakhstan.store, triple, index=kazakhstan.index)
            assert done.status == "stated" and done.proof is not None and done.proof.steps == 0


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(WORLDS)
def test_a_whole_closure_can_be_proved(text: str) -> None:
    data = graph(text)
    closure = owlrl_engine.close(data).graph
    index = closure_index(closure, data.__contains__)
    terms = terms_of(data)
    for triple in closure:
        if triple in data or category(triple, terms) in NO_RULE:
            continue
        proof = proved(index, triple)
        assert proof is not None, triple
        assert replay(proof, data.__contains__, data) == []
        numbers = tuple(index.known.find(term) for term in triple)
        assert index.search.cost((numbers, False), proof.steps) == proof.steps  # type: ignore[arg-type]


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(WORLDS)
def test_facts_can_be_proved_when_the_rest_is_not_recorded(text: str) -> None:
    """A store keeps facts alone: classes without names and the like are proved on the way."""
    data = graph(text)
    closure = owlrl_engine.close(data).graph
    facts, _ = sift([t for t in closure if t not in data], terms_of(data))
    kept = Graph()
    for triple in [*data, *facts]:
        kept.add(triple)
    index = closure_index(kept, data.__contains__)
    for triple in facts:
        proof = proved(index, triple)
        assert proof is not None, triple
        assert replay(proof, data.__contains__, data) == []


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(WORLDS)
def test_no_proof_is_shorter(text: str) -> None:
    """Against all ways to apply all rules in the closure, costs taken to their fixpoint."""
    data = graph(text)
    closure = {t for t in owlrl_engine.close(data).graph if not isinstance(t[0], Literal)}
    costs: dict[Triple, float] = dict.fromkeys(data, 0)
    steps = list(ground_steps(closure, data))
    for _ in range(60):
        changed = False
        for head, body in steps:
            cost = 1 + sum(costs.get(one, float("inf")) for one in body)
            if cost < costs.get(head, float("inf")):
                costs[head] = cost
                changed = True
        if not changed:
            break
    everything, terms = Graph(), terms_of(data)
    for triple in closure:
        everything.add(triple)
    index = closure_index(everything, data.__contains__)
    for triple in closure:
        if category(triple, terms) in NO_RULE or isinstance(triple[0], BNode):
            continue
        numbers = tuple(index.known.find(term) for term in triple)
        found = index.prove(numbers, 200_000)  # type: ignore[arg-type]
        if found.finished and found.proof is not None:
            assert found.proof.steps <= costs[triple], triple


@pytest.mark.parametrize("wrong", ["conclusion", "premise", "rule", "leaf"])
def test_the_replay_tells_wrong_proofs(wrong: str) -> None:
    from dataclasses import replace

    data = graph(":A rdfs:subClassOf :B . :x a :A . :y a :A .")
    ex = "https://example.org/"
    x, y, b = URIRef(ex + "x"), URIRef(ex + "y"), URIRef(ex + "B")
    closure = owlrl_engine.close(data).graph
    index = closure_index(closure, data.__contains__)
    proof = proved(index, (x, RDF.type, b))
    assert proof is not None and replay(proof, data.__contains__, data) == []
    other = proved(index, (y, RDF.type, URIRef(ex + "A")))
    assert other is not None
    broken = {
        "conclusion": replace(proof, triple=(y, RDF.type, b)),
        "premise": replace(proof, premises=(other,)),
        "rule": replace(proof, rule="cax-eqc2"),
        "leaf": replace(proof, premises=(Proof((x, RDFS.label, y), "stated"),)),
    }[wrong]
    assert replay(broken, data.__contains__, data)
