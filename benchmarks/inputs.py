"""The slices that every engine is given: the same files for all of them.

A slice is a pair of files: ``.nq`` with every named graph (statements, provenance, ontology,
taxonomy) and ``.nt`` with the facts alone, which is what reasoning starts from and what a question
without ``GRAPH`` sees. A file that is there already is used again.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 1
ROR_BASE = "https://w3id.org/ozek/ror/"


@dataclass(frozen=True)
class Slice:
    """So many organisations of one data set, as files."""

    data: str
    organisations: int
    quads: int
    triples: int
    folder: Path

    @property
    def stem(self) -> str:
        return f"{self.data}-{self.organisations}"

    @property
    def arguments(self) -> dict[str, str]:
        """What a case is told about the slice."""
        return {
            "quads": str(self.folder / f"{self.stem}.nq"),
            "facts": str(self.folder / f"{self.stem}.nt"),
            "out": str(self.folder / f"{self.stem}.out"),
        }


def make(data: str, organisations: int, folder: str, ror: str | None) -> Callable[[], Any]:
    """Write the files of a slice (as a case of its own) and count them."""

    def work() -> dict[str, int]:
        stem = Path(folder) / f"{data}-{organisations}"
        quads, facts = stem.with_suffix(".nq"), stem.with_suffix(".nt")
        if not (quads.is_file() and facts.is_file()):
            lines = _ror(Path(str(ror)), organisations, stem) if ror else _synthetic(organisations)
            _write(lines, quads, facts)
        return {"quads": _count(quads), "triples": _count(facts)}

    return work


def _synthetic(organisations: int) -> Iterator[str]:
    from benchmarks.synthetic import BASE, iter_system

    yield from iter_system(organisations, seed=SEED)
    yield from _packaged(BASE)


def _ror(path: Path, organisations: int, stem: Path) -> Iterator[str]:
    """ROR through the real importer: evenly spread records, or the whole file several times over.

    Each further copy has a base of its own, and so new IRIs for everything.
    """
    from ozek.importing.ror import iter_ror

    with _open(path) as file:
        records = file.readlines()
    while organisations > 0:
        base = ROR_BASE if organisations <= len(records) else f"{ROR_BASE}copy-{organisations}/"
        taken = min(organisations, len(records))
        chosen = stem.with_suffix(".jsonl")
        chosen.write_bytes(b"".join(records[n * len(records) // taken] for n in range(taken)))
        yield from iter_ror(chosen, base=base)
        chosen.unlink()
        organisations -= taken
    yield from _packaged(ROR_BASE)


def _packaged(base: str) -> Iterator[str]:
    """Ontology and taxonomy, each in its graph, and of what kind these graphs are."""
    from ozek import namespaces as ns
    from ozek.parsing import parse_file
    from ozek.project import resources

    for name, graph, kind in (
        ("ozek.ttl", ns.ONTOLOGY_GRAPH, "OntologyGraph"),
        ("taxonomy.ttl", ns.TAXONOMY_GRAPH, "TaxonomyGraph"),
    ):
        for quad in parse_file(resources().ontology / name).quads:
            yield f"{quad.triple} <{graph}> .\n"
        yield f"<{graph}> <{ns.RDF_TYPE}> <{ns.OZEK}{kind}> <{base}graph/provenance> .\n"


def _write(lines: Iterator[str], quads: Path, facts: Path) -> None:
    partial = quads.with_suffix(".part")
    with partial.open("w", encoding="utf-8") as nq, facts.open("w", encoding="utf-8") as nt:
        for line in lines:
            nq.write(line)
            if not line.endswith("graph/provenance> .\n"):
                nt.write(line.rpartition(" <")[0] + " .\n")
    partial.replace(quads)


def _count(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _open(path: Path) -> Any:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")
