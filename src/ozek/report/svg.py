"""Writing SVG: elements as text, escaped, attributes in their order; texts in every language."""

from __future__ import annotations

from html import escape

from ozek.report import colours
from ozek.report.metrics import wrap
from ozek.report.texts import Name, Text

INK = colours.use("ink")
MUTED = colours.use("muted")
EDGE = colours.use("edge")
RULE = colours.use("rule")
PAPER = colours.use("paper")
HATCH = "url(#hatch)"
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"
LINE = 1.25

DASHES = {"reading": "1 4", "planned": "7 4", "hollow": "3 3"}
"""Style → dashes of a line; what is stated has none."""

Value = str | int | float | None


def element(name: str, content: str = "", /, **attributes: Value) -> str:
    """Return an element. ``content`` is markup; attribute names lose a trailing underscore, and
    their other underscores become hyphens; None leaves an attribute out."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{shown}>{content}</{name}>" if content else f"<{name}{shown}/>"


def number(value: str | int | float) -> str:
    """Return a number without idle digits; text as it is."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def line_of(x: float, y: float, content: str, /, **attributes: Value) -> str:
    """Return one line of text that is the same in all languages."""
    return element("text", escape(content, quote=False), x=x, y=y, **attributes)


def text(
    x: float,
    y: float,
    content: Text,
    size: float,
    /,
    *,
    width: float | None = None,
    middle: float | None = None,
    foot: float | None = None,
    bold: bool = False,
    **attributes: Value,
) -> str:
    """Return a text in all its languages, wrapped to ``width``, its top at ``y``; in ink, if no
    ``fill`` is given.

    ``middle``: the height of the room in which each language's lines stand in the middle;
    ``foot``: of the room at whose foot they stand.
    """
    found = ""
    for lang, name, lines in broken(content, width, size, bold=bold):
        tall = len(lines) * size * LINE
        top = y + ((middle - tall) / 2 if middle else foot - tall if foot else 0)
        body = _lines(x, lines, size)
        body = element(
            "text",
            body,
            x=x,
            y=round(top + size, 1),
            font_size=size,
            font_weight=700 if bold else None,
            **attributes,
            class_="in" if name.lang else None,
            lang=name.lang or lang or None,
        )
        found += element("g", body, lang=lang) if lang and name.lang else body
    return found


def broken(
    content: Text, width: float | None, size: float, *, bold: bool = False
) -> list[tuple[str, Name, list[str]]]:
    """Return language, form and lines of a text; the language is empty if one form is all."""
    forms = [("", content.forms[0][1])] if content.alike else list(content)
    return [
        (lang, name, wrap(name.text, width, size, bold=bold) if width else [name.text])
        for lang, name in forms
        if name.text
    ]


def rows(content: Text, width: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in the language that needs most."""
    return max((len(lines) for *_, lines in broken(content, width, size, bold=bold)), default=0)


def height(content: Text, width: float, size: float, *, bold: bool = False) -> float:
    """Return the height of a wrapped text in the language that needs most."""
    return rows(content, width, size, bold=bold) * size * LINE


def _lines(x: float, lines: list[str], size: float) -> str:
    first, *rest = lines
    found = escape(first, quote=False)
    step = round(size * LINE, 1)
    for line in rest:
        found += element("tspan", escape(line, quote=False), x=x, dy=step)
    return found


def line_style(style: str, colour: str = EDGE, width: float = 1.4) -> dict[str, Value]:
    """Return the attributes of a line: dotted for a reading, dashed for what is planned."""
    found: dict[str, Value] = {"stroke": colour, "stroke_width": width}
    if style in DASHES:
        found["stroke_dasharray"] = DASHES[style]
    if style == "reading":
        found |= {"stroke_linecap": "round", "stroke_width": width + 0.5}
    return found


def haloed(markup: str, colour: str = PAPER, width: float = 4) -> str:
    """Return texts with an edge of the ground's colour, so that lines behind do not disturb."""
    return element(
        "g",
        markup,
        paint_order="stroke",
        stroke=colour,
        stroke_width=width,
        stroke_linejoin="round",
    )


def hint(content: Text) -> str:
    """Return the words shown when the pointer rests on something: in a picture of one language;
    in a page of several, where they could not follow the switch, the list says the same."""
    return element("title", escape(content.forms[0][1].text)) if len(content.forms) == 1 else ""


def document(
    width: float, height: float, body: str, /, *, title: Text, description: Text, key: str
) -> str:
    """Return a whole picture.

    In one language it is a file of its own, with title and description inside and light colours;
    in several it is part of a page, where a caption names it (``{key}-title``, ``{key}-desc``).
    """
    standalone = len(title.forms) == 1
    head = body
    if HATCH in body:
        lines = element("path", d="M-2 2L2 -2M0 8L8 0M6 10L10 6", stroke=colours.use("hatch"))
        ground = element("rect", width=8, height=8, fill=PAPER)
        pattern = element(
            "pattern",
            ground + lines,
            id=f"hatch-{key}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        head = element("defs", pattern) + body.replace(HATCH, f"url(#hatch-{key})")
    if not standalone:
        return element(
            "svg",
            head,
            viewBox=f"0 0 {number(width)} {number(height)}",
            role="group",
            aria_labelledby=f"{key}-title",
            aria_describedby=f"{key}-desc",
            class_="picture",
            fill=INK,
            style=f"min-width:{min(round(width), 1000)}px",
        )
    lang, name = title.forms[0]
    titles = element("title", escape(name.text), id="title")
    titles += element("desc", escape(str(description)), id="desc")
    ground = element("rect", width=width, height=height, fill=PAPER)
    found = element(
        "svg",
        titles + ground + head,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        lang=lang,
        role="img",
        aria_labelledby="title",
        aria_describedby="desc",
        font_family=FONT,
        fill=INK,
    )
    return colours.light(found) + "\n"
