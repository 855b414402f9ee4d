"""A copy of a table with its wrong cells marked: a fill, and a comment that says what would do."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ozek.importing.findings import Finding, column_name
from ozek.importing.grid import read_file

__all__ = ["marked_copy"]

WRONG, NOTED = "F4B6A6", "FBE7A1"
TITLES = {
    "en": ("code", "sheet", "cell", "value", "what to do"),
    "kk": ("код", "парақ", "ұяшық", "мәні", "не істеу керек"),
    "ru": ("код", "лист", "ячейка", "значение", "что сделать"),
}
ERRORS = "ozek errors"


def marked_copy(path: str | Path, findings: Iterable[Finding], lang: str = "en") -> bytes:
    """Return a table as .xlsx with the findings marked, and a last sheet that lists them.

    A workbook keeps its layout and formulas, but no macros; a CSV file becomes a workbook of plain
    text. Nothing that was text in the table can become a formula. Raises TableError if the file
    cannot be read.
    """
    path = Path(path)
    mine = [one for one in findings if one.file == path.name]
    book = _open(path)
    for finding in mine:
        if finding.row and finding.sheet in book.sheetnames:
            _mark(book[finding.sheet], finding, lang)
    if ERRORS in book.sheetnames:
        del book[ERRORS]
    _list(book.create_sheet(ERRORS), mine, lang)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(path: Path) -> Any:
    from openpyxl import Workbook, load_workbook

    grids = read_file(path)  # the checks of the archive come before anything is opened
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return load_workbook(path, keep_vba=False, keep_links=False)
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        sheet = book.create_sheet(grid.name[:31])
        sheet.title = grid.name[:31]
        for row in grid.rows:
            for column, text in enumerate(row.cells, 1):
                if text:
                    write_text(sheet, row.number, column, text)
    return book


def write_text(sheet: Any, row: int, column: int, text: str) -> None:
    """Write a cell as text, whatever it begins with: it is never run as a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell.data_type = "s"
    if text[:1] in "=+-@\t\r":
        cell.quotePrefix = True


def _mark(sheet: Any, finding: Finding, lang: str) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(finding.row, finding.column or 1)
    if isinstance(cell, MergedCell):
        return  # what is wrong with the area stands at its first cell
    said = f"{finding.message(lang)} [{finding.code}]"
    if cell.comment and "[OZ-I" in cell.comment.text:
        said = f"{cell.comment.text}\n{said}"
    cell.comment = Comment(said, "ozek", height=140, width=360)
    colour = NOTED if finding.level == "note" else WRONG
    cell.fill = PatternFill("solid", fgColor=colour)


def _list(sheet: Any, findings: list[Finding], lang: str) -> None:
    from openpyxl.styles import Font

    for column, title in enumerate(TITLES[lang], 1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[column_name(column)].width = (10, 18, 8, 28, 90)[column - 1]
    for row, one in enumerate(findings, 2):
        texts = (one.code, one.sheet, one.cell, one.value, one.message(lang))
        for column, text in enumerate(texts, 1):
            write_text(sheet, row, column, text)
        if one.cell and one.row and one.sheet:
            at = one.cell if one.column else f"A{one.row}"
            quoted = one.sheet.replace("'", "''")
            sheet.cell(row, 3).hyperlink = f"#'{quoted}'!{at}"
