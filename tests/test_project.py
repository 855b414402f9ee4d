"""Projects: where they are found, and that every mistake in an ``ozek.toml`` has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from ozek.errors import InputError, ProjectError, UsageError
from ozek.project import find_project, load_project, packaged_projects, read_project, resources
from small_project import SMALL


def test_a_project_is_a_folder_or_a_packaged_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_project(SMALL).name == find_project(SMALL / "ozek.toml").name == "small"
    monkeypatch.chdir(SMALL.parent)
    assert find_project("small").title["ru"] == "Малый"
    assert find_project().name == find_project("kazakhstan").name == "kazakhstan"
    assert "kazakhstan" in packaged_projects()


@pytest.mark.parametrize("name", ["atlantis", "../kazakhstan", "", "/nowhere"])
def test_an_unknown_project_is_a_usage_error(name: str) -> None:
    if not name:
        assert find_project(name).name == "kazakhstan"
        return
    with pytest.raises(UsageError, match="kazakhstan"):
        find_project(name)


def test_resources_are_at_the_top_of_a_checkout() -> None:
    for folder in ("ontology", "queries", "data", "projections"):
        assert (resources() / folder).is_dir()
    assert (resources().ontology / "ozek.ttl").is_file()


def test_input_files_exist_and_are_listed_once() -> None:
    files = find_project("kazakhstan").input_files
    assert len(set(files)) == len(files)
    assert all(path.is_file() for path in files)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('name = "small"', 'nam = "small"', 1, "'nam' is not a key I know"),
        ('name = "small"', "name = 3", 1, "'name' has to be a text"),
        ('name = "small"\n', "", None, "'name' is missing"),
        ('"https://example.org/small/"', '"small"', 2, "'base' has to be an http"),
        ('["data.trig"]', '["data.trig", "more.trig"]', 3, "'more.trig' is listed, but"),
        ('["data.trig"]', '"data.trig"', 3, "'data' has to be a list of paths"),
        ('ru = "Малый"\n', "", 6, "'title' has to give a text in each of kk, ru, en"),
        ('language = "en"', 'langage = "en"', 13, "'langage' is not a key I know"),
        ('["data.trig"]', '["data.trig"', 4, "not valid TOML"),
        ('queries = ["queries"]', 'language = "de"', 4, "'language' has to be one of"),
    ],
)
def test_mistakes_are_named_with_their_line(
    small_copy: Path, old: str, new: str, line: int | None, message: str
) -> None:
    path = small_copy / "ozek.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_project(small_copy)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_broken_data_file_stops_the_load(small_copy: Path) -> None:
    (small_copy / "data.trig").write_text("<http://e/g> { <http://e/a> <http://e/b> }")
    with pytest.raises(InputError, match=r"data\.trig:1"):
        load_project(read_project(small_copy))
