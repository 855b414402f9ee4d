"""Requests of the SPARQL Protocol: what is read, and what is refused with which status."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.web.sparql.protocol import FORM, MOST_BYTES, QUERY, UPDATE, Asked, Refused, read_request


def status(*request: object) -> int:
    with pytest.raises(Refused) as caught:
        read_request(*request)  # type: ignore[arg-type]
    return caught.value.status


def test_three_ways_of_asking_are_one() -> None:
    text, graph = "ASK { ?s ?p 'a%41b &=+ қ' }", "http://example.org/g"
    asked = Asked(text, (graph,), (graph,))
    graphs = [("default-graph-uri", graph), ("named-graph-uri", graph)]
    whole = urlencode([("query", text), *graphs]).encode()
    assert read_request("GET", whole) == asked
    assert read_request("POST", b"", FORM, whole) == asked
    assert read_request("POST", urlencode(graphs).encode(), f"{FORM}; charset=utf-8",
                        urlencode({"query": text}).encode()) == asked  # fmt: skip
    assert read_request("POST", urlencode(graphs).encode(), QUERY, text.encode()) == asked


def test_a_get_without_parameters_wants_the_description() -> None:
    assert read_request("GET", b"") is None
    assert read_request("HEAD", b"") is None


@pytest.mark.parametrize(
    ("expected", "request_"),
    [
        (400, ("GET", b"query=ASK{}&query=ASK{}")),
        (400, ("GET", b"other=1")),
        (400, ("GET", b"query=%FF")),
        (400, ("GET", b"query=ASK{}&default-graph-uri=nowhere")),
        (400, ("GET", b"query=ASK{}&default-graph-uri=http://a/%3E")),
        (400, ("POST", b"", QUERY, b"\xff")),
        (400, ("POST", b"query=ASK{}", QUERY, b"ASK{}")),
        (400, ("GET", b"a&" * 2000)),
        (403, ("GET", b"update=CLEAR+ALL")),
        (403, ("POST", b"", UPDATE, b"CLEAR ALL")),
        (403, ("POST", b"", FORM, b"update=CLEAR+ALL")),
        (403, ("GET", b"query=ASK{service<http://a/>{}}")),
        (405, ("PUT", b"query=ASK{}")),
        (413, ("GET", b"query=" + b"a" * MOST_BYTES)),
        (413, ("POST", b"", QUERY, b"a" * (MOST_BYTES + 1))),
        (415, ("POST", b"query=ASK{}", None, b"")),
        (415, ("POST", b"", "text/plain", b"ASK{}")),
    ],
)
def test_what_is_refused(expected: int, request_: tuple[object, ...]) -> None:
    assert status(*request_) == expected


def test_the_word_service_may_stand_in_a_name_or_a_string() -> None:
    text = 'ASK { ?service a <http://example.org/SERVICE> ; ?p "SERVICE" } # SERVICE'
    assert read_request("GET", b"query=" + quote(text).encode()) == Asked(text)


@given(
    st.sampled_from(["GET", "HEAD", "POST", "DELETE"]),
    st.binary(max_size=200),
    st.sampled_from([None, FORM, QUERY, UPDATE, "text/html", ";;"]),
    st.binary(max_size=200),
)
def test_any_request_is_read_or_refused(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> None:
    try:
        read_request(method, query_string, content_type, body)
    except Refused as refused:
        assert 400 <= refused.status < 500
