"""The verbs that move a project to a SPARQL service and back: push, pull."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.cli.options import common, stated_only
from ozek.cli.shared import progress_bar, project_of, service_for

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.remote.service import Service


@click.command()
@stated_only
@common(positional=True, remote=True)
def push(project: str | None, lang: str | None, stated_only: bool) -> None:
    """Bring a project to a SPARQL service: what is stated, what is derived, and the facts.

    Only graphs that changed are sent, and those that are gone are taken away; what arrived is
    compared. Broken off, it goes on where it was when it is run again.
    """
    from ozek.pipeline import prepare
    from ozek.remote.moving import push as run

    found = project_of(project)
    service = _service(found)
    store = prepare(found, reasoning=not stated_only)
    with progress_bar("graphs") as say:
        done = run(store, service, progress=say)
    click.echo(
        f"{done.sent} graphs with {done.triples} triples sent and compared, {done.removed} taken "
        f"away, {done.unchanged} unchanged; {done.facts} facts",
        err=True,
    )


@click.command()
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The N-Quads file.",
)
@common(positional=True, remote=True)
def pull(project: str | None, lang: str | None, out: Path) -> None:
    """Fetch a project from a SPARQL service into a file, compared with what was pushed."""
    from ozek.remote.moving import pull as run

    found = project_of(project)
    with progress_bar("graphs") as say:
        done = run(_service(found), found.base, out, progress=say)
    click.echo(f"Written to {out}: {done.quads} quads in {done.graphs} graphs", err=True)
    if done.rewritten:
        click.echo(
            f"In {len(done.rewritten)} of them the service writes literals in another way than "
            "they were pushed; their values are the same",
            err=True,
        )


def _service(project: Project) -> Service:
    service = service_for(project)
    if service is None:
        raise click.UsageError("name the service: --endpoint URL, or [store] in ozek.toml")
    return service
