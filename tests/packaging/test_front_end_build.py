"""The build hook that brings JavaScript in: what it fetches, and what it says when it cannot."""

from __future__ import annotations

import importlib.util
import json
import os
import stat
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not (ROOT / "hatch_build.py").is_file(), reason="not a checkout: the hook is not here"
)


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling")
    found = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with nothing but the lock file."""
    folder = tmp_path / "checkout"
    (folder / "frontend").mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        (folder / "frontend" / name).write_bytes((ROOT / "frontend" / name).read_bytes())
    return folder


@pytest.fixture
def npm(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm that makes the files itself, notes how it was called, and fails when told to."""
    if os.name == "nt":
        pytest.skip("the stand-in for npm is a script with a shebang")
    place = tmp_path / "bin"
    place.mkdir()
    files = (
        {
            f"node_modules/{package}/{file}": file
            for package, some in hook.FILES.items()
            for file in some
        }
        | {
            f"node_modules/{package}/package.json": json.dumps({"name": package, "version": "1"})
            for package in hook.FILES
        }
        | {"node_modules/cytoscape/LICENSE": "the licence of cytoscape"}
    )
    script = place / "npm"
    script.write_text(
        f"#!{sys.executable}\n"
        "import os, pathlib, sys\n"
        f"pathlib.Path({str(place / 'called')!r}).write_text(' '.join(sys.argv[1:]))\n"
        f"if os.path.exists({str(place / 'fail')!r}): sys.exit(7)\n"
        f"for name, text in {files!r}.items():\n"
        "    path = pathlib.Path(name); path.parent.mkdir(parents=True, exist_ok=True)\n"
        "    path.write_text(text)\n",
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(place))
    return place


def test_the_published_files_come_with_their_licences(
    hook: ModuleType, tree: Path, npm: Path
) -> None:
    assert not hook.is_current(tree)
    hook.bring(tree)
    vendor = tree / hook.VENDOR
    names = {Path(file).name for some in hook.FILES.values() for file in some}
    assert {path.name for path in vendor.iterdir()} == names | {"THIRD_PARTY.txt", ".stamp"}
    assert "the licence of cytoscape" in (vendor / "THIRD_PARTY.txt").read_text(encoding="utf-8")
    assert (npm / "called").read_text().startswith("ci --ignore-scripts")
    assert hook.is_current(tree)


def test_another_lock_file_is_another_build(hook: ModuleType, tree: Path, npm: Path) -> None:
    hook.bring(tree)
    lock = tree / "frontend" / "package-lock.json"
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not hook.is_current(tree)


def test_a_file_that_went_missing_is_another_build(hook: ModuleType, tree: Path, npm: Path) -> None:
    hook.bring(tree)
    (tree / hook.VENDOR / hook.names()[0]).unlink()
    assert not hook.is_current(tree)


def test_a_link_to_another_checkout_is_replaced_and_that_one_stays(
    hook: ModuleType, tree: Path, npm: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (tree / hook.VENDOR).parent.mkdir(parents=True)
    (tree / hook.VENDOR).symlink_to(elsewhere)
    hook.bring(tree)
    assert hook.is_current(tree) and not (tree / hook.VENDOR).is_symlink()
    assert (elsewhere / "kept").exists()


def test_who_builds_without_is_told_what_is_there(hook: ModuleType, tree: Path, npm: Path) -> None:
    assert hook.without(tree).endswith("built without JavaScript")
    hook.bring(tree)
    assert "not the lock file's" in hook.without(tree)


def test_a_failure_leaves_what_was_there(hook: ModuleType, tree: Path, npm: Path) -> None:
    hook.bring(tree)
    vendor = tree / hook.VENDOR
    before = sorted(path.name for path in vendor.iterdir())
    (npm / "fail").touch()
    with pytest.raises(hook.subprocess.CalledProcessError) as caught:
        hook.bring(tree)
    assert sorted(path.name for path in vendor.iterdir()) == before
    assert [path.name for path in vendor.parent.iterdir()] == ["vendor"]
    message = hook.failure(caught.value)
    assert "two ways out" in message and hook.SKIP in message and "status 7" in message


def test_without_npm_it_is_asked_for_and_only_then(
    hook: ModuleType, tree: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = hook.FrontEnd.__new__(hook.FrontEnd)
    monkeypatch.setattr(type(made), "root", property(lambda self: str(tree)))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(hook.SKIP, raising=False)
    assert made.dependencies() == [hook.NPM]
    monkeypatch.setenv(hook.SKIP, "1")
    assert made.dependencies() == []
    with pytest.raises(OSError, match="npm is not on the PATH"):
        hook.bring(tree)


def test_the_lock_file_names_digests_and_no_host() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    manifest = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
    assert "://" not in json.dumps(packages)
    for name, version in manifest["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version


def test_the_pages_load_what_the_hook_brings(hook: ModuleType) -> None:
    templates = ROOT / "src" / "ozek" / "web" / "templates"
    text = "".join(path.read_text(encoding="utf-8") for path in templates.glob("*.html"))
    for some in hook.FILES.values():
        for file in some:
            assert f"/static/vendor/{Path(file).name}" in text, file
