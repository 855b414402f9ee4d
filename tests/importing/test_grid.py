"""Tables as they come: encodings, separators, line ends, and what is refused before it is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ozek.importing.findings import TableError
from ozek.importing.grid import headed, read_file
from ozek.importing.read_csv import separator


def codes(error: pytest.ExceptionInfo[TableError]) -> list[str]:
    return [one.code for one in error.value.findings]


def book(path: Path, *rows: list[object]) -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = "Actors"
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_form_of_csv(tmp_path: Path, encoding: str, sign: str, end: str) -> None:
    lines = [["вид", "название"], ["компания", f'Пасека "Рассвет"{sign} ТОО'], ["вуз", "Академия"]]
    quoted = [sign.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    path = tmp_path / "actors.csv"
    path.write_bytes((end.join(quoted) + end).encode(encoding))
    (grid,) = read_file(path)
    assert [list(row.cells) for row in grid.rows] == lines
    assert [note.code for note in grid.notes] == (["OZ-I043"] if encoding == "cp1251" else [])


def test_encodings_mixed_within_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("name,place\nAgrupación,".encode() + "León, España\n".encode("latin-1"))
    (grid,) = read_file(path)
    assert grid.rows[1].cells == ("Agrupación", "León", "España")
    assert "in 1 lines, first in line 2" in grid.notes[0].message()


def test_kazakh_letters_of_the_old_code_page(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("атауы;қала\nӨнеркәсіп;Қарағанды\n".encode("kz1048"))
    assert read_file(path)[0].rows[1].cells == ("Өнеркәсіп", "Қарағанды")


def test_the_separator_is_the_one_that_splits_evenly() -> None:
    assert separator('a;b\n"x, y";2,5\nz;3,5\n') == ";"
    assert separator("a,b\nx;y,z\n") == ","


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a,b\n\n"line\nbreak",2\n3,4\n', encoding="utf-8")
    assert [row.number for row in read_file(path)[0].rows] == [1, 3, 4]


def test_values_as_a_reader_sees_them(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a", "b", "c", "d"], [2010.0, 0.125, True, 1.5])
    made = load_workbook(path)
    made.active["B2"].number_format = "0.0%"
    made.save(path)
    assert read_file(path)[0].rows[1].cells == ("2010", "12.5 %", "true", "1.5")


def test_a_row_longer_than_its_header_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2,3\n", encoding="utf-8")
    sheet = headed(read_file(path)[0])
    assert sheet.bad[2, 0].code == "OZ-I014"


def test_a_header_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b,a\n1,2,3\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"x\.csv, C1: The column 'a' stands twice"):
        headed(read_file(path)[0])


# refused -----------------------------------------------------------------------------------------


def test_missing_and_unknown_files(tmp_path: Path) -> None:
    for name, code in [("no.csv", "OZ-I001"), ("no.xlsx", "OZ-I001"), ("x.pdf", "OZ-I003")]:
        with pytest.raises(TableError) as error:
            read_file(tmp_path / name)
        assert codes(error) == [code]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
def test_empty_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(TableError) as error:
        read_file(tmp_path / name)
    assert codes(error) == ["OZ-I005"]


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(TableError) as error:
        read_file(book(tmp_path / "x.xlsx"))
    assert codes(error) == ["OZ-I005"]


def test_a_password(tmp_path: Path) -> None:
    # An encrypted workbook is an OLE compound file with this stream (MS-OFFCRYPTO 2.3.4.4).
    path = tmp_path / "x.xlsx"
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    with pytest.raises(TableError, match="protected by a password"):
        read_file(path)
    path.write_bytes(head + "Workbook".encode("utf-16-le"))
    with pytest.raises(TableError, match=r"old \.xls format"):
        read_file(path)


def test_corrupt_workbooks(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a"], [1])
    whole = path.read_bytes()
    for damaged in (b"PK\x03\x04nonsense", whole[: len(whole) // 2], b"a,b\n1,2\n"):
        path.write_bytes(damaged)
        with pytest.raises(TableError) as error:
            read_file(path)
        assert codes(error) == ["OZ-I003"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(TableError) as error:
        read_file(path)
    assert codes(error) == ["OZ-I003"]


def test_a_damaged_part_inside(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a"], [1])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(TableError) as error:
        read_file(path)
    assert codes(error) == ["OZ-I003"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a"], [1])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 60_000_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(TableError, match="unpacks to") as error:
        read_file(path)
    assert codes(error) == ["OZ-I004"]


def test_a_huge_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "x.xlsx", ["a"], [1])
    for limit, value in (("MAX_UNPACKED", 1000), ("MAX_CELLS", 1), ("MAX_BYTES", 1000)):
        with monkeypatch.context() as patch:
            patch.setattr(f"ozek.importing.read_xlsx.{limit}", value)
            with pytest.raises(TableError) as error:
                read_file(path)
            assert codes(error) == ["OZ-I004"], limit


def test_entities_that_grow_without_end(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a"], [1])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    grow = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 100}">{grow}]>'.encode()
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<v>1</v>", b"<v>&e11;</v>")
    assert b"&e11;" in sheet
    begin = sheet.index(b"<worksheet")
    parts["xl/worksheets/sheet1.xml"] = head + sheet[begin:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(TableError) as error:
        read_file(path)
    assert codes(error) == ["OZ-I003"]


def test_macros_are_passed_over(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsm", ["a"], [1])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    (grid,) = read_file(path)
    assert [note.code for note in grid.notes] == ["OZ-I041"]
    assert grid.rows[1].cells == ("1",)


def test_a_million_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a" + "," * 1_000_000 + "b\n", encoding="utf-8")
    with pytest.raises(TableError, match="columns in row 1") as error:
        read_file(path)
    assert codes(error) == ["OZ-I004"]


def test_a_nul_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n1,\x002\n")
    with pytest.raises(TableError, match="Line 2 has a NUL byte"):
        read_file(path)


def test_a_cell_without_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('a,b\n"' + "x" * 1_100_000, encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_file(path)
    assert codes(error) == ["OZ-I003"]


def test_merged_cells_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ["a", "b"], ["x", 1], [None, 2], ["y", 3])
    made = load_workbook(path)
    made.active.merge_cells("A2:A3")
    made.save(path)
    (grid,) = read_file(path)
    assert {at: one.code for at, one in grid.bad.items()} == {(2, 1): "OZ-I013", (3, 1): "OZ-I013"}
    assert "The cells A2:A3 are merged" in grid.bad[2, 1].message()


def test_formulas(tmp_path: Path) -> None:
    # openpyxl saves formulas without values, as a program does that does not compute them.
    path = book(tmp_path / "x.xlsx", ["a", "b"], ["=1+1", 2], ["#REF!", 3])
    (grid,) = read_file(path)
    assert {at: one.code for at, one in grid.bad.items()} == {(2, 1): "OZ-I027", (3, 1): "OZ-I027"}
    assert not grid.notes, "no value of a formula was read"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = b"<f>1+1</f><v></v>"
    assert (
        cell in parts["xl/worksheets/sheet1.xml"] or b"<v />" in parts["xl/worksheets/sheet1.xml"]
    )
    for empty in (cell, b"<f>1+1</f><v />", b"<f>1+1</f><v/>"):
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            empty, b"<f>1+1</f><v>2</v>"
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (grid,) = read_file(path)
    assert grid.rows[1].cells == ("2", "2") and (2, 1) not in grid.bad
    assert [note.code for note in grid.notes] == ["OZ-I042"]
