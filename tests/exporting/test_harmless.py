"""No text that is written to a table can run when the table is opened."""

from __future__ import annotations

import csv
import io

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal

from ozek.exporting.cells import harmless
from ozek.exporting.graphs import to_edges_csv, to_nodes_csv
from ozek.results import Table

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_become_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a", "-5", "+7", "-1.5", "-3 %", "−", "a=b", "https://x/"])
def test_other_texts_stay(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_nothing_that_could_run_is_left(text: str) -> None:
    made = harmless(text)
    assert made in (text, f"'{text}")
    assert made[:1] not in tuple("=@\t\r\n") or not made


@pytest.mark.parametrize("text", [text for text in FORMULAS if "\r" not in text])
def test_tables_and_networks(text: str) -> None:
    table = Table(("x",), ((Literal(text),),), name="x")
    assert list(csv.reader(io.StringIO(table.to_text("csv"), newline="")))[1] == [f"'{text}"]
    assert table.to_text("tsv").splitlines()[1].startswith("\"'")
    graph = nx.DiGraph()
    graph.add_node("a", label=text)
    graph.add_edge("a", "b", label=text)
    assert list(csv.reader(io.StringIO(to_nodes_csv(graph), newline="")))[1][1] == f"'{text}"
    assert list(csv.reader(io.StringIO(to_edges_csv(graph), newline="")))[1][4] == f"'{text}"
