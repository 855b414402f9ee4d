"""Queries run here over what a service holds, for services whose own answers cannot be relied on.

A query that names its predicates gets just their triples, which are kept for the next one; any
other, and one that looks into named graphs, gets everything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek.remote import client
from ozek.remote.service import Service
from ozek.validation.compiled.queries import plan

if TYPE_CHECKING:
    from ozek.store import Store


class Beside:
    """The facts of a service as far as queries have asked for them; ``everything`` fetches all."""

    def __init__(self, service: Service, everything: Callable[[], Store]) -> None:
        self._service = service
        self._everything = everything
        self._store = ox.Store()
        self._held: set[str] = set()

    def query(self, text: str, *, whole: bool = False) -> Any:
        """Run a query (with its prologue), over everything if it has to be ``whole``; what comes is
        what pyoxigraph gives."""
        predicates = None if whole else plan(text).predicates
        if predicates is None:
            return self._everything().query(text)
        for name in sorted(predicates - self._held):
            p = ox.NamedNode(name)
            where = self._service.of_facts(f"?s <{name}> ?o")
            rows = client.rows(self._service, f"SELECT ?s ?o WHERE {{ {where} }}").tuples()
            self._store.extend(ox.Quad(s, p, o) for s, o in rows)
            self._held.add(name)
        return self._store.query(text)
