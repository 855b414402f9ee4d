"""What shapes look at, as columns: the facts, the stated facts, and the evidence behind them.

Terms are as the files have them, ill-typed literals too (``Store.columns``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.columns import NO_GRAPH, Columns, Ids, columns_of

if TYPE_CHECKING:
    from ozek.store import Store

OWN_KINDS = {
    ns.ONTOLOGY_GRAPH: "OntologyGraph",
    ns.TAXONOMY_GRAPH: "TaxonomyGraph",
    ns.SHAPES_GRAPH: "ShapesGraph",
}
EVIDENCE_KINDS = ("ProvenanceGraph", "AnalysisGraph", "OntologyGraph", "TaxonomyGraph")
_TYPE = f"<{ns.RDF_TYPE}>"
_INTRODUCES = f"<{ns.OZS}introduces>"


def facts(store: Store) -> Columns:
    """The facts, stated and derived, with ontology and taxonomy."""
    return store.columns().in_graphs(store.fact_graphs())


def stated(store: Store) -> Columns:
    """The facts that are not derived, with ontology and taxonomy."""
    kinds = store.graph_kinds()
    graphs = [name for name in store.fact_graphs() if kinds.get(name) != "InferredGraph"]
    return store.columns().in_graphs(graphs)


def evidence(store: Store) -> Columns:
    """What shapes about evidence look at.

    Provenance and analysis graphs with ontology and taxonomy, and in addition each named graph as
    an ``ozs:NamedGraph`` that ``ozs:introduces`` every thing it gives a type to; planned statement
    graphs are ``ozs:PlannedGraph`` as well.
    """
    quads = store.columns()
    kinds = store.graph_kinds() | OWN_KINDS
    wanted = [name for name, kind in kinds.items() if kind in EVIDENCE_KINDS]
    numbers = [number for number in np.unique(quads.g).tolist() if number != NO_GRAPH]
    names = {number: quads.terms[number][1:-1].decode() for number in numbers}
    others = [number for number, name in names.items() if kinds.get(name) not in EVIDENCE_KINDS]
    table = _Table()
    table.add(quads.in_graphs(wanted))
    typed = quads.id_of(_TYPE)
    if typed is not None:
        rows = quads.select((quads.p == typed) & np.isin(quads.g, others))
        table.add(rows, subject=rows.g, predicate=_INTRODUCES, object=rows.s)
    kind = ns.RDF_TYPE
    lines = []
    planned = store.graphs_of("planned")
    for name in names.values():
        lines.append((name, kind, ns.OZS + "NamedGraph"))
        if name in OWN_KINDS:
            lines.append((name, kind, ns.OZEK + OWN_KINDS[name]))
        if kinds.get(name) == "StatementGraph" and name in planned:
            lines.append((name, kind, ns.OZS + "PlannedGraph"))
    table.add(columns_of(ox.Triple(*map(ox.NamedNode, line)) for line in lines))
    return table.columns()


class _Table:
    """Columns put together from several, over one table of terms."""

    def __init__(self) -> None:
        self._ids: dict[bytes, int] = {}
        self._parts: tuple[list[Ids], ...] = ([], [], [], [])

    def add(
        self,
        columns: Columns,
        *,
        subject: Ids | None = None,
        predicate: str | None = None,
        object: Ids | None = None,
    ) -> None:
        """Add rows, with other numbers of the same term table in their place where given."""
        s = columns.s if subject is None else subject
        o = columns.o if object is None else object
        used = np.unique(np.concatenate([s, columns.p, o, columns.g[columns.g != NO_GRAPH]]))
        number = np.full(len(columns.terms) + 1, NO_GRAPH, np.int32)
        ids = self._ids
        number[used] = [ids.setdefault(columns.terms[old], len(ids)) for old in used.tolist()]
        p = number[columns.p]
        if predicate is not None:
            p = np.full_like(p, ids.setdefault(predicate.encode(), len(ids)))
        for part, column in zip(
            self._parts, (number[s], p, number[o], number[columns.g]), strict=True
        ):
            part.append(column)

    def columns(self) -> Columns:
        empty: list[Any] = [np.empty(0, np.int32)]
        s, p, o, g = (np.concatenate(part or empty) for part in self._parts)
        return Columns(list(self._ids), s, p, o, g, self._ids)
