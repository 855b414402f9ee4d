"""The pictures of a report as SVG text: the map of the system and the time line of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ozek.report import drawing, svg
from ozek.report.diagram import layout
from ozek.report.evidence import Facts
from ozek.report.names import Names
from ozek.report.system_map import SystemMap, system_map
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

SYSTEM = "system"


def system_network(store: Store, project: Project) -> Any:
    """Return the network the map is drawn from: the projection ``system``, or the project's own."""
    from ozek.network import project as to_network
    from ozek.network import projections

    return to_network(store, projections(project.projections)[SYSTEM])


def draw_system(found: SystemMap, title: str, words: Words, *, standalone: bool = False) -> str:
    """Return the map as SVG; empty if there is nothing to draw."""
    if not found:
        return ""
    titles = [column.title for column in found.columns]
    wide = layout(found.columns, (), 0, drawing.MARGIN).width
    heading = words.fill("map_title", title=title)
    top = drawing.head_height(titles, title, wide)
    placed = layout(found.columns, found.links, top, drawing.MARGIN)
    legend = [(style, words[f"legend_{style}"]) for style in _styles(found)]
    body, height = drawing.draw(placed, title, legend)
    return svg.document(
        placed.width,
        height,
        body,
        lang=words.lang,
        title=heading,
        description=words.fill("map_description", columns=", ".join(titles)),
        key=f"map-{words.lang}",
        standalone=standalone,
    )


def system_picture(store: Store, project: Project, lang: str) -> str:
    """Return the map of a project's system as an SVG file's text, in one language."""
    words = Words(lang)
    facts = Facts(store, Names(store, lang))
    found = system_map(facts, system_network(store, project), words)
    return draw_system(found, project.title[lang], words, standalone=True)


def _styles(found: SystemMap) -> list[str]:
    """Return the styles in use, in the order of the legend."""
    from ozek.report.diagram import Frame

    used = {"stated"} | {link.style for link in found.links}
    for item in (item for column in found.columns for item in column.items):
        used.add(item.style)
        if isinstance(item, Frame):
            used |= {box.style for box in item.boxes}
            used |= {"hollow"} if item.hollow else set()
    return [style for style in ("stated", "reading", "planned", "hollow") if style in used]
