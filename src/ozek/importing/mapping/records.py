"""JSON and XML as tables: one record a row, one path a column, several values in one cell by line.

A column's header is the path from the record: ``Name@en`` (a child with xml:lang), ``@id`` (an
attribute), ``Consortium/Partner/OrgUnit/@id``; in JSON ``sub_clusters.1001``. In XML ``../`` leads
to what stands around the record: ``../Coordinator/OrgUnit/@id``, ``../../Acronym``.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ozek.importing.grid import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Grid, Row, refused
from ozek.importing.read_csv import MAX_BYTES

__all__ = ["read_records"]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_records(
    path: str | Path, records: str | None = None, headers: Iterable[str] = ()
) -> Grid:  # fmt: skip
    """Return the records of a file as a grid: row 0 holds the paths, record n is row n.

    ``records``: XML: the local name of the element that is a record (default: the most frequent
    grandchild of the root). JSON: the key of the list, or keys with dots between (default: the file
    is the list, or the first list in it). ``headers``: those of the table that are asked for; only
    the paths that lead out of a record depend on them. Raises TableError for a file that cannot be
    read, that declares entities, or that holds no such records.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refused(path, "OZ-I004", reason=f"{path.stat().st_size:,} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise refused(path, "OZ-I001", reason=error.strerror or str(error)) from None
    if path.suffix.lower() == ".xml":
        root = _root(path, raw)
        elements = _elements(root, records)
        found = [_flat_xml(one) for one in elements]
        _add_around(root, elements, found, [one for one in headers if one.startswith("../")])
    else:
        found = [_flat_json(one) for one in _objects(path, raw, records)]
    head = list(dict.fromkeys(header for one in found for header in one))
    if not head:
        raise refused(path, "OZ-I005")
    if len(found) > MAX_ROWS or len(head) > MAX_COLUMNS or len(found) * len(head) > MAX_CELLS:
        raise refused(path, "OZ-I004", reason=f"{len(found):,} records of {len(head):,} fields")
    rows = [Row(0, tuple(head))]
    for number, one in enumerate(found, 1):
        rows.append(Row(number, tuple("\n".join(one.get(header, ())) for header in head)))
    return Grid(path.name, records or path.stem, tuple(rows))


def _root(path: Path, raw: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        # An entity can blow up to any size, or reach for files; a table needs none.
        raise refused(path, "OZ-I003", reason="it declares a document type or entities")
    try:
        return ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise refused(path, "OZ-I003", reason=f"not well-formed XML: {error}") from None


def _elements(root: ElementTree.Element, records: str | None) -> list[ElementTree.Element]:
    if records is None:
        names = [_local(one.tag) for child in root for one in child] or [
            _local(child.tag) for child in root
        ]
        records = max(sorted(set(names)), key=names.count) if names else ""
    found = [one for one in root.iter() if _local(one.tag) == records]
    # A record inside a record (a partner of a project, say) belongs to the outer one.
    inner = {id(below) for one in found for below in one.iter() if below is not one}
    return [one for one in found if id(one) not in inner]


def _add_around(
    root: ElementTree.Element,
    elements: list[ElementTree.Element],
    found: list[dict[str, list[str]]],
    headers: list[str],
) -> None:
    """Add to records what stands at paths that lead out of them."""
    parents = {child: parent for parent in root.iter() for child in parent} if headers else {}
    flat: dict[ElementTree.Element, dict[str, list[str]]] = {}
    for header in sorted(headers):
        *up, name = header.split("../")
        for element, record in zip(elements, found, strict=True):
            place: ElementTree.Element | None = element
            for _ in up:
                place = parents.get(place) if place is not None else None
            if place is not None:
                if place not in flat:
                    flat[place] = _flat_xml(place)
                record[header] = flat[place].get(name, [])


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _flat_xml(record: ElementTree.Element) -> dict[str, list[str]]:
    flat: dict[str, list[str]] = {}

    def walk(element: ElementTree.Element, at: str) -> None:
        for name, value in element.attrib.items():
            if name != _LANG:
                flat.setdefault(f"{at}/@{_local(name)}".lstrip("/"), []).append(value)
        language = element.get(_LANG)
        text = " ".join((element.text or "").split())
        if text and at:
            flat.setdefault(f"{at}@{language}" if language else at, []).append(text)
        for child in element:
            walk(child, f"{at}/{_local(child.tag)}".lstrip("/"))

    walk(record, "")
    return flat


def _objects(path: Path, raw: bytes, records: str | None) -> list[dict[str, Any]]:
    try:
        data = json.loads(raw)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise refused(path, "OZ-I003", reason=f"not valid JSON: {error}") from None
    for key in records.split(".") if records else ():
        data = data.get(key) if isinstance(data, dict) else None
    if isinstance(data, dict) and not records:
        data = next((one for one in data.values() if isinstance(one, list)), None)
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise refused(path, "OZ-I003", reason="it holds no list of objects")
    return data


def _flat_json(record: dict[str, Any]) -> dict[str, list[str]]:
    flat: dict[str, list[str]] = {}

    def walk(value: Any, at: str) -> None:
        if isinstance(value, dict):
            for key, one in value.items():
                walk(one, f"{at}.{key}" if at else str(key))
        elif isinstance(value, list):
            for one in value:
                if not isinstance(one, list):  # coordinates of a shape are no table
                    walk(one, at)
        elif value is not None and value != "":
            text = value if isinstance(value, str) else json.dumps(value)
            flat.setdefault(at, []).append(" ".join(text.split()))

    walk(record, "")
    return flat
