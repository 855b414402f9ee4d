"""From a shapes graph to compiled shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ozek.errors import InputError
from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.counts import compile_counts
from ozek.validation.compiled.components.nested import compile_nested
from ozek.validation.compiled.components.pairs import compile_pairs
from ozek.validation.compiled.components.parameters import ill_formed, sh
from ozek.validation.compiled.components.sparql import compile_sparql
from ozek.validation.compiled.components.value_tests import compile_value_tests
from ozek.validation.compiled.found import Constraint, Shape
from ozek.validation.compiled.paths import SH, read_path
from ozek.validation.compiled.targets import PROPERTIES, Targets, is_shape, read_targets

_NAMES = """
rule target js expression values SPARQLFunction SPARQLTarget SPARQLTargetType TripleRule
SPARQLRule JSFunction JSRule JSTarget JSConstraint JSValidator
"""
_NOT_COMPILED = frozenset(sh(name) for name in _NAMES.split())


class ShapesError(InputError):
    """Shapes that cannot be used; ``shapes`` are the nodes of those at fault, a cycle in order."""

    def __init__(self, message: str, shapes: tuple[Node, ...], hint: str | None = None) -> None:
        self.shapes = shapes
        super().__init__(message, hint=hint)


@dataclass(frozen=True, eq=False)
class Compiled:
    """The shapes of a shapes graph that have targets, in a fixed order."""

    graph: Graph
    shapes: tuple[tuple[Shape, Targets], ...]

    def part(self, graph: Graph) -> Compiled:
        """Those shapes that have targets in ``graph`` too, which is a part of the shapes graph."""
        kept = tuple(pair for pair in self.shapes if read_targets(graph, pair[0].node))
        return Compiled(graph, kept)


def not_compiled(graph: Graph) -> list[str]:
    """The terms of SHACL Advanced Features and SHACL-JS in a shapes graph, as ``sh:…``."""
    found = {
        term
        for s, p, o in graph
        for term in ((p, o) if p == RDF.type else (p,))
        if term in _NOT_COMPILED
    }
    return sorted("sh:" + str(term).removeprefix(SH) for term in found)


def compile_shapes(graph: Graph) -> Compiled:
    """Compile all shapes that have targets, with all they refer to.

    Raises ShapesError for ill-formed shapes and paths, for a cycle of shapes, for a reference to a
    shape that does not exist, and for queries that SHACL does not allow.
    """
    compiler = _Compiler(graph)
    found = []
    candidates = {s for name in PROPERTIES for s in graph.subjects(sh(name), None)}
    candidates.update(s for s in graph.subjects(RDF.type, None) if is_shape(graph, s))
    for node in sorted(candidates, key=lambda one: one.n3()):
        targets = read_targets(graph, node)
        shape = compiler.shape(node)
        if targets and not shape.deactivated:
            found.append((shape, targets))
    return Compiled(graph, tuple(found))


class _Compiler:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._done: dict[Node, Shape] = {}
        self._open: list[Node] = []

    def shape(self, node: Node) -> Shape:
        """The compiled shape of a node of the shapes graph."""
        if node in self._open:
            cycle = [*self._open[self._open.index(node) :], node]
            names = " → ".join(f"<{one}>" if isinstance(one, URIRef) else "[…]" for one in cycle)
            raise ShapesError(
                f"the shapes cannot be used: a shape refers to itself ({names})",
                tuple(cycle),
                hint="SHACL leaves open what a cycle of shapes means. Cut it: a path with"
                " sh:zeroOrMorePath often says the same.",
            )
        if node not in self._done:
            self._open.append(node)
            try:
                self._done[node] = self._compile(node)
            except ShapesError:
                raise
            except InputError as error:
                raise ShapesError(error.message, (node,), error.hint) from None
            self._open.pop()
        return self._done[node]

    def _compile(self, node: Node) -> Shape:
        graph = self.graph
        if isinstance(node, Literal) or (
            isinstance(node, URIRef) and (node, None, None) not in graph
        ):
            raise InputError(f"the shapes cannot be used: there is no shape {node.n3()}")
        path_node = read.only(graph, node, "path")
        if path_node is None and (node, RDF.type, sh("PropertyShape")) in graph:
            raise ill_formed(node, "is a property shape without sh:path")
        severity = read.only(graph, node, "severity")
        shape = Shape(
            node=node,
            path=None if path_node is None else read_path(graph, path_node),
            path_node=path_node,
            severity=severity if isinstance(severity, URIRef) else sh("Violation"),
            messages=tuple(
                one for one in read.values(graph, node, "message") if isinstance(one, Literal)
            ),
            deactivated=read.truth(graph, node, "deactivated"),
        )
        if shape.deactivated:
            return shape
        return replace(shape, constraints=tuple(self._constraints(node, shape)))

    def _constraints(self, node: Node, shape: Shape) -> Iterator[Constraint]:
        graph, property_shape = self.graph, shape.path is not None
        yield from compile_counts(graph, node, property_shape=property_shape)
        yield from compile_value_tests(graph, node)
        yield from compile_pairs(graph, node, property_shape=property_shape)
        yield from compile_nested(graph, node, self.shape, property_shape=property_shape)
        yield from compile_sparql(graph, node, shape.path)
