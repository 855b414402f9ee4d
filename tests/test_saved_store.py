"""A store saved to a folder and opened again says the same as the one in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import XSD

from ozek import namespaces as ns
from ozek.errors import OutputError
from ozek.pipeline import prepare
from ozek.query import ask, load_questions
from ozek.store import Store


@pytest.fixture(scope="module")
def kept() -> Store:
    return prepare("california-wine")


@pytest.fixture(scope="module")
def saved(kept: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("saved")
    kept.save(folder)
    return Store.saved(folder, base=kept.base)


def test_it_holds_the_same_quads_as_written(kept: Store, saved: Store) -> None:
    assert set(saved.quads()) == set(kept.quads())
    assert set(saved.triples()) == set(kept.triples())
    assert len(saved) == len(kept)
    assert saved.graph_kinds() == kept.graph_kinds()
    assert saved.fact_graphs() == kept.fact_graphs()
    assert sorted(b"".join(saved.nquads()).splitlines()) == sorted(
        b"".join(kept.nquads()).splitlines()
    )


def test_it_answers_the_same_questions(kept: Store, saved: Store) -> None:
    for question in load_questions():
        if question.answerable and question.folder in ("cluster-manager", "data-steward"):
            assert ask(saved, question).rows == ask(kept, question).rows, question.name


def test_several_open_it_at_once(kept: Store, tmp_path: Path) -> None:
    kept.save(tmp_path)
    stores = [Store.saved(tmp_path, base=kept.base) for _ in range(3)]
    assert len({len(list(store.matching(None, ns.PREF_LABEL))) for store in stores}) == 1


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be used as a store"):
        Store.saved(tmp_path / "nothing")


_LITERALS = st.one_of(
    st.text(max_size=8).filter(lambda text: max(text, default="a") < "\ud800").map(Literal),
    st.sampled_from(["01", "+1", "1", "1.0", "1.50", "abc", "1e3", ""]).flatmap(
        lambda text: st.sampled_from(
            [XSD.integer, XSD.decimal, XSD.double, XSD.boolean, XSD.byte, XSD.date]
        ).map(lambda kind: Literal(text, datatype=kind, normalize=False))
    ),
    st.sampled_from(["kk", "KK", "en-US"]).map(lambda tag: Literal("x", lang=tag)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abc"), _LITERALS, st.sampled_from("gh")), max_size=8))
def test_every_literal_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, Literal, str]]
) -> None:
    source = Dataset()
    for subject, value, graph in rows:
        name = URIRef(f"http://x/{graph}")
        source.graph(name).add((URIRef(f"http://x/{subject}"), URIRef("http://x/p"), value))
    store = Store(base="http://x/")
    store.load(source)
    expected = set(store.quads())
    folder = tmp_path_factory.mktemp("literals")
    store.save(folder)
    assert set(Store.saved(folder, base="http://x/").quads()) == expected
