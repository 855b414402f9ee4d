"""Every question: its header, equal rows from both engines, and the rows it has to give.

``expected/<name>.json`` holds the rows on the Kazakhstan project, ``expected-fixture/<name>.json``
those on a small fictional project (``fixtures/<fixture>/*.trig``, by default ``wine``) or another
packaged project. A file is one case or a list of cases:

    {"parameters": {"year": 2015}, "columns": ["document", …], "rows": [["kz:document/x", null], …]}
    {"columns": […], "count": 110, "contains": [[…], …]}
    {"fixture": "valley", "columns": […], "rows": […]}

Terms are written as in N-Triples, as CURIEs, or as paths below the fixture's base. A case is a
claim that the answer is right: read the source before changing one.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, Dataset, Graph, Literal, URIRef
from rdflib.util import from_n3

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.project import find_project, load_project, resources
from ozek.query import ENGINES, Question, ask, load_questions
from ozek.reasoning import reason
from ozek.store import Store

HERE = Path(__file__).parent
KAZAKHSTAN = "kazakhstan"
WINE_MAP = "california-wine"
PACKAGED = (KAZAKHSTAN, WINE_MAP)
FIXTURES = sorted(path.name for path in (HERE / "fixtures").iterdir() if path.is_dir())
USERS = {
    "policy-analyst",
    "ministry",
    "cluster-manager",
    "technopark-operator",
    "researcher",
    "data-steward",
}
QUESTIONS = {question.name: question for question in load_questions()}
XSD = ns.XSD


# Cases --------------------------------------------------------------------------------------------


def cases() -> Iterator[Any]:
    for folder, default in (("expected", KAZAKHSTAN), ("expected-fixture", "wine")):
        for path in sorted((HERE / folder).glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            for number, case in enumerate(content if isinstance(content, list) else [content]):
                project = case.get("fixture", default)
                yield pytest.param(
                    path.stem, project, case, id=f"{path.stem}-{project}-{number + 1}"
                )


def parse(text: str | None, base: str | None = None) -> Any:
    if text is None:
        return None
    if text.startswith(("<", '"')):
        return from_n3(re.sub(r"\^\^xsd:(\w+)$", rf"^^<{XSD}\1>", text))
    return URIRef(ns.expand(text, base))


def comparable(term: Any) -> str | None:
    """The same text for the same value: engines may write a number in different ways."""
    if isinstance(term, Literal) and str(term.datatype).removeprefix(XSD) in ("integer", "decimal"):
        return f"{term.datatype} {format(Decimal(str(term)).normalize(), 'f')}"
    return None if term is None else term.n3()


def bag(rows: Any) -> Counter[tuple[str | None, ...]]:
    return Counter(tuple(comparable(term) for term in row) for row in rows)


# Projects -----------------------------------------------------------------------------------------


def built(name: str) -> Store:
    """Load a project, or a fixture with the packaged ontology, and reason over it."""
    if name in PACKAGED:
        store = load_project(find_project(name))
    else:
        store = Store(base=f"https://w3id.org/ozek/example/{name}/")
        for path in sorted((HERE / "fixtures" / name).glob("*.trig")):
            store.load(path)
        store.load(resources().ontology / "ozek.ttl", graph=ns.ONTOLOGY_GRAPH)
        store.load(resources().ontology / "taxonomy.ttl", graph=ns.TAXONOMY_GRAPH)
        store.set_kind(ns.ONTOLOGY_GRAPH, "OntologyGraph")
        store.set_kind(ns.TAXONOMY_GRAPH, "TaxonomyGraph")
        store.refresh_facts()
    reason(store)
    store.refresh_facts()
    return store


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return name → (Store, Dataset), reasoned once per test run however many workers there are."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    @cache
    def get(name: str) -> tuple[Store, Dataset]:
        file, lock = shared / f"questions-{name}.nq", shared / f"questions-{name}.lock"
        if claim(lock):
            try:
                store = built(name)
                part = file.with_suffix(".part")
                part.write_text("".join(f"{quad} .\n" for quad in store.quads()), encoding="utf-8")
                part.rename(file)
            finally:
                lock.with_suffix(".done").touch()
        else:
            wait_for(lock.with_suffix(".done"))
            if not file.exists():
                pytest.fail(f"another worker could not build {name}")
            store = Store(base=base_of(name))
            store.load(file)
            store.refresh_facts()
        return store, store.to_dataset()

    return get


def base_of(name: str) -> str:
    return find_project(name).base if name in PACKAGED else f"https://w3id.org/ozek/example/{name}/"


def claim(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def wait_for(path: Path, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not path.exists():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:.0f} s for {path}")
        time.sleep(0.2)


# Headers ------------------------------------------------------------------------------------------


def body(question: Question) -> str:
    """The query without comments."""
    return "\n".join(line for line in question.text.splitlines() if not line.startswith("#"))


def projection(question: Question) -> list[str]:
    head = body(question).split("WHERE", 1)[0].split("SELECT", 1)[1]
    head = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\bAS\s+(\?\w+)\s*\)", r"\1", head)
    return re.findall(r"\?(\w+)", head)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_header_says_everything_in_three_languages(name: str) -> None:
    question = QUESTIONS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert question.folder in USERS
    assert question.tags
    texts = [question.title, question.description, question.row, *question.columns.values()]
    texts += [parameter.description for parameter in question.parameters.values()]
    for text in texts:
        assert set(text) == {"kk", "ru", "en"}
        assert all(value.strip() for value in text.values())
        assert re.search("[а-яәғқңөұүһі]", text["kk"] + text["ru"], re.IGNORECASE)
        assert not re.search("[а-яё]", text["en"], re.IGNORECASE)
        assert "сұраныс" not in text["kk"].lower()
    assert list(question.columns) == projection(question)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_query_keeps_the_rules_of_the_library(name: str) -> None:
    question = QUESTIONS[name]
    text = body(question)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", text), "name the columns"
    assert re.search(r"\bORDER BY\b", text), "say in which order rows come"
    assert not re.search(r"\b(SERVICE|FROM)\b", text), "stay within the project"
    assert "\\p{" not in text, "engines read \\p{…} differently"
    assert "wasQuotedFrom" not in text or "GRAPH" in text
    declared = re.findall(r"^PREFIX (\w+):", text, re.MULTILINE)
    used = re.sub(r"^PREFIX .*$", "", text, flags=re.MULTILINE)
    used = re.sub(r"<[^<>\s]*>|\"[^\"]*\"", "", used)
    assert declared == sorted(declared)
    assert set(declared) == set(re.findall(r"(?<![\w?:-])([a-z]\w*):", used)), "prefixes as used"
    for parameter in question.parameters:
        assert re.search(rf"\?{parameter}\b", used), f"parameter {parameter} is not used"
        assert "default" in question.text.split(parameter + ":", 1)[1]


def test_every_term_of_the_ontology_is_asked_for_or_provisional() -> None:
    ontology = Graph().parse(resources().ontology / "ozek.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    provisional = set(ontology.subjects(URIRef(ns.OZEK + "hasMaturity")))
    asked = set()
    for question in QUESTIONS.values():
        asked |= set(re.findall(r"\bozek:(\w+)", body(question)))
    terms = {
        str(term).removeprefix(ns.OZEK)
        for kind in kinds
        for term in ontology.subjects(RDF.type, kind)
        if str(term).startswith(ns.OZEK) and term not in provisional
    }
    assert sorted(terms - asked) == []
    unknown = asked - {str(s).removeprefix(ns.OZEK) for s in set(ontology.subjects())}
    assert sorted(unknown) == []


# Rows ---------------------------------------------------------------------------------------------


def source_for(stores: tuple[Store, Dataset], engine: str) -> Any:
    return stores[0] if engine == "oxigraph" else stores[1]


@pytest.mark.parametrize("where", [KAZAKHSTAN, *FIXTURES])
@pytest.mark.parametrize("name", [name for name, one in QUESTIONS.items() if one.answerable])
def test_both_engines_give_the_same_rows_in_the_same_order(
    name: str, where: str, project: Any
) -> None:
    question = QUESTIONS[name]
    stores = project(where)
    one, two = (ask(source_for(stores, engine), question, engine=engine) for engine in ENGINES)
    assert one.columns == two.columns == tuple(question.columns)
    assert bag(one) == bag(two)
    assert [tuple(map(comparable, row)) for row in one] == [
        tuple(map(comparable, row)) for row in two
    ], "ORDER BY does not settle the order"


@pytest.mark.parametrize(("name", "where", "case"), list(cases()))
def test_the_rows_are_those_expected(
    name: str, where: str, case: dict[str, Any], project: Any
) -> None:
    assert name in QUESTIONS, "no question has this name"
    stores = project(where)
    for engine in ENGINES:
        table = ask(
            source_for(stores, engine), QUESTIONS[name], case.get("parameters"), engine=engine
        )
        assert list(table.columns) == case["columns"]
        given = case["rows"] if "rows" in case else case["contains"]
        wanted = bag([[parse(term, base_of(where)) for term in row] for row in given])
        if "rows" in case:
            assert bag(table) == wanted
        else:
            assert len(table) == case["count"]
            assert not wanted - bag(table), "rows that should be there"


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_expected_rows(name: str) -> None:
    assert (HERE / "expected" / f"{name}.json").is_file()


@pytest.mark.parametrize("name", QUESTIONS)
def test_candidates_of_parameters_can_be_listed(name: str, project: Any) -> None:
    store, dataset = project(KAZAKHSTAN)
    for parameter in QUESTIONS[name].parameters.values():
        if not isinstance(parameter.values, str):
            continue
        one, two = ask(store, parameter.values), ask(dataset, parameter.values)
        assert bag(one) == bag(two)
        assert len(one) > 0
        for row in list(one)[:3]:
            given = {parameter.name: row[0]}
            rows = [
                ask(source_for((store, dataset), engine), QUESTIONS[name], given, engine=engine)
                for engine in ENGINES
            ]
            assert bag(rows[0]) == bag(rows[1])


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_row_holds_a_blank_node(name: str, project: Any) -> None:
    question = QUESTIONS[name]
    if question.answerable:
        for row in ask(project(KAZAKHSTAN)[0], question):
            assert not any(term is not None and term.n3().startswith("_:") for term in row)


# What the three users were promised ---------------------------------------------------------------


def rows(project: Any, name: str, **parameters: Any) -> list[dict[str, Any]]:
    return ask(project(KAZAKHSTAN)[0], QUESTIONS[name], parameters).to_dicts()


@pytest.mark.parametrize(
    ("year", "certain", "possible"),
    [
        (2002, set(), {"strategy-2050", "concept-2020"}),
        (2003, {"strategy-2003-2015"}, {"strategy-2050", "concept-2020"}),
        (
            2015,
            {"strategy-2003-2015", "programme-2005-2015", "state-programme-2015-2019"},
            {"strategy-2050", "concept-2020"},
        ),
        (2016, {"state-programme-2015-2019"}, {"strategy-2050", "concept-2020"}),
        (2020, set(), {"strategy-2050", "concept-2020"}),
        (2021, set(), {"strategy-2050"}),
    ],
)
def test_documents_in_force(year: int, certain: set[str], possible: set[str], project: Any) -> None:
    found = rows(project, "documents-in-force", year=year)
    for wanted, value in ((certain, True), (possible, False)):
        assert {
            str(row["document"]).rsplit("/", 1)[1]
            for row in found
            if row["certain"].toPython() is value
        } == wanted


def test_a_planned_zone_gives_no_benefits(project: Any) -> None:
    zones = {str(row["zone"]) for row in rows(project, "zone-benefits")}
    assert zones == {"https://w3id.org/ozek/kz/zone/it-park-sez"}


def test_one_target_is_stated_as_not_achieved_and_one_has_no_stated_outcome(project: Any) -> None:
    (row,) = rows(project, "unachieved-targets")
    assert row["sentence"].toPython() == 28
    assert str(row["target"]).endswith("/initiatives-taken-in")
    statuses = {str(row["status"]).rsplit("/", 1)[1] for row in rows(project, "target-outcomes")}
    assert statuses == {"target-status-not-achieved", "target-status-not-stated"}


def test_a_row_can_be_asked_for_in_three_languages(project: Any) -> None:
    from ozek.labels import Labels

    store = project(KAZAKHSTAN)[0]
    table = ask(store, QUESTIONS["zone-benefits"])
    for lang, word in (("kk", "жер салығы"), ("ru", "земельный налог"), ("en", "land tax")):
        assert word in table.to_text("markdown", Labels(store, lang)).lower()


def test_a_parameter_is_a_term_not_text(project: Any) -> None:
    with pytest.raises(UsageError, match="year"):
        rows(project, "documents-in-force", year="2016) || (1 = 1")
