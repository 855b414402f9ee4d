"""Every picture of the report as a file of its own: SVG, or PNG by resvg."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import UsageError
from ozek.report.cluster_map import cluster_maps
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.functions import find_functions
from ozek.report.network_map import find_network
from ozek.report.pictures import draw_system, find_system
from ozek.report.place_map import find_places
from ozek.report.view import Picture, View, view

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

SCALE = 3
"""Pixels of a PNG for each unit of a picture: some 300 per inch at the width of a page."""


def _functions(seen: View) -> Picture | None:
    found = find_functions(seen)
    return found.picture if found else None


def _network(seen: View) -> Picture | None:
    found = find_network(seen)
    return found.picture if found else None


def _places(seen: View) -> Picture | None:
    found = find_places(seen)
    return found.picture if found else None


CLUSTER = "cluster"
FIGURES: dict[str, Callable[[View], Picture | None]] = {
    "functions": _functions,
    "system": lambda seen: draw_system(find_system(seen), seen),
    "network": _network,
    "places": _places,
    "timeline": lambda seen: draw_timeline(policy_documents(seen.facts), seen.words),
}
"""Name of a picture → what draws it; ``cluster`` besides, which needs to know of which."""

NAMES = (CLUSTER, *FIGURES)


def figure(
    store: Store, project: Project, name: str, lang: str = "en", *, of: str | None = None
) -> str:
    """Return a picture as the text of an SVG file, in one language and in light colours.

    Args:
        store: reasoned over (``ozek.pipeline.prepare``).
        name: one of ``NAMES``.
        of: the IRI of the cluster, for the figure ``cluster``; without it, the one cluster of
            which anything is recorded.

    Raises:
        UsageError: no such figure or cluster, or nothing in the data to draw.
    """
    seen = view(project, store, (lang,))
    if name == CLUSTER:
        return _cluster(seen, of).markup
    if name not in FIGURES:
        raise UsageError(f"there is no figure '{name}'; known: {', '.join(NAMES)}")
    if of:
        raise UsageError(f"the figure '{name}' is of the whole project, not of one cluster")
    found = FIGURES[name](seen)
    if found is None:
        raise UsageError(f"{project.name} has nothing to draw in the figure '{name}'")
    return found.markup


def _cluster(seen: View, of: str | None) -> Picture:
    maps = cluster_maps(seen)
    chosen = [one for one in maps if (one.iri == of if of else not one.empty)]
    if len(chosen) == 1:
        return chosen[0].picture
    short = [seen.facts.names.short(one.iri) for one in maps]
    if of:
        raise UsageError(f"{of} is not a cluster of this project; clusters: {', '.join(short)}")
    if not maps:
        raise UsageError(f"{seen.project.name} has no cluster to draw")
    raise UsageError(f"say which cluster with --of: {', '.join(short)}")


def to_png(svg: str) -> bytes:
    """Return an SVG file's text as a PNG.

    Letters are drawn with DejaVu Sans, which has all Kazakh ones and comes with matplotlib, so that
    the picture is the same on every machine. Raises UsageError without the extra ``figures``.
    """
    try:
        import matplotlib
        import resvg_py
    except ImportError:
        raise UsageError("PNG needs the extra 'figures': pip install 'ozek[figures]'") from None
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    found = resvg_py.svg_to_bytes(
        svg_string=svg.replace('font-family="system-ui', 'font-family="DejaVu Sans, system-ui'),
        zoom=SCALE,
        skip_system_fonts=True,
        font_files=[str(fonts / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")],
        sans_serif_family="DejaVu Sans",
    )
    return bytes(found)
