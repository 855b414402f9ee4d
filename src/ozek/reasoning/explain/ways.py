"""What the search needs to go through ways: values kept, equal terms, what is known of literals."""

from __future__ import annotations

from collections.abc import Iterator

from ozek.reasoning.explain.concrete import Instance
from ozek.reasoning.explain.known import Known
from ozek.reasoning.explain.recorded import Triple
from ozek.reasoning.rl import datatypes


def same_value(known: Known, one: int, two: int) -> bool:
    """Whether two terms are literals with one value."""
    if not (known.is_literal(one) and known.is_literal(two)):
        return False
    value = datatypes.value_of(known.terms[one])
    return value is not None and value == datatypes.value_of(known.terms[two])


def literal_steps(known: Known, triple: Triple) -> Iterator[Instance]:
    """What is known of values: dt-type2, dt-diff."""
    s, p, o = triple
    text = known.terms[s]
    if p == known.type:
        name = known.terms[o][1:-1].decode()
        value = datatypes.value_of(text)
        if value is not None and name in datatypes.DATATYPES and datatypes.holds(name, value):
            yield Instance("dt-type2", ())
    elif p == known.different and known.is_literal(o) and datatypes.differ(text, known.terms[o]):
        yield Instance("dt-diff", ())


class Kept:
    """An iterator's values, kept for the next time as far as they have been asked for."""

    def __init__(self, source: Iterator[Instance]) -> None:
        self._source = source
        self._values: list[Instance] = []

    def __iter__(self) -> Iterator[Instance]:
        place = 0
        while True:
            if place == len(self._values):
                value = next(self._source, None)
                if value is None:
                    return
                self._values.append(value)
            yield self._values[place]
            place += 1


def cliques(known: Known) -> dict[int, list[int]]:
    """Term → all terms recorded as the same, itself among them; none for a term on its own."""
    parents: dict[int, int] = {}

    def root(term: int) -> int:
        while parents.setdefault(term, term) != term:
            parents[term] = parents[parents[term]]
            term = parents[term]
        return term

    for left, right in known.pairs(known.same):
        if left != right:
            parents[root(left)] = root(right)
    groups: dict[int, list[int]] = {}
    for term in parents:
        groups.setdefault(root(term), []).append(term)
    for group in groups.values():
        group.sort(key=known.terms.__getitem__)
    return {term: groups[root(term)] for term in parents}
