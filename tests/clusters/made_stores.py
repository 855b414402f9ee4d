"""Stores made for these tests."""

from __future__ import annotations

from ozek import namespaces as ns
from ozek.project import resources
from ozek.reasoning import reason
from ozek.store import Store


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
