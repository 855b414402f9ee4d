"""The index proofs are searched in, built once for a store or a closure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ozek.reasoning.explain.concrete import Instance, Rules, concretes, solve
from ozek.reasoning.explain.concrete import ground as grounded
from ozek.reasoning.explain.known import Known, known_of_graphs, known_of_store
from ozek.reasoning.explain.own_rules import read_backwards
from ozek.reasoning.explain.proof import STATED, UNPROVED, Proof
from ozek.reasoning.explain.recorded import Triple
from ozek.reasoning.explain.saturation import saturate
from ozek.reasoning.explain.search import OutOfBudgetError, Path, Search
from ozek.reasoning.rl.table import RULE

if TYPE_CHECKING:
    from rdflib import Graph

    from ozek.reasoning.explain.grounds import Grounds
    from ozek.reasoning.rules import Rule
    from ozek.store import Store

_SLACK = 6
"""How many steps more than the shortest proof an alternative may take."""


@dataclass
class ProofIndex:
    """A closure and the rules read backwards; ``grounds`` caches evidence, by language."""

    known: Known
    rules: Rules
    search: Search
    own: dict[str, Rule]
    grounds: dict[str, Grounds] = field(default_factory=dict)

    def prove(self, triple: Triple, budget: int, grounds: Grounds | None = None) -> Found:
        """The shortest proof of a triple (see :class:`Found`)."""
        if not self.search.may_hold(triple):
            return Found(None)
        try:
            if self.search.prove(triple, budget) is not None:
                return Found(self.build(triple, grounds))
            if self.search.hopeless(triple):
                return Found(None)
        except OutOfBudgetError:
            pass
        return self._saturated(triple, budget, grounds)

    def _saturated(self, triple: Triple, budget: int, grounds: Grounds | None) -> Found:
        """What the search from below says, when the one from above was not enough."""
        try:
            found = saturate(self.search, triple, budget)
        except OutOfBudgetError:
            return Found(None, finished=False)
        if triple not in found.settled:
            return Found(None)
        new = [one for one in found.settled if not self.search.knows(one)]
        self.search.settle(found.settled)
        proof = self.build(triple, grounds)
        if not found.exact:
            self.search.forget(new)
        return Found(proof, found.exact)

    def variants(self, triple: Triple, budget: int, most: int, grounds: Grounds | None) -> Variants:
        """Proofs of a triple that differ in the last step, cheapest first, as far as it is cheap to
        tell; ``most`` bounds their steps."""
        found: list[tuple[int, int, Proof]] = []
        self.search.left = budget
        finished = True
        try:
            for place, way in enumerate(self.search.ways(triple)):
                self.search.spend()
                total = 1
                for premise in (*way.premises, *way.axioms):
                    cost = self.search.cost((premise, False), most - total)
                    if cost is None:
                        break
                    total += cost
                else:
                    proof = self._step(triple, way, grounds)
                    if all(one.triple != proof.triple for one in list(proof.nodes())[1:]):
                        found.append((total, place, proof))
        except OutOfBudgetError:
            finished = False
        return Variants(tuple(proof for _, _, proof in sorted(found, key=_cost)), finished)

    def clashes(self, rule: str, focus: int) -> list[Instance]:
        """The ways in which a rule that ends in a contradiction fires about a thing."""
        if rule not in RULE or not RULE[rule].is_clash:
            return []
        found: dict[tuple[Triple, ...], Instance] = {}
        for one in concretes(RULE[rule], self.known):
            names = sorted({t for pattern in one.body for t in pattern if type(t) is str})
            starts = [{name: focus} for name in names]
            if any(focus in pattern for pattern in one.body):
                starts.append({})
            for start in starts:
                for answer in solve(self.known, one.body, start):
                    premises = grounded(one.body, answer)
                    bound = (*one.binding, *answer.items())
                    way = Instance(one.rule, premises, one.axioms, bound)
                    found.setdefault(premises, way)
        return list(found.values())

    # From numbers to terms -----------------------------------------------------------------------

    def build(self, triple: Triple, grounds: Grounds | None) -> Proof:
        """The proof that the search has found for a triple."""
        if self.known.stated(triple):
            return self._stated(triple, grounds)
        via = self.search.via((triple, False))
        if isinstance(via, Path):
            return self._along([edge for edge, _ in via.edges], grounds)
        assert via is not None
        return self._step(triple, via, grounds)

    def _step(self, triple: Triple | None, way: Instance, grounds: Grounds | None) -> Proof:
        node = self.known.node
        return Proof(
            triple=None if triple is None else self._nodes(triple),
            rule=way.rule,
            premises=tuple(self.build(one, grounds) for one in way.premises),
            axioms=tuple(self.build(one, grounds) for one in way.axioms),
            bindings=tuple(
                (name[1:], tuple(map(node, term)) if isinstance(term, tuple) else node(term))
                for name, term in way.binding
                if not any(mark in name for mark in ".·-")
            ),
            conditions=way.conditions,
        )

    def contradiction(self, way: Instance, budget: int, grounds: Grounds | None) -> Proof | None:
        """The proof that a rule ends in a contradiction, None if a premise has no proof."""
        self.search.left = budget
        try:
            for one in (*way.premises, *way.axioms):
                if self.search.cost((one, False), 60) is None:
                    return None
        except OutOfBudgetError:
            return None
        return self._step(None, way, grounds)

    def _along(self, edges: list[Triple], grounds: Grounds | None) -> Proof:
        """Triples of a relation that passes on, joined two by two."""
        if len(edges) == 1:
            return self._edge(edges[0], grounds)
        middle = (len(edges) + 1) // 2
        left, right = self._along(edges[:middle], grounds), self._along(edges[middle:], grounds)
        (start, p, _), (_, _, end) = edges[0], edges[-1]
        rule, axioms = self.search.passing(p)
        return Proof(
            triple=self._nodes((start, p, end)),
            rule=rule,
            premises=(left, right),
            axioms=tuple(self.build(one, grounds) for one in axioms),
            bindings=(("p", self.known.node(p)),) if axioms else (),
        )

    def _edge(self, triple: Triple, grounds: Grounds | None) -> Proof:
        s, p, o = triple
        if self.known.stated(triple):
            return self._stated(triple, grounds)
        if p == self.known.same and self.known.stated((o, p, s)):
            return self._step(triple, Instance("eq-sym", ((o, p, s),)), grounds)
        via = self.search.via((triple, True))
        assert isinstance(via, Instance)
        return self._step(triple, via, grounds)

    def _stated(self, triple: Triple, grounds: Grounds | None) -> Proof:
        nodes = self._nodes(triple)
        return Proof(nodes, STATED, grounds=grounds.of(nodes) if grounds else ())

    def unproved(self, triple: Triple) -> Proof:
        """What stands for a recorded triple without a proof."""
        return Proof(self._nodes(triple), UNPROVED)

    def _nodes(self, triple: Triple) -> tuple[Any, Any, Any]:
        s, p, o = triple
        return self.known.node(s), self.known.node(p), self.known.node(o)


@dataclass(frozen=True)
class Found:
    """A proof or none, and whether the search came to its end: if not, a proof may not be the
    shortest, and none does not mean that there is none."""

    proof: Proof | None
    finished: bool = True


@dataclass(frozen=True)
class Variants:
    proofs: tuple[Proof, ...]
    finished: bool


def _cost(item: tuple[int, int, Proof]) -> tuple[int, int]:
    return item[:2]


def supports(
    index: ProofIndex, proof: Proof, wanted: int, budget: int, grounds: Grounds | None
) -> tuple[Proof, ...]:
    """``proof`` and up to ``wanted - 1`` others that rest on other stated triples.

    They differ from it in one step: the last one, or one on the way.
    """
    found: dict[Any, Proof] = {proof.key(): proof}
    others: list[Proof] = []
    for path, part in list(_parts(proof, ())):
        if part.triple is None or (part.is_stated and path):
            continue
        numbers = tuple(index.known.find(term) for term in part.triple)
        above = [one.triple for one in _along_path(proof, path)]
        most = part.steps + _SLACK
        made = index.variants(numbers, budget, most, grounds)  # type: ignore[arg-type]
        for variant in made.proofs:
            if not any(one.triple in above[:-1] for one in variant.nodes()):
                others.append(_replaced(proof, path, variant))
    for other in sorted(others, key=lambda one: one.steps):
        found.setdefault(other.key(), other)
    return tuple(found.values())[:wanted]


def _parts(proof: Proof, path: tuple[int, ...]) -> Iterable[tuple[tuple[int, ...], Proof]]:
    yield path, proof
    for place, part in enumerate(proof.premises):
        yield from _parts(part, (*path, place))


def _along_path(proof: Proof, path: tuple[int, ...]) -> list[Proof]:
    found = [proof]
    for place in path:
        found.append(found[-1].premises[place])
    return found


def _replaced(proof: Proof, path: tuple[int, ...], part: Proof) -> Proof:
    from dataclasses import replace

    if not path:
        return part
    premises = list(proof.premises)
    premises[path[0]] = _replaced(premises[path[0]], path[1:], part)
    return replace(proof, premises=tuple(premises))


def proof_index(store: Store, *, rules: Iterable[str | FilePath] | None = None) -> ProofIndex:
    """Index the facts of a store for :func:`explain`; about a third of a second for 10,000 triples.

    ``rules``: rule files or folders to use instead of the packaged ones. Build it anew after
    loading or reasoning.
    """
    return index_of(known_of_store(store), store, rules)


def closure_index(
    closure: Graph,
    is_stated: Callable[[Any], bool],
    *,
    rules: Iterable[str | FilePath] | None = (),
) -> ProofIndex:
    """Index an rdflib Graph that holds a closure, of which ``is_stated`` picks the stated part."""
    return index_of(known_of_graphs(closure, is_stated), None, rules)


def index_of(
    known: Known, store: Store | None = None, rules: Iterable[str | FilePath] | None = None
) -> ProofIndex:
    """Index triples; ``store`` answers for those project rules that are more than joins."""
    from ozek.reasoning.rules import load_rules, packaged_rules

    loaded = packaged_rules() if rules is None else load_rules(rules)
    own = read_backwards(loaded, known, store)
    built = Rules(known, own)
    return ProofIndex(known, built, Search(built), {rule.name: rule for rule in loaded})
