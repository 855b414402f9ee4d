"""The projects of these tests, reasoned once: a fictional valley, Kazakhstan, the wine map."""

from __future__ import annotations

from pathlib import Path

import pytest

import ozek
from ozek import namespaces as ns
from ozek.project import resources
from ozek.reasoning import reason
from ozek.store import Store

VALLEY = Path(__file__).parents[1] / "questions" / "fixtures" / "wine"


def reasoned(*texts: str, base: str = "https://w3id.org/ozek/example/wine/") -> Store:
    """A store of TriG texts or files with the packaged ontology, reasoned."""
    store = Store(base=base)
    for text in texts:
        store.load(text)
    store.load(resources().ontology / "ozek.ttl", graph=ns.ONTOLOGY_GRAPH)
    store.load(resources().ontology / "taxonomy.ttl", graph=ns.TAXONOMY_GRAPH)
    store.set_kind(ns.ONTOLOGY_GRAPH, "OntologyGraph")
    store.set_kind(ns.TAXONOMY_GRAPH, "TaxonomyGraph")
    store.refresh_facts()
    reason(store)
    store.refresh_facts()
    return store


@pytest.fixture(scope="session")
def valley() -> Store:
    return reasoned(*map(str, sorted(VALLEY.glob("*.trig"))))


@pytest.fixture(scope="session")
def kazakhstan() -> Store:
    return ozek.prepare("kazakhstan")


@pytest.fixture(scope="session")
def wine() -> Store:
    return ozek.prepare("california-wine")
