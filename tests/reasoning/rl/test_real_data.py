"""The same facts as owlrl on the reference graph and on imported records."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from oracle import facts, ours
from rdflib import Graph

from ozek.columns import columns_of, parse_columns
from ozek.importing.ror import iter_ror
from ozek.project import find_project, load_project, resources
from ozek.reasoning import owlrl_engine
from ozek.reasoning.axioms import share_between_equals, split
from ozek.reasoning.rl import close
from ozek.reasoning.rl.project_rules import joined_rule
from ozek.reasoning.rules import packaged_rules

RECORDS = Path(
    os.environ.get("OZEK_ROR_SLICE", Path(__file__).parents[2] / "importing" / "ror_sample.jsonl")
)


def by_owlrl(data: Graph) -> set[str]:
    """owlrl on what rules read; the rest is shared between equals afterwards."""
    logical, inert = split(data)
    closed = owlrl_engine.close(logical).graph
    for triple in share_between_equals(closed, inert):
        closed.add(triple)
    return facts(closed, data)


def test_the_kazakhstan_graph() -> None:
    store = load_project(find_project("kazakhstan"))
    kinds = store.graph_kinds()
    names = [name for name in store.fact_graphs() if kinds.get(name) != "InferredGraph"]
    data = store.to_graph(names)
    closure = close(columns_of(data))
    assert closure.clashes == () and closure.gaps == ()
    assert ours(data, closure=closure) == by_owlrl(data)


def test_records() -> None:
    lines = "".join(iter_ror(RECORDS, base="https://w3id.org/ozek/kz/"))
    data = parse_columns(lines, "nquads").to_graph()
    data.parse(resources().ontology / "ozek.ttl")
    closure = close(columns_of(data))
    assert ours(data, closure=closure) == by_owlrl(data)
    assert len(ours(data, closure=closure)) > 50


def test_the_projects_rules_are_plain_joins() -> None:
    rules = [joined_rule(rule.name, rule.text) for rule in packaged_rules()]
    assert rules and None not in rules


DATA = """
@prefix ozek: <https://w3id.org/ozek/ontology#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> . @prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ozek:isInCluster owl:propertyChainAxiom ( ozek:isInSegment ozek:isSegmentOf ) .
:part a ozek:Participation ; org:member :firm ; org:role ozt:role-supplier .
:part ozek:isInSegment :core .
:core ozek:isSegmentOf :cluster .
"""


def test_the_projects_rules_run_in_the_same_fixpoint() -> None:
    rules = [joined_rule(rule.name, rule.text) for rule in packaged_rules()]
    closure = close(parse_columns(DATA, "turtle"), rules=[rule for rule in rules if rule])
    supplies = "<https://w3id.org/ozek/ontology#suppliesCluster>"
    assert ("<https://example.org/firm>", supplies, "<https://example.org/cluster>") in closure


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s <a:p> ?x } WHERE { ?s <a:p> ?o }",
        "CONSTRUCT { ?s <a:p> ?o } WHERE { ?s <a:q> ?o FILTER(?o > 1) }",
        "CONSTRUCT { ?s <a:p> ?o } WHERE { ?s <a:q>/<a:r> ?o }",
        "CONSTRUCT { ?s <a:p> ?o } WHERE { ?s <a:q> ?o OPTIONAL { ?o <a:r> ?s } }",
        'CONSTRUCT { ?s <a:p> "?o" } WHERE { ?s <a:q> ?o }',
        "SELECT ?s WHERE { ?s <a:q> ?o }",
    ],
)
def test_other_queries_are_no_rules(query: str) -> None:
    assert joined_rule("rule", query) is None
