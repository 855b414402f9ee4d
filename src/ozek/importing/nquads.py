"""N-Quads by hand: terms, and the provenance that every imported row or record carries.

An importer yields one finished line per statement. Nothing is parsed or interned on the way, so the
cost of an import is the cost of reading its input; :func:`dataset` and :func:`canonical_trig` take
the lines from there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ozek.namespaces import (
    DCTERMS,
    HAS_MODALITY,
    HAS_SOURCE,
    MODALITY_ASSERTED,
    OA,
    OZEK,
    RDF_TYPE,
    RECORD_KEY,
    RESTATEMENT,
    ROW_NUMBER,
    SHEET_NAME,
    WAS_QUOTED_FROM,
    XSD,
)

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "LANGUAGE_TAG",
    "Quoted",
    "Source",
    "canonical_trig",
    "clean",
    "dataset",
    "decimal",
    "digest",
    "integer",
    "iri",
    "text",
]

LANGUAGE_TAG = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")
"""A language tag as Özek writes it: BCP 47, lower case."""

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_NOT_IN_LITERAL = re.compile(r'[\\"\n\r]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def iri(value: str) -> str:
    """Return ``value`` as an IRI term; characters no IRI may hold are percent-encoded (UTF-8)."""
    if _NOT_IN_IRI.search(value):
        value = _NOT_IN_IRI.sub(lambda hit: f"%{ord(hit.group()):02X}", value)
    return f"<{value}>"


def text(value: str, language: str | None = None) -> str:
    """Return a literal term, with a language tag if one is given."""
    if _NOT_IN_LITERAL.search(value):
        value = _NOT_IN_LITERAL.sub(lambda hit: _ESCAPES[hit.group()], value)
    return f'"{value}"@{language}' if language else f'"{value}"'


def integer(value: int) -> str:
    """Return an ``xsd:integer`` term."""
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: Decimal | int | str) -> str:
    """Return an ``xsd:decimal`` term with the digits as given and always a decimal point."""
    digits = format(Decimal(value), "f")
    return f'"{digits if "." in digits else digits + ".0"}"^^<{XSD}decimal>'


def clean(value: str) -> str:
    """Return a name in NFC without outer, doubled or unusual white space."""
    return unicodedata.normalize("NFC", " ".join(value.split()))


def digest(record: bytes) -> str:
    """Return the passage digest of a record: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(record).hexdigest()[:16]


@dataclass(frozen=True)
class Source:
    """A data set that records are quoted from, as the provenance graph describes it."""

    id: str
    titles: Mapping[str, str] = field(default_factory=dict)
    license: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    publisher: str | None = None
    homepage: str | None = None

    def lines(self, base: str) -> Iterator[str]:
        """Yield the description as N-Quads lines in the provenance graph."""
        tail = f" <{base}graph/provenance> .\n"
        subject = f"<{base}source/{self.id}>"
        yield f"<{base}graph/provenance> <{RDF_TYPE}> <{OZEK}ProvenanceGraph>{tail}"
        yield f"{subject} <{RDF_TYPE}> <{OZEK}Source>{tail}"
        for language, title in self.titles.items():
            yield f"{subject} <{DCTERMS}title> {text(title, language)}{tail}"
        if self.license:
            yield f"{subject} <{DCTERMS}license> {iri(self.license)}{tail}"
        for language, words in self.rights.items():
            yield f"{subject} <{DCTERMS}rights> {text(words, language)}{tail}"
        if self.publisher:
            yield f"{subject} <{DCTERMS}publisher> {text(self.publisher)}{tail}"
        if self.homepage:
            yield f"{subject} <http://xmlns.com/foaf/0.1/homepage> {iri(self.homepage)}{tail}"


@dataclass(frozen=True)
class Quoted:
    """One record as a passage: its key in the source, its digest and what it says in our words.

    A row of a table also has its ``sheet`` and ``row`` number, as a spreadsheet shows them.
    """

    base: str
    slug: str
    source: str
    key: str
    digest: str
    restatements: Mapping[str, str]
    modality: str = MODALITY_ASSERTED
    sheet: str = ""
    row: int = 0

    def graph_lines(self, slug: str | None = None) -> Iterator[str]:
        """Yield what makes ``graph/<slug>`` a statement graph quoted from this record."""
        graph = f"<{self.base}graph/{slug or self.slug}>"
        tail = f" <{self.base}graph/provenance> .\n"
        yield f"{graph} <{RDF_TYPE}> <{OZEK}StatementGraph>{tail}"
        yield f"{graph} <{HAS_MODALITY}> <{self.modality}>{tail}"
        yield f"{graph} <{WAS_QUOTED_FROM}> <{self.base}passage/{self.slug}>{tail}"

    def passage_lines(self) -> Iterator[str]:
        """Yield the passage itself."""
        passage = f"<{self.base}passage/{self.slug}>"
        tail = f" <{self.base}graph/provenance> .\n"
        yield f"{passage} <{RDF_TYPE}> <{OA}SpecificResource>{tail}"
        yield f"{passage} <{HAS_SOURCE}> <{self.base}source/{self.source}>{tail}"
        yield f"{passage} <{RECORD_KEY}> {text(self.key)}{tail}"
        if self.sheet:
            yield f"{passage} <{SHEET_NAME}> {text(self.sheet)}{tail}"
        if self.row:
            yield f"{passage} <{ROW_NUMBER}> {integer(self.row)}{tail}"
        yield f"{passage} <{OZEK}passageDigest> {text(self.digest)}{tail}"
        for language, words in self.restatements.items():
            yield f"{passage} <{RESTATEMENT}> {text(words, language)}{tail}"


def dataset(lines: Iterable[str]) -> Dataset:
    """Return the statements as a ``rdflib.Dataset`` (named graphs only; empty default graph)."""
    from rdflib import Dataset

    result = Dataset(default_union=False)
    result.parse(data="".join(lines), format="nquads")
    return result


def canonical_trig(lines: Iterable[str], base: str) -> str:
    """Return the statements as canonical TriG, written against ``base``."""
    from ozek.exporting.turtle import write_trig
    from ozek.parsing import FORMATS, parse_bytes

    quads = parse_bytes("".join(lines).encode(), FORMATS["nquads"]).quads
    return write_trig(quads, base=base)
