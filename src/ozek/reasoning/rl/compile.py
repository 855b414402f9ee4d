"""From a rule and the axioms present to the joins to run.

A rule's axiom part is answered like any body; each answer makes one or more instances: the rule
with its predicates, classes and lists filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ozek.errors import InputError
from ozek.reasoning.rl.joins import Relations, Step, answers
from ozek.reasoning.rl.relations import Array, Facts, Pairs, without
from ozek.reasoning.rl.table import LIST_FORMS, NUMBER_FORMS, Atom, Rule, is_variable

Binding = dict[str, int]


@dataclass(frozen=True)
class Instance:
    """A rule made concrete by one answer ``binding`` of its axiom part.

    ``body`` has to hold for ``heads`` to follow; no heads mean a contradiction. An instance with
    ``groups`` (from PAIR) is a contradiction when two of the groups hold for the same things.
    """

    rule: Rule
    heads: tuple[Step, ...]
    body: tuple[Step, ...]
    groups: tuple[tuple[Step, ...], ...] = ()
    binding: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    def reads(self) -> Iterator[int]:
        """The relations in the body."""
        for step in (*self.body, *(step for group in self.groups for step in group)):
            yield step.relation


class Compiler:
    """Compiles rules against facts.

    ``number`` turns an N-Triples term into its number (a representative), ``digit`` a number of a
    literal into 0 or 1, ``show`` a number into text for messages; ``shortcuts`` holds the rows of
    relations that need not be compiled, for other axioms say the same.
    """

    def __init__(
        self,
        facts: Facts,
        number: Callable[[str], int],
        digit: Callable[[int], int | None],
        show: Callable[[int], str],
    ) -> None:
        self.facts = facts
        self.number = number
        self.digit = digit
        self.show = show
        self.shortcuts: dict[int, Array] = {}
        self.typing = number("a")
        self.first = number("first")
        self.rest = number("rest")
        self.nil = number("nil")
        self._lists: dict[int, tuple[int, ...]] = {}

    def watches(self, rule: Rule) -> frozenset[int]:
        """The relations whose change may make new instances of a rule."""
        steps = [self.step(atom, {}) for atom in rule.axioms if atom[0] not in _FORMS]
        watched = {step.relation for step in steps}
        if any(atom[0] in LIST_FORMS for atom in rule.axioms):
            watched |= {self.first, self.rest}
        return frozenset(watched)

    def forget_lists(self) -> None:
        """Read lists anew: their links have changed."""
        self._lists.clear()

    def instances(self, rule: Rule) -> Iterator[Instance]:
        """All instances of a rule."""
        for binding in self._bindings(rule):
            yield from self._made(rule, binding)

    def step(self, atom: Atom, binding: Binding) -> Step:
        """An atom whose predicate is known as a step."""
        s, p, o = (self._filled(term, binding) for term in atom)
        if not isinstance(p, int):
            raise ValueError(f"the predicate of {atom} is not known")
        if p == self.typing and isinstance(o, int):
            return Step(~o, s)
        return Step(p, s, o)

    def _filled(self, term: str, binding: Binding) -> str | int:
        if is_variable(term):
            return binding.get(term, term)
        return self.number(term)

    def _bindings(self, rule: Rule) -> Iterator[Binding]:
        """The answers of a rule's axiom part, without its list forms."""
        body = [self.step(atom, {}) for atom in rule.axioms if atom[0] not in _FORMS]
        tests = [atom for atom in rule.axioms if atom[0] in NUMBER_FORMS]
        facts = self._axioms(body)
        for table in answers(facts, body):
            names = list(table.columns)
            columns = [table.columns[name].tolist() for name in names]
            rows: Iterable[tuple[int, ...]] = zip(*columns, strict=True) if names else [()]
            for row in rows:
                binding = dict(zip(names, row, strict=True))
                if all(self.digit(binding[n]) == NUMBER_FORMS.index(kind) for kind, n in tests):
                    yield binding

    def _axioms(self, body: list[Step]) -> Relations:
        """The facts without the axioms that say what others say."""
        relations = {step.relation for step in body} & self.shortcuts.keys()
        if not relations:
            return self.facts
        return _Without(self.facts, {relation: self.shortcuts[relation] for relation in relations})

    def _made(self, rule: Rule, binding: Binding) -> Iterator[Instance]:
        """The instances of a rule for one answer: its list form decides how many."""
        form = next((atom for atom in rule.axioms if atom[0] in LIST_FORMS), None)
        kept = tuple(sorted(binding.items()))
        if form is None:
            body = tuple(self.step(atom, binding) for atom in rule.facts)
            yield Instance(rule, self._heads(rule, binding), body, binding=kept)
            return
        kind, name, member, *other = form
        members = self.members(binding[name])
        if not members:
            return
        if kind == "SOME":
            for one in members:
                filled = {**binding, member: one}
                body = tuple(self.step(atom, filled) for atom in rule.facts)
                yield Instance(
                    rule, self._heads(rule, filled), body, binding=(*kept, (member, one))
                )
        elif kind == "EACH":
            body = tuple(dict.fromkeys(self._each(rule, binding, member, members)))
            yield Instance(rule, self._heads(rule, binding), body, binding=kept)
        elif kind == "PATH":
            body = tuple(self._path(rule, binding, members))
            yield Instance(rule, self._heads(rule, binding), body, binding=kept)
        else:
            groups = self._groups(rule, binding, member, other[0], members)
            yield Instance(rule, (), (), groups, binding=kept)

    def _heads(self, rule: Rule, binding: Binding) -> tuple[Step, ...]:
        return tuple(self.step(atom, binding) for atom in rule.heads)

    def _each(
        self, rule: Rule, binding: Binding, member: str, members: tuple[int, ...]
    ) -> Iterator[Step]:
        """The body with the atoms that name the member repeated for all members."""
        outside = {term for atom in rule.facts if member not in atom for term in atom}
        outside |= {term for head in rule.heads for term in head}
        for atom in rule.facts:
            if member not in atom:
                yield self.step(atom, binding)
                continue
            for place, one in enumerate(members):
                own = tuple(
                    f"{term}{place}"
                    if is_variable(term) and term not in (member, *outside)
                    else term
                    for term in atom
                )
                yield self.step(own, {**binding, member: one})

    def _path(self, rule: Rule, binding: Binding, members: tuple[int, ...]) -> Iterator[Step]:
        """The one atom of the body as a chain through the members."""
        ((start, _, end),) = rule.facts
        ends = [start, *(f"?between{place}" for place in range(1, len(members))), end]
        for place, one in enumerate(members):
            left = self._filled(ends[place], binding)
            right = self._filled(ends[place + 1], binding)
            yield Step(one, left, right)

    def _groups(
        self, rule: Rule, binding: Binding, one: str, two: str, members: tuple[int, ...]
    ) -> tuple[tuple[Step, ...], ...]:
        """One body per member: what would hold for two of them at once."""
        half = [atom for atom in rule.facts if two not in atom]
        if not half:
            return tuple((Step(self.number("="), member, member),) for member in members)
        return tuple(
            tuple(self.step(atom, {**binding, one: member}) for atom in half) for member in members
        )

    def members(self, head: int) -> tuple[int, ...]:
        """The members of an RDF list. InputError if it has no proper end."""
        known = self._lists.get(head)
        if known is not None:
            return known
        found: list[int] = []
        seen = set()
        node = head
        while node != self.nil:
            if node in seen:
                raise InputError(f"the list that begins at {self.show(head)} never ends")
            seen.add(node)
            first, rest = self._link(node, self.first), self._link(node, self.rest)
            if len(first) != 1 or len(rest) != 1:
                what = "rdf:first" if len(first) != 1 else "rdf:rest"
                number = len(first) if len(first) != 1 else len(rest)
                raise InputError(
                    f"the list that begins at {self.show(head)} is broken: {self.show(node)} has "
                    f"{number or 'no'} {what}",
                    hint="A node of a list has one rdf:first and one rdf:rest; rdf:nil ends it.",
                )
            found.append(first[0])
            node = rest[0]
        self._lists[head] = tuple(found)
        return self._lists[head]

    def _link(self, node: int, predicate: int) -> list[int]:
        step = Step(predicate, node, "?x")
        return [o for table in answers(self.facts, [step]) for o in table.columns["?x"].tolist()]


class _Without:
    """Relations with some rows hidden."""

    def __init__(self, facts: Relations, hidden: dict[int, Array]) -> None:
        self._facts = facts
        self._hidden = hidden

    def rows(self, relation: int) -> Array:
        rows = self._facts.rows(relation)
        hidden = self._hidden.get(relation)
        return rows if hidden is None else without(rows, hidden)

    def pairs(self, predicate: int) -> Pairs:
        if predicate not in self._hidden:
            return self._facts.pairs(predicate)
        return Pairs(self.rows(predicate))


_FORMS = (*LIST_FORMS, *NUMBER_FORMS)
