"""Clusters: all of them at a glance, and each with its map, its card and its participants."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from ozek.clusters import Anatomy, Answer, anatomies, health_card
from ozek.clusters.rows import for_people
from ozek.clusters.wording import Words as ClusterWords
from ozek.errors import UsageError
from ozek.report import figure
from ozek.results import Table
from ozek.web.page import Asked, NotFound, Page
from ozek.web.site import Site

SIZE = 50
MEMBERS = 200

SORTS = ("name", "participants", "provided", "unknown")


def known(site: Site, lang: str) -> dict[str, Anatomy]:
    """Return cluster IRI → anatomy, made once for each language."""
    return site.once(("anatomies", lang), lambda: anatomies(site.store, lang=lang))


def states(anatomy: Anatomy, state: str) -> int:
    """Return how many required functions are in a state."""
    return sum(one.state == state for one in anatomy.functions)


def index(site: Site, asked: Asked) -> Page:
    """List the clusters; ``?sort=`` by name, participants, provided or unknown functions."""
    sort = asked.get("sort") or "name"
    if sort not in SORTS:
        raise UsageError(asked.words("clusters.no_sort", sorts=", ".join(SORTS)))
    keys: dict[str, Any] = {
        "name": lambda one: (one.label.casefold(), one.cluster),
        "participants": lambda one: (-len(one.members), one.cluster),
        "provided": lambda one: (-states(one, "provided"), one.cluster),
        "unknown": lambda one: (-states(one, "not recorded"), one.cluster),
    }
    found = sorted(known(site, asked.lang).values(), key=keys[sort])
    first = asked.number("first", 0)
    rows = tuple(
        (
            URIRef(one.cluster),
            Literal(one.label),
            Literal(len(one.members)),
            Literal(_in(one, "IndustrialCore")),
            Literal(_in(one, "InfrastructureSegment")),
            *(
                Literal(states(one, state))
                for state in ("provided", "stated absent", "not recorded")
            ),
        )
        for one in found
    )
    columns = (
        "cluster", "label", "participants", "core", "infrastructure", "provided", "stated_absent",
        "not_recorded",
    )  # fmt: skip
    return Page(
        "clusters.html",
        asked.words("clusters.title"),
        {
            "shown": found[first : first + SIZE],
            "total": len(found),
            "first": first,
            "size": SIZE,
            "sort": sort,
            "sorts": SORTS,
            "part": _in,
            "states": states,
        },
        table=Table(columns, rows, "clusters"),
    )


def cluster(site: Site, asked: Asked) -> Page:
    """Show one cluster: its map, what is there and what is not known, who takes part."""
    iri = f"{site.project.base}cluster/{asked.parts['name']}"
    one = known(site, asked.lang).get(iri)
    if one is None:
        raise NotFound(asked.words("clusters.unknown", name=asked.parts["name"][:100]))
    answer: Answer = site.once(
        ("card", iri, asked.lang), lambda: health_card(site.store, iri, lang=asked.lang)
    )
    picture: str = site.once(("map", iri, asked.lang), lambda: _map(site, iri, asked.lang))
    first = asked.number("first", 0)
    evidence = site.evidence(asked.lang)
    return Page(
        "cluster.html",
        one.label,
        {
            "one": one,
            "answer": answer,
            "rows": for_people(answer.rows, ClusterWords(asked.lang), answer.label, "cluster"),
            "picture": picture,
            "members": [
                (member, [evidence.passage(iri) for iri in member.grounds.passages[:5]])
                for member in one.members[first : first + MEMBERS]
            ],
            "first": first,
            "size": MEMBERS,
            "others": len(known(site, asked.lang)) > 1,
            "name": asked.parts["name"],
            "passage": evidence.passage,
        },
        table=answer.table(),
        svg=picture or None,
        about=iri,
    )


def _in(anatomy: Anatomy, segment: str) -> int:
    return sum(segment in member.segments for member in anatomy.members)


def _map(site: Site, iri: str, lang: str) -> str:
    """The map as SVG; empty where nothing is known to draw."""
    try:
        return figure(site.store, site.project, "cluster", lang, of=iri)
    except UsageError:
        return ""


PAGES = (("/clusters", index), ("/clusters/{name:path}", cluster))
