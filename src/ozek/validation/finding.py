"""One result in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ozek.validation.locating import Place, Triple
from ozek.validation.report import ValidationResult

if TYPE_CHECKING:
    from ozek.evidence import Passage
    from ozek.reasoning.explain import Explanation


@dataclass(frozen=True)
class Fact:
    """A fact that a finding is about, as a sentence; ``proof`` if it is derived and was proved."""

    triple: Triple
    text: str
    derived: bool
    place: Place | None
    proof: Explanation | None = None

    @property
    def reason(self) -> str:
        """The last step of the proof in one sentence; empty without a proof."""
        return sentence(self.proof)


@dataclass(frozen=True)
class Finding:
    """One result in words.

    ``why`` names the inner constraints that failed, ``passages`` those behind the facts,
    ``norms`` those behind the check itself, ``do`` what helps; ``place`` is the line to go to.
    """

    number: int
    result: ValidationResult
    rule: str
    thing: str
    short: str
    path: str
    value: str
    message: str
    why: tuple[str, ...]
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    norms: tuple[Passage, ...]
    do: tuple[str, ...]
    place: Place | None

    def rows(
        self, shown: Callable[[Place | None], str], told: set[str] | None = None
    ) -> list[tuple[str, list[str]]]:
        """What there is to say, as (name of the label, texts); ``shown`` writes a place.

        Of the passages in ``told`` only the name and the place are given; those given in full are
        added to it. Labels are names of words in wording.toml: fact, because, source, norm, file,
        why, do.
        """
        rows: list[tuple[str, list[str]]] = []
        for fact in self.facts:
            place = f" [{shown(fact.place)}]" if fact.place else ""
            if not fact.derived:
                rows.append(("fact", [fact.text + place]))
            else:
                rows += [("fact", [fact.text]), ("because", [f"{fact.reason}{place}".strip()])]
        told = set() if told is None else told
        rows.append(("source", [_cited(part, told) for part in self.passages]))
        rows.append(("norm", [_cited(part, told) for part in self.norms]))
        if not any(fact.place for fact in self.facts):
            rows.append(("file", [shown(self.place)]))
        rows += [("why", list(self.why)), ("do", list(self.do))]
        joined: list[tuple[str, list[str]]] = []
        for label, texts in rows:
            said = [text for text in texts if text]
            if said and joined and joined[-1][0] == label:
                joined[-1][1].extend(said)
            elif said:
                joined.append((label, said))
        return joined


def sentence(explanation: Explanation | None) -> str:
    """The last step of a proof in one sentence; empty without a proof."""
    if explanation is None or not explanation.proofs:
        return ""
    return explanation.words.sentence(explanation.proofs[0])


def _cited(part: Passage, told: set[str]) -> str:
    """A passage: where it is and what it says, unless that has been told."""
    if part.iri in told:
        return f"[{part.name}] {part.locator}".rstrip()
    told.add(part.iri)
    where = ", ".join(text for text in (part.source, part.locator) if text)
    return f"[{part.name}] {where}: {part.restatement}".removesuffix(": ")
