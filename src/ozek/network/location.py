"""Location quotients: whether an activity is concentrated in a region, from a table of values."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import InputError, UsageError
from ozek.network.notes import note
from ozek.network.ready import rows_table

if TYPE_CHECKING:
    from ozek.results import Table

CUT = 1.25
"""The quotient from which one usually speaks of a concentration."""


@dataclass(frozen=True)
class Cell:
    """A value (jobs, firms …) of one sector in one region.

    ``value`` is None where it is not published; ``suppressed`` says so of an estimated one too.
    """

    region: str
    sector: str
    value: float | None
    suppressed: bool = False


@dataclass(frozen=True)
class Quotient:
    """One location quotient, with what it rests on.

    Attributes:
        region, sector, value: the cell.
        share: of the region's total; None without one.
        quotient: that share by the share of the sector in all regions; None where not defined.
        suppressed: whether the value is withheld or estimated.
    """

    region: str
    sector: str
    value: float | None
    share: float | None
    quotient: float | None
    suppressed: bool


@dataclass(frozen=True)
class LocationQuotients:
    """The quotients of a table, the greatest first; those not defined come last."""

    quotients: tuple[Quotient, ...]
    total: float
    warnings: tuple[str, ...]

    def concentrated(self, cut: float = CUT) -> tuple[Quotient, ...]:
        """Return the quotients from ``cut`` up whose value is not suppressed."""
        return tuple(
            one
            for one in self.quotients
            if one.quotient is not None and one.quotient >= cut and not one.suppressed
        )

    def table(self) -> Table:
        """Return one row per region and sector."""
        columns = {
            "region": ("Аймақ", "Регион", "Region"),
            "sector": ("Сала", "Отрасль", "Sector"),
            "value": ("Мәні", "Значение", "Value"),
            "share": ("Аймақтағы үлесі", "Доля в регионе", "Share of the region"),
            "quotient": ("Орналасу коэффициенті", "Коэффициент локализации", "Location quotient"),
            "suppressed": ("Жасырылған", "Скрыто", "Suppressed"),
        }
        rows = (
            (q.region, q.sector, q.value, q.share, q.quotient, q.suppressed) for q in self.quotients
        )
        return rows_table("location-quotients", columns, rows)


def location_quotients(cells: Iterable[Cell]) -> LocationQuotients:
    """Return the location quotient of every region and sector.

    Formula: LQ = (e_ir / e_r) / (e_i / e), e_ir the value of sector i in region r, e_r, e_i and e
    its sums over sectors, regions and both.
    Range: 0 … ; 1 is the average of all regions, 1.25 (or 1.2) the usual cut.
    Reference: W. Isard, Methods of Regional Analysis (MIT Press, 1960) 123-126; P. Sargant Florence
    called the same the location factor.
    Caution: concentration only, no proof of a cluster. In a small region a single plant makes a
    high quotient: read it with the value. Sums over suppressed cells are too small.

    Raises:
        UsageError: a cell twice, a negative or endless value.
    """
    every = list(cells)
    regions: dict[str, float] = defaultdict(float)
    sectors: dict[str, float] = defaultdict(float)
    seen = set()
    for cell in every:
        where = f"{cell.sector} in {cell.region}"
        if (cell.region, cell.sector) in seen:
            raise UsageError(f"{where} is there twice: give one value per region and sector")
        seen.add((cell.region, cell.sector))
        if cell.value is not None and not (isfinite(cell.value) and cell.value >= 0):
            raise UsageError(f"{where}: {cell.value} is no number from 0 up")
        regions[cell.region] += cell.value or 0
        sectors[cell.sector] += cell.value or 0
    total = sum(regions.values())
    found = []
    for cell in every:
        share = quotient = None
        if cell.value is not None and regions[cell.region]:
            share = cell.value / regions[cell.region]
            quotient = share / (sectors[cell.sector] / total) if sectors[cell.sector] else None
        hidden = cell.suppressed or cell.value is None
        found.append(Quotient(cell.region, cell.sector, cell.value, share, quotient, hidden))
    found.sort(key=lambda q: (q.quotient is None, -(q.quotient or 0), q.region, q.sector))
    hidden_cells = sum(one.suppressed for one in found)
    warnings = (note("suppressed", count=hidden_cells),) if hidden_cells else ()
    return LocationQuotients(tuple(found), total, warnings)


def read_cells(
    path: str | Path, *, region: str, sector: str, value: str, suppressed: str | None = None
) -> list[Cell]:
    """Read cells from a CSV file with headings.

    Args:
        path: the file.
        region, sector, value: the headings of these columns. An empty value is not published.
        suppressed: heading of a column that says true, yes or 1 for a withheld or estimated value.

    Raises:
        InputError: the file cannot be read, lacks a column or has a value that is no number; with
            the line.
    """
    path = Path(path)
    wanted = [name for name in (region, sector, value, suppressed) if name]
    cells = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in wanted if name not in (rows.fieldnames or ())]
            if missing:
                known = ", ".join(rows.fieldnames or ())
                raise InputError(f"no column '{missing[0]}'; there are: {known}", path=path, line=1)
            for row in rows:
                text = (row[value] or "").strip()
                try:
                    number = float(text) if text else None
                except ValueError:
                    message = f"'{text}' in column '{value}' is no number"
                    raise InputError(message, path=path, line=rows.line_num) from None
                hidden = (row[suppressed] or "").strip().lower() if suppressed else ""
                cells.append(Cell(row[region], row[sector], number, hidden in ("true", "yes", "1")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"the table cannot be read: {error}", path=path) from error
    return cells
