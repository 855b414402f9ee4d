"""``reason``: rounds, rules, provenance, contradictions, warnings."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from graphs import BASE, ONTOLOGY, PREFIXES, axioms, make_store, schemes, term, thing
from ozek import namespaces as ns
from ozek.errors import InconsistencyError, InputError, UsageError
from ozek.reasoning import derive, find_clashes, load_rules, reason

RULES = [ONTOLOGY / "rules"]
INFERRED = BASE + "graph/inferred"
MEMBER = URIRef(ns.ORG + "member")

TWO_CLUSTERS = """
    <acme> a ozek:Enterprise .
    <p1> a ozek:Participation ; org:member <acme> ; ozek:isInSegment <x-core> ;
        org:role ozt:role-supplier .
    <p2> a ozek:Participation ; org:member <acme> ; ozek:isInSegment <y-infra> ;
        ozek:performsFunction ozt:function-training .
    <x-core> a ozek:IndustrialCore ; ozek:isSegmentOf <x> .
    <y-infra> a ozek:InfrastructureSegment ; ozek:isSegmentOf <y> .
"""
PARTICIPATIONS = {
    "supplies-cluster": ("suppliesCluster", "org:role ozt:role-supplier"),
    "produces-for-cluster": ("producesForCluster", "org:role ozt:role-producer"),
    "consumes-from-cluster": ("consumesFromCluster", "org:role ozt:role-consumer"),
    "serves-cluster": ("servesCluster", "ozek:performsFunction ozt:function-finance"),
}


def inferred(store: object) -> Graph:
    graph: Graph = store.to_graph([INFERRED])  # type: ignore[attr-defined]
    return graph


@pytest.mark.parametrize("engine", ["ozek", "owlrl"])
def test_rules_keep_what_chains_lose(engine: str) -> None:
    """Which cluster is supplied and which served: the shortcuts alone cannot tell."""
    store = make_store(facts=TWO_CLUSTERS)
    done = reason(store, rules=RULES, engine=engine)
    graph = inferred(store)
    acme, x, y = thing("acme"), thing("x"), thing("y")
    assert set(graph.objects(acme, term("isMemberOfCluster"))) == {x, y}
    assert set(graph.objects(acme, term("suppliesCluster"))) == {x}
    assert set(graph.objects(acme, term("servesCluster"))) == {y}
    assert (thing("p1"), RDF.type, term("CoreParticipation")) in graph
    assert done.derived == len(graph)


@pytest.mark.parametrize("rule", [path.stem for path in sorted(RULES[0].glob("*.rq"))])
def test_each_rule_derives_and_does_not(rule: str) -> None:
    prop, pattern = PARTICIPATIONS[rule]
    others = [p for name, (_, p) in PARTICIPATIONS.items() if name != rule]
    facts = (
        "<c> a ozek:Cluster . <p> a ozek:Participation ; org:member <a> ; ozek:isInCluster <c> ;"
    )
    path = RULES[0] / f"{rule}.rq"

    store = make_store(facts=f"{facts} {pattern} .")
    reason(store, rules=[path])
    assert (thing("a"), term(prop), thing("c")) in inferred(store)

    for other in others:
        store = make_store(facts=f"{facts} {other} .")
        reason(store, rules=[path])
        assert (None, term(prop), None) not in inferred(store)


def test_rules_have_words_in_three_languages() -> None:
    rules = load_rules(RULES)
    assert {rule.name for rule in rules} == set(PARTICIPATIONS)
    for rule in rules:
        assert set(rule.title) == set(rule.wording) == {"en", "kk", "ru"}
        assert all("{actor}" in text and "{cluster}" in text for text in rule.wording.values())
        assert rule.iri == ns.OZS + rule.name


def test_what_a_rule_gives_goes_back_to_the_axioms(tmp_path: Path) -> None:
    ontology = Graph().parse(
        data="""
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix : <https://example.org/> .
        :made a owl:ObjectProperty ; rdfs:subPropertyOf :known .
        :chained a owl:ObjectProperty ; owl:propertyChainAxiom ( :known :known ) .
        """,
        format="turtle",
    )
    rule = tmp_path / "rule.rq"
    rule.write_text(
        "#+ title: {en: t, kk: t, ru: t}\n#+ wording: {en: w, kk: w, ru: w}\n"
        "PREFIX : <https://example.org/>\n"
        "CONSTRUCT { ?a :made ?c } WHERE { ?a :step ?b . ?b :step|:chained ?c }",
        "utf-8",
    )
    facts = "<a> <step> <b> . <b> <step> <c> . <c> <step> <d> . <d> <step> <e> ."
    store = make_store(facts=facts, ontology=ontology)
    done = reason(store, rules=[rule])
    graph = inferred(store)
    assert (thing("a"), thing("known"), thing("c")) in graph
    assert (thing("a"), thing("chained"), thing("e")) in graph
    assert done.rounds >= 2
    assert done.derived == len(graph)


def test_derived_facts_are_new_and_noise_is_counted() -> None:
    store = make_store(facts=TWO_CLUSTERS)
    stated = store.to_graph()
    done = reason(store, rules=RULES, engine="owlrl")
    graph = inferred(store)
    assert not any(triple in stated for triple in graph)
    assert not any(p == OWL.sameAs for p in graph.predicates())
    terms = set(axioms().subjects(RDF.type, OWL.Class))
    assert not any(subject in terms for subject in graph.subjects())
    assert done.filtered["self-identity"] > 0
    assert done.filtered["thing-typing"] > 0
    assert done.warnings == ()


def test_consequences_about_the_taxonomy_are_no_facts() -> None:
    store = make_store(facts="<p> org:role ozt:role-supplier .", taxonomy=schemes())
    reason(store, rules=())
    assert not any(str(subject).startswith(ns.OZT) for subject in inferred(store).subjects())


def test_reasoning_again_changes_nothing() -> None:
    store = make_store(facts=TWO_CLUSTERS)
    first = reason(store, rules=RULES)
    before = {str(quad) for quad in store.quads()}
    second = reason(store, rules=RULES)
    assert first.derived == second.derived
    assert {str(quad) for quad in store.quads()} == before


def test_derived_facts_are_among_the_facts_with_provenance() -> None:
    store = make_store(facts=TWO_CLUSTERS)
    done = reason(store, rules=RULES)
    assert (thing("acme"), term("suppliesCluster"), thing("x")) in store.to_graph()
    assert store.graph_kinds()[INFERRED] == "InferredGraph"
    prov = store.to_graph([BASE + "graph/inferred-provenance"])
    activity = prov.value(URIRef(INFERRED), URIRef(ns.PROV + "wasGeneratedBy"))
    used = {str(one) for one in prov.objects(activity, URIRef(ns.PROV + "used"))}
    assert ns.OZS + "supplies-cluster" in used
    versions = {str(one) for one in axioms().objects(URIRef(ns.ONTOLOGY_GRAPH), OWL.versionIRI)}
    assert versions <= used
    agent = prov.value(activity, URIRef(ns.PROV + "wasAssociatedWith"))
    assert f"ozek {prov.value(agent, OWL.versionInfo)}" == done.engine
    assert "graph/inferred-provenance" not in str(store.fact_graphs())


def test_planned_statements_are_not_reasoned_with(tmp_path: Path) -> None:
    path = tmp_path / "plan.trig"
    path.write_text(
        f"@base <{BASE}> .\n@prefix ozek: <{ns.OZEK}> .\n@prefix ozt: <{ns.OZT}> .\n"
        "<graph/provenance> { <graph/s02> a ozek:StatementGraph ;"
        " ozek:hasModality ozt:modality-planned . }\n"
        "<graph/s02> { <zone> a ozek:SpecialEconomicZone . }",
        "utf-8",
    )
    store = make_store(path)
    reason(store, rules=())
    assert (thing("zone"), None, None) not in inferred(store)


@pytest.mark.parametrize("engine", ["ozek", "owlrl"])
def test_a_contradiction_names_rule_axiom_and_facts(engine: str) -> None:
    facts = """
        <c> ozek:isSegmentOf <x> .
        <p> ozek:isInCluster <c> .
    """
    store = make_store(facts=facts)
    before = {str(quad) for quad in store.quads()}
    with pytest.raises(InconsistencyError) as caught:
        reason(store, rules=RULES, engine=engine)
    assert caught.value.exit_status == 4
    (clash,) = caught.value.clashes
    assert clash.rule == "cax-adc"
    assert clash.focus == thing("c")
    assert "ozek:Cluster" in clash.axiom and "ozek:ClusterSegment" in clash.axiom
    assert {fact.triple for fact in clash.facts} == {
        (thing("c"), term("isSegmentOf"), thing("x")),
        (thing("p"), term("isInCluster"), thing("c")),
    }
    for fact in clash.facts:
        assert fact.graphs == (BASE + "graph/s01",)
        assert fact.passages == (BASE + "passage/s01",)
    for word in ("cax-adc", "ozek:isSegmentOf", "passage/s01"):
        assert word in str(caught.value)
    assert {str(quad) for quad in store.quads()} == before


def test_a_contradiction_through_chain_and_equivalence_is_traced() -> None:
    facts = """
        <park> a ozek:Technopark , ozek:RegionalTechnopark ;
            ozek:hasTechnoparkLevel ozt:technopark-level-national .
    """
    (clash,) = find_clashes(make_store(facts=facts, taxonomy=schemes()))
    assert clash.rule == "cax-dw"
    triples = {fact.triple for fact in clash.facts}
    assert (thing("park"), RDF.type, term("RegionalTechnopark")) in triples
    assert any(triple[1] == term("hasTechnoparkLevel") for triple in triples)


def test_no_contradiction_in_good_data() -> None:
    assert find_clashes(make_store(facts=TWO_CLUSTERS)) == ()


def test_two_members_give_a_warning_that_they_became_one() -> None:
    facts = "<p> a ozek:Participation ; org:member <x> , <y> ."
    ontology = Graph()
    for triple in axioms():
        ontology.add(triple)
    ontology.add((MEMBER, RDF.type, OWL.FunctionalProperty))
    done = reason(make_store(facts=facts, ontology=ontology), rules=())
    (warning,) = done.warnings
    assert f"{BASE}x" in warning and f"{BASE}y" in warning
    assert "org:member" in warning


def test_facts_in_an_rdflib_graph() -> None:
    facts = Graph().parse(data=f"@base <{BASE}> .\n{PREFIXES}{TWO_CLUSTERS}", format="turtle")
    size = len(facts)
    derived = derive(facts)
    assert len(facts) == size
    assert (thing("acme"), term("suppliesCluster"), thing("x")) in derived
    assert not any(str(subject).startswith(ns.OZT) for subject in derived.subjects())


def test_unknown_engine_and_broken_rules(tmp_path: Path) -> None:
    store = make_store(facts="<c> a ozek:Cluster .")
    with pytest.raises(UsageError, match="no reasoning engine 'magic'"):
        reason(store, engine="magic", rules=())
    header = "#+ title: {en: t, kk: t, ru: t}\n#+ wording: {en: w, kk: w, ru: w}\n"
    cases = {
        "SELECT ?s WHERE { ?s ?p ?o }": "CONSTRUCT",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ": "cannot be run",
    }
    for text, says in cases.items():
        path = tmp_path / "rule.rq"
        path.write_text(header + text, "utf-8")
        with pytest.raises(InputError, match=says) as caught:
            reason(store, rules=[path])
        assert caught.value.path == str(path)
    path.write_text("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "utf-8")
    with pytest.raises(InputError, match="lacks title in en, kk, ru"):
        reason(store, rules=[path])


def test_a_rule_that_is_no_plain_join_is_asked_in_rounds(tmp_path: Path) -> None:
    """What Özek's engine cannot compile it asks as SPARQL, until nothing new comes."""
    (tmp_path / "far.rq").write_text(
        "#+ title: {en: far, kk: алыс, ru: далеко}\n#+ wording: {en: far, kk: алыс, ru: далеко}\n"
        "PREFIX ozek: <https://w3id.org/ozek/ontology#>\n"
        "CONSTRUCT { ?a ozek:isLocatedIn ?c } WHERE { ?a ozek:isHostedBy ?b ."
        " ?b ozek:isLocatedIn ?c FILTER(?a != ?c) }",
        encoding="utf-8",
    )
    facts = "<a> ozek:isHostedBy <b> . <b> ozek:isHostedBy <c> . <c> ozek:isLocatedIn <town> ."
    stores = [make_store(facts=facts) for _ in range(2)]
    for store, engine in zip(stores, ("ozek", "owlrl"), strict=True):
        reason(store, rules=[tmp_path], engine=engine)
        assert (thing("a"), term("isLocatedIn"), thing("town")) in inferred(store)
    assert set(inferred(stores[0])) == set(inferred(stores[1]))
