"""What the verbs do alike: find the project, prepare its store, print rows."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.remote.service import Service
    from ozek.results import Table
    from ozek.store import Store


def project_of(name: str | None) -> Project:
    """The project named, else the one in this folder, else the packaged default."""
    from ozek.project import FILE_NAME, find_project

    if name or not Path(FILE_NAME).is_file():
        return find_project(name)
    found = find_project(Path())
    click.echo(f"project: {found.name} ({FILE_NAME} in this folder)", err=True)
    return found


def service_for(project: Project) -> Service | None:
    """The service that --endpoint or the project's [store] names; None: the project is here."""
    from ozek.cli.options import ENDPOINT
    from ozek.remote.service import service_of

    address = click.get_current_context().meta.get(ENDPOINT)
    if address:
        return service_of(address)
    return service_of(project.store) if project.store else None


def store_of(project: Project, stated: bool = False) -> Store:
    """The project with what is derived, here or in a service."""
    there = there_of(project)
    if there is None:
        from ozek.pipeline import prepare

        return prepare(project, reasoning=not stated)
    if stated:
        raise click.UsageError("--stated-only: a service holds what was pushed, derived or not")
    return there


def there_of(project: Project) -> Store | None:
    """The project in its service; None if it is not in one."""
    service = service_for(project)
    if service is None:
        return None
    from ozek.remote.store import open_store

    return open_store(service, project.base)


def loaded_of(project: Project) -> Store:
    """The project as it is, without reasoning; what a service holds, if it is in one."""
    from ozek.project import load_project

    there = there_of(project)
    return load_project(project) if there is None else there


def lang_of(project: Project, lang: str | None) -> str:
    return lang or project.language


def print_table(
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


def parameters(values: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for value in values:
        name, equals, rest = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"'{value}' is not name=value", param_hint="-p")
        found[name] = rest
    return found


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function to tell (done, of how many); a bar shows on a terminal after a second.

    The total may be 0 as long as it is not known: then the count alone is shown.
    """
    started = shown = time.monotonic()
    terminal = sys.stderr.isatty()

    def say(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not terminal or now - started < 1 or (now - shown < 0.2 and done != total):
            return
        shown = now
        if total:
            full = round(30 * done / total)
            bar = "#" * full + "-" * (30 - full)
            text = f"{words} [{bar}] {done} of {total}"
        else:
            text = f"{words}: {done}"
        click.echo(f"\r\x1b[K{text}", err=True, nl=False)

    try:
        yield say
    finally:
        if terminal and shown != started:
            click.echo("\r\x1b[K", err=True, nl=False)
