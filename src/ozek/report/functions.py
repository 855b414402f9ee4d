"""Which infrastructure functions of which cluster are provided, stated absent or not recorded."""

from __future__ import annotations

from dataclasses import dataclass

from ozek import namespaces as ns
from ozek.namespaces import OZEK, OZT, SKOS
from ozek.report import colours, svg
from ozek.report.evidence import Facts, Ref
from ozek.report.legend import Entry, draw_legend
from ozek.report.texts import Text
from ozek.report.view import Picture, View

MARGIN = 20
NAMES = 190
CELL, ROW = 118, 44
SIZE = 13.0
_IN_CLUSTER = OZEK + "isInCluster"


@dataclass(frozen=True)
class Cell:
    """One infrastructure function in one cluster: provided, stated-absent or not-recorded."""

    state: str
    name: Text
    actors: tuple[Text, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Functions:
    """The heat map: functions, and for each cluster one cell for each of them."""

    names: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[Cell, ...]], ...]
    picture: Picture

    @property
    def asked(self) -> int:
        return len(self.names) * len(self.rows)

    @property
    def recorded(self) -> int:
        """How many cells are not "not recorded"."""
        return sum(cell.state != "not-recorded" for _, cells in self.rows for cell in cells)


def find_functions(view: View) -> Functions | None:
    """Return the heat map of clusters by function; None if there is no cluster."""
    facts = view.facts
    scheme = facts.subjects(SKOS + "inScheme", OZT + "function")
    names = tuple(facts.names.title(one) for one in scheme)
    rows = tuple(
        (facts.names.title(cluster), tuple(_cell(facts, cluster, one) for one in scheme))
        for cluster in facts.things(OZEK + "Cluster")
    )
    if not rows or not names:
        return None
    return Functions(names, rows, _draw(view, names, rows))


def _cell(facts: Facts, cluster: str, function: str) -> Cell:
    segments = {cluster, *facts.subjects(OZEK + "isSegmentOf", cluster)}
    found: dict[str, tuple[Ref, ...]] = {}
    for one in facts.subjects(OZEK + "performsFunction", function):
        places = {*facts.objects(one, OZEK + "isInSegment"), *facts.objects(one, _IN_CLUSTER)}
        if segments & places:
            refs = facts.why(one, OZEK + "performsFunction", function).refs
            for member in facts.objects(one, ns.ORG + "member"):
                found[member] = refs
    absent = facts.why(cluster, OZEK + "lacksFunction", function)
    if found:
        state, refs = "provided", tuple({ref: None for some in found.values() for ref in some})
    elif absent.refs:
        state, refs = "stated-absent", absent.refs
    else:
        state, refs = "not-recorded", ()
    actors = tuple(map(facts.names.of, sorted(found)))
    return Cell(state, facts.names.of(f"{OZT}coverage-{state}"), actors, refs)


def _draw(
    view: View, names: tuple[Text, ...], rows: tuple[tuple[Text, tuple[Cell, ...]], ...]
) -> Picture:
    words = view.words
    head = max(svg.height(one, CELL - 10, SIZE, bold=True) for one in names)
    top = MARGIN + head + 10
    body = ""
    for column, name in enumerate(names):
        x = MARGIN + NAMES + column * CELL
        y = MARGIN + head - svg.height(name, CELL - 10, SIZE, bold=True)
        body += svg.text(
            x + CELL / 2, y, name, SIZE, width=CELL - 10, bold=True,
            text_anchor="middle",
        )  # fmt: skip
    y = top
    for name, cells in rows:
        tall = max(ROW, round(svg.height(name, NAMES - 14, SIZE)) + 12)
        body += svg.text(MARGIN, y, name, SIZE, width=NAMES - 14, middle=y and tall)
        for column, cell in enumerate(cells):
            body += _square(cell, MARGIN + NAMES + column * CELL, y, tall)
        y += tall
    width = 2 * MARGIN + NAMES + len(names) * CELL
    legend, end = draw_legend(_legend(view), MARGIN, y + 16, width - 2 * MARGIN)
    title = words["functions_title"]
    description = words.fill("functions_description", clusters=len(rows), functions=len(names))
    markup = svg.document(
        width, round(end) + 10, body + legend, title=title, description=description, key="heat"
    )
    return Picture("heat", title, description, markup)


def _square(cell: Cell, x: float, y: float, tall: float) -> str:
    """Draw a cell: a number for providers, a cross for stated absence, hatching for no record."""
    fill = {"provided": colours.use("good-soft"), "stated-absent": colours.use("bad-soft")}
    found = svg.element(
        "rect",
        x=x + 2,
        y=y + 2,
        width=CELL - 4,
        height=tall - 4,
        rx=4,
        fill=fill.get(cell.state, svg.HATCH),
        stroke=svg.RULE,
    )
    middle, level = x + CELL / 2, round(y + tall / 2, 1)
    if cell.state == "provided":
        number = str(len(cell.actors))
        found += svg.line_of(
            middle, level + 5, number, font_size=15, font_weight=700, text_anchor="middle",
            fill=colours.use("good"),
        )  # fmt: skip
        if len(cell.actors) == 1:
            found += svg.element("circle", cx=middle + 17, cy=level, r=4)
    elif cell.state == "stated-absent":
        cross = f"M{middle - 6} {level - 6}l12 12m0 -12l-12 12"
        found += svg.element("path", d=cross, stroke=colours.use("bad"), stroke_width=2.4)
    return found


def _legend(view: View) -> list[Entry]:
    words = view.words
    return [
        Entry("box", words["heat_provided"], colour=svg.RULE, fill=colours.use("good-soft")),
        Entry("dot", words["heat_sole"], colour=svg.INK),
        Entry("box", words["heat_absent"], colour=svg.RULE, fill=colours.use("bad-soft")),
        Entry("box", words["heat_unknown"], colour=svg.RULE, fill=svg.HATCH),
    ]
