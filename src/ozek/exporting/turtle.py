"""Canonical Turtle and TriG: the same quads give the same bytes, in whatever order they come.

Graphs, subjects, predicates (``a`` first) and objects are sorted by their full IRIs; blank nodes
that form trees are written in place and sorted by what they say (see ``blank.py``). Only prefixes
that occur are declared.

``python -m ozek.exporting.turtle [--check] FILE|FOLDER …`` rewrites (or checks) files in place. A
file keeps its ``@base``, its own prefixes and the comment lines at its head; other comments are
lost.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ozek.errors import InputError, OzekError
from ozek.exporting.blank import BlankNodes
from ozek.namespaces import PREFIXES, RDF_NIL, RDF_TYPE, XSD
from ozek.parsing import format_of, parse_file

WIDTH = 100
INDENT = "    "

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# References that every reader resolves back to the same IRI: plain path segments below the base,
# none of them empty, "." or ".."; no colon, query or fragment.
_SEGMENT = r"(?!\.\.?(?:/|$))[A-Za-z0-9_~.-]+"
_RELATIVE = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_BASE = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/(?:{_SEGMENT}/)*")
_BARE = {
    XSD + "integer": re.compile(r"-?(?:0|[1-9][0-9]*)"),
    XSD + "decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_IN_STRING = re.compile(rf'[\\"\t\n{_CONTROL}]')
_IN_LONG_STRING = re.compile(rf'\\|"(?="|\Z)|[{_CONTROL}]')
_NIL = ox.NamedNode(RDF_NIL)
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_turtle(
    triples: Iterable[Any],
    *,
    prefixes: Mapping[str, str] | None = None,
    base: str | None = None,
) -> str:
    """Return canonical Turtle of triples (or of quads, whose graph names are dropped)."""
    home = ox.DefaultGraph()
    quads = (ox.Quad(t.subject, t.predicate, t.object, home) for t in triples)
    return _Writer(quads, PREFIXES if prefixes is None else prefixes, base).document()


def write_trig(
    quads: Iterable[ox.Quad],
    *,
    prefixes: Mapping[str, str] | None = None,
    base: str | None = None,
) -> str:
    """Return canonical TriG of quads; those of the default graph come first, without braces."""
    return _Writer(quads, PREFIXES if prefixes is None else prefixes, base).document()


def write_term(
    term: Any, *, prefixes: Mapping[str, str] = PREFIXES, base: str | None = None
) -> str:
    """Return a pyoxigraph term as it is written in Turtle with these prefixes and this base."""
    return _Writer((), prefixes, base).compact(term)


def rewrite(path: str | Path) -> str:
    """Return the canonical text of a Turtle or TriG file.

    Raises InputError if the file cannot be read or is in another format.
    """
    if format_of(path) not in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        raise InputError("only .ttl and .trig files have a canonical form", path=path)
    parsed = parse_file(path)
    body = write_trig(parsed.quads, prefixes={**PREFIXES, **parsed.prefixes}, base=parsed.base)
    return _head_comments(Path(path)) + body


def _head_comments(path: Path) -> str:
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.rstrip() + "\n")
    return "".join([*lines, "\n"]) if lines else ""


class _Writer:
    """One document in the making; lines without a margin get one from whoever places them."""

    def __init__(
        self, quads: Iterable[ox.Quad], prefixes: Mapping[str, str], base: str | None
    ) -> None:
        self.base = base
        self.relative_to = base if base and _BASE.fullmatch(base) else None
        order = [*PREFIXES, *sorted(set(prefixes) - set(PREFIXES))]
        self.prefixes = {prefix: prefixes[prefix] for prefix in order if prefix in prefixes}
        self.namespaces: dict[str, str] = {}
        for prefix, namespace in self.prefixes.items():
            self.namespaces.setdefault(namespace, prefix)
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self.contents: dict[ox.BlankNode, str] = {}
        self.blank = BlankNodes(quads)
        self.graphs: dict[Any, dict[Any, dict[str, list[Any]]]] = {}
        for quad in self.blank.quads:
            subjects = self.graphs.setdefault(quad.graph_name, {})
            predicates = subjects.setdefault(quad.subject, {})
            predicates.setdefault(quad.predicate.value, []).append(quad.object)

    def document(self) -> str:
        default = ox.DefaultGraph()
        blocks = self.blocks(self.graphs.pop(default, {}), "")
        for graph in sorted(self.graphs, key=_node_order):
            inner = "\n".join(self.blocks(self.graphs[graph], INDENT))
            blocks.append(f"{self.node(graph)} {{\n{inner}}}\n")
        head = [f"@base <{self.base}> .\n"] if self.base else []
        head += [
            f"@prefix {prefix}: <{namespace}> .\n"
            for prefix, namespace in self.prefixes.items()
            if prefix in self.used
        ]
        return "\n".join((["".join(head)] if head else []) + blocks)

    def blocks(self, subjects: dict[Any, dict[str, list[Any]]], margin: str) -> list[str]:
        """One paragraph per subject, ending in a newline: named ones, labelled ones, the rest."""
        self.subjects = subjects
        heads = [subject for subject in subjects if subject not in self.blank.nested]
        roots = {
            node: self.statements(node, "")  # what sorts them
            for node in heads
            if isinstance(node, ox.BlankNode) and node not in self.blank.labelled
        }
        heads.sort(key=lambda node: (2, roots[node]) if node in roots else _node_order(node))
        return [
            f"{margin}{'[]' if head in roots else self.node(head)} "
            f"{self.statements(head, margin + INDENT)} .\n"
            for head in heads
        ]

    def statements(self, subject: Any, margin: str) -> str:
        """The predicates and objects of a subject, one predicate per line."""
        return f" ;\n{margin}".join(
            f"{verb} {self.objects(terms, margin)}" for verb, terms in self.sorted(subject)
        )

    def sorted(self, subject: Any) -> list[tuple[str, list[Any]]]:
        """The verbs of a subject, ``a`` first, each with its objects."""
        predicates = self.subjects.get(subject, {})
        order = sorted(predicates, key=lambda iri: (iri != RDF_TYPE, iri))
        return [
            ("a" if iri == RDF_TYPE else self.iri(iri), sorted(predicates[iri], key=self.order))
            for iri in order
        ]

    def objects(self, terms: list[Any], margin: str) -> str:
        """Objects on one line if they are short names, else one per line."""
        if len(terms) == 1:
            return self.object(terms[0], margin)
        if not any(isinstance(term, ox.Literal) for term in terms):
            line = ", ".join(self.compact(term) for term in terms)
            if "\n" not in line and len(line) <= WIDTH - 30:
                return line
        return f",\n{margin}{INDENT}".join(self.object(t, margin + INDENT) for t in terms)

    def object(self, term: Any, margin: str) -> str:
        """An object on one line if it fits there, else spread over several."""
        line = self.compact(term)
        fits = "\n" not in line and len(margin) + len(line) <= WIDTH - 10
        inner = margin + INDENT
        if term in self.blank.lists and not fits:
            items = (self.object(item, inner) for item in self.blank.lists[term])
            return "\n".join(["(", *(inner + item for item in items), margin + ")"])
        if term in self.blank.nested and not fits:
            return f"[\n{inner}{self.statements(term, inner)}\n{margin}]"
        return line

    def compact(self, term: Any) -> str:
        """An object without regard to the width of the page."""
        if isinstance(term, ox.Literal):
            return self.literal(term)
        if term not in self.blank.nested:
            return "()" if term == _NIL else self.node(term)
        if term not in self.contents:
            if term in self.blank.lists:
                parts = ["(", *map(self.compact, self.blank.lists[term]), ")"]
            else:
                verbs = [f"{v} {', '.join(map(self.compact, ts))}" for v, ts in self.sorted(term)]
                parts = ["[", " ; ".join(verbs), "]"] if verbs else ["[]"]
            self.contents[term] = " ".join(parts)
        return self.contents[term]

    def order(self, term: Any) -> tuple[Any, ...]:
        if isinstance(term, ox.Literal):
            return (3, term.language or "", term.datatype.value, term.value)
        if term in self.blank.nested:
            return (2, self.compact(term))
        return _node_order(term)

    def node(self, term: Any) -> str:
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.BlankNode):
            return f"_:{term.value}"
        raise InputError("triple terms (RDF 1.2) are not supported")

    def iri(self, iri: str) -> str:
        if iri not in self.names:
            self.names[iri] = self.name(iri)
        return self.names[iri]

    def name(self, iri: str) -> str:
        """The relative reference, the prefixed name or the IRI in angle brackets."""
        base = self.relative_to
        if base and iri.startswith(base) and _RELATIVE.fullmatch(iri[len(base) :]):
            return f"<{iri[len(base) :]}>"
        cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1
        prefix = self.namespaces.get(iri[:cut])
        if prefix is not None and _LOCAL_NAME.fullmatch(iri[cut:]):
            self.used.add(prefix)
            return f"{prefix}:{iri[cut:]}"
        return f"<{iri}>"

    def literal(self, term: ox.Literal) -> str:
        datatype = term.datatype.value
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(term.value):
            return term.value
        text = quote(term.value)
        if term.language:
            direction = f"--{term.direction}" if getattr(term, "direction", None) else ""
            return f"{text}@{term.language.lower()}{direction}"
        return text if datatype == XSD + "string" else f"{text}^^{self.iri(datatype)}"


def quote(value: str) -> str:
    """Return a Turtle string; one with line breaks in it as a long string."""
    if "\n" in value:
        return f'"""{_IN_LONG_STRING.sub(_escape, value)}"""'
    return f'"{_IN_STRING.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _node_order(node: Any) -> tuple[int, str]:
    return (1 if isinstance(node, ox.BlankNode) else 0, node.value)


# Command -------------------------------------------------------------------------------------


def files_below(paths: Iterable[str | Path]) -> list[Path]:
    """Return the Turtle and TriG files among and below ``paths``."""
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix in (".ttl", ".trig"))
        else:
            found.append(path)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Rewrite files in canonical bytes, or with ``--check`` name those that are not."""
    given = sys.argv[1:] if arguments is None else arguments
    check = "--check" in given
    status = 0
    for path in files_below(argument for argument in given if argument != "--check"):
        try:
            text = rewrite(path).encode()
        except OzekError as error:
            print(error, file=sys.stderr)
            status = error.exit_status
            continue
        if path.read_bytes() == text:
            continue
        if check:
            print(f"{path}: not in canonical bytes", file=sys.stderr)
            status = status or 1
        else:
            path.write_bytes(text)
            print(f"{path}: rewritten", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
