"""Explanations as a tree for the terminal, as Markdown, and as flat rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ozek.reasoning.explain.proof import ANSWER, RESULT, STATED, UNPROVED, Explanation, Proof

if TYPE_CHECKING:
    from ozek.evidence import Passage
    from ozek.reasoning.explain.proof import Ground
    from ozek.reasoning.explain.wording import Words
    from ozek.results import Table

COLUMNS = (
    "proof",
    "step",
    "parent",
    "role",
    "statement",
    "subject",
    "predicate",
    "object",
    "rule",
    "reason",
    "basis",
    "graph",
    "passage",
    "locator",
    "restatement",
    "reading",
    "alternatives",
)
"""The keys of the flat objects: one for each step and ground. ``role`` is conclusion, premise or
axiom; ``parent`` the step that needs this one; ``rule`` is ``stated`` for what somebody says."""


def to_text(explanation: Explanation, width: int = 100) -> str:
    """The proofs as trees, wrapped to ``width``, with the evidence below."""
    words = explanation.words
    lines: list[str] = []
    for number, proof in enumerate(explanation.proofs, 1):
        if number > 1:
            lines.append("")
        if len(explanation.proofs) > 1:
            lines.append(f"{words.word('proof')} {number} · {proof.steps} {words.word('steps')}")
        lines += _tree(proof, words, width, "", "")
    lines += _closing(explanation, width)
    found = _passages(explanation)
    if found:
        lines += ["", words.word("evidence")]
        for passage in found:
            text = f"[{passage.name}] {_where(passage)}: {passage.restatement}"
            lines += textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ")
    return "\n".join(lines).strip("\n") + "\n"


def _tree(proof: Proof, words: Words, width: int, first: str, rest: str) -> Iterator[str]:
    parts = proof.premises
    below = rest + ("│ " if parts else "  ")
    yield from _wrapped(_statement(proof, words), width, first, below)
    for line in _remarks(proof, words):
        yield from _wrapped(line, width, below + "  ", below + "    ")
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        yield from _tree(
            part, words, width, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  ")
        )


def _statement(proof: Proof, words: Words) -> str:
    """What a node says, with the marks of the passages that state it."""
    if proof.triple is not None:
        text = words.fact(proof.triple)
    else:
        name = proof.rule if proof.rule in (ANSWER, RESULT) else "contradiction"
        text = words.word(name) + ":"
    marks = [f"[{passage.name}]" for ground in proof.grounds for passage in ground.passages]
    return " ".join([text, *dict.fromkeys(marks)])


def _remarks(proof: Proof, words: Words) -> Iterator[str]:
    """Why a node holds: the rule, the axioms it takes, or on what it is stated."""
    if proof.rule == UNPROVED:
        yield f"({words.word('unproved')})"
    elif proof.rule == STATED:
        yield from _on_what(proof, words)
    elif proof.rule not in (ANSWER, RESULT):
        yield f"{words.word('because')} {words.reason(proof)} ({proof.rule})"
        for axiom in proof.axioms:
            mark = "" if axiom.is_stated else f" ({axiom.rule})"
            yield f"{words.word('axiom')}: {words.axiom(axiom.triple)}{mark}"  # type: ignore[arg-type]
        for condition in proof.conditions:
            yield f"{words.word('condition')}: {condition}"


def _on_what(proof: Proof, words: Words) -> Iterator[str]:
    plain = [ground for ground in proof.grounds if ground.basis == "stated"]
    if plain and not any(ground.passages for ground in plain):
        yield f"({words.word('stated')}; {words.word('record')})"
    for ground in [] if plain else proof.grounds:
        yield from ground_remarks(ground, words)


def ground_remarks(ground: Ground, words: Words) -> Iterator[str]:
    """What has to be said of a ground that is not simply a source's statement."""
    if ground.reading is not None:
        choice = ground.reading
        yield "(" + words.word("reading").format(name=choice.name, text=choice.chosen) + ")"
        if choice.others:
            yield f"({words.word('others')}: {' · '.join(choice.others)})"
        yield f"({words.word('reason')}: {choice.reason})"
    elif ground.basis != "stated":
        text = words.word("editorial" if ground.basis == "editorial" else "model")
        yield f"({text}: {ground.reason})" if ground.reason else f"({text})"


def _closing(explanation: Explanation, width: int) -> Iterator[str]:
    """What is said after the proofs, or instead of them."""
    words = explanation.words
    if not explanation.proofs:
        yield from _wrapped(explanation.asked, width, "", "  ")
        yield from _wrapped(words.word(explanation.status.replace(" ", "-")), width, "", "  ")
    elif not explanation.shortest:
        yield from _wrapped(words.word("not-shortest"), width, "", "  ")
    if explanation.notes:
        text = f"{words.word('not-covered')}: {', '.join(explanation.notes)}"
        yield from _wrapped(text, width, "", "  ")


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    width = max(width, len(rest) + 30)
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest) or [first]


def _where(passage: Passage) -> str:
    return ", ".join(part for part in (passage.source, passage.locator) if part)


def _passages(explanation: Explanation) -> list[Passage]:
    """Every passage of the proofs, once, in the order of their names."""
    found = {
        passage.iri: passage
        for proof in explanation.proofs
        for node in proof.nodes()
        for ground in node.grounds
        for passage in ground.passages
    }
    return [found[iri] for iri in sorted(found)]


def to_markdown(explanation: Explanation) -> str:
    """A heading, the last step as a sentence, and the proof as nested lists."""
    words = explanation.words
    lines = [f"# {explanation.asked}", ""]
    for number, proof in enumerate(explanation.proofs, 1):
        if len(explanation.proofs) > 1:
            title = f"{words.word('proof')} {number} · {proof.steps} {words.word('steps')}"
            lines += [f"## {title}", ""]
        if proof.triple is not None and not proof.is_stated:
            lines += [_escaped(words.sentence(proof)), ""]
        lines += [*_list(proof, words, 0), ""]
    closing = list(_closing(explanation, 1 << 20))
    lines += [_escaped(line) for line in closing[0 if explanation.proofs else 1 :]]
    found = _passages(explanation)
    if found:
        lines += [f"## {words.word('evidence')}", ""]
        lines += [
            f"- **{passage.name}** {_escaped(_where(passage))}: {_escaped(passage.restatement)}"
            for passage in found
        ]
    return "\n".join(lines).strip("\n") + "\n"


def _list(proof: Proof, words: Words, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_escaped(_statement(proof, words))}"
    for remark in _remarks(proof, words):
        yield f"{'  ' * (depth + 1)}*{_escaped(remark)}*  "
    for part in proof.premises:
        yield from _list(part, words, depth + 1)


def _escaped(text: str) -> str:
    for mark in "\\*_[]<>`":
        text = text.replace(mark, f"\\{mark}")
    return text


def to_json(found: Iterable[Explanation]) -> str:
    """An array of flat objects, one for each step and ground; ``asked`` says of what."""
    import json

    records = [
        {"asked": one.asked, "status": one.status, **record}
        for one in found
        for record in to_table(one).to_records() or [{}]
    ]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def to_table(explanation: Explanation) -> Table:
    """One row for each step and ground, with the columns of :data:`COLUMNS`."""
    from rdflib import Literal, URIRef

    from ozek.results import Table

    def word(text: str) -> Any:
        return Literal(text) if text else None

    words = explanation.words
    rows = []
    for number, proof in enumerate(explanation.proofs, 1):
        waiting: list[tuple[Proof, int, str]] = [(proof, 0, "conclusion")]
        step = 0
        while waiting:
            node, parent, role = waiting.pop(0)
            step += 1
            waiting += [(part, step, "premise") for part in node.premises]
            waiting += [(part, step, "axiom") for part in node.axioms]
            derived = node.rule not in (STATED, UNPROVED, ANSWER, RESULT)
            head = (
                Literal(number),
                Literal(step),
                Literal(parent) if parent else None,
                Literal(role),
                Literal(words.fact(node.triple) if node.triple else explanation.asked),
                *(node.triple or (None, None, None)),
                Literal(node.rule),
                word(words.reason(node) if derived else ""),
            )
            for ground in node.grounds or (None,):
                if ground is None:
                    rows.append((*head, *[None] * 7))
                    continue
                choice = ground.reading
                for passage in ground.passages or (None,):
                    rows.append(
                        (
                            *head,
                            Literal(ground.basis),
                            URIRef(ground.graph),
                            URIRef(passage.iri) if passage else None,
                            word(_where(passage)) if passage else None,
                            word(passage.restatement if passage else ground.reason),
                            word(f"{choice.name}: {choice.chosen}" if choice else ""),
                            word(" · ".join(choice.others) if choice else ""),
                        )
                    )
    return Table(COLUMNS, tuple(rows), name="explain")
