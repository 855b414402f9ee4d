"""Clusters side by side."""

from __future__ import annotations

from ozek.clusters import compare
from ozek.clusters.rows import pivot
from ozek.clusters.wording import Words as ClusterWords
from ozek.errors import UsageError
from ozek.results import Table
from ozek.web.page import Asked, Page
from ozek.web.pages.clusters import known
from ozek.web.site import Site

MOST = 4


def side_by_side(site: Site, asked: Asked) -> Page:
    """Show two to four clusters: ``?c=`` once for each, its local name or IRI."""
    every = known(site, asked.lang)
    home = f"{site.project.base}cluster/"
    chosen = list(dict.fromkeys(c if "://" in c else home + c for c in asked.all("c")))
    for one in chosen:
        if one not in every:
            raise UsageError(asked.words("clusters.unknown", name=one.removeprefix(home)[:100]))
    if len(chosen) > MOST:
        raise UsageError(asked.words("comparing.most", n=MOST))
    answer = shown = None
    if len(chosen) > 1:
        answer = site.lately(
            ("compare", tuple(chosen), asked.lang),
            lambda: compare(site.store, chosen, lang=asked.lang),
        )
        shown = pivot(answer.rows, ClusterWords(asked.lang), answer.label, "compare")
    return Page(
        "compare.html",
        asked.words("comparing.title"),
        {
            "every": sorted(every.values(), key=lambda one: one.label.casefold()),
            "chosen": chosen,
            "answer": answer,
            "rows": shown,
            "most": MOST,
            "home": home,
        },
        table=answer.table() if answer else Table(("cluster", "item", "value"), (), "compare"),
    )


PAGES = (("/compare", side_by_side),)
