"""Betweenness by the fastest engine that is there: rustworkx, else scipy; a sample if it is large.

All give networkx's values, and the same to the last bit whenever they are asked. Without rustworkx
(extra ``fast``) they are computed with sparse matrices, from many sources at once.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ozek.network.distances import Ints, matrix, sample
from ozek.network.notes import note
from ozek.network.ready import SEED

EXACT = 40_000_000
"""Up to this many nodes times edges betweenness is exact by default."""
SOURCES = 512
"""Sources of the sample above that."""

_CELLS = 1 << 20
"""Size of the matrices that the search from many sources works with."""
_LONG = 60
"""Steps from which on a network is too long and thin to be searched from many sources at once."""

Floats = NDArray[np.float64]


def betweenness_of(
    graph: nx.Graph, *, exact: bool | None = None, k: int = SOURCES, seed: int = SEED
) -> tuple[Floats, tuple[str, ...]]:
    """Return the betweenness of the nodes 0, 1, 2 … of a simple graph, and warnings.

    Formula: as the measure ``betweenness``. From a sample of sources, the sum over them times
    (n-1)/k' with k' the sources other than the node.
    Reference: U. Brandes and C. Pich, Centrality estimation in large networks, International
    Journal of Bifurcation and Chaos (2007).

    Args:
        graph: simple, its nodes numbered from 0.
        exact: whether to take all sources; by default as long as nodes times edges are at most
            EXACT.
        k: size of the sample of sources.
        seed: of the sample.
    """
    n = len(graph)
    if n < 3:
        return np.zeros(n), ()
    if exact is None:
        exact = n * graph.number_of_edges() <= EXACT
    if exact or k >= n:
        return (_rustworkx(graph) if find_spec("rustworkx") else _exact(graph)), ()
    sources = sample(n, k, seed)
    others = np.full(n, float(k))
    others[sources] -= 1
    sums = _sums(graph, sources)
    warning = note("sampled_betweenness", k=k, n=n, seed=seed)
    return sums * (n - 1) / others / ((n - 1) * (n - 2)), (warning,)


def by_betweenness(
    graph: nx.Graph, *, exact: bool | None = None, k: int = SOURCES
) -> tuple[list[int], tuple[str, ...]]:
    """Return the nodes by falling betweenness, equal ones by number, and warnings."""
    found, warnings = betweenness_of(graph, exact=exact, k=k)
    falling = -found.round(12)
    return [int(node) for node in np.lexsort((np.arange(len(found)), falling))], warnings


def _rustworkx(graph: nx.Graph) -> Floats:
    import rustworkx

    directed = graph.is_directed()
    made: Any = (rustworkx.PyDiGraph if directed else rustworkx.PyGraph)(multigraph=False)
    made.add_nodes_from(range(len(graph)))
    made.add_edges_from_no_data(list(graph.edges()))
    # In several threads the sums come in another order, and their last digits differ, every time.
    single = len(graph) + 1
    found = rustworkx.betweenness_centrality(made, normalized=True, parallel_threshold=single)
    return np.array([found[node] for node in range(len(graph))])


def _exact(graph: nx.Graph) -> Floats:
    n = len(graph)
    return _sums(graph, np.arange(n)) / ((n - 1) * (n - 2))


def _sums(graph: nx.Graph, sources: Ints) -> Floats:
    """Return the sum of the sources' dependencies on every node (Brandes' delta)."""
    n = len(graph)
    onward = matrix(graph)
    incoming = onward.T.tocsr()
    found = np.zeros(n)
    at_once = max(1, _CELLS // n)
    for start in range(0, len(sources), at_once):
        part = sources[start : start + at_once]
        sums = _together(onward, incoming, part)
        if sums is None:
            return _one_by_one(graph, sources)
        found += sums
    return found


def _together(onward: Any, incoming: Any, sources: Ints) -> Floats | None:
    """Brandes' algorithm from several sources, one column each; None if the paths are long."""
    shape = (onward.shape[0], len(sources))
    columns = np.arange(len(sources))
    paths, distance = np.zeros(shape), np.full(shape, -1, np.int16)
    paths[sources, columns], distance[sources, columns] = 1, 0
    front, depth = paths.copy(), 0
    while True:
        front = incoming @ front
        front[distance >= 0] = 0
        new = front > 0
        if not new.any():
            break
        depth += 1
        if depth > _LONG:
            return None
        distance[new] = depth
        paths += front
    depends = np.zeros(shape)
    for level in range(depth, 1, -1):
        here = distance == level
        share = np.zeros(shape)
        share[here] = (1 + depends[here]) / paths[here]
        back = onward @ share
        before = distance == level - 1
        depends[before] += paths[before] * back[before]
    found: Floats = depends.sum(axis=1)
    return found


def _one_by_one(graph: nx.Graph, sources: Ints) -> Floats:
    """networkx's own, for paths so long that the matrices would not pay."""
    n = len(graph)
    if len(sources) < n:
        rest = np.zeros(n)
        for source in sources.tolist():
            one = nx.betweenness_centrality_subset(graph, [source], range(n), normalized=False)
            rest += [one[node] for node in range(n)]
        return rest if graph.is_directed() else 2 * rest
    found = nx.betweenness_centrality(graph, normalized=True, weight=None)
    return np.array([found[node] for node in range(n)]) * ((n - 1) * (n - 2))
