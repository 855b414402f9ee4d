"""RDF that others publish → statement graphs, by CONSTRUCT mappings.

A mapping (``mappings/rdf/*.rq``) says in Özek's terms what a vocabulary says in its own. It names
outside things by their outside IRIs; here each organisation gets an IRI of the project (or keeps
the one a curator has linked to it), concepts keep theirs, and every described thing becomes one
statement graph quoted from its description. What no mapping takes over is counted by class, never
dropped without a word: persons, posts, addresses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ozek.errors import InputError, UsageError
from ozek.importing.links import Links
from ozek.importing.nquads import Source
from ozek.importing.published_record import NAMES, is_blank, project_iri, record_lines
from ozek.namespaces import RDF_TYPE, SKOS, shorten
from ozek.parsing import parse_file, read_bytes
from ozek.store import Store

__all__ = ["Published", "VocabularyMapping", "load_vocabulary_mappings", "read_published"]

MATCHES = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch"))
_HERE = "urn:ozek:published"


@dataclass(frozen=True)
class VocabularyMapping:
    """One CONSTRUCT query; ``vocabulary``: namespaces whose use calls for it (none: always)."""

    name: str
    title: Mapping[str, str]
    vocabulary: tuple[str, ...]
    text: str
    path: Path


@dataclass(frozen=True)
class Published:
    """What a file of RDF gives.

    Attributes:
        lines: N-Quads of the statement graphs and their provenance, the same for any order.
        described: how many typed things the file describes; it is ``imported`` + ``left_out``.
        imported: how many of them became statement graphs.
        left_out: class → how many of its things no mapping takes over.
        refused: thing → why nothing could be made of it, among those left out.
        unresolved: how many relations lead to things the file says nothing about.
        mappings: the names of the mappings that were used.
    """

    lines: tuple[str, ...]
    described: int
    imported: int
    left_out: Mapping[str, int]
    refused: Mapping[str, str]
    unresolved: int
    mappings: tuple[str, ...]


def load_vocabulary_mappings(folder: str | Path | None = None) -> tuple[VocabularyMapping, ...]:
    """Read the mappings of a folder, by default the packaged ones.

    Raises InputError for a query without title and vocabulary in its ``#+`` header.
    """
    from ozek.project import resources

    home = Path(folder) if folder else resources().mappings / "rdf"
    return tuple(_mapping(path) for path in sorted(home.glob("*.rq")))


def _mapping(path: Path) -> VocabularyMapping:
    text = read_bytes(path).decode("utf-8")
    head = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+"))
    try:
        header = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise InputError(f"the header is not valid YAML: {error}", path=path) from None
    known = isinstance(header, dict)
    if not known or not isinstance(header.get("vocabulary"), list) or "title" not in header:
        raise InputError(
            "the header has to give a title and the vocabulary",
            path=path,
            hint='Write `#+ title:` in kk, ru and en, and `#+ vocabulary: ["http://…"]`.',
        )
    return VocabularyMapping(path.stem, header["title"], tuple(header["vocabulary"]), text, path)


def read_published(
    path: str | Path,
    *,
    base: str,
    source: Source,
    links: Links | None = None,
    mappings: Iterable[VocabularyMapping] | None = None,
) -> Published:
    """Turn a file of published RDF (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML) into facts.

    ``source`` describes the data set for the provenance; ``links`` which outside things the
    project has already (:func:`ozek.importing.links.read_links`); ``mappings``: by default the
    packaged ones whose vocabulary the file uses. Raises InputError for a broken file, and for one
    in which no mapping finds anything.
    """
    links = links or Links()
    quads = _parsed(Path(path))
    chosen = _called_for(quads, load_vocabulary_mappings() if mappings is None else mappings)
    constructed = _constructed(quads, chosen)
    own: dict[Any, list[Any]] = defaultdict(list)
    for quad in quads:
        own[quad.subject].append(quad)
    typed = {quad.subject for quad in quads if quad.predicate.value == RDF_TYPE}
    records, refused = _records(constructed, typed)
    if not records:
        raise InputError(
            "no mapping finds a named organisation or a concept in this file",
            path=path,
            hint=f"It describes: {_in_words(_by_class(typed, own)) or 'nothing with a class'}. "
            "A CONSTRUCT query beside those in mappings/rdf/ takes in another vocabulary.",
        )
    names = {
        node: project_iri(node, own[node], base, source, links, classes)
        for node, classes in records.items()
    }
    lines = list(source.lines(base))
    unresolved = 0
    for node in sorted(records, key=str):
        written, lost = record_lines(node, own[node], constructed[node], names, base, source, links)
        lines += written
        unresolved += lost
    outside = typed - records.keys()
    return Published(
        lines=tuple(lines),
        described=len(typed | records.keys()),
        imported=len(records),
        left_out=_by_class(outside, own),
        refused=refused,
        unresolved=unresolved,
        mappings=tuple(one.name for one in chosen),
    )


def _parsed(path: Path) -> tuple[Any, ...]:
    """The quads of a file; N3 is read as Turtle, which all N3 that is only data is."""
    return parse_file(path, format="turtle" if path.suffix.lower() == ".n3" else None).quads


def _called_for(
    quads: Iterable[Any], mappings: Iterable[VocabularyMapping]
) -> tuple[VocabularyMapping, ...]:
    """The mappings whose vocabulary stands as a property or a class in the data."""
    used = set()
    for quad in quads:
        used.add(quad.predicate.value)
        if quad.predicate.value == RDF_TYPE:
            used.add(getattr(quad.object, "value", ""))
    return tuple(
        one
        for one in mappings
        if not one.vocabulary or any(term.startswith(one.vocabulary) for term in used)
    )


def _constructed(
    quads: Iterable[Any], mappings: Iterable[VocabularyMapping]
) -> dict[Any, set[tuple[str, Any]]]:
    """Outside thing → (property, value) pairs that the mappings say of it."""
    store = Store()
    store.replace_graph(_HERE, (quad.triple for quad in quads), "StatementGraph")
    graph = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
    found: dict[Any, set[tuple[str, Any]]] = defaultdict(set)
    for mapping in mappings:
        try:
            # The file stands in one named graph of a store of its own.
            triples = store.query(graph.sub(f"FROM <{_HERE}> WHERE {{", mapping.text, count=1))
        except UsageError as error:
            raise InputError(str(error), path=mapping.path) from None
        for triple in triples:
            found[triple.subject].add((triple.predicate.value, triple.object))
    return found


def _records(
    constructed: Mapping[Any, set[tuple[str, Any]]], typed: set[Any]
) -> tuple[dict[Any, set[str]], dict[str, str]]:
    """Things that a mapping gives a class and that have a name → classes; the others, with why.

    A concept that only meets another one (a table of correspondences) needs no name of its own.
    """
    records: dict[Any, set[str]] = {}
    refused: dict[str, str] = {}
    for node, facts in constructed.items():
        classes = {value.value for predicate, value in facts if predicate == RDF_TYPE}
        named = any(predicate in NAMES for predicate, _ in facts)
        scheme = SKOS + "ConceptScheme" in classes
        matched = any(predicate in MATCHES for predicate, _ in facts)
        if (classes and (named or scheme)) or (matched and not is_blank(node)):
            records[node] = classes or {SKOS + "Concept"}
        elif classes and node in typed:
            refused[str(node)] = "it has no name"
    return records, dict(sorted(refused.items()))


def _in_words(counts: Mapping[str, int]) -> str:
    """The most frequent classes with their numbers."""
    return ", ".join(f"{count} × {shorten(name)}" for name, count in list(counts.items())[:5])


def _by_class(nodes: Iterable[Any], own: Mapping[Any, list[Any]]) -> dict[str, int]:
    """Class → how many of the nodes have it; a node of several classes counts under the first."""
    counts: Counter[str] = Counter()
    for node in nodes:
        classes = sorted(
            str(getattr(quad.object, "value", quad.object))
            for quad in own[node]
            if quad.predicate.value == RDF_TYPE
        )
        counts[classes[0]] += 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
