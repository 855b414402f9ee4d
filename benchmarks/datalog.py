"""The same rules for Nemo: Özek's rule table, made concrete by an ontology's axioms, as Datalog.

Classes and properties that some rule reads become relations of their own, as somebody who knows
Datalog would write them. What is not translated says nothing about things: rules about terms
(scm-…), datatypes of literals, and that everything equals itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from ozek.namespaces import OWL, RDF, RDF_FIRST, RDF_NIL, RDF_REST, XSD
from ozek.reasoning.rl.table import RULES, Atom, is_variable

TYPE = f"<{RDF}type>"
SAME = f"<{OWL}sameAs>"
LISTS = ("EACH", "SOME", "PATH", "PAIR")
NUMBERS = {"ZERO": "0", "ONE": "1"}
LEFT_OUT = ("eq-", "scm-", "dt-", "prp-ap", "cls-thing", "cls-nothing1")

Triple = tuple[str, str, str]
Binding = dict[str, str]


def program(ontology: Iterable[Triple], facts: str, out: str) -> str:
    """Return a Nemo program that reads N-Triples from ``facts`` and exports the closure to ``out``.

    ``ontology``: its triples, the terms as N-Triples text.
    """
    return _Program(_Axioms(ontology)).text(facts, out)


class _Axioms:
    """The ontology's triples, and the ways in which a rule's axioms are found in them."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.by_predicate: dict[str, list[Triple]] = {}
        for triple in triples:
            self.by_predicate.setdefault(triple[1], []).append(triple)
        self.first = {s: o for s, _, o in self.by_predicate.get(f"<{RDF_FIRST}>", [])}
        self.rest = {s: o for s, _, o in self.by_predicate.get(f"<{RDF_REST}>", [])}

    def members(self, head: str) -> list[str]:
        found = []
        while head != f"<{RDF_NIL}>":
            found.append(self.first[head])
            head = self.rest[head]
        return found

    def matches(
        self, atoms: tuple[Atom, ...], facts: list[Atom], known: Binding
    ) -> Iterator[tuple[Binding, list[Atom]]]:
        """Yield every way to fulfil ``atoms``, with ``facts`` spelt out over the lists in them."""
        if not atoms:
            yield known, facts
            return
        first, rest = atoms[0], atoms[1:]
        if first[0] in NUMBERS:
            if known[first[1]].startswith(f'"{NUMBERS[first[0]]}"'):
                yield from self.matches(rest, facts, known)
        elif first[0] in LISTS:
            form, head, *variables = first
            members = self.members(known[head])
            if form == "EACH":
                yield from self.matches(rest, list(_each(facts, variables[0], members)), known)
            elif form == "PATH":
                yield from self.matches(rest, list(_path(facts, variables[0], members)), known)
            else:
                for chosen in combinations(members, len(variables)):
                    found = known | dict(zip(variables, chosen, strict=True))
                    yield from self.matches(rest, facts, found)
        else:
            for triple in self.by_predicate.get(first[1], []):
                found = known | dict(zip(first, triple, strict=True))
                if _bound(first, found) == triple and all(found[k] == known[k] for k in known):
                    yield from self.matches(rest, facts, found)


def _bound(atom: Atom, binding: Binding) -> Atom:
    return tuple(binding.get(word, word) if is_variable(word) else word for word in atom)


def _each(facts: list[Atom], variable: str, members: list[str]) -> Iterator[Atom]:
    """The premises with ``variable`` once per member, with variables of their own."""
    shared = {word for atom in facts if variable not in atom for word in atom}
    shared |= {"?x", "?y"}
    for atom in facts:
        if variable not in atom:
            yield atom
            continue
        for number, member in enumerate(members):
            own = {w: f"{w}{number}" for w in atom if is_variable(w) and w not in shared}
            yield _bound(atom, own | {variable: member})


def _path(facts: list[Atom], variable: str, members: list[str]) -> Iterator[Atom]:
    """The premise with ``variable`` as a chain over the members."""
    for atom in facts:
        if variable not in atom:
            yield atom
            continue
        start, _, end = atom
        stops = [start, *(f"?via{n}" for n in range(len(members) - 1)), end]
        for (here, there), member in zip(pairwise(stops), members, strict=True):
            yield here, member, there


class _Program:
    """Relations and rules in the making."""

    def __init__(self, axioms: _Axioms) -> None:
        self.classes: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.rules: dict[str, None] = {}
        for rule in RULES:
            if rule.name.startswith(LEFT_OUT):
                continue
            for binding, facts in axioms.matches(rule.axioms, list(rule.facts), {}):
                body = [_bound(atom, binding) for atom in facts]
                heads = [_bound(atom, binding) for atom in rule.heads]
                self.add(rule.name, heads, body)

    def add(self, name: str, heads: list[Atom], body: list[Atom]) -> None:
        premises = [self.relation(atom) for atom in body]
        if not heads:
            variable = next((w for atom in body for w in atom if is_variable(w)), '""')
            self.rules[f'clash("{name}", {variable}) :- {", ".join(premises)} .'] = None
        for head in heads:
            if head in body or (head[1] == TYPE and head[2].startswith(f"<{XSD}")):
                continue
            unequal = [f"{head[0]} != {head[2]}"] if head[1] == SAME else []
            tail = ", ".join(premises + unequal)
            self.rules[f"{self.relation(head)} {':- ' + tail if tail else ''} ."] = None

    def relation(self, atom: Atom) -> str:
        """An atom over the relation of its class or property."""
        subject, predicate, value = atom
        if predicate == TYPE:
            return f"{self.classes.setdefault(value, f'c{len(self.classes)}')}({subject})"
        name = self.properties.setdefault(predicate, f"p{len(self.properties)}")
        return f"{name}({subject}, {value})"

    def text(self, facts: str, out: str) -> str:
        same = self.relation(("?x", SAME, "?y"))
        lines = [f'@import t :- ntriples {{ resource = "{facts}" }} .', *self.rules]
        lines += [
            f"{self.relation(('?y', SAME, '?x'))} :- {same} .",
            f"{self.relation(('?x', SAME, '?z'))} :- {same}, {self.relation(('?y', SAME, '?z'))} .",
            f"out(?y, ?p, ?o) :- {same}, t(?x, ?p, ?o) .",
            f"out(?s, ?p, ?y) :- {same}, t(?s, ?p, ?x) .",
            "out(?s, ?p, ?o) :- t(?s, ?p, ?o) .",
        ]
        for cls, name in self.classes.items():
            lines.append(f"{name}(?y) :- {same}, {name}(?x) .")
            if not cls.startswith("_:"):
                lines.append(f"{name}(?x) :- t(?x, {TYPE}, {cls}) .")
                lines.append(f"out(?x, {TYPE}, {cls}) :- {name}(?x) .")
        for prop, name in self.properties.items():
            lines.append(f"{name}(?x, ?y) :- t(?x, {prop}, ?y) .")
            lines.append(f"out(?x, {prop}, ?y) :- {name}(?x, ?y) .")
            if prop != SAME:
                lines.append(f"{name}(?y, ?z) :- {same}, {name}(?x, ?z) .")
                lines.append(f"{name}(?z, ?y) :- {same}, {name}(?z, ?x) .")
        lines.append(f'@export out :- ntriples {{ resource = "{out}" }} .')
        if any(rule.startswith("clash(") for rule in self.rules):
            lines.append('@export clash :- csv { resource = "clashes.csv" } .')
        return "\n".join(lines) + "\n"
