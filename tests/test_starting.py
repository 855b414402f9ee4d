"""A new project, tables into it, and what changed: as a new user would."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from rdflib import URIRef

import ozek
from ozek.cards import show
from ozek.difference import diff, state_of
from ozek.errors import ProjectError, UsageError
from ozek.importing.into import import_files
from ozek.namespaces import OZEK
from ozek.pipeline import Built, build
from ozek.project import find_project, load_project, read_project
from ozek.starting import WORKBOOK, init

Runner = Callable[..., Any]

ACTORS = "id,name_kk,name_ru,name_en,kind\nmill,Диірмен,Мельница,Mill,company\n"
FARM = "farm,Ферма,Ферма,Farm,company\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "honey"
    init(folder, lang="en")
    return folder


@pytest.fixture(scope="module")
def built(made: Path) -> Built:
    return build(made, made.parent / "out")


@pytest.fixture
def honey(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "honey"))


def change(folder: Path, **cells: Any) -> None:
    """Set cells of the workbook: ``Actors_J2=2009``."""
    book = load_workbook(folder / WORKBOOK)
    for place, value in cells.items():
        sheet, _, cell = place.partition("_")
        book[sheet][cell] = value
    book.save(folder / WORKBOOK)


# init --------------------------------------------------------------------------------------------


def test_a_new_project_builds_at_once_and_conforms(built: Built) -> None:
    assert built.report.conforms and "Conforms." in built.summary()
    assert "Honey House" in (built.folder / "report.html").read_text(encoding="utf-8")


def test_every_fact_leads_back_to_a_cell(built: Built) -> None:
    shown = show(built.store, "Honey House").to_text(1000)
    assert "workbook.xlsx, Actors, row 3: identifier (A3): honey-house" in shown
    base = built.project.base
    fact = (f"{base}actor/honey-house", f"{OZEK}producesForCluster", f"{base}cluster/honey")
    proof = ozek.explain(built.store, tuple(map(URIRef, fact)))
    assert "workbook.xlsx, Participations, row 3" in proof.to_text()


def test_init_makes_all_or_nothing(run: Runner, tmp_path: Path) -> None:
    result = run("init", tmp_path / "Бал кластері", "--lang", "kk")
    assert result.status == 0
    folder = tmp_path / "Бал кластері"
    assert sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()) == [
        ".github/workflows/build.yml",
        ".gitignore",
        "README.md",
        "ozek.toml",
        WORKBOOK,
    ]
    assert read_project(folder).language == "kk" and read_project(folder).name.isascii()
    steps = yaml.safe_load((folder / ".github/workflows/build.yml").read_text(encoding="utf-8"))
    assert any("ozek build" in step.get("run", "") for step in steps["jobs"]["build"]["steps"])
    again = run("init", folder)
    assert again.status == 2 and "is not an empty folder" in again.err
    assert sorted(tmp_path.iterdir()) == [folder]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    assert init(tmp_path / "x")[0].is_file()


# build reads the workbook ------------------------------------------------------------------------


def test_a_wrong_cell_stops_the_build_and_leaves_the_old_one(
    run: Runner, honey: Path, tmp_path: Path
) -> None:
    change(honey, Actors_F2="compny", Participations_D2="suplier")
    result = run("build", honey, "--out", tmp_path / "out")
    assert result.status == 3 and not (tmp_path / "out").exists()
    assert "workbook.xlsx, Actors!F2: 'compny' is not a term that 'kind' takes" in result.err
    assert "workbook.xlsx, Participations!D2: 'suplier'" in result.err


@pytest.mark.parametrize("name", ["../x.csv", "/etc/hosts.csv", "a/../../x.csv"])
def test_paths_that_climb_out_of_the_project(honey: Path, name: str) -> None:
    (honey.parent / "x.csv").write_text(ACTORS, encoding="utf-8")
    text = (honey / "ozek.toml").read_text(encoding="utf-8")
    (honey / "ozek.toml").write_text(text.replace(WORKBOOK, name), encoding="utf-8")
    with pytest.raises(ProjectError, match="outside of the project's folder"):
        read_project(honey)


def test_a_link_out_of_the_project_is_a_way_out_too(honey: Path) -> None:
    (honey.parent / "x.csv").write_text(ACTORS, encoding="utf-8")
    (honey / "in.csv").symlink_to(honey.parent / "x.csv")
    text = (honey / "ozek.toml").read_text(encoding="utf-8")
    (honey / "ozek.toml").write_text(text.replace(WORKBOOK, "in.csv"), encoding="utf-8")
    with pytest.raises(ProjectError, match="outside of the project's folder"):
        read_project(honey)


# import ------------------------------------------------------------------------------------------


def test_import_again_replaces_what_came_from_the_file_and_nothing_else(
    run: Runner, honey: Path, tmp_path: Path
) -> None:
    table = tmp_path / "more.csv"
    table.write_text(ACTORS + FARM, encoding="utf-8")
    result = run("import", table, "-P", honey)
    assert result.status == 0
    assert "more.csv: 2 rows read, 2 good, 0 refused" in result.err
    first = (honey / "imports" / "more.trig").read_bytes()
    listed = (honey / "ozek.toml").read_text(encoding="utf-8")
    assert tomllib.loads(listed)["data"] == [WORKBOOK, "imports/more.trig"]
    assert "# what is built" in listed

    assert run("import", table, "-P", honey).status == 0
    assert (honey / "imports" / "more.trig").read_bytes() == first
    assert (honey / "ozek.toml").read_text(encoding="utf-8") == listed

    before = load_project(read_project(honey))
    table.write_text(ACTORS.replace("Mill,c", "Old Mill,c"), encoding="utf-8")
    assert run("import", table, "-P", honey).status == 0
    changes = diff(before, load_project(read_project(honey))).changes
    assert {(one.kind, one.thing.rpartition("/")[2]) for one in changes} == {
        ("changed", "mill"),
        ("removed", "farm"),
    }


def test_all_rows_or_none_unless_the_good_ones_are_asked_for(
    run: Runner, honey: Path, tmp_path: Path
) -> None:
    table = tmp_path / "more.csv"
    table.write_text(f"{ACTORS}bad,,,Bad,compny\n", encoding="utf-8")
    state = sorted((p, p.read_bytes()) for p in honey.rglob("*") if p.is_file())
    result = run("import", table, "-P", honey, "-f", "json")
    assert result.status == 3 and '"cell": "E3"' in result.out
    assert "more.csv: 2 rows read, 1 good, 1 refused\nnothing was imported" in result.err
    checked = run("import", table, "-P", honey, "--keep-good", "--check")
    assert checked.status == 1
    assert sorted((p, p.read_bytes()) for p in honey.rglob("*") if p.is_file()) == state

    marked = tmp_path / "marked.xlsx"
    result = run("import", table, "-P", honey, "--keep-good", "--marked", marked, "-l", "ru")
    assert result.status == 1 and "Возможно, имелось в виду: 'company'?" in result.err
    assert "mill" in (honey / "imports" / "more.trig").read_text(encoding="utf-8")
    assert load_workbook(marked)["more"]["E3"].comment


def test_a_listed_workbook_is_only_checked(run: Runner, honey: Path) -> None:
    result = run("import", honey / WORKBOOK, "-P", honey)
    assert result.status == 0 and not (honey / "imports").exists()
    assert "is read by every build" in result.err


def test_a_folder_of_tables_may_refer_to_the_project(honey: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    text = "actor\tcluster\trole\nMill\thoney cluster\tconsumer\n"
    (folder / "participations.tsv").write_text(text, encoding="utf-8")
    (folder / "~$actors.csv").write_text("", encoding="utf-8")
    result = import_files(read_project(honey), [folder])
    assert [path.name for path in result.written] == ["actors.trig", "participations.trig"]
    assert "<cluster/honey>" in result.written[1].read_text(encoding="utf-8")


def test_usage(run: Runner, honey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "more.csv"
    table.write_text(ACTORS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("import", table).status == 2
    for marked in (["--marked", "x.csv"], [table, "--marked", "x.xlsx"]):
        assert run("import", table, "-P", honey, *marked).status == 2
    (tmp_path / "nothing").mkdir()
    assert run("import", tmp_path / "nothing", "-P", honey).status == 2
    with pytest.raises(UsageError, match="not yours to write to"):
        import_files(find_project("kazakhstan"), [table])


# diff --------------------------------------------------------------------------------------------


def test_diff_says_what_changed_in_words(
    run: Runner, made: Path, honey: Path, built: Built
) -> None:
    change(honey, Actors_J2=2009, Relations_F3="planned", Benefits_D2="no land tax")
    russian = run("diff", made, honey, "-l", "ru", "--stated-only", "-f", "csv")
    assert russian.status == 1
    assert russian.out.startswith("change,thing,property,old,new,basis,where\r\n")
    assert "changed,https://example.org/honey/actor/linden-apiary," in russian.out
    assert "workbook.xlsx, Actors, строка 2" in russian.out

    found = diff(built.store, state_of(honey))
    text = found.to_text()
    assert "Linden Apiary (actor/linden-apiary)" in text
    assert "  ~ founding year: 2011 → 2009 [workbook.xlsx, Actors, row 2]" in text
    assert "  ~ name: exemption from land tax [en] → no land tax [en]" in text
    assert "  - funds: Highland College [reported; workbook.xlsx, Relations, row 3]" in text
    assert "  + funds: Highland College [planned; workbook.xlsx, Relations, row 3]" in text
    assert found.counts()["derived"] == 0 and found.summary().startswith("facts added: 1")


def test_a_row_that_moved_says_the_same(made: Path, honey: Path) -> None:
    book = load_workbook(honey / WORKBOOK)
    book["Actors"].insert_rows(2, 3)
    book.save(honey / WORKBOOK)
    old, new = (state_of(folder, reasoning=False) for folder in (made, honey))
    assert diff(old, new).to_text() == ""


def test_diff_of_builds_and_files(built: Built, tmp_path: Path) -> None:
    new = Path(shutil.copytree(built.folder, tmp_path / "new"))
    path = new / "graph" / "honey.nq"
    path.write_text(path.read_text(encoding="utf-8").replace('"2011"', '"2009"'), encoding="utf-8")
    old = state_of(built.folder)
    (change,) = diff(old, state_of(new)).changes
    assert (str(change.old), str(change.new), change.basis) == ("2011", "2009", "stated")
    assert len(diff(old, state_of(built.folder / "graph" / "honey.trig"))) == 0
    with pytest.raises(UsageError):
        state_of(tmp_path / "nothing")


def test_diff_of_plain_turtle(tmp_path: Path) -> None:
    head = "@prefix ex: <https://example.org/> .\n"
    (tmp_path / "a.ttl").write_text(f"{head}ex:a ex:p 1 .", encoding="utf-8")
    (tmp_path / "b.ttl").write_text(f"{head}ex:a ex:p 2 ; ex:q ex:b .", encoding="utf-8")
    found = diff(state_of(tmp_path / "a.ttl"), state_of(tmp_path / "b.ttl"))
    assert found.counts() == {"added": 1, "removed": 0, "changed": 1, "derived": 0}
