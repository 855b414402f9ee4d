"""Every axiom of the ontology from which something follows has data that show it.

The axioms are read from ``ozek.ttl``, so a new one is covered as soon as it is written. All
examples of one kind go through the engine together, each with things of its own.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib.term import Node

from graphs import axioms, term
from ozek.reasoning import owlrl_engine
from ozek.reasoning.axioms import Triple
from ozek.reasoning.clashes import Finding, find, show

EX = "https://example.org/"


def ex(name: str) -> URIRef:
    return URIRef(EX + name)


def close(data: list[Triple]) -> owlrl_engine.Closed:
    return owlrl_engine.close([*axioms(), *data])


def named(node: Node) -> bool:
    return isinstance(node, URIRef)


def pairs() -> list[tuple[Node, Node]]:
    """Classes that exclude each other."""
    found = {frozenset(pair) for pair in axioms().subject_objects(OWL.disjointWith)}
    for node in axioms().subjects(RDF.type, OWL.AllDisjointClasses):
        for head in axioms().objects(node, OWL.members):
            found |= {frozenset(pair) for pair in combinations(axioms().items(head), 2)}
    both = [tuple(sorted(pair)) for pair in found]
    return sorted((pair[0], pair[1]) for pair in both)


def test_there_is_something_to_test() -> None:
    assert len(pairs()) >= 25
    assert len(list(axioms().subject_objects(OWL.propertyChainAxiom))) >= 8


def test_what_excludes_each_other_clashes_and_by_itself_does_not() -> None:
    data: list[Triple] = []
    for number, (one, two) in enumerate(pairs()):
        data += [(ex(f"both{number}"), RDF.type, one), (ex(f"both{number}"), RDF.type, two)]
        data += [(ex(f"one{number}"), RDF.type, one), (ex(f"two{number}"), RDF.type, two)]
    closed = close(data)
    findings = find(closed.graph)
    clashing = {finding.focus for finding in findings}
    assert clashing == {ex(f"both{number}") for number in range(len(pairs()))}
    for number, (one, two) in enumerate(pairs()):
        mine = [f for f in findings if f.focus == ex(f"both{number}")]
        assert any({show(one), show(two)} <= words(f) for f in mine), (one, two)
        assert {f.rule for f in mine} <= {"cax-dw", "cax-adc"}
    told = {name for name in map(str, clashing) if any(name in m for m in closed.messages)}
    assert told == {str(one) for one in clashing}, "owlrl and the own checks agree"


def words(finding: Finding) -> set[str]:
    return set(finding.axiom.replace("(", " ").replace(")", " ").split())


def test_chains() -> None:
    data: list[Triple] = []
    wanted: list[Triple] = []
    unwanted: list[Triple] = []
    for number, (prop, head) in enumerate(axioms().subject_objects(OWL.propertyChainAxiom)):
        steps = list(axioms().items(head))
        for name, length in (("whole", len(steps)), ("broken", len(steps) - 1)):
            nodes = [ex(f"{name}{number}-{place}") for place in range(len(steps) + 1)]
            data += [(nodes[i], steps[i], nodes[i + 1]) for i in range(length)]
            (wanted if name == "whole" else unwanted).append((nodes[0], prop, nodes[-1]))
    graph = close(data).graph
    assert [triple for triple in wanted if triple not in graph] == []
    assert [triple for triple in unwanted if triple in graph] == []


def test_transitive_symmetric_and_inverse_properties() -> None:
    data: list[Triple] = []
    wanted: list[Triple] = []
    unwanted: list[Triple] = []
    kinds = {
        kind: [p for p in axioms().subjects(RDF.type, kind) if named(p)]
        for kind in (OWL.TransitiveProperty, OWL.SymmetricProperty)
    }
    assert all(kinds.values())
    for prop in kinds[OWL.TransitiveProperty]:
        a, b, c = (ex(f"{show(prop)}-{letter}") for letter in "abc")
        data += [(a, prop, b), (b, prop, c)]
        wanted.append((a, prop, c))
        unwanted.append((c, prop, a))
    for prop in kinds[OWL.SymmetricProperty]:
        a, b = ex(f"{show(prop)}-a"), ex(f"{show(prop)}-b")
        data.append((a, prop, b))
        wanted.append((b, prop, a))
        unwanted.append((a, prop, a))
    for one, two in axioms().subject_objects(OWL.inverseOf):
        a, b = ex(f"{show(one)}-a"), ex(f"{show(one)}-b")
        data.append((a, one, b))
        wanted.append((b, two, a))
        unwanted.append((a, two, b))
    graph = close(data).graph
    assert [triple for triple in wanted if triple not in graph] == []
    assert [triple for triple in unwanted if triple in graph] == []


def test_sub_properties_domains_and_ranges() -> None:
    data: list[Triple] = []
    wanted: list[Triple] = []
    unwanted: list[Triple] = []
    for prop in {
        p for a in (RDFS.domain, RDFS.range, RDFS.subPropertyOf) for p in axioms().subjects(a)
    }:
        a, b = ex(f"{show(prop)}-a"), ex(f"{show(prop)}-b")
        data.append((a, prop, b))
        for parent in axioms().objects(prop, RDFS.subPropertyOf):
            wanted.append((a, parent, b))
        for cls in axioms().objects(prop, RDFS.domain):
            wanted.append((a, RDF.type, cls))
            if (prop, RDFS.range, cls) not in axioms():
                unwanted.append((b, RDF.type, cls))
        for cls in axioms().objects(prop, RDFS.range):
            if not str(cls).startswith(str(XSD)):
                wanted.append((b, RDF.type, cls))
                if (prop, RDFS.domain, cls) not in axioms():
                    unwanted.append((a, RDF.type, cls))
    graph = close(data).graph
    assert len(wanted) > 20
    assert [triple for triple in wanted if triple not in graph] == []
    assert [triple for triple in unwanted if triple in graph] == []


def test_class_hierarchy_and_definitions() -> None:
    data: list[Triple] = []
    wanted: list[Triple] = []
    for below, above in axioms().subject_objects(RDFS.subClassOf):
        if named(below) and named(above):
            thing = ex(f"{show(below)}-x")
            data.append((thing, RDF.type, below))
            wanted.append((thing, RDF.type, above))
    for cls, head in definitions():
        member, other = ex(f"{show(cls)}-defined"), ex(f"{show(cls)}-member")
        data += describe(member, head)
        wanted.append((member, RDF.type, cls))
        if (cls, OWL.equivalentClass, None) in axioms():
            data.append((other, RDF.type, cls))
            wanted += [t for t in describe(other, head) if t[1] == RDF.type and named(t[2])]
    graph = close(data).graph
    assert len(wanted) > 30
    assert [triple for triple in wanted if triple not in graph] == []


@pytest.mark.parametrize("missing", [0, 1])
def test_half_a_definition_is_not_enough(missing: int) -> None:
    data: list[Triple] = []
    unwanted: list[Triple] = []
    for cls, head in definitions():
        member = ex(f"{show(cls)}-half")
        parts = list(axioms().items(head))
        del parts[missing]
        data += [t for part in parts for t in describe_part(member, part)]
        unwanted.append((member, RDF.type, cls))
    graph = close([t for t in data if not implied(t)]).graph
    assert [triple for triple in unwanted if triple in graph] == []


def implied(triple: Triple) -> bool:
    """A property whose domain gives the other half of a definition by itself."""
    return (triple[1], RDFS.domain, None) in axioms()


def definitions() -> list[tuple[Node, Node]]:
    """(class, head of its intersection): from equivalences and from general class axioms."""
    found = []
    for node, head in axioms().subject_objects(OWL.intersectionOf):
        classes = [
            *axioms().subjects(OWL.equivalentClass, node),
            *axioms().objects(node, OWL.equivalentClass),
            *axioms().objects(node, RDFS.subClassOf),
        ]
        found += [(cls, head) for cls in classes if named(cls)]
    return found


def describe(thing: URIRef, head: Node) -> list[Triple]:
    return [t for part in axioms().items(head) for t in describe_part(thing, part)]


def describe_part(thing: URIRef, part: Node) -> list[Triple]:
    """Facts that make ``thing`` an instance of a named class or of a restriction."""
    if not isinstance(part, BNode):
        return [(thing, RDF.type, part)]
    prop = axioms().value(part, OWL.onProperty)
    assert prop is not None
    value = axioms().value(part, OWL.hasValue)
    if value is not None:
        return [(thing, prop, value)]
    filler = axioms().value(part, OWL.someValuesFrom)
    assert filler is not None
    other = URIRef(f"{thing}-{show(filler)}")
    return [(thing, prop, other), (other, RDF.type, filler)]


def test_an_organisation_does_not_become_part_of_a_cluster() -> None:
    """The classic error: firm in cluster, cluster in system, so firm part of the system."""
    membership = URIRef("http://www.w3.org/ns/org#member")
    graph: Graph = close(
        [
            (ex("p"), membership, ex("firm")),
            (ex("p"), term("isInSegment"), ex("core")),
            (ex("core"), RDF.type, term("IndustrialCore")),
            (ex("core"), term("isSegmentOf"), ex("cluster")),
            (ex("cluster"), term("isPartOf"), ex("system")),
        ]
    ).graph
    assert (ex("firm"), term("isMemberOfCluster"), ex("cluster")) in graph
    assert (ex("p"), RDF.type, term("CoreParticipation")) in graph
    assert (ex("core"), term("isPartOf"), ex("system")) in graph
    assert list(graph.objects(ex("firm"), term("isPartOf"))) == []


def test_nothing_about_two_parks_of_different_level_goes_unnoticed() -> None:
    level = term("hasTechnoparkLevel")
    national = URIRef("https://w3id.org/ozek/taxonomy/technopark-level-national")
    findings = find(
        close(
            [
                (ex("park"), RDF.type, term("RegionalTechnopark")),
                (ex("park"), level, national),
            ]
        ).graph
    )
    assert {(f.rule, f.focus) for f in findings} == {("cax-dw", ex("park"))}
