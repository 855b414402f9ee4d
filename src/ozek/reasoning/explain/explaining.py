"""``explain``: the shortest proof of a fact, a contradiction, a row or a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.reasoning.clashes import Clash
from ozek.reasoning.explain.asking import Row, Triple, fact_of, facts_of_result, facts_of_row
from ozek.reasoning.explain.concrete import Instance
from ozek.reasoning.explain.grounds import Grounds
from ozek.reasoning.explain.index import ProofIndex, proof_index, supports
from ozek.reasoning.explain.proof import ANSWER, RESULT, STATED, Explanation, Proof
from ozek.reasoning.explain.wording import Words
from ozek.reasoning.rl.closure import Clash as FoundClash
from ozek.reasoning.rl.table import LIST_FORMS, RULE, is_variable

if TYPE_CHECKING:
    from ozek.reasoning.explain.recorded import Triple as Numbers
    from ozek.store import Store
    from ozek.validation.report import ValidationResult

BUDGET = 100_000
"""Ways to look at before a search gives up; a second or two."""


def explain(
    store: Store,
    what: str | tuple[Any, Any, Any] | Clash | FoundClash | Row | ValidationResult,
    *,
    alternatives: int = 1,
    budget: int = BUDGET,
    lang: str = "en",
    index: ProofIndex | None = None,
    rules: Iterable[str | Path] | None = None,
) -> Explanation:
    """Return why something holds: its shortest proof from stated facts, through named rules.

    Args:
        what: a fact – ``"kz:place/kurchatov isLocatedIn Kazakhstan"`` or three terms: rdflib terms,
            IRIs, CURIEs, names –, a Clash (of either engine), a :class:`Row` of a question, or a
            ValidationResult.
        alternatives: how many proofs of a fact to give, each from other stated facts, shortest
            first.
        budget: how many ways to look at.
        lang: language of labels and restatements.
        index: the store's :func:`proof_index`, to be kept by who asks more than once.
        rules: the rule files the store was reasoned over with, if not the packaged ones.

    The store has to be reasoned over: what is derived in it is what can be proved. No proof is an
    answer too (``exit_status`` 1). Raises UsageError when ``what`` cannot be understood.
    """
    from ozek.validation.report import ValidationResult

    if alternatives < 1 or budget < 1:
        raise UsageError("alternatives and budget have to be 1 or more")
    if index is None and isinstance(what, Clash | FoundClash):
        from ozek.reasoning.explain.clashing import clash_index

        index = clash_index(store, rules)
    index = index or proof_index(store, rules=rules)
    if lang not in index.grounds:
        index.grounds[lang] = Grounds(store, Labels(store, lang))
    grounds = index.grounds[lang]
    asker = _Asker(index, budget, grounds, Words(grounds.labels, index.own, index.known))
    if isinstance(what, FoundClash):
        return asker.found_clash(what)
    if isinstance(what, Clash):
        return asker.clash(what)
    if isinstance(what, Row):
        facts, notes = facts_of_row(store, index.known, what)
        title = what.question.title.get(lang) or what.question.name
        return asker.resting(title, ANSWER, facts, notes)
    if isinstance(what, ValidationResult):
        return asker.resting(what.text(lang), RESULT, facts_of_result(index.known, what))
    return asker.fact(fact_of(store, index.known, what), alternatives)


@dataclass(frozen=True)
class _Asker:
    index: ProofIndex
    budget: int
    grounds: Grounds
    words: Words

    def fact(self, fact: Triple, alternatives: int) -> Explanation:
        asked = self.words.fact(fact)
        numbers: Any = tuple(self.index.known.find(term) for term in fact)
        if None in numbers:
            return Explanation(asked, "unknown", (), self.words)
        found = self.index.prove(numbers, self.budget, self.grounds)
        if found.proof is None:
            status = "unknown" if found.finished else "gave up"
            return Explanation(asked, status, (), self.words, found.finished)
        proofs: tuple[Proof, ...] = (found.proof,)
        if alternatives > 1:
            proofs = supports(self.index, found.proof, alternatives, self.budget, self.grounds)
        status = "stated" if found.proof.rule == STATED else "proved"
        return Explanation(asked, status, proofs, self.words, found.finished)

    def clash(self, clash: Clash) -> Explanation:
        """The proof that a rule ends in a contradiction; over a store without the conclusions that
        contradict each other, just the stated facts of the clash."""
        index = self.index
        focus = index.known.find(clash.focus)
        best: Proof | None = None
        for way in index.clashes(clash.rule, focus) if focus is not None else ():
            proof = index.contradiction(way, self.budget, self.grounds)
            if proof is not None and (best is None or proof.steps < best.steps):
                best = proof
        if best is not None:
            return Explanation(clash.message, "proved", (best,), self.words)
        facts = [tuple(index.known.find(term) for term in fact.triple) for fact in clash.facts]
        known: list[Any] = [fact for fact in facts if None not in fact]
        return self.resting(clash.message, clash.rule, known)

    def found_clash(self, clash: FoundClash) -> Explanation:
        """A contradiction as the engine finds it: its triples, stated or derived, are known."""
        known = self.index.known
        way = Instance(
            clash.rule,
            tuple(tuple(map(known.number, fact)) for fact in clash.facts),  # type: ignore[misc]
            tuple(tuple(map(known.number, axiom)) for axiom in clash.axioms),  # type: ignore[misc]
            self._binding(clash),
        )
        asked = f"{clash.rule}: {clash.focus}"
        proof = self.index.contradiction(way, self.budget, self.grounds)
        if proof is not None:
            return Explanation(asked, "proved", (proof,), self.words)
        return self.resting(asked, clash.rule, [*way.premises, *way.axioms])

    def _binding(self, clash: FoundClash) -> tuple[tuple[str, int], ...]:
        """What the variables of the rule stand for, to word it."""
        rule = RULE.get(clash.rule)
        if rule is None:
            return ()
        atoms = [a for a in rule.axioms if len(a) == 3 and a[0] not in LIST_FORMS]
        pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
            *zip(atoms, clash.axioms, strict=False)
        ]
        facts = (clash.facts, tuple(dict.fromkeys(clash.facts)))
        fitting = [one for one in facts if len(one) == len(rule.facts)]
        pairs += zip(rule.facts, *fitting[:1], strict=False) if fitting else ()
        found: dict[str, int] = {}
        for atom, triple in pairs:
            for term, value in zip(atom, triple, strict=True):
                if is_variable(term):
                    found.setdefault(term, self.index.known.number(value))
        return tuple(found.items())

    def resting(
        self, asked: str, kind: str, facts: list[Numbers], notes: tuple[str, ...] = ()
    ) -> Explanation:
        """One proof for something that is no triple itself but rests on some."""
        parts, finished = [], True
        for fact in facts:
            found = self.index.prove(fact, self.budget, self.grounds)
            finished = finished and found.finished
            parts.append(found.proof or self.index.unproved(fact))
        proofs = (Proof(None, kind, premises=tuple(parts)),) if parts else ()
        status = "proved" if parts else "no facts"
        return Explanation(asked, status, proofs, self.words, finished, notes)
