"""Policy coverage and the evidence of targets."""

from __future__ import annotations

from made_stores import reasoned

from ozek.clusters import policy_coverage, target_evidence
from ozek.store import Store

BASE = "https://example.org/p/"
POLICY = f"""
@base <{BASE}> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix ozt: <https://w3id.org/ozek/taxonomy/> .
<graph/e> {{
    <document/a> a ozek:StateProgramme ; ozek:hasSectorFocus ozt:sector-energy .
    <document/b> a ozek:Strategy .
    <document/c> a ozek:PolicyConcept ; ozek:hasSectorFocus ozt:sector-metallurgy .
    <document/d> a ozek:StateProgramme .
    <cluster/one> a ozek:Cluster ; ozek:hasSectorFocus ozt:sector-energy .
    <cluster/two> a ozek:Cluster .
    <cluster/three> a ozek:Cluster ; ozek:hasSectorFocus ozt:sector-construction .
    <technopark/x> a ozek:Technopark ; ozek:hasSectorFocus ozt:sector-energy .
    <technopark/y> a ozek:Technopark .
    <initiative/two> a ozek:ClusterInitiative ; ozek:isInitiativeFor <cluster/two> .
    <support/two> a ozek:StateSupport ; ozek:isDirectedTo <initiative/two> ;
        ozek:isGivenBy <actor/ministry> ; ozek:usesInstrument <document/b> .
    <actor/ministry> a ozek:StateBody .
}}
<graph/provenance> {{
    <graph/provenance> a ozek:ProvenanceGraph .
    <graph/e> a ozek:EditorialGraph .
}}
"""


def local(items: object) -> set[str]:
    return {str(item).rpartition("/")[2] for item in items}  # type: ignore[attr-defined]


def store_of(text: str, tmp_path: object) -> Store:
    path = tmp_path / "policy.trig"  # type: ignore[operator]
    path.write_text(text, encoding="utf-8")
    return reasoned(str(path), base=BASE)


def test_coverage_depth_orphans_and_overlap(tmp_path: object) -> None:
    found = policy_coverage(store_of(POLICY, tmp_path))
    assert {(p.rpartition("/")[2], c.rpartition("/")[2]) for p, c in found.programme_cluster} == {
        ("a", "one"),
        ("b", "two"),
    }
    assert found.coverage == (2 / 3, 1.0)
    assert local(found.whole) == {"a"}
    assert found.depth == (0.25, 1.0)
    orphans = {kind: local(things) for kind, things in found.orphans.items()}
    assert orphans == {
        "programmes": {"d"},
        "sectors": {"sector-construction"},
        "clusters": {"three"},
        "technoparks": {"y"},
    }
    assert {c.rpartition("/")[2]: n for c, n in found.overlap.items()} == {
        "one": 1, "two": 1, "three": 0,
    }  # fmt: skip
    rows = [
        tuple(str(cell).rpartition("/")[2] if cell else None for cell in row)
        for row in found.table()
    ]
    assert ("a", "sector-energy", "one", "x") in rows
    assert ("b", None, "two", None) in rows
    assert ("d", None, None, None) in rows
    assert (None, None, None, "y") in rows


def test_nothing_to_count(tmp_path: object) -> None:
    empty = f"<{BASE}graph/provenance> {{ <{BASE}graph/provenance> a <urn:x> }}"
    found = policy_coverage(store_of(empty, tmp_path))
    assert (found.coverage, found.depth, len(found.table())) == ((None, None), (None, None), 0)
    assert target_evidence(store_of(empty, tmp_path)).complete == (None, None)


def test_no_programme_of_the_text_reaches_the_cluster(kazakhstan: Store) -> None:
    found = policy_coverage(kazakhstan)
    assert found.coverage == (0.0, 1.0), "not recorded, not excluded"
    assert local(found.orphans["clusters"]) == {"petrochemical"}
    assert "petrochemical" not in local(found.orphans["technoparks"])


def test_targets_and_what_is_not_recorded_of_them(kazakhstan: Store) -> None:
    found = {one.iri.rpartition("/")[2]: one for one in target_evidence(kazakhstan).targets}
    taken, rank = found["initiatives-taken-in"], found["thirty-developed-countries"]
    assert (taken.value, taken.year, taken.missing, taken.overdue) == (300, None, ("year",), None)
    assert local(taken.statuses) == {"target-status-not-achieved"}
    assert (rank.year, rank.missing, rank.overdue) == (2050, ("outcome",), None)
    later = {one.year: one for one in target_evidence(kazakhstan, year=2051).targets}
    assert later[2050].overdue is True
