"""Reading ROR records (schema 2, and 1 as far as it goes) and checking them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ozek.errors import InputError
from ozek.importing.nquads import LANGUAGE_TAG, clean, digest
from ozek.importing.ror_files import iter_raw
from ozek.importing.ror_v1 import is_v1, upgrade

__all__ = [
    "KINDS",
    "RELATIONS",
    "STATUSES",
    "Dump",
    "Name",
    "Record",
    "iter_records",
    "read_dump",
    "read_records",
]

KINDS = {
    "education": "EducationOrganisation",
    "company": "Enterprise",
    "facility": "ResearchOrganisation",
    "government": "GovernmentOrganisation",
    "nonprofit": "NonProfitOrganisation",
    "healthcare": "HealthcareOrganisation",
    "funder": "FundingOrganisation",
    "archive": None,
    "other": None,
}
"""ROR organisation type → class of the ontology; None: only an organisation, no kind of actor."""

STATUSES = ("active", "inactive", "withdrawn")
RELATIONS = ("parent", "child", "predecessor", "successor", "related")
NAME_TYPES = ("ror_display", "label", "alias", "acronym")

ROR_ID = re.compile(r"https://ror\.org/(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})")

HINT = (
    "Each line must be one record of ROR schema v2 "
    "(https://ror.readme.io/docs/ror-data-structure); correct the line or leave the record out."
)


@dataclass(frozen=True)
class Name:
    """One name of an organisation; ``language`` is None where ROR gives none."""

    value: str
    language: str | None
    types: frozenset[str]


@dataclass(frozen=True)
class Record:
    """A checked ROR record. ``key`` is the last part of the identifier, ``052bx8q98``."""

    key: str
    names: tuple[Name, ...]
    kinds: tuple[str, ...]
    status: str
    established: int | None
    locations: tuple[dict[str, Any], ...]
    relations: tuple[tuple[str, str, str], ...]
    identifiers: tuple[tuple[str, str | None, tuple[str, ...]], ...]
    websites: tuple[str, ...]
    wikipedia: tuple[str, ...]
    domains: tuple[str, ...]
    digest: str
    line: int

    @property
    def display(self) -> str:
        """The name ROR shows first."""
        return next(name.value for name in self.names if "ror_display" in name.types)


@dataclass(frozen=True)
class Dump:
    """What a dump holds: ``read`` is always the records + ``refused`` + ``elsewhere``.

    ``elsewhere`` counts the records of other countries than the one asked for.
    """

    records: tuple[Record, ...]
    refused: tuple[InputError, ...]
    elsewhere: int

    @property
    def read(self) -> int:
        return len(self.records) + len(self.refused) + self.elsewhere


def read_records(path: str | Path) -> Iterator[Record]:
    """Yield the records of a dump, one at a time; see :mod:`ozek.importing.ror_files`.

    Raises InputError naming file and line for a file that cannot be read, bad JSON, a missing or
    unknown field and a record that stands in the file twice.
    """
    for one in iter_records(path):
        if isinstance(one, InputError):
            raise one
        if one is not None:
            yield one


def read_dump(
    path: str | Path,
    *,
    country: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Dump:
    """Read a whole dump, broken records set aside; ``country`` is an ISO code (``KZ``).

    Raises InputError for a file that cannot be read to its end.
    """
    records: list[Record] = []
    refused: list[InputError] = []
    elsewhere = 0
    for number, one in enumerate(iter_records(path, country), start=1):
        if isinstance(one, InputError):
            refused.append(one)
        elif one is None:
            elsewhere += 1
        else:
            records.append(one)
        if progress:
            progress(number, 0)
    return Dump(tuple(records), tuple(refused), elsewhere)


def iter_records(
    path: str | Path, country: str | None = None
) -> Iterator[Record | InputError | None]:
    """Yield for each record of a dump: itself, why it is refused, or None if it lies elsewhere."""
    lines: dict[str, int] = {}
    for number, raw in iter_raw(path):
        try:
            data = _json(raw, path, number)
            if country and not _lies_in(data, country):
                yield None
                continue
            record = _record(data, raw, path, number)
        except InputError as error:
            yield error
            continue
        first = lines.setdefault(record.key, number)
        if first != number:
            yield InputError(
                f"record https://ror.org/{record.key} stands in the file twice",
                path=path,
                line=number,
                hint=f"It was read from line {first} already; keep one of the two.",
            )
            continue
        yield record


def _lies_in(data: dict[str, Any], country: str) -> bool:
    """Whether a record says that it lies in a country; one too broken to tell is looked at."""
    if is_v1(data):
        place = data.get("country")
        return not isinstance(place, dict) or place.get("country_code") == country
    places = data.get("locations")
    if not isinstance(places, list):
        return True
    details = [p.get("geonames_details") if isinstance(p, dict) else None for p in places]
    return any(not isinstance(d, dict) or d.get("country_code") == country for d in details)


def _json(raw: bytes, path: str | Path, line: int) -> dict[str, Any]:
    try:
        value = json.loads(raw, parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not valid UTF-8: {error}", path=path, line=line, hint="Save the file as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"not valid JSON: {error.msg}", path=path, line=line, column=error.colno, hint=HINT
        ) from None
    if not isinstance(value, dict):
        raise InputError("the line is no JSON object", path=path, line=line, hint=HINT)
    return value


def _record(data: dict[str, Any], raw: bytes, path: str | Path, line: int) -> Record:
    try:
        return _checked(upgrade(data) if is_v1(data) else data, raw, line)
    except _BadField as problem:
        where = f"record {data['id']}: " if isinstance(data.get("id"), str) else ""
        raise InputError(f"{where}{problem}", path=path, line=line, hint=HINT) from None


class _BadField(Exception):
    """A field is missing or does not hold what the schema says."""


_WORDS = {str: "text", list: "a list", dict: "an object", int: "a whole number"}


def _field(data: Any, name: str, kind: type, owner: str = "") -> Any:
    if not isinstance(data, dict):
        raise _BadField(f"'{owner}' must hold objects")
    if name not in data:
        raise _BadField(f"field '{owner + '.' if owner else ''}{name}' is missing")
    if not isinstance(data[name], kind):
        raise _BadField(
            f"field '{owner + '.' if owner else ''}{name}' is {data[name]!r}, not {_WORDS[kind]}"
        )
    return data[name]


def _one_of(value: Any, allowed: Any, field: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _BadField(f"'{field}' has the unknown value '{value}' (known: {', '.join(allowed)})")
    return str(value)


def _ror_key(value: str, field: str) -> str:
    match = ROR_ID.fullmatch(value)
    if not match:
        raise _BadField(f"'{field}' is '{value}', not like https://ror.org/052bx8q98")
    return match[1]


def _checked(data: dict[str, Any], raw: bytes, line: int) -> Record:
    key = _ror_key(_field(data, "id", str), "id")
    names = tuple(_name(item) for item in _field(data, "names", list))
    if sum("ror_display" in name.types for name in names) != 1:
        raise _BadField("'names' must have exactly one name of type 'ror_display'")
    established = data.get("established")
    if established is not None and (
        not isinstance(established, int) or isinstance(established, bool)
    ):
        raise _BadField(f"'established' is {established!r}, not a year")
    links = [
        (_field(item, "type", str, "links"), _field(item, "value", str, "links"))
        for item in _field(data, "links", list)
    ]
    domains = _field(data, "domains", list)
    if not all(isinstance(domain, str) for domain in domains):
        raise _BadField("'domains' must hold text")
    return Record(
        key=key,
        names=names,
        kinds=tuple(_one_of(kind, KINDS, "types") for kind in _field(data, "types", list)),
        status=_one_of(_field(data, "status", str), STATUSES, "status"),
        established=established,
        locations=tuple(_location(item) for item in _field(data, "locations", list)),
        relations=tuple(_relation(item) for item in _field(data, "relationships", list)),
        identifiers=tuple(_identifier(item) for item in _field(data, "external_ids", list)),
        websites=tuple(value for kind, value in links if kind == "website"),
        wikipedia=tuple(value for kind, value in links if kind == "wikipedia"),
        domains=tuple(domains),
        digest=digest(raw),
        line=line,
    )


def _name(item: Any) -> Name:
    types = frozenset(
        _one_of(kind, NAME_TYPES, "names.types") for kind in _field(item, "types", list, "names")
    )
    value = clean(_field(item, "value", str, "names"))
    if not value:
        raise _BadField("'names.value' is empty")
    language = item.get("lang")
    if language is not None:
        language = str(language).lower()
        if not LANGUAGE_TAG.fullmatch(language):
            raise _BadField(f"'names.lang' is '{language}', not a language tag")
    return Name(value, language, types)


def _location(item: Any) -> dict[str, Any]:
    details = _field(item, "geonames_details", dict, "locations")
    _field(details, "name", str, "locations.geonames_details")
    country = _field(details, "country_code", str, "locations.geonames_details")
    if not re.fullmatch("[A-Z]{2}", country):
        raise _BadField(f"'country_code' is '{country}', not two capital letters")
    for field in ("country_name", "country_subdivision_name"):
        if not isinstance(details.get(field) or "", str):
            raise _BadField(f"'locations.geonames_details.{field}' is {details[field]!r}, not text")
    code = details.get("country_subdivision_code") or ""
    if not isinstance(code, str) or not re.fullmatch("[A-Z0-9]{0,3}", code):
        raise _BadField(f"'country_subdivision_code' is {code!r}, not like 71 or ENG")
    for axis in ("lat", "lng"):
        value = details.get(axis)
        if value is not None and (isinstance(value, bool) or not isinstance(value, Decimal | int)):
            raise _BadField(f"'locations.geonames_details.{axis}' is {value!r}, not a number")
    return {**details, "geonames_id": str(_field(item, "geonames_id", int, "locations"))}


def _relation(item: Any) -> tuple[str, str, str]:
    return (
        _one_of(_field(item, "type", str, "relationships"), RELATIONS, "relationships.type"),
        _ror_key(_field(item, "id", str, "relationships"), "relationships.id"),
        clean(_field(item, "label", str, "relationships")),
    )


def _identifier(item: Any) -> tuple[str, str | None, tuple[str, ...]]:
    values = _field(item, "all", list, "external_ids")
    if not all(isinstance(value, str) for value in values):
        raise _BadField("'external_ids.all' must hold text")
    preferred = item.get("preferred")
    if preferred is not None and not isinstance(preferred, str):
        raise _BadField(f"'external_ids.preferred' is {preferred!r}, not text")
    kind = _field(item, "type", str, "external_ids")
    return kind, preferred, tuple(dict.fromkeys([*([preferred] if preferred else []), *values]))
