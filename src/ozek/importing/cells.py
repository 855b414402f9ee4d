"""Years, shares and numbers as people write them, in Kazakh, Russian and English.

Every function returns the value, or None for a text that cannot be understood; nothing is guessed
where a text has two readings.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

__all__ = ["number", "share", "split", "years"]

_DASH = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*")
_DATE = re.compile(
    r"\b\d{4}-(?:0[1-9]|1[0-2])-\d{1,2}(?:t[\d:.]+)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b"
)
_SPAN = re.compile(r"\b(\d{4})([-/])(\d{2})\b(?!-)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SINCE = {"since", "from", "starting", "с", "со", "от", "начиная", "бастап", "бері"}
_UNTIL = {"until", "till", "to", "up", "by", "до", "по", "дейін"}
_NOW = {
    *("present", "now", "today", "ongoing", "current", "date"),
    *("настоящее", "настоящего", "наст", "н", "в", "вр", "время", "времени", "сих", "сегодня"),
    *("қазір", "қазіргі", "қазірге", "уақытқа", "кезге", "осы", "бүгінге"),
}
_FILLER = {
    *("year", "years", "in", "and", "the"),
    *("г", "гг", "год", "года", "году", "годы", "годах", "годов"),
    *("ж", "жж", "жыл", "жылы", "жылдан", "жылдың", "жылға", "жылдар", "жылдары", "жылдарға"),
}


def years(text: str) -> tuple[int | None, int | None] | None:
    """Return first and last year of a period; a single year is the first.

    ``2010`` → (2010, None); ``2010–2015``, ``2010-15``, ``с 2010 по 2015 гг.`` → (2010, 2015);
    ``с 2011 г.``, ``2011 жылдан бастап``, ``2011–present`` → (2011, None); ``until 2015``,
    ``2015 жылға дейін`` → (None, 2015). A date counts as its year.
    """
    plain = text.strip().casefold()
    plain = _DATE.sub(lambda hit: (re.search(r"\d{4}", hit[0]) or hit)[0], plain)
    plain = _DASH.sub("-", plain)
    plain = _SPAN.sub(lambda hit: f"{hit[1]}-{hit[1][:2]}{hit[3]}", plain)
    found = [int(year) for year in _YEAR.findall(plain)]
    # Kazakh writes the ending after a hyphen: 2011-ден, 2015-ке.
    rest = re.sub(r"\d{4}-(?:ден|дан|тен|тан|ке|қа|ге|ға|ші|шы)\b", " ", plain)
    words = set(re.findall(r"[^\W\d_]+", rest))
    left = _YEAR.sub("", re.sub(r"[^\W\d_]+", "", plain))
    if not words <= _SINCE | _UNTIL | _NOW | _FILLER or re.search(r"[^\s.,()/-]", left):
        return None
    if not 1 <= len(found) <= 2 or not all(1 <= year <= 2200 for year in found):
        return None
    if len(found) == 2:
        return (found[0], found[1])
    now = words & (_NOW - {"в"})
    until = bool(words & _UNTIL) or bool(re.match(r"-", plain)) or _ends_in_until(plain)
    if until and not now and not words & _SINCE:
        return (None, found[0])
    return (found[0], None)


def _ends_in_until(plain: str) -> bool:
    return bool(re.search(r"\d{4}-(?:ке|қа|ге|ға)\b", plain))


_PERCENT = re.compile(r"%|(?:percent|per cent|пайыз|процент(?:ов|а)?)\s*$", re.IGNORECASE)
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}


def share(text: str) -> Decimal | None:
    """Return a share between 0 and 1: ``50 %``, ``0,5``, ``1/2``, ``50`` all give 0.5.

    A bare number above 1 is read as per cent. A bare ``1`` is not understood: it can be 1 % or all.
    """
    plain = text.strip()
    for sign, ratio in _FRACTIONS.items():
        plain = plain.replace(sign, ratio)
    parts = re.fullmatch(r"(\d+)\s*/\s*(\d+)", plain)
    if parts:
        above, below = int(parts[1]), int(parts[2])
        value = Decimal(above) / below if below else None
    elif _PERCENT.search(plain):
        count = number(_PERCENT.sub("", plain))
        value = None if count is None else count / 100
    else:
        value = number(plain)
        if value == 1 and not re.search("[.,]", plain):
            return None
        if value is not None and value > 1:
            value /= 100
    if value is None or not 0 <= value <= 1:
        return None
    return round(value, 6).normalize()


_SCALES = {
    Decimal(1_000): r"thousand|тыс\.?|тысяч[аи]?|мың",
    Decimal(1_000_000): r"million|mln\.?|млн\.?|миллион(?:ов|а)?",
    Decimal(1_000_000_000): r"billion|bn\.?|млрд\.?|миллиард(?:ов|а)?",
}


def number(text: str) -> Decimal | None:
    """Return a number: ``1 234,5``, ``1,234.5``, ``1.234,5``, ``12 млн``, ``−3``.

    ``1,234`` is not understood: it is 1234 to some readers and 1.234 to others.
    """
    plain = text.strip().casefold().replace("\u2212", "-")
    factor = Decimal(1)
    for scale, words in _SCALES.items():
        if hit := re.search(rf"(?<=[\d\s])(?:{words})$", plain):
            factor, plain = scale, plain[: hit.start()].strip()
            break
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?:\D|$))", "", plain)
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", plain):
        return None
    if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) and ("." in plain or "," in plain):
        plain = plain.replace(",", "") if plain[0] != "0" else plain.replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+,\d+|-?\d{1,3}(?:\.\d{3}){2,}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", plain):
        return None
    try:
        return Decimal(plain) * factor
    except InvalidOperation:
        return None


def split(text: str) -> list[str]:
    """Return the values of a cell that holds several: separated by ``;`` or a line break."""
    return [part.strip() for part in re.split(r"[;\n\r]", text) if part.strip()]
