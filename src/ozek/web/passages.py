"""The passages of each source in their order, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ozek import namespaces as ns
from ozek.parsing import read_bytes
from ozek.web.site import Site
from ozek.wording import Span, spans


@dataclass(frozen=True)
class Document:
    """A source: its IRI, the name in its address, and its passages in their order."""

    iri: str
    name: str
    passages: tuple[str, ...]


def documents(site: Site) -> dict[str, Document]:
    """Return the sources that passages are taken from, by the name in their address."""
    return site.once("documents", lambda: _documents(site))


def _documents(site: Site) -> dict[str, Document]:
    store = site.store
    places: dict[str, list[tuple[tuple[Any, ...], str]]] = {}
    numbers = {
        predicate: {
            quad.subject.value: quad.object.value for quad in store.matching(None, predicate)
        }
        for predicate in (ns.SENTENCE_NUMBER, ns.SHEET_NAME, ns.ROW_NUMBER, ns.RECORD_KEY)
    }
    for quad in store.matching(None, ns.HAS_SOURCE):
        passage = quad.subject.value
        sentence, sheet, row, key = (some.get(passage, "") for some in numbers.values())
        order = (_number(sentence), sheet, _number(row), key, passage)
        places.setdefault(quad.object.value, []).append((order, passage))
    found = {}
    for iri, some in sorted(places.items()):
        name = iri.rpartition("/")[2]
        passages = tuple(dict.fromkeys(passage for _, passage in sorted(some)))
        found[name] = Document(iri, name, passages)
    return found


def document_of(site: Site, passage: str) -> tuple[Document, int] | None:
    """Return the source that a passage is from, and its place there (from 0)."""

    def make() -> dict[str, tuple[Document, int]]:
        return {
            iri: (one, number)
            for one in documents(site).values()
            for number, iri in enumerate(one.passages)
        }

    return site.once("places of passages", make).get(passage)


def graphs_of(site: Site, passage: str) -> list[str]:
    """Return the graphs that quote a passage."""
    found = site.store.matching(None, ns.WAS_QUOTED_FROM, passage)
    return sorted({quad.subject.value for quad in found})


def statements(site: Site, graph: str) -> list[Any]:
    """Return the triples of a graph (pyoxigraph), in the order of their text."""
    return sorted(site.store.triples([graph]), key=str)


def text_of(site: Site, document: Document) -> str | None:
    """Return a source's text, where the project's user holds it."""
    local = site.local(document.iri) or ""
    for source in site.project.sources:
        path = source.text
        if local == f"source/{source.id}" and path is not None and path.is_file():
            return site.once(("text", source.id), partial(_text, path))
    return None


def _text(path: Path) -> str:
    """The text as it is in the file: positions count both characters of a Windows line end."""
    return read_bytes(path).decode("utf-8")


_TRIPLES = """
    SELECT ?source (COUNT(*) AS ?n) {
      { SELECT DISTINCT ?source ?g {
          GRAPH ?x { ?g prov:wasQuotedFrom ?passage }
          GRAPH ?y { ?passage oa:hasSource ?source } } }
      GRAPH ?g { ?s ?p ?o }
    } GROUP BY ?source"""
"""How many triples are taken from each source: counted where they are, none of them is read."""


@dataclass(frozen=True)
class Use:
    """What is taken from a source: passages that some graph quotes, and triples in those graphs."""

    passages: int
    triples: int


def use(site: Site) -> dict[str, Use]:
    """Return source → what is taken from it."""
    return site.once("use of sources", lambda: _use(site))


def _use(site: Site) -> dict[str, Use]:
    quoted = {quad.object.value for quad in site.store.matching(None, ns.WAS_QUOTED_FROM)}
    triples = {
        row["source"].value: int(row["n"].value)
        for row in site.store.query(_TRIPLES)
        if row["source"] is not None
    }
    return {
        one.iri: Use(sum(iri in quoted for iri in one.passages), triples.get(one.iri, 0))
        for one in documents(site).values()
    }


def owner(site: Site, selector: str) -> str | None:
    """Return the passage that a selector belongs to."""
    found = site.store.matching(None, ns.HAS_SELECTOR, selector)
    return next((quad.subject.value for quad in found), None)


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``passage`` is the IRI of the passage it is, empty for unused text."""

    text: str
    passage: str = ""


def pieces(site: Site, document: Document, text: str) -> Iterator[Piece]:
    """Cut a text at the passages that are taken from it; one inside another is passed over."""
    at = 0
    for span in _spans(site, document.iri):
        if span.start < at:
            continue
        if span.start > at:
            yield Piece(text[at : span.start])
        yield Piece(text[span.start : span.end], span.passage)
        at = span.end
    if at < len(text):
        yield Piece(text[at:])


def part(
    site: Site, document: Document, some: Iterable[Piece], first: int, size: int
) -> list[Piece]:
    """Return the pieces around ``size`` passages of a text, from number ``first`` (from 0) on.

    Unused text goes with the passage in front of it, at the start with the one behind.
    """
    numbers = {iri: number for number, iri in enumerate(document.passages)}
    at = 0
    found = []
    for piece in some:
        at = numbers[piece.passage] if piece.passage else at
        if first <= at < first + size:
            found.append(piece)
    return found


def _spans(site: Site, source: str) -> list[Span]:
    every = site.once("spans", lambda: list(spans(site.store)))
    return [span for span in every if span.source == source]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
