"""A source's own wording, for those who hold its text: passages are cut from it and checked.

The project ships positions and digests, never a source's sentences. Who has the text gives its
path in ``ozek.toml`` (``text`` of a source); then every passage is compared with its digest when
the project is loaded, and cards show the wording beside the restatement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.parsing import read_bytes

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

DIGEST_LENGTH = 16
"""How many hexadecimal digits of a passage's SHA-256 are kept."""


@dataclass(frozen=True)
class Span:
    """Where a passage stands in the text of its source, in code points, end exclusive."""

    passage: str
    source: str
    start: int
    end: int
    digest: str


def digest(text: str) -> str:
    """Return the digest of a passage: the first 16 hexadecimal digits of its SHA-256 in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def spans(store: Store) -> Iterator[Span]:
    """Yield every passage that has a position in a text, in the order of the text."""
    found = []
    for quad in store.matching(None, ns.HAS_SELECTOR):
        start, end = (_value(store, quad.object, p) for p in (ns.START, ns.END))
        source = _value(store, quad.subject, ns.HAS_SOURCE)
        if start and end and source:
            known = _value(store, quad.subject, ns.PASSAGE_DIGEST) or ""
            found.append(Span(quad.subject.value, source, int(start), int(end), known))
    yield from sorted(set(found), key=lambda span: (span.source, span.start, span.passage))


def wordings(project: Project, store: Store) -> dict[str, str]:
    """Return passage IRI → its wording, for the sources whose text the project's user holds.

    Raises InputError if a text cannot be read, or is not the one that the passages were taken from.
    """
    texts = {
        f"{project.base}source/{source.id}": (source.text, _read(source.text))
        for source in project.sources
        if source.text is not None
    }
    result = {}
    for span in spans(store):
        if span.source not in texts:
            continue
        path, text = texts[span.source]
        cut = text[span.start : span.end]
        if digest(cut) != span.digest:
            name = span.passage.rpartition("/")[2]
            raise InputError(
                f"characters {span.start} to {span.end} are not the passage {name}:"
                f" their digest is {digest(cut)}, the recorded one {span.digest}",
                path=path,
                hint="Give the very text the passages were taken from, or leave `text` out.",
            )
        result[span.passage] = cut
    return result


def _read(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8: {error.reason} at byte {error.start}", path=path) from None


def _value(store: Store, subject: object, predicate: str) -> str | None:
    return next((quad.object.value for quad in store.matching(subject, predicate)), None)
