"""Where a SPARQL service is: its addresses. Credentials come from the environment alone.

A single address is enough for the layouts of Oxigraph (``…/query``) and Virtuoso (``…/sparql``),
whose other addresses follow from it. Other services are described in ``[store]`` of ``ozek.toml``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from ozek.errors import UsageError

SETTINGS = ("endpoint", "query", "update", "graphs")
"""The keys of ``[store]``; ``endpoint`` is another word for ``query``."""


@dataclass(frozen=True)
class Service:
    """The addresses of a SPARQL service.

    Args:
        query: where queries go (SPARQL 1.1 Protocol).
        update: where updates go; None if it takes none.
        graphs: where whole graphs are read and written (Graph Store HTTP Protocol).
        facts: the graph that a query without ``GRAPH`` sees; None where the service's default
            graph holds the facts.
        timeout: seconds without a sign of life after which a request is given up.
        virtuoso: whether it is laid out as Virtuoso, which asks for digest authentication.
    """

    query: str
    update: str | None = None
    graphs: str | None = None
    facts: str | None = None
    timeout: float = 60.0
    virtuoso: bool = False

    def of_facts(self, pattern: str) -> str:
        """A pattern that looks at the facts, for queries and updates that name their graphs."""
        return f"GRAPH <{self.facts}> {{ {pattern} }}" if self.facts else pattern


@dataclass(frozen=True, repr=False)
class Credentials:
    """What the environment says: OZEK_TOKEN, or OZEK_USER and OZEK_PASSWORD."""

    user: str | None = None
    password: str | None = None
    token: str | None = None

    def __repr__(self) -> str:
        return "<Credentials>"


def credentials() -> Credentials:
    """Read the credentials from the environment."""
    get = os.environ.get
    return Credentials(get("OZEK_USER"), get("OZEK_PASSWORD"), get("OZEK_TOKEN"))


def service_of(
    settings: str | Mapping[str, str], *, facts: str | None = None, timeout: float | None = None
) -> Service:
    """Return the service at an address, or of the settings ``query``, ``update`` and ``graphs``.

    Addresses that are not given are guessed for the layouts of Oxigraph and Virtuoso. Raises
    UsageError for an address that is none, or that holds a password.
    """
    given = {"query": settings} if isinstance(settings, str) else dict(settings)
    query = given.get("query") or given.get("endpoint")
    if not query:
        raise UsageError("the address of the service's queries is missing")
    guess = _guess(query)
    addresses = {
        "query": query,
        "update": given.get("update") or guess.get("update"),
        "graphs": given.get("graphs") or guess.get("graphs"),
    }
    for address in addresses.values():
        if address:
            _check(address)
    return Service(
        query=query,
        update=addresses["update"],
        graphs=addresses["graphs"],
        facts=facts,
        timeout=_timeout() if timeout is None else timeout,
        virtuoso=any((one or "").endswith("-auth") for one in addresses.values()),
    )


def _timeout() -> float:
    """What OZEK_TIMEOUT says, in seconds."""
    said = os.environ.get("OZEK_TIMEOUT", "60")
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise UsageError(f"OZEK_TIMEOUT is '{said}' and has to be a number of seconds")
    return seconds


def _check(address: str) -> None:
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "the address of a service must not hold credentials: "
            "put them into the environment as OZEK_USER and OZEK_PASSWORD, or OZEK_TOKEN"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise UsageError(f"'{address}' is not the http(s) address of a service")


def _guess(query: str) -> dict[str, str]:
    parts = urlsplit(query)
    path = parts.path

    def at(other: str) -> str:
        return urlunsplit((parts.scheme, parts.netloc, other, "", ""))

    if path.endswith("/query"):
        home = path.removesuffix("query")
        return {"update": at(home + "update"), "graphs": at(home + "store")}
    if path.endswith("/sparql") or path.endswith("/sparql-auth"):
        home = path.removesuffix("-auth")
        return {"update": at(home + "-auth"), "graphs": at(home + "-graph-crud-auth")}
    return {}
