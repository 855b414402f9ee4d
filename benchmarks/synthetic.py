"""A made-up innovation system of any size, in the model of the ontology, as N-Quads lines.

``python -m benchmarks.synthetic 51000 --seed 1 > system.nq``

Every organisation is a row of a register that does not exist: one statement graph, quoted from one
passage, holding the organisation, its participations in clusters and its ties. Places, clusters,
programmes and zones come from rows too. The same size and seed give the same bytes on every Python;
nothing is kept in memory but a few counters, and the data break no axiom of the ontology.

How things are connected: the organisations of a place follow Zipf's law (rank × size is constant);
clusters, partners and parents are drawn with a chance that falls with the square root of the rank,
which gives power-law degrees with exponent 3, as preferential attachment does: few big hubs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from ozek.importing.nquads import Quoted, Source, decimal, digest, integer, text
from ozek.namespaces import ORG, OZEK, OZT, PREF_LABEL, RDF_TYPE

__all__ = ["BASE", "System", "iter_system"]

BASE = "https://w3id.org/ozek/synthetic/"
SOURCE = Source(
    "register",
    {
        "kk": "Ойдан шығарылған ұйымдар тізілімі",
        "ru": "Вымышленный реестр организаций",
        "en": "Made-up register of organisations",
    },
    license="https://creativecommons.org/publicdomain/zero/1.0/",
)

KINDS = (
    ("Enterprise", 0.62),
    ("ResearchOrganisation", 0.09),
    ("HealthcareOrganisation", 0.06),
    ("NonProfitOrganisation", 0.05),
    ("University", 0.05),
    ("EducationOrganisation", 0.04),
    ("GovernmentOrganisation", 0.03),
    ("BusinessAssociation", 0.02),
    ("FundingOrganisation", 0.02),
    ("StateBody", 0.01),
    ("DevelopmentInstitute", 0.01),
)
"""Class of an organisation and its share; the shares add up to 1."""
FUNCTIONS = {
    "University": "training",
    "EducationOrganisation": "training",
    "ResearchOrganisation": "innovation-preparation",
    "FundingOrganisation": "finance",
    "DevelopmentInstitute": "finance",
    "BusinessAssociation": "information",
}
"""What an organisation of the infrastructure segment provides; the rest: other services."""
ROLES = ("supplier", "supplier", "producer", "consumer")
SECTORS = (
    "agro-industrial", "construction", "oil-refining", "metallurgy", "energy", "petrochemical",
    "information-technology", "nuclear-technology", "space-monitoring",
)  # fmt: skip
DOCUMENTS = ("StateProgramme", "Strategy", "PolicyConcept")
STATUSES = ("achieved", "partly-achieved", "not-achieved", "not-yet-due", "not-stated")
LEVIES = ("corporate-income-tax", "land-tax", "property-tax", "value-added-tax", "customs-duty")

Lines = Iterator[str]
Statements = Iterator[tuple[str, str, str]]


def zipf(random: Random, count: int) -> int:
    """A rank below ``count``: rank r has a chance of about 1/r."""
    return min(count - 1, int(count ** random.random()) - 1)


def hub(random: Random, count: int) -> int:
    """A rank below ``count``: rank r has a chance of about 1/√r."""
    return int(count * random.random() ** 2)


@dataclass(frozen=True)
class System:
    """How many things of each kind a system with so many organisations has."""

    organisations: int
    seed: int = 1
    base: str = BASE
    only_clusters: int | None = None
    """How many clusters, where that shall not follow from the number of organisations."""

    @property
    def countries(self) -> int:
        return 1 + self.organisations // 20_000

    @property
    def regions(self) -> int:
        return 17 * self.countries

    @property
    def settlements(self) -> int:
        return self.regions + self.organisations // 60

    @property
    def clusters(self) -> int:
        return self.only_clusters or 2 + self.organisations // 60

    @property
    def programmes(self) -> int:
        return 2 + self.organisations // 500

    @property
    def zones(self) -> int:
        return 1 + self.organisations // 1_000

    @property
    def technoparks(self) -> int:
        return 2 + self.organisations // 400

    def lines(self) -> Lines:
        """Yield the whole system as N-Quads lines."""
        random = Random(self.seed)
        yield from SOURCE.lines(self.base)
        for prefix, count, describe in (
            ("country", self.countries, self._country),
            ("region", self.regions, self._region),
            ("settlement", self.settlements, self._settlement),
            ("programme", self.programmes, self._programme),
            ("zone", self.zones, self._zone),
            ("technopark", self.technoparks, self._technopark),
            ("cluster", self.clusters, self._cluster),
            ("actor", self.organisations, self._actor),
        ):
            for number in range(count):
                yield from self._row(f"{prefix}-{number}", random, number, describe)

    def _row(
        self, slug: str, random: Random, number: int, describe: Callable[[Random, int], Statements]
    ) -> Lines:
        """Yield one row: its passage, its graph and what it states."""
        quoted = Quoted(
            base=self.base,
            slug=slug,
            source=SOURCE.id,
            key=slug,
            digest=digest(f"{self.seed}/{slug}".encode()),
            restatements={
                "kk": f"Тізілімнің {slug} жолы.",
                "ru": f"Строка {slug} реестра.",
                "en": f"Row {slug} of the register.",
            },
        )
        yield from quoted.passage_lines()
        yield from quoted.graph_lines()
        tail = f" <{self.base}graph/{slug}> .\n"
        for subject, predicate, value in describe(random, number):
            yield f"{subject} {predicate} {value}{tail}"

    def _thing(self, kind: str, number: int | str) -> str:
        return f"<{self.base}{kind}/{number}>"

    def _named(self, thing: str, cls: str, name: str) -> Statements:
        yield thing, A, ozek(cls)
        yield thing, LABEL, text(name, "en")

    # Places --------------------------------------------------------------------------------------

    def _country(self, random: Random, number: int) -> Statements:
        yield from self._named(
            self._thing("place", f"country-{number}"), "Country", f"Land {number}"
        )

    def _region(self, random: Random, number: int) -> Statements:
        region = self._thing("place", f"region-{number}")
        yield from self._named(region, "Region", f"Region {number}")
        country = number % self.countries
        yield region, LOCATED, self._thing("place", f"country-{country}")

    def _settlement(self, random: Random, number: int) -> Statements:
        town = self._thing("place", f"settlement-{number}")
        yield from self._named(town, "Settlement", f"Town {number}")
        yield town, LOCATED, self._thing("place", f"region-{number % self.regions}")
        yield town, ozek("latitude"), decimal(f"{40 + 15 * random.random():.5f}")
        yield town, ozek("longitude"), decimal(f"{47 + 40 * random.random():.5f}")

    def _somewhere(self, random: Random) -> str:
        return self._thing("place", f"settlement-{zipf(random, self.settlements)}")

    # Policy --------------------------------------------------------------------------------------

    def _programme(self, random: Random, number: int) -> Statements:
        document = self._thing("document", number)
        start = 1997 + int(28 * random.random())
        yield from self._named(document, DOCUMENTS[number % 3], f"Programme {number}")
        yield document, ozek("startYear"), integer(start)
        yield document, ozek("endYear"), integer(start + 2 + int(9 * random.random()))
        yield document, ozek("isAdoptedBy"), self._thing("actor", self._state_body(random))
        if number > 2 and random.random() < 0.5:
            earlier = self._thing("document", int(number * random.random()))
            yield document, ozek("succeeds"), earlier
        for part in range(1 + int(4 * random.random())):
            goal = self._thing("goal", f"{number}-{part}")
            target = self._thing("target", f"{number}-{part}")
            yield from self._named(goal, "Goal", f"Goal {part} of programme {number}")
            yield from self._named(target, "Target", f"Target {part} of programme {number}")
            yield document, ozek("hasGoal"), goal
            yield document, ozek("setsTarget"), target
            yield target, ozek("specifiesGoal"), goal
            indicator = self._thing("indicator", hub(random, 10 + self.programmes))
            yield indicator, A, ozek("Indicator")
            yield target, ozek("concernsIndicator"), indicator
            yield target, ozek("targetValue"), decimal(f"{100 * random.random():.1f}")
            yield target, ozek("byYear"), integer(start + 3)
            if random.random() < 0.6:
                assessment = self._thing("assessment", f"{number}-{part}")
                yield assessment, A, ozek("TargetAssessment")
                yield assessment, ozek("assesses"), target
                status = STATUSES[int(len(STATUSES) * random.random())]
                yield assessment, ozek("hasTargetStatus"), ozt(f"target-status-{status}")

    def _state_body(self, random: Random) -> int:
        """The number of one of the first organisations, which are state bodies."""
        return hub(random, self._state_bodies)

    @property
    def _state_bodies(self) -> int:
        return 1 + self.organisations // 200

    # Infrastructure ------------------------------------------------------------------------------

    def _zone(self, random: Random, number: int) -> Statements:
        zone = self._thing("zone", number)
        regime = self._thing("regime", number // 2)
        yield from self._named(zone, "SpecialEconomicZone", f"Zone {number}")
        yield zone, LOCATED, self._somewhere(random)
        yield zone, ozek("appliesRegime"), regime
        yield from self._named(regime, "LegalRegime", f"Regime {number // 2}")
        for part in range(2 + int(4 * random.random())):
            benefit = self._thing("benefit", f"{number}-{part}")
            yield from self._named(benefit, "TaxBenefit", f"Benefit {part} of zone {number}")
            yield regime, ozek("grantsBenefit"), benefit
            yield benefit, ozek("concernsLevy"), ozt(f"levy-{LEVIES[part % len(LEVIES)]}")
            yield benefit, ozek("hasBenefitKind"), ozt("benefit-kind-rate-reduction")
            yield benefit, ozek("reductionShare"), decimal(f"{random.random():.2f}")

    def _technopark(self, random: Random, number: int) -> Statements:
        park = self._thing("technopark", number)
        level = "national" if random.random() < 0.3 else "regional"
        yield from self._named(park, "Technopark", f"Technopark {number}")
        yield park, ozek("hasTechnoparkLevel"), ozt(f"technopark-level-{level}")
        yield park, LOCATED, self._somewhere(random)
        yield park, ozek("isHostedBy"), self._thing("actor", hub(random, self.organisations))
        sector = SECTORS[int(len(SECTORS) * random.random())]
        yield park, ozek("hasSectorFocus"), ozt(f"sector-{sector}")
        if random.random() < 0.6:
            zone = self._thing("zone", int(self.zones * random.random()))
            yield park, ozek("hasZone"), zone
        incubator = self._thing("incubator", number)
        yield from self._named(incubator, "BusinessIncubator", f"Incubator {number}")
        yield incubator, ozek("operatesWithin"), park
        for part in range(int(8 * random.random())):
            tenancy = self._thing("tenancy", f"{number}-{part}")
            tenant = self._thing("actor", int(self.organisations * random.random()))
            yield tenancy, A, ozek("Tenancy")
            yield tenancy, ozek("isTenancyIn"), incubator
            yield tenancy, ozek("hasTenant"), tenant
            yield tenancy, ozek("startYear"), integer(2004 + int(20 * random.random()))

    # Clusters ------------------------------------------------------------------------------------

    def _cluster(self, random: Random, number: int) -> Statements:
        cluster = self._thing("cluster", number)
        yield from self._named(cluster, "Cluster", f"Cluster {number}")
        for part, cls in (("core", "IndustrialCore"), ("services", "InfrastructureSegment")):
            segment = self._thing("segment", f"{number}-{part}")
            yield segment, A, ozek(cls)
            yield segment, ozek("isSegmentOf"), cluster
        yield cluster, LOCATED, self._somewhere(random)
        if random.random() < 0.2:
            yield cluster, ozek("lacksFunction"), ozt("function-finance")
        if random.random() < 0.4:
            initiative = self._thing("initiative", number)
            support = self._thing("support", number)
            start = 2004 + int(20 * random.random())
            yield initiative, A, ozek("ClusterInitiative")
            yield initiative, ozek("isInitiativeFor"), cluster
            yield support, A, ozek("StateSupport")
            yield support, ozek("isGivenBy"), self._thing("actor", self._state_body(random))
            yield support, ozek("isDirectedTo"), initiative
            yield support, ozek("hasSupportMode"), ozt("support-mode-stimulation")
            yield support, ozek("hasSupportPhase"), ozt("support-phase-creation")
            programme = self._thing("document", hub(random, self.programmes))
            yield support, ozek("usesInstrument"), programme
            yield support, ozek("startYear"), integer(start)
            yield support, ozek("endYear"), integer(start + 3)

    # Organisations -------------------------------------------------------------------------------

    def _actor(self, random: Random, number: int) -> Statements:
        actor = self._thing("actor", number)
        kind = "StateBody" if number < self._state_bodies else _pick(random)
        founded = 1920 + int(105 * (1 - random.random() ** 2))
        yield from self._named(actor, kind, f"Organisation {number}")
        yield actor, LOCATED, self._somewhere(random)
        yield actor, ozek("foundingYear"), integer(founded)
        yield actor, ozek("hasRecordStatus"), ozt("record-status-active")
        yield actor, ozek("bin"), text(f"{10**11 + number}")
        if random.random() < 0.7:
            yield actor, ozek("webDomain"), text(f"o{number}.example")
        if number and random.random() < 0.2:
            yield actor, f"<{ORG}subOrganizationOf>", self._thing("actor", hub(random, number))
        for chance, predicate in (
            (0.4, "cooperatesWith"),
            (0.4, "suppliesTo"),
            (0.05, "owns"),
            (0.8 if kind in ("FundingOrganisation", "DevelopmentInstitute") else 0, "funds"),
        ):
            while random.random() < chance:
                other = hub(random, self.organisations)
                if other != number:
                    yield actor, ozek(predicate), self._thing("actor", other)
        if kind == "Enterprise" and random.random() < 0.08:
            yield actor, ozek("isZoneParticipantOf"), self._thing("zone", hub(random, self.zones))
        yield from self._participations(random, actor, number, kind)

    def _participations(self, random: Random, actor: str, number: int, kind: str) -> Statements:
        part = 0
        while random.random() < 0.45:
            cluster = hub(random, self.clusters)
            participation = self._thing("participation", f"{number}-{part}")
            part += 1
            yield participation, A, ozek("Participation")
            yield participation, f"<{ORG}member>", actor
            if kind == "Enterprise":
                role = ROLES[int(len(ROLES) * random.random())]
                yield participation, ozek("isInSegment"), self._thing("segment", f"{cluster}-core")
                yield participation, f"<{ORG}role>", ozt(f"role-{role}")
            else:
                segment = self._thing("segment", f"{cluster}-services")
                function = FUNCTIONS.get(kind, "other-services")
                yield participation, ozek("isInSegment"), segment
                yield participation, ozek("performsFunction"), ozt(f"function-{function}")
            yield participation, ozek("startYear"), integer(2005 + int(18 * random.random()))
            if random.random() < 0.2:
                yield participation, ozek("endYear"), integer(2024)


def ozek(name: str) -> str:
    """A class or property of the ontology, as a term."""
    return f"<{OZEK}{name}>"


def ozt(name: str) -> str:
    """A concept of the taxonomy, as a term."""
    return f"<{OZT}{name}>"


A = f"<{RDF_TYPE}>"
LABEL = f"<{PREF_LABEL}>"
LOCATED = ozek("isLocatedIn")


def _pick(random: Random) -> str:
    """The kind of an organisation, by the shares of ``KINDS``."""
    rest = random.random()
    for kind, share in KINDS:
        rest -= share
        if rest < 0:
            return kind
    return KINDS[0][0]


def iter_system(organisations: int, *, seed: int = 1, base: str = BASE) -> Lines:
    """Yield a made-up innovation system with so many organisations as N-Quads lines."""
    return System(organisations, seed, base).lines()


def main(arguments: list[str] | None = None) -> int:
    """Write a system to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.synthetic", description=__doc__)
    parser.add_argument("organisations", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clusters", type=int, help="so many clusters, 1 for one large one")
    given = parser.parse_args(arguments)
    for line in System(given.organisations, given.seed, BASE, given.clusters).lines():
        sys.stdout.buffer.write(line.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
