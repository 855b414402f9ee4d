"""The transitive closure of a relation, at a cost in proportion to its result.

Terms that reach each other are taken as one; what is left has no cycle, and what a term reaches is
put together from what its successors reach, from the ends backwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ozek.reasoning.rl.joins import SLICE, TooMuch
from ozek.reasoning.rl.relations import EMPTY, LOW, Array, contains, distinct, pack


def transitive_closure(pairs: Array, limit: int) -> Array:
    """All pairs (x, z) that a chain of ``pairs`` connects, sorted.

    Raises TooMuch when there are more than ``limit``.
    """
    if not len(pairs):
        return EMPTY
    terms, ends = np.unique(np.concatenate([pairs >> 32, pairs & LOW]), return_inverse=True)
    s, o = ends[: len(pairs)].astype(np.int64), ends[len(pairs) :].astype(np.int64)
    knot = _knots(s, o, len(terms))
    loops = np.zeros(int(knot.max()) + 1, bool)
    loops[knot[s[s == o]]] = True
    sizes = np.bincount(knot)
    loops |= sizes > 1
    between = distinct(pack(knot[s], knot[o]))
    reached = _reach(between[(between >> 32) != (between & LOW)], len(sizes), limit)
    inside = np.flatnonzero(loops)
    reached = np.concatenate([reached, pack(inside, inside)])
    left, right = reached >> 32, reached & LOW
    total = int((sizes[left] * sizes[right]).sum())
    if total > limit:
        raise TooMuch(f"a transitive closure of {total:,} pairs is more than the limit ({limit:,})")
    if len(sizes) < len(terms):
        left, right = _spelled_out(left, right, knot, sizes)
        return distinct(pack(terms[left], terms[right]))
    order = np.argsort(knot)
    return distinct(pack(terms[order[left]], terms[order[right]]))


def _knots(s: Array, o: Array, size: int) -> Array:
    """Number the terms so that those which reach each other share a number."""
    apart = s != o
    s, o = s[apart], o[apart]
    if not _cyclic(s, o, size):
        return np.arange(size)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(s), np.int8), (s, o)), shape=(size, size))
    labels = connected_components(links, directed=True, connection="strong")[1]
    return np.asarray(labels, np.int64)


def _cyclic(s: Array, o: Array, size: int) -> bool:
    """Whether terms are left over when those without successors are taken away again and again."""
    left = np.bincount(s, minlength=size)
    order = np.argsort(o, kind="stable")
    before, starts = s[order], np.searchsorted(o[order], np.arange(size + 1))
    done = 0
    front = np.flatnonzero(left == 0)
    while len(front):
        done += len(front)
        sources = before[_ranges(starts[front], starts[front + 1])]
        np.subtract.at(left, sources, 1)
        sources = np.unique(sources)
        front = sources[left[sources] == 0]
    return done < size


def _ranges(starts: Array, ends: Array) -> Array:
    """The positions of several ranges, one after another."""
    count = ends - starts
    offsets = np.repeat(starts - (np.cumsum(count) - count), count)
    positions: Array = np.arange(int(count.sum())) + offsets
    return positions


def _reach(pairs: Array, size: int, limit: int) -> Array:
    """The closure of an acyclic relation over the numbers below ``size``."""
    s, o = pairs >> 32, pairs & LOW
    after = np.searchsorted(s, np.arange(size + 1))
    order = np.argsort(o, kind="stable")
    before, starts = s[order], np.searchsorted(o[order], np.arange(size + 1))
    left = np.diff(after)
    first = np.zeros(size, np.int64)
    count = np.zeros(size, np.int64)
    reached = np.empty(max(1024, 2 * len(pairs)), np.int64)
    used = 0
    front = np.flatnonzero(left == 0)
    while len(front):
        best = _best(front, after, o, count)
        if used + int((count[best] + 1).sum()) > limit:
            raise TooMuch(f"a transitive closure has more pairs than the limit ({limit:,})")
        for part in _parts(front, after, o, count):
            found = _reach_of(part, after, o, first, count, reached)
            if used + len(found) > limit:
                raise TooMuch(f"a transitive closure has more pairs than the limit ({limit:,})")
            if used + len(found) > len(reached):
                reached = np.concatenate([reached[:used], np.empty(used + len(found), np.int64)])
            reached[used : used + len(found)] = found
            at = np.searchsorted(found, part << 32)
            first[part] = used + at
            count[part] = np.searchsorted(found, (part + 1) << 32) - at
            used += len(found)
        sources = before[_ranges(starts[front], starts[front + 1])]
        np.subtract.at(left, sources, 1)
        sources = np.unique(sources)
        front = sources[left[sources] == 0]
    return reached[:used]


def _parts(front: Array, after: Array, o: Array, count: Array) -> list[Array]:
    """Cut a front so that no part is put together from much more than SLICE pairs."""
    if len(front) == 1:
        return [front]
    steps = _ranges(after[front], after[front + 1])
    sums = np.concatenate([[0], np.cumsum(count[o[steps]] + 1)])
    ends = np.cumsum(after[front + 1] - after[front])
    cuts = np.searchsorted(sums[ends], np.arange(SLICE, int(sums[-1]), SLICE))
    return [part for part in np.split(front, np.unique(cuts)) if len(part)]


def _best(part: Array, after: Array, o: Array, count: Array) -> Array:
    """For each x of ``part`` that has successors: the one that reaches most."""
    degree = after[part + 1] - after[part]
    steps = _ranges(after[part], after[part + 1])
    if not len(steps):
        return EMPTY
    starts = (np.cumsum(degree) - degree)[degree > 0]
    best: Array = np.maximum.reduceat(pack(count[o[steps]], o[steps]), starts) & LOW
    return best


def _reach_of(
    part: Array, after: Array, o: Array, first: Array, count: Array, reached: Array
) -> Array:
    """(x, y) for each x of ``part`` and each y that it reaches through a successor.

    The successor that reaches most comes first: of a relation that is closed already, it leaves
    nothing for the others to add.
    """

    def through(owner: Array, successor: Array) -> Array:
        start = first[successor]
        further = reached[_ranges(start, start + count[successor])] & LOW
        return np.concatenate(
            [pack(owner, successor), pack(np.repeat(owner, count[successor]), further)]
        )

    degree = after[part + 1] - after[part]
    best = _best(part, after, o, count)
    found = distinct(through(part[degree > 0], best))
    steps = pack(np.repeat(part, degree), o[_ranges(after[part], after[part + 1])])
    left = steps[~contains(found, steps)]
    if not len(left):
        return found
    return distinct(np.concatenate([found, through(left >> 32, left & LOW)]))


def _spelled_out(
    left: Array, right: Array, knot: Array, sizes: NDArray[np.intp]
) -> tuple[Array, Array]:
    """Pairs of knots as pairs of the terms in them."""
    order = np.argsort(knot, kind="stable")
    start = np.concatenate([[0], np.cumsum(sizes)])
    lefts = order[_ranges(start[left], start[left] + sizes[left])]
    right = np.repeat(right, sizes[left])
    rights = order[_ranges(start[right], start[right] + sizes[right])]
    return np.repeat(lefts, sizes[right]), rights
