"""The actors of the index are those of the store, with the same values, counted right."""

from __future__ import annotations

from collections import Counter

import pytest

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.pipeline import prepare
from ozek.search import Kinds
from ozek.store import Store
from ozek.web.actor_index import FACETS, ActorRow, actor_iris, actors
from ozek.web.indexing import Index, find_in, make_index


@pytest.fixture(scope="module")
def store() -> Store:
    return prepare("kazakhstan")


@pytest.fixture(scope="module")
def index(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("actors") / "index.db"
    make_index(store, path)
    return Index(path)


@pytest.fixture(scope="module")
def every(index: Index) -> tuple[ActorRow, ...]:
    return actors(index, limit=10_000).rows


def _values(row: ActorRow, facet: str) -> tuple[str, ...]:
    if facet == "kind":
        return (row.kind,) if row.kind else ()
    found: tuple[str, ...] = getattr(row, facet + "s")
    return found


def test_values_are_the_facts_of_the_store(store: Store, every: tuple[ActorRow, ...]) -> None:
    assert {row.iri for row in every} == actor_iris(store) and len(every) > 50
    facts, labels, kinds = set(store.fact_graphs()), Labels(store, "en"), Kinds(store)
    for row in every:
        own = list(store.matching(row.iri))
        for facet, predicate in FACETS.items():
            said = {
                quad.object.value
                for quad in own
                if quad.predicate.value == predicate and quad.graph_name.value in facts
            }
            assert set(_values(row, facet)) == said
        graphs = {quad.graph_name.value for quad in own}
        quoted = {
            quad.object.value
            for graph in graphs
            for quad in store.matching(graph, ns.WAS_QUOTED_FROM)
        }
        assert (row.graphs, row.passages) == (len(graphs), len(quoted))
        assert (row.label, row.kind) == (labels.of(row.iri), kinds.of(row.iri))


def test_facets_count_what_fits(index: Index, every: tuple[ActorRow, ...]) -> None:
    facets = actors(index).facets
    for facet, counts in facets.items():
        assert counts == Counter(value for row in every for value in _values(row, facet))
        for value, number in list(counts.items())[:5]:
            found = actors(index, **{facet: value}, limit=10_000)  # type: ignore[arg-type]
            assert found.rows == tuple(row for row in every if value in _values(row, facet))
            assert found.total == number
            for other, numbers in found.facets.items():
                assert numbers == Counter(v for row in found.rows for v in _values(row, other))


def test_conditions_together_text_and_pages(index: Index, every: tuple[ActorRow, ...]) -> None:
    hits = {hit.thing for hit in find_in(index, "university", limit=10_000).hits}
    expected = tuple(row for row in every if row.iri in hits)
    kind = expected[0].kind
    both = actors(index, text="university", kind=kind, limit=10_000)
    assert both.rows == tuple(row for row in expected if row.kind == kind) != ()
    pages = [actors(index, text="university", offset=n, limit=3) for n in range(0, 12, 3)]
    assert tuple(row for page in pages for row in page.rows) == expected[:12]
    assert actors(index, text='"', limit=5).total == 0
    assert actors(index, kind="http://nowhere/").rows == ()


@pytest.mark.parametrize("wrong", [{"lang": "en; --"}, {"order": "iri"}])
def test_a_wrong_language_or_order_says_so(index: Index, wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        actors(index, **wrong)  # type: ignore[arg-type]


def test_order(index: Index, every: tuple[ActorRow, ...]) -> None:
    rows = actors(index, order="passages", limit=10_000).rows
    assert [row.passages for row in rows] == sorted((r.passages for r in every), reverse=True)
    assert {row.iri for row in actors(index, lang="kk", limit=10_000).rows} == {
        row.iri for row in every
    }
