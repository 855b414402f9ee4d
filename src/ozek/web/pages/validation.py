"""What the validation of the build found, by severity and shape."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.results import Table
from ozek.terms import to_rdflib
from ozek.web.page import Asked, Page
from ozek.web.site import Site

SH = ns.PREFIXES["sh"]
SEVERITIES = ("Violation", "Warning", "Info")
SHOWN = 25
"""Findings of a shape that the page lists; the data has all of them."""


@dataclass(frozen=True)
class Finding:
    """One result of the SHACL report; messages by language."""

    severity: str
    shape: str
    focus: Any
    path: Any
    value: Any
    messages: dict[str, str]
    passages: tuple[str, ...]

    def message(self, lang: str) -> str:
        return self.messages.get(lang) or next(iter(self.messages.values()), "")


def index(site: Site, asked: Asked) -> Page:
    """Show the findings; ``?shape=`` every finding of one shape."""
    path = site.built.folder / "validation" / "report.ttl"
    found = site.once("findings", lambda: _read(path))
    shape = asked.get("shape")
    shapes: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        if not shape or one.shape == shape:
            shapes.setdefault((one.severity, one.shape), []).append(one)
    labels = site.labels(asked.lang)
    ordered = sorted(
        shapes.items(), key=lambda one: (SEVERITIES.index(one[0][0]), -len(one[1]), one[0][1])
    )
    rows = tuple(
        (
            Literal(one.severity),
            URIRef(one.shape),
            one.focus,
            one.path,
            one.value,
            Literal(one.message(asked.lang)),
            Literal(" ".join(one.passages)) if one.passages else None,
        )
        for one in found
    )
    columns = ("severity", "shape", "focus", "path", "value", "message", "passages")
    return Page(
        "validation.html",
        asked.words("validation.title"),
        {
            "groups": ordered,
            "total": len(found),
            "counts": {name: sum(one.severity == name for one in found) for name in SEVERITIES},
            "most": None if shape else SHOWN,
            "checked": path.is_file(),
            "shape_label": labels.of,
            "evidence": site.evidence(asked.lang),
        },
        table=Table(columns, rows, "validation"),
        triples=lambda: _triples(path),
    )


def _triples(path: Path) -> list[Any]:
    if not path.is_file():
        return []
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def _read(path: Path) -> list[Finding]:
    said: dict[Any, dict[str, list[Any]]] = {}
    results = []
    for triple in _triples(path):
        said.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(
            triple.object
        )
        if triple.predicate.value == SH + "result":
            results.append(triple.object)

    def one(node: Any, name: str) -> Any:
        values = said[node].get(SH + name)
        return to_rdflib(values[0]) if values else None

    return [
        Finding(
            severity=str(one(node, "resultSeverity")).removeprefix(SH),
            shape=str(one(node, "sourceShape")),
            focus=one(node, "focusNode"),
            path=one(node, "resultPath"),
            value=one(node, "value"),
            messages={
                text.language or "": text.value for text in said[node].get(SH + "resultMessage", ())
            },
            passages=tuple(
                sorted(term.value for term in said[node].get(ns.DCTERMS + "source", ()))
            ),
        )
        for node in results
    ]


PAGES = (("/validation", index),)
