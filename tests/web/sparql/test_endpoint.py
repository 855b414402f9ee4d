"""The endpoint over HTTP: data sets, formats, limits, and what it does not do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, URIRef

pytest.importorskip("starlette")

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.routing import Route

from ozek.web.sparql.description import SD
from ozek.web.sparql.endpoint import sparql_endpoint
from ozek.web.sparql.pool import Pool
from ozek.web.sparql.protocol import UPDATE
from ozek.web.sparql.worker import Limits
from serving import served, store_on_disk

BASE = "http://example.org/"
RESULTS = "application/sparql-results+"
LIMITS = Limits(seconds=1.5, memory=256 << 20, rows=1000, size=200_000)


def quads() -> Iterator[ox.Quad]:
    """Two named graphs, of which the first makes the default graph too."""
    for number in range(300):
        subject = ox.NamedNode(f"{BASE}s{number}")
        predicate = ox.NamedNode(f"{BASE}p")
        value = ox.Literal(f"<b>&\"'\r\n{number} {'қ' * 40}", language="kk")
        yield ox.Quad(subject, predicate, value, ox.DefaultGraph())
        yield ox.Quad(subject, predicate, value, ox.NamedNode(f"{BASE}one"))
    two = ox.NamedNode(f"{BASE}two")
    yield ox.Quad(two, ox.NamedNode(f"{BASE}q"), ox.Literal("x"), two)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = store_on_disk(quads(), tmp_path_factory.mktemp("store") / "store")
    pool = Pool(folder, size=2, limits=LIMITS)
    methods = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE"]
    app = Starlette(routes=[Route("/sparql", sparql_endpoint(pool, base=BASE), methods=methods)])
    with served(app) as client:
        yield client
    pool.close()


def get(client: Any, query: str, accept: str = "*/*", **parameters: Any) -> Any:
    return client.get("/sparql", params={"query": query, **parameters}, headers={"accept": accept})


def count(client: Any, clause: str, pattern: str = "{ ?s ?p ?o }", **parameters: Any) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {clause} WHERE {pattern}"
    found = get(client, query, **parameters)
    return int(found.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "*/*", RESULTS + "json"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", RESULTS + "xml", RESULTS + "xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "text/tab-separated-values, */*;q=0.1",
         "text/tab-separated-values; charset=utf-8"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "application/json", "application/json"),
        ("ASK { ?s ?p ?o }", RESULTS + "xml;q=0.9, text/html", RESULTS + "xml"),
        ("DESCRIBE <two>", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/n-triples", "application/n-triples"),
    ],
)  # fmt: skip
def test_formats(client: Any, query: str, accept: str, expected: str) -> None:
    found = get(client, query, accept)
    assert (found.status_code, found.headers["content-type"]) == (200, expected)
    assert found.headers["vary"] == "Accept"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in found.headers


def test_values_keep_their_text_in_every_format(client: Any) -> None:
    query = "SELECT ?o { <s7> <p> ?o }"
    value = f"<b>&\"'\r\n7 {'қ' * 40}"
    binding = get(client, query).json()["results"]["bindings"][0]["o"]
    assert binding == {"type": "literal", "value": value, "xml:lang": "kk"}
    rows = get(client, query, "text/csv").text
    assert rows == 'o\r\n"' + value.replace('"', '""') + '"\r\n'


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT * { ?s ?p ?o }", "application/pdf"),
        ("ASK {}", "text/csv"),
        ("DESCRIBE <two>", "text/csv"),
    ],
)
def test_what_fits_nothing_is_406(client: Any, query: str, accept: str) -> None:
    assert get(client, query, accept).status_code == 406


def test_the_data_set_of_the_query_and_of_the_request(client: Any) -> None:
    one, two = BASE + "one", BASE + "two"
    everywhere = "{ GRAPH ?g { ?s ?p ?o } }"
    assert count(client, "") == 300
    assert count(client, f"FROM <{two}>") == 1
    assert count(client, "", everywhere) == 301
    assert count(client, f"FROM NAMED <{two}>", everywhere) == 1
    assert count(client, "", **{"default-graph-uri": two}) == 1
    assert count(client, "", **{"default-graph-uri": [one, two]}) == 301
    assert count(client, f"FROM <{one}>", **{"default-graph-uri": two}) == 1
    assert count(client, "", everywhere, **{"named-graph-uri": two}) == 1
    assert count(client, "", **{"named-graph-uri": two}) == 0


def test_errors_say_where(client: Any) -> None:
    found = get(client, "SELECT * {\n ?s ?p }")
    assert found.status_code == 400
    assert "line 2" in found.text and found.headers["content-type"].startswith("text/plain")


def test_updates_are_refused_and_change_nothing(client: Any) -> None:
    update = "DELETE WHERE { ?s ?p ?o }"
    for found in (
        client.post("/sparql", content=update, headers={"content-type": UPDATE}),
        client.post("/sparql", data={"update": update}),
        client.get("/sparql", params={"update": update}),
    ):
        assert found.status_code == 403
    assert get(client, update).status_code == 400
    assert count(client, "") == 300


def test_head_and_options_and_wrong_methods(client: Any) -> None:
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    options = client.options("/sparql", headers={"origin": "http://elsewhere.example"})
    assert options.status_code == 204
    assert options.headers["access-control-allow-methods"] == "GET, POST, OPTIONS"
    put = client.put("/sparql", content="ASK {}")
    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_the_description(client: Any) -> None:
    for media_type, format in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ):
        found = client.get("/sparql", headers={"accept": media_type})
        assert found.headers["content-type"].startswith(media_type)
        graph = Graph().parse(data=found.text, format=format)
        [endpoint] = graph.objects(None, URIRef(SD + "endpoint"))
        assert str(endpoint).endswith("/sparql")


def test_a_runaway_query_ends_in_its_time_and_others_go_on(client: Any) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c > ?i) }"
    with ThreadPoolExecutor(9) as threads:
        bad = threads.submit(get, client, runaway)
        small = list(threads.map(lambda n: get(client, f"ASK {{ <s{n}> ?p ?o }}"), range(200)))
        assert {found.json()["boolean"] for found in small} == {True}
        found = bad.result()
    assert found.status_code == 503
    assert "longer than 1.5 seconds" in found.text and found.headers["retry-after"]
    assert get(client, "ASK {}").json()["boolean"]


def test_a_memory_bomb_kills_its_worker_only(client: Any) -> None:
    bomb = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
    found = get(client, bomb)
    assert found.status_code == 503 and found.text.startswith("The query took")
    assert get(client, "ASK {}").status_code == 200


@pytest.mark.parametrize("accept", [RESULTS + "json", RESULTS + "xml", "text/csv",
                                    "text/tab-separated-values"])  # fmt: skip
def test_results_end_at_the_limit_of_rows(client: Any, accept: str) -> None:
    pairs = "SELECT ?a {{ VALUES ?a {{ {} }} }}"
    most = " ".join(str(n) for n in range(1000))
    assert get(client, pairs.format(most), accept).status_code == 200
    found = get(client, "SELECT ?a ?b { ?a ?p ?c . ?b ?p ?d }", accept)
    assert (found.status_code, "1,000 rows" in found.text) == (503, True)


def test_results_end_at_the_limit_of_bytes(client: Any) -> None:
    found = get(client, "CONSTRUCT { ?a ?p ?d } { ?a ?p ?c . ?b ?p ?d }")
    assert (found.status_code, "200,000 bytes" in found.text) == (503, True)


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """An address on loopback that remembers who calls."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(5)
    calls: list[bytes] = []

    def listen() -> None:
        try:
            while True:
                connection, _ = server.accept()
                calls.append(connection.recv(100))
                connection.close()
        except OSError:
            return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/", calls
    server.close()


def test_nothing_is_fetched(client: Any, canary: tuple[str, list[bytes]], tmp_path: Path) -> None:
    address, calls = canary
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://s/> <http://p/> <http://o/> .")
    assert get(client, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}").status_code == 403
    for graph in (address, secret.as_uri()):
        assert count(client, f"FROM <{graph}>") == 0
        assert count(client, "", **{"default-graph-uri": graph}) == 0
    assert calls == []
