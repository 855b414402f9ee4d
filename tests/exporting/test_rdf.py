"""Export: every syntax holds the same quads, and its bytes depend on them alone."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from ozek.errors import OutputError, UsageError
from ozek.exporting.rdf import WRITERS, export
from ozek.parsing import FORMATS
from ozek.store import Store
from small_project import BASE

FACTS_ONLY = ("turtle", "rdfxml")


@pytest.mark.parametrize("format", list(WRITERS))
def test_an_export_reads_back(small: Store, format: str) -> None:
    quads = ox.parse(export(small, format), format=FORMATS[format], base_iri=BASE)
    found = ox.Dataset(quads)
    wanted = ox.Dataset(
        (ox.Quad(t.subject, t.predicate, t.object) for t in small.triples())
        if format in FACTS_ONLY
        else small.quads()
    )
    for dataset in (found, wanted):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(found) == set(wanted)


@pytest.mark.parametrize("format", list(WRITERS))
def test_bytes_do_not_depend_on_the_order(small: Store, format: str) -> None:
    quads = list(small.quads())
    random.Random(7).shuffle(quads)
    other = Store(base=BASE)
    for quad in quads:
        other._store.add(quad)
    other.refresh_facts()
    assert export(other, format) == export(small, format)


def test_rdflib_reads_the_json_ld(small: Store) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export(small, "jsonld"), format="json-ld")
    assert len([quad for quad in dataset.quads() if quad[3]]) == len(small)


def test_a_file_that_cannot_be_written(small: Store, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="missing"):
        export(small, "turtle", tmp_path / "missing" / "x.ttl")
    with pytest.raises(UsageError, match="turtle, trig"):
        export(small, "xls")
