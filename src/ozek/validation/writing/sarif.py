"""Findings as SARIF 2.1.0, which code hosts show beside the lines of the data files.

(OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 to 3.52.)
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import DCTERMS, RDFS, SH, SKOS, Literal, URIRef

from ozek.validation.writing.places import below

if TYPE_CHECKING:
    from ozek.validation.finding import Fact, Finding
    from ozek.validation.findings import Findings, Group
    from ozek.validation.locating import Place

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://w3id.org/ozek"
ROOT = "SRCROOT"

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}


def to_sarif(findings: Findings) -> str:
    """One run: a rule for each shape, a result for each finding, with its line and suggestion.

    Files below the folder the command is run in are named from there (``uriBaseId``), which is what
    code hosts expect in a checkout. A finding that no file states is put to the head of the
    project's first file, since hosts drop results without a place.
    """
    from ozek import __version__

    rules = {one.shape: one for one in findings.groups}
    order = {shape: number for number, shape in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "ozek",
                "fullName": f"Özek {__version__}",
                "version": __version__,
                "informationUri": HOME,
                "rules": [_rule(one, findings) for one in rules.values()],
            }
        },
        "language": findings.lang,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder in which ozek validate was run."}}
        },
        "invocations": [{"executionSuccessful": True, "exitCode": findings.exit_status}],
        "results": [_result(one, order, findings) for one in findings],
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(one: Group, findings: Findings) -> dict[str, Any]:
    shape = URIRef(one.shape)
    graph = findings.shapes.graph
    texts = [
        value
        for predicate in (SH.description, SKOS.definition, DCTERMS.description, RDFS.comment)
        for value in graph.objects(shape, predicate)
        if isinstance(value, Literal)
    ]
    full = findings.speaker.labels.best(texts) or one.message or one.rule
    rule = {
        "id": findings.speaker.labels.short(shape),
        "name": one.rule,
        "shortDescription": {"text": one.rule},
        "fullDescription": {"text": full},
        "defaultConfiguration": {"level": _LEVELS.get(one.severity, "note")},
    }
    if one.shape.startswith(("http://", "https://")):
        rule["helpUri"] = one.shape
    return rule


def _result(one: Finding, order: dict[str, int], findings: Findings) -> dict[str, Any]:
    result = one.result
    text = [f"{one.thing}: {one.message}", *one.why, *one.do]
    text += [f"[{part.name}] {part.source}, {part.locator}" for part in one.passages]
    found: dict[str, Any] = {
        "ruleId": findings.speaker.labels.short(URIRef(result.shape)),
        "ruleIndex": order[result.shape],
        "level": _LEVELS.get(result.severity, "note"),
        "message": {"text": "\n".join(text)},
        "locations": [_location(one, findings)],
        "partialFingerprints": {"ozekFinding/v1": _fingerprint(one)},
        "properties": {
            "focus": str(result.focus),
            "component": result.component,
            "stage": result.stage,
            "suggestion": list(one.do),
            "sources": list(result.sources),
        },
    }
    related = [
        _related(fact, findings) for fact in one.facts if fact.place and fact.place != one.place
    ]
    if related:
        found["relatedLocations"] = related
    return found


def _location(one: Finding, findings: Findings) -> dict[str, Any]:
    place: dict[str, Any] = {
        "logicalLocations": [{"name": one.thing, "fullyQualifiedName": str(one.result.focus)}]
    }
    if one.place:
        place["physicalLocation"] = _physical(one.place.path, one.place.line)
    elif findings.files:
        place["physicalLocation"] = _physical(findings.files[0], 1)
    return place


def _related(fact: Fact, findings: Findings) -> dict[str, Any]:
    place: Place | None = fact.place
    assert place is not None
    return {"physicalLocation": _physical(place.path, place.line), "message": {"text": fact.text}}


def _physical(path: Path, line: int) -> dict[str, Any]:
    inside = below(path, Path())
    if inside is None:
        artifact = {"uri": path.resolve().as_uri()}
    else:
        artifact = {"uri": _encoded(inside), "uriBaseId": ROOT}
    return {"artifactLocation": artifact, "region": {"startLine": line}}


def _encoded(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def _fingerprint(one: Finding) -> str:
    """What stays the same while the finding does, though its line may move."""
    result = one.result
    parts = (result.shape, result.component, result.source, result.focus, result.path, result.value)
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
