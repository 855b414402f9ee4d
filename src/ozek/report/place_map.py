"""The map of places: those with coordinates in the data, over the outlines of countries.

The projection is equirectangular with the middle parallel true to scale, which keeps a country's
shape as people know it and needs no library. Outlines: Natural Earth 1:110 million, public domain.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ozek.namespaces import OZEK
from ozek.report import colours, svg
from ozek.report.evidence import Why
from ozek.report.legend import Entry, draw_legend
from ozek.report.metrics import text_width
from ozek.report.texts import Text
from ozek.report.view import Picture, View

WIDTH, MARGIN, TALLEST = 940, 20, 620
SIZE = 12.0
SPAN = 3.0  # a single town is shown with some degrees around it
LEGENDED = (1, 10, 50)


@dataclass(frozen=True)
class PlaceRow:
    """A place with its coordinates, and what is located there."""

    iri: str
    name: Text
    latitude: Text
    longitude: Text
    things: tuple[Text, ...]
    why: Why
    point: tuple[float, float]


@dataclass(frozen=True)
class Places:
    """The map and the same as rows."""

    picture: Picture
    rows: tuple[PlaceRow, ...]


def find_places(view: View) -> Places | None:
    """Return the places where something is, as far as the data give coordinates; None if none."""
    facts, names = view.facts, view.facts.names
    latitude = dict(facts.pairs(OZEK + "latitude"))
    longitude = dict(facts.pairs(OZEK + "longitude"))
    there: dict[str, list[str]] = defaultdict(list)
    for thing, place in facts.pairs(OZEK + "isLocatedIn"):
        if thing not in latitude:
            there[place].append(thing)
    rows = []
    for place in sorted(latitude.keys() & longitude.keys()):
        point = (float(longitude[place]), float(latitude[place]))
        rows.append(
            PlaceRow(
                iri=place,
                name=names.title(place),
                latitude=names.number(point[1], 2),
                longitude=names.number(point[0], 2),
                things=tuple(map(names.of, sorted(there[place]))),
                why=facts.why(place, OZEK + "latitude"),
                point=point,
            )
        )
    rows.sort(key=lambda row: (-len(row.things), row.iri))
    return Places(_draw(view, rows), tuple(rows)) if rows else None


@dataclass(frozen=True)
class Frame:
    """The part of the world shown, and how degrees become units of the picture."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        wide = (WIDTH - 2 * MARGIN) / ((self.east - self.west) * self._squeeze)
        return min(wide, TALLEST / (self.north - self.south))

    @property
    def _squeeze(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def width(self) -> float:
        return (self.east - self.west) * self._squeeze * self.scale

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point of the world is in the picture."""
        x = (WIDTH - self.width) / 2 + (longitude - self.west) * self._squeeze * self.scale
        return round(x, 1), round(MARGIN + (self.north - latitude) * self.scale, 1)


def frame_of(points: list[tuple[float, float]]) -> Frame:
    """Return the frame around points, with room for labels."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    wide, tall = max(east - west, SPAN), max(north - south, SPAN)
    middle, level = (west + east) / 2, (south + north) / 2
    return Frame(
        middle - wide * 0.62,
        max(level - tall * 0.66, -89),
        middle + wide * 0.62,
        min(level + tall * 0.66, 89),
    )


def _draw(view: View, rows: list[PlaceRow]) -> Picture:
    words = view.words
    frame = frame_of([row.point for row in rows])
    left, top = frame.at(frame.west, frame.north)
    box = {"x": left, "y": top, "width": round(frame.width, 1), "height": round(frame.height, 1)}
    clip = svg.element("clipPath", svg.element("rect", **box, rx=6), id="places-frame")
    sea = svg.element("rect", **box, rx=6, fill=colours.use("blue-frame"))
    land = "".join(_country(ring, frame) for ring in outlines())
    shapes = svg.element("g", sea + land + _grid(frame), clip_path="url(#places-frame)")
    body = clip + shapes + _points(rows, frame)
    entries = [
        Entry("dot", words["legend_place"], colour=colours.use("red-line")),
        Entry("", words["legend_outline"]),
    ]
    end_of_map = top + frame.height
    legend, end = draw_legend(entries, MARGIN, end_of_map + 14, WIDTH - 2 * MARGIN)
    things = sum(len(row.things) for row in rows)
    title = words["places_title"]
    description = words.fill("places_description", places=len(rows), things=things)
    markup = svg.document(
        WIDTH, round(end) + 10, body + legend, title=title, description=description, key="place"
    )
    return Picture("place", title, description, markup)


def radius(things: int) -> float:
    """Return the radius of a place's circle: its area grows with what is there."""
    return round(4 + 2.2 * math.sqrt(things), 1)


def _points(rows: list[PlaceRow], frame: Frame) -> str:
    """Draw circles, the largest below, and the labels that find room."""
    taken: list[tuple[float, float, float, float]] = []
    circles = ""
    for row in rows:
        x, y = frame.at(*row.point)
        r = radius(len(row.things))
        taken.append((x - r, y - r, x + r, y + r))
        fill = colours.use("red-line") if row.things else svg.PAPER
        hint = svg.hint(row.name)
        circles += svg.element(
            "circle", hint, cx=x, cy=y, r=r, fill=fill, fill_opacity=0.85,
            stroke=colours.use("red-line") if not row.things else svg.PAPER, stroke_width=1.5,
        )  # fmt: skip
    left, top = frame.at(frame.west, frame.north)
    right, low = left + frame.width, top + frame.height
    labels = ""
    for row, own in zip(rows, list(taken), strict=True):
        x, y = frame.at(*row.point)
        wide = max(text_width(name.text, SIZE) for _, name in row.name) + 4
        r = radius(len(row.things))
        for anchor, lx, ly in _sides(x, y, r, wide):
            start = lx - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
            room = (start, ly - 1, start + wide, ly + SIZE * 1.2)
            inside = room[0] > left and room[2] < right and room[1] > top and room[3] < low
            if inside and not any(_meet(room, other) for other in taken if other is not own):
                taken.append(room)
                labels += svg.text(lx, ly, row.name, SIZE, text_anchor=anchor)
                break
    return circles + svg.haloed(labels, width=3)


def _sides(x: float, y: float, r: float, wide: float) -> list[tuple[str, float, float]]:
    """Return where a label may stand: right, left, below, above of its circle."""
    return [
        ("start", x + r + 3, y - SIZE * 0.62),
        ("end", x - r - 3, y - SIZE * 0.62),
        ("middle", x, y + r + 1),
        ("middle", x, y - r - SIZE * 1.3),
    ]


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _grid(frame: Frame) -> str:
    """Draw the graticule with its degrees at the edge."""
    step = next(n for n in (1, 2, 5, 10, 20, 45) if n == 45 or (frame.east - frame.west) / n <= 9)
    found = ""
    for degree in range(math.ceil(frame.west / step) * step, math.floor(frame.east) + 1, step):
        (x, top), (_, low) = frame.at(degree, frame.north), frame.at(degree, frame.south)
        found += svg.element("line", x1=x, x2=x, y1=top, y2=low, stroke=svg.RULE)
        found += _degree(x + 3, low - 4, degree)
    for degree in range(math.ceil(frame.south / step) * step, math.floor(frame.north) + 1, step):
        (left, y), (right, _) = frame.at(frame.west, degree), frame.at(frame.east, degree)
        found += svg.element("line", x1=left, x2=right, y1=y, y2=y, stroke=svg.RULE)
        found += _degree(left + 4, y - 3, degree)
    return found


def _degree(x: float, y: float, degree: int) -> str:
    text = f"{degree}°".replace("-", "\N{MINUS SIGN}")
    return svg.line_of(x, y, text, font_size=10, fill=svg.MUTED)


def _country(ring: list[tuple[float, float]], frame: Frame) -> str:
    """Draw one ring of an outline if it comes near the frame."""
    longs, lats = [p[0] for p in ring], [p[1] for p in ring]
    apart = max(longs) < frame.west or min(longs) > frame.east
    if apart or max(lats) < frame.south or min(lats) > frame.north:
        return ""
    points = [frame.at(*point) for point in ring]
    path = "M" + "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in points) + "Z"
    return svg.element("path", d=path, fill=svg.PAPER, stroke=svg.EDGE, stroke_width=0.8)


@cache
def outlines() -> list[list[tuple[float, float]]]:
    """Return the outlines of countries: rings of (longitude, latitude) in degrees."""
    text = (files("ozek.report") / "outlines.json").read_text(encoding="utf-8")
    rings = json.loads(text)["rings"]
    found = []
    for ring in rings:
        x = y = 0
        points = []
        for dx, dy in zip(ring[0::2], ring[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / 10, y / 10))
        found.append(points)
    return found
