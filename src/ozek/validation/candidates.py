"""What is recorded that may help: values in use, members of classes, things with a similar name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from rdflib import BNode, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.parsing import to_rdflib
from ozek.validation.speaking import Speaker

_MOST = 2_000
"""How many candidates are compared by name."""

_IN_SCHEME = f"""SELECT DISTINCT ?scheme WHERE {{ GRAPH <{ns.SHAPES_GRAPH}> {{
    ?shape sh:path ?path ; sh:node/sh:property ?inner .
    ?inner sh:path skos:inScheme ; sh:hasValue ?scheme }} }}"""


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
        text = f"SELECT DISTINCT ?x WHERE {{ ?x <{predicate}> <{value}> }} LIMIT {_MOST}"
        if not value or ">" in value + predicate:
            return []
        found = {to_rdflib(row["x"]) for row in self.speak.store.query(text)}
        return sorted((one for one in found if isinstance(one, URIRef)), key=_order)

    def _find_schemes(self, path: Node | None) -> list[str]:
        """The taxonomies whose concepts some shape allows as values of a property."""
        if not isinstance(path, URIRef):
            return []
        rows = self.speak.store.query(_IN_SCHEME, {"path": path})
        return sorted({row["scheme"].value for row in rows})

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
