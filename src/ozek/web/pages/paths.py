"""The shortest way between two things, each step with its evidence."""

from __future__ import annotations

from rdflib import Literal, URIRef

from ozek.results import Table
from ozek.web.neighbours import Found, path
from ozek.web.page import Asked, Page
from ozek.web.pages.graphs import focus_of
from ozek.web.site import Site


def between(site: Site, asked: Asked) -> Page:
    """Show a path ``?from=&to=``: first without common places, then with them."""
    ends = [asked.get("from"), asked.get("to")]
    start, goal = (focus_of(site, asked, one) if one else "" for one in ends)
    found: Found | None = None
    over_places = False
    if start and goal:
        found, over_places = site.lately(("path", start, goal), lambda: _find(site, start, goal))
    evidence = site.evidence(asked.lang)
    labels = site.labels(asked.lang)
    steps = []
    at = start
    for link in (found.steps if found else None) or ():
        passages = {one.iri: one for graph in link.graphs for one in evidence.passages(graph)}
        derived = all(evidence.basis(graph) == "derived" for graph in link.graphs)
        steps.append((link, at == link.source, tuple(passages.values()), derived))
        at = link.other(at)
    rows = tuple(
        (
            Literal(number),
            URIRef(link.source),
            URIRef(link.predicate),
            URIRef(link.target),
            Literal(", ".join(one.name for one in passages)) if passages else None,
        )
        for number, (link, _, passages, _) in enumerate(steps, 1)
    )
    return Page(
        "path.html",
        asked.words("paths.title"),
        {
            "found": found,
            "start": start,
            "goal": goal,
            "asked_for": [labels.of(one) if one else "" for one in (start, goal)],
            "steps": steps,
            "over_places": over_places,
        },
        table=Table(("step", "source", "relation", "target", "passages"), rows, "path"),
    )


def _find(site: Site, start: str, goal: str) -> tuple[Found, bool]:
    """A path, and whether only a common place makes one."""
    found = path(site, start, goal)
    if found.steps is not None:
        return found, False
    return path(site, start, goal, places=True), True


PAGES = (("/path", between),)
