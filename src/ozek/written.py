"""Literals as they were written, which Oxigraph does not keep.

It stores values: ``"01"^^xsd:integer`` comes back as ``"1"^^xsd:integer``, and ``"300"^^xsd:byte``,
which is no byte at all, as a good integer. The quads of which this is true are few, so they are
remembered beside the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns

_STRING = ns.XSD + "string"
_ANY = ox.NamedNode("urn:x:any")

Forms = tuple[ox.Literal, ...]


class Written:
    """For each quad of a store whose literal was rewritten: all that was written in its place."""

    def __init__(self) -> None:
        self._forms: dict[ox.Quad, Forms] = {}

    def load(self, store: ox.Store, quads: Iterable[ox.Quad]) -> int:
        """Add quads to a store and return how many came; none are added if ``quads`` raises.

        Those that may be rewritten go in last, when it can still be told what was there before.
        """
        typed: list[ox.Quad] = []
        count = 0

        def others() -> Iterator[ox.Quad]:
            nonlocal count
            for quad in quads:
                count += 1
                value = quad.object
                if (
                    type(value) is ox.Literal
                    and value.language is None
                    and value.datatype.value != _STRING
                ):
                    typed.append(quad)
                else:
                    yield quad

        store.bulk_extend(others())
        if typed:
            self._remember(typed, store.__contains__)
            store.bulk_extend(typed)
        return count

    def copy(self, graphs: Iterable[str], into: ox.Store) -> None:
        """Remember for the default graph of a store what was written in the graphs it copies."""
        names = {ox.NamedNode(graph) for graph in graphs}
        self.forget(ox.DefaultGraph())
        for quad, forms in list(self._forms.items()):
            if quad.graph_name in names:
                s, p, o = quad.triple
                same = into.quads_for_pattern(s, p, o)
                plain = any(q.graph_name in names and q not in self._forms for q in same)
                self._add(ox.Quad(s, p, o), *((o,) if plain else ()), *forms)

    def forget(self, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        """Forget what was written in a graph."""
        for quad in [quad for quad in self._forms if quad.graph_name == graph]:
            del self._forms[quad]

    def restore(self, quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
        """Quads from the store with their literals as they were written."""
        return self._restored(quads) if self._forms else quads

    def _restored(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            forms = self._forms.get(quad)
            if forms is None:
                yield quad
            else:
                for form in forms:
                    yield ox.Quad(quad.subject, quad.predicate, form, quad.graph_name)

    def _remember(self, quads: list[ox.Quad], stored: Callable[[ox.Quad], bool]) -> None:
        rewritten = _rewritten({quad.object for quad in quads})
        changed = [
            (ox.Quad(quad.subject, quad.predicate, rewritten[quad.object], quad.graph_name), quad)
            for quad in quads
            if quad.object in rewritten
        ]
        for key, _ in changed:
            if key not in self._forms and stored(key):
                self._add(key, key.object)
        for key, quad in changed:
            self._add(key, quad.object)
        for quad in quads:
            if quad in self._forms:
                self._add(quad, quad.object)

    def _add(self, quad: ox.Quad, *forms: Any) -> None:
        self._forms[quad] = tuple(dict.fromkeys([*self._forms.get(quad, ()), *forms]))


def _rewritten(literals: Iterable[Any]) -> dict[Any, Any]:
    """Which literals Oxigraph rewrites, and how."""
    numbered = list(literals)
    probe = ox.Store()
    probe.bulk_extend(
        ox.Quad(ox.NamedNode(f"urn:x:{number}"), _ANY, literal, _ANY)
        for number, literal in enumerate(numbered)
    )
    found = {}
    for quad in probe:
        literal = numbered[int(quad.subject.value[6:])]
        if quad.object != literal:
            found[literal] = quad.object
    return found
