"""Whatever is asked, the server answers: no page and no query ends in 500."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("starlette")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ozek.web.app import create_app
from ozek.web.page import MEDIA_TYPES
from ozek.web.pages import PAGES

NASTY = (
    "", "0", "-1", "99999999999", "١٢", "1e9", "null", "../../etc/passwd", "..%2f..%2fetc",
    "javascript:alert(1)", "file:///etc/passwd", "<script>alert(1)</script>", "'\"><img src=x>",
    "x> ?p ?o . <y", "http://[", "https://w3id.org/ozek/kz/", "kz:", "kz:place/kurchatov", ":",
    "\x00", "\ud800", "\r\nSet-Cookie: a=b", "=HYPERLINK(1)", "a" * 3000, "{{7*7}}", "%", "%00",
    "қазақ", "🙂", "_:b0", '"a"@kk', '"1"^^<x>', "SELECT", "cluster/california-wine",
)  # fmt: skip

TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
NAMES = st.sampled_from(
    ("q", "c", "s", "p", "o", "from", "to", "focus", "first", "limit", "sort", "type", "place",
     "cluster", "function", "kind", "network", "predicate", "hide", "tag", "query", "question",
     "shape", "lang", "language", "year")
)  # fmt: skip
ACCEPTS = st.sampled_from(
    ("*/*", "text/html", "text/turtle", "application/json;q=0", "x", ",", "text/html;q=zzz", "")
)
SUFFIXES = st.sampled_from(("", *(f".{suffix}" for suffix in MEDIA_TYPES), ".exe"))

QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def strict(wine_site: Any) -> TestClient:
    """A client for which an error in a page is an error of the test."""
    return TestClient(create_app(wine_site), follow_redirects=False)


def _path(route: str, part: str) -> str:
    from urllib.parse import quote

    start, brace, _ = route.partition("{")
    text = part.encode("utf-8", "replace")
    return start + (quote(text, safe="/") if brace else "")


@QUICK
@given(
    st.sampled_from([route for route, _ in PAGES]),
    TEXTS,
    SUFFIXES,
    st.lists(st.tuples(NAMES, TEXTS), max_size=4),
    ACCEPTS,
)
def test_no_page_ends_in_an_error(
    strict: TestClient,
    route: str,
    part: str,
    suffix: str,
    query: list[tuple[str, str]],
    accept: str,
) -> None:
    from urllib.parse import urlencode

    pairs = [(name, value.encode("utf-8", "replace")) for name, value in query]
    address = f"{_path(route, part)}{suffix}?{urlencode(pairs)}"
    found = strict.get(address, headers={"accept": accept})
    assert found.status_code < 500 or found.status_code == 503, address
    if "html" in found.headers.get("content-type", ""):
        assert "<script>alert(1)</script>" not in found.text
    assert "set-cookie" not in found.headers or found.headers["set-cookie"].startswith("lang=")
    assert found.headers["x-content-type-options"] == "nosniff"


@QUICK
@given(
    st.sampled_from(("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")),
    st.lists(
        st.tuples(
            st.sampled_from(("query", "default-graph-uri", "named-graph-uri", "update", "x")), TEXTS
        ),
        max_size=3,
    ),
    st.one_of(st.binary(max_size=60), st.sampled_from((b"ASK {}", b"query=ASK%20%7B%7D", b"%"))),
    st.sampled_from(
        (None, "application/sparql-query", "application/x-www-form-urlencoded", "text/plain", "x")
    ),
    ACCEPTS,
)
def test_the_endpoint_answers_anything(
    strict: TestClient,
    method: str,
    query: list[tuple[str, str]],
    body: bytes,
    kind: str | None,
    accept: str,
) -> None:
    from urllib.parse import urlencode

    pairs = [(name, value.encode("utf-8", "replace")) for name, value in query]
    headers = {"accept": accept} | ({"content-type": kind} if kind else {})
    content = body if method in ("POST", "PUT") else None
    found = strict.request(method, f"/sparql?{urlencode(pairs)}", content=content, headers=headers)
    assert found.status_code < 500 or found.status_code == 503
    kind_of_answer = found.headers.get("content-type", "")
    assert not kind_of_answer.startswith("text/html") or method in ("GET", "HEAD")


def test_a_label_full_of_markup_is_text_everywhere(tmp_path: Any, small_copy: Any) -> None:
    """Labels, alternative names and links that would run if a page believed them."""
    from ozek.pipeline import build
    from ozek.project import read_project
    from ozek.web.dataset import find_build
    from ozek.web.serving import opened

    nasty = '<script>alert(1)</script>\\" onmouseover=alert(2) x=\\"'
    extra = f"""
        @prefix kz: <https://w3id.org/ozek/kz/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix org: <http://www.w3.org/ns/org#> .
        @prefix ozek: <https://w3id.org/ozek/ontology#> .
        @prefix ozt: <https://w3id.org/ozek/taxonomy/> .
        <BASEgraph/evil> {{
            <BASEactor/evil> a org:Organization ;
                skos:prefLabel "{nasty}"@en , "{nasty}"@kk , "{nasty}"@ru , "=HYPERLINK(1)"@de ;
                foaf:homepage <javascript:alert(3)> .
        }}
        <BASEgraph/provenance> {{
            <BASEgraph/evil> a ozek:StatementGraph ; ozek:hasModality ozt:modality-asserted .
        }}
    """
    project = read_project(small_copy)
    (small_copy / "evil.trig").write_text(extra.replace("BASE", project.base), encoding="utf-8")
    config = small_copy / "ozek.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("data = [", 'data = ["evil.trig", ', 1), encoding="utf-8")
    project = read_project(small_copy)
    folder = build(project, tmp_path / "build").folder
    with opened(project, find_build(folder), workers=1) as site:
        reader = TestClient(create_app(site), follow_redirects=False)
        for path in (
            "/page/actor/evil", "/search?q=script", "/actors", "/graph?focus=actor/evil",
            "/path?from=actor/evil&to=actor/evil", "/query?query=SELECT * { ?s foaf:homepage ?o }",
        ):  # fmt: skip
            page = reader.get(path)
            assert page.status_code == 200, path
            assert "<script>alert" not in page.text and 'href="javascript:' not in page.text, path
        rows = reader.get("/page/actor/evil.csv").text
        assert ",=HYPERLINK" not in rows and ',"=HYPERLINK' not in rows
