"""One spelling for names in Kazakh, Russian, English and Latin letters, and what words mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozek.linking.lexicon import GROUPS, MEANINGS, RELATED, meaning, related
from ozek.linking.profiles import name_words
from ozek.linking.spelling import spell, words

SAMPLE = Path(__file__).parents[1] / "importing" / "ror_sample.jsonl"
REAL = [
    name["value"]
    for line in SAMPLE.read_text(encoding="utf-8").splitlines()
    for name in json.loads(line)["names"]
]
LETTERS = (
    "aábcçdeéğghiıíjklłmnñoöpqrsştuüvwxyzžАаӘәБбВвГгҒғДдЕеЖжЗзИиЙ"
    "йКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя -.,'«»12 αβ東大"
)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қ. Сәтбаев", "К. Сатбаев", "K. Satbayev", "Q. Sátbaev", "Q. Sätbaev"),
        ("Шымкент", "Shymkent", "Şymkent", "Šymkent"),
        ("Ақтөбе", "Актобе", "Aktobe", "Aqtöbe", "Aqtóbe"),
        ("Әл-Фараби", "Аль-Фараби", "al-Farabi", "Al Farabi"),
        ("Қарағанды", "Караганды", "Karagandy", "Qaraǵandy"),
        ("Yassawi", "Yassavi", "Ясави"),
        ("Назарбаев", "Nazarbayev", "Nazarbaev"),
    ],
)
def test_spellings_of_one_name_are_one(spellings: tuple[str, ...]) -> None:
    assert len({spell(one) for one in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Семей", "Алматы"), ("Oral", "Atyrau"), ("1", "2")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert spell(one) != spell(other)


def test_a_university_has_the_same_words_in_three_languages() -> None:
    kk = name_words("Қаныш Сәтбаев атындағы Қазақ ұлттық техникалық университеті")
    ru = name_words("Казахский национальный технический университет имени Каныша Сатбаева")
    en = name_words("Kazakh National Technical University named after Kanysh Satbayev")
    assert sorted(kk.words) == sorted(en.words) == sorted(ru.words)


@given(
    st.one_of(st.sampled_from(REAL), st.text(alphabet=LETTERS, max_size=40), st.text(max_size=20))
)
@example("ቝ")
@example("Ǽ")
@example("Vy")
@example("1qҺ")
def test_what_is_spelled_stays_so(name: str) -> None:
    once = spell(name)
    assert spell(once) == once


@given(st.text(alphabet=LETTERS, max_size=30))
def test_case_and_blanks_change_nothing(name: str) -> None:
    assert words(f"  {name.casefold()} ") == words(name.casefold())
    assert words(name.replace(" ", "  ")) == words(name)


def test_every_entry_of_the_lexicon_is_one_word_and_means_what_it_stands_under() -> None:
    for group in (*GROUPS.values(), *(group for _, group in RELATED)):
        assert group <= MEANINGS.keys()
    assert meaning(words("университеті")[0]) == "university"
    assert meaning(words("Satbayev")[0]) is None
    assert related("university", "institute") == related("institute", "university") > 0
    assert related("university", "medical") == 0
