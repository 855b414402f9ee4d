"""Mapping files: what stands in one, and what is wrong with it.

A mapping is a TOML file:

    title.kk = "…"            # what the table is, in three languages
    title.ru = "…"
    title.en = "…"
    license = "https://…"     # of the table, if it is known

    [table]
    needs = ["Nombre"]        # the headers that it has to have
    sheet = "Sheet1"          # of a workbook; by default the first one with these headers
    header = 1                # the row of the headers; by default the first that is not empty
    records = "OrgUnit"       # XML: the element that is a row; JSON: the keys to the list (a.b)

    [[rows]]                  # what each row of the table gives: a row of a sheet
    sheet = "actors"
    unique = ["id"]           # a row with the same values as an earlier one is a repetition
    [rows.when]               # only rows in which …
    type = ["HES", "REC"]     # … a column has one of these values

    [rows.columns]            # a column of the sheet = where it comes from
    name = "Nombre"           # the column with this header; of several, those that are filled
    id = { text = "es-{NIF}" }                       # headers in braces
    kind = { value = "ClusterOrganisation" }         # always the same
    indicator = { header = 4 }                       # what the fourth column is called
    place = { from = "Dirección", split = ",", part = -1 }   # one part of several, from 0
    website = { from = "Web", pattern = "(https?://\\S+)" }  # what the parentheses take
    sector = { from = "Sector", lookup = { "Salud" = "health" }, default = "other" }

``"#2"`` is the second column whatever its header. The columns of the sheets are those of the
workbook (``ozek init`` makes one; the reference lists them). Steps apply in the order pattern,
split, part, strip, lookup, default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ozek.errors import InputError, UsageError
from ozek.parsing import read_bytes

__all__ = ["Field", "RowRule", "TableMapping", "find_mapping", "load_mapping", "packaged_mappings"]

LANGUAGES = ("kk", "ru", "en")


@dataclass(frozen=True)
class Field:
    """How the text of one cell is made; ``sources`` are the headers it is made from."""

    sources: tuple[str, ...] = ()
    text: str | None = None
    value: str | None = None
    header: int | None = None
    pattern: re.Pattern[str] | None = None
    split: str | None = None
    part: int | None = None
    strip: str = ""
    lookup: Mapping[str, str] = field(default_factory=dict)
    default: str = ""


@dataclass(frozen=True)
class RowRule:
    """One row of a sheet for each row of the table that meets ``when``."""

    sheet: str
    columns: Mapping[str, Field]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unique: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableMapping:
    """What a mapping file says."""

    name: str
    title: Mapping[str, str]
    needs: tuple[str, ...]
    rules: tuple[RowRule, ...]
    license: str | None = None
    sheet: str | None = None
    header: int | None = None
    records: str | None = None

    @property
    def used(self) -> frozenset[str]:
        """The headers of the table that the mapping reads."""
        fields = [one for rule in self.rules for one in rule.columns.values()]
        when = [header for rule in self.rules for header in rule.when]
        return frozenset([*(source for one in fields for source in one.sources), *when])


def packaged_mappings() -> dict[str, Path]:
    """Return name → file of the mappings that come with the toolkit."""
    from ozek.project import resources

    return {path.stem: path for path in sorted((resources().mappings / "tables").glob("*.toml"))}


def find_mapping(name: str | Path) -> TableMapping:
    """Return the mapping in a file, or the packaged one of this name.

    Raises UsageError for a name that is neither, InputError for a file that is wrong.
    """
    packaged = packaged_mappings()
    if str(name) in packaged:
        return load_mapping(packaged[str(name)])
    if Path(name).suffix == ".toml":
        return load_mapping(name)
    raise UsageError(
        f"'{name}' is neither a .toml file nor a packaged mapping (there is: {', '.join(packaged)})"
    )


def load_mapping(path: str | Path) -> TableMapping:
    """Read one mapping file; its name is the file's without the ending.

    Raises InputError, with the line where it is known, for a file that is missing, is not TOML or
    says what no mapping can mean.
    """
    path = Path(path)
    try:
        text = read_bytes(path).decode("utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid UTF-8: {error.reason}", path=path) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        reason = str(error).partition(" (at ")[0]
        raise InputError(f"not valid TOML: {reason}", path=path, line=line, column=column) from None
    try:
        return _mapping(path.stem, values)
    except _Wrong as wrong:
        raise InputError(wrong.message, path=path, line=_line(text, wrong.word)) from None


class _Wrong(Exception):
    """What a mapping cannot mean; ``word`` is what to look for in the file."""

    def __init__(self, message: str, word: str) -> None:
        self.message = message
        self.word = word
        super().__init__(message)


def _line(text: str, word: str) -> int | None:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if word in line]
    return lines[0] if lines else None


def _known(values: Mapping[str, Any], allowed: tuple[str, ...], what: str) -> None:
    for key in values:
        if key not in allowed:
            raise _Wrong(f"'{key}' is no key of {what}; keys: {', '.join(allowed)}", key)


def _texts(value: Any, key: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise _Wrong(f"'{key}' has to be a text or a list of texts", key)


def _mapping(name: str, values: Mapping[str, Any]) -> TableMapping:
    _known(values, ("title", "license", "table", "rows"), "a mapping")
    title = values.get("title")
    if not isinstance(title, dict) or set(title) != set(LANGUAGES):
        raise _Wrong(f"'title' has to say in {', '.join(LANGUAGES)} what the table is", "title")
    table = values.get("table", {})
    _known(table, ("needs", "sheet", "header", "records"), "[table]")
    rows = values.get("rows")
    if not isinstance(rows, list) or not rows:
        raise _Wrong("'rows' is missing: [[rows]] says what each row gives", "rows")
    rules = tuple(_rule(one) for one in rows)
    needs = _texts(table["needs"], "needs") if "needs" in table else ()
    return TableMapping(
        name=name,
        title=title,
        needs=needs,
        rules=rules,
        license=values.get("license"),
        sheet=table.get("sheet"),
        header=table.get("header"),
        records=table.get("records"),
    )


def _rule(values: Mapping[str, Any]) -> RowRule:
    _known(values, ("sheet", "columns", "when", "unique"), "[[rows]]")
    sheet, columns = values.get("sheet"), values.get("columns")
    if not isinstance(sheet, str) or not isinstance(columns, dict) or not columns:
        raise _Wrong("[[rows]] needs 'sheet' and 'columns'", "rows")
    return RowRule(
        sheet=sheet,
        columns={column: _field(column, one) for column, one in columns.items()},
        when={header: _texts(one, header) for header, one in values.get("when", {}).items()},
        unique=_texts(values["unique"], "unique") if "unique" in values else (),
    )


_SOURCES = ("from", "text", "value", "header")
_STEPS = ("pattern", "split", "part", "strip", "lookup", "default")


def _field(column: str, values: Any) -> Field:
    if isinstance(values, str | list):
        return Field(sources=_texts(values, column))
    if not isinstance(values, dict):
        raise _Wrong(f"'{column}' has to be a header or a table of steps", column)
    _known(values, _SOURCES + _STEPS, f"column '{column}'")
    given = [key for key in _SOURCES if key in values]
    if len(given) != 1:
        raise _Wrong(f"'{column}' needs one of 'from', 'text', 'value' and 'header'", column)
    sources = _texts(values["from"], "from") if "from" in values else ()
    text = values.get("text")
    if text is not None:
        sources = tuple(re.findall(r"\{([^{}]+)\}", text))
    try:
        pattern = re.compile(values["pattern"]) if "pattern" in values else None
    except re.error as error:
        raise _Wrong(f"the pattern of '{column}' is not valid: {error}", "pattern") from None
    lookup = values.get("lookup", {})
    if not isinstance(lookup, dict):
        raise _Wrong(f"'lookup' of '{column}' has to be a table of text = text", "lookup")
    return Field(
        sources=sources,
        text=text,
        value=values.get("value"),
        header=values.get("header"),
        pattern=pattern,
        split=values.get("split"),
        part=values.get("part"),
        strip=values.get("strip", ""),
        lookup={key.strip().casefold(): word for key, word in lookup.items()},
        default=values.get("default", ""),
    )
