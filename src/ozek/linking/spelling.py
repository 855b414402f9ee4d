"""One spelling for names that are written in Kazakh, Russian, English and in Latin letters.

Özek's own tables do Kazakh and Russian (:mod:`ozek.search`: a Kazakh letter as its Russian
look-alike, Cyrillic in Latin letters), for a name in this field wanders between just these
spellings: Қ. Сәтбаев, К. Сатпаев, K. Satbayev, Q. Sátbaev. Every other script goes through
anyascii. What then still differs by habit of spelling rather than by sound is made one here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from ozek.search import fold, latin

__all__ = ["spell", "words"]

_OWN = re.compile(r"[\u0000-\u024f\u0300-\u036f\u0400-\u052f\u1e00-\u1eff]+")
"""Latin and Cyrillic: the scripts that :func:`ozek.search.fold` reads."""

_OTHER_CYRILLIC = str.maketrans(
    {"є": "е", "ї": "и", "ґ": "г", "ђ": "дж", "ј": "й", "љ": "ль", "њ": "нь", "ћ": "ч", "џ": "дж",
     "ѓ": "г", "ќ": "к", "ҳ": "х", "ҷ": "ж", "ҹ": "ж", "ҕ": "г", "ѕ": "з"}
)  # fmt: skip
_OTHER_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
     "ə": "e", "ħ": "h", "ŋ": "n", "’": "", "'": "", "ʻ": "", "ʼ": "", "‘": "", "`": "",
     "\u0307": ""}
)  # fmt: skip

_HABITS = tuple(
    (re.compile(pattern), one)
    for pattern, one in (
        (r"tsch|tch|tj", "ch"),
        (r"shch|sch", "sh"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"tz", "ts"),
        (r"zh|dzh", "z"),
        (r"sh", "s"),
        (r"kh|gh", "h"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"(?<=[aeiou])[yi](?=[aeou])", ""),
        (r"[yi]+", "i"),
        (r"ie", "e"),
        (r"(.)\1+", r"\1"),
    )
)
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ENDING = re.compile(r"(?<=[a-z]{4})[aeiou]+$")


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in the common spelling, in the order in which they stand.

    >>> words("Қ. Сәтбаев") == words("К. Сатбаев") == words("Q. Sátbaev") == words("K. Satbayev")
    True
    """
    return _words(name)


def spell(name: str) -> str:
    """Return a name in the common spelling; names are equal after normalisation if these are.

    >>> spell("Казахский университет")
    'kazahski universitet'
    """
    return " ".join(_words(name))


@lru_cache(maxsize=1 << 18)
def _words(name: str) -> tuple[str, ...]:
    text = _letters(name)
    # What a letter becomes may itself be a letter that is respelled: Ǽ, Æ, ae.
    while (again := _letters(text)) != text:
        text = again
    return tuple(_word(word) for word in text.split())


def _letters(name: str) -> str:
    if name.isascii():
        name = name.replace("'", "")
    else:
        name = name.casefold().translate(_OTHER_LATIN).translate(_OTHER_CYRILLIC)
        if not _OWN.fullmatch(name):
            name = "".join(
                part if _OWN.fullmatch(part) else f" {anyascii(part)} "
                for part in re.split(
                    r"([^\u0000-\u024f\u0300-\u036f\u0400-\u052f\u1e00-\u1eff]+)", name
                )
            )
    return latin(fold(name.replace("&", " and ")))


@lru_cache(maxsize=1 << 18)
def _word(word: str) -> str:
    if word in _ROMAN:
        return _ROMAN[word]
    if not word.isalpha():
        return word
    # Two rounds, for one habit may bring about another; a third never changes anything.
    for _ in range(4):
        before = word
        for pattern, one in _HABITS:
            word = pattern.sub(one, word)
        if word == before:
            break
    word = _ENDING.sub("", word)
    return _ROMAN.get(word, word)
