"""The verb that compares two states of a graph: diff."""

from __future__ import annotations

import click

from ozek.cli.options import ROW_FORMATS, stated_only
from ozek.cli.shared import print_table


@click.command()
@click.argument("old")
@click.argument("new")
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
def diff(old: str, new: str, lang: str, format: str | None, stated_only: bool) -> int:
    """Say what changed from OLD to NEW, fact by fact. Exit status 1 if anything did.

    Each is a project (folder or name), the folder of a build, or an RDF file.
    """
    from dataclasses import replace

    from ozek.difference import diff as compare
    from ozek.difference import state_of

    before, after = (state_of(one, reasoning=not stated_only) for one in (old, new))
    found = compare(before, after, lang=lang)
    if stated_only:
        found = replace(found, changes=tuple(c for c in found.changes if c.basis != "derived"))
    if format:
        print_table(found.to_table(), format, after, lang)
    else:
        click.echo(found.to_text(), nl=False)
    click.echo(found.summary(), err=True)
    return 1 if len(found) else 0
