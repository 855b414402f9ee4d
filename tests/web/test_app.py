"""The application over HTTP: report, files, headers; and what it takes for a build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from serving import served

from ozek.errors import OutputError, UsageError
from ozek.pipeline import build
from ozek.project import Project
from ozek.web.app import create_app
from ozek.web.dataset import find_build, load_build
from ozek.web.serving import _listen
from ozek.web.sparql.pool import Pool


@pytest.fixture(scope="module")
def folder(small_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(small_project, tmp_path_factory.mktemp("served") / "build").folder


@pytest.fixture(scope="module")
def client(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    built = find_build(folder)
    store = tmp_path_factory.mktemp("store") / "store"
    base = load_build(built, store)
    pool = Pool(store, size=1)
    with served(create_app(built, pool, base=base)) as client:
        yield client
    pool.close()


def test_the_report_is_the_first_page(client: Any, folder: Path) -> None:
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.content == (folder / "report.html").read_bytes()


def test_every_answer_carries_the_headers(client: Any) -> None:
    for path in ("/", "/healthz", "/sparql", "/files/summary.md", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "default-src 'none'" in headers["content-security-policy"], path


def test_files_are_served_and_nothing_beside_them(client: Any, folder: Path) -> None:
    names = sorted(path.name for path in (folder / "graph").iterdir())
    for name in names:
        found = client.get(f"/files/graph/{name}")
        assert found.content == (folder / "graph" / name).read_bytes()
    (folder.parent / "secret.txt").write_text("secret")
    for path in ("/files/../secret.txt", "/files/%2e%2e/secret.txt", "/files/..%2fsecret.txt"):
        assert client.get(path).status_code == 404


def test_the_endpoint_sees_the_facts_by_default_and_every_graph_by_name(client: Any) -> None:
    def count(pattern: str) -> int:
        found = client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {pattern}"})
        return int(found.json()["results"]["bindings"][0]["n"]["value"])

    assert count("{ ?s ?p ?o }") > 0
    assert count("{ GRAPH ?g { ?g a ozek:ProvenanceGraph } }") == 1
    assert count("{ ?g a ozek:ProvenanceGraph }") == 0, "evidence is not among the facts"


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ozek build"):
        find_build(tmp_path)


def test_a_taken_address_says_so(client: Any) -> None:
    host, port = client.base_url.host, client.base_url.port
    with pytest.raises(OutputError, match="another --port"):
        _listen(host, port)
