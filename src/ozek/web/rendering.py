"""Jinja2 with what every template may use: words, names of things, where they have their pages."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from ozek import __version__
from ozek.namespaces import shorten
from ozek.web.languages import LANGUAGES
from ozek.web.words import Words

if TYPE_CHECKING:
    from ozek.web.page import Asked
    from ozek.web.site import Site

STATIC = Path(__file__).with_name("static")
VENDOR = STATIC / "vendor"


@cache
def environment() -> jinja2.Environment:
    """Return the templates; every value is escaped, and a name that is not given is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("ozek.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["count"] = count
    made.filters["inline"] = inline
    made.filters["figure"] = figure
    return made


def vendored(name: str) -> bool:
    """Say whether a script of others (``htmx.min.js`` …) was built into this installation."""
    return (VENDOR / name).is_file()


def render(site: Site, asked: Asked, template: str, **content: Any) -> str:
    """Return a template filled for a request."""
    labels = site.labels(asked.lang)
    return (
        environment()
        .get_template(template)
        .render(
            layout="base.html",
            site=site,
            asked=asked,
            lang=asked.lang,
            languages=LANGUAGES,
            w=Words(asked.lang),
            label=labels.of,
            short=partial(shorten, base=site.project.base),
            address=site.address,
            vendored=vendored,
            version=__version__,
            **content,
        )
    )


def inline(svg: str) -> str:
    """Return a picture of the report as a part of a page: what it cites leads to its sentence.

    In the report the links lead to places of that page (``#p-s30``); and a picture that has links
    is a group, not an image, for those who have it read to them.
    """
    svg = re.sub(r'href="#p-([^"]+)"', r'href="/sentence/\1"', svg)
    return svg.replace('role="img"', 'role="group"', 1)


def count(number: int) -> str:
    """Return a whole number with its thousands apart, the same in all languages."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def figure(number: Any, digits: int = 3) -> str:
    """Return a measure with few digits; a dash for what has no value."""
    if number is None or number != number:
        return "–"
    if isinstance(number, int) or float(number).is_integer():
        return count(int(number))
    return f"{float(number):.{digits}f}".rstrip("0").rstrip(".")
