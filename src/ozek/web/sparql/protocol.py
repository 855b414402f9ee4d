"""Reading a request of the SPARQL 1.1 Protocol (section 2), or saying what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ozek.substitution import words

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

MOST_BYTES = 100_000
"""How long a request's query string or body may be."""

_NOT_AN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class Refused(Exception):
    """A request that is not answered: the HTTP status and what to tell the client."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Asked:
    """A query, and the data set it names (IRIs; empty: the endpoint's own)."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def read_request(
    method: str, query_string: bytes, content_type: str | None = None, body: bytes = b""
) -> Asked | None:
    """Return what a request asks; None for a GET that asks nothing (it wants the description).

    Raises Refused: 400 for a malformed request, 403 for an update or federation, 405 and 415 for
    what the protocol does not know, 413 for a request that is too long.
    """
    if len(query_string) > MOST_BYTES or len(body) > MOST_BYTES:
        raise Refused(413, f"The request is longer than {MOST_BYTES:,} bytes.")
    in_address = _parameters(query_string)
    if method in ("GET", "HEAD"):
        if not in_address:
            return None
        return _asked(in_address, None)
    if method != "POST":
        raise Refused(405, "Ask with GET or POST.")
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind == FORM:
        return _asked([*in_address, *_parameters(body)], None)
    if kind == QUERY:
        return _asked(in_address, _text(body))
    if kind == UPDATE:
        raise Refused(403, "This endpoint is read-only: updates are refused.")
    raise Refused(415, f"POST takes {FORM} or {QUERY}, not '{kind or 'no content type'}'.")


def _asked(parameters: list[tuple[str, str]], direct: str | None) -> Asked:
    named: dict[str, list[str]] = {}
    for name, value in parameters:
        named.setdefault(name, []).append(value)
    if "update" in named or "using-graph-uri" in named or "using-named-graph-uri" in named:
        raise Refused(403, "This endpoint is read-only: updates are refused.")
    queries = named.get("query", [])
    if direct is not None and queries:
        raise Refused(400, "The query stands in the body and in the address: give it once.")
    if direct is None:
        if len(queries) != 1:
            raise Refused(400, f"Give the parameter 'query' once; it was given {len(queries)} ×.")
        direct = queries[0]
    graphs = {
        name: tuple(_graph(name, value) for value in named.get(name, ()))
        for name in ("default-graph-uri", "named-graph-uri")
    }
    if "SERVICE" in words(direct):
        raise Refused(403, "SERVICE is not available: this endpoint asks no other.")
    return Asked(direct, graphs["default-graph-uri"], graphs["named-graph-uri"])


def _graph(name: str, value: str) -> str:
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value) or _NOT_AN_IRI.search(value):
        raise Refused(400, f"'{name}' has to be an absolute IRI, not '{value}'.")
    return value


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    """Decode ``a=b&c=d`` (percent-encoded UTF-8) once."""
    text = _text(encoded)
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Refused(400, "The parameters are not valid UTF-8.") from None
    except ValueError as error:
        raise Refused(400, f"The parameters cannot be read: {error}.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "The request is not valid UTF-8.") from None
