"""What rows and graphs rest on: passages, and the readings that they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.clusters.parts import Grounds, joined

if TYPE_CHECKING:
    from ozek.evidence import Evidence
    from ozek.store import Store


class GroundsReader:
    """Finds the grounds of graphs, each graph once."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self._store, self._evidence = store, evidence
        self._known: dict[str, Grounds] = {}

    def of_graphs(self, graphs: Iterable[str]) -> Grounds:
        """Return the passages that graphs quote, and the readings that chose them."""
        found = []
        for graph in graphs:
            if graph not in self._known:
                passages = tuple(passage.iri for passage in self._evidence.passages(graph))
                self._known[graph] = Grounds(passages, tuple(sorted(self._readings(graph))))
            found.append(self._known[graph])
        return joined(found)

    def _readings(self, graph: str) -> set[str]:
        return {
            choice.subject.value
            for stated in self._store.matching(None, ns.IS_STATED_IN, graph)
            for choice in self._store.matching(None, ns.CHOOSES_ALTERNATIVE, stated.subject)
        }


def of_rows(rows: Iterable[Mapping[str, Any]], *others: str) -> Grounds:
    """Return what rows of a question rest on.

    A row names its passage under ``passage``; ``basis``, and the columns ``others``, hold a reading
    or a modality.
    """
    passages, readings = set(), set()
    for row in rows:
        if row["passage"]:
            passages.add(row["passage"])
        readings |= {row[column] for column in ("basis", *others) if row.get(column)}
    named = (one for one in readings if not one.startswith(ns.OZT))
    return Grounds(tuple(sorted(passages)), tuple(sorted(named)))
