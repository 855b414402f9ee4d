"""Requests to a service: patience, politeness, and errors in plain words.

An answer is taken in completely, to a file once it is large, before anything reads it: what arrives
in part is an error and never a few rows. Requests that change nothing are tried again.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from ozek import errors
from ozek.errors import ServiceError, UsageError
from ozek.remote.service import Credentials, Service, credentials

if TYPE_CHECKING:
    import httpx

CONNECTIONS = 4
"""How many requests a service gets at once."""

TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds: a service that asks to wait longer (Retry-After) is not waited for."""

SLOWEST = 1024
"""Bytes per second, on average, below which an answer is given up after the time-out."""

_FIRST_WAIT = 0.5
_IN_MEMORY = 1 << 24
_AGAIN = (429, 502, 503, 504)


@dataclass
class Answer:
    """A whole answer: an open file at its start, its media type and its headers."""

    body: IO[bytes]
    media_type: str
    headers: Mapping[str, str]
    status: int
    url: str

    def text(self) -> bytes:
        return self.body.read()


def request(
    service: Service,
    method: str,
    url: str,
    *,
    accept: str,
    params: list[tuple[str, str]] | None = None,
    form: list[tuple[str, str]] | None = None,
    content: bytes | None = None,
    content_type: str | None = None,
    safe: bool,
) -> Answer:
    """Send a request and return the whole answer.

    ``safe``: the request changes nothing on the service, so it is tried again (up to four times)
    when the connection breaks or the service is busy. Raises a ServiceError for everything that is
    not a success.
    """
    headers = {"Accept": accept}
    if content_type:
        headers["Content-Type"] = content_type
    if form is not None:
        from urllib.parse import urlencode

        content = urlencode(form).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    for attempt in range(1, TRIES + 1):
        try:
            return _once(service, method, url, headers, params, content)
        except ServiceError as error:
            wait = _wait(error, attempt) if safe and attempt < TRIES else None
            if wait is None:
                raise
            time.sleep(wait)
    raise AssertionError  # the last try returns or raises


def _once(
    service: Service,
    method: str,
    url: str,
    headers: Mapping[str, str],
    params: list[tuple[str, str]] | None,
    content: bytes | None,
) -> Answer:
    client = _client(service.timeout, CONNECTIONS)
    body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115
    with (
        _telling(url, service.timeout),
        client.stream(
            method,
            url,
            headers=dict(headers),
            params=params,  # type: ignore[arg-type]
            content=content,
            auth=_auth(service, url, credentials()),
        ) as response,
    ):
        started, size = time.monotonic(), 0
        for piece in response.iter_bytes():
            body.write(piece)
            size += len(piece)
            passed = time.monotonic() - started
            if passed > service.timeout and size / passed < SLOWEST:
                raise errors.ServiceTimeout(
                    f"the answer comes too slowly: {size} bytes in {passed:.0f} s", url=url
                )
    body.seek(0)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    answer = Answer(body, media_type, response.headers, response.status_code, url)
    if not 200 <= response.status_code < 300:
        raise _failure(answer)
    return answer


@lru_cache(maxsize=8)
def _client(timeout: float, connections: int) -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise UsageError("httpx is not installed: pip install 'ozek[remote]'") from None
    from ozek.versions import versions

    return httpx.Client(
        timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0), pool=None),
        limits=httpx.Limits(max_connections=connections, keepalive_expiry=2.0),
        headers={"User-Agent": f"ozek/{versions()['ozek']}"},
        follow_redirects=False,
    )


def _auth(service: Service, url: str, known: Credentials) -> Any:
    import httpx

    if service.virtuoso:
        if known.user is None or not httpx.URL(url).path.endswith("-auth"):
            return None
        return httpx.DigestAuth(known.user, known.password or "")
    if known.token:
        token = known.token

        def bearer(request: httpx.Request) -> httpx.Request:
            request.headers["Authorization"] = f"Bearer {token}"
            return request

        return bearer
    return httpx.BasicAuth(known.user, known.password or "") if known.user is not None else None


@contextmanager
def _telling(url: str, timeout: float) -> Iterator[None]:
    """Turn what the HTTP client raises into words."""
    import httpx

    try:
        yield
    except httpx.ConnectTimeout:
        raise errors.ServiceUnreachable("no connection within 10 s", url=url) from None
    except httpx.TimeoutException:
        raise errors.ServiceTimeout(
            f"no answer within {timeout:g} s: ask for less, or allow more time (OZEK_TIMEOUT)",
            url=url,
        ) from None
    except httpx.ConnectError as error:
        raise errors.ServiceUnreachable(
            f"no connection ({error}): is the address right, and the service running?", url=url
        ) from None
    except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
        if "incomplete" in str(error) or "complete message" in str(error):
            raise errors.ServiceTruncated(
                f"the answer broke off before its end ({error})", url=url
            ) from None
        raise errors.ServiceUnreachable(f"the connection broke ({error})", url=url) from None
    except httpx.InvalidURL as error:
        raise UsageError(f"'{url}' is not an address: {error}") from None
    except httpx.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise errors.ServiceUnreachable(f"the connection broke ({reason})", url=url) from None


# Failures ----------------------------------------------------------------------------------------

_WORDS: dict[int, tuple[type[ServiceError], str]] = {
    401: (
        errors.ServiceDenied,
        "it asks who you are (401): set OZEK_USER and OZEK_PASSWORD, or OZEK_TOKEN, in the "
        "environment; if they are set, it does not accept them",
    ),
    403: (errors.ServiceDenied, "it does not allow this (403): the account lacks the right"),
    404: (
        errors.ServiceMissing,
        "there is nothing at this address (404): give the right one with --endpoint, or in "
        "[store] of ozek.toml",
    ),
    405: (errors.ServiceLacksFeature, "it does not take this kind of request here (405)"),
    406: (errors.ServiceLacksFeature, "it cannot answer in the format that is needed (406)"),
    410: (errors.ServiceMissing, "the service has been taken away (410)"),
    413: (errors.ServiceTooLarge, "the request is larger than it takes (413)"),
    414: (errors.ServiceTooLarge, "the request is longer than it takes (414)"),
    415: (errors.ServiceLacksFeature, "it does not take the format that was sent (415)"),
    429: (errors.ServiceBusy, "it had too many requests and asks to be left alone (429)"),
    501: (errors.ServiceLacksFeature, "it lacks the feature that is needed (501)"),
    502: (errors.ServiceBusy, "a server in front of it cannot reach it (502)"),
    503: (errors.ServiceBusy, "it is overloaded or in maintenance (503)"),
    504: (errors.ServiceTimeout, "a server in front of it got no answer in time (504)"),
}
_TIMED_OUT = re.compile(r"S1T00|SR171|timed? ?out|timeout|estimated execution time", re.IGNORECASE)
_NOT_KNOWN = re.compile(r"not (?:yet )?(?:supported|implemented)|unsupported", re.IGNORECASE)


def _failure(answer: Answer) -> ServiceError:
    """The error for an answer that is not a success."""
    status, said = answer.status, _said(answer)
    tail = f"; it says: {said}" if said else ""
    if status in _WORDS:
        kind, words = _WORDS[status]
    elif 300 <= status < 400:
        kind = errors.ServiceMissing
        words = f"it has moved to {answer.headers.get('location', 'another address')} ({status})"
    elif _TIMED_OUT.search(said):
        kind, words = errors.ServiceTimeout, f"it gave up: the request takes too long ({status})"
    elif _NOT_KNOWN.search(said):
        kind, words = errors.ServiceLacksFeature, f"it lacks a feature ({status})"
    elif status < 500:
        kind, words = ServiceError, f"it does not accept the request ({status})"
    else:
        kind, words = ServiceError, f"it failed ({status})"
    after = answer.headers.get("retry-after")
    failure = kind(
        words + (f"; try again after {after}" if after else "") + tail,
        url=answer.url,
        status=status,
    )
    failure.retry_after = _seconds(after)  # type: ignore[attr-defined]
    return failure


def _said(answer: Answer) -> str:
    """The first words of what a service says, without mark-up."""
    text = answer.body.read(4000).decode("utf-8", "replace")
    if "html" in answer.media_type or text.lstrip()[:1] == "<":
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL | re.IGNORECASE)
        text = title[1] if title else re.sub(r"<[^>]*>", " ", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text[:300] + ("…" if len(text) > 300 else "")


def _seconds(after: str | None) -> float | None:
    """What ``Retry-After`` says, in seconds from now."""
    if not after:
        return None
    if after.strip().isdigit():
        return float(after)
    try:
        moment = parsedate_to_datetime(after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _wait(error: ServiceError, attempt: int) -> float | None:
    """How long to wait before a request is sent again; None: not again."""
    again = error.status in _AGAIN or isinstance(
        error, errors.ServiceUnreachable | errors.ServiceTruncated
    )
    if not again:
        return None
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return float(asked) if asked <= LONGEST_WAIT else None
    return float(_FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.75, 1.25))
