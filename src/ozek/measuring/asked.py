"""What an answer is asked with, and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek.clusters.wording import Words
from ozek.errors import UsageError
from ozek.measuring.wording import known, text, words
from ozek.namespaces import OZEK
from ozek.network.notes import note, said

if TYPE_CHECKING:
    import networkx as nx

    from ozek.labels import Labels
    from ozek.network.ready import Result
    from ozek.results import Table
    from ozek.store import Store


@dataclass(frozen=True)
class Found:
    """An answer.

    Attributes:
        sentence: the answer in words.
        table: the same and more in rows, with IRIs, keys and numbers.
        source: where it comes from (a projection with its size, or relations of the facts), then
            what to be careful about.
    """

    sentence: str
    table: Table
    source: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A store, a network where one is measured, the parameters as text, and a language."""

    store: Store
    graph: nx.Graph | None
    params: Mapping[str, str | None]
    lang: str
    labels: Labels

    @property
    def network(self) -> nx.Graph:
        if self.graph is None:
            raise UsageError("this answer needs a network")
        return self.graph

    def whole(self, name: str, *, least: int = 1) -> int:
        """Return a parameter as a whole number; raises UsageError if it is none, or too small."""
        value = self.params[name] or ""
        if not value.isascii() or not value.isdigit() or int(value) < least:
            raise UsageError(f"{name}={value}: a whole number from {least} up is needed")
        return int(value)

    def year(self) -> int | None:
        """Return the parameter ``year``, None if it is not given."""
        return self.whole("year") if self.params["year"] else None

    def listed(self, name: str) -> list[str]:
        """Return a parameter as the texts between its commas."""
        return [one for part in (self.params[name] or "").split(",") if (one := part.strip())]

    def actors(self, name: str) -> list[str]:
        """Return the actors that a parameter names; "state" means all state bodies in the network.

        Raises UsageError for an actor that is not known.
        """
        from ozek.clusters import STATE, required, resolve_actor

        found: list[str] = []
        for one in self.listed(name):
            if one.casefold() in STATE:
                bodies = required.state_bodies(self.store, required.notions(self.store))
                found += sorted(body for body in bodies if body in self.network)
            else:
                found.append(one if one in self.network else resolve_actor(self.store, one))
        return list(dict.fromkeys(found))

    def name(self, thing: Any) -> str:
        """Return the label of a node or of an IRI."""
        if self.graph is not None and thing in self.graph:
            return str(self.graph.nodes[thing].get("label", thing))
        return self.labels.of(str(thing)) if "://" in str(thing) else str(thing)

    def kind(self, kind: str) -> str:
        """Return the label of a kind of node or of a sector such as "science"."""
        if kind in words()["cells"]:
            return known("cells", kind, self.lang)
        return self.labels.of(OZEK + kind)

    def names(self, things: Iterable[Any]) -> str:
        """Return labels with commas; of many the first, and how many more there are."""
        return Words(self.lang).names([self.name(thing) for thing in things])

    def says(self, answer: str, key: str, **values: Any) -> str:
        """Return a sentence with numbers as they are written in the language."""
        number = Words(self.lang).number
        shown = {
            name: number(value) if isinstance(value, (int, float)) else value
            for name, value in values.items()
        }
        return text(answer, key, self.lang).format(**shown)

    def percent(self, share: float | None) -> str:
        return "–" if share is None else Words(self.lang).percent(share)

    def measured(self, sentence: str, result: Result, table: Table) -> Found:
        """Make the answer of a measure of the network."""
        way = note("directed" if result.directed else "undirected", m=result.m)
        title = str(self.network.graph.get("title", "")) or said(note("network"), self.lang)
        if result.projection:
            title += f" ({result.projection})"
        caption = note("caption", name=title, n=result.n, m=said(way, self.lang))
        told = (said(one, self.lang) for one in (caption, *dict.fromkeys(result.warnings)))
        return Found(sentence, table, tuple(told))

    def stated(self, sentence: str, table: Table, relations: str, *warnings: str) -> Found:
        """Make the answer of a measure of the facts; ``relations`` are those it was read from."""
        source = text("words", "facts", self.lang).format(relations=relations)
        return Found(sentence, table, (source, *(said(one, self.lang) for one in warnings)))
