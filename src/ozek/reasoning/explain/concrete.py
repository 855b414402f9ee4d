"""The rule table and the project's rules, made concrete by the axioms, to be read backwards.

``prp-dom: [?p rdfs:domain ?c] ?x ?p ?y -> ?x a ?c`` gives one concrete rule for each domain axiom;
a goal ``x a C`` then meets just the rules that end in ``a C``. What is to be proved first are the
facts of the body and those axioms that are themselves derived.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import inf

from ozek.reasoning.explain.known import Known
from ozek.reasoning.explain.recorded import Triple
from ozek.reasoning.rl.table import ABOUT_TERMS_ONLY, RULES, Atom, Rule, is_variable

Term = int | str
"""The number of a term, or a variable ``?x``."""
Pattern = tuple[Term, Term, Term]
Binding = Mapping[str, int]

_REDUNDANT = ABOUT_TERMS_ONLY - {"scm-hv"}
"""Rules whose conclusions, as axioms, make no proof about a thing possible, or shorter."""
_EQUAL = 32
"""The ontology is not repeated for more equal terms than these."""
_EQUALITY = ("eq-ref", "eq-sym", "eq-trans", "eq-rep-s", "eq-rep-p", "eq-rep-o")


@dataclass(frozen=True)
class Concrete:
    """A rule with its axioms filled in; ``head`` is None for a contradiction.

    ``binding`` says what the axioms' variables stand for, a list for the variable of a list form.
    ``check`` tells whether the ``conditions`` hold that are no triples.
    """

    rule: str
    head: Pattern | None
    body: tuple[Pattern, ...]
    axioms: tuple[Triple, ...] = ()
    binding: tuple[tuple[str, int | tuple[int, ...]], ...] = ()
    conditions: tuple[str, ...] = ()
    check: Callable[[Binding], bool] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Instance:
    """One way to the goal: a concrete rule, the triples it needs, what its variables stand for."""

    rule: str
    premises: tuple[Triple, ...]
    axioms: tuple[Triple, ...] = ()
    binding: tuple[tuple[str, int | tuple[int, ...]], ...] = ()
    conditions: tuple[str, ...] = ()


# From the table -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _State:
    binding: dict[str, int]
    axioms: tuple[Triple, ...]
    facts: tuple[Atom, ...]
    lists: tuple[tuple[str, tuple[int, ...]], ...] = ()


def concretes(rule: Rule, known: Known) -> Iterator[Concrete]:
    """A rule of the table for every answer to its axioms; once for each of its conclusions."""
    if rule.name in _EQUALITY or any(t in _SPECIAL for atom in _atoms(rule) for t in atom):
        return
    for state in _states(rule.axioms, _State({}, (), rule.facts), known):
        body = tuple(_pattern(atom, state.binding, known) for atom in state.facts)
        named: tuple[tuple[str, int | tuple[int, ...]], ...]
        named = (*state.binding.items(), *state.lists)
        for head in rule.heads or (None,):
            end = None if head is None else _pattern(head, state.binding, known)
            yield Concrete(rule.name, end, body, state.axioms, named)


_SPECIAL = ("ANNOTATION", "DATATYPE", "LITERAL")


def _atoms(rule: Rule) -> Iterator[Atom]:
    yield from rule.axioms
    yield from rule.facts
    yield from rule.heads


def _states(axioms: tuple[Atom, ...], state: _State, known: Known) -> Iterator[_State]:
    if not axioms:
        yield state
        return
    atom, rest = axioms[0], axioms[1:]
    for after in _answers(atom, state, known):
        yield from _states(rest, after, known)


def _answers(atom: Atom, state: _State, known: Known) -> Iterator[_State]:
    form, binding = atom[0], state.binding
    if form in ("ZERO", "ONE"):
        if _whole(known.terms[binding[atom[1]]]) == ("ZERO", "ONE").index(form):
            yield state
    elif form in ("EACH", "PATH"):
        members = tuple(known.members(binding[atom[1]]))
        if members:
            spread = _each if form == "EACH" else _path
            facts = tuple(spread(state.facts, atom[2], members))
            lists = (*state.lists, (atom[2], members))
            yield _State(binding | _member_names(atom[2], members), state.axioms, facts, lists)
    elif form == "SOME":
        for member in known.members(binding[atom[1]]):
            yield _State({**binding, atom[2]: member}, state.axioms, state.facts, state.lists)
    elif form == "PAIR":
        for one, two in combinations(known.members(binding[atom[1]]), 2):
            both = {**binding, atom[2]: one, atom[3]: two}
            yield _State(both, state.axioms, state.facts, state.lists)
    else:
        pattern = _pattern(atom, binding, known)
        for triple in matches(known, pattern, binding):
            bound = unify(pattern, triple, binding)
            if bound is not None:
                axioms = (*state.axioms, triple)
                yield _State(bound, axioms, state.facts, state.lists)


def _member_names(variable: str, members: tuple[int, ...]) -> dict[str, int]:
    return {f"{variable}.{place}": member for place, member in enumerate(members)}


def _each(facts: tuple[Atom, ...], variable: str, members: tuple[int, ...]) -> Iterator[Atom]:
    """The premises with the variable once for each member; variables met only there are its own."""
    shared = {t for atom in facts if variable not in atom for t in atom}
    inside = [{t for t in atom if is_variable(t)} for atom in facts if variable in atom]
    own = {t for names in inside for t in names} - shared - {variable}
    counted = {t for t in own if sum(t in names for names in inside) > 1}
    for atom in facts:
        if variable not in atom:
            yield atom
    for place in range(len(members)):
        rename = {variable: f"{variable}.{place}", **{t: f"{t}.{place}" for t in counted}}
        for atom in facts:
            if variable in atom:
                yield tuple(rename.get(term, term) for term in atom)


def _path(facts: tuple[Atom, ...], variable: str, members: tuple[int, ...]) -> Iterator[Atom]:
    """The premise with the variable as a chain: the end of one is the beginning of the next."""
    for atom in facts:
        if variable not in atom:
            yield atom
            continue
        start, _, end = atom
        last = len(members) - 1
        for place in range(len(members)):
            left = start if place == 0 else f"?·{place}"
            right = end if place == last else f"?·{place + 1}"
            yield (left, f"{variable}.{place}", right)


def _whole(text: bytes) -> int | None:
    value = text[1:].partition(b'"')[0]
    try:
        return int(value)
    except ValueError:
        return None


def _pattern(atom: Atom, binding: Binding, known: Known) -> Pattern:
    s, p, o = (
        binding.get(term, term) if is_variable(term) else known.number(term) for term in atom
    )
    return s, p, o


# Answering ----------------------------------------------------------------------------------------


def matches(known: Known, pattern: Pattern, binding: Binding) -> Iterable[Triple]:
    """The recorded triples that match a pattern, its predicate being known."""
    s, p, o = (binding.get(t, t) if type(t) is str else t for t in pattern)
    if type(p) is str:
        return ()
    assert isinstance(p, int)
    if isinstance(s, int):
        if isinstance(o, int):
            return ((s, p, o),) if known.has((s, p, o)) else ()
        return ((s, p, value) for value in known.objects(s, p))
    if isinstance(o, int):
        return ((subject, p, o) for subject in known.subjects(p, o))
    return ((subject, p, value) for subject, value in known.pairs(p))


def unify(pattern: Pattern, triple: Triple, binding: Binding) -> dict[str, int] | None:
    """The binding under which the pattern is the triple, None if there is none."""
    result = dict(binding)
    for term, number in zip(pattern, triple, strict=True):
        if type(term) is str:
            if result.setdefault(term, number) != number:
                return None
        elif term != number:
            return None
    return result


def solve(
    known: Known, body: tuple[Pattern, ...], binding: dict[str, int]
) -> Iterator[dict[str, int]]:
    """All bindings under which every triple of the body is recorded, or holds unrecorded.

    The most selective pattern goes first; a triple that reasoning leaves unrecorded is let pass
    when its terms are known, and has to be proved.
    """
    best, least = -1, inf
    for place, (s, p, o) in enumerate(body):
        s = binding.get(s, s) if type(s) is str else s
        p = binding.get(p, p) if type(p) is str else p
        o = binding.get(o, o) if type(o) is str else o
        if type(p) is str:
            continue
        left, right = type(s) is int, type(o) is int
        if left and right:
            if not known.may_hold((s, p, o)):  # type: ignore[arg-type]
                return
            yield from solve(known, body[:place] + body[place + 1 :], binding)
            return
        count = known.count(s if left else None, p, o if right else None)  # type: ignore[arg-type]
        if not left and right and p == known.type and known.is_blank(o):  # type: ignore[arg-type]
            count += 1 << 40
        if count < least:
            best, least = place, count
    if best < 0:
        if not body:
            yield binding
        return
    rest = body[:best] + body[best + 1 :]
    for triple in matches(known, body[best], binding):
        bound = unify(body[best], triple, binding)
        if bound is not None:
            yield from solve(known, rest, bound)


def ground(body: tuple[Pattern, ...], binding: Binding) -> tuple[Triple, ...]:
    """The triples of a body under a binding."""
    return tuple(
        tuple(binding[t] if type(t) is str else t for t in pattern)  # type: ignore[misc]
        for pattern in body
    )


# All rules ----------------------------------------------------------------------------------------


class Rules:
    """The concrete rules by what they conclude, and the consequences of the model alone.

    ``transitive``: predicate → the axiom by which it passes on.
    """

    def __init__(self, known: Known, own: Iterable[Concrete] = ()) -> None:
        self.known = known
        self.by_value: dict[tuple[int, int], list[Concrete]] = {}
        self.by_predicate: dict[int, list[Concrete]] = {}
        self.transitive: dict[int, tuple[Triple, ...]] = {known.same: ()}
        self._reading: dict[int, list[tuple[Concrete, int]]] = {}
        self._seen: set[Concrete] = set()
        for rule in RULES:
            if not rule.is_clash:
                self._take(concretes(rule, known))
        self._take(own)
        self._close_model()

    def concluding(self, predicate: int, value: int | None = None) -> Iterator[Concrete]:
        """The rules that may end in this predicate (and object)."""
        if value is None:
            for (p, _), rules in self.by_value.items():
                if p == predicate:
                    yield from rules
        else:
            yield from self.by_value.get((predicate, value), ())
        yield from self.by_predicate.get(predicate, ())

    def _take(self, rules: Iterable[Concrete]) -> None:
        for one in rules:
            if one in self._seen or one.head is None:
                continue
            self._seen.add(one)
            _, p, o = one.head
            assert isinstance(p, int)
            if one.rule == "prp-trp":
                self.transitive[p] = one.axioms
            if isinstance(o, int):
                self.by_value.setdefault((p, o), []).append(one)
            else:
                self.by_predicate.setdefault(p, []).append(one)
            for place, (_, predicate, _) in enumerate(one.body):
                if isinstance(predicate, int):
                    self._reading.setdefault(predicate, []).append((one, place))

    def _equal(self) -> dict[int, list[int]]:
        """Term → the terms recorded as equal to it and itself; not for very many."""
        found: dict[int, set[int]] = {}
        for left, right in self.known.pairs(self.known.same):
            if left != right:
                found.setdefault(left, {left}).add(right)
                found.setdefault(right, {right}).add(left)
        name = self.known.terms.__getitem__
        few = {term: equal for term, equal in found.items() if len(equal) <= _EQUAL}
        return {term: sorted(equal, key=name) for term, equal in few.items()}

    def _close_model(self) -> None:
        """Add what follows from ontology and taxonomy alone, and the rules it gives rise to."""
        known = self.known
        queue: deque[Triple] = deque(known.model)
        facts = [one for rules in self.by_value.values() for one in rules if not one.body]
        queue.extend(
            one.head  # type: ignore[misc]
            for one in facts
            if all(type(t) is int for t in one.head or ()) and known.add(one.head)  # type: ignore[arg-type]
        )
        axioms: set[Triple] = set()
        equal = self._equal()
        while queue:
            triple = queue.popleft()
            s, p, o = triple
            twins = ((one, p, other) for one in equal.get(s, (s,)) for other in equal.get(o, (o,)))
            new = [twin for twin in twins if p != known.same and known.add(twin)]
            axioms.update(new)
            queue.extend(new)
            for one, place in list(self._reading.get(triple[1], ())):
                bound = unify(one.body[place], triple, {})
                if bound is None or one.check is not None:
                    continue
                rest = one.body[:place] + one.body[place + 1 :]
                for answer in list(solve_recorded(known, rest, bound)):
                    (head,) = ground((one.head,), answer)  # type: ignore[arg-type]
                    if known.about_model(head) and known.add(head):
                        queue.append(head)
                        if one.rule not in _REDUNDANT:
                            axioms.add(head)
            if not queue and axioms:
                before = len(self._seen)
                for rule in RULES:
                    if rule.axioms and not rule.is_clash:
                        self._take(c for c in concretes(rule, known) if axioms & set(c.axioms))
                axioms = set()
                if len(self._seen) > before:
                    queue.extend(known.model)
                    queue.extend(known.more())


def solve_recorded(
    known: Known, body: tuple[Pattern, ...], binding: dict[str, int]
) -> Iterator[dict[str, int]]:
    """As :func:`solve`, with recorded triples alone."""
    for answer in solve(known, body, binding):
        if all(map(known.has, ground(body, answer))):
            yield answer
