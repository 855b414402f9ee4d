"""The table of proposals: as SSSOM has it, as people edit it, and what is taken over from it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from rdflib import Dataset, Namespace, URIRef
from rdflib.namespace import RDF, SKOS

from ozek.cli import cli
from ozek.errors import InputError
from ozek.linking import accept
from ozek.linking.proposing import write_proposals
from ozek.linking.sssom import COLUMNS, read_table
from ozek.project import find_project, load_project, read_project
from ozek.validation import validate

OZEK = Namespace("https://w3id.org/ozek/ontology#")
KZ = Namespace("https://w3id.org/ozek/kz/")


@pytest.fixture
def table(unlinked, found, tmp_path: Path) -> Path:
    path = tmp_path / "Proposals 1.sssom.tsv"
    write_proposals(unlinked, path, found.proposals)
    return path


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def decide(path: Path, *decisions: str) -> None:
    """Write a decision at the end of each row."""
    lines = lines_of(path)
    start = next(n for n, line in enumerate(lines) if line.startswith("subject_id")) + 1
    for number, decision in enumerate(decisions, start=start):
        lines[number] = lines[number].rpartition("\t")[0] + "\t" + decision
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# SSSOM -------------------------------------------------------------------------------------------


def test_the_table_is_sssom(table: Path) -> None:
    lines = lines_of(table)
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    metadata = yaml.safe_load("\n".join(head))
    assert metadata["curie_map"] == {
        "kz": "https://w3id.org/ozek/kz/",
        "ror": "https://ror.org/",
    }
    assert metadata["mapping_set_id"].startswith("https://w3id.org/ozek/kz/mapping-set/")
    assert metadata["license"].startswith("https://creativecommons.org/")
    slots = {one["slot_name"] for one in metadata["extension_definitions"]}
    rows = list(csv.DictReader(io.StringIO("\n".join(lines[len(head) :])), delimiter="\t"))
    assert tuple(rows[0]) == COLUMNS
    assert slots == {"decision", "comment_language"}
    assert len(rows) == 4
    for row in rows:
        assert row["predicate_id"] == "skos:exactMatch"
        assert row["mapping_justification"] in (
            "semapv:LexicalMatching",
            "semapv:CompositeMatching",
        )
        assert 0 <= float(row["confidence"]) <= 1
        assert row["comment"]
        assert row["decision"] == row["predicate_modifier"] == ""
        assert row["subject_id"].startswith("kz:actor/")
        assert row["object_id"].startswith("ror:0")


@pytest.mark.parametrize(("lang", "word"), [("kk", "атау"), ("ru", "назван"), ("en", "name")])
def test_reasons_are_in_the_language_asked(unlinked, found, tmp_path, lang, word) -> None:
    path = tmp_path / "t.tsv"
    write_proposals(unlinked, path, found.proposals, lang=lang)
    assert all(word in row.get("comment") for row in read_table(path).rows)


def test_no_cell_runs_in_a_spreadsheet(unlinked, found, tmp_path: Path) -> None:
    (one, *_) = found.proposals
    bad = replace(one, subject=replace(one.subject, label='=HYPERLINK("http://x")\tA\n'))
    path = tmp_path / "t.tsv"
    write_proposals(unlinked, path, [bad])
    (row,) = read_table(path).rows
    assert '\t"\'=HYPERLINK(""http://x"") A"\t' in path.read_text(encoding="utf-8")
    assert row.get("subject_label") == '=HYPERLINK("http://x") A'


def test_decisions_are_kept_when_proposals_are_made_again(unlinked, table: Path) -> None:
    decide(table, "accept", "reject")
    written = write_proposals(unlinked, table, [])
    assert (written.rows, written.kept) == (2, 2)
    assert [row.get("decision") for row in read_table(table).rows] == ["accept", "reject"]


# Accepting ---------------------------------------------------------------------------------------


def test_accepted_rows_become_links_in_the_shape_of_the_reference_projects(
    unlinked, table: Path
) -> None:
    decide(table, "accept", "да", "ИӘ", "accept")
    done = accept(unlinked, table)
    assert (done.accepted, done.rejected, done.undecided) == (4, 0, 0)
    made, model = (Dataset(default_union=False) for _ in range(2))
    made.parse(done.file, format="trig")
    model.parse(find_project("kazakhstan").folder / "links.trig", format="trig")
    matches = [
        {(s, o) for s, _, o, _ in data.quads((None, SKOS.exactMatch, None, None))}
        for data in (made, model)
    ]
    assert matches[0] == matches[1]
    for data in (made, model):
        provenance = data.graph(KZ["graph/provenance"])
        for graph in {g for *_, g in data.quads((None, SKOS.exactMatch, None, None))}:
            assert (graph, RDF.type, OZEK.EditorialGraph) in provenance
            reasons = [one.language for one in provenance.objects(graph, OZEK.editorialReason)]
            assert sorted(reasons) == ["en", "kk", "ru"]
    again = read_project(unlinked.folder)
    assert again.data_files[-1].name == done.file.name == "proposals-1.trig"
    assert validate(load_project(again)).conforms


def test_a_rejected_or_undecided_row_links_nothing(unlinked, table: Path) -> None:
    decide(table, "reject", "", "no", "accept")
    done = accept(unlinked, table)
    assert (done.accepted, done.rejected, done.undecided) == (1, 2, 1)
    assert done.file.read_text(encoding="utf-8").count("skos:exactMatch") == 1


def test_sssoms_own_not_is_a_rejection(unlinked, table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("exactMatch\t\t", "exactMatch\tNot\t"), encoding="utf-8")
    assert accept(unlinked, table).rejected == 4
    decide(table, "accept")
    with pytest.raises(InputError, match="predicate_modifier says Not"):
        accept(unlinked, table)


def test_accepting_again_replaces_what_came_from_the_table(unlinked, table: Path) -> None:
    decide(table, "accept", "accept", "accept", "accept")
    file = accept(unlinked, table).file
    before = file.read_bytes()
    settings = (unlinked.folder / "ozek.toml").read_bytes()
    assert accept(read_project(unlinked.folder), table).file.read_bytes() == before
    decide(table, "reject", "accept", "accept", "accept")
    accept(read_project(unlinked.folder), table)
    assert file.read_text(encoding="utf-8").count("skos:exactMatch") == 3
    assert (unlinked.folder / "ozek.toml").read_bytes() == settings


def test_broken_rows_are_named_all_at_once_and_nothing_is_written(unlinked, table: Path) -> None:
    decide(table, "accept", "accept", "accept", "perhaps")
    text = table.read_text(encoding="utf-8")
    text = text.replace("kz:actor/satbayev-university", "kz:actor/satbaev-university")
    text = text.replace("ror:052bx8q98", "ror:052bx8q99").replace("ror:02xbhbx68", "nu:02xbhbx68")
    table.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        accept(unlinked, table)
    message = str(caught.value)
    assert "no organisation 'kz:actor/satbaev-university'" in message
    assert "the nearest is 'kz:actor/satbayev-university'" in message
    assert "'ror:052bx8q99' is no ROR identifier" in message
    assert "'nu:02xbhbx68' has a prefix that the curie_map does not declare" in message
    assert "'perhaps' is neither accept nor reject" in message
    assert "4 cells to correct; nothing was written" in message
    assert caught.value.line and caught.value.column
    assert not (unlinked.folder / "links").exists()


def test_one_record_is_one_organisation(unlinked, table: Path) -> None:
    decide(table, "accept", "accept")
    rows = read_table(table).rows
    text = table.read_text(encoding="utf-8")
    text = text.replace(rows[1].get("object_id"), rows[0].get("object_id"))
    table.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is linked to another organisation in line"):
        accept(unlinked, table)


SAVED = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "padded": lambda text: "".join(
        line + "\t" * 9 + "\n" if line.startswith("#") else line + "\n"
        for line in text.splitlines()
    ).encode(),
}


@pytest.mark.parametrize("how", SAVED)
def test_a_table_saved_by_a_spreadsheet_is_still_one(unlinked, table: Path, how: str) -> None:
    decide(table, "accept")
    table.write_bytes(SAVED[how](table.read_text(encoding="utf-8")))
    assert accept(unlinked, table).accepted == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no header line"),
        (b"a\tb\n1\t2\n", "columns subject_id"),
        (b"\xff\xfe\x00", "not valid UTF-8|NUL|no header"),
        (b"#curie_map: [\nsubject_id\tpredicate_id\tobject_id\n", "missing|no YAML"),
        (b"subject_id\x00\n", "NUL"),
    ],
)
def test_what_is_no_table_is_refused(unlinked, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "no.tsv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        accept(unlinked, path)


# Command -----------------------------------------------------------------------------------------


def test_the_command_proposes_and_takes_over(unlinked, dump: Path, tmp_path: Path) -> None:
    run = CliRunner()
    out = tmp_path / "p.sssom.tsv"
    arguments = ["link", str(unlinked.folder), "--against", str(dump), "-o", str(out)]
    done = run.invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "4 proposals" in done.output
    first = out.read_bytes()
    run.invoke(cli, arguments)
    assert out.read_bytes() == first
    decide(out, "accept", "reject")
    done = run.invoke(cli, ["link", str(unlinked.folder), "--accept", str(out)])
    assert "1 accepted, 1 rejected, 2 undecided" in done.output
    done = run.invoke(cli, arguments)
    assert "1 of them linked to ROR already" in done.output
    links = Dataset(default_union=False)
    links.parse(unlinked.folder / "links" / "p.trig", format="trig")
    assert len(list(links.quads((None, SKOS.exactMatch, None, None)))) == 1
    assert all(
        isinstance(o, URIRef) for _, _, o, _ in links.quads((None, SKOS.exactMatch, None, None))
    )


@pytest.mark.parametrize("arguments", [[], ["--against", "self", "--accept", "x.tsv"]])
def test_one_of_proposing_and_accepting(arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["link", "kazakhstan", *arguments])
    assert done.exit_code == 2
    assert "give one of" in done.output
