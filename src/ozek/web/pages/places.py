"""The places: on a map, and as a table with how many actors are in each."""

from __future__ import annotations

from collections import Counter

from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.report import figure
from ozek.results import Table
from ozek.search import Kinds
from ozek.web.actor_index import actors
from ozek.web.page import Asked, Page, Redirect, address
from ozek.web.site import Site
from ozek.web.sorting import sort_key

SIZE = 200

MOST_ON_A_MAP = 500
"""A map with more places than this can be neither read nor sent."""


def index(site: Site, asked: Asked) -> Page:
    """Show the map and the table of places."""
    labels = site.labels(asked.lang)
    rows = site.once("places", lambda: _places(site))
    number = site.once("actors of places", lambda: _numbers(site))
    ordered = site.once(
        ("places in order", asked.lang),
        lambda: sorted(rows, key=lambda row: (-number[row[0]], sort_key(labels.of(row[0])))),
    )
    first = asked.number("first", 0)
    picture = ""
    if len(rows) <= MOST_ON_A_MAP:
        picture = site.once(("map of places", asked.lang), lambda: _map(site, asked.lang))
    return Page(
        "places.html",
        asked.words("places.title"),
        {
            "picture": picture,
            "shown": ordered[first : first + SIZE],
            "number": number,
            "total": len(ordered),
            "first": first,
            "size": SIZE,
        },
        table=lambda: _table(ordered, number, labels),
        svg=picture or None,
    )


def place(site: Site, asked: Asked) -> Redirect:
    """Lead to the page of a place."""
    return Redirect(address(f"/page/place/{asked.parts['name']}"))


def _numbers(site: Site) -> Counter[str]:
    return Counter(actors(site.index, limit=0).facets["place"])


def _table(rows: list[tuple[str, str, str]], number: Counter[str], labels: Labels) -> Table:
    made = tuple(
        (
            URIRef(place),
            Literal(labels.of(place)),
            URIRef(kind) if kind else None,
            URIRef(within) if within else None,
            Literal(number[place]),
        )
        for place, kind, within in rows
    )
    return Table(("place", "label", "kind", "within", "actors"), made, "places")


def _places(site: Site) -> list[tuple[str, str, str]]:
    """Place, its kind, and the smallest place that it is stated to lie in (or empty)."""
    store = site.store
    kinds = Kinds(store)
    facts = set(store.fact_graphs())
    places = {
        quad.subject.value
        for quad in store.matching(None, ns.RDF_TYPE, ns.OZEK + "Place")
        if quad.graph_name.value in facts
    }
    within: dict[str, set[str]] = {
        one: {
            quad.object.value
            for quad in store.matching(one, ns.OZEK + "isLocatedIn")
            if quad.graph_name.value in facts
        }
        for one in places
    }
    return [
        (
            one,
            kinds.of(one) or "",
            max(within[one], key=lambda other: (len(within.get(other, ())), other), default=""),
        )
        for one in sorted(places)
    ]


def _map(site: Site, lang: str) -> str:
    try:
        return figure(site.store, site.project, "places", lang)
    except UsageError:
        return ""


PAGES = (("/places", index), ("/places/{name:path}", place))
