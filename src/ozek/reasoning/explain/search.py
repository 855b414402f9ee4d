"""The shortest proof: a search backwards from the goal, by the number of rule steps.

The cost of a triple is 0 if it is stated, else 1 plus the costs of what the last rule needs, at
best. Costs are tried from below (iterative deepening): since every step costs one, a limited
search always ends, loops or not, and "costs more than n" is a fact about the triple that can be
remembered.

Two relations pass on along paths, owl:sameAs and transitive properties. For these the cheapest path
is looked for as such (Dijkstra), and not by all the ways to cut it in two. Sameness is composed by
eq-sym and eq-trans alone; eq-rep, which could say the same in its own words, is for other triples.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf

from ozek.reasoning.explain.concrete import Instance, Rules, ground, solve, unify
from ozek.reasoning.explain.recorded import Triple
from ozek.reasoning.explain.ways import Kept, cliques, literal_steps, same_value

Goal = tuple[Triple, bool]
"""A triple, and whether the rule that passes it on along a path may not be its last."""

DEEPEST = 150
"""No proof with more steps is looked for, other than along a path of stated triples."""


_WRITTEN_OUT = 32
"""Facts about more equal things than these need not be recorded for each."""


class OutOfBudgetError(Exception):
    """The search took more steps than it was allowed."""


@dataclass(frozen=True)
class Path:
    """A way along a relation that passes on: the triples, in order."""

    edges: tuple[Goal, ...]


class Search:
    """Finds proofs over one index; what it learns about triples it keeps for the next goal."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.known = rules.known
        self.left = 0
        self._best: dict[Goal, int] = {}
        self._least: dict[Goal, float] = {}
        self._via: dict[Goal, Instance | Path] = {}
        self._ways: dict[Goal, Kept] = {}
        self._paths: dict[Triple, Path | None] = {}
        self._pure: dict[int, bool] = {}
        self._cliques = cliques(self.known)

    def prove(self, triple: Triple, budget: int, limit: int = DEEPEST) -> int | None:
        """The cost of the triple, None if it has no proof; then :meth:`via` says how.

        Raises OutOfBudgetError when more than ``budget`` ways were looked at.
        """
        self.left = budget
        if len(self._ways) > 10_000:
            self._ways.clear()
        straight = self.fallback(triple)
        if straight is not None:
            limit = max(limit, self.steps(straight))
        return self.cost((triple, False), limit)

    def via(self, goal: Goal) -> Instance | Path | None:
        """The last step of the cheapest proof found, None for a stated triple."""
        return self._via.get(self._plain(goal))

    def fallback(self, triple: Triple) -> Path | None:
        """A path of stated triples, when there is one: a proof, if maybe not the shortest."""
        return self._stated_path(triple) if triple[1] in self.rules.transitive else None

    def ways(self, triple: Triple) -> Iterator[Instance]:
        """All the last steps that may lead to the triple, those along paths cut in two."""
        yield from self._instances(triple)
        s, p, o = triple
        if p in self.rules.transitive:
            rule, axioms = self.passing(p)
            binding = tuple({"?p": p}.items()) if axioms else ()
            for middle in self._neighbours(s, p):
                if middle not in (s, o) and self.known.may_hold((middle, p, o)):
                    yield Instance(rule, ((s, p, middle), (middle, p, o)), axioms, binding)

    def cost(self, goal: Goal, limit: float) -> int | None:
        """The least number of steps to the goal, None if it takes more than ``limit``."""
        triple = goal[0]
        if self.known.stated(triple):
            return 0
        goal = self._plain(goal)
        found = self._best.get(goal)
        if found is not None:
            return found if found <= limit else None
        least = self._least.get(goal, 1)
        if least <= limit and not self.may_hold(triple):
            self._least[goal] = inf
            return None
        straight = None
        if triple[1] in self.rules.transitive and not goal[1]:
            straight = self._stated_path(triple)
            if straight is not None and self.as_stated_only(triple[1]):
                least = self.steps(straight)
        while least <= limit:
            self._least[goal] = least
            if straight is not None and least >= self.steps(straight):
                self._via[goal] = straight
            elif not self._reach(goal, int(least)):
                least = max(least + 1, self._least[goal])
                self._least[goal] = least
                continue
            self._best[goal] = int(least)
            return int(least)
        return None

    def may_hold(self, triple: Triple) -> bool:
        """Whether the triple is recorded, or may hold unrecorded.

        Of many equal things just the one that stands for all may have its facts recorded.
        """
        if self.known.may_hold(triple):
            return True
        s, p, o = triple
        if p == self.known.same:
            return s in self._cliques and self._cliques[s] is self._cliques.get(o)
        return any(len(self._cliques.get(term, ())) > _WRITTEN_OUT for term in (s, o))

    def hopeless(self, triple: Triple) -> bool:
        """Whether it is known that the triple has no proof."""
        return self._least.get((triple, False)) == inf

    def settle(self, found: Mapping[Triple, tuple[int, Instance | Path]]) -> None:
        """Take over costs and last steps found in another way."""
        for triple, (cost, via) in found.items():
            self._best.setdefault((triple, False), cost)
            self._via.setdefault((triple, False), via)

    def forget(self, triples: Iterable[Triple]) -> None:
        """Forget costs again: they may not be the least."""
        for triple in triples:
            self._best.pop((triple, False), None)
            self._via.pop((triple, False), None)

    def knows(self, triple: Triple) -> bool:
        """Whether the cost of the triple is known."""
        return (triple, False) in self._best

    # One step back -------------------------------------------------------------------------------

    def _plain(self, goal: Goal) -> Goal:
        return goal if goal[0][1] in self.rules.transitive else (goal[0], False)

    def _reach(self, goal: Goal, limit: int) -> bool:
        """Whether the goal can be had in ``limit`` steps; it takes no fewer."""
        ways = self._ways.get(goal)
        if ways is None:
            ways = self._ways[goal] = Kept(self._instances(goal[0]))
        dead = True
        for way in ways:
            self.spend()
            fits, possible = self._fits(way, limit - 1)
            if fits:
                self._via[goal] = way
                return True
            dead = dead and not possible
        if goal[1] or goal[0][1] not in self.rules.transitive:
            if dead:
                self._least[goal] = inf
            return False
        path = self._cheapest_path(goal[0], limit)
        if path is not None:
            self._via[goal] = path
        return path is not None

    def _fits(self, way: Instance, limit: float) -> tuple[bool, bool]:
        """Whether all premises can be had in ``limit`` steps, and whether they ever can."""
        goals: list[tuple[Goal, float]] = []
        least = 0.0
        for triple in way.premises + way.axioms:
            if not self.known.stated(triple):
                goal = (triple, False)
                expected = self._best.get(goal) or self._least.get(goal, 1)
                goals.append((goal, expected))
                least += expected
        if least > limit:
            return False, least < inf
        for goal, expected in goals:
            found = self.cost(goal, limit - least + expected)
            if found is None:
                return False, self._least.get(goal, 1) < inf
            least += found - expected
        return least <= limit, True

    def _instances(self, triple: Triple) -> Iterator[Instance]:
        """The rules that end in the triple, with premises that may hold; no rule of paths."""
        known = self.known
        s, p, o = triple
        if p == known.type and known.is_thing(o) and not known.is_literal(s):
            yield Instance("thing", ())
        if p == known.same:
            yield from self._same(triple)
        elif known.is_literal(s):
            yield from literal_steps(known, triple)
        for one in self.rules.concluding(p, o):
            if one.rule == "prp-trp":
                continue
            assert one.head is not None
            start = unify(one.head, triple, {})
            if start is None:
                continue
            for answer in solve(known, one.body, start):
                premises = ground(one.body, answer)
                if triple not in premises and (one.check is None or one.check(answer)):
                    bound = (*one.binding, *answer.items())
                    yield Instance(one.rule, premises, one.axioms, bound, one.conditions)
        yield from self._replaced(triple)

    def _same(self, triple: Triple) -> Iterator[Instance]:
        s, p, o = triple
        if s == o:
            yield Instance("eq-ref", ())
            return
        if self.known.has((o, p, s)):
            yield Instance("eq-sym", ((o, p, s),))
        if same_value(self.known, s, o):
            yield Instance("dt-eq", ())

    def _replaced(self, triple: Triple) -> Iterator[Instance]:
        """eq-rep: the same triple about an equal thing."""
        if not self._cliques:
            return
        s, p, o = triple
        same, known = self.known.same, self.known
        if p != same:
            for twin in self._twins(s, known.subjects(p, o)):
                if known.has((twin, p, o)):
                    yield Instance("eq-rep-s", ((twin, same, s), (twin, p, o)))
            for twin in self._twins(o, known.objects(s, p)):
                if known.has((s, p, twin)):
                    yield Instance("eq-rep-o", ((twin, same, o), (s, p, twin)))
        for twin in self._cliques.get(p, ()):
            if twin != p and known.has((s, twin, o)):
                yield Instance("eq-rep-p", ((twin, same, p), (s, twin, o)))

    def _twins(self, term: int, candidates: object) -> Iterator[int]:
        """The terms equal to one, the smaller of two sets gone through."""
        clique = self._cliques.get(term)
        if clique is None:
            return
        if len(candidates) < len(clique):  # type: ignore[arg-type]
            for one in candidates:  # type: ignore[attr-defined]
                if one != term and self._cliques.get(one) is clique:
                    yield one
        else:
            yield from (one for one in clique if one != term)

    def spend(self) -> None:
        """Count one way looked at."""
        self.left -= 1
        if self.left < 0:
            raise OutOfBudgetError

    # Paths ---------------------------------------------------------------------------------------

    def passing(self, p: int) -> tuple[str, tuple[Triple, ...]]:
        """The rule by which a relation passes on, and its axioms."""
        rule = "eq-trans" if p == self.known.same else "prp-trp"
        return rule, self.rules.transitive[p]

    def steps(self, path: Path) -> int:
        """How many rules a path of stated triples takes."""
        turned = sum(not self.known.stated(triple) for triple, _ in path.edges)
        return len(path.edges) - 1 + turned

    def _stated_path(self, triple: Triple) -> Path | None:
        """The shortest way along stated triples; owl:sameAs may be taken either way round."""
        if triple not in self._paths:
            self._paths[triple] = self._find_stated_path(triple)
        return self._paths[triple]

    def as_stated_only(self, p: int) -> bool:
        """Whether the triples of a relation that passes on are stated or come of passing on."""
        if p not in self._pure:
            others = any(one.rule != "prp-trp" for one in self.rules.concluding(p))
            equal = p in self._cliques or (p != self.known.same and bool(self._cliques))
            self._pure[p] = not others and not equal
        return self._pure[p]

    def _find_stated_path(self, triple: Triple) -> Path | None:
        s, p, o = triple
        both = p == self.known.same
        end = o if s != o else -1
        before: dict[int, int] = {}
        costs = {s: 0}
        queue = [(0, b"", s)]  # of two that cost the same, the first by name
        while queue:
            cost, _, here = heappop(queue)
            if here == end:
                break
            if cost > costs[here]:
                continue
            self.spend()
            for there, turned in self._stated_edges(here, p, both):
                place = end if there == o else there
                price = cost + 1 + turned
                if price < costs.get(place, 1 << 30):
                    costs[place] = price
                    before[place] = here
                    heappush(queue, (price, self.known.terms[place] if place >= 0 else b"", place))
        if end not in before:
            return None
        edges: deque[Goal] = deque()
        place, there = end, o
        while place != s:
            here = before[place]
            edges.appendleft(((here, p, there), True))
            place = there = here
        return Path(tuple(edges)) if len(edges) > 1 else None

    def _stated_edges(self, here: int, p: int, both: bool) -> Iterator[tuple[int, bool]]:
        for there in self.known.objects(here, p):
            if self.known.stated((here, p, there)):
                yield there, False
        if both:
            for there in self.known.subjects(p, here):
                if self.known.stated((there, p, here)):
                    yield there, True

    def _cheapest_path(self, triple: Triple, limit: int) -> Path | None:
        """A path of two or more triples that takes ``limit`` steps at most, if there is one.

        n triples that cost c1 … cn take n - 1 steps more to be joined.
        """
        s, p, o = triple
        ranks = count()
        queue: list[tuple[int, int, int, tuple[Goal, ...]]] = [(0, next(ranks), s, ())]
        done: set[int] = set()
        while queue:
            spent, _, here, edges = heappop(queue)
            if here == o and len(edges) > 1:
                return Path(edges)
            if here in done:
                continue
            if edges:
                done.add(here)
            for there in self._neighbours(here, p):
                if there in done or (there == o and not edges):
                    continue
                rest = limit - spent - (there != o)
                if rest < 0 or (there != o and not self.known.may_hold((there, p, o))):
                    continue
                self.spend()
                goal: Goal = ((here, p, there), True)
                cost = self.cost(goal, rest)
                if cost is not None:
                    item = (spent + cost + 1, next(ranks), there, (*edges, goal))
                    heappush(queue, item)
        return None

    def _neighbours(self, here: int, p: int) -> Iterator[int]:
        """Where a triple of the relation may lead from here."""
        yield from self.known.objects(here, p)
        if p != self.known.same:
            return
        seen = set(self.known.objects(here, p))
        for there in self.known.subjects(p, here):
            if there not in seen:
                seen.add(there)
                yield there
        for one in self.rules.concluding(p):
            assert one.head is not None
            left, _, right = one.head
            start = {left: here} if type(left) is str else {}
            if type(left) is int and left != here:
                continue
            for answer in solve(self.known, one.body, start):
                there = answer[right] if type(right) is str else right  # type: ignore[assignment]
                if there not in seen and there != here:
                    seen.add(there)
                    yield there
