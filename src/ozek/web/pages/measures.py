"""The measures of the networks, as the build wrote them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from rdflib import Literal, URIRef

from ozek.errors import UsageError
from ozek.network import MEASURES
from ozek.pipeline import networks
from ozek.results import Table
from ozek.web.page import Asked, NotFound, Page
from ozek.web.rendering import figure
from ozek.web.site import Site

SIZE = 50
TEXTS = ("node", "label", "kind")


def index(site: Site, asked: Asked) -> Page:
    """Show a network's measures: ``?network=``, ``?sort=`` a column, ``?first=``."""
    known = networks(site.project)
    folder = site.built.folder / "measures"
    measured = [name for name in known if (folder / f"{name}.csv").is_file()]
    name = asked.get("network") or next(iter(measured), "")
    if not measured:
        return Page(
            "measures.html",
            asked.words("measures.title"),
            {"networks": [], "name": "", "columns": ()},
            table=Table(("node",), (), "measures"),
        )
    if name not in measured:
        raise NotFound(asked.words("measures.unknown", name=name[:100]))
    columns, rows = site.once(("measures", name), lambda: _read(folder / f"{name}.csv"))
    sort = asked.get("sort") or "rank"
    if sort not in columns:
        raise UsageError(asked.words("measures.no_column", name=sort[:100]))
    ordered = _sorted(rows, sort)
    first = asked.number("first", 0)
    shown = [one for one in columns if one in MEASURES]
    _, summary = site.once(("summary", name), lambda: _read(folder / f"{name}-summary.csv"))
    projection = known[name]
    return Page(
        "measures.html",
        asked.words("measures.title"),
        {
            "networks": [(one, known[one].title.get(asked.lang, one)) for one in measured],
            "name": name,
            "about": projection.description.get(asked.lang, ""),
            "columns": shown,
            "titles": {one: MEASURES[one].titles.get(asked.lang, one) for one in MEASURES},
            "docs": {one: (MEASURES[one].function.__doc__ or "").strip() for one in shown},
            "shown": _shown,
            "rows": ordered[first : first + SIZE],
            "total": len(rows),
            "first": first,
            "size": SIZE,
            "sort": sort,
            "summary": summary,
        },
        table=lambda: _table(columns, ordered),
    )


def _shown(value: str) -> str:
    """A value with as many digits as one compares by; the data have all of them."""
    try:
        return figure(float(value))
    except ValueError:
        return value


def _read(path: Path) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    if not path.is_file():
        return (), []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return tuple(reader.fieldnames or ()), list(reader)


def _sorted(rows: list[dict[str, str]], column: str) -> list[dict[str, str]]:
    """Texts from A to Z, the rank from 1, numbers from the largest; what has no value last."""

    def key(row: dict[str, str]) -> tuple[Any, ...]:
        value = row[column]
        if column in TEXTS:
            return (value.casefold(),)
        try:
            number = float(value)
        except ValueError:
            return (1, value != "true", row["node"])
        return (0, number if column == "rank" else -number, row["node"])

    return sorted(rows, key=key)


def _table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> Table:
    made = tuple(
        tuple(URIRef(row[one]) if one == "node" else Literal(row[one]) for one in columns)
        for row in rows
    )
    return Table(columns, made, "measures")


PAGES = (("/metrics", index),)
