"""Results as findings for people: grouped, in words, with facts, places and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import SH, SKOS, Literal, URIRef
from rdflib.term import Node

from ozek.evidence import Evidence
from ozek.validation.behind import Behind
from ozek.validation.finding import Fact, Finding, sentence
from ozek.validation.locating import Locator, Place, Triple
from ozek.validation.report import ValidationReport, ValidationResult
from ozek.validation.speaking import Speaker, say
from ozek.validation.suggestions import Suggester

if TYPE_CHECKING:
    from ozek.reasoning import Clash
    from ozek.reasoning.explain import Explanation, ProofIndex
    from ozek.store import Store
    from ozek.validation.shapes import Shapes

PROVED = 3
"""Of how many findings of a group the proofs of derived facts are looked for."""

_PASSAGES = 3
"""How many passages are told of one finding."""


@dataclass(frozen=True)
class Group:
    """Results that are one and the same finding on several things.

    ``numbers`` are the places of the results in the report, from 1. ``message`` is what they all
    say; empty if each says something else.
    """

    severity: str
    shape: str
    rule: str
    path: str
    message: str
    numbers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass
class Findings:
    """A report in one language, over the store and the files it is about.

    ``shapes`` are those that were checked. Findings are put into words one by one, when they are
    asked for. ``numbered`` says that `ozek explain --finding` counts as they do; ``prefixes`` are
    those of a file that is no project's; ``prove_all`` asks for the proofs of all derived facts,
    not only those of the first findings of a group; files are named as seen from ``folder``.
    """

    report: ValidationReport
    store: Store
    shapes: Shapes
    files: tuple[Path, ...] = ()
    lang: str = "en"
    title: str = ""
    folder: Path | None = None
    fail_on: str = "violation"
    numbered: bool = True
    prefixes: Mapping[str, str] = field(default_factory=dict)
    prove_all: bool = False
    _rules: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for one in self.report.results:
            if one.label and one.shape not in self._rules:
                texts = [Literal(text, lang=tag or None) for tag, text in one.label]
                self._rules[one.shape] = self.speaker.labels.best(texts)

    def __iter__(self) -> Iterator[Finding]:
        """Every finding, in the order of the report."""
        behind = self._behind.facts
        self._locator.look_for(
            thing
            for result in self.report
            for thing in (result.focus, *(triple[0] for triple in behind(result)))
        )
        return (self.finding(number) for number in range(1, len(self.report) + 1))

    @cached_property
    def checked(self) -> Mapping[str, int]:
        """Shape → how many things it looked at (costs another look at the data)."""
        from ozek.validation.counting import things_looked_at

        return things_looked_at(self.store, self.shapes, self.report)

    @cached_property
    def speaker(self) -> Speaker:
        """Words and labels in the language of the findings."""
        return Speaker(self.store, self.lang, self.prefixes)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The findings by severity and shape, worst first, in the order of the report."""
        return group(self.report, self.speaker, self.rule)

    @property
    def fails(self) -> bool:
        """Whether something is as bad as ``fail_on``, or worse."""
        return self.report.fails(self.fail_on)

    @property
    def exit_status(self) -> int:
        """4 if facts and ontology contradict each other, 1 if something fails, else 0."""
        if self.report.exit_status > 1:
            return self.report.exit_status
        return 1 if self.fails else 0

    def is_failure(self, one: Finding) -> bool:
        """Whether a finding is as bad as ``fail_on``, or worse."""
        return replace(self.report, results=(one.result,)).fails(self.fail_on)

    @property
    def verdict(self) -> str:
        """Whether what was checked conforms, in a word or two."""
        return self.speaker.word("fails" if self.fails else "conforms")

    @property
    def left_out(self) -> str:
        """Which stages were not run since an earlier one found something; empty if all were."""
        names = [say(self.lang, "stages", one) for one in self.report.not_run]
        return self.speaker.word("not-run", stages=", ".join(names)) if names else ""

    def counts(self) -> dict[str, int]:
        """Severity, as a word in the plural → how many results; zeros included."""
        return {self.severity(name, plural=True): n for name, n in self.report.counts().items()}

    def severity(self, name: str, *, plural: bool = False) -> str:
        """The word for a severity."""
        from ozek.validation.report import SEVERITIES

        if name not in SEVERITIES:
            return self.speaker.labels.of(URIRef(name))
        return self.speaker.word(f"{name}s" if plural else name)

    def rule(self, shape: str) -> str:
        """The label of a shape: what it checks, in a few words."""
        if shape not in self._rules:
            node = URIRef(shape)
            named = [
                *self.shapes.graph.objects(node, SKOS.prefLabel),
                *self.shapes.graph.objects(node, SH.name),
            ]
            labels = self.speaker.labels
            self._rules[shape] = labels.best(named) or labels.of(node)
        return self._rules[shape]

    def finding(self, number: int) -> Finding:
        """The result of this number (from 1) in words."""
        result = self.report.results[number - 1]
        clash = None if result.clash is None else self._explained(result.clash)
        facts = tuple(self._facts(number, result))
        result = _with_path(result, facts)
        places = (one.place for one in facts)
        speak = self.speaker
        return Finding(
            number=number,
            result=result,
            rule=self.rule(result.shape),
            thing=speak.labels.of(result.focus),
            short=speak.labels.short(result.focus),
            path=speak.path(result) if result.path is not None or result.path_text else "",
            value="" if result.value is None else speak.thing(result.value),
            message=sentence(clash) or result.text(self.lang),
            why=tuple(self._why(result.details)),
            facts=facts,
            passages=tuple(self._evidence.passage(one) for one in result.sources[:_PASSAGES]),
            norms=tuple(
                self._evidence.passage(one)
                for one in getattr(result, "basis", ())[:_PASSAGES]
                if one not in result.sources
            ),
            do=self._suggester.of(result),
            place=next(filter(None, places), None) or self._locator.of_thing(result.focus),
        )

    # Parts ---------------------------------------------------------------------------------------

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.files)

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self.store, self.speaker.labels)

    @cached_property
    def _behind(self) -> Behind:
        return Behind(self.store, self.shapes.graph, self.lang)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.speaker, self.shapes.graph)

    @cached_property
    def _proved(self) -> frozenset[int]:
        """The findings whose derived facts are proved."""
        return frozenset(number for one in self.groups for number in one.numbers[:PROVED])

    def _facts(self, number: int, result: ValidationResult) -> Iterator[Fact]:
        proving = self.prove_all or number in self._proved
        for triple in self._behind.facts(result):
            derived = self._behind.is_derived(triple)
            proof = self._proof(triple) if derived and proving else None
            place = self._first_place(proof) if derived else self._locator.of(triple)
            yield Fact(triple, self.speaker.facts.fact(triple), derived, place, proof)

    @cached_property
    def _index(self) -> ProofIndex:
        from ozek.reasoning.explain import proof_index

        return proof_index(self.store)

    def _proof(self, triple: Triple) -> Explanation:
        from ozek.reasoning.explain import explain

        return explain(self.store, triple, lang=self.lang, index=self._index)

    def _explained(self, clash: Clash) -> Explanation:
        from ozek.reasoning.explain import explain

        return explain(self.store, clash, lang=self.lang)

    def _first_place(self, proof: Explanation | None) -> Place | None:
        """Where the first stated fact of a proof stands."""
        if proof is None or not proof.proofs:
            return None
        stated = (node.triple for node in proof.proofs[0].nodes() if node.grounds and node.triple)
        return next(filter(None, (self._locator.of(triple) for triple in stated)), None)

    def _why(self, details: Iterable[ValidationResult], depth: int = 0) -> Iterator[str]:
        """The inner constraints that failed, one per line, those inside them further in."""
        said: set[str] = set()
        for one in details:
            branch = self.speaker.word("branch", n=one.branch) if one.branch else ""
            where = self.speaker.path(one) if one.path is not None or one.path_text else ""
            value = ""
            if one.value is not None and (one.value != one.focus or isinstance(one.value, Literal)):
                value = self.speaker.thing(one.value)
            parts = [branch, " ".join(filter(None, (where, value))), one.text(self.lang)]
            text = "  " * depth + ": ".join(part for part in parts if part)
            if text not in said:
                said.add(text)
                yield text
                yield from self._why(one.details, depth + 1)


def group(
    report: ValidationReport, speaker: Speaker, rule: Callable[[str], str]
) -> tuple[Group, ...]:
    """Put results of the same constraint together; every result is in exactly one group."""
    found: dict[tuple[str, str, Node | None, str, str], list[int]] = {}
    for number, one in enumerate(report.results, 1):
        path = one.path_text or str(one.path or "")
        found.setdefault((one.severity, one.shape, one.source, one.component, path), []).append(
            number
        )
    groups: list[Group] = []
    for (severity, shape, *_), numbers in found.items():
        first = report.results[numbers[0] - 1]
        messages = {report.results[number - 1].text(speaker.lang) for number in numbers}
        groups.append(
            Group(
                severity=severity,
                shape=shape,
                rule=rule(shape),
                path=_path_of_all(first, speaker),
                message=messages.pop() if len(messages) == 1 and first.clash is None else "",
                numbers=tuple(numbers),
            )
        )
    return tuple(groups)


def _path_of_all(first: ValidationResult, speaker: Speaker) -> str:
    """The path that results of a constraint share; a choice of several is told by the rule."""
    if first.path is None and (not first.path_text or "|" in first.path_text):
        return ""
    return speaker.path(first)


def _with_path(result: ValidationResult, facts: tuple[Fact, ...]) -> ValidationResult:
    """A result whose path is a choice of properties with the one that leads to its value."""
    about = (result.focus, result.value)
    used = {p for s, p, o in (fact.triple for fact in facts) if (s, o) == about}
    if result.path is not None or "|" not in result.path_text or len(used) != 1:
        return result
    return replace(result, path=URIRef(str(used.pop())))


_DATATYPE = "Datatype"
_FOLLOWING = ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive", "LessThan")


def following(report: ValidationReport) -> dict[int, int]:
    """Findings that only follow from another one: number → the number of that one.

    A value that is of another datatype than asked for is within no bounds either.
    """
    wrong: dict[tuple[str, Node, Node | None], int] = {}
    for number, one in enumerate(report.results, 1):
        if one.component == _DATATYPE:
            wrong.setdefault((one.shape, one.focus, one.value), number)
    found = {}
    for number, one in enumerate(report.results, 1):
        cause = wrong.get((one.shape, one.focus, one.value))
        if cause is not None and one.component in _FOLLOWING:
            found[number] = cause
    return found
