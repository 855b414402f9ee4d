"""The measures of a project's networks, each with what it was measured on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek.report.evidence import Facts
from ozek.report.texts import Text
from ozek.report.view import View
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.network import Measure, Measures

TOP = 10


@dataclass(frozen=True)
class Ranking:
    """The best-connected actors, every rank whole."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[str, tuple[Text, ...]], ...]
    names: tuple[Text, ...]
    tied: tuple[int, str, Text] | None = None  # how many share the next rank, that rank, their ties


@dataclass(frozen=True)
class NetworkMeasures:
    """What the measures of one network say: its title, on what they were taken, its ranking."""

    title: Text
    caption: Text
    warnings: tuple[Text, ...]
    ranking: Ranking | None


@dataclass(frozen=True)
class Compared:
    """The networks beside each other: one row per measure of a whole network."""

    networks: tuple[NetworkMeasures, ...]
    rows: tuple[tuple[Text, tuple[Text, ...]], ...]


def find_measures(view: View, measures: Mapping[str, Measures]) -> Compared | None:
    """Return the measures of every network that has links; None if no network has."""
    from ozek.network import MEASURES, load_projections, projections

    known = projections() | load_projections(view.project.projections)
    shown = {name: one for name, one in measures.items() if _size(one)[1]}
    if not shown:
        return None
    names = [
        name
        for name, measure in MEASURES.items()
        if measure.scope == "graph" or any(_value(one, name) is not None for one in shown.values())
    ]
    sizes = [_size(one) for one in shown.values()]
    rows = [
        (view.words[key], tuple(view.words.plain(view.words.count(size[at])) for size in sizes))
        for at, key in enumerate(("nodes", "links"))
    ]
    rows += [
        (
            _title(view, MEASURES[name]),
            tuple(rounded(view.facts, _value(one, name)) for one in shown.values()),
        )
        for name in names
    ]
    networks = tuple(_network(view, name, one, known.get(name)) for name, one in shown.items())
    return Compared(networks, tuple(rows))


def _title(view: View, measure: Measure) -> Text:
    """Return what a measure is called, and what its value for a whole network is."""
    whole = measure.whole.replace("_", " ")
    title = view.words.of(measure.titles)
    return title.map(lambda text: f"{text} ({whole})" if whole else text)


def _network(view: View, name: str, one: Measures, projection: Any) -> NetworkMeasures:
    from ozek.network import said

    n, m = _size(one)
    return NetworkMeasures(
        title=view.words.of(projection.title) if projection else view.words.plain(name),
        caption=view.words.fill("network_note", projection=name, n=n, m=m, more=""),
        warnings=tuple(
            view.words.of({lang: said(warning, lang) for lang in view.words.langs})
            for warning in one.warnings
        ),
        ranking=_ranking(view.facts, one, view.words),
    )


def _size(measures: Measures) -> tuple[int, int]:
    first = next(iter(measures.results.values()))
    return first.n, first.m


def _value(measures: Measures, name: str) -> Any:
    found = measures.results.get(name)
    return found.value if found else None


SHOWN = ("degree", "in_degree", "betweenness", "pagerank")


def _ranking(facts: Facts, measures: Measures, words: Words) -> Ranking | None:
    """Return the nodes with the most recorded ties; None if there are no ties."""
    table = measures.table()
    shown = [name for name in SHOWN if name in table.columns]
    rows = table.to_dicts()
    tied = [row for row in rows if float(row.get("degree", 0)) > 0]
    if not tied or not shown:
        return None
    top, rest = _whole_ranks(tied)
    shared = [row for row in rest if row["rank"] == rest[0]["rank"]]
    return Ranking(
        headings=tuple(words.of(table.titles.get(name, {"en": name})) for name in shown),
        rows=tuple(
            (str(row["rank"]), tuple(rounded(facts, row.get(name)) for name in shown))
            for row in top
        ),
        names=tuple(facts.names.of(row["node"]) for row in top),
        tied=(len(shared), str(rest[0]["rank"]), rounded(facts, rest[0]["degree"]))
        if rest
        else None,
    )


def _whole_ranks(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cut a ranking after at most TOP rows, but never between actors who share a rank."""
    end = min(TOP, len(rows))
    while 0 < end < len(rows) and rows[end]["rank"] == rows[end - 1]["rank"]:
        end -= 1
    end = end or TOP
    return rows[:end], rows[end:]


def rounded(facts: Facts, value: Any) -> Text:
    """Return a value with at most four digits after the point; a dash if it does not apply."""
    try:
        return facts.names.number(float(value), 4)
    except (TypeError, ValueError):
        return facts.names.plain("–")
