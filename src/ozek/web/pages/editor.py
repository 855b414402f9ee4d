"""The query editor: a form that works anywhere, and an editor on top where there is JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pyoxigraph as ox
from rdflib import Literal

from ozek.errors import UsageError
from ozek.namespaces import PREFIXES
from ozek.results import Table
from ozek.substitution import names
from ozek.terms import to_rdflib
from ozek.web import asking
from ozek.web.page import Asked, NotFound, Page, Stopped
from ozek.web.site import Site
from ozek.web.sparql.formats import JSON
from ozek.web.sparql.protocol import QUERY, Refused, read_request
from ozek.web.sparql.worker import Job

SHOWN = 500
"""Rows of a result on the page; its data twins have all of them."""

FIRST = """\
SELECT ?cluster ?place
WHERE {
  ?cluster a ozek:Cluster .
  OPTIONAL { ?cluster ozek:isLocatedIn ?place }
}
ORDER BY ?cluster
LIMIT 50
"""


def editor(site: Site, asked: Asked) -> Page:
    """Show the editor; ``?question=`` opens a question of the library, with its parameters."""
    name = asked.get("question")
    text = FIRST
    if name:
        found = next((one for one in site.questions if one.name == name), None)
        if found is None:
            raise NotFound(asked.words("questions.unknown", name=name[:100]))
        given = {name: asked.get(name) for name in found.parameters if asked.get(name)}
        text = asking.text_of(site, found, given, asked.lang)
        text = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    return _page(site, asked, with_prefixes(text.strip() + "\n"))


def result(site: Site, asked: Asked) -> Page:
    """Show what a query gives, in a table; ``?query=``."""
    text = asked.get("query")
    if not text:
        return _page(site, asked, with_prefixes(FIRST))
    try:
        read = read_request("POST", b"", QUERY, text.encode())
    except Refused as refused:
        raise UsageError(refused.message) from None
    assert read is not None
    accept = f"{JSON}, application/n-triples"
    answer = site.pool.run(Job(read, accept, site.project.base))
    if answer.status == 503:
        raise Stopped(answer.body.decode().strip())
    if answer.status != 200:
        if asked.suffix:
            raise UsageError(answer.body.decode().strip())
        return _page(site, asked, text, message=answer.body.decode().strip())
    return _page(site, asked, text, _table(answer.media_type, answer.body))


def with_prefixes(text: str) -> str:
    """Return a query with a declaration for each of our prefixes that it uses and does not declare.

    The endpoint knows them anyway; other tools do not.
    """
    used = {name.partition(":")[0] for name in names(text)}
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text))
    lines = [
        f"PREFIX {prefix}: <{iri}>\n"
        for prefix, iri in PREFIXES.items()
        if prefix in used - declared
    ]
    return "".join(lines) + text


def _table(media_type: str, body: bytes) -> Table:
    if media_type != JSON:
        triples = sorted(ox.parse(body, format=ox.RdfFormat.N_TRIPLES), key=str)
        rows = tuple(
            (to_rdflib(one.subject), to_rdflib(one.predicate), to_rdflib(one.object))
            for one in triples
        )
        return Table(("subject", "predicate", "object"), rows, "query")
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Table(("answer",), ((Literal(bool(found)),),), "query")
    columns = tuple(variable.value for variable in found.variables)
    return Table(
        columns,
        tuple(tuple(None if t is None else to_rdflib(t) for t in row) for row in found),
        "query",
    )


def _page(
    site: Site, asked: Asked, text: str, table: Table | None = None, *, message: str = ""
) -> Page:
    limits = site.pool.limits
    content: dict[str, Any] = {
        "text": text,
        "message": message,
        "shown": None,
        "total": 0,
        "limits": limits,
        "most": SHOWN,
        "prefixes": PREFIXES | {"": site.project.base},
    }
    if table is not None:
        content["total"] = len(table)
        content["shown"] = Table(table.columns, table.rows[:SHOWN], table.name)
    status = 400 if message else 200
    return Page("editor.html", asked.words("editor.title"), content, table=table, status=status)


PAGES = (("/sparql", editor), ("/query", result))
