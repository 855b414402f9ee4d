"""The first page: what this build is, what is in it, and the four doors."""

from __future__ import annotations

from rdflib import Literal

from ozek.results import Table
from ozek.web.page import Asked, Page
from ozek.web.site import Site


def home(site: Site, asked: Asked) -> Page:
    """Show the build's date, version and counts, and where to go from here."""
    counts = site.once("counts", lambda: _counts(site))
    table = Table(
        ("count", "number"), tuple((Literal(name), Literal(n)) for name, n in counts.items())
    )
    return Page(
        "home.html",
        site.project.title[asked.lang],
        {"counts": counts},
        table=table,
    )


def _counts(site: Site) -> dict[str, int]:
    kinds = site.store.graph_kinds()
    return {
        "quads": len(site.store),
        "statements": sum(kind == "StatementGraph" for kind in kinds.values()),
        "readings": sum(kind == "ReadingGraph" for kind in kinds.values()),
        "questions": len(site.questions),
    }


PAGES = (("/", home),)
