"""University, industry, government: the triple helix in bits, and plainer shares beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ozek.errors import UsageError
from ozek.network.notes import note
from ozek.network.ready import By, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table

HELICES = ("science", "business", "state")
"""U, I and G as the sectors are called here, see ``ready.SECTORS``."""

FEW = 100
"""Records below which the value says nothing."""


@dataclass(frozen=True)
class TripleHelix:
    """The triple helix of a set of records.

    Attributes:
        value: T in bits; None without records.
        n: records.
        all_three: share of the records in which all three helices take part; None for tables that
            are not 2 × 2 × 2, and without records.
        warnings: how little one value says.
    """

    value: float | None
    n: float
    all_three: float | None
    warnings: tuple[str, ...]

    def table(self) -> Table:
        """Return one row: T in bits, the records, the share with all three."""
        columns = {
            "bits": ("T, бит", "T, бит", "T, bits"),
            "records": ("Жазбалар", "Записи", "Records"),
            "all_three": ("Үшеуі де", "Все трое", "All three"),
        }
        return rows_table("triple-helix", columns, [(self.value, float(self.n), self.all_three)])


@dataclass(frozen=True, kw_only=True)
class HelixLinks(Result):
    """Links between the helices.

    Attributes:
        links: pair of sectors → links between them, within a sector the same twice.
        value: share of the links between sectors among those of both kinds; None without links.
    """

    links: Mapping[tuple[str, str], int]
    value: float | None

    def table(self) -> Table:
        """Return one row per pair of sectors: links, and their share of all that are counted."""
        columns = {
            "sector": ("Саласы", "Сектор", "Sector"),
            "other": ("Басқа саласы", "Другой сектор", "Other sector"),
            "links": ("Байланыстар", "Связи", "Links"),
            "share": ("Үлесі", "Доля", "Share"),
        }
        total = sum(self.links.values())
        rows = (
            (*pair, count, count / total if total else None) for pair, count in self.links.items()
        )
        return rows_table("helix-links", columns, rows)


def triple_helix(counts: ArrayLike | Mapping[str, float]) -> TripleHelix:
    """Return T of a table of records.

    Formula: T = H(u) + H(i) + H(g) - H(ui) - H(ug) - H(ig) + H(uig), H the entropy in bits.
    Range: negative (synergy: together the three say more) … positive; 0 if independent.
    Reference: L. Leydesdorff, The mutual information of university-industry-government relations,
    Scientometrics 58 (2003) 445-467; L. Leydesdorff, H. W. Park and B. Lengyel, Scientometrics 99
    (2014) 27-35.
    Caution: schools differ in the sign. A table without records of none of the three is negative by
    itself, so compare years, regions or a null model and never read one sign. Below about a hundred
    records the value is close to chance.

    Args:
        counts: an array of three axes (2 × 2 × 2 for absent/present, or any classes), or counts by
            who takes part: {"U": 70, "UI": 5, "UIG": 1, "": 0}.

    Raises:
        UsageError: not three axes, a negative count, or a letter other than U, I, G.
    """
    table = _presence(counts) if isinstance(counts, Mapping) else np.asarray(counts, float)
    if table.ndim != 3 or (table < 0).any() or not np.isfinite(table).all():
        raise UsageError("the triple helix needs a table of three axes with counts from 0 up")
    total = float(table.sum())
    warnings: tuple[str, ...] = (note("helix_sign"),)
    if total < FEW:
        warnings += (note("helix_few", count=f"{total:g}"),)
    if not total:
        return TripleHelix(None, total, None, warnings)
    p = table / total
    axes = (0, 1, 2)
    one = sum(_entropy(p.sum(axis=pair)) for pair in combinations(axes, 2))
    two = sum(_entropy(p.sum(axis=axis)) for axis in axes)
    share = float(p[1, 1, 1]) if table.shape == (2, 2, 2) else None
    return TripleHelix(one - two + _entropy(p), total, share, warnings)


def presence(records: Iterable[Collection[str]]) -> NDArray[np.float64]:
    """Return the 2 × 2 × 2 table of records, each given by the sectors that take part in it.

    Sectors are "science", "business" and "state"; others do not count.
    """
    found = np.zeros((2, 2, 2))
    for record in records:
        found[tuple(int(helix in record) for helix in HELICES)] += 1
    return found


def helix_links(graph: nx.Graph, by: By = "sector") -> HelixLinks:
    """Return how many links there are between science, business and state, and inside them.

    Formula: links by the sectors of their two ends, and the share of links across sectors.
    Range: share 0 … 1.
    Reference: H. Etzkowitz and L. Leydesdorff, The dynamics of innovation, Research Policy 29
    (2000) 109-123, for the three helices; the counts are plain.
    Caution: intermediaries (technoparks, agencies) belong to no helix and their links are left out,
    though it is they who often join the helices.

    Args:
        graph: from ``project``, or any networkx graph.
        by: where the sectors come from: by default from the kinds, by ``ready.SECTORS``.
    """
    given = ready(graph)
    sectors, warnings = given.kinds(by)
    found = Counter(
        tuple(sorted((sectors[u], sectors[v]), key=HELICES.index))
        for u, v in given.graph.edges()
        if sectors.get(u) in HELICES and sectors.get(v) in HELICES
    )
    pairs = [(a, b) for at, a in enumerate(HELICES) for b in HELICES[at:]]
    links = {pair: found[pair] for pair in pairs}
    total = sum(links.values())
    across = sum(count for (a, b), count in links.items() if a != b)
    return HelixLinks(
        links=links, value=across / total if total else None, **given.about(*warnings)
    )


def _presence(counts: Mapping[str, float]) -> NDArray[np.float64]:
    table = np.zeros((2, 2, 2))
    for who, count in counts.items():
        if set(who) - set("UIG"):
            raise UsageError(f"'{who}': who takes part is written with the letters U, I and G")
        table[tuple(int(letter in who) for letter in "UIG")] += count
    return table


def _entropy(p: NDArray[np.float64]) -> float:
    shares = p[p > 0]
    return float(-(shares * np.log2(shares)).sum())
