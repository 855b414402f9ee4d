"""The verbs that bring a user's own data in: init, import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ozek.cli.options import ROW_FORMATS, common
from ozek.cli.shared import lang_of, print_table, progress_bar

if TYPE_CHECKING:
    from ozek.importing.findings import Finding
    from ozek.importing.outcome import Imported
    from ozek.project import Project


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-l",
    "--lang",
    type=click.Choice(("kk", "ru", "en")),
    envvar="OZEK_LANG",
    default="en",
    show_default=True,
    help="Language of the workbook, of its examples and of the project.",
)
def init(folder: Path, lang: str) -> None:
    """Make a new project: ozek.toml, a workbook to fill in, a README, a check for GitHub."""
    from ozek.starting import WORKBOOK
    from ozek.starting import init as make

    for path in make(folder, lang=lang):
        click.echo(str(path.relative_to(folder.absolute().parent)))
    click.echo(f"Fill in {folder / WORKBOOK}, then: ozek build {folder}", err=True)


@click.command(name="import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@common()
@click.option(
    "--map",
    "mapping",
    metavar="NAME|FILE.toml",
    help="What the columns of another table mean: a mapping file, or the name of a packaged one.",
)
@click.option(
    "--suggest",
    is_flag=True,
    help="Print a mapping for the table to begin with, and import nothing.",
)
@click.option(
    "--country",
    metavar="CODE",
    help="Of a ROR dump, the organisations of this country only (KZ).",
)
@click.option(
    "--maps", is_flag=True, help="List the packaged mappings; with FILES, those that fit each."
)
@click.option("--check", is_flag=True, help="Write nothing; only say what is wrong.")
@click.option(
    "--keep-good",
    is_flag=True,
    help="Import the good rows and list the others, instead of all rows or none.",
)
@click.option(
    "--keep-personal",
    is_flag=True,
    help="Read columns with names of persons, phone numbers and e-mail addresses too, as notes.",
)
@click.option(
    "--marked",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Write a copy of the table with the wrong cells marked.",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(ROW_FORMATS),
    help="Print what there is to say as rows, instead of as lines.",
)
def import_(
    files: tuple[Path, ...],
    project: str | None,
    lang: str | None,
    mapping: str | None,
    suggest: bool,
    country: str | None,
    maps: bool,
    check: bool,
    keep_good: bool,
    keep_personal: bool,
    marked: Path | None,
    format: str | None,
) -> int:
    """Import tables, published RDF or a ROR dump into a project.

    FILES are workbooks (.xlsx) or their sheets (.csv, .tsv), other tables with --map (.json and
    .xml too), RDF of a known vocabulary (.ttl, .jsonld …), or folders with tables. Each becomes
    imports/<name>.trig in the project's folder; importing a file again replaces what came from it,
    and nothing else. A dump of the Research Organization Registry (.zip, .json, .jsonl, .gz) is
    imported by itself and becomes ror.trig, or ror.nq without --country.
    """
    if maps:
        _list_mappings(files, format or "table", lang)
        return 0
    if not files:
        raise click.UsageError("name a FILE to import, or ask for --maps")
    if suggest:
        for file in files:
            _suggest(file)
        return 0
    from ozek.importing.into import import_files
    from ozek.importing.mapping.reading import find_mapping
    from ozek.importing.ror_files import is_dump

    found = _own_project(project)
    if country or (not mapping and any(map(is_dump, files))):
        only = {"--map": mapping, "--marked": marked, "--format": format}
        return _import_register(found, files, country, check, keep_good, only)
    if marked:
        _check_marked(files, marked)
    words = lang_of(found, lang)
    result = import_files(
        found,
        files,
        lang=words,
        check=check,
        keep_good=keep_good,
        keep_personal=keep_personal,
        mapping=find_mapping(mapping) if mapping else None,
    )
    if marked:
        _write_marked(result.paths[0], result.findings, marked, words)
    _say(result.findings, format, words)
    for one in result.imported.values():
        _say_counts(one, words)
    for path in result.written:
        click.echo(f"{path}: {_WORDS['written'][words]}", err=True)
    for path in result.listed:
        click.echo(f"{path}: {_WORDS['listed'][words]}", err=True)
    if result.refused and not keep_good:
        click.echo(_WORDS["nothing"][words], err=True)
        return 3
    return 1 if result.refused else 0


def _import_register(
    project: Project,
    files: tuple[Path, ...],
    country: str | None,
    check: bool,
    keep_good: bool,
    only: Mapping[str, object],
) -> int:
    """Import a ROR dump; ``only`` holds the options that go with tables alone."""
    from ozek.errors import UsageError
    from ozek.importing.ror import import_into

    if wrong := next((name for name, value in only.items() if value), None):
        raise UsageError(f"{wrong} goes with tables, not with a ROR dump")
    if len(files) != 1:
        raise UsageError("a ROR dump is imported by itself; import the other files separately")
    with progress_bar("records") as say:
        done = import_into(
            project, files[0], country=country, keep_good=keep_good, check=check, progress=say
        )
    for error in done.refused:
        click.echo(f"{error.path}:{error.line}: {error.message}", err=True)
    counts = f"{done.read} records read, {done.imported} good, {len(done.refused)} refused"
    counts += f", {done.elsewhere} elsewhere" if country else ""
    click.echo(f"{files[0].name}: {counts}", err=True)
    click.echo(
        f"among the good: {done.inactive} inactive, {done.withdrawn} withdrawn; "
        f"{done.outside} partners outside of the file",
        err=True,
    )
    if not check:
        click.echo(f"{done.file}: written", err=True)
    return 1 if done.refused else 0


def _list_mappings(files: tuple[Path, ...], format: str, lang: str | None) -> None:
    """Print what mappings there are, or, for each file, which of them fit it."""
    from ozek.importing.mapping.fitting import fitting, mappings_table

    if not files:
        print_table(mappings_table(lang or "en"), format, None, lang or "en")
    for file in files:
        click.echo(f"{file}: {', '.join(fitting(file)) or '-'}")


def _suggest(file: Path) -> None:
    """Print a mapping for each table of a file; the mapping reads one table."""
    from ozek.importing.grid import headed
    from ozek.importing.mapping.importing import read_grids
    from ozek.importing.mapping.suggesting import suggest
    from ozek.importing.workbook.schema import workbook

    columns = {
        column.id: (column.id, *column.titles.values(), *column.also)
        for column in workbook().sheet("actors").columns
    }
    for grid in read_grids(file):
        click.echo(suggest(headed(grid), columns), nl=False)


def _own_project(name: str | None) -> Project:
    """The project named or the one in this folder; a table is never put into a packaged one."""
    from ozek.errors import UsageError
    from ozek.project import FILE_NAME, find_project

    if not name and not Path(FILE_NAME).is_file():
        raise UsageError(
            f"there is no {FILE_NAME} in this folder; make a project with `ozek init FOLDER`, or "
            "name one with --project"
        )
    return find_project(name or Path())


def _check_marked(files: tuple[Path, ...], out: Path) -> None:
    from ozek.errors import UsageError
    from ozek.importing.workbook.reading import table_files

    paths = table_files(files)
    if len(paths) != 1:
        raise UsageError("--marked goes with one file; import the others separately")
    if out.suffix.lower() != ".xlsx":
        raise UsageError(f"--marked writes a workbook; '{out.name}' has to end in .xlsx")
    if out.resolve() == paths[0].resolve():
        raise UsageError("--marked would overwrite the table itself; give another name")


def _write_marked(path: Path, findings: tuple[Finding, ...], out: Path, lang: str) -> None:
    from ozek.exporting.files import write_file
    from ozek.importing.marking import marked_copy

    write_file(out, marked_copy(path, findings, lang))
    click.echo(f"{out}: {_WORDS['marked'][lang]}", err=True)


def _say(findings: tuple[Finding, ...], format: str | None, lang: str) -> None:
    if format:
        from ozek.importing.findings import findings_table

        print_table(findings_table(findings, lang), format, None, lang)
        return
    for one in findings:
        click.echo(one.line(lang), err=True)


_WORDS = {
    "counts": {
        "en": "{} rows read, {} good, {} refused",
        "ru": "прочитано строк – {}, принято – {}, отклонено – {}",
        "kk": "оқылған жол – {}, қабылданғаны – {}, қайтарылғаны – {}",
    },
    "written": {"en": "written", "ru": "записано", "kk": "жазылды"},
    "listed": {
        "en": "is read by every build; there is nothing to import",
        "ru": "читается при каждой сборке; импортировать нечего",
        "kk": "әр құрастыруда оқылады; импорттайтын ештеңе жоқ",
    },
    "nothing": {
        "en": "nothing was imported",
        "ru": "ничего не импортировано",
        "kk": "ештеңе импортталған жоқ",
    },
    "marked": {
        "en": "a copy with the cells marked",
        "ru": "копия с отмеченными ячейками",
        "kk": "ұяшықтары белгіленген көшірме",
    },
}


def _say_counts(imported: Imported, lang: str) -> None:
    counts: dict[str, tuple[int, int]] = {}
    for one in imported.counts:
        table = f"{one.file}, {one.sheet}" if one.sheet else one.file
        read, good = counts.get(table, (0, 0))
        counts[table] = (read + one.read, good + one.imported)
    for table, (read, good) in counts.items():
        said = _WORDS["counts"][lang].format(read, good, read - good)
        click.echo(f"{table}: {said}", err=True)
