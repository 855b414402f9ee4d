"""A page: a function gives what is to be shown, this turns it into a response.

A page function takes the site and what was asked and returns a :class:`Page`. The same page is HTML
for people and, under its address with a suffix, its data: ``/actors`` and ``/actors.csv``.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ozek import namespaces as ns
from ozek.errors import OzekError, UsageError
from ozek.exporting.turtle import write_trig, write_turtle
from ozek.labels import Labels
from ozek.results import Table
from ozek.web import languages
from ozek.web.negotiation import best
from ozek.web.rendering import render
from ozek.web.site import SAFE, Site
from ozek.web.words import Words

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "svg": "image/svg+xml",
    "trig": "application/trig",
    "ttl": "text/turtle; charset=utf-8",
}
"""Suffix of an address → what is found there."""

RDF_SUFFIXES = ("ttl", "jsonld", "nt", "rdf", "trig")


class NotFound(UsageError):
    """There is no such page: 404."""


class Stopped(OzekError):
    """What was asked took too long or too much, and was stopped: 503."""


@dataclass(frozen=True)
class Asked:
    """What a request asks for: path, its parts, its query in order, the language, the suffix.

    ``root`` is the server's own address as the client knows it, without a slash at the end;
    ``accept`` the media types it takes.
    """

    path: str
    parts: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    lang: str
    suffix: str = ""
    root: str = ""
    accept: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a parameter, without blanks around it."""
        return next((v.strip() for k, v in reversed(self.query) if k == name), default)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a parameter that is not empty."""
        return tuple(v.strip() for k, v in self.query if k == name and v.strip())

    def number(self, name: str, default: int, least: int = 0, most: int = 10**9) -> int:
        """Return a whole number within bounds; raises UsageError for anything else."""
        text = self.get(name)
        if not text:
            return default
        if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 12:
            raise UsageError(self.words("common.not_a_number", name=name, value=text[:50]))
        return min(max(int(text), least), most)

    def again(self, **changes: Any) -> str:
        """Return this page's address with other parameters; None takes one away."""
        return address(self.path, self._changed(changes))

    def twin(self, suffix: str) -> str:
        """Return the address of this page's data."""
        path = "/index" if self.path == "/" else self.path
        return address(f"{path}.{suffix}", self.query)

    @property
    def words(self) -> Words:
        return Words(self.lang)

    def _changed(self, changes: Mapping[str, Any]) -> list[tuple[str, str]]:
        kept = [(k, v) for k, v in self.query if k not in changes]
        return kept + [(k, str(v)) for k, v in changes.items() if v is not None]


def is_iri(text: str) -> bool:
    """Say whether a text is an absolute http(s) IRI: what a thing of the graph can be called."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return text.startswith(("https://", "http://"))


def address(path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """Return a path with a query, both encoded."""
    rest = urlencode([(k, v) for k, v in query if v != ""])
    return quote(path, SAFE) + (f"?{rest}" if rest else "")


@dataclass(frozen=True)
class Page:
    """What a page shows, and the same as data.

    ``template`` and ``content``: for people. ``table``: for csv and json, or how to make it;
    ``data``: json that is no table; ``triples``: of pyoxigraph, for the RDF suffixes; ``quads``:
    for TriG, if more can be said with graphs; ``svg``: a picture. ``about``: the IRI of the thing
    described. ``links``: further ones for the header (address, relation, media type or "").
    """

    template: str
    title: str
    content: Mapping[str, Any] = field(default_factory=dict)
    table: Table | Callable[[], Table] | None = None
    data: Any = None
    triples: Callable[[], Iterable[Any]] | None = None
    quads: Callable[[], Iterable[Any]] | None = None
    svg: str | None = None
    about: str | None = None
    links: tuple[tuple[str, str, str], ...] = ()
    status: int = 200

    @property
    def twins(self) -> tuple[str, ...]:
        """The suffixes under which the page has its data."""
        found: list[str] = []
        if self.table is not None:
            found.append("csv")
        if self.table is not None or self.data is not None:
            found.append("json")
        if self.triples is not None:
            found += RDF_SUFFIXES
        if self.svg is not None:
            found.append("svg")
        return tuple(found)


@dataclass(frozen=True)
class Redirect:
    """Another address has what was asked for (303 See Other)."""

    to: str
    links: tuple[tuple[str, str, str], ...] = ()
    vary: str = "Accept"


Function = Callable[[Site, Asked], "Page | Redirect | Response"]


def endpoint(site: Site, function: Function) -> Callable[[Request], Awaitable[Response]]:
    """Return a page function as a Starlette endpoint."""

    async def show(request: Request) -> Response:
        asked = read(site, request)
        try:
            found = await run_in_threadpool(function, site, asked)
            if isinstance(found, Redirect):
                headers = {"vary": found.vary, **_link_header(found.links)}
                return RedirectResponse(found.to, 303, headers)
            if isinstance(found, Response):
                return found
            return await run_in_threadpool(response, site, asked, found)
        except NotFound as error:
            return error_page(site, asked, 404, str(error))
        except UsageError as error:
            return error_page(site, asked, 400, str(error))
        except Stopped as error:
            return error_page(site, asked, 503, str(error))

    return show


def read(site: Site, request: Request) -> Asked:
    """Return what a request asks for."""
    query = tuple(request.query_params.multi_items())
    lang = languages.chosen(
        request.query_params.get("lang"),
        request.cookies.get(languages.COOKIE),
        request.headers.get("accept-language"),
        site.project.language,
    )
    parts = {name: str(value) for name, value in request.path_params.items()}
    suffix = request.scope.get("ozek.suffix", "")
    root = str(request.base_url).rstrip("/")
    accept = request.headers.get("accept", "")
    return Asked(request.scope["path"], parts, query, lang, suffix, root, accept)


def response(site: Site, asked: Asked, page: Page) -> Response:
    """Return a page in the form asked for, by suffix or by ``Accept``: HTML, or its data."""
    if not asked.suffix:
        asked = replace(asked, suffix=_preferred(asked.accept, page))
    if asked.suffix:
        if asked.suffix not in page.twins:
            raise NotFound(asked.words("common.no_twin", suffix=asked.suffix))
        body = _data(site, page, asked.suffix)
        headers = _headers(site, asked, page, html=False)
        return Response(body, page.status, headers, MEDIA_TYPES[asked.suffix])
    html = render(site, asked, page.template, title=page.title, page=page, **page.content)
    answer = Response(html, page.status, _headers(site, asked, page, html=True), "text/html")
    if asked.get("lang") in languages.LANGUAGES:
        answer.set_cookie(languages.COOKIE, asked.lang, max_age=31_536_000, samesite="lax")
    return answer


def _preferred(accept: str, page: Page) -> str:
    """The suffix of the data that a client wants more than HTML; empty for HTML."""
    offered = {"text/html": ""}
    offered |= {MEDIA_TYPES[suffix].partition(";")[0]: suffix for suffix in page.twins}
    return offered[best(accept, tuple(offered)) or "text/html"]


def error_page(site: Site, asked: Asked, status: int, message: str) -> Response:
    """Return a page that says what was wrong; plain text where data were asked for."""
    if asked.suffix:
        return Response(message + "\n", status, media_type="text/plain; charset=utf-8")
    title = asked.words(f"common.error_{status}")
    page = Page("error.html", title, {"message": message}, status=status)
    return response(site, replace(asked, query=()), page)


def _data(site: Site, page: Page, suffix: str) -> bytes:
    table = page.table() if callable(page.table) else page.table
    if suffix == "csv" and table is not None:
        return table.to_text("csv").encode()
    if suffix == "json":
        if page.data is not None:
            return (json.dumps(page.data, ensure_ascii=False, indent=2) + "\n").encode()
        if table is not None:
            return table.to_json().encode()
    if suffix == "svg":
        return (page.svg or "").encode()
    statements = page.quads if suffix == "trig" and page.quads else page.triples
    assert statements is not None
    return write_rdf(statements(), suffix, site.project.base)


def write_rdf(statements: Iterable[Any], suffix: str, base: str | None = None) -> bytes:
    """Return triples or quads (pyoxigraph) in an RDF syntax, the same bytes for the same ones.

    Only TriG keeps graphs; other syntaxes get every triple once. Raises KeyError for a suffix
    that is no syntax of RDF.
    """
    found = list(statements)
    if suffix == "trig":
        quads = [one if isinstance(one, ox.Quad) else ox.Quad(*one) for one in found]
        return write_trig(quads, base=base).encode()
    triples = {one.triple if isinstance(one, ox.Quad) else one for one in found}
    if suffix == "ttl":
        return write_turtle(triples, base=base).encode()
    formats = {
        "jsonld": ox.RdfFormat.JSON_LD,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
    }
    body = ox.serialize(
        sorted(triples, key=str), format=formats[suffix], prefixes=dict(ns.PREFIXES)
    )
    return body or b""


def _headers(site: Site, asked: Asked, page: Page, *, html: bool) -> dict[str, str]:
    links = list(page.links)
    if html:
        links += [
            (asked.twin(suffix), "alternate", MEDIA_TYPES[suffix].partition(";")[0])
            for suffix in page.twins
        ]
        links += [(asked.again(lang=one), "alternate", "") for one in languages.LANGUAGES]
    else:
        links.append((asked.again(), "canonical", "text/html"))
    if page.about:
        links += signposts(site, asked, page)
    headers = {"vary": "Accept, Accept-Language, Cookie", **_link_header(links)}
    if html:
        headers["content-language"] = asked.lang
    else:
        headers["access-control-allow-origin"] = "*"  # data are for everybody's scripts, too
    return headers


def signposts(site: Site, asked: Asked, page: Page) -> list[tuple[str, str, str]]:
    """Return the links of FAIR signposting, level 1, for a page about a thing.

    https://signposting.org/FAIR/: cite-as, describedby, type, license.
    """
    return [
        (page.about or "", "cite-as", ""),
        *(
            (asked.twin(suffix), "describedby", MEDIA_TYPES[suffix].partition(";")[0])
            for suffix in page.twins
            if suffix in RDF_SUFFIXES
        ),
        ("https://schema.org/AboutPage", "type", ""),
        *([(site.license, "license", "")] if site.license else []),
    ]


def _link_header(links: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    entries = []
    for target, relation, media_type in links:
        entry = f'<{quote(target, SAFE + "?&=%#+")}>; rel="{relation}"'
        entries.append(f'{entry}; type="{media_type}"' if media_type else entry)
    return {"link": ", ".join(entries)} if entries else {}


def labels_of(site: Site, asked: Asked) -> Labels:
    """Return the labels in the language of the page."""
    return site.labels(asked.lang)
