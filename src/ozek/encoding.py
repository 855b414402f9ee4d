"""From RDF text to term numbers, at about a million lines in two seconds.

One regular expression splits the lines of a piece; a dictionary numbers the terms. Only *new*
terms are looked at closely: one that is not perfectly plain (an escape, a percent sign, a letter
beyond ASCII in an IRI, …) is given to Oxigraph's strict parser, and if that would write it in any
other way the whole piece is parsed by it instead. So both paths give the same terms.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import count, islice
from typing import Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from ozek.errors import InputError

_IRI = rb"<[^>]*+>"
_NODE = rb"_:[^ ]*+"
_LITERAL = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:@[^ ]++|\^\^%b)?' % _IRI
_LINE = re.compile(
    rb"(?m)^(%b|%b) (%b) (%b|%b|%b) (?:(%b|%b) )?\.\n"
    % (_IRI, _NODE, _IRI, _IRI, _NODE, _LITERAL, _IRI, _NODE)
)
_PLAIN_IRI = bytes(range(0x21, 0x7F)).translate(None, b'"[]{}|\\^`%')
_PLAIN_TEXT = bytes(byte for byte in range(0x20, 0x100) if byte not in b"\\\x7f")
_PLAIN_NODE = re.compile(rb"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PROBE = b"<x:x> <x:x> "


class Encoder:
    """Collects quads; ``ids`` numbers the terms in the order in which they were first seen.

    ``parts`` are the pieces of the columns subject, predicate, object and graph.
    """

    def __init__(self) -> None:
        self.ids: defaultdict[bytes, int] = defaultdict(count().__next__)
        self.parts: tuple[list[NDArray[np.int32]], ...] = ([], [], [], [])
        self._known: set[bytes] = set()
        self._nodes: dict[bytes, bytes] = {}
        self._files = 0
        self._keep_nodes = False
        self._path: str | None = None
        self._format = ox.RdfFormat.N_QUADS
        self._line = 0

    def start(
        self,
        path: str | None,
        format: ox.RdfFormat = ox.RdfFormat.N_QUADS,
        *,
        keep_nodes: bool = False,
    ) -> None:
        """Begin a new source: its blank nodes are other nodes than those before it.

        With ``keep_nodes`` they are the same as those of that name before it.
        """
        self._path = path
        self._format = format
        self._line = 0
        self._files += 1
        self._keep_nodes = keep_nodes
        self._nodes = {}

    def columns(self) -> tuple[NDArray[np.int32], ...]:
        """The columns subject, predicate, object and graph (-1 for none)."""
        empty = [np.empty(0, np.int32)]
        return tuple(np.concatenate(part or empty) for part in self.parts)

    def add_text(self, text: bytes) -> None:
        """Add whole lines of N-Triples or N-Quads."""
        if not text:
            return
        if not text.endswith(b"\n"):
            text += b"\n"
        rows = _LINE.findall(text)
        lines = text.count(b"\n")
        wrong = self._format == ox.RdfFormat.N_TRIPLES and any(row[3] for row in rows)
        if wrong or len(rows) != lines or not self._encode(rows, trusted=False):
            self.add_canonical(self._strict(text))
        self._line += lines

    def add_quads(self, quads: Iterable[Any]) -> None:
        """Add pyoxigraph quads or triples."""
        source = iter(quads)
        try:
            while batch := list(islice(source, 1 << 16)):
                self.add_canonical(_lines(batch))
        except SyntaxError as error:
            raise self._refused(error) from None

    def add_canonical(self, text: bytes) -> None:
        """Add whole lines of N-Quads that Oxigraph has written."""
        rows = _LINE.findall(text)
        if len(rows) != text.count(b"\n"):
            raise InputError("triple terms (RDF 1.2) are not supported", path=self._path)
        self._encode(rows, trusted=True)

    def _encode(self, rows: list[tuple[bytes, bytes, bytes, bytes]], *, trusted: bool) -> bool:
        """Number the terms of rows. False, with nothing changed, if some term is not plain."""
        if not rows:
            return True
        before = len(self.ids)
        number = self.ids.__getitem__
        columns = list(zip(*rows, strict=True))
        if self._files > 1 and not self._keep_nodes:
            columns = [self._own_nodes(column) for column in columns]
        encoded = [np.fromiter(map(number, column), np.int32, len(rows)) for column in columns[:3]]
        graphs = set(columns[3])
        if graphs == {b""}:
            encoded.append(np.full(len(rows), -1, np.int32))
        elif b"" in graphs:
            names = (number(name) if name else -1 for name in columns[3])
            encoded.append(np.fromiter(names, np.int32, len(rows)))
        else:
            encoded.append(np.fromiter(map(number, columns[3]), np.int32, len(rows)))
        new = list(islice(reversed(self.ids), len(self.ids) - before))
        if not trusted and not self._plain(new):
            for _ in new:
                self.ids.popitem()
            self.ids.default_factory = count(before).__next__
            return False
        for part, column in zip(self.parts, encoded, strict=True):
            part.append(column)
        return True

    def _own_nodes(self, column: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """Give the blank nodes of a source after the first names that no other source uses."""
        if not any(term.startswith(b"_:") for term in column):
            return column
        nodes = self._nodes
        for term in set(column):
            if term.startswith(b"_:") and term not in nodes:
                own = term + b"x%d" % self._files
                while own in self.ids:
                    own += b"x"
                nodes[term] = own
        return tuple(nodes.get(term, term) for term in column)

    def _plain(self, new: list[bytes]) -> bool:
        """Whether the strict parser would read and write all these terms just as they are.

        An IRI of plain letters is right if its beginning (scheme and host) is, and it has one # at
        most; a literal of plain letters if its end (language or datatype) is. Those are few.
        """
        iris = [term for term in new if term[0] == 0x3C]
        texts = [term for term in new if term[0] == 0x22]
        odd = [term for term in new if term[0] == 0x5F and not _PLAIN_NODE.fullmatch(term)]
        joined = b"".join(iris)
        if joined.translate(None, _PLAIN_IRI) or joined.count(b"<") != len(iris):
            odd += [t for t in iris if t.translate(None, _PLAIN_IRI) or t.count(b"<") > 1]
        if b"#" in joined:
            odd += [term for term in iris if term.count(b"#") > 1]
        heads = {term[: term.find(b"/", 9)] for term in iris} - self._known
        odd += [head + b">" for head in heads]
        joined = b"".join(texts)
        if joined.translate(None, _PLAIN_TEXT):
            odd += [term for term in texts if term.translate(None, _PLAIN_TEXT)]
        try:
            joined.decode()
        except UnicodeDecodeError:
            return False
        tails = {term[term.rfind(b'"') :] for term in texts} - self._known
        odd += [b'"' + tail for tail in tails]
        if odd:
            probe = b"".join(_PROBE + term + b" .\n" for term in odd)
            try:
                if _lines(ox.parse(probe, format=ox.RdfFormat.N_TRIPLES)) != probe:
                    return False
            except SyntaxError:
                return False
        self._known |= tails
        self._known |= heads
        return True

    def _strict(self, text: bytes) -> bytes:
        try:
            return _lines(ox.parse(text, format=self._format))
        except SyntaxError as error:
            raise self._refused(error) from None

    def _refused(self, error: SyntaxError) -> InputError:
        message = str(error.msg)
        head, _, tail = message.partition(": ")
        return InputError(
            tail if tail and head.startswith("Parser error") else message,
            path=self._path,
            line=None if error.lineno is None else error.lineno + self._line,
            column=error.offset,
        )


def _lines(quads: Iterable[Any]) -> bytes:
    """Canonical N-Quads."""
    out = io.BytesIO()
    ox.serialize(quads, out, format=ox.RdfFormat.N_QUADS)
    return out.getvalue()
