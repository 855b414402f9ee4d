"""The benchmark in small: the generator, the comparison of answers, and one short run."""

from __future__ import annotations

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from benchmarks.__main__ import main
from benchmarks.datalog import program
from benchmarks.equality import closures, exports
from benchmarks.inputs import make
from benchmarks.measure import Outcome
from benchmarks.synthetic import iter_system

from benchmarks import networks
from ozek import Store
from ozek.columns import read_columns
from ozek.reasoning.rl import close


@pytest.fixture(scope="module")
def stem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of a system of 200 organisations are, without their endings."""
    folder = tmp_path_factory.mktemp("slices")
    make("synthetic", 200, str(folder), None)()
    return folder / "synthetic-200"


def test_the_same_size_and_seed_give_the_same_bytes() -> None:
    once, again = (list(iter_system(300, seed=7)) for _ in range(2))
    assert once == again
    assert once != list(iter_system(300, seed=8))
    assert len(set(once)) > 5_000
    digest = sha256("".join(iter_system(20)).encode()).hexdigest()
    assert digest[:16] == "4e4d8c76dd4cd327", "the generator changed: old reports compare no more"


def test_the_system_is_consistent_and_something_follows(stem: Path) -> None:
    closure = close(read_columns([stem.with_suffix(".nt")]))
    assert not closure.clashes
    assert not closure.gaps
    predicates = {predicate.rpartition("#")[2] for _, predicate, _ in closure.derived_triples()}
    assert {"isMemberOfCluster>", "isEligibleForBenefit>", "supports>"} <= predicates


def test_the_facts_of_a_slice_are_what_the_store_takes_for_facts(stem: Path) -> None:
    store = Store()
    store.load(stem.with_suffix(".nq"))
    store.refresh_facts()
    facts = set(stem.with_suffix(".nt").read_text(encoding="utf-8").splitlines())
    assert sum(1 for _ in store.triples()) == len(facts)


def test_a_missing_and_a_false_fact_are_seen(stem: Path, tmp_path: Path) -> None:
    facts = stem.with_suffix(".nt")
    right, wrong = tmp_path / "right.nt", tmp_path / "wrong.nt"
    closure = close(read_columns([facts]))
    closure.write(right)
    lines = right.read_text(encoding="utf-8").splitlines(keepends=True)
    wrong.write_text(
        "".join([*lines[:-1], "<x:a> <x:b> <x:c> .\n", '<x:a> <x:b> "3.0" .\n']), encoding="utf-8"
    )
    found = closures({"a": str(right), "b": str(wrong)}, str(facts), "a")()
    assert found["differences"] == {"a": (0, 0), "b": (1, 2)}
    assert found["derived"]["a"] > 500


def test_exports_are_compared_by_value(tmp_path: Path) -> None:
    one, two = tmp_path / "one.nq", tmp_path / "two.trig"
    one.write_text('<x:s> <x:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> <x:g> .\n')
    two.write_text("<x:g> { <x:s> <x:p> 1.5 }")
    assert exports({"two": str(two)}, str(one))()["differences"] == {"two": (0, 0)}


def test_rules_become_datalog() -> None:
    owl = "<http://www.w3.org/2002/07/owl#{}>".format
    rdf = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#{}>".format
    ontology = [
        ("<x:uncle>", owl("propertyChainAxiom"), "_:1"),
        ("_:1", rdf("first"), "<x:parent>"),
        ("_:1", rdf("rest"), "_:2"),
        ("_:2", rdf("first"), "<x:brother>"),
        ("_:2", rdf("rest"), rdf("nil")),
        ("<x:Man>", owl("disjointWith"), "<x:Woman>"),
    ]
    text = program(ontology, "in.nt", "out.nt")
    assert "p2(?x, ?y) :- p0(?x, ?via0), p1(?via0, ?y) ." in text
    assert "p0(?x, ?y) :- t(?x, <x:parent>, ?y) ." in text
    assert "out(?x, <x:uncle>, ?y) :- p2(?x, ?y) ." in text
    assert 'clash("cax-dw", ?x) :- c' in text


def test_a_short_run_writes_a_report(tmp_path: Path) -> None:
    stages = "loading,exporting"
    arguments = ["--sizes", "20", "--runs", "1", "--stages", stages, "--out", str(tmp_path)]
    assert main(arguments) == 0
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| Özek Store (with the facts as default graph) | 20 |" in report
    assert "All are equal." in report
    assert (tmp_path / "report.svg").read_text(encoding="utf-8").startswith("<svg")


def test_networks_are_compared_before_times_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = 0.0

    def here(function: str, arguments: dict[str, Any], limit: float) -> Outcome:
        monkeypatch.setattr("ozek.network.betweenness.find_spec", find_spec)
        answer = getattr(networks, function)(**arguments)()
        if function == "harmonic":
            answer = {"values": [value + shift for value in answer["values"]]}
        return Outcome(cpu=2.0 if function.startswith("networkx") else 0.5, answer=answer)

    monkeypatch.setattr(networks, "_run", here)
    asked = ["--nodes", "60", "--card", "60", "--out", str(tmp_path)]
    assert networks.main(asked) == 0
    report = (tmp_path / "networks.md").read_text(encoding="utf-8")
    assert "| Özek, scipy | 0.50 | 0.00 | 0 | 4 | networkx's" in report
    assert "| dependence | 0.50 |" in report
    shift = 1e-3
    assert networks.main(asked) == 1
    assert "OTHER, by 1e-03" in (tmp_path / "networks.md").read_text(encoding="utf-8")
