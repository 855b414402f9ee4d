"""What a source declares and what it names: sets with a count, their members, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ozek.namespaces import OZEK, RDF_TYPE
from ozek.report.evidence import Facts, Why, place


@dataclass(frozen=True)
class Whole:
    """A declared set of which another is a part."""

    iri: str
    declared: int | None
    why: Why


@dataclass(frozen=True)
class Declared:
    """A declared set: how many the source says there are, and which it names.

    ``members`` counts those of its parts too, ``direct`` only its own. ``quantity`` holds the words
    of a set without a number ("several"); ``hosts`` those of whom the source says that they host a
    member, without naming it.
    """

    iri: str
    declared: int | None
    quantity: tuple[Any, ...]
    members: Mapping[str, Why]
    direct: Mapping[str, Why]
    hosts: tuple[str, ...]
    wholes: tuple[Whole, ...]
    why: Why
    divisions: tuple[tuple[tuple[tuple[str, int], ...], Why], ...] = field(default=())

    @property
    def missing(self) -> int | None:
        """How many are declared and not named; None where no number is declared."""
        return None if self.declared is None else max(self.declared - len(self.members), 0)


def declared_sets(facts: Facts) -> list[Declared]:
    """Return all declared sets of the facts, in the order of the text."""
    sets = facts.things(OZEK + "DeclaredSet")
    direct = {one: _members(facts, one) for one in sets}
    wholes = {one: _wholes(facts, one) for one in sets}
    found = []
    for one in sets:
        members = dict(direct[one])
        for part in _parts(one, wholes):
            members = dict(direct[part]) | members
        count = _count(facts, one)
        source = "declaredCount" if count is not None else "declaredQuantity"
        quantity = facts.terms(one, OZEK + "declaredQuantity")
        stated = count is not None or quantity
        found.append(
            Declared(
                iri=one,
                declared=count,
                quantity=tuple(quantity),
                members=dict(sorted(members.items())),
                direct=direct[one],
                hosts=tuple(facts.subjects(OZEK + "hostsMemberOf", one)),
                wholes=tuple(Whole(w, _count(facts, w), why) for w, why in wholes[one].items()),
                why=facts.why(one, OZEK + source if stated else RDF_TYPE),
                divisions=_divisions(facts, one),
            )
        )
    return sorted(found, key=lambda one: (place(one.why.refs), one.iri))


def _members(facts: Facts, one: str) -> dict[str, Why]:
    relation = OZEK + "isElementOfSet"
    return {m: facts.why(m, relation, one) for m in facts.subjects(relation, one)}


def _wholes(facts: Facts, one: str) -> dict[str, Why]:
    """Return the sets of which one is a subset, or a share of whose division it is."""
    found = {
        whole: facts.why(one, OZEK + "isSubsetOf", whole)
        for whole in facts.objects(one, OZEK + "isSubsetOf")
    }
    for division in facts.objects(one, OZEK + "isShareOf"):
        why = facts.why(one, OZEK + "isShareOf", division)
        for whole in facts.objects(division, OZEK + "divides"):
            found.setdefault(whole, why)
    return found


def _parts(one: str, wholes: Mapping[str, Mapping[str, Why]]) -> list[str]:
    """Return all sets below one."""
    found: list[str] = []
    waiting = [one]
    while waiting:
        top = waiting.pop()
        below = [part for part, above in wholes.items() if top in above and part not in found]
        found += below
        waiting += below
    return [part for part in found if part != one]


def _count(facts: Facts, one: str) -> int | None:
    counts = [int(value) for value in facts.objects(one, OZEK + "declaredCount")]
    return max(counts, default=None)


def _divisions(facts: Facts, one: str) -> tuple[tuple[tuple[tuple[str, int], ...], Why], ...]:
    """Return the ways in which a set is divided: its shares with their counts, and who says so."""
    found = []
    for division in facts.subjects(OZEK + "divides", one):
        shares = facts.subjects(OZEK + "isShareOf", division)
        counts = tuple((share, _count(facts, share) or 0) for share in shares)
        if counts:
            found.append((counts, facts.why(division, OZEK + "divides", one)))
    return tuple(found)
