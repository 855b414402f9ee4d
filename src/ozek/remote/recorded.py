"""The recorded triples of a project in a service, fetched as a search for proofs looks at them.

What has been looked at once is kept. The model (ontology, taxonomies and what is said of their
terms) is fetched at the start: the rules are made of it. Then each thing that the search comes to
is asked for as a whole, with the graphs that state it; of a hub, just what is looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ozek.reasoning.explain.known import MODEL_KINDS, SCHEMA, TERM_KINDS, Known, stated_graphs
from ozek.reasoning.explain.recorded import Triple
from ozek.remote import client
from ozek.remote.lookup import is_compared, is_value, one_of
from ozek.remote.paging import miscounted
from ozek.remote.store import RemoteStore

_HUB = 2000
"""A thing with more triples on one side is not fetched as a whole."""

_AT_ONCE = 300
"""How many things are asked about in one request."""

_ROWS = 5000
"""How many rows an answer about several things has at most."""

_SUBJECT, _OBJECT = 0, 1

Near = dict[int, list[int]]


def known_there(store: RemoteStore) -> Known:
    """What is known in a service, for proofs: as ``known_of_store``, without fetching all of it."""
    recorded = RecordedThere(store)
    return Known(recorded, recorded.described)


class RecordedThere:
    """Triples of a service; ``described``: the terms that its taxonomies speak about."""

    def __init__(self, store: RemoteStore) -> None:
        self._service = store.service
        kinds = store.graph_kinds()
        self._stated = stated_graphs(store)
        self._facts = self._stated | {g for g, kind in kinds.items() if kind == "InferredGraph"}
        self._size = sum(size for graph, size in store.sizes().items() if graph in self._facts)
        self.terms: list[bytes] = []
        self.ids: dict[bytes, int] = {}
        self._states: dict[Triple, bool] = {}
        self._near: tuple[dict[int, Near | None], dict[int, Near | None]] = ({}, {})
        self._far: tuple[dict[tuple[int, int], list[int]], ...] = ({}, {})
        self._pairs: dict[int, list[tuple[int, int]]] = {}
        self._counts: dict[tuple[int | None, int, int | None], int] = {}
        self._unnamed: set[int] | None = None
        self._model = [g for g, kind in kinds.items() if kind in MODEL_KINDS and g in self._facts]
        taxonomies = [g for g in self._model if kinds[g] == "TaxonomyGraph"]
        self.described = self._fetch_model(taxonomies)

    def __len__(self) -> int:
        return self._size

    # Terms ---------------------------------------------------------------------------------------

    def occurs(self, text: bytes) -> int | None:
        if text in self.ids:
            return self.ids[text]
        number = self._number(text)
        if any(self._all_near(side, number) != {} for side in (_SUBJECT, _OBJECT)):
            return number
        if text[:1] == b"<" and self.count(None, number, None):
            return number
        del self.ids[text]
        return None

    def _number(self, text: bytes) -> int:
        found = self.ids.get(text)
        if found is None:
            found = self.ids[text] = len(self.terms)
            self.terms.append(text)
        return found

    def _take(self, s: Any, p: Any, o: Any, graph: Any) -> Triple | None:
        """Note a quad that has come; None if it is no fact."""
        if graph.value not in self._facts:
            return None
        s, p, o = (self._number(str(term).encode()) for term in (s, p, o))
        stated = graph.value in self._stated
        self._states[s, p, o] = stated or self._states.get((s, p, o), False)
        return s, p, o

    def _sorted(self, numbers: Iterable[int]) -> list[int]:
        return sorted(set(numbers), key=self.terms.__getitem__)

    # Triples -------------------------------------------------------------------------------------

    def state(self, triple: Triple) -> bool | None:
        if triple in self._states:
            return self._states[triple]
        s, p, o = triple
        near = self._all_near(_SUBJECT, s)
        if near is None and (s, p) not in self._far[_SUBJECT]:
            near = self._all_near(_OBJECT, o)
            if near is None:
                self._quads(s, p, o)
        return self._states.get(triple)

    def objects(self, s: int, p: int) -> Sequence[int]:
        return self._values(_SUBJECT, s, p)

    def subjects(self, p: int, o: int) -> Sequence[int]:
        return self._values(_OBJECT, o, p)

    def pairs(self, p: int) -> Iterable[tuple[int, int]]:
        if p not in self._pairs:
            found = {(s, o) for s, _, o in self._quads(None, p, None)}
            self._pairs[p] = self._in_order(found)
        return self._pairs[p]

    def count(self, s: int | None, p: int, o: int | None) -> int:
        side, node = (_SUBJECT, s) if s is not None else (_OBJECT, o)
        if node is not None:
            near = self._all_near(side, node)
            if near is not None:
                return len(near.get(p, ()))
            if (node, p) in self._far[side] or is_compared(self._service, self._text(node)):
                return len(self._values(side, node, p))
        elif p in self._pairs:
            return len(self._pairs[p])
        key = s, p, o
        if key not in self._counts:
            terms = ("?s" if s is None else self._text(s), self._text(p))
            last = "?o" if o is None else self._text(o)
            where = self._service.of_facts(" ".join((*terms, last)))
            self._counts[key] = client.count(self._service, where)
        return self._counts[key]

    def speaking(self, subjects: Collection[int], predicates: Collection[int]) -> list[Triple]:
        self._fetch_near(_SUBJECT, subjects)
        self._fetch_near(_OBJECT, subjects)
        found = {
            (s, p, o)
            for s in subjects
            for p, values in (self._all_near(_SUBJECT, s) or {}).items()
            for o in values
        }
        found.update((s, p, o) for p in predicates for s, o in self.pairs(p))
        name = self.terms.__getitem__
        return sorted(found, key=lambda triple: (name(triple[1]), name(triple[0]), name(triple[2])))

    # Fetching ------------------------------------------------------------------------------------

    def _values(self, side: int, node: int, p: int) -> list[int]:
        near = self._all_near(side, node)
        if near is not None:
            return near.get(p, [])
        if (node, p) not in self._far[side]:
            known = (node, p, None) if side == _SUBJECT else (None, p, node)
            found = self._quads(*known)
            self._far[side][node, p] = self._sorted(t[2 - 2 * side] for t in found)
        return self._far[side][node, p]

    def _all_near(self, side: int, node: int) -> Near | None:
        """All triples with a subject (or object): predicate → values; None if they are too many."""
        if node not in self._near[side]:
            text = self.terms[node]
            if text[:1] == b"_":
                self._fetch_unnamed(node)
            elif text[:1] == b'"' and side == _SUBJECT:
                self._near[side][node] = {}
            else:
                self._fetch_near(side, [node])
        return self._near[side][node]

    def _fetch_near(self, side: int, nodes: Iterable[int]) -> None:
        """Fetch all triples of some things that have a name; of hubs, note that they are."""
        wanted = self._sorted(
            n for n in nodes if n not in self._near[side] and self.terms[n][:1] != b"_"
        )
        compared = {n for n in wanted if is_compared(self._service, self._text(n))}
        for node in sorted(compared):
            self._fetch_one(side, node)
        wanted = [n for n in wanted if n not in compared]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            if len(some) == 1:
                self._fetch_one(side, some[0])
                continue
            text = f"SELECT ?a (COUNT(*) AS ?n) WHERE {{ {self._around(side, some)} }} GROUP BY ?a"
            rows = client.select(self._service, text).tuples()
            sizes = {self.ids[str(a).encode()]: int(n.value) for a, n in rows if a is not None}
            part: list[int] = []
            size = 0
            for node in some:
                if sizes.get(node, 0) >= _HUB:
                    self._near[side][node] = None
                    continue
                if part and size + sizes.get(node, 0) > _ROWS:
                    self._fetch_some(side, part, size)
                    part, size = [], 0
                part.append(node)
                size += sizes.get(node, 0)
            if part:
                self._fetch_some(side, part, size)

    def _fetch_one(self, side: int, node: int) -> None:
        """Fetch all triples of a thing that has a name; if it is a hub, note that."""
        rows = self._rows_around(side, [node], f" LIMIT {_HUB}")
        if len(rows) == _HUB:
            self._near[side][node] = None
        else:
            self._keep(side, [node], rows)

    def _fetch_some(self, side: int, nodes: list[int], size: int) -> None:
        """Fetch all triples of some things, of which there are so many."""
        rows = self._rows_around(side, nodes)
        if len(rows) != size:
            raise miscounted(self._service, f"it counts {size} triples and gives {len(rows)}")
        self._keep(side, nodes, rows)

    def _rows_around(self, side: int, nodes: list[int], limit: str = "") -> list[tuple[Any, ...]]:
        text = f"SELECT ?a ?p ?b ?g WHERE {{ {self._around(side, nodes)} }}{limit}"
        return list(client.rows(self._service, text).tuples())

    def _keep(self, side: int, nodes: list[int], rows: list[tuple[Any, ...]]) -> None:
        found: dict[int, defaultdict[int, set[int]]] = {n: defaultdict(set) for n in nodes}
        for a, p, b, graph in rows:
            triple = self._take(*((a, p, b) if side == _SUBJECT else (b, p, a)), graph)
            if triple is not None and triple[2 * side] in found:  # and no other text of its value
                found[triple[2 * side]][triple[1]].add(triple[2 - 2 * side])
        for node, near in found.items():
            self._near[side][node] = {p: self._sorted(values) for p, values in near.items()}

    def _around(self, side: int, nodes: Iterable[int]) -> str:
        """The pattern of all triples that have one of some things, ``?a``, on a side."""
        pattern = "GRAPH ?g { ?a ?p ?b }" if side == _SUBJECT else "GRAPH ?g { ?b ?p ?a }"
        return one_of(self._service, "?a", [self._text(node) for node in nodes], pattern)

    def _fetch_unnamed(self, node: int) -> None:
        """What has no name cannot be asked about: all of it is fetched at the first such thing that
        is not of the model."""
        if self._unnamed is None:
            self._unnamed = set()
            test = "FILTER(isBlank(?s) || isBlank(?o))"
            self._keep_unnamed(self._quads(None, None, None, test))
        for side in (_SUBJECT, _OBJECT):
            self._near[side].setdefault(node, {})

    def _keep_unnamed(self, triples: Iterable[Triple]) -> None:
        found: tuple[dict[int, defaultdict[int, set[int]]], ...] = ({}, {})
        for triple in triples:
            for side in (_SUBJECT, _OBJECT):
                node = triple[2 * side]
                if self.terms[node][:1] == b"_":
                    near = found[side].setdefault(node, defaultdict(set))
                    near[triple[1]].add(triple[2 - 2 * side])
        for node in {*found[_SUBJECT], *found[_OBJECT]}:
            for side in (_SUBJECT, _OBJECT):
                near = found[side].get(node, defaultdict(set))
                self._near[side][node] = {p: self._sorted(v) for p, v in near.items()}

    def _fetch_model(self, taxonomies: list[str]) -> frozenset[bytes]:
        """Fetch ontology and taxonomies, and what else is said in their words; returns the subjects
        of the taxonomies."""
        described: set[bytes] = set()
        for graph in self._model:
            values = f"VALUES ?g {{ <{graph}> }}"
            text = f"SELECT ?s ?p ?o ?g WHERE {{ {values} GRAPH ?g {{ ?s ?p ?o }} }}"
            rows = client.rows(self._service, text).tuples()
            triples = [t for row in rows if (t := self._take(*row)) is not None]
            self._keep_unnamed(triples)
            if graph in taxonomies:
                described |= {self.terms[s] for s, _, _ in triples}
        for predicate in SCHEMA:
            self.pairs(self._number(predicate.encode()))
        self._fetch_near(_OBJECT, [self._number(kind.encode()) for kind in TERM_KINDS])
        return frozenset(described)

    def _quads(self, s: int | None, p: int | None, o: int | None, test: str = "") -> list[Triple]:
        """The facts with some terms (None: any)."""
        known = zip("spo", (s, p, o), strict=True)
        terms = [f"?{name}" if one is None else self._text(one) for name, one in known]
        if is_compared(self._service, terms[2]):
            test = f"FILTER({is_value('?o', terms[2])})"
            terms[2] = "?o"
        asked = [term for term in terms if term[:1] == "?"]
        where = f"GRAPH ?g {{ {' '.join(terms)} {test} }}"
        text = f"SELECT {' '.join([*asked, '?g'])} WHERE {{ {where} }}"
        found = []
        for *some, graph in client.rows(self._service, text).tuples():
            rest = iter(some)
            one, two, three = (next(rest) if term in asked else term for term in terms)
            triple = self._take(one, two, three, graph)
            if triple is not None and o in (None, triple[2]):
                found.append(triple)
        return list(dict.fromkeys(found))

    def _in_order(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        name = self.terms.__getitem__
        return sorted(pairs, key=lambda pair: (name(pair[0]), name(pair[1])))

    def _text(self, number: int) -> str:
        return self.terms[number].decode()
