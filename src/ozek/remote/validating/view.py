"""What shapes look at in a service: the facts, the stated ones among them, or the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ozek.remote import client
from ozek.remote.service import Service


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
