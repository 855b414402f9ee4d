"""Markdown: pages, tables, code, texts in three languages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import Any

LANGUAGES = ("en", "kk", "ru")


def page(title: str, intro: str, parts: Iterable[str]) -> str:
    note = "<!-- Written by docs/generate.py. Change what it describes, not this file. -->"
    return "\n\n".join([f"# {title}", note, intro.strip(), *parts]).rstrip() + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def cell(text: str) -> str:
    return re.sub(r"\s+", " ", str(text)).strip().replace("|", "\\|")


def code(text: Any) -> str:
    return f"`{text}`"


def plain(text: str | None) -> str:
    """A docstring as Markdown: code marks, and a list where Args, Attributes or Raises stand."""
    text = inspect.cleandoc(text or "").replace("``", "`")
    text = re.sub(r":(?:func|class|meth|data|mod):`~?([^`]+)`", r"`\1`", text)
    text = re.sub(r"\n {8,}", " ", text)
    text = re.sub(r"^ {4}([\w, ]+): ", r"- `\1`: ", text, flags=re.MULTILINE)
    return re.sub(r"^(Args|Attributes|Raises|Returns):\n", r"\1:\n\n", text, flags=re.MULTILINE)


def in_languages(texts: Mapping[str, str]) -> str:
    return "  \n".join(f"**{lang}** {cell(texts[lang])}" for lang in LANGUAGES if texts.get(lang))
