"""The verb that writes the graph for other tools: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ozek.cli.options import common, complete_projection, stated_only
from ozek.cli.shared import lang_of, project_of, store_of

RDF_FORMATS = ("turtle", "trig", "nquads", "jsonld", "rdfxml")
NETWORK_FORMATS = ("graphml", "gexf", "csv")
PARQUET = "parquet"


@click.command()
@click.option(
    "-f",
    "--format",
    type=click.Choice((*RDF_FORMATS, *NETWORK_FORMATS, PARQUET)),
    default="turtle",
    show_default=True,
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="File, or folder for parquet [default: stdout].",
)
@click.option(
    "-N",
    "--network",
    default="actors",
    show_default=True,
    shell_complete=complete_projection,
    help="Projection for graphml, gexf, csv and parquet.",
)
@stated_only
@common(remote=True)
def export(
    format: str,
    out: Path | None,
    network: str,
    stated_only: bool,
    project: str | None,
    lang: str | None,
) -> None:
    """Write the graph (turtle, trig …) or a network of it (graphml, gexf, csv, parquet).

    turtle and rdfxml hold the facts; trig, nquads and jsonld every named graph. csv makes two
    files, nodes and edges; to standard output it writes the edges. parquet makes nodes.parquet and
    edges.parquet in a folder, also of networks that do not fit into memory.
    """
    from ozek.pipeline import export_network, projection_of

    found = project_of(project)
    store = store_of(found, stated_only)
    if format in RDF_FORMATS:
        from ozek.exporting.rdf import export as write

        data, files = write(store, format, out), [out] if out else []
    elif format == PARQUET:
        from ozek.network.parquet import write_parquet

        if out is None:
            raise click.UsageError("parquet makes two files: say the folder with --out")
        projection = projection_of(found, network)
        data, files = b"", write_parquet(store, projection, out, lang=lang_of(found, lang))
    else:
        language = lang_of(found, lang)
        data, files = export_network(store, found, network, format, out, lang=language)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        click.echo(f"Written to {' and '.join(map(str, files))}", err=True)
