"""The forms ROR dumps come in: JSON lines or one JSON array, plain, gzipped or zipped.

All are read as a stream of records with the line each begins in. What a record says is the
business of :mod:`ozek.importing.ror_record`.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ozek.errors import InputError

__all__ = ["is_dump", "iter_raw"]

LARGEST_RECORD = 16 << 20
LARGEST_FILE = 4 << 30
"""Bytes after unpacking: ROR's whole dump has about 300 MB, so this is no dump but a bomb."""

CHUNK = 1 << 20
LARGEST_HEAD = 1 << 16
"""Bytes in which the first record of a dump names itself."""


def is_dump(path: str | Path) -> bool:
    """Whether a file is a ROR dump: by its ending, and a ``.json`` by its first record.

    No other file that can be imported is packed or has JSON lines. What cannot be read is no dump.
    """
    name = Path(path).name.lower()
    if name.endswith((".jsonl", ".gz", ".zip")):
        return True
    if not name.endswith(".json"):
        return False
    try:
        with Path(path).open("rb") as file:
            return b"https://ror.org/0" in file.read(LARGEST_HEAD)
    except OSError:
        return False


def iter_raw(path: str | Path) -> Iterator[tuple[int, bytes]]:
    """Yield (line, record as one line of JSON) for every record of a dump.

    The form is told by the content, not by the ending. Of an array, records are yielded as JSON
    lines would have them, so that both forms of a dump give the same digests. Raises InputError
    with the line for a file that is missing, damaged, not JSON, or larger unpacked than any dump.
    """
    path = Path(path)
    try:
        with _opened(path) as file:
            first = _first_byte(file)
            yield from _array(file, path) if first == b"[" else _lines(file, path)
    except FileNotFoundError:
        raise InputError("there is no such file", path=path) from None
    except IsADirectoryError:
        raise InputError("cannot be read: it is a folder", path=path) from None
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise InputError(
            f"cannot be read: {error}", path=path, hint="The file is damaged; get it once more."
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as plain:
        magic = plain.read(4)
        plain.seek(0)
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(plain) as packed:
                yield io.BufferedReader(packed, CHUNK)  # type: ignore[type-var]
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(plain) as archive, archive.open(_member(archive, path)) as packed:
                yield io.BufferedReader(packed, CHUNK)  # type: ignore[type-var]
        elif magic == b"PK\x05\x06":
            raise InputError("the archive is empty", path=path)
        else:
            yield io.BufferedReader(plain, CHUNK)  # type: ignore[arg-type]


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Return the records in a ROR release: its JSON file, of several the one of schema 2."""
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise InputError(
                f"the archive holds '{info.filename}', a path that climbs out of its folder",
                path=path,
                hint="This is no ROR release. Nothing was unpacked.",
            )
    found = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".json", ".jsonl")) and "__MACOSX" not in info.filename
    ]
    if not found:
        names = ", ".join(sorted(archive.namelist())[:5]) or "nothing"
        raise InputError(f"the archive holds no .json or .jsonl file, but {names}", path=path)
    newest = [info for info in found if "schema_v2" in info.filename.lower()] or found
    if len(newest) > 1:
        names = ", ".join(sorted(info.filename for info in newest))
        raise InputError(
            f"the archive holds several JSON files: {names}",
            path=path,
            hint="Unpack the one you want and give its name.",
        )
    if newest[0].flag_bits & 1:
        raise InputError("the archive is password-protected", path=path, hint="Unpack it first.")
    if newest[0].file_size > LARGEST_FILE:
        raise _too_large(path)
    return newest[0]


def _too_large(path: Path) -> InputError:
    return InputError(
        f"is larger than {LARGEST_FILE >> 30} GB when unpacked, which no ROR dump is", path=path
    )


def _first_byte(file: IO[bytes]) -> bytes:
    """Look at the first byte that is no white space, and leave the file where it is."""
    assert isinstance(file, io.BufferedReader)
    return file.peek(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]


def _lines(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    total, number = 0, 0
    try:
        while raw := file.readline(LARGEST_RECORD + 1):
            number += 1
            total += len(raw)
            if total > LARGEST_FILE:
                raise _too_large(path)
            if len(raw) > LARGEST_RECORD:
                raise InputError(
                    f"a line of more than {LARGEST_RECORD >> 20} MB", path=path, line=number
                )
            raw = raw.strip(b"\r\n")
            if number == 1:
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if raw.strip():
                yield number, raw
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise InputError(
            f"cannot be read to its end: {error}",
            path=path,
            line=number + 1,
            hint="The file is cut off or damaged; get it once more.",
        ) from error


def _array(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the elements of one JSON array, decoding no more of it than one needs."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    decoder = json.JSONDecoder()
    buffer, at, line, total, ended = "", 0, 1, 0, False

    def more() -> None:
        nonlocal buffer, at, line, total, ended
        line += buffer.count("\n", 0, at)
        chunk = text.read(CHUNK)
        total += len(chunk)
        ended = not chunk
        buffer, at = buffer[at:] + chunk, 0
        if total > LARGEST_FILE:
            raise _too_large(path)

    def skip(letters: str) -> str:
        """Go past white space and ``letters``; return the character there, or nothing."""
        nonlocal at
        while True:
            while at < len(buffer) and (buffer[at].isspace() or buffer[at] in letters):
                at += 1
            if at < len(buffer) or ended:
                return buffer[at : at + 1]
            more()

    try:
        skip("")
        at += 1  # the opening bracket
        while (here := skip(",")) != "]":
            if not here:
                raise InputError(
                    "the array does not end",
                    path=path,
                    line=line + buffer.count("\n", 0, at),
                    hint="The file is cut off; get it once more.",
                )
            try:
                value, end = decoder.raw_decode(buffer, at)
            except json.JSONDecodeError as error:
                if not ended and len(buffer) - at < LARGEST_RECORD:
                    more()
                    continue
                raise InputError(
                    f"not valid JSON: {error.msg}",
                    path=path,
                    line=line + buffer.count("\n", 0, error.pos),
                    column=error.pos - buffer.rfind("\n", 0, error.pos),
                ) from None
            yield line + buffer.count("\n", 0, at), json.dumps(value, ensure_ascii=False).encode()
            at = end
            if at > 8 * CHUNK:
                more()
    except UnicodeDecodeError as error:
        raise InputError(
            f"not valid UTF-8: {error.reason}", path=path, line=line, hint="Save it as UTF-8."
        ) from None
