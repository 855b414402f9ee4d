"""``validate_there``: the report on a project in a service, the same as on one here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rdflib import Graph, URIRef
from rdflib.term import Node

from ozek.errors import (
    ServiceBusy,
    ServiceError,
    ServiceMissing,
    ServiceTimeout,
    ServiceUnreachable,
    UsageError,
)
from ozek.remote.around import around
from ozek.remote.store import RemoteStore
from ozek.remote.validating.facts import ServiceFacts, ServiceRunner
from ozek.remote.validating.lexical import wrong_triples, wrong_values
from ozek.remote.validating.suspects import MAYBE, NEVER, Conditions, Fails, any_of
from ozek.remote.validating.view import View, evidence, facts, stated
from ozek.validation.checking import labelled, report_of
from ozek.validation.compiled.checking import MOST_PAIRS
from ozek.validation.compiled.compiling import Compiled, not_compiled
from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.data import Budget, Stopped
from ozek.validation.compiled.engine import told
from ozek.validation.compiled.found import Run, Shape, evaluate
from ozek.validation.compiled.queries import placed, plan, prepared
from ozek.validation.compiled.results import Checked, Result, Unfinished, Writer
from ozek.validation.compiled.sets import ids
from ozek.validation.compiled.targets import Targets
from ozek.validation.lexical import ill_typed
from ozek.validation.profiles import shapes_files
from ozek.validation.report import ValidationReport, ValidationResult
from ozek.validation.shapes import EVIDENCE, FACTS, Shapes, load_shapes

_AT_ONCE = 2000
"""How many focus nodes are looked at together."""

_TIME_LIMIT = 600.0
"""Seconds per shape and some of its focus nodes: most of them go by while the service answers."""

_MOST_PATTERNS = 12
"""How many patterns Virtuoso is given in one condition: what it needs for more grows without end
(81 of them, over 8,000 nodes, took more than 13 GB)."""

_QUERIES = frozenset({"sparql"})


def validate_there(
    store: RemoteStore,
    *,
    shapes: Iterable[str | Path] | None = None,
    profiles: Iterable[str | Path] = (),
    stages: bool = True,
) -> ValidationReport:
    """Check a project in a service; arguments and report as for ``check_in_stages``.

    What is derived is what the service holds: nothing is reasoned here. With ``stages`` False only
    what :func:`ozek.validation.validate` checks is checked. Ill-typed literals are found as the
    service holds them, which may not be as they were written. For the time of the check the service
    gets a graph that says which graph introduces what. Raises as ``validate`` does, ServiceMissing
    if nothing was derived there, and ServiceError.
    """
    loaded = load_shapes(shapes_files(profiles, shapes))
    missing = not_compiled(loaded.graph)
    if missing:
        raise UsageError(
            f"these shapes use {', '.join(missing)}, which needs the facts at hand: check them "
            "here, with `ozek pull`"
        )
    wrong, is_stated = wrong_triples(store)
    found: list[ValidationResult] = list(ill_typed(wrong))
    protected = not (stages and is_stated)
    if stages:
        guarded = list(_guarded(store, loaded))
        protected &= not any(one.severity == "Violation" for one in guarded)
        found += guarded
    selected = loaded.select(over=EVIDENCE)
    if len(selected):
        with evidence(store) as view:
            found += labelled(_check(view, loaded, selected), loaded, "evidence")
    if not protected:
        return _report(store, found, ("reasoning", "facts"))
    if f"{store.base}graph/inferred" not in store.sizes():
        raise ServiceMissing(
            "what follows from the facts is not there yet: `ozek reason` derives it",
            url=store.service.query,
        )
    found += labelled(_check(facts(store), loaded, loaded.select(over=FACTS)), loaded, "facts")
    return _report(store, found)


def guard_there(
    store: RemoteStore, *, shapes: Iterable[str | Path] | None = None
) -> ValidationReport:
    """Check what must hold before reasoning, on the stated facts in a service: as ``guard``."""
    loaded = load_shapes(shapes_files(model=shapes))
    wrong, is_stated = wrong_triples(store)
    return _report(store, [*(ill_typed(wrong) if is_stated else ()), *_guarded(store, loaded)])


def _guarded(store: RemoteStore, shapes: Shapes) -> Iterator[ValidationResult]:
    guards = shapes.select(over=FACTS, guards=True)
    yield from labelled(_check(stated(store), shapes, guards), shapes, "guard")


def _report(
    store: RemoteStore, found: list[ValidationResult], not_run: tuple[str, ...] = ()
) -> ValidationReport:
    """The report, with the passages behind the nodes that are at fault."""
    foci = {one.focus.n3() for one in found if isinstance(one.focus, URIRef)}
    near = around(store, sorted(foci), 1) if foci else store
    return report_of(near, found, not_run=not_run)


# One graph ---------------------------------------------------------------------------------------


def _check(view: View, shapes: Shapes, selected: Graph) -> list[ValidationResult]:
    """Check a view by the selected shapes; what is found is in words."""
    assert shapes.compiled is not None
    return told(check_there(view, shapes.compiled.part(selected)), shapes) if selected else []


def check_there(view: View, shapes: Compiled) -> Checked:
    """Validate a view against all shapes with targets: as :func:`ozek.validation.compiled.check`
    does what is at hand."""
    results: list[Result] = []
    unfinished: list[Unfinished] = []
    classes = ServiceFacts(view, Budget(_TIME_LIMIT, MOST_PAIRS))

    def below(cls: str) -> list[str]:
        kinds = classes.classes(classes.number(f"<{cls}>".encode()))
        terms = [classes.term(kind) for kind in kinds.tolist()]
        return [term[1:-1].decode() for term in terms if term[:1] == b"<"]

    conditions = Conditions(shapes.graph, below, wrong_values(view), values=view.service.virtuoso)
    for shape, targets in shapes.shapes:
        try:
            for foci in _suspects(view, conditions, shape, targets, below):
                results += _verdict(view, shapes.graph, shape, foci)
        except Stopped as stopped:
            unfinished.append(Unfinished(shape.node, str(stopped)))
    return Checked(tuple(results), tuple(unfinished), shapes.graph)


def _verdict(view: View, shapes: Graph, shape: Shape, foci: list[bytes]) -> list[Result]:
    """What is wrong with some focus nodes, exactly."""
    budget = Budget(_TIME_LIMIT, MOST_PAIRS)
    facts = ServiceFacts(view, budget)
    run = Run(facts, budget, ServiceRunner(view, facts, shapes))
    numbers = np.unique(ids([facts.number(focus) for focus in foci]))
    return list(Writer(facts).results(evaluate(run, shape, numbers)))


def _suspects(
    view: View, conditions: Conditions, shape: Shape, targets: Targets, below: Any
) -> Iterator[list[bytes]]:
    """The focus nodes of a shape that may not conform, some at a time."""
    graph = conditions.graph
    queries = read.values(graph, shape.node, "sparql")
    where = _targets(view, targets, below)
    every = f"SELECT DISTINCT ?this WHERE {{ {where} }}"
    parts = conditions.alternatives(shape.node, "?this", but=_QUERIES)
    if view.without is not None and not all(one.grows for one in parts):
        parts = [MAYBE]
    texts = []
    for fails in _some_at_a_time(parts) if view.service.virtuoso else [any_of(parts)]:
        if fails.text == MAYBE.text:
            texts = [every]
            break
        if fails.text != NEVER.text:
            texts.append(f"SELECT DISTINCT ?this WHERE {{ {where} FILTER({fails.text}) }}")
    if texts != [every]:
        texts += [_asking(view, graph, query, shape, where) for query in queries]
    found = dict.fromkeys(targets.nodes)  # a path of no step leads from them, data or not
    for text in dict.fromkeys(texts):
        found |= dict.fromkeys(_nodes(view, text, every))
    foci = list(found)
    for start in range(0, len(foci), _AT_ONCE):
        yield foci[start : start + _AT_ONCE]


def _some_at_a_time(parts: list[Fails]) -> Iterator[Fails]:
    """The conditions, as many together as look up no more than Virtuoso can; ``MAYBE``, which
    leaves all to the engine, where one alone looks up more."""
    together: list[Fails] = []
    patterns = 0
    for part in parts:
        more = part.text.count("EXISTS {")
        if more > _MOST_PATTERNS:
            yield MAYBE
            return
        if patterns + more > _MOST_PATTERNS:
            yield any_of(together)
            together, patterns = [], 0
        together.append(part)
        patterns += more
    yield any_of(together)


def _nodes(view: View, text: str, every: str) -> list[bytes]:
    """The nodes that a query gives; all focus nodes where the service cannot answer it."""
    try:
        rows = list(view.solutions(text))
    except (ServiceUnreachable, ServiceTimeout, ServiceBusy):
        raise
    except ServiceError:
        if text == every:
            raise
        rows = list(view.solutions(every))
    return [row["this"] for row in rows if "this" in row]


def _asking(view: View, graph: Graph, query: Node, shape: Shape, where: str) -> str:
    """The query of a constraint for all focus nodes at once; all of them if that cannot be."""
    text = read.only(graph, query, "select")
    path = None if shape.path is None else shape.path.sparql()
    full = prepared(graph, query, str(text), path)
    if view.service.virtuoso or not plan(full).at_once:
        return f"SELECT DISTINCT ?this WHERE {{ {where} }}"
    return placed(full, f"{{ SELECT DISTINCT ?this WHERE {{ {where} }} }}")


def _targets(view: View, targets: Targets, below: Any) -> str:
    """A pattern for the focus nodes, as ``?this``."""
    parts = []
    for term in targets.classes:
        kinds = " ".join(f"<{one}>" for one in below(term[1:-1].decode()))
        seen = view.has("?this a ?ozek_kind")
        parts.append(f"{{ VALUES ?ozek_kind {{ {kinds} }} {seen} }}")
    for term in targets.subjects_of:
        parts.append(f"{{ {view.has(f'?this {term.decode()} ?ozek_other')} }}")
    for term in targets.objects_of:
        parts.append(f"{{ {view.has(f'?ozek_other {term.decode()} ?this')} }}")
    if targets.nodes:
        names = " ".join(term.decode() for term in targets.nodes)
        parts.append(f"{{ VALUES ?this {{ {names} }} }}")
    return " UNION ".join(parts)
