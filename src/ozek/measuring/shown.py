"""Tables of measures for people: words for the names that programs read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rdflib import Literal

from ozek.errors import UsageError
from ozek.measuring.wording import known, words
from ozek.namespaces import OZEK, OZT, expand, shorten

if TYPE_CHECKING:
    from ozek.labels import Labels
    from ozek.results import Table

NAME = re.compile(r"(?:[a-z]+:)?[A-Za-z][A-Za-z0-9_-]*")
"""A local name, or a short IRI."""

COLUMNS = frozenset(
    {
        "measure", "kind", "other", "sector", "layer", "relation", "criterion", "method", "item",
        "status", "not_recorded",
    }
)  # fmt: skip
"""Columns with names of measures, kinds, relations and the like."""


def in_words(table: Table, labels: Labels, lang: str) -> Table:
    """Return a table with names ("dependence", "University", "ozek:hosts") in words.

    ``labels`` has the names of classes and relations. What has no word stays as it is.
    """
    places = [at for at, column in enumerate(table.columns) if column in COLUMNS]
    seen: dict[str, Literal] = {}

    def word(name: str) -> str:
        from ozek.network import MEASURES

        if name in words()["cells"]:
            return known("cells", name, lang)
        if name in MEASURES:
            return MEASURES[name].titles[lang]
        if not NAME.fullmatch(name):
            return name
        try:
            iris = [expand(name)] if ":" in name else [OZEK + name, f"{OZT}status-{name}"]
        except (UsageError, ValueError):
            return name
        found = ((iri, labels.of(iri)) for iri in iris)
        return next((label for iri, label in found if label not in (iri, shorten(iri))), name)

    def cell(text: str) -> Literal:
        if text not in seen:
            seen[text] = Literal(", ".join(word(part) for part in text.split(", ")))
        return seen[text]

    rows = [list(row) for row in table.rows]
    for row in rows:
        for at in places:
            value = row[at]
            if isinstance(value, Literal) and isinstance(value.value, str) and value:
                row[at] = cell(str(value))
    return replace(table, rows=tuple(map(tuple, rows)))
