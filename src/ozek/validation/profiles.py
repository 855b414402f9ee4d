"""Profiles: sets of shapes to check by, as files in ``ontology/profiles/`` or of one's own.

``model`` is the model's own set with the shapes a project adds. It is always checked, since data
that break it cannot be judged by anything else; other profiles come on top. A profile is a Turtle
file of SHACL shapes; the header says what it is for (``dcterms:title``, ``dcterms:abstract``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.parsing import SUFFIXES, parse_file

MODEL = "model"
"""The profile that is always checked."""

_TITLE = ns.DCTERMS + "title"
_ABSTRACT = ns.DCTERMS + "abstract"


@dataclass(frozen=True)
class Profile:
    """A packaged set of shapes: its ``title`` and ``description`` are (language, text) pairs."""

    name: str
    path: Path
    title: tuple[tuple[str, str], ...]
    description: tuple[tuple[str, str], ...]


@cache
def profiles() -> tuple[Profile, ...]:
    """The packaged profiles: ``model`` first, then by name."""
    from ozek.project import resources

    folder = resources().ontology
    paths = {MODEL: folder / "shapes.ttl"}
    paths |= {path.stem: path for path in sorted((folder / "profiles").glob("*.ttl"))}
    return tuple(_profile(name, path) for name, path in paths.items())


def find_profile(name_or_path: str | Path) -> Path:
    """The shapes file of a packaged profile, or the file at a path.

    Raises UsageError if there is neither.
    """
    known = {profile.name: profile.path for profile in profiles()}
    wanted = str(name_or_path)
    if wanted in known:
        return known[wanted]
    path = Path(wanted)
    if path.is_file() or path.suffix.lower() in SUFFIXES:
        return path
    raise UsageError(
        f"there is no profile '{wanted}'; profiles: {', '.join(known)}, or the path of a file of"
        f" shapes ({', '.join(SUFFIXES)})"
    )


def shapes_files(
    wanted: Iterable[str | Path] = (), model: Iterable[str | Path] | None = None
) -> tuple[Path, ...]:
    """The shapes files of the profile ``model`` and of those wanted, each once.

    ``model``: the files that the profile of this name stands for; the packaged one if not given.
    """
    own = [find_profile(MODEL)] if model is None else list(map(Path, model))
    more = [find_profile(name) for name in wanted if str(name) != MODEL]
    return tuple(dict.fromkeys([*own, *more]))


def _profile(name: str, path: Path) -> Profile:
    said: dict[str, list[tuple[str, str]]] = {_TITLE: [], _ABSTRACT: []}
    quads = parse_file(path).quads
    ontology = str(OWL.Ontology)
    headers = {
        quad.subject
        for quad in quads
        if quad.predicate.value == str(RDF.type) and getattr(quad.object, "value", "") == ontology
    }
    for quad in quads:
        if quad.subject in headers and quad.predicate.value in said:
            value = quad.object
            said[quad.predicate.value].append((getattr(value, "language", "") or "", value.value))  # type: ignore[union-attr]
    return Profile(name, path, *(tuple(sorted(said[term])) for term in (_TITLE, _ABSTRACT)))
