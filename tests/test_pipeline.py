"""The build: what it writes, that it repeats, and what a failure leaves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ozek.crate import MANIFEST
from ozek.errors import InconsistencyError, InputError, OutputError, OzekError
from ozek.pipeline import STAGES, Stage, build
from ozek.project import read_project
from ozek.stages import check


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from small_project import SMALL

    out = tmp_path_factory.mktemp("build") / "out"
    build(SMALL, out, command="ozek build small")
    return out


def _bytes(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_is_written(built: Path) -> None:
    names = set(_bytes(built))
    assert {
        MANIFEST,
        "summary.md",
        "report.html",
        "graph/small.ttl",
        "graph/small.trig",
        "answers/reader/founded-since.csv",
        "answers/reader/founded-since.md",
        "validation/report.csv",
        "validation/report.html",
        "validation/report.ttl",
        "networks/actors.graphml",
        "networks/actors.gexf",
        "networks/actors-nodes.csv",
        "measures/actors.csv",
    } <= names
    assert "in-place" in (built / "summary.md").read_text(encoding="utf-8")


def test_the_manifest_names_every_file_with_its_digest(built: Path) -> None:
    crate = {entry["@id"]: entry for entry in json.loads((built / MANIFEST).read_text())["@graph"]}
    files = _bytes(built)
    del files[MANIFEST]
    assert {part["@id"] for part in crate["./"]["hasPart"]} == set(files)
    for name, data in files.items():
        assert crate[name]["sha256"] == hashlib.sha256(data).hexdigest()
    run = crate["#run"]
    assert run["description"] == "ozek build small"
    inputs = {entry["@id"] for entry in run["object"]}
    assert {"#input/small/data.trig", "#input/ozek/ontology/ozek.ttl"} <= inputs
    assert crate["#software-owlrl"]["version"]
    assert str(Path.home()) not in (built / MANIFEST).read_text()


def test_a_second_build_changes_one_time_stamp(built: Path, tmp_path: Path) -> None:
    from small_project import SMALL

    stages: list[Stage] = []
    again = tmp_path / "again"
    result = build(SMALL, again, command="ozek build small", progress=stages.append)
    assert [stage.name for stage in stages if stage.seconds is not None] == list(STAGES)
    assert result.report.conforms
    old, new = _bytes(built), _bytes(again)
    assert [name for name in old if old[name] != new.get(name)] in ([], [MANIFEST])
    pairs = zip(old[MANIFEST].splitlines(), new[MANIFEST].splitlines(), strict=True)
    changed = [line for line, other in pairs if line != other]
    assert all(b"datePublished" in line for line in changed)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_summary_in_each_language(
    built: Path, tmp_path: Path, lang: str, small_copy: Path
) -> None:
    result = build(small_copy, tmp_path / "out", lang=lang)
    assert result.project.title[lang] in result.summary()


def _append(folder: Path, triples: str) -> None:
    data = folder / "data.trig"
    text = data.read_text(encoding="utf-8")
    data.write_text(f"{text}\n<graph/s01> {{ {triples} }}\n", encoding="utf-8")


def test_broken_input_leaves_the_old_outputs(small_copy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(small_copy, out)
    before = _bytes(out)
    _append(small_copy, "<actor/x> a")
    with pytest.raises(InputError, match=r"data\.trig:\d+"):
        build(small_copy, out)
    assert _bytes(out) == before


def test_a_contradiction_names_rule_and_facts(small_copy: Path, tmp_path: Path) -> None:
    _append(small_copy, "<place/town> a ozek:University .")
    with pytest.raises(InconsistencyError) as caught:
        build(small_copy, tmp_path / "out")
    assert "cax-dw" in str(caught.value) or "cax-adc" in str(caught.value)
    assert "s01" in str(caught.value)
    assert " place/town " in str(caught.value)
    assert "https://example.org" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_build_goes_on_past_contradictions_when_asked_to(
    small_copy: Path, tmp_path: Path
) -> None:
    _append(small_copy, "<place/town> a ozek:University .")
    built = build(small_copy, tmp_path / "out", keep_going=True, lang="ru")
    assert [clash.rule for clash in built.reasoned.clashes] == ["cax-adc"]
    assert built.reasoned.derived
    proof = (tmp_path / "out" / "validation" / "contradictions.md").read_text()
    assert "cax-adc" in proof
    assert "s01" in proof
    summary = (tmp_path / "out" / "summary.md").read_text()
    assert "## Противоречия" in summary
    assert "(cax-adc)" in summary


def test_two_members_on_one_participation_stop_before_reasoning(small_copy: Path) -> None:
    member = "<http://www.w3.org/ns/org#member>"
    _append(small_copy, f"<p> a ozek:Participation ; {member} <actor/north>, <actor/firm> .")
    store, report = check(read_project(small_copy))
    assert not report.conforms
    assert "InferredGraph" not in store.graph_kinds().values()
    with pytest.raises(OzekError, match=r"reasoning depends on \(1 finding\)") as caught:
        build(small_copy, small_copy.parent / "out")
    assert caught.value.exit_status == 1
    assert "\n  - p: " in str(caught.value)
    table = report.to_table().to_records()
    assert table[0]["sources"] == "passage/s01"


@pytest.mark.parametrize("as_text", [True, False])
def test_prepare_takes_a_folder_or_a_project(as_text: bool) -> None:
    import ozek
    from small_project import SMALL

    store = ozek.prepare(str(SMALL) if as_text else read_project(SMALL))
    assert "InferredGraph" in store.graph_kinds().values()
    assert ozek.network.project(store, "actors").number_of_nodes() == 2


def test_every_public_name_is_there() -> None:
    import ozek

    for name in ozek.__all__:
        assert getattr(ozek, name) is not None


def test_an_unwritable_folder(small_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError):
        build(small_copy, tmp_path / "file" / "out")
