"""Finding by name: three languages, Kazakh letters by their look-alikes, Latin spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozek.search import find, fold, latin
from ozek.store import Store

KAZAKH, RUSSIAN = "әғқңөұүһі", "агкноууxи".replace("x", "х")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("North University", "actor/north"),
        ("СЕВЕРНЫЙ", "actor/north"),
        ("Солтүстік", "actor/north"),
        ("солтустик", "actor/north"),
        ("soltustik", "actor/north"),
        ("озек", "actor/north"),
        ("кала", "place/town"),
        ("qala", "place/town"),
        ("университет сев", "actor/north"),
    ],
)
def test_found(small: Store, text: str, thing: str) -> None:
    records = find(small, text).to_records()
    assert small.base is not None
    assert small.base + thing in [record["thing"] for record in records]


def test_the_best_match_comes_first_with_its_kind(small: Store) -> None:
    first = find(small, "фирма", lang="ru").to_records()[0]
    assert first["match"] == "exact"
    assert first["label"] == "Фирма"
    assert first["kind"] == "https://w3id.org/ozek/ontology#Enterprise"
    assert len(find(small, "o", limit=1)) == 1


@pytest.mark.parametrize("text", ["", "  ", "zzzzzz", "%", "\0"])
def test_nothing_is_found_for_nothing(small: Store, text: str) -> None:
    assert len(find(small, text)) == 0


@given(st.text(KAZAKH + "абвй ", max_size=12))
def test_kazakh_letters_and_look_alikes_fold_to_the_same(text: str) -> None:
    plain = text.translate(str.maketrans(KAZAKH, RUSSIAN))
    assert fold(text) == fold(plain) == fold(text.upper())


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_common_latin_spellings_meet() -> None:
    assert latin(fold("Сәтбаев")) == latin(fold("Satbaev")) == "satbaev"
    assert latin(fold("Қожа")) == latin(fold("Qoja")) == "kozha"
