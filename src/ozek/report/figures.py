"""Every picture of the report as a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ozek.errors import UsageError
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.functions import find_functions
from ozek.report.network_map import find_network
from ozek.report.pictures import draw_system, find_system
from ozek.report.place_map import find_places
from ozek.report.view import Picture, View, view

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store


def _system(seen: View, of: str | None) -> Picture | None:
    return draw_system(find_system(seen), seen)


def _functions(seen: View, of: str | None) -> Picture | None:
    found = find_functions(seen)
    return found.picture if found else None


def _network(seen: View, of: str | None) -> Picture | None:
    found = find_network(seen)
    return found.picture if found else None


def _places(seen: View, of: str | None) -> Picture | None:
    found = find_places(seen)
    return found.picture if found else None


def _timeline(seen: View, of: str | None) -> Picture | None:
    return draw_timeline(policy_documents(seen.facts), seen.words)


FIGURES: dict[str, Callable[[View, str | None], Picture | None]] = {
    "functions": _functions,
    "system": _system,
    "network": _network,
    "places": _places,
    "timeline": _timeline,
}
"""Name of a picture → what draws it."""


def figure(
    store: Store, project: Project, name: str, lang: str = "en", *, of: str | None = None
) -> str:
    """Return a picture as the text of an SVG file, in one language and in light colours.

    ``of`` names the cluster where a picture is of one. Raises UsageError for a name that is not in
    ``FIGURES``, a cluster that is not there, or a picture for which the data hold nothing.
    """
    if name not in FIGURES:
        raise UsageError(f"there is no figure '{name}'; known: {', '.join(FIGURES)}")
    found = FIGURES[name](view(project, store, (lang,)), of)
    if found is None:
        raise UsageError(f"{project.name} has nothing to draw in the figure '{name}'")
    return found.markup
