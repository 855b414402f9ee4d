"""The project's CONSTRUCT rules, read backwards.

A rule whose WHERE is a list of triples (simple property paths and UNION written out) becomes a rule
like those of the table. What else a query asks, such as filters, is checked by asking it, and named
in the proof as a condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Variable
from rdflib.paths import AlternativePath, InvPath, Path, SequencePath
from rdflib.term import Node

from ozek.reasoning.explain.concrete import (
    Binding,
    Concrete,
    Pattern,
    Term,
    concretes,
    ground,
)
from ozek.reasoning.explain.known import Known
from ozek.reasoning.rl.project_rules import joined_rule
from ozek.terms import from_rdflib

if TYPE_CHECKING:
    from ozek.reasoning.rules import Rule
    from ozek.store import Store

NodePattern = tuple[Any, Any, Any]


def read_backwards(
    rules: Iterable[Rule], known: Known, store: Store | None = None
) -> Iterator[Concrete]:
    """The rules as concrete rules, one for each triple they construct."""
    for rule in rules:
        joined = joined_rule(rule.name, rule.text)
        if joined is not None:
            yield from concretes(joined, known)
        else:
            yield from _of_query(rule, known, store)


def _of_query(rule: Rule, known: Known, store: Store | None) -> Iterator[Concrete]:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    from ozek import namespaces as ns

    algebra = translateQuery(parseQuery(rule.text), initNs=ns.PREFIXES).algebra
    template = algebra.template or []
    for branch in branches(algebra.p):
        conditions = branch.asked
        body = tuple(to_pattern(one, known) for one in branch.patterns + branch.elsewhere)
        for pattern in template:
            head = to_pattern(pattern, known)
            if type(head[1]) is str or (conditions and store is None):
                continue
            check = _checker(rule, head, known, store) if conditions else None
            yield Concrete(rule.name, head, body, (), (), conditions, check)


def _checker(
    rule: Rule, head: Pattern, known: Known, store: Store | None
) -> Callable[[Binding], bool]:
    """Asks the rule itself whether it gives the triple for the things found."""

    def holds(binding: Binding) -> bool:
        from ozek.errors import UsageError
        from ozek.substitution import substitute

        assert store is not None
        terms = {
            name[1:]: known.node(number) for name, number in binding.items() if "·" not in name
        }
        try:
            result = store.query(substitute(rule.text, terms))
        except UsageError:
            return False
        wanted = {tuple(known.terms[n] for n in triple) for triple in ground((head,), binding)}
        return any(
            (str(t.subject).encode(), str(t.predicate).encode(), str(t.object).encode()) in wanted
            for t in result
        )

    return holds


@dataclass(frozen=True)
class Branch:
    """One way in which a WHERE clause can hold.

    ``patterns`` are to match the facts, ``elsewhere`` those that are to match some named graph (and
    may be facts), ``asked`` names what else there is: FILTER, OPTIONAL, MINUS, …
    """

    patterns: tuple[NodePattern, ...] = ()
    elsewhere: tuple[NodePattern, ...] = ()
    asked: tuple[str, ...] = ()

    def __add__(self, other: Branch) -> Branch:
        return Branch(
            self.patterns + other.patterns,
            self.elsewhere + other.elsewhere,
            self.asked + other.asked,
        )


_ASKED = {"LeftJoin": "OPTIONAL", "Extend": "BIND", "Group": "GROUP BY"}
_THROUGH = ("Project", "Distinct", "Reduced", "OrderBy", "Slice", "AggregateJoin")


def branches(part: Any) -> list[Branch]:
    """The ways in which a WHERE clause, as rdflib's algebra has it, can hold."""
    name = getattr(part, "name", "?")
    if name == "BGP":
        return _without_paths(part.triples)
    if name == "Join":
        return [one + two for one in branches(part.p1) for two in branches(part.p2)]
    if name == "Union":
        return branches(part.p1) + branches(part.p2)
    if name in _THROUGH:
        return branches(part.p)
    if name == "ToMultiSet":
        return branches(part.p) if part.p is not None else [Branch(asked=("VALUES",))]
    if name == "Graph":
        inner = (one for one in branches(part.p))
        return [Branch((), one.patterns + one.elsewhere, ("GRAPH", *one.asked)) for one in inner]
    asked = Branch(asked=(_ASKED.get(name, name.upper()),))
    if name in ("LeftJoin", "Minus"):
        return [one + asked for one in branches(part.p1)]
    if name in ("Filter", "Extend", "Group"):
        return [one + asked for one in branches(part.p)]
    return [asked]


def optional_parts(part: Any) -> Iterator[tuple[NodePattern, ...]]:
    """The triple patterns of the OPTIONAL parts of a WHERE clause."""
    if getattr(part, "name", "") == "LeftJoin":
        yield from (one.patterns for one in branches(part.p2))
    for name in ("p", "p1", "p2"):
        inner = getattr(part, "get", lambda _: None)(name)
        if inner is not None and not (name == "p2" and part.name == "Minus"):
            yield from optional_parts(inner)


def _without_paths(triples: Iterable[NodePattern]) -> list[Branch]:
    """Triple patterns with simple property paths written out."""
    found = [Branch()]
    for number, (s, p, o) in enumerate(triples):
        found = [one + more for one in found for more in _path(s, p, o, str(number))]
    return found


def _path(s: Node, p: Any, o: Node, place: str) -> list[Branch]:
    if not isinstance(p, Path):
        return [Branch(((s, p, o),))]
    if isinstance(p, InvPath):
        return _path(o, p.arg, s, place)
    if isinstance(p, AlternativePath):
        return [one for part in p.args for one in _path(s, part, o, place)]
    if isinstance(p, SequencePath):
        found, last = [Branch()], len(p.args) - 1
        for step, part in enumerate(p.args):
            left = s if step == 0 else Variable(f"·{place}·{step}")
            right = o if step == last else Variable(f"·{place}·{step + 1}")
            options = _path(left, part, right, f"{place}·{step}")
            found = [one + more for one in found for more in options]
        return found
    return [Branch(asked=(p.n3(),))]


def to_pattern(pattern: NodePattern, known: Known) -> Pattern:
    """A pattern of rdflib terms as one of numbers and variables."""

    def term(node: Any) -> Term:
        if isinstance(node, Variable):
            return f"?{node}"
        if isinstance(node, BNode):
            return f"?·{node}"
        return known.number(str(from_rdflib(node)))

    s, p, o = pattern
    return term(s), term(p), term(o)
