"""A diagram in columns: boxes and frames stacked, links between them routed past the rest.

Text is wrapped inside boxes of one width, and boxes are stacked, so labels cannot overlap. A link
that skips columns gets a lane of its own in each of them. Everything is computed in a fixed order
from the input alone: the same input gives the same drawing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ozek.report import svg
from ozek.report.stacking import stack
from ozek.report.texts import Text

BOX_WIDTH = 172
COLUMN_GAP = 46
PAD = 8
TEXT = 13.0
SMALL = 11.0
SWEEPS = 8
BOX_GAP = 6
BOW = 24


@dataclass(frozen=True)
class Box:
    """A thing. ``style`` is stated, reading, planned or hollow (declared, but not named)."""

    key: str
    text: Text
    caption: Text | None = None
    notes: tuple[Text, ...] = ()
    style: str = "stated"
    href: str = ""


@dataclass(frozen=True)
class Frame:
    """Things that belong together; ``hollow`` places are declared but not named."""

    key: str
    text: Text
    caption: Text | None = None
    boxes: tuple[Box, ...] = ()
    hollow: int = 0
    hollow_text: Text | None = None
    notes: tuple[Text, ...] = ()
    style: str = "stated"
    href: str = ""


@dataclass(frozen=True)
class Link:
    """A relation; ``hint`` says it in words."""

    source: str
    target: str
    style: str = "stated"
    hint: Text | None = None


@dataclass(frozen=True)
class Column:
    """A column of the diagram; ``key`` names its colour."""

    key: str
    title: Text
    items: tuple[Box | Frame, ...]


@dataclass(frozen=True)
class Rect:
    """Where something is."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Route:
    """The points a link passes: (x, y) pairs, curved between columns, straight inside a lane."""

    link: Link
    points: tuple[tuple[int, int], ...]
    in_column: bool = False


@dataclass(frozen=True)
class Layout:
    """Where everything of a diagram is."""

    columns: tuple[Column, ...]
    rects: Mapping[str, Rect]
    routes: tuple[Route, ...]
    width: int
    height: int


@dataclass
class _Slot:
    """Something with a place in a column: a box, a frame or a lane."""

    key: str
    height: int
    column: int
    item: Box | Frame | None = None
    y: float = 0.0
    inner: dict[str, tuple[int, int]] = field(default_factory=dict)  # box → (offset, height)

    def anchor(self, key: str) -> float:
        """Return the height at which links of ``key`` (itself or a box inside) meet it."""
        if key in self.inner:
            offset, height = self.inner[key]
            return self.y + offset + height / 2
        return self.y + (19 if isinstance(self.item, Frame) else self.height / 2)


def box_height(box: Box, width: int = BOX_WIDTH) -> int:
    """Return the height of a box with its lines, in the language that needs most."""
    room = width - 2 * PAD
    small = sum(svg.height(one, room, SMALL) for one in (box.caption, *box.notes) if one)
    return round(small + svg.height(box.text, room, TEXT) + 2 * PAD - 2)


def frame_head(frame: Frame) -> float:
    """Return the height of the words above the boxes of a frame."""
    room = BOX_WIDTH - 2 * PAD
    caption = svg.height(frame.caption, room, SMALL) if frame.caption else 0
    return svg.height(frame.text, room, TEXT, bold=True) + caption


def frame_foot(frame: Frame) -> float:
    """Return the height of the words below the boxes of a frame."""
    room = BOX_WIDTH - 2 * PAD
    hollow = svg.height(frame.hollow_text, room - 4, SMALL) if frame.hollow_text else 0
    return hollow + sum(svg.height(note, room, SMALL) for note in frame.notes)


def hollow_rows(frame: Frame) -> int:
    """Return how many rows of small circles a frame has: none when they would be too many."""
    return -(-frame.hollow // 10) if frame.hollow <= 20 else 0


def layout(columns: Sequence[Column], links: Iterable[Link], top: int, margin: int) -> Layout:
    """Place the columns below ``top`` and route the links. Columns without items are left out."""
    columns = [column for column in columns if column.items]
    slots = [[_slot(item, at) for item in one.items] for at, one in enumerate(columns)]
    owner = {key: slot for row in slots for slot in row for key in (slot.key, *slot.inner)}
    drawn = [k for k in dict.fromkeys(links) if k.source in owner and k.target in owner]
    chains = {link: _chain(link, owner, slots) for link in drawn}
    hops = [hop for chain in chains.values() for hop in pairwise(chain)]
    _order(slots, hops, owner)
    height = _settle(slots, hops, owner, top)
    rects: dict[str, Rect] = {}
    step = BOX_WIDTH + COLUMN_GAP
    for slot in (slot for row in slots for slot in row):
        x, y = margin + slot.column * step, round(slot.y)
        rects[slot.key] = Rect(x, y, BOX_WIDTH, slot.height)
        for key, (offset, tall) in slot.inner.items():
            rects[key] = Rect(x + PAD, y + offset, BOX_WIDTH - 2 * PAD, tall)
    width = 2 * margin + len(columns) * step - COLUMN_GAP if columns else 2 * margin
    routes = _routes(chains, owner, rects)
    bows = any(r.in_column and owner[r.link.source].column == len(columns) - 1 for r in routes)
    shown = {key: rect for key, rect in rects.items() if not key.startswith("lane ")}
    return Layout(tuple(columns), shown, routes, width + BOW * bows, height)


def _slot(item: Box | Frame, column: int) -> _Slot:
    if isinstance(item, Box):
        return _Slot(item.key, box_height(item), column, item)
    y = round(PAD + frame_head(item) + 4)
    inner = {}
    for box in item.boxes:
        tall = box_height(box, BOX_WIDTH - 2 * PAD)
        inner[box.key] = (y, tall)
        y += tall + BOX_GAP
    y += hollow_rows(item) * 16
    foot = frame_foot(item)
    y += round(foot) + (4 if foot else 0)
    return _Slot(item.key, y + PAD - 2, column, item, inner=inner)


def _chain(link: Link, owner: dict[str, _Slot], slots: list[list[_Slot]]) -> list[str]:
    """Return the keys a link passes, from source to target, making lanes where it skips columns."""
    first, last = owner[link.source].column, owner[link.target].column
    step = 1 if last > first else -1
    chain = [link.source]
    for column in range(first + step, last, step) if first != last else ():
        key = f"lane {column} {link.target} {link.style}"
        if key not in owner:
            owner[key] = _Slot(key, 2, column)
            slots[column].append(owner[key])
        chain.append(key)
    return [*chain, link.target]


Hops = Sequence[tuple[str, str]]


def _order(slots: list[list[_Slot]], hops: Hops, owner: dict[str, _Slot]) -> None:
    """Order each column by where its neighbours are; keep the order with the shortest links."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in hops:
        if owner[a].column != owner[b].column:
            near[a].append(b)
            near[b].append(a)
    _spread(slots)
    best, shortest = [list(row) for row in slots], _length(hops, owner)
    for sweep in range(SWEEPS):
        for row in slots if sweep % 2 == 0 else slots[::-1]:
            wanted = {slot.key: _wanted(slot, near, owner) for slot in row}
            row.sort(key=lambda slot: wanted[slot.key])
            for slot in row:
                _order_inside(slot, near, owner)
            _spread(slots)
        length = _length(hops, owner)
        if length < shortest:
            best, shortest = [list(row) for row in slots], length
    slots[:] = best
    _spread(slots)


def _order_inside(slot: _Slot, near: dict[str, list[str]], owner: dict[str, _Slot]) -> None:
    """Order the boxes of a frame by where their neighbours are."""
    if len(slot.inner) < 2:
        return
    wanted = {}
    for key in slot.inner:
        others = [owner[other].anchor(other) for other in near.get(key, ())]
        wanted[key] = sum(others) / len(others) if others else slot.anchor(key)
    y = min(offset for offset, _ in slot.inner.values())
    placed = {}
    for key in sorted(slot.inner, key=lambda key: wanted[key]):
        placed[key] = (y, slot.inner[key][1])
        y += slot.inner[key][1] + BOX_GAP
    slot.inner = placed


def _wanted(slot: _Slot, near: dict[str, list[str]], owner: dict[str, _Slot]) -> float:
    others = [owner[k].anchor(k) for key in (slot.key, *slot.inner) for k in near.get(key, ())]
    return sum(others) / len(others) if others else slot.y + slot.height / 2


def _spread(slots: list[list[_Slot]]) -> None:
    """Stack every column, centred on the tallest."""
    heights = [sum(slot.height + _gap(slot) for slot in row) for row in slots]
    for row, height in zip(slots, heights, strict=True):
        y = (max(heights) - height) / 2
        for slot in row:
            slot.y = y
            y += slot.height + _gap(slot)


def _gap(slot: _Slot) -> int:
    return 14 if slot.item else 9


def _length(hops: Hops, owner: dict[str, _Slot]) -> float:
    return sum(abs(owner[a].anchor(a) - owner[b].anchor(b)) for a, b in hops)


def _settle(slots: list[list[_Slot]], hops: Hops, owner: dict[str, _Slot], top: int) -> int:
    """Move what is linked level with its neighbours, in the order found; return the lower end."""
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in hops:
        if owner[a].column != owner[b].column:
            near[a].append(b)
            near[b].append(a)
    room = max((sum(s.height + _gap(s) for s in row) for row in slots), default=0)
    for sweep in range(SWEEPS):
        for row in slots if sweep % 2 == 0 else slots[::-1]:
            wanted, weights = [], []
            for slot in row:
                shifts = [
                    owner[other].anchor(other) - slot.anchor(key)
                    for key in (slot.key, *slot.inner)
                    for other in near.get(key, ())
                ]
                wanted.append(slot.y + (sum(shifts) / len(shifts) if shifts else 0))
                weights.append(len(shifts) or 0.05)
            sizes = [slot.height + _gap(slot) for slot in row]
            for slot, y in zip(row, stack(wanted, sizes, weights, room), strict=True):
                slot.y = y
    for slot in (slot for row in slots for slot in row):
        slot.y += top
    ends = [slot.y + slot.height for row in slots for slot in row]
    return round(max(ends, default=top))


def _routes(
    chains: Mapping[Link, list[str]], owner: dict[str, _Slot], rects: dict[str, Rect]
) -> tuple[Route, ...]:
    ports = _ports(chains, owner, rects)
    routes = []
    for link, chain in chains.items():
        if owner[link.source].column == owner[link.target].column:
            side = rects[link.source].right, rects[link.target].right
            ends = (ports[link.source, "right", link], ports[link.target, "right", link])
            routes.append(Route(link, ((side[0], ends[0]), (side[1], ends[1])), in_column=True))
            continue
        forward = owner[link.target].column > owner[link.source].column
        out, into = ("right", "left") if forward else ("left", "right")
        points = [(_edge(rects[link.source], out), ports[link.source, out, link])]
        for key in chain[1:-1]:
            y = round(rects[key].middle)
            points += [(_edge(rects[key], into), y), (_edge(rects[key], out), y)]
        points.append((_edge(rects[link.target], into), ports[link.target, into, link]))
        routes.append(Route(link, tuple(points)))
    return tuple(routes)


def _edge(rect: Rect, side: str) -> int:
    return rect.right if side == "right" else rect.x


def _ports(
    chains: Mapping[Link, list[str]], owner: dict[str, _Slot], rects: dict[str, Rect]
) -> dict[tuple[str, str, Link], int]:
    """Spread the links of each side of a box over its height, in the order of their other ends."""
    sides: dict[tuple[str, str], list[tuple[float, str, Link]]] = defaultdict(list)
    for link, chain in chains.items():
        here, there = owner[link.source].column, owner[link.target].column
        out, into = ("right", "left") if there > here else ("left", "right")
        if here == there:
            out = into = "right"
        sides[link.source, out].append((rects[chain[1]].middle, link.target, link))
        sides[link.target, into].append((rects[chain[-2]].middle, link.source, link))
    found = {}
    for (key, side), ends in sides.items():
        rect = rects[key]
        frame = key == owner[key].key and isinstance(owner[key].item, Frame)
        low, tall = (rect.y + 8, 22) if frame else (rect.y, rect.height)
        for place, (_, _, link) in enumerate(sorted(ends, key=lambda end: end[:2]), start=1):
            found[key, side, link] = round(low + tall * place / (len(ends) + 1))
    return found
