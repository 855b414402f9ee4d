"""Findings as rows: flat objects in JSON, CSV that a spreadsheet may open, and short tables."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from ozek.validation.writing.places import name_of

if TYPE_CHECKING:
    from ozek.validation.finding import Finding
    from ozek.validation.findings import Findings

COLUMNS = (
    "number",
    "severity",
    "stage",
    "message",
    "suggestion",
    "thing",
    "focus",
    "path",
    "value",
    "component",
    "rule",
    "shape",
    "why",
    "facts",
    "derivation",
    "file",
    "line",
    "sources",
    "locators",
    "restatements",
)
"""The keys of the objects and the columns of CSV. ``thing`` and ``rule`` are labels; ``focus``,
``path`` and ``shape`` IRIs; ``sources`` short IRIs of passages with a space between; where several
sentences stand in one text there is a line break between them."""

_ACTIVE = re.compile(r"[=+\-@\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def record(one: Finding, findings: Findings) -> dict[str, Any]:
    """A finding as a flat object with the keys of :data:`COLUMNS`."""
    result = one.result
    short = findings.speaker.labels.short
    return {
        "number": one.number,
        "severity": result.severity,
        "stage": result.stage,
        "message": one.message,
        "suggestion": "\n".join(one.do),
        "thing": one.thing,
        "focus": str(result.focus),
        "path": str(result.path) if result.path is not None else result.path_text or None,
        "value": None if result.value is None else str(result.value),
        "component": result.component,
        "rule": one.rule,
        "shape": result.shape,
        "why": "\n".join(one.why),
        "facts": "\n".join(fact.text for fact in one.facts),
        "derivation": "\n".join(fact.reason for fact in one.facts if fact.reason),
        "file": name_of(one.place.path, findings) if one.place else None,
        "line": one.place.line if one.place else None,
        "sources": " ".join(short(source) for source in result.sources),
        "locators": "\n".join(f"{part.source}, {part.locator}" for part in one.passages),
        "restatements": "\n".join(passage.restatement for passage in one.passages),
    }


def to_json(findings: Findings) -> str:
    """An array of flat objects, one for each result."""
    records = [record(one, findings) for one in findings]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def to_csv(findings: Findings) -> str:
    """One row for each result; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in findings:
        writer.writerow([harmless(value) for value in record(one, findings).values()])
    return out.getvalue()


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs: an apostrophe goes before text that begins like a formula.

    Formulas begin with ``=``, ``+``, ``-`` or ``@``, perhaps after a tab or a line break. Plain
    numbers stay as they are.
    """
    if value is None:
        return ""
    text = str(value)
    if _ACTIVE.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return value


def _table(findings: Findings, format: str) -> str:
    table = findings.report.to_table(findings.lang)
    return table.to_text(format, findings.speaker.labels, lang=findings.lang)


def to_table(findings: Findings) -> str:
    """The short table in columns, with labels."""
    return _table(findings, "table")


def to_markdown(findings: Findings) -> str:
    """The short table in Markdown, with labels."""
    return _table(findings, "markdown")


def to_tsv(findings: Findings) -> str:
    """The short table as SPARQL's TSV, with terms as they are."""
    return _table(findings, "tsv")
