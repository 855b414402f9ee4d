"""Places of files as people and programs name them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ozek.validation.findings import Findings
    from ozek.validation.locating import Place


def below(path: Path, folder: Path | None) -> str | None:
    """The path as seen from a folder, if it lies below it."""
    if folder is None:
        return None
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None


def name_of(path: Path, findings: Findings) -> str:
    """A file as seen from the folder of the findings; one that lies elsewhere by its name alone."""
    return below(path, findings.folder) or path.name


def shown(place: Place | None, findings: Findings) -> str:
    """``file:line``; empty without a place."""
    return "" if place is None else f"{name_of(place.path, findings)}:{place.line}"
