"""Putting a file into a project: the file itself, and its name in ``ozek.toml``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.errors import OutputError, UsageError

if TYPE_CHECKING:
    from ozek.project import Project

__all__ = ["demand_own", "place"]


def demand_own(project: Project) -> None:
    """Raise UsageError for a project that came with the toolkit: nothing is written there."""
    from ozek.project import resources

    if project.folder.parent == resources().data.resolve():
        raise UsageError(
            f"'{project.name}' comes with ozek and is not yours to write to; make a project of "
            "your own with `ozek init FOLDER` and name it with --project"
        )


def place(project: Project, name: str, content: str, *, instead_of: str | None = None) -> Path:
    """Write ``name`` (a path below the project's folder) and list it as a data file.

    What the file held before is replaced, and nothing else is touched; a file ``instead_of`` which
    it stands is removed and listed no more. The data are written before the list that names them,
    each in one step: a failure in between leaves a project that still builds as before. Comments
    and layout of ``ozek.toml`` are kept. Returns the file's path. Raises UsageError for a project
    that came with the toolkit, OutputError if something cannot be written.
    """
    from ozek.exporting.files import write_file

    demand_own(project)
    path = project.folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made: {error.strerror}") from error
    write_file(path, content.encode())
    _list(project, name, instead_of)
    if instead_of:
        (project.folder / instead_of).unlink(missing_ok=True)
    return path


def _list(project: Project, name: str, instead_of: str | None) -> None:
    """Name a file in ``data``, in the place of another if that is listed."""
    import tomlkit

    from ozek.exporting.files import write_file
    from ozek.project import FILE_NAME

    path = project.folder / FILE_NAME
    before = path.read_text(encoding="utf-8")
    document = tomlkit.parse(before)
    data: Any = document["data"]
    listed = [str(one) for one in data]
    if instead_of in listed and name not in listed:
        data[listed.index(instead_of)] = name
    elif instead_of in listed:
        del data[listed.index(instead_of)]
    elif name not in listed:
        data.append(name)
    after = tomlkit.dumps(document)
    if after != before:
        write_file(path, after.encode())
