"""The simple graph behind every measure, and what every result says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import rdflib

from ozek.errors import UsageError
from ozek.network.notes import note
from ozek.network.projecting import simple

if TYPE_CHECKING:
    from ozek.results import Table

SEED = 20260101
"""Everything drawn at random starts from here, so that it is the same on every run."""

Form = Literal["paths", "undirected", "directed"]

By = str | Mapping[Any, Any]
"""Where the kinds of nodes come from: an attribute, "sector", or a mapping node → kind."""

SECTORS: Mapping[str, frozenset[str]] = {
    "science": frozenset({"University", "EducationOrganisation", "ResearchOrganisation"}),
    "business": frozenset({"Enterprise", "BusinessAssociation"}),
    "state": frozenset({"StateBody", "GovernmentOrganisation"}),
}
"""Sector → kinds (names of classes). Intermediaries belong to none: bridging is what they are for.
"""


class NotApplicable(Exception):
    """Raised by a measure that has no meaning on a graph; the text says why."""


@dataclass(frozen=True)
class Ready:
    """A graph made ready to be measured.

    Attributes:
        graph: simple, with the numbers 0, 1, 2 … for nodes. Sets of names come in another order on
            every run, and with them the last digits of sums and the ties of the greedy methods.
        names: number → node.
        projection: name of the projection, "" for a graph from elsewhere.
        warnings: what making it simple dropped and what the network lacks.
    """

    graph: nx.Graph
    names: list[Any]
    projection: str
    warnings: tuple[str, ...]

    def about(self, *warnings: str) -> dict[str, Any]:
        """Return the fields of Result."""
        return {
            "n": self.graph.number_of_nodes(),
            "m": self.graph.number_of_edges(),
            "directed": self.graph.is_directed(),
            "projection": self.projection,
            "warnings": (*self.warnings, *warnings),
        }

    def numbers(self, nodes: Iterable[Any]) -> list[int]:
        """Return the numbers of nodes, sorted; raises UsageError for what is no node."""
        places = {name: place for place, name in enumerate(self.names)}
        wanted = list(nodes)
        for node in wanted:
            if node not in places:
                raise UsageError(f"'{node}' is no node of the network")
        return sorted({places[node] for node in wanted})

    def kinds(self, by: By = "kind") -> tuple[dict[int, str], tuple[str, ...]]:
        """Return number → kind for the nodes that have one, and warnings about the others.

        A node of several kinds (a list) counts as the first of them, as in a projection, where the
        first class of ``kinds`` that fits names the kind.
        """
        found, several = {}, 0
        for number, data in self.graph.nodes(data=True):
            if isinstance(by, Mapping):
                value = by.get(self.names[number])
            elif by == "sector":
                value = data.get("sector") or sector_of(str(data.get("kind", "")))
            else:
                value = data.get(by)
            if not isinstance(value, str) and isinstance(value, Collection):
                in_order = value if isinstance(value, (list, tuple)) else sorted(value, key=str)
                several += len(in_order) > 1
                value = next(iter(in_order), None)
            if value not in (None, ""):
                found[number] = str(value)
        warnings = []
        if len(found) < len(self.names):
            warnings.append(note("no_kind", count=len(self.names) - len(found)))
        if several:
            warnings.append(note("two_kinds", count=several))
        return found, tuple(warnings)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What every result says of the network it was found in.

    Attributes:
        n, m: nodes and edges of the simple graph that was measured.
        directed: whether that graph was directed.
        projection: name of the projection, "" for a graph from elsewhere.
        warnings: what was dropped, sampled or is not applicable, and why.
    """

    n: int
    m: int
    directed: bool
    projection: str
    warnings: tuple[str, ...] = ()


def ready(graph: nx.Graph, form: Form = "paths") -> Ready:
    """Make a graph simple, directed as ``form`` says (see ``register``), with numbers for nodes."""
    named = simple(graph, directed=is_directed(graph, form))
    return Ready(
        graph=nx.convert_node_labels_to_integers(named),
        names=list(named),
        projection=str(graph.graph.get("name", "")),
        warnings=tuple(_cautions(graph)),
    )


def is_directed(graph: nx.Graph, form: Form) -> bool:
    """Whether ``ready`` leaves the directions in a graph for this form."""
    directed = graph.is_directed() and form != "undirected"
    if form == "paths":
        directed = directed and graph.graph.get("paths", "directed") == "directed"
    return bool(directed)


def sector_of(kind: str) -> str | None:
    """Return the sector of a kind of node, or None."""
    return next((sector for sector, kinds in SECTORS.items() if kind in kinds), None)


def term(value: Any) -> rdflib.term.Identifier | None:
    """Return a value or a node as a cell of a table: an IRI if it is one, None for None."""
    if value is None:
        return None
    if isinstance(value, str) and "://" in value:
        return rdflib.URIRef(value)
    if isinstance(value, float):
        return rdflib.Literal(f"{value:.6f}", datatype=rdflib.XSD.decimal)
    return rdflib.Literal(value if isinstance(value, (str, bool, int)) else str(value))


def rows_table(
    name: str, columns: Mapping[str, tuple[str, str, str]], rows: Iterable[Iterable[Any]]
) -> Table:
    """Return a table of plain values; ``columns`` gives column → heading in kk, ru and en."""
    from ozek.results import Table

    return Table(
        columns=tuple(columns),
        rows=tuple(tuple(map(term, row)) for row in rows),
        name=name,
        titles={
            column: dict(zip(("kk", "ru", "en"), texts, strict=True))
            for column, texts in columns.items()
        },
    )


def _cautions(graph: nx.Graph) -> Iterable[str]:
    """Say what the network lacks and what making it simple leaves out."""
    if graph.graph.get("incomplete"):
        yield note("incomplete", what=graph.graph["incomplete"])
    loops = nx.number_of_selfloops(graph)
    if loops:
        yield note("loops", count=loops)
    if graph.is_multigraph():
        parallel = graph.number_of_edges() - len({(u, v) for u, v in graph.edges()})
        if parallel:
            yield note("parallels", count=parallel)
