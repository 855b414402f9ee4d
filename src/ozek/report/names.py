"""What things are called in a report: label, its language, and whether anybody confirmed it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ozek.labels import Labels
from ozek.namespaces import XSD
from ozek.parsing import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

_TAIL = re.compile(
    r"(?P<text>.*?)(?: \[(?P<lang>[a-z]{2,3}(?:-[a-z0-9]+)*)\])?(?P<mark> \(\?\))?", re.DOTALL
)
_INTEGERS = ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")
_DECIMALS = ("decimal", "double", "float")


@dataclass(frozen=True)
class Name:
    """A text to show. ``lang`` is set where it differs from the language of the page;
    ``provisional`` marks a translation that nobody has confirmed."""

    text: str
    lang: str = ""
    provisional: bool = False

    def __str__(self) -> str:
        return f"{self.text} [{self.lang}]" if self.lang else self.text


class Names:
    """Names of a store's things in one language, with the fallbacks of ``Labels``."""

    def __init__(self, store: Store, lang: str) -> None:
        self.labels = Labels(store, lang)
        self.lang = lang
        self._store = store

    def of(self, term: Any) -> Name:
        """Return the name of an rdflib term, or of an IRI given as text; a literal is its own."""
        from rdflib import Literal

        if isinstance(term, Literal):
            language = (term.language or "").lower()
            return Name(self._value(term), language if language != self.lang else "")
        return read_label(self.labels.of(term))

    def best(self, subject: str, predicate: str) -> Name | None:
        """Return the text of a property in the language of the page, or in the next best."""
        found = [to_rdflib(quad.object) for quad in self._store.matching(subject, predicate)]
        return read_label(self.labels.best(found)) if found else None

    def number(self, value: Any) -> str:
        """Return a number as people write it: no idle zeros, a decimal comma in ru and kk."""
        try:
            plain = format(Decimal(str(value)), "f")
        except InvalidOperation:
            return str(value)
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        return plain if self.lang == "en" else plain.replace(".", ",")

    def _value(self, literal: Any) -> str:
        kind = str(literal.datatype or "").removeprefix(XSD)
        if kind in _DECIMALS or kind in _INTEGERS:
            return self.number(literal)
        if kind == "boolean":
            return _TRUTH[self.lang][str(literal) in ("true", "1")]
        return str(literal)


def read_label(text: str) -> Name:
    """Take a label of ``Labels`` apart: ``Atyrau [en] (?)`` is English and provisional."""
    parts = _TAIL.fullmatch(text)
    assert parts is not None
    return Name(parts["text"], parts["lang"] or "", bool(parts["mark"]))


_TRUTH = {"en": ("no", "yes"), "ru": ("нет", "да"), "kk": ("жоқ", "иә")}
