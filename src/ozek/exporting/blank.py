"""Which blank nodes can be written in place, as ``[ … ]`` or ``( … )``, and which need a label.

A blank node is written in place when it occurs in one graph only, is referred to at most once, and
lies in a tree of modest depth. All others keep a label; when there are any, the quads are first
relabelled by RDFC-1.0, so that labels depend on the graph alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from ozek.namespaces import RDF_FIRST, RDF_NIL, RDF_REST

MAX_DEPTH = 40
_TOO_DEEP = MAX_DEPTH + 1


class BlankNodes:
    """The roles of the blank nodes in a set of quads (``quads`` has the labels to write).

    ``labelled``: to be written as ``_:label``. ``nested``: to be written where they are referred
    to. ``lists``: head of each well-formed list → its items. Blank nodes in none of these are roots
    nobody refers to, written as ``[]``.
    """

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.quads = set(quads)
        self._analyse()
        if self.labelled:
            dataset = ox.Dataset(self.quads)
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            self.quads = set(dataset)
            self._analyse()

    def _analyse(self) -> None:
        graphs_of: dict[Any, set[Any]] = {}
        referrers: dict[Any, list[ox.Quad]] = {}
        statements: dict[Any, list[ox.Quad]] = {}
        self.labelled: set[Any] = set()
        for quad in self.quads:
            if isinstance(quad.graph_name, ox.BlankNode):
                self.labelled.add(quad.graph_name)
            if isinstance(quad.subject, ox.BlankNode):
                graphs_of.setdefault(quad.subject, set()).add(quad.graph_name)
                statements.setdefault(quad.subject, []).append(quad)
            if isinstance(quad.object, ox.BlankNode):
                graphs_of.setdefault(quad.object, set()).add(quad.graph_name)
                referrers.setdefault(quad.object, []).append(quad)
        for node, graphs in graphs_of.items():
            if len(graphs) > 1 or len(referrers.get(node, ())) > 1:
                self.labelled.add(node)

        # Written in place at the only reference to it – unless that leads round in a circle.
        self._reference = {
            node: quads[0] for node, quads in referrers.items() if node not in self.labelled
        }
        self.lists, self._head = self._find_lists(statements)
        depths: dict[Any, int] = {}
        for node in self._reference:
            if self._depth(node, depths) > MAX_DEPTH:
                self.labelled.add(node)
        for head in [head for head in self.lists if head in self.labelled]:
            del self.lists[head]
        self.labelled.update(cell for cell, head in self._head.items() if head not in self.lists)
        self.nested = {node for node in self._reference if node not in self.labelled}

    def _find_lists(
        self, statements: dict[Any, list[ox.Quad]]
    ) -> tuple[dict[Any, list[Any]], dict[Any, Any]]:
        """Follow every list from its last cell up to its head."""

        def cell(node: Any) -> tuple[Any, Any] | None:
            quads = statements.get(node, [])
            found = {quad.predicate.value: quad.object for quad in quads}
            if len(quads) == 2 and found.keys() == {RDF_FIRST, RDF_REST}:
                return found[RDF_FIRST], found[RDF_REST]
            return None

        nil = ox.NamedNode(RDF_NIL)
        lists: dict[Any, list[Any]] = {}
        head_of: dict[Any, Any] = {}
        for last in self._reference:
            parts = cell(last)
            if parts is None or parts[1] != nil:
                continue
            head, cells, items = last, [last], [parts[0]]
            while self._reference[head].predicate.value == RDF_REST:
                above = self._reference[head].subject
                parts = cell(above) if above in self._reference else None
                if parts is None:
                    break
                head = above
                cells.append(above)
                items.append(parts[0])
            lists[head] = items[::-1]
            head_of.update(dict.fromkeys(cells, head))
        return lists, head_of

    def _depth(self, node: Any, depths: dict[Any, int]) -> int:
        """How deep a node would be nested; a circle is too deep."""
        path: dict[Any, None] = {}
        node = self._head.get(node, node)
        while node in self._reference and node not in depths:
            if node in path:
                depths.update(dict.fromkeys(path, _TOO_DEEP))
                return _TOO_DEEP
            path[node] = None
            above = self._reference[node].subject
            node = self._head.get(above, above)
        depth = depths.get(node, 0)
        for step in reversed(path):
            depth = min(depth + 1, _TOO_DEEP)
            depths[step] = depth
        return depth
