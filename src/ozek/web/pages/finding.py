"""Search: what has a name with these words, in whatever language or letters they are typed."""

from __future__ import annotations

from rdflib import Literal, URIRef

from ozek.results import Table
from ozek.web.indexing import Hit, find_in
from ozek.web.page import Asked, Page
from ozek.web.site import Site

SIZE = 50


def search(site: Site, asked: Asked) -> Page:
    """Show the hits; ``?q=``, ``?kind=`` one kind only, ``?limit=`` so many at once."""
    text = asked.get("q")
    kind = asked.get("kind")
    first = asked.number("first", 0)
    size = asked.number("limit", SIZE, 1, 1000)
    found = find_in(site.index, text, asked.lang, kind=kind or None, limit=size, offset=first)
    labels = site.labels(asked.lang)
    return Page(
        "search.html",
        asked.words("search.title") if not text else asked.words("search.title_of", text=text),
        {
            "text": text,
            "kind": kind,
            "kinds": [(iri, labels.of(iri), number) for iri, number in found.kinds.items()],
            "hits": found.hits,
            "total": found.total,
            "first": first,
            "size": size,
        },
        table=_table(site, asked, found.hits),
    )


def _table(site: Site, asked: Asked, hits: tuple[Hit, ...]) -> Table:
    """The rows of ``ozek find``, with the kind in words and the page that each leads to."""
    labels = site.labels(asked.lang)
    rows = tuple(
        (
            URIRef(hit.thing),
            Literal(hit.label),
            URIRef(hit.kind) if hit.kind else None,
            Literal(hit.name),
            Literal(hit.match),
            Literal(labels.of(hit.kind)) if hit.kind else None,
            Literal(site.address(hit.thing) or ""),
        )
        for hit in hits
    )
    columns = ("thing", "label", "kind", "name", "match", "kind_label", "page")
    return Table(columns, rows, name="find")


PAGES = (("/search", search),)
