"""The map of a cluster as a picture: bands with boxes, boxes first and arrows to their borders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ozek.report import colours, svg
from ozek.report.cluster_arrows import STEP, Board, Spot, draw_arrows
from ozek.report.cluster_parts import Group, PartRow, Parts, Tile, parts_of, rows
from ozek.report.legend import Entry, draw_legend
from ozek.report.names import capital
from ozek.report.network_map import hue_of
from ozek.report.texts import Text
from ozek.report.view import Picture, View

if TYPE_CHECKING:
    from ozek.clusters import Anatomy

WIDTH, MARGIN = 1080, 20
PAD, GAP = 9, 10
SIDE, LANE = 196, 118
HEAD, SIZE, SMALL = 13.0, 12.5, 11.0
BAND = 14


@dataclass(frozen=True)
class ClusterMap:
    """A cluster with its map, the map as a table, and what its health card says first."""

    iri: str
    short: str
    name: Text
    picture: Picture
    rows: tuple[PartRow, ...]
    said: tuple[Text, ...]
    empty: bool


@dataclass
class _Canvas:
    """What has been drawn so far, and where the boxes are."""

    ground: str = ""
    boxes: str = ""
    board: Board = field(default_factory=Board)

    def tile(self, tile: Tile, x: float, y: float, width: float, place: str) -> float:
        """Draw a box and return where it ends."""
        spot = Spot(x, y, width, tile_height(tile, width))
        self.board.spots[tile.key], self.board.places[tile.key] = spot, place
        self.boxes += _box(tile, spot)
        return spot.low

    def stack(self, group: Group, x: float, y: float, width: float, place: str) -> float:
        """Draw a heading and boxes below each other; return where they end."""
        self.boxes += svg.text(x, y, group.title, HEAD, width=width, bold=True)
        y += svg.height(group.title, width, HEAD, bold=True) + 6
        for tile in group.tiles:
            y = self.tile(tile, x, y, width, place) + GAP
        return y - GAP

    def band(self, y: float, low: float, hue: str) -> None:
        """Draw the ground of a band."""
        self.ground += svg.element(
            "rect", x=MARGIN, y=y, width=WIDTH - 2 * MARGIN, height=round(low - y, 1), rx=10,
            fill=colours.use(f"{hue}-frame"),
        )  # fmt: skip


def cluster_maps(view: View) -> tuple[ClusterMap, ...]:
    """Return the maps of all clusters, those of which something is recorded first."""
    from ozek.clusters import anatomies

    found = []
    every = {lang: anatomies(view.store, lang=lang) for lang in view.words.langs}
    for number, (iri, anatomy) in enumerate(every[view.words.langs[0]].items(), start=1):
        parts = parts_of(view, anatomy)
        name = view.facts.names.title(iri)
        empty = not (anatomy.members or anatomy.facts or anatomy.planned or anatomy.support)
        picture = _draw(view, parts, name, f"cluster{number}")
        short = view.facts.names.short(iri)
        said = () if empty else _card(view, iri, every)
        found.append(ClusterMap(iri, short, name, picture, rows(view, parts), said, empty))
    return tuple(sorted(found, key=lambda one: (one.empty, one.iri)))


def _card(view: View, iri: str, anatomies: dict[str, dict[str, Anatomy]]) -> tuple[Text, ...]:
    """Return the sentences of the cluster's health card: diagnosed once, said in each language."""
    from ozek.clusters.card import sentences
    from ozek.clusters.diagnosis import diagnose
    from ozek.clusters.wording import Words

    langs = view.words.langs
    found = diagnose(anatomies[langs[0]][iri])
    said = [
        list(sentences(replace(found, anatomy=anatomies[lang][iri]), Words(lang))) for lang in langs
    ]
    return tuple(
        view.words.of(dict(zip(langs, texts, strict=True))).map(capital)
        for texts in zip(*said, strict=True)
    )


def tile_height(tile: Tile, width: float) -> float:
    """Return the height of a box with its words, in the language that needs most."""
    room = width - 2 * PAD
    note = svg.height(tile.note, room, SMALL) if tile.note else 0
    return round(svg.height(tile.text, room, SIZE) + note + 2 * PAD - 4, 1)


def _draw(view: View, parts: Parts, name: Text, key: str) -> Picture:
    words, canvas = view.words, _Canvas()
    y: float = MARGIN
    y = _row(canvas, parts.state, y, "blue", "state") + 26
    top = y
    left, right = MARGIN + BAND, WIDTH - MARGIN - BAND - SIDE
    start = y + BAND
    low_left = canvas.stack(parts.left, left, start, SIDE, "left")
    low_right = canvas.stack(parts.market, right, start, SIDE, "market")
    if parts.right.tiles:
        low_right = canvas.stack(parts.right, right, low_right + 18, SIDE, "right")
    low = max(low_left, low_right, _core_height(parts.core) + start)
    low = max(low, _core(canvas, parts.core, start, low))
    canvas.band(top, low + BAND, "amber")
    lanes = [arrow for arrow in parts.arrows if canvas.board.lies(arrow) == "below"]
    y = low + BAND + 22 + STEP * len(lanes)
    canvas.board.bus = low + BAND + 12
    y = _columns(canvas, words["part_infrastructure"], parts.infrastructure, y)
    if parts.related.tiles:
        y = _row(canvas, parts.related, y + 20, "grey", "related")
    arrows = draw_arrows(canvas.board, parts.arrows)
    entries = _legend(view, parts)
    legend, end = draw_legend(entries, MARGIN + BAND, y + 16, WIDTH - 2 * (MARGIN + BAND))
    title = words.fill("cluster_map_title", name=name)
    gaps = [tile for group in _groups(parts) for tile in group.tiles if tile.style == "gap"]
    shown = sum(len(group.tiles) for group in _groups(parts)) - len(gaps)
    description = words.fill("cluster_map_description", n=shown, m=parts.links, gaps=len(gaps))
    body = canvas.ground + arrows + canvas.boxes + legend
    markup = svg.document(
        WIDTH, round(end) + 10, body, title=title, description=description, key=key
    )
    return Picture(key, title, description, markup)


def _groups(parts: Parts) -> tuple[Group, ...]:
    return (
        parts.state, parts.left, parts.core, parts.market, parts.right,
        *parts.infrastructure, parts.related,
    )  # fmt: skip


def _row(canvas: _Canvas, group: Group, y: float, hue: str, place: str) -> float:
    """Draw a band with its boxes side by side, in as many rows as they need."""
    inside = WIDTH - 2 * (MARGIN + BAND)
    canvas.boxes += svg.text(MARGIN + BAND, y + BAND - 3, group.title, HEAD, bold=True)
    top = y + BAND + HEAD * svg.LINE + 4
    across = min(max(len(group.tiles), 1), 5)
    width = min((inside - (across - 1) * 16) / across, 236)
    low = top
    for at in range(0, len(group.tiles), across):
        some = group.tiles[at : at + across]
        used = len(some) * width + (len(some) - 1) * 16
        x = MARGIN + BAND + (inside - used) / 2
        lows = []
        for tile in some:
            lows.append(canvas.tile(tile, round(x, 1), top, width, place))
            x += width + 16
        low, top = max(lows), max(lows) + GAP
    canvas.band(y, low + BAND, hue)
    return low + BAND


def _core_width(count: int) -> tuple[int, float]:
    """Return how many boxes of the core stand in a row, and how wide each is."""
    room = WIDTH - 2 * (MARGIN + BAND + SIDE + LANE)
    across = min(max(count, 1), 3)
    return across, min((room - (across - 1) * 60) / across, 190)


def _core_height(group: Group) -> float:
    across, width = _core_width(len(group.tiles))
    lines = -(-len(group.tiles) // across)
    tallest = max(tile_height(tile, width) for tile in group.tiles)
    return 40 + lines * (tallest + 40)


def _core(canvas: _Canvas, group: Group, start: float, low: float) -> float:
    """Draw the core in the middle of its band: the chain from left to right."""
    across, width = _core_width(len(group.tiles))
    lines = [group.tiles[at : at + across] for at in range(0, len(group.tiles), across)]
    tall = [max(tile_height(tile, width) for tile in line) + 14 for line in lines]
    y = start + max((low - start - sum(tall) - 40 * (len(lines) - 1)) / 2, 30)
    head = svg.height(group.title, 300, HEAD, bold=True)
    canvas.boxes += svg.text(
        WIDTH / 2, start, group.title, HEAD, width=300, bold=True, text_anchor="middle"
    )
    y = max(y, start + head + 12)
    for line, height in zip(lines, tall, strict=True):
        used = len(line) * width + (len(line) - 1) * 60
        x = (WIDTH - used) / 2
        for tile in line:
            spot = Spot(round(x, 1), round(y, 1), width, height)
            canvas.board.spots[tile.key], canvas.board.places[tile.key] = spot, "core"
            canvas.boxes += _box(tile, spot, strong=True)
            x += width + 60
        y += height + 40
    return y - 40


def _columns(canvas: _Canvas, title: Text, groups: tuple[Group, ...], y: float) -> float:
    """Draw the infrastructure: one column for each function."""
    gutter = 30
    inside = WIDTH - 2 * (MARGIN + BAND)
    width = (inside - (len(groups) - 1) * gutter) / max(len(groups), 1)
    ground = colours.use("teal-frame")
    heading = svg.text(MARGIN + BAND, y + BAND - 3, title, HEAD, bold=True)
    canvas.boxes += svg.haloed(heading, ground, 5)
    top = y + BAND + HEAD * svg.LINE + 6
    head = max((svg.height(g.title, width, SMALL + 0.5) for g in groups), default=0)
    low = top
    for number, group in enumerate(groups):
        x = round(MARGIN + BAND + number * (width + gutter), 1)
        name = svg.text(x, top, group.title, SMALL + 0.5, width=width, fill=svg.MUTED)
        canvas.boxes += svg.haloed(name, ground, 5)
        under = top + head + 5
        for tile in group.tiles:
            under = canvas.tile(tile, x, under, width, "below") + GAP
        low = max(low, under - GAP)
    canvas.band(y, low + BAND, "teal")
    return low + BAND


def _box(tile: Tile, spot: Spot, *, strong: bool = False) -> str:
    line, _, ground = colours.hue(tile.hue)
    styles = {"gap": "hollow", "related": "planned"}
    look = svg.line_style(styles.get(tile.style, tile.style), line, 2.0 if strong else 1.2)
    fill = {"gap": svg.HATCH, "planned": svg.PAPER, "related": svg.PAPER}.get(tile.style, ground)
    shape = svg.element(
        "rect", x=spot.x, y=spot.y, width=round(spot.width, 1), height=spot.height, rx=7,
        fill=fill, **look,
    )  # fmt: skip
    room = spot.width - 2 * PAD
    note = svg.height(tile.note, room, SMALL) if tile.note else 0
    words = svg.text(
        round(spot.x + spot.width / 2, 1), spot.y, tile.text, SIZE, width=room,
        middle=spot.height - note, text_anchor="middle", bold=strong and tile.style != "gap",
    )  # fmt: skip
    if tile.style == "gap":
        words = svg.haloed(words)
    if tile.note:
        words += svg.text(
            round(spot.x + spot.width / 2, 1), spot.low - note - PAD + 4, tile.note, SMALL,
            width=room, fill=svg.MUTED, text_anchor="middle",
        )  # fmt: skip
    if tile.href:
        return svg.element("a", shape + words, href=tile.href)
    return svg.element("g", shape + words)


def _legend(view: View, parts: Parts) -> list[Entry]:
    words = view.words
    entries = [
        Entry("box", words[f"family_{name}"], colour=colours.hue(hue_of(name))[0],
              fill=colours.hue(hue_of(name))[2])
        for name in parts.families
    ]  # fmt: skip
    supplies = {arrow.supply for arrow in parts.arrows}
    if True in supplies:
        entries.append(Entry("arrow", words["legend_supply"]))
    if False in supplies:
        entries.append(Entry("line", words["legend_link"]))
    if any(arrow.style == "reading" for arrow in parts.arrows):
        entries.append(Entry("line", words["legend_reading"], "reading"))
    tiles = [tile for group in _groups(parts) for tile in group.tiles]
    if any(tile.style == "planned" for tile in tiles):
        entries.append(Entry("box", words["legend_planned"], "planned", colours.use("amber-line")))
    if any(tile.style == "gap" for tile in tiles):
        entries.append(Entry("box", words["legend_gap"], "hollow", fill=svg.HATCH))
    return entries
