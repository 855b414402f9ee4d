"""What is kept of a build for serving: made once, opened by many, gone with the build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from ozek.project import Project
from ozek.store import Store
from ozek.web.dataset import find_build
from ozek.web.indexing import Index, find_in
from ozek.web.preparing import FOLDER, INDEX, prepared


@pytest.fixture
def build_copy(small_build: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    shutil.copytree(small_build, folder, ignore=shutil.ignore_patterns(FOLDER))
    return folder


def test_it_is_made_once_and_then_only_opened(build_copy: Path, small_project: Project) -> None:
    said: list[str] = []
    built = find_build(build_copy)
    with prepared(built, small_project.base, said.append) as first:
        names = sorted(path.name for path in first.iterdir())
    with prepared(built, small_project.base, said.append) as second:
        assert second == first and sorted(path.name for path in second.iterdir()) == names
        store = Store.saved(second, base=small_project.base)
        assert len(store) > 0
        assert find_in(Index(second / INDEX), "a").total >= 0
    assert len(said) == 1


def test_another_graph_takes_the_place_of_the_old_one(
    build_copy: Path, small_project: Project
) -> None:
    with prepared(find_build(build_copy), small_project.base) as old:
        pass
    (build_copy / "ro-crate-metadata.json").unlink()
    quads = find_build(build_copy).quads
    quads.write_bytes(b"".join(quads.read_bytes().splitlines(keepends=True)[:-1]))
    with prepared(find_build(build_copy), small_project.base) as new:
        assert new != old
    assert [path.name for path in (build_copy / FOLDER).iterdir()] == [new.name]


def test_a_build_that_cannot_be_written_is_served_too(
    build_copy: Path, small_project: Project
) -> None:
    (build_copy / FOLDER).write_text("a file where the folder would be")
    with prepared(find_build(build_copy), small_project.base) as place:
        assert not place.is_relative_to(build_copy)
        assert len(Store.saved(place, base=small_project.base)) > 0
    assert not place.exists()


def test_a_failure_leaves_nothing_behind(
    build_copy: Path, small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(store: Store, path: Path) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("ozek.web.preparing.make_index", broken)
    with pytest.raises(RuntimeError), prepared(find_build(build_copy), small_project.base):
        pass
    assert list((build_copy / FOLDER).iterdir()) == []
