"""The pictures: what they show, that nothing overlaps, that the committed one is up to date."""

from __future__ import annotations

import io
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from small_projects import make_project

from ozek.errors import UsageError
from ozek.pipeline import prepare
from ozek.project import find_project
from ozek.report import LANGUAGES, NAMES, ReportInput, figure, svg, to_png
from ozek.report.cluster_map import cluster_maps
from ozek.report.colours import PALETTE, light
from ozek.report.diagram import BOX_WIDTH, PAD, SMALL, TEXT, Frame, layout
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.drawing import HUES
from ozek.report.metrics import text_width, wrap
from ozek.report.network_map import majorise, spread
from ozek.report.pictures import find_system
from ozek.report.place_map import frame_of, outlines
from ozek.report.stacking import stack
from ozek.report.system_map import SystemMap
from ozek.report.view import View, view

IMAGE = Path(__file__).parents[2] / "docs" / "images" / "system-en.svg"
KZ = "https://w3id.org/ozek/kz/"
SPACE = "{http://www.w3.org/2000/svg}"


def seen(given: ReportInput, *langs: str) -> View:
    return view(given.project, given.store, langs or LANGUAGES)


def picture_of(given: ReportInput, *langs: str) -> SystemMap:
    return find_system(seen(given, *langs))


@pytest.fixture(scope="module", params=[("en",), LANGUAGES], ids=["en", "all"])
def found(request: pytest.FixtureRequest, kazakhstan: ReportInput) -> SystemMap:
    return picture_of(kazakhstan, *request.param)


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
            texts = [(box.text, TEXT), *((one, SMALL) for one in (box.caption, *box.notes) if one)]
            for text, size in texts:
                for _, _, lines in svg.broken(text, width - 2 * PAD, size):
                    assert all(text_width(x, size) <= width - 2 * PAD for x in lines), str(text)


def test_what_the_map_of_kazakhstan_shows(kazakhstan: ReportInput) -> None:
    found = picture_of(kazakhstan, "en")
    assert [c.key for c in found.columns] == list(HUES)
    items = {item.key: item for column in found.columns for item in column.items}
    national, regional = (items[f"{KZ}set/{kind}-technoparks"] for kind in ("national", "regional"))
    assert isinstance(national, Frame) and isinstance(regional, Frame)
    assert (len(national.boxes), national.hollow) == (4, 2)
    assert str(national.hollow_text) == "2 of 6 not named"
    assert (len(regional.boxes), regional.hollow) == (0, 7)
    sectors = items[f"{KZ}set/designated-sectors"]
    assert isinstance(sectors, Frame) and (len(sectors.boxes), sectors.hollow) == (5, 2)
    assert items[f"{KZ}zone/nazarbayev-university"].style == "planned"
    assert items[f"{KZ}product/plastics"].style == "planned"
    planned = {link.target for link in found.links if link.style == "planned"}
    assert f"{KZ}product/plastics" in planned
    notes = items[f"{KZ}target/initiatives-taken-in"].notes
    assert "not achieved" in map(str, notes)


def test_every_tie_of_the_map_has_a_passage(found: SystemMap) -> None:
    assert found.ties
    assert all(tie.why.refs for tie in found.ties)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_figures_are_files_of_their_own(kazakhstan: ReportInput, name: str, lang: str) -> None:
    text = figure(kazakhstan.store, kazakhstan.project, name, lang)
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SPACE}svg" and root.attrib["lang"] == lang
    assert [child.tag for child in root][:2] == [f"{SPACE}title", f"{SPACE}desc"]
    assert all(child.text for child in list(root)[:2])
    assert list(root.iter(f"{SPACE}text")) and "var(" not in text
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for node in root.iter(f"{SPACE}rect"):
        if "x" in node.attrib:
            assert 0 <= float(node.attrib["x"]) <= width
            assert 0 <= float(node.attrib["y"]) <= height


def test_figures_that_cannot_be(kazakhstan: ReportInput, tmp_path: Path) -> None:
    store, project = kazakhstan.store, kazakhstan.project
    with pytest.raises(UsageError, match="known: cluster, functions"):
        figure(store, project, "sankey")
    with pytest.raises(UsageError, match="whole project"):
        figure(store, project, "places", of=f"{KZ}cluster/petrochemical")
    with pytest.raises(UsageError, match="is not a cluster"):
        figure(store, project, "cluster", of=f"{KZ}actor/al-farabi-university")
    empty, nothing = make_project(tmp_path, "<graph/s01> { <actor/x> a ozek:Enterprise . }")
    for name in NAMES:
        if name != "system":  # an enterprise is something
            with pytest.raises(UsageError, match="to draw"):
                figure(nothing, empty, name)


def test_png_has_kazakh_letters(kazakhstan: ReportInput) -> None:
    pytest.importorskip("resvg_py", reason="the extra 'figures' is not installed")
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    text = figure(kazakhstan.store, kazakhstan.project, "functions", "kk")
    png = to_png(text)
    with image.open(io.BytesIO(png)) as picture:
        width = float(ElementTree.fromstring(text).attrib["width"])
        assert picture.format == "PNG" and picture.width == round(3 * width)
    letters = {c: to_png(_letter(c)) for c in "ӘҒҚҢӨҰҮҺІәғқңөұүһі\ue000"}
    assert all(letters[c] != letters["\ue000"] for c in letters if c != "\ue000")
    assert png == to_png(text)


def _letter(letter: str) -> str:
    text = f'<text x="4" y="30" font-size="30" font-family="system-ui">{letter}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{text}</svg>'


def test_committed_picture_is_up_to_date(kazakhstan: ReportInput) -> None:
    """Make it anew with: make docs"""
    made = figure(kazakhstan.store, kazakhstan.project, "system", "en")
    assert IMAGE.read_text(encoding="utf-8") == made


def test_a_picture_needs_only_what_there_is(tmp_path: Path) -> None:
    data = "<graph/s01> { <cluster/x> a ozek:Cluster . <document/y> a ozek:Strategy . }"
    project, store = make_project(tmp_path, data)
    found = picture_of(ReportInput(project, store), "en")
    assert [column.key for column in found.columns] == ["documents", "system"]


def test_the_petrochemical_cluster_is_all_gaps(kazakhstan: ReportInput) -> None:
    [one] = cluster_maps(seen(kazakhstan, "en"))
    rows = {str(row.part): str(row.name) for row in one.rows}
    for part in ("Suppliers", "Producers", "Financial services", "Training of personnel"):
        assert rows[part] == "not recorded"
    assert rows["State and policy"] == "State support: not recorded"
    assert one.picture.markup.count("url(#hatch-") == 10 + 1  # the gaps and the legend
    assert any("not" in str(sentence) for sentence in one.said)


def test_the_wine_cluster_has_its_core_and_its_gaps() -> None:
    project = find_project("california-wine")
    maps = cluster_maps(view(project, prepare(project), ("en",)))
    wine = maps[0]
    assert [one.empty for one in maps] == [False, True, True, True]
    core = [str(row.name) for row in wine.rows if str(row.part) == "Producers"]
    assert core == ["Wine grape growers", "Wineries"]
    missing = {str(row.part) for row in wine.rows if "not recorded" in str(row.name)}
    assert missing == {
        "State and policy", "Products and consumers", "Financial services", "Other services",
    }  # fmt: skip
    root = ElementTree.fromstring(wine.picture.markup)
    boxes = [
        tuple(float(node.attrib[k]) for k in ("x", "y", "width", "height"))
        for node in root.iter(f"{SPACE}rect")
        if node.attrib.get("rx") == "7"
    ]
    assert len(boxes) == 26
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_time_line(kazakhstan: ReportInput) -> None:
    shown = seen(kazakhstan)
    documents = policy_documents(shown.facts)
    years = {d.iri.removeprefix(KZ): (d.start, d.end) for d in documents}
    assert years["document/strategy-2003-2015"] == (2003, 2015)
    assert years["document/concept-2020"] == (None, 2020)
    assert years["document/strategy-2050"] == (None, None)
    drawn = draw_timeline(documents, shown.words)
    assert drawn and ElementTree.fromstring(drawn.markup) is not None


def test_time_line_of_nothing(tmp_path: Path) -> None:
    project, store = make_project(tmp_path, "<graph/s01> { <document/y> a ozek:Strategy . }")
    shown = view(project, store, ("en",))
    documents = policy_documents(shown.facts)
    assert len(documents) == 1 and draw_timeline(documents, shown.words) is None


def test_a_layout_by_distances() -> None:
    path = np.array([[abs(a - b) * 100.0 for b in range(4)] for a in range(4)])
    places = majorise(path)
    assert np.allclose(np.diff(np.sort(places[:, 0])), 100, atol=4) and np.allclose(
        places[:, 1], 0, atol=10
    )
    assert (majorise(path) == places).all()
    assert majorise(np.zeros((1, 1))).tolist() == [[0.0, 0.0]]


@given(
    arrays(float, (6, 2), elements=st.floats(0, 200)),
    arrays(float, (6, 2), elements=st.floats(5, 60)),
)
def test_boxes_are_moved_apart(places: np.ndarray, boxes: np.ndarray) -> None:
    moved = spread(places, boxes)
    for a, b in combinations(range(6), 2):
        gap = np.abs(moved[a] - moved[b] + [0, (boxes[a][1] - boxes[b][1]) / 2])
        assert (gap >= (boxes[a] + boxes[b]) / 2 - 0.2).any()


def test_a_map_of_one_place_has_room() -> None:
    frame = frame_of([(71.4, 51.2)])
    assert frame.west < 70 and frame.east > 72.5 and frame.north > 52 and frame.south < 50
    x, y = frame.at(71.4, 51.2)
    assert abs(x - 470) < 1 and 0 < y < 660
    north, south = frame.at(71.4, 52.0)[1], frame.at(71.4, 50.0)[1]
    assert north < y < south


def test_outlines_are_of_the_world() -> None:
    points = [point for ring in outlines() for point in ring]
    assert len(outlines()) > 200 and all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)


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


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    colour = {name: pair[scheme] for name, pair in PALETTE.items()}
    hues = {name.removesuffix("-line") for name in PALETTE if name.endswith("-line")}
    pairs = [(text, ground) for text in ("ink", "muted", "accent", "unsure", "planned", "good",
             "bad") for ground in ("paper", "ground")]  # fmt: skip
    pairs += [("on-accent", "accent"), ("accent", "soft"), ("muted", "soft"), ("good", "good-soft")]
    pairs += [("unsure", "unsure-soft"), ("muted", "unsure-soft"), ("accent", "unsure-soft")]
    for hue in sorted(hues):
        pairs += [(f"{hue}-line", "paper"), (f"{hue}-line", f"{hue}-box")]
        pairs += [(t, f"{hue}-{g}") for t in ("ink", "muted") for g in ("box", "frame")]
    for text, ground in pairs:
        low, high = sorted((_luminance(colour[text]), _luminance(colour[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)


def test_light_colours_for_files() -> None:
    assert light('fill="var(--ink)"') == 'fill="#1d2733"'
