"""What is linked with a thing by the facts, and the shortest way between two things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from ozek import namespaces as ns
from ozek.web.site import Site

LOCATION = ns.OZEK + "isLocatedIn"

_ABOUT_NAMES = (ns.RDF, ns.RDFS, ns.OWL, ns.SKOS, ns.PROV, ns.OA, ns.DCTERMS)
"""Predicates of these namespaces say what a thing is or where it is known from: no links."""


def is_link(predicate: str) -> bool:
    """Say whether facts with a predicate link things, and do not just describe one."""
    return not predicate.startswith(_ABOUT_NAMES)


HUB = 400
"""A thing with more links than this is no step of a path: everything meets there."""

MOST_SEEN = 20_000
"""Things that a search for a path looks at before it gives up."""


@dataclass(frozen=True)
class Link:
    """A fact between two things, and the graphs it stands in."""

    source: str
    predicate: str
    target: str
    graphs: tuple[str, ...]

    def other(self, iri: str) -> str:
        """The end that is not ``iri``."""
        return self.target if iri == self.source else self.source


def links(
    site: Site, iri: str, *, without: frozenset[str] = frozenset(), most: int | None = None
) -> list[Link]:
    """Return the facts that link a thing with other things, by predicate and other end.

    ``without``: predicates that count as no link. ``most``: with more links than this it stops, and
    returns one more than ``most``. A membership and other things without a name are left out: what
    follows from them is there.
    """
    facts = site.once("facts", lambda: set(site.store.fact_graphs()))
    found: dict[tuple[str, str, str], list[str]] = {}
    for quad in chain(site.store.matching(iri), site.store.matching(None, None, iri)):
        predicate, graph = quad.predicate.value, quad.graph_name.value
        source, target = _iri(quad.subject), _iri(quad.object)
        if graph not in facts or predicate in without or not is_link(predicate):
            continue
        if source != target and source and is_drawn(site, target if source == iri else source):
            found.setdefault((source, predicate, target), []).append(graph)
            if most is not None and len(found) > most:
                break
    return [
        Link(*key, tuple(sorted(graphs)))
        for key, graphs in sorted(found.items(), key=lambda one: (one[0][1], one[0]))
    ]


def _iri(term: object) -> str:
    return getattr(term, "value", "") if type(term).__name__ == "NamedNode" else ""


def is_drawn(site: Site, iri: str) -> bool:
    """Whether a thing is one of the project's own or of the taxonomy, and has a name."""
    if not iri.startswith((site.project.base, ns.OZT)):
        return False
    named = site.once(
        "named", lambda: {_iri(quad.subject) for quad in site.store.matching(None, ns.PREF_LABEL)}
    )
    return iri in named


@dataclass(frozen=True)
class Found:
    """A path: its links in order; None if there is none. ``finished``: all was looked at."""

    steps: tuple[Link, ...] | None
    finished: bool = True


def path(site: Site, start: str, goal: str, *, places: bool = False) -> Found:
    """Return a shortest path between two things, whichever way its links point.

    Breadth first from both ends. Without ``places`` a common place is no link. A thing with more
    than ``HUB`` links is an end of paths and no step.
    """
    if start == goal:
        return Found(())
    before: tuple[dict[str, Link | None], dict[str, Link | None]] = ({start: None}, {goal: None})
    edges: list[list[str]] = [[start], [goal]]
    without = frozenset() if places else frozenset({LOCATION})
    finished = True
    while edges[0] and edges[1]:
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        fresh: list[str] = []
        for iri in edges[side]:
            most = None if iri in (start, goal) else HUB
            some = links(site, iri, without=without, most=most)
            if most is not None and len(some) > most:
                finished = False
                continue
            for link in some:
                other = link.other(iri)
                if other in before[side]:
                    continue
                before[side][other] = link
                if other in before[1 - side]:
                    return Found(tuple(_joined(before, other)), finished)
                fresh.append(other)
        if len(before[0]) + len(before[1]) > MOST_SEEN:
            return Found(None, False)
        edges[side] = fresh
    return Found(None, finished)


def _joined(
    before: tuple[dict[str, Link | None], dict[str, Link | None]], at: str
) -> Iterator[Link]:
    """The links from the start over where both searches met to the goal."""
    first: list[Link] = []
    iri = at
    while (link := before[0][iri]) is not None:
        first.append(link)
        iri = link.other(iri)
    yield from reversed(first)
    iri = at
    while (link := before[1][iri]) is not None:
        yield link
        iri = link.other(iri)
