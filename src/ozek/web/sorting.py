"""The order of labels in a list that people read."""

from __future__ import annotations

_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACES = {letter: chr(0x430 + number) for number, letter in enumerate(_ALPHABET)}


def sort_key(text: str) -> str:
    """Return a key that puts the letters of Kazakh in their alphabet's order, after Latin ones."""
    return "".join(_PLACES.get(letter, letter) for letter in text.casefold())
