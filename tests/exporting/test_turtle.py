"""The canonical writer: what it writes reads back the same, and its bytes depend on that alone."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.parsers.notation3 import BadSyntax

from ozek.errors import InputError
from ozek.exporting.turtle import main, quote, rewrite, write_trig, write_turtle
from ozek.namespaces import OWL, RDF, XSD

BASE = "https://w3id.org/ozek/kz/"
EX = "http://example.org/ns#"

# IRIs that are easy to get wrong when they are written relative to a base or with a prefix.
awkward = st.sampled_from(
    [
        BASE,
        BASE + "actor/x",
        BASE + "actor/x/",
        BASE + "a//b",
        BASE + "./a",
        BASE + "../a",
        BASE + "a/../b",
        BASE + "a/.",
        BASE + "...",
        BASE + "a:b",
        BASE + "a/b:c",
        BASE + "x?y",
        BASE + "?y",
        BASE + "x#y",
        BASE + "#",
        BASE + "//host/x",
        BASE + "ұлт",
        BASE + "a%20b",
        BASE[:-1],
        EX,
        EX + "a",
        EX + "1a",
        EX + "a.",
        EX + "-a",
        EX + "a.b-c",
        EX + "a/b",
        EX + "жұлдыз",
        "urn:x:y",
        RDF + "type",
        RDF + "nil",
        RDF + "first",
        RDF + "rest",
        OWL + "Class",
    ]
)
made = st.text("ab./-_~:?#%5", min_size=1, max_size=8).map(lambda tail: BASE + tail)


def _valid(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
        list(ox.parse(f"<{iri}> <{iri}> <{iri}> .".encode(), format=ox.RdfFormat.N_TRIPLES))
    except (ValueError, SyntaxError):
        return False
    return True


iris = st.one_of(awkward, made).filter(_valid).map(ox.NamedNode)
blanks = st.sampled_from("abcdef").map(ox.BlankNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    '"\\\n\r\t a', max_size=8
)
literals = st.one_of(
    texts.map(ox.Literal),
    st.builds(ox.Literal, texts, language=st.sampled_from(["kk", "ru", "en", "en-us", "kk-cyrl"])),
    st.builds(
        lambda value, datatype: ox.Literal(value, datatype=ox.NamedNode(XSD + datatype)),
        st.sampled_from(
            ["1", "-7", "007", "+1", "1.50", "-0.0", ".5", "1e0", "true", "1", "x", ""]
        ),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date"]),
    ),
)
graphs = st.one_of(st.just(ox.DefaultGraph()), iris, blanks)
quads = st.builds(ox.Quad, iris | blanks, iris, iris | blanks | literals, graphs)
datasets = st.lists(quads, max_size=14)


def canonical(items: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(items)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def read(text: str, format: ox.RdfFormat = ox.RdfFormat.TRIG) -> list[ox.Quad]:
    return list(ox.parse(text.encode(), format=format))


@given(datasets, st.sampled_from([None, BASE, "https://w3id.org/ozek/kz", "http://example.org/"]))
def test_what_is_written_reads_back_as_the_same_quads(
    items: list[ox.Quad], base: str | None
) -> None:
    text = write_trig(items, prefixes={"ex": EX, "xsd": XSD}, base=base)
    assert canonical(read(text)) == canonical(items)


@given(datasets, st.randoms())
def test_bytes_do_not_depend_on_order_or_blank_node_names(
    items: list[ox.Quad], chance: random.Random
) -> None:
    expected = write_trig(items, base=BASE)
    renamed = list(
        ox.parse(
            ox.serialize(items, format=ox.RdfFormat.N_QUADS) or b"",
            format=ox.RdfFormat.N_QUADS,
            rename_blank_nodes=True,
        )
    )
    chance.shuffle(renamed)
    assert write_trig(renamed, base=BASE) == expected


@given(datasets)
def test_rewriting_is_idempotent(items: list[ox.Quad]) -> None:
    text = write_trig(items, base=BASE)
    assert write_trig(read(text), base=BASE) == text


def _rdflib_reads(items: list[ox.Quad]) -> bool:
    """rdflib refuses or changes some legal terms; the law is tested on the others."""
    return all(
        not any(isinstance(term, ox.BlankNode) for term in [quad.graph_name])
        and not (
            isinstance(quad.object, ox.Literal)
            and any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in quad.object.value)
        )
        for quad in items
    )


@given(datasets.filter(_rdflib_reads))
def test_rdflib_reads_the_same_quads(items: list[ox.Quad]) -> None:
    def load(data: str, format: str) -> set[str]:
        dataset = rdflib.Dataset()
        dataset.parse(data=data, format=format)
        return canonical(
            [
                ox.Quad(_term(s), _term(p), _term(o), _term(g) if g else ox.DefaultGraph())
                for s, p, o, g in dataset.quads()
            ]
        )

    plain = (ox.serialize(items, format=ox.RdfFormat.N_QUADS) or b"").decode()
    assert load(write_trig(items, base=BASE), "trig") == load(plain, "nquads")


def _term(node: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    from ozek.terms import from_rdflib

    return from_rdflib(node)


def test_layout() -> None:
    source = """
    @prefix ozek: <https://w3id.org/ozek/ontology#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <https://w3id.org/ozek/kz/> .
    <graph/s02> { <actor/b> skos:prefLabel "С"@ru, "A"@en, "Ә"@KK ; a ozek:Enterprise .
                  [] a owl:AllDifferent ; owl:members (<actor/b> <actor/a>) }
    <actor/a> ozek:declaredCount 6 .
    """
    assert write_trig(read(source), base=BASE) == (
        "@base <https://w3id.org/ozek/kz/> .\n"
        "@prefix ozek: <https://w3id.org/ozek/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "\n"
        "<actor/a> ozek:declaredCount 6 .\n"
        "\n"
        "<graph/s02> {\n"
        "    <actor/b> a ozek:Enterprise ;\n"
        '        skos:prefLabel "A"@en,\n'
        '            "Ә"@kk,\n'
        '            "С"@ru .\n'
        "\n"
        "    [] a owl:AllDifferent ;\n"
        "        owl:members ( <actor/b> <actor/a> ) .\n"
        "}\n"
    )


def test_turtle_of_nothing_is_empty() -> None:
    assert write_turtle([]) == ""


def test_long_lists_and_deep_chains_are_written() -> None:
    long = "<urn:s> <urn:p> (" + " 1" * 5_000 + ") ."
    text = write_turtle(read(long))
    assert text.count("\n        1") == 5_000
    assert write_turtle(read(text)) == text
    deep = read("".join(f"_:b{i} <urn:p> _:b{i + 1} .\n" for i in range(100)))
    assert canonical(read(write_turtle(deep))) == canonical(deep)


def test_strings_with_line_breaks_stay_readable() -> None:
    assert quote('say ""x""\n\\"') == '"""say \\""x\\""\n\\\\\\""""'


def test_a_file_keeps_base_prefixes_and_head_comments(tmp_path: Path) -> None:
    path = tmp_path / "x.trig"
    path.write_text(
        "# About this file\n"
        "@base <http://e.org/> .\n@prefix my: <http://my.org/> .\n<g> {<a> my:p <b>}"
    )
    assert main([str(tmp_path), "--check"]) == 1
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(path)]) == 0
    assert path.read_text() == (
        "# About this file\n\n@base <http://e.org/> .\n@prefix my: <http://my.org/> .\n\n"
        "<g> {\n    <a> my:p <b> .\n}\n"
    )


def test_broken_and_unknown_files_are_named_with_their_place(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c .\n")
    with pytest.raises(InputError) as caught:
        rewrite(broken)
    assert (caught.value.path, caught.value.line) == (str(broken), 2)
    assert main([str(broken)]) == 3
    other = tmp_path / "x.nt"
    other.write_text("")
    with pytest.raises(InputError, match="canonical"):
        rewrite(other)
    with pytest.raises(InputError, match="no such file"):
        rewrite(tmp_path / "missing.ttl")


def test_oracle_rejects_bad_input() -> None:
    """The rdflib reader used above does fail on broken text (a test of the test)."""
    with pytest.raises(BadSyntax):
        rdflib.Dataset().parse(data="<a> <b> .", format="trig")
