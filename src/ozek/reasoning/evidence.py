"""Which graphs state a triple, and which passages those graphs quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.reasoning.axioms import Triple
from ozek.reasoning.clashes import Fact
from ozek.terms import from_rdflib, to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

_NOT_DATA = {"OntologyGraph", "TaxonomyGraph", "ShapesGraph", "InferredGraph"}


class Evidence:
    """The named graphs of a store that hold data: who states what, on which passage."""

    def __init__(self, store: Store) -> None:
        self.base = store.base
        self._store = store
        self._not_data = {g for g, kind in store.graph_kinds().items() if kind in _NOT_DATA}
        self._passages: dict[str, set[str]] = {}
        for quad in self._data(None, ns.WAS_QUOTED_FROM):
            if isinstance(quad.object, ox.NamedNode):
                self._passages.setdefault(quad.subject.value, set()).add(quad.object.value)
        self._quoted = set().union(*self._passages.values())
        self._said = lru_cache(maxsize=1000)(self._said_about)

    def fact(self, triple: Triple) -> Fact:
        """The triple with the graphs that state it and the passages these quote."""
        graphs = tuple(
            sorted({graph for stated, graph in self._said(triple[0]) if stated == triple})
        )
        return Fact(triple, graphs, self.passages_of(graphs))

    def passages_of(self, graphs: Iterable[str]) -> tuple[str, ...]:
        """The passages the graphs quote, sorted."""
        return tuple(sorted({one for graph in graphs for one in self._passages.get(graph, ())}))

    def behind(
        self, focus: Node, path: Node | None = None, value: Node | None = None
    ) -> tuple[str, ...]:
        """The passages behind what is said about ``focus``.

        The statements with this path and value come first; without any, those that give the focus
        its type; a focus that is itself a passage, or a graph that quotes one, leads there.
        """
        if str(focus) in self._passages:
            return self.passages_of([str(focus)])
        if str(focus) in self._quoted:
            return (str(focus),)
        mine = self._said(focus)
        chosen = [s for s in mine if s[0][1] == path and (value is None or s[0][2] == value)]
        if not chosen:
            chosen = [s for s in mine if path is not None and s[0][1] == path]
        if not chosen and value is not None:
            chosen = [s for s in mine if s[0][2] == value]
        if not chosen:
            chosen = [s for s in mine if str(s[0][1]) == ns.RDF_TYPE]
        return self.passages_of(graph for _, graph in chosen or mine)

    def _said_about(self, thing: Node) -> list[tuple[Triple, str]]:
        """The triples about a thing, each with a graph that states it."""
        subject = from_rdflib(thing)
        if isinstance(subject, ox.Literal):
            return []
        return [
            ((thing, to_rdflib(quad.predicate), to_rdflib(quad.object)), quad.graph_name.value)
            for quad in self._data(subject)
        ]

    def _data(self, subject: Any, predicate: str | None = None) -> Iterator[Any]:
        for quad in self._store.matching(subject, predicate):
            if quad.graph_name.value not in self._not_data:
                yield quad


def evidence(store: Store) -> Evidence:
    """What the named graphs of ``store`` that hold data state, and on which passages."""
    return Evidence(store)
