"""The other way to search: from the stated triples up, over all that a goal can rest on.

For proofs too deep for :mod:`.search`, and to tell that there is none. Everything the goal may rest
on is collected, then costs are settled from below, cheapest first (Knuth, "A generalization of
Dijkstra's algorithm", 1977). Needs no luck, but the whole of what is below the goal.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from ozek.reasoning.explain.concrete import Instance
from ozek.reasoning.explain.recorded import Triple
from ozek.reasoning.explain.search import Path, Search

Settled = dict[Triple, tuple[int, Instance | Path]]


@dataclass(frozen=True)
class Saturated:
    """The cost and last step of every triple that can be had; ``exact`` if they are the least."""

    settled: Settled
    exact: bool


def saturate(search: Search, goal: Triple, budget: int) -> Saturated:
    """Settle all that ``goal`` may rest on.

    Raises OutOfBudgetError when that takes more than ``budget`` ways.
    """
    search.left = budget
    known = search.known
    paths: dict[Triple, Path] = {}
    needs: list[tuple[Triple, Instance, list[Triple]]] = []
    used: dict[Triple, list[int]] = {}
    seen: set[Triple] = set()
    exact = True
    waiting = [goal]
    while waiting:
        triple = waiting.pop()
        if triple in seen or known.stated(triple):
            continue
        seen.add(triple)
        path = search.fallback(triple)
        if path is not None:
            paths[triple] = path
            exact = exact and search.as_stated_only(triple[1])
            continue
        for way in search.ways(triple):
            search.spend()
            parts = dict.fromkeys((*way.premises, *way.axioms))
            unstated = [t for t in parts if not known.stated(t)]
            if triple in unstated or not all(map(search.may_hold, unstated)):
                continue
            for premise in unstated:
                used.setdefault(premise, []).append(len(needs))
            needs.append((triple, way, unstated))
            waiting.extend(unstated)
    return Saturated(_settle(search, paths, needs, used), exact)


def _settle(
    search: Search,
    paths: dict[Triple, Path],
    needs: list[tuple[Triple, Instance, list[Triple]]],
    used: dict[Triple, list[int]],
) -> Settled:
    settled: Settled = {}
    ranks = count()
    queue: list[tuple[int, int, Triple, Instance | Path]] = []
    for triple, path in paths.items():
        heappush(queue, (search.steps(path), next(ranks), triple, path))
    for triple, way, unstated in needs:
        if not unstated:
            heappush(queue, (1, next(ranks), triple, way))
    missing = [len(unstated) for _, _, unstated in needs]
    while queue:
        cost, _, triple, via = heappop(queue)
        if triple in settled:
            continue
        settled[triple] = (cost, via)
        for place in used.get(triple, ()):
            missing[place] -= 1
            if not missing[place]:
                head, way, _ = needs[place]
                parts = (*way.premises, *way.axioms)
                total = 1 + sum(settled[t][0] for t in parts if t in settled)
                heappush(queue, (total, next(ranks), head, way))
    return settled
