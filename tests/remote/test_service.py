"""Projects in a service: there and back, asked there, and after a power cut."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from ozek.cards import show
from ozek.errors import ServiceError, ServiceMissing, ServiceTruncated, UsageError
from ozek.pipeline import prepare
from ozek.query import Question, ask, load_questions
from ozek.reasoning.explain import explain
from ozek.remote import client
from ozek.remote.contents import facts_graph, read_manifest
from ozek.remote.moving import pull, push
from ozek.remote.reasoning import reason_there
from ozek.remote.service import service_of
from ozek.remote.store import open_store
from ozek.store import Store


@pytest.fixture(scope="module")
def kazakhstan() -> Store:
    return prepare("kazakhstan")


@pytest.fixture(scope="module")
def pushed(kazakhstan: Store, any_server: Any) -> Store:
    """Kazakhstan, read from each of the services."""
    push(kazakhstan, service_of(any_server.address))
    return open_store(service_of(any_server.address), kazakhstan.base or "")


def test_only_what_changed_is_sent(small: Store, own_server: Any) -> None:
    service = service_of(own_server.address)
    first, second = push(small, service), push(small, service)
    assert first.sent == len(small.sizes()) and (second.sent, second.removed) == (0, 0)
    changed = Store(base=small.base)
    for graph in list(small.sizes())[1:]:
        kind = small.graph_kinds().get(graph, "ProvenanceGraph")
        changed.replace_graph(graph, list(small.triples([graph])), kind)
    changed.refresh_facts()
    third = push(changed, service)
    assert third.removed == 1 and third.sent < first.sent
    assert push(changed, service).sent == 0


@pytest.mark.parametrize(
    "question", [q for q in load_questions() if q.answerable], ids=lambda q: q.name
)
def test_a_question_gives_the_same_rows(
    question: Question, kazakhstan: Store, pushed: Store
) -> None:
    assert ask(pushed, question).rows == ask(kazakhstan, question).rows


def test_cards_and_proofs_are_the_same(kazakhstan: Store, pushed: Store) -> None:
    for thing in ("place/kurchatov", "technopark/tokamak"):
        assert show(pushed, thing).to_text() == show(kazakhstan, thing).to_text()
    fact = ("technopark/tokamak", "isLocatedIn", "place/kazakhstan")
    assert explain(pushed, fact).to_text() == explain(kazakhstan, fact).to_text()


def test_it_comes_back_whole(
    kazakhstan: Store, pushed: Store, any_server: Any, tmp_path: Path
) -> None:
    path = tmp_path / "back.nq"
    found = pull(service_of(any_server.address), kazakhstan.base or "", path)
    assert (found.graphs, found.quads) == (len(kazakhstan.sizes()), len(kazakhstan))
    back = Store(base=kazakhstan.base)
    back.load(path)
    assert back.sizes() == kazakhstan.sizes()
    same = [graph for graph in back.sizes() if graph not in set(found.rewritten)]
    assert len(same) > len(found.rewritten)
    for graph in same:
        triples = set(kazakhstan.triples([graph]))
        if not any("_:" in str(triple) for triple in triples):
            assert set(back.triples([graph])) == triples, graph


def test_it_is_read_and_not_changed(pushed: Store) -> None:
    with pytest.raises(UsageError, match="ozek push"):
        pushed.refresh_facts()


def test_what_is_not_there_is_said(oxigraph: Any, tmp_path: Path) -> None:
    service = service_of(oxigraph.address)
    with pytest.raises(ServiceMissing, match="ozek push"):
        open_store(service, "http://example.org/other/")
    with pytest.raises(ServiceMissing, match="ozek push"):
        pull(service, "http://example.org/other/", tmp_path / "none.nq")
    assert not (tmp_path / "none.nq").exists()


def test_what_others_changed_is_not_taken_for_what_was_pushed(
    small: Store, own_server: Any, tmp_path: Path
) -> None:
    service = service_of(own_server.address)
    push(small, service)
    graph = next(iter(small.sizes()))
    client.update(service, f"INSERT DATA {{ GRAPH <{graph}> {{ <a:a> <a:b> <a:c> }} }}")
    with pytest.raises(ServiceError, match="push"):
        pull(service, small.base or "", tmp_path / "out.nq")
    assert not (tmp_path / "out.nq").exists()
    client.update(service, "INSERT DATA { <a:a> <a:b> <a:c> }")
    with pytest.raises(ServiceError, match="somebody else writes"):
        open_store(service, small.base or "")


def test_what_the_service_lost_is_sent_again(small: Store, own_any_server: Any) -> None:
    base, service = small.base or "", service_of(own_any_server.address)
    push(small, service)
    for graph in (f"{base}graph/provenance", facts_graph(base) if service.virtuoso else None):
        client.put_graph(service, graph, b"")
    with pytest.raises(ServiceTruncated, match="push again"):
        reason_there(service, base)
    assert push(small, service).sent == 1
    assert len(open_store(service, base)) == len(small)


def test_a_push_that_is_cut_off_is_not_read_and_the_next_one_ends_it(
    small: Store, own_any_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = service_of(own_any_server.address, timeout=5)

    def power_cut(done: int, total: int) -> None:
        own_any_server.kill()

    monkeypatch.setattr("ozek.remote.transport._FIRST_WAIT", 0.01)
    with pytest.raises(ServiceError):
        push(small, service, progress=power_cut)
    own_any_server.start()
    assert facts_graph(small.base or "") not in read_manifest(service, small.base or "")
    with pytest.raises(ServiceMissing, match="not all of it"):
        open_store(service, small.base or "")
    again = push(small, service)
    assert again.sent + again.unchanged == len(small.sizes())
    there = open_store(service, small.base or "")
    question = next(q for q in load_questions() if q.name == "graphs")
    assert ask(there, question).rows == ask(small, question).rows


def test_large_answers_come_in_pages_none_lost_and_none_twice(any_server: Any) -> None:
    service = service_of(any_server.address)
    numbers = "".join(f'<http://x/{n}> <http://x/p> "{n % 7}" .\n' for n in range(1000))
    client.put_graph(service, "http://x/many", numbers.encode())
    text = "SELECT ?v ?s { GRAPH <http://x/many> { ?s <http://x/p> ?v } } ORDER BY ?v"
    every = list(client.select(service, text).tuples())
    paged = list(client.pages(service, text, 130).tuples())
    assert sorted(map(str, paged)) == sorted(map(str, every)) and len(paged) == 1000
    assert [row[0] for row in paged] == [row[0] for row in every]
    client.delete_graph(service, "http://x/many")


def test_yes_and_no(any_server: Any) -> None:
    service = service_of(any_server.address)
    client.put_graph(service, "http://x/one", b"<http://x/a> <http://x/p> <http://x/b> .\n")
    for subject, expected in (("a", True), ("b", False)):
        text = f"ASK {{ GRAPH <http://x/one> {{ <http://x/{subject}> ?p ?o }} }}"
        assert client.ask(service, text) is expected
    client.delete_graph(service, "http://x/one")


def test_several_ask_at_once(pushed: Store, kazakhstan: Store) -> None:
    question = next(q for q in load_questions() if q.name == "technopark-counts")
    expected = ask(kazakhstan, question).rows
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(ask(pushed, question).rows)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6
