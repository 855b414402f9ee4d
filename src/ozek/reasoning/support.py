"""From a derived triple back to the stated facts it rests on: the leaves of its shortest proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rdflib import Graph

from ozek.reasoning.axioms import Triple

if TYPE_CHECKING:
    from ozek.reasoning.explain.index import ProofIndex

_BUDGET = 20_000


class Support:
    """Answers for one closure; ``stated`` tells which of its triples are stated.

    The closure is indexed with the first question, and must not change after it.
    """

    def __init__(self, closure: Graph, stated: Callable[[Triple], bool]) -> None:
        self._closure = closure
        self._stated = stated
        self._index: ProofIndex | None = None

    def __call__(self, triple: Triple) -> tuple[Triple, ...]:
        """Return stated facts from which ``triple`` follows, without the axioms in between;
        ``(triple,)`` if it is stated or no proof was found."""
        from ozek.reasoning.explain.index import closure_index

        if self._stated(triple):
            return (triple,)
        if self._index is None:
            self._index = closure_index(self._closure, self._stated)
        numbers = tuple(self._index.known.find(term) for term in triple)
        if None in numbers:
            return (triple,)
        proof = self._index.prove(numbers, _BUDGET).proof  # type: ignore[arg-type]
        facts = () if proof is None else proof.facts()
        return tuple(sorted(facts, key=lambda t: tuple(map(str, t)))) or (triple,)


def support(triple: Triple, closure: Graph, stated: Callable[[Triple], bool]) -> tuple[Triple, ...]:
    """Return stated facts from which one triple follows; see :class:`Support`."""
    return Support(closure, stated)(triple)
