"""Proofs over a project in a service: the same, and without fetching all of it."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox
import pytest
from benchmarks.servers import empty

pytest.importorskip("httpx")

from ozek.pipeline import prepare
from ozek.project import find_project
from ozek.query import ask, load_questions
from ozek.reasoning.explain import ProofIndex, explain, proof_index, row_of
from ozek.reasoning.explain.command import explanations
from ozek.remote.moving import push
from ozek.remote.service import service_of
from ozek.remote.store import RemoteStore, open_store
from ozek.store import Store
from ozek.terms import to_rdflib

Both = tuple[Store, RemoteStore]


@pytest.fixture(scope="module", params=["kazakhstan", "california-wine"])
def both(request: pytest.FixtureRequest, any_server: Any) -> tuple[str, Store, RemoteStore]:
    """A project, here and in each of the services."""
    empty(any_server)
    here = prepare(request.param)
    push(here, service_of(any_server.address))
    return request.param, here, open_store(service_of(any_server.address), here.base or "")


@pytest.fixture(scope="module")
def indexes(both: tuple[str, Store, RemoteStore]) -> tuple[ProofIndex, ProofIndex]:
    return proof_index(both[1]), proof_index(both[2])


def derived(store: Store) -> list[Any]:
    graphs = [g for g, kind in store.graph_kinds().items() if kind == "InferredGraph"]
    triples: list[ox.Triple] = sorted(store.triples(graphs), key=str)
    return [tuple(map(to_rdflib, (t.subject, t.predicate, t.object))) for t in triples]


def test_every_derived_fact_has_the_same_proof(
    both: tuple[str, Store, RemoteStore], indexes: tuple[ProofIndex, ProofIndex]
) -> None:
    _, here, there = both
    facts = derived(here)
    assert len(facts) > 150
    for fact in facts:
        proof = explain(there, fact, index=indexes[1]).to_text()
        assert proof == explain(here, fact, index=indexes[0]).to_text()
    assert not there.is_at_hand


def test_so_have_others_and_what_does_not_follow(
    both: tuple[str, Store, RemoteStore], indexes: tuple[ProofIndex, ProofIndex]
) -> None:
    _, here, there = both
    facts = derived(here)
    for s, p, o in facts[::40]:
        proofs = [
            explain(store, (s, p, o), alternatives=3, lang="ru", index=index).to_text()
            for store, index in zip((here, there), indexes, strict=True)
        ]
        assert proofs[0] == proofs[1]
    for (s, p, _), (_, _, o) in zip(facts[::40], facts[1::40], strict=False):
        answers = [
            explain(store, (s, p, o), index=index)
            for store, index in zip((here, there), indexes, strict=True)
        ]
        assert answers[0].to_text() == answers[1].to_text()
        assert answers[0].exit_status == answers[1].exit_status
    assert not there.is_at_hand


def test_a_row_rests_on_the_same_facts(
    both: tuple[str, Store, RemoteStore], indexes: tuple[ProofIndex, ProofIndex]
) -> None:
    _, here, there = both
    seen = 0
    for question in load_questions():
        if not question.answerable:
            continue
        tables = [ask(store, question) for store in (here, there)]
        for number in range(1, min(len(tables[0]), 2) + 1):
            proofs = [
                as_served(explain(store, row_of(question, rows, number), index=index).to_text(1000))
                for store, rows, index in zip((here, there), tables, indexes, strict=True)
            ]
            assert proofs[0] == proofs[1], question.name
            seen += 1
    assert seen > 50


def test_so_does_a_finding(both: tuple[str, Store, RemoteStore]) -> None:
    name, _, there = both
    project = find_project(name)
    for number in (1, 2):
        (one,) = explanations(project, finding=number)
        (other,) = explanations(project, finding=number, store=there)
        assert as_served(other.to_text()) == as_served(one.to_text())
    assert there.service.virtuoso or not there.is_at_hand


def as_served(text: str) -> str:
    """A proof in which whole numbers are written as services write them (``30.0`` as ``30``)."""
    return re.sub(r"(“-?\d+)\.0”", r"\1”", text)
