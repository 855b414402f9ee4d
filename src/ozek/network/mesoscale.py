"""Between actor and whole: declared clusters against found ones, core and periphery, layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ozek.network.notes import note
from ozek.network.ready import SEED, By, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table


@dataclass(frozen=True)
class Declared:
    """One declared cluster: its nodes, links inside it and across its border."""

    name: str
    size: int
    inside: int
    across: int

    @property
    def share(self) -> float | None:
        """Share of its links that stay inside; None without links."""
        links = self.inside + self.across
        return self.inside / links if links else None


@dataclass(frozen=True, kw_only=True)
class Agreement(Result):
    """Whether the declared clusters are facts of the network.

    Attributes:
        clusters: every declared cluster.
        inside: share of the links between declared nodes that stay in one cluster; None without.
        expected: the same for links placed at random.
        modularity: Q of the declared division and of the found one; None without links.
        nmi: normalised mutual information of declared and found division, 0 … 1.
        value: adjusted Rand index of the two, 0 as by chance, 1 equal.
        seed: of the search for communities.
    """

    clusters: tuple[Declared, ...]
    inside: float | None
    expected: float | None
    modularity: tuple[float | None, float | None]
    nmi: float | None
    value: float | None
    seed: int

    def table(self) -> Table:
        """Return one row per declared cluster."""
        columns = {
            "cluster": ("Кластер", "Кластер", "Cluster"),
            "nodes": ("Түйіндер", "Узлы", "Nodes"),
            "inside": ("Ішкі байланыстар", "Связи внутри", "Links inside"),
            "across": ("Сыртқы байланыстар", "Связи наружу", "Links across"),
            "share": ("Ішкі үлес", "Доля внутри", "Share inside"),
        }
        rows = ((one.name, one.size, one.inside, one.across, one.share) for one in self.clusters)
        return rows_table("declared-clusters", columns, rows)


@dataclass(frozen=True, kw_only=True)
class Overlap(Result):
    """How layers of relations lie over each other.

    Attributes:
        layers: layer → its number of links.
        pairs: (layer, layer) → (links in both, Jaccard index, correlation).
        participation: node → how evenly its links spread over the layers, 0 (one layer) … 1; None
            for a node without links.
        value: share of all linked pairs that are linked in more than one layer; None without links.
    """

    layers: Mapping[str, int]
    pairs: Mapping[tuple[str, str], tuple[int, float, float | None]]
    participation: Mapping[Any, float | None]
    value: float | None

    def table(self) -> Table:
        """Return one row per pair of layers."""
        columns = {
            "layer": ("Қабат", "Слой", "Layer"),
            "other": ("Басқа қабат", "Другой слой", "Other layer"),
            "shared": ("Ортақ байланыстар", "Общие связи", "Shared links"),
            "jaccard": ("Жаккар индексі", "Индекс Жаккара", "Jaccard index"),
            "correlation": ("Корреляция", "Корреляция", "Correlation"),
        }
        return rows_table(
            "layers", columns, ((*pair, *values) for pair, values in self.pairs.items())
        )


def agreement(graph: nx.Graph, declared: By, *, seed: int = SEED) -> Agreement:
    """Return how far declared clusters agree with the communities of the network.

    Formula: share of links inside; Q = Σ (e_c - a_c²); NMI = 2 I(D, F) / (H(D) + H(F)); adjusted
    Rand index. Communities by Louvain on the whole network, compared over the declared nodes.
    Expected share: Σ n_c(n_c - 1) / (n(n - 1)).
    Range: NMI 0 … 1, adjusted Rand index below 0 … 1.
    Reference: M. Newman and M. Girvan, Physical Review E 69 (2004) 026113; L. Hubert and P. Arabie,
    Comparing partitions, Journal of Classification 2 (1985) 193-218.
    Caution: with few nodes all of them are unsteady; the share inside is the plainest.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        declared: node → cluster, or the attribute that holds it.
        seed: of the search for communities.
    """
    given = ready(graph, "undirected")
    of, _ = given.kinds(declared)
    warnings = []
    if len(of) < len(given.names):
        warnings.append(note("undeclared", count=len(given.names) - len(of)))
    names = sorted(set(of.values()))
    links = [(of.get(u), of.get(v)) for u, v in given.graph.edges()]
    sizes = Counter(of.values())
    members: dict[str, set[int]] = {name: set() for name in names}
    for node, name in of.items():
        members[name].add(node)
    inside = Counter(u for u, v in links if u == v)
    across = Counter(end for u, v in links if u != v for end in (u, v))
    clusters = tuple(Declared(name, sizes[name], inside[name], across[name]) for name in names)
    between = [(u, v) for u, v in links if u is not None and v is not None]
    n = len(of)
    pairs = sum(one.size * (one.size - 1) for one in clusters)
    part = given.graph.subgraph(of)
    groups = nx.community.louvain_communities(given.graph, weight=None, seed=seed) if n else []
    found = {node: at for at, group in enumerate(groups) for node in group}
    nodes = sorted(of)
    code = {name: at for at, name in enumerate(names)}
    codes = np.array([code[of[node]] for node in nodes], int)
    nmi, rand = _partitions(codes, np.array([found[node] for node in nodes], int))
    return Agreement(
        clusters=clusters,
        inside=sum(u == v for u, v in between) / len(between) if between else None,
        expected=pairs / (n * (n - 1)) if n > 1 else None,
        modularity=(
            _modularity(part, list(members.values())),
            _modularity(given.graph, groups),
        ),
        nmi=nmi,
        value=rand,
        seed=seed,
        **given.about(*warnings),
    )


def layers(
    graph: nx.Graph, by: str = "relation", families: Mapping[str, str] | None = None
) -> Overlap:
    """Return how the relations of a network overlap, as layers over the same nodes.

    Formula: Jaccard |A ∩ B| / |A ∪ B| of the linked pairs; Pearson's correlation over all pairs of
    nodes; participation P_i = L/(L-1) [1 - Σ_l (k_il / o_i)²] with k_il the links of i in layer l
    (both directions), o_i their sum, L the number of layers.
    Range: Jaccard and participation 0 … 1, correlation -1 … 1.
    Reference: F. Battiston, V. Nicosia and V. Latora, Structural measures for multiplex networks,
    Physical Review E 89 (2014) 032804.
    Caution: never add membership and supply up into one degree; that is what layers are for. The
    correlation has no p-value: links are not independent.

    Args:
        graph: from ``project``; edges keep their directions where paths do.
        by: the attribute of edges that names the layer.
        families: relation → family, to have one layer per family; others keep their own name.
    """
    given = ready(graph)
    place = {name: at for at, name in enumerate(given.names)}
    directed = given.graph.is_directed()
    links: dict[str, set[tuple[int, int]]] = {}
    for u, v, data in graph.edges(data=True):
        relation = str(data.get(by, ""))
        a, b = place[u], place[v]
        if a != b:
            layer = (families or {}).get(relation, relation)
            links.setdefault(layer, set()).add((a, b) if directed or a < b else (b, a))
    n = len(place)
    total = n * (n - 1) // (1 if directed else 2)
    pairs = {}
    for one, two in combinations(sorted(links), 2):
        first, second = links[one], links[two]
        shared = len(first & second)
        pairs[one, two] = (
            shared,
            shared / len(first | second),
            correlation(total, len(first), len(second), shared),
        )
    degrees = np.zeros((n, len(links)))
    for at, layer in enumerate(sorted(links)):
        for pair in links[layer]:
            degrees[list(pair), at] += 1
    union = set().union(*links.values()) if links else set()
    several = sum(sum(pair in layer for layer in links.values()) > 1 for pair in union)
    return Overlap(
        layers={layer: len(links[layer]) for layer in sorted(links)},
        pairs=pairs,
        participation={name: _participation(degrees[at]) for name, at in place.items()},
        value=several / len(union) if union else None,
        **given.about(),
    )


def correlation(total: int, first: int, second: int, both: int) -> float | None:
    """Return Pearson's correlation of two 0/1 vectors from how many ones they have; None if flat.

    ``total`` is their length, ``first`` and ``second`` their ones, ``both`` the ones in common.
    """
    spread = first * (total - first) * second * (total - second)
    return (total * both - first * second) / sqrt(spread) if spread > 0 else None


def _participation(degrees: NDArray[np.float64]) -> float | None:
    count, total = len(degrees), float(degrees.sum())
    if count < 2 or not total:
        return None
    return count / (count - 1) * (1 - float(((degrees / total) ** 2).sum()))


def _modularity(graph: nx.Graph, groups: list[set[int]]) -> float | None:
    if not graph.number_of_edges() or not groups:
        return None
    return float(nx.community.modularity(graph, groups, weight=None))


def _partitions(
    first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[float | None, float | None]:
    """Return normalised mutual information and adjusted Rand index of two divisions."""
    n = len(first)
    if n < 2:
        return None, None
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    rows, columns = table.sum(1), table.sum(0)

    def entropy(counts: NDArray[np.float64]) -> float:
        shares = counts[counts > 0] / n
        return float(-(shares * np.log(shares)).sum())

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    h1, h2 = entropy(rows), entropy(columns)
    mutual = h1 + h2 - entropy(table.ravel())
    nmi = 2 * mutual / (h1 + h2) if h1 + h2 else 1.0
    chance = pairs(rows) * pairs(columns) / (n * (n - 1) / 2)
    most = (pairs(rows) + pairs(columns)) / 2
    same = most - chance
    return max(0.0, nmi), (pairs(table.ravel()) - chance) / same if same else 1.0
