"""Contradictions: every rule that ends in FALSE, asked of the service over the finished closure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import InconsistencyError, ServiceLacksFeature
from ozek.reasoning.rl import datatypes
from ozek.reasoning.rl.compile import Instance
from ozek.reasoning.rl.joins import Step
from ozek.reasoning.rules import Rule as ProjectRule
from ozek.remote import client
from ozek.remote.around import judged
from ozek.remote.reasoning.axioms import Axioms
from ozek.remote.reasoning.branches import pattern, relation_of, triple, variables
from ozek.remote.reasoning.state import Graphs
from ozek.remote.service import Service
from ozek.remote.vocabulary import SAME

_AT_ONCE = 20
_MOST = 1000
"""How many contradictions are looked into."""


def find_clashes(
    service: Service, base: str, axioms: Axioms, every: str, rules: tuple[ProjectRule, ...]
) -> None:
    """Raise InconsistencyError if the facts in the graph ``every`` contradict the ontology.

    Raises ServiceLacksFeature where values would have to be made equal.
    """
    about = [*_repeated(axioms), *_asked(service, axioms, every), *_values(service, axioms, every)]
    if about:
        raise InconsistencyError(judged(service, base, about, rules).clashes)


def find_warnings(
    service: Service, graphs: Graphs, rounds: int, rules: tuple[ProjectRule, ...]
) -> tuple[str, ...]:
    """What a person should look at: named things that are derived to be the same."""
    about: dict[Any, None] = {}
    for name in graphs.derived(rounds):
        text = f"SELECT DISTINCT ?s WHERE {{ GRAPH <{name}> {{ ?s <{SAME}> ?o }} }} LIMIT {_MOST}"
        about |= dict.fromkeys(row[0] for row in client.rows(service, text).tuples())
    return judged(service, graphs.base, about, rules).warnings if about else ()


def _repeated(axioms: Axioms) -> Iterator[ox.NamedNode]:
    """What one axiom says to differ from itself: a list of different things that names it twice."""
    for instance in axioms.clashing:
        if instance.groups and relation_of(axioms, instance.groups[0][0]) == SAME:
            texts = [axioms.text(_number(group[0].s)) for group in instance.groups]
            for text in dict.fromkeys(texts):
                if texts.count(text) > 1:
                    yield ox.NamedNode(text[1:-1])


def _asked(service: Service, axioms: Axioms, every: str) -> list[Any]:
    """The things that some contradiction is about."""
    parts = list(_patterns(axioms, every))
    found: dict[Any, None] = {}
    for start in range(0, len(parts), _AT_ONCE):
        union = " UNION ".join(f"{{ {one} }}" for one in parts[start : start + _AT_ONCE])
        text = f"SELECT DISTINCT ?s WHERE {{ {union} }} LIMIT {_MOST}"
        found |= dict.fromkeys(row[0] for row in client.rows(service, text).tuples())
    return list(found)


def _patterns(axioms: Axioms, every: str) -> Iterator[str]:
    """A pattern for each way to contradict the ontology; ``?s`` is what it is about."""
    for instance in axioms.clashing:
        if instance.groups:
            yield _grouped(axioms, instance, every)
        else:
            yield _joined(axioms, instance, every)


def _joined(axioms: Axioms, instance: Instance, every: str) -> str:
    """A body; what has to be equal is one thing, or said to be the same."""
    equal = [step for step in instance.body if relation_of(axioms, step) == SAME]
    others = [step for step in instance.body if step not in equal]
    names = {name: f"?v{at}" for at, name in enumerate(variables(instance))}
    one_thing = dict(names)
    for step in equal:
        if isinstance(step.s, str) and isinstance(step.o, str):
            one_thing[step.o] = one_thing[step.s]

    def body(steps: list[Step], called: dict[str, str]) -> str:
        parts = [pattern(axioms, step, every, called) for step in steps]
        first = (others or steps)[0]
        return " ".join([*parts, f"BIND({triple(axioms, first, called)[0]} AS ?s)"])

    if not equal:
        return body(others, names)
    apart = body([*others, *equal], names)
    return f"{{ {apart} }} UNION {{ {body(others, one_thing)} }}" if others else apart


def _grouped(axioms: Axioms, instance: Instance, every: str) -> str:
    """Two of several bodies that hold for the same things."""
    if relation_of(axioms, instance.groups[0][0]) == SAME:
        texts = [axioms.text(_number(group[0].s)) for group in instance.groups]
        members = " ".join(dict.fromkeys(texts))
        return (
            f"VALUES ?s {{ {members} }} VALUES ?t {{ {members} }} "
            f"GRAPH <{every}> {{ ?s <{SAME}> ?t }} FILTER(?s != ?t)"
        )
    steps = [step for group in instance.groups for step in group]
    found = dict.fromkeys(name for step in steps for name in step.variables())
    names = {name: "?s" if at == 0 else f"?v{at}" for at, name in enumerate(found)}
    parts = []
    for place, group in enumerate(instance.groups):
        body = " ".join(pattern(axioms, step, every, names) for step in group)
        parts.append(f"{{ {body} BIND({place} AS ?place) }}")
    keys = " ".join(names.values())
    return (
        f"{{ SELECT {keys} WHERE {{ {' UNION '.join(parts)} }} GROUP BY {keys} "
        "HAVING (COUNT(DISTINCT ?place) > 1) }"
    )


def _number(term: str | int) -> int:
    assert isinstance(term, int)
    return term


# Values ------------------------------------------------------------------------------------------


def _values(service: Service, axioms: Axioms, every: str) -> list[Any]:
    """The things with values that contradict the ontology: two where there may be one, or one that
    is not in the datatype it should be in."""
    found: dict[Any, None] = {}
    for instance in axioms.deriving:
        names = {name: f"?v{at}" for at, name in enumerate(variables(instance))}
        body = " ".join(pattern(axioms, step, every, names) for step in instance.body)
        for head in instance.heads:
            if relation_of(axioms, head) == SAME:
                found |= dict.fromkeys(_unequal(service, axioms, head, names, body))
            elif head.relation < 0:
                name = axioms.text(~head.relation)[1:-1]
                if name in datatypes.DATATYPES and isinstance(head.s, str):
                    found |= dict.fromkeys(_outside(service, name, names[head.s], body))
    return list(found)


def refuse_mixed_values(service: Service, axioms: Axioms, every: str) -> None:
    """Raise ServiceLacksFeature if a rule asks for the same value in two places, and the values in
    the graph ``every`` are of several datatypes: Virtuoso takes ``true`` for 1."""
    if not service.virtuoso:
        return
    joined = set(_joined_by_value(axioms))
    names = sorted({name for predicates in joined for name in predicates})
    if not names:
        return
    wanted = ", ".join(f"<{name}>" for name in names)
    text = (
        f"SELECT DISTINCT ?p (DATATYPE(?o) AS ?d) WHERE {{ GRAPH <{every}> {{ ?s ?p ?o }} "
        f"FILTER(?p IN ({wanted}) && isLiteral(?o)) }}"
    )
    rows = list(client.rows(service, text))
    for predicates in sorted(joined):
        found = {row["d"].value for row in rows if "d" in row and row["p"].value in predicates}
        kinds = sorted(ns.shorten(one) for one in found - {ns.XSD + "string"})
        if len(kinds) > 1:
            raise ServiceLacksFeature(
                f"a rule compares the values of {ns.shorten(predicates[0])}, which are "
                f"{' and '.join(kinds)}: this service takes equal values of several datatypes for "
                "one. Reason here and push: `ozek push`",
                url=service.query,
            )


def _joined_by_value(axioms: Axioms) -> Iterator[tuple[str, ...]]:
    """The predicates that have to have one and the same value, which may be a literal."""
    for instance in (*axioms.deriving, *axioms.clashing):
        steps = [*instance.body, *(step for group in instance.groups for step in group)]
        subjects = {step.s for step in steps}
        for value in {step.o for step in steps if isinstance(step.o, str)} - subjects:
            places = [relation_of(axioms, step) for step in steps if step.o == value]
            if len(places) > 1:
                yield tuple(sorted(set(places)))


def _unequal(
    service: Service, axioms: Axioms, head: Step, names: dict[str, str], body: str
) -> Iterator[Any]:
    """What has two values that a rule would make one."""
    one, _, two = triple(axioms, head, names)
    told = " ".join(dict.fromkeys(["?v0", one, two]))
    text = (
        f"SELECT DISTINCT {told} WHERE {{ {body} FILTER((isLiteral({one}) || "
        f"isLiteral({two})) && !sameTerm({one}, {two})) }} LIMIT {_MOST}"
    )
    for row in client.rows(service, text):
        left, right = row[one[1:]], row[two[1:]]
        both = isinstance(left, ox.Literal) and isinstance(right, ox.Literal)
        if both and datatypes.differ(str(left).encode(), str(right).encode()):
            yield row["v0"]
            continue
        raise ServiceLacksFeature(
            f"the rules make {left} and {right} one thing: values are made equal only where the "
            "facts are at hand. Reason here and push: `ozek push`",
            url=service.query,
        )


def _outside(service: Service, datatype: str, value: str, body: str) -> Iterator[Any]:
    """What has a value outside a datatype that an axiom asks for."""
    told = " ".join(dict.fromkeys(["?v0", value]))
    text = (
        f"SELECT DISTINCT {told} WHERE {{ {body} FILTER(isLiteral({value}) && "
        f"DATATYPE({value}) != <{datatype}>) }}"
    )
    for row in client.rows(service, text):
        held = datatypes.value_of(str(row[value[1:]]).encode())
        if held is not None and not datatypes.holds(datatype, held):
            yield row["v0"]
