"""Small stores for tests: data written in place, with the logical part of the ontology."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from rdflib import RDF, SKOS, Graph, URIRef

from ozek import namespaces as ns
from ozek.reasoning.axioms import relevance, split
from ozek.store import Store

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "ontology"
BASE = "https://example.org/"
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ns.PREFIXES.items())


@functools.cache
def axioms() -> Graph:
    """The triples of ozek.ttl that rules read: no labels, no definitions."""
    full = Graph().parse(ONTOLOGY / "ozek.ttl")
    logical, _ = split(full, relevance(full))
    graph = Graph()
    for triple in logical:
        graph.add(triple)
    return graph


@functools.cache
def schemes() -> Graph:
    """Which concept of the taxonomy is in which scheme, and which of them are roles."""
    full = Graph().parse(ONTOLOGY / "taxonomy.ttl")
    graph = Graph()
    for predicate in (RDF.type, SKOS.inScheme):
        for triple in full.triples((None, predicate, None)):
            graph.add(triple)
    return graph


def make_store(
    *files: Path,
    facts: str = "",
    ontology: Graph | None = None,
    taxonomy: Graph | None = None,
) -> Store:
    """A store of TriG ``files`` and of ``facts`` (Turtle, stated by passage s01), refreshed.

    ``ontology`` is the logical part of the project's own unless another is given.
    """
    store = Store()
    store.base = BASE
    for file in files:
        store.load(file)
    if facts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "facts.trig"
            path.write_text(
                f"@base <{BASE}> .\n{PREFIXES}"
                "<graph/provenance> { <graph/provenance> a ozek:ProvenanceGraph .\n"
                "<graph/s01> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted ;\n"
                "    prov:wasQuotedFrom <passage/s01> . }\n"
                f"<graph/s01> {{\n{facts}\n}}\n",
                encoding="utf-8",
            )
            store.load(path)
    store.load(axioms() if ontology is None else ontology, graph=ns.ONTOLOGY_GRAPH)
    if taxonomy is not None:
        store.load(taxonomy, graph=ns.TAXONOMY_GRAPH)
    kinds = Graph()
    kinds.add((URIRef(ns.ONTOLOGY_GRAPH), RDF.type, URIRef(ns.OZEK + "OntologyGraph")))
    kinds.add((URIRef(ns.TAXONOMY_GRAPH), RDF.type, URIRef(ns.OZEK + "TaxonomyGraph")))
    store.load(kinds, graph=BASE + "graph/provenance")
    store.refresh_facts()
    return store


def thing(name: str) -> URIRef:
    """The IRI of a thing of the example base."""
    return URIRef(BASE + name)


def term(name: str) -> URIRef:
    """The IRI of a term of the ontology."""
    return URIRef(ns.OZEK + name)


def evidence_of(store: Store) -> Graph:
    """What shapes about evidence look at."""
    from ozek.validation import looked_at

    return looked_at.evidence(store).to_graph()
