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


def place(project: Project, name: str, content: str, *, instead_of: str | None = None) -> Path:
    """Write ``name`` (a path below the project's folder) and list it as a data file.

    A file ``instead_of`` which it stands is removed and listed no more.
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
    wanted = [one for one in before if one != instead_of]
    wanted += [name] if name not in wanted else []
    if wanted != before:
        after = _DATA.sub(lambda found: _changed(found["inside"], name, instead_of), text, count=1)
        if sorted(tomllib.loads(after)["data"]) != sorted(wanted):
            raise UsageError(
                f"{settings}: set data = {wanted} by hand: the list is in a form that only a "
                "person can edit (the file is written)"
            )
        write_file(settings, after)
    if instead_of:
        (project.folder / instead_of).unlink(missing_ok=True)
    return path


def _changed(inside: str, name: str, instead_of: str | None) -> str:
    """The list with one more name, on a line of its own if the others are."""
    if instead_of and f'"{instead_of}"' in inside:
        return (
            f"data = [{inside.replace(chr(34) + instead_of + chr(34), chr(34) + name + chr(34))}]"
        )
    kept = inside.rstrip()
    comma = "" if not kept or kept.endswith((",", "[")) else ","
    if "\n" in inside:
        return f'data = [{kept}{comma}\n    "{name}",\n]'
    return f'data = [{kept}{comma}{" " if kept else ""}"{name}"]'
