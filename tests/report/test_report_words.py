"""The report's words, and names taken apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import ozek.report
from ozek.report.names import Names, read_label
from ozek.report.texts import Name, Text
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
    made = (
        "basis_",
        "severity_",
        "column_",
        "legend_",
        "folder_",
        "years_",
        "family_",
        "part_",
        "heat_",
        "scheme_",
    )
    unused = [k for k in TEXTS if not k.startswith(made) and not re.search(rf"\b{k}\b", code)]
    assert unused == []


def test_periods_and_numbers() -> None:
    words = Words(("kk", "ru", "en"))
    assert words.years(2003, 2015)["en"].text == "2003–2015"
    assert words.years(None, 2020)["ru"].text == "до 2020 года; начало не указано"
    assert words.years(None, None)["kk"].text == "жылдары айтылмаған"
    assert words.count(10200) == "10\N{NARROW NO-BREAK SPACE}200"


def test_a_text_as_markup() -> None:
    words = Words(("kk", "en"))
    assert words.plain("5 < 6").__html__() == "5 &lt; 6"
    assert words["gap"].__html__() == "<i lang=kk>олқылық</i><i lang=en>gap</i>"
    name = Text((("kk", Name("Bank", "en", True)), ("en", Name("Bank", "", True))))
    assert name.__html__() == '<span class="in" lang="en">Bank</span><sup>?</sup>'


def test_a_label_taken_apart() -> None:
    assert read_label("Atyrau [en] (?)") == Name("Atyrau", "en", True)
    assert read_label("Atyrau (?)") == Name("Atyrau", "", True)
    assert read_label("a [draft] title") == Name("a [draft] title")


def test_literals(small) -> None:  # type: ignore[no-untyped-def]
    from rdflib import Literal

    names = Names(small, ("ru", "en"))
    half = names.of(Literal("0.50", datatype="http://www.w3.org/2001/XMLSchema#decimal"))
    assert (half["ru"].text, half["en"].text) == ("0,5", "0.5")
    assert names.of(Literal(True))["ru"].text == "да"
    word = names.of(Literal("слово", lang="ru"))
    assert (word["ru"], word["en"]) == (Name("слово"), Name("слово", "ru"))
