"""The report's own words, in Kazakh, Russian and English (``words.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _all() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """The words in one language."""

    lang: str

    def __getitem__(self, key: str) -> str:
        return _all()[key][self.lang]

    def __contains__(self, key: object) -> bool:
        return key in _all()

    def fill(self, key: str, **values: Any) -> str:
        """Return a text with its places filled."""
        return self[key].format(**values)

    def in_language(self, key: str, lang: str) -> str:
        """Return a text in another language than the page's, for links to that page."""
        return _all()[key][lang]

    def years(self, start: Any, end: Any) -> str:
        """Return a period in words; either end may be unknown."""
        key = {
            (True, True): "years_both",
            (True, False): "years_from",
            (False, True): "years_until",
            (False, False): "years_unknown",
        }[start is not None, end is not None]
        return self.fill(key, start=start, end=end)

    def count(self, number: int) -> str:
        """Return a whole number with its thousands apart."""
        return f"{number:,}".replace(",", "," if self.lang == "en" else "\N{NO-BREAK SPACE}")

    def sentence(self, number: int) -> str:
        """Return how a sentence is called in running text."""
        return self.fill("sentence", n=number)
