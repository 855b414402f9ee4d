"""Questions of the library, answered by a worker that can be stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
from rdflib import Literal

from ozek.parameters import Parameter, allowed, bind
from ozek.query import Question
from ozek.results import Table
from ozek.substitution import substitute
from ozek.terms import to_rdflib
from ozek.web.page import Stopped
from ozek.web.site import Site
from ozek.web.sparql.formats import JSON
from ozek.web.sparql.protocol import Asked
from ozek.web.sparql.worker import Job


def values(site: Site, question: Question, parameter: Parameter) -> list[Any]:
    """Return the terms that a parameter may be; none if it may be anything of its type."""
    key = ("values", question.name, parameter.name)
    return site.once(key, lambda: allowed(parameter, site.store))


def text_of(site: Site, question: Question, given: Mapping[str, Any], lang: str) -> str:
    """Return the question's SPARQL with its parameters put in.

    Raises UsageError for a parameter that is missing, unknown or of the wrong type.
    """
    given = dict(given)
    for parameter in question.parameters.values():
        if parameter.type == "language":
            given.setdefault(parameter.name, lang)
    bindings = bind(
        question.parameters,
        given,
        site.store,
        free=not question.has_header,
        values=lambda parameter: values(site, question, parameter),
    )
    return substitute(question.text, bindings)


def answer(site: Site, question: Question, given: Mapping[str, Any], lang: str) -> Table:
    """Return the rows of a question, the same as ``ozek.query.ask`` gives.

    Raises UsageError as ``text_of``, and Stopped if it takes too long or too much.
    """
    text = text_of(site, question, given, lang)
    return site.lately(("answer", text), lambda: _answer(site, question, text))


def _answer(site: Site, question: Question, text: str) -> Table:
    found = site.own.run(Job(Asked(text), JSON, site.project.base))
    if found.status != 200:
        raise Stopped(found.body.decode().strip())
    parsed = ox.parse_query_results(found.body, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        columns: tuple[str, ...] = ("answer",)
        rows: tuple[Any, ...] = ((Literal(bool(parsed)),),)
    else:
        columns = tuple(variable.value for variable in parsed.variables)
        rows = tuple(tuple(None if t is None else to_rdflib(t) for t in row) for row in parsed)
    return Table(columns, rows, question.name, question.title, question.columns)
