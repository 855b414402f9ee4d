"""The application: the report, the files of the build, and the SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ozek.web.dataset import Built
from ozek.web.sparql.endpoint import sparql_endpoint
from ozek.web.sparql.pool import Pool

__all__ = ["create_app"]

HEADERS = {
    # The report brings a stricter policy of its own, with the digest of its one script.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
"""What every response carries."""

METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
"""The endpoint answers every method itself, so that a wrong one gets its words."""


def create_app(built: Built, pool: Pool, *, base: str | None = None) -> Starlette:
    """Return the ASGI application for a build; the caller closes the pool.

    ``/`` the report, ``/sparql`` the endpoint, ``/files/…`` every file of the build, ``/healthz``.
    """
    routes = [
        Route("/", _report(built)),
        Route("/healthz", _health),
        Route("/sparql", sparql_endpoint(pool, base=base), methods=METHODS),
        Mount("/files", StaticFiles(directory=built.folder, follow_symlink=False)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(_Headers)])


def _report(built: Built) -> Callable[[Request], Awaitable[Response]]:
    async def report(request: Request) -> Response:
        if built.report is None:
            return PlainTextResponse("This build has no report.\n", 404)
        return FileResponse(built.report, media_type="text/html; charset=utf-8")

    return report


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


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
