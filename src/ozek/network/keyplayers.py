"""Key players: whom a network cannot lose, and from whom it is reached best."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ozek.errors import UsageError
from ozek.network.betweenness import by_betweenness
from ozek.network.distances import (
    fragmented,
    inverse_distances,
    inverse_sum,
    matrix,
    pair_counter,
    rows_from,
    sample,
)
from ozek.network.notes import note
from ozek.network.ready import SEED, Ready, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table

Method = Literal["exhaustive", "greedy"]

SMALL = 60
"""Up to this many nodes, and three players, every set is tried."""
POOL = 40
"""Candidates of the search in larger networks: so many by degree and so many by betweenness."""
STARTS = 5
"""Starts of that search: the greedy one and random ones."""

Value = Callable[[Sequence[int]], float]


@dataclass(frozen=True, kw_only=True)
class KeyPlayers(Result):
    """A set of key players.

    Attributes:
        players: the set, in the order of their nodes.
        criterion: "F" or "dF" (fragmentation without them), or "R" (reach from them).
        value: of the criterion for the set; None where no set can be formed.
        before: F or dF of the whole network; None for R.
        within: share of the nodes that are players or at most 1, at most 2 steps from one.
        method: "exhaustive" (every set was tried) or "greedy" (a search with swaps).
        equal: other sets that are exactly as good, where every set was tried.
        seed: of the search.
    """

    players: tuple[Any, ...]
    criterion: Literal["F", "dF", "R"]
    value: float | None
    before: float | None
    within: tuple[float, float]
    method: Method
    equal: int
    seed: int

    def table(self) -> Table:
        """Return one row per player; what holds for the set stands in each."""
        columns = {
            "player": ("Негізгі ойыншы", "Ключевой участник", "Key player"),
            "criterion": ("Өлшем", "Критерий", "Criterion"),
            "before": ("Бұрын", "Прежде", "Before"),
            "value": ("Мәні", "Значение", "Value"),
            "within_1": ("1 қадамда", "В 1 шаге", "Within 1 step"),
            "within_2": ("2 қадамда", "В 2 шагах", "Within 2 steps"),
            "method": ("Әдіс", "Метод", "Method"),
        }
        rest = (self.criterion, self.before, self.value, *self.within, self.method)
        return rows_table("key-players", columns, ((player, *rest) for player in self.players))


def key_players_remove(
    graph: nx.Graph, k: int = 3, *, distance: bool = False, seed: int = SEED
) -> KeyPlayers:
    """Return the k nodes without which the network is most fragmented (KPP-NEG).

    Formula: the set S of k nodes with the largest F(G - S), or dF(G - S) with ``distance``; F
    and dF as in ``resilience.dependence``.
    Range: 0 … 1.
    Reference: S. Borgatti, Identifying sets of key players in a social network, Computational and
    Mathematical Organization Theory 12 (2006) 21-34.
    Caution: the best set is rarely the k best single nodes. Up to 60 nodes and k = 3 every set is
    tried; otherwise a greedy search with swaps runs, and the result says so.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        k: how many.
        distance: whether to go by distances, for networks that stay connected.
        seed: of the search.

    Raises:
        UsageError: k is below 1.
    """
    given = ready(graph, "undirected")
    n, links = len(given.names), matrix(given.graph)
    warnings: list[str] = []
    sources = None
    if distance and n > 10 * SMALL:
        sources = sample(n, 64, seed)
        warnings.append(note("sampled_distances", k=64, n=n, seed=seed))
    pairs = pair_counter(links)

    def value(players: Sequence[int]) -> float:
        left = np.ones(n, bool)
        left[list(players)] = False
        size = n - len(players)
        if not distance:
            return 1 - pairs(left) / (size * (size - 1))
        part = links[left][:, left]
        kept = None if sources is None else (np.cumsum(left) - 1)[sources[left[sources]]]
        count = size if kept is None else len(kept)
        return 1 - inverse_sum(part, kept) / (count * (size - 1)) if count else 0.0

    def all_values(sets: NDArray[np.int64]) -> NDArray[np.float64]:
        return fragmented(given.graph, sets, distance)

    _check(k)
    before = value(()) if n > 1 else None
    found = _best(given, k, value, all_values, 2, seed) if n - k >= 2 else None
    return _made(given, found, "dF" if distance else "F", before, seed, warnings)


def key_players_reach(graph: nx.Graph, k: int = 3, *, seed: int = SEED) -> KeyPlayers:
    """Return the k nodes from which the others are reached best (KPP-POS).

    Formula: the set S of k nodes with the largest R(S) = Σ_j 1/d(S, j) / n, d the distance from the
    nearest of S; members of S count 1.
    Range: k/n … 1 (everybody is a neighbour of one of them).
    Reference: S. Borgatti, Computational and Mathematical Organization Theory 12 (2006) 21-34.
    Caution: whoever is not recorded as linked cannot be reached. Other programs leave the members
    out of the sum. For the search see ``key_players_remove``.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        k: how many.
        seed: of the search.

    Raises:
        UsageError: k is below 1.
    """
    _check(k)
    given = ready(graph, "undirected")
    n, links = len(given.names), matrix(given.graph)
    candidates = _candidates(given.graph, k)
    near = rows_from(links, np.array(candidates, int)) if n else np.zeros((0, 0))
    near[np.arange(len(candidates)), candidates] = 1
    row = {node: at for at, node in enumerate(candidates)}

    def value(players: Sequence[int]) -> float:
        return float(near[[row[node] for node in players]].max(axis=0).sum() / n)

    def all_values(sets: NDArray[np.int64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = near[sets].max(axis=1).sum(axis=1) / n
        return found

    found = _best(given, k, value, all_values, 0, seed, candidates) if n >= k else None
    return _made(given, found, "R", None, seed, [])


def reach(graph: nx.Graph, actors: Collection[Any], *, weight: str | None = None) -> float | None:
    """Return R(S) of a given set, see ``key_players_reach``; None on the empty network.

    Directions of an arrow graph are followed, away from the set. Raises UsageError for an actor
    that is no node.

    ``weight`` names the strength of a link; its length is then 1/strength, and 1/d is divided by
    the largest 1/d of the network. With it members of the set are left out of the sum and of n, as
    in the R package keyplayer.
    """
    given = ready(graph)
    chosen = given.numbers(actors)
    n = len(given.names)
    if not n or not chosen:
        return None
    if weight is None:
        near = rows_from(matrix(given.graph), np.array(chosen))
        near[np.arange(len(chosen)), chosen] = 1
        return float(near.max(axis=0).sum() / n)
    for u, v, data in given.graph.edges(data=True):
        data["weight"] = graph.edges[given.names[u], given.names[v]][weight]
    inverse = inverse_distances(given.graph, "weight")
    others = np.setdiff1d(np.arange(n), chosen)
    largest = inverse.max(initial=0.0)
    if not len(others) or not largest:
        return None
    return float(inverse[chosen][:, others].max(axis=0).sum() / largest / len(others))


def _check(k: int) -> None:
    if k < 1:
        raise UsageError("key players: at least one has to be asked for")


Found = tuple[tuple[int, ...], float | None, Method, int, list[str]]


def _best(
    given: Ready,
    k: int,
    value: Value,
    all_values: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    spare: int,
    seed: int,
    candidates: list[int] | None = None,
) -> Found:
    """Try every set if there are few, search otherwise."""
    n = len(given.names)
    if n <= SMALL and comb(n, k) <= comb(SMALL, 3):
        sets = list(_chunks(combinations(range(n), k), 4096))
        values = np.concatenate([all_values(part) for part in sets]).round(12)
        at = int(values.argmax())
        equal = int((values == values[at]).sum()) - 1
        players = tuple(int(node) for node in np.concatenate(sets)[at])
        return players, value(players), "exhaustive", equal, []
    pool = candidates or _candidates(given.graph, k)
    rng = np.random.default_rng(seed)
    known: dict[tuple[int, ...], float] = {}

    def cached(players: Iterable[int]) -> float:
        key = tuple(sorted(players))
        if key not in known:
            known[key] = value(key)
        return known[key]

    best = _swapped(_greedy(pool, k, cached), pool, cached)
    starts = STARTS if n <= 10 * SMALL else 1
    for _ in range(starts - 1):
        start = [pool[at] for at in rng.choice(len(pool), min(k, len(pool)), replace=False)]
        best = max(best, _swapped(start, pool, cached), key=lambda one: round(cached(one), 12))
    warnings: list[str] = [note("greedy", starts=starts, seed=seed)]
    if len(pool) < n:
        warnings.append(note("pool", count=len(pool)))
    return tuple(sorted(best)), cached(best), "greedy", 0, warnings


def _candidates(graph: nx.Graph, k: int) -> list[int]:
    """Return all nodes of a small network, else those of highest degree and betweenness."""
    n = len(graph)
    if n <= 2 * POOL:
        return list(range(n))
    size = max(POOL, k)
    by_degree = sorted(graph, key=lambda node: (-graph.degree[node], node))[:size]
    by_paths = by_betweenness(graph, exact=False, k=128)[0][:size]
    return sorted({*by_degree, *by_paths})


def _greedy(pool: list[int], k: int, value: Callable[[Iterable[int]], float]) -> list[int]:
    chosen: list[int] = []
    for _ in range(min(k, len(pool))):
        rest = [node for node in pool if node not in chosen]
        chosen.append(max(rest, key=lambda node: round(value([*chosen, node]), 12)))
    return chosen


def _swapped(
    chosen: list[int], pool: list[int], value: Callable[[Iterable[int]], float]
) -> list[int]:
    """Exchange one member for another as long as that is better."""
    current, moved = list(chosen), True
    while moved:
        moved = False
        for at in range(len(current)):
            for node in pool:
                other = [*current[:at], node, *current[at + 1 :]]
                if node not in current and value(other) > value(current) + 1e-12:
                    current, moved = other, True
    return current


def _chunks(sets: Iterator[tuple[int, ...]], size: int) -> Iterator[NDArray[np.int64]]:
    while part := list(islice(sets, size)):
        yield np.array(part, np.int64)


def _within(given: Ready, players: Sequence[int]) -> tuple[float, float]:
    """Return the share of nodes at most one and at most two steps from the players."""
    first = set(players).union(*(given.graph[node] for node in players))
    second = first.union(*(given.graph[node] for node in first))
    return len(first) / len(given.names), len(second) / len(given.names)


def _made(
    given: Ready,
    found: Found | None,
    criterion: Literal["F", "dF", "R"],
    before: float | None,
    seed: int,
    warnings: list[str],
) -> KeyPlayers:
    if found is None:
        found = ((), None, "exhaustive", 0, [note("too_few")])
    players, value, method, equal, more = found
    warnings = [*warnings, *more, *([note("equal_sets", count=equal)] if equal else [])]
    return KeyPlayers(
        players=tuple(given.names[node] for node in players),
        criterion=criterion,
        value=value,
        before=before,
        within=_within(given, players) if players else (0.0, 0.0),
        method=method,
        equal=equal,
        seed=seed,
        **given.about(*warnings),
    )
