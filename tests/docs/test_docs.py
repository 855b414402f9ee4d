"""The documentation is true: its examples run, its links resolve, its reference is up to date.

Of the fenced blocks of README.md, CONTRIBUTING.md and docs/,

* ``python`` runs, all blocks of a page in one scope;
* ``sh`` runs in bash and has to succeed, unless it is marked ``no-run``;
* ``console`` holds commands after ``$`` and what they print; ``…`` stands for anything, within a
  line or as a line of its own; ``status=1`` after the language is the status of the last command;
* ``sparql`` is asked; ``toml``, ``turtle`` and ``trig`` are parsed;
* ``file=PATH`` or ``append=PATH`` after the language writes the block to a file instead.

``<!-- run: … -->`` runs a command that the reader does by hand, ``<!-- uses: PAGE -->`` takes along
the files that another page writes. Each page runs in a folder of its own. What is
derived from a state of a project is kept between commands: the results are the same.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph
import pytest

import ozek
from ozek import cli, namespaces, network, pipeline, validation
from ozek.project import Project, find_project
from ozek.query import ask, question_of
from ozek.store import Store
from ozek.validation import ValidationReport

TOP = Path(__file__).parents[2]
DOCS = TOP / "docs"
PAGES = sorted(
    path
    for path in [TOP / "README.md", TOP / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    if path.parent != DOCS / "reference" and path != DOCS / "how-to" / "networks.md"
)  # networks.md is run by tests/examples
ALL = sorted([*TOP.glob("*.md"), *DOCS.rglob("*.md")])
LANGUAGES = {"python", "sh", "console", "sparql", "toml", "turtle", "trig", "text"}
BLOCK = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^ *```$|<!-- run: (.*?) -->", re.DOTALL | re.M)
SHELL = set("|;&<>$`*")
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in namespaces.PREFIXES.items())


def name(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


@dataclass(frozen=True)
class Block:
    """A fenced block, or a hidden command; ``line`` is where it starts."""

    language: str
    marks: dict[str, str]
    text: str
    line: int


@cache
def blocks(path: Path) -> tuple[Block, ...]:
    page = path.read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(page):
        indent, language, marks, text, hidden = match.groups()
        line = page.count("\n", 0, match.start()) + 1
        if hidden:
            found.append(Block("sh", {"hidden": ""}, hidden, line))
            continue
        text = re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
        pairs = dict((*mark.split("=", 1), "")[:2] for mark in marks.split())
        found.append(Block(language, pairs, text, line))
    return tuple(found)


# Running ------------------------------------------------------------------------------------------


PREPARE = pipeline.prepare
VALIDATE = validation.validate
STORES: dict[tuple[Any, ...], Store] = {}
REPORTS: dict[tuple[str | None, int], ValidationReport] = {}


@wraps(PREPARE)
def prepare(project: str | Path | Project | None = None, *, reasoning: bool = True) -> Store:
    # As it is, but once per state of the project's files.
    if not isinstance(project, Project):
        project = find_project(project)
    state = [(path, path.stat().st_mtime_ns) for path in project.data_files]
    key = (reasoning, *state)
    if key not in STORES:
        STORES[key] = PREPARE(project, reasoning=reasoning)
    return STORES[key]


@wraps(VALIDATE)
def validate(store: Store, **options: Any) -> ValidationReport:
    # As it is, but without profiles once per base and number of quads.
    if options.get("profiles"):
        return VALIDATE(store, **options)
    key = (store.base, len(store))
    if key not in REPORTS:
        REPORTS[key] = VALIDATE(store, **options)
    return REPORTS[key]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "prepare", prepare)
    monkeypatch.setattr(ozek, "validate", validate)
    monkeypatch.setattr(validation, "validate", validate)
    monkeypatch.delenv("OZEK_PROJECT", raising=False)
    monkeypatch.delenv("OZEK_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    known = set(network.MEASURES)
    yield tmp_path
    for added in set(network.MEASURES) - known:
        del network.MEASURES[added]


def run(command: str) -> tuple[int, str]:
    """Return status and output (both streams) of a command; ``ozek`` alone runs in this process."""
    words = shlex.split(command)
    if words[0] != "ozek" or SHELL & set(command):
        return in_shell(command)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", words)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                cli.main()
            except SystemExit as end:
                status = int(end.code or 0)
    out.seek(0)
    return status, out.read().replace("\r\n", "\n")


def in_shell(script: str) -> tuple[int, str]:
    places = [str(Path(sys.executable).parent), os.environ["PATH"]]
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"},
        timeout=120,
    )
    return done.returncode, done.stdout


def check_shell(text: str) -> None:
    """Every line has to succeed; lines that are no plain ``ozek`` command run as one script."""
    lines = [line.partition("  #")[0].strip() for line in text.strip().splitlines()]
    plain = all(line.startswith("ozek ") and not SHELL & set(line) for line in lines)
    for script in lines if plain else [text]:
        status, out = run(script) if plain else in_shell(script)
        assert status == 0, f"{script}: status {status}\n{out}"


def check_console(block: Block) -> None:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    assert parts, "a console block needs a command after '$ '"
    for place, part in enumerate(parts, 1):
        command, _, expected = part.partition("\n")
        status, out = run(command)
        wanted = int(block.marks.get("status", 0)) if place == len(parts) else 0
        assert status == wanted, f"{command}: status {status}\n{out}"
        assert re.fullmatch(pattern(expected), out), f"{command} printed\n{out}\nnot\n{expected}"


def pattern(expected: str) -> str:
    """A line ``…`` is any lines, ``…`` in a line any text of that line."""
    lines = []
    for line in expected.splitlines():
        if line == "…":
            lines.append(r"(?:[^\n]*\n)*")
        else:
            lines.append(".*".join(map(re.escape, line.rstrip().split("…"))) + r" *\n")
    return "".join(lines)


def check(block: Block, scope: dict[str, Any]) -> None:
    if block.marks.keys() & {"file", "append"}:
        write(block)
    elif block.language == "python":
        exec(compile(block.text, f"block in line {block.line}", "exec"), scope)
    elif block.language == "sh" and "no-run" not in block.marks:
        check_shell(block.text)
    elif block.language == "console":
        check_console(block)
    elif block.language == "sparql":
        ask(prepare(find_project()), question_of(block.text))
    elif block.language == "toml":
        tomllib.loads(block.text)
    elif block.language in ("turtle", "trig"):
        text = f"@base <https://example.org/> .\n{PREFIXES}{block.text}"
        list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TRIG))


def write(block: Block) -> None:
    path = Path(block.marks.get("file") or block.marks["append"])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if "append" in block.marks else "w", encoding="utf-8") as file:
        file.write(block.text)
    if path.suffix == ".py":
        ast.parse(block.text)
        exec(compile(block.text, str(path), "exec"), {"__name__": "docs"})


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_blocks(page: Path, folder: Path) -> None:
    for other in re.findall(r"<!-- uses: (\S+) -->", page.read_text(encoding="utf-8")):
        for block in blocks(DOCS / other):
            if block.marks.keys() & {"file", "append", "hidden"}:
                check(block, {})
    scope: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page):
        try:
            check(block, scope)
        except Exception as error:
            pytest.fail(f"{name(page)}:{block.line}: {type(error).__name__}: {error}")


def test_every_block_has_a_language() -> None:
    for path in ALL:
        fences = re.findall(r"^ *```(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(fences) % 2 == 0, f"{name(path)}: a block is not closed"
        for opening in fences[::2]:
            assert opening.split(" ")[0] in LANGUAGES, f"{name(path)}: ```{opening}"


# Links --------------------------------------------------------------------------------------------


@cache
def anchors(path: Path) -> set[str]:
    """The anchors GitHub makes of headings."""
    text = re.sub(r"^ *```.*?^ *```$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 0
        while (f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(f"{slug}-{number}" if number else slug)
    return found


@pytest.mark.parametrize("page", ALL, ids=name)
def test_links(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    bare = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.S | re.M)
    bare = re.sub(r"`[^`\n]*`", "", bare)
    for target in re.findall(r"\]\(<?([^)\s>]+)>?\)", bare):
        if re.match(r"https?://|mailto:", target):
            continue
        place, _, anchor = target.partition("#")
        path = (page.parent / place).resolve() if place else page
        assert path.exists(), f"{name(page)}: there is no {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{name(page)}: there is no heading for {target}"


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for path in DOCS.rglob("*.md"):
        if path.parent != DOCS:
            assert f"({path.relative_to(DOCS).as_posix()})" in index, name(path)


def test_every_extra_is_described() -> None:
    settings = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    table = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8").split("| extra | brings |")[1]
    rows = [line.split("|")[1] for line in table.partition("\n\n")[0].splitlines()[2:]]
    described = set(re.findall(r"`(\w+)`", " ".join(rows)))
    assert described == set(settings["project"]["optional-dependencies"])


# Reference ----------------------------------------------------------------------------------------


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(DOCS))
    spec.loader.exec_module(module)
    sys.path.remove(str(DOCS))
    return module


@pytest.mark.parametrize("page", sorted(generator().PAGES))
def test_reference_is_up_to_date(page: str) -> None:
    made = generator().PAGES[page]()
    found = (DOCS / "reference" / page).read_text(encoding="utf-8")
    changed = "".join(unified_diff(found.splitlines(True), made.splitlines(True), n=0))
    assert not changed, f"run: python docs/generate.py\n{changed}"


def test_json_output_is_as_described(folder: Path) -> None:
    import json

    text = (DOCS / "reference" / "json-output.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(ozek [^`]*)` \| (`.*`) \|$", text, re.MULTILINE)
    assert len(rows) >= 6
    for command, keys in rows:
        status, out = run(f"{command} -f json")
        assert status == 0, out
        start, end = out.index("[\n"), out.rindex("]") + 1  # the rest are words
        records = json.loads(out[start:end])
        assert records, command
        for record in records:
            assert list(record) == re.findall("`([^`]*)`", keys), command
            kinds = {type(value) for value in record.values()}
            assert kinds <= {str, int, float, bool, type(None)}
