"""Which graphs state a triple, and which passages those graphs quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib.term import Node, URIRef

from ozek import namespaces as ns
from ozek.parsing import to_rdflib
from ozek.reasoning.axioms import Triple
from ozek.reasoning.clashes import Fact

if TYPE_CHECKING:
    from ozek.store import Store

_NOT_DATA = {"OntologyGraph", "TaxonomyGraph", "ShapesGraph"}


@dataclass(frozen=True)
class Evidence:
    """An index of the data's named graphs: who states what, on which passage."""

    stating: dict[Triple, tuple[str, ...]]
    about: dict[Node, tuple[Triple, ...]]
    passages: dict[str, tuple[str, ...]]
    base: str | None = None

    def passages_of(self, graphs: Iterable[str]) -> tuple[str, ...]:
        """The passages the graphs quote, sorted."""
        return tuple(sorted({one for graph in graphs for one in self.passages.get(graph, ())}))

    def fact(self, triple: Triple) -> Fact:
        """The triple with the graphs that state it and the passages these quote."""
        graphs = self.stating.get(triple, ())
        return Fact(triple, graphs, self.passages_of(graphs))

    def behind(
        self, focus: Node, path: Node | None = None, value: Node | None = None
    ) -> tuple[str, ...]:
        """The passages behind what is said about ``focus``.

        The statements with this path and value come first; without any, those that give the focus
        its type; a focus that is itself a passage, or a graph that quotes one, leads there.
        """
        if str(focus) in self.passages:
            return self.passages[str(focus)]
        if any(str(focus) in found for found in self.passages.values()):
            return (str(focus),)
        mine = self.about.get(focus, ())
        chosen = [t for t in mine if t[1] == path and (value is None or t[2] == value)]
        if not chosen:
            chosen = [t for t in mine if path is not None and t[1] == path]
        if not chosen and value is not None:
            chosen = [t for t in mine if t[2] == value]
        if not chosen:
            chosen = [t for t in mine if str(t[1]) == ns.RDF_TYPE]
        if not chosen:
            chosen = list(mine)
        return self.passages_of(g for triple in chosen for g in self.stating.get(triple, ()))


def evidence(store: Store) -> Evidence:
    """Index the named graphs of ``store`` that hold data."""
    kinds = store.graph_kinds()
    stating: dict[Triple, list[str]] = {}
    about: dict[Node, list[Triple]] = {}
    passages: dict[str, list[str]] = {}
    for quad in store.quads():
        graph = str(getattr(quad.graph_name, "value", ""))
        if kinds.get(graph) in _NOT_DATA or kinds.get(graph) == "InferredGraph":
            continue
        triple = (to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object))
        if triple not in stating:
            about.setdefault(triple[0], []).append(triple)
        stating.setdefault(triple, []).append(graph)
        if str(triple[1]) == ns.WAS_QUOTED_FROM and isinstance(triple[2], URIRef):
            passages.setdefault(str(triple[0]), []).append(str(triple[2]))
    return Evidence(
        {triple: tuple(sorted(set(graphs))) for triple, graphs in stating.items()},
        {subject: tuple(triples) for subject, triples in about.items()},
        {graph: tuple(sorted(set(found))) for graph, found in passages.items()},
        store.base,
    )
