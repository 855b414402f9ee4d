"""Özek's own OWL 2 RL engine: one table of rules, run over columns.

>>> from ozek.columns import read_columns                                   # doctest: +SKIP
>>> from ozek.reasoning.rl import close                                     # doctest: +SKIP
>>> closure = close(read_columns(["facts.nq", "ontology.ttl"]))             # doctest: +SKIP
>>> closure.write("closed.nt"), closure.clashes                             # doctest: +SKIP

``table.py`` holds the rules as data, ``compile.py`` makes them concrete, ``fixpoint.py`` runs them
over ``relations.py`` by ``joins.py``; ``clash.py`` finds contradictions and ``coverage.py`` names
what no rule reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ozek.columns import Columns, columns_of
from ozek.reasoning.rl import clash as clash_rules
from ozek.reasoning.rl.closure import Clash, Closure, Triple, described
from ozek.reasoning.rl.coverage import Gap, gaps, refuse
from ozek.reasoning.rl.fixpoint import Fixpoint
from ozek.reasoning.rl.joins import TooMuch
from ozek.reasoning.rl.table import RULE, RULES, Rule

if TYPE_CHECKING:
    import rdflib

    from ozek.store import Store

__all__ = [
    "RULE",
    "RULES",
    "Clash",
    "Closure",
    "Columns",
    "Gap",
    "Rule",
    "TooMuch",
    "Triple",
    "close",
]

LIMIT = 100_000_000
"""How many derived facts are too many."""


def close(
    source: Columns | Store | rdflib.Graph | Iterable[Any],
    *,
    rules: Iterable[Rule] = (),
    uncovered: Literal["refuse", "warn"] = "refuse",
    values: bool = False,
    limit: int = LIMIT,
    clashes: int = 1000,
) -> Closure:
    """Derive everything that follows from ``source`` by the rules of OWL 2 RL.

    Args:
        source: facts and ontology together: columns (their graphs do not matter), a Store, an
            rdflib graph, or pyoxigraph quads or triples.
        rules: further rules (see ``project_rules.py``).
        uncovered: what to do about axioms that no rule covers: refuse, or list them in ``gaps``.
        values: whether literals with one value are one (dt-eq): ``"1"`` and ``"01"`` as integers.
        limit: how many derived facts are too many.
        clashes: how many contradictions of each rule are described; all are counted.

    Returns a Closure; contradictions are part of it and never raised.
    Raises InputError for uncovered axioms and broken lists, TooMuch beyond ``limit``.
    """
    columns = source if isinstance(source, Columns) else columns_of(source)
    found = gaps(columns)
    if uncovered == "refuse":
        refuse(found)
    run = Fixpoint(columns, (*RULES, *rules), limit=limit, values=values)
    run.run()
    clashing, counts = clash_rules.find(run, columns, clashes)
    return Closure(
        stated=columns,
        rules=run.rules,
        clashes=tuple(described(run, clashing)),
        clash_counts=counts,
        gaps=found,
        rounds=run.rounds,
        _run=run,
        _limit=limit,
    )
