"""Checks proofs step by step, knowing nothing of how they were found.

Each step's rule is taken from the rule table by name and matched, in rdflib terms, against the
premises and axioms that the proof gives; a CONSTRUCT rule is run over its premises alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import BNode, Node

from ozek.reasoning import Rule
from ozek.reasoning.explain import Proof
from ozek.reasoning.rl.table import RULE, Atom

Triple = tuple[Node, Node, Node]
Binding = dict[str, Node]


def replay(
    proof: Proof,
    stated: Callable[[Triple], bool],
    lists: Graph,
    rules: dict[str, Rule] | None = None,
) -> list[str]:
    """What is wrong with a proof; nothing, if it proves its conclusion from stated triples.

    ``lists``: a graph with the RDF lists of the ontology.
    """
    wrong = []
    for step in proof.nodes():
        if step.rule == "stated":
            if step.premises or step.axioms or not stated(step.triple):
                wrong.append(f"not stated: {step.triple}")
        elif not _holds(step, lists, rules or {}):
            given = [part.triple for part in step.premises + step.axioms]
            wrong.append(f"{step.rule} does not give {step.triple} from {given}")
    return wrong


def _holds(step: Proof, lists: Graph, rules: dict[str, Rule]) -> bool:
    if step.rule in rules:
        return _constructed(step, rules[step.rule])
    if step.rule == "thing":
        return step.triple[1] == RDF.type and step.triple[2] in (OWL.Thing, RDFS.Resource)
    rule = RULE[step.rule]
    if step.rule == "eq-ref":
        return step.triple[1] == OWL.sameAs and step.triple[0] == step.triple[2]
    axioms = [part.triple for part in step.axioms]
    facts = [part.triple for part in step.premises]
    for binding, body in _expanded(list(rule.axioms), list(rule.facts), axioms, {}, lists):
        for answer, used in _answers(body, facts, binding):
            if used != set(facts):
                continue
            if step.triple is None:
                if rule.is_clash:
                    return True
            elif any(_ground(head, answer) == step.triple for head in rule.heads):
                return True
    return False


def _constructed(step: Proof, rule: Rule) -> bool:
    graph = Graph()
    for part in step.premises:
        graph.add(part.triple)
    return step.triple in set(graph.query(rule.text).graph)


def _expanded(
    axioms: list[Atom], facts: list[Atom], given: list[Triple], binding: Binding, lists: Graph
) -> Iterator[tuple[Binding, list[Atom]]]:
    """The rule's facts once its axioms are matched and its list forms are written out."""
    if not axioms:
        yield binding, facts
        return
    atom, rest = axioms[0], axioms[1:]
    if atom[0] in ("ZERO", "ONE"):
        value = binding[atom[1]]
        if isinstance(value, Literal) and int(value) == ("ZERO", "ONE").index(atom[0]):
            yield from _expanded(rest, facts, given, binding, lists)
    elif atom[0] == "SOME":
        for member in lists.items(binding[atom[1]]):
            yield from _expanded(rest, facts, given, {**binding, atom[2]: member}, lists)
    elif atom[0] == "PAIR":
        for one, two in combinations(list(lists.items(binding[atom[1]])), 2):
            for left, right in ((one, two), (two, one)):
                more = {**binding, atom[2]: left, atom[3]: right}
                yield from _expanded(rest, facts, given, more, lists)
    elif atom[0] in ("EACH", "PATH"):
        members = list(lists.items(binding[atom[1]]))
        write = _each if atom[0] == "EACH" else _path
        more = dict(binding)
        body = write(facts, atom[2], members, more)
        yield from _expanded(rest, body, given, more, lists)
    else:
        for triple in given:
            bound = _unified(atom, triple, binding)
            if bound is not None:
                yield from _expanded(rest, facts, given, bound, lists)


def _each(facts: list[Atom], name: str, members: list[Node], binding: Binding) -> list[Atom]:
    body = [atom for atom in facts if name not in atom]
    outside = {term for atom in body for term in atom}
    heads = ("?x", "?y")
    for place, member in enumerate(members):
        binding[f"{name}{place}"] = member
        for atom in facts:
            if name in atom:
                body.append(
                    tuple(
                        f"{name}{place}"
                        if term == name
                        else term
                        if not term.startswith("?") or term in outside or term in heads
                        else f"{term}{place}"
                        for term in atom
                    )
                )
    return body


def _path(facts: list[Atom], name: str, members: list[Node], binding: Binding) -> list[Atom]:
    ((start, _, end),) = facts
    stops = [start, *(f"?between{n}" for n in range(1, len(members))), end]
    for place, member in enumerate(members):
        binding[f"{name}{place}"] = member
    return [(stops[n], f"{name}{n}", stops[n + 1]) for n in range(len(members))]


def _answers(
    body: list[Atom], facts: list[Triple], binding: Binding, used: frozenset[Triple] = frozenset()
) -> Iterator[tuple[Binding, set[Triple]]]:
    if not body:
        yield binding, set(used)
        return
    for triple in facts:
        bound = _unified(body[0], triple, binding)
        if bound is not None:
            yield from _answers(body[1:], facts, bound, used | {triple})


def _unified(atom: Atom, triple: Triple, binding: Binding) -> Binding | None:
    result = dict(binding)
    for term, node in zip(atom, triple, strict=True):
        if term.startswith("?"):
            if result.setdefault(term, node) != node:
                return None
        elif _node(term) != node:
            return None
    return result


def _ground(atom: Atom, binding: Binding) -> tuple[Node | None, ...]:
    return tuple(binding.get(t) if t.startswith("?") else _node(t) for t in atom)


def _node(term: str) -> Node:
    return BNode(term[2:]) if term.startswith("_:") else URIRef(term[1:-1])


def ground_steps(closure: set[Triple], lists: Graph) -> Iterator[tuple[Triple, tuple[Triple, ...]]]:
    """Every way to apply a rule of the table within a closure: the conclusion and what it needs.

    Without those in which equal terms replace each other in owl:sameAs: proofs say this by eq-sym
    and eq-trans.
    """
    given = list(closure)
    for rule in RULE.values():
        words = {t for atom in (*rule.axioms, *rule.facts, *rule.heads) for t in atom}
        if rule.is_clash or words & {"ANNOTATION", "DATATYPE", "LITERAL"} or rule.name == "eq-ref":
            continue
        for binding, body in _expanded(list(rule.axioms), list(rule.facts), given, {}, lists):
            axioms = _matched(rule.axioms, binding)
            for answer, _ in _answers(body, given, binding):
                needs = (*axioms, *(_ground(atom, answer) for atom in body))
                for head in rule.heads:
                    made = _ground(head, answer)
                    if not (rule.name.startswith("eq-rep") and made[1] == OWL.sameAs):
                        yield made, needs  # type: ignore[misc]
    for term in {t for triple in closure for t in triple}:
        yield (term, OWL.sameAs, term), ()
        for thing in (OWL.Thing, RDFS.Resource):
            yield (term, RDF.type, thing), ()


def _matched(axioms: tuple[Atom, ...], binding: Binding) -> list[Triple]:
    forms = ("EACH", "SOME", "PATH", "PAIR", "ZERO", "ONE")
    return [_ground(a, binding) for a in axioms if a[0] not in forms]  # type: ignore[misc]
