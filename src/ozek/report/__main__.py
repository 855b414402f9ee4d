"""The picture of a project's system as an SVG file: ``python -m ozek.report --out FILE``."""

from __future__ import annotations

from pathlib import Path

import click

from ozek.report import LANGUAGES, system_picture


@click.command()
@click.argument("project", default="kazakhstan")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def main(project: str, lang: str, out: Path) -> None:
    """Draw the system of PROJECT into the SVG file --out."""
    from ozek.pipeline import prepare
    from ozek.project import find_project

    found = find_project(project)
    out.write_bytes(system_picture(prepare(found), found, lang).encode())


if __name__ == "__main__":
    main()
