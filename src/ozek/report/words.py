"""The report's own words, in Kazakh, Russian and English (``words.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ozek.report.texts import Name, Text

LANGUAGES = ("kk", "ru", "en")


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """The words in the languages of a page."""

    langs: tuple[str, ...]

    def __getitem__(self, key: str) -> Text:
        return self._text(_all()[key])

    def __contains__(self, key: object) -> bool:
        return key in _all()

    def fill(self, key: str, **values: Any) -> Text:
        """Return a text with its places filled; a text takes the form of the language."""
        return Text(
            tuple(
                (lang, Name(_all()[key][lang].format(**_in(values, lang)))) for lang in self.langs
            )
        )

    def of(self, texts: Any) -> Text:
        """Return what a mapping from language to text says, in English where one is missing."""
        return Text(
            tuple((lang, Name(texts.get(lang) or texts.get("en", ""))) for lang in self.langs)
        )

    def plain(self, text: str) -> Text:
        """Return a text that is the same in all languages."""
        return Text(tuple((lang, Name(text)) for lang in self.langs))

    def joined(self, texts: Any, between: str = ", ") -> Text:
        """Return several texts as one."""
        some = list(texts)
        return Text(
            tuple((lang, Name(between.join(one[lang].text for one in some))) for lang in self.langs)
        )

    def years(self, start: Any, end: Any) -> Text:
        """Return a period in words; either end may be unknown."""
        key = {
            (True, True): "years_both",
            (True, False): "years_from",
            (False, True): "years_until",
            (False, False): "years_unknown",
        }[start is not None, end is not None]
        return self.fill(key, start=start, end=end)

    def count(self, number: int) -> str:
        """Return a whole number with its thousands apart, the same in all languages."""
        return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")

    def sentence(self, number: int) -> Text:
        """Return how a sentence is called in running text."""
        return self.fill("sentence", n=number)

    def _text(self, texts: dict[str, str]) -> Text:
        return Text(tuple((lang, Name(texts[lang])) for lang in self.langs))


def _in(values: dict[str, Any], lang: str) -> dict[str, Any]:
    return {k: v[lang].text if isinstance(v, Text) else v for k, v in values.items()}
