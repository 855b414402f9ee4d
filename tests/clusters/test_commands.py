"""The verbs cluster, compare and what-if on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from ozek.cli import cli
from ozek.errors import UsageError


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_card_in_kazakh_as_rows() -> None:
    text = run("cluster", "мұнай-химия кластері", "-l", "kk", "-f", "json")
    rows = json.loads(text)
    assert {row["light"] for row in rows if row["section"] == "unknown"} == {"grey"}
    assert not [row for row in rows if row["state"] == "stated absent"]


def test_all_state_bodies_at_once() -> None:
    for name in ("state", "мемлекет"):
        text = run(
            "what-if", "-w", name, "-c", "california-wine", "-P", "california-wine", "-l", "ru"
        )
        assert "остаётся связанным" in text


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="petrochemical"):
        run("cluster", "petrochemicol clustr")
