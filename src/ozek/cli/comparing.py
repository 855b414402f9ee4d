"""The verb that compares two states of a graph: diff."""

from __future__ import annotations

import click

from ozek.cli.options import ENDPOINT, ROW_FORMATS, endpoint, stated_only
from ozek.cli.shared import print_table, project_of, store_of


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@endpoint
@click.option(
    "-l",
    "--lang",
    type=click.Choice(("kk", "ru", "en")),
    envvar="OZEK_LANG",
    default="en",
    show_default=True,
    help="Language of labels and texts.",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(ROW_FORMATS),
    help="Print rows, instead of lines by thing.",
)
@stated_only
def diff(old: str, new: str | None, lang: str, format: str | None, stated_only: bool) -> int:
    """Say what changed from OLD to NEW, fact by fact. Exit status 1 if anything did.

    Each is a project (folder or name), the folder of a build, or an RDF file. With --endpoint, OLD
    is a project and is compared with what the service holds of it; 1.0 and 1 are then the same.
    """
    from dataclasses import replace

    from ozek.difference import diff as compare
    from ozek.difference import state_of

    there = click.get_current_context().meta.get(ENDPOINT)
    if (new is None) == (there is None):
        raise click.UsageError("name two states, or one and a service with --endpoint")
    before = state_of(old, reasoning=not stated_only)
    after = state_of(new, reasoning=not stated_only) if new else store_of(project_of(old))
    found = compare(before, after, lang=lang, by_value=there is not None)
    if stated_only:
        found = replace(found, changes=tuple(c for c in found.changes if c.basis != "derived"))
    if format:
        print_table(found.to_table(), format, after, lang)
    else:
        click.echo(found.to_text(), nl=False)
    click.echo(found.summary(), err=True)
    return 1 if len(found) else 0
