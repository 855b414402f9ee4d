"""From organisations to proposals: who is likely whom."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ozek.linking.candidates import LIMIT, candidates
from ozek.linking.entities import Entity
from ozek.linking.profiles import Profile, Weights, profile, weigh
from ozek.linking.scoring import THRESHOLD, Comparison, compare

__all__ = ["Linked", "Proposal", "duplicates", "link"]

Progress = Callable[[int, int], None]
"""(done, of how many)"""


@dataclass(frozen=True)
class Proposal:
    """Two organisations that may be one, with how likely that is and what speaks for it."""

    subject: Entity
    object: Entity
    confidence: float
    comparison: Comparison


@dataclass(frozen=True)
class Linked:
    """The proposals from the most to the least confident, and how many were looked at."""

    proposals: tuple[Proposal, ...]
    subjects: int
    objects: int


def link(
    subjects: Iterable[Entity],
    objects: Iterable[Entity],
    *,
    threshold: float = THRESHOLD,
    progress: Progress | None = None,
) -> Linked:
    """Propose for each subject the object that it most likely is.

    At most one object is the right one, so candidates compete: a proposal's confidence is its odds
    against those of all the others and of there being none. Only confidences of at least
    ``threshold`` are proposed, at most one for a subject. The order of the input changes nothing.
    """
    mine = [profile(one) for one in sorted(subjects, key=lambda one: one.iri)]
    theirs = [profile(one) for one in sorted(objects, key=lambda one: one.iri)]
    weights = weigh([*mine, *theirs])
    found = []
    for done, (row, chosen) in enumerate(candidates(mine, theirs), start=1):
        ranked = rank(mine[row], [theirs[column] for column in chosen], weights)
        if ranked and ranked[0].confidence >= threshold:
            found.append(ranked[0])
        if progress:
            progress(done, len(mine))
    return Linked(_sorted(found), len(mine), len(theirs))


def rank(one: Profile, others: Iterable[Profile], weights: Weights) -> list[Proposal]:
    """Return all candidates of an organisation with their confidence, the best first."""
    compared = [
        (other, compare(one, other, weights))
        for other in others
        if other.entity.iri != one.entity.iri
    ]
    odds = [math.exp(min(comparison.odds, 50.0)) for _, comparison in compared]
    total = 1.0 + math.fsum(odds)
    ranked = [
        Proposal(one.entity, other.entity, odd / total, comparison)
        for odd, (other, comparison) in zip(odds, compared, strict=True)
    ]
    return sorted(ranked, key=lambda one: (-one.confidence, one.object.iri))


def duplicates(
    entities: Iterable[Entity], *, threshold: float = THRESHOLD, progress: Progress | None = None
) -> Linked:
    """Propose which of these organisations are one, each pair once (the lesser IRI first)."""
    all_ = [profile(one) for one in sorted(entities, key=lambda one: one.iri)]
    weights = weigh(all_)
    found: dict[tuple[int, int], Proposal] = {}
    for done, (row, chosen) in enumerate(candidates(all_, all_, limit=LIMIT + 1), start=1):
        for column in chosen:
            pair = (min(row, column), max(row, column))
            if row == column or pair in found:
                continue
            one, other = (all_[index] for index in pair)
            comparison = compare(one, other, weights)
            if comparison.confidence >= threshold:
                found[pair] = Proposal(one.entity, other.entity, comparison.confidence, comparison)
        if progress:
            progress(done, len(all_))
    return Linked(_sorted(found.values()), len(all_), len(all_))


def _sorted(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    return tuple(
        sorted(proposals, key=lambda one: (-one.confidence, one.subject.iri, one.object.iri))
    )
