"""The verb that measures networks: measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ozek.cli.options import common, complete_projection
from ozek.cli.shared import lang_of, print_table, project_of, store_of

if TYPE_CHECKING:
    from ozek.network import Measures
    from ozek.results import Table


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
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Only the first rows.")
@click.option("--summary", is_flag=True, help="Measures of the whole network instead of its nodes.")
@click.option("--list", "listing", is_flag=True, help="Only list the measures there are.")
@common(rows=True)
def measure(
    measures: tuple[str, ...],
    network: str,
    limit: int | None,
    summary: bool,
    listing: bool,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Measure a network: degree, betweenness, brokerage, mixing, core, communities and more.

    A sentence comes first, then the table, then what was measured and what to keep in mind.
    Without a MEASURE the nodes get the most used ones, and --summary gives all.
    """
    from dataclasses import replace

    from ozek.network import DEFAULT_MEASURES
    from ozek.network import measure as run
    from ozek.pipeline import network_of, with_kind_labels

    if listing:
        print_table(_listing(), format, None, lang or "en")
        return
    found = project_of(project)
    language = lang_of(found, lang)
    store = store_of(found)
    graph = network_of(store, found, network, lang=language)
    result = run(graph, measures or (None if summary else DEFAULT_MEASURES))
    table = result.summary() if summary else _table(result, limit)
    if format in ("table", "markdown"):
        table = with_kind_labels(table, store, found, network, lang=language)
        if measures or not summary:
            click.echo(result.sentence(language, first=not measures) + "\n")
    named = frozenset({"node", "source", "target"})
    print_table(replace(table, short=named), format, store, language)
    click.echo(result.caption(language), err=True)
    if not measures and not summary:
        click.echo("More measures, to be named: ozek measure --list", err=True)


def _table(result: Measures, limit: int | None) -> Table:
    """Return the nodes if a measure has values of nodes, else the links, else the whole."""
    from ozek.network import MEASURES

    scopes = {MEASURES[name].scope for name in result.results}
    if "node" in scopes:
        return result.table(limit)
    return result.links() if scopes == {"edge"} else result.summary()


def _listing() -> Table:
    """Return every measure: its name, headings, what it has values of and what it says."""
    from rdflib import Literal

    from ozek.network import MEASURES
    from ozek.results import Table

    rows = [
        tuple(
            Literal(text)
            for text in (
                one.name,
                one.scope,
                *(one.titles[lang] for lang in ("kk", "ru", "en")),
                (one.__doc__ or "").partition("\n")[0],
            )
        )
        for one in MEASURES.values()
    ]
    return Table(("measure", "values_of", "kk", "ru", "en", "meaning"), tuple(rows), "measures")
