"""The command line: one thin function per verb over the Python API.

Data goes to standard output, words to standard error. Nothing heavy is imported before a verb runs.
Exit status: 0 done, 1 findings, 2 usage, 3 unreadable input, 4 contradiction, 5 unwritable output.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.errors import OzekError
from ozek.options import (
    common,
    complete_projection,
    complete_question,
    print_versions,
    stated_only,
)

if TYPE_CHECKING:
    from ozek.pipeline import Stage
    from ozek.project import Project
    from ozek.results import Table
    from ozek.store import Store

RDF_FORMATS = ("turtle", "trig", "nquads", "jsonld", "rdfxml")
NETWORK_FORMATS = ("graphml", "gexf", "csv")


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
    `ozek build`, `ozek questions` and `ozek find`.
    """


# Helpers ------------------------------------------------------------------------------------------


def _project(name: str | None) -> Project:
    """The project named, else the one in this folder, else the packaged default."""
    from ozek.project import FILE_NAME, find_project

    if name or not Path(FILE_NAME).is_file():
        return find_project(name)
    found = find_project(Path())
    click.echo(f"project: {found.name} ({FILE_NAME} in this folder)", err=True)
    return found


def _store(project: Project, stated: bool = False) -> Store:
    from ozek.pipeline import prepare

    return prepare(project, reasoning=not stated)


def _lang(project: Project, lang: str | None) -> str:
    return lang or project.language


def _print_table(
    table: Table, format: str, store: Store | None, lang: str, *, sparql: bool = False
) -> None:
    """Print rows; JSON is SPARQL's for queries, else an array of flat objects."""
    if format == "json" and not sparql:
        click.echo(table.to_json(), nl=False)
        return
    labels = None
    if store is not None:
        from ozek.labels import Labels

        labels = Labels(store, lang)
    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else None
    click.echo(table.to_text(format, labels, lang=lang, width=width), nl=False)
    if format == "table":
        click.echo(f"{len(table)} row{'s' if len(table) != 1 else ''}", err=True)


def _say_stage(stage: Stage) -> None:
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


def _parameters(values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{value}' is not name=value", param_hint="-p")
        found[name] = rest
    return found


# Verbs --------------------------------------------------------------------------------------------


@cli.command()
@common(positional=True)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="Folder for the outputs; replaced as a whole, and only if all went well.",
)
def build(project: str | None, lang: str | None, out: Path) -> int:
    """Build a project: load, reason, validate, ask every question, measure, export."""
    from ozek.pipeline import build as run

    found = _project(project)
    # Without --out, so that the manifests of two folders differ in the time only.
    words = ["ozek", "build", *([project] if project else []), *(["--lang", lang] if lang else [])]
    command = shlex.join(words)
    built = run(found, out, lang=lang, progress=_say_stage, command=command)
    click.echo(built.summary(), nl=False)
    click.echo(f"Written to {out}{os.sep}", err=True)
    return built.report.exit_status


@cli.command()
@common(rows=True, positional=True)
def validate(project: str | None, lang: str | None, format: str) -> int:
    """Check a project against the shapes. Exit status 1 if it does not conform."""
    from ozek.pipeline import check

    found = _project(project)
    store, report = check(found)
    _print_table(report.to_table(_lang(found, lang)), format, store, _lang(found, lang))
    click.echo("conforms" if report.conforms else "does not conform", err=True)
    return report.exit_status


@cli.command()
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
@common(rows=True)
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

    found = _project(project)
    if question == "-":
        asked = queries.question_of(sys.stdin.read(), name="standard input")
    elif question.endswith((".rq", ".sparql")) or os.sep in question:
        asked = queries.read_question(question)
    else:
        asked = queries.find_question(question, queries.load_questions(found.query_folders))
    params = _parameters(param)
    queries.check_syntax(asked)
    store = _store(found, stated_only)
    table = queries.ask(store, asked, params, engine=engine, lang=_lang(found, lang))
    _print_table(table, format, store, _lang(found, lang), sparql=True)


@cli.command()
@common(rows=True)
def questions(project: str | None, lang: str | None, format: str) -> None:
    """List the questions that can be asked, and their parameters."""
    from ozek.headings import PARAMETERS_NOTE
    from ozek.query import load_questions, questions_table

    found = _project(project)
    table = questions_table(load_questions(found.query_folders), _lang(found, lang))
    _print_table(table, format, None, _lang(found, lang))
    if format == "table":
        click.echo(PARAMETERS_NOTE[_lang(found, lang)], err=True)


@cli.command()
@common(rows=True)
def gaps(project: str | None, lang: str | None, format: str) -> None:
    """List what is announced, declared or expected, and not known."""
    from ozek import query as queries

    found = _project(project)
    asked = queries.find_question("gaps", queries.load_questions(found.query_folders))
    store = _store(found)
    table = queries.ask(store, asked, lang=_lang(found, lang))
    _print_table(table, format, store, _lang(found, lang))


@cli.command()
@click.argument("text")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True)
@common(rows=True)
def find(text: str, limit: int, project: str | None, lang: str | None, format: str) -> int:
    """Find things by name, in Kazakh, Russian, English or Latin letters."""
    from ozek.project import load_project
    from ozek.search import find as search

    found = _project(project)
    store = load_project(found)
    table = search(store, text, lang=_lang(found, lang), limit=limit)
    _print_table(table, format, store, _lang(found, lang))
    return 0


@cli.command()
@click.argument("thing")
@stated_only
@common(rows=True)
def show(thing: str, stated_only: bool, project: str | None, lang: str | None, format: str) -> None:
    """Show what is stated and derived about a THING, each with its evidence.

    THING is an IRI, kz:actor/…, actor/… or an exact name.
    """
    from ozek.cards import resolve
    from ozek.cards import show as card_of
    from ozek.project import load_project

    found = _project(project)
    iri = resolve(load_project(found), thing)
    store = _store(found, stated_only)
    card = card_of(store, iri, lang=_lang(found, lang))
    if format == "table":
        click.echo(card.to_text(shutil.get_terminal_size((100, 24)).columns), nl=False)
    else:
        _print_table(card.to_table(), format, store, _lang(found, lang))


@cli.command()
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
@common()
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

    found = _project(project)
    proofs = explanations(
        found,
        fact,
        question=question,
        row=row,
        params=_parameters(param),
        finding=finding,
        clashes=clashes,
        alternatives=alternatives,
        budget=budget,
        lang=_lang(found, lang),
    )
    width = shutil.get_terminal_size((100, 24)).columns
    click.echo(written(proofs, format, width), nl=False)
    if clashes:
        click.echo(f"{len(proofs)} contradiction{'s' if len(proofs) != 1 else ''}", err=True)
        return 4 if proofs else 0
    return max(one.exit_status for one in proofs)


@cli.command()
@click.argument("measures", nargs=-1, metavar="[MEASURE]…")
@click.option(
    "-N",
    "--network",
    default="actors",
    show_default=True,
    shell_complete=complete_projection,
    help="Projection: name or TOML file.",
)
@click.option("-n", "--limit", type=click.IntRange(min=1), help="Only the first rows.")
@click.option("--summary", is_flag=True, help="Measures of the whole network instead of its nodes.")
@common(rows=True)
def measure(
    measures: tuple[str, ...],
    network: str,
    limit: int | None,
    summary: bool,
    project: str | None,
    lang: str | None,
    format: str,
) -> None:
    """Measure a network: degree, betweenness, constraint, communities and more.

    Without a MEASURE the nodes get the most used ones, and --summary gives all.
    """
    from dataclasses import replace

    from ozek.network import DEFAULT_MEASURES, MEASURES
    from ozek.network import measure as run
    from ozek.pipeline import network_of, with_kind_labels

    found = _project(project)
    language = _lang(found, lang)
    store = _store(found)
    graph = network_of(store, found, network, lang=language)
    result = run(graph, measures or (None if summary else DEFAULT_MEASURES))
    table = result.summary() if summary else result.table(limit)
    if format in ("table", "markdown"):
        table = with_kind_labels(table, store, found, network, lang=language)
    _print_table(replace(table, short=frozenset({"node"})), format, store, language)
    click.echo(result.caption(), err=True)
    if not measures and not summary:
        others = [name for name in MEASURES if name not in DEFAULT_MEASURES]
        click.echo(f"More measures, to be named: {', '.join(others)}", err=True)


@cli.command()
@click.option(
    "-f",
    "--format",
    type=click.Choice((*RDF_FORMATS, *NETWORK_FORMATS)),
    default="turtle",
    show_default=True,
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File [default: stdout].")
@click.option(
    "-N",
    "--network",
    default="actors",
    show_default=True,
    shell_complete=complete_projection,
    help="Projection for graphml, gexf and csv.",
)
@stated_only
@common()
def export(
    format: str,
    out: Path | None,
    network: str,
    stated_only: bool,
    project: str | None,
    lang: str | None,
) -> None:
    """Write the graph (turtle, trig …) or a network of it (graphml, gexf, csv).

    turtle and rdfxml hold the facts; trig, nquads and jsonld every named graph. csv makes two
    files, nodes and edges; to standard output it writes the edges.
    """
    from ozek.pipeline import export_network

    found = _project(project)
    store = _store(found, stated_only)
    if format in RDF_FORMATS:
        from ozek.exporting.rdf import export as write

        data, files = write(store, format, out), [out] if out else []
    else:
        language = _lang(found, lang)
        data, files = export_network(store, found, network, format, out, lang=language)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        click.echo(f"Written to {' and '.join(map(str, files))}", err=True)


@cli.command()
@common(rows=True, positional=True)
def info(project: str | None, lang: str | None, format: str) -> None:
    """Say what a project holds: sources, graphs by kind, things by class, questions, networks."""
    from ozek.overview import overview
    from ozek.project import load_project

    found = _project(project)
    store = load_project(found)
    table = overview(found, store, lang=_lang(found, lang))
    _print_table(table, format, store, _lang(found, lang))


def main() -> None:
    """Run the command line; every error on purpose is one message and its exit status."""
    try:
        status = cli.main(prog_name="ozek", standalone_mode=False)
        sys.stdout.flush()
    except OzekError as error:
        click.echo(f"error: {error}", err=True)
        status = error.exit_status
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


if __name__ == "__main__":
    main()
