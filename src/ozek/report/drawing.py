"""Drawing a diagram as SVG: columns in colours, links behind boxes, a legend below."""

from __future__ import annotations

from html import escape

from ozek.report import svg
from ozek.report.diagram import (
    BOW,
    LINE,
    PAD,
    SMALL,
    TEXT,
    Box,
    Frame,
    Layout,
    Rect,
    Route,
    box_lines,
    frame_lines,
    hollow_rows,
)
from ozek.report.metrics import text_width, wrap

COLOURS: dict[str, tuple[str, str, str]] = {
    "documents": ("#2f5597", "#eef3fb", "#dbe6f6"),
    "aims": ("#6d3f99", "#f5effa", "#e9dcf4"),
    "system": ("#0b6770", "#e9f5f5", "#d2eaea"),
    "sectors": ("#805300", "#fcf4e3", "#f7e6c2"),
    "actors": ("#2b6b3f", "#edf6ef", "#d8ebdc"),
    "places": ("#97382f", "#fbf0ee", "#f5dcd8"),
}
"""Column → line and heading, ground of a frame and of a box. Text on them keeps 4.5:1 at least."""

_PLAIN = ("#4f5b66", "#f3f5f7", "#e6eaee")
TITLE = 20.0
HEADING = 14.0
MARGIN = 22


def head_height(layout_columns: list[str], title: str, width: int) -> int:
    """Return how much room title and headings take above the boxes."""
    rows = max((len(wrap(text, 172, HEADING, bold=True)) for text in layout_columns), default=0)
    titles = len(wrap(title, width - 2 * MARGIN, TITLE, bold=True))
    return round(MARGIN + titles * TITLE * LINE + 14 + rows * HEADING * LINE + 18)


def draw(layout: Layout, title: str, legend: list[tuple[str, str]]) -> tuple[str, int]:
    """Return the body of the picture and its height.

    Args:
        legend: (style, words) of what the lines mean.
    """
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
    key, height = _legend(legend, layout.width, layout.height + 30)
    ground = svg.element("rect", width=layout.width, height=height + MARGIN, rx=10, fill=svg.PAPER)
    return ground + "".join(parts) + key, height + MARGIN


def _headings(layout: Layout, title: str) -> str:
    texts = wrap(title, layout.width - 2 * MARGIN, TITLE, bold=True)
    found, y = svg.lines(MARGIN, MARGIN, texts, TITLE, LINE, font_weight=700, fill=svg.INK)
    rows = [wrap(column.title, 172, HEADING, bold=True) for column in layout.columns]
    low = y + 14 + max(map(len, rows), default=0) * HEADING * LINE
    for column, row in zip(layout.columns, rows, strict=True):
        rect = layout.rects[column.items[0].key]
        colour = COLOURS.get(column.key, _PLAIN)[0]
        start = low - len(row) * HEADING * LINE
        found += svg.lines(rect.x, start, row, HEADING, LINE, font_weight=700, fill=colour)[0]
        found += svg.element(
            "line", x1=rect.x, x2=rect.right, y1=low + 5, y2=low + 5, stroke=colour, stroke_width=2
        )
    return found


def _box(box: Box, rect: Rect, column: str) -> str:
    colour, _, ground = COLOURS.get(column, _PLAIN)
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
    caption, text, notes = box_lines(box, rect.width)
    x, y = rect.x + PAD, rect.y + PAD - 3.0
    words, y = svg.lines(x, y, caption, SMALL, LINE, fill=colour)
    found, y = svg.lines(x, y, text, TEXT, LINE, fill=svg.MUTED if hollow else svg.INK)
    words += svg.element("g", found, lang=box.lang) if box.lang else found
    words += svg.lines(x, y, notes, SMALL, LINE, fill=svg.MUTED)[0]
    return _linked(shape + words, box.href)


def _frame(frame: Frame, layout: Layout, column: str) -> str:
    colour, ground, _ = COLOURS.get(column, _PLAIN)
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
    text, caption, hollow, notes = frame_lines(frame)
    x = rect.x + PAD
    found, y = svg.lines(x, rect.y + PAD - 2.0, text, TEXT, LINE, font_weight=700, fill=svg.INK)
    words = svg.element("g", found, lang=frame.lang) if frame.lang else found
    more, y = svg.lines(x, y, caption, SMALL, LINE, fill=svg.MUTED)
    words += more
    y = max(
        (layout.rects[box.key].y + layout.rects[box.key].height for box in frame.boxes), default=y
    )
    y += 5
    for place in range(frame.hollow if hollow_rows(frame) else 0):
        words += svg.element(
            "circle",
            cx=x + 6 + place % 10 * 15,
            cy=y + 6 + place // 10 * 16,
            r=5,
            fill=svg.PAPER,
            stroke=svg.MUTED,
            stroke_width=1.2,
            stroke_dasharray="2 2",
        )
    y += hollow_rows(frame) * 16
    more, y = svg.lines(x, y, hollow, SMALL, LINE, fill=svg.INK, font_style="italic")
    words += more + svg.lines(x, y, notes, SMALL, LINE, fill=svg.MUTED)[0]
    return _linked(shape + words, frame.href)


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
    drawn += svg.element("path", d=head, fill=svg.LINE_COLOUR)
    hint = svg.element("title", escape(route.link.hint)) if route.link.hint else ""
    return svg.element("g", hint + drawn)


def _legend(legend: list[tuple[str, str]], width: int, y: int) -> tuple[str, int]:
    """Draw the legend in as many rows as it needs; return it and where it ends."""
    x = MARGIN
    found = ""
    for style, words in legend:
        wide = round(text_width(words, 12)) + 58
        if x > MARGIN and x + wide > width - MARGIN:
            x, y = MARGIN, y + 22
        if style == "hollow":
            found += "".join(
                svg.element(
                    "circle",
                    cx=x + 8 + 14 * i,
                    cy=y,
                    r=5,
                    fill=svg.PAPER,
                    stroke=svg.MUTED,
                    stroke_width=1.2,
                    stroke_dasharray="2 2",
                )
                for i in range(2)
            )
        else:
            found += svg.element(
                "line", x1=x, x2=x + 30, y1=y, y2=y, **svg.line_style(style, svg.INK)
            )
        found += svg.text(x + 37, y + 4, words, font_size=12, fill=svg.INK)
        x += wide + 12
    return found, y + 8
