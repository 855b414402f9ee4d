"""The map of the system as a picture."""

from __future__ import annotations

from typing import Any

from ozek.report import drawing, svg
from ozek.report.diagram import Frame, layout
from ozek.report.legend import Entry
from ozek.report.system_map import SystemMap, system_map
from ozek.report.view import Picture, View

SYSTEM = "system"


def network_by(view: View, name: str) -> Any:
    """Return a network by a packaged projection, or the project's own of that name."""
    from ozek.network import load_projections, projections
    from ozek.network import project as to_network

    known = projections() | load_projections(view.project.projections)
    return to_network(view.store, known[name])


def find_system(view: View) -> SystemMap:
    """Return what the map of a project's system holds."""
    return system_map(view.facts, network_by(view, SYSTEM), view.words)


def draw_system(found: SystemMap, view: View) -> Picture | None:
    """Return the map; None if there is nothing to draw."""
    if not found:
        return None
    words = view.words
    titles = [column.title for column in found.columns]
    wide = layout(found.columns, (), 0, drawing.MARGIN).width
    top = drawing.head_height(titles, view.title, wide)
    placed = layout(found.columns, found.links, top, drawing.MARGIN)
    legend = [
        Entry("hollow" if style == "hollow" else "line", words[f"legend_{style}"], style)
        for style in _styles(found)
    ]
    body, height = drawing.draw(placed, view.title, legend)
    title = words.fill("map_title", title=view.title)
    description = words.fill("map_description", columns=words.joined(titles))
    markup = svg.document(
        placed.width, height, body, title=title, description=description, key="map"
    )
    note = words.fill(
        "network_note", projection=SYSTEM, n=len(found.things), m=len(found.links), more=""
    )
    return Picture("map", title, description, markup, note)


def _styles(found: SystemMap) -> list[str]:
    """Return the styles in use, in the order of the legend."""
    used = {"stated"} | {link.style for link in found.links}
    for item in (item for column in found.columns for item in column.items):
        used.add(item.style)
        if isinstance(item, Frame):
            used |= {box.style for box in item.boxes}
            used |= {"hollow"} if item.hollow else set()
    return [style for style in ("stated", "reading", "planned", "hollow") if style in used]
