"""Answering a rule's body over sorted arrays.

A body is a list of steps; an answer is a table: one array per variable. Steps are joined one after
another, those first that multiply the table least. Large joins are done in slices, so that memory
stays bounded whatever the data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from ozek.errors import InputError
from ozek.reasoning.rl.relations import EMPTY, LOW, Array, Pairs, contains, pack

SLICE = 1 << 22
"""A join is cut up when its result would have more rows."""

WORK = 1 << 33
"""A single join with more rows than this is refused: it would run for many minutes."""


class Step(NamedTuple):
    """An atom with its relation known: ``s`` and ``o`` are variables or term numbers.

    ``relation`` is a predicate p, or ~c for a class, and then there is no ``o``.
    """

    relation: int
    s: str | int
    o: str | int | None = None

    def variables(self) -> tuple[str, ...]:
        return tuple(x for x in (self.s, self.o) if isinstance(x, str))

    def renamed(self, names: Mapping[str, str]) -> Step:
        """The step with other variables."""
        s = names.get(self.s, self.s) if isinstance(self.s, str) else self.s
        o = names.get(self.o, self.o) if isinstance(self.o, str) else self.o
        return Step(self.relation, s, o)


class Table(NamedTuple):
    """Bindings: ``size`` rows, one array per variable."""

    size: int
    columns: dict[str, Array]

    def value(self, term: str | int | None) -> Array:
        """The column of a variable, or a term as often as there are rows."""
        if isinstance(term, str):
            return self.columns[term]
        assert term is not None
        return np.full(self.size, term, np.int64)

    def take(self, rows: Array | np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Table:
        columns = {name: column[rows] for name, column in self.columns.items()}
        size = int(np.count_nonzero(rows)) if rows.dtype == bool else len(rows)
        return Table(size, columns)

    def knows(self, term: str | int | None) -> bool:
        return not isinstance(term, str) or term in self.columns


class Relations(Protocol):
    """What a body is answered over."""

    def rows(self, relation: int) -> Array:
        """The sorted pairs or members of a relation."""

    def pairs(self, predicate: int) -> Pairs:
        """The pairs of a predicate, indexed."""


class TooMuch(InputError):
    """What would be derived does not fit: a join or a closure beyond all bounds."""


def answers(
    facts: Relations, body: Sequence[Step], seed: tuple[int, Array] | None = None
) -> Iterator[Table]:
    """Yield all answers of a body, in one or several tables; the same answer may come twice.

    ``seed`` gives a step other rows than its relation holds (those that are new).
    """
    rest = list(body)
    table = Table(1, {})
    if seed is not None:
        table = _scan(rest.pop(seed[0]), seed[1])
    yield from _extended(facts, table, rest)


def _scan(step: Step, rows: Array) -> Table:
    """The rows of one step as a table."""
    sides = [(step.s, rows)] if step.o is None else [(step.s, rows >> 32), (step.o, rows & LOW)]
    columns: dict[str, Array] = {}
    keep = None
    for term, values in sides:
        if not isinstance(term, str):
            mask = values == term
        elif term in columns:
            mask = values == columns[term]
        else:
            columns[term] = values
            continue
        keep = mask if keep is None else keep & mask
    table = Table(len(rows), columns)
    return table if keep is None else table.take(keep)


def _extended(facts: Relations, table: Table, rest: list[Step]) -> Iterator[Table]:
    if not table.size:
        return
    if not rest:
        yield table
        return
    best = 0
    if len(rest) > 1:
        best = min(range(len(rest)), key=lambda i: _join_cost(facts, table, rest[i]))
    step = rest[best]
    others = rest[:best] + rest[best + 1 :]
    for part in _joined(facts, table, step):
        yield from _extended(facts, part, others)


def _join_cost(facts: Relations, table: Table, step: Step) -> float:
    knows_s, knows_o = table.knows(step.s), step.o is None or table.knows(step.o)
    if knows_s and knows_o:
        return 0.0
    if step.o is None or not (knows_s or knows_o):
        return 1.0 + len(facts.rows(step.relation))
    return 1.0 + facts.pairs(step.relation).fan(0 if knows_s else 1)


def _joined(facts: Relations, table: Table, step: Step) -> Iterator[Table]:
    """The table joined with one step."""
    knows_s, knows_o = table.knows(step.s), step.o is None or table.knows(step.o)
    if step.o is None and knows_s:
        yield table.take(contains(facts.rows(step.relation), table.value(step.s)))
    elif step.o is not None and knows_s and knows_o:
        wanted = pack(table.value(step.s), table.value(step.o))
        yield table.take(contains(facts.rows(step.relation), wanted))
    elif step.o is not None and (knows_s or knows_o):
        pairs = facts.pairs(step.relation)
        index, known, new = (
            (pairs.by_subject, step.s, step.o) if knows_s else (pairs.by_object, step.o, step.s)
        )
        yield from _looked_up(table, index, table.value(known), str(new))
    else:
        yield from _multiplied(table, _scan(step, facts.rows(step.relation)))


def _looked_up(table: Table, index: Array, keys: Array, new: str) -> Iterator[Table]:
    """The table with, for each key, every partner in the index."""
    start = np.searchsorted(index, keys << 32)
    count = np.searchsorted(index, (keys + 1) << 32) - start
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    if total > WORK:
        raise TooMuch(f"a join of {total:,} rows is beyond what can be done")
    for low, high in _slices(ends, total):
        counts = count[low:high]
        size = int(counts.sum())
        if not size:
            continue
        rows = np.repeat(np.arange(low, high), counts)
        first = start[low:high] - (np.cumsum(counts) - counts)
        partners = index[np.arange(size) + np.repeat(first, counts)] & LOW
        part = table.take(rows)
        part.columns[new] = partners
        yield part


def _slices(ends: Array, total: int) -> Iterator[tuple[int, int]]:
    """Cut rows so that no part yields much more than SLICE results."""
    low = 0
    for bound in range(SLICE, total + SLICE, SLICE):
        high = int(np.searchsorted(ends, bound, "right"))
        high = max(high, low + 1) if low < len(ends) else low
        if high > low:
            yield low, min(high, len(ends))
            low = min(high, len(ends))
    if low < len(ends):
        yield low, len(ends)


def _multiplied(table: Table, other: Table) -> Iterator[Table]:
    """Every row with every row (bodies whose parts share no variable)."""
    if table.size == 1 and not table.columns:
        yield other
        return
    total = table.size * other.size
    if total > WORK:
        raise TooMuch(f"a join of {total:,} rows is beyond what can be done")
    width = max(1, SLICE // max(1, other.size))
    for low in range(0, table.size, width):
        part = table.take(np.arange(low, min(low + width, table.size)))
        columns = {name: np.repeat(column, other.size) for name, column in part.columns.items()}
        columns.update({name: np.tile(c, part.size) for name, c in other.columns.items()})
        yield Table(part.size * other.size, columns)


def rows_of(step: Step, table: Table) -> Array:
    """What a head says for each answer: pairs, or members."""
    if not table.size:
        return EMPTY
    if step.o is None:
        return table.value(step.s)
    return pack(table.value(step.s), table.value(step.o))
