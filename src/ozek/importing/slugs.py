"""Names → the last part of an IRI: lower-case ASCII letters, digits and hyphens."""

from __future__ import annotations

import re

from ozek.importing.nquads import digest

__all__ = ["LONGEST", "slug"]

LONGEST = 60
"""Characters of a slug; a longer name is cut and gets a digest, so that it stays its own."""


def slug(name: str) -> str:
    """Return a readable slug: ``Әл-Фараби атындағы ҚазҰУ`` → ``al-farabi-atyndagy-qazuu``.

    Letters of any script are written in ASCII by the tables of the ``anyascii`` library. A name
    without a letter or digit becomes its digest, so that two names never share an empty slug.
    """
    from anyascii import anyascii

    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower().replace("'", "")).strip("-")
    if not plain:
        return digest(name.encode())[:8]
    if len(plain) > LONGEST:
        head = plain[:LONGEST].rpartition("-")[0] or plain[:LONGEST]
        return f"{head}-{digest(name.encode())[:8]}"
    return plain
