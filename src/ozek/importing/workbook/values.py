"""The cells of one row → N-Quads terms; everything that is wrong with them, not just the first."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlsplit

from ozek.importing import cells, nquads
from ozek.importing.findings import Finding
from ozek.importing.grid import Row
from ozek.importing.known import Known
from ozek.importing.personal import WORDS, personal_cell
from ozek.importing.workbook.schema import Column, choice, workbook
from ozek.importing.workbook.sheets import KnownSheet
from ozek.namespaces import OZT

__all__ = ["RowReader"]

# What XML 1.0 and therefore most formats cannot hold (https://www.w3.org/TR/xml/#charsets).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
CERTAIN = OZT + "modality-asserted"


class RowReader:
    """Reads one row of a sheet. ``findings`` is what is wrong, ``refers`` what the row rests on."""

    def __init__(
        self, table: KnownSheet, row: Row, known: Known, lang: str, keep_personal: bool = False
    ) -> None:
        self.table = table
        self.row = row
        self.findings: list[Finding] = []
        self.refers: list[str] = []
        self.dropped: set[int] = set()  # columns whose cell holds contact data
        self._known = known
        self._terms: dict[str, list[str]] = {}  # a cell is read, and complained about, once
        self._years: dict[str, tuple[int | None, int | None]] = {}
        self._lang = lang
        self._keep_personal = keep_personal
        for column in (0, *table.kept):
            if bad := table.sheet.bad.get((row.number, column)):
                self.findings.append(bad)
        for column in table.kept:
            if hit := _FORBIDDEN.search(row.cell(column)):
                reason = f"U+{ord(hit[0]):04X}"
                self._wrong("OZ-I036", column, words={"reason": reason})

    def text(self, id: str) -> str:
        """Return the text of a column, clean; empty where the cell cannot be used."""
        column = self.table.columns.get(id, 0)
        if (self.row.number, column) in self.table.sheet.bad:
            return ""
        return nquads.clean(self.row.cell(column))

    def require(self, column: Column) -> None:
        """Note that a cell is empty which the row needs."""
        number = self.table.columns.get(column.id, 0)
        if not self.row.cell(number):
            self._wrong("OZ-I020", number, words={"column": column.titles})

    def note(self, code: str, id: str = "", value: str = "", **words: str) -> None:
        """Add a finding about a column of this row, or about the whole row."""
        self._wrong(code, self.table.columns.get(id, 0), value, words=dict(words))

    def terms(self, column: Column) -> list[str]:
        """Return what a cell says, as N-Quads terms: nothing if it is empty or wrong."""
        if column.id not in self._terms:
            self._terms[column.id] = self._read(column)
        return self._terms[column.id]

    def _read(self, column: Column) -> list[str]:
        number = self.table.columns.get(column.id, 0)
        raw = self.row.cell(number)
        if not raw or (self.row.number, number) in self.table.sheet.bad:
            return []
        values = map(nquads.clean, cells.split(raw)) if column.many else [nquads.clean(raw)]
        return [term for value in values if (term := self._term(column, value))]

    def things(self, column: Column) -> list[str]:
        """Return the IRIs that a column of references, classes or terms names."""
        return [term[1:-1] for term in self.terms(column)]

    def years(self, column: Column) -> tuple[int | None, int | None]:
        """Return first and last year of a period; nothing known if the cell is empty or wrong."""
        if column.id not in self._years:
            self._years[column.id] = self._read_years(column)
        return self._years[column.id]

    def _read_years(self, column: Column) -> tuple[int | None, int | None]:
        value = self.text(column.id)
        if not value:
            return (None, None)
        found = cells.years(value)
        if found is None or (column.kind == "year" and found[1] is not None):
            self.note("OZ-I024", column.id, value)
            return (None, None)
        begin, end = found
        if begin and end and begin > end:
            self.note("OZ-I028", column.id, value)
            return (None, None)
        return found

    def certainty(self, column: Column) -> tuple[str, str]:
        """Return modality and check against the source by the column 'how sure' (or empty)."""
        said = next(iter(self.things(column)), CERTAIN)
        return (said, "") if said.startswith(OZT + "modality-") else (CERTAIN, said)

    # one value ------------------------------------------------------------------------------------

    def _term(self, column: Column, value: str) -> str | None:
        match column.kind:
            case "ref" | "source":
                return self._named(column, value, column.takes, "OZ-I022")
            case "term" | "certainty":
                return self._named(column, value, column.takes, "OZ-I021")
            case "class" | "property" | "scheme":
                kinds = (choice(self.table.kind.id, column),)
                return self._named(column, value, kinds, "OZ-I021")
            case "year":
                begin, _ = self.years(column)
                return None if begin is None else nquads.integer(begin)
            case "number" | "decimal":
                return self._number(column, value)
            case "share":
                part = cells.share(value)
                if part is None:
                    self.note("OZ-I031", column.id, value)
                return None if part is None else nquads.decimal(part)
            case "url":
                return self._url(column, value)
            case "code":
                return self._code(column, value)
            case "names" | "indicator":
                return nquads.text(value)
            case "text":
                return self._free(column, value)
        raise AssertionError(column.kind)

    def _named(
        self, column: Column, value: str, kinds: tuple[str, ...], code: str
    ) -> str | None:  # fmt: skip
        found = self._known.find(value, kinds)
        if len(found) == 1:
            if code == "OZ-I022":
                self.refers.append(found[0])
            return nquads.iri(found[0])
        number = self.table.columns[column.id]
        if found:
            choices = ", ".join(f"'{iri.rpartition('/')[2]}'" for iri in found)
            self._wrong("OZ-I023", number, value, words={"choices": choices})
            return None
        near = self._known.nearest(value, kinds)
        words: dict[str, object] = {"column": column.titles}
        if code == "OZ-I022":
            titles = [workbook().sheet(id).titles for id in column.sheets]
            words["sheets"] = {
                language: " / ".join(f"'{one[language]}'" for one in titles)
                for language in ("kk", "ru", "en")
            }
        else:
            words["known"] = self._known.labels_of(kinds)
        self._wrong(code, number, value, near=near, words=words)
        return None

    def _number(self, column: Column, value: str) -> str | None:
        plain = value.replace(",", ".") if column.kind == "decimal" else value
        found = cells.number(plain)
        if found is None:
            self.note("OZ-I025", column.id, value)
            return None
        if column.least is not None and column.most is not None:
            low, high = Decimal(column.least), Decimal(column.most)
            if not low <= found <= high:
                bounds = {"least": str(low), "most": str(high)}
                self.note("OZ-I034", column.id, value, **bounds)
                return None
        return nquads.decimal(found)

    def _url(self, column: Column, value: str) -> str | None:
        full = value if "://" in value else f"https://{value}"
        try:
            parts = urlsplit(full)
            host = parts.hostname or ""
        except ValueError:
            host, parts = "", urlsplit("")
        if parts.scheme not in ("http", "https") or "." not in host or " " in full:
            self.note("OZ-I032", column.id, value)
            return None
        return nquads.iri(full)

    def _code(self, column: Column, value: str) -> str | None:
        compact = value.replace(" ", "")
        if column.id == "wikidata":
            compact = compact.rpartition("/")[2]
        if not re.fullmatch(column.form, compact):
            number = self.table.columns[column.id]
            words = {"column": column.titles, "like": column.like}
            self._wrong("OZ-I033", number, value, words=words)
            return None
        if column.id == "ror" and not compact.startswith("https://"):
            compact = f"https://ror.org/{compact}"
        return nquads.text(compact)

    def _free(self, column: Column, value: str) -> str | None:
        what = "" if self._keep_personal else personal_cell(value)
        if what:
            number = self.table.columns[column.id]
            self.dropped.add(number)
            self._wrong("OZ-I045", number, "", words={"reason": WORDS[what]})
            return None
        return nquads.text(value)

    def _wrong(self, code: str, column: int, value: str | None = None, **more: object) -> None:
        shown = self.row.cell(column) if value is None else value
        self.findings.append(self.table.sheet.finding(code, self.row.number, column, shown, **more))
