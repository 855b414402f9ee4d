"""How an explanation is shown: as a tree, in sentences, flat, as provenance, by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef
from reference import Reference, reference

from graphs import make_store, term, thing
from ozek import namespaces as ns
from ozek.reasoning import packaged_rules, reason
from ozek.reasoning.explain import explain
from ozek.reasoning.explain.output import COLUMNS
from ozek.reasoning.explain.wording import LANGUAGES, templates
from ozek.reasoning.rl.table import RULES

ROOT = Path(__file__).parents[3]
KURCHATOV = "kz:place/kurchatov isLocatedIn Kazakhstan"


@pytest.fixture(name="kazakhstan")
def _kazakhstan() -> Reference:
    return reference()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_tree_keeps_to_the_width(kazakhstan: Reference, lang: str, width: int) -> None:
    done = explain(kazakhstan.store, KURCHATOV, index=kazakhstan.index, lang=lang)
    lines = done.to_text(width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum("├─" in line or "└─" in line for line in lines) >= 2
    assert "{" not in done.to_text(width)


def test_a_sentence_for_a_person(kazakhstan: Reference) -> None:
    text = explain(kazakhstan.store, KURCHATOV, index=kazakhstan.index).to_markdown()
    assert (
        "Kurchatov is located in Kazakhstan, because Kurchatov is located in Abai Region, and Abai"
        " Region is located in Kazakhstan, and “is located in” passes on from one to the next."
    ) in text


def test_flat_objects(kazakhstan: Reference) -> None:
    done = explain(kazakhstan.store, KURCHATOV, index=kazakhstan.index)
    records = json.loads(done.to_json())
    assert {tuple(record) for record in records} == {("asked", "status", *COLUMNS)}
    assert [record["role"] for record in records] == ["conclusion", "premise", "premise", "axiom"]
    assert [record["parent"] for record in records] == [None, 1, 1, 1]
    assert all(record["graph"] for record in records if record["rule"] == "stated")


def test_provenance_in_turtle(kazakhstan: Reference) -> None:
    done = explain(kazakhstan.store, KURCHATOV, index=kazakhstan.index)
    graph = Graph().parse(data=done.to_turtle(), format="turtle")
    prov, sh = ns.PROV, ns.PREFIXES["sh"]
    (derived,) = graph.subjects(URIRef(sh + "sourceRule"), URIRef(ns.OZS + "prp-trp"))
    assert len(set(graph.objects(derived, URIRef(prov + "wasDerivedFrom")))) == 3
    assert graph.value(derived, RDF.object) == URIRef(ns.PREFIXES["kz"] + "place/kazakhstan")
    plans = set(graph.objects(None, URIRef(prov + "hadPlan")))
    assert plans == {URIRef(ns.OZS + "prp-trp")}
    assert len(set(graph.objects(None, URIRef(prov + "wasQuotedFrom")))) == 2
    assert done.to_turtle() == done.to_turtle()


def test_classes_without_a_name_are_described() -> None:
    facts = "<t> a ozek:Technopark ; ozek:hasTechnoparkLevel ozt:technopark-level-national ."
    store = make_store(facts=facts)
    reason(store)
    done = explain(store, (thing("t"), RDF.type, term("NationalTechnopark")))
    assert done.proof is not None and done.proof.complete
    assert "things whose “ozek:hasTechnoparkLevel” is" in done.to_text(300)
    assert "_:" not in done.to_text(300)


def test_every_rule_has_words_in_every_language() -> None:
    texts = templates()["rules"]
    assert set(texts) == {rule.name for rule in RULES} | {"thing"}
    for rule in RULES:
        assert set(texts[rule.name]) == set(LANGUAGES)
        names = {t[1:] for a in (*rule.axioms, *rule.facts) for t in a if t.startswith("?")}
        for text in texts[rule.name].values():
            used = {part.partition("}")[0] for part in text.split("{")[1:]}
            assert used <= names, (rule.name, text)
    for section in ("facts", "classes", "words"):
        assert all(set(text) == set(LANGUAGES) for text in templates()[section].values())


def test_the_page_of_rules_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    from generating.rules import rules_page

    page = rules_page()
    assert (ROOT / "docs" / "reference" / "rules.md").read_text("utf-8") == page
    assert all(f"### {rule.name}\n" in page for rule in (*RULES, *packaged_rules()))
    assert "### prp-trp" in page and "used by 3 axioms" in page and "not used" in page


def test_the_command(run: Callable[..., Any]) -> None:
    project = ("-P", ROOT / "tests" / "fixtures" / "small")
    yes = run("explain", "actor/firm", "isLocatedIn", "place/region", *project)
    assert yes.status == 0 and "[s03]" in yes.out and "chosen: This town." in yes.out
    no = run("explain", "place/region", "isLocatedIn", "actor/firm", *project)
    assert no.status == 1 and "does not make it false" in no.out
    rows = run(
        "explain", "--question", "in-place", "-p", "place=place/town", "-f", "json", *project
    )
    assert rows.status == 0 and json.loads(rows.out)[0]["rule"] == "answer"
    assert run("explain", *project).status == 2
    assert run("explain", "--clashes", *project).status == 0
