"""The report's words, and names taken apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import ozek.report
from ozek.report.names import Name, Names, read_label
from ozek.report.words import Words

FOLDER = Path(ozek.report.__file__).parent
TEXTS = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", TEXTS)
def test_every_word_in_three_languages_with_the_same_places(key: str) -> None:
    assert sorted(TEXTS[key]) == ["en", "kk", "ru"]
    places = {lang: sorted(re.findall(r"{\w+}", text)) for lang, text in TEXTS[key].items()}
    assert places["en"] == places["kk"] == places["ru"]
    assert all(text == text.strip() and text for text in TEXTS[key].values())


def test_every_word_is_used() -> None:
    sources = [*FOLDER.glob("*.py"), *(FOLDER / "templates").glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    made = ("basis_", "severity_", "column_", "legend_", "folder_", "years_")
    unused = [k for k in TEXTS if not k.startswith(made) and not re.search(rf"\b{k}\b", code)]
    assert unused == []


def test_periods_and_numbers() -> None:
    en, ru = Words("en"), Words("ru")
    assert en.years(2003, 2015) == "2003–2015"
    assert ru.years(None, 2020) == "до 2020 года; начало не указано"
    assert Words("kk").years(None, None) == "жылдары айтылмаған"
    assert (en.count(10200), ru.count(10200)) == ("10,200", "10\N{NO-BREAK SPACE}200")


def test_a_label_taken_apart() -> None:
    assert read_label("Atyrau [en] (?)") == Name("Atyrau", "en", True)
    assert read_label("Atyrau (?)") == Name("Atyrau", "", True)
    assert read_label("a [draft] title") == Name("a [draft] title")


def test_literals(small) -> None:  # type: ignore[no-untyped-def]
    from rdflib import Literal

    names = Names(small, "ru")
    assert (
        names.of(Literal("0.50", datatype="http://www.w3.org/2001/XMLSchema#decimal")).text == "0,5"
    )
    assert names.of(Literal(True)).text == "да"
    assert names.of(Literal("слово", lang="ru")) == Name("слово")
    assert names.of(Literal("word", lang="en")) == Name("word", "en")
