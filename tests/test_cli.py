"""The command line: every verb, every exit status, and a quick start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from ozek.crate import MANIFEST
from ozek.network import DEFAULT_MEASURES
from small_project import SMALL

Runner = Callable[..., Any]
P = ("-P", SMALL)


def test_the_start_imports_nothing_heavy() -> None:
    code = "import sys, ozek.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    heavy = {"rdflib", "pyoxigraph", "networkx", "numpy", "scipy", "owlrl", "pyshacl", "yaml"}
    assert not heavy & set(done.stdout.split())


def test_a_library_of_an_extra_that_is_missing_is_named(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "anyascii", None)
    result = run("init", tmp_path / "valley")
    assert result.status == 2
    assert result.err == "error: 'anyascii' is not installed: pip install 'ozek[tables]'\n"
    assert not (tmp_path / "valley").exists()


def test_help_and_version(run: Runner) -> None:
    result = run("--help")
    assert result.status == 0
    for verb in [
        "build",
        "validate",
        "query",
        "questions",
        "gaps",
        "find",
        "show",
        "measure",
        "export",
        "info",
    ]:
        assert verb in result.out
    assert "pyoxigraph" in run("--version").out


def test_build(run: Runner, tmp_path: Path) -> None:
    result = run("build", SMALL, "--out", tmp_path / "out", "--lang", "ru")
    assert (result.status, result.out.splitlines()[0]) == (0, "# Малый")
    assert [line.split(":")[0] for line in result.err.splitlines()[:7]] == [
        "[1/7] load",
        "[2/7] reason",
        "[3/7] validate",
        "[4/7] ask",
        "[5/7] measure",
        "[6/7] export",
        "[7/7] report",
    ]


def test_validate(run: Runner, small_copy: Path) -> None:
    assert run("validate", SMALL).status == 0
    data = small_copy / "data.trig"
    text = data.read_text(encoding="utf-8").replace('"Фирма"@kk,', '"Фирма"@kk, "Бірлестік"@kk,')
    data.write_text(text, encoding="utf-8")
    result = run("validate", small_copy, "--format", "json")
    assert result.status == 1
    found = json.loads(result.out)
    assert found[0]["severity"] == "Violation"
    assert found[0]["focus"].endswith("actor/firm")


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_query(run: Runner, engine: str) -> None:
    asked = ("query", "founded-since", "-p", "since=1995", "--engine", engine, *P)
    assert run(*asked, "--lang", "kk").out.splitlines() == [
        "ұйым    жыл",
        "─────  ────",
        "Фирма  2001",
    ]
    rows = ox.parse_query_results(
        run(*asked, "--format", "json").out, format=ox.QueryResultsFormat.JSON
    )
    assert [row["year"].value for row in rows] == ["2001"]


def test_query_from_a_file_and_from_standard_input(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    text = "SELECT ?s WHERE { ?s ozek:foundingYear 2001 }"
    path = tmp_path / "x.rq"
    path.write_text(text)
    from_file = run("query", path, "--stated-only", "-f", "csv", *P)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    from_input = run("query", "-", "--stated-only", "-f", "csv", *P)
    assert from_file.out == from_input.out == "s\r\nhttps://example.org/small/actor/firm\r\n"


def test_derived_facts_are_asked_too(run: Runner) -> None:
    asked = ("query", "in-place", "-p", "place=place/region", "-f", "csv", *P)
    assert "actor/north" in run(*asked).out
    assert "actor/north" not in run(*asked, "--stated-only").out


def test_questions_find_show_info(run: Runner) -> None:
    questions = json.loads(run("questions", "-f", "json", *P).out)
    assert "founded-since" in [one["name"] for one in questions]
    found = json.loads(run("find", "кала", "-f", "json", *P).out)
    assert found[0]["thing"].endswith("place/town")
    card = run("show", "Firm", "-l", "ru", *P)
    assert "Выведено" in card.out
    assert json.loads(run("show", "actor/firm", "-f", "json", *P).out)
    info = json.loads(run("info", SMALL, "-f", "json").out)
    assert {"topic": "project", "item": "name", "value": "small"} in info


def test_measure_and_export(run: Runner, tmp_path: Path) -> None:
    measured = json.loads(run("measure", "degree", "-f", "json", *P).out)
    assert [one["label"] for one in measured] == ["Firm", "North University"]
    assert run("measure", "--summary", *P).status == 0
    text = run("export", "--format", "turtle", *P).out
    assert text.startswith("@base <https://example.org/small/> .")
    for format in ("trig", "nquads", "jsonld", "rdfxml", "graphml", "gexf"):
        path = tmp_path / f"x.{format}"
        asked = ("export", "-f", format, "--stated-only", *P)
        result = run(*asked, "-o", path)
        assert (result.status, result.out) == (0, "")
        assert path.read_bytes() == run(*asked).out.encode()
    made = run("export", "-f", "csv", "-o", tmp_path / "n.csv", "--stated-only", *P)
    nodes, edges = tmp_path / "n-nodes.csv", tmp_path / "n-edges.csv"
    assert (made.status, made.err) == (0, f"Written to {nodes} and {edges}\n")
    assert nodes.exists()
    assert edges.exists()


def test_measure_without_names_shows_few_and_says_what_else_there_is(run: Runner) -> None:
    shown = run("measure", "-f", "markdown", "--lang", "ru", *P)
    assert "высшее учебное заведение" in shown.out
    assert "More measures, to be named: ozek measure --list" in shown.err
    assert shown.out.startswith("Число соседей: ")
    names = list(json.loads(run("measure", "-f", "json", *P).out)[0])
    assert names == ["rank", "node", "label", "kind", *DEFAULT_MEASURES]
    assert "More measures" not in run("measure", "degree", *P).err


def test_measure_lists_what_there_is(run: Runner) -> None:
    listed = json.loads(run("measure", "--list", "-f", "json").out)
    by_name = {row["measure"]: row for row in listed}
    assert set(DEFAULT_MEASURES) < set(by_name)
    assert by_name["closeness"]["title"] == "Closeness"
    assert by_name["density"]["values_of"] == "the whole network"
    assert by_name["key_players_reach"]["parameters"] == "k=3"
    for lang in ("kk", "ru"):
        other = json.loads(run("measure", "--list", "-f", "json", "--lang", lang).out)
        assert not {row["meaning"] for row in other} & {row["meaning"] for row in listed}


def test_measure_of_links_or_of_the_whole_has_its_own_table(run: Runner) -> None:
    links = json.loads(run("measure", "bridges", "-f", "json", *P).out)
    assert set(links[0]) == {"measure", "source", "source_label", "target", "target_label"}
    whole = run("measure", "density", "fragmentation", "--lang", "kk", *P)
    assert whole.out.startswith("Тығыздық: ")
    assert "Бытыраңқылық: " in whole.out
    rows = json.loads(run("measure", "density", "-f", "json", *P).out)
    assert [row["measure"] for row in rows] == ["nodes", "density"]


@pytest.mark.parametrize("verb", ["build", "validate", "info"])
def test_the_project_as_argument_or_option(run: Runner, tmp_path: Path, verb: str) -> None:
    out = ("--out", tmp_path / "out") if verb == "build" else ()
    by_argument, by_option = run(verb, SMALL, *out), run(verb, *P, *out)
    assert (by_argument.status, by_argument.out) == (0, by_option.out)
    both = run(verb, SMALL, *P, *out)
    assert (both.status, both.out) == (2, "")
    assert "name the project once" in both.err


def test_the_project_of_this_folder(
    run: Runner, small_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OZEK_PROJECT", raising=False)
    monkeypatch.chdir(small_copy)
    for arguments in (("info",), ("find", "Firm")):
        result = run(*arguments)
        assert result.err.splitlines()[0] == "project: small (ozek.toml in this folder)"
        named = run(*arguments, "-P", small_copy)
        assert (named.out, "project:" in named.err) == (result.out, False)
    monkeypatch.setenv("OZEK_PROJECT", "kazakhstan")
    chosen = run("info", "-f", "csv")
    assert "name,kazakhstan" in chosen.out
    assert "project:" not in chosen.err


def test_the_manifest_does_not_depend_on_the_folder(run: Runner, tmp_path: Path) -> None:
    texts = []
    for out in (tmp_path / "one", tmp_path / "two"):
        assert run("build", SMALL, "-o", out, "--lang", "ru").status == 0
        texts.append((out / MANIFEST).read_text(encoding="utf-8"))
    pairs = zip(*(text.splitlines() for text in texts), strict=True)
    assert all("datePublished" in old for old, new in pairs if old != new)
    assert f"ozek build {SMALL} --lang ru" in texts[0]


def test_questions_tell_which_parameters_may_be_left_out(run: Runner) -> None:
    shown = run("questions", *P)
    assert "in [brackets] may be left out" in shown.err
    parameters = {
        one["name"]: one["parameters"] for one in json.loads(run("questions", "-f", "json", *P).out)
    }
    assert parameters["in-place"].startswith("place: iri")
    assert parameters["founded-since"].startswith("[since: integer")


HEADINGS = [
    (("find", "Firm", *P), "объект"),
    (("validate", "-f", "table", *P), "степень"),
    (("info", *P), "тема"),
    (("questions", *P), "папка"),
    (("measure", *P), "Место"),
]


@pytest.mark.parametrize(("arguments", "first"), HEADINGS)
def test_headings_in_the_language_asked_for(
    run: Runner, arguments: tuple[str, ...], first: str
) -> None:
    lines = run(*arguments, "--lang", "ru").out.splitlines()  # a sentence may stand above the table
    assert first in [line.split()[0] for line in lines if line]


BAD = [
    (("query", "no-such-question", *P), 2, "no question 'no-such-question'"),
    (("query", "founded-since", "-p", "x=1", *P), 2, "unknown parameter 'x'"),
    (("query", "founded-since", "-p", "since=soon", *P), 2, "has to be an integer, not 'soon'"),
    (("query", "founded-since", "-p", "since", *P), 2, "is not name=value"),
    (("query", "in-place", *P), 2, "needs the parameter 'place'"),
    (("query", "missing.rq", *P), 3, "missing.rq: there is no such file"),
    (("show", "actor/nobody", *P), 2, "nothing is known about 'actor/nobody'"),
    (("measure", "weight", *P), 2, "weight"),
    (("measure", "-N", "nothing", *P), 2, "no projection 'nothing'"),
    (("info", "atlantis"), 2, "neither a folder"),
    (("find",), 2, "Missing argument"),
    (("frobnicate",), 2, "No such command"),
    (("export", "-f", "xls", *P), 2, "xls"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), BAD)
def test_bad_usage(run: Runner, arguments: tuple[str, ...], status: int, message: str) -> None:
    result = run(*arguments)
    assert (result.status, result.out) == (status, "")
    assert message in result.err
    assert "Traceback" not in result.err


def _broken_query(folder: Path) -> tuple[object, ...]:
    (folder / "bad.rq").write_text("SELECT ?x\nWHERE { ?x ?p }")
    return ("query", folder / "bad.rq", "-P", folder)


def _broken_data(folder: Path) -> tuple[object, ...]:
    (folder / "data.trig").write_text("@prefix e: <http://e/> .\ne:g { e:a e:b }")
    return ("build", folder, "-o", folder / "out")


def _missing_data(folder: Path) -> tuple[object, ...]:
    (folder / "data.trig").unlink()
    return ("info", folder)


def _contradiction(folder: Path) -> tuple[object, ...]:
    text = (folder / "data.trig").read_text(encoding="utf-8")
    more = "<graph/s01> { <place/town> a ozek:University }"
    (folder / "data.trig").write_text(f"{text}\n{more}", encoding="utf-8")
    return ("build", folder, "-o", folder / "out")


def _folder_of_files(folder: Path) -> tuple[object, ...]:
    return ("build", folder, "-o", folder)


def _no_folder_to_write(folder: Path) -> tuple[object, ...]:
    return ("export", "-P", folder, "-o", folder / "nowhere" / "x.ttl")


@pytest.mark.parametrize(
    ("break_it", "status", "message"),
    [
        (_broken_query, 3, "bad.rq:2:"),
        (_broken_data, 3, "data.trig:2:"),
        (_missing_data, 3, "ozek.toml:3: 'data.trig' is listed"),
        (_contradiction, 4, "contradicts itself"),
        (_folder_of_files, 5, "not made by ozek"),
        (_no_folder_to_write, 5, "cannot be written"),
    ],
)
def test_bad_input(
    run: Runner,
    small_copy: Path,
    break_it: Callable[[Path], tuple[object, ...]],
    status: int,
    message: str,
) -> None:
    result = run(*break_it(small_copy))
    assert (result.status, result.out) == (status, "")
    assert message in result.err
    assert "Traceback" not in result.err
    assert not (small_copy / "out").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str) -> None:
    code = "import sys; sys.argv = ['ozek']; from ozek.cli import main; main()"
    environment = {**os.environ, "_OZEK_COMPLETE": f"{shell}_source"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert "_OZEK_COMPLETE" in done.stdout
