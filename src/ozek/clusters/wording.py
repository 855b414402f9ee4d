"""The words of the answers on clusters (``words.toml``), with counted nouns and lists of names."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

SHOWN = 5
"""How many names a sentence lists before it counts the rest."""


@cache
def _all() -> dict[str, dict[str, dict[str, Any]]]:
    text = files("ozek.clusters").joinpath("words.toml").read_text("utf-8")
    return tomllib.loads(text)


class Words:
    """The words in one language: ``kk``, ``ru`` or ``en``."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, section: str, key: str, **values: Any) -> str:
        """Return a text of a section with its places filled."""
        text: str = _all()[section][key][self.lang]
        return text.format(**values) if values else text

    def sentence(self, key: str, **values: Any) -> str:
        return self("sentences", key, **values)

    def known(self, section: str, key: str) -> str:
        """Return the word for a key, or the key itself if there is none."""
        found: str = _all()[section].get(key, {}).get(self.lang, key)
        return found

    def counted(self, number: int, noun: str) -> str:
        """Return a number with its noun in the right form: "2 участника", "5 участников"."""
        forms = _all()["nouns"][noun][self.lang]
        return f"{self.number(number)} {forms[_form(number, len(forms))]}"

    def number(self, value: float | int) -> str:
        """Return a number as it is written in the language; fractions with three digits."""
        if isinstance(value, int):
            text = f"{value:,}"
            return text if self.lang == "en" else text.replace(",", "\N{NO-BREAK SPACE}")
        text = f"{value:.3f}".rstrip("0").rstrip(".") or "0"
        return text if self.lang == "en" else text.replace(".", ",")

    def percent(self, share: float) -> str:
        """Return a share of 0 … 1 in per cent."""
        gap = "" if self.lang == "en" else "\N{NO-BREAK SPACE}"
        return f"{self.number(round(100 * share, 1))}{gap}%"

    def names(self, names: Sequence[str], shown: int = SHOWN) -> str:
        """Return names with commas, and how many more there are than shown."""
        text = ", ".join(names[:shown])
        rest = len(names) - shown
        return f"{text} {self('words', 'more', count=self.number(rest))}" if rest > 0 else text


def _form(number: int, forms: int) -> int:
    """Return which form a noun has after a number, of one (kk), two (en) or three (ru) forms."""
    if forms < 3:
        return 0 if number == 1 else forms - 1
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
