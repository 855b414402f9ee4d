"""Published RDF as an import: counts that add up, and what was left out as notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import InputError
from ozek.importing import nquads
from ozek.importing.findings import Finding
from ozek.importing.links import Links
from ozek.importing.outcome import Count, Imported
from ozek.importing.published import Published, read_published
from ozek.importing.rows import TableFile
from ozek.namespaces import shorten

if TYPE_CHECKING:
    from ozek.project import Source

__all__ = ["SUFFIXES", "import_published"]

SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".n3", ".jsonld", ".rdf", ".owl")
"""Endings of the files that are read as RDF."""


def import_published(
    path: Path, base: str, sources: Mapping[str, Source], links: Links
) -> Imported:  # fmt: skip
    """Read a file of published RDF; what is wrong with it stands in the findings."""
    file = TableFile(path.name)
    described = sources.get(file.id)
    titles = described.title if described else dict.fromkeys(("kk", "ru", "en"), path.name)
    source = nquads.Source(file.id, titles, described.license if described else None)
    try:
        found = read_published(path, base=base, source=source, links=links)
    except InputError as error:
        place = f" ({error.line}:{error.column})" if error.line else ""
        reason = f"{error.message}{place}" + (f". {error.hint}" if error.hint else "")
        return Imported((), (Finding("OZ-I064", path.name, words={"reason": reason}),))
    count = Count(path.name, "", found.imported + len(found.refused), found.imported)
    return Imported(found.lines, tuple(_findings(path.name, found)), (count,))


def _findings(file: str, found: Published) -> Iterator[Finding]:
    for thing in found.refused:
        yield Finding("OZ-I065", file, value=thing)
    if found.left_out:
        counts = found.left_out.items()
        classes = ", ".join(f"{number} × {shorten(name)}" for name, number in counts)
        yield Finding("OZ-I066", file, words={"classes": classes})
    if found.unresolved:
        yield Finding("OZ-I067", file, words={"count": str(found.unresolved)})
