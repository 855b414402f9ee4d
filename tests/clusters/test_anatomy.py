"""The anatomy of a cluster: what the fictional valley says, and what it leaves open."""

from __future__ import annotations

import pytest

from ozek import namespaces as ns
from ozek.clusters import anatomies, anatomy, cluster_iris, cluster_network, diagnose
from ozek.errors import UsageError
from ozek.query import ask, find_question, load_questions
from ozek.store import Store

BASE = "https://w3id.org/ozek/example/wine/"
PETRO = "https://w3id.org/ozek/kz/cluster/petrochemical"


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_the_parts_of_a_cluster(valley: Store) -> None:
    wine = anatomy(valley, BASE + "cluster/wine")
    assert {local(m.iri): (m.segments, len(m.roles), len(m.functions)) for m in wine.members} == {
        "college": (("InfrastructureSegment",), 0, 1),
        "glassworks": (("IndustrialCore",), 1, 0),
        "harvest-bank": (("InfrastructureSegment",), 0, 1),
        "old-vineyard": (("IndustrialCore",), 1, 0),
        "river-inn": (("IndustrialCore",), 1, 0),
        "second-bank": ((), 0, 1),
        "soil-institute": (("InfrastructureSegment",), 0, 1),
    }
    assert [local(stage.role) for stage in wine.stages] == [
        "role-supplier", "role-producer", "role-consumer",
    ]  # fmt: skip
    assert {local(f.function): (f.state, len(f.providers)) for f in wine.functions} == {
        "function-finance": ("provided", 2),
        "function-information": ("not recorded", 0),
        "function-innovation-preparation": ("provided", 1),
        "function-other-services": ("not recorded", 0),
        "function-training": ("provided", 1),
    }
    assert {wine.part(m.iri) for m in wine.members} == {
        "supplier", "producer", "consumer", "infrastructure",
    }  # fmt: skip


def test_an_alternative_that_is_not_chosen_and_a_plan_give_nothing(valley: Store) -> None:
    wine = anatomy(valley, BASE + "cluster/wine")
    assert wine.member(BASE + "actor/robot-firm") is None
    institute = wine.member(BASE + "actor/soil-institute")
    assert institute is not None
    assert [local(f) for f in institute.functions] == ["function-innovation-preparation"]
    assert [local(r) for r in institute.grounds.readings] == ["institute"]
    assert [local(fact.value) for fact in wine.planned] == ["clay"]


def test_state_support(valley: Store) -> None:
    wine = anatomy(valley, BASE + "cluster/wine")
    (act,) = wine.support
    assert (local(act.body), local(act.mode or ""), local(act.phase or "")) == (
        "ministry", "support-mode-stimulation", "support-phase-creation",
    )  # fmt: skip
    assert (act.start, act.end, local(act.instrument or "")) == (2016, 2018, "plan")
    assert [local(p) for p in act.grounds.passages] == ["r13"]
    assert [local(body) for body in wine.state] == ["ministry"]
    assert [local(document) for document in wine.documents] == ["plan"]
    assert {local(mode) for mode in wine.modes} == {
        "support-mode-stimulation",
        "support-mode-support",
    }


def test_links(valley: Store) -> None:
    wine = anatomy(valley, BASE + "cluster/wine")
    assert {(local(x.source), x.relation, local(x.target)) for x in wine.links} == {
        ("glassworks", "ozek:suppliesTo", "old-vineyard"),
        ("harvest-bank", "ozek:funds", "old-vineyard"),
        ("old-vineyard", "ozek:cooperatesWith", "soil-institute"),
    }
    assert all(link.inside for link in wine.links)
    assert wine.outside == 1, "the college owns a technopark that takes no part"
    cheese = anatomy(valley, BASE + "cluster/cheese")
    assert cheese.links == ()
    assert cheese.outside == 2


def test_stated_absent(valley: Store) -> None:
    cheese = anatomy(valley, BASE + "cluster/cheese")
    (finance,) = [f for f in cheese.functions if local(f.function) == "function-finance"]
    assert finance.state == "stated absent"
    assert [local(p) for p in finance.grounds.passages] == ["r02"]
    known = diagnose(cheese).functions.completeness
    assert (known.low, known.high) == (0.2, 0.8)


def test_one_cluster_alone_and_all_together_are_the_same(valley: Store) -> None:
    together = anatomies(valley)
    assert list(together) == cluster_iris(valley)
    for cluster, found in together.items():
        alone = anatomy(valley, cluster)
        for field in (
            "members",
            "stages",
            "functions",
            "support",
            "links",
            "facts",
            "state",
            "gaps",
        ):
            assert getattr(alone, field) == getattr(found, field), (cluster, field)


def test_a_cluster_of_which_nothing_is_known(valley: Store) -> None:
    honey = anatomy(valley, BASE + "cluster/honey")
    assert (honey.members, honey.links, honey.state, honey.segments) == ((), (), (), ())
    assert {f.state for f in honey.functions} == {"not recorded"}
    found = diagnose(honey)
    assert (found.n, found.mean_degree, found.mixing, found.state) == (0, None, None, None)
    assert len(cluster_network(honey)) == 0


def test_everything_the_text_leaves_open_is_open(kazakhstan: Store) -> None:
    found = anatomy(kazakhstan, PETRO)
    assert found.members == found.links == found.support == found.state == found.segments == ()
    assert {stage.state for stage in found.stages} == {"not recorded"}
    assert {f.state for f in found.functions} == {"not recorded"}
    assert len(found.functions) == 5
    assert {local(fact.value) for fact in found.planned} == {"plastics", "polypropylene"}
    assert not {local(fact.value) for fact in found.facts} & {"plastics", "polypropylene"}
    assert "petrochemical-cluster-participants" in {local(gap) for gap, _ in found.gaps}


def test_what_is_no_cluster(valley: Store) -> None:
    with pytest.raises(UsageError, match="not a cluster"):
        anatomy(valley, BASE + "actor/college")


@pytest.mark.parametrize("name", ["valley", "wine", "kazakhstan"])
def test_links_are_those_of_the_saved_question(name: str, request: pytest.FixtureRequest) -> None:
    """Second opinion: the projection and the question ``cluster-map`` see the same links."""
    store = request.getfixturevalue(name)
    rows = ask(store, find_question("cluster-map", load_questions())).to_records()
    for cluster, found in anatomies(store).items():
        mine = {(x.source, x.relation.replace("ozek:", ns.OZEK), x.target) for x in found.links}
        asked = {(r["from"], r["relation"], r["to"]) for r in rows if r["cluster"] == cluster}
        within = {
            (r["from"], r["relation"], r["to"])
            for r in rows
            if r["cluster"] == cluster and r["inside"]
        }
        assert within <= mine <= asked
        assert len(asked - mine) == found.outside
