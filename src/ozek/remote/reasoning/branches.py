"""Concrete rules as SPARQL: each a triple that follows where a pattern holds.

Semi-naive: a rule with several premises becomes one pattern per premise, in which that premise is
looked for in what is new and the others in everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ozek import namespaces as ns
from ozek.reasoning.rl.compile import Instance
from ozek.reasoning.rl.datatypes import DATATYPES
from ozek.reasoning.rl.joins import Step
from ozek.remote.lookup import is_compared, is_value
from ozek.remote.reasoning.axioms import Axioms
from ozek.remote.vocabulary import SAME

_TYPE = f"<{ns.RDF_TYPE}>"

Branch = tuple[str, str]
"""A triple that follows, and the pattern under which it does."""


def relation_of(axioms: Axioms, step: Step) -> str:
    """A step's relation as in ``Held.relations``."""
    if step.relation < 0:
        return "~" + axioms.text(~step.relation)[1:-1]
    return axioms.text(step.relation)[1:-1]


def branches(
    axioms: Axioms, instance: Instance, every: str, new: str | None, fresh: Collection[str]
) -> Iterator[Branch]:
    """Yield a branch for each head of an instance and each place where new facts may come.

    ``every`` and ``new`` are the graphs of all facts and of the new ones; ``new`` is None in the
    first round, where everything is new. ``fresh``: the relations of which there is something new.
    """
    relations = [relation_of(axioms, step) for step in instance.body]
    places: list[int | None]
    if new is None:
        places = [None] if all(one in fresh for one in relations) else []
    else:
        places = [at for at, one in enumerate(relations) if one in fresh]
    for place in places:
        graphs = [new if at == place and new is not None else every for at in range(len(relations))]
        for head in instance.heads:
            if head not in instance.body and not _about_values(axioms, head):
                yield _branch(axioms, instance, head, graphs)


def equality(every: str, new: str | None) -> Iterator[Branch]:
    """Yield the branches of eq-sym, eq-trans, eq-rep-s, eq-rep-p and eq-rep-o.

    That everything equals itself (eq-ref) is never written down. Things are told apart by ``!=``,
    since Virtuoso takes no notice of ``!sameTerm`` between a subject and an object.
    """
    same = f"<{SAME}>"
    unlike = "?s != ?o"
    for head, steps, test in (
        (f"?s {same} ?o", [f"?o {same} ?s"], unlike),
        (f"?s {same} ?o", [f"?s {same} ?m", f"?m {same} ?o"], unlike),
        ("?s ?p ?o", [f"?m {same} ?s", "?m ?p ?o"], "!isLiteral(?s)"),
        ("?s ?p ?o", [f"?m {same} ?p", "?s ?m ?o"], "isIRI(?p)"),
        ("?s ?p ?o", [f"?m {same} ?o", "?s ?p ?m"], ""),
    ):
        tests = [test] if test else []
        if head == "?s ?p ?o":
            tests.append(f"(?p != {same} || ?s != ?o)")
        for place in range(len(steps)) if new is not None else (None,):
            graphs = [new if at == place else every for at in range(len(steps))]
            parts = [f"GRAPH <{g}> {{ {s} }}" for g, s in zip(graphs, steps, strict=True)]
            yield head, " ".join([*parts, f"FILTER({' && '.join(tests)})"])


def pattern(axioms: Axioms, step: Step, graph: str, names: dict[str, str]) -> str:
    """A step as a triple pattern in a graph."""
    s, p, o = triple(axioms, step, names)
    if not is_compared(axioms.service, o):
        return f"GRAPH <{graph}> {{ {s} {p} {o} }}"
    value = f"?l{step.o}"
    return f"GRAPH <{graph}> {{ {s} {p} {value} FILTER({is_value(value, o)}) }}"


def triple(axioms: Axioms, step: Step, names: dict[str, str]) -> tuple[str, str, str]:
    """A step as SPARQL terms; ``names`` says how variables are called."""

    def term(one: str | int | None) -> str:
        assert one is not None
        return names[one] if isinstance(one, str) else axioms.text(one)

    if step.relation < 0:
        return term(step.s), _TYPE, axioms.text(~step.relation)
    return term(step.s), axioms.text(step.relation), term(step.o)


def variables(instance: Instance) -> list[str]:
    """The variables of an instance's body, in order."""
    found = dict.fromkeys(v for step in instance.body for v in step.variables())
    return list(found)


def _about_values(axioms: Axioms, head: Step) -> bool:
    """Whether a conclusion only says which datatype a value is of."""
    return head.relation < 0 and axioms.run.terms.text(~head.relation)[1:-1] in DATATYPES


def _branch(axioms: Axioms, instance: Instance, head: Step, graphs: list[str]) -> Branch:
    names = {name: f"?v{at}" for at, name in enumerate(variables(instance))}
    s, p, o = triple(axioms, head, names)
    tests = []
    if isinstance(head.s, str) and any(step.o == head.s for step in instance.body):
        tests.append(f"!isLiteral({s})")
    if p == f"<{SAME}>":
        # Whether values are the same is seen to when the facts are complete.
        tests += [f"!isLiteral({s})", f"!isLiteral({o})", f"{s} != {o}"]
    body = [pattern(axioms, step, g, names) for step, g in zip(instance.body, graphs, strict=True)]
    test = [f"FILTER({' && '.join(dict.fromkeys(tests))})"] if tests else []
    return f"{s} {p} {o}", " ".join([*body, *test])
