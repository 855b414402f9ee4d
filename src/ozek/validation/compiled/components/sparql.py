"""SPARQL-based constraints (SHACL 5) and constraint components (SHACL 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from ozek.errors import InputError
from ozek.substitution import variables
from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import component, ill_formed, sh
from ozek.validation.compiled.found import Constraint, Found, Run, Shape, Values, results
from ozek.validation.compiled.paths import SH, Path
from ozek.validation.compiled.queries import SHAPES_GRAPH, plan, prepared, refuse_forbidden
from ozek.validation.compiled.running import Question, Runner, Solution
from ozek.validation.compiled.sets import ids, pack, unpack
from ozek.validation.compiled.terms import text_of

_ALWAYS = {"this", "shapesGraph", "currentShape"}


@dataclass(frozen=True, eq=False)
class _Query:
    node: Node
    text: str
    messages: tuple[Literal, ...]
    constants: dict[str, bytes]


def compile_sparql(graph: Graph, node: Node, path: Path | None) -> Iterator[Constraint]:
    """The ``sh:sparql`` constraints of a shape, and the custom components it has parameters for."""
    for value in read.values(graph, node, "sparql"):
        if not read.truth(graph, value, "deactivated"):
            query = _query(graph, node, value, "select", path, {})
            yield Constraint(component("SPARQL"), _select(query, component("SPARQL"), value))
    for one in custom_components(graph):
        yield from _custom(graph, node, one, path)


def custom_components(graph: Graph) -> list[Node]:
    """The constraint components that a shapes graph declares."""
    kinds: list[Node] = [sh("ConstraintComponent")]
    for kind in kinds:
        kinds += [k for k in graph.subjects(RDFS.subClassOf, kind) if k not in kinds]
    found = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
    return sorted((one for one in found if not str(one).startswith(SH)), key=str)


def _custom(graph: Graph, node: Node, one: Node, path: Path | None) -> Iterator[Constraint]:
    needed, optional = _parameters(graph, one)
    if not needed or not all((node, iri, None) in graph for iri in needed.values()):
        return
    kind = "nodeValidator" if path is None else "propertyValidator"
    validators = read.values(graph, one, kind) or read.values(graph, one, "validator")
    if not validators:
        return  # SHACL 6.2.3: without a suitable validator the constraint is ignored
    validator = validators[0]
    ask = (validator, sh("ask"), None) in graph
    given = {
        name: sorted(graph.objects(node, iri), key=lambda value: value.n3())
        for name, iri in (needed | optional).items()
        if (node, iri, None) in graph
    }
    several = [name for name, values in given.items() if len(values) > 1]
    if several and len(needed | optional) > 1:
        raise ill_formed(node, f"has more than one value for the parameter {several[0]}")
    for value in given[several[0]] if several else [None]:
        bound = {n: value if value is not None else v[0] for n, v in given.items()}
        constants = {name: text_of(term) for name, term in bound.items()}
        query = _query(graph, node, validator, "ask" if ask else "select", path, constants)
        iri = URIRef(str(one))
        yield Constraint(iri, _ask(query, iri) if ask else _select(query, iri, None))


def _parameters(graph: Graph, one: Node) -> tuple[dict[str, Node], dict[str, Node]]:
    """Parameter names → predicates: mandatory ones, optional ones (SHACL 6.2.1)."""
    needed: dict[str, Node] = {}
    optional: dict[str, Node] = {}
    for parameter in graph.objects(one, sh("parameter")):
        path = read.only(graph, parameter, "path")
        if not isinstance(path, URIRef):
            raise InputError(f"the shapes cannot be used: a parameter of <{one}> has no sh:path")
        name = re.split(r"[#/:]", str(path))[-1]
        kind = optional if read.truth(graph, parameter, "optional") else needed
        kind[name] = path
    return needed, optional


def _query(
    graph: Graph,
    node: Node,
    source: Node,
    kind: str,
    path: Path | None,
    constants: dict[str, bytes],
) -> _Query:
    value = read.only(graph, source, kind)
    if not isinstance(value, Literal):
        raise ill_formed(node, f"has a SPARQL constraint without sh:{kind}")
    prebound = _ALWAYS | set(constants) | ({"value"} if kind == "ask" else set())
    refuse_forbidden(str(value), prebound)
    text = prepared(graph, source, str(value), None if path is None else path.sparql())
    used = variables(text)
    if "shapesGraph" in used:
        constants = constants | {"shapesGraph": f"<{SHAPES_GRAPH}>".encode()}
    if "currentShape" in used:
        constants = constants | {"currentShape": text_of(node)}
    messages = [m for m in read.values(graph, source, "message") if isinstance(m, Literal)]
    return _Query(source, text, tuple(messages), constants)


def _runner(run: Run) -> Runner:
    assert isinstance(run.queries, Runner)
    return run.queries


def _select(
    query: _Query, iri: URIRef, constraint: Node | None
) -> Callable[[Run, Shape, Values], Iterator[Found]]:
    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        """One result per distinct solution (SHACL 5.3.2 says what becomes of its variables)."""
        if not len(values.foci):
            return
        term, number = run.facts.term, run.facts.number
        runs = [{"this": term(focus)} for focus in values.foci.tolist()]
        question = Question(query.text, plan(query.text), query.constants, runs)
        about, focus, value, path = [], [], [], []
        bindings: list[Solution] = []
        seen: set[tuple[int, frozenset[tuple[str, bytes]]]] = set()
        for i, solution in _runner(run).solutions(run, question):
            if solution.get("failure", b"").startswith(b'"true"'):
                raise InputError(f"the query of {shape.node.n3()} says that validation failed")
            key = (i, frozenset(solution.items()))
            if key in seen:
                continue
            seen.add(key)
            node = int(values.foci[i])
            about.append(node)
            focus.append(node)
            default = node if shape.path is None else -1
            value.append(number(solution["value"]) if "value" in solution else default)
            led = solution.get("path", b"")
            path.append(number(led) if led.startswith(b"<") else -1)
            bindings.append(solution)
        yield Found(
            shape,
            iri,
            ids(about),
            ids(focus),
            ids(value),
            ids(path),
            constraint,
            query.messages,
            tuple(bindings),
        )

    return check


def _ask(query: _Query, iri: URIRef) -> Callable[[Run, Shape, Values], Iterator[Found]]:
    used = variables(query.text)

    def check(run: Run, shape: Shape, values: Values) -> Iterator[Found]:
        """One result per value node for which the query says no (SHACL 6.3.3)."""
        if not len(values.focus):
            return
        term = run.facts.term
        same = np.zeros(len(values.focus), np.int32)
        first = values.focus if "this" in used else same
        second = values.value if "value" in used else same
        keys, inverse = np.unique(pack(first, second), return_inverse=True)
        runs: list[Solution] = []
        for this, value in zip(*(part.tolist() for part in unpack(keys)), strict=True):
            bound: Solution = {"this": term(this)} if "this" in used else {}
            runs.append(bound | ({"value": term(value)} if "value" in used else {}))
        question = Question(
            query.text, replace(plan(query.text), at_once=False), query.constants, runs
        )
        wrong = np.zeros(len(keys), bool)
        wrong[_runner(run).refusals(run, question)] = True
        bad = wrong[inverse.reshape(-1)]
        found = results(shape, iri, values.focus[bad], values.value[bad])
        bindings = tuple(
            query.constants | {"this": term(a), "value": term(b)}
            for a, b in zip(found.focus.tolist(), found.value.tolist(), strict=True)
        )
        yield replace(found, messages=query.messages, bindings=bindings)

    return check
