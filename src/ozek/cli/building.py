"""The verbs that make and check a project's graph: build, validate, info."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.cli.options import common
from ozek.cli.shared import lang_of, loaded_of, print_table, project_of, there_of

if TYPE_CHECKING:
    from ozek.pipeline import Stage


@click.command()
@common(positional=True, remote=True)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder for the outputs; replaced as a whole, and only if all went well.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Go on where facts and ontology contradict each other (exit status 1, not 4): the"
    " contradictions then stand in summary.md and validation/contradictions.md.",
)
def build(project: str | None, lang: str | None, out: Path, keep_going: bool) -> int:
    """Build a project: load, reason, validate, ask every question, measure, export, report.

    A project in a service is reasoned over and validated there.
    """
    from ozek.pipeline import build as run

    found = project_of(project)
    # Without --out, so that the manifests of two folders differ in the time only.
    words = ["ozek", "build", *([project] if project else []), *(["--lang", lang] if lang else [])]
    words += ["--keep-going"] if keep_going else []
    command = shlex.join(words)
    built = run(
        found,
        out,
        lang=lang,
        progress=say_stage,
        command=command,
        keep_going=keep_going,
        store=there_of(found),
    )
    for note in built.store.notes:
        click.echo(note.line(built.lang), err=True)
    click.echo(built.summary(), nl=False)
    click.echo(f"Written to {out}{os.sep}", err=True)
    return max(built.report.exit_status, 1 if built.reasoned.clashes else 0)


@click.command()
@common(positional=True, remote=True)
def reason(project: str | None, lang: str | None) -> None:
    """Derive what follows from a project's facts, and say how much that is.

    In a service the derived facts take the place of what was derived there before; broken off, it
    goes on where it was when it is run again. Exit status 4 if the facts contradict the ontology.
    """
    from ozek.stages import reason_over

    found = project_of(project)
    store = loaded_of(found)

    def say(words: str) -> None:
        click.echo(words, err=True)

    done = reason_over(store, found, say=say)
    for warning in done.warnings:
        click.echo(warning, err=True)
    click.echo(
        f"{done.derived} facts derived in {done.rounds} rounds by {done.engine}, "
        f"{done.seconds:.1f} s",
        err=True,
    )


def say_stage(stage: Stage) -> None:
    """One line per stage; on a terminal the line of a running stage is overwritten."""
    from ozek.pipeline import STAGES

    head = f"[{stage.number}/{len(STAGES)}] {stage.name}"
    terminal = sys.stderr.isatty()
    if stage.seconds is None:
        if terminal:
            click.echo(f"{head} …", err=True, nl=False)
        return
    start = "\r\x1b[K" if terminal else ""
    click.echo(f"{start}{head}: {stage.detail} ({stage.seconds:.1f} s)", err=True)


@click.command()
@common(positional=True, remote=True)
@click.option(
    "--profile",
    multiple=True,
    metavar="NAME|FILE",
    help="Check by this profile too: a packaged one or a file of shapes. Repeatable.",
)
@click.option(
    "--shapes",
    multiple=True,
    metavar="FILE",
    help="Tell only what this file of shapes finds. Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("violation", "warning", "info")),
    default="violation",
    show_default=True,
    help="The mildest finding that ends in status 1.",
)
@click.option("--details", is_flag=True, help="Every finding in full, with proofs.")
@click.option(
    "-f",
    "--format",
    type=click.Choice(
        ("text", "table", "json", "csv", "tsv", "markdown", "sarif", "junit", "html", "turtle")
    ),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write the findings to.",
)
def validate(
    project: str | None,
    lang: str | None,
    profile: tuple[str, ...],
    shapes: tuple[str, ...],
    fail_on: str,
    details: bool,
    format: str,
    out: Path | None,
) -> int:
    """Check a project, or one RDF file, against shapes; say what is wrong and what to do.

    A project in a service is checked there, with what is derived there.
    Exit status: 0 conforms, 1 findings, 2 usage, 3 unreadable, 4 facts and ontology contradict each
    other. PROJECT may also be the path of an RDF file.
    """
    from ozek.exporting.files import write_file
    from ozek.validation.command import Wanted, findings_of, findings_of_file, is_data_file
    from ozek.validation.writing import write

    wanted = Wanted(profile, shapes, lang or "en", fail_on)
    if project is not None and is_data_file(project):
        found = findings_of_file(Path(project), wanted)
    else:
        home = project_of(project)
        wanted = replace(wanted, lang=lang_of(home, lang))
        found = findings_of(home, wanted, there_of(home))
    terminal = out is None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
    found = replace(found, prove_all=details)
    text = write(found, format, details=details, width=width, color=terminal)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_file(out, text.encode())
    if format != "text" or out is not None:
        click.echo(found.verdict, err=True)
    return found.exit_status


@click.command()
@common(rows=True, positional=True, remote=True)
def info(project: str | None, lang: str | None, format: str) -> None:
    """Say what a project holds: sources, graphs by kind, things by class, questions, networks."""
    from ozek.overview import overview

    found = project_of(project)
    store = loaded_of(found)
    table = overview(found, store, lang=lang_of(found, lang))
    print_table(table, format, store, lang_of(found, lang))
