"""The OWL 2 RL part of the RDF-based suite (Schneider, Mainzer): 209 entailments, 64 clashes.

The suite is not part of the project: ``OZEK_SUITES`` names the folder that holds ``owl2rl/``.
Without it these tests are skipped, and fail where ``OZEK_CI=1`` says that they must not be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from needed import needed
from ozek.columns import columns_of, parse_columns
from ozek.reasoning.rl import Closure, Triple, close

DEFAULT = Path(__file__).parents[3] / "shared" / "suites"
SUITE = Path(os.environ.get("OZEK_SUITES", DEFAULT)) / "owl2rl"
REPORT = Path(__file__).parents[2] / "docs" / "reference" / "owl2rl-conformance.md"
TESTS = sorted(p.name for p in SUITE.iterdir() if p.is_dir()) if SUITE.is_dir() else []

REASONS: dict[str, str] = {}
"""Tests that do not pass → why."""


@pytest.fixture(autouse=True)
def _suite_is_there() -> None:
    needed(SUITE)


def kind(name: str) -> str:
    text = (SUITE / name / f"{name}.metadata.properties").read_text(encoding="utf-8")
    return "contradiction" if "INCONSISTENCY" in text else "entailment"


def group(name: str) -> str:
    subject = "datatypes" if "-dat-" in name else "everything else"
    return f"{kind(name)}, {subject}"


@cache
def passes(name: str) -> bool:
    folder = SUITE / name
    if kind(name) == "contradiction":
        return bool(closed(folder / f"{name}.graph.ttl").clashes)
    closure = closed(folder / f"{name}.premisegraph.ttl")
    wanted = columns_of(
        parse_columns((folder / f"{name}.conclusiongraph.ttl").read_bytes(), "turtle").quads()
    )
    triples = [
        (wanted.text(s), wanted.text(p), wanted.text(o))
        for s, p, o in zip(wanted.s.tolist(), wanted.p.tolist(), wanted.o.tolist(), strict=True)
    ]
    return any(True for _ in matches(closure, triples, {}))


def closed(path: Path) -> Closure:
    columns = parse_columns(path.read_bytes(), "turtle")
    return close(columns, uncovered="warn", values=True)


def matches(
    closure: Closure, triples: list[Triple], nodes: dict[str, str]
) -> Iterator[dict[str, str]]:
    """The ways to read the blank nodes of a conclusion so that all of it follows."""
    if not triples:
        yield nodes
        return
    first, *rest = triples
    free = sorted({term for term in first if term.startswith("_:")} - nodes.keys())
    if not free:
        s, p, o = (nodes.get(term, term) for term in first)
        if (s, p, o) in closure:
            yield from matches(closure, rest, nodes)
        return
    for number in range(len(closure.same)):
        yield from matches(closure, triples, {**nodes, free[0]: closure.text(number)})


@pytest.mark.parametrize("name", TESTS or ["suite"])
def test_suite(name: str) -> None:
    assert passes(name) or name in REASONS


def test_counts() -> None:
    """Everything but datatypes passes; datatypes at least as well as owlrl."""
    least = {
        "contradiction, datatypes": 40,
        "contradiction, everything else": 22,
        "entailment, datatypes": 62,
        "entailment, everything else": 94,
    }
    counts = {name: sum(passes(t) for t in TESTS if group(t) == name) for name in least}
    assert all(counts[name] >= number for name, number in least.items()), counts


def test_reasons_are_needed() -> None:
    """A test that passes needs no reason."""
    assert {name for name in REASONS if passes(name)} == set()


def report() -> str:
    """The page that says what is left out, and why."""
    groups: dict[str, list[str]] = {}
    for name in TESTS:
        groups.setdefault(group(name), []).append(name)
    lines = [
        "# Conformance to OWL 2 RL",
        "",
        "Made by `tests/conformance/test_owl2rl.py`; `OZEK_WRITE=1` writes it anew.",
        "",
        "The OWL 2 RL part of the *Test Suite for the OWL 2 RDF-Based Semantics* (Schneider,",
        'Mainzer; version 1.1.0), with `close(…, uncovered="warn", values=True)`:',
        "",
        "| tests | number | pass |",
        "|---|---|---|",
    ]
    for name, tests in sorted(groups.items()):
        lines.append(f"| {name} | {len(tests)} | {sum(map(passes, tests))} |")
    lines.append(f"| **all** | **{len(TESTS)}** | **{sum(map(passes, TESTS))}** |")
    lines += ["", "## What is left out", ""]
    failing = [name for name in TESTS if not passes(name)]
    if failing:
        lines += ["| test | reason |", "|---|---|"]
        lines += [f"| {name} | {REASONS.get(name, '')} |" for name in failing]
    else:
        lines.append("Nothing: every test passes.")
    from ozek.reasoning.rl import RULES

    lines += [
        "",
        "## Rules that are not run as joins",
        "",
        "Their conclusions are part of the closure and answered when asked for, but not all of",
        "them are written out.",
        "",
        "| rule | in its place |",
        "|---|---|",
    ]
    lines += [f"| {rule.name} | {rule.realised} |" for rule in RULES if rule.realised]
    return "\n".join(lines) + "\n"


def test_report_is_up_to_date() -> None:
    text = report()
    if os.environ.get("OZEK_WRITE") == "1":
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(text, encoding="utf-8")
    assert REPORT.read_text(encoding="utf-8") == text
