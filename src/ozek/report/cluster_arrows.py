"""The links on the map of a cluster: from box to box, each end at a place of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ozek.report import svg
from ozek.report.cluster_parts import Arrow

STEP = 5
"""How far apart lines run that run side by side."""


@dataclass(frozen=True)
class Spot:
    """Where a box is."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def low(self) -> float:
        return self.y + self.height


@dataclass
class Board:
    """Where the boxes are, and in which part of the map."""

    spots: dict[str, Spot] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    bus: float = 0.0  # where the links from below run level, before they turn up

    def lies(self, arrow: Arrow) -> str:
        """Return where an arrow starts: "below" if nothing placed so far is its source."""
        return self.places.get(arrow.source, "below")


def draw_arrows(board: Board, arrows: tuple[Arrow, ...]) -> str:
    """Draw the links, each end at a place of its own on the border of its box."""
    drawn = [a for a in arrows if a.source in board.spots and a.target in board.spots]
    sides = {arrow: _side(board, arrow) for arrow in drawn}
    ends: dict[tuple[str, str], list[tuple[float, str, Arrow]]] = defaultdict(list)
    for arrow, (_, into) in sides.items():
        spot = board.spots[arrow.source]
        along = spot.x + spot.width / 2 if into in ("top", "bottom") else spot.y
        ends[arrow.target, into].append((along, arrow.source, arrow))
    tips: dict[Arrow, tuple[float, float]] = {}
    for (target, into), some in ends.items():
        for place, (_, _, arrow) in enumerate(sorted(some, key=lambda end: end[:2]), start=1):
            tips[arrow] = _port(board.spots[target], into, place / (len(some) + 1))
    below = [arrow for arrow in drawn if sides[arrow][0] == "lane"]
    lanes = _lanes(board, below, tips)
    found = ""
    for arrow in drawn:
        out, into = sides[arrow]
        spot, tip = board.spots[arrow.source], tips[arrow]
        if arrow in lanes:
            path = _up(spot, tip, *lanes[arrow])
        else:
            path = _path(spot, out, tip, into, 6 if arrow.supply else 0)
        line = svg.line_style(arrow.style, svg.EDGE, 1.5)
        found += svg.element("path", d=path, fill="none", **line)
        if arrow.supply:
            found += svg.element("path", d=_head(tips[arrow], into), fill=svg.EDGE)
    return found


def _side(board: Board, arrow: Arrow) -> tuple[str, str]:
    """Return where an arrow leaves its source and where it reaches its target."""
    one, other = board.spots[arrow.source], board.spots[arrow.target]
    place = board.places[arrow.source]
    if place == "below":
        return "lane", "bottom"
    if place == "state":
        return "bottom", "top"
    if one.right <= other.x:
        return "right", "left"
    if other.right <= one.x:
        return "left", "right"
    return ("bottom", "top") if one.y < other.y else ("top", "bottom")


def _port(spot: Spot, side: str, share: float) -> tuple[float, float]:
    """Return a point of a border."""
    if side in ("top", "bottom"):
        return round(spot.x + spot.width * share, 1), spot.y if side == "top" else spot.low
    x = spot.x if side == "left" else spot.right
    return x, round(spot.y + spot.height * share, 1)


Tips = dict[Arrow, tuple[float, float]]


def _lanes(board: Board, arrows: list[Arrow], tips: Tips) -> dict[Arrow, tuple[float, float]]:
    """Return for each link from below where it rises beside its box, and where it runs level.

    What comes from the left of its target runs the lower, the farther left it starts; so with the
    right; then no two links cross on their way up.
    """
    beside: dict[float, list[Arrow]] = defaultdict(list)
    for arrow in sorted(arrows, key=lambda one: (board.spots[one.source].y, one.source)):
        beside[board.spots[arrow.source].x].append(arrow)
    rise = {
        arrow: round(x - 4 - (STEP - 1) * place, 1)
        for x, some in beside.items()
        for place, arrow in enumerate(some)
    }
    order = sorted(arrows, key=lambda one: (-abs(rise[one] - tips[one][0]), rise[one]))
    return {
        arrow: (rise[arrow], round(board.bus + STEP * (len(order) - 1 - place), 1))
        for place, arrow in enumerate(order)
    }


def _up(spot: Spot, tip: tuple[float, float], rise: float, level: float) -> str:
    """Return a path from the left of a box up beside it, level, and up to its target."""
    n, y, r = svg.number, round(spot.y + spot.height / 2, 1), 4
    way = r if tip[0] > rise else -r
    return (
        f"M{n(spot.x)} {n(y)}H{n(rise)}V{n(level + r)}q0 {-r} {way} {-r}"
        f"H{n(tip[0] - way)}q{way} 0 {way} {-r}V{n(tip[1])}"
    )


_OUT = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


def _path(spot: Spot, out: str, tip: tuple[float, float], into: str, short: int) -> str:
    """Return a curve from the middle of a side to a tip, ``short`` of it where a head follows."""
    dx, dy = _OUT[into]
    x2, y2 = tip[0] + dx * short, tip[1] + dy * short
    n = svg.number
    x, y = _port(spot, out, 0.5)
    if into in ("left", "right"):
        half = round((x + x2) / 2, 1)
        return f"M{n(x)} {n(y)}C{n(half)} {n(y)} {n(half)} {n(y2)} {n(x2)} {n(y2)}"
    half = round((y + y2) / 2, 1)
    return f"M{n(x)} {n(y)}C{n(x)} {n(half)} {n(x2)} {n(half)} {n(x2)} {n(y2)}"


def _head(tip: tuple[float, float], into: str) -> str:
    x, y = tip
    n = svg.number
    shapes = {"left": "l-9 -4.5v9Z", "right": "l9 -4.5v9Z", "top": "l-4.5 -9h9Z",
              "bottom": "l-4.5 9h9Z"}  # fmt: skip
    return f"M{n(x)} {n(y)}{shapes[into]}"
