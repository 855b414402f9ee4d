"""What an explanation consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib.term import Node

    from ozek.evidence import Passage
    from ozek.reasoning.explain.wording import Words

STATED = "stated"
"""Stands in place of a rule's name: somebody says so."""
UNPROVED = "unproved"
"""Stands in place of a rule's name: it is recorded, and no proof was found."""
ANSWER, RESULT = "answer", "result"
"""Stand in place of a rule's name where a row of a question or a finding rests on facts."""

Triple = tuple["Node", "Node", "Node"]


@dataclass(frozen=True)
class Choice:
    """A reading of an unclear passage: what was chosen, what else it may mean, and why."""

    iri: str
    name: str
    chosen: str
    others: tuple[str, ...]
    unclear: str
    reason: str


@dataclass(frozen=True)
class Ground:
    """A graph in which a triple is stated.

    ``basis`` is stated, reading, editorial or model (ontology, taxonomy); ``reason`` an editor's.
    """

    graph: str
    basis: str
    passages: tuple[Passage, ...] = ()
    reading: Choice | None = None
    reason: str = ""


@dataclass(frozen=True)
class Proof:
    """A triple, the rule that gives it, and the proofs of what the rule needs.

    ``triple`` is None where the conclusion is none: a contradiction, a row, a finding. A leaf has
    the rule ``stated`` and its ``grounds``. ``bindings`` says what the rule's variables stand for,
    ``conditions`` what a rule asks besides triples. ``steps`` counts the rules of the whole tree.
    """

    triple: Triple | None
    rule: str
    premises: tuple[Proof, ...] = ()
    axioms: tuple[Proof, ...] = ()
    grounds: tuple[Ground, ...] = ()
    bindings: tuple[tuple[str, Node | tuple[Node, ...]], ...] = ()
    conditions: tuple[str, ...] = ()
    steps: int = field(init=False)

    def __post_init__(self) -> None:
        own = self.rule not in (STATED, UNPROVED, ANSWER, RESULT)
        steps = sum(part.steps for part in self.premises + self.axioms) + own
        object.__setattr__(self, "steps", steps)

    @property
    def is_stated(self) -> bool:
        return self.rule == STATED

    @property
    def complete(self) -> bool:
        """Whether every leaf is stated or needs no ground."""
        return all(one.rule != UNPROVED for one in self.nodes())

    def nodes(self) -> Iterator[Proof]:
        """This proof and every proof in it, from the conclusion down."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.premises + one.axioms)

    def leaves(self) -> tuple[Proof, ...]:
        """The stated triples it rests on, facts and axioms, each once."""
        found = {one.triple: one for one in self.nodes() if one.is_stated}
        return tuple(found.values())

    def facts(self) -> tuple[Triple, ...]:
        """The stated triples it rests on other than axioms, each once."""
        found: dict[Triple, None] = {}
        waiting = [self]
        while waiting:
            one = waiting.pop()
            waiting += reversed(one.premises)
            if one.is_stated and one.triple is not None:
                found[one.triple] = None
        return tuple(found)

    def key(self) -> frozenset[Triple | None]:
        """What tells supports apart: the stated triples."""
        return frozenset(one.triple for one in self.nodes() if one.is_stated)


@dataclass(frozen=True)
class Explanation:
    """The proofs of something, shortest first; none when it was not found to follow.

    ``status``: ``stated``, ``proved``, ``unknown`` (neither stated nor derivable from what is
    known: this says nothing about its being false), ``no facts`` (a row or finding that rests on
    none) or ``gave up`` (the budget was used up).
    ``shortest`` is False if the budget ended before shorter proofs were ruled out. ``notes`` says
    what the proofs do not cover.
    """

    asked: str
    status: str
    proofs: tuple[Proof, ...]
    words: Words
    shortest: bool = True
    notes: tuple[str, ...] = ()

    @property
    def proof(self) -> Proof | None:
        """The shortest proof."""
        return self.proofs[0] if self.proofs else None

    @property
    def exit_status(self) -> int:
        """0 with a proof, else 1."""
        return 0 if self.proofs else 1

    def to_text(self, width: int = 100) -> str:
        """A tree for the terminal."""
        from ozek.reasoning.explain.output import to_text

        return to_text(self, width)

    def to_markdown(self) -> str:
        """Nested lists in Markdown."""
        from ozek.reasoning.explain.output import to_markdown

        return to_markdown(self)

    def to_json(self) -> str:
        """An array of flat objects, one for each step and ground."""
        from ozek.reasoning.explain.output import to_json

        return to_json([self])

    def to_turtle(self) -> str:
        """PROV-O in canonical Turtle."""
        from ozek.reasoning.explain.turtle import to_turtle

        return to_turtle(self)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.to_text())}</pre>"
