"""What breaks when actors leave: fragmentation without them, dependence, the removal curve."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ozek.network.betweenness import by_betweenness
from ozek.network.distances import (
    EXACT_DISTANCES,
    SOURCES,
    WORD,
    Bools,
    component_labels,
    fragmented,
    inverse_distances,
    inverse_sum,
    matrix,
    pair_counter,
    sample,
)
from ozek.network.notes import note
from ozek.network.ready import SEED, Result, ready, rows_table

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ozek.results import Table

SMALL = 300
"""Up to this many nodes a baseline by distance has as many draws as the others."""

DRAW_SOURCES = 128
"""From how many nodes distances are taken in the draws of a larger network."""


@dataclass(frozen=True)
class Baseline:
    """The same number of actors removed at random.

    Attributes:
        mean, low, high: mean, 5th and 95th percentile of the draws.
        percentile: share of the draws that are no greater than what was observed, 0 … 100.
        draws: how many.
    """

    mean: float
    low: float
    high: float
    percentile: float
    draws: int


@dataclass(frozen=True, kw_only=True)
class Dependence(Result):
    """What the network loses when a set of actors leaves.

    Attributes:
        actors: the set.
        value: D, share of the connected pairs of survivors that lose each other; None where no
            two survivors were connected before.
        lost: that number of pairs, unordered.
        fragmentation: F before and without the actors; None below two nodes.
        distance: dF before and without the actors.
        parts: how many parts the survivors are in, before (as parts of the whole) and after.
        baseline: "dependence", "fragmentation" and "distance_fragmentation" → what random removals
            give; empty without draws.
        seed: of the random numbers.
    """

    actors: tuple[Any, ...]
    value: float | None
    lost: int
    fragmentation: tuple[float | None, float | None]
    distance: tuple[float | None, float | None]
    parts: tuple[int, int]
    baseline: dict[str, Baseline]
    seed: int

    def table(self) -> Table:
        """Return D, F and dF: before, without the actors, and what random removals give."""
        columns = {
            "measure": ("Көрсеткіш", "Показатель", "Measure"),
            "before": ("Бұрын", "Прежде", "Before"),
            "without": ("Оларсыз", "Без них", "Without"),
            "random_mean": ("Кездейсоқ: орташа", "Случайно: среднее", "Random: mean"),
            "random_5": ("Кездейсоқ: 5 %", "Случайно: 5 %", "Random: 5 %"),
            "random_95": ("Кездейсоқ: 95 %", "Случайно: 95 %", "Random: 95 %"),
            "percentile": ("Процентиль", "Процентиль", "Percentile"),
        }
        rows = []
        for name, pair in (
            ("dependence", (None, self.value)),
            ("fragmentation", self.fragmentation),
            ("distance_fragmentation", self.distance),
        ):
            base = self.baseline.get(name)
            drawn = (base.mean, base.low, base.high, base.percentile) if base else (None,) * 4
            rows.append((name, *pair, *drawn))
        return rows_table("dependence", columns, rows)


@dataclass(frozen=True)
class Step:
    """Share of the pairs still connected after ``removed`` actors are gone."""

    removed: int
    betweenness: float
    chosen: float | None
    random_mean: float
    random_5: float
    random_95: float


@dataclass(frozen=True, kw_only=True)
class RemovalCurve(Result):
    """Connected pairs (as a share of all pairs of the whole network) as actors leave.

    Attributes:
        steps: from none removed on.
        order: the actors in the order of betweenness, as far as they were removed.
        draws, seed: random orders behind the band, and their seed.
    """

    steps: tuple[Step, ...]
    order: tuple[Any, ...]
    draws: int
    seed: int

    def table(self) -> Table:
        """Return one row per step."""
        columns = {
            "removed": ("Кеткендер", "Удалено", "Removed"),
            "betweenness": ("Аралықтағы орын бойынша", "По посредничеству", "By betweenness"),
            "chosen": ("Таңдалған жиын", "Выбранный набор", "Chosen set"),
            "random_mean": ("Кездейсоқ: орташа", "Случайно: среднее", "Random: mean"),
            "random_5": ("Кездейсоқ: 5 %", "Случайно: 5 %", "Random: 5 %"),
            "random_95": ("Кездейсоқ: 95 %", "Случайно: 95 %", "Random: 95 %"),
        }
        fields = tuple(columns)
        return rows_table(
            "removal-curve", columns, ([getattr(s, f) for f in fields] for s in self.steps)
        )


def dependence(
    graph: nx.Graph, actors: Collection[Any], *, draws: int = 1000, seed: int = SEED
) -> Dependence:
    """Return what a network loses without a set of actors, beside random removals of as many.

    Formula: D(S) = 1 - P(G - S) / P0, P the connected pairs of survivors without S and P0 the pairs
    of the same survivors connected before; F = 1 - Σ s(s-1) / (n(n-1)) over components of size s;
    dF = 1 - Σ (1/d) / (n(n-1)).
    Range: 0 (nothing is lost) … 1.
    Reference: F and dF: S. Borgatti, Computational and Mathematical Organization Theory 12 (2006)
    21-34. D is the toolkit's own: unlike "the largest component shrinks" it does not count the
    pairs of the actors that left.
    Caution: F and D stay 0 in dense networks, where dF tells more. Without the baseline no value
    says anything: any actor's leaving breaks something in a sparse network.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        actors: the nodes that leave.
        draws: random sets to compare with; 0 for none.
        seed: of the random numbers.

    Raises:
        UsageError: an actor that is no node.
    """
    given = ready(graph, "undirected")
    gone = given.numbers(actors)
    n, links = len(given.names), matrix(given.graph)
    pairs, labels = pair_counter(links), component_labels(links)(np.ones(n, bool))
    rng = np.random.default_rng(seed)

    def mask(removed: Any) -> Bools:
        left = np.ones(n, bool)
        left[removed] = False
        return left

    def lost(left: Bools) -> tuple[int, int]:
        sizes = np.bincount(labels[left]) if left.any() else np.zeros(1, int)
        return int((sizes * (sizes - 1)).sum()), pairs(left)

    every, left = mask([]), mask(gone)
    before, after = lost(left)
    warnings = []
    sources = None
    if n > EXACT_DISTANCES:
        sources = sample(n, SOURCES, seed)
        warnings.append(note("sampled_distances", k=SOURCES, n=n, seed=seed))
    fragmentation = (_share(pairs(every), n), _share(after, n - len(gone)))
    distance = (_distance(links, every, sources), _distance(links, left, sources))
    baseline: dict[str, Baseline] = {}
    if draws and gone and len(gone) < n:
        chosen = [rng.choice(n, len(gone), replace=False) for _ in range(draws)]
        sets = [mask(one) for one in chosen]
        drawn = [lost(one) for one in sets]
        found = {
            "dependence": (_lost(before, after), [_lost(b, a) for b, a in drawn]),
            "fragmentation": (fragmentation[1], [_share(a, n - len(gone)) for _, a in drawn]),
        }
        if n > SMALL:
            sets = sets[: max(20, draws // 20)]
            sources = sample(n, DRAW_SOURCES, seed)
            warnings.append(note("few_draws", draws=len(sets), k=DRAW_SOURCES, n=n))
        observed = _distance(links, left, sources) if n > SMALL else distance[1]
        if n <= WORD and n - len(gone) > 1:
            graded = fragmented(given.graph, np.array(chosen), distance=True).tolist()
        else:
            graded = [_distance(links, one, sources) for one in sets]
        found["distance_fragmentation"] = (observed, graded)
        baseline = {
            name: made for name, pair in found.items() if (made := _baseline(*pair)) is not None
        }
    return Dependence(
        actors=tuple(given.names[node] for node in gone),
        value=_lost(before, after),
        lost=(before - after) // 2,
        fragmentation=fragmentation,
        distance=distance,
        parts=(len(np.unique(labels[left])), len(np.unique(component_labels(links)(left)[left]))),
        baseline=baseline,
        seed=seed,
        **given.about(*warnings),
    )


def fragmentation_without(
    graph: nx.Graph,
    actors: Collection[Any] = (),
    *,
    distance: bool = False,
    weight: str | None = None,
) -> float | None:
    """Return F, or dF, of what is left without some actors; None below two nodes left.

    Formula, reference: see ``dependence``. With directions and ``distance`` the distances follow
    them. ``weight`` names the strength of a link, 1/strength is its length, and 1/d is then divided
    by the largest 1/d of the whole network, as in the R package keyplayer (W. An and Y.-H. Liu, The
    R Journal 8 (2016) 257-268).
    Raises UsageError for an actor that is no node.
    """
    given = ready(graph, "paths" if distance else "undirected")
    if weight:
        for u, v, data in given.graph.edges(data=True):
            data["weight"] = graph.edges[given.names[u], given.names[v]][weight]
    left = np.ones(len(given.names), bool)
    left[given.numbers(actors)] = False
    links = matrix(given.graph)
    if not distance:
        return _share(pair_counter(links)(left), int(left.sum()))
    if not weight:
        return _distance(links, left, None)
    n = int(left.sum())
    largest = float(inverse_distances(given.graph, "weight").max(initial=0.0))
    rest = nx.convert_node_labels_to_integers(given.graph.subgraph(np.flatnonzero(left).tolist()))
    if n < 2 or not largest:
        return None if n < 2 else 1.0
    return 1 - float(inverse_distances(rest, "weight").sum()) / largest / (n * (n - 1))


def removal_curve(
    graph: nx.Graph,
    *,
    actors: Collection[Any] = (),
    steps: int = 20,
    draws: int = 200,
    seed: int = SEED,
) -> RemovalCurve:
    """Return how the connected pairs shrink as actors leave, the most between ones first.

    Formula: P(G - S_k) / (n(n-1)), P the connected ordered pairs and S_k the first k actors by
    betweenness (of the whole network, not computed anew), of ``actors``, or at random (mean and
    5 to 95 % of the draws).
    Range: 1 (all connected) … 0.
    Reference: R. Albert, H. Jeong and A.-L. Barabási, Error and attack tolerance of complex
    networks, Nature 406 (2000) 378-382.
    Caution: actors that leave rarely leave alone, and others take their place.

    Args:
        graph: from ``project``, or any networkx graph; directions are not used.
        actors: a set to remove one by one, in the order of their betweenness.
        steps: how many actors to remove at most.
        draws: random orders; on more than 2,000 nodes an eighth of them.
        seed: of the random numbers.
    """
    given = ready(graph, "undirected")
    n = len(given.names)
    ranked, warnings = by_betweenness(given.graph)
    wanted = set(given.numbers(actors))
    chosen = [node for node in ranked if node in wanted]
    pairs = pair_counter(matrix(given.graph))
    orders = draws if n <= 2000 else max(20, draws // 8)
    rng = np.random.default_rng(seed)
    random = [rng.permutation(n)[:steps] for _ in range(orders)]

    def share(order: Any) -> float:
        left = np.ones(n, bool)
        left[order] = False
        return pairs(left) / (n * (n - 1))

    found = []
    for k in range(min(steps, n) + 1) if n > 1 else ():
        drawn = np.array([share(order[:k]) for order in random] if k else [share([])])
        low, high = np.percentile(drawn, [5, 95])
        found.append(
            Step(
                removed=k,
                betweenness=share(ranked[:k]),
                chosen=share(chosen[:k]) if chosen and k <= len(chosen) else None,
                random_mean=float(drawn.mean()),
                random_5=float(low),
                random_95=float(high),
            )
        )
    return RemovalCurve(
        steps=tuple(found),
        order=tuple(given.names[node] for node in ranked[: min(steps, n)]),
        draws=orders,
        seed=seed,
        **given.about(*warnings),
    )


def _share(pairs: int, n: int) -> float | None:
    return 1 - pairs / (n * (n - 1)) if n > 1 else None


def _lost(before: int, after: int) -> float | None:
    return 1 - after / before if before else None


def _distance(links: csr_array, left: Bools, sources: Any) -> float | None:
    """Return dF among the nodes left, from all of them or from those of a sample."""
    n = int(left.sum())
    if n < 2:
        return None
    part = links[left][:, left] if n < len(left) else links
    if sources is None:
        return 1 - inverse_sum(part) / (n * (n - 1))
    kept = (np.cumsum(left) - 1)[sources[left[sources]]]
    return 1 - inverse_sum(part, kept) / (len(kept) * (n - 1)) if len(kept) else None


def _baseline(observed: float | None, drawn: list[float | None]) -> Baseline | None:
    known = np.array([value for value in drawn if value is not None])
    if observed is None or not len(known):
        return None
    low, high = np.percentile(known, [5, 95])
    below = float((known <= observed + 1e-12).mean())
    return Baseline(float(known.mean()), float(low), float(high), 100 * below, len(known))
