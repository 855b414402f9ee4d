"""Prefixes, and the IRIs of the terms that the code itself names."""

from __future__ import annotations

OZEK = "https://w3id.org/ozek/ontology#"
OZT = "https://w3id.org/ozek/taxonomy/"
OZS = "https://w3id.org/ozek/shapes#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
CITO = "http://purl.org/spar/cito/"

PREFIXES: dict[str, str] = {
    "ozek": OZEK,
    "ozt": OZT,
    "ozs": OZS,
    "kz": "https://w3id.org/ozek/kz/",
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "oa": OA,
    "org": ORG,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": CITO,
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "adms": "http://www.w3.org/ns/adms#",
    "cc": "http://creativecommons.org/ns#",
    "cpov": "http://data.europa.eu/m8g/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eurio": "http://data.europa.eu/s66#",
    "fabio": "http://purl.org/spar/fabio/",
    "frapo": "http://purl.org/cerif/frapo/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "gn": "http://www.geonames.org/ontology#",
    "pav": "http://purl.org/pav/",
    "schema": "https://schema.org/",
    "vivo": "http://vivoweb.org/ontology/core#",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefix → namespace, in the order in which files list them."""

RDF_TYPE = RDF + "type"
RDF_FIRST = RDF + "first"
RDF_REST = RDF + "rest"
RDF_NIL = RDF + "nil"

PREF_LABEL = SKOS + "prefLabel"
ALT_LABEL = SKOS + "altLabel"

WAS_QUOTED_FROM = PROV + "wasQuotedFrom"
HAS_SOURCE = OA + "hasSource"
PASSAGE_DIGEST = OZEK + "passageDigest"
HAS_SOURCE_CHECK = OZEK + "hasSourceCheck"
HAS_SELECTOR = OA + "hasSelector"
START = OA + "start"
END = OA + "end"

HAS_MODALITY = OZEK + "hasModality"
CHOOSES_ALTERNATIVE = OZEK + "choosesAlternative"
HAS_ALTERNATIVE = OZEK + "hasAlternative"
IS_STATED_IN = OZEK + "isStatedIn"
DEFINITION_SOURCE = OZEK + "definitionSource"
HAS_TRANSLATION_STATUS = OZEK + "hasTranslationStatus"
RESTATEMENT = OZEK + "restatement"
SENTENCE_NUMBER = OZEK + "sentenceNumber"
RECORD_KEY = OZEK + "recordKey"
SHEET_NAME = OZEK + "sheetName"
ROW_NUMBER = OZEK + "rowNumber"
EDITORIAL_REASON = OZEK + "editorialReason"
READING_REASON = OZEK + "readingReason"

MODALITY_ASSERTED = OZT + "modality-asserted"
TRANSLATION_PROVISIONAL = OZT + "translation-status-provisional"

ENGINES = "https://w3id.org/ozek/engine/"
"""Below it, name and version: who made an inferred graph."""

ONTOLOGY_GRAPH = "https://w3id.org/ozek/ontology"
TAXONOMY_GRAPH = "https://w3id.org/ozek/taxonomy"
SHAPES_GRAPH = "https://w3id.org/ozek/shapes"

GRAPH_KINDS: tuple[str, ...] = (
    "StatementGraph",
    "ReadingGraph",
    "EditorialGraph",
    "InferredGraph",
    "ProvenanceGraph",
    "AnalysisGraph",
    "OntologyGraph",
    "TaxonomyGraph",
    "ShapesGraph",
)
"""Every named graph is of exactly one of these kinds (local names in ``ozek:``)."""


def expand(text: str, base: str | None = None) -> str:
    """Return the absolute IRI meant by a CURIE (``kz:actor/x``), an IRI or a path below ``base``.

    Raises UsageError when no prefix fits and there is no base to hang it on.
    """
    from ozek.errors import UsageError

    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    prefix, colon, rest = text.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + rest
    if colon and (rest.startswith("//") or prefix in ("urn", "mailto", "tag")):
        return text
    if base and text and not colon:
        return base + text
    raise UsageError(
        f"'{text}' is not an IRI I can read: write it in full (https://…) "
        f"or with a prefix such as kz:actor/…"
    )


def shorten(iri: str, base: str | None = None) -> str:
    """Return a CURIE for people (``kz:actor/x``), else the path below ``base``, else the IRI."""
    best = ""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(namespace) > len(PREFIXES.get(best, "")):
            best = prefix
    if best:
        return f"{best}:{iri[len(PREFIXES[best]) :]}"
    return iri[len(base) :] if base and iri.startswith(base) and iri != base else iri
