"""Columns: terms exactly as parsed, whatever they are made of, and nothing the parser refuses."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from ozek import namespaces as ns
from ozek.columns import (
    Columns,
    columns_of,
    parse_columns,
    read_columns,
    table_of,
    write_rows,
)
from ozek.errors import InputError, UsageError
from ozek.store import Store

QUADS = b"""<e:s> <http://e/p> "024.860"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://e/g> .
<http://e/s> <http://e/p> "300"^^<http://www.w3.org/2001/XMLSchema#byte> <http://e/g> .
_:a <http://e/p> "a \\"b\\" <http://e/x> .\\n"@en-gb _:a .
<http://e/s> <http://e/p> <http://e/s> .
"""


def rows(columns: Columns) -> list[tuple[str, ...]]:
    found = zip(
        columns.s.tolist(), columns.p.tolist(), columns.o.tolist(), columns.g.tolist(), strict=True
    )
    return [tuple(columns.text(n) if n >= 0 else "" for n in row) for row in found]


def strict(data: bytes) -> list[tuple[str, ...]]:
    found = ox.parse(data, format=ox.RdfFormat.N_QUADS)
    return [
        (
            str(q.subject),
            str(q.predicate),
            str(q.object),
            "" if isinstance(q.graph_name, ox.DefaultGraph) else str(q.graph_name),
        )
        for q in found
    ]


def test_terms_are_kept_as_parsed() -> None:
    columns = parse_columns(QUADS)
    assert rows(columns) == strict(QUADS)
    assert '"024.860"^^<http://www.w3.org/2001/XMLSchema#decimal>' in {r[2] for r in rows(columns)}
    assert columns.id_of("<e:s>") == columns.s[0]
    assert columns.id_of("<http://e/nowhere>") is None
    assert len(columns.terms) == len(set(columns.terms))


@pytest.mark.parametrize(
    "line",
    [
        b'<http://e/s> <http://e/p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .',
        b'<http://e/s> <http://e/p> "tab\\tand \\u0041"@EN-us .',
        b'<http://e/s>\t<http://e/p>  "x"@en.# comment',
        b"<http://e/s><http://e/p><http://e/o><http://e/g>.",
        b"# nothing but a comment",
        b"",
        "<http://é.x/é> <http://e/p> <http://e/%C3%A9> .".encode(),
        b"<http://e/\\u00E9> <http://e/p> _:0.x-y .",
        b'<http://e/s> <http://e/p> "a <b> .\\\\" <http://e/g> .',
        b'<http://e/s> <http://e/p> "raw \xc2\x85 and \xe2\x80\xa8" .',
    ],
)
def test_odd_lines_read_as_the_parser_reads_them(line: bytes) -> None:
    data = QUADS + line + b"\r\n" + QUADS
    assert rows(parse_columns(data)) == strict(data)


@pytest.mark.parametrize(
    "line",
    [
        b"<rel> <http://e/p> <http://e/o> .",
        b"<http://e/s> <http://e/p> <http://e/a b> .",
        b"<http://e/s> <http://e/p> <http://e/%zz> .",
        b"<http://e/s> <http://e/p> <http://e/[> .",
        b'"x" <http://e/p> <http://e/o> .',
        b"<http://e/s> _:p <http://e/o> .",
        b'<http://e/s> <http://e/p> "x"@en_GB .',
        b'<http://e/s> <http://e/p> "x"^^<rel> .',
        b'<http://e/s> <http://e/p> "x" "y" .',
        b'<http://e/s> <http://e/p> "x\\q" .',
        b'<http://e/s> <http://e/p> "x',
        b'<http://e/s> <http://e/p> "\xff" .',
        b"<http://e/s> <http://e/p> <http://e/o>",
        b"rubbish <http://e/s> <http://e/p> <http://e/o> .",
        b"<http://e/s> <http://e/p> <http://e/o> . <http://e/s> <http://e/p> <http://e/o> .",
    ],
)
def test_broken_lines_are_refused_with_their_place(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.nq"
    path.write_bytes(QUADS + line + b"\n")
    with pytest.raises(InputError) as caught:
        read_columns([path])
    assert caught.value.path == str(path)
    assert caught.value.line in (5, 6)


def test_n_triples_hold_no_graphs(tmp_path: Path) -> None:
    path = tmp_path / "quads.nt"
    path.write_bytes(QUADS)
    with pytest.raises(InputError):
        read_columns([path])


def test_triple_terms_are_refused() -> None:
    line = b"<http://e/s> <http://e/p> <<( <http://e/s> <http://e/p> <http://e/o> )>> .\n"
    with pytest.raises(InputError, match="triple terms"):
        parse_columns(line)


def test_files_of_all_formats_and_their_blank_nodes(tmp_path: Path) -> None:
    turtle = "@prefix : <http://e/> . _:a :p 01.50 , [ :p 'x'@KK ] ."
    trig = "@prefix : <http://e/> . :g { _:a :p '7'^^<http://e/t> }"
    (tmp_path / "one.ttl").write_text(turtle, encoding="utf-8")
    (tmp_path / "two.trig").write_text(trig, encoding="utf-8")
    (tmp_path / "three.nq").write_bytes(QUADS)
    columns = read_columns([tmp_path / "one.ttl", tmp_path / "two.trig", tmp_path / "three.nq"])
    subjects = {row[0] for row in rows(columns) if row[0].startswith("_:")}
    assert len(subjects) == 4
    assert '"01.50"^^<http://www.w3.org/2001/XMLSchema#decimal>' in {r[2] for r in rows(columns)}
    assert columns.id_of('"x"@kk') is not None
    assert {row[3] for row in rows(columns)} >= {"<http://e/g>", ""}


def test_missing_and_unknown_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_columns([tmp_path / "none.nq"])
    with pytest.raises(InputError, match="format"):
        read_columns([tmp_path / "x.xyz"])
    with pytest.raises(UsageError, match="format"):
        parse_columns(b"", "n3")


def test_round_trips() -> None:
    columns = parse_columns(QUADS)
    out = io.BytesIO()
    columns.write(out, graphs=True)
    assert out.getvalue() == QUADS
    assert rows(columns_of(columns.quads())) == rows(columns)
    dataset = columns.to_dataset()
    assert sorted(rows(columns_of(dataset))) == sorted(rows(columns))
    assert len(columns.to_graph()) == 4
    assert isinstance(columns.to_graph(), rdflib.Graph)


def test_from_and_to_a_store() -> None:
    store = parse_columns(QUADS).to_store("http://e/home", base="http://e/")
    assert isinstance(store, Store)
    assert {row[3] for row in rows(columns_of(store))} >= {"<http://e/home>", "<http://e/g>"}
    with pytest.raises(InputError):
        parse_columns(QUADS).to_store()


def test_selecting() -> None:
    columns = parse_columns(QUADS)
    assert len(columns.in_graphs(["http://e/g"])) == 2
    assert len(columns.in_graphs(["http://e/none"])) == 0
    assert rows(columns.select(columns.g == -1)) == [
        ("<http://e/s>", "<http://e/p>", "<http://e/s>", "")
    ]


def test_a_few_rows_are_written_as_many_are() -> None:
    line = '<http://x/s{n}> <http://x/p{p}> "{n}" <http://x/g{g}> .\n'
    lines = [line.format(n=n, p=n % 3, g=n % 5) for n in range(99)]
    lines[0] = '<http://x/s0> <http://x/p0> "0" .\n'
    every = parse_columns("".join(lines))
    for rows in ([], [0], [98], [0, 7], [7, 0, 50], list(range(99))):
        for graphs in (False, True):
            out, expected = io.BytesIO(), io.BytesIO()
            every.select(np.array(rows, int)).write(out, graphs=graphs)
            write_rows(
                expected, table_of(every.terms), every.select(np.array(rows, int)), graphs=graphs
            )
            assert out.getvalue() == expected.getvalue(), (rows, graphs)


def test_nothing_at_all() -> None:
    assert len(parse_columns(b"")) == 0
    assert len(columns_of(rdflib.Graph())) == 0


def test_writing_replaces_a_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.nt"
    target.write_text("before", encoding="utf-8")
    parse_columns(QUADS).write(target)
    assert target.read_bytes().count(b" .\n") == 4
    assert [path.name for path in tmp_path.iterdir()] == ["out.nt"]


iris = st.text(st.sampled_from("abc#/%é:@?1"), max_size=4).map(lambda t: f"<http://e/{t}>")
iris = st.one_of(iris, st.text(st.sampled_from("xy:/#1"), max_size=12).map(lambda t: f"<{t}>"))
texts = st.text(st.characters(codec="utf-8"), max_size=6)
literals = st.one_of(
    texts.map(lambda t: str(ox.Literal(t))),
    texts.map(lambda t: str(ox.Literal(t, language="kk"))),
    texts.map(lambda t: str(ox.Literal(t, datatype=ox.NamedNode(ns.XSD + "integer")))),
)
nodes = st.sampled_from(["_:a", "_:b.c", "_:é"])


@given(
    st.lists(
        st.tuples(
            st.one_of(iris, nodes),
            iris,
            st.one_of(iris, nodes, literals),
            st.one_of(st.just(""), iris),
        ),
        max_size=6,
    )
)
@settings(max_examples=300, deadline=None)
def test_same_terms_or_same_refusal_as_the_strict_parser(lines: list[tuple[str, ...]]) -> None:
    data = "".join(" ".join(filter(None, line)) + " .\n" for line in lines).encode()
    try:
        expected = strict(data)
    except SyntaxError:
        with pytest.raises(InputError):
            parse_columns(data)
        return
    assert rows(parse_columns(data)) == expected
