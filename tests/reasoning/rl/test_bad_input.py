"""Odd and hostile input: a clear refusal or the right answer, in bounded time."""

from __future__ import annotations

import io

import pytest
from oracle import HEAD

from ozek.columns import parse_columns
from ozek.errors import InputError
from ozek.reasoning.rl import Closure, TooMuch, close

SAME = "<http://www.w3.org/2002/07/owl#sameAs>"


def closed(text: str, **options: object) -> Closure:
    return close(parse_columns(HEAD + text, "turtle"), **options)  # type: ignore[arg-type]


def derived(closure: Closure, **options: object) -> set[str]:
    found = closure.derived_triples(**options)  # type: ignore[arg-type]
    return {" ".join(triple).replace("https://example.org/", "") for triple in found}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("_:l rdf:first :A ; rdf:rest _:m . _:m rdf:first :B ; rdf:rest _:l .", "never ends"),
        ("_:l rdf:first :A ; rdf:rest _:m . _:m rdf:first :B .", "no rdf:rest"),
        ("_:l rdf:first :A, :B ; rdf:rest () .", "2 rdf:first"),
        ("_:l rdf:first :A ; rdf:rest (), _:l .", "2 rdf:rest"),
        ("_:l a :NoList .", "no rdf:first"),
    ],
)
def test_broken_lists(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        closed(f":C owl:intersectionOf _:l . {text}")
    assert closed(f":x :p _:l . {text}").clashes == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (":C rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .", "owl:hasSelf"),
        (":C rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .", "minCardinality"),
        (":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .", "maxCardinality"),
        (
            ":C rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality :many ] .",
            "maxCardinality",
        ),
        (":p a owl:ReflexiveProperty .", "owl:ReflexiveProperty"),
        (":p a owl:TransitivProperty .", "owl:TransitivProperty"),
        (":p owl:inversOf :q .", "owl:inversOf"),
        (":C owl:disjointUnionOf ( :A :B ) .", "owl:disjointUnionOf"),
        (":p rdfs:subPropertyOf owl:topObjectProperty .", "owl:topObjectProperty"),
        (":C owl:intersectionOf () .", "empty list"),
        (":R owl:someValuesFrom :C .", "without owl:onProperty"),
        (":R owl:onProperty :p .", "restricts nothing"),
        (":R owl:maxQualifiedCardinality 1 ; owl:onProperty :p .", "no owl:onClass"),
    ],
)
def test_what_no_rule_covers_is_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(InputError, match=name):
        closed(text)
    closure = closed(text, uncovered="warn")
    assert any(name in str(gap) and not gap.partial for gap in closure.gaps)


@pytest.mark.parametrize(
    "text",
    [
        ":C rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :D ] .",
        ":C rdfs:subClassOf [ owl:unionOf ( :A :B ) ] .",
        "[ owl:onProperty :p ; owl:allValuesFrom :D ] rdfs:subClassOf :C .",
        "[ owl:complementOf :D ] rdfs:subClassOf :C .",
    ],
)
def test_what_works_one_way_only_is_said(text: str) -> None:
    (gap,) = closed(text).gaps
    assert gap.partial
    assert gap.construct.startswith("owl:")


def test_annotations_and_headers_are_no_gaps() -> None:
    text = (
        "<https://example.org/> a owl:Ontology ; owl:versionInfo '1' ; owl:imports :other . "
        ":x a owl:NamedIndividual . :p owl:deprecated true . "
        "[] a owl:Axiom ; owl:annotatedSource :x ; owl:annotatedProperty :p ; "
        "owl:annotatedTarget :y ."
    )
    assert closed(text).gaps == ()


def test_punned_terms() -> None:
    closure = closed(
        ":A a owl:Class, owl:ObjectProperty ; rdfs:subClassOf :B ; rdfs:subPropertyOf :B . "
        ":A :A :A . :A a :A . :A owl:inverseOf :A ."
    )
    assert {"<A> <B> <A>", "<A> a <B>".replace("a", f"<{RDF_TYPE}>")} <= derived(
        closure, keep=["schema"]
    )


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_blank_nodes_everywhere() -> None:
    closure = closed(
        "_:p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :r rdfs:subPropertyOf _:p . "
        "_:x :r _:y . _:y :r _:z . _:x owl:sameAs _:w . _:c owl:oneOf ( _:x ) . "
        "_:c rdfs:subClassOf [ owl:unionOf ( :D [ owl:oneOf ( :e ) ] ) ] ."
    )
    keep = ["anonymous-subject", "anonymous-class"]
    assert "_:w <q> _:z" in derived(closure, keep=keep)
    assert not any(" _:p " in triple for triple in derived(closure, keep=keep))
    assert derived(closure) == set()


def test_vocabulary_as_data() -> None:
    """Renamed rdf:type and owl:sameAs, axioms that are derived, axioms about axioms."""
    closure = closed(
        ":isA owl:sameAs rdf:type . :x :isA :C . :C rdfs:subClassOf :D . "
        ":equals owl:equivalentProperty owl:sameAs . :y :equals :x . "
        ":below rdfs:subPropertyOf rdfs:subClassOf . :D :below :E . "
        ":Thru rdfs:subClassOf owl:TransitiveProperty . :t a :Thru . :a :t :b . :b :t :c ."
    )
    found = derived(closure)
    for fact in ("<y> <isA> <E>", "<x> <isA> <D>", "<a> <t> <c>", f"<y> <{RDF_TYPE}> <E>"):
        assert fact in found


@pytest.mark.parametrize("shape", ["star", "chain", "clique"])
def test_a_hundred_thousand_equalities(shape: str) -> None:
    size = 100_000
    pairs = {
        "star": [(0, i) for i in range(1, size)],
        "chain": [(i * 7919 % size, (i + 1) * 7919 % size) for i in range(size - 1)],
        "clique": [(i, j) for i in range(447) for j in range(i)],
    }[shape]
    lines = "".join(f"<http://e/{a}> {SAME} <http://e/{b}> .\n" for a, b in pairs)
    lines += "<http://e/0> <http://e/p> <http://e/5> .\n"
    closure = close(parse_columns(lines, "ntriples"))
    assert ("<http://e/4>", "<http://e/p>", "<http://e/3>") in closure
    out = io.BytesIO()
    closure.write(out)
    assert out.getvalue().count(b"\n") <= 2 * len(pairs) + 2
    if shape != "clique":
        with pytest.raises(TooMuch):
            closure.write(io.BytesIO(), expand=None)


def test_explosions_are_refused_before_they_happen() -> None:
    hub = "".join(f":a{i} :t :h . :h :t :b{i} .\n" for i in range(20_000))
    with pytest.raises(TooMuch, match="prp-trp"):
        closed(f":t a owl:TransitiveProperty . {hub}")
    with pytest.raises(TooMuch, match="more than 1,000,000"):
        closed(f":c owl:propertyChainAxiom ( :t :t ) . {hub}", limit=1_000_000)


def test_long_paths_and_cycles() -> None:
    size = 400
    path = "".join(f":x{i} :t :x{i + 1} .\n" for i in range(size))
    closure = closed(f":t a owl:TransitiveProperty . {path}")
    assert len(derived(closure)) == size * (size + 1) // 2 - size
    ring = f"{path} :x{size} :t :x0 ."
    closure = closed(f":t a owl:TransitiveProperty . {ring}")
    assert len(derived(closure)) == (size + 1) ** 2 - (size + 1)
    classes = "".join(f":C{i} rdfs:subClassOf :C{(i + 1) % size} .\n" for i in range(size))
    assert len(derived(closed(f"{classes} :x a :C0 ."))) == size - 1


def test_all_clashes_are_found_and_no_more_described_than_asked_for() -> None:
    text = ":A owl:disjointWith :B . " + "".join(f":x{i} a :A, :B .\n" for i in range(50))
    closure = closed(text, clashes=10)
    assert closure.clash_counts == {"cax-dw": 50}
    assert len(closure.clashes) == 10
    three = ":x a :A, :B, :C . [] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) ."
    assert len(closed(three).clashes) == 3


def test_clashes_name_what_is_stated() -> None:
    text = ":A owl:disjointWith :B . :a owl:sameAs :x . :x a :A . :z owl:sameAs :x . :z a :B ."
    (clash,) = closed(text).clashes
    subjects = [fact[0].rpartition("/")[2] for fact in clash.facts]
    assert subjects == ["x>", "z>"]
    assert clash.axioms[0][1] == "<http://www.w3.org/2002/07/owl#disjointWith>"


def test_the_input_is_left_alone() -> None:
    columns = parse_columns(HEAD + ":C rdfs:subClassOf :D . :x a :C .", "turtle")
    before = (list(columns.terms), columns.s.tolist(), columns.p.tolist(), columns.o.tolist())
    closure = close(columns)
    list(closure.derived())
    assert before == (
        list(columns.terms),
        columns.s.tolist(),
        columns.p.tolist(),
        columns.o.tolist(),
    )
    assert len(columns._ids) == len(columns.terms)


def test_values_are_one_where_asked_for() -> None:
    text = ":p a owl:InverseFunctionalProperty . :x :p 7 . :y :p 7.0 ."
    triple = ("<https://example.org/x>", SAME, "<https://example.org/y>")
    assert triple not in closed(text)
    assert triple in closed(text, values=True)
