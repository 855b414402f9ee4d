"""Terms from rdflib to pyoxigraph and back."""

from __future__ import annotations

import logging

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, BNode, Literal, URIRef

from ozek.errors import InputError
from ozek.terms import dataset_of, from_rdflib, quad_of, quads_of_rdflib, to_rdflib

IRIS = st.from_regex(r"urn:x:[a-zA-Z0-9/]{0,8}", fullmatch=True).map(URIRef)
TEXTS = st.text(max_size=8)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.tuples(TEXTS, st.sampled_from(["kk", "ru", "en-GB"])).map(
        lambda x: Literal(x[0], lang=x[1])
    ),
    # Whatever the text, it stays as it is: 01, abc and 1.50 are numbers as somebody wrote them.
    st.tuples(
        st.one_of(TEXTS, st.sampled_from(["01", "abc", "1.50"])),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.date, URIRef("urn:x:own")]),
    ).map(lambda x: Literal(x[0], datatype=x[1], normalize=False)),
)
BLANKS = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True).map(BNode)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """rdflib tells at length which literals it cannot read."""
    caplog.set_level(logging.ERROR, logger="rdflib")


@given(st.one_of(IRIS, LITERALS, BLANKS))
def test_a_term_comes_back_as_it_was(term: rdflib.term.Identifier) -> None:
    there = from_rdflib(term)
    assert to_rdflib(there) == term
    assert from_rdflib(to_rdflib(there)) == there


def test_what_is_no_term_is_an_error() -> None:
    with pytest.raises(InputError, match="not an RDF term"):
        from_rdflib(3)
    for broken in (URIRef("no iri"), URIRef("urn:x:##"), Literal("x", datatype=URIRef("a b"))):
        with pytest.raises(InputError, match="not an RDF term"):
            from_rdflib(broken)
    triple = ox.Triple(ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:p"), ox.Literal("x"))
    with pytest.raises(InputError, match=r"RDF 1\.2"):
        to_rdflib(triple)


def test_a_triple_of_either_library_becomes_a_quad() -> None:
    home, s, p = ox.NamedNode("urn:x:g"), ox.NamedNode("urn:x:s"), ox.NamedNode("urn:x:p")
    expected = ox.Quad(s, p, ox.Literal("01", datatype=ox.NamedNode(XSD.integer)), home)
    assert quad_of(expected.triple, home) == expected
    assert quad_of(tuple(map(to_rdflib, expected.triple)), home) == expected
    with pytest.raises(InputError, match="not an RDF triple"):
        quad_of((Literal("x"), URIRef("urn:x:p"), URIRef("urn:x:o")), home)


@given(st.sets(st.tuples(IRIS, IRIS, st.one_of(IRIS, LITERALS), IRIS), max_size=6))
def test_a_dataset_keeps_each_graph(quads: set[tuple[rdflib.term.Identifier, ...]]) -> None:
    mine = {ox.Quad(*map(from_rdflib, quad)) for quad in quads}  # type: ignore[arg-type]
    dataset = dataset_of([], mine)
    assert set(quads_of_rdflib(dataset)) == mine
    assert not len(dataset.default_graph)
    assert {s for s, _ in dataset.namespaces()} >= {"ozek", "skos"}
