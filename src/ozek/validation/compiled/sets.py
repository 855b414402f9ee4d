"""Sets of numbers and of pairs of numbers, as sorted numpy arrays.

A set is an array that is sorted and distinct. Two numbers of a pair are packed into one 64-bit key,
so a set of pairs is a set of keys.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]

_SHIFT = 32
_LOW = np.int64((1 << _SHIFT) - 1)


def ids(values: Any = ()) -> Ids:
    """An array of term numbers."""
    return np.asarray(values, np.int32)


def pack(first: Ids, second: Ids) -> Rows:
    """The keys of pairs; keys sort by the first number, then by the second."""
    return (first.astype(np.int64) << _SHIFT) | second.astype(np.int64)


def unpack(keys: Rows) -> tuple[Ids, Ids]:
    """The two numbers of each key."""
    return (keys >> _SHIFT).astype(np.int32), (keys & _LOW).astype(np.int32)


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The set of the members of an array. (Sorting beats the hashing that numpy would do.)"""
    ordered = np.sort(values)
    if len(ordered) < 2:
        return ordered
    new = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new]


def within(values: NDArray[Any], sorted_set: NDArray[Any]) -> Mask:
    """Which of ``values`` are members of a set."""
    if not len(sorted_set):
        return np.zeros(len(values), bool)
    place = np.searchsorted(sorted_set, values)
    place[place == len(sorted_set)] = 0
    found: Mask = sorted_set[place] == values
    return found


def union(parts: list[NDArray[Any]], dtype: Any = np.int32) -> NDArray[Any]:
    """The union of arrays, as a set."""
    if not parts:
        return np.empty(0, dtype)
    return distinct(np.concatenate(parts))


def matches(keys: NDArray[Any], sorted_keys: NDArray[Any]) -> tuple[Rows, Rows]:
    """For each key: where its run begins in a sorted array that may hold it often, and how long."""
    start = np.searchsorted(sorted_keys, keys, "left")
    return start, np.searchsorted(sorted_keys, keys, "right") - start


def spread(start: Rows, length: Rows) -> tuple[Rows, Rows]:
    """The pairs (row, position) of all runs ``start[row] … start[row] + length[row] - 1``."""
    rows = np.repeat(np.arange(len(length)), length)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(length) - length, length)
    return rows, np.repeat(start, length) + offset
