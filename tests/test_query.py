"""Questions: headers, parameters, and the same rows from both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from ozek.errors import InputError, UsageError
from ozek.project import Project
from ozek.query import Question, ask, find_question, load_questions, question_of, read_question
from ozek.store import Store
from small_project import BASE, SMALL

FIRM, NORTH = URIRef(BASE + "actor/firm"), URIRef(BASE + "actor/north")


@pytest.fixture(scope="module")
def founded() -> Question:
    return read_question(SMALL / "queries/reader/founded-since.rq")


def test_a_header_says_what_the_question_is(founded: Question) -> None:
    assert (founded.name, founded.folder, founded.tags) == (
        "founded-since",
        "reader",
        ("actors", "time"),
    )
    assert founded.title["kk"] == "Берілген жылдан бері не құрылды?"
    assert str(founded.parameters["since"]) == "[since: integer = 1900]"
    assert tuple(founded.columns) == ("actor", "year")
    assert founded.answerable


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_parameters_and_defaults(small: Store, founded: Question, engine: str) -> None:
    everything = ask(small, founded, engine=engine)
    assert everything.rows == ((NORTH, Literal(1990)), (FIRM, Literal(2001)))
    for params in ({"since": "1995"}, {"since": 1995}, {"since": Literal(1995)}):
        assert ask(small, founded, params, engine=engine).rows == ((FIRM, Literal(2001)),)
    placed = {"place": "place/town", "since": "1995"}
    assert len(ask(small, founded, placed, engine=engine)) == 1


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"sinse": "1"}, "unknown parameter 'sinse'; parameters of this question: since, place"),
        ({"since": "soon"}, "parameter 'since' has to be an integer, not 'soon'"),
        ({"place": "place/nowhere"}, "cannot be 'place/nowhere'; it may be place/region, place/"),
        ({"place": Literal("x")}, "parameter 'place'"),
    ],
)
def test_wrong_parameters_are_named(
    small: Store, founded: Question, params: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        ask(small, founded, params)
    assert message in str(caught.value)


def test_a_needed_parameter_is_asked_for_with_its_values(small: Store) -> None:
    question = read_question(SMALL / "queries/reader/in-place.rq")
    assert not question.answerable
    with pytest.raises(UsageError, match=r"'place' \(iri\); it may be place/region, place/town"):
        ask(small, question)


def test_an_unknown_question_gets_the_nearest_names() -> None:
    questions = load_questions([SMALL / "queries"])
    with pytest.raises(UsageError, match="did you mean in-place"):
        find_question("in-plce", questions)
    with pytest.raises(InputError, match="no such folder"):
        load_questions([SMALL / "nothing"])


def test_a_syntax_error_has_its_place(small: Store, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("SELECT ?x\nWHERE { ?x ?p }")
    with pytest.raises(InputError) as caught:
        ask(small, read_question(path))
    assert (caught.value.path, caught.value.line) == (str(path), 2)
    assert "WHERE { ?x ?p }" in str(caught.value)


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_queries_do_not_reach_out(small: Store, engine: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="SERVICE"):
        ask(small, "ASK { SERVICE <http://e/> { ?s ?p ?o } }", engine=engine)
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://e/a> <http://e/b> <http://e/c> .")
    text = f"SELECT ?s FROM <{secret.as_uri()}> WHERE {{ ?s ?p ?o }}"
    assert ask(small, text, engine=engine).rows == ()


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_ask_and_construct_give_rows_too(small: Store, engine: str) -> None:
    yes = ask(small, "ASK { ?s a ozek:Enterprise }", engine=engine)
    assert (yes.columns, yes.rows) == (("answer",), ((Literal(True),),))
    text = "CONSTRUCT { ?s ozek:isPartOf ?o } WHERE { ?s ozek:cooperatesWith ?o }"
    assert ask(small, text, engine=engine).rows == (
        (FIRM, URIRef("https://w3id.org/ozek/ontology#isPartOf"), NORTH),
    )


def test_text_without_a_header_takes_any_parameter(small: Store) -> None:
    text = "SELECT ?x WHERE { ?x ozek:foundingYear ?year }"
    assert ask(small, text, {"year": "2001"}).rows == ((FIRM,),)
    assert ask(small, text, {"year": "x"}).rows == ()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("#+ title: {", "YAML"),
        ("#+ titel: x", "unknown key 'titel'"),
        ("#+ title: {en: x}", "lacks 'title' in kk, ru"),
        ("#+ - a", "keys and values"),
    ],
)
def test_a_broken_header_is_named(header: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        question_of(f"{header}\nASK {{}}", path=tmp_path / "x.rq")
    assert caught.value.line is not None


@pytest.mark.parametrize(
    "declared", ["year: integer", "year: {type: yaer}", "year: {type: integer, defalt: 1}"]
)
def test_a_broken_parameter_is_named(declared: str, tmp_path: Path) -> None:
    texts = "{kk: a, ru: b, en: c}"
    header = f"#+ title: {texts}\n#+ description: {texts}\n#+ row: {texts}\n#+ parameters:\n"
    with pytest.raises(InputError, match="year"):
        question_of(f"{header}#+   {declared}\nASK {{}}", path=tmp_path / "x.rq")


def test_language_parameters_take_the_language_of_the_reader(small: Store) -> None:
    texts = "{kk: a, ru: b, en: c}"
    header = "".join(f"#+ {key}: {texts}\n" for key in ("title", "description", "row"))
    header += "#+ parameters: {tongue: {type: language, default: en}}\n"
    text = "SELECT ?name WHERE { <place/town> skos:prefLabel ?name FILTER(LANG(?name) = ?tongue) }"
    question = question_of(header + text)
    assert [str(row[0]) for row in ask(small, question)] == ["Town"]
    assert [str(row[0]) for row in ask(small, question, lang="ru")] == ["Город"]
    assert [str(row[0]) for row in ask(small, question, {"tongue": "kk"}, lang="ru")] == ["Қала"]


def test_an_unknown_engine_is_refused(small: Store, small_project: Project) -> None:
    with pytest.raises(UsageError, match="oxigraph, rdflib"):
        ask(small, "ASK {}", engine="jena")
    assert ask(small.to_graph(), "ASK { ?s ?p ?o }").rows == ((Literal(True),),)
