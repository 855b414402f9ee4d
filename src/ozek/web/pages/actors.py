"""The actors as a table that can be filtered."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from ozek.errors import UsageError
from ozek.namespaces import expand
from ozek.results import Table
from ozek.web.actor_index import Actors, actors
from ozek.web.page import Asked, Page
from ozek.web.site import Site

SIZE = 50
MOST_CHOICES = 300
"""Values that a filter offers, the most common ones."""

FILTERS = {
    "type": "kind", "place": "place", "function": "function", "cluster": "cluster",
    "sector": "sector",
}  # fmt: skip
"""Parameter of the address → condition."""

ORDERS = ("label", "graphs", "passages")


def index(site: Site, asked: Asked) -> Page:
    """List actors by ``?type=&place=&function=&cluster=&sector=&q=``, in ``?order=``."""
    chosen = {name: _iri(site, asked, asked.get(name)) for name in FILTERS}
    order = asked.get("order") or "label"
    if order not in ORDERS:
        raise UsageError(asked.words("actors.no_order", orders=", ".join(ORDERS)))
    wanted: dict[str, Any] = {
        **{FILTERS[name]: iri or None for name, iri in chosen.items()},
        "text": asked.get("q"),
        "lang": asked.lang,
        "order": order,
    }
    first = asked.number("first", 0)
    found = actors(site.index, **wanted, limit=SIZE, offset=first)
    labels = site.labels(asked.lang)
    return Page(
        "actors.html",
        asked.words("actors.title"),
        {
            "shown": found.rows,
            "total": found.total,
            "first": first,
            "size": SIZE,
            "text": asked.get("q"),
            "chosen": chosen,
            "order": order,
            "orders": ORDERS,
            "choices": {
                name: sorted(
                    (
                        (iri, labels.of(iri), number)
                        for iri, number in list(found.facets[facet].items())[:MOST_CHOICES]
                    ),
                    key=lambda one: one[1].casefold(),
                )
                for name, facet in FILTERS.items()
            },
        },
        table=lambda: _table(actors(site.index, **wanted, limit=found.total)),
    )


def _iri(site: Site, asked: Asked, text: str) -> str:
    if not text:
        return ""
    try:
        return expand(text, site.project.base)
    except ValueError:
        raise UsageError(asked.words("actors.no_value", value=text[:100])) from None


def _table(found: Actors) -> Table:
    rows = tuple(
        (
            URIRef(one.iri),
            Literal(one.label),
            URIRef(one.kind) if one.kind else None,
            *(
                Literal(" ".join(some)) if some else None
                for some in (one.places, one.functions, one.clusters, one.sectors)
            ),
            Literal(one.graphs),
            Literal(one.passages),
        )
        for one in found.rows
    )
    columns = (
        "actor", "label", "kind", "places", "functions", "clusters", "sectors", "graphs",
        "passages",
    )  # fmt: skip
    return Table(columns, rows, "actors")


PAGES = (("/actors", index),)
