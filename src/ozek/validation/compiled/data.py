"""The data graph as integer columns with an index per predicate, made when first asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property

import numpy as np

from ozek import namespaces as ns
from ozek.columns import Columns
from ozek.validation.compiled.sets import (
    Ids,
    Mask,
    Rows,
    distinct,
    ids,
    matches,
    pack,
    spread,
    unpack,
    within,
)

IRI, BLANK, LITERAL = 1, 2, 3
"""Kinds of term (SHACL 4.1.3)."""

_RDF_TYPE = f"<{ns.RDF_TYPE}>".encode()
_SUB_CLASS_OF = f"<{ns.RDFS}subClassOf>".encode()
_KIND = {0x3C: IRI, 0x5F: BLANK, 0x22: LITERAL}


class Stopped(Exception):
    """The check of a shape was given up; the message says why."""


class TooManyPairs(Stopped):
    """A set of pairs would not fit: fewer focus nodes at a time may do."""


class Budget:
    """What the check of one shape may cost."""

    def __init__(self, seconds: float, pairs: int) -> None:
        self.seconds = seconds
        self.pairs = pairs
        self.deadline = time.monotonic() + seconds

    def restart(self) -> None:
        """Begin with the next shape."""
        self.deadline = time.monotonic() + self.seconds

    def left(self) -> float:
        """The seconds left."""
        return self.deadline - time.monotonic()

    def late(self) -> Stopped:
        """The error that says that time is up."""
        return Stopped(f"it took more than {self.seconds:g} seconds")

    def check(self, pairs: int = 0) -> None:
        """Raise Stopped if time is up, or if so many pairs are too many."""
        if time.monotonic() > self.deadline:
            raise self.late()
        if pairs > self.pairs:
            raise TooManyPairs(f"it had to look at more than {self.pairs:,} pairs at once")


class Facts:
    """Distinct triples of some columns, whatever their graph, and the numbers of their terms.

    Terms that only the shapes or a query bring get numbers above those of the columns.
    """

    def __init__(self, columns: Columns, budget: Budget) -> None:
        self.columns = columns
        self.budget = budget
        self._own = len(columns.terms)
        self._more: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._forward: dict[int, tuple[Ids, Ids]] = {}
        self._backward: dict[int, tuple[Ids, Ids]] = {}
        self._instances: dict[int, Ids] = {}

    # Terms ---------------------------------------------------------------------------------------

    def number(self, term: bytes) -> int:
        """The number of a term, a new one if need be."""
        known = self.columns.id_of(term)
        if known is not None:
            return known
        known = self._numbers.get(term)
        if known is None:
            known = self._numbers[term] = self._own + len(self._more)
            self._more.append(term)
        return known

    def known(self, term: bytes) -> bool:
        """Whether the data hold a term."""
        return self.columns.id_of(term) is not None

    def term(self, number: int) -> bytes:
        """The N-Triples text of a term."""
        if number < self._own:
            return self.columns.terms[number]
        return self._more[number - self._own]

    def test(self, values: Ids, holds: Callable[[bytes], bool]) -> Mask:
        """Which of some terms pass a test; each distinct term is tested once."""
        if not len(values):
            return np.zeros(0, bool)
        terms, inverse = np.unique(values, return_inverse=True)
        self.budget.check()
        answers: list[bool] = []
        numbers = terms.tolist()
        for start in range(0, len(numbers), 1 << 14):
            answers += [holds(self.term(number)) for number in numbers[start : start + (1 << 14)]]
            self.budget.check()
        result: Mask = np.array(answers, bool)[inverse.reshape(-1)]
        return result

    def kinds(self, values: Ids) -> Ids:
        """IRI, BLANK or LITERAL for each term."""
        if not len(values) or int(values.max()) < self._own:
            return self._kinds[values]
        return ids([_KIND[self.term(number)[0]] for number in values.tolist()])

    @cached_property
    def _kinds(self) -> Ids:
        first = np.frombuffer(b"".join([t[:1] for t in self.columns.terms]), np.uint8)
        table = np.zeros(256, np.int32)
        for sign, kind in _KIND.items():
            table[sign] = kind
        result: Ids = table[first]
        return result

    # Triples -------------------------------------------------------------------------------------

    @cached_property
    def _by_predicate(self) -> tuple[Rows, Ids]:
        order = np.argsort(self.columns.p, kind="stable")
        return order, self.columns.p[order]

    @property
    def predicates(self) -> Ids:
        """All predicates, as a set."""
        return distinct(self._by_predicate[1])

    def pairs(self, predicate: int) -> tuple[Ids, Ids]:
        """The distinct (subject, object) pairs of a predicate, sorted by subject."""
        if predicate not in self._forward:
            order, sorted_predicates = self._by_predicate
            start, end = np.searchsorted(sorted_predicates, [predicate, predicate + 1])
            rows = order[start:end]
            keys = distinct(pack(self.columns.s[rows], self.columns.o[rows]))
            self._forward[predicate] = unpack(keys)
        return self._forward[predicate]

    def swapped(self, predicate: int) -> tuple[Ids, Ids]:
        """The distinct (object, subject) pairs of a predicate, sorted by object."""
        if predicate not in self._backward:
            s, o = self.pairs(predicate)
            self._backward[predicate] = unpack(np.sort(pack(o, s)))
        return self._backward[predicate]

    def step(self, nodes: Ids, predicate: int, *, inverse: bool = False) -> tuple[Rows, Ids]:
        """One step from nodes: (which row, term reached), without repetition."""
        source, target = self.swapped(predicate) if inverse else self.pairs(predicate)
        start, length = matches(nodes, source)
        self.budget.check(int(length.sum()))
        rows, places = spread(start, length)
        return rows, target[places]

    def other_triples(self, subjects: Ids, predicates: Ids) -> tuple[Ids, Ids, Ids]:
        """The distinct triples of a set of subjects with none of a set of predicates."""
        order, sorted_predicates = self._by_predicate
        rows = order[~np.isin(sorted_predicates, predicates)]
        subject = self.columns.s[rows]
        found = rows[np.isin(subject, subjects)]
        self.budget.check(len(found))
        s, p, o = self.columns.s[found], self.columns.p[found], self.columns.o[found]
        order = np.lexsort((o, p, s))
        s, p, o = s[order], p[order], o[order]
        if len(s):
            new = np.ones(len(s), bool)
            new[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
            s, p, o = s[new], p[new], o[new]
        return s, p, o

    def instances(self, kind: int) -> Ids:
        """The SHACL instances of a class: those of it and of its subclasses (SHACL 1.1)."""
        if kind not in self._instances:
            sub = self.number(_SUB_CLASS_OF)
            classes = [kind]
            seen = {kind}
            for one in classes:
                below = self.step(ids([one]), sub, inverse=True)[1].tolist()
                classes += [c for c in below if c not in seen]
                seen.update(below)
            found = self.step(ids(sorted(seen)), self.number(_RDF_TYPE), inverse=True)[1]
            self._instances[kind] = distinct(found)
        return self._instances[kind]

    def are_instances(self, values: Ids, kind: int) -> Mask:
        """Which of some terms are instances of a class."""
        return within(values, self.instances(kind))
