"""Text that goes into a cell of a table which somebody may open in a spreadsheet program."""

from __future__ import annotations

import re

__all__ = ["harmless"]

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?(?:\s*%)?")


def harmless(text: str) -> str:
    """Return a cell's text so that a spreadsheet program cannot run it as a formula.

    What begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break, and is not a number, gets an
    apostrophe in front, as OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
    Everything else stays as it is.
    """
    if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
