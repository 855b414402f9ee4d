"""An index of names in SQLite: what ``ozek.search.find`` gives, without reading every name.

It is made once for each build (``preparing.py``) and then only read. Trigrams of the folded and the
Latin text give the names that may fit; which do, and how well, is decided by the rules of ``find``.
Every word stands behind two spaces there, so that one letter at its start makes a trigram too.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.errors import OutputError
from ozek.labels import PREDICATES, Labels, check_language
from ozek.search import MATCHES, NAMES, Kinds, fold, latin
from ozek.web import actor_index

if TYPE_CHECKING:
    from ozek.store import Store

_TABLES = """
CREATE TABLE thing (
    id INTEGER PRIMARY KEY, iri TEXT UNIQUE, kind TEXT, kk TEXT, ru TEXT, en TEXT);
CREATE TABLE name (
    id INTEGER PRIMARY KEY, thing INTEGER, folded TEXT, latin TEXT, language TEXT,
    length INTEGER, position INTEGER, name TEXT);
CREATE INDEX name_of ON name (thing, position);
CREATE TABLE place (thing INTEGER, place TEXT, PRIMARY KEY (thing, place)) WITHOUT ROWID;
CREATE VIRTUAL TABLE gram USING fts5 (
    folded, latin, content='', columnsize=0, tokenize='trigram case_sensitive 1');
"""
_LONGEST = (1 << 20) - 1
_PARTS = 16


@dataclass(frozen=True)
class Hit:
    """A thing found: its label in the language asked for, kind, the name that fits and how."""

    thing: str
    label: str
    kind: str | None
    name: str
    match: str


@dataclass(frozen=True)
class Hits:
    """Some of what was found, how many there are, and kind → how many before choosing a kind."""

    hits: tuple[Hit, ...]
    total: int
    kinds: dict[str, int]


class Index:
    """An index opened for reading; several threads and processes may at once.

    Raises OutputError if it cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self._address = Path(path).absolute().as_uri() + "?mode=ro&immutable=1"
        self._path = path
        self._own = threading.local()
        self.found = lru_cache(maxsize=256)(self._found)
        self.rows("SELECT count(*) FROM thing WHERE id < 0")

    def rows(self, text: str, values: Iterable[Any] = ()) -> list[Any]:
        """Return the rows of an SQL query."""
        try:
            if not hasattr(self._own, "connection"):
                self._own.connection = sqlite3.connect(self._address, uri=True)
            return list(self._own.connection.execute(text, tuple(values)))
        except sqlite3.Error as error:
            raise OutputError(f"{self._path}: cannot be used as an index: {error}") from error

    def _found(self, wanted: str, lang: str) -> tuple[tuple[int, str | None, int, int], ...]:
        """Number, kind, rank and name's position of the things that fit, the best first."""
        if not wanted:
            return ()
        rank, values = _rank(wanted)
        candidates = _candidates(wanted)
        where = ""
        if candidates is not None:
            where = "WHERE name.id IN (SELECT rowid FROM gram WHERE gram MATCH ?)"
        best = f"min((({rank}) << 52) | ((language <> ?) << 51) | (length << 31) | position)"
        rows = self.rows(
            f"SELECT thing.id, kind, best >> 52, best & {(1 << 31) - 1} FROM "
            f"(SELECT thing, {best} AS best FROM name {where} GROUP BY thing) "
            "JOIN thing ON thing.id = thing WHERE best IS NOT NULL "
            f"ORDER BY best >> 52, (best >> 31) & {_LONGEST}, thing.id",
            [*values, lang, *([] if candidates is None else [candidates])],
        )
        return tuple(rows)


def find_in(
    index: Index,
    text: str,
    lang: str = "en",
    *,
    kind: str | None = None,
    place: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Hits:
    """Return what ``ozek.search.find`` finds, in its order, from number ``offset`` (from 0) on.

    ``kind``: the IRI of a class, as in the rows; ``place``: the IRI of a place in which the things
    have to be, as a fact. Raises UsageError for a language that there are no labels in.
    """
    check_language(lang)
    found: Iterable[tuple[int, str | None, int, int]] = index.found(fold(text), lang)
    if place is not None:
        there = {row[0] for row in index.rows("SELECT thing FROM place WHERE place = ?", [place])}
        found = [row for row in found if row[0] in there]
    kinds = Counter(row[1] for row in found if row[1] is not None)
    chosen = [row for row in found if kind is None or row[1] == kind]
    hits = []
    for number, its_kind, rank, position in chosen[offset : offset + limit]:
        ((iri, called, name),) = index.rows(
            f"SELECT iri, {lang}, name FROM thing JOIN name ON thing = thing.id "
            "WHERE thing = ? AND position = ? LIMIT 1",
            [number, position],
        )
        hits.append(Hit(iri, called, its_kind, name, MATCHES[rank % len(MATCHES)]))
    return Hits(tuple(hits), len(chosen), dict(kinds.most_common()))


# What fits --------------------------------------------------------------------------------------


def _rank(wanted: str) -> tuple[str, list[Any]]:
    """How well a name fits, as SQL: what ``ozek.search`` says in Python."""
    cases, values = [], []
    for column, want, offset in (
        ("folded", wanted, 0),
        ("latin", latin(wanted), len(MATCHES)),
    ):
        if not want:
            continue
        parts = list(dict.fromkeys(want.split()))
        cases.append(f"WHEN {column} = ? THEN {offset}")
        cases.append(f"WHEN substr({column}, 1, ?) = ? THEN {offset + 1}")
        values += [want, len(want), want]
        if len(parts) == 1:
            cases.append(f"WHEN instr(' ' || {column}, ?) THEN {offset + 2}")
            values.append(" " + parts[0])
        else:
            cases.append(
                "WHEN NOT EXISTS (SELECT 1 FROM json_each(?) "
                f"WHERE NOT instr(' ' || {column}, ' ' || value)) THEN {offset + 2}"
            )
            values.append(json.dumps(parts))
        if len(want) > 2:
            cases.append(f"WHEN instr({column}, ?) THEN {offset + 3}")
            values.append(want)
    return f"CASE {' '.join(cases)} END", values


def _candidates(wanted: str) -> str | None:
    """An FTS5 expression of quoted phrases that all names that fit meet; None if there is none."""
    choices = []
    for column, want in (("folded", wanted), ("latin", latin(wanted))):
        parts = sorted(set(want.split()), key=lambda part: (-len(part), part))
        if not parts:
            if want:
                return None
            continue
        inside = _padded(want)[2:]
        if len(want) > 2:
            if len(inside) < 3:
                return None
            choices.append(f'{column} : "{inside}"')
        if len(want.split()) > 1 or len(want) < 3:
            starts = " AND ".join(f'"  {part}"' for part in parts[:_PARTS])
            choices.append(f"{column} : ({starts})")
    return " OR ".join(f"({choice})" for choice in choices)


def _padded(text: str) -> str:
    return "".join("  " + word for word in text.split())


# Making it --------------------------------------------------------------------------------------


def make_index(store: Store, path: str | Path) -> None:
    """Write the index of a store into a new file. Raises OutputError if that fails."""
    known = _Gathered(store)
    kinds = Kinds(known)  # type: ignore[arg-type]
    labels = [Labels(known, lang) for lang in ("kk", "ru", "en")]  # type: ignore[arg-type]
    named = sorted(
        {
            (quad.subject.value, quad.object.value, (quad.object.language or "").lower())
            for predicate in NAMES
            for quad in known.of(predicate)
            if hasattr(quad.object, "language") and hasattr(quad.subject, "value")
        }
    )
    actors = actor_index.actor_iris(store)
    iris = sorted({iri for iri, _, _ in named} | actors)
    things = {iri: number for number, iri in enumerate(iris)}
    texts = sorted({name for _, name, _ in named}, key=lambda name: (len(name), name))
    positions = {name: number for number, name in enumerate(texts)}
    folded = {name: fold(name) for name in texts}
    in_latin = {name: latin(folded[name]) for name in texts}
    try:
        with sqlite3.connect(path) as connection:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
            connection.executescript(actor_index.TABLES)
            connection.executemany(
                "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (number, iri, kinds.of(iri), *(some.of(iri) for some in labels))
                    for iri, number in things.items()
                ),
            )
            connection.executemany(
                "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        *(row, things[iri], folded[name], in_latin[name], language),
                        *(min(len(name), _LONGEST), positions[name], name),
                    )
                    for row, (iri, name, language) in enumerate(named)
                ),
            )
            connection.executemany(
                "INSERT INTO gram (rowid, folded, latin) VALUES (?, ?, ?)",
                (
                    (row, _padded(folded[name]), _padded(in_latin[name]))
                    for row, (_, name, _) in enumerate(named)
                ),
            )
            facts = set(store.fact_graphs())
            connection.executemany(
                "INSERT OR IGNORE INTO place VALUES (?, ?)",
                (
                    (things[quad.subject.value], quad.object.value)
                    for quad in store.matching(None, ns.OZEK + "isLocatedIn")
                    if quad.graph_name.value in facts and quad.subject.value in things
                ),
            )
            actor_index.add_actors(connection, store, things, actors, kinds, labels)
            connection.execute("INSERT INTO gram (gram) VALUES ('optimize')")
            connection.execute("ANALYZE")
        connection.close()
    except sqlite3.Error as error:
        raise OutputError(f"{path}: the index cannot be written: {error}") from error


class _Gathered:
    """The names and kinds of all things, read once: what Labels and Kinds ask a store for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.base = store.base
        self.graph_kinds = store.graph_kinds
        self._quads: dict[tuple[str, str], list[Any]] = {}
        self._by: dict[str, list[Any]] = {}
        for predicate in dict.fromkeys((*NAMES, *PREDICATES, ns.RDF_TYPE)):
            self._by[predicate] = list(store.matching(None, predicate))
            for quad in self._by[predicate]:
                key = (getattr(quad.subject, "value", ""), predicate)
                self._quads.setdefault(key, []).append(quad)

    def of(self, predicate: str) -> list[Any]:
        return self._by[predicate]

    def matching(self, subject: Any = None, predicate: Any = None, object: Any = None) -> Iterator:  # type: ignore[type-arg]
        if subject is None:
            return self._store.matching(subject, predicate, object)
        return iter(self._quads.get((subject, predicate), ()))
