"""Which recorded facts a result is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.terms import to_rdflib
from ozek.validation.shapes import SH

if TYPE_CHECKING:
    from ozek.store import Store
    from ozek.validation.locating import Triple
    from ozek.validation.report import ValidationResult

MOST = 5
"""How many facts are told of one result."""

_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf")
_LEXICAL = "lexical"


class Behind:
    """Finds facts in a store; ``shapes`` says why a shape looks at a thing."""

    def __init__(self, store: Store, shapes: Graph, lang: str = "en") -> None:
        self._store = store
        self._lang = lang
        self._shapes = shapes
        self._derived = {g for g, kind in store.graph_kinds().items() if kind == "InferredGraph"}
        self._facts = frozenset(store.fact_graphs())
        self._above = cache(self._find_above)
        self._targets = cache(self._find_targets)
        self._types = lru_cache(maxsize=256)(self._find_types)
        self.facts = cache(self._find_facts)

    def _find_facts(self, result: ValidationResult) -> tuple[Triple, ...]:
        """The triples that are wrong; without any, that by which the shape looks at the thing."""
        found = list(dict.fromkeys(self._wrong(result)))
        if not found:
            found = self._in_one_language(dict.fromkeys(self._target(result)))
        return tuple(found[:MOST])

    def _in_one_language(self, found: Iterable[Triple]) -> list[Triple]:
        """Of texts in several languages that in the reader's, if there is one."""
        triples = list(found)
        tags = {getattr(value, "language", None) for _, _, value in triples}
        if self._lang not in tags:
            return triples
        return [t for t in triples if getattr(t[2], "language", None) in (None, self._lang)]

    def is_derived(self, triple: Triple) -> bool:
        """Whether reasoning alone says this."""
        graphs = self._graphs(triple)
        return bool(graphs) and graphs <= self._derived

    def _graphs(self, triple: Triple) -> set[str]:
        return {quad.graph_name.value for quad in self._matching(*triple)}

    def _matching(self, subject: Any, predicate: Any, value: Any) -> Iterator[Any]:
        from ozek.terms import from_rdflib

        if isinstance(subject, Literal):
            return iter(())
        return self._store.matching(
            None if subject is None else from_rdflib(subject),
            None if predicate is None else str(predicate),
            None if value is None else from_rdflib(value),
        )

    def _triples(self, subject: Any, predicate: Any, value: Any) -> list[Triple]:
        """Recorded triples, stated ones first; those that are no facts only for want of others."""
        quads = list(self._matching(subject, predicate, value))
        facts = [quad for quad in quads if quad.graph_name.value in self._facts]
        triples = [
            (to_rdflib(q.subject), to_rdflib(q.predicate), to_rdflib(q.object))
            for q in sorted(facts or quads, key=lambda q: q.graph_name.value in self._derived)
        ]
        return list(dict.fromkeys(triples))

    def _wrong(self, result: ValidationResult) -> Iterator[Triple]:
        focus, path, value = result.focus, result.path, result.value
        if result.clash is not None:
            yield from (fact.triple for fact in result.clash.facts)
            return
        if path is not None:
            if value is not None and result.stage == _LEXICAL:  # the store may have rewritten it
                yield focus, path, value
            yield from self._triples(focus, path, value)
            if value is not None and result.component in ("LessThan", "LessThanOrEquals", "Equals"):
                for name, others in result.parameters:
                    for other in others if name.startswith(("less", "equal")) else ():
                        yield from self._triples(focus, other, None)
        elif value is not None and value != focus:
            yield from self._triples(focus, None, value)
            yield from self._triples(value, None, focus)

    def _target(self, result: ValidationResult) -> Iterator[Triple]:
        for name, target in self._targets(result.shape):
            if name == "targetClass":
                yield from self._typed(result.focus, str(target))
            elif name == "targetSubjectsOf":
                yield from self._triples(result.focus, target, None)
            else:
                yield from self._triples(None, target, result.focus)

    def _find_targets(self, shape: str) -> tuple[tuple[str, Node], ...]:
        """By what a shape chooses the things it looks at."""
        return tuple(
            (name, target)
            for name in _TARGETS
            for target in self._shapes.objects(URIRef(shape), URIRef(SH + name))
        )

    def _typed(self, focus: Node, cls: str) -> list[Triple]:
        """The best reason to say that a thing is of a class: stated before derived."""
        found = [
            triple
            for triple in self._types(focus)
            if cls == str(triple[2]) or cls in self._above(str(triple[2]))
        ]
        return sorted(found, key=lambda t: (self.is_derived(t), str(t[2]) != cls))[:1]

    def _find_types(self, focus: Node) -> list[Triple]:
        """What a thing is, as far as is recorded."""
        return self._triples(focus, RDF.type, None)

    def _find_above(self, cls: str) -> frozenset[str]:
        """The classes above a class."""
        found: set[str] = set()
        waiting = [cls]
        while waiting:
            for quad in self._store.matching(waiting.pop(), ns.RDFS + "subClassOf"):
                name = getattr(quad.object, "value", "")
                if name and name not in found:
                    found.add(name)
                    waiting.append(name)
        return frozenset(found)
