"""The verb that says why: explain."""

from __future__ import annotations

import shutil

import click

from ozek.cli.options import common, complete_question
from ozek.cli.shared import lang_of, parameters, project_of, there_of


@click.command()
@click.argument("fact", nargs=-1, metavar="[SUBJECT PREDICATE OBJECT]")
@click.option("--question", metavar="NAME", shell_complete=complete_question, help="Explain a row.")
@click.option("--row", type=click.IntRange(min=1), default=1, show_default=True, help="Which row.")
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="A question's parameter.")
@click.option("--finding", type=click.IntRange(min=1), help="Explain a row of `ozek validate`.")
@click.option("--clashes", is_flag=True, help="Explain the contradictions.")
@click.option(
    "-n",
    "--alternatives",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many proofs to give, from different stated facts.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="How many ways to look at before giving up.",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(("text", "markdown", "json", "turtle")),
    default="text",
    show_default=True,
)
@common(remote=True)
def explain(
    fact: tuple[str, ...],
    question: str | None,
    row: int,
    param: tuple[str, ...],
    finding: int | None,
    clashes: bool,
    alternatives: int,
    budget: int,
    format: str,
    project: str | None,
    lang: str | None,
) -> int:
    """Explain why a fact holds: its shortest proof from stated facts, each with its passage.

    Subject and object are IRIs, kz:actor/…, actor/… or names; the predicate an IRI, ozek:…, its
    local name or its label. Exit status 1 if there is no proof.
    """
    from ozek.reasoning.explain.command import explanations, written

    found = project_of(project)
    proofs = explanations(
        found,
        fact,
        question=question,
        row=row,
        params=parameters(param),
        finding=finding,
        clashes=clashes,
        alternatives=alternatives,
        budget=budget,
        lang=lang_of(found, lang),
        store=there_of(found),
    )
    width = shutil.get_terminal_size((100, 24)).columns
    click.echo(written(proofs, format, width), nl=False)
    if clashes:
        click.echo(f"{len(proofs)} contradiction{'s' if len(proofs) != 1 else ''}", err=True)
        return 4 if proofs else 0
    return max(one.exit_status for one in proofs)
