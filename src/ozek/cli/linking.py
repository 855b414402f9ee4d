"""The verb that finds who is the same as whom: link."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.cli.options import common
from ozek.cli.shared import lang_of, loaded_of, progress_bar, project_of

if TYPE_CHECKING:
    from ozek.linking.matching import Linked
    from ozek.project import Project


@click.command()
@common(positional=True, remote=True)
@click.option(
    "--against",
    metavar="FILE|self",
    help="A ROR dump (.jsonl, .json, .zip, .gz) to look in, or `self` for doubles in the project.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("proposals.sssom.tsv"),
    show_default=True,
    help="Table of proposals to write; decisions that stand in it are kept.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    help="Least confidence of a proposal [default: what the benchmark is calibrated for].",
)
@click.option(
    "--accept",
    "table",
    type=click.Path(path_type=Path),
    help="Turn the accepted rows of a table of proposals into links of the project.",
)
def link(
    project: str | None,
    lang: str | None,
    against: str | None,
    out: Path,
    threshold: float | None,
    table: Path | None,
) -> None:
    """Propose which outside record each actor is, or take over what a person accepted.

    Nothing is linked by itself: `--against` writes a table, you write accept or reject into its
    column `decision`, and `--accept` takes the accepted rows into the project.
    """
    if (against is None) == (table is None):
        raise click.UsageError("give one of --against FILE, --against self and --accept TABLE")
    _need()
    found = project_of(project)
    if table is not None:
        from ozek.linking.accepting import accept

        done = accept(found, table)
        click.echo(
            f"{done.accepted} accepted, {done.rejected} rejected, {done.undecided} undecided\n"
            f"Written to {done.file}",
            err=True,
        )
        return
    _propose(found, lang_of(found, lang), against or "", out, threshold)


def _need() -> None:
    missing = [name for name in ("rapidfuzz", "anyascii") if find_spec(name) is None]
    if missing:
        raise click.UsageError(f"linking needs {' and '.join(missing)}: pip install 'ozek[tables]'")


def _propose(project: Project, lang: str, against: str, out: Path, threshold: float | None) -> None:
    from ozek.linking.entities import entities_of, read_register
    from ozek.linking.matching import duplicates, link
    from ozek.linking.proposing import write_proposals
    from ozek.linking.scoring import THRESHOLD

    least = THRESHOLD if threshold is None else threshold
    actors = entities_of(loaded_of(project), lang=lang)
    result: Linked
    with progress_bar("comparing") as say:
        if against == "self":
            subjects = actors
            result = duplicates(actors, threshold=least, progress=say)
        else:
            subjects = tuple(
                a for a in actors if all(scheme != "ror" for scheme, _ in a.identifiers)
            )
            result = link(subjects, read_register(against), threshold=least, progress=say)
    written = write_proposals(project, out, result.proposals, lang=lang)
    linked = len(actors) - len(subjects)
    click.echo(
        f"{len(actors)} organisations of the project"
        + (f", {linked} of them linked to ROR already" if linked else "")
        + (f"; {result.objects} to compare with" if against != "self" else "")
        + f"\n{len(result.proposals)} proposals"
        + (f"; {written.kept} rows that were decided before kept" if written.kept else "")
        + f"\nWritten to {out}",
        err=True,
    )
