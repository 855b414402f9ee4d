"""The workbook's sheets and columns, and the codes of what can be wrong in a table."""

from __future__ import annotations

from generating.markdown import LANGUAGES, cell, code, page, table
from ozek.importing.finding_codes import CODES
from ozek.importing.mapping.applying import needed
from ozek.importing.mapping.reading import load_mapping, packaged_mappings
from ozek.importing.workbook.schema import Column, SheetKind, workbook

LEVELS = {
    "file": "Refuses the file.",
    "row": "Refuses the row.",
    "note": "A note: nothing is refused.",
}
KINDS = {
    "id": "identifier",
    "name": "name",
    "names": "names, separated by `;`",
    "class": "one of the list",
    "property": "one of the list",
    "scheme": "one of the list",
    "term": "term of the taxonomy",
    "certainty": "term of the taxonomy",
    "indicator": "name of what is measured",
    "ref": "name or identifier of another row",
    "source": "name or identifier of a source",
    "year": "year",
    "years": "year or period",
    "until": "year",
    "number": "number",
    "decimal": "number",
    "share": "share",
    "url": "web address",
    "code": "identifier",
    "text": "text",
}


def codes_page() -> str:
    rows = [[f"[{name}](#{name.lower()})", cell(c.message["en"])] for name, c in CODES.items()]
    parts = [table(["code", "what it says"], rows)]
    for name, one in CODES.items():
        parts.append(f"## {name}")
        parts.append(LEVELS[one.level])
        parts.append(
            "  \n".join(
                f"**{lang}** {cell(f'{one.message[lang]} {one.cure[lang]}')}" for lang in LANGUAGES
            )
        )
    return page(
        "What can be wrong in a table",
        "Every finding of `ozek import`, and of a build that reads a workbook, has one of these\n"
        "codes. A code keeps its meaning for good. In `{braces}` stands what the table has there.",
        parts,
    )


def mappings_page() -> str:
    rows = []
    for name, path in packaged_mappings().items():
        one = load_mapping(path)
        titles = "<br>".join(f"**{lang}** {cell(one.title[lang])}" for lang in LANGUAGES)
        gives = ", ".join(dict.fromkeys(rule.sheet for rule in one.rules))
        needs = ", ".join(code(header) for header in needed(one))
        rows.append([code(name), titles, needs, gives])
    return page(
        "Ready mappings for other tables",
        "What `ozek import FILE --map NAME` knows; `ozek import --maps` prints this list, and\n"
        "`ozek import --maps FILE` those that fit a file. `#4` stands for the fourth column,\n"
        "whatever its header; `../` in XML for what stands around the record.",
        [table(["name", "what the table is", "headers it has to have", "gives"], rows)],
    )


def workbook_page() -> str:
    parts = []
    for kind in workbook().sheets:
        parts.append(f"## {kind.titles['en']}")
        titles = " · ".join(f"**{lang}** {kind.titles[lang]}" for lang in LANGUAGES)
        parts.append(f"{titles}  \n{kind.about['en']}")
        parts.append(
            table(
                ["column (en)", "kk", "ru", "cells", "also called"],
                [_row(kind, one) for one in kind.columns],
            )
        )
    words = [[code(name), ", ".join(also)] for name, also in workbook().synonyms.items()]
    parts += ["## Other words for terms", table(["term", "words"], words)]
    return page(
        "The workbook",
        "Sheets and columns of the workbook that `ozek init` makes and `ozek import` reads. The\n"
        "order does not matter, and headers may be in any of the three languages. Columns in\n"
        "**bold** are needed in every row. A sheet with names needs one in at least one language.",
        parts,
    )


def _row(kind: SheetKind, column: Column) -> list[str]:
    title = column.titles["en"]
    what = KINDS[column.kind]
    if column.many and column.kind != "names":
        what += ", several separated by `;`"
    return [
        f"**{title}**" if column.required else title,
        column.titles["kk"],
        column.titles["ru"],
        what,
        ", ".join(column.also),
    ]
