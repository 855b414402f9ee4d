"""Rows in pages: in an order that no two different rows share, and counted.

A query is not wrapped but continued: the terms of all its columns are added to its ``ORDER BY``, so
that rows which tie in the query's own order always follow each other in the same way. Rows that are
equal in everything may stand in any order.

Virtuoso sorts no more than some thousand rows for a ``LIMIT``, unless the sorted rows come out of a
sub-select: so that is how they are asked for. Its process dies when it sorts long texts, so a query
without an order of its own comes in parts that need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyoxigraph as ox

from ozek.errors import ServiceTruncated, UsageError
from ozek.remote.client import Rows, number, select
from ozek.remote.service import Service
from ozek.substitution import TOKEN, selected

_PART = 5000
"""How many rows a part has, about: half of what Virtuoso gives at once as it comes."""


class Dataset(NamedTuple):
    """The graphs that a query is told to look at."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Parts:
    """A SELECT query, cut for paging."""

    prologue: str
    select: str
    dataset: str  # FROM …
    where: str  # WHERE { … } GROUP BY … HAVING …
    order: str  # what follows ORDER BY
    limit: int | None
    offset: int
    values: str

    def is_plain(self) -> bool:
        """Whether it is nothing but patterns: no order, window, groups or columns made up."""
        simple = self.limit is None and not (self.offset or self.order or self.values)
        return simple and self.where.endswith("}") and not set("(*") & set(self.select)


def in_pages(service: Service, text: str, size: int, graphs: Dataset) -> Rows:
    """See :func:`ozek.remote.client.pages`."""
    if size < 1:
        raise UsageError("a page has at least one row")
    parts = _cut(text)
    if service.virtuoso and parts.is_plain():
        return _in_parts(service, parts, graphs)
    first = select(service, _page(service, parts, (), 1, 0), **graphs._asdict())
    variables = first.variables
    expected = _count(service, parts, graphs)
    return Rows(variables, _rows(service, parts, variables, size, expected, graphs))


def counted(service: Service, text: str, rows: Rows, graphs: Dataset) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer; the service has to count as many."""
    come = 0
    for row in rows.tuples():
        come += 1
        yield row
    expected = _count(service, _cut(text), graphs)
    if come != expected:
        raise miscounted(service, f"it counts {expected} rows and gives {come}")


def miscounted(service: Service, what: str) -> ServiceTruncated:
    """The error for an answer that has not as many rows as the service counts."""
    text = f"{what}: it leaves rows out, or the data changed meanwhile"
    return ServiceTruncated(text, url=service.query)


def _rows(
    service: Service,
    parts: _Parts,
    variables: tuple[str, ...],
    size: int,
    expected: int,
    graphs: Dataset,
) -> Iterator[tuple[Any, ...]]:
    come = 0
    unnamed = expected > size and not service.virtuoso  # which keeps the names of blank nodes
    while come < expected:
        page = 0
        wanted = min(size, expected - come)
        rows = select(service, _page(service, parts, variables, wanted, come), **graphs._asdict())
        for row in rows.tuples():
            if unnamed and any(isinstance(term, ox.BlankNode) for term in row):
                raise UsageError("rows with blank nodes cannot be asked for in pages")
            page += 1
            yield row
        come += page
        if page < wanted:
            break
        if page > wanted:
            raise ServiceTruncated(
                f"it gives {page} rows where {wanted} were asked for", url=service.query
            )
    after = _count(service, parts, graphs)
    if come != expected or after != expected:
        raise miscounted(service, f"it counts {expected} rows, then {after}, and gives {come}")


def _in_parts(service: Service, parts: _Parts, graphs: Dataset) -> Rows:
    """The rows by a digest of what stands in a column, so many digests at a time.

    Virtuoso's process dies when it sorts rows with long texts, so there they are not put in order.
    """
    names = selected(parts.select + "{") or ()
    expected = _count(service, parts, graphs)
    number_of = max(2, -(-expected // _PART))
    starts = [f"{at * 16**6 // number_of:06x}" for at in range(number_of)]

    def split(where: str, left: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        digest = f"MD5(STR(?{left[0]}))"
        for start, end in zip(starts, [*starts[1:], "g"], strict=True):
            narrow = f'{where[:-1]} FILTER({digest} >= "{start}" && {digest} < "{end}") }}'
            text = f"{parts.prologue} {parts.select} {parts.dataset} {narrow}"
            try:
                found = select(service, text, **graphs._asdict())
            except ServiceTruncated:
                if len(left) == 1:
                    raise
                yield from split(narrow, left[1:])  # too many rows with one value
                continue
            yield from found.tuples()

    def every() -> Iterator[tuple[Any, ...]]:
        come = 0
        for row in split(parts.where, names):
            come += 1
            yield row
        if come != expected:
            raise miscounted(service, f"it counts {expected} rows and gives {come}")

    return Rows(names, every())


def _count(service: Service, parts: _Parts, graphs: Dataset) -> int:
    text = (
        f"{parts.prologue} SELECT (COUNT(*) AS ?ozek_rows) {parts.dataset} "
        f"WHERE {{ {{ {parts.select} {parts.where} {parts.values} }} }}"
    )
    every = number(service, text, **graphs._asdict())
    left = max(0, every - parts.offset)
    return left if parts.limit is None else min(left, parts.limit)


def _page(
    service: Service, parts: _Parts, variables: tuple[str, ...], limit: int, offset: int
) -> str:
    made = set(re.findall(r"\bAS\s+[?$](\w+)", parts.select, re.IGNORECASE))
    keys = [
        # Virtuoso takes no function of an aggregate here; what it is grouped by tells rows apart.
        f"?{name}"
        if service.virtuoso and name in made
        else f"STR(?{name}) LANG(?{name}) STR(DATATYPE(?{name}))"
        for name in variables
    ]
    order = " ".join([parts.order, *keys]).strip()
    ordered = f" ORDER BY {order} " if order else " "
    window = f" LIMIT {limit} OFFSET {parts.offset + offset} "
    if service.virtuoso and variables:
        names = " ".join(f"?{name}" for name in variables)
        inner = f"{parts.select} {parts.where}{ordered}"
        return (
            f"{parts.prologue} SELECT {names} {parts.dataset} WHERE {{ {{ {inner} }} }}"
            f"{window}{parts.values}"
        )
    return (
        f"{parts.prologue} {parts.select} {parts.dataset} {parts.where}{ordered}{window}"
        f"{parts.values}"
    )


def _cut(text: str) -> _Parts:
    """Cut a query at the words that stand outside of all braces and parentheses."""
    found: dict[str, list[str]] = {name: [] for name in (*_SECTIONS, "prologue", "dataset")}
    section, depth, in_dataset = "prologue", 0, False
    for match in TOKEN.finditer(text):
        piece, kind = match.group(), match.lastgroup
        if kind == "comment":
            continue
        word = piece.upper() if kind == "word" and depth == 0 else ""
        if section == "prologue" and word in ("ASK", "CONSTRUCT", "DESCRIBE"):
            break
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(piece, 0)
        if word == "FROM":
            in_dataset = True
        elif word in _STARTS and (section != "prologue" or word == "SELECT"):
            section, in_dataset = _STARTS[word], False
        elif piece == "{" and depth == 1 and section == "select":
            section, in_dataset = "where", False
        found["dataset" if in_dataset else section].append(piece)
    if not found["select"]:
        raise UsageError("only a SELECT query can be asked for in pages")
    parts = {name: "".join(pieces).strip() for name, pieces in found.items()}
    order = parts["order"][len("ORDER") :].strip()[len("BY") :]
    limit, offset = parts["limit"].split(), parts["offset"].split()
    return _Parts(
        prologue=parts["prologue"] + "\n",
        select=parts["select"],
        dataset=parts["dataset"],
        where=parts["where"],
        order=order.strip(),
        limit=int(limit[1]) if limit else None,
        offset=int(offset[1]) if offset else 0,
        values=parts["values"],
    )


_SECTIONS = ("select", "where", "order", "limit", "offset", "values")
_STARTS = {
    "SELECT": "select",
    "WHERE": "where",
    "ORDER": "order",
    "LIMIT": "limit",
    "OFFSET": "offset",
    "VALUES": "values",
}
