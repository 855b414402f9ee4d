"""What the verbs of the command line share: options, completion, versions.

Completion looks at file names only, so that pressing Tab stays quick.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

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


ENDPOINT = "ozek.endpoint"
"""Where the click context keeps the address of ``--endpoint``."""


def _keep(context: click.Context, parameter: Any, value: str | None) -> None:
    context.meta[ENDPOINT] = value


endpoint = click.option(
    "--endpoint",
    metavar="URL",
    expose_value=False,
    callback=_keep,
    help="Where a SPARQL service that holds the project takes queries [default: what [store] in "
    "ozek.toml says, if anything]. Credentials: OZEK_USER and OZEK_PASSWORD, or OZEK_TOKEN.",
)


def common(
    *, rows: bool = False, positional: bool = False, remote: bool = False
) -> Callable[[Function], Function]:
    """Add the options that verbs share: project, language and, where rows come out, the format.

    ``positional``: the project may also be the argument. ``remote``: it may be in a service.
    """

    def decorate(function: Function) -> Function:
        if remote:
            function = endpoint(function)
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
        return of_project(positional=positional)(function)

    return decorate


def of_project(*, positional: bool = True) -> Callable[[Function], Function]:
    """Add the option that names the project; ``positional``: it may also be the argument."""

    def decorate(function: Function) -> Function:
        if positional:
            function = _or_argument(function)
        return click.option(
            "-P",
            "--project",
            metavar="PROJECT",
            envvar="OZEK_PROJECT",
            shell_complete=complete_project,
            help="Folder with an ozek.toml, or name of a packaged project [default: the folder "
            "you are in if it has an ozek.toml, else kazakhstan].",
        )(function)

    return decorate


def _or_argument(function: Function) -> Function:
    """Let the project be named by an argument too."""

    @wraps(function)
    def named(*, project: str | None, argument: str | None, **others: Any) -> Any:
        source = click.get_current_context().get_parameter_source("project")
        if argument and source == click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("name the project once: as PROJECT or with --project")
        return function(project=argument or project, **others)

    add = click.argument(
        "argument", metavar="[PROJECT]", required=False, shell_complete=complete_project
    )
    return cast(Function, add(named))


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
