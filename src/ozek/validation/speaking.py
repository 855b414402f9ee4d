"""How findings name things: in labels, in short IRIs, in Turtle, in the words of wording.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rdflib import BNode, Literal
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.exporting.turtle import write_term
from ozek.labels import Labels
from ozek.reasoning.explain.wording import Words
from ozek.terms import from_rdflib

if TYPE_CHECKING:
    from ozek.store import Store
    from ozek.validation.report import ValidationResult

LANGUAGES = ("kk", "ru", "en")
_NAME = re.compile(r"\b[a-z]+:[\w-]+|<[^>]*>")


@cache
def _texts() -> dict[str, dict[str, dict[str, str]]]:
    text = files("ozek.validation").joinpath("wording.toml").read_text("utf-8")
    return tomllib.loads(text)


def names_in(section: str) -> frozenset[str]:
    """The names of a section of wording.toml."""
    return frozenset(_texts()[section])


def say(lang: str, section: str, key: str, /, **values: Any) -> str:
    """A text of wording.toml with its places filled."""
    text = _texts()[section][key][lang]
    return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], match[0])), text)


class Speaker:
    """Speaks one language about the things of one store; ``prefixes`` are those of its files."""

    def __init__(self, store: Store, lang: str, prefixes: Mapping[str, str] | None = None) -> None:
        self.store = store
        self.lang = lang
        self.labels = Labels(store, lang, prefixes=prefixes)
        self.prefixes = {**ns.PREFIXES, **(prefixes or {})}
        self.facts = Words(self.labels, {})
        self.turtle = cache(self._turtle)

    def word(self, key: str, /, **values: Any) -> str:
        """A word that stands around findings."""
        return say(self.lang, "words", key, **values)

    def quoted(self, text: str) -> str:
        """Text in the quotation marks of the language."""
        return self.facts.quoted(text)

    def kind(self, term: Node) -> str:
        """A class, a property or a shape: its label in quotes."""
        return self.quoted(self.labels.of(term))

    def thing(self, term: Node) -> str:
        """A thing by its label with the short IRI to go on with; a literal as Turtle has it."""
        if isinstance(term, Literal):
            return self.turtle(term)
        label, short = self.labels.of(term), self.labels.short(term)
        return label if label == short else f"{label} ({short})"

    def _turtle(self, term: Node) -> str:
        """A term as it would stand in the project's Turtle files."""
        return write_term(from_rdflib(term), prefixes=self.prefixes, base=self.store.base)

    def things(self, terms: Iterable[Node], most: int = 5) -> str:
        """Some things in a row, and how many there are besides."""
        listed = list(terms)
        shown = [self.thing(one) for one in listed[:most]]
        if len(listed) > most:
            shown.append(self.word("more", n=len(listed) - most))
        return "; ".join(shown)

    def path(self, result: ValidationResult) -> str:
        """The path of a result, in labels; the thing itself where there is none."""
        if result.path is not None and not isinstance(result.path, BNode):
            return self.kind(result.path)
        if result.path_text:
            text = result.path_text.replace("^", "← ").replace("/", " → ").replace("|", " | ")
            text = text[1:-1] if text.startswith("(") and text.count("(") == 1 else text
            return self.quoted(_NAME.sub(self._label, text))
        return self.kind(result.focus)

    def _label(self, match: re.Match[str]) -> str:
        try:
            return self.labels.of(ns.expand(match.group()))
        except UsageError:
            return match.group()
