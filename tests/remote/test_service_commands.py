"""The commands with ``--endpoint`` and with ``[store]``: the same output as without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from ozek.errors import ProjectError
from ozek.project import read_project

COMMANDS = (
    ("query", "technopark-counts", "-f", "csv"),
    ("gaps", "-f", "json"),
    ("find", "Курчатов", "-f", "csv"),
    ("show", "place/kurchatov"),
    ("explain", "technopark/tokamak", "isLocatedIn", "place/kazakhstan"),
    ("measure", "actors", "-f", "csv"),
)


@pytest.fixture(scope="module")
def address(oxigraph: Any) -> str:
    return str(oxigraph.address)


def test_a_project_is_pushed_once_and_then_nothing_is_sent(
    run: Callable[..., Any], address: str, tmp_path: Path
) -> None:
    first = run("push", "kazakhstan", "--endpoint", address)
    again = run("push", "kazakhstan", "--endpoint", address)
    assert (first.status, again.status) == (0, 0) and "0" in again.err + again.out
    back = run(
        "pull", "kazakhstan", "--endpoint", address, "--out", str(tmp_path / "kazakhstan.nq")
    )
    assert back.status == 0 and (tmp_path / "kazakhstan.nq").stat().st_size > 1_000_000


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_output_is_the_same_from_the_service(
    run: Callable[..., Any], address: str, command: tuple[str, ...]
) -> None:
    assert run("push", "kazakhstan", "--endpoint", address).status == 0
    here = run(*command, "-P", "kazakhstan")
    there = run(*command, "-P", "kazakhstan", "--endpoint", address)
    assert (there.status, there.out) == (here.status, here.out)


def test_info_says_what_the_service_holds(run: Callable[..., Any], address: str) -> None:
    assert run("push", "kazakhstan", "--endpoint", address).status == 0
    found = run("info", "-P", "kazakhstan", "--endpoint", address, "-f", "csv")
    assert found.status == 0 and "InferredGraph" in found.out


def test_a_service_that_is_not_there_is_exit_status_3(run: Callable[..., Any]) -> None:
    found = run("gaps", "-P", "kazakhstan", "--endpoint", "http://127.0.0.1:9/query")
    assert found.status == 3 and "is the address right" in found.err


def test_the_project_may_say_where_it_is(
    run: Callable[..., Any], small_copy: Path, address: str
) -> None:
    config = small_copy / "ozek.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f'{text}\n[store]\nendpoint = "{address}"\n', encoding="utf-8")
    assert run("gaps", "-P", str(small_copy)).status == 3, "not pushed yet"
    assert run("push", str(small_copy)).status == 0
    assert run("gaps", "-P", str(small_copy)).status == 0


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ('endpoint = "ftp://x/"', "http"),
        ('endpoint = "http://me:secret@x/"', "without credentials"),
        ('update = "http://x/u"', "address of queries once"),
        ('endpoint = "http://x/q"\npassword = "secret"', "is not a key I know"),
    ],
)
def test_a_wrong_store_is_said_with_its_line(small_copy: Path, store: str, words: str) -> None:
    config = small_copy / "ozek.toml"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n[store]\n{store}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=words) as caught:
        read_project(small_copy)
    assert caught.value.line is not None


def test_a_project_is_reasoned_over_checked_and_built_there(
    run: Callable[..., Any], own_server: Any, tmp_path: Path
) -> None:
    there = ("kazakhstan", "--endpoint", own_server.address)
    assert run("push", *there, "--stated-only").status == 0
    early = run("validate", *there)
    assert early.status == 3 and "ozek reason" in early.err
    derived = run("reason", *there)
    assert derived.status == 0 and "1109 facts derived" in derived.err
    checked, here = run("validate", *there), run("validate", "kazakhstan")
    assert (checked.status, checked.out) == (here.status, here.out)
    compared = run("diff", *there)
    assert compared.status == 0 and "changed: 0" in compared.err
    for command, file in (("report", "report.html"), ("build", "")):
        out = tmp_path / command / file
        out.parent.mkdir(exist_ok=True)
        assert run(command, *there, "-o", str(out)).status == 0
    built = (tmp_path / "build" / "report.html").read_text(encoding="utf-8")
    assert "Kurchatov" in built and built.count("<svg") > 3


def test_reason_says_how_much_follows_here_too(run: Callable[..., Any]) -> None:
    done = run("reason", "california-wine")
    assert done.status == 0 and "179 facts derived" in done.err
