"""Tables: the forms in which rows come out."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.results import FORMATS, Table
from ozek.store import Store
from small_project import BASE

TABLE = Table(
    ("thing", "name", "year"),
    (
        (URIRef(BASE + "actor/north"), Literal("Солтүстік", lang="kk"), Literal(1990)),
        (URIRef("https://w3id.org/ozek/kz/x"), Literal('a "b", c|d\ne'), None),
    ),
    titles={"year": {"kk": "жыл", "ru": "год", "en": "year founded"}},
)


def test_for_people(small: Store) -> None:
    assert TABLE.to_text("table", Labels(small, "ru")).splitlines()[:3] == [
        "thing                 name           год",
        "────────────────────  ────────────  ────",
        "Северный университет  Солтүстік     1990",
    ]
    assert TABLE.to_text("markdown").splitlines() == [
        "| thing | name | year founded |",
        "| --- | --- | --- |",
        f"| {BASE}actor/north | Солтүстік | 1990 |",
        '| kz:x | a "b", c\\|d e |  |',
    ]


def test_a_width_wraps_cells() -> None:
    table = Table(("text",), ((Literal("one two three four five"),),))
    assert max(map(len, table.to_text(width=10).splitlines())) <= 10


def test_csv_and_tsv_are_the_sparql_formats() -> None:
    rows = list(csv.reader(io.StringIO(TABLE.to_text("csv"))))
    assert rows[0] == ["thing", "name", "year"]
    assert rows[2] == ["https://w3id.org/ozek/kz/x", 'a "b", c|d\ne', ""]
    first = TABLE.to_text("tsv").splitlines()[:2]
    assert first[0] == "?thing\t?name\t?year"
    assert first[1].split("\t")[1] == '"Солтүстік"@kk'


def test_json_is_sparql_results_json() -> None:
    text = TABLE.to_text("json")
    solutions = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.JSON)
    assert [v.value for v in solutions.variables] == ["thing", "name", "year"]
    assert [row["year"].value if row["year"] else None for row in solutions] == ["1990", None]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.tuples(texts, st.integers(), st.booleans()), max_size=5))
def test_every_form_holds_every_row(values: list[tuple[str, int, bool]]) -> None:
    table = Table(("a", "b", "c"), tuple(tuple(map(Literal, row)) for row in values))
    assert [tuple(record.values()) for record in json.loads(table.to_json())] == values
    assert len(json.loads(table.to_text("json"))["results"]["bindings"]) == len(values)
    assert len(list(csv.reader(io.StringIO(table.to_text("csv"), newline="")))) == len(values) + 1
    assert len(table.to_text("markdown").split("\n")) == len(values) + 3


def test_plain_values() -> None:
    terms = [
        Literal("1.50", datatype=rdflib.XSD.decimal),
        Literal("x", datatype=rdflib.XSD.integer),
        Literal(True),
    ]
    table = Table(("v",), tuple((term,) for term in terms))
    assert [record["v"] for record in table.to_records()] == [1.5, "x", True]


def test_notebooks_and_pandas() -> None:
    assert "<td>1990</td>" in TABLE._repr_html_()
    pandas = pytest.importorskip("pandas")
    frame = TABLE.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["thing", "name", "year"]


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UsageError, match="xml"):
        TABLE.to_text("xml")
    assert all(TABLE.to_text(format).endswith("\n") for format in FORMATS)
