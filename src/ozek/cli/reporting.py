"""The verbs for readers: report, figure, docs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ozek.cli.options import common, of_project
from ozek.cli.shared import lang_of, project_of, store_of, there_of

FIGURES = ("cluster", "functions", "system", "network", "places", "timeline")


@click.command()
@common(positional=True, remote=True)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="The HTML file.",
)
def report(project: str | None, lang: str | None, out: Path) -> None:
    """Write the report: one HTML file in three languages that opens without a network.

    --lang says in which language it opens. `ozek build` writes the same file.
    """
    from ozek.exporting.files import write_file
    from ozek.pipeline import report as run

    found = project_of(project)
    text = run(found, lang=lang_of(found, lang), store=there_of(found))
    write_file(out, text.encode())
    click.echo(f"Written to {out}", err=True)


@click.command()
@click.argument("name", type=click.Choice(FIGURES))
@click.option("--of", metavar="CLUSTER", help="Of which cluster: cluster/… or a name.")
@click.option(
    "-f",
    "--format",
    type=click.Choice(("svg", "png")),
    help="SVG, or PNG for 300 dots per inch [default: by the name of --out, else svg].",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file [default: standard output].",
)
@common(remote=True)
def figure(
    name: str,
    of: str | None,
    format: str | None,
    out: Path | None,
    project: str | None,
    lang: str | None,
) -> None:
    """Draw one picture of the report as a file of its own, for a paper or slides.

    In one language, on white. PNG needs the extra 'figures'.
    """
    from ozek.clusters import resolve_cluster
    from ozek.exporting.files import write_file
    from ozek.report import figure as draw
    from ozek.report import to_png

    found = project_of(project)
    if format is None:
        format = "png" if out and out.suffix.lower() == ".png" else "svg"
    store = store_of(found)
    cluster = resolve_cluster(store, of) if of else None
    svg = draw(store, found, name, lang_of(found, lang), of=cluster)
    data = to_png(svg) if format == "png" else svg.encode()
    if out is None:
        sys.stdout.buffer.write(data)
        return
    write_file(out, data)
    click.echo(f"Written to {out}", err=True)


@click.command()
@of_project()
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("ontology-site"),
    show_default=True,
    help="The folder; it is replaced as a whole.",
)
def docs(project: str | None, out: Path) -> None:
    """Write the site of the ontology: a page for every term in three languages, for any web server.

    Each term has its definition, example, source, use and what other vocabularies call it.
    """
    from ozek.web.documenting import document

    pages = document(project_of(project), out)
    click.echo(f"{pages} pages written to {out}/", err=True)
