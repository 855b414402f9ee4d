"""The command line: one thin function per verb over the Python API.

Data goes to standard output, words to standard error. Nothing heavy is imported before a verb runs.
Exit status: 0 done, 1 findings, 2 usage, 3 unreadable input, 4 contradiction, 5 unwritable output.

A new verb is a function in the module of its kind, and its name in ``VERBS``.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings

import click

from ozek.cli import (
    asking,
    building,
    clusters,
    comparing,
    explaining,
    exporting,
    linking,
    measuring,
    moving,
    reporting,
    serving,
    starting,
)
from ozek.cli.options import print_versions
from ozek.errors import OzekError

VERBS = (
    starting.init,
    starting.import_,
    building.build,
    building.validate,
    building.info,
    building.reason,
    asking.query,
    asking.questions,
    asking.gaps,
    asking.find,
    asking.show,
    explaining.explain,
    measuring.measure,
    clusters.cluster,
    clusters.compare,
    clusters.what_if,
    exporting.export,
    reporting.report,
    reporting.figure,
    reporting.docs,
    serving.serve,
    comparing.diff,
    linking.link,
    moving.push,
    moving.pull,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_versions,
    help="Show the versions of ozek and its engines.",
)
def cli() -> None:
    """Özek: an open knowledge graph of innovation systems and clusters.

    Builds, checks, asks, measures, explains and publishes a project's graph. Start with
    `ozek build`, `ozek questions` and `ozek find`; with tables of your own, with `ozek init`.
    """


for verb in VERBS:
    cli.add_command(verb)


def main() -> None:
    """Run the command line; every error on purpose is one message and its exit status."""
    # A verb makes hundreds of thousands of terms and rows that live to its end: looking through
    # all of them for garbage every 700 new ones would be a fifth of the time.
    gc.set_threshold(200_000, 20, 20)
    warnings.formatwarning = lambda message, *_, **__: f"warning: {message}\n"
    warnings.filterwarnings("ignore", module=r"rdflib\.term")  # ill-typed literals are findings
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # as above
    try:
        status = cli.main(prog_name="ozek", standalone_mode=False)
        sys.stdout.flush()
    except OzekError as error:
        click.echo(f"error: {error}", err=True)
        status = error.exit_status
    except ModuleNotFoundError as error:
        from ozek.cli.extras import missing_extra

        message = missing_extra(error.name)
        if message is None:
            raise
        click.echo(f"error: {message}", err=True)
        status = 2
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)


def run() -> None:
    """The installed command: :func:`main`, and then the end of the process at once.

    Taking the interpreter apart, term by term, would cost a third of a second after the last word.
    """
    try:
        main()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)
