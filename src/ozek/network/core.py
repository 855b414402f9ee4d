"""Core and periphery: is there a nucleus, and who is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ozek.network.distances import matrix
from ozek.network.measures import Values, register
from ozek.network.notes import note
from ozek.network.ready import SEED, NotApplicable, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table

SMALL = 12
"""Up to this many nodes every core is tried."""
MEDIUM = 1000
"""Up to this many nodes the search has RESTARTS random starts, above a fiftieth of them."""
LARGE = 20_000
"""Above this many nodes it starts only from the nodes of highest degree."""
RESTARTS = 50

Cross = Literal["dense", "ignored"]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class CorePeriphery(Result):
    """The best core found and how well it fits.

    Attributes:
        value: the fit, a correlation; None where no division has one.
        core: the nodes of the core, most links first.
        cross: whether links between core and periphery are expected ("dense") or left out of the
            fit ("ignored").
        method: "exhaustive" (every core was tried) or "search".
        seed: of the search.
        degrees: node → links, core first: the order of a blocked matrix.
    """

    value: float | None
    core: tuple[Any, ...]
    cross: Cross
    method: Literal["exhaustive", "search"]
    seed: int
    degrees: dict[Any, int]

    def table(self) -> Table:
        """Return one row per node, the core first, with the fit in every row."""
        columns = {
            "node": ("Түйін", "Узел", "Node"),
            "core": ("Өзекте", "В ядре", "In the core"),
            "degree": ("Көршілер саны", "Число соседей", "Degree"),
            "fit": ("Сәйкестік", "Согласие", "Fit"),
        }
        inside = set(self.core)
        rows = ((v, v in inside, degree, self.value) for v, degree in self.degrees.items())
        return rows_table("core-periphery", columns, rows)


def core_periphery(
    graph: nx.Graph, *, cross: Cross = "dense", restarts: int = RESTARTS, seed: int = SEED
) -> CorePeriphery:
    """Return the core that fits best, by the discrete model of Borgatti and Everett.

    Formula: the core that maximises the correlation, over all pairs of nodes, of "linked" with "at
    least one of the two is in the core"; with cross="ignored" over the pairs inside core and inside
    periphery only, of "linked" with "both are in the core".
    Range: fit -1 … 1 (an ideal core and periphery).
    Reference: S. Borgatti and M. Everett, Models of core/periphery structures, Social Networks 21
    (2000) 375-395.
    Caution: there is always a best core; below a fit of about 0.5 do not speak of one. Up to 12
    nodes all are tried, above it is a search: first by degree, then from random cores.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        cross: what is expected between core and periphery.
        restarts: random starts, on more than 1,000 nodes a fiftieth of them, above 20,000 none.
        seed: of the random starts.
    """
    given = ready(graph, "undirected")
    n = len(given.names)
    found = _exhaustive(given.graph, cross) if n <= SMALL else None
    warnings = []
    if n > SMALL:
        starts = restarts if n <= MEDIUM else restarts // 50 if n <= LARGE else 0
        found = _searched(given.graph, cross, starts, seed)
        warnings.append(note("local_search", starts=starts + 1, seed=seed))
    fit, core = found if found is not None else (None, np.zeros(n, bool))
    if fit is not None and fit < 0.5:
        warnings.append(note("weak_core"))
    order = sorted(given.graph, key=lambda v: (not core[v], -given.graph.degree[v], v))
    return CorePeriphery(
        value=fit,
        core=tuple(given.names[v] for v in order if core[v]),
        cross=cross,
        method="exhaustive" if n <= SMALL else "search",
        seed=seed,
        degrees={given.names[v]: given.graph.degree[v] for v in order},
        **given.about(*warnings),
    )


def core_fit(graph: nx.Graph, core: Collection[Any], *, cross: Cross = "dense") -> float | None:
    """Return the fit of a given core, see ``core_periphery``; None where it is not defined.

    Raises UsageError for a member that is no node.
    """
    given = ready(graph, "undirected")
    mask = np.zeros(len(given.names), bool)
    mask[given.numbers(core)] = True
    inside = sum(bool(mask[u] and mask[v]) for u, v in given.graph.edges())
    outside = sum(not (mask[u] or mask[v]) for u, v in given.graph.edges())
    fit = _fit(
        len(mask), given.graph.number_of_edges(), _one(mask.sum()), _one(inside), _one(outside),
        cross,
    )[0]  # fmt: skip
    return float(fit) if np.isfinite(fit) else None


def lip_core(graph: nx.Graph) -> tuple[tuple[Any, ...], int]:
    """Return the core that is best by Lip's criterion, and its cost; exact at any size.

    Formula: with nodes by falling degree, the first k that minimise k(k-1)/2 - Σ of their degrees
    (missing links in the core plus links in the periphery, less a constant); the smallest k.
    Reference: S. Z. W. Lip, A fast algorithm for the discrete core/periphery bipartitioning
    problem, arXiv:1102.5511 (2011).
    """
    given = ready(graph, "undirected")
    order = sorted(given.graph, key=lambda v: (-given.graph.degree[v], v))
    best, cost, total = 0, 0, 0
    for k, v in enumerate(order, 1):
        total += given.graph.degree[v]
        if k * (k - 1) // 2 - total < cost:
            best, cost = k, k * (k - 1) // 2 - total
    return tuple(given.names[v] for v in order[:best]), cost


@register("node", "undirected", whole="core_fit", kk="Өзекте", ru="В ядре", en="In the core")
def core(graph: nx.Graph) -> Values:
    """Whether the node is in the core that fits best. The value of the whole graph is the fit.

    Formula: see ``core.core_periphery``: the core that maximises the correlation of "linked" with
    "one of the two is in the core".
    Range: true or false; fit -1 … 1; not applicable where every pair is linked, or none.
    Reference: S. Borgatti and M. Everett, Social Networks 21 (2000) 375-395.
    Caution: there is always a best core; below a fit of about 0.5 do not speak of one.
    """
    found = core_periphery(graph)
    if found.value is None:
        raise NotApplicable("no division into core and periphery has a fit")
    inside = set(found.core)
    return Values({v: v in inside for v in graph}, found.value, found.warnings)


def _one(value: Any) -> Floats:
    return np.array([value], float)


def _fit(n: int, m: int, k: Floats, inside: Floats, outside: Floats, cross: Cross) -> Floats:
    """Return the correlation for cores of k nodes with so many links inside and outside of it.

    Two 0/1 vectors correlate by their numbers of ones alone, so no matrix is needed.
    """
    rest = n - k
    if cross == "dense":
        total = np.full(k.shape, n * (n - 1) / 2)
        links, ones, both = np.full(k.shape, float(m)), total - rest * (rest - 1) / 2, m - outside
    else:
        ones, both = k * (k - 1) / 2, inside
        total, links = ones + rest * (rest - 1) / 2, inside + outside
    spread = links * (total - links) * ones * (total - ones)
    found = np.full(k.shape, -np.inf)
    known = spread > 0
    found[known] = (total * both - links * ones)[known] / np.sqrt(spread[known])
    return found


def _exhaustive(graph: nx.Graph, cross: Cross) -> tuple[float, Mask] | None:
    n = len(graph)
    masks = (np.arange(1, 2**n - 1)[:, None] >> np.arange(n) & 1).astype(bool)
    if not len(masks):
        return None
    inside, outside = np.zeros(len(masks)), np.zeros(len(masks))
    for u, v in graph.edges():
        inside += masks[:, u] & masks[:, v]
        outside += ~(masks[:, u] | masks[:, v])
    sizes = masks.sum(1).astype(float)
    fits = _fit(n, graph.number_of_edges(), sizes, inside, outside, cross).round(12)
    best = int(np.lexsort((np.arange(len(fits)), sizes, -fits))[0])
    return (float(fits[best]), masks[best]) if np.isfinite(fits[best]) else None


def _searched(graph: nx.Graph, cross: Cross, starts: int, seed: int) -> tuple[float, Mask] | None:
    n = len(graph)
    links = matrix(graph)
    rng = np.random.default_rng(seed)
    firsts = [_by_degree(graph, links, cross)]
    for _ in range(starts):
        size = int(rng.integers(1, max(2, n // 2 if n <= MEDIUM else n // 20)))
        mask = np.zeros(n, bool)
        mask[rng.choice(n, size, replace=False)] = True
        firsts.append(mask)
    fits, cores = _climbed(graph.number_of_edges(), links, np.array(firsts), cross)
    best = int(np.lexsort((cores.sum(1), -fits.round(12)))[0])
    return (float(fits[best]), cores[best]) if np.isfinite(fits[best]) else None


def _by_degree(graph: nx.Graph, links: Any, cross: Cross) -> Mask:
    """Return the best of the cores that are the first nodes by degree."""
    n = len(graph)
    degrees = np.diff(links.indptr)
    order = np.lexsort((np.arange(n), -degrees))
    place = np.empty(n, int)
    place[order] = np.arange(n)
    ends = np.array(list(graph.edges()), int).reshape(-1, 2)
    later = place[ends].max(axis=1)
    earlier = place[ends].min(axis=1)
    k = np.arange(1, n)
    inside = np.cumsum(np.bincount(later, minlength=n))[: n - 1].astype(float)
    outside = len(ends) - np.cumsum(np.bincount(earlier, minlength=n))[: n - 1].astype(float)
    fits = _fit(n, len(ends), k.astype(float), inside, outside, cross)
    found: Mask = place < k[int(fits.argmax())]
    return found


def _climbed(m: int, links: Any, starts: Mask, cross: Cross) -> tuple[Floats, Mask]:
    """From each start (a row) move the one node that helps most, as long as one does.

    All rows take their steps together, which is many times as fast as one after the other.
    """
    cores, n = starts.copy(), starts.shape[1]
    degrees = np.diff(links.indptr).astype(float)
    near = np.ascontiguousarray((links @ cores.T.astype(float)).T)  # neighbours in the core
    inside = (near * cores).sum(1, keepdims=True) / 2
    outside = ((degrees - near) * ~cores).sum(1, keepdims=True) / 2
    sizes = cores.sum(1, keepdims=True).astype(float)
    fits = _fit(n, m, sizes, inside, outside, cross)
    going = np.arange(len(cores))
    while len(going):
        sign = np.where(cores[going], -1.0, 1.0)
        new_inside = inside[going] + sign * near[going]
        new_outside = outside[going] - sign * (degrees - near[going])
        size = sizes[going] + sign
        found = _fit(n, m, size, new_inside, new_outside, cross)
        found[(size < 1) | (size >= n)] = -np.inf
        best = found.argmax(1)
        rows = np.arange(len(going))
        better = found[rows, best] > fits[going, 0] + 1e-12
        going, rows, best = going[better], rows[better], best[better]
        fits[going, 0] = found[rows, best]
        inside[going, 0], outside[going, 0] = new_inside[rows, best], new_outside[rows, best]
        sizes[going, 0] = size[rows, best]
        cores[going, best] = ~cores[going, best]
        for row, moved in zip(going.tolist(), best.tolist(), strict=True):
            around = links.indices[links.indptr[moved] : links.indptr[moved + 1]]
            near[row, around] += 1 if cores[row, moved] else -1
    return fits[:, 0], cores
