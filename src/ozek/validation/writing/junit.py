"""Findings as JUnit XML, as continuous-integration services read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from rdflib import URIRef

if TYPE_CHECKING:
    from ozek.validation.finding import Finding
    from ozek.validation.findings import Findings

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(findings: Findings) -> str:
    """A suite for each shape that was checked, a case for each thing that breaks it.

    What is as bad as ``--fail-on`` or worse is a failure; milder results are told in a passing
    case's output. ``tests`` counts the things the shape looked at; those without findings are one
    case together, since naming each would make most of the file.
    """
    broken: dict[str, dict[str, list[Finding]]] = {}
    for one in findings:
        by_thing = broken.setdefault(one.result.shape, {})
        by_thing.setdefault(str(one.result.focus), []).append(one)
    root = Element("testsuites", name=_clean(findings.title or "ozek validate"))
    total = failed = 0
    for shape in dict.fromkeys([*broken, *sorted(findings.checked)]):
        things = broken.get(shape, {})
        looked_at = max(findings.checked.get(shape, 0), len(things))
        name = findings.speaker.labels.short(URIRef(shape))
        failures = sum(any(map(findings.is_failure, found)) for found in things.values())
        suite = SubElement(
            root,
            "testsuite",
            name=_clean(f"{name}: {findings.rule(shape)}"),
            tests=str(looked_at),
            failures=str(failures),
            errors="0",
            skipped="0",
            time="0",
        )
        for found in things.values():
            _case(suite, name, found, findings)
        if looked_at > len(things):
            rest = f"{findings.speaker.word('passed')}: {looked_at - len(things)}"
            SubElement(suite, "testcase", classname=_clean(name), name=_clean(rest), time="0")
        total += looked_at
        failed += failures
    root.set("tests", str(total))
    root.set("failures", str(failed))
    root.set("errors", "0")
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, name: str, found: list[Finding], findings: Findings) -> None:
    from ozek.validation.writing.places import name_of

    first = found[0]
    attributes = {"classname": name, "name": f"{first.thing} ({first.short})", "time": "0"}
    if first.place:
        attributes |= {
            "file": name_of(first.place.path, findings),
            "line": str(first.place.line),
        }
    case = SubElement(suite, "testcase", {key: _clean(text) for key, text in attributes.items()})
    bad = [one for one in found if findings.is_failure(one)]
    if bad:
        kind = f"{bad[0].result.severity}: {bad[0].result.component}"
        failure = SubElement(case, "failure", message=_clean(bad[0].message), type=_clean(kind))
        failure.text = _told(bad, findings)
    mild = [one for one in found if not findings.is_failure(one)]
    if mild:
        SubElement(case, "system-out").text = _told(mild, findings)


def _told(found: list[Finding], findings: Findings) -> str:
    from ozek.validation.writing.places import shown

    lines: list[str] = []
    for one in found:
        lines += [f"{findings.severity(one.result.severity)}: {one.message}"]
        lines += [f"{fact.text} {shown(fact.place, findings)}".rstrip() for fact in one.facts]
        lines += [*one.why, *one.do]
        lines += [f"[{p.name}] {p.source}, {p.locator}: {p.restatement}" for p in one.passages]
        lines.append("")
    return _clean("\n".join(lines).rstrip())


def _clean(text: str) -> str:
    """Text without the control characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
