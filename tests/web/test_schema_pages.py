"""The pages of terms, and the static site made from the same templates."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from ozek import namespaces as ns
from ozek.errors import OutputError
from ozek.project import find_project
from ozek.web.documenting import document


def test_every_term_has_a_page_and_its_data(client: Any) -> None:
    listed = client.get("/schema.json").json()
    assert {"class", "object-property", "concept"} <= {row["kind"] for row in listed}
    for row in listed[::20]:
        local = row["term"].removeprefix(ns.OZEK)
        path = "/schema/" + local.replace(ns.OZT, "taxonomy/")
        page = client.get(path, params={"lang": "en"})
        assert page.status_code == 200 and row["term"] in page.text, path
        assert f"<{row['term']}>" in client.get(f"{path}.nt").text


def test_a_term_says_what_it_is_in_three_languages_with_its_sentence(client: Any) -> None:
    for lang, word in (("kk", "Анықтамасы"), ("ru", "Определение"), ("en", "Definition")):
        page = client.get(f"/schema/Cluster?lang={lang}").text
        assert word in page and "/sentence/s08" in page and "/questions/clusters" in page
        assert "кластер" in page and "cluster" in page


def test_terms_are_found_by_words_of_their_definitions(client: Any) -> None:
    page = client.get("/schema?q=өңірлік шоғыр&lang=ru").text
    assert "/schema/Cluster" in page
    assert client.get("/schema/NoSuchTerm").status_code == 404


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_the_static_site_is_whole_and_needs_no_network(tmp_path: Path) -> None:
    site = tmp_path / "site"
    pages = document(find_project("kazakhstan"), site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert pages == sum(name.endswith(".html") for name in files)
    assert {"index.html", "kk/Cluster.html", "ru/Cluster.html", "en/Cluster.html"} <= files
    for path in sorted(site.rglob("*.html"))[::15]:
        links = _Links()
        links.feed(path.read_text(encoding="utf-8"))
        for link in links.found:
            if not link.startswith(("http", "#")):
                target = (path.parent / link.partition("#")[0]).resolve()
                assert target.is_file(), f"{path}: {link}"
        loaded = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="(http[^"]*)', path.read_text())
        assert not loaded, path


def test_a_folder_of_others_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "ozek.ttl").write_text("")
    with pytest.raises(OutputError):
        document(find_project("california-wine"), tmp_path)
