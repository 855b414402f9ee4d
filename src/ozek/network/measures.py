"""The registry of measures and their results.

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import networkx as nx

from ozek.network.notes import note, reason
from ozek.network.ready import Form, NotApplicable, Ready, ready

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
        return sorted(self.values.items(), key=lambda item: (*falling(item[1]), str(item[0])))


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
        return self.of(graph, ready(graph, self.form))

    def of(self, graph: nx.Graph, given: Ready) -> Measured:
        """Measure ``graph``, which ``ready`` has made ``given`` for the form of this measure."""
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
                known = {"name": self.name, "count": missing, "of": len(values)}
                warnings.append(note("undefined_for_some", **known))
        except NotApplicable as why:
            warnings.append(reason(self.name, str(why)))
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


def _named(key: Any, names: list[Any]) -> Any:
    """Return the node (or the pair of nodes) that a number (or a pair) stands for."""
    return tuple(names[part] for part in key) if isinstance(key, tuple) else names[key]


def _clean(value: Any) -> Number:
    """Return a plain Python number; None for None, NaN and infinity."""
    if value is None or isinstance(value, (bool, int)):
        return value
    number = float(value)
    return number if math.isfinite(number) else None


def falling(value: Number) -> tuple[bool, float]:
    """Sort key: high values first, "not applicable" last; floats equal to 12 digits tie."""
    return (value is None, 0.0 if value is None else -round(float(value), 12))
