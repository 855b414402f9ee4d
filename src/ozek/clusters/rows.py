"""Rows of an answer: one form for programs, with IRIs and keys, and one for people, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ozek.clusters.parts import Grounds
from ozek.clusters.wording import Words
from ozek.namespaces import shorten

if TYPE_CHECKING:
    from ozek.results import Table

Light = Literal["green", "amber", "red", "grey"]
"""Green: recorded; amber: hangs on one; red: a source states it absent; grey: not recorded."""

COLUMNS = (
    "cluster", "section", "item", "state", "light", "who", "value", "low", "high", "n",
    "projection", "passages",
)  # fmt: skip


PASSAGES = 50
"""How many passages a cell names before it counts the rest."""


@dataclass(frozen=True)
class Row:
    """One line of an answer.

    Attributes:
        item: the IRI of what it is about, or a key of ``words.toml``.
        state: provided, stated absent, not recorded, planned, one provider; None for a measure.
        who: IRI of an actor or thing, or a text.
        value, low, high: a number and its bounds.
        n: what the value was found in: the nodes of the network, or how many are required.
        projection: name of the projection behind a measure of the network.
    """

    section: str
    item: str
    state: str | None = None
    light: Light | None = None
    who: str | None = None
    value: float | int | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    projection: str | None = None
    grounds: Grounds = field(default_factory=Grounds)
    cluster: str | None = None


def to_table(rows: Iterable[Row], base: str | None, name: str) -> Table:
    """Return rows for programs; passages are short IRIs with spaces between, as ``show`` takes."""
    from ozek.results import Table

    made = tuple(tuple(_cell(value) for value in _values(row, base)) for row in rows)
    titles = {
        column: {lang: Words(lang)("headings", column) for lang in ("kk", "ru", "en")}
        for column in COLUMNS
    }
    return _without_empty(Table(COLUMNS, made, name=name, titles=titles))


def for_people(rows: Iterable[Row], words: Words, label: Callable[[str], str], name: str) -> Table:
    """Return rows to be read: words for keys, labels for IRIs, bounds and value in one cell."""
    from rdflib import Literal as Text

    from ozek.results import Table

    columns = ("cluster", "section", "item", "state", "light", "who", "value", "passages")
    made, last = [], None
    for row in rows:
        section = words.known("sections", row.section)
        texts = (
            label(row.cluster) if row.cluster else None,
            section if section != last else None,
            label(row.item) if "://" in row.item else words.known("items", row.item),
            words.known("states", row.state) if row.state else None,
            words.known("lights", row.light) if row.light else None,
            label(row.who) if row.who and "://" in row.who else row.who,
            _value(row, words),
            _names(row.grounds.passages),
        )
        last = section
        made.append(tuple(None if text is None else Text(text) for text in texts))
    titles = {column: {words.lang: words("headings", column)} for column in columns}
    return _without_empty(Table(columns, tuple(made), name=name, titles=titles))


def pivot(rows: Iterable[Row], words: Words, label: Callable[[str], str], name: str) -> Table:
    """Return rows on several clusters to be read: a line per item, a column per cluster."""
    from rdflib import Literal as Text

    from ozek.results import Table

    rows = list(rows)
    clusters = list(dict.fromkeys(row.cluster or "" for row in rows))
    items = list(dict.fromkeys(row.item for row in rows))
    cells = {(row.item, row.cluster): _said(row, words) for row in rows}
    made = tuple(
        (
            Text(label(item) if "://" in item else words.known("items", item)),
            *(Text(cells.get((item, cluster), "")) for cluster in clusters),
        )
        for item in items
    )
    names = tuple(f"cluster{number}" for number in range(1, len(clusters) + 1))
    titles = {key: {words.lang: label(c)} for key, c in zip(names, clusters, strict=True)}
    titles["item"] = {words.lang: words("headings", "item")}
    return Table(("item", *names), made, name=name, titles=titles)


def _said(row: Row, words: Words) -> str:
    """State and value of a row in one cell."""
    state = words.known("states", row.state) if row.state else ""
    value = _value(row, words) or ""
    if row.state == "one provider":
        return state
    return f"{state}: {value}" if state and value else state or value


def _value(row: Row, words: Words) -> str | None:
    if row.value is None and row.low is None:
        return None
    if row.low is None or row.high is None:
        return words.number(row.value) if row.value is not None else None
    if row.n is not None and row.value is not None:
        text = words("words", "of", part=words.number(row.value), whole=words.number(row.n))
    else:
        text = words.number(row.value) if row.value is not None else ""
    low, high = words.percent(row.low), words.percent(row.high)
    span = low if low == high else words("words", "range", low=low, high=high)
    return f"{text} ({span})" if text else span


def _names(passages: tuple[str, ...], shown: int = 3) -> str | None:
    """The last parts of passages' IRIs; what ``ozek show passage/…`` takes."""
    if not passages:
        return None
    names = [iri.rpartition("passage/")[2] for iri in passages]
    rest = f" +{len(names) - shown}" if len(names) > shown else ""
    return ", ".join(names[:shown]) + rest


def _values(row: Row, base: str | None) -> tuple[Any, ...]:
    named = [shorten(iri, base) for iri in row.grounds.passages[:PASSAGES]]
    rest = len(row.grounds.passages) - len(named)
    passages = " ".join([*named, *([f"+{rest}"] if rest else [])]) or None
    return (
        row.cluster, row.section, row.item, row.state, row.light, row.who, row.value, row.low,
        row.high, row.n, row.projection, passages,
    )  # fmt: skip


def _cell(value: Any) -> Any:
    """A term: an IRI, a text, or a number with six digits."""
    from rdflib import XSD, URIRef
    from rdflib import Literal as Text

    if value is None:
        return None
    if isinstance(value, float):
        return Text(f"{value:.6f}", datatype=XSD.decimal)
    if isinstance(value, str) and "://" in value and " " not in value:
        return URIRef(value)
    return Text(value)


def _without_empty(table: Table) -> Table:
    """The table without ``cluster``, where no row names one; other empty columns stay."""
    from dataclasses import replace

    if any(row[0] is not None for row in table.rows):
        return table
    return replace(table, columns=table.columns[1:], rows=tuple(row[1:] for row in table.rows))
