"""The legend of a picture: a sample of each mark and what it means, in as many rows as needed."""

from __future__ import annotations

from dataclasses import dataclass

from ozek.report import svg
from ozek.report.metrics import text_width
from ozek.report.texts import Text

SIZE = 12.0
ROW = 22
SAMPLE = 30


@dataclass(frozen=True)
class Entry:
    """A mark and its words. ``mark``: ``line``, ``arrow``, ``box``, ``dot``, ``diamond``,
    ``hollow`` or "" for words alone; ``style`` is that of a line."""

    mark: str
    words: Text
    style: str = "stated"
    colour: str = svg.EDGE
    fill: str = svg.PAPER


def draw_legend(entries: list[Entry], x: float, y: float, width: float) -> tuple[str, float]:
    """Return the legend below ``y`` and where it ends. Each place fits the widest language."""
    found, left = "", x
    for entry in entries:
        sample = SAMPLE + 7 if entry.mark else 0
        widest = max(text_width(name.text, SIZE) for _, name in entry.words)
        room = min(widest, width - sample)
        rows = svg.rows(entry.words, room + 1, SIZE)
        if left > x and left + sample + room > x + width:
            left, y = x, y + ROW
        found += _sample(entry, left, y + 8)
        found += svg.text(left + sample, y, entry.words, SIZE, width=room + 1)
        left += sample + room + 22
        if rows > 1:
            left, y = x, y + rows * SIZE * svg.LINE
    return found, y + (ROW if left > x else 0)


def _sample(entry: Entry, x: float, y: float) -> str:
    line = svg.line_style(entry.style, entry.colour)
    if entry.mark == "line":
        return svg.element("line", x1=x, x2=x + SAMPLE, y1=y, y2=y, **line)
    if entry.mark == "arrow":
        head = f"M{x + SAMPLE} {y}l-8 -4.5v9Z"
        shaft = svg.element("line", x1=x, x2=x + SAMPLE - 6, y1=y, y2=y, **line)
        return shaft + svg.element("path", d=head, fill=entry.colour)
    if entry.mark == "box":
        box = svg.element(
            "rect", x=x + 4, y=y - 8, width=SAMPLE - 8, height=16, rx=4, fill=entry.fill, **line
        )
        return box
    if entry.mark == "dot":
        return svg.element("circle", cx=x + SAMPLE / 2, cy=y, r=5, fill=entry.colour)
    if entry.mark == "diamond":
        return svg.element("path", d=f"M{x + 15} {y - 8}l8 8l-8 8l-8 -8Z", fill=entry.colour)
    if entry.mark == "hollow":
        ring = svg.line_style("hollow", svg.MUTED, 1.2)
        return "".join(
            svg.element("circle", cx=x + 8 + 14 * i, cy=y, r=5, fill=svg.PAPER, **ring)
            for i in range(2)
        )
    return ""
