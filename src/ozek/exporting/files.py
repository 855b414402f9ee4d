"""Writing files so that a failure leaves what was there before."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ozek.errors import OutputError


def write_file(path: str | Path, data: bytes) -> None:
    """Write a file in one step: it holds the old bytes or the new ones, never a part.

    Raises OutputError if it cannot be written.
    """
    path = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


@contextmanager
def replaced_folder(target: str | Path, marker: str) -> Iterator[Path]:
    """Give a new folder beside ``target`` to write into; on success it takes the target's place.

    On any failure the target stays as it was. A folder that is already there is only replaced if it
    is empty or holds the file ``marker``, so that nobody loses a folder by a slip of the hand.
    """
    target = Path(target).absolute()
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target}: is a file, not a folder")
    try:
        if target.is_dir() and any(target.iterdir()) and not (target / marker).is_file():
            raise OutputError(
                f"{target}: is not empty and was not made by ozek (it has no {marker}); "
                "name another folder with --out, or remove it"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and not os.access(target, os.W_OK):
            raise OutputError(f"{target}: cannot be written: permission denied")
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        yield fresh
        os.chmod(fresh, 0o777 & ~_umask())
        _swap(fresh, target)
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put ``fresh`` in the place of ``target``; if that fails, put the old one back."""
    if not target.exists():
        os.replace(fresh, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
    os.replace(target, old)
    try:
        os.replace(fresh, target)
    except OSError:
        os.replace(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
