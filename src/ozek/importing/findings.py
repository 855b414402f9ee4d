"""What is wrong in a table, cell by cell: one object per finding, all of them at once.

A finding has a stable code (``finding_codes.toml`` words it in three languages and the reference
lists it), the place as a spreadsheet writes it (``Actors!C17``), the value found and what would do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from ozek.errors import InputError
from ozek.importing.finding_codes import CODES

if TYPE_CHECKING:
    from ozek.results import Table

__all__ = ["Finding", "TableError", "column_name", "findings_table", "is_records", "is_text_table"]

SHOWN = 100
"""How many findings an error message spells out; the table of findings has them all."""


@dataclass(frozen=True)
class Finding:
    """One thing to say about a file, a sheet, a row or a cell.

    ``row`` and ``column`` count from 1; ``column`` 0 stands for the whole row, ``row`` 0 for the
    whole column, sheet or file. ``near`` is what would do instead, nearest first. ``words`` fills
    the other gaps in the wording of the code: with a text, or with a text for each language.
    """

    code: str
    file: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    value: str = ""
    near: tuple[str, ...] = ()
    words: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """``file``, ``row`` (what is refused) or ``note`` (nothing is)."""
        return CODES[self.code].level

    @property
    def cell(self) -> str:
        """The cell (``C17``), row (``17:17``) or column (``C:C``) meant; empty for a sheet."""
        letters = column_name(self.column) if self.column else ""
        if self.row:
            return f"{letters}{self.row}" if letters else f"{self.row}:{self.row}"
        return f"{letters}:{letters}" if letters else ""

    @property
    def place(self) -> str:
        """Where it is: ``actors.xlsx, Actors!C17``, ``actors.csv, C17``, ``a.xml, OrgUnit[5]``."""
        if is_records(self.file):
            at = f"{self.sheet}[{self.row}]" if self.row else self.sheet
            return f"{self.file}, {at}" if at else self.file
        sheet = "" if is_text_table(self.file) else self.sheet
        where = f"{sheet}!{self.cell}" if sheet and self.cell else sheet or self.cell
        return f"{self.file}, {where}" if where else self.file

    def message(self, lang: str = "en") -> str:
        """Return what is wrong and what would do."""
        code = CODES[self.code]
        said = {
            gap: words if isinstance(words, str) else words[lang]
            for gap, words in self.words.items()
        }
        gaps = {"value": self.value, **said}
        text = code.message[lang].format_map(gaps)
        if self.near:
            text += " " + _NEAR[lang].format(", ".join(f"'{one}'" for one in self.near))
        elif code.cure[lang]:
            text += " " + code.cure[lang].format_map(gaps)
        return text

    def line(self, lang: str = "en") -> str:
        """Return the finding as one line."""
        return f"{self.place}: {self.message(lang)} [{self.code}]"


_NEAR = {
    "en": "Did you mean {}?",
    "kk": "Мүмкін, {} деп жазбақ болдыңыз ба?",
    "ru": "Возможно, имелось в виду: {}?",
}


class TableError(InputError):
    """A table of which nothing was imported; ``findings`` has every reason and every note."""

    def __init__(self, findings: Iterable[Finding], lang: str = "en") -> None:
        self.findings = tuple(findings)
        wrong = [one for one in self.findings if one.level != "note"]
        files = ", ".join(dict.fromkeys(one.file for one in wrong))
        lines = [f"  {one.line(lang)}" for one in wrong[:SHOWN]]
        if len(wrong) > SHOWN:
            lines.append(f"  … ({len(wrong) - SHOWN})")
        head = f"{files}: {_HEAD[lang].format(len(wrong))}"
        super().__init__("\n".join([head, *lines]))


_HEAD = {
    "en": "nothing was imported; to correct: {}",
    "kk": "ештеңе импортталған жоқ; түзетілетіні: {}",
    "ru": "ничего не импортировано; исправить: {}",
}


def is_text_table(file: str) -> bool:
    """Tell whether a file is one table as text (CSV, TSV), so that naming a sheet says nothing."""
    return PurePath(file).suffix.lower() in (".csv", ".tsv", ".txt")


def is_records(file: str) -> bool:
    """Tell whether a file holds records (JSON, XML), which have a number but no cells."""
    return PurePath(file).suffix.lower() in (".json", ".geojson", ".xml")


def column_name(number: int) -> str:
    """Return the letters of a column: 1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def findings_table(findings: Iterable[Finding], lang: str = "en") -> Table:
    """Return findings as rows: code, level, file, sheet, cell, value, message, suggestion."""
    from rdflib import Literal

    from ozek.results import Table

    columns = ("code", "level", "file", "sheet", "cell", "value", "message", "suggestion")
    rows = tuple(
        tuple(
            Literal(text) if text else None
            for text in (
                one.code,
                one.level,
                one.file,
                one.sheet,
                one.cell,
                one.value,
                one.message(lang),
                "; ".join(one.near),
            )
        )
        for one in findings
    )
    return Table(columns, rows, name="findings")
