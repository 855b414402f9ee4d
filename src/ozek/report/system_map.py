"""The map of an innovation system: which things stand in which column, and what links them.

Documents → goals and targets → system and clusters → sectors → technoparks and hosts → zones and
places. Members of a declared set stand in one frame with as many hollow places as the source
leaves unnamed; what is only planned is dashed, what rests on a reading is dotted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ozek.namespaces import ORG, OZEK, OZT, RDF_TYPE, SKOS, expand
from ozek.report.declared import Declared, declared_sets
from ozek.report.diagram import Box, Column, Frame, Link
from ozek.report.evidence import Facts, Why
from ozek.report.texts import Text
from ozek.report.words import Words

COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("PolicyDocument",),
    "aims": ("Goal", "Target", "Policy"),
    "system": ("InnovationSystem", "InnovationSystemElement", "ClusterInitiative", "Cluster"),
    "sectors": ("Product", "NaturalResource"),
    "actors": ("InnovationActor", "Technopark", "BusinessIncubator"),
    "places": ("Region", "Settlement", "SpecialEconomicZone", "Benefit"),
}
"""Column → classes; of two that fit a thing, the later and the lower one counts."""

SCHEMES = {OZT + "sector": "sectors"}
ALWAYS = (
    "PolicyDocument", "Goal", "Target", "Policy", "InnovationSystem", "ClusterInitiative",
    "Cluster", "Technopark", "BusinessIncubator", "SpecialEconomicZone",
)  # fmt: skip
"""Drawn even if nothing links them; other things only if something drawn leads to them."""

CAPTIONED = ("documents", "aims", "system", "actors")
BUSY = 14  # more organisations than this become "and n more"

LEFT_OUT = frozenset(
    OZEK + name
    for name in (
        "isElementOfSet", "isSubsetOf", "isShareOf", "isDeclaredFor", "isMainPriorityOf",
        "hasCentre", "seeksPartnersFrom", "hostsMemberOf", "isPartOf", "appliesRegime",
        "grantsBenefit", "isRelatedTo",
    )
) | {ORG + "subOrganizationOf"}  # fmt: skip
"""Relations that a frame or a note shows, or that are no matter of this picture."""

WEAK = frozenset({OZEK + "isLocatedIn", OZEK + "succeeds", OZEK + "hasMembersIn"})
"""Relations that do not by themselves bring an organisation into the picture."""


@dataclass(frozen=True)
class Tie:
    """A relation between two things of the picture."""

    source: str
    relation: str
    target: str
    why: Why


@dataclass(frozen=True)
class SystemMap:
    """What the picture holds: columns and links to draw, ties and things to list."""

    columns: tuple[Column, ...]
    links: tuple[Link, ...]
    ties: tuple[Tie, ...]
    things: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.columns)


def system_map(facts: Facts, network: Any, words: Words) -> SystemMap:
    """Choose what to draw of a network (projection ``system``), and of what is planned."""
    return _Builder(facts, network, words).build()


@dataclass
class _Builder:
    facts: Facts
    network: Any
    words: Words
    column: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)

    def build(self) -> SystemMap:
        self._classify()
        sets = declared_sets(self.facts)
        ties = self._ties({one.iri for one in sets})
        self._choose(ties, sets)
        frames, framed = self._frames(sets)
        columns = []
        for key in COLUMNS:
            own = [thing for thing in self._sorted(key) if thing not in framed]
            boxes: list[Box | Frame] = [self._box(thing) for thing in own]
            boxes += [frame for home, frame in frames if home == key]
            if boxes:
                columns.append(Column(key, self.words[f"column_{key}"], tuple(boxes)))
        keys = {k for column in columns for item in column.items for k in _keys(item)}
        shown = [tie for tie in ties if {tie.source, tie.target} <= keys]
        return SystemMap(
            columns=tuple(columns),
            links=tuple(self._links(shown)),
            ties=tuple(shown),
            things=tuple(sorted(k for k in keys if "://" in k)),
        )

    # What there is -------------------------------------------------------------------------------

    def _classify(self) -> None:
        """Give every thing of the facts, and every planned one, its column and kind."""
        plans: dict[str, set[str]] = defaultdict(set)
        for graph in self.facts.graphs("planned"):
            for thing, relation, cls in self.facts.triples(graph):
                if relation == RDF_TYPE:
                    plans[cls].add(thing)
        for key, classes in COLUMNS.items():
            for cls in self.facts.kinds_below(OZEK + name for name in classes):
                known = set(self.facts.things(cls))
                self.planned -= known
                for thing in sorted(known | plans[cls]):
                    if thing in plans[cls] and thing not in known and thing not in self.column:
                        self.planned.add(thing)
                    if self._fits_better(thing, key, cls):
                        self.column[thing], self.kind[thing] = key, cls
        for scheme, key in SCHEMES.items():
            for concept in self.facts.subjects(SKOS + "inScheme", scheme):
                self.column[concept], self.kind[concept] = key, SKOS + "Concept"

    def _fits_better(self, thing: str, column: str, cls: str) -> bool:
        """Whether a class says more of a thing than the one it has."""
        known = self.kind.get(thing)
        if known is None or self.column[thing] != column:
            return True
        return cls in self.facts.kinds_below([known])

    def _ties(self, sets: set[str]) -> list[Tie]:
        """Return the relations of the facts and of the plans between things that may be drawn."""
        known = self.column.keys() | sets
        found: dict[tuple[str, str, str], Why] = {}
        for source, target, data in self.network.edges(data=True):
            relation = expand(data["relation"])
            if source in known and target in known and relation not in LEFT_OUT:
                why = self.facts.why_graphs(data["evidence"].split())
                found[source, relation, target] = why
        for graph in self.facts.graphs("planned"):
            for key in self.facts.triples(graph):
                if {key[0], key[2]} <= known and key[1] not in LEFT_OUT and key not in found:
                    found[key] = self.facts.why_graphs([graph])
        return [
            Tie(source, relation, target, why)
            for (source, relation, target), why in sorted(found.items(), key=lambda item: item[0])
            if not self._between(source, target, "places")
        ]

    def _between(self, source: str, target: str, key: str) -> bool:
        """Whether both ends are mere places: the picture is no gazetteer."""
        zones = self.facts.kinds_below([OZEK + "SpecialEconomicZone"])
        ends = (source, target)
        return all(self.column.get(e) == key and self.kind[e] not in zones for e in ends)

    def _choose(self, ties: list[Tie], sets: list[Declared]) -> None:
        """Decide what is drawn: what always is, and what something drawn leads to."""
        always = set(self.facts.kinds_below(OZEK + name for name in ALWAYS))
        self.drawn = {thing for thing, kind in self.kind.items() if kind in always}
        strong = [tie for tie in ties if tie.relation not in WEAK]
        hosts = {host for one in sets for host in one.hosts}
        others: Counter[str] = Counter()
        for tie in strong:
            for near, far in ((tie.source, tie.target), (tie.target, tie.source)):
                if far in self.drawn and near in self.column and near not in self.drawn:
                    others[near] += 1
        actors = [n for n in others if self.column[n] == "actors" and n not in hosts]
        busiest = sorted(actors, key=lambda n: (-others[n], n))[:BUSY]
        self.drawn |= {n for n in others if self.column[n] not in ("actors", "places")}
        self.drawn |= {*busiest, *(m for one in sets for m in one.members if m in self.kind)}
        self.drawn |= {host for host in hosts if host in self.kind}
        sources = self.drawn | {one.iri for one in sets if self._home(one, one.direct)}
        self.drawn |= {
            tie.target
            for tie in ties
            if self.column.get(tie.target) == "places" and tie.source in sources
        }

    # Frames --------------------------------------------------------------------------------------

    def _frames(self, sets: list[Declared]) -> tuple[list[tuple[str, Frame]], set[str]]:
        """Return frames with their columns (systems, zones, declared sets), and what they hold."""
        frames: list[tuple[str, Frame]] = []
        framed: set[str] = set()
        for thing in sorted(self.drawn):
            members = self._parts(thing)
            if members:
                frames.append((self.column[thing], self._thing_frame(thing, members)))
                framed |= {thing, *members}
        for one in sets:
            members = {m: why for m, why in one.direct.items() if m in self.drawn - framed}
            home = self._home(one, members)
            if home is None:
                continue
            self.column[one.iri] = home
            frames.append((home, self._set_frame(one, members)))
            framed |= {*members, *one.hosts}
        return frames, framed

    def _parts(self, thing: str) -> dict[str, Why]:
        """Return what a system or a zone holds: elements, or the benefits of its regimes."""
        if self.column.get(thing) == "system":
            pairs = [(part, OZEK + "isPartOf", thing) for part in self._subjects("isPartOf", thing)]
        else:
            pairs = [
                (benefit, OZEK + "grantsBenefit", regime)
                for regime in self.facts.objects(thing, OZEK + "appliesRegime")
                for benefit in self.facts.objects(regime, OZEK + "grantsBenefit")
            ]
        found = {}
        for part, relation, whole in pairs:
            ends = (whole, part) if relation.endswith("grantsBenefit") else (part, whole)
            if part in self.kind:
                found[part] = self.facts.why(ends[0], relation, ends[1])
        return found

    def _subjects(self, name: str, value: str) -> list[str]:
        return self.facts.subjects(OZEK + name, value)

    def _home(self, one: Declared, members: Mapping[str, Why]) -> str | None:
        """Return the column of a declared set, or None if the picture has no place for it."""
        if members:
            counts = Counter(self.column[member] for member in members if member in self.column)
            return min(counts, key=lambda key: (-counts[key], key), default=None)
        if one.members:
            return None
        if one.hosts:
            return "actors"
        classes = [
            cls
            for notion in self.facts.objects(one.iri, OZEK + "describesNotion")
            for cls in self.facts.subjects(OZEK + "isClassForNotion", notion)
        ]
        for key, names in COLUMNS.items():
            below = self.facts.kinds_below(OZEK + name for name in names)
            if one.declared is not None and any(cls in below for cls in classes):
                return key
        return None

    def _thing_frame(self, thing: str, members: Mapping[str, Why]) -> Frame:
        box = self._box(thing)
        kind = self._kind(thing)
        return Frame(
            key=box.key,
            text=box.text,
            caption=None if kind is None or _says(box.text, kind) else kind,
            boxes=self._inside(members),
            notes=box.notes,
            style=box.style,
            href=box.href,
        )

    def _set_frame(self, one: Declared, members: Mapping[str, Why]) -> Frame:
        words = self.words
        boxes = list(self._inside(members))
        for host in one.hosts:
            box = self._box(host)
            text = words.fill("at_host", host=box.text)
            boxes.append(Box(box.key, text, style="hollow", href=box.href))
        notes = [
            words.fill("part_of_set", name=self._plain(whole.iri), count=whole.declared)
            for whole in one.wholes
            if whole.declared is not None
        ]
        if members and all(why.basis == "reading" for why in members.values()):
            notes.append(words["members_by_reading"])
        missing = one.missing or 0
        return Frame(
            key=one.iri,
            text=self._title(one.iri),
            caption=self._count(one),
            boxes=tuple(boxes),
            hollow=max(missing - len(one.hosts), 0),
            hollow_text=words.fill("hollow", missing=missing, declared=one.declared)
            if missing
            else None,
            notes=tuple(notes),
            href=_href(self.facts.why(one.iri, RDF_TYPE)),
        )

    def _count(self, one: Declared) -> Text:
        if one.declared is None:
            return self.words.fill("named_of_unknown", named=len(one.members))
        return self.words.fill("named_of", named=len(one.members), declared=one.declared)

    def _inside(self, members: Mapping[str, Why]) -> tuple[Box, ...]:
        """Return the boxes of a frame; a member by a reading, among stated ones, says so."""
        mixed = any(why.basis != "reading" for why in members.values())
        alike = len(members) > 1 and len({self.kind[thing] for thing in members}) == 1
        boxes = []
        for thing in self._order(members):
            read = mixed and members[thing].basis == "reading"
            box = self._box(thing, (self.words["by_reading"],) if read else ())
            boxes.append(replace(box, caption=None) if alike else box)
        return tuple(boxes)

    # Boxes and links -----------------------------------------------------------------------------

    def _box(self, thing: str, notes: tuple[Text, ...] = ()) -> Box:
        why = self.facts.why(thing, RDF_TYPE)
        planned = thing in self.planned
        if planned:
            graphs = [q.graph_name.value for q in self.facts.store.matching(thing, RDF_TYPE)]
            why = self.facts.why_graphs(graphs)
        basis = why.basis if why.basis == "reading" else "stated"
        return Box(
            key=thing,
            text=self._title(thing),
            caption=self._kind(thing) if self.column.get(thing) in CAPTIONED else None,
            notes=(*self._notes(thing), *notes),
            style="planned" if planned else basis,
            href=_href(why),
        )

    def _kind(self, thing: str) -> Text | None:
        return self.facts.names.of(self.kind[thing]) if thing in self.kind else None

    def _title(self, thing: str) -> Text:
        return self.facts.names.title(thing)

    def _plain(self, thing: str) -> Text:
        return self.facts.names.of(thing)

    def _notes(self, thing: str) -> tuple[Text, ...]:
        """Return what a box says besides its name: years, status, partners sought."""
        facts, words = self.facts, self.words
        notes = []
        start, end = (facts.objects(thing, OZEK + name) for name in ("startYear", "endYear"))
        if start or end:
            notes.append(words.years(start[0] if start else None, end[0] if end else None))
        for year in facts.objects(thing, OZEK + "byYear"):
            notes.append(words.fill("due", year=year))
        for assessment in self._subjects("assesses", thing):
            for status in facts.objects(assessment, OZEK + "hasTargetStatus"):
                notes.append(self._plain(status))
        partners = facts.objects(thing, OZEK + "seeksPartnersFrom")
        if partners:
            names = words.joined(map(self._plain, partners))
            notes.append(words.fill("partners", names=names))
        return tuple(notes)

    def _links(self, ties: Iterable[Tie]) -> Iterable[Link]:
        """Yield one link for each pair of things, with all that ties them in its hint."""
        pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for tie in ties:
            pairs[tie.source, tie.target].append(tie)
        for (source, target), between in pairs.items():
            bases = [tie.why.basis for tie in between]
            style = next((b for b in ("stated", "reading", "planned") if b in bases), "stated")
            verbs = self.words.joined(dict.fromkeys(self._plain(tie.relation) for tie in between))
            hint = self.words.joined((self._plain(source), verbs, self._plain(target)), " – ")
            yield Link(source, target, style, hint)

    def _sorted(self, key: str) -> list[str]:
        return self._order(t for t in self.drawn if self.column[t] == key)

    def _order(self, things: Iterable[str]) -> list[str]:
        """Sort by kind, in the order of the classes, then by IRI."""
        rank = {
            cls: place
            for names in COLUMNS.values()
            for place, cls in enumerate(self.facts.kinds_below(OZEK + name for name in names))
        }
        return sorted(things, key=lambda thing: (rank.get(self.kind.get(thing, ""), 99), thing))


def _says(text: Text, kind: Text) -> bool:
    """Whether a name already says what kind of thing it is, in every language."""
    return all(name.text.casefold() in text[lang].text.casefold() for lang, name in kind)


def _keys(item: Box | Frame) -> list[str]:
    return [item.key, *(box.key for box in item.boxes)] if isinstance(item, Frame) else [item.key]


def _href(why: Why) -> str:
    return f"#{why.refs[0].anchor}" if why.refs else ""
