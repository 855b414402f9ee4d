"""Writing proposals into a table without losing what a person has decided in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.linking.matching import Proposal
from ozek.linking.sssom import Row, read_table, ror_prefixes, rows_of, write_table

if TYPE_CHECKING:
    from ozek.project import Project

__all__ = ["Written", "write_proposals"]


@dataclass(frozen=True)
class Written:
    """How many rows a table has, and how many of them somebody had decided on before."""

    rows: int
    kept: int


def write_proposals(
    project: Project, path: str | Path, proposals: Iterable[Proposal], *, lang: str = "en"
) -> Written:
    """Write a table of proposals; rows of the old one that were decided stay as they are.

    Raises InputError if there is another kind of file in the place, OutputError if it cannot be
    written.
    """
    from ozek.exporting.files import write_file
    from ozek.versions import versions

    path = Path(path)
    prefixes = ror_prefixes(project.base, project.name)
    decided: dict[tuple[str, str], Row] = {}
    if path.exists():
        for row in read_table(path).rows:
            if row.get("decision") or row.get("predicate_modifier"):
                decided[row.pair] = row
    fresh = rows_of(proposals, prefixes=prefixes, lang=lang)
    rows = [decided.pop(row.pair, row) for row in fresh]
    kept = sum(row.line > 0 for row in rows) + len(decided)
    rows += decided.values()
    text = write_table(
        rows,
        prefixes=prefixes,
        mapping_set=f"{project.base}mapping-set/{path.name.partition('.')[0]}",
        version=versions()["ozek"],
        lang=lang,
    )
    write_file(path, text.encode())
    return Written(len(rows), kept)
