"""Drawing a diagram as SVG: columns in colours, links behind boxes, a legend below."""

from __future__ import annotations

from typing import NamedTuple

from ozek.report import colours, svg
from ozek.report.diagram import (
    BOW,
    BOX_WIDTH,
    PAD,
    SMALL,
    TEXT,
    Box,
    Frame,
    Layout,
    Rect,
    Route,
    frame_head,
    hollow_rows,
)
from ozek.report.legend import Entry, draw_legend
from ozek.report.texts import Text

HUES: dict[str, str] = {
    "documents": "blue",
    "aims": "violet",
    "system": "teal",
    "sectors": "amber",
    "actors": "green",
    "places": "red",
}
"""Column → hue."""

TITLE = 20.0
HEADING = 14.0
MARGIN = 22


def head_height(layout_columns: list[Text], title: Text, width: int) -> int:
    """Return how much room title and headings take above the boxes."""
    headings = max(svg.height(one, BOX_WIDTH, HEADING, bold=True) for one in layout_columns)
    titles = svg.height(title, width - 2 * MARGIN, TITLE, bold=True)
    return round(MARGIN + titles + 14 + headings + 18)


def draw(layout: Layout, title: Text, legend: list[Entry]) -> tuple[str, int]:
    """Return the body of the picture and its height."""
    parts = [_headings(layout, title)]
    for column in layout.columns:
        parts += [
            _frame(item, layout, column.key) for item in column.items if isinstance(item, Frame)
        ]
    parts += [_route(route) for route in layout.routes]
    for column in layout.columns:
        for item in column.items:
            inside = item.boxes if isinstance(item, Frame) else (item,)
            parts += [_box(box, layout.rects[box.key], column.key) for box in inside]
    key, height = draw_legend(legend, MARGIN, layout.height + 22, layout.width - 2 * MARGIN)
    return "".join(parts) + key, round(height) + MARGIN


def _hue(column: str) -> tuple[str, str, str]:
    return colours.hue(HUES.get(column, "grey"))


def _headings(layout: Layout, title: Text) -> str:
    room = layout.width - 2 * MARGIN
    found = svg.text(MARGIN, MARGIN, title, TITLE, width=room, bold=True)
    tall = max(svg.height(column.title, BOX_WIDTH, HEADING, bold=True) for column in layout.columns)
    low = MARGIN + svg.height(title, room, TITLE, bold=True) + 14 + tall
    for column in layout.columns:
        rect = layout.rects[column.items[0].key]
        colour = _hue(column.key)[0]
        found += svg.text(
            rect.x, low - tall, column.title, HEADING, width=BOX_WIDTH, foot=tall, bold=True,
            fill=colour,
        )  # fmt: skip
        found += svg.element(
            "line", x1=rect.x, x2=rect.right, y1=low + 5, y2=low + 5, stroke=colour, stroke_width=2
        )
    return found


def _box(box: Box, rect: Rect, column: str) -> str:
    colour, _, ground = _hue(column)
    hollow = box.style == "hollow"
    shape = svg.element(
        "rect",
        x=rect.x,
        y=rect.y,
        width=rect.width,
        height=rect.height,
        rx=6,
        fill=svg.PAPER if hollow or box.style == "planned" else ground,
        **svg.line_style(box.style, svg.MUTED if hollow else colour, 1.2),
    )
    parts = [_Part(box.caption, SMALL, colour)] if box.caption else []
    parts.append(_Part(box.text, TEXT, svg.MUTED if hollow else None))
    parts += [_Part(note, SMALL, svg.MUTED) for note in box.notes]
    room = rect.width - 2 * PAD
    words = _stacked(parts, rect.x + PAD, rect.y - 1.0, room, rect.height)
    return _linked(shape + words, box.href)


class _Part(NamedTuple):
    """A text among others below each other."""

    text: Text
    size: float
    fill: str | None = None
    bold: bool = False


def _stacked(parts: list[_Part], x: float, y: float, width: float, middle: float = 0) -> str:
    """Write texts below each other, in a room of height ``middle`` if given, in its middle; a
    language with fewer lines moves up what follows."""
    found = ""
    for lang, _ in parts[0].text:
        forms = [part._replace(text=Text(((lang, part.text[lang]),))) for part in parts]
        tall = [svg.height(one.text, width, one.size, bold=one.bold) for one in forms]
        at, written = y + (middle - sum(tall)) / 2 if middle else y, ""
        for (text, size, fill, bold), height in zip(forms, tall, strict=True):
            written += svg.text(x, at, text, size, width=width, bold=bold, fill=fill)
            at += height
        if all(part.text.alike for part in parts):
            return written
        found += svg.element("g", written, lang=lang)
    return found


def _frame(frame: Frame, layout: Layout, column: str) -> str:
    colour, ground, _ = _hue(column)
    rect = layout.rects[frame.key]
    shape = svg.element(
        "rect",
        x=rect.x,
        y=rect.y,
        width=rect.width,
        height=rect.height,
        rx=8,
        fill=svg.PAPER if frame.style == "planned" else ground,
        **svg.line_style(frame.style, colour, 1.2),
    )
    x, room = rect.x + PAD, BOX_WIDTH - 2 * PAD
    head = [_Part(frame.text, TEXT, bold=True)]
    if frame.caption:
        head.append(_Part(frame.caption, SMALL, svg.MUTED))
    words = _stacked(head, x, rect.y + PAD - 2.0, room)
    y = rect.y + PAD - 2.0 + frame_head(frame)
    boxes = [layout.rects[box.key] for box in frame.boxes]
    y = max((box.y + box.height for box in boxes), default=y) + 5
    for place in range(frame.hollow if hollow_rows(frame) else 0):
        words += _hollow(x + 6 + place % 10 * 15, y + 6 + place // 10 * 16)
    y += hollow_rows(frame) * 16
    if frame.hollow_text:
        words += svg.text(x, y, frame.hollow_text, SMALL, width=room - 4, font_style="italic")
        y += svg.height(frame.hollow_text, room - 4, SMALL)
    for note in frame.notes:
        words += svg.text(x, y, note, SMALL, width=room, fill=svg.MUTED)
        y += svg.height(note, room, SMALL)
    return _linked(shape + words, frame.href)


def _hollow(x: float, y: float) -> str:
    line = svg.line_style("hollow", svg.MUTED, 1.2)
    return svg.element("circle", cx=x, cy=y, r=5, fill=svg.PAPER, **line)


def _linked(content: str, href: str) -> str:
    return svg.element("a", content, href=href) if href else svg.element("g", content)


def _route(route: Route) -> str:
    points = route.points
    if route.in_column:
        (x, y), (x2, y2) = points
        out = max(x, x2) + BOW + 8
        path = f"M{x} {y}C{out} {y} {out} {y2} {x2} {y2}"
        forward = False
    else:
        path = f"M{points[0][0]} {points[0][1]}"
        for (x, y), (x2, y2) in zip(points[0::2], points[1::2], strict=True):
            half = round((x + x2) / 2)
            path += f"C{half} {y} {half} {y2} {x2} {y2}"
            if (x2, y2) != points[-1]:
                path += f"H{points[points.index((x2, y2)) + 1][0]}"
        forward = points[-1][0] > points[0][0]
    tip_x, tip_y = points[-1]
    back = tip_x - 7 if forward else tip_x + 7
    head = f"M{tip_x} {tip_y}L{back} {tip_y - 4}V{tip_y + 4}Z"
    drawn = svg.element("path", d=path, fill="none", **svg.line_style(route.link.style))
    drawn += svg.element("path", d=head, fill=svg.EDGE)
    return svg.element("g", (svg.hint(route.link.hint) if route.link.hint else "") + drawn)
