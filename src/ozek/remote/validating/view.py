"""What shapes look at in a service: the facts, the stated ones among them, or the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ozek.errors import ServiceTruncated
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
        try:
            return client.select(self.service, text, default_graphs=self.graphs).tuples()
        except ServiceTruncated:
            return client.pages(self.service, text, default_graphs=self.graphs).tuples()

    def has(self, pattern: str) -> str:
        """A triple pattern as it has to stand in a query over the graph."""
        if self.without is None:
            return pattern
        return f"{pattern} FILTER NOT EXISTS {{ GRAPH <{self.without}> {{ {pattern} }} }}"

    def holds(self, text: str) -> bool:
        """The answer to an ASK query over the graph."""
        return client.ask(self.service, text, default_graphs=self.graphs)

    def solutions(self, text: str) -> Iterator[dict[str, bytes]]:
        """The rows of a SELECT query, by name, as N-Triples text."""
        try:
            rows = client.select(self.service, text, default_graphs=self.graphs)
        except ServiceTruncated:
            rows = client.pages(self.service, text, default_graphs=self.graphs)
        for row in rows:
            yield {name: str(term).encode() for name, term in row.items()}
