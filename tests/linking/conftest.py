"""What the tests of linking share: organisations of Kazakhstan, and a project without links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from needed import SHARED, needed
from ozek.linking import Entity, entities_of, link, read_register
from ozek.linking.matching import Linked
from ozek.project import Project, find_project, load_project, read_project

ROOT = Path(__file__).parents[2]
DUMP = SHARED / "data" / "ror" / "ror_kz.jsonl"


@pytest.fixture(scope="session")
def dump() -> Path:
    return needed(DUMP)


@pytest.fixture(scope="session")
def register(dump: Path) -> tuple[Entity, ...]:
    return tuple(read_register(dump))


@pytest.fixture(scope="session")
def actors() -> tuple[Entity, ...]:
    """The organisations of the reference project, those from ROR included."""
    return entities_of(load_project(find_project("kazakhstan")))


@pytest.fixture(scope="session")
def unlinked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference project as it was before anybody linked it: no ROR records, no links."""
    folder = tmp_path_factory.mktemp("unlinked") / "kazakhstan"
    shutil.copytree(find_project("kazakhstan").folder, folder)
    settings = folder / "ozek.toml"
    text = settings.read_text(encoding="utf-8")
    for name in ("ror.trig", "links.trig"):
        (folder / name).unlink()
        text = text.replace(f'    "{name}",\n', "")
    settings.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def unlinked(unlinked_folder: Path, tmp_path: Path) -> Project:
    """A copy of the project without links, to be written to."""
    return read_project(shutil.copytree(unlinked_folder, tmp_path / "kazakhstan"))


@pytest.fixture(scope="session")
def found(unlinked_folder: Path, register: tuple[Entity, ...]) -> Linked:
    """What is proposed for that project."""
    return link(entities_of(load_project(read_project(unlinked_folder))), register)
