"""What catalogues want to know of the dataset.

Describing Linked Datasets with the VoID Vocabulary (W3C Interest Group Note, 2011) and Data Catalog
Vocabulary (DCAT) version 3 (W3C Recommendation, 2024).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.project import LANGUAGES
from ozek.web.site import Site

VOID = ns.PREFIXES["void"]
DCAT = ns.PREFIXES["dcat"]
FOAF = ns.PREFIXES["foaf"]
SPDX = "http://spdx.org/rdf/terms#"
MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Sizes:
    """Counts over the facts: triples, subjects, and uses of each class and property."""

    triples: int
    subjects: int
    graphs: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the counts for JSON, classes and properties by IRI."""
        return {
            "triples": self.triples,
            "subjects": self.subjects,
            "graphs": self.graphs,
            "classes": dict(self.classes),
            "properties": dict(self.properties),
        }


def sizes(site: Site) -> Sizes:
    """Return the counts, made once."""
    return site.once("sizes", lambda: _sizes(site))


def _sizes(site: Site) -> Sizes:
    def counted(query: str) -> tuple[tuple[str, int], ...]:
        rows = site.store.query(query)
        return tuple((row[0].value, int(row[1].value)) for row in rows)

    (whole,) = site.store.query(
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?p ?o }"
    )
    return Sizes(
        int(whole[0].value),
        int(whole[1].value),
        len(site.store.graph_kinds()),
        counted(
            "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c"
        ),
        counted("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p"),
    )


def void(site: Site, root: str) -> Iterator[ox.Triple]:
    """Yield the description in VoID; ``root`` is the server's address."""
    dataset = ox.NamedNode(f"{root}/void#dataset")
    found = sizes(site)
    yield ox.Triple(dataset, _node(ns.RDF_TYPE), _node(VOID + "Dataset"))
    yield from _general(site, dataset)
    for name, number in (("triples", found.triples), ("distinctSubjects", found.subjects)):
        yield ox.Triple(dataset, _node(VOID + name), _number(number))
    yield ox.Triple(dataset, _node(VOID + "sparqlEndpoint"), _node(f"{root}/sparql"))
    yield ox.Triple(dataset, _node(VOID + "uriSpace"), ox.Literal(site.project.base))
    yield ox.Triple(dataset, _node(FOAF + "homepage"), _node(f"{root}/"))
    for one in site.built.files:
        if one.name.startswith("graph/"):
            yield ox.Triple(dataset, _node(VOID + "dataDump"), _node(f"{root}/files/{one.name}"))
    for prefix in ("ozek", "org", "skos", "prov", "dcterms"):
        vocabulary = _node(ns.PREFIXES[prefix])
        yield ox.Triple(dataset, _node(VOID + "vocabulary"), vocabulary)
    parts = (
        ("class", "classPartition", "class", "entities", found.classes),
        ("property", "propertyPartition", "property", "triples", found.properties),
    )
    for name, link, which, count, some in parts:
        for number, (iri, uses) in enumerate(some, 1):
            part = _node(f"{root}/void#{name}-{number}")
            yield ox.Triple(dataset, _node(VOID + link), part)
            yield ox.Triple(part, _node(VOID + which), _node(iri))
            yield ox.Triple(part, _node(VOID + count), _number(uses))


def dcat(site: Site, root: str) -> Iterator[ox.Triple]:
    """Yield the description in DCAT; ``root`` is the server's address."""
    catalog, dataset = _node(f"{root}/dcat#catalog"), _node(f"{root}/void#dataset")
    kind = _node(ns.RDF_TYPE)
    yield ox.Triple(catalog, kind, _node(DCAT + "Catalog"))
    yield ox.Triple(catalog, _node(DCAT + "dataset"), dataset)
    yield ox.Triple(catalog, _node(DCAT + "service"), _node(f"{root}/dcat#sparql"))
    yield from _titles(site, catalog)
    yield ox.Triple(dataset, kind, _node(DCAT + "Dataset"))
    yield ox.Triple(dataset, _node(DCAT + "landingPage"), _node(f"{root}/"))
    yield from _general(site, dataset)
    service = _node(f"{root}/dcat#sparql")
    yield ox.Triple(service, kind, _node(DCAT + "DataService"))
    yield ox.Triple(service, _node(DCAT + "endpointURL"), _node(f"{root}/sparql"))
    yield ox.Triple(service, _node(DCAT + "servesDataset"), dataset)
    yield ox.Triple(
        service,
        _node(ns.DCTERMS + "conformsTo"),
        _node("https://www.w3.org/TR/sparql11-protocol/"),
    )
    for number, one in enumerate(site.built.files, 1):
        part, checksum = (_node(f"{root}/dcat#{name}-{number}") for name in ("file", "checksum"))
        address = _node(f"{root}/files/{one.name}")
        yield ox.Triple(dataset, _node(DCAT + "distribution"), part)
        yield ox.Triple(part, kind, _node(DCAT + "Distribution"))
        yield ox.Triple(part, _node(ns.DCTERMS + "title"), ox.Literal(one.name))
        yield ox.Triple(part, _node(DCAT + "accessURL"), address)
        yield ox.Triple(part, _node(DCAT + "downloadURL"), address)
        yield ox.Triple(
            part,
            _node(DCAT + "byteSize"),
            ox.Literal(str(one.size), datatype=_node(ns.XSD + "nonNegativeInteger")),
        )
        if one.media_type:
            yield ox.Triple(part, _node(DCAT + "mediaType"), _node(MEDIA + one.media_type))
        yield ox.Triple(part, _node(SPDX + "checksum"), checksum)
        yield ox.Triple(checksum, kind, _node(SPDX + "Checksum"))
        algorithm = _node(SPDX + "checksumAlgorithm_sha256")
        yield ox.Triple(checksum, _node(SPDX + "algorithm"), algorithm)
        value = ox.Literal(one.digest, datatype=_node(ns.XSD + "hexBinary"))
        yield ox.Triple(checksum, _node(SPDX + "checksumValue"), value)


def _general(site: Site, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    yield from _titles(site, dataset)
    if site.license:
        yield ox.Triple(dataset, _node(ns.DCTERMS + "license"), _node(site.license))
    if site.built.made:
        made = ox.Literal(site.built.made, datatype=_node(ns.XSD + "dateTime"))
        yield ox.Triple(dataset, _node(ns.DCTERMS + "issued"), made)
    if site.built.id:
        yield ox.Triple(dataset, _node(ns.DCTERMS + "identifier"), ox.Literal(site.built.id))
    for lang in LANGUAGES:
        yield ox.Triple(dataset, _node(ns.DCTERMS + "language"), ox.Literal(lang))


def _titles(site: Site, subject: ox.NamedNode) -> Iterator[ox.Triple]:
    for lang in LANGUAGES:
        title = ox.Literal(site.project.title[lang], language=lang)
        yield ox.Triple(subject, _node(ns.DCTERMS + "title"), title)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node(ns.XSD + "integer"))
