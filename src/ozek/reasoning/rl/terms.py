"""The terms of a run: those of the columns, and those the rules bring along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from ozek.columns import Columns
from ozek.namespaces import OWL, RDF, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, RDFS, XSD
from ozek.reasoning.rl.datatypes import DATATYPES, split_literal, value_of
from ozek.reasoning.rl.relations import Array
from ozek.reasoning.rl.table import Rule, is_variable

SHORT = {
    "a": f"<{RDF_TYPE}>",
    "=": f"<{OWL}sameAs>",
    "first": f"<{RDF_FIRST}>",
    "rest": f"<{RDF_REST}>",
    "nil": f"<{RDF_NIL}>",
    "thing": f"<{OWL}Thing>",
    "nothing": f"<{OWL}Nothing>",
    "different": f"<{OWL}differentFrom>",
    "class": f"<{OWL}Class>",
}
"""Short names for the terms the engine itself speaks of."""

_SHOWN = {"rdf:": RDF, "rdfs:": RDFS, "owl:": OWL, "xsd:": XSD}


class Terms:
    """Terms by number and numbers by term; the columns' table is not changed."""

    def __init__(self, columns: Columns, rules: Iterable[Rule]) -> None:
        self._base = columns.terms
        self._id_of = columns.id_of
        self._extra: dict[str, int] = {}
        self.constants: set[int] = set()
        for term in chain(SHORT.values(), _constants(rules), (f"<{d}>" for d in DATATYPES)):
            self.constants.add(self._add(term))
        self._added = [term.encode() for term in self._extra]

    def _add(self, term: str) -> int:
        known = self._id_of(term)
        if known is not None:
            return known
        return self._extra.setdefault(term, len(self._base) + len(self._extra))

    def __len__(self) -> int:
        return len(self._base) + len(self._extra)

    def __getitem__(self, number: int) -> bytes:
        size = len(self._base)
        return self._base[number] if number < size else self._added[number - size]

    def table(self) -> list[bytes]:
        """All terms, by number."""
        return [*self._base, *self._added]

    def find(self, term: str) -> int | None:
        """The number of a term (N-Triples or a short name), None if it is not known."""
        term = SHORT.get(term, term)
        known = self._id_of(term)
        return self._extra.get(term) if known is None else known

    def number(self, term: str) -> int:
        """The number of a term the rules name."""
        found = self.find(term)
        if found is None:
            raise KeyError(term)
        return found

    def text(self, number: int) -> str:
        """A term as N-Triples text."""
        return self[number].decode()

    def show(self, number: int) -> str:
        """A term for messages."""
        text = self.text(number)
        for prefix, namespace in _SHOWN.items():
            if text.startswith(f"<{namespace}"):
                return prefix + text[len(namespace) + 1 : -1]
        return text

    def is_literal(self, number: int) -> bool:
        return self[number].startswith(b'"')

    def literals(self, numbers: Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of some terms are literals."""
        first = (self[number][0] == 0x22 for number in numbers.tolist())
        return np.fromiter(first, bool, len(numbers))

    def rank(self, numbers: Array) -> Array:
        """Which of equal terms stands for all: a rule's own, then IRIs, blank nodes, literals."""
        kinds = {0x3C: 1, 0x5F: 2, 0x22: 3}
        ranks = (
            0 if number in self.constants else kinds[self[number][0]] for number in numbers.tolist()
        )
        return np.fromiter(ranks, np.int64, len(numbers))

    def digit(self, number: int) -> int | None:
        """0 or 1 for a literal with that value, else None."""
        if not self.is_literal(number):
            return None
        value = value_of(self[number])
        return next((digit for digit in (0, 1) if value == ("number", digit, 1)), None)

    def typed(self) -> Iterator[tuple[int, str]]:
        """The literals that are written with a datatype, and the datatype."""
        for number, term in enumerate(self._base):
            if term[0] == 0x22 and term[-1] == 0x3E:
                yield number, term[term.rfind(b"<") + 1 : -1].decode()

    def all_literals(self) -> list[int]:
        """The numbers of all literals."""
        return [number for number, term in enumerate(self._base) if term[0] == 0x22]

    def datatype(self, number: int) -> str:
        """The datatype of a literal."""
        return split_literal(self[number])[2]


def _constants(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        for atom in (*rule.axioms, *rule.facts, *rule.heads):
            yield from (term for term in atom if not is_variable(term) and term[0] in '<"_')
