"""What the verbs of the command line share: options, completion, versions.

Completion looks at file names only, so that pressing Tab stays quick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

ROW_FORMATS = ("table", "csv", "tsv", "json", "markdown")

Function = TypeVar("Function", bound=Callable[..., Any])


def complete_question(context: click.Context, parameter: Any, incomplete: str) -> list[str]:
    from ozek.project import resources

    names = {path.stem for path in resources().queries.rglob("*.rq")}
    return sorted(name for name in names if name.startswith(incomplete))


def complete_project(context: click.Context, parameter: Any, incomplete: str) -> list[str]:
    from ozek.project import packaged_projects

    return [name for name in packaged_projects() if name.startswith(incomplete)]


def complete_projection(context: click.Context, parameter: Any, incomplete: str) -> list[str]:
    from ozek.project import resources

    names = {path.stem for path in resources().projections.glob("*.toml")}
    return sorted(name for name in names if name.startswith(incomplete))


# Options ------------------------------------------------------------------------------------------


def common(*, rows: bool = False, positional: bool = False) -> Callable[[Function], Function]:
    """Add the options that verbs share: project, language and, where rows come out, the format."""

    def decorate(function: Function) -> Function:
        if rows:
            function = click.option(
                "-f",
                "--format",
                type=click.Choice(ROW_FORMATS),
                default="table",
                show_default=True,
                help="How rows are written.",
            )(function)
        function = click.option(
            "-l",
            "--lang",
            type=click.Choice(("kk", "ru", "en")),
            envvar="OZEK_LANG",
            help="Language of labels and texts [default: the project's].",
        )(function)
        if positional:
            return click.argument("project", required=False, shell_complete=complete_project)(
                function
            )
        return click.option(
            "-P",
            "--project",
            metavar="PROJECT",
            envvar="OZEK_PROJECT",
            shell_complete=complete_project,
            help="Folder with an ozek.toml, or name of a packaged project [default: kazakhstan].",
        )(function)

    return decorate


stated_only = click.option(
    "--stated-only", is_flag=True, help="Leave out what reasoning derives (and the time it takes)."
)


def print_versions(context: click.Context, parameter: Any, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from ozek.versions import versions

    for name, number in versions().items():
        click.echo(f"{name} {number}")
    context.exit()
