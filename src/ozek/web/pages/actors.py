"""The actors as a table that can be filtered."""

from __future__ import annotations

from itertools import islice
from typing import Any

from rdflib import Literal, URIRef

from ozek.errors import UsageError
from ozek.namespaces import expand
from ozek.results import Table
from ozek.web.listing import Actor, Wanted, counted, listed, order
from ozek.web.page import Asked, Page
from ozek.web.site import Site

SIZE = 50
MOST_CHOICES = 300
FILTERS = ("type", "place", "function", "cluster")
_COUNTED = {"type": "kind"}


def index(site: Site, asked: Asked) -> Page:
    """List actors by ``?type=&place=&function=&cluster=&q=``, 50 on a page."""
    chosen = {name: _iri(site, asked.get(name)) for name in FILTERS}
    wanted = Wanted(
        chosen["type"], chosen["place"], chosen["function"], chosen["cluster"], asked.get("q")
    )
    places = order(site, asked.lang)
    found = sorted(listed(site, wanted), key=lambda one: places[one.iri])
    first = asked.number("first", 0)
    labels = site.labels(asked.lang)
    counts = counted(site)
    return Page(
        "actors.html",
        asked.words("actors.title"),
        {
            "shown": [(one, _sources(site, one)) for one in found[first : first + SIZE]],
            "total": len(found),
            "first": first,
            "size": SIZE,
            "text": asked.get("q"),
            "chosen": chosen,
            "choices": {
                name: sorted(
                    (
                        (iri, labels.of(iri), number)
                        for iri, number in islice(
                            counts[_COUNTED.get(name, name)].most_common(), MOST_CHOICES
                        )
                        if iri
                    ),
                    key=lambda one: one[1].casefold(),
                )
                for name in FILTERS
            },
        },
        table=lambda: _table(found, labels),
    )


def _iri(site: Site, text: str) -> str:
    if not text:
        return ""
    try:
        return expand(text, site.project.base)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _sources(site: Site, actor: Actor) -> int:
    """How many graphs state something about an actor."""
    return len({quad.graph_name for quad in site.store.matching(actor.iri)})


def _table(found: list[Actor], labels: Any) -> Table:
    rows = tuple(
        (
            URIRef(one.iri),
            Literal(labels.of(one.iri)),
            URIRef(one.kind) if one.kind else None,
            *(
                Literal(" ".join(sorted(some))) if some else None
                for some in (one.places, one.functions, one.clusters)
            ),
        )
        for one in found
    )
    return Table(("actor", "label", "kind", "places", "functions", "clusters"), rows, "actors")


PAGES = (("/actors", index),)
