"""The heat map of clusters and infrastructure functions, and what stands behind each cell."""

from __future__ import annotations

from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.clusters.parts import Function
from ozek.results import Table
from ozek.web.page import Asked, NotFound, Page, address
from ozek.web.pages.clusters import known
from ozek.web.site import Site

SIZE = 100


def heat_map(site: Site, asked: Asked) -> Page:
    """Show every cluster by every function: provided, stated absent or not recorded."""
    every = sorted(known(site, asked.lang).values(), key=lambda one: one.label.casefold())
    first = asked.number("first", 0)
    rows = tuple(
        (
            URIRef(one.cluster),
            URIRef(function.function),
            Literal(function.state),
            Literal(len(function.providers)),
        )
        for one in every
        for function in one.functions
    )
    return Page(
        "functions.html",
        asked.words("functions.title"),
        {
            "clusters": every[first : first + SIZE],
            "functions": every[0].functions if every else (),
            "total": len(every),
            "first": first,
            "size": SIZE,
            "link": lambda cluster, function: address(
                f"/functions/{_name(function)}", [("cluster", site.local(cluster) or cluster)]
            ),
        },
        table=Table(("cluster", "function", "state", "providers"), rows, "functions"),
    )


def function(site: Site, asked: Asked) -> Page:
    """Show who provides a function, in every cluster or in ``?cluster=`` one."""
    iri = ns.OZT + asked.parts["name"]
    every = known(site, asked.lang)
    wanted = asked.get("cluster")
    if wanted:
        name = wanted if "://" in wanted else site.project.base + wanted
        every = {name: every[name]} if name in every else {}
        if not every:
            raise NotFound(asked.words("clusters.unknown", name=wanted[:100]))
    found: list[tuple[str, str, Function]] = [
        (one.cluster, one.label, function)
        for one in sorted(every.values(), key=lambda one: one.label.casefold())
        for function in one.functions
        if function.function == iri
    ]
    if not found:
        raise NotFound(asked.words("functions.unknown", name=asked.parts["name"][:100]))
    evidence = site.evidence(asked.lang)
    label = found[0][2].label
    rows = tuple(
        (
            URIRef(cluster),
            URIRef(iri),
            Literal(one.state),
            URIRef(actor) if actor else None,
        )
        for cluster, _, one in found
        for actor in one.providers or ("",)
    )
    title = label if not wanted else f"{label} – {found[0][1]}"
    return Page(
        "function.html",
        title,
        {
            "found": [
                (cluster, label, one, [evidence.passage(p) for p in one.grounds.passages])
                for cluster, label, one in found
            ],
            "iri": iri,
            "question": lambda cluster: address(
                "/questions/cluster-functions", [("cluster", cluster)]
            ),
        },
        table=Table(("cluster", "function", "state", "provider"), rows, "function"),
    )


def _name(function: str) -> str:
    return function.removeprefix(ns.OZT)


PAGES = (("/functions", heat_map), ("/functions/{name}", function))
