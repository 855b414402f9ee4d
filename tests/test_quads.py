"""A store that holds columns and one that has filled Oxigraph say the same."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.parsing import FORMATS
from ozek.project import load_project, read_project
from ozek.quads import Quads
from ozek.store import Store
from small_project import SMALL

NAMES = [ox.NamedNode(f"x:{letter}") for letter in "abcd"]
VALUES = [
    *NAMES,
    ox.Literal("a"),
    ox.Literal("a", language="kk"),
    ox.Literal("01", datatype=ox.NamedNode(ns.XSD + "integer")),
    ox.Literal('two\n"lines"\\'),
    ox.BlankNode("n"),
]


def filled(store: Store) -> Store:
    store.query("ASK {}")
    return store


def no_nodes(quads: object) -> set[str]:
    return {str(quad) for quad in quads if "_:" not in str(quad)}  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def two() -> tuple[Store, Store]:
    return load_project(read_project(SMALL)), filled(load_project(read_project(SMALL)))


def test_columns_and_oxigraph_say_the_same(two: tuple[Store, Store]) -> None:
    held, full = two
    assert len(held) == len(full)
    assert no_nodes(held.columns().quads()) == no_nodes(full.columns().quads())
    assert no_nodes(held.columns().quads()) == no_nodes(full.quads())
    assert held.graph_kinds() == full.graph_kinds()
    assert held.fact_graphs() == full.fact_graphs()
    assert held.sizes() == full.sizes()
    for pattern in (
        (None, ns.RDF_TYPE, None),
        (None, ns.PREF_LABEL, None),
        (None, None, ns.OZEK + "Cluster"),
        (ns.ONTOLOGY_GRAPH, None, None),
        (ns.ONTOLOGY_GRAPH, ns.RDF_TYPE, None),
        (None, ns.RDF_TYPE, ns.OZEK + "Cluster"),
        ("x:nowhere", None, None),
    ):
        assert no_nodes(held.matching(*pattern)) == no_nodes(full.matching(*pattern))
    for modality in ("asserted", "planned"):
        assert held.graphs_of(modality) == full.graphs_of(modality)


def test_changes_are_the_same_too() -> None:
    held, full = Store(base="x:"), filled(Store(base="x:"))
    triples = [(name, NAMES[0], value) for name in NAMES for value in VALUES]
    for store in (held, full):
        store.replace_graph("x:g", triples, "StatementGraph")
        store.replace_graph("x:h", triples[:3], "EditorialGraph")
        store.replace_graph("x:g", triples[5:], "ReadingGraph")
        store.replace_graph("x:i", b'<x:a> <x:b> "text" .\n', "EditorialGraph")
        with pytest.raises(InputError):
            store.replace_graph("x:g", [(ox.Literal("no"), NAMES[0], NAMES[0])], "ReadingGraph")
    assert held.graph_kinds() == full.graph_kinds()
    assert set(map(str, held.columns().quads())) == set(map(str, full.columns().quads()))
    assert set(map(str, filled(held).quads())) == set(map(str, full.quads()))


def test_nodes_of_two_files_are_two_and_of_one_graph_one() -> None:
    quads, text = Quads(), b"_:n <x:p> _:n <x:g> .\n"
    quads.read(io.BytesIO(text), FORMATS["nquads"])
    quads.read(io.BytesIO(text), FORMATS["nquads"])
    assert len({quad.subject for quad in quads.columns().quads()}) == 2
    node = ox.BlankNode("m")
    quads.add([ox.Quad(node, NAMES[0], NAMES[0], NAMES[1])])
    quads.add([ox.Quad(node, NAMES[0], NAMES[2], NAMES[1])])
    assert len({quad.subject for quad in quads.columns().quads()}) == 3


@pytest.mark.parametrize("name", ["nquads", "turtle"])
def test_a_broken_file_leaves_no_trace(name: str) -> None:
    quads = Quads()
    quads.read(io.BytesIO(b"<x:a> <x:b> <x:c> ."), FORMATS["turtle"], graph="x:g")
    for text in (b"<x:a> <x:b> <x:d> .\n<x:a> nonsense .\n", b"<x:a> <x:b> <x:e> .\n"):
        with pytest.raises(InputError):
            quads.read(io.BytesIO(text), FORMATS[name])
    assert [str(quad.object) for quad in quads.columns().quads()] == ["<x:c>"]


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    for name in ("no.nq", "no.ttl"):
        with pytest.raises(InputError, match="there is no such file"):
            Store().load(tmp_path / name, graph="x:g")


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            ox.Quad,
            st.sampled_from(NAMES),
            st.sampled_from(NAMES[:2]),
            st.sampled_from(VALUES),
            st.sampled_from(NAMES[:2]),
        )
    ),
    cut=st.integers(0, 20),
)
def test_each_quad_is_there_once(rows: list[ox.Quad], cut: int) -> None:
    quads = Quads()
    assert quads.add(rows[:cut]) + quads.add(rows[cut:]) == len(rows)
    found = list(map(str, quads.columns().quads()))
    assert sorted(found) == sorted(set(map(str, rows)))
    quads.remove("x:a")
    assert all(not one.endswith("<x:a>") for one in map(str, quads.columns().quads()))
