"""The command lines of the importers."""

from __future__ import annotations

from pathlib import Path

import pytest

from ozek.importing import places, ror

SAMPLE = Path(__file__).with_name("ror_sample.jsonl")
PROJECT = """
name = "small"
base = "https://example.org/p/"
data = ["links.trig"]
title = { en = "Small", kk = "Шағын", ru = "Малый" }
"""
LINKS = """
@base <https://example.org/p/> .
@prefix ozek: <https://w3id.org/ozek/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<graph/link> { <actor/nu> skos:exactMatch <https://ror.org/052bx8q98> . }
<graph/provenance> { <graph/link> a ozek:EditorialGraph . }
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "ozek.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "links.trig").write_text(LINKS, encoding="utf-8")
    return tmp_path


def run(project: Path, *more: str, file: Path = SAMPLE) -> int:
    return ror.main([str(file), "--project", str(project), *more])


def test_the_file_is_written_once_and_then_stays(project: Path, capsys) -> None:
    assert run(project, "--check") == 1
    assert not (project / "ror.trig").exists()
    assert run(project) == 0
    content = (project / "ror.trig").read_bytes()
    assert b"@base <https://example.org/p/> ." in content
    assert b"<actor/nu> a ozek:EducationOrganisation" in content
    assert run(project) == 0
    assert (project / "ror.trig").read_bytes() == content
    assert run(project, "--check") == 0
    assert capsys.readouterr().out == ""


def test_another_place_to_write_to(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "elsewhere.trig"
    assert run(project, "--out", str(out)) == 0
    assert out.exists()
    assert not (project / "ror.trig").exists()


def test_bad_input_leaves_the_old_file(project: Path, capsys) -> None:
    assert run(project) == 0
    content = (project / "ror.trig").read_bytes()
    broken = project / "broken.jsonl"
    broken.write_bytes(SAMPLE.read_bytes() + b"{")
    assert run(project, file=broken) == 3
    assert f"error: {broken}:7:2: not valid JSON" in capsys.readouterr().err
    assert (project / "ror.trig").read_bytes() == content
    assert sorted(path.suffix for path in project.iterdir()).count(".part") == 0


def test_errors_end_with_the_status_of_their_kind(project: Path, capsys) -> None:
    assert run(project / "nowhere") == 2
    assert run(project, file=project / "none.jsonl") == 3
    assert run(project, "--out", str(project / "no" / "folder.trig")) == 5
    assert "cannot be written" in capsys.readouterr().err
    (project / "links.trig").write_text("<a> <b>", encoding="utf-8")
    assert run(project) == 3
    assert "links.trig:1" in capsys.readouterr().err


def test_a_table_of_places(project: Path) -> None:
    header = ",".join(places.COLUMNS)
    table = project / "places.csv"
    table.write_text(f"{header}\nland,country,Ел,Страна,Land{',' * 14}\n", encoding="utf-8")
    table.with_suffix(".toml").write_text(
        '[source]\nid = "p"\ntitle = { en = "Places", kk = "Жерлер", ru = "Места" }',
        encoding="utf-8",
    )
    assert places.main([str(table), "--project", str(project)]) == 0
    assert '"Ел"@kk' in (project / "places.trig").read_text(encoding="utf-8")
