"""Cohesion of the whole: components, cut points, bridges, cores, communities, fragmentation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from ozek.network.distances import (
    EXACT_DISTANCES,
    SOURCES,
    matrix,
    pairs_per_distance,
    sample,
)
from ozek.network.measures import Values, register
from ozek.network.notes import note
from ozek.network.projecting import node_order
from ozek.network.ready import SEED, NotApplicable


@register("node", "undirected", whole="largest_k", kk="k-өзек", ru="k-ядро", en="k-core")
def k_core(graph: nx.Graph) -> Values:
    """Largest k such that the node lies in a part where everyone has k neighbours or more.

    Formula: k(i) = max {k : i is in the maximal subgraph of minimum degree k}. The value of the
    whole graph is the largest k.
    Range: 0 … n - 1.
    Reference: S. B. Seidman, Network structure and minimum degree, Social Networks 5 (1983)
    269-287.
    Caution: a high core is a group of mutual ties, not a group of important actors.
    """
    found = nx.core_number(graph)
    return Values(found, max(found.values()))


@register("node", "undirected", kk="Құраушы", ru="Компонента", en="Component")
def components(graph: nx.Graph) -> Values:
    """Number of the connected part in which the node lies, 1 for the largest.

    Formula: equivalence classes of "joined by a path", directions ignored. The value of the whole
    graph is how many there are.
    Range: 1 … n.
    Reference: F. Harary, Graph Theory (1969), chapter 2.
    Caution: an isolate is a node without a *recorded* relation.
    """
    return _numbered(nx.connected_components(graph))


@register(
    "node", "undirected", whole="modularity", kk="Қауымдастық", ru="Сообщество", en="Community"
)
def communities(graph: nx.Graph) -> Values:
    """Number of the community of the node by the Louvain method, 1 for the largest.

    Formula: partition that greedily maximises Q = sum over communities c of e_c - a_c^2, e_c the
    share of edges inside c and a_c the share of edge ends in c. The value of the whole graph is Q;
    the seed is fixed, edges are unweighted.
    Range: Q from -0.5 to 1; not applicable without edges.
    Reference: V. Blondel et al., Journal of Statistical Mechanics (2008) P10008; M. Newman and
    M. Girvan, Physical Review E 69 (2004) 026113.
    Caution: one of several near-optimal partitions; below Q of about 0.3 the division says little.
    """
    if not graph.number_of_edges():
        raise NotApplicable("the graph has no edges")
    groups = nx.community.louvain_communities(graph, weight=None, seed=SEED)
    value = nx.community.modularity(graph, groups, weight=None)
    return Values(_numbered(groups).values, value)


@register("node", "undirected", kk="Буын нүктесі", ru="Точка сочленения", en="Articulation point")
def articulation_points(graph: nx.Graph) -> Values:
    """Whether removing the node breaks its component apart.

    Formula: i is one if its component without i has two parts or more. The value of the whole graph
    is how many there are.
    Range: true or false.
    Reference: J. Hopcroft and R. Tarjan, Communications of the ACM 16 (1973) 372-378.
    Caution: a tie that is not recorded makes a cut point of its neighbour; ask whether the graph is
    complete there before calling it a single point of failure.
    """
    points = set(nx.articulation_points(graph))
    return Values({node: node in points for node in graph}, len(points))


@register("edge", "undirected", kk="Көпірлер", ru="Мосты", en="Bridges")
def bridges(graph: nx.Graph) -> Values:
    """Pairs whose link, if lost, breaks a component apart.

    Formula: an edge that lies on no cycle. Values hold the bridges only; the value of the whole
    graph is how many there are.
    Range: 0 … n - 1.
    Reference: R. Tarjan, Information Processing Letters 2 (1974) 160-161.
    Caution: several relations between the same two nodes count as one link.
    """
    found = {tuple(sorted(pair, key=node_order)) for pair in nx.bridges(graph)}
    return Values(dict.fromkeys(sorted(found, key=str), True), len(found))


@register("graph", "undirected", kk="Бытыраңқылық", ru="Фрагментация", en="Fragmentation")
def fragmentation(graph: nx.Graph) -> Values:
    """Share of the pairs that cannot reach each other.

    Formula: F = 1 - sum over components of s(s-1) / (n(n-1)), s the size of the component.
    Range: 0 (connected) … 1 (no links); not applicable below two nodes.
    Reference: S. Borgatti, Identifying sets of key players, Computational and Mathematical
    Organization Theory 12 (2006) 21-34.
    Caution: grows with every isolate that is listed without its relations.
    """
    n = len(graph)
    if n < 2:
        raise NotApplicable("it needs two nodes")
    joined = sum(len(part) * (len(part) - 1) for part in nx.connected_components(graph))
    return Values(value=1 - joined / (n * (n - 1)))


@register("graph", "undirected", kk="Қашықтыққа негізделген бытыраңқылық",
          ru="Фрагментация по расстояниям", en="Distance-weighted fragmentation")  # fmt: skip
def distance_fragmentation(graph: nx.Graph) -> Values:
    """Mean loss of closeness of the pairs: 0 if all are neighbours, 1 if nobody reaches anybody.

    Formula: dF = 1 - sum over ordered pairs of 1/d(i, j) / (n(n-1)), 1/d = 0 without a path: 1
    minus the global efficiency.
    Range: 0 (all linked) … 1 (no links); not applicable below two nodes.
    Reference: S. Borgatti, Computational and Mathematical Organization Theory 12 (2006) 21-34.
    Caution: tells networks apart that are all connected, where F is 0. On large networks the
    distances are those from a sample of sources.
    """
    found, sources, warnings = _distances(graph)
    inverse = sum(count / distance for distance, count in found.items())
    return Values(value=1 - inverse / (sources * (len(graph) - 1)), warnings=warnings)


@register("graph", kk="Орташа қашықтық", ru="Среднее расстояние", en="Mean distance")
def mean_distance(graph: nx.Graph) -> Values:
    """Mean number of steps between two nodes, over the ordered pairs that have a path.

    Formula: sum of d(i, j) / number of pairs with a path; edges have length 1.
    Range: 1 … n - 1; not applicable where nobody reaches anybody.
    Reference: F. Harary, Graph Theory (1969), chapter 2.
    Caution: pairs without a path are left out, so it falls when a network breaks into pieces. On
    large networks the distances are those from a sample of sources.
    """
    found, _, warnings = _distances(graph)
    if not found:
        raise NotApplicable("the graph has no edges")
    total = sum(distance * count for distance, count in found.items())
    return Values(value=total / sum(found.values()), warnings=warnings)


@register("graph", kk="Диаметр", ru="Диаметр", en="Diameter")
def diameter(graph: nx.Graph) -> Values:
    """The largest number of steps between two nodes that have a path.

    Formula: max d(i, j) over the pairs with a path; edges have length 1.
    Range: 1 … n - 1; not applicable where nobody reaches anybody.
    Reference: F. Harary, Graph Theory (1969), chapter 2.
    Caution: one long chain decides it. On large networks it is that of a sample of sources, a
    lower bound.
    """
    found, _, warnings = _distances(graph)
    if not found:
        raise NotApplicable("the graph has no edges")
    return Values(value=max(found), warnings=warnings)


def _distances(graph: nx.Graph) -> tuple[dict[int, int], int, tuple[str, ...]]:
    """Return distance → ordered pairs, from how many sources, and a warning about a sample."""
    n = len(graph)
    if n < 2:
        raise NotApplicable("it needs two nodes")
    if n <= EXACT_DISTANCES:
        return pairs_per_distance(matrix(graph)), n, ()
    remark = note("sampled_distances", k=SOURCES, n=n, seed=SEED)
    return pairs_per_distance(matrix(graph), sample(n, SOURCES, SEED)), SOURCES, (remark,)


def _numbered(groups: Iterable[Iterable[Any]]) -> Values:
    """Number groups from 1, the largest first, equal ones by their first member."""
    found = [sorted(group, key=node_order) for group in groups]
    found.sort(key=lambda group: (-len(group), node_order(group[0])))
    return Values({n: place for place, group in enumerate(found, 1) for n in group}, len(found))
