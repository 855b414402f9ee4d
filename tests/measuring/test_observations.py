"""Location quotients of the observations that a graph holds."""

from __future__ import annotations

import io

import pytest

from ozek.errors import UsageError
from ozek.measuring import answer, observed_quotients
from ozek.store import Store

BASE = "https://example.org/s/"
HEAD = f"""
@base <{BASE}> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<graph/provenance> {{
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/e> a ozek:EditorialGraph .
}}
"""
JOBS = {"north": {"wine": 30, "steel": 70}, "south": {"wine": 10, "steel": 90}}


def observed(
    name: str, place: str | None, sector: str | None, value: float, year: int = 2016
) -> str:
    text = (
        f"<o/{name}> a ozek:Observation ; ozek:concernsIndicator <indicator/jobs> ; "
        f"ozek:inYear {year} ; ozek:observedValue {float(value)} . "
    )
    text += f"<o/{name}> ozek:isObservedIn <place/{place}> . " if place else ""
    return text + (f"<o/{name}> ozek:concernsSector <term/{sector}> . " if sector else "")


def store_of(*more: str) -> Store:
    text = "".join(
        observed(f"{place}-{sector}", place, sector, value)
        for place, jobs in JOBS.items()
        for sector, value in jobs.items()
    )
    store = Store(base=BASE)
    data = f"{HEAD}<graph/e> {{ {text} {''.join(more)} }}"
    store.load(io.BytesIO(data.encode()), format="trig")
    store.refresh_facts()
    return store


def quotients(store: Store) -> dict[tuple[str, str], float | None]:
    (table,) = observed_quotients(store).tables.values()
    return {
        (one.region.rpartition("/")[2], one.sector.rpartition("/")[2]): one.quotient
        for one in table.quotients
    }


def test_quotients_by_hand() -> None:
    found = quotients(store_of())
    assert found["north", "wine"] == pytest.approx((30 / 100) / (40 / 200))
    assert found["south", "wine"] == pytest.approx((10 / 100) / (40 / 200))
    assert found["north", "steel"] == pytest.approx((70 / 100) / (160 / 200))
    said = answer(store_of(), "location_quotients")
    assert said.sentence.startswith("Quotients: 4 ")
    assert "from 1.25 up: 1, first of all" in said.sentence
    assert said.table.to_records()[0]["year"] == 2016


def test_a_whole_is_not_counted_beside_its_parts() -> None:
    whole = (
        "<place/north> ozek:isLocatedIn <place/land> . "
        "<place/south> ozek:isLocatedIn <place/land> . " + observed("land-wine", "land", "wine", 40)
    )
    found = observed_quotients(store_of(whole))
    assert quotients(store_of(whole)) == quotients(store_of())
    assert any("hold others" in one for one in found.warnings)


def test_what_cannot_be_used_is_left_out_and_said() -> None:
    store = store_of(observed("loose", None, "wine", 5), observed("again", "north", "wine", 31))
    found = observed_quotients(store)
    assert quotients(store)["north", "wine"] is None
    assert any("without a place or a sector are left out: 1" in one for one in found.warnings)
    assert any("sources disagree count as withheld: 1" in one for one in found.warnings)


def test_years_and_indicators_are_kept_apart() -> None:
    store = store_of(observed("later", "north", "wine", 50, 2017))
    assert len(observed_quotients(store).tables) == 2
    assert [key[1] for key in observed_quotients(store, year=2017).tables] == ["2017"]
    assert observed_quotients(store, indicator="jobs").size == 5
    with pytest.raises(UsageError, match="indicator"):
        observed_quotients(store, indicator="patents")


def test_no_statistics_is_an_answer_too() -> None:
    assert "holds no statistics" in answer(Store(base=BASE), "location_quotients").sentence
