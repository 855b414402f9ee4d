"""The store: what counts as a fact, what a query sees, and that a failed load leaves no trace."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from ozek import namespaces as ns
from ozek.errors import InputError, UsageError
from ozek.query import ask
from ozek.store import Store
from small_project import BASE

FIRM, NORTH = URIRef(BASE + "actor/firm"), URIRef(BASE + "actor/north")
SUPPLIES, LOCATED = URIRef(ns.OZEK + "suppliesTo"), URIRef(ns.OZEK + "isLocatedIn")


def test_facts_are_asserted_statements_chosen_readings_and_editorial_graphs(small: Store) -> None:
    facts = {graph.removeprefix(BASE) for graph in small.fact_graphs()}
    assert facts == {
        "graph/s01",
        "graph/s02",
        "graph/s03-reading-town",
        "graph/labels",
        "graph/doubtful",
        ns.ONTOLOGY_GRAPH,
        ns.TAXONOMY_GRAPH,
    }


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_a_plan_is_seen_by_name_only(small: Store, engine: str) -> None:
    plan = "?s ozek:suppliesTo ?o"
    assert ask(small, f"SELECT ?s WHERE {{ {plan} }}", engine=engine).rows == ()
    named = ask(small, f"SELECT ?s ?g WHERE {{ GRAPH ?g {{ {plan} }} }}", engine=engine)
    assert named.rows == ((FIRM, URIRef(BASE + "graph/s02-planned")),)


def test_from_is_honoured(small: Store) -> None:
    text = "SELECT ?s FROM <graph/s02-planned> WHERE { ?s ?p ?o }"
    assert ask(small, text).rows == ((FIRM,),)


def test_an_alternative_that_is_not_chosen_is_no_fact(small: Store) -> None:
    places = set(small.to_graph().objects(FIRM, LOCATED))
    assert places == {URIRef(BASE + "place/town")}


def test_kinds_and_modalities(small: Store) -> None:
    kinds = small.graph_kinds()
    assert kinds[BASE + "graph/s02-planned"] == "StatementGraph"
    assert kinds[ns.ONTOLOGY_GRAPH] == "OntologyGraph"
    assert kinds[ns.SHAPES_GRAPH] == "ShapesGraph"
    assert small.modality(BASE + "graph/s02-planned") == "planned"
    assert small.modality(BASE + "graph/labels") is None


def test_a_replaced_graph_has_its_kind_and_counts_at_the_next_refresh(small_copy: Path) -> None:
    store = Store(base=BASE)
    store.load(small_copy / "data.trig")
    graph, triple = BASE + "graph/inferred", (NORTH, SUPPLIES, FIRM)
    for _ in range(2):
        store.replace_graph(graph, [triple], "InferredGraph")
    store.refresh_facts()
    assert store.graph_kinds()[graph] == "InferredGraph"
    assert triple in store.to_graph()
    with pytest.raises(UsageError, match="no kind of graph"):
        store.replace_graph(graph, [], "Nonsense")
    with pytest.raises(InputError):
        store.replace_graph(graph, [(rdflib.Literal("x"), SUPPLIES, FIRM)], "InferredGraph")
    assert triple in store.to_graph([graph])


def test_nothing_is_loaded_from_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.trig"
    path.write_text("@prefix e: <http://e/> .\ne:g { e:a e:b e:c . }\ne:g { e:a e:b }\n")
    store = Store()
    with pytest.raises(InputError) as caught:
        store.load(path)
    assert (caught.value.path, caught.value.line) == (str(path), 3)
    assert len(store) == 0


def test_a_triple_needs_a_graph() -> None:
    store = Store()
    source = b"<http://e/a> <http://e/b> <http://e/c> ."
    with pytest.raises(InputError, match="no named graph"):
        store.load(io.BytesIO(source), format="turtle")
    assert store.load(io.BytesIO(source), format="turtle", graph="http://e/g") == 1
    assert len(store) == 1
    with pytest.raises(UsageError, match="format"):
        store.load(io.BytesIO(source))


def test_rdflib_graphs_go_in_and_come_out_unchanged(small: Store) -> None:
    dataset = small.to_dataset()
    assert not dataset.default_union
    assert set(dataset.default_graph) == set(small.to_graph())
    again = Store(base=BASE)
    again.load(_named_only(dataset))
    assert {str(quad) for quad in again.quads()} == {str(quad) for quad in small.quads()}


def _named_only(dataset: rdflib.Dataset) -> rdflib.Dataset:
    named = rdflib.Dataset()
    for s, p, o, graph in dataset.quads():
        if graph not in (None, DATASET_DEFAULT_GRAPH_ID):
            named.graph(graph).add((s, p, o))
    return named


def test_a_store_on_disk_keeps_its_quads(tmp_path: Path, small_copy: Path) -> None:
    store = Store(tmp_path / "disk")
    store.load(small_copy / "data.trig")
    count = len(store)
    del store
    assert len(Store(tmp_path / "disk")) == count


XSD = "http://www.w3.org/2001/XMLSchema#"
AS_WRITTEN = """
@prefix e: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:g { e:a e:p 01, 1.50, "300"^^xsd:byte, "x"^^e:own, "01", 7 }
e:h { e:a e:p 1, 7 }
"""


def _objects(quads: Iterable[Any], graph: str) -> list[str]:
    return sorted(str(q.object) for q in quads if q.graph_name.value == "http://e/" + graph)


def test_literals_come_out_as_they_were_written() -> None:
    store = Store()
    assert store.load(io.BytesIO(AS_WRITTEN.encode()), format="trig") == 8
    expected = [
        '"01"',
        f'"01"^^<{XSD}integer>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        f'"300"^^<{XSD}byte>',
        f'"7"^^<{XSD}integer>',
        '"x"^^<http://e/own>',
    ]
    assert _objects(store.quads(), "g") == expected
    assert _objects(store.matching("http://e/a"), "g") == expected
    assert sorted(str(t.object) for t in store.triples(["http://e/g"])) == expected
    columns = store.columns().in_graphs(["http://e/g"])
    assert sorted(columns.text(number) for number in columns.o) == expected
    assert _objects(store.quads(), "h") == [f'"1"^^<{XSD}integer>', f'"7"^^<{XSD}integer>']


@pytest.mark.parametrize("texts", [("1", "01", "01", "001"), ("001", "01", "1")])
def test_two_forms_of_one_value_are_two_facts(texts: tuple[str, ...]) -> None:
    store = Store()
    for text in texts:
        source = f"<http://e/a> <http://e/p> {text} .".encode()
        store.load(io.BytesIO(source), format="turtle", graph="http://e/g")
    forms = [f'"{text}"^^<{XSD}integer>' for text in ("001", "01", "1")]
    assert _objects(store.quads(), "g") == forms
    store.set_kind("http://e/g", "EditorialGraph")
    store.refresh_facts()
    assert sorted(str(triple.object) for triple in store.triples()) == forms
    assert ask(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].toPython() == 1
    triple = next(iter(store.triples()))
    store.replace_graph("http://e/g", [triple], "EditorialGraph")
    assert _objects(store.quads(), "g") == [str(triple.object)]


def test_a_fact_graph_adds_its_own_form_to_another_ones() -> None:
    store = Store()
    store.load(io.BytesIO(AS_WRITTEN.encode()), format="trig")
    for graph in ("g", "h"):
        store.set_kind("http://e/" + graph, "EditorialGraph")
    store.refresh_facts()
    forms = {str(t.object) for t in store.triples() if str(t.object).endswith("integer>")}
    assert forms == {f'"{text}"^^<{XSD}integer>' for text in ("01", "1", "7")}
    store.set_kind("http://e/g", "AnalysisGraph")
    store.refresh_facts()
    forms = {str(triple.object) for triple in store.triples()}
    assert forms == {f'"{text}"^^<{XSD}integer>' for text in ("1", "7")}


def test_columns_are_those_of_the_present_state() -> None:
    store = Store()
    store.load(io.BytesIO(AS_WRITTEN.encode()), format="trig")
    columns = store.columns()
    assert store.columns() is columns
    store.replace_graph("http://e/h", [], "EditorialGraph")
    assert not len(store.columns().in_graphs(["http://e/h"]))


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    store = Store()
    with pytest.raises(InputError, match="no such file"):
        store.load(tmp_path / "none.ttl", graph="http://e/g")
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        store.load(tmp_path / "folder.ttl", graph="http://e/g")
    (tmp_path / "bytes.ttl").write_bytes(b'<http://e/a> <http://e/b> "\xff" .\n')
    with pytest.raises(InputError, match=r"bytes\.ttl:1:"):
        store.load(tmp_path / "bytes.ttl", graph="http://e/g")


def test_sizes_are_those_of_the_named_graphs(small: Store) -> None:
    counted = Counter(quad.graph_name.value for quad in small.quads())
    assert small.sizes() == counted
    assert len(small) == counted.total()


def test_a_store_can_be_read_while_it_is_indexed() -> None:
    store = Store(base=BASE)
    lines = [f'<{BASE}a{n}> <{BASE}p> "{n}" <{BASE}g> .' for n in range(20_000)]
    store.load(io.BytesIO("\n".join(lines).encode()), format="nquads")
    filling = threading.Thread(target=lambda: store.query("ASK {}"))
    filling.start()
    asked = 0
    while filling.is_alive() or not asked:
        (found,) = store.matching(f"{BASE}a{asked % 20_000}")
        assert found.object.value == str(asked % 20_000)
        asked += 1
    filling.join()
    assert len(store) == 20_000
    (found,) = store.matching(f"{BASE}a7")
    assert found.object.value == "7"
