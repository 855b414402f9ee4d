"""``/sparql`` as a Starlette endpoint: the protocol in front, the workers behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ozek.web.negotiation import best
from ozek.web.sparql import formats
from ozek.web.sparql.description import description
from ozek.web.sparql.pool import Pool
from ozek.web.sparql.protocol import MOST_BYTES, Refused, read_request
from ozek.web.sparql.worker import Answer, Job

CORS = {"access-control-allow-origin": "*"}
"""Everybody may read what is open; credentials are never asked for."""

_PREFLIGHT = {
    **CORS,
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "Accept, Content-Type",
    "access-control-max-age": "86400",
}


def sparql_endpoint(
    pool: Pool, *, base: str | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint; ``base`` (default: its address) is what relative IRIs resolve to."""

    async def sparql(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        accept = request.headers.get("accept")
        try:
            asked = read_request(
                request.method,
                request.scope["query_string"],
                request.headers.get("content-type"),
                await _body(request),
            )
        except Refused as refused:
            return _response(Answer.error(refused.status, refused.message))
        address = str(request.url.replace(query=""))
        if asked is None:
            return _described(accept, address)
        answer = await run_in_threadpool(pool.run, Job(asked, accept, base or address))
        return _response(answer)

    return sparql


async def _body(request: Request) -> bytes:
    """Read a body, but never much more than a request may have."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            break
    return body


def _described(accept: str | None, address: str) -> Response:
    media_type = best(accept, tuple(formats.GRAPHS))
    if media_type is None:
        message = f"The description can be had as {', '.join(formats.GRAPHS)}."
        return _response(Answer.error(406, message))
    body = description(address, formats.GRAPHS[media_type])
    return _response(Answer(200, media_type, body))


def _response(answer: Answer) -> Response:
    headers = {
        **CORS,
        "content-type": formats.content_type(answer.media_type),
        "vary": "Accept",
        "x-content-type-options": "nosniff",
    }
    if answer.status == 503:
        headers["retry-after"] = "10"
    if answer.status == 405:
        headers["allow"] = "GET, HEAD, POST, OPTIONS"
    return Response(answer.body, answer.status, headers)
