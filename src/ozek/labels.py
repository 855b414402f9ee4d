"""Labels: what to call a thing in the language asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.errors import UsageError

if TYPE_CHECKING:
    from ozek.store import Store

FALLBACKS = ("en", "ru", "kk")
PREDICATES = (ns.PREF_LABEL, ns.RDFS + "label", ns.DCTERMS + "title", ns.ALT_LABEL)


class Labels:
    """Labels of a store's things, in one language first, then en, ru, kk, then any.

    A label in another language than asked shows its tag (``Atyrau [en]``); a translation that
    nobody has confirmed ends in ``(?)``. A thing without a label shows its short IRI, for which
    ``prefixes`` may give more prefixes than the toolkit's own.
    """

    def __init__(
        self, store: Store, lang: str = "en", *, prefixes: Mapping[str, str] | None = None
    ) -> None:
        check_language(lang)
        from rdflib import BNode, Literal

        self._own_names = (Literal, BNode)
        self.lang = lang
        self._store = store
        self._base = store.base
        self._prefixes = dict(prefixes or {})
        self._order = {tag: rank for rank, tag in enumerate(dict.fromkeys((lang, *FALLBACKS)))}
        self._cache: dict[str, str] = {}
        self._provisional = {
            quad.subject.value
            for quad in store.matching(None, ns.HAS_TRANSLATION_STATUS, ns.TRANSLATION_PROVISIONAL)
        }
        self._editorial = {g for g, kind in store.graph_kinds().items() if kind == "EditorialGraph"}

    def of(self, term: Any) -> str:
        """Return the label of an rdflib term (or of an IRI given as text)."""
        if isinstance(term, self._own_names):
            return str(term)
        iri = str(term)
        if iri not in self._cache:
            self._cache[iri] = self._find(iri)
        return self._cache[iri]

    def prepare(self, terms: Iterable[Any]) -> None:
        """Look up the labels of many things at once, where each by itself would be a request."""
        if not self._store.is_at_hand:
            iris = (str(term) for term in terms if not isinstance(term, self._own_names))
            self._cache |= self.of_many(iri for iri in iris if iri not in self._cache)

    def of_many(self, iris: Iterable[str]) -> dict[str, str]:
        """Return IRI → label, without keeping them."""
        if self._store.is_at_hand:
            return {iri: self._find(iri) for iri in iris}
        found: dict[str, list[Any]] = {iri: [] for iri in iris}
        for quad in self._store.about(found, PREDICATES):
            found[quad.subject.value].append(quad)
        return {iri: self._best(iri, quads) for iri, quads in found.items()}

    def best(self, values: Any) -> str:
        """Return the text to show out of rdflib literals in several languages; empty if none."""
        found = [((v.language or "").lower(), str(v)) for v in values]
        ranked = sorted(found, key=lambda pair: (self._rank(pair[0]), pair[1]))
        return self._tagged(*ranked[0]) if ranked else ""

    def _find(self, iri: str) -> str:
        quads: list[Any] = []
        for predicate in PREDICATES:
            quads = [q for q in self._store.matching(iri, predicate) if _is_text(q)]
            if quads:
                break
        return self._best(iri, quads)

    def _best(self, iri: str, quads: Iterable[Any]) -> str:
        """The label among quads about a thing, by the first of the predicates that gives one."""
        found = []
        for quad in filter(_is_text, quads):
            language, graph = (quad.object.language or "").lower(), quad.graph_name.value
            doubtful = graph in self._provisional
            place = PREDICATES.index(quad.predicate.value)
            rank = (place, self._rank(language), doubtful, graph not in self._editorial)
            found.append((rank, quad.object.value, language, doubtful))
        if not found:
            return self.short(iri)
        _, text, language, doubtful = min(found)
        return self._tagged(language, text) + (" (?)" if doubtful else "")

    def short(self, term: Any) -> str:
        """Return the short IRI of a thing, as ``ozek show`` takes it; a literal's text."""
        if isinstance(term, self._own_names):
            return str(term)
        iri = str(term)
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and re.fullmatch(r"[\w.-]+", iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return ns.shorten(iri, self._base)

    def _rank(self, language: str) -> int:
        return self._order.get(language, len(self._order))

    def _tagged(self, language: str, text: str) -> str:
        return text if language in (self.lang, "") else f"{text} [{language}]"


def _is_text(quad: Any) -> bool:
    return hasattr(quad.object, "language")


def check_language(lang: str) -> None:
    """Raise UsageError for a language that there are no labels in."""
    if lang not in FALLBACKS:
        raise UsageError(f"there are no labels in '{lang}'; languages: {', '.join(FALLBACKS)}")
