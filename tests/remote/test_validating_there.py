"""Validation on real servers: the report is the one that is made here, whatever the shapes."""

from __future__ import annotations

import io
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

pytest.importorskip("httpx")

from ozek.columns import columns_of, parse_columns
from ozek.errors import ServiceError, ServiceMissing
from ozek.pipeline import prepare
from ozek.project import find_project
from ozek.remote import client
from ozek.remote.moving import push
from ozek.remote.reasoning import reason_there
from ozek.remote.service import service_of
from ozek.remote.store import open_store
from ozek.remote.validating import checking, guard_there, validate_there
from ozek.remote.validating.checking import check_there
from ozek.remote.validating.suspects import Conditions
from ozek.remote.validating.view import View
from ozek.stages import check, report_on
from ozek.store import Store
from ozek.validation import guard
from ozek.validation.compiled import check as check_here
from ozek.validation.compiled import compile_shapes

sys.path.insert(0, str(Path(__file__).parents[1] / "validation" / "compiled"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from test_generated import PREFIXES, data, read, shape_graphs

from shacl_oracle import _row

GRAPH = "https://example.org/checked"


@pytest.mark.parametrize("name", ["kazakhstan", "california-wine"])
def test_every_finding_is_the_same(name: str, empty_server: Any) -> None:
    project, here = find_project(name), prepare(name)
    service = service_of(empty_server.address)
    push(here, service)
    there = open_store(service, project.base)
    for profiles in ((), ("completeness",), ("cluster-platform",)):
        _, expected = check(project, profiles=profiles)
        _, found = check(project, profiles=profiles, store=there)
        assert found.results == expected.results and len(found) > 5
        assert (found.engine, found.not_run) == (expected.engine, expected.not_run)
    assert report_on(there, project).results == report_on(here, project).results
    left = f"GRAPH <{project.base}graph/validation> {{ ?s ?p ?o }}"
    assert client.count(service, left) == 0


def broken(*, ill_typed: bool) -> Store:
    """A project that breaks a shape that reasoning depends on."""
    store = prepare("california-wine", reasoning=False)
    base = store.base or ""
    one, two = f"<{base}actor/labels>", f"<{base}actor/bottles>"
    wrong = '"tall"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    lines = [f"{one} <http://www.w3.org/2002/07/owl#sameAs> {two}"]
    if ill_typed:
        lines.append(f"{one} <https://w3id.org/ozek/ontology#latitude> {wrong}")
    text = "".join(f"{line} <{base}graph/bad> .\n" for line in lines)
    store.load(io.BytesIO(text.encode()), format="nquads")
    store.set_kind(f"{base}graph/bad", "EditorialGraph")
    store.refresh_facts()
    return store


def test_what_reasoning_depends_on_is_checked_before(empty_server: Any) -> None:
    service = service_of(empty_server.address)
    bad = broken(ill_typed=not service.virtuoso)  # which refuses to take such a literal
    push(bad, service)
    there = open_store(service, bad.base or "")
    seen, expected = (
        {(one.shape, one.focus, one.value, one.sources) for one in report.results}
        for report in (guard_there(there), guard(bad))
    )
    assert seen == expected and seen
    assert validate_there(there).not_run == ("reasoning", "facts")


def test_it_is_said_when_nothing_was_derived_there(empty_server: Any, small: Store) -> None:
    push(small, service_of(empty_server.address))
    there = open_store(service_of(empty_server.address), small.base or "")
    with pytest.raises(ServiceMissing, match="ozek reason"):
        validate_there(there)


def test_after_a_power_cut_it_is_checked_again(
    own_server: Any, small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozek.remote.transport._FIRST_WAIT", 0.01)
    service = service_of(own_server.address, timeout=5)
    push(small, service)
    reason_there(service, small.base or "")
    there = open_store(service, small.base or "")
    expected = validate_there(there)
    alternatives = Conditions.alternatives
    left = [20]

    def failing(self: Conditions, *given: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            own_server.kill()
        return alternatives(self, *given, **more)

    monkeypatch.setattr(Conditions, "alternatives", failing)
    with pytest.raises(ServiceError):
        validate_there(there)
    own_server.start()
    monkeypatch.setattr(Conditions, "alternatives", alternatives)
    again = validate_there(open_store(service, small.base or ""))
    assert again.results == expected.results


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(data, shape_graphs(), st.sampled_from([0, 2, checking._MOST_PATTERNS]))
def test_shapes_of_every_kind(any_server: Any, facts: str, shapes: str, most: int) -> None:
    """Any shapes over any data, as the service holds them, in conditions of any size."""
    compare(any_server, facts, shapes, most)


def compare(any_server: Any, facts: str, shapes: str, most: int) -> None:
    """The same is wrong with some facts here and there."""
    service = service_of(any_server.address)
    out = io.BytesIO()
    columns_of(read(facts)).write(out)
    client.put_graph(service, GRAPH, out.getvalue())
    held = parse_columns(client.get_graph(service, GRAPH), "ntriples")
    graph = read(shapes)
    compiled = compile_shapes(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "_MOST_PATTERNS", most)
        there = check_there(View(service, (GRAPH,)), compiled)
    assert not there.unfinished
    expected = Counter(_row(one, graph) for one in check_here(held, compiled).results)
    assert Counter(_row(one, graph) for one in there.results) == expected


MIXED = """
:a :d true ; :e 1 ; :f 1 . :b :d 1 ; :e 1 ; :f true . :c :d 1.0 ; :e true ; :f 1 .
:g :d :x ; :e :x ; :f :y . :h :d "t"@en ; :e "t"@en , "u" ; :f "t" .
"""
EITHER = "sh:path [ sh:alternativePath ( :d :e ) ]"
BACK = "sh:path [ sh:inversePath :e ]"
TWO = f"[ sh:property [ {BACK} ; sh:minCount 2 ] ]"


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:path :d ; sh:hasValue 1",
        "sh:path :d ; sh:hasValue true",
        'sh:path :d ; sh:hasValue "t"@en',
        "sh:path :d ; sh:not [ sh:hasValue 1 ]",
        "sh:path :d ; sh:in ( 1 )",
        "sh:path :d ; sh:in ( true :x )",
        "sh:path :d ; sh:equals :e",
        "sh:path :d ; sh:disjoint :e",
        "sh:path :d ; sh:lessThanOrEquals :e",
        "sh:path :d ; sh:minInclusive 1",
        f"sh:path :d ; sh:node {TWO}",
        f"sh:path :d ; sh:not {TWO}",
        f"{EITHER} ; sh:maxCount 1",
        f"{EITHER} ; sh:minCount 2",
        f"{EITHER} ; sh:qualifiedValueShape [ sh:hasValue 1 ] ; sh:qualifiedMaxCount 0",
        f"{EITHER} ; sh:qualifiedValueShape [ sh:datatype xsd:boolean ] ; sh:qualifiedMinCount 1",
        "sh:path ( :d [ sh:inversePath :e ] ) ; sh:maxCount 1",
        "sh:path ( [ sh:inversePath :d ] :e ) ; sh:maxCount 1",
        "sh:path [ sh:inversePath :d ] ; sh:maxCount 0",
    ],
)
def test_true_is_not_one(any_server: Any, constraint: str) -> None:
    """Not even where a service looks up one for the other."""
    shapes = [
        f":S{n}{word} a sh:NodeShape ; {target} {said} ."
        for n, target in enumerate(
            ("sh:targetSubjectsOf :d ;", "sh:targetObjectsOf :d ;", "sh:targetNode 1 , true , :a ;")
        )
        for word, said in (
            ("does", f"sh:property [ {constraint} ]"),
            ("not", f"sh:not [ sh:property [ {constraint} ] ]"),
        )
    ]
    for most in (0, checking._MOST_PATTERNS):
        compare(any_server, PREFIXES + MIXED, PREFIXES + "\n".join(shapes), most)
