"""Recorded triples at hand, as sorted integer columns.

Two orders are enough, since a rule read backwards always knows its predicates: by predicate and
subject, and by predicate and object. Each triple knows whether it was stated.

Terms are numbered in the order of their N-Triples text, so that a search goes through them in the
same order wherever it runs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Triple = tuple[int, int, int]


class Recorded(Protocol):
    """What a search needs to know of the recorded triples, by the numbers of their terms.

    Whatever is given in some order comes in the order of the terms' N-Triples text.
    """

    terms: list[bytes]
    ids: dict[bytes, int]

    def __len__(self) -> int: ...

    def occurs(self, text: bytes) -> int | None:
        """The number of a term, None if no triple holds it."""

    def state(self, triple: Triple) -> bool | None:
        """Whether a triple is stated; None if it is not recorded."""

    def objects(self, s: int, p: int) -> Sequence[int]:
        """The objects of a subject and a predicate."""

    def subjects(self, p: int, o: int) -> Sequence[int]:
        """The subjects of a predicate and an object."""

    def pairs(self, p: int) -> Iterable[tuple[int, int]]:
        """The subjects and objects of a predicate."""

    def count(self, s: int | None, p: int, o: int | None) -> int:
        """How many triples match; one of subject and object may be given."""

    def speaking(self, subjects: Collection[int], predicates: Collection[int]) -> list[Triple]:
        """The triples with one of the subjects or one of the predicates, by predicate."""


class RecordedColumns:
    """Triples at hand."""

    def __init__(
        self,
        terms: Sequence[bytes],
        s: NDArray[np.int32],
        p: NDArray[np.int32],
        o: NDArray[np.int32],
        stated: NDArray[np.bool_],
    ) -> None:
        used = np.unique(np.concatenate((s, p, o)))
        names = [terms[number] for number in used.tolist()]
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        rank = np.full(len(terms) + 1, -1, np.int32)
        rank[used[order]] = np.arange(len(order), dtype=np.int32)
        self.terms: list[bytes] = [names[i] for i in order.tolist()]
        self.ids = {term: number for number, term in enumerate(self.terms)}
        s, p, o = rank[s], rank[p], rank[o]
        rows = np.lexsort((~stated, o, s, p))
        s, p, o, stated = s[rows], p[rows], o[rows], stated[rows]
        if len(s):
            first = np.ones(len(s), bool)
            first[1:] = (s[1:] != s[:-1]) | (p[1:] != p[:-1]) | (o[1:] != o[:-1])
            s, p, o, stated = s[first], p[first], o[first], stated[first]
        self._columns = s, p, o
        self._s, self._o = _view(s), _view(o)
        self._stated = _view(stated.astype(np.uint8))
        rows = np.lexsort((s, o, p))
        self._subjects, self._values = _view(s[rows]), _view(o[rows])
        found, starts = np.unique(p, return_index=True)
        ends = [*starts[1:].tolist(), len(p)]
        self._spans = dict(
            zip(found.tolist(), zip(starts.tolist(), ends, strict=True), strict=True)
        )

    def __len__(self) -> int:
        return len(self._s)

    def occurs(self, text: bytes) -> int | None:
        return self.ids.get(text)

    def state(self, triple: Triple) -> bool | None:
        s, p, o = triple
        left, right = self._span(self._s, p, s)
        row = bisect_left(self._o, o, left, right)
        return bool(self._stated[row]) if row < right and self._o[row] == o else None

    def objects(self, s: int, p: int) -> Sequence[int]:
        left, right = self._span(self._s, p, s)
        return self._o[left:right]

    def subjects(self, p: int, o: int) -> Sequence[int]:
        left, right = self._span(self._values, p, o)
        return self._subjects[left:right]

    def pairs(self, p: int) -> Iterator[tuple[int, int]]:
        start, end = self._spans.get(p, (0, 0))
        return zip(self._s[start:end], self._o[start:end], strict=True)

    def count(self, s: int | None, p: int, o: int | None) -> int:
        if s is not None:
            left, right = self._span(self._s, p, s)
        elif o is not None:
            left, right = self._span(self._values, p, o)
        else:
            left, right = self._spans.get(p, (0, 0))
        return int(right - left)

    def speaking(self, subjects: Collection[int], predicates: Collection[int]) -> list[Triple]:
        s, p, o = self._columns
        mine = np.isin(s, list(subjects)) | np.isin(p, list(predicates))
        columns = (column[mine].tolist() for column in (s, p, o))
        return list(zip(*columns, strict=True))

    def _span(self, keys: Any, p: int, key: int) -> tuple[int, int]:
        start, end = self._spans.get(p, (0, 0))
        left = bisect_left(keys, key, start, end)
        if left == end or keys[left] != key:
            return left, left
        return left, bisect_right(keys, key, left, end)


def _view(column: NDArray[Any]) -> memoryview:
    return memoryview(np.ascontiguousarray(column))  # type: ignore[arg-type]
