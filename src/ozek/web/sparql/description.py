"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import pyoxigraph as ox

from ozek.namespaces import RDF_TYPE

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"

RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
    "N3",
)


def description(address: str, format: ox.RdfFormat) -> bytes:
    """Return the description of the endpoint at ``address`` in an RDF format."""
    service = ox.BlankNode("service")
    dataset, default = ox.BlankNode("dataset"), ox.BlankNode("default")

    def node(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    triples = [
        ox.Triple(service, ox.NamedNode(RDF_TYPE), node("Service")),
        ox.Triple(service, node("endpoint"), ox.NamedNode(address)),
        ox.Triple(service, node("supportedLanguage"), node("SPARQL11Query")),
        ox.Triple(service, node("defaultDataset"), dataset),
        ox.Triple(dataset, ox.NamedNode(RDF_TYPE), node("Dataset")),
        ox.Triple(dataset, node("defaultGraph"), default),
        ox.Triple(default, ox.NamedNode(RDF_TYPE), node("Graph")),
        *(
            ox.Triple(service, node("resultFormat"), ox.NamedNode(FORMATS + name))
            for name in RESULT_FORMATS
        ),
    ]
    if format == ox.RdfFormat.JSON_LD or not format.supports_datasets:
        return ox.serialize(triples, format=format, prefixes={"sd": SD, "fmt": FORMATS}) or b""
    quads = [ox.Quad(one.subject, one.predicate, one.object) for one in triples]
    return ox.serialize(quads, format=format, prefixes={"sd": SD, "fmt": FORMATS}) or b""
