"""What the tests of linking share: organisations of Kazakhstan, and a project without links."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ozek.linking import Entity, entities_of, read_register
from ozek.project import Project, find_project, load_project, read_project

ROOT = Path(__file__).parents[2]
DUMP = ROOT.parent / "shared" / "data" / "ror" / "ror_kz.jsonl"


@pytest.fixture(scope="session")
def dump() -> Path:
    if not DUMP.exists():
        pytest.skip(f"NOT CHECKED against ROR: {DUMP} is missing")
    return DUMP


@pytest.fixture(scope="session")
def register(dump: Path) -> tuple[Entity, ...]:
    return tuple(read_register(dump))


@pytest.fixture(scope="session")
def actors() -> tuple[Entity, ...]:
    """The organisations of the reference project, those from ROR included."""
    return entities_of(load_project(find_project("kazakhstan")))


@pytest.fixture
def unlinked(tmp_path: Path) -> Project:
    """The reference project as it was before anybody linked it: no ROR records, no links."""
    folder = tmp_path / "kazakhstan"
    shutil.copytree(find_project("kazakhstan").folder, folder)
    settings = folder / "ozek.toml"
    text = settings.read_text(encoding="utf-8")
    for name in ("ror.trig", "links.trig"):
        (folder / name).unlink()
        text = text.replace(f'    "{name}",\n', "")
    settings.write_text(text, encoding="utf-8")
    return read_project(folder)
