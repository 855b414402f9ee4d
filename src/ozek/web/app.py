"""The application: every page, the files of the build, and the SPARQL endpoint."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ozek.report import colours
from ozek.web.page import MEDIA_TYPES, endpoint, error_page, read
from ozek.web.pages import PAGES
from ozek.web.rendering import STATIC
from ozek.web.site import Site
from ozek.web.sparql.endpoint import sparql_endpoint

__all__ = ["create_app"]

HEADERS = {
    # The report brings a stricter policy of its own, with the digest of its one script.
    "content-security-policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""What every response carries."""

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
"""The endpoint answers every method itself, so that a wrong one gets its words."""

LONGEST_ADDRESS = 8_000
"""Characters of path and query of a page; the endpoint has a limit of its own."""

_OWN_NAMES = ("/static/", "/files/", "/style.css", "/sparql")


def create_app(site: Site) -> Starlette:
    """Return the ASGI application for a site; the caller closes its pools."""
    routes = [
        *(Route(path, endpoint(site, function)) for path, function in PAGES if path != "/sparql"),
        Route("/report", _report(site)),
        Route("/style.css", _style),
        Route("/healthz", _health),
        Route("/sparql", _sparql(site), methods=METHODS),
        Mount("/static", StaticFiles(directory=STATIC)),
        Mount("/files", _Files(directory=site.built.folder, follow_symlink=False)),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(_Headers), Middleware(_Suffix)],
        exception_handlers={HTTPException: _refused(site), Exception: _failed(site)},
    )


def _sparql(site: Site) -> Callable[[Request], Awaitable[Response]]:
    """The protocol; a browser that brings no query gets the editor."""
    protocol = sparql_endpoint(site.pool, base=site.project.base)
    page = endpoint(site, dict(PAGES)["/sparql"])

    async def sparql(request: Request) -> Response:
        wants_html = "text/html" in request.headers.get("accept", "")
        if request.method in ("GET", "HEAD") and wants_html and not _protocol_query(request):
            return await page(request)
        return await protocol(request)

    return sparql


def _protocol_query(request: Request) -> bool:
    return "query" in request.query_params or "update" in request.query_params


def _report(site: Site) -> Callable[[Request], Awaitable[Response]]:
    async def report(request: Request) -> Response:
        if site.built.report is None:
            raise HTTPException(404)
        return FileResponse(
            site.built.report,
            media_type="text/html; charset=utf-8",
            headers={"content-security-policy": REPORT_POLICY},
        )

    return report


@cache
def _stylesheet() -> str:
    css = Path(STATIC / "ozek.css").read_text(encoding="utf-8")
    return colours.style(switch=False) + css


async def _style(request: Request) -> Response:
    return Response(_stylesheet(), media_type="text/css", headers={"cache-control": "no-cache"})


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


def _refused(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        asked = read(site, request)
        message = asked.words("common.nothing_there", path=asked.path[:200])
        if error.status_code != 404:
            message = str(error.detail)
        answer = error_page(site, asked, error.status_code, message)
        answer.headers.update(error.headers or {})
        return answer

    return refused


def _failed(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def failed(request: Request, error: Exception) -> Response:
        logging.getLogger("ozek.web").error("%s failed", request.url.path, exc_info=error)
        asked = read(site, request)
        answer = error_page(site, asked, 500, asked.words("common.failed"))
        answer.headers.update(HEADERS)  # this one is made outside of the middleware
        return answer

    return failed


class _Files(StaticFiles):
    """The files of the build, without those whose names begin with a dot."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if any(part.startswith(".") for part in Path(path).parts):
            return "", None
        return super().lookup_path(path)


class _Suffix:
    """Takes the suffix off an address: ``/actors.csv`` is ``/actors``, wanted as ``csv``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if not path.startswith(_OWN_NAMES):
                if len(path) + len(scope.get("query_string", b"")) > LONGEST_ADDRESS:
                    answer = PlainTextResponse("The address is too long.\n", 414)
                    await answer(scope, receive, send)
                    return
                front, dot, suffix = path.rpartition(".")
                if dot and suffix in MEDIA_TYPES and front.rpartition("/")[2]:
                    path = "/" if front == "/index" else front
                    scope = {**scope, "path": path, "ozek.suffix": suffix}
        await self.app(scope, receive, send)


class _Headers:
    """Adds the headers to every response that does not have them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.encode() not in present
                    ),
                ]
            await send(message)

        await self.app(scope, receive, with_headers)
