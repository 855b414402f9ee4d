"""The plot of the report: CPU seconds by size, both axes logarithmic, one panel per stage.

SVG by hand: no plotting library is needed, and the same results give the same file.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import ceil, floor, log10
from typing import Any

from benchmarks.cases import STAGES
from benchmarks.report import DATA, middle, wrong

COLOURS = ("#0b6e99", "#5aa9c9", "#c8553d", "#8a6d3b", "#6b4c9a")
WIDTH, HEIGHT, MARGIN, LEGEND = 520, 300, 52, 150
Points = list[tuple[float, float]]


def svg(results: dict[str, Any]) -> str:
    """Return the plot: a column per data set, a row per stage."""
    panels = [
        (stage, data)
        for stage in STAGES
        for data in DATA
        if any(_points(results, stage, data).values())
    ]
    columns = max(1, len({data for _, data in panels}))
    rows = max(1, len({stage for stage, _ in panels}))
    width, height = WIDTH * columns, HEIGHT * rows
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="sans-serif" font-size="11">',
        "<title>CPU seconds by number of quads</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, (stage, data) in enumerate(panels):
        x, y = WIDTH * (number % columns), HEIGHT * (number // columns)
        parts.append(f'<g transform="translate({x},{y})">')
        parts += _panel(f"{stage.capitalize()}: {DATA[data]}", _points(results, stage, data))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _points(results: dict[str, Any], stage: str, data: str) -> dict[str, Points]:
    """Engine → (quads, CPU seconds), measured ones only."""
    sizes = {(one["data"], one["organisations"]): one["quads"] for one in results["slices"]}
    found: dict[str, Points] = {}
    for one in results["results"]:
        if one["stage"] == stage and one["data"] == data:
            points = found.setdefault(one["engine"], [])
            if one["runs"] and not wrong(results, one):
                points.append((sizes[data, one["organisations"]], max(middle(one), 1e-3)))
    return found


def _panel(title: str, lines: dict[str, Points]) -> Iterator[str]:
    points = [point for line in lines.values() for point in line]
    left, right = _decades([x for x, _ in points])
    low, high = _decades([y for _, y in points])
    inner, tall = WIDTH - MARGIN - LEGEND, HEIGHT - 2 * MARGIN

    def across(value: float) -> float:
        return MARGIN + inner * (log10(value) - left) / (right - left)

    def down(value: float) -> float:
        return MARGIN + tall * (high - log10(value)) / (high - low)

    yield f'<text x="{MARGIN}" y="24" font-size="14" font-weight="bold">{escape(title)}</text>'
    yield f'<text x="{MARGIN}" y="40" fill="#555">CPU seconds, by quads of the slice</text>'
    for power in range(low, high + 1):
        y = down(10.0**power)
        yield f'<path d="M{MARGIN},{y:.1f}h{inner}" stroke="#ddd"/>'
        yield f'<text x="{MARGIN - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for power in range(left, right + 1):
        x = across(10.0**power)
        yield f'<path d="M{x:.1f},{MARGIN}v{tall}" stroke="#ddd"/>'
        label = f"{10**power:,}"
        yield f'<text x="{x:.1f}" y="{MARGIN + tall + 16}" text-anchor="middle">{label}</text>'
    for number, (engine, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in line)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in line:
            yield f'<circle cx="{across(x):.1f}" cy="{down(y):.1f}" r="3" fill="{colour}"/>'
        y = MARGIN + 12 + 18 * number
        yield f'<circle cx="{WIDTH - LEGEND + 14}" cy="{y - 4}" r="4" fill="{colour}"/>'
        text = engine if line else f"{engine} (none)"
        yield f'<text x="{WIDTH - LEGEND + 24}" y="{y}">{escape(text)}</text>'


def _decades(values: list[float]) -> tuple[int, int]:
    low = floor(log10(min(values)))
    return low, max(low + 1, ceil(log10(max(values))))
