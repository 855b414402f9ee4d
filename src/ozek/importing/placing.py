"""Putting a file into a project: the file itself, and its name in ``ozek.toml``."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from ozek.errors import OutputError, UsageError
from ozek.importing.nquads import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from ozek.project import Project

__all__ = ["place"]

_DATA = re.compile(r"^data\s*=\s*\[(?P<inside>[^\]]*)\]", re.MULTILINE)


def place(project: Project, name: str, content: str) -> Path:
    """Write ``name`` (a path below the project's folder) and list it as a data file.

    The file is written first and replaces an old one as a whole, so that a failure in between
    leaves a project that builds as before. Raises OutputError if something cannot be written, and
    UsageError if ``ozek.toml`` is in a form that only a person can edit.
    """
    from ozek.project import FILE_NAME

    path = project.folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made: {error.strerror}") from error
    write_file(path, content)
    settings = project.folder / FILE_NAME
    text = settings.read_text(encoding="utf-8")
    before = tomllib.loads(text)["data"]
    if name in before:
        return path
    after = _DATA.sub(lambda found: _with(found["inside"], name), text, count=1)
    if tomllib.loads(after)["data"] != [*before, name]:
        raise UsageError(f"{settings}: add \"{name}\" to the list 'data' by hand; the file is written")
    write_file(settings, after)
    return path


def _with(inside: str, name: str) -> str:
    """The list with one more name, on lines of their own if the others are."""
    if "\n" in inside:
        kept = inside.rstrip()
        comma = "" if kept.endswith(",") or not kept else ","
        return f'data = [{kept}{comma}\n    "{name}",\n]'
    kept = inside.strip().rstrip(",")
    return f'data = [{kept}, "{name}"]' if kept else f'data = ["{name}"]'
