"""Answers measured on the facts. Formulas, references and cautions: at the measures themselves."""

from __future__ import annotations

from ozek.clusters import policy
from ozek.measuring.asked import Asked, Found
from ozek.measuring.observations import observed_quotients
from ozek.network import helix, project
from ozek.network.coverage import declared_sets
from ozek.network.ready import rows_table, sector_of
from ozek.network.statements import read


def triple_helix(asked: Asked) -> Found:
    """The triple helix in bits; a record is a cluster with the sectors of its participants."""
    graph = project(asked.store, "participation", lang=asked.lang)
    kinds = {node: str(data.get("kind", "")) for node, data in graph.nodes(data=True)}
    records = [
        {sector for other in {*graph.successors(node), *graph.predecessors(node)}
         if (sector := sector_of(kinds[other]))}
        for node, kind in kinds.items()
        if kind == "Cluster"
    ]  # fmt: skip
    records = [one for one in records if one]
    found = helix.triple_helix(helix.presence(records))
    key = "none" if found.value is None else "some"
    text = asked.says(
        "triple_helix",
        key,
        records=len(records),
        value=float(found.value or 0),
        share=asked.percent(found.all_three),
    )
    return asked.stated(text, found.table(), "participation", *found.warnings)


POLICY = ", ".join(
    ("ozek:hasSectorFocus", "ozek:isElementOfSet", "ozek:isDeclaredFor", "skos:broader",
     "ozek:usesInstrument")
)  # fmt: skip
"""What the chain of policy is read from."""


def policy_coverage(asked: Asked) -> Found:
    """The chain programme → sector → cluster → technopark, with its broken pieces."""
    found = policy.policy_coverage(asked.store)
    low, high = found.coverage
    key = "none" if low is None else "some"
    text = asked.says(
        "policy_coverage",
        key,
        clusters=len(found.clusters),
        reached=len({cluster for _, cluster in found.programme_cluster}),
        low=asked.percent(low),
        high=asked.percent(high),
        whole=len(found.whole),
        programmes=len(found.programmes),
    )
    return asked.stated(text, found.table(), POLICY)


def policy_orphans(asked: Asked) -> Found:
    """Programmes, sectors, clusters and technoparks without a recorded step to the rest."""
    found = policy.policy_coverage(asked.store).orphans
    counts = {kind: len(things) for kind, things in found.items()}
    columns = {
        "item": ("Тізбек буыны", "Звено", "Link of the chain"),
        "thing": ("Атауы", "Название", "Name"),
    }
    rows = ((kind, thing) for kind, things in found.items() for thing in things)
    key = "some" if sum(counts.values()) else "none"
    text = asked.says("policy_orphans", key, **counts)
    return asked.stated(text, rows_table("policy-orphans", columns, rows), POLICY)


def target_evidence(asked: Asked) -> Found:
    """Targets with indicator, value, year and outcome, and which of them nobody records."""
    found = policy.target_evidence(asked.store, year=asked.year())
    full = sum(not one.missing for one in found.targets)
    silent = sum("outcome" in one.missing for one in found.targets)
    key = "some" if found.targets else "none"
    text = asked.says("target_evidence", key, n=len(found.targets), full=full, silent=silent)
    return asked.stated(text, found.table(), "targets, target-outcomes")


def declared_named(asked: Asked) -> Found:
    """Declared counts against the members named: six parks declared, four named."""
    columns = {
        "set": ("Жиын", "Множество", "Set"),
        "declared": ("Жарияланған", "Объявлено", "Declared"),
        "named": ("Аталған", "Названо", "Named"),
        "gap": ("Айырмасы", "Разница", "Gap"),
    }
    sets = declared_sets(read(asked.store))
    rows = ((of, declared, named, declared - named) for of, named, declared in sets)
    short = sum(named < declared for _, named, declared in sets)
    key = "some" if sets else "none"
    text = asked.says("declared_named", key, n=len(sets), short=short)
    relations = "ozek:declaredCount, ozek:isElementOfSet"
    return asked.stated(text, rows_table("declared-named", columns, rows), relations)


def location_quotients(asked: Asked) -> Found:
    """Location quotients of the statistics that the graph holds, one table per indicator and year.

    Parameters: ``indicator`` (IRI, short IRI or name) and ``year``.
    """
    found = observed_quotients(asked.store, indicator=asked.params["indicator"], year=asked.year())
    high = found.concentrated()
    key = "none" if not found.tables else "some" if high else "nowhere"
    places = [f"{asked.name(one.sector)} – {asked.name(one.region)}" for one in high[:3]]
    text = asked.says(
        "location_quotients",
        key,
        count=len(high),
        n=found.size,
        tables=len(found.tables),
        names="; ".join(places),
    )
    relations = (
        "ozek:Observation (ozek:concernsIndicator, ozek:observedValue, ozek:isObservedIn, "
        "ozek:concernsSector, ozek:inYear, ozek:hasUnit)"
    )
    return asked.stated(text, found.table(), relations, *found.warnings)
