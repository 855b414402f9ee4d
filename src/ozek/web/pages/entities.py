"""A thing: its IRI, the page about it, its data, and the proof of each derived fact about it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import pyoxigraph as ox
from starlette.responses import Response

from ozek import namespaces as ns
from ozek.cards import Card, Fact, pointing, show
from ozek.errors import UsageError
from ozek.evidence import FACTS
from ozek.reasoning.explain import explain, proof_index
from ozek.reasoning.explain.output import to_table
from ozek.terms import to_rdflib
from ozek.web.negotiation import best
from ozek.web.neighbours import is_drawn, is_link
from ozek.web.page import (
    MEDIA_TYPES,
    RDF_SUFFIXES,
    Asked,
    NotFound,
    Page,
    Redirect,
    address,
    is_iri,
)
from ozek.web.site import Site

MOST_POINTING = 25
"""Things that point at a hub and are shown for each predicate; the rest is on a list of its own."""

MOST_NEAR = 8
"""Neighbours named at the top of a card."""

LIST_SIZE = 100

MOST_QUADS = 20_000
"""Quads in the data of one thing: a country of a large graph has far more."""

BUDGET = 20_000
"""Ways that the search for a proof looks at: well below a second."""


@dataclass(frozen=True)
class Group:
    """The facts of a card with one predicate in one direction."""

    predicate: Any
    incoming: bool
    facts: tuple[Fact, ...]
    more: int = 0


def identifier(site: Site, asked: Asked) -> Redirect | Page | Response:
    """Lead from a thing's IRI to its page or its data, by ``Accept``; 406 when nothing fits."""
    local = asked.parts["local"]
    _known(site, asked, local)
    offered = {"text/html": address(f"/page/{local}")}
    for suffix in RDF_SUFFIXES:
        media_type = MEDIA_TYPES[suffix].partition(";")[0]
        offered[media_type] = address(f"/data/{local}.{suffix}")
    chosen = best(asked.accept, tuple(offered))
    if chosen is None:
        return Response(
            f"{asked.words('entities.not_acceptable')} {', '.join(offered)}\n",
            406,
            {"vary": "Accept"},
            "text/plain; charset=utf-8",
        )
    others = tuple((to, "alternate", kind) for kind, to in offered.items() if kind != chosen)
    return Redirect(offered[chosen], others)


def card(site: Site, asked: Asked) -> Page | Redirect:
    """Show what is known about a thing, every fact with its evidence.

    ``?predicate=``: all the things that point at it in one way, paged.
    """
    local = asked.parts["local"]
    iri = _known(site, asked, local)
    if local.startswith("passage/"):
        return Redirect(site.address(iri) or "/")
    evidence = site.evidence(asked.lang)
    if local.startswith("graph/") and (passages := evidence.passages(iri)):
        return Redirect(f"{site.address(passages[0].iri)}#{local.removeprefix('graph/')}")
    if predicate := asked.get("predicate"):
        return _pointing(site, asked, iri, predicate)
    found = site.lately(
        ("card", iri, asked.lang),
        lambda: show(site.store, iri, limit=MOST_POINTING, evidence=evidence),
    )
    stated = [f for f in found.facts if f.basis in FACTS and f.basis != "derived"]
    derived = [f for f in found.facts if f.basis == "derived"]
    other = [f for f in found.facts if f.basis not in FACTS]
    more = dict(found.more)
    return Page(
        "entity.html",
        found.label,
        {
            "card": found,
            "sections": [
                (name, _groups(some, more))
                for name, some in (("stated", stated), ("derived", derived), ("other", other))
            ],
            "proof": partial(_proof_address, iri),
            "near": _near(site, found.facts),
            "local": local,
        },
        table=found.to_table,
        triples=lambda: _facts(site, iri),
        quads=lambda: _everything(site, iri),
        about=iri,
        links=tuple(
            (address(f"/data/{local}.{suffix}"), "item", MEDIA_TYPES[suffix].partition(";")[0])
            for suffix in RDF_SUFFIXES
        ),
    )


def data(site: Site, asked: Asked) -> Page | Redirect:
    """Give what is known about a thing as RDF: facts, and in TriG every graph with its evidence."""
    local = asked.parts["local"]
    iri = _known(site, asked, local)
    if asked.suffix not in RDF_SUFFIXES:
        return Redirect(address(f"/data/{local}.ttl"))
    return Page(
        "error.html",
        site.labels(asked.lang).of(iri),
        triples=lambda: _facts(site, iri),
        quads=lambda: _everything(site, iri),
        about=iri,
        links=((address(f"/page/{local}"), "describes", "text/html"),),
    )


def proof(site: Site, asked: Asked) -> Page:
    """Show why a fact holds: ``?s=&p=`` IRIs, ``&o=`` an IRI or a literal as N-Triples has it."""
    triple = _triple(asked)
    labels = site.labels(asked.lang)

    def prove() -> Any:
        index = site.once("proofs", lambda: proof_index(site.store))
        return explain(site.store, triple, lang=asked.lang, budget=BUDGET, index=index)

    with site.once("proving", threading.Lock):  # the search writes into its index
        found = prove()
    return Page(
        "proof.html",
        asked.words("entities.proof_of", fact=found.asked),
        {
            "found": found,
            "say": found.words,
            "subject": triple[0],
            "labels": labels,
        },
        table=to_table(found),
        status=200 if found.status != "unknown" else 404,
    )


def _known(site: Site, asked: Asked, local: str) -> str:
    """The IRI of a thing below the base that something is said about."""
    iri = site.project.base + local
    if is_iri(iri) and (
        next(iter(site.store.matching(iri)), None)
        or next(iter(site.store.matching(None, None, iri)), None)
        or iri in site.store.graph_kinds()
    ):
        return iri
    raise NotFound(asked.words("entities.unknown", name=local[:200]))


def _groups(facts: Iterable[Fact], more: dict[str, int]) -> list[Group]:
    """The facts by predicate and direction; what is left out of a group is told once."""
    found: dict[tuple[bool, str], list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.incoming, str(fact.predicate)), []).append(fact)
    ordered = sorted(found.items(), key=lambda one: (one[0][0], one[0][1] != ns.RDF_TYPE))
    return [
        Group(some[0].predicate, incoming, tuple(some), more.pop(name, 0) if incoming else 0)
        for (incoming, name), some in ordered
    ]


def _near(site: Site, facts: Iterable[Fact]) -> list[str]:
    """The first of the project's things that facts link with this one."""
    others = (
        str(fact.other)
        for fact in facts
        if fact.basis in FACTS and not hasattr(fact.other, "datatype") and is_link(fact.predicate)
    )
    return list(
        islice(
            dict.fromkeys(one for one in others if site.local(one) and is_drawn(site, one)),
            MOST_NEAR,
        )
    )


def _proof_address(iri: str, fact: Fact) -> str:
    subject, value = (fact.other, iri) if fact.incoming else (iri, fact.other)
    written = str(value) if isinstance(value, str) and not hasattr(value, "datatype") else ""
    return address(
        "/proof",
        [("s", str(subject)), ("p", str(fact.predicate)), ("o", written or value.n3())],  # type: ignore[union-attr]
    )


def _triple(asked: Asked) -> tuple[Any, Any, Any]:
    subject, predicate, value = (asked.get(name) for name in "spo")
    if not (is_iri(subject) and is_iri(predicate) and value):
        raise UsageError(asked.words("entities.which_fact"))
    written = f"<{value}>" if is_iri(value) else value
    try:
        (one,) = ox.parse(f"<{subject}> <{predicate}> {written} .", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        raise UsageError(asked.words("entities.which_fact")) from None
    return to_rdflib(one.subject), to_rdflib(one.predicate), to_rdflib(one.object)


def _pointing(site: Site, asked: Asked, iri: str, predicate: str) -> Page:
    """All the things that point at one with a predicate, each with its evidence."""
    from rdflib import URIRef

    if not is_iri(predicate):
        raise UsageError(asked.words("entities.which_predicate"))
    evidence = site.evidence(asked.lang)
    labels = evidence.labels
    first = asked.number("first", 0)
    facts, total = site.lately(
        ("pointing", iri, predicate, first, asked.lang),
        lambda: pointing(
            site.store, iri, predicate, evidence=evidence, first=first, size=LIST_SIZE
        ),
    )
    part = Card(URIRef(iri), labels.of(iri), (), (), facts, labels)
    return Page(
        "pointing.html",
        asked.words("entities.pointing", thing=labels.of(iri), predicate=labels.of(predicate)),
        {
            "facts": facts,
            "proof": partial(_proof_address, iri),
            "total": total,
            "first": first,
            "size": LIST_SIZE,
            "iri": iri,
        },
        table=part.to_table(),
    )


def _facts(site: Site, iri: str) -> Iterator[Any]:
    """The facts about a thing: without its graph a plan would look like one."""
    facts = set(site.store.fact_graphs())
    found = (quad for quad in _about(site, iri) if quad.graph_name.value in facts)
    return islice(found, MOST_QUADS)


def _everything(site: Site, iri: str) -> Iterator[Any]:
    """Every quad about a thing, and what is said of the graphs that they stand in."""
    names: dict[str, None] = {}
    for quad in islice(_about(site, iri), MOST_QUADS):
        names[quad.graph_name.value] = None
        yield quad
    told: set[Any] = set()
    for name in names:
        for quad in site.store.matching(name):
            told.add(quad)
            if quad.predicate.value == ns.WAS_QUOTED_FROM:
                for one in site.store.matching(quad.object):
                    told.add(one)
                    if one.predicate.value == ns.HAS_SELECTOR:
                        told.update(site.store.matching(one.object))
    yield from sorted(told, key=str)


def _about(site: Site, iri: str) -> Iterator[Any]:
    yield from site.store.matching(iri)
    yield from site.store.matching(None, None, iri)


PAGES = (
    ("/id/{local:path}", identifier),
    ("/page/{local:path}", card),
    ("/data/{local:path}", data),
    ("/proof", proof),
)
