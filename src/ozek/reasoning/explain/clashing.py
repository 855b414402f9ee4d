"""The contradictions of a store, each with its proof.

A store that contradicts itself has no inferred graph, so its facts are closed here once more; the
closure is then the index in which the proofs are searched.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ozek.columns import columns_of, parse_columns
from ozek.reasoning.explain.explaining import BUDGET, explain
from ozek.reasoning.explain.index import ProofIndex, index_of
from ozek.reasoning.explain.known import Known, model_terms, stated_graphs
from ozek.reasoning.explain.recorded import RecordedColumns
from ozek.reasoning.rl import Closure, close
from ozek.reasoning.rl.project_rules import joined_rule
from ozek.reasoning.rules import load_rules, packaged_rules

if TYPE_CHECKING:
    from ozek.reasoning.explain.proof import Explanation
    from ozek.store import Store


def explain_clashes(store: Store, *, lang: str = "en", budget: int = BUDGET) -> list[Explanation]:
    """Explain every contradiction between the stated facts and the ontology."""
    closure = closed(store)
    if not closure.clashes:
        return []
    index = index_of(known_of_closure(closure, model_terms(store)), store)
    return [
        explain(store, clash, index=index, lang=lang, budget=budget) for clash in closure.clashes
    ]


def clash_index(store: Store, rules: Iterable[str | Path] | None = None) -> ProofIndex:
    """What follows from the stated facts, indexed, whether or not it contradicts itself."""
    return index_of(known_of_closure(closed(store, rules), model_terms(store)), store, rules)


def closed(store: Store, rules: Iterable[str | Path] | None = None) -> Closure:
    """What follows from the stated facts, contradictions and all."""
    loaded = packaged_rules() if rules is None else load_rules(rules)
    joined = [joined_rule(rule.name, rule.text) for rule in loaded]
    columns = columns_of(store).in_graphs(stated_graphs(store))
    return close(columns, rules=[rule for rule in joined if rule is not None], uncovered="warn")


def known_of_closure(closure: Closure, about: frozenset[bytes] = frozenset()) -> Known:
    """A closure of Özek's own engine as an index of triples."""
    out = io.BytesIO()
    closure.write(out)
    columns = parse_columns(out.getvalue(), "ntriples")
    stated = np.zeros(len(columns), bool)
    stated[: len(closure.stated)] = True
    recorded = RecordedColumns(columns.terms, columns.s, columns.p, columns.o, stated)
    return Known(recorded, about)
