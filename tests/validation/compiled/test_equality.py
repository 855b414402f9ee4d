"""Results equal to pyshacl's on the Kazakhstan graph and on all fixtures of the packaged shapes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from graphs import evidence_of, make_store, schemes
from ozek import namespaces as ns
from ozek.project import find_project, load_project
from ozek.validation import compiled, profiles, pyshacl_engine
from ozek.validation.shapes import APPLIES_TO, EVIDENCE, FACTS, Shapes, load_shapes

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = [(path.parent.name, path.stem) for path in sorted(FIXTURES.glob("*/*.trig"))]
MORE_THAN_PYSHACL = {("year-values", "fail"): {"MaxInclusive"}}
"""``"2015"^^xsd:gYear`` cannot be compared with 2200, so both bounds fail (SHACL 4.3); pyshacl
reports the lower one only."""


@cache
def shapes() -> Shapes:
    return load_shapes([profile.path for profile in profiles()])


def both(data: Graph, selected: Graph) -> tuple[set[object], set[object]]:
    ours = compiled.run(data, shapes(), selected)
    theirs = pyshacl_engine.run(data, shapes(), selected)
    assert len(ours) == len(set(ours))
    return set(ours), set(theirs)


@pytest.mark.parametrize("over", [FACTS, EVIDENCE], ids=["facts", "evidence"])
def test_kazakhstan(over: URIRef) -> None:
    store = load_project(find_project("kazakhstan"))
    data = evidence_of(store) if over == EVIDENCE else store.to_graph()
    ours, theirs = both(data, shapes().select(over=over))
    assert ours == theirs


@pytest.mark.parametrize(("name", "which"), CASES)
def test_fixture(name: str, which: str) -> None:
    store = make_store(FIXTURES / name / f"{which}.trig", taxonomy=schemes())
    shape = URIRef(ns.OZS + name)
    evidence = shapes().graph.value(shape, APPLIES_TO) == EVIDENCE
    data = evidence_of(store) if evidence else store.to_graph()
    ours, theirs = both(data, shapes().only([shape]))
    more = {one.component for one in ours - theirs}
    assert more == MORE_THAN_PYSHACL.get((name, which), set())
    assert theirs <= ours
