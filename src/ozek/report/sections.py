"""What the sections of a report hold, gathered from the store with the evidence of each fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.namespaces import OZEK, OZT, SKOS
from ozek.report.declared import Declared
from ozek.report.evidence import Facts, Ref, Why, place
from ozek.report.names import Name
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.network import Measures

TOP = 10


@dataclass(frozen=True)
class SourceCoverage:
    """How many passages of a source there are, and how many of them state something."""

    iri: str
    name: Name
    passages: int
    used: int
    sentences: bool


@dataclass(frozen=True)
class SetRow:
    """A declared set as a row: what is declared, what is named, what is missing."""

    set: Declared
    name: Name
    declared: Name | None
    named: tuple[tuple[Name, bool], ...]
    hosts: tuple[Name, ...]


@dataclass(frozen=True)
class Sum:
    """A division of a declared set: do its shares add up?"""

    name: Name
    declared: int
    shares: tuple[tuple[Name, int], ...]
    why: Why

    @property
    def agrees(self) -> bool:
        return sum(count for _, count in self.shares) == self.declared


@dataclass(frozen=True)
class Gap:
    """Something the source leaves out, as a curator recorded it."""

    kind: Name
    description: Name
    about: tuple[Name, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Reading:
    """An unclear passage: what is unclear, the alternatives, the one chosen, and why."""

    iri: str
    anchor: str
    name: str
    unclear: Name
    reason: Name | None
    alternatives: tuple[tuple[Name, bool], ...]
    refs: tuple[Ref, ...]

    @property
    def chosen(self) -> Name | None:
        return next((text for text, chosen in self.alternatives if chosen), None)


@dataclass(frozen=True)
class BenefitRow:
    """A benefit that the regime of a zone grants."""

    zone: Name
    benefit: Name
    levy: tuple[tuple[Name, bool], ...]
    kind: tuple[Name, ...]
    share: str
    beneficiary: tuple[Name, ...]
    why: Why


@dataclass(frozen=True)
class Cell:
    """One infrastructure function in one cluster: provided, stated-absent or not-recorded."""

    state: str
    name: Name
    actors: tuple[Name, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Ranking:
    """The best-connected actors, with what to be careful about."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[Name, ...]
    nodes: int
    edges: int
    isolated: int
    tied: tuple[int, str, str] | None = None  # how many share the next rank, that rank, their ties


def graph_counts(facts: Facts) -> list[tuple[Name, int, int]]:
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


def _quantity(facts: Facts, one: Declared) -> Name | None:
    if one.declared is not None:
        return Name(str(one.declared))
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


def knowledge_gaps(facts: Facts) -> list[tuple[Name, list[Gap]]]:
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
                    kind=facts.names.of(sorts[0]) if sorts else Name(""),
                    description=facts.names.best(gap, OZEK + "gapDescription") or Name(""),
                    about=tuple(map(facts.names.of, about)),
                    refs=_sorted(facts, passages),
                ),
            )
        )
    kinds: dict[Name, list[Gap]] = {}
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
                        zone=names.of(zone),
                        benefit=names.of(benefit),
                        levy=_levies(facts, benefit),
                        kind=_all(facts, benefit, "hasBenefitKind"),
                        share="; ".join(names.number(float(one) * 100) + " %" for one in shares),
                        beneficiary=_all(facts, benefit, "isGrantedTo"),
                        why=facts.why(regime, OZEK + "grantsBenefit", benefit),
                    )
                )
    return found


def _levies(facts: Facts, benefit: str) -> tuple[tuple[Name, bool], ...]:
    """Return the levies a benefit concerns, and whether a reading says so."""
    relation = OZEK + "concernsLevy"
    return tuple(
        (facts.names.of(levy), facts.why(benefit, relation, levy).basis == "reading")
        for levy in facts.objects(benefit, relation)
    )


def functions(facts: Facts) -> tuple[list[Name], list[tuple[Name, list[Cell]]]]:
    """Return the infrastructure functions, and for each cluster one cell for each of them."""
    schemes = facts.subjects(SKOS + "inScheme", OZT + "function")
    rows = []
    for cluster in facts.things(OZEK + "Cluster"):
        rows.append((facts.names.of(cluster), [_cell(facts, cluster, one) for one in schemes]))
    return [facts.names.of(one) for one in schemes], rows


def _cell(facts: Facts, cluster: str, function: str) -> Cell:
    segments = {cluster, *facts.subjects(OZEK + "isSegmentOf", cluster)}
    found: dict[str, tuple[Ref, ...]] = {}
    for one in facts.subjects(OZEK + "performsFunction", function):
        places = {*facts.objects(one, OZEK + "isInSegment"), *facts.objects(one, _IN_CLUSTER)}
        if segments & places:
            refs = facts.why(one, OZEK + "performsFunction", function).refs
            for member in facts.objects(one, ns.ORG + "member"):
                found[member] = refs
    absent = facts.why(cluster, OZEK + "lacksFunction", function)
    if found:
        state, refs = "provided", tuple({ref: None for some in found.values() for ref in some})
    elif absent.refs:
        state, refs = "stated-absent", absent.refs
    else:
        state, refs = "not-recorded", ()
    actors = tuple(map(facts.names.of, sorted(found)))
    return Cell(state, facts.names.of(f"{OZT}coverage-{state}"), actors, refs)


_IN_CLUSTER = OZEK + "isInCluster"
SHOWN = ("degree", "in_degree", "betweenness", "pagerank")


def ranking(facts: Facts, measures: Measures | None, words: Words) -> Ranking | None:
    """Return the actors with the most recorded ties; None without a network of actors."""
    if measures is None:
        return None
    table = measures.table()
    shown = [name for name in SHOWN if name in table.columns]
    rows = table.to_dicts()
    first = next(iter(measures.results.values()))
    tied = [row for row in rows if float(row.get("degree", 0)) > 0]
    if not tied or not shown:
        return None
    top, rest = _whole_ranks(tied)
    shared = [row for row in rest if row["rank"] == rest[0]["rank"]]
    return Ranking(
        headings=tuple(table.titles.get(name, {}).get(words.lang, name) for name in shown),
        rows=tuple(
            (str(row["rank"]), *(_rounded(facts, row.get(name)) for name in shown)) for row in top
        ),
        names=tuple(facts.names.of(row["node"]) for row in top),
        nodes=first.n,
        edges=first.m,
        isolated=len(rows) - len(tied),
        tied=(len(shared), str(rest[0]["rank"]), _rounded(facts, rest[0]["degree"]))
        if rest
        else None,
    )


def _whole_ranks(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cut a ranking after at most TOP rows, but never between actors who share a rank."""
    end = min(TOP, len(rows))
    while 0 < end < len(rows) and rows[end]["rank"] == rows[end - 1]["rank"]:
        end -= 1
    end = end or TOP
    return rows[:end], rows[end:]


def _rounded(facts: Facts, value: Any) -> str:
    try:
        number = float(value)
    except (TypeError, ValueError):  # not applicable
        return "–"
    if number.is_integer():
        return str(int(number))
    text = f"{number:.4f}"
    return text if facts.names.lang == "en" else text.replace(".", ",")


def _all(facts: Facts, thing: str, name: str) -> tuple[Name, ...]:
    return tuple(map(facts.names.of, facts.objects(thing, OZEK + name)))


def _sorted(facts: Facts, passages: set[str]) -> tuple[Ref, ...]:
    return tuple(sorted(map(facts.ref, passages), key=lambda ref: (place((ref,)), ref.name)))


def severities(counts: Mapping[str, int], words: Words) -> list[tuple[str, int]]:
    """Return the severities found, in words, with how many findings there are of each."""
    return [
        (words[key] if (key := f"severity_{name}") in words else name, number)
        for name, number in counts.items()
        if number
    ]
