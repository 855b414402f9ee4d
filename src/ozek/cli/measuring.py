"""The verb that measures networks and asks for named answers: measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ozek.cli.options import common, complete_projection
from ozek.cli.shared import lang_of, parameters, print_table, project_of, store_of

if TYPE_CHECKING:
    from ozek.network import Measures
    from ozek.project import Project
    from ozek.results import Table
    from ozek.store import Store

NAMED = frozenset({"node", "source", "target"})
"""Columns that show the short IRI of a thing, since its label stands beside it."""


@click.command()
@click.argument("measures", nargs=-1, metavar="[MEASURE]…")
@click.option(
    "-N",
    "--network",
    default="actors",
    show_default=True,
    shell_complete=complete_projection,
    help="Projection: name or TOML file.",
)
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Only the first rows.")
@click.option("--summary", is_flag=True, help="Measures of the whole network instead of its nodes.")
@click.option("--list", "listing", is_flag=True, help="Only list the measures there are.")
@common(rows=True, remote=True)
def measure(
    measures: tuple[str, ...],
    network: str,
    param: tuple[str, ...],
    limit: int | None,
    summary: bool,
    listing: bool,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Measure a network: degree, betweenness, brokerage, mixing, core, communities and more.

    A sentence comes first, then the table, then what was measured and what to keep in mind.
    Without a MEASURE the nodes get the most used ones, and --summary gives all. Some are asked one
    at a time and take parameters: `ozek measure bridging -p kinds=science,business`.
    """
    from ozek.network import DEFAULT_MEASURES
    from ozek.network import measure as run
    from ozek.pipeline import network_of

    if listing:
        print_table(_listing(lang or "en"), format, None, lang or "en")
        return
    found = project_of(project)
    language = lang_of(found, lang)
    if _is_answer(measures, param, summary):
        _answer(found, measures[0], network, param, limit, language, format)
        return
    store = store_of(found)
    graph = network_of(store, found, network, lang=language)
    result = run(graph, measures or (None if summary else DEFAULT_MEASURES))
    table = result.summary() if summary else _table(result, limit)
    if format in ("table", "markdown") and (measures or not summary):
        click.echo(result.sentence(language, first=not measures) + "\n")
    _print(table, store, found, network, language, format)
    click.echo(result.caption(language), err=True)
    if not measures and not summary:
        click.echo("More measures, to be named: ozek measure --list", err=True)


def _is_answer(measures: tuple[str, ...], param: tuple[str, ...], summary: bool) -> bool:
    """Say whether an answer is asked for; raises UsageError if it is not asked for alone."""
    from ozek.measuring import ANSWERS

    if len(measures) == 1 and measures[0] in ANSWERS and not summary:
        return True
    alone = [name for name in measures if name in ANSWERS]
    if alone:
        raise click.UsageError(f"'{alone[0]}' has a table of its own: ask for it alone")
    if param:
        raise click.UsageError("these measures take no parameters; see: ozek measure --list")
    return False


def _answer(
    project: Project,
    name: str,
    network: str,
    param: tuple[str, ...],
    limit: int | None,
    lang: str,
    format: str,
) -> None:
    from dataclasses import replace

    from ozek.measuring import ANSWERS, answer
    from ozek.pipeline import network_of

    params = parameters(param)
    store = store_of(project)
    graph = None
    if ANSWERS[name].of == "network":
        graph = network_of(store, project, network, lang=lang)
    found = answer(store, name, params, graph=graph, lang=lang)
    if format in ("table", "markdown"):
        click.echo(found.sentence + "\n")
    table = replace(found.table, rows=found.table.rows[:limit])
    _print(table, store, project, network, lang, format)
    click.echo("\n".join(found.source), err=True)


def _print(
    table: Table, store: Store, project: Project, network: str, lang: str, format: str
) -> None:
    """Print rows: for people with names in words, for programs as they are."""
    from dataclasses import replace

    from ozek.labels import Labels
    from ozek.measuring import in_words
    from ozek.pipeline import with_kind_labels

    if format in ("table", "markdown"):
        table = with_kind_labels(table, store, project, network, lang=lang)
        table = in_words(table, Labels(store, lang), lang)
    short = NAMED if "label" in table.columns or "source_label" in table.columns else frozenset()
    print_table(replace(table, short=short), format, store, lang)


def _table(result: Measures, limit: int | None) -> Table:
    """Return the nodes if a measure has values of nodes, else the links, else the whole."""
    from ozek.network import MEASURES

    scopes = {MEASURES[name].scope for name in result.results}
    if "node" in scopes:
        return result.table(limit)
    return result.links() if scopes == {"edge"} else result.summary()


def _listing(lang: str) -> Table:
    """Return every measure and answer: name, what it is of, title, meaning, parameters."""
    from rdflib import Literal

    from ozek.measuring import ANSWERS
    from ozek.measuring.wording import known, words
    from ozek.network import MEASURES
    from ozek.results import Table

    found = []
    for one in MEASURES.values():
        first = (one.__doc__ or "").partition("\n")[0].removesuffix(".")
        meaning = words()["meanings"].get(one.name, {}).get(lang, first)
        title = one.titles.get(lang, one.name)
        found.append((one.name, known("scopes", one.scope, lang), title, meaning, ""))
    for name, asked in ANSWERS.items():
        given = ", ".join(f"{key}={value or '…'}" for key, value in asked.parameters.items())
        scope = known("scopes", asked.of, lang)
        found.append((name, scope, asked.title(lang), asked.meaning(lang), given))
    rows = tuple(tuple(Literal(cell) if cell else None for cell in row) for row in found)
    columns = ("measure", "values_of", "title", "meaning", "parameters")
    titles = {column: words()["headings"][column] for column in columns}
    return Table(columns, rows, "measures", titles=titles)
