"""The network as a whole: density, centralisation, reciprocity, closure."""

from __future__ import annotations

import networkx as nx
import numpy as np

from ozek.network.betweenness import betweenness_of
from ozek.network.measures import Values, register
from ozek.network.ready import NotApplicable


@register("graph", kk="Тығыздық", ru="Плотность", en="Density")
def density(graph: nx.Graph) -> Values:
    """Share of the possible links that are recorded.

    Formula: m / (n(n-1)) directed, 2m / (n(n-1)) undirected.
    Range: 0 … 1; not applicable below two nodes.
    Reference: S. Wasserman and K. Faust, Social Network Analysis (1994), 4.1.
    Caution: falls as n grows; never compare graphs of different size by it. In a two-mode graph
    most pairs cannot be linked at all.
    """
    if len(graph) < 2:
        raise NotApplicable("it needs two nodes")
    return Values(value=nx.density(graph))


@register("graph", "undirected", kk="Орташа дәреже", ru="Средняя степень", en="Mean degree")
def mean_degree(graph: nx.Graph) -> Values:
    """Mean number of neighbours.

    Formula: 2m / n.
    Range: 0 … n - 1.
    Reference: S. Wasserman and K. Faust, Social Network Analysis (1994), 4.1.
    Caution: fit to compare networks of different size, unlike density; hubs and leaves average out.
    """
    return Values(value=2 * graph.number_of_edges() / len(graph))


@register("graph", "undirected", kk="Дәреже бойынша орталықтану", ru="Централизация по степени",
          en="Degree centralisation")  # fmt: skip
def degree_centralisation(graph: nx.Graph) -> Values:
    """How far one node alone has the links.

    Formula: sum of (max k - k_i) / ((n-1)(n-2)), k the number of neighbours.
    Range: 0 (all alike) … 1 (a star); not applicable below three nodes.
    Reference: L. C. Freeman, Social Networks 1 (1979) 215-239.
    Caution: a well-documented actor makes a star of a network that is none.
    """
    n = len(graph)
    if n < 3:
        raise NotApplicable("it needs three nodes")
    degrees = [degree for _, degree in graph.degree()]
    return Values(value=(n * max(degrees) - sum(degrees)) / ((n - 1) * (n - 2)))


@register("graph", kk="Аралықтағы орын бойынша орталықтану", ru="Централизация по посредничеству",
          en="Betweenness centralisation")  # fmt: skip
def betweenness_centralisation(graph: nx.Graph) -> Values:
    """How far one node alone lies between the others.

    Formula: sum of (max b - b_i) / (n-1), b the betweenness from 0 to 1.
    Range: 0 (all alike) … 1 (a star); not applicable below three nodes.
    Reference: L. C. Freeman, Sociometry 40 (1977) 35-41.
    Caution: rests on betweenness, and so on every missing link; on large networks on a sample.
    """
    n = len(graph)
    if n < 3:
        raise NotApplicable("it needs three nodes")
    found, warnings = betweenness_of(graph)
    return Values(value=float((found.max() - found).sum()) / (n - 1), warnings=warnings)


@register("graph", "directed", kk="Өзаралық (доғалар)", ru="Взаимность (дуги)",
          en="Reciprocity (arcs)")  # fmt: skip
def reciprocity(graph: nx.DiGraph) -> Values:
    """Share of the arcs that are returned.

    Formula: 2M / (2M + A), M pairs linked both ways and A pairs linked one way.
    Range: 0 … 1; not applicable without arcs or directions.
    Reference: S. Wasserman and K. Faust, Social Network Analysis (1994), 13.2.
    Caution: the other usual version counts pairs, see dyad_reciprocity. A relation that is by its
    meaning one-way (is hosted by) can never be returned.
    """
    both, one = _dyads(graph)
    return Values(value=2 * both / (2 * both + one))


@register("graph", "directed", kk="Өзаралық (жұптар)", ru="Взаимность (пары)",
          en="Reciprocity (pairs)")  # fmt: skip
def dyad_reciprocity(graph: nx.DiGraph) -> Values:
    """Share of the linked pairs that are linked both ways.

    Formula: M / (M + A), M pairs linked both ways and A pairs linked one way.
    Range: 0 … 1; not applicable without arcs or directions.
    Reference: R. A. Hanneman and M. Riddle, Introduction to Social Network Methods (2005).
    Caution: as for reciprocity; always lower than it, except at 0 and 1.
    """
    both, one = _dyads(graph)
    return Values(value=both / (both + one))


@register("graph", "undirected", kk="Транзитивтілік", ru="Транзитивность", en="Transitivity")
def transitivity(graph: nx.Graph) -> Values:
    """Share of the two-paths that are closed to a triangle.

    Formula: 3 triangles / two-paths.
    Range: 0 … 1; not applicable without two-paths and in two-mode graphs.
    Reference: S. Wasserman and K. Faust, Social Network Analysis (1994), 6.1.
    Caution: hubs weigh most, for they have most two-paths; mean clustering weighs nodes alike.
    """
    _one_mode(graph)
    if all(degree < 2 for _, degree in graph.degree()):
        raise NotApplicable("no node has two neighbours")
    return Values(value=nx.transitivity(graph))


@register("node", "undirected", whole="mean_clustering", kk="Кластерлену", ru="Кластеризация",
          en="Clustering")  # fmt: skip
def clustering(graph: nx.Graph) -> Values:
    """Share of the pairs of the node's neighbours that are linked. The whole has the mean.

    Formula: 2 t_i / (k_i (k_i - 1)), t_i the triangles at i; nodes with fewer than two neighbours
    count 0 in the mean.
    Range: 0 … 1; not applicable to nodes with fewer than two neighbours and in two-mode graphs.
    Reference: D. Watts and S. Strogatz, Nature 393 (1998) 440-442.
    Caution: nothing to do with industrial clusters. A relation shared by all members of a group
    makes it 1 by itself.
    """
    _one_mode(graph)
    found = nx.clustering(graph)
    values = {node: found[node] if graph.degree[node] > 1 else None for node in graph}
    return Values(values, float(np.mean(list(found.values()))))


def _one_mode(graph: nx.Graph) -> None:
    if graph.graph.get("two_mode"):
        raise NotApplicable("a two-mode graph has no triangles")


def _dyads(graph: nx.DiGraph) -> tuple[int, int]:
    """Return pairs linked both ways and pairs linked one way."""
    arcs = graph.number_of_edges()
    if not arcs:
        raise NotApplicable("the graph has no edges")
    both = sum(graph.has_edge(v, u) for u, v in graph.edges()) // 2
    return both, arcs - 2 * both
