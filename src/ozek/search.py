"""Finding things by what they are called, in Kazakh, Russian, English or in Latin letters."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.headings import titles
from ozek.labels import Labels
from ozek.results import Table

if TYPE_CHECKING:
    from ozek.store import Store

NAMES = (ns.PREF_LABEL, ns.ALT_LABEL, ns.OZEK + "acronym", ns.DCTERMS + "title", ns.RDFS + "label")

_LOOK_ALIKES = str.maketrans("әғқңөұүһіё", "агкноууxие".replace("x", "х"))
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_SPELLINGS = (("kh", "h"), ("gh", "g"), ("iu", "yu"), ("ia", "ya"), ("j", "zh"), ("q", "k"))


def fold(text: str) -> str:
    """Return text for comparing: no case, no accents, Kazakh letters as their Russian look-alikes.

    >>> fold("Қазақстан Республикасы")
    'казакстан республикасы'
    """
    text = unicodedata.normalize("NFC", text).casefold().translate(_LOOK_ALIKES)
    kept = "".join(c if c == "й" else unicodedata.normalize("NFD", c)[0] for c in text)
    words = "".join(c if c.isalnum() else " " for c in kept)
    return " ".join(words.split())


def latin(folded: str) -> str:
    """Return folded text in plain Latin letters, the common spellings made one.

    >>> latin(fold("Әл-Фараби"))
    'al farabi'
    """
    text = "".join(_LATIN.get(character, character) for character in folded)
    for spelling, one in _SPELLINGS:
        text = text.replace(spelling, one)
    return text


def find(store: Store, text: str, *, lang: str = "en", limit: int | None = None) -> Table:
    """Return the things whose names have every word of ``text`` at the start of one of theirs.

    Columns: thing, label (in ``lang``), kind, name (the one found) and match: ``exact``, ``start``,
    ``words`` or ``part`` (inside a word). The best matches come first; text that is only found
    by Latin spelling comes after what is found as written.
    """
    from rdflib import Literal, URIRef

    wanted = fold(text)
    labels = Labels(store, lang)
    best: dict[str, tuple[int, int, int, str]] = {}
    if wanted:
        for predicate in NAMES:
            for quad in store.matching(None, predicate):
                if not hasattr(quad.object, "language") or not hasattr(quad.subject, "value"):
                    continue
                rank = _rank(wanted, fold(quad.object.value))
                if rank is None:
                    continue
                order = _language_order(quad.object.language, lang)
                found = (rank, order, len(quad.object.value), quad.object.value)
                thing = quad.subject.value
                best[thing] = min(found, best.get(thing, found))
    ordered = sorted(best.items(), key=lambda item: (item[1][0], item[1][2], item[0]))
    kinds = Kinds(store)
    rows = tuple(
        (
            URIRef(thing),
            Literal(labels.of(thing)),
            *(URIRef(kind) if kind else None for kind in [kinds.of(thing)]),
            Literal(name),
            Literal(MATCHES[rank % len(MATCHES)]),
        )
        for thing, (rank, _, _, name) in ordered[:limit]
    )
    columns = ("thing", "label", "kind", "name", "match")
    return Table(columns, rows, name="find", titles=titles(*columns), short=frozenset({"thing"}))


MATCHES = ("exact", "start", "words", "part")


def _rank(wanted: str, name: str) -> int | None:
    """How well a folded name fits; None if it does not."""
    for offset, (want, have) in enumerate(((wanted, name), (latin(wanted), latin(name)))):
        place = _match(want, have)
        if place is not None:
            return offset * len(MATCHES) + place
    return None


def _match(want: str, have: str) -> int | None:
    if not want:
        return None
    if want == have:
        return 0
    if have.startswith(want):
        return 1
    words = have.split()
    if all(any(word.startswith(part) for word in words) for part in want.split()):
        return 2
    return 3 if len(want) > 2 and want in have else None


def _language_order(language: str | None, lang: str) -> int:
    return 0 if (language or "").lower() == lang else 1


class Kinds:
    """The most specific class that says what a thing is."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._depth: dict[str, int] = {}
        self._parents: dict[str, set[str]] = {}
        for quad in store.matching(None, ns.RDFS + "subClassOf"):
            if hasattr(quad.object, "value"):
                self._parents.setdefault(quad.subject.value, set()).add(quad.object.value)

    def of(self, thing: str) -> str | None:
        """Return the class, ours before others', the deepest in the hierarchy first."""
        classes = {quad.object.value for quad in self._store.matching(thing, ns.RDF_TYPE)}
        ranked = sorted(classes, key=lambda c: (not c.startswith(ns.OZEK), -self.depth(c), c))
        return ranked[0] if ranked else None

    def depth(self, cls: str) -> int:
        if cls not in self._depth:
            self._depth[cls] = 0  # also ends circles
            above = self._parents.get(cls, ())
            self._depth[cls] = 1 + max((self.depth(one) for one in above), default=0)
        return self._depth[cls]
