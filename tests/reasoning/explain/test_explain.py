"""``explain``: what can be asked, and what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from reference import Reference, reference
from replay import replay

from graphs import BASE, make_store, schemes, term, thing
from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.reasoning import find_clashes, packaged_rules, reason
from ozek.reasoning.explain import (
    Row,
    closure_index,
    explain,
    explain_clashes,
    proof_index,
    row_of,
)
from ozek.reasoning.explain.wording import LANGUAGES, templates
from ozek.reasoning.support import support

ROOT = Path(__file__).parents[3]
CLUSTER = """
    <acme> a ozek:Enterprise .
    <p1> a ozek:Participation ; org:member <acme> ; ozek:isInSegment <core> ;
        org:role ozt:role-supplier .
    <core> a ozek:IndustrialCore ; ozek:isSegmentOf <x> .
"""
KURCHATOV = "kz:place/kurchatov isLocatedIn Kazakhstan"


@pytest.fixture(name="kazakhstan")
def _kazakhstan() -> Reference:
    return reference()


def reasoned(facts: str, ontology: Graph | None = None) -> Any:
    store = make_store(facts=facts, ontology=ontology)
    reason(store)
    return store


def turtle(text: str) -> Graph:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ns.PREFIXES.items())
    return Graph().parse(data=f"@base <{BASE}> .\n{prefixes}{text}", format="turtle")


def chain(relation: str, count: int, prefix: str = "t") -> str:
    return "\n".join(f"<{prefix}{n}> {relation} <{prefix}{n + 1}> ." for n in range(count))


# What can be asked --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "what",
    [
        KURCHATOV,
        'Kurchatov "is located in" Kazakhstan',
        "place/kurchatov ozek:isLocatedIn <https://w3id.org/ozek/kz/place/kazakhstan> .",
        ("Курчатов", "находится в", "Қазақстан"),
        (URIRef(ns.PREFIXES["kz"] + "place/kurchatov"), term("isLocatedIn"), "kz:place/kazakhstan"),
    ],
)
def test_a_fact_in_many_forms(kazakhstan: Reference, what: Any) -> None:
    done = explain(kazakhstan.store, what, index=kazakhstan.index)
    assert (done.status, done.exit_status) == ("proved", 0)
    assert done.proof is not None and done.proof.rule == "prp-trp"
    assert {str(t[0]).rpartition("/")[2] for t in done.proof.facts()} == {
        "kurchatov",
        "abai-region",
    }


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("kurchatov", "is not a fact"),
        ("nobody isLocatedIn Kazakhstan", "nothing is known about 'nobody'"),
        ("Kurchatov glows Kazakhstan", "which relation is 'glows'"),
        ('Kurchatov "isLocatedIn Kazakhstan', "quotation mark"),
    ],
)
def test_what_cannot_be_understood(kazakhstan: Reference, what: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        explain(kazakhstan.store, what, index=kazakhstan.index)


def test_no_proof_is_an_answer_and_not_a_denial(kazakhstan: Reference) -> None:
    for what in (
        "kz:place/kazakhstan isLocatedIn kz:place/kurchatov",
        "<https://example.org/nowhere> isLocatedIn kz:place/kurchatov",
    ):
        done = explain(kazakhstan.store, what, index=kazakhstan.index)
        assert (done.status, done.exit_status, done.proofs) == ("unknown", 1, ())
        assert "does not make it false" in done.to_text()
    for lang in LANGUAGES:
        done = explain(kazakhstan.store, what, index=kazakhstan.index, lang=lang)
        assert templates()["words"]["unknown"][lang].split(":")[0] in done.to_text()


def test_literals(kazakhstan: Reference) -> None:
    identifier = next(kazakhstan.derived.triples((None, term("identifier"), None)))
    what = f"<{identifier[0]}> ozek:identifier {identifier[2]}"
    done = explain(kazakhstan.store, what, index=kazakhstan.index)
    assert done.proof is not None and done.proof.triple == identifier
    assert done.proof.rule == "prp-spo1"


# What a proof rests on ----------------------------------------------------------------------------


def test_a_reading_is_shown_as_a_reading(kazakhstan: Reference) -> None:
    what = "technopark/tokamak isElementOfSet set/national-technoparks"
    done = explain(kazakhstan.store, what, index=kazakhstan.index)
    assert done.status == "stated" and done.proof is not None
    (ground,) = done.proof.grounds
    assert ground.basis == "reading" and ground.reading is not None
    assert ground.reading.name == "s30-parks"
    assert len(ground.reading.others) == 1
    text = done.to_text(1000)
    assert "reading s30-parks, chosen: All four belong" in text
    assert "alternatives: They are parks of another kind" in text


def test_an_editor_is_shown_with_the_reason(kazakhstan: Reference) -> None:
    graphs = [g for g, k in kazakhstan.store.graph_kinds().items() if k == "EditorialGraph"]
    link = next(g for g in graphs if "graph/link-" in g)
    fact = next(iter(kazakhstan.store.to_graph([link])))
    done = explain(kazakhstan.store, fact, index=kazakhstan.index)
    assert done.proof is not None
    assert [ground.basis for ground in done.proof.grounds if ground.graph == link] == ["editorial"]
    assert "added by an editor: The text names" in done.to_text(5000)


def test_every_fact_leads_to_its_passage(kazakhstan: Reference) -> None:
    done = explain(kazakhstan.store, KURCHATOV, index=kazakhstan.index)
    assert done.proof is not None
    names = {p.name for leaf in done.proof.leaves() for g in leaf.grounds for p in g.passages}
    assert names == {"place-kurchatov", "place-abai-region"}
    (axiom,) = done.proof.axioms
    assert [ground.graph for ground in axiom.grounds] == [ns.ONTOLOGY_GRAPH]


def test_project_rules_and_chains() -> None:
    store = reasoned(CLUSTER)
    index = proof_index(store)
    done = explain(store, (thing("acme"), term("suppliesCluster"), thing("x")), index=index)
    assert done.proof is not None and done.proof.rule == "supplies-cluster"
    assert [part.rule for part in done.proof.premises].count("prp-spo2") == 1
    rules = {rule.name: rule for rule in packaged_rules()}
    stated = store.to_graph([BASE + "graph/s01", ns.ONTOLOGY_GRAPH])
    assert replay(done.proof, stated.__contains__, stated, rules) == []
    assert "takes part in it as a supplier" in done.to_text(300)


def test_a_rule_that_asks_more_is_checked(tmp_path: Path) -> None:
    rule = tmp_path / "old.rq"
    rule.write_text(
        "#+ title: {en: t, kk: t, ru: t}\n#+ wording: {en: '{a} is old', kk: w, ru: w}\n"
        f"PREFIX : <{BASE}>\nCONSTRUCT {{ ?a :old ?b }} WHERE "
        "{ ?a :knows|:met ?b ; :born ?year . FILTER(?year < 1950) }",
        "utf-8",
    )
    facts = "<a> <met> <b> ; <born> 1940 . <c> <knows> <b> ; <born> 1960 ."
    store = make_store(facts=facts)
    reason(store, rules=[rule])
    done = explain(store, (thing("a"), thing("old"), thing("b")), rules=[rule])
    assert done.proof is not None and done.proof.conditions == ("FILTER",)
    assert len(done.proof.facts()) == 2
    no = explain(store, (thing("c"), thing("old"), thing("b")), rules=[rule])
    assert no.status == "unknown"


def test_terms_of_the_model_have_proofs(kazakhstan: Reference) -> None:
    technopark, organisation = term("NationalTechnopark"), URIRef(ns.ORG + "Organization")
    done = explain(
        kazakhstan.store, (technopark, RDFS.subClassOf, organisation), index=kazakhstan.index
    )
    assert done.proof is not None
    assert {node.rule for node in done.proof.nodes()} == {"scm-sco", "stated"}
    graph = kazakhstan.stated
    assert replay(done.proof, graph.__contains__, graph) == []


def test_alternatives_rest_on_other_facts() -> None:
    store = reasoned(
        "<a> ozek:isLocatedIn <b> , <c> , <d> . <b> ozek:isLocatedIn <e> ."
        "<c> ozek:isLocatedIn <e> . <d> ozek:isLocatedIn <f> . <f> ozek:isLocatedIn <e> ."
    )
    what = (thing("a"), term("isLocatedIn"), thing("e"))
    assert len(explain(store, what).proofs) == 1
    done = explain(store, what, alternatives=9)
    assert [proof.steps for proof in done.proofs] == [1, 1, 2]
    assert len({proof.key() for proof in done.proofs}) == 3
    assert len(explain(store, what, alternatives=2).proofs) == 2


def test_the_shortest_is_taken() -> None:
    store = reasoned("<a> a ozek:NationalTechnopark , ozek:Technopark .")
    done = explain(store, (thing("a"), RDF.type, term("InnovationIntermediary")))
    assert done.proof is not None and done.proof.steps == 1


# Hard cases ---------------------------------------------------------------------------------------


def test_cycles_are_no_proofs() -> None:
    ontology = turtle(
        "<p> a owl:ObjectProperty ; owl:inverseOf <q> ; rdfs:subPropertyOf <r> ."
        "<q> a owl:ObjectProperty ; owl:inverseOf <p> . <r> a owl:ObjectProperty ;"
        " rdfs:subPropertyOf <p> , <s> . <s> a owl:SymmetricProperty , owl:ObjectProperty ."
    )
    closure = Graph()
    for triple in [*ontology, *turtle("<a> <p> <b> , <c> . <b> <q> <a> . <a> <r> <b> .")]:
        closure.add(triple)
    invented = (thing("a"), thing("p"), thing("c"))  # recorded, though nothing gives it
    index = closure_index(closure, ontology.__contains__)
    numbers: Any = tuple(map(index.known.find, invented))
    found = index.prove(numbers, 50_000)
    assert found.proof is None and found.finished


def test_a_budget_ends_the_search() -> None:
    facts = "\n".join(f"<a{n}> ozek:isLocatedIn <a{n + 1}> , <a{n + 2}> ." for n in range(25))
    store = reasoned(facts)
    what = (thing("a0"), term("isLocatedIn"), thing("a26"))
    short = explain(store, what, budget=1)
    assert not short.shortest
    assert "budget" in short.to_text()
    done = explain(store, what)
    assert done.shortest and done.proof is not None and done.proof.steps == 12
    with pytest.raises(UsageError, match="1 or more"):
        explain(store, what, budget=0)


def test_long_paths_do_not_nest_deeply() -> None:
    ontology = turtle("<p> a owl:TransitiveProperty , owl:ObjectProperty .")
    data = turtle(chain("<p>", 400))
    closure = Graph()
    for triple in [*ontology, *data, (thing("t0"), thing("p"), thing("t400"))]:
        closure.add(triple)
    stated = {*ontology, *data}
    index = closure_index(closure, stated.__contains__)
    numbers: Any = tuple(map(index.known.find, (thing("t0"), thing("p"), thing("t400"))))
    proof = index.prove(numbers, 100_000).proof
    assert proof is not None and proof.steps == 399
    assert len(proof.facts()) == 400


@pytest.mark.parametrize("size", [3, 40, 3000])
def test_many_names_for_one_thing(size: int) -> None:
    """A clique of which one is recorded to stand for all."""
    data = turtle(chain("owl:sameAs", size) + "<t0> a <C> .")
    closure = Graph()
    for triple in data:
        closure.add(triple)
    closure.add((thing(f"t{size}"), RDF.type, thing("C")))
    closure.add((thing(f"t{size}"), OWL.sameAs, thing("t0")))
    index = closure_index(closure, data.__contains__)
    for what in (
        (thing(f"t{size}"), OWL.sameAs, thing("t0")),
        (thing(f"t{size}"), RDF.type, thing("C")),
    ):
        numbers: Any = tuple(map(index.known.find, what))
        found = index.prove(numbers, 200_000)
        assert found.proof is not None and found.finished
        assert replay(found.proof, data.__contains__, data) == []


def test_support_gives_the_stated_facts() -> None:
    closure = turtle("<A> rdfs:subClassOf <B> . <p> rdfs:domain <A> . <x> <p> <y> ; a <A> , <B> .")
    stated = {t for t in closure if t[1] != RDF.type}
    found = support((thing("x"), RDF.type, thing("B")), closure, stated.__contains__)
    assert found == ((thing("x"), thing("p"), thing("y")),)
    alone = (thing("x"), RDF.type, thing("Z"))
    assert support(alone, closure, stated.__contains__) == (alone,)


# Contradictions, rows, findings -------------------------------------------------------------------

CLASHING = """
    <park> a ozek:Technopark , ozek:RegionalTechnopark ;
        ozek:hasTechnoparkLevel ozt:technopark-level-national .
"""


def test_contradictions_are_proved() -> None:
    store = make_store(facts=CLASHING, taxonomy=schemes())
    done = [one for one in explain_clashes(store) if one.asked.startswith("cax-dw")]
    assert done
    for one in done:
        (proof,) = one.proofs
        assert proof.triple is None and proof.rule == "cax-dw" and proof.complete
        stated = store.to_graph([BASE + "graph/s01", ns.ONTOLOGY_GRAPH])
        assert replay(proof, stated.__contains__, stated) == []
        rules = {node.rule for node in proof.nodes()}
        assert {"cls-hv2", "cls-int1", "cax-eqc2"} <= rules
        text = one.to_text(200)
        assert "This cannot be:" in text and "exclude each other (cax-dw)" in text


def test_a_clash_of_reasoning_is_proved() -> None:
    store = make_store(facts=CLASHING, taxonomy=schemes())
    (clash, *_) = find_clashes(store)
    done = explain(store, clash)
    assert done.proof is not None and done.proof.rule == clash.rule
    assert set(done.proof.facts()) == {fact.triple for fact in clash.facts}
    assert done.proof.steps > 2
    plain = explain(store, clash, index=proof_index(store))  # nothing inferred to go by
    assert plain.proof is not None and plain.proof.rule == clash.rule
    assert explain_clashes(make_store(facts=CLUSTER)) == []


def test_a_row_rests_on_facts(kazakhstan: Reference) -> None:
    from ozek.query import ask, question_of

    question = question_of(
        "PREFIX ozek: <https://w3id.org/ozek/ontology#>\n"
        "SELECT ?park ?place WHERE { ?park a ozek:Technopark ; ozek:isLocatedIn ?place ."
        " OPTIONAL { ?park ozek:hasZone ?zone } FILTER(?park != ?place) } ORDER BY ?park ?place",
        name="places",
    )
    table = ask(kazakhstan.store, question)
    row = row_of(question, table, 1)
    done = explain(kazakhstan.store, row, index=kazakhstan.index)
    assert done.proof is not None and done.proof.triple is None and done.proof.complete
    proved = {part.triple for part in done.proof.premises}
    park, place = table.rows[0]
    assert {(park, RDF.type, term("Technopark")), (park, term("isLocatedIn"), place)} <= proved
    assert done.notes == ("FILTER",)
    assert "This row rests on" in done.to_text() and "FILTER" in done.to_text()
    with pytest.raises(UsageError, match="no row 0"):
        row_of(question, table, 0)
    nothing = Row(question_of("SELECT ?x WHERE { GRAPH ?g { ?x a <urn:none> } }"), {})
    assert explain(kazakhstan.store, nothing, index=kazakhstan.index).status == "no facts"


def test_a_finding_rests_on_facts() -> None:
    from ozek.validation.report import ValidationResult

    store = reasoned(CLUSTER)
    result = ValidationResult(
        severity="Violation",
        focus=thing("acme"),
        path=term("participatesIn"),
        value=thing("core"),
        message=(("en", "too much"),),
        shape="urn:shape",
        component="MaxCount",
    )
    done = explain(store, result)
    assert done.asked == "too much" and done.proof is not None
    (part,) = done.proof.premises
    assert part.rule == "prp-spo2"
