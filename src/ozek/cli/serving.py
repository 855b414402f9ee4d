"""The verb that puts a build on the network: serve."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument(
    "folder", metavar="[BUILD]", default="build", type=click.Path(path_type=Path, file_okay=False)
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
def serve(folder: Path, host: str, port: int, seconds: float, workers: int) -> None:
    """Serve what `ozek build` made: the report, its files, and a SPARQL 1.1 endpoint.

    BUILD is the folder of a build. The endpoint is read-only, asks no other service, and stops a
    query that takes too long or too much.
    """
    from ozek.errors import UsageError

    try:
        from ozek.web.serving import run
    except ImportError:
        raise UsageError("the web server is not installed: pip install 'ozek[web]'") from None

    run(folder, host=host, port=port, seconds=seconds, workers=workers, say=_say)


def _say(line: str) -> None:
    click.echo(line, err=True)
