"""The verb that measures networks: measure."""

from __future__ import annotations

import click

from ozek.cli.options import common, complete_projection
from ozek.cli.shared import lang_of, print_table, project_of, store_of


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
@common(rows=True)
def measure(
    measures: tuple[str, ...],
    network: str,
    limit: int | None,
    summary: bool,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Measure a network: degree, betweenness, constraint, communities and more.

    Without a MEASURE the nodes get the most used ones, and --summary gives all.
    """
    from dataclasses import replace

    from ozek.network import DEFAULT_MEASURES, MEASURES
    from ozek.network import measure as run
    from ozek.pipeline import network_of, with_kind_labels

    found = project_of(project)
    language = lang_of(found, lang)
    store = store_of(found)
    graph = network_of(store, found, network, lang=language)
    result = run(graph, measures or (None if summary else DEFAULT_MEASURES))
    table = result.summary() if summary else result.table(limit)
    if format in ("table", "markdown"):
        table = with_kind_labels(table, store, found, network, lang=language)
    print_table(replace(table, short=frozenset({"node"})), format, store, language)
    click.echo(result.caption(), err=True)
    if not measures and not summary:
        others = [name for name in MEASURES if name not in DEFAULT_MEASURES]
        click.echo(f"More measures, to be named: {', '.join(others)}", err=True)
