"""What to do: a sentence for each constraint component, in three languages, with values that do."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from findings import COMPONENTS, findings_of_components
from ozek import namespaces as ns
from ozek.validation.examples import EXAMPLES, matching_text, read_as
from ozek.validation.findings import Finding
from ozek.validation.speaking import LANGUAGES, names_in
from ozek.validation.suggestions import Suggester

CORE = [
    "Class",
    "Datatype",
    "NodeKind",
    "MinCount",
    "MaxCount",
    "MinExclusive",
    "MinInclusive",
    "MaxExclusive",
    "MaxInclusive",
    "MinLength",
    "MaxLength",
    "Pattern",
    "LanguageIn",
    "UniqueLang",
    "Equals",
    "Disjoint",
    "LessThan",
    "LessThanOrEquals",
    "Not",
    "And",
    "Or",
    "Xone",
    "Node",
    "QualifiedMinCount",
    "QualifiedMaxCount",
    "Closed",
    "HasValue",
    "In",
    "SPARQL",
]
"""Every constraint component of SHACL Core (section 4) and SHACL-SPARQL."""


@cache
def found(lang: str) -> dict[str, Finding]:
    """Component → its finding in the fixture."""
    return {one.result.component: one for one in findings_of_components(lang)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("component", CORE)
def test_every_component_has_a_suggestion(component: str, lang: str) -> None:
    one = found(lang)[component]
    assert one.do
    for text in one.do:
        assert not re.search(r"\{\w+\}", text)
        assert "None" not in text
    if lang != "en":
        assert one.do != found("en")[component].do
        assert re.search("[а-я]", " ".join(one.do))


def test_the_fixture_breaks_a_shape_of_each_component() -> None:
    assert set(found("en")) == set(CORE)


SAID = {
    "Class": ("ex:park a ozek:Place .", "Town (ex:town)"),
    "Datatype": ("a whole number", 'Write 1990 instead of "1 990".'),
    "MinCount": ("missing: 2", "ex:firm ozek:hosts … ."),
    "MaxCount": ("keep this many: 1", "shop"),
    "Pattern": ("^Q[1-9][0-9]*$", 'For example "Q477232".'),
    "LanguageIn": ("kk, ru, en", '"Park"@kk'),
    "UniqueLang": ('"IT park"@en', '"Park of IT"@en'),
    "LessThan": ("“end year” now has: 2015",),
    "Closed": ("is located in (ozek:isLocatedIn)",),
    "HasValue": ("ex:firm ozek:hasSectorFocus ozt:sector-energy .",),
    "Node": ("training of personnel (ozt:function-training)",),
    "QualifiedMinCount": ("in the language kk", 'ex:park skos:prefLabel "…"@kk .'),
    "MinInclusive": ("301 or more",),
    "MaxExclusive": ("less than 300",),
    "MinLength": ("characters: 3; now there are 2",),
    "Not": ("of the kind “enterprise”",),
    "Or": ("One of these is enough", "ex:firm ozek:hosts … .", "ex:firm a ozek:University ."),
    "SPARQL": ("`ozek show ex:firm`",),
}


@pytest.mark.parametrize("component", SAID)
def test_suggestions_name_values_that_would_do(component: str) -> None:
    text = "\n".join(found("en")[component].do)
    for part in SAID[component]:
        assert part in text


def test_the_nearest_allowed_value_comes_first() -> None:
    """The data say ``regoinal``."""
    (text,) = found("en")["In"].do
    assert text.index("regional level") < text.index("national level (")


def test_components_of_ones_own_and_shapes_given_up() -> None:
    findings = findings_of_components("ru")
    suggest = Suggester(findings.speaker, findings.shapes.graph)
    one = findings.report.results[0]
    assert "ozek show" in suggest.of(replace(one, component="https://example.org/mine"))[0]
    assert "Упростите" in suggest.of(replace(one, component="Unfinished"))[0]
    note = suggest.of(replace(one, component="SPARQL", severity="Info"))[0]
    assert note.startswith("Если источник")


def test_every_text_is_in_three_languages_and_leaves_no_place_unfilled() -> None:
    import tomllib

    from ozek.validation import speaking

    path = Path(speaking.__file__).with_name("wording.toml")
    for section, texts in tomllib.loads(path.read_text("utf-8")).items():
        for name, languages in texts.items():
            assert set(languages) == set(LANGUAGES), (section, name)
            places = {lang: set(re.findall(r"\{\w+\}", text)) for lang, text in languages.items()}
            assert len(set(map(frozenset, places.values()))) == 1, (section, name)
    assert set(CORE) <= names_in("do")


# Values -------------------------------------------------------------------------------------------

MEANT = [
    ("1 990", "integer", "1990"),
    ("1\u00a0990", "integer", "1990"),
    ("2015.0", "integer", "2015"),
    ("12,5", "decimal", "12.5"),
    ("31.12.2024", "date", "2024-12-31"),
    ("да", "boolean", "true"),
    ("жоқ", "boolean", "false"),
    (" 2024 ", "gYear", "2024"),
    ("in 1990", "integer", None),
    ("31.02", "date", None),
    ("300", "unheard-of", None),
]


@pytest.mark.parametrize(("text", "datatype", "meant"), MEANT)
def test_what_people_mean_is_written_as_asked(text: str, datatype: str, meant: str | None) -> None:
    wanted = URIRef(ns.XSD + datatype)
    better = read_as(Literal(text), wanted)
    assert (None if better is None else str(better)) == meant
    assert better is None or better.datatype == wanted


def test_a_value_that_is_right_is_left_alone() -> None:
    integer = URIRef(ns.XSD + "integer")
    assert read_as(Literal("12", datatype=integer), integer) is None
    assert read_as(Literal("12,0", datatype=integer, normalize=False), integer) == Literal(12)
    assert read_as(URIRef("https://example.org/"), integer) is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_values_of_their_datatype(name: str) -> None:
    if name == "langString":
        return
    literal = Literal(EXAMPLES[name], datatype=URIRef(ns.XSD + name))
    assert not literal.ill_typed


PATTERNS = [
    "^Q[1-9][0-9]*$",
    r"^(https://ror\.org/)?0[a-z0-9]{6}[0-9]{2}$",
    "^[A-Z]{2}(-[A-Z0-9]{1,3})?$",
    "^([0-9]{4} ?){3}[0-9]{3}[0-9X]$",
    "^[0-9a-f]{16}$",
    "/ror-",
    r"^(?:kk|ru|en)$",
    r"^\d+\s\w+[^x]$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_have_an_example(pattern: str) -> None:
    text = matching_text(pattern)
    assert text is not None
    assert re.search(pattern, text)
    assert matching_text(pattern, known=["no match", text + "", "x"]) == text


def test_hard_patterns_have_none() -> None:
    assert matching_text(r"^(a)\1(?=b)b$") in (None, "aab")
    assert matching_text("(") is None
    assert matching_text("^$") is None


@given(st.from_regex(r"[a-z0-9?+*\[\]().^$|\\d-]{0,12}", fullmatch=True))
def test_an_example_always_matches_its_pattern(pattern: str) -> None:
    text = matching_text(pattern)
    assert text is None or re.search(pattern, text)


def test_components_folder_is_whole() -> None:
    assert {path.name for path in COMPONENTS.iterdir()} == {"shapes.ttl", "data.ttl"}
