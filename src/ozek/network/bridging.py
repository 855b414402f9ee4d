"""Who bridges two kinds of actor, and which actors they join."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import networkx as nx

from ozek.errors import UsageError
from ozek.network.brokerage import Neighbours, chance, neighbours
from ozek.network.ready import SECTORS, By, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table


@dataclass(frozen=True)
class Bridge:
    """One node between two kinds.

    Attributes:
        node: who.
        kind: its own kind, None if it has none.
        count: pairs that only this kind of way joins: a and b of the two kinds, both linked to the
            node, not to each other.
        expected: the same under random links of the same density.
        pairs: the first of the pairs, (a, b).
    """

    node: Any
    kind: str | None
    count: int
    expected: float
    pairs: tuple[tuple[Any, Any], ...]

    @property
    def ratio(self) -> float | None:
        """Count by its expectation; None where nothing is to be expected."""
        return self.count / self.expected if self.expected else None


@dataclass(frozen=True, kw_only=True)
class Bridging(Result):
    """Who bridges two kinds, most pairs first; ``value`` is how many nodes do."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    sizes: tuple[int, int]
    links: int
    bridges: tuple[Bridge, ...]

    @property
    def value(self) -> int:
        """Number of nodes that bridge the two kinds."""
        return len(self.bridges)

    def triples(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield (a, v, b) of every pair shown."""
        for bridge in self.bridges:
            yield from ((a, bridge.node, b) for a, b in bridge.pairs)

    def table(self) -> Table:
        """Return one row per bridge: node, kind, number of pairs, expectation, ratio."""
        columns = {
            "node": ("Түйін", "Узел", "Node"),
            "kind": ("Түрі", "Вид", "Kind"),
            "pairs": ("Жұптар", "Пары", "Pairs"),
            "expected": ("Күтілетін", "Ожидалось", "Expected"),
            "ratio": ("Қатынасы", "Отношение", "Ratio"),
        }
        rows = ((b.node, b.kind, b.count, float(b.expected), b.ratio) for b in self.bridges)
        return rows_table("bridges", columns, rows)

    def pairs_table(self) -> Table:
        """Return one row per triple: the node of one kind, the bridge, the node of the other."""
        columns = {
            "first": ("Бірінші", "Первый", "First"),
            "through": ("Арқылы", "Через", "Through"),
            "second": ("Екінші", "Второй", "Second"),
        }
        return rows_table("bridged-pairs", columns, self.triples())


def between(
    graph: nx.Graph,
    first: str | Collection[str],
    second: str | Collection[str],
    by: By = "kind",
    *,
    pairs: int = 20,
) -> Bridging:
    """Return who bridges two kinds of actor, and which actors they join.

    Formula: for node v, the pairs (a, b) of an open two-path a → v → b or b → v → a with a of the
    first and b of the second kind; unordered, each once. Expected: q n_1 n_2 (twice that with
    directions), n_1 and n_2 without v, q as in ``brokerage.roles``.
    Range: 0 … n_1 n_2.
    Reference: Gould and Fernandez (1989), see ``brokerage.roles``; R. M. Fernandez and R. V. Gould,
    A dilemma of state power, American Journal of Sociology 99 (1994) 1455-1491.
    Caution: a pair is joined by recorded links only; that a bridge exists says nothing about what
    crosses it.

    Args:
        graph: from ``project``, or any networkx graph.
        first, second: kinds, or sectors ("science", "business", "state"): one or several. The same
            twice asks who bridges actors of that kind.
        by: where the kinds come from.
        pairs: how many pairs per bridge to name; the counts are always of all.

    Raises:
        UsageError: the two overlap without being equal.
    """
    given = ready(graph)
    kinds, warnings = given.kinds(by)
    one, two = kinds_named(first), kinds_named(second)
    same = set(one) == set(two)
    if set(one) & set(two) and not same:
        raise UsageError(f"{', '.join(one)} and {', '.join(two)} share a kind: make them disjoint")
    left = {v for v, kind in kinds.items() if kind in one}
    right = {v for v, kind in kinds.items() if kind in two}
    simple = given.graph
    q = chance(simple) * (2 if simple.is_directed() else 1)
    bridges = []
    after, before = neighbours(simple, simple)
    for v in simple:
        count, shown = _bridged(after, before, v, left, right, same, pairs)
        if not count:
            continue
        ends = len(left - {v}) * len(right - {v})
        if same:
            ends = len(left - {v}) * (len(left - {v}) - 1) // 2
        named = tuple((given.names[a], given.names[b]) for a, b in shown)
        bridges.append(Bridge(given.names[v], kinds.get(v), count, q * ends, named))
    bridges.sort(key=lambda bridge: -bridge.count)
    links = sum((u in left and v in right) or (u in right and v in left) for u, v in simple.edges())
    return Bridging(
        first=one,
        second=two,
        sizes=(len(left), len(right)),
        links=links,
        bridges=tuple(bridges),
        **given.about(*warnings),
    )


def kinds_named(names: str | Collection[str]) -> tuple[str, ...]:
    """Return the kinds that names mean: themselves, and for a sector its kinds too."""
    found: set[str] = set()
    for name in [names] if isinstance(names, str) else names:
        found |= {name} | SECTORS.get(name, frozenset())
    return tuple(sorted(found))


def _bridged(
    after: Neighbours,
    before: Neighbours,
    v: int,
    left: set[int],
    right: set[int],
    same: bool,
    limit: int,
) -> tuple[int, list[tuple[int, int]]]:
    """Return how many pairs v bridges, and the first of them."""
    outs, ins = after[v] & right, before[v] & right
    if not (outs or ins):
        return 0, []
    count = 0
    shown: list[tuple[int, int]] = []
    for a in sorted((after[v] | before[v]) & left):
        ends = outs - after[a] if a in before[v] else set()
        ends |= ins - before[a] if a in after[v] else set()
        ends = {b for b in ends if b > a} if same else ends
        count += len(ends)
        if len(shown) < limit:
            shown += [(a, b) for b in islice(sorted(ends), limit - len(shown))]
    return count, shown
