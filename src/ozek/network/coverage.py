"""How much of what is declared the network knows: six parks declared and four named.

A ranking over four of six parks is no ranking of the parks, so ``project`` writes down which
declared sets are not fully named, and every measure repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from ozek.namespaces import OZEK, RDFS, SKOS
from ozek.network.statements import Statements, closure


def incomplete(
    facts: Statements, nodes: Collection[str], kinds: Iterable[str]
) -> list[tuple[str, int, int]]:
    """Return (set, named, declared) for the sets of which fewer members are named than declared.

    Only sets that concern the network count: one of their members is a node, or what they count
    (by ``describesNotion``) is of one of the kinds of node. Sorted by IRI of the set.
    """
    members = _members(facts)
    classes = closure(facts.links(RDFS + "subClassOf"))
    notions = closure(facts.links(SKOS + "broader"))
    wanted = set(kinds)
    counted = {
        notion
        for cls, notion in facts.links(OZEK + "isClassForNotion")
        if classes.get(cls, {cls}) & wanted
    }
    described: dict[str, set[str]] = defaultdict(set)
    for of, notion in facts.links(OZEK + "describesNotion"):
        described[of] |= notions.get(notion, {notion})
    return [
        (of, named, declared)
        for of, named, declared in declared_sets(facts)
        if named < declared
        and (described[of] & counted or any(member in nodes for member in members[of]))
    ]


def declared_sets(facts: Statements) -> list[tuple[str, int, int]]:
    """Return (set, named, declared) for every set with a declared count, sorted by its IRI.

    Of several declared counts the greatest holds.
    """
    members = _members(facts)
    counts = {
        of: max((int(text) for text in texts if text.isdecimal()), default=0)
        for of, texts in facts.texts(OZEK + "declaredCount").items()
    }
    return [(of, len(members[of]), counts[of]) for of in sorted(counts)]


def _members(facts: Statements) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for member, of in facts.links(OZEK + "isElementOfSet"):
        members[of].add(member)
    return members
