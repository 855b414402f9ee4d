"""The result formats of the endpoint by media type, and what one more row looks like in each."""

from __future__ import annotations

import pyoxigraph as ox

JSON = "application/sparql-results+json"

SOLUTIONS: dict[str, ox.QueryResultsFormat] = {
    JSON: ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
"""For SELECT, in order of preference; the last three stand for the first two."""

BOOLEANS = {
    media_type: format
    for media_type, format in SOLUTIONS.items()
    if format in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)
}
"""For ASK: CSV and TSV are formats of solutions only (SPARQL 1.1 CSV and TSV, section 1)."""

GRAPHS: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
}
"""For CONSTRUCT and DESCRIBE."""

ROW_MARKS: dict[ox.QueryResultsFormat, tuple[bytes, int]] = {
    ox.QueryResultsFormat.JSON: (b'}},{"', -1),
    ox.QueryResultsFormat.XML: (b"<result>", 0),
    ox.QueryResultsFormat.CSV: (b"\r\n", 1),
    ox.QueryResultsFormat.TSV: (b"\n", 1),
}
"""What stands at every row, and how many more of it than of rows there are.

No mark can stand in a value: quotes, angle brackets and line ends are escaped there. Only CSV keeps
line ends in its quoted cells, so it may count a row too many.
"""


def content_type(media_type: str) -> str:
    """Return the header's value; text formats say that they are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
