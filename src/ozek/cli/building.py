"""The verbs that make and check a project's graph: build, validate, info."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.cli.options import common
from ozek.cli.shared import lang_of, print_table, project_of

if TYPE_CHECKING:
    from ozek.pipeline import Stage


@click.command()
@common(positional=True)
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
    """Build a project: load, reason, validate, ask every question, measure, export."""
    from ozek.pipeline import build as run

    found = project_of(project)
    # Without --out, so that the manifests of two folders differ in the time only.
    words = ["ozek", "build", *([project] if project else []), *(["--lang", lang] if lang else [])]
    words += ["--keep-going"] if keep_going else []
    command = shlex.join(words)
    built = run(found, out, lang=lang, progress=say_stage, command=command, keep_going=keep_going)
    click.echo(built.summary(), nl=False)
    click.echo(f"Written to {out}{os.sep}", err=True)
    return max(built.report.exit_status, 1 if built.reasoned.clashes else 0)


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
@common(rows=True, positional=True)
def validate(project: str | None, lang: str | None, format: str) -> int:
    """Check a project against the shapes. Exit status 1 if it does not conform."""
    from ozek.pipeline import check

    found = project_of(project)
    store, report = check(found)
    print_table(report.to_table(lang_of(found, lang)), format, store, lang_of(found, lang))
    click.echo("conforms" if report.conforms else "does not conform", err=True)
    return report.exit_status


@click.command()
@common(rows=True, positional=True)
def info(project: str | None, lang: str | None, format: str) -> None:
    """Say what a project holds: sources, graphs by kind, things by class, questions, networks."""
    from ozek.overview import overview
    from ozek.project import load_project

    found = project_of(project)
    store = load_project(found)
    table = overview(found, store, lang=lang_of(found, lang))
    print_table(table, format, store, lang_of(found, lang))
