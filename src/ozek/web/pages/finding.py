"""Search: what has a name with these words, in whatever language or letters they are typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from rdflib import Literal

from ozek.results import Table
from ozek.search import find
from ozek.web.page import Asked, Page
from ozek.web.site import Site

SIZE = 50


def search(site: Site, asked: Asked) -> Page:
    """Show the hits by kind; ``?q=``, ``?kind=`` one kind only, ``?limit=`` for data."""
    text = asked.get("q")
    kind = asked.get("kind")
    first = asked.number("first", 0)
    size = asked.number("limit", SIZE, 1, 1000)
    found = find(site.store, text, lang=asked.lang)
    at = found.columns.index("kind")
    kinds = Counter(str(row[at]) for row in found.rows if row[at] is not None)
    rows = [row for row in found.rows if not kind or str(row[at]) == kind]
    shown = replace(found, rows=tuple(rows[first : first + size]))
    return Page(
        "search.html",
        asked.words("search.title") if not text else asked.words("search.title_of", text=text),
        {
            "text": text,
            "kind": kind,
            "kinds": [
                (iri, site.labels(asked.lang).of(iri), number)
                for iri, number in kinds.most_common()
            ],
            "hits": shown.to_dicts(),
            "total": len(rows),
            "first": first,
            "size": size,
        },
        table=_with_pages(site, asked, shown),
    )


def _with_pages(site: Site, asked: Asked, found: Table) -> Table:
    """Add what a list of suggestions shows and leads to: the kind in words, the page's address."""
    labels = site.labels(asked.lang)
    thing, kind = found.columns.index("thing"), found.columns.index("kind")
    rows = tuple(
        (
            *row,
            Literal(labels.of(row[kind])) if row[kind] is not None else None,
            Literal(site.address(row[thing]) or ""),
        )
        for row in found.rows
    )
    return replace(found, columns=(*found.columns, "kind_label", "page"), rows=rows)


PAGES = (("/search", search),)
