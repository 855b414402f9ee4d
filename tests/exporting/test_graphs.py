"""GraphML, GEXF and CSV: read back, compared, and the same bytes every time."""

from __future__ import annotations

import csv
import io
import math
import random
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from ozek.errors import OutputError, UsageError
from ozek.exporting.graphs import (
    to_edges_csv,
    to_gexf,
    to_graphml,
    to_nodes_csv,
    write_network,
)


def example(kind: type = nx.MultiDiGraph) -> nx.Graph:
    graph = kind(name="actors", title="Ұйымдар & <желі>", left_out="")
    graph.add_node("https://e.org/b", label="Өскемен «Б»", kind="University", kind_code=7)
    graph.add_node("https://e.org/a", label='A "quoted", & <tagged>', kind="Place", kind_code=41)
    graph.add_node("https://e.org/c", label="=SUM(1)", kind="Place", kind_code=41)
    edge = {"basis": "stated", "evidence": "https://e.org/g1 https://e.org/g2"}
    graph.add_edge(
        "https://e.org/a", "https://e.org/b", relation="ozek:funds", label="funds", **edge
    )
    graph.add_edge(
        "https://e.org/a", "https://e.org/b", relation="ozek:owns", label="owns", weight=2, **edge
    )
    graph.add_edge(
        "https://e.org/b", "https://e.org/c", relation="ozek:x", start_year=2011, ok=True, **edge
    )
    return graph


def shuffled(graph: nx.Graph, seed: int) -> nx.Graph:
    order = random.Random(seed)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    order.shuffle(nodes)
    order.shuffle(edges)
    other = type(graph)()
    other.graph.update(dict(sorted(graph.graph.items(), reverse=True)))
    other.add_nodes_from((n, dict(sorted(d.items(), reverse=True))) for n, d in nodes)
    other.add_edges_from((u, v, dict(sorted(d.items(), reverse=True))) for u, v, d in edges)
    return other


def content(graph: nx.Graph, ignore: tuple[str, ...] = ("id",)) -> tuple[dict, list]:
    """Nodes and edges as they can be compared, without what a reader adds."""
    nodes = {n: {k: v for k, v in d.items() if k not in ignore} for n, d in graph.nodes(data=True)}
    edges = sorted(
        (
            *((u, v) if graph.is_directed() else sorted((u, v))),
            sorted((key, value) for key, value in d.items() if key not in ignore),
        )
        for u, v, d in graph.edges(data=True)
    )
    return nodes, edges


@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.MultiGraph])
def test_graphml_read_back(kind):
    graph = example(kind)
    back = nx.parse_graphml(to_graphml(graph), force_multigraph=True)
    assert type(back) is kind
    assert content(back) == content(graph)
    assert back.graph["title"] == "Ұйымдар & <желі>"
    assert {k for _, _, k in back.edges(keys=True)} == {"e0", "e1", "e2"}


@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.MultiGraph])
def test_gexf_read_back(kind):
    graph = example(kind)
    back = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.3")
    assert back.is_directed() == graph.is_directed()
    assert content(back) == content(graph)


def test_integers_stay_integers():
    text = to_graphml(example())
    assert 'attr.name="kind_code" attr.type="int"' in text
    assert 'attr.name="start_year" attr.type="int"' in text
    assert 'attr.name="ok" attr.type="boolean"' in text
    assert 'title="kind_code" type="integer"' in to_gexf(example())


def test_gephi_finds_labels_kinds_and_weights():
    space = {"g": "http://gexf.net/1.3"}
    root = ET.fromstring(to_gexf(example()))
    assert root.attrib["version"] == "1.3"
    labels = [node.attrib["label"] for node in root.iterfind(".//g:node", space)]
    assert labels == ['A "quoted", & <tagged>', "Өскемен «Б»", "=SUM(1)"]
    edges = list(root.iterfind(".//g:edge", space))
    assert {edge.attrib["kind"] for edge in edges} == {"ozek:funds", "ozek:owns", "ozek:x"}
    assert [edge.attrib.get("weight") for edge in edges] == [None, "2", None]
    assert len({edge.attrib["id"] for edge in edges}) == 3
    assert "lastmodifieddate" not in to_gexf(example())


def test_csv():
    nodes = list(csv.DictReader(io.StringIO(to_nodes_csv(example()))))
    assert list(nodes[0]) == ["Id", "Label", "kind", "kind_code"]
    assert [row["Label"] for row in nodes] == ['A "quoted", & <tagged>', "Өскемен «Б»", "'=SUM(1)"]
    edges = list(csv.DictReader(io.StringIO(to_edges_csv(example()))))
    assert list(edges[0])[:6] == ["Source", "Target", "Type", "Id", "Label", "Weight"]
    assert [row["Weight"] for row in edges] == ["1", "2", "1"]
    assert {row["Type"] for row in edges} == {"Directed"}
    assert edges[2]["start_year"] == "2011"
    assert edges[2]["ok"] == "true"


@pytest.mark.parametrize("make", [to_graphml, to_gexf, to_nodes_csv, to_edges_csv])
@pytest.mark.parametrize("kind", [nx.MultiDiGraph, nx.MultiGraph])
def test_order_of_making_does_not_matter(make, kind):
    texts = {make(shuffled(example(kind), seed)) for seed in range(20)}
    assert len(texts) == 1


@pytest.mark.parametrize("make", [to_graphml, to_gexf, to_nodes_csv, to_edges_csv])
def test_an_empty_graph(make):
    assert make(nx.MultiDiGraph())
    if make is to_graphml:
        assert len(nx.parse_graphml(make(nx.MultiDiGraph()))) == 0


def test_what_the_formats_refuse():
    graph = nx.DiGraph()
    graph.add_node(
        rdflib.URIRef("https://e.org/a"),
        label=rdflib.Literal("text\x00", lang="en"),
        nothing=None,
        nan=math.nan,
        parts=["x", "y"],
        empty=[],
        mixed=1,
    )
    graph.add_node("b", mixed="one", big=2**40, far=math.inf)
    back = nx.parse_graphml(to_graphml(graph))
    assert back.nodes["https://e.org/a"] == {"label": "text\ufffd", "mixed": "1", "parts": "x; y"}
    assert back.nodes["b"] == {"mixed": "one", "big": 2**40, "far": math.inf}
    again = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.3")
    assert again.nodes["b"]["big"] == 2**40
    graph.add_node(1)
    graph.add_node("1")
    with pytest.raises(UsageError, match="same name"):
        to_gexf(graph)


text_values = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.one_of(text_values, st.integers(-(2**40), 2**40), st.booleans(), st.none())


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), values), max_size=12),
    st.dictionaries(st.integers(0, 4), text_values),
)
@settings(max_examples=80, deadline=None)
def test_any_graph_is_well_formed_and_keeps_its_shape(edges, labels):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((str(node), {"label": label}) for node, label in labels.items())
    graph.add_edges_from((str(u), str(v), {"value": value}) for u, v, value in edges)
    back = nx.parse_graphml(to_graphml(graph), force_multigraph=True)
    assert sorted(back) == sorted(graph)
    assert sorted(back.edges()) == sorted(graph.edges())
    again = nx.read_gexf(io.BytesIO(to_gexf(graph).encode()), version="1.3")
    assert sorted(again) == sorted(graph)
    assert sorted(again.edges()) == sorted(graph.edges())
    assert to_graphml(graph) == to_graphml(shuffled(graph, 1))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("net.graphml", ["net.graphml"]),
        ("net.gexf", ["net.gexf"]),
        ("net.csv", ["net-nodes.csv", "net-edges.csv"]),
    ],
)
def test_write(tmp_path, name, made):
    paths = write_network(example(), tmp_path / name)
    assert [path.name for path in paths] == made
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(made)
    first = [path.read_bytes() for path in paths]
    assert b"\r" not in b"".join(first)
    write_network(shuffled(example(), 3), tmp_path / name)
    assert [path.read_bytes() for path in paths] == first


def test_write_errors(tmp_path):
    with pytest.raises(UsageError, match="no network format 'xlsx'; known: graphml, gexf, csv"):
        write_network(example(), tmp_path / "net.xlsx")
    with pytest.raises(OutputError, match="cannot be written"):
        write_network(example(), tmp_path / "no" / "net.gexf")
    (tmp_path / "net.gexf").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_network(example(), tmp_path / "net.gexf")
    assert [path.name for path in tmp_path.iterdir()] == ["net.gexf"]
