"""The words of the answers (``words.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """Return section → key → language → text."""
    return tomllib.loads(files("ozek.measuring").joinpath("words.toml").read_text("utf-8"))


def text(section: str, key: str, lang: str) -> str:
    """Return a text in a language: kk, ru or en."""
    return words()[section][key][lang]


def known(section: str, key: str, lang: str) -> str:
    """Return the word for a key, or the key itself if there is none."""
    return words()[section].get(key, {}).get(lang, key)
