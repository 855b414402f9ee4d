"""The surroundings of some things, fetched into a store of their own: enough to reason about them
here without fetching everything.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.remote import client
from ozek.remote.service import Service
from ozek.remote.store import RemoteStore, open_store
from ozek.remote.vocabulary import axiom_triples, held_by
from ozek.store import Store

if TYPE_CHECKING:
    from ozek.reasoning.fixpoint import Judged
    from ozek.reasoning.rules import Rule

_MODEL = ("OntologyGraph", "TaxonomyGraph")
_AT_ONCE = 100
_HUB = 2000
"""A thing that more facts lead to is not gone on from: everything is near it."""

_SMALL = 200_000
"""Quads up to which everything is fetched at once."""

_STEPS = (2, 3, 5)


def judged(service: Service, base: str, things: Iterable[Any], rules: tuple[Rule, ...]) -> Judged:
    """What is wrong with some things, or worth a look, in the words in which it is told anywhere.

    It is looked for here: where there is too much to fetch it all, in ever larger surroundings of
    the things, and only at last in everything.
    """
    from ozek.reasoning.fixpoint import judge

    store = open_store(service, base)
    if len(store) > _SMALL:
        wanted = {str(one) for one in things if isinstance(one, ox.NamedNode)}
        for steps in _STEPS:
            found = judge(around(store, wanted, steps), rules)
            told = " ".join([*(f"<{one.focus}>" for one in found.clashes), *found.warnings])
            if wanted and all(one in told or ns.shorten(one[1:-1]) in told for one in wanted):
                return found
    return judge(store.at_hand(), rules)


def around(store: RemoteStore, things: Iterable[str], steps: int) -> Store:
    """The facts within so many steps of some things (N-Triples text), with their evidence and with
    the whole model."""
    kinds = store.graph_kinds()
    facts = set(store.fact_graphs())
    model = [name for name, kind in kinds.items() if kind in _MODEL and name in store.sizes()]
    quads: dict[Any, None] = {}
    terms: set[str] = set()
    for name in model:
        for triple in store.triples([name]):
            quads[_quad(triple, name)] = None
            terms |= {str(triple.subject), str(triple.predicate)}
    for triple in axiom_triples(store.service, held_by(store.service)):
        quads[_quad(triple, ns.ONTOLOGY_GRAPH)] = None
    known: set[str] = set()
    frontier = set(things)
    for _ in range(steps):
        known |= frontier
        near: set[str] = set()
        for quad in about(store, sorted(frontier)):
            quads[quad] = None
            if quad.graph_name.value in facts:
                near |= {str(one) for one in (quad.subject, quad.object) if _is_named(one)}
        frontier = near - known - terms
    graphs = {str(quad.graph_name) for quad in quads}
    for _ in range(2):  # what is said of the graphs, and of who says it
        said = list(about(store, sorted(graphs)))
        quads.update(dict.fromkeys(said))
        graphs = {str(quad.subject) for quad in said if _is_named(quad.subject)} - graphs
    local = Store(base=store.base)
    text = "".join(f"{quad} .\n" for quad in quads)
    local.load(io.BytesIO(text.encode()), format="nquads")
    return local


def about(store: RemoteStore, things: list[str]) -> Iterator[Any]:
    """The quads of the project that have one of some things as subject or object."""
    for start in range(0, len(things), _AT_ONCE):
        names = " ".join(things[start : start + _AT_ONCE])
        yield from _rows(store, f"VALUES ?s {{ {names} }} GRAPH ?g {{ ?s ?p ?o }}")
        counted = client.rows(
            store.service,
            f"SELECT ?o (COUNT(*) AS ?n) WHERE {{ VALUES ?o {{ {names} }} "
            "GRAPH ?g { ?s ?p ?o } } GROUP BY ?o",
        ).tuples()
        few = [str(one) for one, number in counted if one and int(number.value) <= _HUB]
        if few:
            yield from _rows(store, f"VALUES ?o {{ {' '.join(few)} }} GRAPH ?g {{ ?s ?p ?o }}")


def _rows(store: RemoteStore, pattern: str) -> Iterator[Any]:
    text = f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}"
    rows = client.rows(store.service, text).tuples()
    quad: Any = ox.Quad
    return iter([quad(*row) for row in rows if store.is_own(row[3])])


def _quad(triple: Any, graph: str) -> Any:
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))


def _is_named(term: Any) -> bool:
    return isinstance(term, ox.NamedNode)
