"""The workbook: every sheet in every language, every error at once, a row per statement graph."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from ozek.importing.finding_codes import CODES
from ozek.importing.findings import Finding, TableError, column_name, findings_table
from ozek.importing.known import Known, fold, known_of
from ozek.importing.marking import marked_copy
from ozek.importing.nquads import canonical_trig
from ozek.importing.outcome import Imported
from ozek.importing.workbook.reading import import_tables
from ozek.importing.workbook.schema import LANGUAGES, workbook
from ozek.namespaces import OZT
from ozek.project import Project, load_project, read_project
from ozek.starting import WORKBOOK, init

BASE = "https://example.org/w/"
OZEK = "https://w3id.org/ozek/ontology#"


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    folder = tmp_path_factory.mktemp("projects")
    for lang in LANGUAGES:
        init(folder / lang / "honey", lang=lang)
    return {lang: read_project(folder / lang / "honey") for lang in LANGUAGES}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Known:
    folder = tmp_path_factory.mktemp("empty")
    (folder / "a.trig").write_text("", encoding="utf-8")
    title = "[title]\nkk = 'a'\nru = 'a'\nen = 'a'\n"
    (folder / "ozek.toml").write_text(
        f"name = 'a'\nbase = '{BASE}'\ndata = ['a.trig']\n{title}", encoding="utf-8"
    )
    return known_of(load_project(read_project(folder)))


Reader = Callable[..., Imported]


@pytest.fixture
def read(vocabulary: Known, tmp_path: Path) -> Reader:
    """Write tables as CSV (name → text) and import them; gives what the last one gives."""

    def run(options: dict[str, Any] | None = None, **tables: str) -> Imported:
        paths = []
        for name, text in tables.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        known = copy.deepcopy(vocabulary)
        found = import_tables(paths, base=BASE, known=known, **(options or {}))
        return list(found.values())[-1]

    return run


def facts(imported: Imported) -> set[tuple[str, str, str]]:
    quads = ox.parse("".join(imported.lines), format=ox.RdfFormat.N_QUADS)
    about = f"{BASE}graph/provenance"
    return {
        (short(q.subject), short(q.predicate), short(q.object))
        for q in quads
        if q.graph_name.value != about
    }


def short(term: Any) -> str:
    if isinstance(term, ox.Literal):
        return f"{term.value}@{term.language}" if term.language else term.value
    iri = str(term.value)
    if iri.startswith(BASE):
        return iri.removeprefix(BASE)
    return re.split("[/#]", iri)[-1]


def said(imported: Imported) -> list[str]:
    return [f"{one.place} {one.code}" for one in imported.findings]


# a new workbook ----------------------------------------------------------------------------------


def test_a_new_workbook_says_the_same_in_every_language(projects: dict[str, Project]) -> None:
    texts = {}
    for lang, project in projects.items():
        store = load_project(project)
        assert store.notes == ()
        provenance = f"{project.base}graph/provenance"
        texts[lang] = {
            str(quad)
            for quad in store.quads()
            if quad.graph_name.value.startswith(project.base)
            and quad.graph_name.value != provenance
        }
    assert texts["en"] == texts["ru"] == texts["kk"]
    assert len(texts["en"]) > 100


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_new_workbook_has_help_and_choices(projects: dict[str, Project], lang: str) -> None:
    book = load_workbook(projects[lang].folder / WORKBOOK)
    lists = book["ozek lists"]
    for kind in workbook().sheets:
        if kind.optional:
            assert kind.titles[lang] not in book
            continue
        sheet = book[kind.titles[lang]]
        columns = [one for one in kind.columns if not one.optional]
        assert [cell.value.rstrip(" *") for cell in sheet[1]] == [c.titles[lang] for c in columns]
        assert all(cell.comment.text for cell in sheet[1])
        rules = {
            str(rule.sqref).split(":")[0][:-1]: rule
            for rule in sheet.data_validations.dataValidation
        }
        for number, column in enumerate(columns, 1):
            chosen = column.kind in ("class", "property", "term", "certainty", "ref", "source")
            assert (column_name(number) in rules) == chosen, column.id
            if column.kind in ("class", "term", "property"):
                area = rules[column_name(number)].formula1.partition("!")[2].replace("$", "")
                choices = [cell[0].value for cell in lists[area]]
                assert choices == sorted(choices) and all(choices)
                example = sheet.cell(2, number).value
                assert not example or set(example.split("; ")) <= set(choices)


def test_every_column_is_worded_in_three_languages() -> None:
    for kind in workbook().sheets:
        names: dict[str, str] = {}
        assert set(kind.titles) == set(kind.about) == set(LANGUAGES)
        for column in kind.columns:
            assert set(column.titles) == set(column.help) == set(LANGUAGES), column.id
            for name in {fold(one) for one in (column.id, *column.titles.values(), *column.also)}:
                assert names.setdefault(name, column.id) == column.id, (kind.id, name)


def test_every_code_is_worded_in_three_languages() -> None:
    for name, code in CODES.items():
        assert re.fullmatch(r"OZ-I\d{3}", name) and code.level in ("file", "row", "note")
        gaps = [
            set(re.findall(r"{(\w+)}", code.message[one] + code.cure[one])) for one in LANGUAGES
        ]
        assert gaps[0] == gaps[1] == gaps[2], name
        assert all(code.message[one] for one in LANGUAGES)
        cured = all(code.cure[one] for one in LANGUAGES)
        assert cured or code.level == "note" or "{reason}" in code.message["en"], name


# rows --------------------------------------------------------------------------------------------

ACTORS = (
    "сайт,Вид,Название на русском,name in Kazakh,год основания,код,отрасль,другие названия\n"
    "example.org,компания,Пасека «Рассвет»,«Таң» омартасы,2010,dawn,"
    "агропромышленный комплекс; energy,Рассвет; ПР\n"
)


def test_headers_in_any_order_and_language(read: Reader) -> None:
    result = read(actors=ACTORS)
    assert said(result) == []
    assert facts(result) == {
        ("actor/dawn", "type", "Enterprise"),
        ("actor/dawn", "prefLabel", "Пасека «Рассвет»@ru"),
        ("actor/dawn", "prefLabel", "«Таң» омартасы@kk"),
        ("actor/dawn", "altLabel", "Рассвет"),
        ("actor/dawn", "altLabel", "ПР"),
        ("actor/dawn", "homepage", "example.org"),
        ("actor/dawn", "foundingYear", "2010"),
        ("actor/dawn", "hasSectorFocus", "sector-agro-industrial"),
        ("actor/dawn", "hasSectorFocus", "sector-energy"),
    }


def test_a_row_leads_back_to_its_cells(read: Reader) -> None:
    text = canonical_trig(read(actors=ACTORS).lines, BASE)
    assert "<graph/actors-dawn> a ozek:StatementGraph" in text
    assert "ozek:rowNumber 2" in text and 'dcterms:title "actors.csv"' in text
    assert '"сайт (A2): example.org; вид (B2): компания; название на русском (C2): Пасека' in text
    assert "түрі (B2): компания" in text and "kind (B2): компания" in text


def test_the_digest_does_not_depend_on_the_order_of_columns(read: Reader) -> None:
    def digests(text: str) -> list[str]:
        return re.findall(r'passageDigest> "(\w+)"', "".join(read(actors=text).lines))

    one = digests("name_en,kind,phone\nA,university,1\n")
    assert one == digests("kind,name_en\nuniversity,A\n") and len(one) == 1
    assert one != digests("kind,name_en\nuniversity,B\n")


def test_names_meet_in_any_spelling(read: Reader) -> None:
    result = read(
        actors=ACTORS,
        clusters="name\nHoney\n",
        participations="участник,кластер,роль,годы\n"
        "ПАСЕКА «РАССВЕТ»,honey,поставщик; producer,с 2011 г.\n",
    )
    assert said(result) == []
    mine = facts(result)
    thing = "participation/dawn-honey-2011"
    assert (thing, "member", "actor/dawn") in mine and (thing, "startYear", "2011") in mine
    assert {(thing, "role", "role-supplier"), (thing, "role", "role-producer")} <= mine


def test_how_sure_one_is(read: Reader, vocabulary: Known) -> None:
    rows = "name_en,kind,how sure\nA,university,план\nB,university,not sure\nC,university,\n"
    lines = "".join(read(actors=rows).lines)
    found = dict(re.findall(r"graph/actors-(\w)> <\S+hasModality> <\S+modality-(\w+)>", lines))
    assert found == {"a": "planned", "b": "reported", "c": "asserted"}


def test_how_far_the_source_was_checked(vocabulary: Known, tmp_path: Path) -> None:
    known = copy.deepcopy(vocabulary)
    known.add(f"{OZT}source-check-secondary", [f"{OZT}source-check"], ["second-hand"])
    path = tmp_path / "actors.csv"
    path.write_text("name_en,kind,certainty\nA,university,second-hand\n", encoding="utf-8")
    lines = "".join(import_tables([path], base=BASE, known=known)["actors"].lines)
    assert f"<{BASE}passage/actors-a> <{OZEK}hasSourceCheck> <{OZT}source-check-secondary>" in lines
    assert "modality-asserted" in lines


def test_shares_targets_and_benefits(read: Reader) -> None:
    result = read(
        zones="name_en\nZone\n",
        programmes="name_en,kind,years\nPlan,strategy,2010–2015\n",
        targets='name_en,programme,value,by year,status\nparks,Plan,"1 200,5",2015,achieved\n',
        benefits="name_en,zone,kind,levy,share\nVAT relief,zone,tax reduction,VATT levy,50 %\n",
    )
    assert said(result) == ["benefits.csv, D2 OZ-I021"]
    result = read(
        zones="name_en\nZone\n",
        benefits="name_en,zone,kind,levy,share\nVAT relief,zone,tax reduction,VAT,50 %\n",
    )
    assert ("benefit/vat-relief", "reductionShare", "0.5") in facts(result)
    assert ("regime/zone", "grantsBenefit", "benefit/vat-relief") in facts(result)


def test_a_plan_does_not_make_a_segment(read: Reader) -> None:
    head = "actor,cluster,segment,role,how sure\n"
    rows = {"actors": "name,kind\nA,company\n", "clusters": "name\nC\n"}
    planned = facts(read(**rows, participations=f"{head}A,C,core,supplier,planned\n"))
    stated = facts(read(**rows, participations=f"{head}A,C,core,supplier,\n"))
    assert ("segment/c-core", "type", "IndustrialCore") in stated - planned


# errors ------------------------------------------------------------------------------------------


def test_every_error_of_every_row_at_once(read: Reader) -> None:
    result = read(
        actors="name,kind,founded,website,BIN,Телефон,town\n"
        "A,compny,twenty,htp:/x,12,+7 701 123 45 67,Nowhere\n"
        ",company,2010,,,8 701 123 45 67,\n"
        "B,company,2010,,,8 701 123 45 67,\nB,company,,,,,\n",
    )
    assert said(result) == [
        "actors.csv, F:F OZ-I040",
        "actors.csv, B2 OZ-I021",
        "actors.csv, C2 OZ-I024",
        "actors.csv, D2 OZ-I032",
        "actors.csv, E2 OZ-I033",
        "actors.csv, G2 OZ-I022",
        "actors.csv, A3 OZ-I020",
        "actors.csv, 5:5 OZ-I026",
    ]
    assert "Did you mean 'company'?" in result.findings[1].message("en")
    assert "Возможно, имелось в виду: 'company'?" in result.findings[1].message("ru")
    (count,) = result.counts
    assert (count.read, count.imported, count.refused) == (4, 1, 3)
    with pytest.raises(TableError, match=r"(?s)to correct: 7\n.*B2.*C2.*D2.*E2.*G2.*A3.*5:5"):
        result.demand_all()


def test_suggestions_are_of_the_right_kind(read: Reader) -> None:
    result = read(
        actors="name,kind\nNorth Farm,company\n",
        clusters="name\nNorth farms\n",
        participations="actor,cluster,role\nNort Farm,North farm,supplyer\n",
    )
    near = [one.near for one in result.findings]
    assert near[0][0] == "North Farm" and "North farms" not in near[0]
    assert near[1] == ("North farms",) and near[2][0] == "supplier"


def test_an_ambiguous_name(read: Reader) -> None:
    result = read(
        actors="id,name,kind\na,Twin,company\nb,Twin,company\nc,Part,company\n",
        relations="from,relation,to\nTwin,funds,Part\nb,funds,Part\n",
    )
    assert said(result) == ["relations.csv, A2 OZ-I023"]
    assert "'Twin' can mean 'a', 'b'" in result.findings[0].message()


def test_rows_that_rest_on_refused_rows_go_with_them(read: Reader) -> None:
    tables = {
        "actors": "id,name,kind,belongs to\na,A,compny,\nb,B,company,A\nc,C,company,\n",
        "relations": "from,relation,to\nB,funds,C\nC,funds,C\n",
    }
    assert said(read(**tables)) == []
    result = read({"keep_good": True}, **tables)
    assert said(result) == ["relations.csv, 2:2 OZ-I029"]
    assert [(one.read, one.imported) for one in result.counts] == [(2, 1)]
    assert "row 3 of the sheet actors" in result.findings[0].message()


def test_missing_columns_and_misspelt_headers(read: Reader) -> None:
    result = read(actors="name_en,knd\nA,company\n")
    assert said(result) == ["actors.csv, 1:1 OZ-I010", "actors.csv, B:B OZ-I011"]
    assert result.findings[0].message() == "The column 'kind' is missing. Did you mean 'knd'?"
    assert result.lines == ()


def test_a_table_of_another_kind(read: Reader) -> None:
    assert said(read(stock="item,price\nhoney,12\n")) == ["stock.csv OZ-I007"]
    assert said(read(prices="name,note\nhoney,12\n")) == ["prices.csv OZ-I007"]


def test_a_sheet_is_known_by_its_headers_too(read: Reader) -> None:
    result = read(q3_export="участник,кластер,роль\nA,B,поставщик\n")
    assert said(result) == ["q3_export.csv, A2 OZ-I022", "q3_export.csv, B2 OZ-I022"]


def test_a_title_above_the_header(read: Reader) -> None:
    result = read(actors="Our actors\n\nname_en,kind\nA,company\n")
    assert said(result) == [] and result.counts[0].read == 1


def test_two_files_of_one_short_name(vocabulary: Known, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for folder in (tmp_path, tmp_path / "b"):
        (folder / "actors.csv").write_text("name,kind\nA,company\n", encoding="utf-8")
    paths = [tmp_path / "actors.csv", tmp_path / "b" / "actors.csv"]
    found = import_tables(paths, base=BASE, known=copy.deepcopy(vocabulary))
    assert [one.code for one in found["actors"].findings] == ["OZ-I008"]


def test_names_of_files_and_rows_cannot_climb(read: Reader) -> None:
    result = read(actors="id,name,kind\n../../x,A,company\nactor/../y,B,company\n")
    assert {fact[0] for fact in facts(result)} == {"actor/x", "actor/actor-y"}


def test_control_characters(read: Reader) -> None:
    assert said(read(actors="name,kind\nA\x07B,company\n")) == ["actors.csv, A2 OZ-I036"]


def test_headers_without_rows(read: Reader) -> None:
    result = read(actors="name,kind\n")
    assert (result.lines, result.findings, result.counts) == ((), (), ())


def test_very_many_wrong_names(vocabulary: Known) -> None:
    known = copy.deepcopy(vocabulary)
    kinds = [f"{OZT}role"]
    near = [known.nearest(f"supplie{i}", kinds) for i in range(600)]
    assert near[0] == ("supplier",) and near[-1] == ()


# personal data -----------------------------------------------------------------------------------


def test_personal_columns_leave_no_trace(read: Reader) -> None:
    rows = (
        "name_en,kind,Контактное лицо,E-mail,x,note\n"
        "A,company,Иванов Иван,a@b.kz,Петров П. П.,call +7 701 123 45 67\n"
    )
    result = read(actors=rows)
    assert [one.code for one in result.findings] == ["OZ-I040"] * 3 + ["OZ-I045"]
    text = "".join(result.lines)
    assert not re.search("Иванов|a@b|Петров|701", text)
    assert result.counts[0].refused == 0
    kept = "".join(read({"keep_personal": True}, actors=rows).lines)
    assert '<http://www.w3.org/2004/02/skos/core#note> "E-mail: a@b.kz"' in kept


# again and again ---------------------------------------------------------------------------------


def test_the_order_of_rows_does_not_matter_to_what_is_said(read: Reader) -> None:
    rows = [f"n{i},Name {i},company" for i in range(20)]
    before = facts(read(actors="id,name_en,kind\n" + "\n".join(rows)))
    random.Random(1).shuffle(rows)
    again = read(actors="id,name_en,kind\n" + "\n".join(rows))
    assert facts(again) == before
    assert canonical_trig(again.lines, BASE) == canonical_trig(reversed(again.lines), BASE)


# the marked copy ---------------------------------------------------------------------------------


def test_a_marked_copy_shows_the_cells_and_runs_nothing(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "actors.csv"
    result = read(actors='name,kind\n=HYPERLINK("x"),compny\n@a,company\n')
    (tmp_path / "marked.xlsx").write_bytes(marked_copy(path, result.findings, "ru"))
    book = load_workbook(tmp_path / "marked.xlsx")
    sheet = book["actors"]
    assert "[OZ-I021]" in sheet["B2"].comment.text and sheet["B2"].fill.fgColor.rgb == "00F4B6A6"
    assert sheet["A2"].data_type == "s" and sheet["A2"].value == '=HYPERLINK("x")'
    assert sheet["A2"].quotePrefix and sheet["A3"].quotePrefix
    listed = book["ozek errors"]
    assert [cell.value for cell in listed[2]][:4] == ["OZ-I021", "actors", "B2", "compny"]


def test_a_marked_copy_of_a_workbook_keeps_the_rest(
    projects: dict[str, Project], vocabulary: Known, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    book = load_workbook(projects["en"].folder / WORKBOOK)
    book["Actors"]["F2"] = "compny"
    book.save(path)
    found = import_tables([path], base=BASE, known=copy.deepcopy(vocabulary))["book"]
    assert said(found) == ["book.xlsx, Actors!F2 OZ-I021"]
    (tmp_path / "marked.xlsx").write_bytes(marked_copy(path, found.findings))
    marked = load_workbook(tmp_path / "marked.xlsx")
    assert marked.sheetnames == [*book.sheetnames, "ozek errors"]
    assert "Did you mean 'company'?" in marked["Actors"]["F2"].comment.text
    again = import_tables([tmp_path / "marked.xlsx"], base=BASE, known=copy.deepcopy(vocabulary))
    assert [one.code for one in again["marked"].findings] == ["OZ-I021"]


# findings ----------------------------------------------------------------------------------------


def test_findings_as_rows() -> None:
    finding = Finding("OZ-I025", "a.xlsx", "Actors", 17, 3, "=cmd()")
    assert (finding.place, finding.cell, finding.level) == ("a.xlsx, Actors!C17", "C17", "row")
    text = findings_table([finding]).to_text("csv")
    assert "OZ-I025,row,a.xlsx,Actors,C17,'=cmd()," in text


def test_names_of_columns() -> None:
    assert [column_name(n) for n in (1, 26, 27, 702, 703, 16384)] == [
        *("A", "Z", "AA", "ZZ", "AAA", "XFD"),
    ]
