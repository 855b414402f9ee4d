"""What speaks for and against two organisations being one, and how likely it makes it.

The evidence is a handful of numbers (:class:`Evidence`), each the same whichever of the two comes
first. Their weights are those of a logistic regression fitted on the development half of the
benchmark (``python -m benchmarks.linking --fit``; see the how-to page for its figures): the sum of
weight × evidence is the logarithm of the odds that the two are one, as in the model of Fellegi and
Sunter (1969, A Theory for Record Linkage, JASA 64, 1183-1210).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace

from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.fuzz import ratio, token_sort_ratio

from ozek.linking.lexicon import GROUPS, related
from ozek.linking.profiles import NameWords, Profile, Weights

__all__ = ["BIAS", "COEFFICIENTS", "THRESHOLD", "Evidence", "compare", "logit"]

ALIKE = 0.80
"""How alike two words have to be spelled to count as one."""


@dataclass(frozen=True)
class Evidence:
    """What two records have in common, each from 0 to 1 unless said otherwise.

    ``name``: share of the names' weight that is matched, of both names together.
    ``covered``: the same of the name that is matched better; ``whole``: likeness of the names as
    strings; ``equal``: equal in the common spelling; ``left_over``: the most telling word of either
    name that the other lacks, in units of the weight of a word no other name has; ``against``: the
    same, but for words that both lack of each other, the lesser of the two;
    ``field``, ``type``, ``body``: what is taught, what kind of school it is and whose it is,
    1 if the names say different things (then ``other_…`` is 1 as well), ½ if one says more;
    ``number``: a number stands in one name and not in the other; ``branch``: one is a branch or
    campus and the other is not; ``acronym``: the short name of one is that of the other or its
    initials. The names of the town they share do not count as left over.
    ``same_town``, ``other_town``, ``other_country``: what is known of the places of both;
    ``few_there``: how few of their kind there are in the town they share (1: only these), unless
    what is taught, what it is or whose it is differs.
    ``same_kind``, ``other_kind``; ``same_domain``, ``other_domain``;
    ``same_identifier``, ``other_identifier``.
    """

    name: float = 0.0
    covered: float = 0.0
    whole: float = 0.0
    equal: float = 0.0
    left_over: float = 0.0
    against: float = 0.0
    field: float = 0.0
    type: float = 0.0
    body: float = 0.0
    other_field: float = 0.0
    other_type: float = 0.0
    other_body: float = 0.0
    number: float = 0.0
    branch: float = 0.0
    acronym: float = 0.0
    same_town: float = 0.0
    few_there: float = 0.0
    other_town: float = 0.0
    other_country: float = 0.0
    same_kind: float = 0.0
    other_kind: float = 0.0
    same_domain: float = 0.0
    other_domain: float = 0.0
    same_identifier: float = 0.0
    other_identifier: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """The evidence on a pair, its log odds, and the two names that fit best."""

    evidence: Evidence
    odds: float
    names: tuple[str, str]

    @property
    def confidence(self) -> float:
        """The likelihood that the two are one, as far as only this pair is looked at."""
        return 1 / (1 + math.exp(-self.odds))


def compare(one: Profile, other: Profile, weights: Weights) -> Comparison:
    """Weigh the evidence that two organisations are one; symmetric in the two."""
    best: tuple[float, ...] = (0.0,) * 14
    names = ("", "")
    rank: tuple[float, ...] = (-1.0,)
    towns = _town_words(one, other)
    for mine in one.names:
        for theirs in other.names:
            found = _names(mine, theirs, weights, towns)
            order = (found[3], 2 * found[0] + found[2] - found[4] - found[5] - sum(found[6:9]))
            pair = tuple(sorted((mine.text, theirs.text)))
            if order > rank or (order == rank and pair < tuple(sorted(names))):
                rank, best, names = order, found, (mine.text, theirs.text)
    evidence = Evidence(*best, *_rest(one, other, weights))
    if evidence.field or evidence.body or evidence.other_type or evidence.number:
        evidence = replace(evidence, few_there=0.0)
    return Comparison(evidence, logit(evidence), names)


def logit(evidence: Evidence) -> float:
    """Return the log odds that a pair with this evidence is one organisation."""
    values = zip(FIELDS, astuple(evidence), strict=True)
    return float(BIAS + sum(COEFFICIENTS[field.name] * value for field, value in values))


# Names --------------------------------------------------------------------------------------------


def _names(
    one: NameWords, other: NameWords, weights: Weights, towns: frozenset[str]
) -> tuple[float, ...]:
    """Return the evidence of two names, in the order of Evidence from ``name`` to ``branch``."""
    mine, theirs = list(one.words), list(other.words)
    if sorted(mine) == sorted(theirs):
        return (1.0, 1.0, 1.0, 1.0, *(0.0,) * 10)
    matched_mine = matched_theirs = 0.0
    for word in one.words:
        if word in theirs:
            theirs.remove(word)
            mine.remove(word)
            weight = weights.of(word)
            matched_mine += weight
            matched_theirs += weight
    for alike, word, twin in _pairs(mine, theirs):
        if word in mine and twin in theirs:
            mine.remove(word)
            theirs.remove(twin)
            matched_mine += alike * weights.of(word)
            matched_theirs += alike * weights.of(twin)
    left_both = (mine, theirs)
    mine, theirs = ([word for word in some if not _of_town(word, towns)] for some in left_both)
    passed = [weights.total([w for w in some if _of_town(w, towns)]) for some in left_both]
    of_mine = weights.total(one.words) - passed[0]
    of_theirs = weights.total(other.words) - passed[1]
    name = (matched_mine + matched_theirs) / max(of_mine + of_theirs, 1e-9)
    covered = max(matched_mine / max(of_mine, 1e-9), matched_theirs / max(of_theirs, 1e-9))
    unit = math.log(2 * (weights.organisations + 1))
    left = [max(map(weights.of, rest), default=0.0) / unit for rest in (mine, theirs)]
    number = float(any(word.isdigit() for word in (*mine, *theirs)))
    branch = float(("=branch" in mine) != ("=branch" in theirs))
    first, second = " ".join(one.words), " ".join(other.words)
    whole = max(ratio(first, second), token_sort_ratio(first, second)) / 100
    apart = [_apart(one.words, other.words, group) for group in GROUPS.values()]
    other_ones = [float(value == 1.0) for value in apart]
    return (name, covered, whole, 0.0, max(left), min(left), *apart, *other_ones, number, branch)


def _apart(one: Sequence[str], other: Sequence[str], group: frozenset[str]) -> float:
    """Return 1 if both names have words of a group and none is the same, ½ if they differ."""
    mine = {word[1:] for word in one if word[0] == "="} & group
    theirs = {word[1:] for word in other if word[0] == "="} & group
    if mine == theirs:
        return 0.0
    return 1.0 if mine and theirs and not mine & theirs else 0.5


def _town_words(one: Profile, other: Profile) -> frozenset[str]:
    """Return the words of the names of the towns that both are in."""
    if not one.entity.towns & other.entity.towns:
        return frozenset()
    towns = one.entity.towns | other.entity.towns
    return frozenset(word for town in towns if ":" not in town for word in town.split())


def _of_town(word: str, towns: frozenset[str]) -> bool:
    return any(word == town or word[:4] == town[:4] for town in towns if len(town) > 3)


def _pairs(mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[float, str, str]]:
    """Return the words of two names that are spelled alike, the most alike first."""
    found = []
    for word in mine:
        for twin in theirs:
            alike = _alike(word, twin)
            if alike:
                found.append((alike, word, twin))
    return sorted(found, key=lambda pair: (-pair[0], tuple(sorted(pair[1:]))))


def _alike(word: str, twin: str) -> float:
    """Return how alike two words are, 0 for those that are not."""
    if word[0] == "=" and twin[0] == "=":
        return related(word[1:], twin[1:])
    if not (word.isalpha() and twin.isalpha()):
        return 0.0
    short, long = sorted((word, twin), key=lambda one: (len(one), one))
    if len(short) <= 2:
        return 0.6 if len(short) == 1 and long.startswith(short) else 0.0
    alike = max(
        JaroWinkler.similarity(short, long) - 0.08,
        Levenshtein.normalized_similarity(short, long),
    )
    if len(short) >= 4 and long.startswith(short):
        alike = max(alike, 0.85)
    return alike if alike >= ALIKE else 0.0


# Everything else ----------------------------------------------------------------------------------


def _rest(one: Profile, other: Profile, weights: Weights) -> tuple[float, ...]:
    """Return what the records other than their names have in common, in the order of Evidence."""
    mine, theirs = one.entity, other.entity
    acronym = bool(
        one.acronyms & other.acronyms
        or one.acronyms & other.initials
        or one.initials & other.acronyms
    )
    same_town, other_town = _same(mine.towns, theirs.towns)
    _, other_country = _same(mine.countries, theirs.countries)
    same_kind, other_kind = _same(mine.kinds, theirs.kinds)
    same_domain = weights.one_site(mine, theirs)
    other_domain = bool(mine.domains and theirs.domains) and not same_domain
    same_identifier = bool(mine.identifiers & theirs.identifiers)
    schemes = {scheme for scheme, _ in mine.identifiers} & {
        scheme for scheme, _ in theirs.identifiers
    }
    return tuple(
        map(
            float,
            (
                acronym,
                same_town,
                weights.few_there(mine, theirs) if same_town else 0.0,
                other_town and not other_country,
                other_country,
                same_kind,
                other_kind,
                same_domain,
                other_domain,
                same_identifier,
                bool(schemes) and not same_identifier,
            ),
        )
    )


def _same(mine: frozenset[str], theirs: frozenset[str]) -> tuple[bool, bool]:
    """Return (something in common, both known and nothing in common)."""
    return bool(mine & theirs), bool(mine and theirs) and not mine & theirs


FIELDS = fields(Evidence)

BIAS = -8.28
COEFFICIENTS: dict[str, float] = {
    "name": 8.29,
    "covered": 1.28,
    "whole": 0.97,
    "equal": 1.0,
    "left_over": 0.0,
    "against": -0.63,
    "field": -0.54,
    "type": -0.39,
    "body": -1.05,
    "other_field": -0.79,
    "other_type": -0.61,
    "other_body": -1.46,
    "number": -0.93,
    "branch": 0.0,
    "acronym": 3.02,
    "same_town": 0.86,
    "few_there": 2.31,
    "other_town": -4.61,
    "other_country": -6.06,
    "same_kind": 1.42,
    "other_kind": -3.63,
    "same_domain": 6.0,
    "other_domain": -1.0,
    "same_identifier": 10.0,
    "other_identifier": -4.0,
}
"""Fitted; see the head of the module. Those of domains and identifiers are set by hand."""

THRESHOLD = 0.92
"""The least confidence at which 98 % of the proposals of the development half were right."""
