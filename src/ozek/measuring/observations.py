"""Location quotients of the observations in a graph: the statistics that were imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.network.location import CUT, Cell, LocationQuotients, Quotient, location_quotients
from ozek.network.notes import note
from ozek.network.ready import rows_table
from ozek.network.statements import Statements, closure, read

if TYPE_CHECKING:
    from ozek.results import Table
    from ozek.store import Store

Key = tuple[str, str, str]
"""Indicator, year and unit: what one table of values has in common; "" for what is not stated."""


@dataclass(frozen=True)
class Quotients:
    """Location quotients per indicator, year and unit.

    Attributes:
        tables: (indicator, year, unit) → its quotients, regions and sectors by IRI.
        warnings: what was left out, and why.
    """

    tables: dict[Key, LocationQuotients]
    warnings: tuple[str, ...]

    @property
    def size(self) -> int:
        """Number of quotients."""
        return sum(len(one.quotients) for one in self.tables.values())

    def concentrated(self, cut: float = CUT) -> tuple[Quotient, ...]:
        """Return the quotients from ``cut`` up, the greatest first."""
        found = [one for table in self.tables.values() for one in table.concentrated(cut)]
        return tuple(sorted(found, key=lambda one: -(one.quotient or 0)))

    def table(self) -> Table:
        """Return one row per indicator, year, region and sector."""
        columns = {
            "indicator": ("Көрсеткіш", "Показатель", "Indicator"),
            "year": ("Жыл", "Год", "Year"),
            "region": ("Аймақ", "Регион", "Region"),
            "sector": ("Сала", "Отрасль", "Sector"),
            "value": ("Мәні", "Значение", "Value"),
            "share": ("Аймақтағы үлесі", "Доля в регионе", "Share of the region"),
            "quotient": ("Орналасу коэффициенті", "Коэффициент локализации", "Location quotient"),
        }
        rows = (
            (
                indicator,
                int(year) if year.isdecimal() else None,
                *(one.region, one.sector, one.value, one.share, one.quotient),
            )
            for (indicator, year, _), table in sorted(self.tables.items())
            for one in table.quotients
        )
        return rows_table("location-quotients", columns, rows)


def observed_quotients(
    store: Store, *, indicator: str | None = None, year: int | None = None
) -> Quotients:
    """Return the location quotients of the observations of a store.

    Formula, reference, caution: see ``network.location.location_quotients``. Each indicator, year
    and unit makes a table of its own. Only observations with a place and a sector count. A place
    in which another one of the table lies, or a sector with a narrower one in it, would count the
    same twice, so it is left out; where sources disagree on a value it counts as withheld.

    Args:
        store: reasoned.
        indicator: IRI, short IRI or name; all by default.
        year: only this one.

    Raises:
        UsageError: no indicator, or several, fit the text.
    """
    facts = read(store)
    concerns = _of(facts, "concernsIndicator")
    places, sectors = _of(facts, "isObservedIn"), _of(facts, "concernsSector")
    units = _of(facts, "hasUnit")
    years = facts.texts(ns.OZEK + "inYear")
    wanted = None
    if indicator:
        from ozek.clusters.naming import resolve_among

        wanted = resolve_among(store, indicator, set(concerns.values()), "indicator")
    cells: dict[Key, dict[tuple[str, str], set[float]]] = defaultdict(lambda: defaultdict(set))
    without = 0
    for one, values in sorted(facts.texts(ns.OZEK + "observedValue").items()):
        when = years.get(one, [""])[0]
        if one not in concerns or wanted not in (None, concerns[one]):
            continue
        if year is not None and when != str(year):
            continue
        if one not in places or one not in sectors:
            without += 1
            continue
        cells[concerns[one], when, units.get(one, "")][places[one], sectors[one]] |= {
            number for text in values if (number := _number(text)) is not None
        }
    above = closure([*facts.links(ns.OZEK + "isLocatedIn"), *facts.links(ns.OZEK + "isPartOf")])
    wider = closure(facts.links(ns.SKOS + "broader"))
    tables, twice, differing = {}, 0, 0
    for key, table in cells.items():
        wholes = _holding({place for place, _ in table}, above)
        wide = _holding({sector for _, sector in table}, wider)
        kept = {at: v for at, v in table.items() if at[0] not in wholes and at[1] not in wide}
        twice += len(table) - len(kept)
        differing += sum(len(values) > 1 for values in kept.values())
        if kept:
            tables[key] = location_quotients(
                Cell(*at, min(values) if len(values) == 1 else None) for at, values in kept.items()
            )
    told: list[str] = [one for table in tables.values() for one in table.warnings]
    for name, count in (("no_place", without), ("wholes", twice), ("disagree", differing)):
        if count:
            told.append(note(name, count=count))
    return Quotients(tables, tuple(dict.fromkeys(told)))


def _of(facts: Statements, name: str) -> dict[str, str]:
    """Subject → its object, the first of several."""
    return dict(sorted(facts.links(ns.OZEK + name), reverse=True))


def _holding(things: Iterable[str], above: dict[str, set[str]]) -> set[str]:
    """Return those that hold another one of the things."""
    every = set(things)
    return {one for thing in every for one in above.get(thing, set()) - {thing} if one in every}


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and number >= 0 else None
