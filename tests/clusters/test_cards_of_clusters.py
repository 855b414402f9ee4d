"""Card, comparison and what-if: sentences, rows in every format, three languages, odd clusters."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from ozek.clusters import (
    compare,
    health_card,
    resolve_actor,
    resolve_cluster,
    state_actors,
    what_if,
)
from ozek.clusters.wording import Words, _all
from ozek.errors import UsageError
from ozek.store import Store

LANGUAGES = ("kk", "ru", "en")
VALLEY = "https://w3id.org/ozek/example/wine/"
WINE = "https://w3id.org/ozek/california-wine/"
CLUSTER = WINE + "cluster/california-wine"
PETRO = "https://w3id.org/ozek/kz/cluster/petrochemical"


def rows(answer: object, item: str) -> list[dict[str, object]]:
    """The rows of an answer about an item, named by its key or the last part of its IRI."""
    records = answer.table().to_records()  # type: ignore[attr-defined]
    return [row for row in records if str(row["item"]).rpartition("/")[2] == item]


# Words --------------------------------------------------------------------------------------------


def test_every_text_is_in_three_languages_with_the_same_places() -> None:
    for section, texts in _all().items():
        for key, text in texts.items():
            assert set(text) == set(LANGUAGES), (section, key)
            if section == "nouns":
                assert [len(text[lang]) for lang in LANGUAGES] == [1, 3, 2], key
                continue
            places = {lang: set(re.findall(r"{(\w+)}", text[lang])) for lang in LANGUAGES}
            assert places["kk"] == places["ru"] == places["en"], (section, key)
            assert not re.search("[а-яё]", text["en"], re.IGNORECASE), (section, key)


def test_counted_nouns() -> None:
    ru, en, kk = Words("ru"), Words("en"), Words("kk")
    forms = {
        "пара": (1, 21, 101),
        "пары": (2, 4, 22),
        "пар": (0, 5, 11, 12, 14, 25, 111),
    }
    for form, numbers in forms.items():
        assert {ru.counted(n, "pair").rpartition(" ")[2] for n in numbers} == {form}
    assert [en.counted(n, "pair") for n in (0, 1, 2)] == ["0 pairs", "1 pair", "2 pairs"]
    assert kk.counted(5, "pair") == "5 жұп"
    assert en.number(1234) == "1,234"
    assert ru.number(1234) == "1\N{NO-BREAK SPACE}234"
    assert ru.number(0.5) == "0,5"
    assert ru.percent(0.125) == "12,5\N{NO-BREAK SPACE}%"
    assert en.names(list("abcdefg")) == "a, b, c, d, e and 2 more"


# The card -----------------------------------------------------------------------------------------


def test_the_card_of_the_wine_map(wine: Store) -> None:
    card = health_card(wine, CLUSTER)
    text = card.to_text()
    assert text.startswith(
        "California wine cluster: 16 named participants, 11 in the core and 5 in"
    )
    assert "falls into parts: wineries, wine grape growers." in " ".join(card.sentences)
    assert "Who provides these is not recorded: financial services, other services." in text
    assert "missing" not in text.replace("it never means “missing”", "")
    assert "from memory – 21" in text
    assert "n = 20, m = 22" in text
    (functions,) = rows(card, "functions")
    assert (functions["value"], functions["n"]) == (3, 5)
    assert (functions["low"], functions["high"]) == (0.6, 1.0)
    (finance,) = rows(card, "function-finance")
    assert (finance["section"], finance["state"], finance["light"]) == (
        "unknown", "not recorded", "grey",
    )  # fmt: skip
    (davis, again) = rows(card, "function-innovation-preparation")
    assert (davis["section"], davis["light"], davis["who"]) == (
        "there", "amber", WINE + "actor/uc-davis",
    )  # fmt: skip
    assert again["section"] == "breaks"
    assert davis["passages"] == "passage/text-institutions"
    assert {row["who"] for row in rows(card, "cut_point")} == {
        WINE + "actor/wineries", WINE + "actor/growers",
    }  # fmt: skip
    best = rows(card, "betweenness")[0]
    assert (best["n"], best["projection"]) == (20, "cluster-links")


def test_what_a_source_states_absent_is_red_and_nothing_else(valley: Store) -> None:
    card = health_card(valley, VALLEY + "cluster/cheese")
    assert "A source states that nobody provides: financial services." in card.to_text()
    red = [row for row in card.table().to_records() if row["light"] == "red"]
    assert [(row["state"], row["passages"]) for row in red] == [("stated absent", "passage/r02")]
    assert "No link between the participants is recorded" in card.to_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_open_is_shown_as_open(kazakhstan: Store, lang: str) -> None:
    card = health_card(kazakhstan, PETRO, lang=lang)
    records = card.table().to_records()
    lights = {row["light"] for row in records if row["section"] == "unknown"}
    assert lights == {"grey"}
    assert not [row for row in records if row["light"] in ("red", "amber")]
    unknown = {
        str(row["item"]).rpartition("/")[2] for row in records if row["state"] == "not recorded"
    }
    assert {"role-supplier", "role-producer", "role-consumer", "function-training"} <= unknown
    assert card.sentences[0] == Words(lang).sentence("nobody", cluster=card.label(PETRO))
    (produces, also) = [row for row in records if row["section"] == "planned"]
    assert produces["state"] == also["state"] == "planned"


def test_a_cluster_nobody_takes_part_in(valley: Store) -> None:
    card = health_card(valley, VALLEY + "cluster/honey")
    assert "no source names a participant" in card.to_text()
    assert "Who holds it together" not in card.to_text()


@pytest.mark.parametrize("format", ["table", "markdown", "csv", "tsv", "json"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format(valley: Store, format: str, lang: str) -> None:
    cluster = VALLEY + "cluster/wine"
    for answer in (
        health_card(valley, cluster, lang=lang),
        compare(valley, [cluster, VALLEY + "cluster/cheese"], lang=lang),
        what_if(valley, [VALLEY + "actor/old-vineyard"], lang=lang, draws=20),
    ):
        text = answer.to_text(format)
        assert text.endswith("\n")
        assert "{" not in text or format == "json"
        if format == "csv":
            found = list(csv.DictReader(io.StringIO(text)))
            assert len(found) == len(answer.rows)
            assert {"section", "item", "state", "value", "n", "projection", "passages"} <= set(
                found[0]
            )
        elif format == "json":
            assert len(json.loads(text)) == len(answer.rows)
        elif format != "tsv":
            assert answer.sentences[0].split()[0] in text
            assert Words(lang)("words", "from_where") in text
    with pytest.raises(UsageError):
        health_card(valley, cluster).to_text("xml")


def test_keys_never_show_in_what_is_read(valley: Store) -> None:
    text = health_card(valley, VALLEY + "cluster/wine", lang="ru").to_text()
    for key in ("cut_point", "ei_index", "state_body", "mean_degree", "provided", "grey"):
        assert key not in text


# Comparison ---------------------------------------------------------------------------------------


def test_clusters_side_by_side(wine: Store) -> None:
    answer = compare(wine, [CLUSTER, WINE + "cluster/tourism"])
    degree = {row["cluster"]: row for row in rows(answer, "mean_degree")}
    assert degree[CLUSTER]["value"] == 2.2
    empty = degree[WINE + "cluster/tourism"]
    assert (empty["value"], empty["state"], empty["light"]) == (None, "not recorded", "grey")
    assert "density" not in {row["item"] for row in answer.table().to_records()}
    head = answer.to_text("markdown").splitlines()[2]
    assert head == "| Item | California wine cluster | California wine country tourism cluster |"
    with pytest.raises(UsageError, match="two different"):
        compare(wine, [CLUSTER, CLUSTER])


# What if ------------------------------------------------------------------------------------------


def test_who_leaves_takes_functions_and_connections_along(wine: Store) -> None:
    gone = [WINE + "actor/growers", WINE + "actor/uc-davis"]
    answer = what_if(wine, gone, cluster=CLUSTER)
    (lost,) = rows(answer, "pairs_lost")
    assert (lost["value"], lost["n"]) == (75, 20), "13 of 18 survivors stay together"
    (d,) = rows(answer, "dependence")
    assert d["value"] == pytest.approx(75 / 153, abs=1e-6)
    assert {row["who"] for row in rows(answer, "cut_off")} == {
        WINE + path
        for path in (
            "actor/grapestock", "actor/agrochemicals", "actor/harvest-equipment",
            "actor/irrigation", "cluster/agriculture",
        )
    }  # fmt: skip
    (function,) = rows(answer, "function_lost")
    assert str(function["who"]).endswith("function-innovation-preparation")
    assert "seed 20260101" in answer.to_text()
    (share,) = rows(answer, "percentile")
    assert 0 <= share["value"] <= 100  # type: ignore[operator]
    assert answer.to_text() == what_if(wine, gone, cluster=CLUSTER).to_text(), "the same every time"


def test_the_state_steps_out(wine: Store) -> None:
    assert state_actors(wine, CLUSTER) == [WINE + "actor/state-agencies"]
    text = " ".join(what_if(wine, state_actors(wine, CLUSTER), cluster=CLUSTER).sentences)
    assert "no recorded connection between the remaining actors is lost" in text
    assert "No function and no stage of the chain loses its last named participant." in text


def test_who_has_no_links(valley: Store) -> None:
    answer = what_if(valley, [VALLEY + "actor/ministry"])
    assert "no link is recorded in this network" in answer.sentences[0]
    alone = {str(row["who"]).removeprefix(VALLEY) for row in rows(answer, "alone")}
    assert alone == {"initiative/wine"}, "only the ministry supports it"
    assert not rows(answer, "dependence")
    with pytest.raises(UsageError, match="name who leaves"):
        what_if(valley, [])
    with pytest.raises(UsageError, match="no state body"):
        state_actors(valley, VALLEY + "cluster/honey")


def test_a_stage_goes_with_its_last_participant(valley: Store) -> None:
    answer = what_if(valley, [VALLEY + "actor/glassworks"])
    lost = {
        (row["cluster"], str(row["who"]).rpartition("/")[2]) for row in rows(answer, "stage_lost")
    }
    assert lost == {
        (VALLEY + "cluster/wine", "role-supplier"),
        (VALLEY + "cluster/cheese", "role-supplier"),
    }


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [CLUSTER, "cluster/california-wine", "california-wine", "California wine cluster",
     "калифорнийский винный кластер", "Калифорнияның шарап кластері"],
)  # fmt: skip
def test_a_cluster_by_iri_short_iri_or_name(wine: Store, text: str) -> None:
    assert resolve_cluster(wine, text) == CLUSTER


def test_names_that_fit_several_or_none(wine: Store) -> None:
    with pytest.raises(UsageError, match=r"which cluster(.|\n)*cluster/tourism"):
        resolve_cluster(wine, "wine")
    with pytest.raises(UsageError, match=r"nearest(.|\n)*California wine cluster"):
        resolve_cluster(wine, "Californian wnie clster")
    with pytest.raises(UsageError, match="no cluster"):
        resolve_cluster(wine, "шшшшш")
    with pytest.raises(UsageError, match="cluster"):
        resolve_cluster(wine, "actor/growers")
    assert resolve_actor(wine, "UC Davis") == WINE + "actor/uc-davis"
