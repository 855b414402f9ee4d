"""The registry of measures, their results, and ``measure``, which runs them.

A measure is one function from a simple graph to values. To add one, write it beside its family
(``position.py``, ``cohesion.py``) under ``@register``:

    @register("node", kk="…", ru="…", en="Degree")
    def degree(graph: nx.Graph) -> Values:
        \"\"\"Formula … Range … Reference … Caution …\"\"\"
        return Values({node: d for node, d in graph.degree()})

The decorator makes the graph simple (no loops, no parallels), directed or not as the measure wants,
with the numbers 0, 1, 2 … for nodes (their attributes stay); it says what that dropped, and turns
what is undefined into "not applicable", never into NaN.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import rdflib

from ozek.errors import UsageError
from ozek.network.ready import Form, NotApplicable, ready

if TYPE_CHECKING:
    from ozek.results import Table

NOT_APPLICABLE = "not applicable"

Number = float | int | bool | None
Scope = Literal["node", "edge", "graph"]


@dataclass(frozen=True)
class Values:
    """What a measure's function returns.

    Attributes:
        values: node (or edge) → value; None, NaN and infinity mean "not applicable".
        value: one value for the whole graph, where the measure has one.
        warnings: what a reader has to know.
    """

    values: Mapping[Any, Number] = field(default_factory=dict)
    value: Number = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class Measured:
    """The result of one measure on one graph.

    Attributes:
        name: the measure.
        values: node or edge → value, None where it is not applicable.
        value: the value for the whole graph, or None.
        n, m: nodes and edges of the simple graph that was measured.
        directed: whether that graph was directed.
        projection: name of the projection, "" for a graph from elsewhere.
        warnings: what was dropped, what is not applicable and why.
    """

    name: str
    values: Mapping[Any, Number]
    value: Number
    n: int
    m: int
    directed: bool
    projection: str
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        size = f"{self.n} nodes, {self.m} edges"
        return f"<Measured {self.name}: value {self.value}, {len(self.values)} values, {size}>"

    def ranked(self) -> list[tuple[Any, Number]]:
        """Return (node, value) by falling value, then by node; "not applicable" comes last."""
        return sorted(self.values.items(), key=lambda item: (*_falling(item[1]), str(item[0])))


@dataclass(frozen=True)
class Measure:
    """A named measure; calling it with any networkx graph gives a Measured.

    ``whole`` is what its value for the whole graph is called, where that is not its own name.
    """

    name: str
    scope: Scope
    form: Form
    titles: Mapping[str, str]
    function: Callable[[Any], Values]
    whole: str = ""

    def __call__(self, graph: nx.Graph) -> Measured:
        """Measure ``graph`` (not changed)."""
        given = ready(graph, self.form)
        plain, names, warnings = given.graph, given.names, list(given.warnings)
        try:
            if not plain:
                raise NotApplicable("the graph has no nodes")
            if self.form == "directed" and not graph.is_directed():
                raise NotApplicable("the graph has no directions")
            found = self.function(plain)
            values = {_named(key, names): _clean(value) for key, value in found.values.items()}
            missing = sum(value is None for value in values.values())
            if missing:
                warnings.append(f"{self.name} is {NOT_APPLICABLE} for {missing} of {len(values)}")
        except NotApplicable as reason:
            warnings.append(f"{self.name} is {NOT_APPLICABLE}: {reason}")
            found, values = Values(), dict.fromkeys(names if self.scope == "node" else ())
        return Measured(
            name=self.name,
            values=values,
            value=_clean(found.value),
            n=plain.number_of_nodes(),
            m=plain.number_of_edges(),
            directed=plain.is_directed(),
            projection=given.projection,
            warnings=(*warnings, *found.warnings),
        )


MEASURES: dict[str, Measure] = {}
"""Every measure by name, in the order of the columns of a report."""

DEFAULT_MEASURES = ("degree", "betweenness", "pagerank", "constraint", "k_core", "communities")
"""What ``ozek measure`` shows when no measure is named."""


def register(
    scope: Scope, form: Form = "paths", *, whole: str = "", **titles: str
) -> Callable[[Callable[[Any], Values]], Measure]:
    """Make a function a measure, under its own name.

    Args:
        scope: whether it gives values of nodes, of edges or of the graph alone.
        form: the graph it wants: "paths" as the projection reads paths (a bare networkx graph: as
            it is), or always "undirected" or "directed".
        whole: what the value of the whole graph is called; by default as the measure.
        titles: column heading in kk, ru and en.
    """

    def add(function: Callable[[Any], Values]) -> Measure:
        made = Measure(function.__name__, scope, form, titles, function, whole)
        object.__setattr__(made, "__doc__", function.__doc__)
        MEASURES[made.name] = made
        return made

    return add


_HEADINGS = {
    "rank": {"kk": "Орын", "ru": "Место", "en": "Rank"},
    "node": {"kk": "Түйін", "ru": "Узел", "en": "Node"},
    "label": {"kk": "Атауы", "ru": "Название", "en": "Name"},
    "kind": {"kk": "Түрі", "ru": "Вид", "en": "Kind"},
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

        names = [name for name in self.results if MEASURES[name].scope == "node"]
        of = {n: [self.results[name].values.get(n) for name in names] for n in self.nodes}
        order = sorted(of, key=lambda n: ([_falling(v) for v in of[n]], str(n)))
        rows, rank = [], 0
        for place, node in enumerate(order, start=1):
            if place == 1 or of[order[place - 2]][:1] != of[node][:1]:
                rank = place
            kind = rdflib.Literal(str(self.nodes[node].get("kind", "")))
            cells = (rdflib.Literal(rank), *self._cells(node), kind, *map(_term, of[node]))
            rows.append(cells)
        return Table(
            columns=("rank", "node", "label", "kind", *names),
            rows=tuple(rows[:top]),
            name=f"measures-{self.projection}" if self.projection else "measures",
            title={self.lang: self.title} if self.title else {},
            titles={**_HEADINGS, **{name: MEASURES[name].titles for name in names}},
        )

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

    def caption(self) -> str:
        """Say what was measured: projection, size, direction and warnings, for below a table."""
        first = next(iter(self.results.values()))
        sizes = {r.directed: r.m for r in self.results.values()}
        edges = [f"{sizes[way]} {'directed' if way else 'undirected'}" for way in sorted(sizes)]
        text = f"{self.title or 'network'} – nodes: {first.n}; edges: {', '.join(edges)}"
        return "\n".join([text, *self.warnings])

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
    return Measures(
        results={name: MEASURES[name](graph) for name in wanted},
        nodes={node: dict(data) for node, data in graph.nodes(data=True)},
        projection=str(graph.graph.get("name", "")),
        title=str(graph.graph.get("title", "")),
        lang=str(graph.graph.get("language", "en")),
    )


def _named(key: Any, names: list[Any]) -> Any:
    """Return the node (or the pair of nodes) that a number (or a pair) stands for."""
    return tuple(names[part] for part in key) if isinstance(key, tuple) else names[key]


def _clean(value: Any) -> Number:
    """Return a plain Python number; None for None, NaN and infinity."""
    if value is None or isinstance(value, (bool, int)):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def _falling(value: Number) -> tuple[bool, float]:
    """Sort key: high values first, "not applicable" last; floats equal to 12 digits tie."""
    return (value is None, 0.0 if value is None else -round(float(value), 12))


def _term(value: Number) -> rdflib.Literal:
    if value is None:
        return rdflib.Literal(NOT_APPLICABLE)
    if isinstance(value, float):
        return rdflib.Literal(f"{value:.6f}", datatype=rdflib.XSD.decimal)
    return rdflib.Literal(value)
