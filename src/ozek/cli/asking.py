"""The verbs that ask the graph: query, questions, gaps, find, show."""

from __future__ import annotations

import os
import shutil
import sys

import click

from ozek.cli.options import common, complete_question, stated_only
from ozek.cli.shared import lang_of, loaded_of, parameters, print_table, project_of, store_of


@click.command()
@click.argument("question", metavar="NAME|FILE.rq|-", shell_complete=complete_question)
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@click.option(
    "--engine",
    type=click.Choice(("oxigraph", "rdflib")),
    default="oxigraph",
    show_default=True,
    help="Which SPARQL engine answers.",
)
@stated_only
@common(rows=True, remote=True)
def query(
    question: str,
    param: tuple[str, ...],
    engine: str,
    stated_only: bool,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Ask a question of the library, the query in a file, or the one on standard input (-)."""
    from ozek import query as queries

    found = project_of(project)
    if question == "-":
        asked = queries.question_of(sys.stdin.read(), name="standard input")
    elif question.endswith((".rq", ".sparql")) or os.sep in question:
        asked = queries.read_question(question)
    else:
        asked = queries.find_question(question, queries.load_questions(found.query_folders))
    params = parameters(param)
    queries.check_syntax(asked)
    store = store_of(found, stated_only)
    table = queries.ask(store, asked, params, engine=engine, lang=lang_of(found, lang))
    print_table(table, format, store, lang_of(found, lang), sparql=True)


@click.command()
@common(rows=True)
def questions(project: str | None, lang: str | None, format: str) -> None:
    """List the questions that can be asked, and their parameters."""
    from ozek.headings import PARAMETERS_NOTE
    from ozek.query import load_questions, questions_table

    found = project_of(project)
    table = questions_table(load_questions(found.query_folders), lang_of(found, lang))
    print_table(table, format, None, lang_of(found, lang))
    if format == "table":
        click.echo(PARAMETERS_NOTE[lang_of(found, lang)], err=True)


@click.command()
@common(rows=True, remote=True)
def gaps(project: str | None, lang: str | None, format: str) -> None:
    """List what is announced, declared or expected, and not known."""
    from ozek import query as queries

    found = project_of(project)
    asked = queries.find_question("gaps", queries.load_questions(found.query_folders))
    store = store_of(found)
    table = queries.ask(store, asked, lang=lang_of(found, lang))
    print_table(table, format, store, lang_of(found, lang))


@click.command()
@click.argument("text")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True)
@common(rows=True, remote=True)
def find(text: str, limit: int, project: str | None, lang: str | None, format: str) -> int:
    """Find things by name, in Kazakh, Russian, English or Latin letters."""
    from ozek.search import find as search

    found = project_of(project)
    store = loaded_of(found)
    table = search(store, text, lang=lang_of(found, lang), limit=limit)
    print_table(table, format, store, lang_of(found, lang))
    return 0


@click.command()
@click.argument("thing")
@stated_only
@common(rows=True, remote=True)
def show(thing: str, stated_only: bool, project: str | None, lang: str | None, format: str) -> None:
    """Show what is stated and derived about a THING, each with its evidence.

    THING is an IRI, kz:actor/…, actor/… or an exact name.
    """
    from ozek.cards import resolve
    from ozek.cards import show as card_of

    found = project_of(project)
    store = store_of(found, stated_only)
    card = card_of(store, resolve(store, thing), lang=lang_of(found, lang))
    if format == "table":
        click.echo(card.to_text(shutil.get_terminal_size((100, 24)).columns), nl=False)
    else:
        print_table(card.to_table(), format, store, lang_of(found, lang))
