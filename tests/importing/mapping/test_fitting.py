"""Which packaged mapping a table can be read by, said where somebody needs it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from ozek.cli import cli
from ozek.importing.mapping.fitting import fitting, mappings_table
from ozek.importing.mapping.reading import packaged_mappings
from ozek.starting import init

PUBLIC = "id,name,jurisdiction_code,parent_id\nx/a,A,XX,\n"


def run(*arguments: str) -> int:
    """Return the exit status of a verb."""
    return cli.main(list(arguments), standalone_mode=False)


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_one_that_asks_for_most_fits(tmp_path: Path) -> None:
    header = "Comunidad Autonoma,Companies with innovation expenses"
    wide = header + "".join(f",c{number}" for number in range(20))
    assert fitting(written(tmp_path, "a.csv", PUBLIC)) == ("public-bodies",)
    assert fitting(written(tmp_path, "b.csv", f"{wide}\na,1\n")) == ("es-innovation",)
    assert fitting(written(tmp_path, "c.csv", "a,b\n1,2\n")) == ()
    assert fitting(tmp_path / "missing.csv") == ()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitting") / "p"
    init(folder)
    return folder


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("a.csv", PUBLIC, "OZ-I068", "--map public-bodies"),
        ("a.json", '[{"id": "x", "name_t": "y"}]', "OZ-I068", "--map us-cluster-definitions"),
        ("b.csv", "a,b\n1,2\n", "OZ-I007", "--suggest"),
        ("b.xml", "<l><r><a>1</a></r></l>", "OZ-I007", "--suggest"),
    ],
)
def test_a_table_that_is_no_workbook_says_what_to_do(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str,
    code: str,
    words: str,
) -> None:
    file = written(tmp_path, name, text)
    assert run("import", str(file), "-P", str(project), "--check") == 3
    said = capsys.readouterr().err
    assert code in said and words in said


def test_the_list_of_mappings(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("kk", "ru", "en"):
        table = mappings_table(lang)
        assert [str(row[0]) for row in table] == list(packaged_mappings())
        assert all(str(cell) for row in table for cell in row)
    assert run("import", "--maps", "-l", "ru", "-f", "csv") == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0] == "mapping,table,needs"
    assert "public-bodies,Реестр" in said


def test_the_mappings_that_fit_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "a.csv", PUBLIC)
    assert run("import", "--maps", str(file)) == 0
    assert capsys.readouterr().out == f"{file}: public-bodies\n"


def test_nothing_to_import_is_a_wrong_use() -> None:
    with pytest.raises(click.UsageError, match="--maps"):
        run("import")
