"""The terms: classes, properties and concepts in three languages, with definition and use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek import schema
from ozek.search import fold
from ozek.terms import from_rdflib
from ozek.web.describing import GROUPS, describe, label_of, schema_table
from ozek.web.page import Asked, NotFound, Page
from ozek.web.site import Site

INSTANCES = 25
"""Things of a class that its page lists."""


def index(site: Site, asked: Asked) -> Page:
    """Show every term by kind; ``?q=`` words in its names and definitions."""
    known = _terms(site)
    text = asked.get("q")
    wanted = fold(text).split()
    found = {
        iri: one for iri, one in known.items() if all(word in _folded(site, one) for word in wanted)
    }
    labels = site.labels(asked.lang)
    groups = {
        kind: sorted(
            (one for one in found.values() if one.kind == kind),
            key=lambda one: label_of(one, labels).casefold(),
        )
        for kind in (*GROUPS, *(("concept",) if wanted else ()))
    }
    return Page(
        "schema.html",
        asked.words("schema.title"),
        {"groups": groups, "text": text, "number": len(found), "naming": _naming(labels)},
        table=schema_table(found, asked.lang, _used(site)),
        triples=lambda: _model_triples(site),
    )


def term(site: Site, asked: Asked) -> Page:
    """Show one term."""
    iri = (ns.OZT if asked.path.startswith("/schema/taxonomy/") else ns.OZEK) + asked.parts["name"]
    found = _terms(site).get(iri)
    if found is None:
        raise NotFound(asked.words("schema.unknown", name=asked.parts["name"][:100]))
    questions = {one.name: one for one in site.questions}
    described = describe(found, site.evidence(asked.lang), _used(site), questions, asked.lang)
    labels = site.labels(asked.lang)
    return Page(
        "term.html",
        label_of(found, labels),
        {
            "one": described,
            "instances": site.once(("instances", iri), lambda: _instances(site, iri))
            if found.kind == "class"
            else (),
            "naming": _naming(labels),
        },
        table=schema_table({iri: found}, asked.lang, _used(site)),
        triples=lambda: _model_quads(site, iri),
        about=iri,
    )


def _terms(site: Site) -> dict[str, schema.Term]:
    def make() -> dict[str, schema.Term]:
        model = site.store.to_graph([ns.ONTOLOGY_GRAPH, ns.TAXONOMY_GRAPH])
        return schema.terms(model, site.questions)

    return site.once("terms", make)


def _used(site: Site) -> dict[str, int]:
    return site.once("usage", lambda: schema.usage(site.store))


def _folded(site: Site, one: schema.Term) -> str:
    return site.once(
        ("folded", one.iri),
        lambda: fold(" ".join((one.name, *one.labels.values(), *one.definitions.values()))),
    )


def _naming(labels: Any) -> Any:
    return lambda one: label_of(one, labels)


def _instances(site: Site, iri: str) -> tuple[str, ...]:
    """The first things of a class, by IRI."""
    query = f"SELECT ?s {{ ?s a ?class }} ORDER BY ?s LIMIT {INSTANCES}"
    from rdflib import URIRef

    found = site.store.query(query, {"class": URIRef(iri)})
    return tuple(row[0].value for row in found)


def _model_triples(site: Site) -> Iterator[Any]:
    for triple in site.store.to_graph([ns.ONTOLOGY_GRAPH, ns.TAXONOMY_GRAPH]):
        yield ox.Triple(*(from_rdflib(one) for one in triple))  # type: ignore[arg-type]


def _model_quads(site: Site, iri: str) -> Iterator[Any]:
    """What ontology and taxonomy say about a term, in their graphs."""
    for quad in site.store.matching(iri):
        if quad.graph_name.value in (ns.ONTOLOGY_GRAPH, ns.TAXONOMY_GRAPH):
            yield quad


PAGES = (
    ("/schema", index),
    ("/schema/taxonomy/{name}", term),
    ("/schema/{name}", term),
)
