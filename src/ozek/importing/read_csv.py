"""CSV as people send it: any separator, any line ends, and more than one encoding in a file."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from ozek.importing.findings import Finding
from ozek.importing.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Grid, Row, refused, trimmed

__all__ = ["decode", "read_csv", "separator"]

MAX_BYTES = 300_000_000
MAX_FIELD = 1_000_000  # characters; a cell of a spreadsheet holds 32,767
SEPARATORS = (",", ";", "\t", "|")
LINE_END = re.compile(rb"\r\n|\r|\n")


def read_csv(path: Path) -> Grid:
    """Return the table in a CSV or TSV file; raises TableError if it is none."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refused(path, "OZ-I004", reason=f"{size:,} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise refused(path, "OZ-I001", reason=error.strerror or str(error)) from None
    text, notes = decode(raw, path)
    rows = []
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    cells_read = 0
    try:
        for number, cells in enumerate(reader, 1):
            cells_read += len(cells)
            if len(cells) > MAX_COLUMNS:
                raise refused(path, "OZ-I004", reason=f"{len(cells):,} columns in row {number}")
            if number > MAX_ROWS or cells_read > MAX_CELLS:
                raise refused(path, "OZ-I004", reason=f"over {number - 1:,} rows")
            kept = trimmed(cells)
            if kept:
                rows.append(Row(number, kept))
    except csv.Error as error:
        reason = f"{error}, near line {reader.line_num}"
        raise refused(path, "OZ-I003", reason=reason) from None
    return Grid(path.name, path.stem, tuple(rows), notes=notes)


def decode(raw: bytes, path: Path) -> tuple[str, tuple[Finding, ...]]:
    """Return bytes as text, and a note if they were not all UTF-8.

    A byte order mark decides. Else the text is UTF-8, and each run of bytes that is not is read as
    an 8-bit code page: KZ-1048 (windows-1251 with the Kazakh letters) if such bytes mostly come in
    runs, as Cyrillic words do; if they stand alone, as accented letters do, windows-1252 or Mac OS
    Roman, whichever fits the letters around them. So a file, or even a line, that mixes encodings
    is read right. Raises TableError for a NUL byte.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(name), ()
            except UnicodeDecodeError:
                raw = raw.removeprefix(codecs.BOM_UTF8)
                break
    nul = raw.find(b"\0")
    if nul >= 0:
        raise refused(path, "OZ-I006", line=str(_line(raw, nul)))
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _mixed(raw, path)


def _mixed(raw: bytes, path: Path) -> tuple[str, tuple[Finding, ...]]:
    runs: list[tuple[int, int]] = []

    def collect(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        # The decoder stops at the first wrong byte; a run ends with the next ASCII byte.
        if runs and runs[-1][1] == error.start:
            runs[-1] = (runs[-1][0], error.end)
        else:
            runs.append((error.start, error.end))
        return "", error.end

    codecs.register_error("ozek-collect", collect)
    raw.decode("utf-8", errors="ozek-collect")
    long = sum(1 for start, end in runs if end - start > 1)
    if 2 * long > len(runs):
        encoding = "kz1048"
    else:
        encoding = max(("cp1252", "mac_roman"), key=lambda one: _fitting(raw, runs, one))
    name = _CODE_PAGES[encoding]
    parts, at = [], 0
    for start, end in runs:
        parts.append(raw[at:start].decode("utf-8"))
        parts.append(raw[start:end].decode(encoding, errors="replace"))
        at = end
    parts.append(raw[at:].decode("utf-8"))
    lines = {_line(raw, start) for start, _ in runs} if len(runs) < 10_000 else set()
    words = {
        "count": str(len(lines) or len(runs)),
        "line": str(_line(raw, runs[0][0])),
        "encoding": name,
    }
    return "".join(parts), (Finding("OZ-I043", path.name, words=words),)


_CODE_PAGES = {"kz1048": "KZ-1048", "cp1252": "windows-1252", "mac_roman": "Mac OS Roman"}


def _fitting(raw: bytes, runs: list[tuple[int, int]], encoding: str) -> int:
    """Count the stray bytes that become a letter of the same case as a neighbour, or º, ª, ’ …"""
    count = 0
    for start, end in runs:
        text = raw[start:end].decode(encoding, errors="replace")
        beside = raw[max(start - 1, 0) : start] + raw[end : end + 1]
        letters = [one for one in beside.decode("ascii", errors="ignore") if one.isalpha()]
        cases = {letter.isupper() for letter in letters}
        count += all(
            one in "ºª°’‘“”–—" or (one.isalpha() and (not cases or one.isupper() in cases))
            for one in text
        )
    return count


def _line(raw: bytes, at: int) -> int:
    return sum(1 for _ in LINE_END.finditer(raw, 0, at)) + 1


def separator(text: str) -> str:
    """Return what separates the cells: the sign that splits the first rows into most columns.

    Rows of equal length count for the sign; within quotes a sign separates nothing.
    """
    sample = "\n".join(re.split(r"\r\n|\r|\n", text[:200_000])[:50])

    def score(sign: str) -> tuple[int, int]:
        try:
            rows = csv.reader(io.StringIO(sample, newline=""), delimiter=sign)
            widths = [len(row) for row in rows if any(row)]
        except csv.Error:
            return (0, 0)
        if not widths or widths[0] < 2:
            return (0, 0)
        return (sum(width == widths[0] for width in widths) * (widths[0] - 1), widths[0])

    return max(SEPARATORS, key=score)
