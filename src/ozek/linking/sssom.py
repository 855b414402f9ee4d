"""The table of proposals: SSSOM/TSV, the field's standard for mappings.

Columns are SSSOM's own (https://mapping-commons.github.io/sssom/), written in its canonical form,
and one defined extension slot, ``decision``: SSSOM can say that a mapping does not hold
(``predicate_modifier`` is ``Not``), but has no column for what a person has yet to decide.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ozek.errors import InputError
from ozek.linking.entities import ROR_NAMESPACE
from ozek.linking.matching import Proposal
from ozek.linking.reasons import reason
from ozek.namespaces import PREFIXES

__all__ = ["COLUMNS", "DECISIONS", "Row", "Table", "read_table", "rows_of", "write_table"]

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "mapping_justification", "confidence", "comment", "decision",
)  # fmt: skip
REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
EXACT = "skos:exactMatch"

DECISIONS: Mapping[str, str] = {
    **dict.fromkeys(("accept", "accepted", "yes", "қабылдау", "иә", "принять", "да"), "accept"),
    **dict.fromkeys(("reject", "rejected", "no", "бас тарту", "жоқ", "отклонить", "нет"), "reject"),
}
"""What a person may write in ``decision``; nothing: not decided."""

_BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "linkml": "https://w3id.org/linkml/",
}
_RUNS = ("=", "+", "-", "@")
"""What a spreadsheet would take for a formula at the start of a cell."""


@dataclass(frozen=True)
class Row:
    """One line of a table: values by column; ``line`` counts from 1, 0 for a row made here."""

    values: Mapping[str, str]
    line: int = 0

    def get(self, column: str) -> str:
        return self.values.get(column, "")

    @property
    def pair(self) -> tuple[str, str]:
        return self.get("subject_id"), self.get("object_id")


@dataclass(frozen=True)
class Table:
    """A table read: its prefixes, its columns in order, and its rows."""

    prefixes: Mapping[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    language: str = ""

    def shorten(self, iri: str) -> str:
        """Return the CURIE of an IRI in this table, or the IRI."""
        return _curie(iri, self.prefixes)

    def expand(self, curie: str) -> str | None:
        """Return the IRI a CURIE of this table stands for; None if its prefix is not declared."""
        prefix, colon, rest = curie.partition(":")
        namespace = self.prefixes.get(prefix) or _BUILT_IN.get(prefix)
        return namespace + rest if colon and namespace and rest else None


def rows_of(proposals: Iterable[Proposal], *, prefixes: Mapping[str, str], lang: str) -> list[Row]:
    """Return the rows of proposals, in their order, reasons in ``lang``."""
    return [
        Row(
            {
                "subject_id": _curie(one.subject.iri, prefixes),
                "subject_label": one.subject.label,
                "predicate_id": EXACT,
                "object_id": _curie(one.object.iri, prefixes),
                "object_label": one.object.label,
                "mapping_justification": _justification(one),
                "confidence": f"{one.confidence:.3f}",
                "comment": reason(one, lang),
            }
        )
        for one in proposals
    ]


def write_table(
    rows: Iterable[Row], *, prefixes: Mapping[str, str], mapping_set: str, version: str, lang: str
) -> str:
    """Return the table as text: the metadata block, the header, the rows."""
    rows = list(rows)
    used = {row.get(c).partition(":")[0] for row in rows for c in ("subject_id", "object_id")}
    lines = ["#curie_map:"] if used & set(prefixes) else []
    lines += [f"#  {name}: {prefixes[name]}" for name in sorted(used & set(prefixes))]
    lines += [
        f"#mapping_set_id: {mapping_set}",
        "#license: https://creativecommons.org/publicdomain/zero/1.0/",
        "#mapping_tool: ozek",
        f'#mapping_tool_version: "{version}"',
        "#extension_definitions:",
        "#  - slot_name: comment_language",
        "#    type_hint: xsd:string",
        "#  - slot_name: decision",
        "#    type_hint: xsd:string",
        f"#comment_language: {lang}",
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _harmless(row.get(name)) for name in COLUMNS})
    return "\n".join(lines) + "\n" + out.getvalue()


def read_table(path: str | Path) -> Table:
    """Read a table as Özek wrote it or a spreadsheet saved it (UTF-8 or UTF-16, tabs or commas).

    Raises InputError for a file that cannot be read or has not the columns that are needed, with
    the line.
    """
    text = _text(Path(path))
    head: list[str] = []
    body: list[str] = []
    skipped = 0
    for raw in text.splitlines():
        plain = raw.rstrip("\t,; ")
        if plain.startswith('"#') and plain.endswith('"'):  # a spreadsheet quotes what has quotes
            plain = plain[1:-1].replace('""', '"')
        if not body and plain.startswith("#"):
            head.append(plain.lstrip("#"))
            skipped += 1
        else:
            body.append(raw)
    if not body or not body[0].strip():
        raise InputError(
            "there is no header line with the names of columns",
            path=path,
            line=skipped + 1,
            hint="Give a table that `ozek link -o FILE` wrote.",
        )
    delimiter = max("\t,;", key=body[0].count)
    reader = csv.reader(io.StringIO("\n".join(body) + "\n", newline=""), delimiter=delimiter)
    columns = tuple(name.strip() for name in next(reader))
    missing = [name for name in (*REQUIRED, "decision") if name not in columns]
    if missing:
        raise InputError(
            f"the columns {', '.join(missing)} are missing",
            path=path,
            line=skipped + 1,
            hint=f"There are: {', '.join(columns)}. Keep the header that `ozek link` wrote.",
        )
    rows = []
    line = skipped + reader.line_num
    for cells in reader:
        start, line = line + 1, skipped + reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: _plain(cell) for name, cell in zip(columns, cells, strict=False)}
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise InputError(
                f"the row has {len(cells)} cells, the header {len(columns)}",
                path=path,
                line=start,
                hint="A tab inside a cell? Put the cell in double quotes.",
            )
        rows.append(Row(values, start))
    metadata = _metadata(head, path)
    found = metadata.get("curie_map")
    prefixes = {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
    language = str(metadata.get("comment_language", ""))
    return Table(prefixes, columns, tuple(rows), language)


def _text(path: Path) -> str:
    from ozek.parsing import read_bytes

    data = read_bytes(path)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            "not valid UTF-8", path=path, line=line, hint="Save the table as UTF-8 text."
        ) from None
    if "\x00" in text:
        raise InputError(
            "holds NUL bytes: this is no table",
            path=path,
            line=text.count("\n", 0, text.index("\x00")) + 1,
        )
    return text


def _metadata(head: list[str], path: str | Path) -> dict[str, Any]:
    import yaml

    try:
        metadata = yaml.safe_load("\n".join(head)) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            "the lines that begin with # are no YAML",
            path=path,
            line=mark.line + 1 if mark else None,
            hint="Leave them as `ozek link` wrote them.",
        ) from None
    return metadata if isinstance(metadata, dict) else {}


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, namespace in sorted(prefixes.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{name}:{iri[len(namespace) :]}"
    return iri


def _justification(proposal: Proposal) -> str:
    evidence = proposal.comparison.evidence
    more = evidence.same_domain or evidence.same_identifier or evidence.same_town
    return "semapv:CompositeMatching" if more else "semapv:LexicalMatching"


def _harmless(value: str) -> str:
    """A cell that no spreadsheet runs, on one line."""
    value = re.sub(r"\s+", " ", value).strip()
    return f"'{value}" if value.startswith(_RUNS) else value


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def ror_prefixes(base: str, name: str) -> dict[str, str]:
    """Return the prefixes of a project's tables: its own, and ROR's."""
    house = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    own = house.get(base, name)
    if not re.fullmatch(r"[A-Za-z_][\w-]*", own) or own in _BUILT_IN or own == "ror":
        own = "project"
    return {own: base, "ror": ROR_NAMESPACE}
