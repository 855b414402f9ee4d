"""The pictures: what they show, that nothing overlaps, that the committed one is up to date."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from small_projects import make_project

from ozek.report import LANGUAGES, ReportInput, system_picture
from ozek.report.diagram import BOX_WIDTH, PAD, SMALL, TEXT, Frame, box_lines, layout
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.drawing import COLOURS
from ozek.report.evidence import Facts
from ozek.report.metrics import text_width, wrap
from ozek.report.names import Names
from ozek.report.pictures import system_network
from ozek.report.stacking import stack
from ozek.report.svg import INK, MUTED, PAPER
from ozek.report.system_map import SystemMap, system_map
from ozek.report.words import Words

IMAGE = Path(__file__).parents[2] / "docs" / "images" / "system-en.svg"
KZ = "https://w3id.org/ozek/kz/"


def picture_of(given: ReportInput, lang: str) -> SystemMap:
    facts = Facts(given.store, Names(given.store, lang))
    return system_map(facts, system_network(given.store, given.project), Words(lang))


@pytest.fixture(scope="module", params=LANGUAGES)
def found(request: pytest.FixtureRequest, kazakhstan: ReportInput) -> SystemMap:
    return picture_of(kazakhstan, request.param)


def test_nothing_overlaps(found: SystemMap) -> None:
    placed = layout(found.columns, found.links, 100, 20)
    frames = {i.key for c in found.columns for i in c.items if isinstance(i, Frame)}
    inside = {b.key for c in found.columns for i in c.items if i.key in frames for b in i.boxes}  # type: ignore[union-attr]
    for keys in (set(placed.rects) - inside, set(placed.rects) - frames):
        for a, b in combinations(sorted(keys), 2):
            one, other = placed.rects[a], placed.rects[b]
            apart = one.right <= other.x or other.right <= one.x
            stacked = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert apart or stacked, (a, b)
    assert all(r.y >= 100 and r.y + r.height <= placed.height for r in placed.rects.values())


def test_lines_fit_their_boxes(found: SystemMap) -> None:
    for item in (item for column in found.columns for item in column.items):
        for box in item.boxes if isinstance(item, Frame) else (item,):
            width = BOX_WIDTH - 2 * PAD if isinstance(item, Frame) else BOX_WIDTH
            caption, text, notes = box_lines(box, width)
            sizes = [(line, SMALL) for line in (*caption, *notes)] + [(x, TEXT) for x in text]
            assert all(text_width(x, size) <= width - 2 * PAD for x, size in sizes), box.text


def test_what_the_map_of_kazakhstan_shows(kazakhstan: ReportInput) -> None:
    found = picture_of(kazakhstan, "en")
    assert [c.key for c in found.columns] == list(COLOURS)
    items = {item.key: item for column in found.columns for item in column.items}
    national, regional = (items[f"{KZ}set/{kind}-technoparks"] for kind in ("national", "regional"))
    assert isinstance(national, Frame) and isinstance(regional, Frame)
    assert (len(national.boxes), national.hollow) == (4, 2)
    assert national.hollow_text == "2 of 6 not named"
    assert (len(regional.boxes), regional.hollow) == (0, 7)
    sectors = items[f"{KZ}set/designated-sectors"]
    assert isinstance(sectors, Frame) and (len(sectors.boxes), sectors.hollow) == (5, 2)
    assert items[f"{KZ}zone/nazarbayev-university"].style == "planned"
    assert items[f"{KZ}product/plastics"].style == "planned"
    planned = {link.target for link in found.links if link.style == "planned"}
    assert f"{KZ}product/plastics" in planned
    assert "not achieved" in items[f"{KZ}target/initiatives-taken-in"].notes


def test_every_tie_of_the_map_has_a_passage(found: SystemMap) -> None:
    assert found.ties
    assert all(tie.why.refs for tie in found.ties)


def test_pictures_are_xml_with_title_and_description(files: dict[str, str]) -> None:
    for lang in LANGUAGES:
        root = ElementTree.fromstring(files[f"system.{lang}.svg"])
        space = "{http://www.w3.org/2000/svg}"
        assert root.tag == f"{space}svg" and root.attrib["lang"] == lang
        assert [child.tag for child in root][:2] == [f"{space}title", f"{space}desc"]
        assert len(list(root.iter(f"{space}text"))) > 100


def test_committed_picture_is_up_to_date(kazakhstan: ReportInput) -> None:
    """Make it anew with: python -m ozek.report --lang en --out docs/images/system-en.svg"""
    made = system_picture(kazakhstan.store, kazakhstan.project, "en")
    assert IMAGE.read_text(encoding="utf-8") == made


def test_a_project_without_a_system_has_no_picture(tmp_path: Path) -> None:
    project, store = make_project(tmp_path, "<graph/s01> { <actor/x> a ozek:Enterprise . }")
    assert system_picture(store, project, "kk") == ""


def test_a_picture_needs_only_what_there_is(tmp_path: Path) -> None:
    data = "<graph/s01> { <cluster/x> a ozek:Cluster . <document/y> a ozek:Strategy . }"
    project, store = make_project(tmp_path, data)
    found = picture_of(ReportInput(project, store), "en")
    assert [column.key for column in found.columns] == ["documents", "system"]


def test_time_line(kazakhstan: ReportInput) -> None:
    for lang in LANGUAGES:
        documents = policy_documents(Facts(kazakhstan.store, Names(kazakhstan.store, lang)))
        years = {d.iri.removeprefix(KZ): (d.start, d.end) for d in documents}
        assert years["document/strategy-2003-2015"] == (2003, 2015)
        assert years["document/concept-2020"] == (None, 2020)
        assert years["document/strategy-2050"] == (None, None)
        ElementTree.fromstring(draw_timeline(documents, Words(lang)))


def test_time_line_of_nothing(tmp_path: Path) -> None:
    _, store = make_project(tmp_path, "<graph/s01> { <document/y> a ozek:Strategy . }")
    documents = policy_documents(Facts(store, Names(store, "en")))
    assert len(documents) == 1 and draw_timeline(documents, Words("en")) == ""


def test_stack_keeps_order_and_room() -> None:
    assert stack([50, 10, 90], [20, 20, 20], [1, 1, 1], 200) == [20, 40, 90]
    assert stack([500, 500], [20, 20], [1, 1], 100) == [60, 80]
    assert stack([], [], [], 0) == []


def test_wrap() -> None:
    text = "Агропромышленный комплекс и нефтехимическая промышленность"
    lines = wrap(text, 130, 13)
    assert all(text_width(line, 13) <= 130 for line in lines)
    assert "Агропромышлен-" in lines
    assert wrap("", 100, 13) == [""]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def test_contrast() -> None:
    for line, frame, box in COLOURS.values():
        for text, ground in [(line, box), (line, PAPER), (MUTED, box), (MUTED, frame), (INK, box)]:
            dark, light = sorted((_luminance(text), _luminance(ground)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
