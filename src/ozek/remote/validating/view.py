"""What shapes look at in a service: the facts, the stated ones among them, or the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from ozek import namespaces as ns
from ozek.errors import ServiceError
from ozek.remote import client
from ozek.remote.contents import MADE_BY, VOID_TRIPLES, facts_graph, manifest_graph
from ozek.remote.service import Service
from ozek.remote.store import RemoteStore
from ozek.validation.looked_at import EVIDENCE_KINDS, OWN_KINDS


@dataclass(frozen=True)
class View:
    """A graph to be validated.

    ``graphs`` are what a query sees as its default graph (none: the service's own). ``without`` is
    a graph whose triples do not count.
    """

    service: Service
    graphs: tuple[str, ...] = ()
    without: str | None = None

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT query over the graph."""
        return self._select(text).tuples()

    def solutions(self, text: str) -> Iterator[dict[str, bytes]]:
        """The rows of a SELECT query over the graph, by name, as N-Triples text."""
        for row in self._select(text):
            yield {name: str(term).encode() for name, term in row.items()}

    def holds(self, text: str) -> bool:
        """The answer to an ASK query over the graph."""
        return client.ask(
            self.service, text, default_graphs=self.graphs, named_graphs=self._named()
        )

    def has(self, pattern: str) -> str:
        """A triple pattern as it has to stand in a query over the graph."""
        if self.without is None:
            return pattern
        return f"{pattern} FILTER NOT EXISTS {{ GRAPH <{self.without}> {{ {pattern} }} }}"

    def _select(self, text: str) -> client.Rows:
        return client.rows(
            self.service, text, default_graphs=self.graphs, named_graphs=self._named()
        )

    def _named(self) -> list[str]:
        """The graph that does not count; it has to be told where graphs are told at all."""
        return [self.without] if self.without and self.graphs else []


def facts(store: RemoteStore) -> View:
    """The facts, stated and derived."""
    service = store.service
    return View(service, (service.facts,) if service.facts else ())


def stated(store: RemoteStore) -> View:
    """The facts that are not derived."""
    return replace(facts(store), without=f"{store.base}graph/inferred")


@contextmanager
def evidence(store: RemoteStore) -> Iterator[View]:
    """The evidence behind the facts (see ``looked_at.evidence``); as long as it is looked at, the
    service has a graph that says which graph introduces what."""
    service, base, kind = store.service, store.base or "", ns.RDF_TYPE
    home = f"{base}graph/validation"
    kinds = store.graph_kinds() | OWN_KINDS
    sizes = store.sizes()
    graphs = [g for g, one in kinds.items() if one in EVIDENCE_KINDS and g in sizes]
    planned = sorted(g for g in store.graphs_of("planned") if kinds.get(g) == "StatementGraph")
    others = " && ".join(f"?g != <{one}>" for one in graphs) or "true"
    known = f"GRAPH <{manifest_graph(base)}> {{ ?g <{VOID_TRIPLES}> ?n }}"
    said = [f"<{g}> <{kind}> <{ns.OZEK}{one}>" for g, one in OWN_KINDS.items()]
    said += [f"<{g}> <{kind}> <{ns.OZS}PlannedGraph>" for g in planned]
    said.append(f"<{home}> <{MADE_BY}> <{base}activity/push>")
    away = f"DROP SILENT GRAPH <{home}>"
    for text in (
        away,
        f"INSERT {{ GRAPH <{home}> {{ ?g <{ns.OZS}introduces> ?s }} }} WHERE {{ {known} "
        f"GRAPH ?g {{ ?s <{kind}> ?c }} FILTER({others}) }}",
        f"INSERT {{ GRAPH <{home}> {{ ?g <{kind}> <{ns.OZS}NamedGraph> }} }} WHERE "
        f"{{ {known} FILTER(?g != <{facts_graph(base)}>) }}",
        f"INSERT DATA {{ GRAPH <{home}> {{ {' . '.join(said)} }} }}",
    ):
        client.update(service, text)
    try:
        yield View(service, (*graphs, home))
    finally:
        with suppress(ServiceError):  # the next check takes it away; what went wrong is told first
            client.update(service, away)
