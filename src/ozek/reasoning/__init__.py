"""Reasoning: what follows from the facts, and where they contradict the ontology.

>>> from ozek.reasoning import reason           # doctest: +SKIP
>>> reason(store).derived                       # doctest: +SKIP
"""

from ozek.reasoning.clashes import Clash, Fact
from ozek.reasoning.fixpoint import ENGINES, Reasoned, derive, find_clashes, reason
from ozek.reasoning.rules import Rule, load_rules, packaged_rules

__all__ = [
    "ENGINES",
    "Clash",
    "Fact",
    "Reasoned",
    "Rule",
    "derive",
    "find_clashes",
    "load_rules",
    "packaged_rules",
    "reason",
]
