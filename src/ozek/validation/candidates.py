"""What is recorded that may help: values in use, members of classes, things with a similar name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from rdflib import BNode, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.terms import to_rdflib
from ozek.validation.speaking import Speaker

_MOST = 2_000
"""How many candidates are compared by name."""

_SH = ns.PREFIXES["sh"]


class Known:
    """Looks things up in the store of a speaker."""

    def __init__(self, speaker: Speaker) -> None:
        self.speak = speaker
        self._facts = frozenset(speaker.store.fact_graphs())
        self.instances = cache(self._find_instances)
        self.schemes = cache(self._find_schemes)
        self.ranges = cache(self._find_ranges)

    def values(self, focus: Node, path: Node | None) -> list[Node]:
        """The recorded values of a property, where it is one; facts if there are any."""
        if not isinstance(path, URIRef) or not isinstance(focus, URIRef):
            return []
        quads = list(self.speak.store.matching(str(focus), str(path)))
        facts = [quad for quad in quads if quad.graph_name.value in self._facts]
        return sorted({to_rdflib(quad.object) for quad in facts or quads}, key=_order)

    def used(self, path: Node | None) -> Iterator[Node]:
        """Values that the property has anywhere."""
        if isinstance(path, URIRef):
            for quad in self.speak.store.matching(None, str(path)):
                yield to_rdflib(quad.object)

    def _find_instances(self, predicate: str, value: str) -> list[Node]:
        """The things that have a value for a property, among the facts."""
        found: set[URIRef] = set()
        for quad in self.speak.store.matching(None, predicate, value) if value else ():
            if quad.graph_name.value in self._facts and len(found) < _MOST:
                one = to_rdflib(quad.subject)
                found |= {one} if isinstance(one, URIRef) else set()
        return sorted(found, key=_order)

    def _find_schemes(self, path: Node | None) -> list[str]:
        """The taxonomies whose concepts some shape allows as values of a property.

        That is a shape with this path whose ``sh:node`` has a value of ``skos:inScheme``.
        """
        if not isinstance(path, URIRef):
            return []
        found = set()
        for shape in self._shapes_with(_SH + "path", str(path)):
            for node in self._said(shape, _SH + "node"):
                for inner in self._said(node, _SH + "property"):
                    if ns.SKOS + "inScheme" in [o.value for o in self._said(inner, _SH + "path")]:
                        found |= {one.value for one in self._said(inner, _SH + "hasValue")}
        return sorted(found)

    def _shapes_with(self, predicate: str, value: str) -> list[Any]:
        quads = self.speak.store.matching(None, predicate, value)
        return [quad.subject for quad in quads if quad.graph_name.value == ns.SHAPES_GRAPH]

    def _said(self, subject: Any, predicate: str) -> list[Any]:
        quads = self.speak.store.matching(subject, predicate)
        return [quad.object for quad in quads if quad.graph_name.value == ns.SHAPES_GRAPH]

    def _find_ranges(self, path: Node | None) -> tuple[Node, ...]:
        """The classes that a property leads to, by the ontology."""
        if not isinstance(path, URIRef):
            return ()
        quads = self.speak.store.matching(str(path), ns.RDFS + "range")
        found = {to_rdflib(quad.object) for quad in quads}
        return tuple(
            sorted(one for one in found if isinstance(one, URIRef) and not one.startswith(ns.XSD))
        )

    def near(self, value: Node | None, found: Iterable[Node]) -> list[Node]:
        """Those of some things whose label or short IRI looks like that of a value."""
        if value is None or isinstance(value, BNode):
            return []
        names: dict[str, Node] = {}
        for one in found:
            if one != value:
                names.setdefault(self.speak.labels.of(one).casefold(), one)
                names.setdefault(_tail(one), one)
        close = get_close_matches(self.speak.labels.of(value).casefold(), names, 3, 0.6)
        close += get_close_matches(_tail(value), names, 3, 0.7)
        return list(dict.fromkeys(names[name] for name in close))[:3]


def _order(term: Node) -> tuple[str, str]:
    return str(term), getattr(term, "language", "") or ""


def _tail(term: Node) -> str:
    return str(term).rstrip("/#").replace("#", "/").rpartition("/")[2].casefold()
