"""In which file and line a fact stands.

RDF parsers give no positions, so the files are read a second time, by a scanner that knows just
enough of Turtle and TriG to follow who is the subject, the predicate and the object. It is only
run over files that have been loaded (and so are known to be well-formed), only when findings are
shown, and only keeps what is said about the things asked for.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from rdflib import Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.parsing import SUFFIXES, read_bytes

_SMALL = 4_000_000
"""Up to how many bytes a file is read for all things at once."""

_SCANNED = (".ttl", ".trig")

Triple = tuple[Node, Node, Node]
Key = tuple[str, str]


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file, counted from 1."""

    path: Path
    line: int


@dataclass(frozen=True)
class Statement:
    """Something said about a thing that was asked for; ``offset`` is where its object begins."""

    subject: str
    predicate: str
    object: Key
    offset: int


@dataclass
class Locator:
    """Finds facts in files; each file is read once per call of :meth:`look_for`."""

    files: tuple[Path, ...]
    _known: set[str] = field(default_factory=set)
    _whole: set[Path] = field(default_factory=set)
    _facts: dict[tuple[str, str, Key], Place] = field(default_factory=dict)
    _openings: dict[str, Place] = field(default_factory=dict)

    def look_for(self, things: Iterable[Node]) -> None:
        """Read what the files say about these things, if that has not been done.

        Small files are read once for everything they say.
        """
        wanted = {str(one) for one in things if isinstance(one, URIRef)} - self._known
        self._known |= wanted
        if not wanted:
            return
        for path in self.files:
            whole = path.suffix.lower() in _SCANNED and path.stat().st_size <= _SMALL
            if path in self._whole:
                continue
            if whole:
                self._whole.add(path)
            for statement, place in _scanned(path, None if whole else wanted):
                if statement.predicate:
                    key = (statement.subject, statement.predicate, statement.object)
                    self._facts.setdefault(key, place)
                else:
                    self._openings.setdefault(statement.subject, place)

    def of(self, triple: Triple) -> Place | None:
        """Where a fact stands; None if no file says it (a derived fact, say)."""
        subject, predicate, value = triple
        self.look_for([subject])
        return self._facts.get((str(subject), str(predicate), key_of(value)))

    def of_thing(self, thing: Node) -> Place | None:
        """Where a thing is first a subject or the name of a graph."""
        self.look_for([thing])
        name = str(thing)
        found = [place for (subject, _, _), place in self._facts.items() if subject == name]
        return min(found) if found else self._openings.get(name)


def key_of(term: Node) -> Key:
    """What a term is compared by: its IRI, or a literal's text and language.

    Numbers are compared by value, since a store may have written them anew.
    """
    if not isinstance(term, Literal):
        return ("", str(term))
    return _literal(str(term), term.language or "", str(term.datatype or ""))


def _literal(text: str, language: str, datatype: str) -> Key:
    if datatype.startswith(ns.XSD) and not datatype.endswith("string"):
        try:
            return ("#", str(float(text)))
        except ValueError:
            pass
    return (f'"{language.lower()}', text)


def _scanned(path: Path, wanted: set[str] | None) -> Iterator[tuple[Statement, Place]]:
    """What a file says about the things wanted (None: about all)."""
    format = SUFFIXES.get(path.suffix.lower())
    data = read_bytes(path)
    if wanted is not None and format in ("ntriples", "nquads"):
        yield from _lines(path, data, wanted)
        return
    if wanted is not None and not any(_tail(one).encode() in data for one in wanted):
        return
    text = data.decode("utf-8")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    turtle = format in ("turtle", "trig")
    found = _turtle(text, wanted) if turtle else _mentions(text, wanted or set())
    for statement in found:
        yield statement, Place(path, bisect_right(starts, statement.offset))


def _tail(iri: str) -> str:
    """The end of an IRI, which stands in a file whatever its prefixes and base are."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


# N-Triples and N-Quads ----------------------------------------------------------------------------


_FEW = 40
"""Up to how many things are searched for one by one, rather than line by line."""


def _lines(path: Path, data: bytes, wanted: set[str]) -> Iterator[tuple[Statement, Place]]:
    import pyoxigraph as ox

    from ozek.terms import to_rdflib

    subjects = {f"<{one}>".encode() for one in wanted}
    found = _each_line(data, subjects) if len(subjects) > _FEW else _searched(data, subjects)
    for number, line in found:
        for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS):
            said = Statement(
                quad.subject.value, quad.predicate.value, key_of(to_rdflib(quad.object)), 0
            )
            yield said, Place(path, number)


def _each_line(data: bytes, subjects: set[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(io.BytesIO(data), 1):
        if line[: line.find(b">") + 1].lstrip() in subjects:
            yield number, line


def _searched(data: bytes, subjects: set[bytes]) -> Iterator[tuple[int, bytes]]:
    for subject in sorted(subjects):
        number, counted = 1, 0
        at = data.find(subject)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            if not data[start:at].strip():
                number, counted = number + data.count(b"\n", counted, start), start
                yield number, data[start : end if end >= 0 else None]
            at = data.find(subject, at + len(subject))


# JSON-LD and RDF/XML: where the thing is first written --------------------------------------------


def _mentions(text: str, wanted: set[str]) -> Iterator[Statement]:
    for one in sorted(wanted):
        ends = re.finditer(rf"(?<![\w-]){re.escape(_tail(one))}(?=[\"'<>])", text)
        first = min((match.start() for match in ends), default=None)
        whole = text.find(one)
        if first is not None or whole >= 0:
            yield Statement(one, "", ("", ""), whole if whole >= 0 else first or 0)


# Turtle and TriG ----------------------------------------------------------------------------------

_IRI = r"<[^<>\"{}|^`\x00-\x20]*>"
_NAME = r"[\w.\-]*:(?:(?:[\w\-:.%]|\\.)*(?:[\w\-:%]|\\.))?"
_STRING = (
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
)
_TOKEN = re.compile(
    rf"(?P<skip>[ \t\r\n]+|\#[^\n]*)"
    rf"|(?P<iri>{_IRI})"
    rf"|(?P<text>{_STRING})(?:\s*@(?P<lang>[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    rf"|\s*\^\^\s*(?P<datatype>{_IRI}|{_NAME}))?"
    rf"|(?P<number>[+-]?(?:\d*\.\d+|\d+)(?:[eE][+-]?\d+)?)(?![\w:])"
    rf"|(?P<name>{_NAME})"
    rf"|(?P<word>@?[A-Za-z]+)"
    rf"|(?P<mark>[.;,\[\](){{}}])"
    rf"|(?P<other>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_BLANK = "_:"


def _turtle(text: str, wanted: set[str] | None) -> Iterator[Statement]:
    """The statements about the things wanted, and where graphs of their name begin."""
    names = _Names()
    frames: list[_Frame] = [_Frame()]
    declaring: list[str] | None = None
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "skip":
            continue
        if match["text"] is not None:
            kind = "text"
        if declaring is not None and kind in ("name", "iri"):
            declaring.append(token)
            if kind == "iri":
                names.declare(declaring)
                declaring = None
            continue
        frame = frames[-1]
        if kind == "word" and token.lower().lstrip("@") in ("prefix", "base"):
            declaring = []
        elif kind == "mark":
            if token == "{" and (wanted is None or frame.subject in wanted):
                yield Statement(frame.subject, "", ("", ""), match.start())
            _step(frames, token)
        elif (kind == "word" and token.lower() == "graph") or frame.inside_list:
            continue
        elif not frame.subject:
            frame.subject = names.iri(token)
        elif not frame.predicate:
            frame.predicate = ns.RDF_TYPE if token == "a" else names.iri(token)
        elif wanted is None or frame.subject in wanted:
            value = _object(match, kind, names.iri)
            yield Statement(frame.subject, frame.predicate, value, match.start())


@dataclass
class _Frame:
    """Where in a statement the scanner is; brackets open a new one."""

    subject: str = ""
    predicate: str = ""
    inside_list: bool = False


def _step(frames: list[_Frame], mark: str) -> None:
    frame = frames[-1]
    if mark == "[":
        frames.append(_Frame(_BLANK))
    elif mark == "(":
        frames.append(_Frame(_BLANK, inside_list=True))
    elif mark in "])" and len(frames) > 1:
        frames.pop()
        if not frames[-1].subject:
            frames[-1].subject = _BLANK
    elif mark == ";":
        frame.predicate = ""
    elif mark in ".{}":
        frames[:] = [_Frame()]


def _object(match: re.Match[str], kind: str | None, iri: Callable[[str], str]) -> Key:
    if kind == "text":
        quotes = 3 if match["text"][:3] in ('"""', "'''") else 1
        datatype = match["datatype"]
        return _literal(
            _unescaped(match["text"][quotes:-quotes]),
            match["lang"] or "",
            iri(datatype) if datatype else "",
        )
    token = match.group()
    if kind == "number":
        return _literal(token, "", ns.XSD + "double")
    if kind == "word" and token in ("true", "false"):
        return _literal(token, "", ns.XSD + "boolean")
    return ("", iri(token))


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(
        lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _ESCAPED.get(m[3], m[3]), text
    )


@dataclass
class _Names:
    """Prefixes and base of a file, and what its names stand for."""

    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    _cache: dict[str, str] = field(default_factory=dict)

    def declare(self, tokens: list[str]) -> None:
        """Take in a declaration: a prefix and its IRI, or a base alone."""
        iri = self.iri(tokens[-1])
        if len(tokens) == 2:
            self.prefixes[tokens[0][:-1]] = iri
        else:
            self.base = iri
        self._cache.clear()

    def iri(self, token: str) -> str:
        """The IRI that a token stands for."""
        found = self._cache.get(token)
        if found is None:
            found = self._cache[token] = self._read(token)
        return found

    def _read(self, token: str) -> str:
        if token.startswith("<"):
            relative = _unescaped(token[1:-1])
            absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", relative)
            return relative if absolute or not self.base else urljoin(self.base, relative)
        prefix, _, local = token.partition(":")
        return self.prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
