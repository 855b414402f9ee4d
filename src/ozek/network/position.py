"""Position of one actor: degree, betweenness, closeness, PageRank, constraint, effective size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import diags_array
from scipy.sparse.linalg import eigsh

from ozek.network.betweenness import betweenness_of
from ozek.network.distances import SOURCES, distance_counts, matrix, sample
from ozek.network.measures import Values, register
from ozek.network.notes import note
from ozek.network.ready import SEED, NotApplicable, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table

EXACT_SUMS = 30_000
"""Up to this many nodes closeness is exact; above, distances come from a sample of sources."""

Floats = NDArray[np.float64]


@register("node", "undirected", kk="Көршілер саны", ru="Число соседей", en="Degree")
def degree(graph: nx.Graph) -> Values:
    """Number of neighbours, whatever the direction or number of the relations.

    Formula: d(i) = |{j : i and j are linked}|.
    Range: 0 … n - 1.
    Reference: L. C. Freeman, Centrality in social networks, Social Networks 1 (1979) 215-239.
    Caution: counts what is recorded; a well-documented actor has a higher degree. Compare within
    one kind of node, since a place that hosts many actors is no broker.
    """
    return Values(dict(graph.degree()))


@register("node", "directed", kk="Кіріс дәрежесі", ru="Степень захода", en="In-degree")
def in_degree(graph: nx.DiGraph) -> Values:
    """Number of nodes with a relation to this one.

    Formula: d_in(i) = |{j : j -> i}|.
    Range: 0 … n - 1.
    Reference: L. C. Freeman, Social Networks 1 (1979) 215-239.
    Caution: the direction is the one in which the ontology states the relation (child to parent,
    tenant to host), not one of influence.
    """
    return Values(dict(graph.in_degree()))


@register("node", "directed", kk="Шығыс дәрежесі", ru="Степень исхода", en="Out-degree")
def out_degree(graph: nx.DiGraph) -> Values:
    """Number of nodes to which this one has a relation.

    Formula: d_out(i) = |{j : i -> j}|.
    Range: 0 … n - 1.
    Reference: L. C. Freeman, Social Networks 1 (1979) 215-239.
    Caution: as for in_degree.
    """
    return Values(dict(graph.out_degree()))


@register("node", kk="Аралықтағы орын", ru="Посредничество", en="Betweenness")
def betweenness(graph: nx.Graph) -> Values:
    """Share of the shortest paths between others that pass through the node.

    Formula: b(i) = sum over pairs s, t other than i of sigma_st(i) / sigma_st, divided by the
    number of such pairs, (n-1)(n-2)/2 undirected and (n-1)(n-2) directed; edges have length 1.
    Range: 0 … 1; not applicable below three nodes.
    Reference: L. C. Freeman, A set of measures of centrality based on betweenness, Sociometry 40
    (1977) 35-41; U. Brandes, Journal of Mathematical Sociology 25 (2001) 163-177.
    Caution: strength of a tie is not its length, so weights are not used. One missing relation
    between two parts of a sparse graph can turn the ranking over.
    """
    if len(graph) < 3:
        raise NotApplicable("it needs three nodes")
    found, warnings = betweenness_of(graph)
    return Values(dict(enumerate(found.tolist())), warnings=warnings)


@register("node", kk="Жақындық", ru="Близость", en="Closeness")
def closeness(graph: nx.Graph) -> Values:
    """How near the node is to those that can reach it, scaled by how many these are.

    Formula: c(i) = (r-1)/(n-1) * (r-1)/sum of d(j, i) over the r-1 nodes j that reach i; edges have
    length 1; in a directed graph distances are those towards i.
    Range: 0 (nobody reaches it) … 1 (everybody is a neighbour).
    Reference: S. Wasserman and K. Faust, Social Network Analysis (1994), 5.2, the improved form.
    Caution: in a graph of several components values of different components do not compare well;
    ``harmonic`` does.
    """
    if len(graph) < 2:
        raise NotApplicable("it needs two nodes")
    count = nx.number_connected_components(graph.to_undirected(as_view=True))
    n, (reached, total, _, warnings) = len(graph), _towards(graph)
    values = [
        r / (n - 1) * r / d if d else 0.0
        for r, d in zip(reached.tolist(), total.tolist(), strict=True)
    ]
    if count > 1:
        warnings += (note("components", count=count),)
    return Values(dict(enumerate(values)), warnings=warnings)


@register("node", kk="Гармониялық жақындық", ru="Гармоническая близость", en="Harmonic closeness")
def harmonic(graph: nx.Graph) -> Values:
    """Mean of the inverse distances to the node; unreachable nodes count 0.

    Formula: h(i) = 1/(n-1) * sum over j other than i of 1/d(j, i); edges have length 1.
    Range: 0 … 1; not applicable to a single node.
    Reference: M. Marchiori and V. Latora, Physica A 285 (2000) 539-546; P. Boldi and S. Vigna,
    Axioms for centrality, Internet Mathematics 10 (2014) 222-262.
    Caution: depends on n, so compare within one graph.
    """
    if len(graph) < 2:
        raise NotApplicable("it needs two nodes")
    *_, sums, warnings = _towards(graph)
    return Values(dict(enumerate((sums / (len(graph) - 1)).tolist())), warnings=warnings)


@register("node", kk="PageRank", ru="PageRank", en="PageRank")
def pagerank(graph: nx.Graph) -> Values:
    """Share of time a random walker spends at the node.

    Formula: p = 0.85 (A^T D^-1 p + dangling nodes spread evenly) + 0.15/n.
    Range: above 0 … 1; the values of a graph sum to 1.
    Reference: L. Page, S. Brin, R. Motwani and T. Winograd, Stanford InfoLab 1999-66.
    Caution: undirected it nearly repeats the degree; directed it rewards the end of the relations,
    which is only meaningful where a relation is an endorsement or a flow.
    """
    return Values(nx.pagerank(graph, alpha=0.85, tol=1e-12, max_iter=1000, weight=None))


@register("node", kk="Берт шектеуі", ru="Ограничение по Бёрту", en="Burt's constraint")
def constraint(graph: nx.Graph) -> Values:
    """How far the node's contacts are linked to each other, leaving it no gap to bridge.

    Formula: c(i) = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2, where p_ij is the
    share of i's ties (both directions added) that goes to j.
    Range: above 0; low is many separate contacts, 1 and a little more is one closed circle; not
    applicable to isolates and to two-mode graphs.
    Reference: R. S. Burt, Structural Holes (1992), chapter 2.
    Caution: loops and parallel edges change it, so they are dropped first. In a two-mode graph two
    contacts are never linked and the value only repeats the degree.
    """
    if graph.graph.get("two_mode"):
        raise NotApplicable("contacts are never linked in a two-mode graph")
    found = nx.constraint(graph)
    return Values({node: found[node] if nx.degree(graph, node) else None for node in graph})


@register("node", "undirected", kk="Тиімді ауқым", ru="Эффективный размер", en="Effective size")
def effective_size(graph: nx.Graph) -> Values:
    """Number of contacts less how much they repeat each other.

    Formula: e(i) = sum over contacts j of (1 - sum over q of p_iq m_jq), p_iq the share of i's ties
    that goes to q and m_jq the tie of j and q by j's strongest; without directions k - 2t/k, t the
    ties among the k contacts.
    Range: above 0 … the degree; not applicable to isolates and to two-mode graphs.
    Reference: R. S. Burt, Structural Holes (1992); S. Borgatti, Structural holes: unpacking Burt's
    redundancy measures, Connections 20 (1997) 35-38.
    Caution: directions change it a lot, so it is computed without them; ``effective_sizes`` takes
    them into account.
    """
    if graph.graph.get("two_mode"):
        raise NotApplicable("contacts are never linked in a two-mode graph")
    return Values(effective_sizes(graph))


def effective_sizes(graph: nx.Graph) -> dict[int, float | None]:
    """Return node → effective size in a simple graph of the nodes 0, 1, 2 …, as it is directed."""
    ties = matrix(graph)
    if graph.is_directed():
        ties = ties + ties.T
    near = ties.astype(bool).astype(float)
    sums, most = ties.sum(axis=1), ties.max(axis=1).toarray().ravel() if len(graph) else []
    with np.errstate(divide="ignore"):
        shares = diags_array(np.where(sums > 0, 1 / sums, 0.0)) @ ties
        marginal = diags_array(np.where(np.array(most) > 0, 1 / np.array(most), 0.0)) @ ties
    repeated = shares.multiply(near @ marginal).sum(axis=1)
    contacts = np.diff(near.indptr)
    return {
        node: float(contacts[node] - repeated[node]) if contacts[node] else None for node in graph
    }


@register("node", "undirected", kk="Меншікті вектор", ru="Собственный вектор", en="Eigenvector")
def eigenvector(graph: nx.Graph) -> Values:
    """How close the node is to well-connected nodes.

    Formula: A x = lambda x for the largest lambda, the squares of x summing to 1; in the largest
    component only.
    Range: 0 … 1; not applicable outside the largest component, without edges, or where two
    components are largest.
    Reference: P. Bonacich, Factoring and weighting approaches to status scores and clique
    identification, Journal of Mathematical Sociology 2 (1972) 113-120.
    Caution: rewards being in the densest part, and says nothing about the rest of the network.
    """
    parts = sorted(nx.connected_components(graph), key=len, reverse=True)
    if len(parts[0]) < 2:
        raise NotApplicable("the graph has no edges")
    if len(parts) > 1 and len(parts[0]) == len(parts[1]):
        raise NotApplicable("two components are largest")
    inside = sorted(parts[0])
    links = matrix(graph)[inside][:, inside]
    if len(inside) <= 100:
        vector = np.linalg.eigh(links.toarray())[1][:, -1]
    else:
        vector = eigsh(links, k=1, which="LA", v0=np.ones(len(inside)), tol=1e-12)[1][:, 0]
    values = dict.fromkeys(graph) | dict(zip(inside, np.abs(vector).tolist(), strict=True))
    remark = note("largest_only", count=len(inside), n=len(graph))
    return Values(values, warnings=(remark,) if len(parts) > 1 else ())


@dataclass(frozen=True, kw_only=True)
class DegreesByRelation(Result):
    """Degree of every node in every relation.

    Attributes:
        relations: the relations, sorted.
        degrees: node → relation → (incoming, outgoing); without directions all are outgoing.
    """

    relations: tuple[str, ...]
    degrees: Mapping[Any, Mapping[str, tuple[int, int]]]

    def table(self) -> Table:
        """Return one row per node and relation that it has, the most links first."""
        columns = {
            "node": ("Түйін", "Узел", "Node"),
            "relation": ("Қатынас", "Отношение", "Relation"),
            "in_degree": ("Кіріс", "Входящие", "Incoming"),
            "out_degree": ("Шығыс", "Исходящие", "Outgoing"),
        }
        rows = [
            (node, relation, *pair)
            for node, found in self.degrees.items()
            for relation, pair in found.items()
        ]
        rows.sort(key=lambda row: (-row[2] - row[3], str(row[0]), row[1]))
        return rows_table("degrees-by-relation", columns, rows)


def degrees_by_relation(graph: nx.Graph, by: str = "relation") -> DegreesByRelation:
    """Return how many neighbours every node has in each relation, by direction.

    Formula: for relation r, |{j : j -> i in r}| and |{j : i -> j in r}|; parallel edges of one
    relation count once, loops not at all.
    Range: 0 … n - 1 each.
    Reference: L. C. Freeman, Social Networks 1 (1979) 215-239, within each relation.
    Caution: being a host of many and a partner of many are different things: hence the division.

    Args:
        graph: from ``project``, or any networkx graph.
        by: the attribute of edges that names the relation.
    """
    given = ready(graph, "directed")
    ends = {(u, v, str(data.get(by, ""))) for u, v, data in graph.edges(data=True) if u != v}
    if not graph.is_directed():
        ends |= {(v, u, relation) for u, v, relation in ends}
    found: dict[Any, dict[str, list[int]]] = {node: {} for node in given.names}
    for u, v, relation in sorted(ends, key=str):
        found[u].setdefault(relation, [0, 0])[1] += 1
        if graph.is_directed():
            found[v].setdefault(relation, [0, 0])[0] += 1
    return DegreesByRelation(
        relations=tuple(sorted({relation for *_, relation in ends})),
        degrees={
            node: {relation: (i, o) for relation, (i, o) in sorted(of.items())}
            for node, of in found.items()
        },
        **given.about(),
    )


def _towards(graph: nx.Graph) -> tuple[Floats, Floats, Floats, tuple[str, ...]]:
    """Return for every node how many others reach it, the sums of d and of 1/d, and warnings.

    On very large graphs from a sample of sources, each standing for as many nodes as were left out.
    """
    n = len(graph)
    sources = None
    warnings: tuple[str, ...] = ()
    others = np.full(n, float(n - 1))
    if n > EXACT_SUMS:
        sources = sample(n, 2 * SOURCES, SEED)
        others = np.full(n, float(len(sources)))
        others[sources] -= 1
        warnings = (note("sampled_distances", k=len(sources), n=n, seed=SEED),)
    at: dict[int, Floats] = {}
    for distance, nodes, counts in distance_counts(matrix(graph), sources):
        at.setdefault(distance, np.zeros(n))[nodes] += counts
    reached, total, inverse = np.zeros(n), np.zeros(n), np.zeros(n)
    # One sum per distance, so that the last digits do not depend on the order of the search.
    for distance, found in sorted(at.items()):
        reached += found
        total += distance * found
        inverse += found / distance
    scale = (n - 1) / others
    return reached * scale, total * scale, inverse * scale, warnings
