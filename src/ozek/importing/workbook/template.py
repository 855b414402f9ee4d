"""A new workbook to fill in: headers, help, drop-downs and example rows in one language."""

from __future__ import annotations

import datetime
import io
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ozek.importing.findings import column_name
from ozek.importing.workbook.schema import Column, SheetKind, expand_name, workbook

__all__ = ["new_workbook"]

ROWS = 1000  # how far down the drop-downs reach
HEAD, NEEDED = "2F5D62", "A23E2A"  # fill of headers; of those that every row needs
LISTS = "ozek lists"
FIXED = datetime.datetime(2026, 1, 1)  # the same workbook has the same properties

ABOUT = {
    "en": (
        "Fill in the sheets from left to right. The rows that stand there are an example of a "
        "made-up cluster: overwrite or delete them.",
        "A header with * has to be filled in. Point at a header to read what belongs there.",
        "Several values in a cell are separated by a semicolon: supplier; producer.",
        "Name other rows by their identifier or by any of their names.",
        "The order of sheets, rows and columns does not matter; columns of your own are not read.",
        "Do not merge cells. Leave out phone numbers, e-mail addresses and names of persons.",
        "When you have saved the file: ozek build",
    ),
    "kk": (
        "Парақтарды солдан оңға қарай толтырыңыз. Тұрған жолдар – ойдан шығарылған кластердің "
        "мысалы: үстінен жазыңыз не өшіріңіз.",
        "* белгісі бар бағанды толтыру міндетті. Тақырыпқа меңзесеңіз, не жазылатыны көрінеді.",
        "Бір ұяшықтағы бірнеше мән нүктелі үтірмен бөлінеді: жеткізуші; өндіруші.",
        "Өзге жолдарды идентификаторымен не кез келген атауымен атаңыз.",
        "Парақтардың, жолдар мен бағандардың реті маңызды емес; өз бағандарыңыз оқылмайды.",
        "Ұяшықтарды біріктірмеңіз. Телефон, электрондық пошта мен адам аттарын жазбаңыз.",
        "Файлды сақтаған соң: ozek build",
    ),
    "ru": (
        "Заполняйте листы слева направо. Строки, которые там стоят, – пример вымышленного "
        "кластера: впишите поверх свои или удалите их.",
        "Столбец со звёздочкой * нужен каждой строке. Наведите на заголовок, чтобы узнать, что "
        "писать.",
        "Несколько значений в ячейке разделяют точкой с запятой: поставщик; производитель.",
        "Другие строки называйте идентификатором или любым их названием.",
        "Порядок листов, строк и столбцов не важен; ваши собственные столбцы не читаются.",
        "Не объединяйте ячейки. Не вписывайте телефоны, адреса почты и имена людей.",
        "Когда сохраните файл: ozek build",
    ),
}

Labels = Mapping[str, Mapping[str, str]]
"""IRI → language → label: of the classes, properties and terms that a column chooses from."""


def new_workbook(lang: str, labels: Labels, schemes: Mapping[str, Sequence[str]]) -> bytes:
    """Return a new workbook (.xlsx) in a language.

    ``labels`` words the choices; ``schemes`` gives the terms of each taxonomy scheme.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator = "ozek"
    book.properties.created = book.properties.modified = FIXED
    first: Any = book.active
    _about(first, lang)
    lists = _Lists(labels, schemes, lang)
    examples = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))
    for kind in workbook().sheets:
        if not kind.optional:
            _sheet(book.create_sheet(kind.titles[lang]), kind, lang, lists, examples)
    lists.write(book.create_sheet(LISTS))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(sheet: Any, lang: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = "Ozek"
    sheet["A1"] = "Özek" if lang == "en" else "Өзек"
    sheet["A1"].font = Font(size=20, bold=True, color=HEAD)
    lines = [
        *ABOUT[lang],
        "",
        *(
            f"{kind.titles[lang]}: {kind.about[lang]}"
            for kind in workbook().sheets
            if not kind.optional
        ),
    ]
    for row, line in enumerate(lines, 3):
        sheet.cell(row, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 16 * (1 + len(line) // 100)
    sheet.column_dimensions["A"].width = 110
    sheet.sheet_view.showGridLines = False


def _sheet(
    sheet: Any, kind: SheetKind, lang: str, lists: _Lists, examples: Mapping[str, Any]
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    columns = [column for column in kind.columns if not column.optional]
    for number, column in enumerate(columns, 1):
        needed = column.required
        cell = sheet.cell(1, number, column.titles[lang] + (" *" if needed else ""))
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=NEEDED if needed else HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(column.help[lang], "ozek", height=110, width=320)
        sheet.column_dimensions[column_name(number)].width = _width(column)
        lists.validate(sheet, column, number, kind)
    sheet.freeze_panes = "B2"
    for row, example in enumerate(examples.get(kind.id, []), 2):
        for number, column in enumerate(columns, 1):
            value = example.get(column.id)
            if value is not None:
                values = value if isinstance(value, list) else [value]
                text = "; ".join(
                    _name_of(one, column, examples, lang)
                    if column.kind in ("ref", "source")
                    else lists.word(column, one)
                    for one in values
                )
                whole = text.isdigit() and column.kind in ("year", "years", "number")
                sheet.cell(row, number, int(text) if whole else text)


def _name_of(id: str, column: Column, examples: Mapping[str, Any], lang: str) -> str:
    """Return the name of an example row, as a reader would write it in another row."""
    rows = (row for sheet in column.sheets for row in examples.get(sheet, []))
    return str(next(row[f"name_{lang}"] for row in rows if row["id"] == id))


def _width(column: Column) -> int:
    widths = {"name": 34, "text": 36, "ref": 28, "source": 28, "class": 34, "term": 34, "url": 30}
    return widths.get(column.kind, 18)


class _Lists:
    """The hidden sheet with the choices of the drop-downs, one column per list."""

    def __init__(
        self, labels: Labels, schemes: Mapping[str, Sequence[str]], lang: str
    ) -> None:  # fmt: skip
        self._labels = labels
        self._schemes = schemes
        self._lang = lang
        self._columns: dict[tuple[str, ...], int] = {}

    def word(self, column: Column, value: str) -> str:
        """Return the label of a term, class or property; other values as they are."""
        if column.kind not in ("class", "property", "term", "certainty"):
            return value
        kind = column.kind if column.kind == "property" or value[0].isupper() else "term"
        return self._label(expand_name(value, kind))

    def validate(self, sheet: Any, column: Column, number: int, kind: SheetKind) -> None:
        """Give a column its drop-down; several values, or another name, are still accepted."""
        from openpyxl.worksheet.datavalidation import DataValidation

        if column.kind in ("class", "property"):
            choices = column.takes
        elif column.kind in ("term", "certainty"):
            choices = tuple(
                term for scheme in column.takes for term in self._schemes.get(scheme, ())
            )
        elif column.kind in ("ref", "source"):
            area = _names_of(column, self._lang)
            choices = ()
        else:
            return
        if choices:
            at = column_name(self._columns.setdefault(choices, len(self._columns) + 1))
            area = f"'{LISTS}'!${at}$1:${at}${len(choices)}"
        rule = DataValidation(type="list", formula1=area, allow_blank=True)
        rule.showErrorMessage = bool(choices) and not column.many
        rule.errorStyle = "warning"
        rule.error = column.help[self._lang][:225]
        rule.add(f"{column_name(number)}2:{column_name(number)}{ROWS}")
        sheet.add_data_validation(rule)

    def write(self, sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        for choices, number in self._columns.items():
            for row, label in enumerate(sorted(map(self._label, choices)), 1):
                sheet.cell(row, number, label)

    def _label(self, iri: str) -> str:
        return self._labels[iri][self._lang]


def _names_of(column: Column, lang: str) -> str:
    """Return the cells with the names, in a language, of the things a column refers to."""
    target = workbook().sheet(column.sheets[0])
    shown = [one for one in target.columns if not one.optional]
    at = column_name(next(i for i, one in enumerate(shown, 1) if one.language == lang))
    return f"'{target.titles[lang]}'!${at}$2:${at}${ROWS}"
