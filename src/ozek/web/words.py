"""What the pages say, in Kazakh, Russian and English: ``words/<area>.toml``, ``[key]`` kk, ru, en.

Numbers stand after a colon or a dash, so that no word has to agree with them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("words")


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Return every text by ``area.key``, then by language."""
    return {
        f"{path.stem}.{key}": texts
        for path in sorted(FOLDER.glob("*.toml"))
        for key, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


@dataclass(frozen=True)
class Words:
    """The texts in one language: ``w("search.found", n=3)``."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        text = all_words()[key][self.lang]
        return text.format(**values) if values else text

    def __contains__(self, key: object) -> bool:
        return key in all_words()
