"""ROR dumps in every form they come in, whole or by country, good or damaged; and the counts."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needed import SHARED, needed
from ozek.errors import InputError, UsageError
from ozek.importing.ror import import_into, iter_ror
from ozek.importing.ror_files import iter_raw
from ozek.importing.ror_record import read_dump, read_records
from ozek.project import find_project, load_project, read_project

SAMPLE = Path(__file__).parent / "ror_sample.jsonl"
LINES = SAMPLE.read_bytes().splitlines()
RECORDS = [json.loads(line) for line in LINES]
ROOT = Path(__file__).parents[2]
ROR = SHARED / "data" / "ror"
BASE = "https://example.org/p/"


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def project(tmp_path: Path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "labels.trig").write_text("", encoding="utf-8")
    (folder / "ozek.toml").write_text(
        f'name = "p"\nbase = "{BASE}"\n# what we know\ndata = ["labels.trig"]  # by hand\n\n'
        '[title]\nkk = "Ж"\nru = "П"\nen = "P"\n',
        encoding="utf-8",
    )
    return read_project(folder)


ARRAY = json.dumps(RECORDS, ensure_ascii=False, indent=2).encode()
FORMS = {
    "dump.jsonl": SAMPLE.read_bytes(),
    "dump.json": ARRAY,
    "one-line.json": json.dumps(RECORDS).encode(),
    "bom.json": b"\xef\xbb\xbf" + ARRAY,
    "dump.jsonl.gz": gzip.compress(SAMPLE.read_bytes()),
    "dump.json.gz": gzip.compress(ARRAY),
    "release.zip": zipped(**{"v1-ror-data.json": b"[]", "v1-ror-data_schema_v2.json": ARRAY}),
    "no-ending": SAMPLE.read_bytes(),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_dump_gives_the_same(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(FORMS[name])
    assert list(iter_ror(file, base=BASE)) == list(iter_ror(SAMPLE, base=BASE))


def test_records_of_an_array_are_told_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "dump.json"
    file.write_bytes(ARRAY)
    found = [line for line, _ in iter_raw(file)]
    starts = [n for n, line in enumerate(ARRAY.splitlines(), start=1) if line == b"  {"]
    assert found == starts


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, len(ARRAY) - 1))
def test_an_array_cut_off_anywhere_is_an_error_with_a_line(tmp_path_factory, cut: int) -> None:
    file = tmp_path_factory.mktemp("cut") / "dump.json"
    file.write_bytes(ARRAY[:cut])
    with pytest.raises(InputError) as caught:
        list(iter_raw(file))
    assert caught.value.line or "UTF-8" in str(caught.value)


# schema 1 ----------------------------------------------------------------------------------------

V1 = {
    "id": "https://ror.org/052bx8q98",
    "name": "Nazarbayev University",
    "types": ["Education", "Funder"],
    "links": ["https://nu.edu.kz/"],
    "aliases": ["NU Astana"],
    "acronyms": ["NU"],
    "status": "active",
    "wikipedia_url": "https://en.wikipedia.org/wiki/Nazarbayev_University",
    "labels": [{"label": "Назарбаев Университеті", "iso639": "kk"}],
    "email_address": None,
    "ip_addresses": [],
    "established": 2010,
    "country": {"country_code": "KZ", "country_name": "Kazakhstan"},
    "relationships": [
        {"type": "Related", "label": "Medical Center", "id": "https://ror.org/02hp1c648"}
    ],
    "addresses": [
        {
            "lat": 51.1801,
            "lng": 71.44598,
            "state": None,
            "state_code": None,
            "city": "Astana",
            "geonames_city": {
                "id": 1526273,
                "city": "Astana",
                "geonames_admin1": {"id": 1, "name": "Astana", "code": "KZ.05"},
            },
        }
    ],
    "external_ids": {
        "ISNI": {"preferred": None, "all": ["0000 0004 0495 7803"]},
        "GRID": {"preferred": "grid.428191.7", "all": "grid.428191.7"},
    },
}


def test_schema_1_is_read_as_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "v1.json"
    file.write_text(json.dumps([V1]), encoding="utf-8")
    (record,) = read_records(file)
    names = {(name.value, name.language, tuple(sorted(name.types))) for name in record.names}
    assert names == {
        ("Nazarbayev University", None, ("label", "ror_display")),
        ("Назарбаев Университеті", "kk", ("label",)),
        ("NU Astana", None, ("alias",)),
        ("NU", None, ("acronym",)),
    }
    assert record.kinds == ("education", "funder")
    assert record.relations == (("related", "02hp1c648", "Medical Center"),)
    assert ("grid", "grid.428191.7", ("grid.428191.7",)) in record.identifiers
    assert record.locations[0]["geonames_id"] == "1526273"
    assert record.websites == ("https://nu.edu.kz/",)
    assert len(list(iter_ror(file, base=BASE))) > 20


def test_a_broken_record_of_schema_1_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "v1.jsonl"
    file.write_text(json.dumps({**V1, "addresses": [{"lat": 1}]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"v1\.jsonl:1: record https://ror.org/052bx8q98"):
        list(read_records(file))


# into a project -----------------------------------------------------------------------------------


def test_a_country_is_imported_and_the_counts_add_up(project, tmp_path: Path) -> None:
    other = json.loads(json.dumps(RECORDS[0]))
    other["id"] = "https://ror.org/04h4z8k05"
    other["locations"][0]["geonames_details"]["country_code"] = "UZ"
    file = tmp_path / "dump.jsonl"
    file.write_bytes(b"\n".join([*LINES, json.dumps(other).encode()]))
    done = import_into(project, file, country="kz")
    assert (done.read, done.imported, done.elsewhere) == (len(LINES) + 1, len(LINES), 1)
    assert done.read == done.imported + done.elsewhere + len(done.refused)
    assert done.outside > 0
    again = read_project(project.folder)
    assert [path.name for path in again.data_files] == ["labels.trig", "ror.trig"]
    text = (project.folder / "ozek.toml").read_text(encoding="utf-8")
    assert "# what we know" in text
    assert "# by hand" in text
    assert len(load_project(again)) > 100
    with pytest.raises(UsageError, match=r"none of \d+ records lies in FR"):
        import_into(again, file, country="FR")


def test_the_whole_register_replaces_the_country_and_the_other_way_round(project) -> None:
    for country, name in ((None, "ror.nq"), ("KZ", "ror.trig"), (None, "ror.nq")):
        done = import_into(read_project(project.folder), SAMPLE, country=country)
        assert done.file.name == name
        files = sorted(path.name for path in project.folder.iterdir())
        assert files == sorted(["labels.trig", name, "ozek.toml"])
        assert name in (project.folder / "ozek.toml").read_text(encoding="utf-8")
    lines = (project.folder / "ror.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert set(lines) == {line.rstrip("\n") for line in iter_ror(SAMPLE, base=BASE)}


def test_all_or_none_unless_the_good_ones_are_asked_for(project, tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    broken = json.dumps({**RECORDS[1], "types": ["club"]}).encode()
    file.write_bytes(b"\n".join([LINES[0], broken, b'{"id": ', LINES[0]]))
    with pytest.raises(InputError) as caught:
        import_into(project, file)
    text = str(caught.value)
    assert f"{file}:2: " in text
    assert f"{file}:3: not valid JSON" in text
    assert f"{file}:4: record" in text
    assert "3 records refused; nothing was written" in text
    assert not (project.folder / "ror.nq").exists()
    done = import_into(project, file, keep_good=True)
    assert (done.read, done.imported, len(done.refused)) == (4, 1, 3)


def test_places_of_a_workbook_are_met(tmp_path: Path) -> None:
    from ozek.starting import init

    folder = tmp_path / "mine"
    init(folder)
    done = import_into(read_project(folder), SAMPLE, country="KZ")
    assert done.imported == len(LINES)
    load_project(read_project(folder))


def test_a_packaged_project_is_not_written_to() -> None:
    with pytest.raises(UsageError, match="comes with ozek"):
        import_into(find_project("kazakhstan"), SAMPLE)


# the command line ---------------------------------------------------------------------------------


def test_the_verb_knows_a_dump_and_takes_a_country_of_it(project, run, tmp_path: Path) -> None:
    n = len(LINES)
    for name in ("dump.json", "dump.jsonl.gz", "release.zip"):
        file = tmp_path / name
        file.write_bytes(FORMS[name])
        checked = run("import", file, "--project", project.folder, "--check")
        assert f"{name}: {n} records read, {n} good, 0 refused\n" in checked.err
        assert (checked.status, (project.folder / "ror.nq").exists()) == (0, False)
    done = run("import", file, "--project", project.folder, "--country", "kz")
    assert done.status == 0, done.err
    assert f"{name}: {n} records read, {n} good, 0 refused, 0 elsewhere" in done.err
    assert (project.folder / "ror.trig").exists()


def test_the_verb_says_what_is_refused(project, run, tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_bytes(b"\n".join([*LINES, b'{"id": ']))
    options = ("import", file, "--project", project.folder)
    refused = run(*options)
    assert refused.status == 3
    assert f"{file}:{len(LINES) + 1}:8: not valid JSON" in refused.err
    assert not (project.folder / "ror.nq").exists()
    kept = run(*options, "--keep-good")
    assert kept.status == 1
    n = len(LINES)
    assert f"dump.jsonl: {n + 1} records read, {n} good, 1 refused" in kept.err
    assert (project.folder / "ror.nq").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--map", "x"), "--map goes with tables"),
        (("--marked", "x.xlsx"), "--marked goes with tables"),
        (("--format", "csv"), "--format goes with tables"),
        ((SAMPLE,), "by itself"),
    ],
)
def test_what_goes_with_tables_does_not_go_with_a_dump(project, run, options, words) -> None:
    done = run("import", SAMPLE, "--project", project.folder, "--country", "KZ", *options)
    assert done.status == 2
    assert re.search(words, done.err)


def test_the_reference_projects_records_are_those_of_the_whole_dump() -> None:
    dump = needed(ROR / "ror_51k.jsonl.gz")
    wanted = {record.key: record for record in read_records(ROR / "ror_kz.jsonl")}
    found = {record.key: record for record in read_dump(dump, country="KZ").records}
    assert len(wanted) == 110
    assert {key: found[key].digest for key in wanted} == {
        key: record.digest for key, record in wanted.items()
    }
    assert found.keys() == wanted.keys()


# damaged ------------------------------------------------------------------------------------------

DAMAGED = {
    "cut.jsonl.gz": (gzip.compress(SAMPLE.read_bytes())[:-40], "damaged"),
    "cut.zip": (zipped(**{"a.json": ARRAY})[:-60], "damaged"),
    "climbing.zip": (zipped(**{"../../etc/a.json": ARRAY}), "climbs out"),
    "absolute.zip": (zipped(**{"/a.json": ARRAY}), "climbs out"),
    "empty.zip": (zipped(), "empty"),
    "text.zip": (zipped(**{"read.me": b"x"}), "no .json"),
    "several.zip": (zipped(**{"a.json": ARRAY, "b.json": ARRAY}), "several JSON files"),
    "word.json": (b"[1, 2", "array does not end"),
    "junk.json": (b'[{"id": 1} nonsense]', "not valid JSON"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    content, words = DAMAGED[name]
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        list(iter_raw(file))
    assert name in str(caught.value)
    assert caught.value.exit_status == 3


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozek.importing.ror_files.LARGEST_FILE", 1 << 20)
    lines, array = b"\n".join([b"{}"] * (1 << 20)), b"[" + b" " * (3 << 20) + b"]"
    for name, content in (
        ("lines.gz", gzip.compress(lines)),
        ("array.gz", gzip.compress(array)),
        ("array.zip", zipped(**{"a.json": array})),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(InputError, match="larger than"):
            list(iter_raw(file))


def test_a_line_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozek.importing.ror_files.LARGEST_RECORD", 1000)
    file = tmp_path / "long.jsonl"
    file.write_bytes(b'{"id": "' + b"x" * 5000)
    with pytest.raises(InputError, match="a line of more than"):
        list(iter_raw(file))
