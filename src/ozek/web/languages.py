"""Which language a page is in: ``?lang=`` over the cookie over ``Accept-Language``."""

from __future__ import annotations

from ozek.project import LANGUAGES

__all__ = ["COOKIE", "LANGUAGES", "chosen"]

COOKIE = "lang"


def chosen(asked: str | None, cookie: str | None, accept: str | None, default: str) -> str:
    """Return kk, ru or en; what is no language of ours is passed over.

    ``accept`` is an ``Accept-Language`` header (RFC 9110, 12.5.4): ``kk-KZ`` counts as ``kk``, the
    first of equal weights wins.
    """
    for one in (asked, cookie):
        if one in LANGUAGES:
            return one
    best, weight = default, 0.0
    for entry in (accept or "").split(","):
        tag, *parameters = (part.strip().lower() for part in entry.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        language = tag.partition("-")[0]
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best
