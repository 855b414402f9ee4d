"""Values to show: of a datatype, of a pattern, and a value as it would have to be written."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rdflib import Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns

EXAMPLES = {
    "string": "text",
    "langString": "text",
    "integer": "2024",
    "int": "2024",
    "long": "2024",
    "nonNegativeInteger": "12",
    "positiveInteger": "12",
    "decimal": "12.5",
    "double": "1.25e1",
    "float": "1.25e1",
    "boolean": "true",
    "date": "2024-12-31",
    "dateTime": "2024-12-31T09:30:00Z",
    "time": "09:30:00",
    "duration": "P2Y6M",
    "gYear": "2024",
    "gYearMonth": "2024-12",
    "anyURI": "https://example.org/",
    "language": "kk",
}
"""A value of each datatype that people meet."""

_FORMS = {
    "integer": r"[+-]?\d+",
    "int": r"[+-]?\d+",
    "long": r"[+-]?\d+",
    "nonNegativeInteger": r"\+?\d+",
    "positiveInteger": r"\+?0*[1-9]\d*",
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN",
    "boolean": r"true|false|0|1",
    "date": r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(Z|[+-]\d\d:\d\d)?",
    "dateTime": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "gYear": r"-?\d{4,}(Z|[+-]\d\d:\d\d)?",
    "anyURI": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "string": r"(?s).*",
}
_WORDS = {
    "true": "true", "yes": "true", "да": "true", "иә": "true",
    "false": "false", "no": "false", "нет": "false", "жоқ": "false",
}  # fmt: skip


def read_as(value: Node | None, datatype: Node | None) -> Literal | None:
    """The value written as the datatype asks, if what people mean by it is plain.

    Spaces and thousands' separators are taken out of numbers, a decimal comma becomes a point, a
    date written day first is turned round, yes and no are truth values. None if it is not plain,
    or the value is of the datatype already.
    """
    if not isinstance(value, Literal) or datatype is None:
        return None
    name = str(datatype).removeprefix(ns.XSD)
    form = _FORMS.get(name)
    if form is None or str(value.datatype or ns.XSD + "string") == str(datatype):
        candidates = [_plainer(str(value), name)] if form else []
    else:
        candidates = [str(value), str(value).strip(), _plainer(str(value), name)]
    for text in candidates:
        if form and re.fullmatch(form, text):
            found = Literal(text, datatype=URIRef(str(datatype)), normalize=False)
            return None if found == value and str(found) == str(value) else found
    return None


def _plainer(text: str, name: str) -> str:
    text = text.strip()
    if name == "boolean":
        return _WORDS.get(text.casefold(), text)
    if name == "date":
        day_first = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
        if day_first:
            day, month, year = day_first.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
        return text
    if name in ("decimal", "double", "integer", "int", "long", "nonNegativeInteger"):
        text = re.sub(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}\b)", "", text)
        if name in ("decimal", "double"):
            text = re.sub(r"^([+-]?\d+),(\d+)$", r"\1.\2", text)
        elif re.fullmatch(r"[+-]?\d+[.,]0+", text):
            text = re.split(r"[.,]", text)[0]
    return text


# Patterns -----------------------------------------------------------------------------------------


def matching_text(pattern: str, flags: str = "", known: Iterable[str] = ()) -> str | None:
    """A text that matches a SHACL pattern: one of those known, else a made one; None if it is hard.

    ``known`` are values in use: a real one says more than a made one.
    """
    options = 0
    for letter in flags:
        options |= {"i": re.I, "s": re.S, "m": re.M, "x": re.X}.get(letter, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, options)
    except re.error:
        return None
    for text in islice(known, 1_000):
        if compiled.search(text):
            return text
    made = _made(pattern, options)
    return made if made is not None and made and compiled.search(made) else None


def _made(pattern: str, options: int) -> str | None:
    parser: Any = re._parser  # type: ignore[attr-defined]
    try:
        return _text_of(parser.parse(pattern, options))
    except (RecursionError, ValueError):
        return None


def _text_of(parts: Iterable[Any]) -> str:
    return "".join(_part(str(kind), value) for kind, value in parts)


def _part(kind: str, value: Any) -> str:
    """The shortest text of one part of a parsed regular expression."""
    if kind == "LITERAL":
        return chr(int(value))
    if kind in ("AT", "ASSERT_NOT", "ASSERT"):
        return ""
    if kind == "ANY":
        return "x"
    if kind == "NOT_LITERAL":
        return "x" if value != ord("x") else "y"
    if kind == "IN":
        return _one_of(value)
    if kind == "BRANCH":
        return _text_of(value[1][0])
    if kind == "SUBPATTERN":
        return _text_of(value[-1])
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = value
        return _text_of(inner) * int(least)
    if kind == "CATEGORY":
        return _category(str(value))
    raise ValueError(kind)


def _one_of(choices: list[Any]) -> str:
    first_kind = str(choices[0][0])
    if first_kind == "NEGATE":
        taken = {one for kind, one in choices if str(kind) == "LITERAL"}
        return next(c for c in "x0a-_ " if ord(c) not in taken)
    kind, value = choices[0]
    return chr(int(value[0])) if str(kind) == "RANGE" else _part(str(kind), value)


def _category(name: str) -> str:
    return {
        "CATEGORY_DIGIT": "0",
        "CATEGORY_NOT_DIGIT": "x",
        "CATEGORY_SPACE": " ",
        "CATEGORY_NOT_SPACE": "x",
        "CATEGORY_WORD": "x",
        "CATEGORY_NOT_WORD": "-",
    }[name]
