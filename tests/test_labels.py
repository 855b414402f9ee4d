"""Labels: the language asked for, the fall-backs, and what is shown of a doubtful one."""

from __future__ import annotations

import pytest
from rdflib import Literal

from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.store import Store
from small_project import BASE


@pytest.mark.parametrize(
    ("lang", "thing", "label"),
    [
        ("kk", "actor/north", "Солтүстік университеті"),
        ("ru", "actor/north", "Северный университет"),
        ("en", "place/other", "Other town (?)"),
        ("kk", "place/other", "Other town [en] (?)"),
        ("en", "place/unknown", "place/unknown"),
        ("kk", "source/text", "Мәтін"),
    ],
)
def test_labels(small: Store, lang: str, thing: str, label: str) -> None:
    assert Labels(small, lang).of(BASE + thing) == label


def test_literals_are_their_text_and_unknown_terms_their_short_name(small: Store) -> None:
    labels = Labels(small)
    assert labels.of(Literal("x", lang="kk")) == "x"
    assert labels.of("https://w3id.org/ozek/kz/actor/x") == "kz:actor/x"
    assert labels.best([Literal("б", lang="ru"), Literal("к", lang="kk")]) == "б [ru]"
    assert labels.best([]) == ""


def test_an_unknown_language_is_refused(small: Store) -> None:
    with pytest.raises(UsageError, match="en, ru, kk"):
        Labels(small, "de")
