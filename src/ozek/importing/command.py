"""The command line the importers share: FILE --project P [--out O] [--check]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from ozek.errors import OzekError
from ozek.importing import nquads

__all__ = ["run"]

Convert = Callable[[Path, str, list[Path]], Iterable[str]]
"""(input file, base IRI, the project's other data files) → N-Quads lines."""


def run(
    arguments: list[str] | None, *, module: str, description: str, output: str, convert: Convert
) -> int:
    """Read the arguments, import, write the canonical file; returns the exit status.

    Status 0: written, or with ``--check`` already equal; 1: ``--check`` found a difference; errors
    end with the status of their kind.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m ozek.importing.{module}", description=description
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to import")
    parser.add_argument(
        "--project", default="kazakhstan", help="project folder or name (default: %(default)s)"
    )
    parser.add_argument(
        "--out", type=Path, help=f"file to write (default: {output} in the project's folder)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the file would change"
    )
    options = parser.parse_args(arguments)
    try:
        return _run(options, output, convert)
    except OzekError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status


def _run(options: argparse.Namespace, output: str, convert: Convert) -> int:
    from ozek.exporting.files import write_file
    from ozek.project import find_project

    project = find_project(options.project)
    target: Path = options.out or project.folder / output
    own = {target.resolve(), (project.folder / output).resolve()}
    own |= {path.resolve() for path in project.tables}
    others = [path for path in project.data_files if path.resolve() not in own]
    content = nquads.canonical_trig(convert(options.file, project.base, others), project.base)
    if options.check:
        same = target.exists() and target.read_text(encoding="utf-8") == content
        print(f"{target}: {'up to date' if same else 'would change'}", file=sys.stderr)
        return 0 if same else 1
    write_file(target, content.encode())
    print(f"{target}: written", file=sys.stderr)
    return 0
