"""Which pairs are worth a look: an index over what two records of one organisation have in common.

Keys are words, beginnings and consonants of words (for other spellings), acronyms and initials, web
domains and identifiers, each weighed by how few organisations share it; a key that stands for very
many finds nothing by itself. For each organisation the ``limit`` others with the greatest sum are
looked at: fifty thousand times fifty, not fifty thousand squared.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from ozek.linking.profiles import Profile

__all__ = ["LIMIT", "candidates"]

LIMIT = 40
COMMON = 3000
"""A key shared by more organisations than this says nothing."""

_VOWELS = re.compile(r"[aeiou]+")
_SISTERS = str.maketrans("pdgzfkj", "btksvhz")


def keys_of(profile: Profile) -> set[str]:
    """Return the keys under which an organisation is found."""
    entity = profile.entity
    found = {f"#{scheme}:{value}" for scheme, value in entity.identifiers}
    found |= {f"@{domain}" for domain in entity.domains}
    found |= {f"!{acronym}" for acronym in profile.acronyms | profile.initials}
    towns = sorted(entity.towns)
    for name in profile.names:
        for word in name.words:
            found.add(word)
            if word[0] != "=" and len(word) > 3:
                found.add(f"^{word[:4]}")
                found.add(f"~{_consonants(word)}")
        # In one town a kind of organisation is rare, in the world it is not.
        found |= {f"{town}/{word}" for word in name.words for town in towns}
        found.add("".join(sorted(name.words)))
    if entity.acronyms:
        found |= {f"{town}/!{acronym}" for acronym in profile.acronyms for town in towns}
    return found


def _consonants(word: str) -> str:
    """Return a word without vowels, sister consonants as one: satbaev, satpaiv → stbv."""
    return _VOWELS.sub("", word.translate(_SISTERS)) or word


def candidates(
    left: Sequence[Profile], right: Sequence[Profile], *, limit: int = LIMIT
) -> Iterator[tuple[int, list[int]]]:
    """Yield each left index with the right indices worth comparing, in ascending order.

    What is found depends on the organisations only, not on their order: where the ``limit`` cuts
    through equals, all of them are in.
    """
    keys: dict[str, int] = {}
    of_right = [keys_of(one) for one in right]
    for found in of_right:
        for key in found:
            keys.setdefault(key, len(keys))
    of_left = [[keys[key] for key in keys_of(one) if key in keys] for one in left]
    rows = np.concatenate([[0], np.cumsum([len(found) for found in of_right])])
    columns = np.fromiter(
        (keys[key] for found in of_right for key in found), dtype=np.int64, count=int(rows[-1])
    )
    counts = np.bincount(columns, minlength=len(keys))
    weights = np.log((len(right) + 1) / np.maximum(counts, 1)) + 0.1
    weights[counts > max(COMMON, math.isqrt(len(right)))] = 0.0
    # Whole numbers add up to the same in any order, which floats do not.
    weights = np.rint(weights * 1000).astype(np.int64)
    index = csr_matrix(
        (weights[columns], columns, rows), shape=(len(right), max(len(keys), 1))
    ).T.tocsr()
    for start in range(0, len(left), 256):
        part = of_left[start : start + 256]
        ends = np.concatenate([[0], np.cumsum([len(found) for found in part])])
        flat = np.fromiter(
            (key for found in part for key in found), dtype=np.int64, count=int(ends[-1])
        )
        asked = csr_matrix(
            (np.ones(len(flat), dtype=np.int64), flat, ends), shape=(len(part), index.shape[0])
        )
        sums = (asked @ index).tocsr()
        for row in range(len(part)):
            here = slice(sums.indptr[row], sums.indptr[row + 1])
            yield start + row, _best(sums.indices[here], sums.data[here], limit)


def _best(found: np.ndarray, sums: np.ndarray, limit: int) -> list[int]:
    found, sums = found[sums > 0], sums[sums > 0]
    if len(found) > limit:
        least = np.partition(sums, len(sums) - limit)[len(sums) - limit]
        found = found[sums >= least]
    return sorted(found.tolist())
