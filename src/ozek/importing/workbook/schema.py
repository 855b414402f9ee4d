"""What the sheets and columns of the workbook mean: ``workbook.toml`` as objects."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ozek.importing.known import fold
from ozek.namespaces import OZEK, OZT, PREFIXES

__all__ = ["LANGUAGES", "Column", "SheetKind", "Workbook", "choice", "expand_name", "workbook"]

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True, eq=False)  # there is one object per column
class Column:
    """A column: how its cells are read, what it is called, and what they become.

    ``kind`` is one of id, name, names, class, property, scheme, ref, term, certainty, source,
    indicator, year, years, until, number, decimal, share, url, code, text. ``takes`` are IRIs of
    classes, properties or taxonomy schemes; ``optional`` columns are read but not part of a new
    workbook.
    """

    id: str
    kind: str
    titles: Mapping[str, str]
    help: Mapping[str, str]
    predicate: str = ""
    takes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    optional: bool = False
    also: tuple[str, ...] = ()
    form: str = ""
    like: str = ""
    least: int | None = None
    most: int | None = None

    @property
    def language(self) -> str:
        """The language of a name column; empty for others."""
        head, _, tail = self.id.rpartition("_")
        return tail if head == "name" else ""

    @property
    def names(self) -> set[str]:
        """All headers that mean this column, folded."""
        return {fold(one) for one in (self.id, *self.titles.values(), *self.also)}


@dataclass(frozen=True)
class SheetKind:
    """A sheet: ``path`` begins the IRIs of its things, ``key`` are the columns that make a row.

    ``optional`` sheets are read but not part of a new workbook.
    """

    id: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    columns: tuple[Column, ...]
    path: str = ""
    type: str = ""
    key: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False

    def column(self, id: str) -> Column:
        return next(one for one in self.columns if one.id == id)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {name: column for column in self.columns for name in column.names}

    def named(self, header: str) -> Column | None:
        """Return the column that a header means, in any language; ``*`` marks a needed one."""
        return self._by_name.get(fold(header.rstrip("* ")))

    def called(self, title: str) -> bool:
        """Tell whether a sheet's title or a file's name means this kind."""
        return fold(title) in {fold(one) for one in (self.id, *self.titles.values(), *self.also)}

    @property
    def is_named(self) -> bool:
        """Whether its things have names."""
        return any(one.kind == "name" for one in self.columns)


@dataclass(frozen=True)
class Workbook:
    """All sheets in order, and other words for terms: local name → words."""

    sheets: tuple[SheetKind, ...]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def sheet(self, id: str) -> SheetKind:
        return next(one for one in self.sheets if one.id == id)


def choice(sheet: str, column: Column) -> str:
    """Return the kind under which ``Known`` has the classes or properties a column chooses from."""
    return f"{sheet}.{column.id}"


def expand_name(name: str, kind: str = "") -> str:
    """Return the IRI of a name in workbook.toml: ``org:member``, ``Cluster``, ``sector``."""
    prefix, colon, rest = name.partition(":")
    if colon:
        return PREFIXES[prefix] + rest
    return (OZT if kind in ("term", "certainty", "scheme") else OZEK) + name


@cache
def workbook() -> Workbook:
    """Return the workbook's definition."""
    data = tomllib.loads(Path(__file__).with_name("workbook.toml").read_text(encoding="utf-8"))
    shared = {id: _column({"id": id, **values}) for id, values in data["shared"].items()}
    sheets = tuple(
        SheetKind(
            id=one["id"],
            titles=_texts(one),
            about=one["about"],
            columns=tuple(_columns(one["columns"], shared)),
            path=one["path"],
            type=expand_name(one["class"]) if "class" in one else "",
            key=tuple(one.get("key", ())),
            also=tuple(one.get("also", ())),
            optional=one.get("optional", False),
        )
        for one in data["sheets"]
    )
    return Workbook(sheets, {name: tuple(words) for name, words in data["synonyms"].items()})


def _columns(given: Iterable[Mapping[str, Any]], shared: Mapping[str, Column]) -> Iterable[Column]:
    for one in given:
        yield shared[one["use"]] if "use" in one else _column(one)


def _column(one: Mapping[str, Any]) -> Column:
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in one.items()
        if key not in (*LANGUAGES, "property")
    }
    kind = one["kind"]
    plain["takes"] = tuple(expand_name(name, kind) for name in one.get("takes", ()))
    plain["predicate"] = expand_name(one["property"]) if "property" in one else ""
    return Column(titles=_texts(one), **plain)


def _texts(one: Mapping[str, Any]) -> dict[str, str]:
    return {language: one[language] for language in LANGUAGES}
