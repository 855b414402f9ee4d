"""Position of one actor: degree, betweenness, closeness, PageRank, constraint."""

from __future__ import annotations

import networkx as nx

from ozek.network.betweenness import betweenness_of
from ozek.network.measures import Values, register
from ozek.network.ready import NotApplicable


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
    note = f"the graph has {count} components: prefer harmonic to closeness"
    return Values(nx.closeness_centrality(graph), warnings=(note,) if count > 1 else ())


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
    sums = nx.harmonic_centrality(graph)
    return Values({node: sums[node] / (len(graph) - 1) for node in graph})


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
