"""Thousands of organisations of a register, in a service: everything is as it is here."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path
from typing import Any

import pytest
from benchmarks.servers import empty

from needed import SHARED, needed

pytest.importorskip("httpx")

from ozek.importing.ror import iter_ror
from ozek.network import project as network
from ozek.pipeline import prepare
from ozek.project import Project, read_project
from ozek.query import Question, ask, load_questions
from ozek.reasoning.explain import explain, proof_index
from ozek.remote.moving import push
from ozek.remote.reasoning import reason_there
from ozek.remote.service import service_of
from ozek.remote.store import RemoteStore, open_store
from ozek.stages import check
from ozek.store import Store
from ozek.terms import to_rdflib

BASE = "https://w3id.org/ozek/ror/"
MANY = 5000


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project, of a slice of the ROR dump."""
    dump = needed(SHARED / "data" / "ror" / "ror_51k.jsonl.gz")
    folder: Path = tmp_path_factory.mktemp("register")
    with gzip.open(dump, "rt", encoding="utf-8") as lines:
        text = "".join(itertools.islice(lines, MANY))
    (folder / "ror.jsonl").write_text(text, encoding="utf-8")
    with (folder / "ror.nq").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(iter_ror(folder / "ror.jsonl", base=BASE))
    names = "\n".join(f'{lang} = "ROR"' for lang in ("kk", "ru", "en"))
    (folder / "ozek.toml").write_text(
        f'name = "ror"\nbase = "{BASE}"\ndata = ["ror.nq"]\n[title]\n{names}\n', encoding="utf-8"
    )
    return read_project(folder)


@pytest.fixture(scope="module")
def here(register: Project) -> Store:
    return prepare(register)


@pytest.fixture(scope="module")
def there(register: Project, here: Store, any_server: Any) -> RemoteStore:
    """Pushed as it is stated, and reasoned over in the service."""
    empty(any_server)
    service = service_of(any_server.address, timeout=600)
    push(prepare(register, reasoning=False), service)
    reason_there(service, BASE)
    return open_store(service, BASE)


def inferred(store: Store) -> list[Any]:
    return sorted(store.triples([f"{BASE}graph/inferred"]), key=str)


def test_the_same_facts_follow(here: Store, there: RemoteStore) -> None:
    assert inferred(there) == inferred(here)


def test_they_have_the_same_proofs(here: Store, there: RemoteStore) -> None:
    indexes = proof_index(here), proof_index(there)
    for triple in inferred(here)[::150]:
        fact: Any = tuple(map(to_rdflib, (triple.subject, triple.predicate, triple.object)))
        proofs = [
            explain(store, fact, index=index).to_text()
            for store, index in zip((here, there), indexes, strict=True)
        ]
        assert proofs[0] == proofs[1]
    assert not there.is_at_hand


def test_the_same_is_wrong(register: Project, there: RemoteStore) -> None:
    _, expected = check(register)
    assert check(register, store=there)[1].results == expected.results


@pytest.mark.parametrize("name", ["system", "actors", "places"])
def test_the_same_network_is_seen(name: str, here: Store, there: RemoteStore) -> None:
    expected, found = network(here, name), network(there, name)
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True)) and found.graph
    assert list(found.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))
    assert found.graph == expected.graph


@pytest.mark.parametrize(
    "question", [q for q in load_questions() if q.answerable], ids=lambda q: q.name
)
def test_the_same_is_answered(question: Question, here: Store, there: RemoteStore) -> None:
    assert ask(there, question).rows == ask(here, question).rows
