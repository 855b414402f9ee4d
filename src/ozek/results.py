"""Table: rows of terms, and the forms in which people and programs read them."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ozek.errors import UsageError
from ozek.exporting.cells import harmless
from ozek.namespaces import XSD, shorten

if TYPE_CHECKING:
    import pandas

    from ozek.labels import Labels

FORMATS = ("table", "csv", "tsv", "json", "markdown")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows of rdflib terms (or None) under named columns.

    ``titles`` gives column → language → heading; ``title`` language → heading of the whole. Columns
    in ``short`` show people the short IRI of a thing (to go on with) and not its label.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    short: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dict of terms per row, without the unbound columns."""
        return [
            {
                column: term
                for column, term in zip(self.columns, row, strict=True)
                if term is not None
            }
            for row in self.rows
        ]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat dict of plain values per row: numbers, truth values, texts, None."""
        return [
            {column: plain(term) for column, term in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas DataFrame of plain values (needs the extra ``tables``)."""
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed: pip install 'ozek[tables]'") from None
        return pandas.DataFrame(self.to_records(), columns=list(self.columns))

    def to_text(
        self,
        format: str = "table",
        labels: Labels | None = None,
        *,
        lang: str | None = None,
        width: int | None = None,
    ) -> str:
        """Return the table as text that ends in a newline.

        ``table`` and ``markdown`` are for people: headings in ``lang`` or the language of
        ``labels``, things by their labels; ``width`` wraps the cells of a table. ``csv``, ``tsv``
        and ``json`` are the SPARQL 1.1 result formats, with full IRIs; in ``csv`` and ``tsv`` a
        text that a spreadsheet program would run as a formula has an apostrophe in front.
        """
        if format not in FORMATS:
            raise UsageError(f"'{format}' is no format of rows; formats: {', '.join(FORMATS)}")
        if format == "csv":
            return self._delimited(lambda term: "" if term is None else harmless(str(term)))
        if format == "tsv":
            names = "\t".join(f"?{column}" for column in self.columns)
            lines = ("\t".join("" if t is None else _n3(t) for t in row) for row in self.rows)
            return "\n".join([names, *lines]) + "\n"
        if format == "json":
            return json.dumps(self.to_sparql_json(), ensure_ascii=False, indent=2) + "\n"
        head, cells = self._for_people(labels, lang)
        return _markdown(head, cells) if format == "markdown" else _aligned(head, cells, width)

    def to_json(self) -> str:
        """Return the records as JSON text: an array of flat objects."""
        return json.dumps(self.to_records(), ensure_ascii=False, indent=2) + "\n"

    def to_sparql_json(self) -> dict[str, Any]:
        """Return the rows as a SPARQL 1.1 Query Results JSON object."""
        bindings = [{name: _json(term) for name, term in row.items()} for row in self.to_dicts()]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}

    def headings(self, lang: str = "en") -> list[str]:
        """Return the columns' headings in a language; a column without one keeps its name."""
        return [self.titles.get(column, {}).get(lang) or column for column in self.columns]

    def _repr_html_(self) -> str:
        from html import escape

        head, cells = self._for_people(None)
        row = "<tr>{}</tr>"
        top = row.format("".join(f"<th>{escape(text)}</th>" for text in head))
        body = (row.format("".join(f"<td>{escape(text)}</td>" for text in line)) for line in cells)
        caption = f"<caption>{escape(self.title['en'])}</caption>" if "en" in self.title else ""
        return (
            f"<table>{caption}<thead>{top}</thead><tbody>{''.join(body)}</tbody></table>"
            f"<p>{len(self)} row{'s' if len(self) != 1 else ''}</p>"
        )

    def _for_people(
        self, labels: Labels | None, lang: str | None = None
    ) -> tuple[list[str], list[list[str]]]:
        name, short = (labels.of, labels.short) if labels else (_short, _short)
        if labels:
            labels.prepare(term for row in self.rows for term in row if term is not None)
        shows = [short if column in self.short else name for column in self.columns]
        cells = [
            ["" if term is None else show(term) for show, term in zip(shows, row, strict=True)]
            for row in self.rows
        ]
        return self.headings(lang or (labels.lang if labels else "en")), cells

    def _delimited(self, text: Callable[[Any], str]) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([text(term) for term in row] for row in self.rows)
        return out.getvalue()


def _n3(term: Any) -> str:
    """Return a term in N3, a plain text so that a spreadsheet program does not run it."""
    from rdflib import Literal

    if isinstance(term, Literal) and not term.language and not term.datatype:
        return Literal(harmless(str(term))).n3()
    return str(term.n3())


def plain(term: Any) -> Any:
    """Return a term as a plain Python value; a number written wrongly stays text."""
    from rdflib import Literal

    if not isinstance(term, Literal):
        return None if term is None else str(term)
    kind = str(term.datatype or "").removeprefix(XSD)
    text = str(term)
    try:
        if kind in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"):
            return int(text)
        if kind in ("decimal", "double", "float"):
            return float(text)
    except ValueError:
        return text
    return (
        {"true": True, "1": True, "false": False, "0": False}.get(text, text)
        if kind == "boolean"
        else text
    )


def _short(term: Any) -> str:
    from rdflib import URIRef

    return shorten(str(term)) if isinstance(term, URIRef) else str(term)


def _json(term: Any) -> dict[str, str]:
    from rdflib import BNode, URIRef

    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    result = {"type": "literal", "value": str(term)}
    if term.language:
        result["xml:lang"] = term.language
    elif term.datatype:
        result["datatype"] = str(term.datatype)
    return result


def _markdown(head: list[str], cells: list[list[str]]) -> str:
    def line(texts: list[str]) -> str:
        safe = (re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|") for text in texts)
        return "| " + " | ".join(safe) + " |"

    return "\n".join([line(head), "|" + " --- |" * len(head), *map(line, cells)]) + "\n"


def _aligned(head: list[str], cells: list[list[str]], width: int | None) -> str:
    """Columns side by side; numbers to the right, cells wrapped when a width is given."""
    columns = list(zip(head, *cells, strict=True)) if cells else [(text,) for text in head]
    widths = [max(len(text) for text in column) for column in columns]
    if width:
        widths = _squeeze(widths, width - 2 * (len(widths) - 1))
    numeric = [
        bool(cells) and all(re.fullmatch(r"-?\d+([.,]\d+)?|", text) for text in column[1:])
        for column in columns
    ]

    def lines(texts: list[str]) -> Iterator[str]:
        wrapped = [
            textwrap.wrap(text, w, break_on_hyphens=False) or [""]
            for text, w in zip(texts, widths, strict=True)
        ]
        for number in range(max(map(len, wrapped), default=0)):
            parts = (
                (cell[number] if number < len(cell) else "").rjust(w)
                if right
                else (cell[number] if number < len(cell) else "").ljust(w)
                for cell, w, right in zip(wrapped, widths, numeric, strict=True)
            )
            yield "  ".join(parts).rstrip()

    rule = "  ".join("─" * w for w in widths)
    body = [text for row in cells for text in lines(row)]
    return "\n".join([*lines(head), rule, *body]) + "\n"


def _squeeze(widths: list[int], room: int) -> list[int]:
    """Make the widest columns narrower until all fit, but none narrower than 8."""
    widths = [max(w, 1) for w in widths]
    while sum(widths) > room and max(widths) > 8:
        widest = max(range(len(widths)), key=lambda i: widths[i])
        widths[widest] -= 1
    return widths
