"""The SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, as functions over a :class:`Service`.

Everything here raises a :class:`~ozek.errors.ServiceError` that says in words what the service did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import pyoxigraph as ox

from ozek.errors import (
    ServiceMissing,
    ServiceTruncated,
    ServiceWrongAnswer,
    UsageError,
)
from ozek.remote.service import Service, service_of
from ozek.remote.transport import Answer, request
from ozek.substitution import selected

__all__ = [
    "Rows",
    "Service",
    "ask",
    "construct",
    "count",
    "delete_graph",
    "get_graph",
    "number",
    "pages",
    "put_graph",
    "rows",
    "select",
    "service_of",
    "update",
]

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_RESULTS = (_JSON, "application/json")
_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_TRUTH = {
    ox.Literal(number, datatype=_BOOLEAN): ox.Literal(word, datatype=_BOOLEAN)
    for number, word in (("1", "true"), ("0", "false"))
}
"""Truth values as Virtuoso writes them in rows, and as it writes them in triples."""

_VIRTUOSO_ANSWER = ox.Variable("__ASK_RETVAL")
"""What Virtuoso calls its answer of yes or no, a row with 1 or 0."""

_NODE = re.compile(rb'("type":\s*"bnode",\s*"value":\s*")nodeID://')


@dataclass
class Rows:
    """The rows of a SELECT query: iterate once; each is variable → term, unbound ones left out."""

    variables: tuple[str, ...]
    terms: Iterator[tuple[Any, ...]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self.terms:
            yield {
                name: term
                for name, term in zip(self.variables, row, strict=True)
                if term is not None
            }

    def tuples(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples of terms in the order of ``variables``; None where unbound."""
        return self.terms


# Queries -----------------------------------------------------------------------------------------


def select(
    service: Service,
    text: str,
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> Rows:
    """Ask a SELECT query and return its rows, of pyoxigraph terms.

    The answer has arrived as a whole when this returns; it is parsed while the rows are taken.
    Raises ServiceTruncated if the service says that it left rows out (see :func:`pages`), or if the
    answer breaks off – at the latest after the last row.
    """
    answer = _query(service, text, ", ".join(_RESULTS), default_graphs, named_graphs)
    _expect(answer, _RESULTS)
    result = _parsed(answer)
    if not isinstance(result, ox.QuerySolutions):
        raise ServiceWrongAnswer("it answers yes or no to a question for rows", url=answer.url)
    variables = tuple(variable.value for variable in result.variables)
    if variables != (selected(text) or variables):
        raise ServiceWrongAnswer("it gives other columns than asked for", url=answer.url)
    return Rows(variables, _rows(result, answer))


def rows(
    service: Service,
    text: str,
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> Rows:
    """Ask a SELECT query at once or, where the service says that it left rows out, in pages.

    Not every service says so: the rows are counted, after the last one. Raises ServiceTruncated if
    there are not as many.
    """
    from ozek.remote.paging import Dataset, counted

    graphs = Dataset(tuple(default_graphs), tuple(named_graphs))
    try:
        found = select(service, text, **graphs._asdict())
    except ServiceTruncated:
        return pages(service, text, **graphs._asdict())
    return Rows(found.variables, counted(service, text, found, graphs))


def ask(
    service: Service,
    text: str,
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> bool:
    """Ask an ASK query."""
    answer = _query(service, text, ", ".join(_RESULTS), default_graphs, named_graphs)
    _expect(answer, _RESULTS)
    result = _parsed(answer)
    if isinstance(result, ox.QuerySolutions) and result.variables == [_VIRTUOSO_ANSWER]:
        return [row[0].value for row in result] == ["1"]
    if not isinstance(result, ox.QueryBoolean):
        raise ServiceWrongAnswer("it gives rows for a question of yes or no", url=answer.url)
    return bool(result)


def construct(
    service: Service,
    text: str,
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> Iterator[ox.Triple]:
    """Ask a CONSTRUCT or DESCRIBE query and yield its triples, each as often as it is sent.

    Raises ServiceTruncated if the service says that it left triples out.
    """
    answer = _query(service, text, _NTRIPLES, default_graphs, named_graphs)
    return _triples(answer)


def count(service: Service, pattern: str) -> int:
    """Return how many solutions a group graph pattern (without its braces) has."""
    return number(service, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")


def number(
    service: Service,
    text: str,
    *,
    default_graphs: Iterable[str] = (),
    named_graphs: Iterable[str] = (),
) -> int:
    """Ask a SELECT query whose one row is a whole number."""
    found = select(service, text, default_graphs=default_graphs, named_graphs=named_graphs)
    rows = list(found.tuples())
    try:
        ((term,),) = rows
        return int(term.value)
    except (ValueError, TypeError, AttributeError):
        raise ServiceWrongAnswer("it gives no number for a COUNT", url=service.query) from None


def pages(
    service: Service,
    text: str,
    size: int = 5000,
    *,
    default_graphs: Iterable[str] | None = None,
    named_graphs: Iterable[str] = (),
) -> Rows:
    """Ask a SELECT query in pages of ``size`` rows; none is lost or comes twice.

    Without ``default_graphs`` the query sees the service's facts, and not every service then shows
    it a graph that it names: for such a query give ``()``.

    The rows are put in one order, the query's own and then that of all their terms, and counted
    before and after. Raises ServiceTruncated if not as many came.
    """
    from ozek.remote.paging import Dataset, in_pages

    facts = [service.facts] if service.facts else []
    graphs = Dataset(
        tuple(facts if default_graphs is None else default_graphs), tuple(named_graphs)
    )
    return in_pages(service, text, size, graphs)


# Changes -----------------------------------------------------------------------------------------


def update(service: Service, text: str) -> None:
    """Run a SPARQL update, once: it is not sent again if the connection breaks."""
    request(
        service,
        "POST",
        _address(service, "update"),
        accept="*/*",
        content=text.encode("utf-8"),
        content_type="application/sparql-update",
        safe=False,
    )


def put_graph(service: Service, graph: str | None, ntriples: bytes) -> None:
    """Put N-Triples in the place of what a graph (None: the default graph) holds."""
    request(
        service,
        "PUT",
        _address(service, "graphs"),
        accept="*/*",
        params=_graph(graph),
        content=ntriples,
        content_type=_NTRIPLES,
        safe=False,
    )


def has_node(line: bytes) -> bool:
    """Whether a line of N-Triples holds a blank node."""
    return line.startswith(b"_:") or b"> _:" in line


def delete_graph(service: Service, graph: str | None) -> None:
    """Delete a graph; nothing happens if there is none of that name."""
    try:
        request(
            service,
            "DELETE",
            _address(service, "graphs"),
            accept="*/*",
            params=_graph(graph),
            safe=False,
        )
    except ServiceMissing:
        if count(service, _pattern(graph)):
            raise


def get_graph(service: Service, graph: str | None) -> bytes:
    """Return a graph as N-Triples, one triple a line; empty if there is none of that name.

    Raises ServiceTruncated if it has not as many triples as the service counts.
    """
    expected = count(service, _pattern(graph))
    if not expected:
        return b""
    answer = request(
        service,
        "GET",
        _address(service, "graphs"),
        accept=_NTRIPLES,
        params=_graph(graph),
        safe=True,
    )
    triples = set(_triples(answer))
    if len(triples) < expected:  # Virtuoso gives the first 10,001 without a word
        text = f"SELECT ?s ?p ?o WHERE {{ {_pattern(graph)} }}"
        triples = {ox.Triple(*row) for row in rows(service, text).tuples()}
    if len(triples) != expected:
        raise ServiceTruncated(
            f"it counts {expected} triples in {graph or 'the default graph'} "
            f"and gives {len(triples)}",
            url=answer.url,
        )
    return b"".join(f"{triple} .\n".encode() for triple in triples)


# Helpers -----------------------------------------------------------------------------------------


def _address(service: Service, kind: str) -> str:
    address = getattr(service, kind)
    if address is None:
        raise UsageError(
            f"{service.query}: where it takes {'updates' if kind == 'update' else 'graphs'} is not "
            f"known: say '{kind}' in [store] of ozek.toml"
        )
    return str(address)


def _graph(graph: str | None) -> list[tuple[str, str]]:
    return [("default", "")] if graph is None else [("graph", graph)]


def _pattern(graph: str | None) -> str:
    return "?s ?p ?o" if graph is None else f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}"


def _query(
    service: Service,
    text: str,
    accept: str,
    default_graphs: Iterable[str],
    named_graphs: Iterable[str],
) -> Answer:
    form = [("query", text)]
    form += [("default-graph-uri", graph) for graph in default_graphs]
    form += [("named-graph-uri", graph) for graph in named_graphs]
    answer = request(service, "POST", service.query, accept=accept, form=form, safe=True)
    most = answer.headers.get("x-sparql-maxrows")
    if most:
        raise ServiceTruncated(
            f"it gives no more than {most} rows, and there are more of them", url=answer.url
        )
    if "s1tat" in answer.headers.get("x-sql-state", "").lower():
        raise ServiceTruncated("it gave up in the middle: the rows are not all", url=answer.url)
    return answer


def _expect(answer: Answer, types: tuple[str, ...]) -> None:
    if answer.media_type not in types:
        got = answer.media_type or "something without a type"
        raise ServiceWrongAnswer(
            f"it answers with {got}, not {types[0]}"
            + (
                ": a web page; is this the address of its queries?"
                if "html" in answer.media_type
                else ""
            ),
            url=answer.url,
        )


def _parsed(answer: Answer) -> Any:
    source: Any = _Renamed(answer.body) if "virtuoso" in _server(answer) else answer.body
    try:
        return ox.parse_query_results(source, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError, OSError) as error:
        raise _unreadable(error, answer) from None


def _rows(result: Any, answer: Answer) -> Iterator[tuple[Any, ...]]:
    virtuoso = "virtuoso" in _server(answer)
    try:
        for row in result:
            yield tuple(_TRUTH.get(term, term) for term in row) if virtuoso else tuple(row)
    except (SyntaxError, ValueError, OSError) as error:
        raise _unreadable(error, answer) from None


def _triples(answer: Answer) -> Iterator[ox.Triple]:
    _expect(answer, (_NTRIPLES, "text/plain"))
    try:
        for quad in ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple
    except (SyntaxError, ValueError, OSError) as error:
        raise _unreadable(error, answer) from None


def _unreadable(error: Exception, answer: Answer) -> ServiceWrongAnswer | ServiceTruncated:
    answer.body.seek(0, 2)
    size = answer.body.tell()
    if size == 0:
        return ServiceTruncated("the answer is empty", url=answer.url)
    answer.body.seek(max(0, size - 64))
    if answer.body.read().rstrip()[-1:] not in (b"}", b"."):
        return ServiceTruncated("the answer breaks off before its end", url=answer.url)
    return ServiceWrongAnswer(f"the answer cannot be read: {error}", url=answer.url)


def _server(answer: Answer) -> str:
    return answer.headers.get("server", "").lower()


class _Renamed:
    """A file in which Virtuoso's names of blank nodes (``nodeID://b1``) are those of SPARQL."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        if not self._left:
            line = self._body.readline()  # a solution a line
            self._left = _NODE.sub(rb"\1", line)
        if size is None or size < 0:
            rest = self._left + _NODE.sub(rb"\1", self._body.read())
            self._left = b""
            return rest
        piece, self._left = self._left[:size], self._left[size:]
        return piece
