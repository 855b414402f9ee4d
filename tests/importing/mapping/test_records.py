"""JSON and XML as tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from ozek.importing.findings import TableError
from ozek.importing.mapping.records import read_records


def rows(file: Path, text: str, records: str | None = None) -> list[tuple[str, ...]]:
    file.write_text(text, encoding="utf-8")
    return [row.cells for row in read_records(file, records).rows]


def test_xml_paths_languages_and_attributes(tmp_path: Path) -> None:
    found = rows(
        tmp_path / "a.xml",
        '<l xmlns="urn:x"><r><O id="1"><N xml:lang="en">A</N><N xml:lang="en">B</N>'
        '<P><O id="2"><N xml:lang="kk">Ә</N></O></P></O><O id="3"/></r></l>',
        "O",
    )
    assert found == [
        ("@id", "N@en", "P/O/@id", "P/O/N@kk"),
        ("1", "A\nB", "2", "Ә"),
        ("3", "", "", ""),
    ]


def test_what_stands_around_an_xml_record(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<l><p id="1"><c><k id="7"/><m>A</m><m>B</m></c></p><p id="2"><c><m>C</m></c></p></l>'
    )
    grid = read_records(tmp_path / "a.xml", "m", ["../k/@id", "../../@id", "../../../../@x", "m"])
    head, *found = [row.cells for row in grid.rows]
    at = {name: head.index(name) for name in ("../k/@id", "../../@id")}
    assert [one[at["../../@id"]] for one in found] == ["1", "1", "2"]
    assert [one[at["../k/@id"]] for one in found] == ["7", "7", ""]


def test_a_json_list_deep_inside_is_found_by_its_keys(tmp_path: Path) -> None:
    text = '{"objects": {"states": {"geometries": [{"id": "02", "arcs": [[1, 2]]}]}}, "arcs": []}'
    assert rows(tmp_path / "a.json", text, "objects.states.geometries") == [("id",), ("02",)]
    with pytest.raises(TableError):
        rows(tmp_path / "a.json", text, "objects.nowhere.geometries")


def test_json_lists_objects_and_nested_values(tmp_path: Path) -> None:
    text = '{"n": 2, "items": [{"a": {"b": 1}, "c": ["x", "y"]}, {"c": null, "d": [[1, 2]]}]}'
    assert rows(tmp_path / "a.json", text) == [("a.b", "c"), ("1", "x\ny"), ("", "")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", '<!DOCTYPE l [<!ENTITY a "aaaa">]><l><r/></l>'),
        ("a.xml", "<l><r></l>"),
        ("a.xml", "<l/>"),
        ("a.json", "{"),
        ("a.json", "[1, 2]"),
        ("a.json", '{"a": 1}'),
        ("a.json", "[" * 100_000),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(TableError):
        rows(tmp_path / name, text)
