"""Contradictions: every rule that ends in FALSE, answered over the finished closure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ozek.columns import Columns
from ozek.namespaces import XSD
from ozek.reasoning.rl import datatypes
from ozek.reasoning.rl.compile import Instance
from ozek.reasoning.rl.fixpoint import Fixpoint
from ozek.reasoning.rl.joins import Step, Table, answers
from ozek.reasoning.rl.relations import LOW, pack
from ozek.reasoning.rl.sameas import cliques
from ozek.reasoning.rl.table import LIST_FORMS, NUMBER_FORMS, is_variable

Ids = tuple[int, int, int]


@dataclass(frozen=True)
class Found:
    """One contradiction: the rule, the thing it is about, and the triples in it as term numbers.

    ``axioms`` are what the ontology says, ``facts`` what holds of things; both are in the closure.
    """

    rule: str
    focus: int
    facts: tuple[Ids, ...]
    axioms: tuple[Ids, ...] = ()


def find(run: Fixpoint, columns: Columns, most: int) -> tuple[tuple[Found, ...], Counter[str]]:
    """All contradictions, each once, and how many there are by rule.

    Of each rule at most ``most`` are described; all are counted.
    """
    found: list[Found] = []
    seen: set[tuple[str, frozenset[Ids]]] = set()
    counts: Counter[str] = Counter()
    for clash in _all(run, columns):
        key = (clash.rule, frozenset(clash.facts))
        if key not in seen:
            counts[clash.rule] += 1
            if counts[clash.rule] <= most:
                seen.add(key)
                found.append(clash)
    return tuple(found), counts


def _all(run: Fixpoint, columns: Columns) -> Iterator[Found]:
    for rule in run.rules:
        if rule.is_clash and not rule.realised:
            for instance in run.compiler.instances(rule):
                yield from _grouped(run, instance) if instance.groups else _simple(run, instance)
    for split in run.splits:
        yield _found(run, split.instance, dict(split.binding))
    yield from _unequal_literals(run)
    yield from _ill_typed(run, columns)


def _simple(run: Fixpoint, instance: Instance) -> Iterator[Found]:
    same = run.number("=")
    body = list(instance.body)
    names: dict[str, str] = {}
    for step in instance.body:
        if step.relation == same and isinstance(step.s, str) and isinstance(step.o, str):
            names[step.o] = step.s
            body.remove(step)
    body = [step.renamed(names) for step in body]
    for table in answers(run.facts, body):
        for binding in _rows(table):
            full = {**binding, **{other: binding[one] for other, one in names.items()}}
            yield _found(run, instance, full)


def _rows(table: Table) -> Iterator[dict[str, int]]:
    names = list(table.columns)
    if not names:
        yield {}
        return
    for row in zip(*(table.columns[name].tolist() for name in names), strict=True):
        yield dict(zip(names, row, strict=True))


def _grouped(run: Fixpoint, instance: Instance) -> Iterator[Found]:
    """PAIR: two groups that hold for the same things."""
    same = run.number("=")
    keys, places = [], []
    names: list[str] = []
    for place, group in enumerate(instance.groups):
        if group[0].relation == same:
            keys.append(np.array([group[0].s], np.int64))
            places.append(np.array([place]))
            continue
        for table in answers(run.facts, group):
            names = sorted(table.columns)
            columns = [table.columns[name] for name in names]
            keys.append(pack(*columns) if len(columns) == 2 else columns[0])
            places.append(np.full(table.size, place))
    if not keys:
        return
    key, at = np.concatenate(keys), np.concatenate(places)
    order = np.lexsort([at, key])
    key, at = key[order], at[order]
    binding = dict(instance.binding)
    apart = 1
    while len(rows := np.flatnonzero(key[apart:] == key[:-apart])):
        for row in rows.tolist():
            one, two = instance.groups[at[row]], instance.groups[at[row + apart]]
            value = int(key[row])
            values = (value >> 32, value & int(LOW)) if len(names) == 2 else (value,)
            filled = dict(zip(names, values, strict=False))
            if at[row] != at[row + apart]:
                facts = tuple(_triple(run, step, filled) for step in (*one, *two))
                yield Found(instance.rule.name, values[0], facts, _axioms(run, instance, binding))
        apart += 1


def _found(run: Fixpoint, instance: Instance, binding: dict[str, int]) -> Found:
    facts = tuple(_triple(run, step, binding) for step in instance.body)
    focus = next((fact[0] for fact in facts), -1)
    return Found(instance.rule.name, focus, facts, _axioms(run, instance, dict(instance.binding)))


def _triple(run: Fixpoint, step: Step, binding: dict[str, int]) -> Ids:
    def value(term: str | int) -> int:
        return binding[term] if isinstance(term, str) else term

    if step.o is None:
        return value(step.s), run.facts.typing, ~step.relation
    return value(step.s), step.relation, value(step.o)


def _axioms(run: Fixpoint, instance: Instance, binding: dict[str, int]) -> tuple[Ids, ...]:
    def value(term: str) -> int:
        return binding[term] if is_variable(term) else run.number(term)

    atoms = [a for a in instance.rule.axioms if a[0] not in (*LIST_FORMS, *NUMBER_FORMS)]
    return tuple((value(s), value(p), value(o)) for s, p, o in atoms)


def _unequal_literals(run: Fixpoint) -> Iterator[Found]:
    """dt-diff with eq-diff1: equal terms among which are literals of different values."""
    members, heads = cliques(run.facts.same)
    literal = run.terms.literals(members)
    first: dict[int, int] = {}
    same, different = run.number("="), run.number("different")
    for number, head in zip(members[literal].tolist(), heads[literal].tolist(), strict=True):
        one = first.setdefault(head, number)
        if datatypes.differ(run.terms[one], run.terms[number]):
            yield Found("eq-diff1", head, ((one, same, number), (one, different, number)))


def _ill_typed(run: Fixpoint, columns: Columns) -> Iterator[Found]:
    """dt-not-type: literals without a value, and literals in datatypes that do not hold them."""
    bad = [n for n, name in run.terms.typed() if name in datatypes.DATATYPES and _bad(run, n)]
    if bad:
        wanted = np.zeros(len(run.terms) + 1, bool)
        wanted[bad] = True
        for row in np.flatnonzero(wanted[columns.o]).tolist():
            triple = (int(columns.s[row]), int(columns.p[row]), int(columns.o[row]))
            yield Found("dt-not-type", triple[0], (triple,))
    yield from _wrong_types(run, set(bad))


def _bad(run: Fixpoint, number: int) -> bool:
    return datatypes.is_ill_typed(run.terms[number])


def _wrong_types(run: Fixpoint, known: Iterable[int]) -> Iterator[Found]:
    names = {run.number(f"<{name}>"): name for name in datatypes.DATATYPES}
    known = set(known)
    literals: dict[int, list[int]] = {}
    members, heads = cliques(run.facts.same)
    for number, head in zip(members.tolist(), heads.tolist(), strict=True):
        if run.terms.is_literal(number):
            literals.setdefault(head, []).append(number)
    for cls, name in names.items():
        things = run.facts.members(cls)
        if not len(things):
            continue
        mine = things[run.terms.literals(things)].tolist()
        mine += [lit for head in set(things.tolist()) & literals.keys() for lit in literals[head]]
        own = b'"' if name == XSD + "string" else f'"^^<{name}>'.encode()
        for number in [n for n in dict.fromkeys(mine) if not run.terms[n].endswith(own)]:
            value = datatypes.value_of(run.terms[number])
            if value is not None and number not in known and not datatypes.holds(name, value):
                yield Found("dt-not-type", number, ((number, run.facts.typing, cls),))
