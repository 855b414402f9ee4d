"""The sources: documents, their passages, and each passage with the facts taken from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Quad
from rdflib import Literal, URIRef

from ozek import namespaces as ns
from ozek.evidence import Passage
from ozek.reasoning.explain.grounds import Grounds
from ozek.reasoning.explain.proof import Choice
from ozek.results import Table
from ozek.terms import to_rdflib
from ozek.web import passages
from ozek.web.page import Asked, NotFound, Page, Redirect, is_iri
from ozek.web.site import Site

SIZE = 50


@dataclass(frozen=True)
class Stated:
    """A graph that quotes a passage: on what basis it stands, the reading, and its triples."""

    graph: str
    name: str
    basis: str
    triples: tuple[tuple[Any, Any, Any], ...]
    reading: Choice | None = None


def index(site: Site, asked: Asked) -> Page:
    """List the sources with their passages and what of them is used.

    ``share``: passages with facts among all, 0 to 1.
    """
    labels = site.labels(asked.lang)
    by_id = {f"{site.project.base}source/{one.id}": one for one in site.project.sources}
    rows = []
    use = passages.use(site)
    for document in passages.documents(site).values():
        source = by_id.get(document.iri)
        used, number = use[document.iri], len(document.passages)
        rows.append(
            (
                URIRef(document.iri),
                Literal(labels.of(document.iri)),
                Literal(source.language) if source and source.language else None,
                URIRef(source.license) if source and source.license else None,
                _date(site, document.iri),
                Literal(number),
                Literal(used.passages),
                Literal(round(used.passages / number, 4)),
                Literal(used.triples),
            )
        )
    columns = (
        "source", "title", "language", "licence", "date", "passages", "used", "share", "triples",
    )  # fmt: skip
    return Page(
        "sources.html",
        asked.words("sources.title"),
        {"documents": passages.documents(site), "rows": rows},
        table=Table(columns, tuple(rows), "sources"),
    )


def document(site: Site, asked: Asked) -> Page:
    """Show a source: its text with the used sentences marked, if at hand, and its passages."""
    found = passages.documents(site).get(asked.parts["name"])
    if found is None:
        raise NotFound(asked.words("sources.no_document", name=asked.parts["name"][:100]))
    evidence = site.evidence(asked.lang)
    first = asked.number("first", 0)
    shown = [evidence.passage(iri) for iri in found.passages[first : first + SIZE]]
    text = passages.text_of(site, found)
    return Page(
        "document.html",
        site.labels(asked.lang).of(found.iri),
        {
            "document": found,
            "shown": [(one, _counts(site, asked, one)) for one in shown],
            "pieces": passages.part(site, found, passages.pieces(site, found, text), first, SIZE)
            if text is not None
            else [],
            "total": len(found.passages),
            "first": first,
            "size": SIZE,
        },
        table=lambda: _table(evidence.passage(iri) for iri in found.passages),
        about=found.iri,
    )


def sentence(site: Site, asked: Asked) -> Page | Redirect:
    """Show one passage: where it is, what it says, and the facts taken from it.

    A passage's selector leads to the passage.
    """
    iri = f"{site.project.base}passage/{asked.parts['name']}"
    place = passages.document_of(site, iri)
    if place is None and is_iri(iri) and (owner := passages.owner(site, iri)):
        return Redirect(site.address(owner) or "/")
    if place is None:
        raise NotFound(asked.words("sources.no_passage", name=asked.parts["name"][:100]))
    found, number = place
    passage = site.evidence(asked.lang).passage(iri)
    stated = list(_stated(site, asked, iri))
    rows = tuple(
        (*triple, Literal(one.basis), URIRef(one.graph)) for one in stated for triple in one.triples
    )
    before, after = _context(site, found, iri)
    return Page(
        "sentence.html",
        asked.words("sources.passage", name=passage.name, source=passage.source),
        {
            "passage": passage,
            "document": found,
            "stated": stated,
            "first": number // SIZE * SIZE,
            "before": before,
            "after": after,
            "earlier": found.passages[number - 1] if number else None,
            "later": found.passages[number + 1] if number + 1 < len(found.passages) else None,
        },
        table=Table(("subject", "predicate", "object", "basis", "graph"), rows, "sentence"),
        triples=lambda: _quads(site, iri, set(site.store.fact_graphs())),
        quads=lambda: _quads(site, iri),
        about=iri,
    )


def _date(site: Site, source: str) -> Any:
    """When a source appeared, where that is recorded."""
    for predicate in ("issued", "date", "created", "modified"):
        found = site.store.matching(source, ns.DCTERMS + predicate)
        for quad in sorted(found, key=str):
            return to_rdflib(quad.object)
    return None


def _counts(site: Site, asked: Asked, passage: Passage) -> list[tuple[str, int]]:
    """Basis → number of triples of the graphs that quote a passage."""
    evidence = site.evidence(asked.lang)
    found: dict[str, int] = {}
    for graph in passages.graphs_of(site, passage.iri):
        basis = evidence.basis(graph)
        found[basis] = found.get(basis, 0) + len(passages.statements(site, graph))
    return sorted(found.items())


def _stated(site: Site, asked: Asked, iri: str) -> Iterator[Stated]:
    evidence = site.evidence(asked.lang)
    grounds = site.once(("grounds", asked.lang), lambda: Grounds(site.store, evidence.labels))
    for graph in passages.graphs_of(site, iri):
        triples = tuple(
            (to_rdflib(t.subject), to_rdflib(t.predicate), to_rdflib(t.object))
            for t in passages.statements(site, graph)
        )
        name = (site.local(graph) or graph).removeprefix("graph/")
        yield Stated(graph, name, evidence.basis(graph), triples, grounds.choice(graph))


def _context(site: Site, document: passages.Document, iri: str) -> tuple[str, str]:
    """The text just before and after a passage, where the text is at hand."""
    text = passages.text_of(site, document)
    if text is None:
        return "", ""
    some = list(passages.pieces(site, document, text))
    at = next((n for n, piece in enumerate(some) if piece.passage == iri), None)
    if at is None:
        return "", ""
    before = "".join(piece.text for piece in some[max(at - 2, 0) : at])
    after = "".join(piece.text for piece in some[at + 1 : at + 3])
    return before, after


def _quads(site: Site, iri: str, only: set[str] | None = None) -> Iterator[Any]:
    """The graphs that quote a passage (or ``only`` some), what is said of them, the passage."""
    for graph in passages.graphs_of(site, iri):
        if only is None or graph in only:
            for one in passages.statements(site, graph):
                yield Quad(one.subject, one.predicate, one.object, NamedNode(graph))
            yield from site.store.matching(graph)
    for quad in site.store.matching(iri):
        yield quad
        if quad.predicate.value == ns.HAS_SELECTOR:
            yield from site.store.matching(quad.object)


def _table(some: Iterator[Passage]) -> Table:
    rows = tuple(
        (URIRef(one.iri), Literal(one.name), Literal(one.locator), Literal(one.restatement))
        for one in some
    )
    return Table(("passage", "name", "locator", "restatement"), rows, "passages")


PAGES = (
    ("/sources", index),
    ("/sources/{name}", document),
    ("/sentence/{name:path}", sentence),
)
