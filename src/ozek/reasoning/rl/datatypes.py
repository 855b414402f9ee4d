"""The datatypes of OWL 2 RL: lexical spaces, values, and which values a type holds.

XML Schema 1.1 part 2, RDF 1.1 Concepts section 5, OWL 2 Syntax section 4. Literals are taken
exactly as written: ``"300"^^xsd:byte`` has no value, nor has ``" 1 "^^xsd:integer``. A number too
large or too small for xsd:double or xsd:float has none either (XML Schema 1.1 would round it).
"""

from __future__ import annotations

import base64
import math
import re
import struct
from collections.abc import Callable, Hashable
from decimal import Decimal
from fractions import Fraction
from functools import cache

from ozek.namespaces import RDF, RDFS, XSD

Value = tuple[Hashable, ...]
"""A data value: the name of its value space, and what it is there. Equal values compare equal."""

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_START = r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
_START += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_INNER = _START + r"0-9.\xB7\u0300-\u036F\u203F\u2040-"
_STRINGS: dict[str, str] = {
    "string": r"(?s).*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[:{_START}][:{_INNER}]*",
    "NCName": f"[{_START}][{_INNER}]*",
    "NMTOKEN": f"[:{_INNER}]+",
}
_FLOAT = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_MOMENT = (
    r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)|(24:00:00(?:\.0+)?))"
    r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
)
_compiled = cache(re.compile)  # when first asked for: those of XML's names take long
_NOT_ZERO = re.compile(r"[^eE]*[1-9]")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TAG = re.compile(r"(?:[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)?")
_LITERAL = re.compile(rb'"(.*)"(?:@(.+)|\^\^<(.*)>)?', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|([tbnrf"\\]))')
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def split_literal(term: bytes) -> tuple[str, str, str]:
    """The lexical form, language tag and datatype IRI of a literal in canonical N-Triples."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a literal: {term!r}")
    lexical = match[1].decode()
    if "\\" in lexical:
        lexical = _ESCAPE.sub(_unescaped, lexical)
    if match[2]:
        return lexical, match[2].decode(), RDF + "langString"
    return lexical, "", match[3].decode() if match[3] else XSD + "string"


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def _number(lexical: str) -> Value:
    number = Fraction(Decimal(lexical))
    return ("number", number.numerator, number.denominator)


def _integer(low: int | None, high: int | None) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        if not re.fullmatch(r"[+-]?[0-9]+", lexical):
            return None
        if len(lexical) < 20:
            value = int(lexical)
        else:
            return _number(lexical) if low is high is None else _bounded(Decimal(lexical))
        inside = (low is None or value >= low) and (high is None or value <= high)
        return ("number", value, 1) if inside else None

    def _bounded(value: Decimal) -> Value | None:
        inside = (low is None or value >= low) and (high is None or value <= high)
        return _number(str(value)) if inside else None

    return read


def _decimal(lexical: str) -> Value | None:
    pattern = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    return _number(lexical) if re.fullmatch(pattern, lexical) else None


def _floating(kind: str) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        if not re.fullmatch(_FLOAT, lexical):
            return None
        value = float(lexical.replace("INF", "inf"))
        if kind == "float":
            try:
                value = struct.unpack("f", struct.pack("f", value))[0]
            except OverflowError:
                return None
        if "N" not in lexical and (math.isinf(value) or (not value and _NOT_ZERO.match(lexical))):
            return None
        return (kind, value.hex())

    return read


def _string(pattern: str) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        return ("string", lexical, "") if _compiled(pattern).fullmatch(lexical) else None

    return read


def _plain(lexical: str) -> Value | None:
    text, at, tag = lexical.rpartition("@")
    return ("string", text, tag.lower()) if at and _TAG.fullmatch(tag) else None


def _boolean(lexical: str) -> Value | None:
    known = {"true": True, "1": True, "false": False, "0": False}
    return ("boolean", known[lexical]) if lexical in known else None


def _hexadecimal(lexical: str) -> Value | None:
    if not re.fullmatch(r"(?:[0-9a-fA-F]{2})*", lexical):
        return None
    return ("hexBinary", bytes.fromhex(lexical))


def _base64(lexical: str) -> Value | None:
    pattern = r"(?:[A-Za-z0-9+/] ?){4}"
    last = r"(?:[A-Za-z0-9+/] ?){3}=|(?:[A-Za-z0-9+/] ?)[AQgw] ?= ?="
    last = last.replace("{3}=", "{2}[AEIMQUYcgkosw048] ?=")
    if lexical.endswith(" ") or not re.fullmatch(f"(?:{pattern})*(?:{last})?", lexical):
        return None
    return ("base64Binary", base64.b64decode(lexical.replace(" ", "")))


def _address(lexical: str) -> Value | None:
    """XML Schema 1.1 allows nearly anything; what no reading as an IRI reference allows is out."""
    bad = re.search(r"[\x00-\x20<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})|#.*#", lexical)
    scheme = lexical.partition(":")[0] if ":" in re.split(r"[/?#]", lexical)[0] else "x"
    if bad or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return None
    return ("anyURI", lexical)


def _markup(lexical: str) -> Value | None:
    from xml.dom import Node, minidom
    from xml.parsers.expat import ExpatError

    try:
        fragment = minidom.parseString(f"<x>{lexical}</x>").documentElement
    except (ExpatError, ValueError):
        return None
    if fragment is None or fragment.nodeType != Node.ELEMENT_NODE:
        return None
    return ("XMLLiteral", "".join(child.toxml() for child in fragment.childNodes))


def _moment(*, zone: bool) -> Callable[[str], Value | None]:
    def read(lexical: str) -> Value | None:
        match = re.fullmatch(_MOMENT, lexical)
        if match is None or (zone and not match[8]):
            return None
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if day > (_DAYS[month - 1] if month != 2 or leap else 28):
            return None
        time = ("24", "00", Fraction(0)) if match[7] else (match[4], match[5], Fraction(match[6]))
        offset = {"Z": "+00:00", "-00:00": "+00:00"}.get(match[8], match[8])
        return ("dateTime", year, month, day, *time, offset)

    return read


def _readers() -> dict[str, Callable[[str], Value | None]]:
    readers: dict[str, Callable[[str], Value | None]] = {
        XSD + name: _integer(*bounds) for name, bounds in _INTEGERS.items()
    }
    readers |= {XSD + name: _string(pattern) for name, pattern in _STRINGS.items()}
    readers |= {
        XSD + "decimal": _decimal,
        XSD + "float": _floating("float"),
        XSD + "double": _floating("double"),
        XSD + "boolean": _boolean,
        XSD + "hexBinary": _hexadecimal,
        XSD + "base64Binary": _base64,
        XSD + "anyURI": _address,
        XSD + "dateTime": _moment(zone=False),
        XSD + "dateTimeStamp": _moment(zone=True),
        RDF + "PlainLiteral": _plain,
        RDF + "XMLLiteral": _markup,
    }
    return readers


_READ = _readers()
DATATYPES: frozenset[str] = frozenset(_READ) | {RDFS + "Literal"}
"""The datatypes of OWL 2 RL (Profiles, section 4.2)."""


def value_of(term: bytes) -> Value | None:
    """The value of a literal; None if its datatype is not one of OWL 2 RL or it is ill-typed."""
    lexical, tag, datatype = split_literal(term)
    if tag:
        return ("string", lexical, tag)
    read = _READ.get(datatype)
    return read(lexical) if read else None


def is_ill_typed(term: bytes) -> bool:
    """Whether a literal is no lexical form of its datatype, as far as that is one of OWL 2 RL."""
    lexical, tag, datatype = split_literal(term)
    read = _READ.get(datatype)
    return not tag and read is not None and read(lexical) is None


def holds(datatype: str, value: Value) -> bool:
    """Whether the value space of a datatype of OWL 2 RL has a value in it."""
    space = value[0]
    if datatype == RDFS + "Literal":
        return True
    if datatype == RDF + "PlainLiteral":
        return space == "string"
    name = datatype.removeprefix(XSD)
    if space == "number":
        if name == "decimal":
            return True
        low, high = _INTEGERS.get(name, (1, 0))
        _, number, parts = value
        assert isinstance(number, int)
        inside = (low is None or number >= low) and (high is None or number <= high)
        return parts == 1 and inside
    if space == "string":
        return name in _STRINGS and value[2] == "" and _READ[datatype](str(value[1])) is not None
    if name == "dateTimeStamp":
        return space == "dateTime" and value[-1] is not None
    return name == space or datatype == f"{RDF}{space}"


def differ(one: bytes, two: bytes) -> bool:
    """Whether two literals certainly stand for different values (dt-diff)."""
    left, right = value_of(one), value_of(two)
    return left is not None and right is not None and left != right


def equal(one: bytes, two: bytes) -> bool:
    """Whether two literals certainly stand for the same value (dt-eq)."""
    left = value_of(one)
    return one == two or (left is not None and left == value_of(two))
