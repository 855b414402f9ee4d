"""Facts with a given value: the same as here, also where a service's own look-up is not to be
trusted."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from benchmarks.servers import empty

pytest.importorskip("httpx")

from ozek.pipeline import prepare
from ozek.remote.lookup import is_compared, one_of
from ozek.remote.moving import push
from ozek.remote.service import Service, service_of
from ozek.remote.store import open_store


def test_a_literal_leads_to_the_facts_that_have_it(any_server: Any) -> None:
    here = prepare("kazakhstan")
    empty(any_server)
    push(here, service_of(any_server.address))
    there = open_store(service_of(any_server.address), here.base or "")
    typed: dict[Any, set[Any]] = {}
    for quad in here.quads():
        if isinstance(quad.object, ox.Literal) and str(quad.object).endswith(">"):
            where = (quad.subject, quad.predicate, quad.graph_name)
            if not isinstance(quad.subject, ox.BlankNode):
                typed.setdefault(quad.object, set()).add(where)
    assert len(typed) > 200
    for literal, expected in typed.items():
        found = {
            (quad.subject, quad.predicate, quad.graph_name)
            for quad in there.matching(None, None, literal)
            if not isinstance(quad.subject, ox.BlankNode)
        }
        assert found == expected, literal
        subject, predicate, _ = min(expected, key=str)
        graphs = {q.graph_name for q in there.matching(subject, predicate.value, literal)}
        assert graphs == {g for s, p, g in expected if (s, p) == (subject, predicate)}
    assert not there.is_at_hand


def test_virtuoso_is_asked_to_compare() -> None:
    oxigraph, virtuoso = Service("http://x/query"), Service("http://x/sparql", virtuoso=True)
    number = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    for service, term in ((oxigraph, number), (virtuoso, "<x:x>"), (virtuoso, '"x>"')):
        assert not is_compared(service, term)
        assert one_of(service, "?o", [term], "?s ?p ?o") == f"VALUES ?o {{ {term} }} ?s ?p ?o"
    assert is_compared(virtuoso, number)
    assert "VALUES" not in one_of(virtuoso, "?o", [number], "?s ?p ?o")
