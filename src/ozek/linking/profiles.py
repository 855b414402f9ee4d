"""Names taken apart: words with their meanings, weighed by how much each tells.

A word's weight is its inverse document frequency among all organisations compared, so that what
tells a name from its neighbours counts and what all of them are called does not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ozek.linking.entities import Entity
from ozek.linking.lexicon import EMPTY, meaning
from ozek.linking.spelling import words

__all__ = ["NameWords", "Profile", "Weights", "profile", "weigh"]


@dataclass(frozen=True)
class NameWords:
    """One name: its telling words, as meanings (``=university``) or as spelled (``satbaev``)."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """An organisation with its names taken apart, each different one once."""

    entity: Entity
    names: tuple[NameWords, ...]
    acronyms: frozenset[str]
    initials: frozenset[str]


def name_words(name: str) -> NameWords:
    """Return a name's words; a name of empty words only keeps them."""
    spelled = words(name)
    telling = []
    for word in spelled:
        found = meaning(word)
        if found is None:
            telling.append(word)
        elif found != EMPTY:
            telling.append(f"={found}")
    return NameWords(name, tuple(telling or spelled))


def profile(entity: Entity) -> Profile:
    """Take an organisation's names apart."""
    names: dict[tuple[str, ...], NameWords] = {}
    for name in sorted(entity.names):
        taken = name_words(name)
        if taken.words:
            names.setdefault(tuple(sorted(taken.words)), taken)
    initials = {found for name in entity.names for found in _initials(name)}
    acronyms = {"".join(words(acronym)) for acronym in entity.acronyms}
    return Profile(entity, tuple(names.values()), frozenset(acronyms - {""}), frozenset(initials))


def _initials(name: str) -> list[str]:
    """First letters of the words as written, with and without the empty ones, in one spelling."""
    raw = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    if len(raw) < 2:
        return []
    full = [word for word in raw if word[:1].isupper()]
    taken = {"".join(words("".join(w[0] for w in chosen))) for chosen in (raw, full)}
    return sorted(one for one in taken if len(one) > 1)


@dataclass(frozen=True)
class Weights:
    """Inverse document frequencies, from 0 (in every organisation's name) upwards."""

    organisations: int = 1
    counts: Counter[str] = field(default_factory=Counter)
    in_town: Counter[tuple[str, str]] = field(default_factory=Counter)
    on_site: Counter[str] = field(default_factory=Counter)

    def one_site(self, one: Entity, other: Entity) -> float:
        """Return 1 if these two share a web domain, less the more organisations are there.

        A domain is shared by one that lies below it; that of a bare ending such as ``gov.kz``
        counts for little, for many share it.
        """
        found = 0.0
        for mine in one.domains:
            for theirs in other.domains:
                short, long = sorted((mine, theirs), key=lambda host: (len(host), host))
                if short == long or long.endswith("." + short):
                    found = max(found, min(1.0, 2 / max(self.on_site[short], 1)))
        return found

    def few_there(self, one: Entity, other: Entity) -> float:
        """Return 1 if only these two are of their kind in their town, less the more there are."""
        kinds = one.kinds & other.kinds or one.kinds | other.kinds
        numbers = [self.in_town[town, kind] for town in one.towns & other.towns for kind in kinds]
        return 1 / (1 + math.log(max(1, *numbers))) if numbers else 0.0

    def of(self, word: str) -> float:
        """Return the weight of a word; a single letter tells little, for it may be anyone's."""
        weight = math.log((self.organisations + 1) / (self.counts.get(word, 0) + 0.5))
        return weight * 0.3 if len(word) == 1 and word.isalpha() else weight

    def total(self, some: Sequence[str]) -> float:
        return sum(map(self.of, some))


def weigh(profiles: Iterable[Profile]) -> Weights:
    """Count in how many organisations' names each word stands."""
    counts: Counter[str] = Counter()
    in_town: Counter[tuple[str, str]] = Counter()
    on_site: Counter[str] = Counter()
    number = 0
    for one in profiles:
        number += 1
        counts.update({word for name in one.names for word in name.words})
        in_town.update((town, kind) for town in one.entity.towns for kind in one.entity.kinds)
        on_site.update({part for host in one.entity.domains for part in _above(host)})
    return Weights(max(number, 1), counts, in_town, on_site)


def _above(host: str) -> list[str]:
    """Return a host and what it lies below: ``a.b.kz`` → ``a.b.kz``, ``b.kz``."""
    parts = host.split(".")
    return [".".join(parts[n:]) for n in range(len(parts) - 1)]
