"""Projections: which things become nodes and which relations become edges, declared in files.

A projection is a TOML file (``projections/*.toml``). Every measure depends on this choice, so it
is written down once, under a name, and printed below every result. The keys:

``title``, ``description``
    one text each in kk, ru and en.
``kinds``
    classes. An instance of one of them (or of a subclass) is a node; the *first* class of the list
    that fits names its kind, so specific classes come first. Its place in the list, counted from 1,
    is the node's ``kind_code``.
``concepts``
    SKOS schemes whose concepts may be nodes too, when an edge reaches them. Codes count on.
``only_linked``
    those of the kinds whose things are left out when no edge reaches them.
``relations``
    properties; each statement with one between two nodes is an edge.
``[[edges]]``
    an edge that takes more words: ``path`` from node to node, or ``via``, a class of n-ary nodes
    (a participation, a state support), each collapsed to an edge from its ``source`` to its
    ``target``, with ``attributes`` that the edge keeps.
``directed``
    whether edges keep the direction of the relation (default) or lose it.
``paths``
    ``"undirected"`` (default) or ``"directed"``: how path measures read the edges. Most relations
    point from child to parent because the ontology says so, not because anything flows that way.
``parallel``
    ``"keep"`` every relation between two nodes (default), ``"merge"`` them into one edge, or
    ``"count"`` them: one edge with the number as its ``weight``.
``two_mode``
    true when edges run only between two sides (actors and clusters).

Paths are written with prefixes: ``ozek:isInSegment/ozek:isSegmentOf`` goes from step to step, ``^``
walks a property backwards, ``|`` separates alternatives. Literals are never nodes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ozek.errors import InputError, UsageError
from ozek.namespaces import expand, shorten

LANGUAGES = ("kk", "ru", "en")
PARALLEL = ("keep", "merge", "count")
PATHS = ("undirected", "directed")

_TOKEN = re.compile(r"<[^<>\s]*>|[/|^]|[^\s/|^<>]+")


@dataclass(frozen=True)
class Step:
    """One step of a path: along a property, or against it."""

    predicate: str
    inverse: bool = False


@dataclass(frozen=True)
class GraphPath:
    """Alternatives of sequences of steps; ``text`` is how the file wrote it."""

    text: str
    alternatives: tuple[tuple[Step, ...], ...]

    @classmethod
    def parse(cls, text: str) -> GraphPath:
        """Read ``ozek:isInSegment/ozek:isSegmentOf | ^ozek:isManagedBy``; raises UsageError."""
        if "".join(_TOKEN.findall(text)) != re.sub(r"\s+", "", text):
            raise UsageError(f"'{text}' is not a path")
        alternatives: list[tuple[Step, ...]] = []
        steps: list[Step] = []
        inverse, want_name = False, True
        for token in [*_TOKEN.findall(text), "|"]:
            if token == "^" and want_name and not inverse:
                inverse = True
            elif token in ("/", "|") and not want_name:
                want_name = True
                if token == "|":
                    alternatives.append(tuple(steps))
                    steps = []
            elif token not in ("/", "|", "^") and want_name:
                steps.append(Step(expand(token), inverse))
                inverse, want_name = False, False
            else:
                raise UsageError(f"'{text}' is not a path: '{token}' is out of place")
        return cls(text, tuple(alternatives))


@dataclass(frozen=True)
class EdgeRule:
    """What becomes an edge.

    Attributes:
        relation: IRI that names the edge; its label in the ontology is the edge's label.
        path: from node to node, or None when ``via`` is given.
        via: class of the n-ary nodes that are collapsed, with ``source`` and ``target`` paths.
        attributes: edge attribute → path from the n-ary node to its values.
        derived: whether edges that only follow by reasoning count. False for transitive relations,
            where every ancestor would become a neighbour.
    """

    relation: str
    path: GraphPath | None = None
    via: str | None = None
    source: GraphPath | None = None
    target: GraphPath | None = None
    attributes: Mapping[str, GraphPath] = field(default_factory=dict)
    derived: bool = True

    def steps(self) -> Iterable[Step]:
        """Yield every step of every path of the rule."""
        for path in (self.path, self.source, self.target, *self.attributes.values()):
            for sequence in path.alternatives if path else ():
                yield from sequence


@dataclass(frozen=True)
class Projection:
    """A projection as its file declares it; see the module's text for the keys."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    kinds: tuple[str, ...]
    edges: tuple[EdgeRule, ...]
    concepts: tuple[str, ...] = ()
    only_linked: tuple[str, ...] = ()
    directed: bool = True
    paths: str = "undirected"
    parallel: str = "keep"
    two_mode: bool = False
    source: str = ""

    def kind_codes(self) -> dict[str, int]:
        """Return kind → code; a kind is called by the local name of its class or scheme."""
        every = (*self.kinds, *self.concepts)
        return {local_name(iri): code for code, iri in enumerate(every, start=1)}

    def optional(self) -> set[str]:
        """Return the kinds whose things are nodes only when an edge reaches them."""
        return {local_name(iri) for iri in (*self.only_linked, *self.concepts)}

    def __str__(self) -> str:
        return self.name


def local_name(iri: str) -> str:
    """Return what stands behind the prefix of an IRI, or the IRI when no prefix fits."""
    return shorten(iri).partition(":")[2] or iri


_KEYS = {
    "title": dict,
    "description": dict,
    "kinds": list,
    "concepts": list,
    "only_linked": list,
    "relations": list,
    "edges": list,
    "directed": bool,
    "paths": str,
    "parallel": str,
    "two_mode": bool,
}
_EDGE_KEYS = {
    "path": str,
    "via": str,
    "source": str,
    "target": str,
    "relation": str,
    "attributes": dict,
    "derived": bool,
}
_NOT_ATTRIBUTES = {"relation", "label", "evidence", "basis", "weight", "via", "id", "key"}


def load_projection(path: str | Path) -> Projection:
    """Read one projection from a TOML file; its name is the file's name without the suffix.

    Raises InputError with file and line when the file is missing, is not TOML or says something
    a projection cannot mean.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the projection cannot be read: {error}", path=path) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        raise InputError(
            f"not TOML: {error}",
            path=path,
            line=int(place[1]) if place else len(text.splitlines()),
            column=int(place[2]) if place else None,
        ) from error
    try:
        return _projection(path.stem, data, str(path))
    except UsageError as error:
        raise InputError(str(error), path=path, line=_line_of(text, str(error))) from error


def load_projections(places: Iterable[str | Path]) -> dict[str, Projection]:
    """Read TOML files and every ``*.toml`` of folders, by name; a later place wins over an earlier.

    Raises InputError for a file that is missing or wrong.
    """
    found: dict[str, Projection] = {}
    for place in map(Path, places):
        for path in sorted(place.glob("*.toml")) if place.is_dir() else [place]:
            projection = load_projection(path)
            found[projection.name] = projection
    return dict(sorted(found.items()))


def _line_of(text: str, message: str) -> int | None:
    """Return the line that holds the first quoted word of a message, if it stands in one line."""
    quoted = re.search(r"'([^']+)'", message)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if quoted and quoted[1] in line]
    return lines[0] if lines else None


def _check_keys(table: Mapping[str, Any], known: Mapping[str, type], where: str) -> None:
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"'{key}' is no key of {where}; known: {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise UsageError(f"'{key}' of {where} has to be a {known[key].__name__}")
        if isinstance(value, list):
            wanted = dict if key == "edges" else str
            if not all(isinstance(item, wanted) for item in value):
                raise UsageError(f"'{key}' of {where} has to be a list of {wanted.__name__}s")
        if isinstance(value, dict) and not all(isinstance(v, str) for v in value.values()):
            raise UsageError(f"'{key}' of {where} has to hold texts")


def _projection(name: str, data: Mapping[str, Any], source: str) -> Projection:
    _check_keys(data, _KEYS, "a projection")
    for key in ("title", "description"):
        missing = [lang for lang in LANGUAGES if not data.get(key, {}).get(lang)]
        if missing:
            raise UsageError(f"'{key}' is missing in {', '.join(missing)}")
    for key, allowed in (("paths", PATHS), ("parallel", PARALLEL)):
        if data.get(key, allowed[0]) not in allowed:
            raise UsageError(f"'{key}' has to be one of {', '.join(allowed)}")
    kinds = tuple(expand(text) for text in data.get("kinds", []))
    concepts = tuple(expand(text) for text in data.get("concepts", []))
    rules = [EdgeRule(expand(text), GraphPath.parse(text)) for text in data.get("relations", [])]
    rules += [_edge_rule(table) for table in data.get("edges", [])]
    if not kinds or not rules:
        raise UsageError("a projection needs 'kinds' and 'relations' or 'edges'")
    projection = Projection(
        name=name,
        title=dict(data["title"]),
        description={lang: text.strip() for lang, text in data["description"].items()},
        kinds=kinds,
        concepts=concepts,
        only_linked=tuple(expand(text) for text in data.get("only_linked", [])),
        edges=tuple(rules),
        directed=data.get("directed", True),
        paths=data.get("paths", "undirected"),
        parallel=data.get("parallel", "keep"),
        two_mode=data.get("two_mode", False),
        source=source,
    )
    if len(projection.kind_codes()) < len(kinds) + len(concepts):
        raise UsageError("'kinds' and 'concepts' name a kind twice")
    for iri in set(projection.only_linked) - set(kinds):
        raise UsageError(f"'{shorten(iri)}' of only_linked is none of the kinds")
    return projection


def _edge_rule(table: Mapping[str, Any]) -> EdgeRule:
    _check_keys(table, _EDGE_KEYS, "[[edges]]")
    given = {key for key in ("path", "via", "source", "target", "attributes") if key in table}
    if given != {"path"} and given - {"attributes"} != {"via", "source", "target"}:
        raise UsageError("[[edges]] needs either 'path', or 'via', 'source' and 'target'")
    attributes = table.get("attributes", {})
    for name in attributes:
        if not name.isidentifier() or name in _NOT_ATTRIBUTES:
            raise UsageError(f"'{name}' cannot be the name of an edge's attribute")
    path = GraphPath.parse(table["path"]) if "path" in table else None
    plain = path is not None and len(path.alternatives) == len(path.alternatives[0]) == 1
    if "relation" not in table and not plain:
        raise UsageError("[[edges]] needs a 'relation' to name the edge")
    return EdgeRule(
        relation=expand(table.get("relation", table.get("path", ""))),
        path=path,
        via=expand(table["via"]) if "via" in table else None,
        source=GraphPath.parse(table["source"]) if "source" in table else None,
        target=GraphPath.parse(table["target"]) if "target" in table else None,
        attributes={name: GraphPath.parse(text) for name, text in attributes.items()},
        derived=table.get("derived", True),
    )
