"""The verbs that answer about clusters: cluster, compare, what-if."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import click

from ozek.cli.options import common, complete_projection
from ozek.cli.shared import lang_of, project_of, store_of

if TYPE_CHECKING:
    from ozek.clusters.answer import Answer


@click.command()
@click.argument("name", metavar="CLUSTER")
@common(rows=True, remote=True)
def cluster(name: str, project: str | None, lang: str | None, format: str) -> None:
    """Show the health card of a CLUSTER.

    What is there, what a source states to be absent, what is not recorded, who holds it together
    and what breaks. CLUSTER is an IRI, cluster/… or a name.
    """
    from ozek.clusters import health_card, resolve_cluster

    found = project_of(project)
    store = store_of(found)
    _print(health_card(store, resolve_cluster(store, name), lang=lang_of(found, lang)), format)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="CLUSTER CLUSTER…")
@common(rows=True, remote=True)
def compare(names: tuple[str, ...], project: str | None, lang: str | None, format: str) -> None:
    """Show CLUSTERs side by side."""
    from ozek.clusters import compare as run
    from ozek.clusters import resolve_cluster

    found = project_of(project)
    store = store_of(found)
    wanted = [resolve_cluster(store, name) for name in names]
    _print(run(store, wanted, lang=lang_of(found, lang)), format)


@click.command("what-if")
@click.option(
    "-w",
    "--without",
    multiple=True,
    required=True,
    metavar="ACTOR",
    help="Who leaves: an IRI, actor/… or a name; 'state' for all state bodies. Repeatable.",
)
@click.option("-c", "--cluster", metavar="CLUSTER", help="Look at one cluster only.")
@click.option(
    "-N",
    "--network",
    default="cluster-links",
    show_default=True,
    shell_complete=complete_projection,
    help="Projection of the links, where no cluster is named.",
)
@common(rows=True, remote=True)
def what_if(
    without: tuple[str, ...],
    cluster: str | None,
    network: str,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Show what breaks, of what is recorded, when actors leave."""
    from ozek.clusters import STATE, resolve_actor, resolve_cluster, state_actors
    from ozek.clusters import what_if as run

    found = project_of(project)
    store = store_of(found)
    home = resolve_cluster(store, cluster) if cluster else None
    actors: list[str] = []
    for name in without:
        whole = name.casefold() in STATE
        actors += state_actors(store, home) if whole else [resolve_actor(store, name)]
    _print(run(store, actors, cluster=home, network=network, lang=lang_of(found, lang)), format)


def _print(answer: Answer, format: str) -> None:
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else None
    click.echo(answer.to_text(format, width), nl=False)
