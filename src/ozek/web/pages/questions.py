"""The gallery of questions: each with its parameters as a form, its rows, and its SPARQL."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ozek.errors import UsageError
from ozek.namespaces import shorten
from ozek.parameters import Parameter
from ozek.query import Question, questions_table
from ozek.report.words import Words as ReportWords
from ozek.search import fold
from ozek.web import asking
from ozek.web.languages import LANGUAGES
from ozek.web.page import Asked, NotFound, Page, address
from ozek.web.site import Site

SIZE = 100
"""Rows of an answer on one page."""

MOST_CHOICES = 500
"""A parameter with more values is typed, not chosen from a list."""


@dataclass(frozen=True)
class Field:
    """A parameter as a form shows it; ``choices``: (value, label), empty if it is typed."""

    parameter: Parameter
    label: str
    description: str
    value: str
    choices: tuple[tuple[str, str], ...]


def gallery(site: Site, asked: Asked) -> Page:
    """Show the questions by the kind of user they are for; ``?q=`` words, ``?tag=`` a tag."""
    text, tag = asked.get("q"), asked.get("tag")
    wanted = fold(text).split()
    found = [
        question
        for question in site.questions
        if (not tag or tag in question.tags) and all(word in _folded(question) for word in wanted)
    ]
    words = ReportWords((asked.lang,))
    folders: dict[str, list[Question]] = {}
    for question in found:
        key = f"folder_{question.folder}"
        title = words[key][asked.lang].text if key in words else question.folder
        folders.setdefault(title, []).append(question)
    return Page(
        "questions.html",
        asked.words("questions.title"),
        {
            "folders": folders,
            "text": text,
            "tag": tag,
            "tags": sorted({tag for question in site.questions for tag in question.tags}),
            "number": len(found),
        },
        table=questions_table(found, asked.lang),
    )


def question(site: Site, asked: Asked) -> Page:
    """Show one question with its form and, once every parameter has a value, its rows."""
    name = asked.parts["name"]
    found = next((one for one in site.questions if one.name == name), None)
    if found is None:
        raise NotFound(asked.words("questions.unknown", name=name[:100]))
    given = {name: asked.get(name) for name in found.parameters if asked.get(name)}
    missing = [
        one
        for one in found.parameters.values()
        if not one.optional and one.name not in given and one.type != "language"
    ]
    if missing and asked.suffix:
        names = ", ".join(one.name for one in missing)
        raise UsageError(asked.words("questions.needs", names=names))
    first = asked.number("first", 0)
    table = shown = None
    sparql, message = found.text, ""
    if not missing:
        try:
            sparql = asking.text_of(site, found, given, asked.lang)
            table = asking.answer(site, found, given, asked.lang)
            shown = replace(table, rows=table.rows[first : first + SIZE])
        except UsageError as error:
            message = str(error)
            if asked.suffix:
                raise
    return Page(
        "question.html",
        found.title.get(asked.lang) or found.name,
        {
            "question": found,
            "fields": [_field(site, asked, found, one) for one in found.parameters.values()],
            "shown": shown,
            "total": len(table) if table is not None else 0,
            "first": first,
            "size": SIZE,
            "sparql": _without_header(sparql),
            "message": message,
            "editor": address("/sparql", [("question", found.name), *given.items()]),
        },
        table=table,
        status=400 if message else 200,
    )


def _folded(question: Question) -> str:
    return fold(" ".join((question.name, *question.title.values(), *question.description.values())))


def _field(site: Site, asked: Asked, question: Question, parameter: Parameter) -> Field:
    default = "" if parameter.default is None else str(parameter.default)
    labels = site.labels(asked.lang)
    known = asking.values(site, question, parameter)
    choices: tuple[tuple[str, str], ...] = ()
    if parameter.type == "boolean":
        choices = tuple((one, asked.words(f"questions.{one}")) for one in ("true", "false"))
    elif parameter.type == "language":
        choices = tuple((one, asked.words(f"common.in_{one}")) for one in LANGUAGES)
    elif known and len(known) <= MOST_CHOICES:
        choices = tuple(
            sorted(((_value(site, one), labels.of(one)) for one in known), key=lambda c: c[1])
        )
    value = asked.get(parameter.name) or (asked.lang if parameter.type == "language" else default)
    label = question.columns.get(parameter.name, {}).get(asked.lang) or parameter.name
    return Field(parameter, label, parameter.description.get(asked.lang, ""), value, choices)


def _value(site: Site, term: Any) -> str:
    """A term as a person would write it for ``ozek query -p``."""
    return shorten(str(term), site.project.base)


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()


PAGES = (("/questions", gallery), ("/questions/{name}", question))
