"""A projection as Parquet: the same network as in memory, and the recipe of the docs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

pytest.importorskip("duckdb")

import duckdb

from ozek.errors import OutputError, UsageError
from ozek.network import project, projections, simple
from ozek.network.parquet import write_parquet
from ozek.pipeline import prepare
from ozek.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "networks-beyond-memory.md"


@pytest.fixture(scope="module", params=["kazakhstan", "california-wine"])
def store(request: pytest.FixtureRequest) -> Store:
    return prepare(request.param)


def table(file: Path) -> list[dict[str, Any]]:
    rows = duckdb.sql(f"FROM '{file}'")
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]


def plain(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, str(value)) for key, value in row.items() if value not in (None, "")))


def assert_same(folder: Path, network: Any) -> None:
    nodes, edges = table(folder / "nodes.parquet"), table(folder / "edges.parquet")
    assert nodes == [{"id": node, **data} for node, data in sorted(network.nodes(data=True))]
    expected: Counter[Any] = Counter()
    for src, dst, key, data in network.edges(keys=True, data=True):
        if not network.is_directed():
            src, dst = sorted((src, dst))
        _, _, via = key.partition(" ")
        expected[plain({"src": src, "dst": dst, "via": via, **data})] += 1
    found = Counter(plain({**row, "evidence": " ".join(row["evidence"])}) for row in edges)
    assert found == expected
    order = [tuple(row[k] or "" for k in ("src", "dst", "relation", "via")) for row in edges]
    assert order == sorted(order)


@pytest.mark.parametrize("name", list(projections()))
def test_the_same_nodes_and_edges(name: str, store: Store, tmp_path: Path) -> None:
    files = write_parquet(store, name, tmp_path, lang="ru")
    assert [file.name for file in files] == ["nodes.parquet", "edges.parquet"]
    assert_same(tmp_path, project(store, name, lang="ru"))


TITLES = "\n".join(
    f'{key}.{lang} = "x"' for key in ("title", "description") for lang in ("kk", "ru", "en")
)
OTHERS = {
    "counted": """
directed = false
parallel = "count"
kinds = ["org:Organization", "ozek:Cluster", "ozek:Place"]
only_linked = ["ozek:Place"]
relations = ["ozek:isLocatedIn", "ozek:cooperatesWith", "ozek:suppliesTo", "ozek:isManagedBy"]
[[edges]]
relation = "ozek:isRelatedTo"
path = "^ozek:isLocatedIn | ozek:isLocatedIn/ozek:isLocatedIn"
""",
    "merged": """
parallel = "merge"
kinds = ["ozek:Cluster", "org:Organization", "ozek:ActorGroup"]
concepts = ["ozt:sector"]
relations = ["ozek:hasSectorFocus"]
[[edges]]
relation = "ozek:isMemberOfCluster"
via = "ozek:Participation"
source = "org:member"
target = "ozek:isInSegment/ozek:isSegmentOf | ozek:isInCluster"
[edges.attributes]
role = "org:role"
label_of_the_part = "skos:prefLabel | ozek:isInSegment"
[[edges]]
path = "ozek:isLinkedTo"
derived = false
""",
}


@pytest.mark.parametrize("name", OTHERS)
def test_projections_of_ones_own(name: str, store: Store, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.toml"
    file.write_text(TITLES + OTHERS[name], encoding="utf-8")
    write_parquet(store, file, tmp_path / "out")
    assert_same(tmp_path / "out", project(store, file))


def test_the_recipe_measures_what_networkx_does(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_parquet(store, "system", tmp_path / "network")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.S | re.M):
        exec(block, scope)
    db, network = scope["db"], simple(project(store, "system"))
    both_ways = network.to_undirected()
    assert dict(scope["degree"].fetchall()) == {n: d for n, d in both_ways.degree if d}
    parts = Counter(part for _, part in db.sql("FROM parts").fetchall())
    assert sorted(parts.values()) == sorted(map(len, nx.connected_components(both_ways)))
    expected = nx.pagerank(network, tol=1e-12, max_iter=1000)
    assert dict(db.sql("FROM ranks").fetchall()) == pytest.approx(expected, abs=1e-8)


def test_what_was_there_stays_when_it_fails(store: Store, tmp_path: Path) -> None:
    write_parquet(store, "actors", tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="there is no projection 'nothing'"):
        write_parquet(store, "nothing", tmp_path)
    with pytest.raises(OutputError, match="cannot be written"):
        write_parquet(store, "actors", tmp_path / "nodes.parquet")
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
