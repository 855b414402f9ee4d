"""How policy reaches clusters: programme → sector → cluster → technopark, and targets' evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.clusters.asking import packaged
from ozek.network.ready import rows_table
from ozek.network.statements import Statements, closure, read

if TYPE_CHECKING:
    from ozek.results import Table
    from ozek.store import Store

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class PolicyCoverage:
    """Which programmes reach which clusters, and what stands alone.

    Attributes:
        programmes, sectors, clusters, technoparks: all of the project; sectors are those that one
            of the others has.
        programme_sector, sector_cluster, sector_technopark: the recorded steps.
        programme_cluster: by a common sector, or as the instrument of support for the cluster.
    """

    programmes: tuple[str, ...]
    sectors: tuple[str, ...]
    clusters: tuple[str, ...]
    technoparks: tuple[str, ...]
    programme_sector: Pairs
    sector_cluster: Pairs
    sector_technopark: Pairs
    programme_cluster: Pairs

    @property
    def coverage(self) -> tuple[float | None, float | None]:
        """Low and high bound of the share of clusters that a programme reaches."""
        return _share(len({c for _, c in self.programme_cluster}), len(self.clusters))

    @property
    def depth(self) -> tuple[float | None, float | None]:
        """Low and high bound of the share of programmes with a whole chain down to a technopark."""
        return _share(len(self.whole), len(self.programmes))

    @property
    def whole(self) -> frozenset[str]:
        """Programmes with a sector in which there is a cluster and a technopark."""
        served = {s for s, _ in self.sector_cluster} & {s for s, _ in self.sector_technopark}
        return frozenset(p for p, sector in self.programme_sector if sector in served)

    @property
    def orphans(self) -> dict[str, tuple[str, ...]]:
        """Kind → those without a recorded step towards the rest, from either side.

        ``programmes`` without a sector and without a cluster, ``sectors`` that no programme has,
        ``clusters`` that no programme reaches, ``technoparks`` in whose sector there is no cluster.
        """
        with_cluster = {s for s, _ in self.sector_cluster}
        parks = {park for sector, park in self.sector_technopark if sector in with_cluster}
        used = {p for p, _ in self.programme_sector | self.programme_cluster}
        reached = {s for _, s in self.programme_sector}
        return {
            "programmes": tuple(p for p in self.programmes if p not in used),
            "sectors": tuple(s for s in self.sectors if s not in reached),
            "clusters": tuple(
                c for c in self.clusters if c not in {one for _, one in self.programme_cluster}
            ),
            "technoparks": tuple(t for t in self.technoparks if t not in parks),
        }

    @property
    def overlap(self) -> dict[str, int]:
        """Cluster → how many programmes reach it."""
        counts = dict.fromkeys(self.clusters, 0)
        for _, cluster in self.programme_cluster:
            counts[cluster] += 1
        return counts

    def table(self) -> Table:
        """Return one row per chain, or per broken piece of one."""
        columns = {
            "programme": ("Құжат", "Документ", "Document"),
            "sector": ("Сала", "Отрасль", "Sector"),
            "cluster": ("Кластер", "Кластер", "Cluster"),
            "technopark": ("Технопарк", "Технопарк", "Technopark"),
        }
        rows: set[tuple[str | None, ...]] = set()
        for sector in self.sectors:
            sides: list[list[Any]] = [
                sorted(one for one, of in self.programme_sector if of == sector) or [None],
                sorted(one for of, one in self.sector_cluster if of == sector) or [None],
                sorted(one for of, one in self.sector_technopark if of == sector) or [None],
            ]
            rows |= {(p, sector, c, t) for p in sides[0] for c in sides[1] for t in sides[2]}
        shown = {(p, c) for p, _, c, _ in rows}
        rows |= {(p, None, c, None) for p, c in self.programme_cluster if (p, c) not in shown}
        seen = {item for row in rows for item in row}
        for place, group in enumerate((self.programmes, (), self.clusters, self.technoparks)):
            for item in group:
                if item not in seen:
                    rows.add(tuple(item if n == place else None for n in range(4)))
        ordered = sorted(rows, key=lambda row: [cell or "~" for cell in row])
        return rows_table("policy-coverage", columns, ordered)


@dataclass(frozen=True)
class Target:
    """A target and what its sources tell of it; ``missing`` names what none of them records.

    Attributes:
        missing: of "indicator", "value", "year", "outcome"; empty when all is recorded.
        overdue: the year has passed and no outcome is recorded; None where the year is not known.
    """

    iri: str
    document: str | None
    indicator: str | None
    value: float | None
    year: int | None
    statuses: tuple[str, ...]
    missing: tuple[str, ...]
    overdue: bool | None
    passages: tuple[str, ...]


@dataclass(frozen=True)
class TargetEvidence:
    """All targets of a project with their evidence."""

    targets: tuple[Target, ...]
    year: int | None = field(default=None)

    @property
    def complete(self) -> tuple[float | None, float | None]:
        """Low and high bound of the share of targets with indicator, value, year and outcome."""
        return _share(sum(not one.missing for one in self.targets), len(self.targets))

    def table(self) -> Table:
        """Return one row per target and passage."""
        columns = {
            "target": ("Нысаналы көрсеткіш", "Целевой показатель", "Target"),
            "document": ("Құжат", "Документ", "Document"),
            "indicator": ("Көрсеткіш", "Показатель", "Indicator"),
            "value": ("Мәні", "Значение", "Value"),
            "year": ("Жыл", "Год", "Year"),
            "status": ("Нәтижесі", "Итог", "Outcome"),
            "not_recorded": ("Мәлімет жоқ", "Сведений нет", "Not recorded"),
            "overdue": ("Мерзімі өткен", "Срок прошёл", "Overdue"),
            "passage": ("Үзінді", "Фрагмент", "Passage"),
        }
        rows = (
            (
                one.iri,
                one.document,
                one.indicator,
                one.value,
                one.year,
                ", ".join(status.rpartition("status-")[2] for status in one.statuses) or None,
                ", ".join(one.missing) or None,
                one.overdue,
                passage,
            )
            for one in self.targets
            for passage in one.passages or (None,)
        )
        return rows_table("target-evidence", columns, rows)


def policy_coverage(store: Store) -> PolicyCoverage:
    """Return how programmes reach clusters by the recorded facts.

    Formula: coverage = clusters with a programme / clusters; depth = programmes with a sector that
    has a cluster and a technopark / programmes; both as bounds, since what is not recorded may be.
    A programme has the sectors it focuses on and those of a set declared for it; a cluster or
    technopark has its focus and every wider sector; the instrument of state support for a cluster's
    initiative reaches the cluster directly.
    Range: 0 … 1; None where there is nothing to count.
    Reference: the toolkit's own, after the chain of the source text (programme, designated sectors,
    clusters, technoparks).
    Caution: an orphan is one that no *recorded* step reaches.
    """
    facts = read(store)
    kinds = _instances(facts)
    wider = closure(facts.links(ns.SKOS + "broader"))
    focus = _pairs(facts, "hasSectorFocus")
    sets = defaultdict(set)
    for member, of in _pairs(facts, "isElementOfSet"):
        sets[of].add(member)
    programmes, clusters = kinds["PolicyDocument"], kinds["Cluster"]
    technoparks = kinds["Technopark"]
    own = {(one, sector) for one, sector in focus if one in programmes}
    for of, document in _pairs(facts, "isDeclaredFor"):
        if document in programmes:
            own |= {(document, m) for m in sets[of] if m.startswith(ns.OZT + "sector-")}

    def sectors_of(things: set[str]) -> set[tuple[str, str]]:
        return {
            (wide, one)
            for one, sector in focus
            if one in things
            for wide in wider.get(sector, {sector})
        }

    sector_cluster, sector_park = sectors_of(clusters), sectors_of(technoparks)
    initiative = dict(_pairs(facts, "isInitiativeFor"))
    supported = dict(_pairs(facts, "isDirectedTo"))
    reached = {
        (document, initiative[supported[act]])
        for act, document in _pairs(facts, "usesInstrument")
        if document in programmes and supported.get(act) in initiative
    }
    reached |= {(p, c) for p, sector in own for s, c in sector_cluster if s == sector}
    every = {s for _, s in own} | {s for s, _ in sector_cluster | sector_park}
    return PolicyCoverage(
        programmes=tuple(sorted(programmes)),
        sectors=tuple(sorted(every)),
        clusters=tuple(sorted(clusters)),
        technoparks=tuple(sorted(technoparks)),
        programme_sector=frozenset(own),
        sector_cluster=frozenset(sector_cluster),
        sector_technopark=frozenset(sector_park),
        programme_cluster=frozenset(reached),
    )


def target_evidence(store: Store, *, year: int | None = None) -> TargetEvidence:
    """Return every target with what its sources record: indicator, value, year, outcome.

    Formula: a target is fully evidenced when all four are recorded.
    Range: ``complete`` 0 … 1.
    Reference: the toolkit's own, from the questions ``targets`` and ``target-outcomes``.
    Caution: "not recorded" is said of the sources at hand; the document itself may say more.

    Args:
        year: the year from which to judge what is overdue; without it nothing is.
    """
    from ozek.query import ask

    stated = ask(store, packaged("targets")).to_records()
    outcomes = ask(store, packaged("target-outcomes")).to_records()
    rows: Mapping[str, list[dict[str, Any]]] = _grouped(stated)
    ends = _grouped(outcomes)
    return TargetEvidence(
        tuple(_target(iri, rows[iri], ends.get(iri, []), year) for iri in sorted(rows)), year
    )


def _target(
    iri: str, rows: list[dict[str, Any]], outcomes: list[dict[str, Any]], now: int | None
) -> Target:
    first = {
        key: next((row[key] for row in rows if row[key] is not None), None)
        for key in ("document", "indicator", "value", "dueYear")
    }
    statuses = sorted({row["status"] for row in outcomes if row["assessment"]})
    recorded = {
        "indicator": first["indicator"],
        "value": first["value"],
        "year": first["dueYear"],
        "outcome": statuses,
    }
    due = first["dueYear"]
    overdue = None if due is None or now is None else due < now and not statuses
    return Target(
        iri,
        first["document"],
        first["indicator"],
        first["value"],
        due,
        tuple(statuses),
        tuple(name for name, value in recorded.items() if value in (None, [])),
        overdue,
        tuple(sorted({row["passage"] for row in [*rows, *outcomes] if row["passage"]})),
    )


def _grouped(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["target"]].append(row)
    return found


def _pairs(facts: Statements, name: str) -> list[tuple[str, str]]:
    return sorted(facts.links(ns.OZEK + name))


def _instances(facts: Statements) -> dict[str, set[str]]:
    """Class → its instances, those of its subclasses among them."""
    classes = closure(facts.links(ns.RDFS + "subClassOf"))
    found: dict[str, set[str]] = defaultdict(set)
    for thing, cls in facts.links(ns.RDF_TYPE):
        for above in classes.get(cls, {cls}):
            found[above.removeprefix(ns.OZEK)].add(thing)
    return found


def _share(part: int, whole: int) -> tuple[float | None, float | None]:
    """The recorded share is the low bound; nothing can be stated absent, so the high one is 1."""
    return (part / whole, 1.0) if whole else (None, None)
