"""Components and distances of large graphs, by bit-parallel search over sparse matrices.

Values are those of networkx; only the way is another. A breadth-first search from 64 nodes at once
keeps, for every node, one bit per source: whether that source has reached it. One step of all
searches is then one "or" per link over machine words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix
from scipy.sparse.csgraph import connected_components, shortest_path

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

EXACT_DISTANCES = 5_000
"""Up to this many nodes the distances of all pairs are counted; above, from a sample."""
SOURCES = 2048
"""Size of that sample."""

WORD = 64
"""Nodes that fit into one word."""

AT_ONCE = 1024
"""Sources searched from together: memory is n times this many bits."""


def matrix(graph: nx.Graph, weight: str | None = None) -> csr_array:
    """Return the adjacency matrix of a graph whose nodes are 0, 1, 2 …; row to column."""
    nodes = range(len(graph))
    if not nodes:
        return csr_array((0, 0))
    return nx.to_scipy_sparse_array(graph, nodelist=nodes, weight=weight, dtype=float, format="csr")


def pair_counter(adjacency: csr_array) -> Callable[[Bools], int]:
    """Return a function from the nodes left (a mask) to the connected ordered pairs among them.

    The matrix has to be symmetric.
    """
    labels_of = component_labels(adjacency)

    def count(left: Bools) -> int:
        sizes = np.bincount(labels_of(left)[left])
        return int((sizes * (sizes - 1)).sum())

    return count


def component_labels(adjacency: csr_array) -> Callable[[Bools], Ints]:
    """Return a function from the nodes left (a mask) to the component of every node.

    Nodes that are gone are alone in theirs. The matrix has to be symmetric.
    """
    n = adjacency.shape[0]
    rows = np.repeat(np.arange(n), np.diff(adjacency.indptr))
    ends, ones = adjacency.indices, np.ones(len(adjacency.indices))

    def label(left: Bools) -> Ints:
        # A link with an end that is gone becomes a loop: nothing has to be built anew.
        kept = np.where(left[rows] & left[ends], ends, rows)
        part = csr_matrix((ones, kept, adjacency.indptr), shape=(n, n))
        # In a symmetric matrix strong components are the components, and cost no transpose.
        found: Ints = connected_components(part, directed=True, connection="strong")[1]
        return found

    return label


def levels(adjacency: csr_array, sources: Ints) -> Iterator[tuple[int, Ints, Words]]:
    """Yield (d, nodes, bits) for d = 1, 2 …: the nodes that sources reach in exactly d steps.

    Bit k of a node's words says whether it is ``sources[k]`` that does. At most AT_ONCE sources.
    """
    incoming = adjacency.T.tocsr()
    n, starts = incoming.shape[0], incoming.indices
    ends = np.repeat(np.arange(n), np.diff(incoming.indptr))
    k = np.arange(len(sources))
    seen = np.zeros((n, (len(sources) + 63) // 64), np.uint64)
    seen[sources, k // 64] = np.uint64(1) << (k % 64).astype(np.uint64)
    front = seen.copy()
    distance = 0
    while True:
        active: Any = front.any(axis=1)
        links = np.flatnonzero(active[starts])
        if not len(links):
            return
        reached = ends[links]
        first = np.flatnonzero(np.r_[True, reached[1:] != reached[:-1]])
        nodes = reached[first]
        new = np.bitwise_or.reduceat(front[starts[links]], first, axis=0) & ~seen[nodes]
        if not new.any():
            return
        seen[nodes] |= new
        front = np.zeros_like(seen)
        front[nodes] = new
        distance += 1
        yield distance, nodes, new


def bits(words: Words) -> Ints:
    """Return how many bits are set in each word."""
    if hasattr(np, "bitwise_count"):
        return np.bitwise_count(words).astype(np.int64)
    table = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(1)
    parts = words[..., None].view(np.uint8)
    found: Ints = table[parts].sum(-1).astype(np.int64)
    return found


def distance_counts(
    adjacency: csr_array, sources: Ints | None = None
) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield (d, nodes, how many of the sources are exactly d steps from each); d repeats.

    Sources are all nodes by default.
    """
    every = np.arange(adjacency.shape[0]) if sources is None else sources
    for start in range(0, len(every), AT_ONCE):
        for distance, nodes, new in levels(adjacency, every[start : start + AT_ONCE]):
            yield distance, nodes, bits(new).sum(axis=1)


def pairs_per_distance(adjacency: csr_array, sources: Ints | None = None) -> dict[int, int]:
    """Return distance → ordered pairs from a source to another node, by rising distance."""
    found: dict[int, int] = {}
    for distance, _, counts in distance_counts(adjacency, sources):
        found[distance] = found.get(distance, 0) + int(counts.sum())
    return dict(sorted(found.items()))


def inverse_sum(adjacency: csr_array, sources: Ints | None = None) -> float:
    """Return the sum of 1/d over the ordered pairs from a source to another node it reaches."""
    found = pairs_per_distance(adjacency, sources)
    return sum(count / distance for distance, count in found.items())


def inverse_distances(graph: nx.Graph, weight: str | None = None) -> NDArray[np.float64]:
    """Return 1/d for every ordered pair, 0 where there is no path and on the diagonal.

    ``weight`` names the strength of a link, and its length is then 1/strength. For graphs of a few
    thousand nodes at most: the result has n² numbers.
    """
    links = matrix(graph, weight)
    links.data = 1 / links.data
    lengths = shortest_path(links, directed=True, unweighted=weight is None)
    with np.errstate(divide="ignore"):
        found: NDArray[np.float64] = np.where(lengths > 0, 1 / lengths, 0.0)
    return found


def fragmented(graph: nx.Graph, sets: Ints, distance: bool) -> NDArray[np.float64]:
    """Return F or dF without each of many sets, for at most 64 nodes.

    For every set and node one word holds whom the node reaches: a search from all nodes of all the
    networks at once.
    """
    n = len(graph)
    left = np.ones((len(sets), n), bool)
    left[np.arange(len(sets))[:, None], sets] = False
    own = np.uint64(1) << np.arange(n).astype(np.uint64)
    reached = np.where(left, own, np.uint64(0))
    size = n - sets.shape[1]
    total = np.zeros(len(sets))
    count = bits(reached).sum(axis=1)
    step = 0
    while True:
        step += 1
        onward = reached.copy()
        for node in graph:
            for other in graph[node]:
                onward[:, node] |= reached[:, other]
        reached = np.where(left, onward, np.uint64(0))
        more = bits(reached).sum(axis=1)
        if (more == count).all():
            break
        total += (more - count) / (step if distance else 1)
        count = more
    found: NDArray[np.float64] = 1 - total / (size * (size - 1))
    return found


def rows_from(adjacency: csr_array, sources: Ints) -> NDArray[np.float64]:
    """Return 1/d from every source (row) to every node; 0 where there is no path and to itself."""
    found = np.zeros((len(sources), adjacency.shape[0]))
    for start in range(0, len(sources), AT_ONCE):
        part = sources[start : start + AT_ONCE]
        for distance, nodes, new in levels(adjacency, part):
            unpacked = np.unpackbits(new.view(np.uint8), axis=1, bitorder="little")
            reached = unpacked[:, : len(part)].astype(bool)
            at, source = np.nonzero(reached)
            found[start + source, nodes[at]] = 1 / distance
    return found


def sample(n: int, k: int, seed: int) -> Ints:
    """Return k of n nodes drawn at random, sorted; all if there are no more."""
    chosen: Any = np.random.default_rng(seed).choice(n, min(k, n), replace=False)
    return np.sort(chosen)
