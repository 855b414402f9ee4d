"""Several measures on one graph: ``measure``, and its results as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import networkx as nx
import rdflib

from ozek.errors import UsageError
from ozek.network.measures import MEASURES, NOT_APPLICABLE, Measured, Number, falling
from ozek.network.notes import note, said
from ozek.network.ready import Ready, is_directed, ready

if TYPE_CHECKING:
    from ozek.results import Table

_HEADINGS = {
    "rank": {"kk": "Орын", "ru": "Место", "en": "Rank"},
    "node": {"kk": "Түйін", "ru": "Узел", "en": "Node"},
    "label": {"kk": "Атауы", "ru": "Название", "en": "Name"},
    "kind": {"kk": "Түрі", "ru": "Вид", "en": "Kind"},
    "source": {"kk": "Бірінші ұшы", "ru": "Первый конец", "en": "One end"},
    "source_label": {"kk": "Оның атауы", "ru": "Его название", "en": "Its name"},
    "target": {"kk": "Екінші ұшы", "ru": "Второй конец", "en": "Other end"},
    "target_label": {"kk": "Оның атауы", "ru": "Его название", "en": "Its name"},
    "measure": {"kk": "Көрсеткіш", "ru": "Показатель", "en": "Measure"},
    "value": {"kk": "Мәні", "ru": "Значение", "en": "Value"},
}


@dataclass(frozen=True, repr=False)
class Measures:
    """The results of several measures on one graph, printable as tables."""

    results: Mapping[str, Measured]
    nodes: Mapping[Any, Mapping[str, Any]]
    projection: str
    title: str
    lang: str

    def __getitem__(self, name: str) -> Measured:
        return self.results[name]

    def __repr__(self) -> str:
        what = f" of {self.projection}" if self.projection else ""
        return f"<Measures{what}: {', '.join(self.results)}; {len(self.nodes)} nodes>"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every warning once, in the order of the measures."""
        return tuple(dict.fromkeys(w for result in self.results.values() for w in result.warnings))

    def table(self, top: int | None = None) -> Table:
        """Return one row per node, ranked by the first measure, then by the following ones.

        Columns: rank, node, label, kind and each measure of nodes. Equal values share a rank.
        """
        from ozek.results import Table

        names = self._of_nodes
        return Table(
            columns=("rank", "node", "label", "kind", *names),
            rows=self._ranking[:top],
            name=f"measures-{self.projection}" if self.projection else "measures",
            title={self.lang: self.title} if self.title else {},
            titles={**_HEADINGS, **{name: MEASURES[name].titles for name in names}},
        )

    @property
    def _of_nodes(self) -> list[str]:
        return [name for name in self.results if MEASURES[name].scope == "node"]

    @cached_property
    def _ranking(self) -> tuple[tuple[rdflib.term.Identifier, ...], ...]:
        """The rows of ``table``."""
        names = self._of_nodes
        of = {n: [self.results[name].values.get(n) for name in names] for n in self.nodes}
        order = sorted(of, key=lambda n: ([falling(v) for v in of[n]], str(n)))
        rows: list[tuple[rdflib.term.Identifier, ...]] = []
        rank = 0
        for place, node in enumerate(order, start=1):
            if place == 1 or of[order[place - 2]][:1] != of[node][:1]:
                rank = place
            kind = rdflib.Literal(str(self.nodes[node].get("kind", "")))
            cells = (rdflib.Literal(rank), *self._cells(node), kind, *map(_term, of[node]))
            rows.append(cells)
        return tuple(rows)

    def summary(self) -> Table:
        """Return the values of the whole graph, one per row: its nodes, then each measure's."""
        from ozek.results import Table

        first = next(iter(self.results.values()))
        pairs: list[tuple[str, Number]] = [("nodes", first.n)]
        pairs += [
            (MEASURES[name].whole or name, result.value)
            for name, result in self.results.items()
            if result.value is not None or MEASURES[name].scope == "graph"
        ]
        rows = tuple((rdflib.Literal(name), _term(value)) for name, value in pairs)
        return Table(
            columns=("measure", "value"),
            rows=rows,
            name=f"summary-{self.projection}" if self.projection else "summary",
            title={self.lang: self.title} if self.title else {},
            titles=_HEADINGS,
        )

    def links(self) -> Table:
        """Return one row per edge that a measure of edges names: its two ends and their labels."""
        from ozek.results import Table

        ends = ("source", "source_label", "target", "target_label")
        rows = [
            (
                rdflib.Literal(name),
                *(cell for node in pair for cell in self._cells(node)),
            )
            for name, result in self.results.items()
            if MEASURES[name].scope == "edge"
            for pair in result.values
        ]
        return Table(columns=("measure", *ends), rows=tuple(rows), name="links", titles=_HEADINGS)

    def _cells(self, node: Any) -> tuple[rdflib.term.Identifier, rdflib.Literal]:
        """Return a node as a term, an IRI if it is one, and its label."""
        term = rdflib.URIRef(node) if "://" in str(node) else rdflib.Literal(str(node))
        return term, rdflib.Literal(str(self.nodes[node].get("label", node)))

    def sentence(self, lang: str | None = None, *, first: bool = False) -> str:
        """Say what was found, one line per measure (or for the first alone)."""
        from ozek.network.sentences import sentence

        label = {node: str(data.get("label", node)) for node, data in self.nodes.items()}
        found = list(self.results.values())[: 1 if first else None]
        return "\n".join(sentence(one, label, lang or self.lang) for one in found)

    def caption(self, lang: str | None = None) -> str:
        """Say what was measured: projection, size, direction and warnings, for below a table."""
        lang = lang or self.lang
        first = next(iter(self.results.values()))
        sizes = {r.directed: r.m for r in self.results.values()}
        ways = [
            said(note("directed" if way else "undirected", m=sizes[way]), lang)
            for way in sorted(sizes)
        ]
        name = self.title or said(note("network"), lang)
        text = said(note("caption", name=name, n=first.n, m=", ".join(ways)), lang)
        return "\n".join([text, *(said(remark, lang) for remark in self.warnings)])

    def _shown(self) -> Table:
        """Return the top of the ranking, or the summary where no measure ranks nodes."""
        ranks = any(MEASURES[name].scope == "node" for name in self.results)
        return self.table(20) if ranks else self.summary()

    def __str__(self) -> str:
        return f"{self._shown().to_text('table')}\n{self.caption()}"

    def _repr_html_(self) -> str:
        from html import escape

        notes = "".join(f"<br>{escape(line)}" for line in self.caption().splitlines())
        return f"{self._shown()._repr_html_()}<p><small>{notes[4:]}</small></p>"


def measure(graph: nx.Graph, names: Iterable[str] | None = None) -> Measures:
    """Run measures on a graph.

    Args:
        graph: from ``project``, or any networkx graph.
        names: the measures, in the order wanted; all by default.

    Raises:
        UsageError: a name that no measure has; the message lists them.
    """
    wanted = list(MEASURES) if names is None else list(dict.fromkeys(names))
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown or not wanted:
        what = f"there is no measure '{unknown[0]}'" if unknown else "no measure was named"
        raise UsageError(f"{what}; known: {', '.join(MEASURES)}")
    # Measures do not change the graph they are given, so those of one form share it.
    shared: dict[bool, Ready] = {}
    results = {}
    for name in wanted:
        directed = is_directed(graph, MEASURES[name].form)
        if directed not in shared:
            shared[directed] = ready(graph, MEASURES[name].form)
        results[name] = MEASURES[name].of(graph, shared[directed])
    return Measures(
        results=results,
        nodes={node: dict(data) for node, data in graph.nodes(data=True)},
        projection=str(graph.graph.get("name", "")),
        title=str(graph.graph.get("title", "")),
        lang=str(graph.graph.get("language", "en")),
    )


@lru_cache(maxsize=1 << 14, typed=True)
def _term(value: Number) -> rdflib.Literal:
    if value is None:
        return rdflib.Literal(NOT_APPLICABLE)
    if isinstance(value, float):
        return rdflib.Literal(f"{value:.6f}", datatype=rdflib.XSD.decimal)
    return rdflib.Literal(value)
