"""The W3C SHACL test suite: ``sh:conforms`` and every result.

The suite is not part of the project. It is looked for in ``OZEK_SUITES``/shacl, else next to the
checkout in ``shared/suites/shacl``. With ``OZEK_CI=1`` a missing suite is a failure.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from needed import needed
from ozek.columns import Columns, columns_of
from ozek.errors import InputError
from ozek.parsing import parse_file
from ozek.terms import to_rdflib
from ozek.validation.compiled import check
from shacl_oracle import structure

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SH = Namespace("http://www.w3.org/ns/shacl#")
DEFAULT = Path(__file__).parents[3] / "shared" / "suites"
SUITE = Path(os.environ.get("OZEK_SUITES", DEFAULT)) / "shacl"
TESTS = 120


@cache
def parsed(path: Path) -> tuple[Graph, Columns]:
    quads = parse_file(path, base=path.as_uri()).quads
    graph = Graph()
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph, columns_of(quads)


def entries(manifest: Path) -> Iterator[tuple[Path, Node]]:
    graph, _ = parsed(manifest)
    for head in graph.objects(None, MF.entries):
        for entry in Collection(graph, head):
            yield manifest, entry
    for included in sorted(graph.objects(None, MF.include)):
        yield from entries(Path(str(included).removeprefix("file://")))


def collected() -> list[tuple[str, Path, Node]]:
    if not (SUITE / "manifest.ttl").exists():
        return []
    found = []
    for path, entry in entries(SUITE / "manifest.ttl"):
        found.append((str(path.relative_to(SUITE)).removesuffix(".ttl"), path, entry))
    return found


ALL = collected()


def test_the_suite_is_there_and_whole() -> None:
    needed(SUITE)
    assert len(ALL) == TESTS


@pytest.mark.parametrize(("path", "entry"), [one[1:] for one in ALL], ids=[one[0] for one in ALL])
def test_suite(path: Path, entry: Node) -> None:
    graph, _ = parsed(path)
    action, expected = graph.value(entry, MF.action), graph.value(entry, MF.result)
    assert action is not None
    data, shapes = (
        Path(str(graph.value(action, term)).removeprefix("file://"))
        for term in (SHT.dataGraph, SHT.shapesGraph)
    )
    if expected == SHT.Failure:
        with pytest.raises(InputError):
            check(parsed(data)[1], parsed(shapes)[0])
        return
    checked = check(parsed(data)[1], parsed(shapes)[0])
    same_file = shapes == path
    assert results(checked.to_graph(), same_file) == results(graph, same_file, expected)
    conforms = graph.value(expected, SH.conforms)
    assert str(checked.conforms).lower() == str(conforms)


def results(
    graph: Graph, same_file: bool, report: Node | None = None
) -> Counter[tuple[object, ...]]:
    """The top-level results of a report; blank nodes count as such in files of their own."""
    report = report or graph.value(None, RDF.type, SH.ValidationReport)
    found: Counter[tuple[object, ...]] = Counter()
    for one in graph.objects(report, SH.result):

        def value(term: URIRef, one: Node = one) -> object:
            node = graph.value(one, term)
            return "blank" if isinstance(node, BNode) and not same_file else node

        path = graph.value(one, SH.resultPath)
        found[
            (
                *(
                    value(SH[name])
                    for name in (
                        "focusNode",
                        "value",
                        "resultSeverity",
                        "sourceConstraintComponent",
                        "sourceShape",
                    )
                ),
                None if path is None else structure(graph, path),
            )
        ] += 1
    return found
