"""The fixpoint: rules are compiled against the axioms present and run on what is new, in rounds.

Equal terms are one term from the moment their equality is derived, so no rule ever sees two names
of one thing. When an axiom is derived the rules that read it are compiled again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from ozek.columns import Columns
from ozek.reasoning.rl import datatypes
from ozek.reasoning.rl.compile import Compiler, Instance
from ozek.reasoning.rl.joins import Step, TooMuch, answers, rows_of
from ozek.reasoning.rl.relations import EMPTY, LOW, Array, Facts, distinct, pack, union, without
from ozek.reasoning.rl.sameas import merged
from ozek.reasoning.rl.table import ABOUT_TERMS_ONLY, WITH_THING, Rule
from ozek.reasoning.rl.terms import Terms
from ozek.reasoning.rl.transitive import transitive_closure

_THIN = 1 << 24
"""How many rows are put aside before those that come twice are thrown away."""

Delta = dict[int, Array]
"""The new rows of relations."""


class Split(NamedTuple):
    """Two different values that a rule would make equal: a contradiction in the making."""

    instance: Instance
    binding: tuple[tuple[str, int], ...]


class Fixpoint:
    """A run over some columns; :meth:`run` goes on until nothing new follows."""

    def __init__(
        self, columns: Columns, rules: Iterable[Rule], *, limit: int, values: bool = False
    ) -> None:
        self.rules = tuple(rules)
        self.terms = Terms(columns, self.rules)
        self.facts = Facts(columns.s, columns.p, columns.o, len(self.terms), self.terms.number("a"))
        self.limit = limit
        self.rounds = 0
        self.splits: dict[Split, None] = {}
        self.equations: list[tuple[Array, Array, str]] = []
        self._values = values
        self._typed: set[int] = set()
        self._size = 0
        self._out: dict[int, tuple[list[Array], list[Array]]] = {}
        self._equal: list[tuple[Array, Array, str]] = []
        self._closed: dict[int, Array] = {}
        self._closing: dict[int, Array] = {}
        self._added: dict[int, Array] = {}
        self._bound = min(_THIN, limit)
        self._reset()

    def number(self, term: str) -> int:
        """The representative of a term the rules name."""
        return int(self.facts.same[self.terms.number(term)])

    def _reset(self) -> None:
        """Forget everything compiled."""
        self.compiler = Compiler(self.facts, self.number, self.terms.digit, self.terms.show)
        self._known: set[Instance] = set()
        self._asleep: list[Instance] = []
        self._triggers: defaultdict[int, list[tuple[Instance, int]]] = defaultdict(list)
        self._reads: set[int] = set()
        self._watched: defaultdict[int, list[Rule]] = defaultdict(list)
        self._same = self.number("=")
        for rule in self.rules:
            if not rule.is_clash and not rule.realised:
                for relation in self.compiler.watches(rule):
                    self._watched[relation].append(rule)

    def run(self) -> None:
        """Derive everything that follows."""
        for head in ("thing", "nothing"):
            self._emit(~self.number("class"), np.array([self.number(head)]))
        stated = self.facts.rows(self._same)
        self._equal.append((stated >> 32, stated & LOW, "stated"))
        if self._values:
            self._equal.append((*self._same_values(), "dt-eq"))
        delta, fresh = self._merge()
        fresh += self._compile(self.rules)
        while delta or fresh or self._out:
            self.rounds += 1
            whole = {r for r, rows in delta.items() if len(rows) == len(self.facts.rows(r))}
            for relation, rows in self._with_types(delta).items():
                for instance, place in self._triggers.get(relation, ()):
                    if not any(step.relation in whole for step in instance.body[:place]):
                        self._fire(instance, (place, rows))
            for instance in fresh:
                self._fire(instance)
                for place, step in enumerate(instance.body):
                    self._triggers[step.relation].append((instance, place))
            delta, fresh = self._merge()

    # Compiling -----------------------------------------------------------------------------------

    def _compile(self, rules: Iterable[Rule]) -> list[Instance]:
        """The instances of rules that are not known yet and may matter."""
        new = []
        thing = ~self.number("thing")
        for rule in rules:
            if rule.realised:
                continue
            for instance in self.compiler.instances(rule):
                if instance in self._known:
                    continue
                self._known.add(instance)
                if rule.name in WITH_THING and thing in instance.reads():
                    continue
                if rule.is_clash or not set(instance.heads) <= set(instance.body):
                    self._reads.update(instance.reads())
                    new += [] if rule.is_clash else [instance]
        candidates = [*self._asleep, *new]
        awake = thing in self._reads or self.facts.typing in self._reads
        self._asleep = [
            i
            for i in candidates
            if not awake and all(h.relation == thing for h in i.heads) and i.body
        ]
        asleep = set(map(id, self._asleep))
        self._type_literals()
        return [instance for instance in candidates if id(instance) not in asleep]

    def _type_literals(self) -> None:
        """dt-type2, for the datatypes that some instance reads."""
        wanted = {
            relation: self.terms.text(~relation)[1:-1]
            for relation in self._reads
            if relation < 0 and relation not in self._typed
        }
        wanted = {r: name for r, name in wanted.items() if name in datatypes.DATATYPES}
        if not wanted:
            return
        self._typed |= wanted.keys()
        values = {n: datatypes.value_of(self.terms[n]) for n in self.terms.all_literals()}
        for relation, name in wanted.items():
            found = [n for n, value in values.items() if value and datatypes.holds(name, value)]
            self._emit(relation, self.facts.same[np.array(found, np.int64)])

    def _same_values(self) -> tuple[Array, Array]:
        """dt-eq: pairs of literals that have one value."""
        first: dict[datatypes.Value, int] = {}
        pairs = []
        for number in self.terms.all_literals():
            value = datatypes.value_of(self.terms[number])
            if value is not None and first.setdefault(value, number) != number:
                pairs.append((first[value], number))
        both = np.array(pairs, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    # Firing --------------------------------------------------------------------------------------

    def _fire(self, instance: Instance, seed: tuple[int, Array] | None = None) -> None:
        """Put what an instance derives – from everything, or from the seed – aside for merging."""
        try:
            if len(instance.heads) == 1:
                head = instance.heads[0]
                half = _half(instance.body, head) if head.relation == self._same else None
                if half is not None:
                    self._fire_equal(instance, half, head)
                    return
                if _is_transitive(instance.body, head):
                    self._fire_transitive(head.relation)
                    return
            short = instance.rule.name in ABOUT_TERMS_ONLY
            for table in answers(self.facts, instance.body, seed):
                for head in instance.heads:
                    rows = rows_of(head, table)
                    if head.relation == self._same:
                        self._equal.append((rows >> 32, rows & LOW, instance.rule.name))
                    else:
                        self._emit(head.relation, rows, short=short)
        except TooMuch as error:
            raise TooMuch(
                f"rule {instance.rule.name}: {error.message}",
                hint="Look at the axiom: is the property meant to be so, over data of this kind?",
            ) from None

    def _emit(self, relation: int, rows: Array, *, short: bool = False) -> None:
        self._out.setdefault(relation, ([], []))[short].append(rows)
        self._size += len(rows)
        if self._size > self._bound:
            self._thin_out()

    def _thin_out(self) -> None:
        """Keep what has been put aside small: each row once, and none that is known."""
        self._size = 0
        for relation, parts in self._out.items():
            for rows in parts:
                if rows:
                    rows[:] = [distinct(np.concatenate(rows))]
                    self._size += len(rows[0])
            if self._size > self.limit:
                name = self.terms.show(relation if relation >= 0 else ~relation)
                raise TooMuch(
                    f"more than {self.limit:,} facts would be derived, at last for {name}"
                )
        self._bound = max(self._bound, 2 * self._size)

    def _fire_equal(self, instance: Instance, half: tuple[Step, ...], head: Step) -> None:
        """Make equal all that stands in one place for the same other terms."""
        name, other = str(head.s), str(head.o)
        tables = list(answers(self.facts, half))
        if not tables:
            return
        columns = {
            key: np.concatenate([table.columns[key] for table in tables])
            for key in tables[0].columns
        }
        keys = [key for key in columns if key != name]
        values = columns[name]
        order = np.lexsort([values, *(columns[key] for key in keys)])
        values = values[order]
        again = np.ones(max(len(values) - 1, 0), bool)
        for key in keys:
            column = columns[key] = columns[key][order]
            again &= column[1:] == column[:-1]
        again = np.concatenate([[False], again & (values[1:] != values[:-1])])
        left, right = values[np.flatnonzero(again) - 1], values[again]
        if not len(left):
            return
        good = np.ones(len(left), bool)
        both = np.flatnonzero(self.terms.literals(left) & self.terms.literals(right))
        for place in both.tolist():
            one, two = int(left[place]), int(right[place])
            if datatypes.differ(self.terms[one], self.terms[two]):
                good[place] = False
                row = int(np.flatnonzero(again)[place])
                binding = {key: int(columns[key][row]) for key in keys}
                binding |= {name: one, other: two}
                self.splits[Split(instance, tuple(binding.items()))] = None
        self._equal.append((left[good], right[good], instance.rule.name))

    def _fire_transitive(self, relation: int) -> None:
        rows = self.facts.rows(relation)
        if self._closed.get(relation) is rows:
            return
        given = without(rows, self._added.get(relation, EMPTY))
        self._closing[relation] = transitive_closure(given, self.limit)
        self._closed[relation] = rows

    # Merging -------------------------------------------------------------------------------------

    def _merge(self) -> tuple[Delta, list[Instance]]:
        """Add what was put aside; return what is new, and the instances that new axioms make."""
        delta: Delta = {}
        typed = self._out.pop(self.facts.typing, None)
        for rows in typed[0] + typed[1] if typed else ():
            for cls in np.unique(rows & LOW).tolist():
                self._emit(~cls, rows[(rows & LOW) == cls] >> 32)
        out, self._out, self._size = self._out, {}, 0
        closing, self._closing = self._closing, {}
        for relation in out.keys() | closing.keys():
            main, short = out.get(relation, ([], []))
            new = self.facts.add(relation, np.concatenate(main)) if main else EMPTY
            implied = self.facts.add(relation, np.concatenate(short)) if short else EMPTY
            if relation in closing:
                added = self.facts.add(relation, closing[relation])
                self._added[relation] = union(self._added.get(relation, EMPTY), added)
                implied = union(implied, added)
            if relation in self._watched and len(implied):
                known = self.compiler.shortcuts.get(relation, EMPTY)
                self.compiler.shortcuts[relation] = union(known, implied)
            new = union(new, implied)
            if relation in closing and not main and not short:
                self._closed[relation] = self.facts.rows(relation)
            if len(new):
                delta[relation] = new
        if sum(map(len, delta.values())) > self.limit:
            raise TooMuch(f"more than {self.limit:,} facts would be derived")
        if self._equate(delta):
            self._reset()
            return {}, self._compile(self.rules)
        if not self._watched.keys() & delta.keys():
            return delta, []
        if {self.compiler.first, self.compiler.rest} & delta.keys():
            self.compiler.forget_lists()
        changed = {rule.name: rule for r in delta for rule in self._watched.get(r, ())}
        return delta, self._compile(changed.values())

    def _with_types(self, delta: Delta) -> Delta:
        """The delta, with the new members of classes as typing pairs if some rule reads those."""
        typing = self.facts.typing
        if typing not in self._reads:
            return delta
        parts = [pack(rows, ~relation) for relation, rows in delta.items() if relation < 0]
        return {**delta, typing: distinct(np.concatenate(parts))} if parts else delta

    def _equate(self, delta: Delta) -> bool:
        """Make terms one, in facts and delta. True if the axioms have to be read anew."""
        again = False
        while self._equal:
            pending, self._equal = self._equal, []
            left = np.concatenate([one for one, _, _ in pending])
            right = np.concatenate([two for _, two, _ in pending])
            same = merged(self.facts.same, left, right, self.terms.rank)
            moved = same != self.facts.same
            if not moved.any():
                return again
            self.equations += [equation for equation in pending if len(equation[0])]
            self.facts.equate(same)
            again |= bool(moved[list(self.terms.constants)].any())
            again |= self._rename(moved, delta)
            self._absorb(moved)
        return again

    def _rename(self, moved: np.ndarray[tuple[int], np.dtype[np.bool_]], delta: Delta) -> bool:
        """Put representatives into all relations; new rows that this makes go to the delta."""
        facts, again = self.facts, False
        for relation in facts.loaded():
            rows = facts.rows(relation)
            key = relation if relation >= 0 else ~relation
            head = int(facts.same[key])
            target = head if relation >= 0 else ~head
            touched = moved[rows >> 32] | moved[rows & LOW] if relation >= 0 else moved[rows]
            if target == relation and not touched.any():
                continue
            again |= relation in self._watched or target != relation
            self._added.pop(relation, None)
            if target == facts.typing:
                self._emit(target, facts.renamed(rows, True))
                facts.drop(relation)
                continue
            changed = distinct(facts.renamed(rows[touched], relation >= 0))
            if target == relation:
                facts.put(relation, rows[~touched])
            else:
                facts.drop(relation)
                changed = distinct(np.concatenate([changed, rows[~touched]]))
            new = facts.add(target, changed)
            old = delta.pop(relation, EMPTY)
            old = facts.renamed(old, relation >= 0)
            delta[target] = distinct(np.concatenate([delta.get(target, EMPTY), old, new]))
        return again

    def _absorb(self, moved: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        """Treat what properties say that have become rdf:type or owl:sameAs accordingly."""
        facts, typing, same = self.facts, self.facts.typing, self.number("=")
        for predicate in facts.stated_predicates():
            head = int(facts.same[predicate])
            if not moved[predicate] or head not in (typing, same):
                continue
            rows = facts.renamed(facts.stated(predicate), True)
            if head == typing:
                self._emit(typing, rows)
            else:
                self._equal.append((rows >> 32, rows & LOW, "eq-rep-p"))


def _half(body: tuple[Step, ...], head: Step) -> tuple[Step, ...] | None:
    """For a body that says the same of the two sides of an equality: what it says of the first."""
    one, two = head.s, head.o
    if not isinstance(one, str) or not isinstance(two, str):
        return None
    half = tuple(step for step in body if two not in step.variables())
    other = {step for step in body if two in step.variables()}
    turned = {step.renamed({one: two}) for step in half if one in step.variables()}
    return half if turned == other else None


def _is_transitive(body: tuple[Step, ...], head: Step) -> bool:
    """Whether a rule says: what stands in a row stands in the relation itself."""
    if len(body) != 2 or head.o is None or len({head.relation, *(s.relation for s in body)}) > 1:
        return False
    one, two = body
    path = (head.s, one.o, head.o)
    return (
        path == (one.s, two.s, two.o)
        and len(set(path)) == 3
        and all(isinstance(term, str) for term in path)
    )
