"""Property paths (SHACL 2.3.1): read, evaluated for many nodes at once, written as SPARQL.

``reach`` gives, for an array of distinct nodes, the rows (position of the node, node reached),
distinct and sorted by position. Inverses are pushed down to single predicates beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.validation.compiled.data import Facts
from ozek.validation.compiled.sets import Ids, Rows, distinct, ids, pack, union, unpack, within

SH = ns.PREFIXES["sh"]
_REPEATED = ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_SIGN = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class Path(Protocol):
    """A property path."""

    def reach(self, facts: Facts, nodes: Ids) -> tuple[Rows, Ids]:
        """The nodes at the end of the path, for each node."""
        ...

    def sparql(self) -> str:
        """The path as SPARQL text."""
        ...


@dataclass(frozen=True)
class Step:
    """A predicate, followed forward or backward."""

    predicate: str
    inverse: bool = False

    def reach(self, facts: Facts, nodes: Ids) -> tuple[Rows, Ids]:
        number = facts.number(f"<{self.predicate}>".encode())
        return facts.step(nodes, number, inverse=self.inverse)

    def sparql(self) -> str:
        return f"{'^' if self.inverse else ''}<{self.predicate}>"


@dataclass(frozen=True)
class Sequence:
    """One path after the other."""

    parts: tuple[Path, ...]

    def reach(self, facts: Facts, nodes: Ids) -> tuple[Rows, Ids]:
        rows, reached = np.arange(len(nodes)), nodes
        for part in self.parts:
            rows, reached = _onward(facts, part, rows, reached)
        return rows, reached

    def sparql(self) -> str:
        return f"({'/'.join(part.sparql() for part in self.parts)})"


@dataclass(frozen=True)
class Alternative:
    """Any of several paths."""

    parts: tuple[Path, ...]

    def reach(self, facts: Facts, nodes: Ids) -> tuple[Rows, Ids]:
        keys = [_keys(*part.reach(facts, nodes)) for part in self.parts]
        return _rows(union(keys, np.int64))

    def sparql(self) -> str:
        return f"({'|'.join(part.sparql() for part in self.parts)})"


@dataclass(frozen=True)
class Repeated:
    """A path taken any number of times: ``*``, ``+`` or ``?``."""

    part: Path
    sign: str

    def reach(self, facts: Facts, nodes: Ids) -> tuple[Rows, Ids]:
        start = (np.arange(len(nodes)), nodes)
        if self.sign == "?":
            once = self.part.reach(facts, nodes)
            return _rows(union([_keys(*start), _keys(*once)], np.int64))
        seen = _Seen()
        if self.sign == "*":
            seen.add(_keys(*start))
            frontier = start
        else:
            frontier = self.part.reach(facts, nodes)
            seen.add(_keys(*frontier))
        while len(frontier[0]):
            new = seen.add(_keys(*_onward(facts, self.part, *frontier)))
            facts.budget.check(seen.size)
            frontier = _rows(new)
        return _rows(seen.all())

    def sparql(self) -> str:
        return f"({self.part.sparql()}){self.sign}"


class _Seen:
    """A growing set of keys in chunks of falling size: adding costs little per key added."""

    def __init__(self) -> None:
        self.chunks: list[Rows] = []
        self.size = 0

    def add(self, keys: Rows) -> Rows:
        """Add a set; return those that were not there yet."""
        for chunk in self.chunks:
            keys = keys[~within(keys, chunk)]
        if len(keys):
            self.size += len(keys)
            merged = keys
            while self.chunks and len(self.chunks[-1]) <= 2 * len(merged):
                merged = np.sort(np.concatenate([self.chunks.pop(), merged]))
            self.chunks.append(merged)
        return keys

    def all(self) -> Rows:
        """The whole set."""
        return union(self.chunks, np.int64)


def _onward(facts: Facts, part: Path, rows: Rows, reached: Ids) -> tuple[Rows, Ids]:
    """Follow a path from what was reached, each node once however often it was reached."""
    middle, inverse = np.unique(reached, return_inverse=True)
    at, end = part.reach(facts, middle)
    inverse = inverse.reshape(-1)
    length = np.bincount(at, minlength=len(middle))
    first = np.cumsum(length) - length
    facts.budget.check(int(length[inverse].sum()))
    again = np.repeat(np.arange(len(rows)), length[inverse])
    offset = np.arange(len(again)) - np.repeat(
        np.cumsum(length[inverse]) - length[inverse], length[inverse]
    )
    return _rows(distinct(_keys(rows[again], end[first[inverse[again]] + offset])))


def _keys(rows: Rows, reached: Ids) -> Rows:
    return np.sort(pack(rows.astype(np.int32), reached))


def _rows(keys: Rows) -> tuple[Rows, Ids]:
    rows, reached = unpack(keys)
    return rows.astype(np.int64), ids(reached)


# Reading -----------------------------------------------------------------------------------------


def read_path(graph: Graph, node: Node, *, inverse: bool = False) -> Path:
    """Read a well-formed path from the shapes graph (SHACL 2.3.1); InputError for any other."""
    return _read(graph, node, inverse, ())


def _read(graph: Graph, node: Node, inverse: bool, above: tuple[Node, ...]) -> Path:
    if isinstance(node, URIRef):
        return Step(str(node), inverse)
    if isinstance(node, Literal) or node in above:
        raise InputError(f"the shapes cannot be used: {_named(node)} is no property path")
    above = (*above, node)

    def inner(one: Node, backward: bool = inverse) -> Path:
        return _read(graph, one, backward, above)

    if (node, RDF.first, None) in graph:
        parts = tuple(inner(one) for one in members(graph, node))
        if len(parts) < 2:
            raise InputError("the shapes cannot be used: a sequence path has at least two members")
        return Sequence(parts[::-1] if inverse else parts)
    found = [(str(p)[len(SH) :], o) for p, o in graph.predicate_objects(node) if str(p) in _READERS]
    if len(found) != 1:
        raise InputError(
            "the shapes cannot be used: a blank node as a path needs exactly one of sh:inversePath,"
            " sh:alternativePath, sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath, or to"
            " be a list"
        )
    name, value = found[0]
    if name == "inversePath":
        return inner(value, not inverse)
    if name == "alternativePath":
        parts = tuple(inner(one) for one in members(graph, value))
        if len(parts) < 2:
            raise InputError(
                "the shapes cannot be used: sh:alternativePath has two members at least"
            )
        return Alternative(parts)
    return Repeated(inner(value), _SIGN[name])


_READERS = frozenset(SH + name for name in ("inversePath", "alternativePath", *_REPEATED))


def _named(node: Node) -> str:
    return "a node without a name" if isinstance(node, BNode) else node.n3()


def members(graph: Graph, head: Node) -> list[Node]:
    """The members of a SHACL list (SHACL 1.1); InputError if it is not a proper list."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = list(graph.objects(head, RDF.first)), list(graph.objects(head, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or head in seen:
            raise InputError(f"the shapes cannot be used: {_named(head)} is not a proper list")
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found


def copy_path(source: Graph, node: Node, add: Callable[[tuple[Node, Node, Node]], object]) -> None:
    """Copy the triples that a path consists of."""
    if isinstance(node, BNode):
        for p, o in source.predicate_objects(node):
            if str(p) in _READERS or p in (RDF.first, RDF.rest):
                add((node, p, o))
                copy_path(source, o, add)
