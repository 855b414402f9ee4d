"""owlrl as the oracle: its closure, with the noise named and left out as for ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from owlrl.OWLRL import OWLRL_Semantics
from rdflib import OWL, RDF, BNode, Graph, Literal, URIRef

from ozek.columns import columns_of
from ozek.reasoning import owlrl_engine
from ozek.reasoning.axioms import Triple
from ozek.reasoning.noise import category, terms_of
from ozek.reasoning.rl import Closure, close
from ozek.terms import from_rdflib

EX = "https://example.org/"
HEAD = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SCHEMA_LEVEL = ("schema", "anonymous-subject", "anonymous-class")


def graph(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


def ours(data: Graph, *, keep: Collection[str] = (), closure: Closure | None = None) -> set[str]:
    closure = closure or close(columns_of(data), uncovered="warn")
    return {" ".join(triple) for triple in closure.derived_triples(keep=keep, expand=None)}


def owlrl_graph(data: Graph) -> Graph:
    """The closure by owlrl: as it comes, but with keys that work and without its error nodes."""
    return owlrl_engine.close(data).graph


def plain_owlrl(data: Graph) -> Graph:
    """owlrl as it comes."""
    whole = Graph()
    for triple in data:
        whole.add(triple)
    OWLRL_Semantics(whole, False, False).closure()
    return whole


def facts(closed: Graph, data: Graph, *, keep: Collection[str] = ()) -> set[str]:
    """What a closure adds, without the noise of the categories that are not kept."""
    terms = terms_of(data)
    return set(
        lines(
            triple
            for triple in closed
            if triple not in data and category(triple, terms) in (None, *keep)
        )
    )


def lines(triples: Iterable[Triple]) -> Iterable[str]:
    for triple in triples:
        yield " ".join(str(from_rdflib(term)) for term in triple)


def ex(name: str) -> URIRef:
    return URIRef(EX + name)


__all__ = ["OWL", "RDF", "BNode", "Literal"]
