"""The verbs ``report`` and ``figure`` as a user runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from small_project import SMALL

Runner = Callable[..., Any]


def test_report(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    result = run("report", SMALL, "--lang", "kk", "--out", out)
    assert (result.status, result.err) == (0, f"Written to {out}\n")
    assert '<html lang="kk">' in out.read_text(encoding="utf-8")
    assert run("build", SMALL, "--lang", "kk", "--out", tmp_path / "all").status == 0
    assert (tmp_path / "all" / "report.html").read_bytes() == out.read_bytes()


def test_report_that_cannot_be_written(run: Runner, tmp_path: Path) -> None:
    result = run("report", SMALL, "--out", tmp_path / "none" / "a.html")
    assert result.status == 5 and "cannot be written" in result.err


def test_figure(run: Runner, tmp_path: Path) -> None:
    shown = run("figure", "network", "-P", SMALL)
    assert shown.status == 0 and shown.out.startswith("<svg ")
    out = tmp_path / "a.svg"
    assert run("figure", "network", "-P", SMALL, "--out", out).status == 0
    assert out.read_text(encoding="utf-8") == shown.out


def test_figure_as_png(run: Runner, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="the extra 'figures' is not installed")
    out = tmp_path / "a.png"
    assert run("figure", "network", "-P", SMALL, "--out", out).status == 0
    assert out.read_bytes().startswith(b"\x89PNG")


def test_figures_that_cannot_be(run: Runner) -> None:
    unknown = run("figure", "sankey", "-P", SMALL)
    assert unknown.status == 2 and "'cluster'" in unknown.err
    nowhere = run("figure", "cluster", "-P", SMALL, "--of", "wine")
    assert nowhere.status == 2 and "no cluster" in nowhere.err
