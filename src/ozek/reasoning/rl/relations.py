"""Facts as sorted integer arrays: pairs by predicate, members by class.

A pair (s, o) is one 64-bit number, s in the upper half, so a sorted array is an index by subject,
and the array of swapped pairs is one by object. Everything is loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.int64]

LOW = np.int64(0xFFFFFFFF)
EMPTY: Array = np.empty(0, np.int64)


def pack(left: NDArray[np.integer], right: NDArray[np.integer] | int) -> Array:
    """Pairs of term numbers as one number each."""
    packed: Array = (np.asarray(left, np.int64) << 32) | np.asarray(right, np.int64)
    return packed


def swap(pairs: Array) -> Array:
    """The same pairs with sides exchanged (not sorted)."""
    swapped: Array = ((pairs & LOW) << 32) | (pairs >> 32)
    return swapped


def distinct(values: Array) -> Array:
    """Sorted, each once."""
    if len(values) < 2:
        return values
    ordered = np.sort(values)
    keep = np.empty(len(ordered), bool)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered if keep.all() else ordered[keep]


def contains(ordered: Array, values: Array) -> NDArray[np.bool_]:
    """Which of ``values`` stand in a sorted array."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    found = np.searchsorted(ordered, values)
    found[found == len(ordered)] = 0
    hit: NDArray[np.bool_] = ordered[found] == values
    return hit


def without(ordered: Array, known: Array) -> Array:
    """The values of one sorted array that are not in another."""
    if not len(ordered) or not len(known):
        return ordered
    return ordered[~contains(known, ordered)]


def union(one: Array, two: Array) -> Array:
    """Two sorted arrays without common values as one."""
    if not len(one) or not len(two):
        return two if len(two) else one
    return np.sort(np.concatenate([one, two]))


class Pairs:
    """The pairs of one predicate, not to be changed."""

    __slots__ = ("_by_object", "_fans", "by_subject")

    def __init__(self, by_subject: Array) -> None:
        self.by_subject = by_subject
        self._by_object: Array | None = None
        self._fans: list[float | None] = [None, None]

    @property
    def by_object(self) -> Array:
        """The swapped pairs, sorted."""
        if self._by_object is None:
            self._by_object = np.sort(swap(self.by_subject))
        return self._by_object

    def fan(self, side: int) -> float:
        """How many pairs a subject (0) or an object (1) has on average."""
        known = self._fans[side]
        if known is None:
            ordered = self.by_object if side else self.by_subject
            keys = ordered >> 32
            count = 1 + int(np.count_nonzero(keys[1:] != keys[:-1])) if len(keys) else 1
            known = self._fans[side] = len(keys) / count
        return known


class Rows:
    """The rows of some columns by a key: predicate, or class for the typing rows."""

    def __init__(self, keys: NDArray[np.int32], values: Array, size: int) -> None:
        seen = np.zeros(size, bool)
        seen[keys] = True
        self.keys = np.flatnonzero(seen)
        code = np.zeros(size, np.uint16 if len(self.keys) < 1 << 16 else np.int32)
        code[self.keys] = np.arange(len(self.keys))
        codes = code[keys]
        order = np.argsort(codes, kind="stable")
        self._values = values[order]
        ends = np.cumsum(np.bincount(codes, minlength=len(self.keys))).tolist()
        starts = [0, *ends]
        self._place = {
            key: (starts[place], ends[place]) for place, key in enumerate(self.keys.tolist())
        }

    def of(self, key: int) -> Array:
        """The distinct values under a key, sorted."""
        start, end = self._place.get(key, (0, 0))
        return distinct(self._values[start:end])


class Facts:
    """The facts in terms of representatives, by relation.

    A relation is named by one number: ``p`` for the pairs of predicate p, ``~c`` for the members of
    class c. ``same`` maps every term to its representative.
    """

    def __init__(
        self,
        s: NDArray[np.int32],
        p: NDArray[np.int32],
        o: NDArray[np.int32],
        size: int,
        typing: int,
    ) -> None:
        self.typing = typing
        self.same: Array = np.arange(size, dtype=np.int64)
        is_typing = p == typing
        rest = ~is_typing
        self._stated = Rows(p[rest], pack(s[rest], o[rest]), size)
        self._stated_types = Rows(o[is_typing], s[is_typing].astype(np.int64), size)
        self._pairs: dict[int, Pairs] = {}
        self._members: dict[int, Array] = {}
        self._twins: dict[int, list[int]] = {}
        self._equal = False

    # Reading -------------------------------------------------------------------------------------

    def stated(self, relation: int) -> Array:
        """What the input says, in its own terms."""
        if relation >= 0:
            return self._stated.of(relation)
        return self._stated_types.of(~relation)

    def stated_relations(self) -> Iterator[int]:
        """The predicates and classes of the input."""
        yield from (int(key) for key in self._stated.keys)
        yield from (~int(key) for key in self._stated_types.keys)

    def stated_predicates(self) -> list[int]:
        """The predicates of the input, rdf:type excepted."""
        return [int(key) for key in self._stated.keys]

    def pairs(self, predicate: int) -> Pairs:
        """The pairs of a predicate (a representative)."""
        if predicate == self.typing:
            return Pairs(self._all_types())
        found = self._pairs.get(predicate)
        if found is None:
            found = self._pairs[predicate] = Pairs(self._load(predicate))
        return found

    def members(self, cls: int) -> Array:
        """The members of a class (a representative), sorted."""
        found = self._members.get(cls)
        if found is None:
            found = self._members[cls] = self._load(~cls)
        return found

    def rows(self, relation: int) -> Array:
        """The sorted pairs or members of a relation."""
        return self.pairs(relation).by_subject if relation >= 0 else self.members(~relation)

    def classes(self) -> list[int]:
        """Every class that may have members."""
        stated = {int(self.same[key]) for key in self._stated_types.keys}
        return sorted(stated | self._members.keys())

    def loaded(self) -> list[int]:
        """The relations that have been read or written."""
        return [*self._pairs, *(~cls for cls in self._members)]

    def _load(self, relation: int) -> Array:
        """The stated rows of a relation and of all that equal it, in representatives."""
        key = relation if relation >= 0 else ~relation
        parts = [
            self.stated(twin if relation >= 0 else ~twin) for twin in self._twins.get(key, [key])
        ]
        rows = np.concatenate(parts) if len(parts) > 1 else parts[0]
        if self._equal:
            return distinct(self.renamed(rows, relation >= 0))
        return rows

    def _all_types(self) -> Array:
        parts = [pack(self.members(cls), cls) for cls in self.classes()]
        return distinct(np.concatenate(parts)) if parts else EMPTY

    def renamed(self, rows: Array, is_pairs: bool) -> Array:
        """Rows with every term replaced by its representative (not sorted)."""
        if is_pairs:
            return pack(self.same[rows >> 32], self.same[rows & LOW])
        renamed: Array = self.same[rows]
        return renamed

    def equate(self, same: Array) -> NDArray[np.bool_]:
        """Set the representatives; return which terms have got another one than before."""
        moved: NDArray[np.bool_] = same != self.same
        self.same = same
        self._equal = True
        self._twins = {}
        for keys in (self._stated.keys, self._stated_types.keys):
            for key in keys.tolist():
                twins = self._twins.setdefault(int(same[key]), [])
                if key not in twins:
                    twins.append(key)
        return moved

    # Writing -------------------------------------------------------------------------------------

    def add(self, relation: int, rows: Array) -> Array:
        """Add rows to a relation; return those that are new, sorted."""
        known = self.rows(relation)
        new = without(distinct(rows), known)
        if len(new):
            self.put(relation, union(known, new))
        return new

    def put(self, relation: int, rows: Array) -> None:
        """Replace what a relation holds."""
        if relation >= 0:
            self._pairs[relation] = Pairs(rows)
        else:
            self._members[~relation] = rows

    def drop(self, relation: int) -> None:
        """Forget a relation that has been merged into another."""
        if relation >= 0:
            self._pairs.pop(relation, None)
        else:
            self._members.pop(~relation, None)
