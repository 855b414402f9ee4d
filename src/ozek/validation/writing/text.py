"""Findings for reading in a terminal: a summary, then one block for each kind of finding."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ozek.validation.findings import following
from ozek.validation.writing.places import shown

if TYPE_CHECKING:
    from ozek.validation.finding import Finding
    from ozek.validation.findings import Findings, Group

EXAMPLES = 3
"""How many things of one group are named, the first of them in full."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COLORS = {"Violation": "31;1", "Warning": "33;1", "Info": "36;1"}
_LABELS = ("fact", "because", "source", "norm", "file", "why", "do")


def to_text(
    findings: Findings, *, details: bool = False, width: int = 100, color: bool = False
) -> str:
    """Counts by severity and by check, then what is wrong, with one example of each in full.

    ``details``: every finding in full, with the proofs of derived facts.
    """
    page = _Page(findings, max(width, 40), color, details, following(findings.report))
    lines = list(page.head())
    for one in findings.groups:
        if details or not all(number in page.following for number in one.numbers):
            lines += ["", *page.group(one)]
    lines += page.foot("(?)" in "".join(lines))
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Page:
    findings: Findings
    width: int
    color: bool
    details: bool
    following: dict[int, int]  # findings that only follow from another
    told: set[str] = field(default_factory=set)  # passages given in full

    def head(self) -> Iterator[str]:
        """The verdict, the counts, and a line for each check with findings."""
        found = self.findings
        word = found.speaker.word
        yield from self._wrap(": ".join(filter(None, (found.title, found.verdict))), 0)
        yield from self._wrap(" · ".join(f"{name}: {n}" for name, n in found.counts().items()), 0)
        if found.left_out:
            yield from self._wrap(found.left_out, 0)
        if not found.groups:
            yield ""
            yield word("nothing")
            return
        rules: dict[tuple[str, str], int] = {}
        for one in found.groups:
            key = (one.severity, one.shape)
            rules[key] = rules.get(key, 0) + len(one)
        names = max(len(found.severity(severity)) for severity, _ in rules)
        digits = max(len(f"{n}") for n in rules.values())
        yield ""
        yield f"{word('unmet')}:"
        for (severity, shape), number in rules.items():
            name = found.severity(severity)
            head = f"  {name:<{names}}  {number:>{digits}} × "
            lines = self._wrap(found.rule(shape), len(head))
            yield self._painted(severity, head + lines[0].lstrip(), name)
            yield from lines[1:]

    def group(self, one: Group) -> Iterator[str]:
        """What is wrong, on which things, on what evidence, and what to do."""
        name = self.findings.severity(one.severity).upper()
        parts = [one.rule, one.path, f"{len(one)} ×" if len(one) > 1 else ""]
        title = f"{self.findings.speaker.word('not-met')}: " + " · ".join(filter(None, parts))
        for place, line in enumerate(self._wrap(f"{name}  {title}", 0)):
            yield line if place else self._painted(one.severity, line, name)
        if one.message:
            yield from self._wrap(one.message, 2)
        shown_in_full = one.numbers if self.details else one.numbers[:1]
        for number in shown_in_full:
            yield from self._in_full(self.findings.finding(number), one)
        if self.details:
            return
        for number in one.numbers[1:EXAMPLES]:
            yield from self._in_short(self.findings.finding(number), one)
        if len(one) > EXAMPLES:
            rest = self.findings.speaker.word("more", n=len(one) - EXAMPLES)
            yield from self._wrap(f"… {rest}", 2)

    def foot(self, doubtful: bool) -> Iterator[str]:
        """How to see more, and what the mark of an unconfirmed translation means."""
        from ozek.cards import WORDS

        if self.findings.groups and not self.details:
            yield ""
            names = ("details", "explain") if self.findings.numbered else ("details",)
            yield from self._wrap(" ".join(map(self.findings.speaker.word, names)), 0)
        if doubtful:
            yield from self._wrap(f"(?) {WORDS[self.findings.lang]['? means']}", 0)

    def _in_full(self, one: Finding, group: Group) -> Iterator[str]:
        yield from self._head(one)
        if not group.message:
            yield from self._wrap(one.message, 6)
        rows = one.rows(lambda place: shown(place, self.findings), self.told)
        yield from self._rows(rows)
        also = sum(cause == one.number for cause in self.following.values())
        if also and not self.details:
            yield from self._wrap(self.findings.speaker.word("also", n=also), 6)
        if self.details:
            for fact in one.facts:
                if fact.proof is not None:
                    for line in fact.proof.to_text(self.width - 8).splitlines():
                        yield _CONTROL.sub("", f"        {line}".rstrip())

    def _in_short(self, one: Finding, group: Group) -> Iterator[str]:
        place = f" [{shown(one.place, self.findings)}]" if one.place else ""
        yield from self._head(one, place)
        if not group.message:
            yield from self._wrap(one.message, 6)

    def _head(self, one: Finding, more: str = "") -> list[str]:
        name = one.thing if one.thing == one.short else f"{one.thing} ({one.short})"
        told = one.value and one.result.value != one.result.focus and not one.facts
        text = f"{name} – {one.value}" if told else name
        return self._fill(text + more, f"  {one.number}. ", " " * 6)

    def _rows(self, rows: list[tuple[str, list[str]]]) -> Iterator[str]:
        """Lines under labels."""
        word = self.findings.speaker.word
        room = max(len(word(label)) for label in _LABELS) + 2
        for label, texts in rows:
            name = word(label)
            for text in texts:
                indent = len(text) - len(text.lstrip())
                margin = " " * 6 + name.ljust(room) + " " * indent
                name = ""
                yield from self._fill(text.strip(), margin, " " * len(margin))

    def _wrap(self, text: str, indent: int) -> list[str]:
        return self._fill(text, " " * indent, " " * indent)

    def _fill(self, text: str, first: str, rest: str) -> list[str]:
        """Text in lines; without control characters, which data could steer a terminal with."""
        return textwrap.wrap(
            _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text),
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
        ) or [""]

    def _painted(self, severity: str, line: str, part: str) -> str:
        code = _COLORS.get(severity)
        if not self.color or code is None:
            return line
        return line.replace(part, f"\x1b[{code}m{part}\x1b[0m", 1)
