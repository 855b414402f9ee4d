"""Writing SVG: elements as text, escaped, attributes in the order given."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

INK = "#1d2733"
MUTED = "#4f5b66"
LINE_COLOUR = "#6b7885"
PAPER = "#ffffff"
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"

DASHES = {"reading": "1 4", "planned": "7 4", "hollow": "3 3"}
"""Style → dashes of a line; what is stated has none."""


def element(name: str, content: str = "", /, **attributes: str | int | float | None) -> str:
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
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(x: float, y: float, content: str, /, **attributes: str | int | float | None) -> str:
    """Return one line of text."""
    return element("text", escape(content), x=x, y=y, **attributes)


def lines(
    x: float,
    y: float,
    texts: Iterable[str],
    size: float,
    step: float,
    /,
    **attributes: str | int | float | None,
) -> tuple[str, float]:
    """Return lines of text below each other, the first one's top at ``y``; and where they end."""
    found = []
    for line in texts:
        found.append(text(x, round(y + size, 2), line, font_size=size, **attributes))
        y += size * step
    return "".join(found), y


def line_style(style: str, colour: str = LINE_COLOUR, width: float = 1.4) -> dict[str, str | float]:
    """Return the attributes of a line: dotted for a reading, dashed for what is planned."""
    found: dict[str, str | float] = {"stroke": colour, "stroke_width": width}
    if style in DASHES:
        found["stroke_dasharray"] = DASHES[style]
    if style == "reading":
        found |= {"stroke_linecap": "round", "stroke_width": width + 0.5}
    return found


def document(
    width: int,
    height: int,
    body: str,
    /,
    *,
    lang: str,
    title: str,
    description: str,
    key: str,
    standalone: bool,
) -> str:
    """Return a whole picture with title and description for those who do not see it.

    ``standalone`` adds what a file of its own needs and a picture inside a page does not.
    """
    head = element("title", escape(title), id=f"{key}-title")
    head += element("desc", escape(description), id=f"{key}-desc")
    return element(
        "svg",
        head + body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width if standalone else None,
        height=height if standalone else None,
        lang=lang,
        role="img" if standalone else "group",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        font_family=FONT,
        class_=None if standalone else "picture",
        style=None if standalone else f"min-width:{min(width, 1000)}px",
    ) + ("\n" if standalone else "")
