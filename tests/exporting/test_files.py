"""Writing: the old bytes or the new ones, never a part, and never somebody's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ozek.errors import OutputError
from ozek.exporting.files import replaced_folder, write_file

MARK = "mark.json"


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write_file(path, b"old")
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "out"
    for content in ("one", "two"):
        with replaced_folder(target, MARK) as fresh:
            (fresh / MARK).write_text(content)
            (fresh / content).touch()
    assert sorted(path.name for path in target.iterdir()) == [MARK, "two"]
    assert [path.name for path in target.parent.iterdir()] == ["out"]


def test_after_a_failure_all_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replaced_folder(target, MARK) as fresh:
        (fresh / MARK).write_text("old")
    with pytest.raises(RuntimeError), replaced_folder(target, MARK) as fresh:
        (fresh / MARK).write_text("new")
        raise RuntimeError
    assert (target / MARK).read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(OutputError, match="not made by ozek"), replaced_folder(tmp_path, MARK):
        pytest.fail("not reached")
    with (
        pytest.raises(OutputError, match="is a file"),
        replaced_folder(tmp_path / "thesis.doc", MARK),
    ):
        pytest.fail("not reached")
    with (
        pytest.raises(OutputError, match="cannot be written"),
        replaced_folder(tmp_path / "thesis.doc" / "out", MARK),
    ):
        pytest.fail("not reached")
    assert (tmp_path / "thesis.doc").exists()
