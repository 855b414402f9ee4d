"""Reading RDF files with exact terms.

Everything here keeps lexical forms as they stand in the file. (The store does not: Oxigraph keeps
values.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from ozek.errors import InputError

FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
SUFFIXES: dict[str, str] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
}


@dataclass(frozen=True)
class ParsedFile:
    """The quads of one file, with the prefixes and the base it declared."""

    quads: tuple[ox.Quad, ...]
    prefixes: dict[str, str]
    base: str | None


def format_of(path: str | Path, format: str | None = None) -> ox.RdfFormat:
    """Return the RDF format asked for, or the one the file's ending stands for."""
    name = format or SUFFIXES.get(Path(path).suffix.lower())
    if name not in FORMATS:
        raise InputError(
            f"unknown RDF format '{format}'"
            if format
            else "cannot tell the RDF format by its ending",
            path=path,
            hint=f"Formats: {', '.join(FORMATS)}. Endings: {', '.join(SUFFIXES)}.",
        )
    return FORMATS[name]


def read_bytes(path: str | Path) -> bytes:
    """Read a whole file; InputError when it is missing or cannot be opened."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(error, path) from error


def _unreadable(error: OSError, path: str | Path | None) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("there is no such file", path=path)
    reason = error.strerror or re.sub(r" \(os error \d+\)$", "", str(error))
    return InputError(f"cannot be read: {reason}", path=path)


def parse_file(
    path: str | Path, *, format: str | None = None, base: str | None = None
) -> ParsedFile:
    """Parse an RDF file completely, or raise InputError with file, line and column."""
    chosen = format_of(path, format)
    return parse_bytes(read_bytes(path), chosen, base=base, path=path)


def parse_bytes(
    data: bytes | str | IO[bytes],
    format: ox.RdfFormat,
    *,
    base: str | None = None,
    path: str | Path | None = None,
) -> ParsedFile:
    """Parse RDF from memory or an open file; blank nodes get fresh names."""
    with _telling(path):
        parser = ox.parse(data, format=format, base_iri=base, rename_blank_nodes=True)
        quads = tuple(parser)
    return ParsedFile(quads, dict(parser.prefixes), parser.base_iri)


def iter_quads(
    source: str | Path | IO[bytes],
    format: ox.RdfFormat,
    *,
    base: str | None = None,
    path: str | Path | None = None,
) -> Iterator[ox.Quad]:
    """Yield the quads of a file (a path, or open and named ``path``) while it is being parsed.

    Raises InputError with file, line and column, perhaps after the first quads.
    """
    named = isinstance(source, str | Path)
    given: Any = {"path": source} if named else {"input": source}
    with _telling(source if isinstance(source, str | Path) else path):
        yield from ox.parse(**given, format=format, base_iri=base, rename_blank_nodes=True)


@contextmanager
def _telling(path: str | Path | None) -> Iterator[None]:
    """Turn what parsers raise into an InputError that says where."""
    try:
        yield
    except SyntaxError as error:
        raise InputError(
            _reason(str(error.msg)), path=path, line=error.lineno, column=error.offset
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(f"not valid UTF-8: {error}", path=path) from None
    except OSError as error:
        raise _unreadable(error, path) from error


def _reason(message: str) -> str:
    """Cut the place off a parser message: it is given separately."""
    head, _, tail = message.partition(": ")
    return tail if tail and head.startswith("Parser error") else message
