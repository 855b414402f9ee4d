"""What a project already holds that an import has to meet: links, places, curated names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.namespaces import OZEK, PREF_LABEL, RDF_TYPE, SKOS

if TYPE_CHECKING:
    from ozek.project import Project

__all__ = ["Links", "links_of", "read_links"]

EXACT_MATCH = SKOS + "exactMatch"


@dataclass(frozen=True)
class Links:
    """Which of the project's things an outside identifier stands for.

    ``things``: outside IRI → project IRI, from ``skos:exactMatch`` in editorial graphs.
    ``preferred``: project IRI → the (name, language) pairs that curators chose as its labels.
    ``geonames`` and ``iso``: identifier → place IRI. ``place_names``: place IRI → language → name.
    """

    things: Mapping[str, str] = field(default_factory=dict)
    preferred: Mapping[str, frozenset[tuple[str, str | None]]] = field(default_factory=dict)
    geonames: Mapping[str, str] = field(default_factory=dict)
    iso: Mapping[str, str] = field(default_factory=dict)
    place_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_links(paths: Iterable[str | Path]) -> Links:
    """Read a project's RDF files and return the links in them.

    Raises InputError for a file that cannot be read, and for an outside IRI linked to two things.
    """
    from ozek.parsing import parse_file

    return _found((quad, str(path)) for path in paths for quad in parse_file(path).quads)


def links_of(project: Project, files: Iterable[Path]) -> Links:
    """Return the links in some of a project's data files, workbooks included.

    Raises as :func:`read_links` does, and what :func:`ozek.project.load_project` raises.
    """
    from ozek.project import load_project

    chosen = tuple(files)
    if not set(chosen) & set(project.tables):
        return read_links(chosen)
    store = load_project(replace(project, data_files=chosen))
    return _found((quad, None) for quad in store.quads())


def _found(quads: Iterable[tuple[Any, str | None]]) -> Links:
    """Gather the links from quads, each with the file it stands in."""
    from ozek.errors import InputError

    editorial: set[str] = set()
    matches: list[tuple[str, str, str, str | None]] = []
    labels: list[tuple[str, str, str, str | None]] = []
    codes: dict[str, dict[str, str]] = {OZEK + "geonamesId": {}, OZEK + "isoCode": {}}
    wanted = {RDF_TYPE, EXACT_MATCH, PREF_LABEL, *codes}
    for quad, where in quads:
        predicate = quad.predicate.value
        if predicate not in wanted:
            continue
        thing, value = quad.subject.value, quad.object.value
        graph = getattr(quad.graph_name, "value", "")
        if predicate == RDF_TYPE:
            if value == OZEK + "EditorialGraph":
                editorial.add(thing)
        elif predicate == EXACT_MATCH:
            matches.append((graph, thing, value, where))
        elif predicate == PREF_LABEL:
            labels.append((graph, thing, value, quad.object.language))
        else:
            codes[predicate][value] = thing

    things: dict[str, str] = {}
    for graph, thing, outside, where in matches:
        if graph in editorial and things.setdefault(outside, thing) != thing:
            raise InputError(
                f"{outside} is linked to two things: {things[outside]} and {thing}",
                path=where,
                hint="Keep one of the two skos:exactMatch statements.",
            )
    linked = set(things.values())
    places = set().union(*(found.values() for found in codes.values()))
    preferred: dict[str, set[tuple[str, str | None]]] = {thing: set() for thing in linked}
    place_names: dict[str, dict[str, str]] = {}
    for graph, thing, name, language in labels:
        if thing in linked and graph in editorial:
            preferred[thing].add((name, language))
        if thing in places and language:
            place_names.setdefault(thing, {})[language] = name
    return Links(
        things=things,
        preferred={thing: frozenset(names) for thing, names in preferred.items()},
        geonames=codes[OZEK + "geonamesId"],
        iso=codes[OZEK + "isoCode"],
        place_names=place_names,
    )
