"""Stores made for these tests."""

from __future__ import annotations

from ozek.project import load_model, resources
from ozek.reasoning import reason
from ozek.store import Store


def reasoned(*texts: str, base: str = "https://w3id.org/ozek/example/wine/") -> Store:
    """A store of TriG texts or files with the packaged ontology, reasoned."""
    store = Store(base=base)
    for text in texts:
        store.load(text)
    load_model(store, [resources().ontology / "ozek.ttl"], [])
    reason(store)
    store.refresh_facts()
    return store
