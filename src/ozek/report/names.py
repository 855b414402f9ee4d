"""What things are called in a report: labels, their language, and whether anybody confirmed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ozek.labels import Labels
from ozek.namespaces import XSD
from ozek.report.texts import Name, Text
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

_TAIL = re.compile(
    r"(?P<text>.*?)(?: \[(?P<lang>[a-z]{2,3}(?:-[a-z0-9]+)*)\])?(?P<mark> \(\?\))?", re.DOTALL
)
_INTEGERS = ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")
_DECIMALS = ("decimal", "double", "float")


class Names:
    """Names of a store's things in the languages of a page, with the fallbacks of ``Labels``."""

    def __init__(self, store: Store, langs: Sequence[str]) -> None:
        self.labels = {lang: Labels(store, lang) for lang in langs}
        self.langs = tuple(langs)
        self._store = store
        self._known: dict[str, Text] = {}

    def of(self, term: Any) -> Text:
        """Return the name of an rdflib term, or of an IRI given as text; a literal is its own."""
        from rdflib import Literal

        if isinstance(term, Literal):
            language = (term.language or "").lower()
            return Text(
                tuple(
                    (lang, Name(self._value(term, lang), language if language != lang else ""))
                    for lang in self.langs
                )
            )
        iri = str(term)
        if iri not in self._known:
            found = ((lang, read_label(labels.of(iri))) for lang, labels in self.labels.items())
            self._known[iri] = Text(tuple(found))
        return self._known[iri]

    def title(self, thing: str) -> Text:
        """Return a label with a capital, for where it stands alone; an IRI as it is."""
        short = self.short(thing)
        return self.of(thing).map(lambda text: text if text == short else capital(text))

    def plain(self, text: str) -> Text:
        """Return a text that is the same in all languages."""
        return Text(tuple((lang, Name(text)) for lang in self.langs))

    def short(self, iri: str) -> str:
        """Return the short IRI of a thing."""
        return self.labels[self.langs[0]].short(iri)

    def joined(self, texts: Iterable[Text], between: str = "; ") -> Text:
        """Return several texts as one."""
        some = list(texts)
        return Text(
            tuple((lang, Name(between.join(t[lang].text for t in some))) for lang in self.langs)
        )

    def best(self, subject: str, predicate: str) -> Text | None:
        """Return the text of a property, each form in its language or in the next best."""
        found = [to_rdflib(quad.object) for quad in self._store.matching(subject, predicate)]
        return self.pick(found) if found else None

    def pick(self, literals: Sequence[Any]) -> Text:
        """Return one text out of literals in several languages; empty if there are none."""
        return Text(
            tuple((lang, read_label(one.best(literals))) for lang, one in self.labels.items())
        )

    def number(self, value: Any, digits: int | None = None) -> Text:
        """Return a number as people write it: no idle zeros, a decimal comma in ru and kk."""
        return Text(tuple((lang, Name(number(value, lang, digits))) for lang in self.langs))

    def _value(self, literal: Any, lang: str) -> str:
        kind = str(literal.datatype or "").removeprefix(XSD)
        if kind in _DECIMALS or kind in _INTEGERS:
            return number(literal, lang)
        if kind == "boolean":
            return _TRUTH[lang][str(literal) in ("true", "1")]
        return str(literal)


def number(value: Any, lang: str, digits: int | None = None) -> str:
    """Return a number in a language, rounded where ``digits`` says so, without idle zeros."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    plain = format(exact if digits is None else round(exact, digits), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain if lang == "en" else plain.replace(".", ",")


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def read_label(text: str) -> Name:
    """Take a label of ``Labels`` apart: ``Atyrau [en] (?)`` is English and provisional."""
    parts = _TAIL.fullmatch(text)
    assert parts is not None
    return Name(parts["text"], parts["lang"] or "", bool(parts["mark"]))


_TRUTH = {"en": ("no", "yes"), "ru": ("нет", "да"), "kk": ("жоқ", "иә")}
