"""What a cell can refer to: the project's things and the terms of the taxonomies, by any name.

A cell may hold an identifier (``north-farm``), an IRI, or a name in any language as somebody would
write it: case, quotation marks, dashes and ``ё`` do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ozek.namespaces import (
    ALT_LABEL,
    OZEK,
    PREF_LABEL,
    RDF_TYPE,
    RDFS,
    SKOS,
)

if TYPE_CHECKING:
    from ozek.store import Store

__all__ = ["Known", "fold", "known_of"]

NEAR = 3  # how many suggestions a message makes
MOST_SEARCHES = 500  # different names for which suggestions are looked up; then there are none
NEAR_ENOUGH = 72.0  # of 100; below, a suggestion is more often wrong than right
IDENTIFIERS = tuple(
    OZEK + name for name in ("rorId", "bin", "wikidataId", "geonamesId", "isoCode", "acronym")
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = re.compile("[«»“”„\"'’ʼ`]")


def fold(name: str) -> str:
    """Return a name as it is compared: NFKC, lower case, without quotation marks, one space."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", name)).casefold().replace("ё", "е")
    return " ".join(_QUOTES.sub("", plain).split())


class Known:
    """Things by name and kind. Kinds are IRIs: classes with their superclasses, or schemes."""

    def __init__(self, above: Mapping[str, frozenset[str]] | None = None) -> None:
        self.above = dict(above or {})  # class → its superclasses
        self.kinds: dict[str, set[str]] = {}
        self.labels: dict[str, dict[str, str]] = {}  # IRI → language → name
        self._names: dict[str, dict[str, str]] = {}  # folded name → IRI → the name as written
        self._choices: dict[frozenset[str], dict[str, str]] = {}
        self._worded: dict[frozenset[str], dict[str, str]] = {}
        self._own: set[str] = set()
        self._near: dict[tuple[str, frozenset[str]], tuple[str, ...]] = {}

    def add(
        self,
        iri: str,
        kinds: Iterable[str],
        names: Iterable[str],
        labels: Mapping[str, str] | None = None,
        *,
        own: bool = False,
    ) -> None:
        """Add a thing, or more kinds and names of it; ``labels`` are its names by language.

        ``own``: it stands in the tables being read. A name there means this thing, whatever else
        in the project is called the same: of two places named Highlands, the one of the workbook.
        """
        mine = self.kinds.setdefault(iri, set())
        for kind in kinds:
            mine |= {kind, *self.above.get(kind, ())}
        if own:
            self._own.add(iri)
        if labels:
            self.labels[iri] = {**self.labels.get(iri, {}), **labels}
        for name in (iri, *names):
            if name.strip():
                self._names.setdefault(fold(name), {}).setdefault(iri, name.strip())
        self._choices.clear()
        self._near.clear()
        self._worded.clear()

    def find(self, name: str, kinds: Iterable[str] = ()) -> list[str]:
        """Return the IRIs of the things that this may be a name of, of one of the kinds."""
        wanted = set(kinds)
        found = self._names.get(fold(name), {})
        fitting = {iri for iri in found if not wanted or wanted & self.kinds[iri]}
        return sorted(fitting & self._own or fitting)

    def nearest(self, name: str, kinds: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to three names that look like this one, nearest first, one per thing.

        Scored by rapidfuzz's WRatio on folded names. A table with very many wrong names gets
        suggestions for the first :data:`MOST_SEARCHES` of them: each is a search of all names.
        """
        key = (fold(name), frozenset(kinds))
        if key not in self._near:
            self._near[key] = self._search(*key) if len(self._near) < MOST_SEARCHES else ()
        return self._near[key]

    def _search(self, name: str, kinds: frozenset[str]) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        choices = self._of_kinds(kinds)
        hits = process.extract(
            name, choices.keys(), scorer=fuzz.WRatio, limit=12, score_cutoff=NEAR_ENOUGH
        )
        found: dict[str, str] = {}
        for folded, _, _ in hits:
            iri, written = choices[folded], self._names[folded][choices[folded]]
            found.setdefault(iri, written)
        return tuple(found.values())[:NEAR]

    def labels_of(self, kinds: Iterable[str]) -> dict[str, str]:
        """Return the labels of everything of these kinds, as one text per language."""
        key = frozenset(kinds)
        if key not in self._worded:
            things = [iri for iri, mine in self.kinds.items() if mine & key]
            labels = [self.labels.get(iri, {}) for iri in things]
            self._worded[key] = {
                language: ", ".join(sorted(one[language] for one in labels if language in one))
                for language in ("kk", "ru", "en")
            }
        return self._worded[key]

    def _of_kinds(self, kinds: frozenset[str]) -> Mapping[str, str]:
        if kinds not in self._choices:
            self._choices[kinds] = {
                folded: iri
                for folded, things in self._names.items()
                for iri, written in things.items()
                if "://" not in written and (not kinds or kinds & self.kinds[iri])
            }
        return self._choices[kinds]


def known_of(store: Store) -> Known:
    """Return what a store knows: its things with names and identifiers, and all taxonomy terms."""
    known = Known(_superclasses(store))
    names: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    base = store.base or ""
    labels: dict[str, dict[str, str]] = {}
    for predicate in (PREF_LABEL, ALT_LABEL, *IDENTIFIERS, SKOS + "notation"):
        for quad in store.matching(None, predicate):
            names.setdefault(quad.subject.value, set()).add(quad.object.value)
            if predicate == PREF_LABEL and quad.object.language:
                mine = labels.setdefault(quad.subject.value, {})
                mine.setdefault(quad.object.language, quad.object.value)
    for quad in store.matching(None, RDF_TYPE):
        if isinstance(getattr(quad.subject, "value", None), str) and hasattr(quad.object, "value"):
            kinds.setdefault(quad.subject.value, set()).add(quad.object.value)
    for quad in store.matching(None, SKOS + "inScheme"):
        term, scheme = quad.subject.value, quad.object.value
        kinds.setdefault(term, set()).add(scheme)
        short = term.rpartition("/")[2].removeprefix(scheme.rpartition("/")[2] + "-")
        names.setdefault(term, set()).add(short)
    for iri in sorted(kinds):
        own = {iri.rpartition("#")[2]} if iri.startswith(OZEK) else set()
        if base and iri.startswith(base):
            own = {iri.removeprefix(base), iri.rpartition("/")[2]}
        known.add(iri, kinds[iri], sorted(names.get(iri, set()) | own), labels.get(iri))
    return known


def _superclasses(store: Store) -> dict[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for quad in store.matching(None, RDFS + "subClassOf"):
        if hasattr(quad.object, "value"):
            direct.setdefault(quad.subject.value, set()).add(quad.object.value)

    def above(kind: str, seen: frozenset[str]) -> set[str]:
        more = direct.get(kind, set()) - seen
        return more.union(*(above(one, seen | more) for one in more))

    return {kind: frozenset(above(kind, frozenset({kind}))) for kind in direct}
