"""The application over HTTP: first page, search, report, files, headers; what it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from ozek.errors import OutputError, UsageError
from ozek.project import Project, find_project
from ozek.web.app import create_app
from ozek.web.dataset import find_build
from ozek.web.serving import _listen, current_build
from serving import served


@pytest.fixture(scope="module")
def server(small_site: Any) -> Iterator[Any]:
    with served(create_app(small_site)) as client:
        yield client


def test_the_first_page_is_in_the_language_asked_for(server: Any, small_project: Project) -> None:
    for lang in ("kk", "ru", "en"):
        page = server.get("/", headers={"accept-language": f"{lang}, de;q=0.9"})
        assert f'<html lang="{lang}">' in page.text
        assert page.headers["content-language"] == lang
        assert small_project.title[lang] in page.text
    page = server.get("/?lang=ru", headers={"accept-language": "kk"})
    assert '<html lang="ru">' in page.text
    assert "lang=ru" in page.headers["set-cookie"]
    again = server.get("/", headers={"accept-language": "kk", "cookie": "lang=en"})
    assert '<html lang="en">' in again.text
    server.cookies.clear()


def test_a_page_says_what_it_depends_on_and_where_its_data_are(server: Any) -> None:
    page = server.get("/search", params={"q": "a"})
    assert page.headers["vary"] == "Accept, Accept-Language, Cookie"
    link = page.headers["link"]
    assert '</search.csv?q=a>; rel="alternate"; type="text/csv"' in link
    for suffix, kind in (("csv", "text/csv"), ("json", "application/json")):
        twin = server.get(f"/search.{suffix}", params={"q": "a"})
        assert twin.status_code == 200 and twin.headers["content-type"].startswith(kind)


def test_a_form_that_a_page_does_not_have_is_not_found(server: Any) -> None:
    assert server.get("/search.ttl", params={"q": "a"}).status_code == 404
    assert server.get("/index.json").json()[0]["count"] == "quads"


def test_what_is_typed_never_becomes_markup(server: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    for path in ("/search", "/nothing"):
        page = server.get(path, params={"q": nasty, "kind": nasty, "lang": nasty})
        assert "<script>alert" not in page.text, path


def test_a_wrong_number_and_an_endless_address_are_the_visitors_fault(server: Any) -> None:
    assert server.get("/search", params={"q": "a", "first": "x"}).status_code == 400
    assert server.get("/search", params={"q": "a" * 9000}).status_code == 414


def test_an_unknown_address_is_a_page_that_says_so(server: Any) -> None:
    page = server.get("/nothing", headers={"accept-language": "kk"})
    assert page.status_code == 404 and '<html lang="kk">' in page.text
    assert server.post("/search").status_code == 405


def test_the_report_is_served_as_it_was_built(server: Any, small_build: Path) -> None:
    page = server.get("/report")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.content == (small_build / "report.html").read_bytes()


def test_every_answer_carries_the_headers(server: Any) -> None:
    for path in ("/", "/healthz", "/sparql", "/files/summary.md", "/nothing", "/report"):
        headers = server.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'none'" in headers["content-security-policy"], path


def test_nothing_is_fetched_from_elsewhere(server: Any) -> None:
    for path in ("/", "/search?q=a"):
        text = server.get(path).text
        assert not re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//', text)


def test_files_are_served_and_nothing_beside_them(server: Any, small_build: Path) -> None:
    names = sorted(path.name for path in (small_build / "graph").iterdir())
    for name in names:
        found = server.get(f"/files/graph/{name}")
        assert found.content == (small_build / "graph" / name).read_bytes()
    (small_build.parent / "secret.txt").write_text("secret")
    for front in ("/files", "/static"):
        for path in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt"):
            assert server.get(f"{front}/{path}").status_code == 404


def test_the_endpoint_sees_the_facts_by_default_and_every_graph_by_name(server: Any) -> None:
    def count(pattern: str) -> int:
        found = server.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {pattern}"})
        return int(found.json()["results"]["bindings"][0]["n"]["value"])

    assert count("{ ?s ?p ?o }") > 0
    assert count("{ GRAPH ?g { ?g a ozek:ProvenanceGraph } }") == 1
    assert count("{ ?g a ozek:ProvenanceGraph }") == 0, "evidence is not among the facts"


def test_a_build_is_made_once_and_again_when_the_files_change(
    small_copy: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    project = find_project(small_copy)
    folder = tmp_path / "build"
    first = current_build(project, folder, said.append)
    assert len(said) == 1 and first == current_build(project, folder, said.append)
    assert len(said) == 1
    changed = small_copy / "ozek.toml"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    current_build(project, folder, said.append)
    assert len(said) == 2
    with pytest.raises(UsageError, match="-o"):
        current_build(find_project("california-wine"), folder, said.append)


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ozek build"):
        find_build(tmp_path)


def test_a_taken_address_says_so(server: Any) -> None:
    host, port = server.base_url.host, server.base_url.port
    with pytest.raises(OutputError, match="another --port"):
        _listen(host, port)


def test_a_page_that_fails_says_so_and_keeps_the_headers(small_site: Any) -> None:
    from dataclasses import replace

    from starlette.testclient import TestClient

    broken = TestClient(
        create_app(replace(small_site, index=None, _made={})), raise_server_exceptions=False
    )
    page = broken.get("/search?q=a&lang=kk")
    assert page.status_code == 500 and "журнал" in page.text
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_data_are_open_to_scripts_of_others_and_pages_are_not(server: Any) -> None:
    assert server.get("/actors.json").headers["access-control-allow-origin"] == "*"
    page = server.get("/actors")
    assert "access-control-allow-origin" not in page.headers
    assert "access-control-allow-credentials" not in page.headers
