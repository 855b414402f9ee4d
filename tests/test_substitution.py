"""Parameters of queries: terms stand where variables stood, and values cannot change the query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from ozek.errors import UsageError
from ozek.substitution import substitute, variables, words

EX = "http://e/"
FIVE = '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x WHERE { ?s ?p ?x }", f"SELECT ({FIVE} AS ?x) WHERE {{ ?s ?p {FIVE} }}"),
        ("SELECT (?x + 1 AS ?y) { }", f"SELECT ({FIVE} + 1 AS ?y) {{ }}"),
        ("ASK { ?s e:x?x }", f"ASK {{ ?s e:x{FIVE} }}"),
        ('ASK { ?s ?p "?x" } # ?x', 'ASK { ?s ?p "?x" } # ?x'),
        ("ASK { ?s ?p '''a'?x''' }", "ASK { ?s ?p '''a'?x''' }"),
        ("ASK { ?s <http://e/?x> ?o }", "ASK { ?s <http://e/?x> ?o }"),
        ("ASK { FILTER(?a<?x && ?b>?x) }", f"ASK {{ FILTER(?a<{FIVE} && ?b>{FIVE}) }}"),
        ("ASK { FILTER(!BOUND( ?x )) }", "ASK { FILTER(!( true )) }"),
        ("ASK { ?xx ?p $x }", f"ASK {{ ?xx ?p {FIVE} }}"),
        ("SELECT ?s { } ORDER BY ?x", f"SELECT ?s {{ }} ORDER BY ({FIVE})"),
    ],
)
def test_every_place_a_variable_can_stand(text: str, expected: str) -> None:
    assert substitute(text, {"x": Literal(5)}) == expected


def test_groups_and_sub_selects_stay_legal_on_both_engines() -> None:
    text = """SELECT ?x (COUNT(?o) AS ?n) WHERE {
        { SELECT ?s ?x WHERE { ?s <http://e/k> ?x } GROUP BY ?s ?x HAVING (?x > 1) } ?s ?p ?o
    } GROUP BY ?x ORDER BY DESC(?x) ?x"""
    bound = substitute(text, {"x": Literal(5)})
    data = "<http://e/a> <http://e/k> 5 . <http://e/b> <http://e/k> 6 ."
    graph = rdflib.Graph().parse(data=data, format="turtle")
    assert [tuple(map(str, row)) for row in graph.query(bound)] == [("5", "1")]
    store = ox.Store()
    store.load(data.encode(), format=ox.RdfFormat.TURTLE)
    assert [[term.value for term in row] for row in store.query(bound)] == [["5", "1"]]


@pytest.mark.parametrize(
    "text", ["ASK { BIND(1 AS ?x) }", "ASK { VALUES ?x { 1 } }", "ASK { VALUES (?y ?x) { (1 2) } }"]
)
def test_a_parameter_cannot_be_assigned(text: str) -> None:
    with pytest.raises(UsageError, match=r"\?x"):
        substitute(text, {"x": Literal(5)})


def test_none_leaves_a_variable_free_and_a_blank_node_is_refused() -> None:
    assert substitute("ASK { ?s ?p ?x }", {"x": None}) == "ASK { ?s ?p ?x }"
    with pytest.raises(UsageError, match="blank node"):
        substitute("ASK { ?s ?p ?x }", {"x": rdflib.BNode()})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_no_text_can_change_the_query(value: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(value)))
    store.add(ox.Quad(ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p"), ox.Literal(value + "!")))
    text = substitute("SELECT ?x ?s WHERE { ?s ?p ?x }", {"x": Literal(value)})
    assert [(row["x"].value, row["s"].value) for row in store.query(text)] == [(value, EX + "s")]


queries = st.sampled_from(
    [
        "SELECT ?x ?o WHERE { ?x <http://e/p> ?o }",
        "SELECT ?o WHERE { ?x <http://e/p> ?o OPTIONAL { ?o <http://e/q> ?x } }",
        "SELECT ?s ?x WHERE { ?s <http://e/p> ?o FILTER NOT EXISTS { ?s <http://e/q> ?x } }",
        "SELECT ?s WHERE { ?s <http://e/p> ?o MINUS { ?s <http://e/q> ?x } }",
        "SELECT ?s WHERE { { ?s <http://e/p> ?x } UNION { ?x <http://e/q> ?s } }",
        "SELECT (COUNT(?o) AS ?n) WHERE { ?x <http://e/p> ?o }",
        "SELECT ?s ?y WHERE { ?s <http://e/p> ?o BIND(?x AS ?y) }",
        "SELECT ?s WHERE { ?s (<http://e/p>|<http://e/q>)+ ?x }",
    ]
)
nodes = st.sampled_from([EX + name for name in "abcd"])
edges = st.lists(st.tuples(nodes, st.sampled_from([EX + "p", EX + "q"]), nodes), max_size=8)


@given(queries, edges, nodes)
def test_both_engines_give_the_same_rows(
    text: str, data: list[tuple[str, str, str]], value: str
) -> None:
    graph, store = rdflib.Graph(), ox.Store()
    for triple in data:
        graph.add(tuple(map(URIRef, triple)))  # type: ignore[arg-type]
        store.add(ox.Quad(*map(ox.NamedNode, triple)))
    bound = substitute(text, {"x": URIRef(value)})
    of_rdflib = sorted(tuple(str(term) for term in row) for row in graph.query(bound))
    of_oxigraph = sorted(tuple(term.value for term in row) for row in store.query(bound))
    assert of_rdflib == of_oxigraph


def test_words_and_variables() -> None:
    text = "SELECT ?a WHERE { ?a e:SERVICE 'LOAD' . # INSERT ?no\n}"
    assert words(text) == {"SELECT", "WHERE"}
    assert variables(text) == {"a"}
