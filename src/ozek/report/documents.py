"""Policy documents with their years, and the time line of them."""

from __future__ import annotations

from dataclasses import dataclass

from ozek.namespaces import OZEK, RDF_TYPE
from ozek.report import colours, svg
from ozek.report.evidence import Facts, Ref, Why
from ozek.report.legend import Entry, draw_legend
from ozek.report.metrics import text_width
from ozek.report.texts import Text
from ozek.report.view import Picture
from ozek.report.words import Words

WIDTH, MARGIN = 860, 20
LABEL, SMALL = 14.0, 12.0
BAR = 16
FADE = 34
LINE_HUE, _, BAR_HUE = colours.hue("blue")
DUE = colours.use("violet-line")


@dataclass(frozen=True)
class Document:
    """A policy document: its period, on what basis that stands, and what it aims at."""

    iri: str
    name: Text
    kind: Text
    start: int | None
    end: int | None
    period: Why | None
    aims: tuple[Text, ...]
    due: tuple[tuple[int, Text], ...]
    refs: tuple[Ref, ...]


def policy_documents(facts: Facts) -> list[Document]:
    """Return the policy documents of the facts, by first year known, then by name of the thing."""
    found: list[Document] = []
    for cls in facts.kinds_below([OZEK + "PolicyDocument"]):
        for thing in facts.things(cls):
            found = [one for one in found if one.iri != thing]
            found.append(_document(facts, thing, cls))
    return sorted(found, key=lambda one: (one.start or one.end or 9999, one.end or 9999, one.iri))


def _document(facts: Facts, thing: str, cls: str) -> Document:
    start, end = (_year(facts, thing, name) for name in ("startYear", "endYear"))
    known = [n for n, year in (("startYear", start), ("endYear", end)) if year is not None]
    targets = facts.objects(thing, OZEK + "setsTarget")
    aims = [a for name in ("hasGoal", "serves") for a in facts.objects(thing, OZEK + name)]
    kinds = facts.objects(thing, OZEK + "hasDocumentKind")
    due = [(year, t) for t in targets if (year := _year(facts, t, "byYear")) is not None]
    why = [facts.why(thing, OZEK + name) for name in known]
    refs = {ref: None for one in (*why, facts.why(thing, RDF_TYPE)) for ref in one.refs}
    return Document(
        iri=thing,
        name=facts.names.of(thing),
        kind=facts.names.of(kinds[0] if kinds else cls),
        start=start,
        end=end,
        period=max(why, key=lambda one: one.basis == "reading") if why else None,
        aims=tuple(map(facts.names.of, dict.fromkeys([*targets, *aims]))),
        due=tuple((year, facts.names.of(target)) for year, target in sorted(due)),
        refs=tuple(refs),
    )


def _year(facts: Facts, thing: str, name: str) -> int | None:
    years = [int(value) for value in facts.objects(thing, OZEK + name) if value.isdecimal()]
    return min(years, default=None) if name == "startYear" else max(years, default=None)


def draw_timeline(documents: list[Document], words: Words) -> Picture | None:
    """Return the time line; None if no document has a year."""
    years = [y for d in documents for y in (d.start, d.end, *(due for due, _ in d.due)) if y]
    if not years:
        return None
    first, last = _span(min(years), max(years))
    scale = _Scale(first, last)
    y = MARGIN + 26.0
    rows = ""
    for one in documents:
        row, y = _row(one, words, scale, y)
        rows += row
    legend, end = draw_legend(_legend(documents, words), MARGIN, y + 8, WIDTH - 2 * MARGIN)
    title = words["timeline_title"]
    description = words.fill(
        "timeline_description", count=len(documents), first=min(years), last=max(years)
    )
    body = _axis(scale, y) + rows + legend
    markup = svg.document(
        WIDTH, round(end) + 12, body, title=title, description=description, key="timeline"
    )
    return Picture("timeline", title, description, markup)


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int

    def x(self, year: float) -> int:
        """Return where the beginning of a year lies."""
        share = (year - self.first) / (self.last - self.first)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN))

    @property
    def step(self) -> int:
        """Return how many years lie between two marks, so that some ten of them show."""
        return next((n for n in (1, 2, 5, 10, 20, 50) if (self.last - self.first) / n <= 14), 100)


def _span(first: int, last: int) -> tuple[int, int]:
    """Return the years of the axis: a little more than the years shown."""
    scale = _Scale(first, last + 1)
    return first - first % scale.step, last + scale.step - last % scale.step


def _axis(scale: _Scale, low: float) -> str:
    found = ""
    for year in range(scale.first, scale.last + 1, scale.step):
        x = scale.x(year)
        found += svg.element(
            "line", x1=x, x2=x, y1=MARGIN + 14, y2=round(low), stroke=svg.RULE, stroke_width=1
        )
        anchor = {scale.first: "start", scale.last: "end"}.get(year, "middle")
        found += svg.line_of(
            x, MARGIN + 6, str(year), font_size=SMALL, fill=svg.MUTED, text_anchor=anchor
        )
    return found


def _row(one: Document, words: Words, scale: _Scale, y: float) -> tuple[str, float]:
    """Draw a document: its name over the whole width, its bar below, its years beside the bar."""
    room = WIDTH - 2 * MARGIN
    period = words.years(one.start, one.end)
    reading = bool(one.period and one.period.basis == "reading")
    if reading:
        marked = words.joined((period, words["by_reading"]), " (")
        period = marked.map(lambda text: text + ")")
    tall = svg.height(one.name, room, LABEL, bold=True)
    found = svg.text(MARGIN, y, one.name, LABEL, width=room, foot=tall, bold=True)
    low = round(y + tall) + 5
    right = MARGIN
    if one.start is not None or one.end is not None:
        left = scale.x(one.start) if one.start is not None else None
        end = scale.x(one.end + 1) if one.end is not None else None
        found += _bar(left, end, low, reading)
        right = (end if end is not None else (left or 0) + FADE) + 10
    for year, target in one.due:
        mark = svg.element("path", d=f"M{scale.x(year)} {low}l8 8l-8 8l-8 -8Z", fill=DUE)
        hint = svg.hint(words.joined((target, words.plain(str(year))), " – "))
        found += svg.element("g", hint + mark)
    wide = max(text_width(name.text, SMALL) for _, name in period)
    if right + wide > WIDTH - MARGIN:
        x, top, anchor = WIDTH - MARGIN, low + BAR + 2, "end"
        low += 16
    else:
        x, top, anchor = right, low, None
    found += svg.text(x, top, period, SMALL, fill=svg.MUTED, text_anchor=anchor)
    return found, low + BAR + 16


def _bar(left: int | None, right: int | None, y: int, reading: bool) -> str:
    """Draw a bar; an end that is not known stays open and short."""
    x1 = left if left is not None else max((right or 0) - FADE, MARGIN)
    x2 = right if right is not None else min(x1 + FADE, WIDTH - MARGIN)
    if left is not None and right is not None:
        shape = f"M{x1} {y}H{x2}V{y + BAR}H{x1}Z"
    elif right is not None:
        shape = f"M{x1} {y}H{x2}V{y + BAR}H{x1}"
    else:
        shape = f"M{x2} {y}H{x1}V{y + BAR}H{x2}"
    found = svg.element("rect", x=x1, y=y, width=x2 - x1, height=BAR, fill=BAR_HUE)
    style = svg.line_style("reading" if reading else "stated", LINE_HUE, 1.5)
    found += svg.element("path", d=shape, fill="none", **style)
    if left is None or right is None:
        x, way = (x1, -1) if left is None else (x2, 1)
        arrow = f"M{x} {y + 3}l{6 * way} 5l{-6 * way} 5"
        found += svg.element("path", d=arrow, fill="none", stroke=LINE_HUE, stroke_width=1.5)
    return found


def _legend(documents: list[Document], words: Words) -> list[Entry]:
    entries = [Entry("line", words["legend_stated"], "stated", LINE_HUE)]
    if any(d.period and d.period.basis == "reading" for d in documents):
        entries.append(Entry("line", words["legend_reading"], "reading", LINE_HUE))
    if any(d.due for d in documents):
        entries.append(Entry("diamond", words["legend_due"], colour=DUE))
    return entries
