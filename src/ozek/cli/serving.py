"""The verb that puts a project on the network: serve."""

from __future__ import annotations

from pathlib import Path

import click

from ozek.cli.options import endpoint, of_project
from ozek.cli.shared import project_of, there_of


@click.command()
@of_project()
@endpoint
@click.option(
    "-o",
    "--out",
    "folder",
    default="build",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the build; made when missing or older than the project's files.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; another one than this machine's own makes the graph public.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=10.0,
    show_default=True,
    help="How long a query may run.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="How many queries run at once.",
)
def serve(
    project: str | None, folder: Path, host: str, port: int, seconds: float, workers: int
) -> None:
    """Serve a project: pages in three languages, and a SPARQL 1.1 endpoint.

    A project in a service is built from there when the build is missing or old, and served from
    the build. Everything is read-only. The endpoint asks no other service, and stops a query that
    takes too long or too much.
    """
    from ozek.errors import UsageError

    try:
        from ozek.web.serving import run
    except ImportError:
        raise UsageError("the web server is not installed: pip install 'ozek[web]'") from None

    found = project_of(project)
    run(
        found,
        folder,
        there=lambda: there_of(found),
        host=host,
        port=port,
        seconds=seconds,
        workers=workers,
        say=_say,
    )


def _say(line: str) -> None:
    click.echo(line, err=True)
