"""Literals in a service that are no values of their datatype.

They are seen as the service holds them: one that it has rewritten, or did not take, is not found.
A project that was built was checked before it was pushed.
"""

from __future__ import annotations

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.columns import Columns, columns_of
from ozek.remote import client
from ozek.remote.lookup import one_of
from ozek.remote.store import RemoteStore
from ozek.remote.validating.view import View
from ozek.validation.lexical import wrong_datatype

_TYPED = (
    f"FILTER(isLiteral(?o) && DATATYPE(?o) != <{ns.XSD}string> && "
    f"DATATYPE(?o) != <{ns.RDF}langString>)"
)


def wrong_values(view: View) -> list[bytes]:
    """The ill-typed literals of a view."""
    rows = view.rows(f"SELECT DISTINCT ?o WHERE {{ ?s ?p ?o {_TYPED} }}")
    return _wrong([row[0] for row in rows])


def wrong_triples(store: RemoteStore) -> tuple[Columns, bool]:
    """The triples of a project with ill-typed literals, and whether one of them is stated."""
    service = store.service
    rows = client.rows(
        service, f"SELECT DISTINCT ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_TYPED} }}"
    ).tuples()
    sizes = store.sizes()
    found: list[ox.Triple] = []
    graphs: set[str] = set()
    for term in _wrong([row[0] for row in rows]):
        where = one_of(service, "?o", [term.decode()], "GRAPH ?g { ?s ?p ?o }")
        rows = client.rows(service, f"SELECT ?g ?s ?p ?o WHERE {{ {where} }}").tuples()
        for g, s, p, o in rows:
            if g.value in sizes:
                graphs.add(g.value)
                found.append(ox.Triple(s, p, o))
    stated = set(store.fact_graphs()) - {f"{store.base}graph/inferred"} if graphs else set()
    return columns_of(found), bool(graphs & stated)


def _wrong(terms: list[ox.Literal]) -> list[bytes]:
    texts = (str(term).encode() for term in terms)
    return sorted(text for text in texts if wrong_datatype(text) is not None)
