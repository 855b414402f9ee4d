"""The reference graph, reasoned over and indexed, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import Graph

from ozek.pipeline import prepare
from ozek.project import find_project
from ozek.reasoning.explain import ProofIndex, proof_index
from ozek.reasoning.fixpoint import stated_facts
from ozek.store import Store


@dataclass(frozen=True)
class Reference:
    """The Kazakhstan graph; not to be changed."""

    store: Store
    index: ProofIndex
    stated: Graph

    @property
    def derived(self) -> Graph:
        kinds = self.store.graph_kinds()
        return self.store.to_graph([g for g, kind in kinds.items() if kind == "InferredGraph"])


@cache
def reference() -> Reference:
    """The reference graph, made once."""
    store = prepare(find_project("kazakhstan"))
    return Reference(store, proof_index(store), stated_facts(store))
