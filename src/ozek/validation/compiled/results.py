"""Results as objects, and the validation report as RDF (SHACL 3.6)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path as FilePath
from typing import IO

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ozek.columns import writing
from ozek.validation.compiled.components.parameters import sh
from ozek.validation.compiled.data import Facts
from ozek.validation.compiled.found import NONE, Found
from ozek.validation.compiled.paths import copy_path
from ozek.validation.compiled.terms import node_of, string_of, text_of

_TYPE = RDF.type
_RESULT = sh("ValidationResult")
_FOCUS = sh("focusNode")
_PATH = sh("resultPath")
_VALUE = sh("value")
_SEVERITY = sh("resultSeverity")
_COMPONENT = sh("sourceConstraintComponent")
_SHAPE = sh("sourceShape")
_CONSTRAINT = sh("sourceConstraint")
_MESSAGE = sh("resultMessage")
_DETAIL = sh("detail")
_TEMPLATE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL 3.6.2).

    ``path`` is an IRI, or the blank node of a path in the shapes graph; ``shape`` and
    ``constraint`` are nodes of the shapes graph; ``messages`` those that the shapes give, with
    values in place of ``{?variables}``; ``details`` are results of inner shapes that say why a
    value does not conform, ``branch`` of a detail its place in the list of ``sh:and``, ``sh:or``
    or ``sh:xone``, from 1.
    """

    focus: Node
    path: Node | None
    value: Node | None
    severity: URIRef
    component: URIRef
    shape: Node
    messages: tuple[Literal, ...]
    constraint: Node | None = None
    details: tuple[Result, ...] = ()
    branch: int = 0


@dataclass(frozen=True)
class Unfinished:
    """A shape whose check was given up, and why; what it had found until then is reported."""

    shape: Node
    reason: str


@dataclass(frozen=True)
class Checked:
    """All results, and the shapes that were not checked to the end.

    ``conforms`` is as in the standard: no result at all, whatever its severity; and nothing left
    unchecked.
    """

    results: tuple[Result, ...]
    unfinished: tuple[Unfinished, ...]
    shapes: Graph = field(repr=False, compare=False)

    @property
    def conforms(self) -> bool:
        """Whether there is no result and no shape was given up."""
        return not self.results and not self.unfinished

    def triples(self) -> Iterator[tuple[Node, Node, Node]]:
        """The report as a ``sh:ValidationReport``, with the paths it names, triple by triple."""
        numbers = count(1)
        paths: set[Node] = set()
        report = BNode("report")
        yield report, RDF.type, sh("ValidationReport")
        yield report, sh("conforms"), Literal(self.conforms)
        for one in self.results:
            yield from self._described(one, report, sh("result"), numbers, paths)
        for path in paths:
            copied: list[tuple[Node, Node, Node]] = []
            copy_path(self.shapes, path, copied.append)
            yield from copied

    def _described(
        self, one: Result, parent: Node, link: URIRef, numbers: Iterator[int], paths: set[Node]
    ) -> Iterator[tuple[Node, Node, Node]]:
        node = BNode(f"result{next(numbers)}")
        yield parent, link, node
        yield node, _TYPE, _RESULT
        for name, value in (
            (_FOCUS, one.focus),
            (_PATH, one.path),
            (_VALUE, one.value),
            (_SEVERITY, one.severity),
            (_COMPONENT, one.component),
            (_SHAPE, one.shape),
            (_CONSTRAINT, one.constraint),
            *((_MESSAGE, message) for message in one.messages),
        ):
            if value is not None:
                yield node, name, value
        for detail in one.details:
            yield from self._described(detail, node, _DETAIL, numbers, paths)
        if isinstance(one.path, BNode):
            paths.add(one.path)

    def to_graph(self) -> Graph:
        """The report as an rdflib Graph."""
        graph = Graph()
        for triple in self.triples():
            graph.add(triple)
        return graph

    def write(self, target: str | FilePath | IO[bytes]) -> None:
        """Write the report as N-Triples, which is also Turtle."""
        with writing(target) as out:
            lines = _Lines()
            conforms = text_of(Literal(self.conforms))
            out.write(b"%b%b .\n" % (_REPORT + _piece(RDF.type), text_of(sh("ValidationReport"))))
            out.write(b"%b%b .\n" % (_REPORT + _piece(sh("conforms")), conforms))
            results = iter(self.results)
            while batch := list(islice(results, 1 << 12)):
                found: list[bytes] = []
                for one in batch:
                    lines.add(one, _REPORT + _piece(sh("result")), found)
                out.write(b"".join(found))
            copied: list[tuple[Node, Node, Node]] = []
            for path in lines.paths:
                copy_path(self.shapes, path, copied.append)
            out.write(b"".join(b"%b %b %b .\n" % tuple(map(text_of, one)) for one in copied))


_REPORT = b"_:report"


def _piece(predicate: URIRef) -> bytes:
    return b" " + text_of(predicate) + b" "


class _Lines:
    """Results as lines of N-Triples; what many results have in common is put in words once.

    Terms are known by their ``id``: they are shared, and live as long as the results.
    """

    def __init__(self) -> None:
        self.paths: set[Node] = set()
        self._number = 0
        self._texts: dict[int, bytes] = {}
        self._common: dict[tuple[int, ...], tuple[bytes, ...]] = {}
        self._focus, self._value, self._detail = map(_piece, (_FOCUS, _VALUE, _DETAIL))

    def add(self, one: Result, link: bytes, lines: list[bytes]) -> None:
        """Add a result with its details; ``link`` is what leads to it from its parent."""
        self._number += 1
        node = b"_:result%d" % self._number
        lines.append(link + node + b" .\n")
        lines.append(node + self._focus + self._text(one.focus) + b" .\n")
        if one.value is not None:
            lines.append(node + self._value + self._text(one.value) + b" .\n")
        lines += [node + piece for piece in self._rest(one)]
        for detail in one.details:
            self.add(detail, node + self._detail, lines)

    def _text(self, node: Node) -> bytes:
        known = self._texts.get(id(node))
        if known is None:
            known = self._texts[id(node)] = text_of(node)
        return known

    def _rest(self, one: Result) -> tuple[bytes, ...]:
        key = tuple(
            map(
                id, (one.path, one.severity, one.component, one.shape, one.constraint, one.messages)
            )
        )
        if key not in self._common:
            pairs = (
                (RDF.type, _RESULT),
                (_PATH, one.path),
                (_SEVERITY, one.severity),
                (_COMPONENT, one.component),
                (_SHAPE, one.shape),
                (_CONSTRAINT, one.constraint),
                *((_MESSAGE, message) for message in one.messages),
            )
            self._common[key] = tuple(
                _piece(name) + text_of(value) + b" .\n"
                for name, value in pairs
                if value is not None
            )
            if isinstance(one.path, BNode):
                self.paths.add(one.path)
        return self._common[key]


class Writer:
    """Makes result objects of columns of findings; each term is made once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._nodes: dict[int, Node] = {}

    def results(self, found: Iterable[Found]) -> Iterator[Result]:
        """The results of all rows."""
        for one in found:
            details = self._details(one)
            messages = tuple(dict.fromkeys((*one.shape.messages, *one.messages)))
            paths = [NONE] * len(one.focus) if one.path is None else one.path.tolist()
            rows = zip(one.focus.tolist(), one.value.tolist(), paths, strict=True)
            for i, (focus, value, path) in enumerate(rows):
                yield Result(
                    focus=self._node(focus),
                    path=one.shape.path_node if path == NONE else self._node(path),
                    value=None if value == NONE else self._node(value),
                    severity=one.shape.severity,
                    component=one.component,
                    shape=one.shape.node,
                    messages=_filled(messages, one.bindings[i]) if one.bindings else messages,
                    constraint=one.constraint,
                    details=details[focus if value == NONE else value] if details else (),
                    branch=one.branch,
                )

    def _details(self, one: Found) -> Mapping[int, tuple[Result, ...]]:
        """The results of inner shapes, by the node they are about."""
        grouped: dict[int, list[Result]] = defaultdict(list)
        for detail in one.details:
            for about, result in zip(detail.about.tolist(), self.results([detail]), strict=True):
                grouped[about].append(result)
        return defaultdict(tuple, {about: tuple(found) for about, found in grouped.items()})

    def _node(self, number: int) -> Node:
        known = self._nodes.get(number)
        if known is None:
            known = self._nodes[number] = node_of(self.facts.term(number))
        return known


def _filled(messages: tuple[Literal, ...], bound: Mapping[str, bytes]) -> tuple[Literal, ...]:
    """The messages with ``{?name}`` and ``{$name}`` replaced (SHACL 5.3.2); languages are kept."""
    return tuple(dict.fromkeys(_fill(message, bound) for message in messages))


def _fill(message: Literal, bound: Mapping[str, bytes]) -> Literal:
    if "{" not in message:
        return message

    def value(match: re.Match[str]) -> str:
        term = bound.get(match[1])
        if term is None:
            return match[0]
        text = string_of(term)
        return term.decode().removeprefix("_:") if text is None else text

    text = _TEMPLATE.sub(value, str(message))
    return Literal(text, lang=message.language, datatype=message.datatype)
