"""Every error the toolkit raises on purpose.

OzekError                 exit 1
├── UsageError            exit 2   unknown question, thing or parameter; value of the wrong type
├── InputError            exit 3   a file that is missing or cannot be understood
│   └── ProjectError      exit 3   something is wrong in an ``ozek.toml``
├── InconsistencyError    exit 4   the facts and the ontology contradict each other
├── OutputError           exit 5   a file or folder that cannot be written
└── ServiceError          exit 3   a SPARQL service did not do what was asked
    ├── ServiceUnreachable         no connection, or it broke
    ├── ServiceTimeout             no answer in time
    ├── ServiceBusy                429, 503: too many requests, overloaded, in maintenance
    ├── ServiceDenied              401, 403: credentials missing, wrong or not enough
    ├── ServiceMissing             404, 410: nothing at this address
    ├── ServiceTooLarge            413, 414: the request is larger than it takes
    ├── ServiceTruncated           the answer is not complete
    ├── ServiceWrongAnswer         an answer of another type, or that cannot be read
    └── ServiceLacksFeature        it does not know what was asked for

Messages are written for people: where, what is wrong, what to do. Each class knows the exit status
the command line ends with; exit 1 is also what ``ozek validate`` gives for findings.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ozek.reasoning import Clash

__all__ = [
    "InconsistencyError",
    "InputError",
    "OutputError",
    "OzekError",
    "ProjectError",
    "ServiceBusy",
    "ServiceDenied",
    "ServiceError",
    "ServiceLacksFeature",
    "ServiceMissing",
    "ServiceTimeout",
    "ServiceTooLarge",
    "ServiceTruncated",
    "ServiceUnreachable",
    "ServiceWrongAnswer",
    "UsageError",
]


class OzekError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is the whole message."""

    exit_status = 1


class UsageError(OzekError):
    """What was asked for does not exist or has the wrong form."""

    exit_status = 2


class InputError(OzekError):
    """A file that is missing or cannot be understood.

    ``line`` and ``column`` count from 1 and are None when the place is not known.
    """

    exit_status = 3

    def __init__(
        self,
        message: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.column = column
        self.hint = hint
        place = ":".join(str(part) for part in (self.path, line, column) if part is not None)
        text = f"{place}: {message}" if place else message
        super().__init__(f"{text}\n  {hint}" if hint else text)


class ProjectError(InputError):
    """Something is wrong in a project's ``ozek.toml``."""


class InconsistencyError(OzekError):
    """The facts contradict the ontology; ``clashes`` says which rule, which axiom, which facts."""

    exit_status = 4

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        self.clashes = tuple(clashes)
        count = len(self.clashes)
        head = f"the graph contradicts itself ({count} clash{'es' if count != 1 else ''})"
        super().__init__("\n".join([head, *(f"  - {clash.message}" for clash in self.clashes)]))


class OutputError(OzekError):
    """A file or folder that cannot be written."""

    exit_status = 5


class ServiceError(OzekError):
    """A SPARQL service did not do what was asked; ``url`` is its address, ``status`` HTTP's."""

    exit_status = 3

    def __init__(self, message: str, *, url: str, status: int | None = None) -> None:
        self.message = message
        self.url = url
        self.status = status
        super().__init__(f"{url}: {message}")


class ServiceUnreachable(ServiceError):
    """No connection to the service, or it broke."""


class ServiceTimeout(ServiceError):
    """The service did not answer in time."""


class ServiceBusy(ServiceError):
    """The service takes no request now: too many (429), overloaded or in maintenance (503)."""


class ServiceDenied(ServiceError):
    """Credentials are missing or wrong (401), or not enough for this (403)."""


class ServiceMissing(ServiceError):
    """There is nothing at this address (404, 410)."""


class ServiceTooLarge(ServiceError):
    """The request is larger than the service takes (413, 414)."""


class ServiceTruncated(ServiceError):
    """The answer is not complete: rows or bytes are missing."""


class ServiceWrongAnswer(ServiceError):
    """The answer has another type than asked for, or cannot be read."""


class ServiceLacksFeature(ServiceError):
    """The service does not know the query form, method, format or feature that is needed."""
