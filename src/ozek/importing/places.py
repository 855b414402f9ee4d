"""A table of places → statement graphs, one per row.

``python -m ozek.importing.places TABLE.csv --project P`` writes the project's ``places.trig``. The
table is UTF-8 CSV with the columns of :data:`COLUMNS`; a cell may be empty except in ``slug``,
``kind`` and the names. Beside it stands ``TABLE.toml``: ``[source]`` describes the table itself,
``[origins.<id>]`` each source that the column ``origin`` names.

==================  =============================================================================
slug                last part of the IRI ``place/<slug>``: lower-case ASCII, digits, hyphens
kind                ``country``, ``region`` and/or ``settlement`` (a city may be a region as well)
name_kk, _ru, _en   the preferred names
alt_kk, _ru, _en    other and former names, separated by ``|``
iso_code            ISO 3166-1 or 3166-2 code; geonames_id, wikidata_id: identifiers
latitude, longitude decimal degrees (WGS 84)
within              slug of the place it lies in; centre: slug of a region's centre
origin              where the facts come from: ids of ``[origins.<id>]``, separated by blanks
note_kk, _ru, _en   why a doubtful cell reads as it does
==================  =============================================================================
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.errors import InputError
from ozek.importing import nquads
from ozek.importing.nquads import Quoted, Source, decimal, digest, iri, text
from ozek.namespaces import (
    ALT_LABEL,
    DCTERMS,
    EDITORIAL_REASON,
    OZEK,
    PREF_LABEL,
    RDF_TYPE,
    SKOS,
)

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["COLUMNS", "import_places", "iter_places"]

LANGUAGES = ("en", "kk", "ru")
COLUMNS = (
    *("slug", "kind", "name_kk", "name_ru", "name_en", "alt_kk", "alt_ru", "alt_en"),
    *("iso_code", "geonames_id", "wikidata_id", "latitude", "longitude", "within", "centre"),
    *("origin", "note_kk", "note_ru", "note_en"),
)

IDENTIFIERS = {"iso_code": "isoCode", "geonames_id": "geonamesId", "wikidata_id": "wikidataId"}
KINDS = {"country": "Country", "region": "Region", "settlement": "Settlement"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORMS = {
    "slug": (SLUG, "lower-case ASCII letters, digits and hyphens"),
    "iso_code": (re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?"), "like KZ or KZ-71"),
    "geonames_id": (re.compile(r"[1-9][0-9]*"), "a number"),
    "wikidata_id": (re.compile(r"Q[1-9][0-9]*"), "like Q1520"),
    "latitude": (re.compile(r"-?([0-8]?[0-9](\.[0-9]+)?|90(\.0+)?)"), "degrees from -90 to 90"),
    "longitude": (
        re.compile(r"-?((1[0-7][0-9]|[0-9]{1,2})(\.[0-9]+)?|180(\.0+)?)"),
        "degrees from -180 to 180",
    ),
}

KIND_WORDS = {
    "en": {"country": "country", "region": "region", "settlement": "settlement"},
    "kk": {"country": "ел", "region": "өңір", "settlement": "елді мекен"},
    "ru": {"country": "страна", "region": "регион", "settlement": "населённый пункт"},
}
JOINTS = {"en": " and ", "kk": " әрі ", "ru": " и "}
FIELD_WORDS = {
    "en": ("lies in", "centre", "ISO 3166 code", "coordinates", "also called"),
    "kk": ("орналасқан жері", "орталығы", "ISO 3166 коды", "координаттары", "басқа атаулары"),
    "ru": ("находится в составе", "центр", "код ISO 3166", "координаты", "другие названия"),
}
ROW_WORDS = {"en": "Row {} of the table", "kk": "Кестенің {} жолы", "ru": "Строка {} таблицы"}

Row = dict[str, str]


def import_places(path: str | Path, *, base: str) -> Dataset:
    """Return the places of a table as a ``rdflib.Dataset``; see :func:`iter_places`."""
    return nquads.dataset(iter_places(path, base=base))


def iter_places(path: str | Path, *, base: str) -> Iterator[str]:
    """Yield the statements of a table of places as N-Quads lines.

    Raises InputError with file, line and column of the table for a missing column, a cell of the
    wrong form, a slug that stands twice or does not exist, and an origin that is not described.
    """
    path = Path(path)
    rows = _read_rows(path)
    source, origins = _read_sources(path.with_suffix(".toml"))
    _check(rows, set(origins), path)
    table = {row["slug"]: row for row, _, _ in rows}
    yield from source.lines(base)
    used = {origin for row, _, _ in rows for origin in row["origin"].split()}
    for origin in origins.values():
        if origin.id in used:
            yield from origin.lines(base)
    for row, raw, _ in rows:
        yield from _provenance(row, raw, source, table, base)
        yield from _facts(row, base)


# reading -----------------------------------------------------------------------------------------


def _read_rows(path: Path) -> list[tuple[Row, bytes, int]]:
    """Return (row, its bytes without line end, its line) for every row of the table."""
    try:
        raw = path.read_bytes()
        content = raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", path=path) from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError("not valid UTF-8", path=path, line=line, hint="Save as UTF-8.") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    lines = content.splitlines(keepends=True)
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    rows: list[tuple[Row, bytes, int]] = []
    start = 0
    header: list[str] | None = None
    try:
        for cells in reader:
            first, start = start, reader.line_num
            if not any(cells):
                continue
            if header is None:
                header = cells
                missing = [column for column in COLUMNS if column not in header]
                if missing:
                    raise InputError(
                        f"the table lacks the columns: {', '.join(missing)}",
                        path=path,
                        line=first + 1,
                        hint=f"Columns: {', '.join(COLUMNS)}.",
                    )
                continue
            if len(cells) != len(header):
                raise InputError(
                    f"{len(cells)} cells, but the table has {len(header)} columns",
                    path=path,
                    line=first + 1,
                    hint="Put cells that hold a comma in double quotes.",
                )
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            data = "".join(lines[first:start]).rstrip("\r\n").encode()
            rows.append((row, data, first + 1))
    except csv.Error as error:
        raise InputError(f"not valid CSV: {error}", path=path, line=reader.line_num) from None
    return rows


def _read_sources(path: Path) -> tuple[Source, dict[str, Source]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "there is no such file", path=path, hint="It must describe the table under [source]."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"not valid TOML: {error}", path=path) from None
    source = data.get("source", {})
    if not isinstance(source.get("id"), str):
        raise InputError("[source] has no 'id'", path=path)
    origins = data.get("origins", {})
    return (
        _source(source["id"], source, "source", path),
        {id: _source(id, value, f"origins.{id}", path) for id, value in origins.items()},
    )


def _source(id: str, data: Mapping[str, Any], section: str, path: Path) -> Source:
    titles = data.get("title", {})
    missing = [language for language in LANGUAGES if not isinstance(titles.get(language), str)]
    if missing or not SLUG.fullmatch(id):
        what = f"[{section}.title] lacks {', '.join(missing)}" if missing else f"bad id '{id}'"
        raise InputError(what, path=path)
    return Source(
        id,
        {language: titles[language] for language in LANGUAGES},
        license=data.get("license"),
        rights=dict(sorted(data.get("rights", {}).items())),
        publisher=data.get("publisher"),
        homepage=data.get("homepage"),
    )


def _check(rows: list[tuple[Row, bytes, int]], origins: set[str], path: Path) -> None:
    """Raise InputError for the first row that cannot be used."""
    seen: dict[str, int] = {}
    for row, _, line in rows:
        first = seen.setdefault(row["slug"], line)
        if first != line:
            message = f"slug '{row['slug']}' stands in line {first} already"
            raise InputError(message, path=path, line=line)
    for row, _, line in rows:
        problem = _problem(row, seen, origins)
        if problem:
            raise InputError(problem, path=path, line=line)


def _problem(row: Row, slugs: Mapping[str, int], origins: set[str]) -> str | None:
    for column in ("slug", "kind", "name_kk", "name_ru", "name_en"):
        if not row[column]:
            return f"column '{column}' is empty"
    for column, (pattern, form) in FORMS.items():
        if row[column] and not pattern.fullmatch(row[column]):
            return f"column '{column}' is '{row[column]}', not {form}"
    for column, cell in row.items():
        if not unicodedata.is_normalized("NFC", cell):
            return f"column '{column}' is not in Unicode NFC"
    checks = (
        ("kind", row["kind"].split(), KINDS, "unknown kind"),
        ("within", row["within"].split(), slugs, "no row has the slug"),
        ("centre", row["centre"].split(), slugs, "no row has the slug"),
        ("origin", row["origin"].split(), origins, "the .toml file does not describe the origin"),
    )
    for column, values, known, what in checks:
        for value in values:
            if value not in known:
                return f"column '{column}': {what} '{value}' (known: {', '.join(sorted(known))})"
    if bool(row["latitude"]) != bool(row["longitude"]):
        return "latitude and longitude must both be given, or neither"
    notes = [language for language in LANGUAGES if row[f"note_{language}"]]
    if notes and len(notes) < len(LANGUAGES):
        return "a note must be given in kk, ru and en"
    return None


# writing -----------------------------------------------------------------------------------------


def _provenance(
    row: Row, raw: bytes, source: Source, table: Mapping[str, Row], base: str
) -> Iterator[str]:
    slug = f"place-{row['slug']}"
    quoted = Quoted(
        base=base,
        slug=slug,
        source=source.id,
        key=row["slug"],
        digest=digest(raw),
        restatements={language: _restate(row, table, language) for language in LANGUAGES},
    )
    yield from quoted.graph_lines()
    yield from quoted.passage_lines()
    tail = f" <{base}graph/provenance> .\n"
    for origin in row["origin"].split():
        yield f"<{base}passage/{slug}> <{DCTERMS}source> <{base}source/{origin}>{tail}"
    for language in LANGUAGES:
        note = row[f"note_{language}"]
        if note:
            yield f"<{base}graph/{slug}> <{EDITORIAL_REASON}> {text(note, language)}{tail}"


def _restate(row: Row, table: Mapping[str, Row], language: str) -> str:
    within, centre, code, coordinates, other = FIELD_WORDS[language]
    kinds = JOINTS[language].join(KIND_WORDS[language][kind] for kind in row["kind"].split())
    parts = [f"{row[f'name_{language}']} – {kinds}"]
    for word, column in ((within, "within"), (centre, "centre")):
        if row[column]:
            parts.append(f"{word}: {table[row[column]][f'name_{language}']}")
    if row["iso_code"]:
        parts.append(f"{code}: {row['iso_code']}")
    for name, column in (("GeoNames", "geonames_id"), ("Wikidata", "wikidata_id")):
        if row[column]:
            parts.append(f"{name}: {row[column]}")
    if row["latitude"]:
        parts.append(f"{coordinates}: {row['latitude']}, {row['longitude']}")
    names = _alternatives(row)
    if names:
        parts.append(f"{other}: {', '.join(dict.fromkeys(name for name, _ in names))}")
    return f"{ROW_WORDS[language].format(row['slug'])}: {'; '.join(parts)}."


def _alternatives(row: Row) -> list[tuple[str, str]]:
    return [
        (name.strip(), language)
        for language in LANGUAGES
        for name in row[f"alt_{language}"].split("|")
        if name.strip() and name.strip() != row[f"name_{language}"]
    ]


def _facts(row: Row, base: str) -> Iterator[str]:
    subject = f"<{base}place/{row['slug']}>"
    tail = f" <{base}graph/place-{row['slug']}> .\n"
    for kind in row["kind"].split():
        yield f"{subject} <{RDF_TYPE}> <{OZEK}{KINDS[kind]}>{tail}"
    for language in LANGUAGES:
        yield f"{subject} <{PREF_LABEL}> {text(row[f'name_{language}'], language)}{tail}"
    for name, language in _alternatives(row):
        yield f"{subject} <{ALT_LABEL}> {text(name, language)}{tail}"
    for column, term in IDENTIFIERS.items():
        if row[column]:
            yield f"{subject} <{OZEK}{term}> {text(row[column])}{tail}"
    if row["wikidata_id"]:
        wikidata = iri(f"http://www.wikidata.org/entity/{row['wikidata_id']}")
        yield f"{subject} <{SKOS}exactMatch> {wikidata}{tail}"
    for column in ("latitude", "longitude"):
        if row[column]:
            yield f"{subject} <{OZEK}{column}> {decimal(row[column])}{tail}"
    for column, term in (("within", "isLocatedIn"), ("centre", "hasCentre")):
        if row[column]:
            yield f"{subject} <{OZEK}{term}> <{base}place/{row[column]}>{tail}"


def main(arguments: list[str] | None = None) -> int:
    """Run the import from the command line; returns the exit status."""
    from ozek.importing.command import run

    return run(
        arguments,
        module="places",
        description="Turn a table of places (CSV) into a project's TriG.",
        output="places.trig",
        convert=lambda file, base, others: iter_places(file, base=base),
    )


if __name__ == "__main__":
    sys.exit(main())
