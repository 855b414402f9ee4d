"""Cards: each fact with its evidence, and plans kept apart from facts."""

from __future__ import annotations

import pytest

from ozek import namespaces as ns
from ozek.cards import Card, show
from ozek.errors import UsageError
from ozek.project import Project
from ozek.store import Store
from small_project import BASE


@pytest.fixture(scope="module")
def firm(small_project: Project) -> Card:
    from ozek.pipeline import prepare

    return show(prepare(small_project), "Фирма")


def _of(card: Card, basis: str) -> list[str]:
    return [
        str(fact.other).removeprefix(BASE)
        for fact in card.facts
        if fact.basis == basis and not fact.incoming and str(fact.predicate) != ns.RDF_TYPE
    ]


def test_stated_and_derived_planned_and_read_are_apart(firm: Card) -> None:
    assert _of(firm, "stated") == ["actor/north", "2001"]
    assert _of(firm, "reading") == ["place/town"]
    assert _of(firm, "derived") == ["place/region"]
    assert _of(firm, "planned") == ["actor/north"]
    assert _of(firm, "open reading") == ["place/other"]


def test_each_statement_has_its_passage(firm: Card) -> None:
    for fact in firm.facts:
        assert bool(fact.passages) == (fact.basis != "derived")
    passage = firm.passages[0]
    assert (passage.name, passage.locator) == ("s02", "sentence 2, characters 11–20")
    assert passage.restatement == "The firm works with it and will supply it."


def test_the_card_as_text_and_as_rows(firm: Card) -> None:
    text = firm.to_text(80)
    assert text.startswith("Firm\nactor/firm · ")
    assert "\nDerived\n" in text
    assert "supplies to: North University [s02] (planned)" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    records = firm.to_table().to_records()
    assert {record["basis"] for record in records} == {
        "stated",
        "reading",
        "derived",
        "planned",
        "open reading",
    }
    assert "<pre>" in firm._repr_html_()


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_card_in_each_language(small: Store, lang: str) -> None:
    assert show(small, "actor/north", lang=lang).to_text()


MEANINGS = {
    "kk": "(оқылым) куратор түсініксіз жерді осылай оқыған",
    "ru": "(прочтение) куратор так прочёл неясное место",
    "en": "(reading) read into an unclear passage by a curator",
}


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_marks_of_a_card_are_explained(small: Store, lang: str) -> None:
    last = show(small, "actor/firm", lang=lang).to_text(200).splitlines()[-1]
    assert last.startswith(MEANINGS[lang])
    assert "(?)" in last
    town = show(small, "place/region", lang=lang).to_text(200)
    assert MEANINGS[lang] not in town


def test_things_are_resolved_or_listed(small: Store) -> None:
    for name in ("actor/north", f"<{BASE}actor/north>", BASE + "actor/north", "North University"):
        assert str(show(small, name).thing) == BASE + "actor/north"
    with pytest.raises(UsageError, match=r"which 'Nor'[^~]*\n  actor/north  North University"):
        show(small, "Nor")
    with pytest.raises(UsageError, match="nothing is known"):
        show(small, "actor/nobody")
