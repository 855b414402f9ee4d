"""What ``ozek build`` made: the files that are served, and what its manifest says of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ozek.crate import MANIFEST
from ozek.errors import UsageError

__all__ = ["Built", "find_build"]


@dataclass(frozen=True)
class File:
    """A file of the build: its path below the folder, bytes, media type and SHA-256."""

    name: str
    size: int
    media_type: str
    digest: str


@dataclass(frozen=True)
class Built:
    """The files of a build that are served: ``quads`` every named graph, ``facts`` the facts.

    ``made``: when (ISO 8601), ``files``: what the manifest lists; both empty without a manifest.
    """

    folder: Path
    quads: Path
    facts: Path
    report: Path | None
    made: str = ""
    files: tuple[File, ...] = ()

    @property
    def id(self) -> str:
        """Twelve letters that stand for the quads: two builds with the same have the same."""
        name = self.quads.relative_to(self.folder).as_posix()
        return next((one.digest[:12] for one in self.files if one.name == name), "")


def find_build(folder: str | Path) -> Built:
    """Return the build in a folder; raises UsageError if there is none."""
    folder = Path(folder)
    quads = sorted((folder / "graph").glob("*.nq"))
    facts = sorted((folder / "graph").glob("*.ttl"))
    if not quads or not facts:
        raise UsageError(
            f"'{folder}' holds no build: run `ozek build` first, or name its folder (ozek build -o)"
        )
    reports = sorted(folder.glob("report*.html"))
    made, files = _manifest(folder)
    return Built(folder, quads[0], facts[0], reports[0] if reports else None, made, files)


def _manifest(folder: Path) -> tuple[str, tuple[File, ...]]:
    try:
        crate: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = {entry["@id"]: entry for entry in crate["@graph"]}
        files = (entries[part["@id"]] for part in entries["./"]["hasPart"])
        return str(entries["./"]["datePublished"]), tuple(
            File(one["@id"], int(one["contentSize"]), one.get("encodingFormat", ""), one["sha256"])
            for one in files
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "", ()
