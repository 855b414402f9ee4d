"""Workbooks as text, through openpyxl, after a look into the archive that cannot be fooled.

An .xlsx file is a zip of XML. Before anything is unpacked the table of contents is checked: what
would unpack to more than a limit, or by an absurd ratio, is refused. Macros are never run (openpyxl
reads cells and nothing else), links to other workbooks are never followed.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ozek.importing.findings import Finding
from ozek.importing.grid import MAX_COLUMNS, Grid, Row, refused, trimmed

__all__ = ["read_xlsx"]

MAX_BYTES = 100_000_000
MAX_UNPACKED = 200_000_000  # of XML; openpyxl needs several times as much memory
MAX_CELLS = 5_000_000
MAX_RATIO = 150  # XML of real sheets packs about 10 : 1, of empty formatted ones up to 60 : 1
MAX_PARTS = 10_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what an encrypted workbook, or an old .xls, begins with
_UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError)
"""What an archive that is damaged, or packed in a way that Python does not know, raises."""

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


def read_xlsx(path: Path, sheets: Iterable[str] | None = None) -> list[Grid]:
    """Return the sheets of a workbook; raises TableError if it cannot or should not be opened."""
    from openpyxl import load_workbook

    parts = _checked(path)
    notes = []
    if any(name.endswith("vbaProject.bin") for name in parts):
        notes.append(Finding("OZ-I041", path.name))
    wanted = None if sheets is None else set(sheets)
    try:
        # keep_links=False: values of other workbooks stay where they are.
        book = load_workbook(path, data_only=True, keep_links=False)
        formulas = load_workbook(path, keep_links=False) if _has_formulas(path, parts) else None
        grids = [
            _grid(path, sheet, formulas[sheet.title] if formulas else None, notes)
            for sheet in book.worksheets
            if wanted is None or sheet.title in wanted
        ]
    except (*_UNREADABLE, KeyError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise refused(path, "OZ-I003", reason=_reason(error)) from None
    return grids


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'damaged'}"


def _checked(path: Path) -> list[str]:
    """Return the names of the archive's parts if it is safe to unpack."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError as error:
        raise refused(path, "OZ-I001", reason=error.strerror or str(error)) from None
    if not head:
        raise refused(path, "OZ-I005")
    if head == OLE:
        if _is_encrypted(path):
            raise refused(path, "OZ-I002")
        raise refused(path, "OZ-I003", reason="a workbook of the old .xls format")
    if size > MAX_BYTES:
        raise refused(path, "OZ-I004", reason=f"{size:,} bytes")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _UNREADABLE as error:
        raise refused(path, "OZ-I003", reason=_reason(error)) from None
    unpacked = sum(one.file_size for one in infos)
    ratio = unpacked / max(size, 1)
    if len(infos) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise refused(path, "OZ-I004", reason=f"{unpacked:,} bytes in {len(infos)} parts unpacked")
    if unpacked > 20_000_000 and ratio > MAX_RATIO:
        raise refused(path, "OZ-I004", reason=f"it unpacks to {ratio:.0f} times its size")
    if any(one.flag_bits & 1 for one in infos):
        raise refused(path, "OZ-I002")
    return [one.filename for one in infos]


def _is_encrypted(path: Path) -> bool:
    """An encrypted workbook is an OLE file with a stream of this name (MS-OFFCRYPTO 2.3.4.4)."""
    name = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        # The directory that names the streams is at the beginning or, after edits, at the end.
        begin = file.read(2_000_000)
        file.seek(max(0, path.stat().st_size - 2_000_000))
        return name in begin or name in file.read()


def _has_formulas(path: Path, parts: list[str]) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in parts:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    before = b""
                    while block := part.read(1 << 20):
                        if b"<f>" in before + block or b"<f " in before + block:
                            return True
                        before = block[-2:]
    return False


def _grid(path: Path, sheet: Any, formulas: Any, notes: list[Finding]) -> Grid:
    if sheet.max_column > MAX_COLUMNS or sheet.max_row * sheet.max_column > MAX_CELLS:
        reason = f"{sheet.max_row:,} rows × {sheet.max_column:,} columns in '{sheet.title}'"
        raise refused(path, "OZ-I004", reason=reason)
    title = sheet.title
    bad: dict[tuple[int, int], Finding] = {}
    computed = 0
    if formulas is not None:
        for row, column, formula in _formulas(formulas):
            value = sheet.cell(row, column).value
            if value is None or value in ERRORS:
                bad[row, column] = Finding("OZ-I027", path.name, title, row, column, formula)
            else:
                computed += 1
    merged = [area for area in sheet.merged_cells.ranges if area.size["rows"] > 0]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        texts = trimmed(_text(cell) for cell in cells)
        if texts:
            rows.append(Row(number, texts))
            for column, text in enumerate(texts, 1):
                if text in ERRORS:
                    bad.setdefault(
                        (number, column),
                        Finding("OZ-I027", path.name, title, number, column, text),
                    )
    for area in merged:
        if sheet.cell(area.min_row, area.min_col).value is None:
            continue
        for row in range(area.min_row, min(area.max_row, sheet.max_row) + 1):
            found = Finding("OZ-I013", path.name, title, row, area.min_col, area.coord)
            bad.setdefault((row, area.min_col), found)
    said = [*notes]
    if computed:
        words = {"count": str(computed)}
        said.append(Finding("OZ-I042", path.name, title, words=words))
    return Grid(path.name, title, tuple(rows), bad, tuple(said))


def _formulas(sheet: Any) -> Iterator[tuple[int, int, str]]:
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                yield cell.row, cell.column, str(getattr(cell.value, "text", cell.value))


def _text(cell: Any) -> str:
    """Return what a reader sees in a cell: a share with its %, a whole number without '.0'."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            share = (Decimal(repr(value)) * 100).normalize()
            return f"{share:f} %"
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
