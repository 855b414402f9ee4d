"""The table of the docs: how literals come back from a service, and which it does not take."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from ozek.errors import ServiceError
from ozek.namespaces import expand
from ozek.remote.moving import push
from ozek.remote.service import service_of
from ozek.remote.store import open_store
from ozek.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "work-with-a-sparql-service.md"
BASE = "https://example.org/w/"
GRAPH = f"{BASE}graph/literals"


def table() -> list[tuple[str, ...]]:
    """The rows of the docs: as written, from Oxigraph, from Virtuoso."""
    _, text = PAGE.read_text(encoding="utf-8").split("## Literals that come back otherwise")
    lines = [line for line in text.split("\n## ")[0].splitlines() if line.startswith("|")]
    found = []
    for line in lines[2:]:
        written, *others = (cell.strip(" `") for cell in line[1:-1].split("|"))
        term = full(written)
        found.append((term, *(full(cell) if cell else term for cell in others)))
    return found


def full(text: str) -> str:
    """A literal of the table as N-Triples."""
    return re.sub(r"\^\^(\w+:\w+)$", lambda m: f"^^<{expand(m[1])}>", text)


def store_of(literals: list[str]) -> Store:
    store = Store(base=BASE)
    lines = [f"<{BASE}{at}> <{BASE}p> {one} .\n" for at, one in enumerate(literals)]
    store.load(io.BytesIO("".join(lines).encode()), format="ntriples", graph=GRAPH)
    store.set_kind(GRAPH, "EditorialGraph")
    store.refresh_facts()
    return store


def test_literals_come_back_as_the_docs_say(empty_server: Any) -> None:
    service = service_of(empty_server.address)
    rows = [(row[0], row[2 if service.virtuoso else 1]) for row in table()]
    assert len(rows) > 30
    taken = [row for row in rows if row[1] != "refused"]
    push(store_of([written for written, _ in taken]), service)
    there = open_store(service, BASE)
    for at, (_, expected) in enumerate(taken):
        (quad,) = there.matching(f"{BASE}{at}", f"{BASE}p")
        assert str(quad.object) == expected


def test_what_a_service_does_not_take_is_an_error(empty_server: Any) -> None:
    service = service_of(empty_server.address)
    rows = [(row[0], row[2 if service.virtuoso else 1]) for row in table()]
    refused = [written for written, cell in rows if cell == "refused"]
    assert bool(refused) == service.virtuoso
    for written in refused:
        try:
            push(store_of([written]), service)
        except ServiceError:
            continue
        pytest.fail(f"{written} was taken")
