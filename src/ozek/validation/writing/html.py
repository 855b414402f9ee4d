"""Findings as one self-contained web page: no script, no request, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ozek.validation.writing.places import shown

if TYPE_CHECKING:
    from ozek.validation.findings import Findings


def to_html(findings: Findings) -> str:
    """The page: a table of the checks that are not met, then every finding below its check."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ozek.validation", "writing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.j2")
    found = {one.number: one for one in findings}
    parts: list[dict[str, Any]] = [
        {
            "group": group,
            "id": f"check-{number}",
            "severity": findings.severity(group.severity),
            "findings": [found[one] for one in group.numbers],
        }
        for number, group in enumerate(findings.groups, 1)
    ]
    text = template.render(
        findings=findings,
        lang=findings.lang,
        word=findings.speaker.word,
        parts=parts,
        shown=lambda place: shown(place, findings),
    )
    return text.rstrip("\n") + "\n"
