"""Lines of facts: what the scanner reads is what the parser reads, at the line where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Dataset, Graph, Literal, URIRef

from ozek import namespaces as ns
from ozek.parsing import parse_file
from ozek.project import resources
from ozek.terms import to_rdflib
from ozek.validation.locating import Locator, Place, key_of
from small_project import SMALL

EX = "https://example.org/"
FILES = [
    SMALL / "data.trig",
    resources().data / "kazakhstan" / "text.trig",
    resources().data / "kazakhstan" / "passages.trig",
    resources().ontology / "shapes.ttl",
]


def triple_of(quad: ox.Quad) -> Any:
    return to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)


def named(term: object) -> bool:
    return isinstance(term, ox.NamedNode)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_fact_of_our_files_has_a_line_that_mentions_it(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    locator = Locator((path,))
    quads = [quad for quad in parse_file(path).quads if named(quad.subject)]
    locator.look_for(to_rdflib(quad.subject) for quad in quads)
    for quad in quads:
        if isinstance(quad.object, ox.BlankNode):
            continue
        place = locator.of(triple_of(quad))
        assert place is not None, quad
        last = quad.object.value.rstrip("/#").replace("#", "/").rpartition("/")[2]
        line = lines[place.line - 1]
        assert last[:12].split("\n")[0].split('"')[0].split("\\")[0] in line


TRICKY = (
    r"""@prefix : <https://example.org/> .
PREFIX ex: <https://example.org/a#>
@base <https://example.org/base/> . # no <subject> here
:one a :Kind ; # a comment with "quotes" and <iris>
    :p "a \"quoted\" ; , . [ text" , 'it''s' ,
       """.replace("'it''s'", r"'it\'s'")
    + '''"""long
 "text" with <x> . ;
""" ;
    :q [ :p :inner ; :r ( :two "x" [ :p 1 ] ) ] , :two ; :n 1.50 , -2 , 1e3 , true .

( :in :list ) :p :two .
[] :p :three .
ex:dotted.name :p :with\\,comma , "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<relative> :p "en"@en-GB .
GRAPH :g { :in :p :g }
:h { :in :p :h . :one :p "in h" }
'''
)
EXPECTED = [
    ("one", RDF.type, URIRef(EX + "Kind"), 4),
    ("one", "p", Literal('a "quoted" ; , . [ text'), 5),
    ("one", "p", Literal("it's"), 5),
    ("one", "p", Literal('long\n "text" with <x> . ;\n'), 6),
    ("one", "q", URIRef(EX + "two"), 9),
    ("one", "n", Literal("1.50", datatype=URIRef(ns.XSD + "decimal")), 9),
    ("one", "n", Literal("1.5", datatype=URIRef(ns.XSD + "decimal")), 9),
    ("one", "n", Literal("true", datatype=URIRef(ns.XSD + "boolean")), 9),
    ("a#dotted.name", "p", URIRef(EX + "with,comma"), 13),
    ("a#dotted.name", "p", Literal("2024-01-01", datatype=URIRef(ns.XSD + "date")), 13),
    ("base/relative", "p", Literal("en", lang="en-gb"), 14),
    ("in", "p", URIRef(EX + "g"), 15),
    ("in", "p", URIRef(EX + "h"), 16),
    ("one", "p", Literal("in h"), 16),
]


@pytest.mark.parametrize(("subject", "predicate", "value", "line"), EXPECTED)
def test_tricky_turtle(
    tmp_path: Path, subject: str, predicate: str, value: object, line: int
) -> None:
    path = tmp_path / "tricky.trig"
    path.write_text(TRICKY, "utf-8")
    parse_file(path)  # it is TriG
    verb = predicate if isinstance(predicate, URIRef) else URIRef(EX + predicate)
    found = Locator((path,)).of((URIRef(EX + subject), verb, value))  # type: ignore[arg-type]
    assert found == Place(path, line)


def test_what_is_inside_brackets_is_not_said_of_the_thing_outside(tmp_path: Path) -> None:
    path = tmp_path / "tricky.trig"
    path.write_text(TRICKY, "utf-8")
    locator = Locator((path,))
    for value in ("inner", "list", "three"):
        assert locator.of((URIRef(EX + "one"), URIRef(EX + "p"), URIRef(EX + value))) is None


def test_things_and_graphs(tmp_path: Path) -> None:
    path = tmp_path / "tricky.trig"
    path.write_text(TRICKY, "utf-8")
    locator = Locator((path,))
    assert locator.of_thing(URIRef(EX + "one")) == Place(path, 4)
    assert locator.of_thing(URIRef(EX + "h")) == Place(path, 16)
    assert locator.of_thing(URIRef(EX + "nowhere")) is None


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12) | (
    st.sampled_from(['"', "'''", '"""', "\\", "a\nb", "\t", "}", ". ;", "<x>", "#", "@en", "^^"])
)
iris = st.sampled_from([URIRef(f"{EX}{name}") for name in ("a", "b", "c.d", "e-f", "g/h", "i#j")])
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, lang=st.sampled_from(["en", "kk", "zh-hans"])),
    st.builds(Literal, st.integers(-99, 99)),
    st.builds(Literal, st.booleans()),
)
triples = st.lists(st.tuples(iris, iris, iris | literals), min_size=1, max_size=12)


@given(triples, st.sampled_from(["turtle", "longturtle", "nt", "trig", "nquads"]))
def test_every_fact_is_found_in_every_syntax(
    tmp_path_factory: pytest.TempPathFactory, facts: list[tuple[URIRef, URIRef, URIRef]], form: str
) -> None:
    graph = Dataset() if form in ("trig", "nquads") else Graph()
    for fact in facts:
        graph.add(fact)
    suffix = {"turtle": "ttl", "longturtle": "ttl", "nt": "nt", "trig": "trig", "nquads": "nq"}
    path = tmp_path_factory.mktemp("files") / f"data.{suffix[form]}"
    graph.serialize(path, format=form, encoding="utf-8")
    locator = Locator((path,))
    length = len(path.read_text("utf-8").split("\n"))
    for fact in facts:
        place = locator.of(fact)
        assert place is not None
        assert 1 <= place.line <= length
    assert locator.of((facts[0][0], URIRef(EX + "never"), facts[0][2])) is None


def test_syntaxes_without_a_scanner_give_the_first_mention(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonld"
    path.write_text(f'{{\n "@id": "{EX}thing",\n "{EX}p": "x"\n}}\n', "utf-8")
    locator = Locator((path,))
    assert locator.of_thing(URIRef(EX + "thing")) == Place(path, 2)
    assert locator.of((URIRef(EX + "thing"), URIRef(EX + "p"), Literal("x"))) is None


def test_numbers_are_compared_by_value() -> None:
    decimal = URIRef(ns.XSD + "decimal")
    assert key_of(Literal("24.860", datatype=decimal)) == key_of(Literal("24.86", datatype=decimal))
    assert key_of(Literal("24.86")) != key_of(Literal("24.86", datatype=decimal))
