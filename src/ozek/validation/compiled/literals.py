"""Literals: whether a lexical form fits its datatype, and how two values compare.

Sources: XML Schema 1.1 part 2 for lexical forms; SPARQL 1.1, 17.3 (operator mapping) for ``<`` and
``<=``, extended as usual to dates, times and durations. What SPARQL cannot compare has no order.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ozek import namespaces as ns
from ozek.validation.compiled.terms import XSD_STRING, literal_parts

_LIMITS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_ZONE = r"(?P<zone>Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = (
    r"(?:(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d):(?P<second>[0-5]\d(?:\.\d+)?)"
    r"|(?P<end>24:00:00(?:\.0+)?))"
)
_MOMENTS = {
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
}
_MOMENT = {name: re.compile(pattern, re.ASCII) for name, pattern in _MOMENTS.items()}
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=.)(?:(?P<y>\d+)Y)?(?:(?P<mo>\d+)M)?(?:(?P<d>\d+)D)?"
    r"(?:T(?=.)(?:(?P<h>\d+)H)?(?:(?P<mi>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_FORMS = {
    "boolean": re.compile(r"true|false|1|0"),
    "decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII),
    "double": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN", re.ASCII),
    "hexBinary": re.compile(r"(?:[0-9A-Fa-f]{2})*"),
    "language": re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"),
}
_DURATIONS = ("duration", "yearMonthDuration", "dayTimeDuration")
_FREE = ("string", "anyURI", "normalizedString", "token", "NMTOKEN", "Name", "NCName")
"""Datatypes of texts, which are not judged by their form."""

DATATYPES = frozenset((*_LIMITS, *_MOMENT, *_FORMS, *_DURATIONS, *_FREE, "float", "base64Binary"))
"""Local names of the datatypes of XML Schema that RDF 1.1 recommends (Concepts, section 5.1)."""

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def well_typed(lexical: str, datatype: str) -> bool:
    """Whether a lexical form is in the lexical space of its datatype; True for unknown datatypes.

    "A literal matches a datatype if … it is not an ill-typed literal" (SHACL 4.1.2).
    """
    if not datatype.startswith(ns.XSD):
        return True
    name = datatype[len(ns.XSD) :]
    if name in _LIMITS:
        if not _INTEGER.fullmatch(lexical):
            return False
        low, high = _LIMITS[name]
        value = int(lexical)
        return (low is None or value >= low) and (high is None or value <= high)
    if name in _MOMENT:
        return _moment(lexical, name) is not None
    if name in _DURATIONS:
        return _duration(lexical, name) is not None
    if name == "base64Binary":
        return _is_base64(lexical)
    form = _FORMS.get("double" if name == "float" else name)
    return form is None or form.fullmatch(lexical) is not None


Value = tuple[str, Any]
"""What a value can be compared with, and by what."""


def value_of(term: bytes) -> Value | None:
    """The comparable value of a term; None if SPARQL's operators do not order it."""
    if term[:1] != b'"':
        return None
    lexical, datatype, language = literal_parts(term)
    if language:
        return None
    if datatype == XSD_STRING:
        return "string", lexical
    return _typed_value(lexical, datatype)


@lru_cache(maxsize=1 << 16)
def _typed_value(lexical: str, datatype: str) -> Value | None:
    if not datatype.startswith(ns.XSD) or not well_typed(lexical, datatype):
        return None
    name = datatype[len(ns.XSD) :]
    if name in _LIMITS:
        return "number", int(lexical)
    if name == "decimal":
        return "number", Decimal(lexical)
    if name in ("double", "float"):
        return "number", float(lexical)
    if name == "boolean":
        return "boolean", lexical in ("true", "1")
    if name in _MOMENT:
        zoned, key = _moment(lexical, name) or (False, 0)
        kind = "dateTime" if name == "dateTimeStamp" else name
        return f"{kind}{' with zone' if zoned else ''}", key
    if name in ("yearMonthDuration", "dayTimeDuration"):
        months, seconds = _duration(lexical, name) or (0, 0)
        return name, months if name == "yearMonthDuration" else seconds
    return None


def less(first: Value | None, second: Value | None, *, or_equal: bool) -> bool:
    """``first < second`` (or ``<=``) in SPARQL; False where they cannot be compared."""
    if first is None or second is None or first[0] != second[0]:
        return False
    a, b = first[1], second[1]
    if isinstance(a, float) or isinstance(b, float):
        a, b = _as_float(a), _as_float(b)
        if math.isnan(a) or math.isnan(b):
            return False
    return bool(a <= b) if or_equal else bool(a < b)


def comparison(bound: bytes, *, below: bool, or_equal: bool) -> Callable[[bytes], bool]:
    """A test of terms: ``term < bound`` if ``below``, else ``bound < term`` (or equal)."""
    limit = value_of(bound)

    def holds(term: bytes) -> bool:
        value = value_of(term)
        first, second = (value, limit) if below else (limit, value)
        return less(first, second, or_equal=or_equal)

    return holds


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _moment(lexical: str, name: str) -> tuple[bool, Decimal] | None:
    """Whether there is a zone, and seconds on one time line; None if there is no such moment."""
    match = _MOMENT[name].fullmatch(lexical)
    if match is None or (name == "dateTimeStamp" and not match["zone"]):
        return None
    part = match.groupdict()
    year = int(part.get("year") or 2000)
    month, day = int(part.get("month") or 1), int(part.get("day") or 1)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = (
        29 if month == 2 and leap else (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    )
    if day > length:
        return None
    before = year - 1
    days = 365 * year + before // 4 - before // 100 + before // 400
    days += _DAYS_BEFORE[month - 1] + (1 if leap and month > 2 else 0) + day
    seconds = Decimal(86400 * days)
    if part.get("end"):
        seconds += 86400 if name != "time" else 0
    elif part.get("hour"):
        seconds += 3600 * int(part["hour"]) + 60 * int(part["minute"]) + Decimal(part["second"])
    zone = part["zone"]
    if zone and zone != "Z":
        minutes = 60 * int(zone[1:3]) + int(zone[4:6])
        seconds -= (60 if zone[0] == "+" else -60) * minutes
    return bool(zone), seconds


def _duration(lexical: str, name: str) -> tuple[int, Decimal] | None:
    match = _DURATION.fullmatch(lexical)
    if match is None:
        return None
    years, days = match["y"] or match["mo"], match["d"] or match["h"] or match["mi"] or match["s"]
    if (name == "yearMonthDuration" and (days or not years)) or (
        name == "dayTimeDuration" and (years or not days)
    ):
        return None
    months = 12 * int(match["y"] or 0) + int(match["mo"] or 0)
    minutes = 1440 * int(match["d"] or 0) + 60 * int(match["h"] or 0) + int(match["mi"] or 0)
    sign = -1 if match["sign"] else 1
    return sign * months, sign * (60 * minutes + Decimal(match["s"] or 0))


def _is_base64(lexical: str) -> bool:
    try:
        base64.b64decode(lexical.replace(" ", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
