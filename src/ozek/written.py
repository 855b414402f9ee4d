"""Literals as they were written, which Oxigraph does not keep.

It stores values: ``"01"^^xsd:integer`` comes back as ``"1"^^xsd:integer``, and ``"300"^^xsd:byte``,
which is no byte at all, as a good integer. The quads of which this is true are few, so they are
remembered beside the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ozek import namespaces as ns

_STRING = ns.XSD + "string"
_ANY = ox.NamedNode("urn:x:any")

_DEFAULT = ox.DefaultGraph()

Forms = tuple[ox.Literal, ...]
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Written:
    """For each quad of a store whose literal was rewritten: all that was written in its place."""

    def __init__(self) -> None:
        self._forms: dict[GraphName, dict[ox.Quad, Forms]] = {}
        self._predicates: set[ox.NamedNode] = set()

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
        self.forget(_DEFAULT)
        for quad in [quad for name in names for quad in self._forms.get(name, ())]:
            s, p, o = quad.triple
            same = [q for q in into.quads_for_pattern(s, p, o) if q.graph_name in names]
            self._add(ox.Quad(s, p, o), *(form for q in same for form in self._of(q) or (o,)))

    def dump(self, path: Path) -> None:
        """Write what is remembered as N-Quads: each quad as stored, then as it was written."""
        with path.open("wb") as file:
            for rewritten in self._forms.values():
                for quad, forms in rewritten.items():
                    for form in forms:
                        one = ox.Quad(quad.subject, quad.predicate, form, quad.graph_name)
                        file.write(f"{quad} .\n{one} .\n".encode())

    @classmethod
    def read(cls, path: Path) -> Written:
        """Read what ``dump`` wrote."""
        found = cls()
        quads = ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
        for quad in quads:
            form: Any = next(quads).object
            found._predicates.add(quad.predicate)
            known = found._forms.setdefault(quad.graph_name, {})
            known[quad] = (*known.get(quad, ()), form)
        return found

    def forget(self, graph: GraphName) -> None:
        """Forget what was written in a graph."""
        self._forms.pop(graph, None)

    def restore(
        self, quads: Iterable[ox.Quad], predicate: ox.NamedNode | None = None
    ) -> Iterable[ox.Quad]:
        """Quads from the store (all with ``predicate``, if given) with literals as written."""
        concerned = self._predicates if predicate is None else predicate in self._predicates
        return self._restored(quads) if concerned else quads

    def restore_lines(self, text: bytes, graph: GraphName) -> bytes:
        """The canonical N-Triples of a graph with literals as written."""
        rewritten = self._forms.get(graph)
        if not rewritten:
            return text
        lines = dict.fromkeys(text.splitlines(keepends=True))
        for quad, forms in rewritten.items():
            del lines[_line(quad, quad.object)]
            lines.update((_line(quad, form), None) for form in forms)
        return b"".join(lines)

    def _restored(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        rewritten = self._forms.get
        for quad in quads:
            known = rewritten(quad.graph_name)
            if known is None or quad not in known:
                yield quad
            else:
                for form in known[quad]:
                    yield ox.Quad(quad.subject, quad.predicate, form, quad.graph_name)

    def _remember(self, quads: list[ox.Quad], stored: Callable[[ox.Quad], bool]) -> None:
        rewritten = _rewritten({quad.object for quad in quads})
        changed = [
            (ox.Quad(quad.subject, quad.predicate, rewritten[quad.object], quad.graph_name), quad)
            for quad in quads
            if quad.object in rewritten
        ]
        for key, _ in changed:
            if not self._of(key) and stored(key):
                self._add(key, key.object)
        for key, quad in changed:
            self._add(key, quad.object)
        for quad in quads:
            if self._of(quad):
                self._add(quad, quad.object)

    def _of(self, quad: ox.Quad) -> Forms | None:
        rewritten = self._forms.get(quad.graph_name)
        return rewritten.get(quad) if rewritten else None

    def _add(self, quad: ox.Quad, *forms: Any) -> None:
        self._predicates.add(quad.predicate)
        known = self._forms.setdefault(quad.graph_name, {})
        known[quad] = tuple(dict.fromkeys([*known.get(quad, ()), *forms]))


def _line(quad: ox.Quad, value: Any) -> bytes:
    return f"{quad.subject} {quad.predicate} {value} .\n".encode()


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
