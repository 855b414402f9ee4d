"""The index finds what ``find`` finds, in its order, whatever is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozek import namespaces as ns
from ozek.errors import OutputError
from ozek.pipeline import prepare
from ozek.search import NAMES, find, fold, latin
from ozek.store import Store
from ozek.web.indexing import Index, find_in, make_index


@pytest.fixture(scope="module")
def store() -> Store:
    return prepare("kazakhstan")


@pytest.fixture(scope="module")
def index(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / "names.db"
    make_index(store, path)
    return Index(path)


def _same(store: Store, index: Index, text: str, lang: str) -> int:
    expected = [
        tuple(None if cell is None else str(cell) for cell in row)
        for row in find(store, text, lang=lang).rows
    ]
    found = find_in(index, text, lang, limit=100_000)
    rows = [(hit.thing, hit.label, hit.kind, hit.name, hit.match) for hit in found.hits]
    assert rows == expected, text
    assert found.total == len(expected)
    assert sum(found.kinds.values()) == sum(row[2] is not None for row in expected)
    return len(rows)


TYPED = (
    "university", "універ", "al farabi", "Әл-Фараби", "аль-фараби", "қаз", "каз", "kaz", "к", "қ",
    "a", "ал", "un", "iversi", "park tech", "techno park", "шы", "щ", "ь", "ь ь", "ъ", "a b", "j",
    '"', "*", "a*", 'x" OR "y', "NEAR(a b)", "folded:a", "-", "", "  ", "\x00", "a\x00b", "2015",
    "university OR park", "(", "'", "%", "_", "ө ғ", "x" * 500, "a " * 300, "kh", "iu", "нац инст",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_finds_what_find_finds(store: Store, index: Index, lang: str) -> None:
    assert sum(_same(store, index, text, lang) for text in TYPED) > 100


def test_every_kind_of_prefix_of_names(store: Store, index: Index) -> None:
    names = sorted({q.object.value for one in NAMES for q in store.matching(None, one)})
    for number, name in enumerate(names[:: max(1, len(names) // 15)]):
        texts = (name, name[: 1 + number % 9], name[number % 5 : number % 5 + 6])
        for text in (*texts, fold(name), latin(fold(name)), " ".join(reversed(name.split()))):
            _same(store, index, text, ("kk", "ru", "en")[number % 3])


@settings(max_examples=25)
@given(st.text("aбқйьъяshkщ \"*'-:(1", max_size=6))
def test_whatever_is_typed(store: Store, index: Index, text: str) -> None:
    _same(store, index, text, "en")


def test_pages_kinds_and_places(store: Store, index: Index) -> None:
    every = find_in(index, "un", limit=1000)
    pages = [find_in(index, "un", limit=7, offset=first) for first in range(0, every.total, 7)]
    assert tuple(hit for page in pages for hit in page.hits) == every.hits
    for kind, number in every.kinds.items():
        of_kind = find_in(index, "un", kind=kind, limit=1000)
        assert of_kind.hits == tuple(hit for hit in every.hits if hit.kind == kind)
        assert (of_kind.total, of_kind.kinds) == (number, every.kinds)
    facts = set(store.fact_graphs())
    located = [
        quad
        for quad in store.matching(None, ns.OZEK + "isLocatedIn")
        if quad.graph_name.value in facts
    ]
    place = located[0].object.value
    there = {quad.subject.value for quad in located if quad.object.value == place}
    found = find_in(index, "a", place=place, limit=10_000)
    expected = tuple(hit for hit in find_in(index, "a", limit=10_000).hits if hit.thing in there)
    assert found.hits == expected


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be used as an index"):
        Index(tmp_path / "nothing.db")
