"""Years, shares and numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.importing import cells
from ozek.importing.known import Known
from ozek.importing.personal import looks_personal, personal_cell
from ozek.importing.slugs import LONGEST, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010", (2010, None)),
        ("2010–2015", (2010, 2015)),
        ("2010-15", (2010, 2015)),
        ("2010/11", (2010, 2011)),
        ("с 2011 г.", (2011, None)),
        ("с 2010 по 2015 гг.", (2010, 2015)),
        ("до 2015 г.", (None, 2015)),
        ("2011–н.в.", (2011, None)),
        ("с 2011 по настоящее время", (2011, None)),
        ("2011 жылдан бастап", (2011, None)),
        ("2011-ден бері", (2011, None)),
        ("2015 жылға дейін", (None, 2015)),
        ("2015-ке дейін", (None, 2015)),
        ("2010 – 2012 жж.", (2010, 2012)),
        ("since 2011", (2011, None)),
        ("until 2015", (None, 2015)),
        ("2011 to date", (2011, None)),
        ("-2015", (None, 2015)),
        ("01.09.2011", (2011, None)),
        ("2011-09-01", (2011, None)),
        ("2011-09-01 – 2013-01-01", (2011, 2013)),
    ],
)
def test_years(text: str, expected: tuple[int | None, int | None]) -> None:
    assert cells.years(text) == expected


@pytest.mark.parametrize(
    "text", ["soon", "", "21st century", "2010, 2011, 2012", "1 500 000", "95"]
)
def test_no_years(text: str) -> None:
    assert cells.years(text) is None


@given(st.integers(1000, 2200), st.integers(1000, 2200), st.sampled_from("-–—"))
def test_a_period_gives_its_ends(begin: int, end: int, dash: str) -> None:
    assert cells.years(f"{begin}{dash}{end}") == (begin, end)
    assert cells.years(f"с {begin} по {end} гг.") == (begin, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("50 %", "0.5"), ("50%", "0.5"), ("0,5", "0.5"), ("0.5", "0.5"), ("1/2", "0.5")),
        *(("½", "0.5"), ("50", "0.5"), ("100 %", "1"), ("1.0", "1"), ("12,5 %", "0.125")),
        *(("50 пайыз", "0.5"), ("50 процентов", "0.5"), ("0", "0"), ("1/3", "0.333333")),
        *(("1", None), ("150 %", None), ("-5 %", None), ("half", None), ("1/0", None)),
    ],
)
def test_shares(text: str, expected: str | None) -> None:
    assert cells.share(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("1 234,5", "1234.5"), ("1,234.5", "1234.5"), ("1.234,5", "1234.5"), ("−3", "-3")),
        *(("1,234,567", "1234567"), ("1.234.567", "1234567"), ("0,123", "0.123")),
        *(("12 млн", "12000000"), ("2,5 тыс.", "2500"), ("3 мың", "3000"), ("43.238", "43.238")),
        *(("1,234", None), ("abc", None), ("", None), ("1e5", None), ("1 2", None)),
    ],
)
def test_numbers(text: str, expected: str | None) -> None:
    assert cells.number(text) == (None if expected is None else Decimal(expected))


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_read_as_written(count: int) -> None:
    assert cells.number(str(count)) == count
    spaced = f"{count:,}".replace(",", "\u00a0")
    assert cells.number(spaced) == count


def test_several_values() -> None:
    assert cells.split("a; b\nc;;") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "header",
    ["Телефон", "Phone", "E-mail", "ФИО", "Байланыс тұлғасы", "contact_email", "Электрондық пошта"],
)
def test_headers_of_personal_columns(header: str) -> None:
    assert looks_personal(header, [])


@pytest.mark.parametrize("header", ["name", "Атауы", "Название", "сайт", "kind", "руда"])
def test_other_headers(header: str) -> None:
    assert not looks_personal(header, ["North Farm", "Steppe College", "Қазақ ұлттық университеті"])


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("a.b@example.org", "e-mail address"),
        ("+7 (701) 123-45-67", "phone number"),
        ("8 701 123 45 67", "phone number"),
        ("Иванов И. И.", "name of a person"),
        ("Иванова Анна Петровна", "name of a person"),
        ("Serikov Серікұлы", ""),
        ("990140004676", ""),
        ("1526384", ""),
    ],
)
def test_what_stands_in_a_column(cell: str, what: str) -> None:
    assert looks_personal("x", [cell, cell, "North Farm"]) == what


def test_contact_data_in_a_text() -> None:
    assert personal_cell("write to a@b.kz") and personal_cell("тел. +7 701 123 45 67")
    assert not personal_cell("founded 2010, BIN 990140004676")


def test_slugs() -> None:
    assert slug("Әл-Фараби атындағы ҚазҰУ").isascii()
    assert slug("North Farm, Ltd.") == "north-farm-ltd"
    assert slug("../../etc/passwd") == "etc-passwd"


@given(st.text())
def test_a_slug_is_always_a_slug(name: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) <= LONGEST + 9


def test_a_name_means_the_thing_of_the_table_before_others_of_that_name() -> None:
    known = Known()
    known.add("x:register", ["x:Place"], ["Highlands"])
    assert known.find("highlands") == ["x:register"]
    known.add("x:mine", ["x:Place"], ["Highlands"], own=True)
    assert known.find("highlands", ["x:Place"]) == ["x:mine"]
    known.add("x:also", ["x:Place"], ["Highlands"], own=True)
    assert known.find("Highlands") == ["x:also", "x:mine"]
