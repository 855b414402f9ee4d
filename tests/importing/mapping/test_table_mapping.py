"""Mapping files and what they make of foreign tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.errors import InputError, UsageError
from ozek.importing.findings import TableError
from ozek.importing.grid import Grid, Row, Sheet, headed
from ozek.importing.mapping.applying import apply, choose
from ozek.importing.mapping.reading import find_mapping, load_mapping, packaged_mappings

TITLE = 'title.kk = "К"\ntitle.ru = "Т"\ntitle.en = "T"\n'


def mapping(folder: Path, text: str) -> Path:
    file = folder / "mapping.toml"
    file.write_text(TITLE + text, encoding="utf-8")
    return file


def table(*rows: tuple[str, ...]) -> Sheet:
    return headed(Grid("t.csv", "t", tuple(Row(n, cells) for n, cells in enumerate(rows, 1))))


def column(folder: Path, steps: str, *cells: str) -> list[str]:
    """What one column makes of the cells of column A."""
    rule = f'[[rows]]\nsheet = "actors"\n[rows.columns]\nname = {steps}\nid = "A"\n'
    made = apply(load_mapping(mapping(folder, rule)), table(("A",), *((cell,) for cell in cells)))
    return [row.cell(1) for row in made.sheets[0][1].rows]


@pytest.mark.parametrize(
    ("steps", "cell", "expected"),
    [
        ('"A"', "x", "x"),
        ('{ value = "v" }', "x", "v"),
        ("{ header = 1 }", "x", "A"),
        ('{ text = "es-{A}!" }', "x", "es-x!"),
        ('["#1", "nowhere"]', "x", "x"),
        ('{ from = "A", split = ",", part = -1 }', "a, b, c", "c"),
        ('{ from = "A", split = ",", part = 5 }', "a, b", ""),
        ('{ from = "A", split = "/" }', "a/ b /", "a; b"),
        ('{ from = "A", pattern = "([0-9]{4})" }', "since 2010", "2010"),
        ('{ from = "A", pattern = "^[0-9]+$" }', "2010", "2010"),
        ('{ from = "A", pattern = "^[0-9]+$", default = "0" }', "none", "0"),
        ('{ from = "A", strip = "\'>" }', "'> x", "x"),
        ('{ from = "A", lookup = { Health = "medicine" } }', "HEALTH", "medicine"),
        ('{ from = "A", lookup = { Health = "medicine" } }', "Sport", "Sport"),
        ('{ from = "A", lookup = { NA = "" }, default = "?" }', "NA", "?"),
    ],
)
def test_the_steps_of_a_column(tmp_path: Path, steps: str, cell: str, expected: str) -> None:
    assert column(tmp_path, steps, cell) == [expected]


def test_rows_repeated_and_passed_over_are_counted(tmp_path: Path) -> None:
    file = mapping(
        tmp_path,
        '[[rows]]\nsheet = "terms"\nunique = ["name"]\n[rows.when]\nK = ["a", "b"]\n'
        '[rows.columns]\nname = "N"\n',
    )
    given = table(("N", "K", "left"), ("x", "a"), ("x", "b"), ("y", "c"), ("z", "a"))
    made = apply(load_mapping(file), given)
    [(_, rows)] = made.sheets
    assert [(row.number, row.cells) for row in rows.rows] == [(2, ("x",)), (5, ("z",))]
    assert (made.read, made.repeated, made.passed_over) == (4, 1, 1)
    assert made.unused == ("left",)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=20))
def test_every_row_gives_something_or_is_counted(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    file = mapping(
        tmp_path_factory.mktemp("counts"),
        '[[rows]]\nsheet = "terms"\nunique = ["name"]\n[rows.when]\nK = ["x", "y"]\n'
        '[rows.columns]\nname = "N"\n',
    )
    made = apply(load_mapping(file), table(("N", "K"), *pairs))
    [(_, rows)] = made.sheets
    assert made.read == len(rows.rows) + made.repeated + made.passed_over == len(pairs)


def test_the_sheet_with_the_headers_is_chosen(tmp_path: Path) -> None:
    file = mapping(
        tmp_path,
        '[table]\nneeds = ["Nombre"]\n'
        '[[rows]]\nsheet = "actors"\n[rows.columns]\nname = "Nombre"\n',
    )
    other = Grid("b.xlsx", "Notes", (Row(1, ("a note",)),))
    right = Grid("b.xlsx", "Data", (Row(2, ("Nombre",)), Row(3, ("x",))))
    more = Grid("b.xlsx", "More", (Row(1, ("x", "Nombre")), Row(2, ("1", "y"))))
    found = choose([other, right, more], load_mapping(file))
    assert [one.name for one in found] == ["Data", "More"]
    with pytest.raises(TableError) as caught:
        choose([Grid("b.xlsx", "Data", (Row(1, ("Nombres", "x")),))], load_mapping(file))
    [finding] = caught.value.findings
    assert (finding.code, finding.near) == ("OZ-I061", ("Nombres",))


def test_a_row_that_an_earlier_sheet_gave_is_a_repetition(tmp_path: Path) -> None:
    file = load_mapping(
        mapping(
            tmp_path,
            '[[rows]]\nsheet = "actors"\nunique = ["name"]\n[rows.columns]\nname = "N"\n',
        )
    )
    seen: set[tuple[str, ...]] = set()
    first = apply(file, table(("N",), ("x",), ("y",)), seen)
    second = apply(file, table(("N",), ("y",), ("z",)), seen)
    assert [len(one.sheets[0][1].rows) for one in (first, second)] == [2, 1]
    assert (first.repeated, second.repeated) == (0, 1)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", None, "'rows' is missing"),
        ("nonsense = 1", 4, "'nonsense' is no key of a mapping"),
        ('[[rows]]\nsheet = "actors"', 4, "needs 'sheet' and 'columns'"),
        ('[[rows]]\nsheet = "actors"\n[rows.columns]\nname = 5', 7, "a header or a table"),
        ('[[rows]]\nsheet = "a"\n[rows.columns]\nname = {}', 7, "needs one of"),
        ('[[rows]]\nsheet = "a"\n[rows.columns]\nname = { from = "A", patern = "" }', 7, "patern"),
        ('[[rows]]\nsheet = "a"\n[rows.columns]\nname = { from = "A", pattern = "(" }', 7, "valid"),
        ("[[rows]", 4, "not valid TOML"),
    ],
)
def test_a_wrong_mapping_names_the_line(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        load_mapping(mapping(tmp_path, text))
    assert caught.value.line == line


def test_an_unknown_name_lists_the_packaged_ones() -> None:
    with pytest.raises(UsageError, match="public-bodies"):
        find_mapping("nothing-of-the-kind")


@pytest.mark.parametrize("name", packaged_mappings())
def test_packaged_mappings_are_right(name: str) -> None:
    found = find_mapping(name)
    assert set(found.title) == {"kk", "ru", "en"}
    assert found.needs and all(rule.columns for rule in found.rules)
