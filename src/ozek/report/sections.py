"""What the sections of a report hold, gathered from the store with the evidence of each fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ozek import namespaces as ns
from ozek.namespaces import OZEK
from ozek.report.declared import Declared
from ozek.report.evidence import Facts, Ref, Why, place
from ozek.report.texts import Text
from ozek.report.words import Words


@dataclass(frozen=True)
class SourceCoverage:
    """How many passages of a source there are, and how many of them state something."""

    iri: str
    name: Text
    passages: int
    used: int
    sentences: bool


@dataclass(frozen=True)
class SetRow:
    """A declared set as a row: what is declared, what is named, what is missing."""

    set: Declared
    name: Text
    declared: Text | None
    named: tuple[tuple[Text, bool], ...]
    hosts: tuple[Text, ...]


@dataclass(frozen=True)
class Sum:
    """A division of a declared set: do its shares add up?"""

    name: Text
    declared: int
    shares: tuple[tuple[Text, int], ...]
    why: Why

    @property
    def agrees(self) -> bool:
        return sum(count for _, count in self.shares) == self.declared


@dataclass(frozen=True)
class Gap:
    """Something the source leaves out, as a curator recorded it."""

    kind: Text
    description: Text
    about: tuple[Text, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Reading:
    """An unclear passage: what is unclear, the alternatives, the one chosen, and why."""

    iri: str
    anchor: str
    name: str
    unclear: Text
    reason: Text | None
    alternatives: tuple[tuple[Text, bool], ...]
    refs: tuple[Ref, ...]

    @property
    def chosen(self) -> Text | None:
        return next((text for text, chosen in self.alternatives if chosen), None)


@dataclass(frozen=True)
class BenefitRow:
    """A benefit that the regime of a zone grants."""

    zone_iri: str
    zone: Text
    benefit: Text
    levy: tuple[tuple[Text, bool], ...]
    kind: tuple[Text, ...]
    share: Text
    beneficiary: tuple[Text, ...]
    why: Why


def graph_counts(facts: Facts) -> list[tuple[Text, int, int]]:
    """Return kind of graph, number of graphs, number of quads."""
    kinds = facts.store.graph_kinds()
    sizes = facts.store.sizes()
    found = []
    for kind in ns.GRAPH_KINDS:
        graphs = [graph for graph, name in kinds.items() if name == kind]
        if graphs:
            total = sum(sizes.get(graph, 0) for graph in graphs)
            found.append((facts.names.of(OZEK + kind), len(graphs), total))
    return found


def source_coverage(facts: Facts) -> list[SourceCoverage]:
    """Return for each source how many of its passages state something."""
    store = facts.store
    stating = {
        quad.object.value
        for quad in store.matching(None, ns.WAS_QUOTED_FROM)
        if store.modality(quad.subject.value) and any(store.triples([quad.subject.value]))
    }
    numbered = set(facts.sentences())
    of: dict[str, list[str]] = {}
    for quad in store.matching(None, ns.HAS_SOURCE):
        of.setdefault(quad.object.value, []).append(quad.subject.value)
    found = [
        SourceCoverage(
            iri=source,
            name=facts.names.of(source),
            passages=len(passages),
            used=len(stating & set(passages)),
            sentences=bool(numbered & set(passages)),
        )
        for source, passages in sorted(of.items())
    ]
    return sorted(found, key=lambda one: (not one.sentences, one.iri))


def set_rows(facts: Facts, sets: list[Declared]) -> list[SetRow]:
    """Return the declared sets as rows."""
    return [
        SetRow(
            set=one,
            name=facts.names.of(one.iri),
            declared=_quantity(facts, one),
            named=tuple(
                (facts.names.of(member), why.basis == "reading")
                for member, why in one.members.items()
            ),
            hosts=tuple(map(facts.names.of, one.hosts)),
        )
        for one in sets
    ]


def _quantity(facts: Facts, one: Declared) -> Text | None:
    if one.declared is not None:
        return facts.names.plain(str(one.declared))
    return facts.names.best(one.iri, OZEK + "declaredQuantity")


def sums(facts: Facts, sets: list[Declared]) -> list[Sum]:
    """Return the divisions of declared sets, so that their numbers can be compared."""
    return [
        Sum(
            facts.names.of(one.iri),
            one.declared,
            tuple((facts.names.of(share), count) for share, count in shares),
            why,
        )
        for one in sets
        for shares, why in one.divisions
        if one.declared is not None
    ]


def knowledge_gaps(facts: Facts) -> list[tuple[Text, list[Gap]]]:
    """Return the recorded gaps by kind, the commonest first, each kind in the order of the text."""
    store = facts.store
    found = []
    for quad in store.matching(None, ns.RDF_TYPE, OZEK + "KnowledgeGap"):
        gap = quad.subject.value
        sorts = sorted(q.object.value for q in store.matching(gap, OZEK + "hasGapKind"))
        about = sorted(q.object.value for q in store.matching(gap, OZEK + "isAbout"))
        passages = {q.object.value for q in store.matching(gap, OZEK + "isFoundIn")}
        found.append(
            (
                gap,
                Gap(
                    kind=facts.names.of(sorts[0]) if sorts else facts.names.plain(""),
                    description=facts.names.best(gap, OZEK + "gapDescription")
                    or facts.names.plain(""),
                    about=tuple(map(facts.names.of, about)),
                    refs=_sorted(facts, passages),
                ),
            )
        )
    kinds: dict[Text, list[Gap]] = {}
    for _, one in sorted(found, key=lambda pair: (place(pair[1].refs), pair[0])):
        kinds.setdefault(one.kind, []).append(one)
    return sorted(kinds.items(), key=lambda item: -len(item[1]))


def readings(facts: Facts) -> list[Reading]:
    """Return the readings, in the order of the text."""
    store = facts.store
    found = []
    for quad in store.matching(None, ns.RDF_TYPE, OZEK + "Reading"):
        one = quad.subject.value
        chosen = {q.object.value for q in store.matching(one, ns.CHOOSES_ALTERNATIVE)}
        others = {q.object.value for q in store.matching(one, ns.HAS_ALTERNATIVE)}
        passages = {q.object.value for q in store.matching(one, OZEK + "interpretsPassage")}
        texts = [
            (facts.names.best(alternative, ns.RESTATEMENT), alternative in chosen)
            for alternative in sorted(others | chosen, key=lambda a: (a not in chosen, a))
        ]
        found.append(
            Reading(
                iri=one,
                anchor=reading_anchor(one),
                name=one.rpartition("/")[2],
                unclear=facts.names.best(one, OZEK + "unclearPoint") or facts.names.of(one),
                reason=facts.names.best(one, ns.READING_REASON),
                alternatives=tuple((text, taken) for text, taken in texts if text),
                refs=_sorted(facts, passages),
            )
        )
    return sorted(found, key=lambda one: (place(one.refs), one.iri))


def reading_anchor(iri: str) -> str:
    """Return the anchor of a reading on the page."""
    return "r-" + iri.rpartition("/")[2]


def zone_benefits(facts: Facts) -> list[BenefitRow]:
    """Return the benefits that special economic zones give by their regimes."""
    names = facts.names
    found = []
    for zone in facts.things(OZEK + "SpecialEconomicZone"):
        for regime in facts.objects(zone, OZEK + "appliesRegime"):
            for benefit in facts.objects(regime, OZEK + "grantsBenefit"):
                shares = facts.objects(benefit, OZEK + "reductionShare")
                found.append(
                    BenefitRow(
                        zone_iri=zone,
                        zone=names.of(zone),
                        benefit=names.of(benefit),
                        levy=_levies(facts, benefit),
                        kind=_all(facts, benefit, "hasBenefitKind"),
                        share=names.joined(
                            [names.number(float(one) * 100).map("{} %".format) for one in shares]
                        ),
                        beneficiary=_all(facts, benefit, "isGrantedTo"),
                        why=facts.why(regime, OZEK + "grantsBenefit", benefit),
                    )
                )
    return found


def _levies(facts: Facts, benefit: str) -> tuple[tuple[Text, bool], ...]:
    """Return the levies a benefit concerns, and whether a reading says so."""
    relation = OZEK + "concernsLevy"
    return tuple(
        (facts.names.of(levy), facts.why(benefit, relation, levy).basis == "reading")
        for levy in facts.objects(benefit, relation)
    )


def _all(facts: Facts, thing: str, name: str) -> tuple[Text, ...]:
    return tuple(map(facts.names.of, facts.objects(thing, OZEK + name)))


def _sorted(facts: Facts, passages: set[str]) -> tuple[Ref, ...]:
    return tuple(sorted(map(facts.ref, passages), key=lambda ref: (place((ref,)), ref.name)))


def severities(counts: Mapping[str, int], words: Words) -> list[tuple[Text, int]]:
    """Return the severities found, in words, with how many findings there are of each."""
    return [
        (words[key] if (key := f"severity_{name}") in words else words.plain(name), number)
        for name, number in counts.items()
        if number
    ]
