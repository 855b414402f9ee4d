"""Headings of the tables that the commands print, and the words below them, in three languages.

The English headings are the columns' names, which CSV and JSON have too.
"""

from __future__ import annotations

from collections.abc import Mapping

_HEADINGS: dict[str, tuple[str, str]] = {  # column: Kazakh, Russian
    "folder": ("бума", "папка"),
    "focus": ("нысан", "объект"),
    "item": ("элемент", "элемент"),
    "kind": ("түрі", "вид"),
    "label": ("атауы", "название"),
    "match": ("сәйкестік", "совпадение"),
    "message": ("хабарлама", "сообщение"),
    "name": ("атау", "имя"),
    "parameters": ("параметрлер", "параметры"),
    "path": ("қасиет", "свойство"),
    "severity": ("дәреже", "степень"),
    "shape": ("шектеу", "ограничение"),
    "sources": ("дереккөздер", "источники"),
    "thing": ("зат", "объект"),
    "title": ("тақырып", "заголовок"),
    "topic": ("тақырып", "тема"),
    "value": ("мән", "значение"),
}

PARAMETERS_NOTE = {
    "en": "Give a parameter with -p name=value; those in [brackets] may be left out.",
    "kk": "Параметр -p атау=мән арқылы беріледі; [жақшадағыларын] бермеуге болады.",
    "ru": "Параметр задаётся так: -p имя=значение; те, что в [скобках], можно не задавать.",
}


def titles(*columns: str) -> Mapping[str, Mapping[str, str]]:
    """Return column → language → heading."""
    return {
        column: dict(zip(("en", "kk", "ru"), (column, *_HEADINGS[column]), strict=True))
        for column in columns
    }
