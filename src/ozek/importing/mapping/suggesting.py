"""A table of unknown columns → a mapping to begin with, as a file that a person goes on with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ozek.importing.cells import number, years
from ozek.importing.grid import Sheet
from ozek.importing.personal import looks_personal
from ozek.search import fold

__all__ = ["suggest"]

SAMPLES = 3
LOOKED_AT = 500

_CONTENT: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("ror", re.compile(r"(https?://ror\.org/)?0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}").fullmatch),
    ("wikidata", re.compile(r"(https?://www\.wikidata\.org/(wiki|entity)/)?Q[1-9]\d*").fullmatch),
    ("website", re.compile(r"(https?://|www\.)\S+").fullmatch),
    ("bin", re.compile(r"\d{12}").fullmatch),
)
"""Columns of the sheet of actors that their content gives away."""


_ABROAD = {
    "name": (
        "nombre",
        "nome",
        "nom",
        "denominación",
        "bezeichnung",
        "organisation name",
        "legal name",
    ),
    "place": ("ciudad", "municipio", "ville", "stadt", "ort", "comune"),
    "sector": ("branche", "secteur", "settore", "actividad"),
    "founded": ("founding date", "año", "gründungsjahr"),
    "part_of": ("parent id", "parent organisation"),
}
"""Headers of actors in languages that the workbook does not have."""


@dataclass(frozen=True)
class _Guess:
    header: str
    column: str | None
    samples: tuple[str, ...]
    filled: int
    personal: bool


def suggest(table: Sheet, columns: Mapping[str, Sequence[str]], sheet: str = "actors") -> str:
    """Return the text of a mapping file for a table, with samples of every column as comments.

    ``columns``: the columns of the workbook's ``sheet`` by id, each with the headers that mean it
    (folded or not). A column is proposed by its header, then by what its cells look like. What is
    not understood stands commented out; columns with personal data are only named.
    """
    guesses = _guesses(table, columns)
    title = json.dumps(table.name, ensure_ascii=False)
    lines = [
        f"# What {table.file} means. Check every line, then: ozek import {table.file} --map THIS",
        "# A line that begins with # is not used. The steps a column may have (split, lookup, …)",
        "# are explained in the how-to page on other tables.",
        "",
        *(f"title.{language} = {title}" for language in ("kk", "ru", "en")),
        "",
        "[table]",
        f"needs = {_toml([one.header for one in guesses if one.column])}",
        *([f"header = {table.header_row}"] if table.header_row else []),
        "",
        "[[rows]]",
        f'sheet = "{sheet}"',
        "[rows.columns]",
    ]
    found = {one.column for one in guesses}
    if "kind" in columns and "kind" not in found:
        lines.append('kind = { value = "Enterprise" }  # of all rows: choose what they are')
    for one in guesses:
        lines += _lines(one)
    return "\n".join(lines) + "\n"


def _guesses(table: Sheet, columns: Mapping[str, Sequence[str]]) -> list[_Guess]:
    abroad = {fold(word): column for column, known in _ABROAD.items() for word in known}
    words = abroad | {fold(word): column for column, known in columns.items() for word in known}
    taken: set[str] = set()
    guesses = []
    for place, header in enumerate(table.header, 1):
        if not header:
            continue
        values = [row.cell(place) for row in table.rows[:LOOKED_AT] if row.cell(place)]
        personal = bool(looks_personal(header, values))
        column = None if personal else _by_header(header, words) or _by_content(values, columns)
        if column in taken:
            column = None
        if column:
            taken.add(column)
        distinct = tuple(dict.fromkeys(values))[:SAMPLES]
        guesses.append(_Guess(header, column, distinct, len(values), personal))
    if not taken & {"name", "name_en", "name_ru", "name_kk"}:
        guesses = _with_a_name(guesses, table)
    return guesses


def _by_header(header: str, words: Mapping[str, str]) -> str | None:
    folded = fold(header)
    if folded in words:
        return words[folded]
    from rapidfuzz import fuzz, process

    hit = process.extractOne(folded, list(words), scorer=fuzz.ratio, score_cutoff=86)
    return words[hit[0]] if hit else None


def _by_content(values: Sequence[str], columns: Mapping[str, Sequence[str]]) -> str | None:
    if not values:
        return None
    for column, looks_like in _CONTENT:
        if column in columns and sum(bool(looks_like(one)) for one in values) >= 0.9 * len(values):
            return column
    return None


def _with_a_name(guesses: list[_Guess], table: Sheet) -> list[_Guess]:
    """Take the first column of mostly different words for the name."""
    for place, one in enumerate(guesses):
        at = table.column(one.header)
        values = [row.cell(at) for row in table.rows[:LOOKED_AT] if row.cell(at)]
        words = [value for value in values if re.search(r"[^\W\d_]{3}", value)]
        plain = [value for value in words if number(value) is None and years(value) is None]
        free = one.column is None and not one.personal
        if free and len(values) > 0 and len(set(plain)) >= 0.8 * len(values):
            named = _Guess(one.header, "name", one.samples, one.filled, False)
            return [*guesses[:place], named, *guesses[place + 1 :]]
    return guesses


def _lines(one: _Guess) -> list[str]:
    header = json.dumps(one.header, ensure_ascii=False)
    if one.personal:
        return [f"# {header}: personal data, left out"]
    samples = " | ".join(re.sub(r"\s+", " ", sample)[:40] for sample in one.samples)
    note = f"  # {one.filled} cells: {samples}" if samples else "  # empty"
    return [f"{one.column or '# ?'} = {header}{note}"]


def _toml(values: Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
