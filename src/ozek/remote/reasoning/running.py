"""``reason_there``: rounds of updates until nothing new comes, then one swap."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ozek import namespaces as ns
from ozek.errors import InconsistencyError, ServiceLacksFeature, ServiceMissing, ServiceTruncated
from ozek.reasoning.clashes import Clash
from ozek.reasoning.fixpoint import Reasoned
from ozek.reasoning.rl.project_rules import joined_rule
from ozek.reasoning.rules import Rule, packaged_rules
from ozek.remote import client
from ozek.remote.contents import facts_graph, incomplete, read_manifest
from ozek.remote.reasoning import finishing
from ozek.remote.reasoning.axioms import Axioms, read_axioms
from ozek.remote.reasoning.branches import branches, equality
from ozek.remote.reasoning.clashing import find_clashes, find_warnings, refuse_mixed_values
from ozek.remote.reasoning.state import (
    CLEARING,
    Graphs,
    State,
    clear,
    key_of,
    read_state,
    write_state,
)
from ozek.remote.service import Service
from ozek.remote.vocabulary import SAME, Held, held_by

Say = Callable[[str], None]
_AT_ONCE = 25
"""How many updates go in a request."""


def reason_there(
    service: Service,
    base: str,
    *,
    rules: Iterable[Rule] | None = None,
    keep_going: bool = False,
    say: Say | None = None,
) -> Reasoned:
    """Derive what follows from a project's facts in a service, and put it there.

    The service runs the rules; only the ontology is fetched. What was inferred before stays until
    it is replaced, in one step; broken off, the next run goes on where this one was.
    ``keep_going``: derive even where there are contradictions, and return them. ``say`` is told in
    words how far it is. Raises ServiceMissing if the project is not there, InconsistencyError for
    contradictions (nothing is changed then) unless told to keep going, InputError for axioms that
    no rule covers, ServiceLacksFeature for what cannot be done there.
    """
    started = time.perf_counter()
    tell = say or (lambda words: None)
    loaded = tuple(packaged_rules() if rules is None else rules)
    joined = _joined(loaded, service)
    graphs = Graphs(base)
    state = _resumed(service, graphs, loaded)
    service = replace(service, facts=facts_graph(base)) if service.virtuoso else service
    held = held_by(service)
    axioms = read_axioms(service, held, joined)
    begun = state.step == "begun"
    tell("takes the facts" if begun else f"goes on after round {state.round} ({state.step})")
    clashes: tuple[Clash, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        state = _fixpoint(service, graphs, axioms, held, state, tell)
        if state.step != "swapping":
            refuse_mixed_values(service, axioms, graphs.every)
            warnings = find_warnings(service, graphs, state.round, loaded) if state.whole else ()
            find_clashes(service, base, axioms, graphs.every, loaded)
    except (InconsistencyError, ServiceLacksFeature) as error:
        if not (keep_going and isinstance(error, InconsistencyError)):
            clear(service, graphs)
            raise
        clashes = error.clashes
    derived = finishing.finish(service, graphs, axioms, loaded, state)
    clear(service, graphs)
    return Reasoned(
        derived=derived,
        rounds=state.round,
        filtered={},
        seconds=time.perf_counter() - started,
        engine=finishing.engine(),
        graph=graphs.inferred,
        warnings=warnings,
        clashes=clashes,
    )


def _joined(rules: tuple[Rule, ...], service: Service) -> list[Any]:
    joined = []
    for rule in rules:
        one = joined_rule(rule.name, rule.text)
        if one is None:
            raise ServiceLacksFeature(
                f"{rule.path.name} is more than a join of triple patterns: such a rule runs only "
                "where the facts are at hand. Reason here and push: `ozek push`",
                url=service.query,
            )
        joined.append(one)
    return joined


def _resumed(service: Service, graphs: Graphs, rules: tuple[Rule, ...]) -> State:
    """Where an earlier run on the same data was; else a new beginning.

    On Virtuoso it is always a new beginning: killed, it may forget what it has taken.
    """
    entries = read_manifest(service, graphs.base)
    if facts_graph(graphs.base) not in entries:
        raise ServiceMissing(
            f"it does not hold the project {graphs.base}, or not all of it: `ozek push` brings it "
            "there",
            url=service.query,
        )
    lost = incomplete(service, graphs.base, entries)
    if lost:
        raise ServiceTruncated(
            f"{lost[0]} has not as many triples there as it should have: push again, or ask who "
            "else writes to the service",
            url=service.query,
        )
    key = key_of(entries, graphs, [rule.text for rule in rules])
    state = None if service.virtuoso else read_state(service, graphs)
    if state is not None and state.key == key and state.step != CLEARING:
        return state
    clear(service, graphs)
    if graphs.inferred not in entries:  # left behind by a swap that was cut off
        client.update(service, f"DROP SILENT GRAPH <{graphs.inferred}>")
    state = State(key)
    write_state(service, graphs, state)
    return state


# The rounds --------------------------------------------------------------------------------------


def _fixpoint(
    service: Service, graphs: Graphs, axioms: Axioms, held: Held, state: State, tell: Say
) -> State:
    """Run rounds until one makes nothing new."""
    if state.step in ("complete", "swapping"):
        return state
    if state.step == "begun":
        wanted = axioms.used & held.predicates.keys()
        whole = SAME in held.predicates
        _take(service, graphs, sorted(held.predicates if whole else wanted))
        state = replace(state, step="taken", whole=whole)
        write_state(service, graphs, state)
    while True:
        if state.step != "made":
            fresh = _fresh(service, graphs, held, state)
            _fire(service, graphs, axioms, fresh, state)
            state = replace(state, round=state.round + 1, step="made")
            write_state(service, graphs, state)
        new = graphs.new(state.round)
        made = client.count(service, f"GRAPH <{new}> {{ ?s ?p ?o }}")
        tell(f"round {state.round}: {made} new")
        if not made:
            state = replace(state, step="complete")
            write_state(service, graphs, state)
            return state
        found = held_by(service, new)
        _refuse_axioms(found, service)
        if SAME in found.predicates and not state.whole:
            # Equal things share everything: from now on all facts take part.
            _take(service, graphs, sorted(held.predicates.keys() - axioms.used))
            state = replace(state, whole=True)
            write_state(service, graphs, state)
        client.update(service, _copy(new, graphs.every))
        state = replace(state, step="added")
        write_state(service, graphs, state)


def _take(service: Service, graphs: Graphs, predicates: list[str]) -> None:
    """Copy what is stated, a predicate at a time, into the graph that the rules read."""
    for predicate in predicates:
        stated = service.of_facts(f"?s <{predicate}> ?o")
        client.update(
            service,
            f"INSERT {{ GRAPH <{graphs.every}> {{ ?s <{predicate}> ?o }} }} WHERE {{ {stated} "
            f"FILTER NOT EXISTS {{ GRAPH <{graphs.inferred}> {{ ?s <{predicate}> ?o }} }} }}",
        )


def _fresh(service: Service, graphs: Graphs, held: Held, state: State) -> frozenset[str]:
    """The relations of which the last round made something new; at first, all there are."""
    return (held if not state.round else held_by(service, graphs.new(state.round))).relations()


def _fire(
    service: Service, graphs: Graphs, axioms: Axioms, fresh: frozenset[str], state: State
) -> None:
    """Put what follows in one step into a graph of its own."""
    last = graphs.new(state.round) if state.round else None
    home = graphs.new(state.round + 1)
    parts = [
        one
        for instance in axioms.deriving
        for one in branches(axioms, instance, graphs.every, last, fresh)
    ]
    if state.whole:
        parts += equality(graphs.every, last)
    texts = [
        f"INSERT {{ GRAPH <{home}> {{ {head} }} }} WHERE {{ {body} "
        f"FILTER NOT EXISTS {{ GRAPH <{graphs.every}> {{ {head} }} }} }}"
        for head, body in dict.fromkeys(parts)
    ]
    for start in range(0, len(texts), _AT_ONCE):
        client.update(service, " ;\n".join(texts[start : start + _AT_ONCE]))


def _copy(source: str, target: str) -> str:
    return (
        f"INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{source}> {{ ?s ?p ?o }} }}"
    )


def _refuse_axioms(found: Held, service: Service) -> None:
    """Facts that turn out to be axioms would be new rules."""
    names = [p for p in found.predicates if p.startswith((ns.RDFS, ns.OWL)) and p != SAME]
    names += [c for c in found.classes if c.startswith(ns.OWL) and c.endswith("Property")]
    if names:
        raise ServiceLacksFeature(
            f"the facts make axioms ({', '.join(map(ns.shorten, names[:3]))}): this cannot be "
            "reasoned with in a service. Reason here and push: `ozek push`",
            url=service.query,
        )
