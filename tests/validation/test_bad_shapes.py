"""Shapes that cannot be used: each kind has its own message, with the file, before anything runs;
and shapes that used to be overlooked are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from graphs import PREFIXES, make_store
from ozek.errors import InputError, UsageError
from ozek.validation import find_profile, load_shapes, validate

HEAD = f"""@prefix ex: <https://example.org/shapes#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
{PREFIXES}"""
EX = "https://example.org/shapes#"


def write(folder: Path, text: str, name: str = "own.ttl") -> Path:
    path = folder / name
    path.write_text(HEAD + text, "utf-8")
    return path


def found(folder: Path, facts: str, shapes: str) -> list[tuple[str, str, str]]:
    report = validate(make_store(facts=facts), shapes=[write(folder, shapes)])
    return [
        (one.shape, str(one.focus).removeprefix("https://example.org/"), one.component)
        for one in report
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:node ex:b .\n"
            "ex:b sh:not [ sh:property [ sh:path ex:p ; sh:node ex:a ] ] .",
            "in a cycle: https://example.org/shapes#a → https://example.org/shapes#b → ",
        ),
        (
            "ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:or ( [ sh:node ex:a ] ) .",
            "in a cycle: https://example.org/shapes#a → https://example.org/shapes#a",
        ),
        (
            "ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ;\n"
            " sh:property [ sh:path ex:p ; sh:minCount 'one' ] .",
            "a shape nested in https://example.org/shapes#a needs a whole number",
        ),
        ("ex:a sh:targetClass ozek:Goal ; sh:pattern '(' .", "shapes#a has a sh:pattern that"),
        ("ex:a sh:targetClass ozek:Goal ; sh:in [] .", "a node without a name is not a proper"),
        ("ex:a a sh:PropertyShape ; sh:targetClass ozek:Goal .", "property shape without sh:path"),
        ("ex:a sh:targetClass ozek:Goal ; sh:js [ sh:jsFunctionName 'f' ] .", "SHACL-JS"),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_shapes([path])
    assert says in caught.value.message
    assert caught.value.path == str(path)
    assert caught.value.exit_status == 3
    line = caught.value.line
    assert line is not None
    assert line > HEAD.count("\n")


def test_a_file_that_would_check_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no shapes in this file"):
        load_shapes([write(tmp_path, "ex:a a ozek:Goal .")])
    with pytest.raises(InputError, match="no shape has a target"):
        load_shapes([write(tmp_path, "ex:a a sh:NodeShape ; sh:nodeKind sh:IRI .")])


def test_profiles_by_name_and_by_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no profile 'compleet'; profiles: model"):
        find_profile("compleet")
    with pytest.raises(InputError, match="no such file"):
        validate(Graph(), profiles=[tmp_path / "none.ttl"])
    own = write(tmp_path, "ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:class ozek:Target .")
    store = make_store(facts="<g> a ozek:Goal . <s> ozek:startYear 'abc' .")
    with_own = {one.shape for one in validate(store, profiles=[own])}
    assert with_own - {EX + "a"} == {one.shape for one in validate(store)}
    assert EX + "a" in with_own
    assert with_own == {one.shape for one in validate(store, profiles=["model", own])}


def test_a_class_that_is_a_shape_is_checked(tmp_path: Path) -> None:
    shapes = "ozek:Goal a sh:NodeShape , owl:Class ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
    ((shape, focus, component),) = found(tmp_path, "<g> a ozek:Goal .", shapes)
    assert (shape[-4:], focus, component) == ("Goal", "g", "MinCount")


def test_shapes_without_a_name_are_checked(tmp_path: Path) -> None:
    shapes = """[] sh:targetClass ozek:Goal ; sh:nodeKind sh:Literal .
        [] a sh:NodeShape ; sh:targetClass ozek:Goal ;
            sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    components = {one[2] for one in found(tmp_path, "<g> a ozek:Goal .", shapes)}
    assert components == {"NodeKind", "MinCount"}


def test_named_members_of_lists_are_followed(tmp_path: Path) -> None:
    shapes = """ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:or ( ex:b ex:c ) .
        ex:b sh:nodeKind sh:Literal . ex:c sh:property ex:d . ex:d sh:path ex:p ; sh:minCount 1 ."""
    assert found(tmp_path, "<g> a ozek:Goal .", shapes) == [(EX + "a", "g", "Or")]


def test_a_shape_referred_to_keeps_its_own_targets_for_its_own_turn(tmp_path: Path) -> None:
    """``ex:b`` looks at the evidence, where there is no goal; ``ex:a`` uses it on the facts."""
    shapes = """ex:a a sh:NodeShape ; sh:targetClass ozek:Goal ; sh:node ex:b .
        ex:b a sh:NodeShape ; sh:targetClass ozek:Target ; sh:nodeKind sh:Literal ;
            ozs:appliesTo ozs:evidence ."""
    facts = "<g> a ozek:Goal . <t> a ozek:Target ."
    assert found(tmp_path, facts, shapes) == [(EX + "a", "g", "Node")]


def test_components_of_ones_own_are_checked(tmp_path: Path) -> None:
    shapes = """ex:Below a sh:ConstraintComponent ; sh:parameter [ sh:path ex:below ] ;
        sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value < $below) }" ] .
        ex:a a sh:PropertyShape ; sh:targetSubjectsOf ozek:targetValue ; sh:path ozek:targetValue ;
            ex:below 5 ."""
    store = make_store(facts="<t> ozek:targetValue 7 . <u> ozek:targetValue 3 .")
    (result,) = validate(store, shapes=[write(tmp_path, shapes)])
    assert (result.component, str(result.value)) == (EX + "Below", "7")
    assert [(name, str(values[0])) for name, values in result.parameters] == [("below", "5")]
    graph = result and validate(store, shapes=[write(tmp_path, shapes)]).to_graph()
    assert (None, None, URIRef(EX + "Below")) in graph


def test_advanced_features_go_to_pyshacl_with_a_line_that_says_so(tmp_path: Path) -> None:
    shapes = """ex:a a sh:NodeShape ; sh:message "m"@en ;
        sh:property [ sh:path ex:p ; sh:maxCount 0 ] ; sh:target [ a sh:SPARQLTarget ;
            sh:select "SELECT ?this { ?this a <https://w3id.org/ozek/ontology#Goal> }" ] ."""
    with pytest.warns(UserWarning, match=r"does not do .*sh:target.*pyshacl checks"):
        rows = found(tmp_path, "<g> a ozek:Goal ; <https://example.org/shapes#p> 1 .", shapes)
    assert rows == [(EX + "a", "g", "MaxCount")]
