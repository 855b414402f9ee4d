"""The actors in the index: what one filters them by, how many there are of each, a page of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.labels import Labels, check_language
from ozek.search import Kinds, fold
from ozek.web.sorting import sort_key

if TYPE_CHECKING:
    from ozek.store import Store
    from ozek.web.indexing import Index

TABLES = """
CREATE TABLE actor (
    thing INTEGER PRIMARY KEY, graphs INTEGER, passages INTEGER,
    kk INTEGER, ru INTEGER, en INTEGER);
CREATE TABLE value (id INTEGER PRIMARY KEY, facet TEXT, value TEXT, UNIQUE (facet, value));
CREATE TABLE actor_value (value INTEGER, thing INTEGER, PRIMARY KEY (value, thing)) WITHOUT ROWID;
CREATE INDEX value_of ON actor_value (thing, value);
"""
FACETS = {
    "place": ns.OZEK + "isLocatedIn",
    "function": ns.OZEK + "providesFunction",
    "cluster": ns.OZEK + "isMemberOfCluster",
    "sector": ns.OZEK + "hasSectorFocus",
}
"""What one filters by besides the kind, and the property that says it."""

Order = Literal["label", "graphs", "passages"]


@dataclass(frozen=True)
class ActorRow:
    """An actor: in how many graphs something is stated about it, how many passages these quote."""

    iri: str
    label: str
    kind: str | None
    places: tuple[str, ...]
    functions: tuple[str, ...]
    clusters: tuple[str, ...]
    sectors: tuple[str, ...]
    graphs: int
    passages: int


@dataclass(frozen=True)
class Actors:
    """A page of actors, how many fit, and for each facet value → how many of these have it."""

    rows: tuple[ActorRow, ...]
    total: int
    facets: dict[str, dict[str, int]]


def actors(
    index: Index,
    *,
    kind: str | None = None,
    place: str | None = None,
    function: str | None = None,
    cluster: str | None = None,
    sector: str | None = None,
    text: str = "",
    lang: str = "en",
    order: Order = "label",
    limit: int = 50,
    offset: int = 0,
) -> Actors:
    """Return the actors that meet all conditions, from number ``offset`` (from 0) on.

    ``kind`` … ``sector``: IRIs; ``text``: as ``find_in`` takes it. ``order``: by label in ``lang``
    (kk, ru, en), or the ones with the most graphs or passages first. Raises UsageError for another
    language or order.
    """
    check_language(lang)
    if order not in get_args(Order):
        raise UsageError(f"actors have no order '{order}': one of {', '.join(get_args(Order))}")
    wanted = {
        **{"kind": kind, "place": place, "function": function},
        **{"cluster": cluster, "sector": sector},
    }
    key = tuple((facet, value) for facet, value in wanted.items() if value)
    chosen, facets = _chosen(index, key, fold(text), bool(text.strip()), lang, order)
    page = chosen[offset : offset + limit]
    return Actors(tuple(_row(index, number, lang) for number in page), len(chosen), facets)


@lru_cache(maxsize=32)
def _chosen(
    index: Index,
    wanted: tuple[tuple[str, str], ...],
    text: str,
    typed: bool,
    lang: str,
    order: Order,
) -> tuple[tuple[int, ...], dict[str, dict[str, int]]]:
    """The numbers of the actors that fit, in order, and the counts."""
    conditions, values = ["1"], []
    for facet, value in wanted:
        conditions.append(
            "thing IN (SELECT thing FROM actor_value WHERE value = "
            "(SELECT id FROM value WHERE facet = ? AND value = ?))"
        )
        values += [facet, value]
    if typed:
        conditions.append("thing IN (SELECT value FROM json_each(?))")
        values.append(json.dumps([row[0] for row in index.found(text, lang)]))
    by = lang if order == "label" else f"{order} DESC, {lang}"
    rows = index.rows(
        f"SELECT thing FROM actor WHERE {' AND '.join(conditions)} ORDER BY {by}", values
    )
    chosen = tuple(row[0] for row in rows)
    if len(conditions) == 1:
        counts = index.rows("SELECT value, count(*) FROM actor_value GROUP BY value")
    else:
        counts = index.rows(
            "SELECT actor_value.value, count(*) FROM json_each(?) AS one CROSS JOIN actor_value "
            "ON actor_value.thing = one.value GROUP BY actor_value.value",
            [json.dumps(chosen)],
        )
    names = {row[0]: row[1:] for row in index.rows("SELECT id, facet, value FROM value")}
    facets: dict[str, dict[str, int]] = {facet: {} for facet in ("kind", *FACETS)}
    for number, count in sorted(counts, key=lambda row: (-row[1], row[0])):
        facet, value = names[number]
        facets[facet][value] = count
    return chosen, facets


def _row(index: Index, number: int, lang: str) -> ActorRow:
    ((iri, label, kind, graphs, passages),) = index.rows(
        f"SELECT iri, thing.{lang}, kind, graphs, passages FROM thing "
        "JOIN actor ON thing = id WHERE id = ?",
        [number],
    )
    own: dict[str, list[str]] = {}
    for facet, value in index.rows(
        "SELECT facet, value.value FROM actor_value JOIN value ON id = actor_value.value "
        "WHERE thing = ? ORDER BY 1, 2",
        [number],
    ):
        own.setdefault(facet, []).append(value)
    places, functions, clusters, sectors = (tuple(own.get(facet, ())) for facet in FACETS)
    return ActorRow(iri, label, kind, places, functions, clusters, sectors, graphs, passages)


# Making it --------------------------------------------------------------------------------------


def actor_iris(store: Store) -> set[str]:
    """Return the project's own actors: innovation actors and other organisations, of the facts."""
    facts = set(store.fact_graphs())
    return {
        quad.subject.value
        for kind in (ns.OZEK + "InnovationActor", ns.ORG + "Organization")
        for quad in store.matching(None, ns.RDF_TYPE, ox.NamedNode(kind))
        if quad.graph_name.value in facts and quad.subject.value.startswith(store.base or "")
    }


def add_actors(
    connection: sqlite3.Connection,
    store: Store,
    things: dict[str, int],
    found: set[str],
    kinds: Kinds,
    labels: Iterable[Labels],
) -> None:
    """Fill the tables of the actors ``found``; ``things``: IRI → number in the index."""
    places = [
        {
            iri: number
            for number, iri in enumerate(
                sorted(found, key=lambda one: (sort_key(some.of(one)), one))
            )
        }
        for some in labels
    ]
    graphs, passages = _evidence(store, found)
    connection.executemany(
        "INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?)",
        (
            (things[iri], graphs[iri], passages[iri], *(place[iri] for place in places))
            for iri in sorted(found)
        ),
    )
    facts = set(store.fact_graphs())
    pairs = {("kind", kind, things[iri]) for iri in found if (kind := kinds.of(iri))}
    for facet, predicate in FACETS.items():
        pairs |= {
            (facet, quad.object.value, things[quad.subject.value])
            for quad in store.matching(None, predicate)
            if quad.subject.value in found and quad.graph_name.value in facts
        }
    values = {pair: n for n, pair in enumerate(sorted({(facet, v) for facet, v, _ in pairs}))}
    connection.executemany(
        "INSERT INTO value VALUES (?, ?, ?)", ((n, *pair) for pair, n in values.items())
    )
    connection.executemany(
        "INSERT INTO actor_value VALUES (?, ?)",
        sorted((values[facet, value], thing) for facet, value, thing in pairs),
    )


def _evidence(store: Store, found: set[str]) -> tuple[dict[str, int], dict[str, int]]:
    """In how many graphs each stands as a subject, and how many passages these quote."""
    columns = store.columns()
    numbers = {columns.id_of(f"<{iri}>"): iri for iri in found}
    about = np.isin(columns.s, np.array([n for n in numbers if n is not None], columns.s.dtype))
    pairs = np.unique(np.stack([columns.s[about], columns.g[about]], axis=1), axis=0)
    quoted: dict[int, set[int]] = {}
    rows = np.flatnonzero(columns.p == columns.id_of(f"<{ns.WAS_QUOTED_FROM}>"))
    for graph, passage in zip(columns.s[rows].tolist(), columns.o[rows].tolist(), strict=True):
        quoted.setdefault(graph, set()).add(passage)
    graphs = dict.fromkeys(found, 0)
    passages: dict[str, set[int]] = {iri: set() for iri in found}
    for subject, graph in pairs.tolist():
        graphs[numbers[subject]] += 1
        passages[numbers[subject]] |= quoted.get(graph, set())
    return graphs, {iri: len(some) for iri, some in passages.items()}
