"""Özek's own engine behind ``reason``: the facts of a store, closed over columns."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import OWL, RDF, Graph
from rdflib.term import Node

from ozek import __version__
from ozek.columns import columns_of
from ozek.reasoning.axioms import Triple
from ozek.reasoning.clashes import Clash, Fact, Finding, show
from ozek.reasoning.clashes import clash as worded
from ozek.reasoning.rl import Clash as FoundClash
from ozek.reasoning.rl import Closure, close
from ozek.reasoning.rl.project_rules import joined_rule
from ozek.reasoning.rules import Rule, apply
from ozek.terms import from_rdflib, to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

NAME = "ozek"
_FACTS = "urn:ozek:facts"
_SAME = f"<{OWL.sameAs}>"


@dataclass(frozen=True)
class Closed:
    """A closure, what was derived (as canonical N-Triples) and how much, and how often it ran."""

    closure: Closure
    derived: bytes
    count: int
    rounds: int

    def to_graph(self) -> Graph:
        """Everything stated and derived, as an rdflib graph."""
        graph = Graph()
        for triple in _parsed(self.closure, stated=True):
            graph.add(_nodes(triple))
        return graph


def engine_version() -> str:
    """The version of the engine: that of the toolkit."""
    return __version__


def close_store(store: Store, graphs: Iterable[str], rules: Iterable[Rule]) -> Closed:
    """Close what stands in ``graphs`` under OWL 2 RL and the project's rules.

    A rule that is a plain join of triple patterns runs in the same fixpoint; any other is asked as
    SPARQL in rounds, until nothing new comes. Raises InputError for axioms that no rule covers.
    """
    loaded = tuple(rules)
    columns = columns_of(store).in_graphs(graphs)
    compiled = {rule.name: joined_rule(rule.name, rule.text) for rule in loaded}
    joins = [rule for rule in compiled.values() if rule is not None]
    asked = [rule for rule in loaded if compiled[rule.name] is None]
    stated = [quad.triple for quad in columns.quads()] if asked else []
    added: set[ox.Triple] = set()
    rounds = 0
    while True:
        closure = close(columns, rules=joins)
        rounds += closure.rounds
        if not asked:
            break
        new = _asked(asked, [*stated, *added, *_parsed(closure, stated=False)])
        if not new:
            break
        added.update(new)
        columns = columns_of([*stated, *added])
    out = io.BytesIO()
    ox.serialize(added, out, format=ox.RdfFormat.N_TRIPLES)
    count = len(added) + closure.write(out, stated=False)
    return Closed(closure, out.getvalue(), count, rounds)


def clash(found: FoundClash) -> Clash:
    """A contradiction that only this engine sees, such as an ill-typed literal, for people."""
    facts = [Fact(_read(triple), (), ()) for triple in found.facts]
    axiom = "; ".join(" ".join(map(show, _read(triple))) for triple in found.axioms)
    focus = _read((found.focus, _SAME, found.focus))[0] if found.focus[0] != '"' else None
    subject = focus if focus is not None else (facts[0].triple[2] if facts else RDF.nil)
    return worded(Finding(found.rule, axiom, subject, (), "contradicts the model"), facts)


def _read(triple: tuple[str, str, str]) -> Triple:
    (quad,) = ox.parse(" ".join(triple) + " .", format=ox.RdfFormat.N_TRIPLES)
    return _nodes(quad.triple)


def _asked(rules: Iterable[Rule], facts: Iterable[ox.Triple]) -> set[ox.Triple]:
    """What SPARQL rules add to the facts."""
    from ozek.store import Store

    known = set(facts)
    scratch = Store()
    scratch.replace_graph(_FACTS, known, "EditorialGraph")
    scratch.refresh_facts()
    new: set[ox.Triple] = set()
    for rule in rules:
        for s, p, o in apply(rule, scratch):
            subject: Any = from_rdflib(s)
            predicate: Any = from_rdflib(p)
            new.add(ox.Triple(subject, predicate, from_rdflib(o)))
    return new - known


def _parsed(closure: Closure, *, stated: bool) -> list[ox.Triple]:
    out = io.BytesIO()
    closure.write(out, stated=stated)
    parsed: Any = ox.parse(out.getvalue(), format=ox.RdfFormat.N_TRIPLES)
    return [quad.triple for quad in parsed]


def _nodes(triple: ox.Triple) -> tuple[Node, Node, Node]:
    return to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)
