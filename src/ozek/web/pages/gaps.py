"""What is not known: by kind, with the rule that finds it and what would close it."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.query import find_question
from ozek.results import Table
from ozek.web import asking
from ozek.web.page import Asked, NotFound, Page
from ozek.web.pages.clusters import known
from ozek.web.site import Site

SIZE = 100
SHOWN = 10
"""Gaps of a kind that the first page lists."""

FUNCTIONS, READINGS = "functions-not-recorded", "readings-left-open"

Row = tuple[Any, ...]
COLUMNS = ("kind", "thing", "declared", "named", "missing", "description", "passage")


def index(site: Site, asked: Asked) -> Page:
    """Show the first gaps of every kind."""
    kinds = _kinds(site, asked)
    rows = tuple(row for some in kinds.values() for row in some)
    return Page(
        "gaps.html",
        asked.words("gaps.title"),
        {"kinds": _described(site, asked, kinds), "shown": SHOWN, "total": len(rows)},
        table=Table(COLUMNS, rows, "gaps"),
    )


def kind(site: Site, asked: Asked) -> Page:
    """Show every gap of one kind."""
    kinds = _kinds(site, asked)
    name = asked.parts["kind"]
    if name not in kinds:
        raise NotFound(asked.words("gaps.unknown", name=name[:100]))
    first = asked.number("first", 0)
    (described,) = _described(site, asked, {name: kinds[name]})
    return Page(
        "gaps_of.html",
        described["label"],
        {
            "one": described,
            "rows": kinds[name][first : first + SIZE],
            "total": len(kinds[name]),
            "first": first,
            "size": SIZE,
        },
        table=Table(COLUMNS, tuple(kinds[name]), "gaps"),
    )


def _kinds(site: Site, asked: Asked) -> dict[str, list[Row]]:
    return site.once(("gaps", asked.lang), lambda: _found(site, asked.lang))


def _found(site: Site, lang: str) -> dict[str, list[Row]]:
    """Kind of gap → its rows, from the saved questions and the clusters' functions."""
    found: dict[str, list[Row]] = {}
    for row in asking.answer(site, find_question("gaps", site.questions), {}, lang).to_dicts():
        name = str(row["kind"]).removeprefix(ns.OZT + "gap-kind-")
        values = (row.get(column) for column in COLUMNS)
        found.setdefault(name, []).append(tuple(values))
    for one in known(site, lang).values():
        for function in one.functions:
            if function.state == "not recorded":
                place = (None, None, None, Literal(function.label), None)
                row_ = (Literal(FUNCTIONS), URIRef(one.cluster), *place)
                found.setdefault(FUNCTIONS, []).append(row_)
    readings = asking.answer(site, find_question("readings", site.questions), {}, lang)
    points = {
        row["reading"]: row
        for row in readings.to_dicts()
        if str(row.get("leftOpen", "")).lower() == "true"
    }
    for reading, row in points.items():
        texts = (None, None, None, row.get("point"), row.get("passage"))
        found.setdefault(READINGS, []).append((Literal(READINGS), reading, *texts))
    return found


def _described(site: Site, asked: Asked, kinds: dict[str, list[Row]]) -> list[dict[str, Any]]:
    labels = site.labels(asked.lang)
    own = {FUNCTIONS: "cluster-functions", READINGS: "readings"}
    described = []
    for name, rows in kinds.items():
        iri = f"{ns.OZT}gap-kind-{name}"
        definitions = [quad.object for quad in site.store.matching(iri, ns.SKOS + "definition")]
        text = next((one.value for one in definitions if one.language == asked.lang), "")
        described.append(
            {
                "name": name,
                "label": asked.words(f"gaps.{name}") if name in own else labels.of(iri),
                "rule": text or asked.words(f"gaps.rule_{name}"),
                "closes": asked.words(
                    f"gaps.closes_{name}" if f"gaps.closes_{name}" in asked.words else "gaps.closes"
                ),
                "question": own.get(name, "gaps"),
                "rows": rows,
            }
        )
    return described


PAGES = (("/gaps", index), ("/gaps/{kind}", kind))
