"""Proofs: why a fact holds, down to the sentences and records that state it.

>>> from ozek.reasoning.explain import explain                                  # doctest: +SKIP
>>> explain(store, "Kurchatov isLocatedIn Kazakhstan").to_text()                # doctest: +SKIP
"""

from ozek.reasoning.explain.asking import Row, row_of
from ozek.reasoning.explain.clashing import explain_clashes
from ozek.reasoning.explain.explaining import explain
from ozek.reasoning.explain.index import ProofIndex, closure_index, proof_index
from ozek.reasoning.explain.proof import Choice, Explanation, Ground, Proof

__all__ = [
    "Choice",
    "Explanation",
    "Ground",
    "Proof",
    "ProofIndex",
    "Row",
    "closure_index",
    "explain",
    "explain_clashes",
    "proof_index",
    "row_of",
]
