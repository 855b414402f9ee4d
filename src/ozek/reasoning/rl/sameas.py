"""Equality: which terms are one, as a representative for each term."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ozek.reasoning.rl.relations import Array


def merged(same: Array, left: Array, right: Array, rank: Callable[[Array], Array]) -> Array:
    """Representatives after ``left[i]`` and ``right[i]`` have become equal, for all i at once.

    ``same`` maps each term to its representative so far; of several representatives the one with
    the lowest rank (then number) stays one. Whatever the shape of the links, the number of passes
    is logarithmic.
    """
    one, two = same[left], same[right]
    heads = np.unique(np.concatenate([one, two]))
    heads = heads[np.argsort(rank(heads), kind="stable")]
    place = np.zeros(len(same), np.int64)
    place[heads] = np.arange(len(heads))
    root = np.arange(len(heads))
    one, two = place[one], place[two]
    while True:
        a, b = root[one], root[two]
        apart = a != b
        if not apart.any():
            break
        one, two, a, b = one[apart], two[apart], a[apart], b[apart]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while True:
            further = root[root]
            if np.array_equal(further, root):
                break
            root = further
    result = same.copy()
    result[heads] = heads[root]
    return result[result]


def cliques(same: Array) -> tuple[Array, Array]:
    """The terms that equal another one, and the representative of each; ordered by the latter."""
    heads = np.unique(same[same != np.arange(len(same))])
    in_clique = np.zeros(len(same), bool)
    in_clique[heads] = True
    members = np.flatnonzero(in_clique[same])
    order = np.argsort(same[members], kind="stable")
    return members[order], same[members][order]
