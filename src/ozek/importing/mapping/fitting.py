"""The packaged mappings: which there are, and by which of them a table can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ozek.importing.findings import Finding, TableError
from ozek.importing.mapping.applying import choose, needed
from ozek.importing.mapping.importing import read_grids
from ozek.importing.mapping.reading import TableMapping, load_mapping, packaged_mappings

if TYPE_CHECKING:
    from ozek.importing.grid import Grid
    from ozek.results import Table

__all__ = ["fitting", "mappings_table", "pointed"]


def fitting(path: str | Path) -> tuple[str, ...]:
    """Return the packaged mappings whose headers a file has, those that ask for most first.

    A mapping of which another one asks for more of the same headers is left out.
    """
    path = Path(path)
    grids: dict[str | None, list[Grid]] = {}
    found: dict[str, frozenset[str]] = {}
    for name, file in packaged_mappings().items():
        mapping = load_mapping(file)
        try:
            if mapping.records not in grids:
                grids[mapping.records] = read_grids(path, mapping)
            choose(grids[mapping.records], mapping)
        except TableError:
            continue
        found[name] = frozenset(one for one in needed(mapping) if not one.startswith("#"))
    best = [name for name, has in found.items() if not any(has < one for one in found.values())]
    return tuple(sorted(best, key=lambda name: (-len(found[name]), name)))


def pointed(path: Path, finding: Finding) -> Finding:
    """Return what a person can do with a table that is no workbook: a mapping that fits it."""
    if finding.code != "OZ-I007":
        return finding
    names = fitting(path)
    if not names:
        return finding
    words = {"mappings": ", ".join(names), "first": names[0]}
    return Finding("OZ-I068", finding.file, value=finding.value, words=words)


def mappings_table(lang: str = "en") -> Table:
    """Return the packaged mappings as rows: name, what the table is, the headers it has to have."""
    from rdflib import Literal

    from ozek.results import Table

    rows = []
    for name, file in packaged_mappings().items():
        mapping = load_mapping(file)
        texts = (name, mapping.title[lang], _asks(mapping))
        rows.append(tuple(Literal(text) for text in texts))
    return Table(("mapping", "table", "needs"), tuple(rows), name="mappings")


def _asks(mapping: TableMapping) -> str:
    return ", ".join(needed(mapping))
