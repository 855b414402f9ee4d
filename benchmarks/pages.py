"""``python -m benchmarks.pages``: how long the pages of the explorer take, at several sizes.

A client in the same process asks for each page; what is told is the first time and the middle of
five more. With ``--ror`` the register's organisations are built, served and asked too.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ozek.exporting.rdf import SUFFIX, export
from ozek.importing.ror import iter_ror
from ozek.pipeline import prepare
from ozek.project import Project, find_project, read_project
from ozek.web.dataset import find_build
from ozek.web.serving import opened

OUT = Path(__file__).parent / "out" / "pages.md"

HUB = """
    SELECT ?p (COUNT(*) AS ?n) { ?s ozek:isLocatedIn ?p }
    GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT 1"""
ACTOR = "SELECT ?a { ?a a org:Organization ; org:subOrganizationOf ?b } ORDER BY ?a LIMIT 1"

PAGES = (
    "/", "/search?q=university", "/search.json?q=al&limit=8", "/clusters", "/functions", "/actors",
    "/actors?q=institute", "/actors?place={hub}", "/places", "/page/{actor}", "/page/{hub}",
    "/data/{actor}.ttl", "/sources", "/sources/ror", "/graph?focus={actor}", "/graph?focus={hub}",
    "/path?from={actor}&to={hub}", "/gaps", "/validation", "/metrics", "/questions",
    "/questions/register-summary", "/schema", "/schema/Enterprise", "/void", "/about",
)  # fmt: skip


def graph_only(project: Project, folder: Path) -> None:
    """Make of a build what is served: the graph, without the answers and the report."""
    store = prepare(project)
    (folder / "graph").mkdir(parents=True)
    for syntax in ("nquads", "turtle"):
        export(store, syntax, folder / "graph" / f"{project.name}.{SUFFIX[syntax]}")


def register(path: Path, folder: Path) -> Project:
    """Return a project of nothing but the register."""
    folder.mkdir(parents=True)
    with (folder / "ror.nq").open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(iter_ror(path, base="https://w3id.org/ozek/ror/"))
    title = "\n".join(f'{lang} = "ROR"' for lang in ("kk", "ru", "en"))
    (folder / "ozek.toml").write_text(
        f'name = "ror"\nbase = "https://w3id.org/ozek/ror/"\ndata = ["ror.nq"]\n[title]\n{title}\n',
        encoding="utf-8",
    )
    return read_project(folder)


def timed(project: Project, folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield what was asked, the first time and the middle of five more, in milliseconds."""
    from starlette.testclient import TestClient

    from ozek.web.app import create_app

    built = find_build(folder)
    for name in ("prepare and open", "open"):
        started = time.perf_counter()
        with opened(project, built) as site:
            seconds = time.perf_counter() - started
            yield name, 1000 * seconds, 1000 * seconds
            if name == "open":
                yield from _pages(site, TestClient(create_app(site)))


def _pages(site: Any, client: Any) -> Iterator[tuple[str, float, float]]:
    names = {}
    for name, query in (("hub", HUB), ("actor", ACTOR)):
        (row,) = site.store.query(query)
        names[name] = site.local(row[0].value)
    for page in PAGES:
        address = page.format(**names)
        times = []
        for _ in range(6):
            started = time.perf_counter()
            status = client.get(address).status_code
            times.append(1000 * (time.perf_counter() - started))
            assert status == 200, f"{address}: {status}"
        yield page, times[0], statistics.median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ror", type=Path, help="a dump of the Research Organization Registry")
    chosen = parser.parse_args()
    columns: dict[str, dict[str, tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as place:
        projects = [find_project("kazakhstan")]
        if chosen.ror:
            projects.append(register(chosen.ror, Path(place) / "project"))
        for project in projects:
            folder = Path(place) / f"{project.name}-build"
            graph_only(project, folder)
            columns[project.name] = {name: (a, b) for name, a, b in timed(project, folder)}
    names = list(columns)
    heads = [f"{name}, {which}" for name in names for which in ("first", "warm")]
    lines = ["# Pages, milliseconds", "", "| page | " + " | ".join(heads) + " |"]
    lines.append("| --- |" + " ---: |" * len(heads))
    for page in columns[names[0]]:
        values = [f"{value:.0f}" for name in names for value in columns[name][page]]
        lines.append(f"| `{page}` | " + " | ".join(values) + " |")
    text = "\n".join(lines) + "\n"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
