"""What stands where on the map of a cluster: boxes in bands, gaps among them, and links.

The bands follow the maps of Porter (1998, "Clusters and the new economics of competition"): the
state above, the industrial core in the middle with its suppliers around it, infrastructure and
related clusters below. What the theory requires and nobody recorded becomes a gap in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import networkx as nx

from ozek.namespaces import OZEK
from ozek.report.evidence import Why
from ozek.report.network_map import family, hue_of
from ozek.report.texts import Text
from ozek.report.view import View

if TYPE_CHECKING:
    from ozek.clusters import Anatomy

MOST = 12
"""More boxes than this in one place become "and n more"."""

_PRODUCES = OZEK + "produces"


@dataclass(frozen=True)
class Tile:
    """A box of the map. ``style``: stated, reading, planned, related or gap."""

    key: str
    text: Text
    hue: str = "grey"
    note: Text | None = None
    style: str = "stated"
    href: str = ""


@dataclass(frozen=True)
class Arrow:
    """A link between two boxes; ``supply`` if goods or services flow along it."""

    source: str
    target: str
    style: str
    supply: bool


@dataclass(frozen=True)
class Group:
    """Boxes under one heading."""

    title: Text
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Parts:
    """All boxes of a cluster's map by place, and the links between them: as arrows, and how many
    there are with those to related clusters, which stand in their boxes."""

    state: Group
    left: Group
    core: Group
    market: Group
    right: Group
    infrastructure: tuple[Group, ...]
    related: Group
    arrows: tuple[Arrow, ...]
    links: int
    families: tuple[str, ...]


@dataclass
class _Builder:
    view: View
    anatomy: Anatomy
    families: set[str] = field(default_factory=set)

    def build(self) -> Parts:
        words, one = self.view.words, self.anatomy
        parts = {member.iri: one.part(member.iri) for member in one.members}
        producers = self._chain([iri for iri, part in parts.items() if part == "producer"])
        suppliers = [iri for iri, part in parts.items() if part == "supplier"]
        left, right = self._sides(suppliers, producers)
        consumers = [iri for iri, part in parts.items() if part == "consumer"]
        market = [*self._products(), *self._or_gap(self._tiles(consumers), words["part_consumer"])]
        return Parts(
            state=Group(words["part_state"], tuple(self._state())),
            left=Group(
                words["part_supplier"],
                tuple(self._tiles(left) if right else self._or_gap(self._tiles(left), None)),
            ),
            core=Group(
                words["part_producer"],
                tuple(self._or_gap(self._tiles(producers), None)),
            ),
            market=Group(words["part_market"], tuple(market)),
            right=Group(words["part_supplier"], tuple(self._tiles(right))),
            infrastructure=tuple(self._infrastructure(parts)),
            related=Group(words["part_related"], tuple(self._related())),
            arrows=tuple(self._arrows()),
            links=len({(link.source, link.target) for link in one.links}),
            families=tuple(sorted(self.families)),
        )

    # Places --------------------------------------------------------------------------------------

    def _state(self) -> Iterable[Tile]:
        words, one, names = self.view.words, self.anatomy, self.view.facts.names
        for body in one.state[:MOST]:
            acts = [act for act in one.support if act.body == body]
            notes = [
                words.joined([names.of(part) for part in (act.mode, act.phase) if part])
                for act in acts
            ]
            note = words.joined(dict.fromkeys(notes), "; ") if notes else None
            yield self._tile(body, note, "state")
        for document in one.documents[:MOST]:
            yield Tile(
                document, names.title(document), "blue", words["part_document"],
                href=self._href(document),
            )  # fmt: skip
        if not one.state:
            yield self._gap("state", words["part_state_bodies"])
        if not one.support:
            yield self._gap("support", words["part_support"])

    def _products(self) -> Iterable[Tile]:
        names, words = self.view.facts.names, self.view.words
        stated = [fact.value for fact in self.anatomy.facts if fact.property == _PRODUCES]
        planned = [fact.value for fact in self.anatomy.planned if fact.property == _PRODUCES]
        for value in stated:
            yield Tile(value, names.title(value), "amber", words["part_product"])
        for value in planned:
            if value not in stated:
                note = words["part_product_planned"]
                yield Tile(value, names.title(value), "amber", note, "planned")

    def _infrastructure(self, parts: dict[str, str]) -> Iterable[Group]:
        """Yield one group for each required function, one for whoever has none recorded."""
        names, words, one = self.view.facts.names, self.view.words, self.anatomy
        seen: set[str] = set()
        for function in one.functions:
            tiles = []
            for iri in function.providers:
                again = iri in seen
                seen.add(iri)
                tiles.append(self._tile(iri, words["part_again"] if again else None, again=again))
            state = words["heat_absent" if function.state == "stated absent" else "heat_unknown"]
            title = names.title(function.function)
            yield Group(title, tuple(tiles[:MOST] or [self._gap(function.function, state)]))
        rest = [iri for iri, part in parts.items() if part == "infrastructure" and iri not in seen]
        if rest:
            yield Group(words["part_no_function"], tuple(self._tiles(rest)))
        if one.technoparks:
            parks = [Tile(p, names.title(p), "teal", href=self._href(p)) for p in one.technoparks]
            yield Group(words["part_technoparks"], tuple(parks[:MOST]))

    def _related(self) -> Iterable[Tile]:
        names, words = self.view.facts.names, self.view.words
        for iri in self.anatomy.related[:MOST]:
            tied = {
                end
                for link in self.anatomy.links
                for end in (link.source, link.target)
                if iri in (link.source, link.target) and end != iri
            }
            ends = words.joined([names.of(end) for end in sorted(tied)])
            note = words.fill("part_tied", names=ends) if tied else None
            yield Tile(iri, names.title(iri), "grey", note, "related", self._href(iri))

    # Boxes ---------------------------------------------------------------------------------------

    def _tiles(self, iris: list[str]) -> list[Tile]:
        tiles = [self._tile(iri) for iri in iris[:MOST]]
        if len(iris) > MOST:
            more = self.view.words.fill("part_more", n=len(iris) - MOST)
            tiles.append(Tile(f"more {iris[0]}", more))
        return tiles

    def _tile(
        self, iri: str, note: Text | None = None, of: str = "", *, again: bool = False
    ) -> Tile:
        member = self.anatomy.member(iri)
        kind = (member.of if member else "").rpartition("#")[2]
        name = of or family(kind)
        if member and name == "other" and "IndustrialCore" in member.segments:
            name = "business"
        self.families.add(name)
        basis = "reading" if member and member.grounds.readings else "stated"
        key = f"again {iri} {note}" if again else iri
        text = self.view.facts.names.title(iri)
        return Tile(key, text, hue_of(name), note, basis, self._href(iri))

    def _or_gap(self, tiles: list[Tile], what: Text | None) -> list[Tile]:
        unknown = self.view.words["heat_unknown"]
        if what:
            unknown = self.view.words.joined((what, unknown), ": ")
        return tiles or [self._gap(str(what), unknown)]

    def _gap(self, key: str, text: Text) -> Tile:
        return Tile(f"gap {key}", text, style="gap")

    def _href(self, iri: str) -> str:
        refs = self.view.facts.why(iri, OZEK_TYPE).refs
        return f"#{refs[0].anchor}" if refs else ""

    # Links ---------------------------------------------------------------------------------------

    def _chain(self, producers: list[str]) -> list[str]:
        """Order the producers along the supply chain, then by IRI."""
        graph = nx.DiGraph()
        graph.add_nodes_from(sorted(producers))
        graph.add_edges_from(
            (link.source, link.target)
            for link in self.anatomy.links
            if {link.source, link.target} <= set(producers) and link.source != link.target
        )
        whole = nx.condensation(graph)
        rank = {
            node: level
            for level, some in enumerate(nx.topological_generations(whole))
            for part in some
            for node in whole.nodes[part]["members"]
        }
        return sorted(producers, key=lambda iri: (rank[iri], iri))

    def _sides(self, suppliers: list[str], producers: list[str]) -> tuple[list[str], list[str]]:
        """Part the suppliers: those of the first stages left, those of the last right."""
        order = {iri: place for place, iri in enumerate(producers)}
        middle = (len(producers) - 1) / 2
        sides: tuple[list[str], list[str]] = ([], [])
        for number, iri in enumerate(suppliers):
            fed = [
                order[link.target]
                for link in self.anatomy.links
                if link.source == iri and link.target in order
            ]
            at = sum(fed) / len(fed) if fed else middle
            late = at > middle if at != middle or len(suppliers) < 6 else number % 2 == 1
            sides[late].append(iri)
        return sides

    def _arrows(self) -> Iterable[Arrow]:
        found: dict[tuple[str, str], Arrow] = {}
        for link in self.anatomy.links:
            pair = (link.source, link.target)
            if {*pair} & set(self.anatomy.related):
                continue
            style = "reading" if link.basis == "reading" else "stated"
            found.setdefault(pair, Arrow(*pair, style, link.relation == "ozek:suppliesTo"))
        return found.values()


OZEK_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class PartRow:
    """A line of the map's table: where on the map, who or what is missing, of what kind, why."""

    part: Text
    name: Text
    note: Text | None
    why: Why | None


def rows(view: View, parts: Parts) -> tuple[PartRow, ...]:
    """Return the map as a table."""
    groups = (
        parts.state, parts.left, parts.core, parts.market, parts.right,
        *parts.infrastructure, parts.related,
    )  # fmt: skip
    return tuple(
        PartRow(
            group.title,
            tile.text,
            tile.note,
            None if tile.style == "gap" or " " in tile.key else view.facts.why(tile.key, OZEK_TYPE),
        )
        for group in groups
        for tile in group.tiles
    )


def parts_of(view: View, anatomy: Anatomy) -> Parts:
    """Return what stands where on the map of a cluster."""
    return _Builder(view, anatomy).build()
