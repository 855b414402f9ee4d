"""Lexical spaces and values of the datatypes of OWL 2 RL."""

from __future__ import annotations

import pytest

from ozek.namespaces import RDF, XSD
from ozek.reasoning.rl.datatypes import differ, equal, holds, is_ill_typed, split_literal, value_of


def literal(text: str, datatype: str) -> bytes:
    namespace = RDF if datatype in ("PlainLiteral", "XMLLiteral") else XSD
    return f'"{text}"^^<{namespace}{datatype}>'.encode()


GOOD = {
    "integer": ["0", "-007", "+12345678901234567890123"],
    "byte": ["-128", "127"],
    "unsignedLong": ["18446744073709551615", "00000000000000000000007"],
    "decimal": ["1", "-.5", "3.", "+0.10"],
    "double": ["1e3", "-INF", "NaN", "0.0E-400", "5e-324"],
    "float": ["3.4e38", "1e-45"],
    "boolean": ["true", "0"],
    "dateTime": ["2024-02-29T24:00:00", "-0001-12-31T23:59:59.999-14:00"],
    "dateTimeStamp": ["2024-01-01T00:00:00Z"],
    "token": ["", "a b"],
    "language": ["kk-Cyrl-KZ"],
    "Name": [":өзек"],
    "NCName": ["өзек-1"],
    "NMTOKEN": ["-1.a"],
    "hexBinary": ["", "0aF1"],
    "base64Binary": ["", "YQ==", "YWI="],
    "anyURI": ["", "a/b?c#d", "http://é.x/"],
    "PlainLiteral": ["a@", "a@b@kk"],
    "XMLLiteral": ["a<b>c</b>"],
}
BAD = {
    "integer": ["", "1.0", " 1", "١"],
    "byte": ["128", "-129", "99999999999999999999999"],
    "unsignedLong": ["-1", "18446744073709551616"],
    "decimal": [".", "1e0", "INF"],
    "double": ["1e400", "inf", "+NaN", "1e-400"],
    "float": ["1e39", "1e-60"],
    "boolean": ["True", "yes"],
    "dateTime": ["2023-02-29T00:00:00", "2024-01-01", "2024-01-01T24:00:01", "24-01-01T00:00:00"],
    "dateTimeStamp": ["2024-01-01T00:00:00"],
    "token": [" a", "a  b"],
    "language": ["en-", "toolonglang"],
    "Name": [".tag", ""],
    "NCName": ["a:b"],
    "NMTOKEN": ["a b", ""],
    "hexBinary": ["0"],
    "base64Binary": ["YQ=", "Y", "YR=="],
    "anyURI": [":abc", "a b", "#a#b"],
    "PlainLiteral": ["abc", "abc@12"],
    "XMLLiteral": ["<b>", "a<b"],
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in GOOD.items() for t in ts])
def test_well_typed(name: str, text: str) -> None:
    assert not is_ill_typed(literal(text, name))
    value = value_of(literal(text, name))
    assert value is not None
    namespace = RDF if name in ("PlainLiteral", "XMLLiteral") else XSD
    assert holds(namespace + name, value)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in BAD.items() for t in ts])
def test_ill_typed(name: str, text: str) -> None:
    assert is_ill_typed(literal(text, name))


def test_values() -> None:
    assert equal(literal("1", "byte"), literal("01.0", "decimal"))
    assert differ(literal("1", "integer"), literal("1", "double"))
    assert differ(b'"a"@en', b'"a"')
    assert equal(b'"a"@en', literal("a@en", "PlainLiteral"))
    assert equal(literal("0a", "hexBinary"), literal("0A", "hexBinary"))
    assert differ(literal("0.0", "double"), literal("-0.0", "double"))
    unknown = b'"a"^^<http://e/type>'
    assert value_of(unknown) is None
    assert not differ(unknown, b'"a"') and not equal(unknown, b'"a"')


def test_types_hold_the_values_of_others() -> None:
    seven = value_of(literal("7.0", "decimal"))
    assert seven is not None
    assert holds(XSD + "unsignedByte", seven)
    assert not holds(XSD + "negativeInteger", seven)
    assert not holds(XSD + "double", seven)


def test_escapes() -> None:
    assert split_literal(b'"a\\n\\"\\\\\\u0001"@kk') == ('a\n"\\\x01', "kk", RDF + "langString")
