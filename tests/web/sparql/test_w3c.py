"""The W3C tests of the SPARQL 1.1 Protocol, over HTTP.

The endpoint is read-only, so a test of an update passes when the update is refused with 403; the
tests of malformed updates want a client error, which that is too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection

pytest.importorskip("starlette")

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.routing import Route

from ozek.web.sparql.endpoint import sparql_endpoint
from ozek.web.sparql.pool import Pool
from serving import served, store_on_disk

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
NAMES = "http://kasei.us/2009/09/sparql/data/"


@pytest.fixture(scope="module")
def manifest(suites: Path) -> Graph:
    return Graph().parse(suites / "protocol" / "manifest.ttl")


@pytest.fixture(scope="module")
def client(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(f"{NAMES}data{n}.rdf"))
        for n in (1, 2, 3)
        for quad in ox.parse(path=str(suites / "protocol" / f"data{n}.nt"))
    ]
    pool = Pool(store_on_disk(quads, tmp_path_factory.mktemp("w3c") / "store"), size=1)
    methods = ["GET", "HEAD", "POST", "PUT", "OPTIONS"]
    app = Starlette(routes=[Route("/sparql/", sparql_endpoint(pool), methods=methods)])
    with served(app) as client:
        yield client
    pool.close()


def send(client: Any, manifest: Graph, request: Any) -> Any:
    headers = {}
    listed = manifest.value(request, HT.headers)
    for header in Collection(manifest, listed) if listed else ():
        name = str(manifest.value(header, HT.fieldName))
        headers[name] = str(manifest.value(header, HT.fieldValue))
    body = manifest.value(request, HT.body)
    content = b""
    if body is not None:
        encoding = str(manifest.value(body, CNT.characterEncoding) or "utf-8")
        content = str(manifest.value(body, CNT.chars) or "").encode(encoding)
    method = str(manifest.value(request, HT.methodName) or "")
    method = method or ("POST" if body is not None else "GET")
    path = str(manifest.value(request, HT.absolutePath))
    return client.request(method, path, headers=headers, content=content)


def wrong(manifest: Graph, expected: Any, found: Any) -> str:
    """What a response lacks of what the test expects; "" if nothing."""
    codes = {str(one)[-3:] for one in manifest.objects(expected, MF.expectedStatus)}
    if str(found.status_code)[0] not in {code[0] for code in codes}:
        return f"status {found.status_code}, not {sorted(codes)}: {found.text[:200]}"
    media_type = found.headers.get("content-type", "")
    shape = str(manifest.value(expected, MF.expectedFormat) or "")
    if shape in ("boolean", "tabular") and "sparql-results+json" not in media_type:
        return f"{media_type} for {shape}"
    if shape == "RDF" and "turtle" not in media_type:
        return f"{media_type} for {shape}"
    truth = manifest.value(expected, MF.expectedBoolean)
    if truth is not None and found.json()["boolean"] is not truth.toPython():
        return f"answered {found.json()}"
    return ""


def test_every_protocol_test(client: Any, manifest: Graph) -> None:
    [head] = manifest.objects(None, MF.entries)
    outcomes: dict[str, str] = {}
    for test in Collection(manifest, head):
        name = str(test).rsplit("#", 1)[1]
        action = manifest.value(test, MF.action)
        for request in Collection(manifest, manifest.value(action, HT.requests)):
            found = send(client, manifest, request)
            if name.startswith("update_"):
                outcomes[name] = "refused" if found.status_code == 403 else "not refused"
                break
            problem = wrong(manifest, manifest.value(request, HT.resp), found)
            outcomes[name] = problem or outcomes.get(name) or "passed"
    failed = {name: said for name, said in outcomes.items() if said not in ("passed", "refused")}
    assert not failed
    assert len(outcomes) == 34
    assert sum(said == "refused" for said in outcomes.values()) == 7
