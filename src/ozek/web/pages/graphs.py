"""The neighbourhood of a thing: as a list, as a picture, and as data for the script that draws."""

from __future__ import annotations

import math
from typing import Any

from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.namespaces import expand
from ozek.report.network_map import FAMILIES
from ozek.results import Table
from ozek.search import Kinds
from ozek.web.indexing import find_in
from ozek.web.neighbours import Link, links
from ozek.web.page import Asked, Page, address
from ozek.web.site import Site

MOST = 25
"""Neighbours that one thing brings into the picture."""


def graph(site: Site, asked: Asked) -> Page:
    """Show what is linked with ``?focus=``; ``?hide=`` leaves out a relation."""
    text = asked.get("focus")
    if not text:
        return Page(
            "graph_start.html",
            asked.words("graphs.title"),
            {"starts": site.once("starts", lambda: _starts(site))},
            data={"nodes": [], "edges": [], "more": {}},
        )
    iri = focus_of(site, asked, text)
    hidden = set(asked.all("hide"))
    every = site.lately(("links", iri), lambda: links(site, iri))
    some = [one for one in every if one.predicate not in hidden]
    shown: list[Link] = []
    others: dict[str, None] = {}
    for link in some:
        other = link.other(iri)
        if other in others or len(others) < MOST:
            others[other] = None
            shown.append(link)
    left = len({one.other(iri) for one in some}) - len(others)
    labels = site.labels(asked.lang)
    rows = tuple(
        (
            URIRef(one.source),
            URIRef(one.predicate),
            URIRef(one.target),
            Literal(labels.of(one.other(iri))),
        )
        for one in shown
    )
    evidence = site.evidence(asked.lang)
    return Page(
        "graph.html",
        asked.words("graphs.of", name=labels.of(iri)),
        {
            "iri": iri,
            "local": site.local(iri) or iri,
            "shown": [
                (one, one.other(iri), one.source == iri, _passages(evidence, one)) for one in shown
            ],
            "left": left,
            "relations": sorted({one.predicate for one in every}),
            "hidden": hidden,
            "picture": _picture(site, asked, iri, shown),
            "source": address("/graph.json", [("focus", iri), *(("hide", h) for h in hidden)]),
        },
        table=Table(("source", "relation", "target", "label"), rows, "graph"),
        data=_data(site, asked, iri, shown, left),
    )


def focus_of(site: Site, asked: Asked, text: str) -> str:
    """Return the IRI that a form's field means: an IRI, a path below the base, or a name."""
    found = thing_meant(site, text)
    if found is None:
        raise UsageError(asked.words("graphs.unclear", name=text[:100]))
    return found


def thing_meant(site: Site, text: str) -> str | None:
    """Return the thing that an IRI, a short IRI, a path below the base or a name stands for.

    Of several with a name the first that the search gives; None if nothing fits.
    """
    try:
        iri = expand(text, site.project.base)
        about = (site.store.matching(iri), site.store.matching(None, None, iri))
        if any(next(iter(some), None) for some in about):
            return iri
    except (UsageError, ValueError):
        pass
    hits = find_in(site.index, text, limit=1).hits
    return hits[0].thing if hits else None


def _passages(evidence: Any, link: Link) -> list[Any]:
    return [one for graph in link.graphs for one in evidence.passages(graph)]


def _data(site: Site, asked: Asked, iri: str, shown: list[Link], left: int) -> dict[str, Any]:
    labels = site.labels(asked.lang)
    kinds = site.once("kinds", lambda: Kinds(site.store))
    nodes = dict.fromkeys([iri, *(one.other(iri) for one in shown)])
    return {
        "nodes": [
            {
                "id": one,
                "label": labels.of(one),
                "kind": labels.of(kind) if (kind := kinds.of(one)) else "",
                "group": _family(kind),
            }
            for one in nodes
        ],
        "edges": [
            {
                "id": f"{one.source} {one.predicate} {one.target}",
                "source": one.source,
                "target": one.target,
                "label": labels.of(one.predicate),
                "relation": one.predicate,
            }
            for one in shown
        ],
        "more": {iri: left} if left else {},
    }


def _family(kind: str | None) -> str:
    name = (kind or "").removeprefix(ns.OZEK)
    return next((family for family, (_, kinds) in FAMILIES.items() if name in kinds), "other")


def _picture(site: Site, asked: Asked, iri: str, shown: list[Link]) -> list[dict[str, Any]]:
    """The neighbours on a ring around the thing: x and y in the units of the drawing."""
    labels = site.labels(asked.lang)
    others = list(dict.fromkeys(one.other(iri) for one in shown))
    drawn = []
    for number, other in enumerate(others):
        angle = 2 * math.pi * number / max(len(others), 1) - math.pi / 2
        drawn.append(
            {
                "iri": other,
                "label": labels.of(other),
                "x": round(450 + 260 * math.cos(angle)),
                "y": round(260 + 205 * math.sin(angle)),
                "right": math.cos(angle) >= 0,
            }
        )
    return drawn


def _starts(site: Site) -> list[str]:
    """Things to begin with: those with the most links among clusters, systems and actors."""
    query = """
        SELECT ?s (COUNT(*) AS ?n) {
          VALUES ?kind { ozek:Cluster ozek:NationalInnovationSystem ozek:InnovationActor }
          ?s a ?kind ; ?p ?o . FILTER(ISIRI(?o))
        } GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 12"""
    base = site.project.base
    found = (row[0].value for row in site.store.query(query))
    return [iri for iri in found if iri.startswith(base)]


PAGES = (("/graph", graph),)
