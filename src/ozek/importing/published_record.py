"""One thing that published RDF describes → its statement graph, quoted from its description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ozek.importing import nquads
from ozek.importing.links import EXACT_MATCH, Links
from ozek.importing.nquads import Quoted, Source, iri
from ozek.namespaces import ALT_LABEL, ORG, OZEK, PREF_LABEL, RDF_TYPE, SKOS, shorten
from ozek.parsing import parse_file

__all__ = ["CONCEPT_CLASSES", "NAMES", "is_blank", "project_iri", "record_lines"]

CONCEPT_CLASSES = (SKOS + "Concept", SKOS + "ConceptScheme")
NAMES = (PREF_LABEL, ALT_LABEL)

RELATIONS = (
    ORG + "subOrganizationOf",
    OZEK + "succeeds",
    SKOS + "broader",
    SKOS + "inScheme",
)
"""Relations between things of the file; a target that the file does not describe has no name."""


def project_iri(
    node: Any, quads: list[Any], base: str, source: Source, links: Links, classes: set[str]
) -> str:
    """The project's IRI of an outside thing."""
    outside = getattr(node, "value", "")
    named = outside and not is_blank(node)
    if named and classes & set(CONCEPT_CLASSES):
        return str(outside)
    if named and outside in links.things:
        return links.things[outside]
    return f"{base}actor/{_slug(node, quads, source)}"


def _slug(node: Any, quads: list[Any], source: Source) -> str:
    """``<source>-<last part of the IRI>-<digest>``: readable, and no two things share it."""
    content = _description(quads) if is_blank(node) else node.value
    tail = "" if is_blank(node) else re.split(r"[/#]", node.value.rstrip("/#"))[-1]
    readable = re.sub(r"[^a-z0-9]+", "-", tail.lower()).strip("-")[:40]
    parts = (source.id, readable, nquads.digest(content.encode())[:8])
    return "-".join(part for part in parts if part)


def _description(quads: Iterable[Any]) -> str:
    """What the file says of one thing, one statement a line, in an order that does not matter.

    Names of blank nodes differ with every reading and are left out.
    """
    return "\n".join(
        sorted(
            f"{quad.predicate} {'[]' if is_blank(quad.object) else quad.object}" for quad in quads
        )
    )


def is_blank(node: Any) -> bool:
    return str(node).startswith("_:")


def record_lines(
    node: Any,
    quads: list[Any],
    facts: set[tuple[str, Any]],
    names: Mapping[Any, str],
    base: str,
    source: Source,
    links: Links,
) -> tuple[list[str], int]:
    """The lines of one thing's statement graph, and how many of its relations lead nowhere."""
    thing = names[node]
    slug = _slug(node, quads, source)
    outside = "" if is_blank(node) else node.value
    labels = _names(facts, links.preferred.get(thing))
    kinds = sorted(value.value for predicate, value in facts if predicate == RDF_TYPE)
    quoted = Quoted(
        base=base,
        slug=slug,
        source=source.id,
        key=outside or f"digest:{nquads.digest(_description(quads).encode())}",
        digest=nquads.digest(_description(quads).encode()),
        restatements=_restatements(source, labels, kinds),
    )
    tail = f" <{base}graph/{slug}> .\n"
    subject = iri(thing)
    lines = [*quoted.passage_lines(), *quoted.graph_lines()]
    lost = 0
    for predicate, value in sorted(facts, key=lambda fact: (fact[0], str(fact[1]))):
        if predicate in NAMES:
            continue
        target = str(value)
        if value in names:
            target = iri(names[value])
        elif predicate in RELATIONS:
            lost += 1
            continue
        lines.append(f"{subject} <{predicate}> {target}{tail}")
    lines += [f"{subject} <{predicate}> {name}{tail}" for predicate, name in labels]
    if outside and thing != outside and outside not in links.things:
        lines.append(f"{subject} <{EXACT_MATCH}> {iri(outside)}{tail}")
    return lines, lost


def _names(
    facts: set[tuple[str, Any]], curated: frozenset[tuple[str, str | None]] | None
) -> list[tuple[str, Any]]:
    """(property, name) pairs: one preferred label per language, the others as alternatives.

    Where curators chose a thing's labels (``curated`` is not None), only those are preferred.
    """
    preferred: dict[str | None, Any] = {}
    rest: set[Any] = set()
    for predicate, name in sorted(facts, key=lambda fact: (fact[0], str(fact[1]))):
        if predicate not in NAMES or not getattr(name, "value", "").strip():
            continue
        allowed = curated is None or (name.value, name.language) in curated
        if predicate == PREF_LABEL and allowed and name.language not in preferred:
            preferred[name.language] = name
        else:
            rest.add(name)
    if not preferred and rest and curated is None:
        first = min(rest, key=str)
        preferred[first.language] = first
    others = sorted(rest - set(preferred.values()), key=str)
    chosen = [(PREF_LABEL, name) for _, name in sorted(preferred.items(), key=str)]
    return chosen + [(ALT_LABEL, name) for name in others]


_RESTATED = {
    "kk": "{title}: {name} – {kind}.",
    "ru": "{title}: {name} – {kind}.",
    "en": "{title}: {name} is described as {kind}.",
}


def _restatements(
    source: Source, labels: list[tuple[str, Any]], kinds: list[str]
) -> dict[str, str]:
    """What the description says, in one sentence of our own in each language."""
    known = _class_names()
    result = {}
    for language, sentence in _RESTATED.items():
        fitting = [name for _, name in labels if (name.language or "")[:2] == language]
        name = (fitting or [name for _, name in labels] or [None])[0]
        kind = ", ".join(known.get(one, {}).get(language, shorten(one)) for one in kinds)
        title = source.titles.get(language) or source.id
        shown = name.value if name is not None else title
        result[language] = sentence.format(title=title, name=f"«{shown}»", kind=kind)
    return result


@cache
def _class_names() -> dict[str, dict[str, str]]:
    """Class → language → label, from the packaged ontology."""
    from ozek.project import resources

    found: dict[str, dict[str, str]] = {}
    quad: Any
    for quad in parse_file(resources().ontology / "ozek.ttl").quads:
        if quad.predicate.value == PREF_LABEL and quad.object.language:
            found.setdefault(quad.subject.value, {})[quad.object.language] = quad.object.value
    return found
