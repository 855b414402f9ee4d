"""Tables into a project: read them, and write what they state, or say why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ozek.errors import UsageError
from ozek.importing.findings import Finding
from ozek.importing.grid import SUFFIXES
from ozek.importing.known import known_of
from ozek.importing.links import read_links
from ozek.importing.mapping.fitting import pointed
from ozek.importing.mapping.importing import import_mapped
from ozek.importing.mapping.reading import TableMapping
from ozek.importing.outcome import FOLDER, Imported, write_import
from ozek.importing.placing import demand_own
from ozek.importing.published_import import SUFFIXES as RDF_SUFFIXES
from ozek.importing.published_import import import_published
from ozek.importing.workbook.reading import import_tables, table_files
from ozek.project import Project, load_project

__all__ = ["Import", "import_files"]


@dataclass(frozen=True)
class Import:
    """What came of an import: by table, which files were written, and which need not be."""

    paths: list[Path]
    imported: Mapping[str, Imported]
    written: tuple[Path, ...] = ()
    listed: tuple[Path, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything there is to say once, in the order of files, sheets and rows."""
        found = (finding for one in self.imported.values() for finding in one.findings)
        # A mapping that makes several rows of one meets what is wrong with it as often.
        return tuple({(one.code, one.place, one.value): one for one in found}.values())

    @property
    def refused(self) -> bool:
        """Whether any row or file was refused."""
        return any(one.wrong for one in self.imported.values())


def import_files(
    project: Project,
    files: Iterable[str | Path],
    *,
    lang: str | None = None,
    check: bool = False,
    keep_good: bool = False,
    keep_personal: bool = False,
    mapping: TableMapping | None = None,
) -> Import:
    """Import tables and published RDF into a project: all rows of all files, or none.

    Tables are workbooks, or their sheets as CSV; with a ``mapping``, whatever that is for. With
    ``keep_good`` the good rows are written and the others listed; with ``check`` nothing is
    written. A table that the project's ``data`` list already names is read by every build, so it is
    only checked. Raises the errors of a project that cannot be loaded, UsageError if there are no
    tables or the project came with the toolkit, and OutputError.
    """
    if not check:
        demand_own(project)
    paths = table_files(files)
    if not paths:
        raise UsageError(f"there are no tables to import; endings of tables: {', '.join(SUFFIXES)}")
    listed = {path.resolve() for path in project.tables}
    kept = {path.resolve() for path in paths}
    made = {(project.folder / FOLDER / f"{_id(path)}.trig").resolve() for path in paths}
    others = tuple(path for path in project.data_files if path.resolve() not in kept | made)
    known = known_of(load_project(replace(project, data_files=others)))
    tables = [path for path in paths if path.suffix.lower() not in RDF_SUFFIXES]
    language = lang or project.language
    sources = {source.id: source for source in project.sources}
    if mapping:
        imported = import_mapped(
            tables, mapping, base=project.base, known=known, lang=language, keep_good=keep_good
        )
    else:
        imported = import_tables(
            tables,
            base=project.base,
            known=known,
            sources=sources,
            lang=language,
            keep_personal=keep_personal,
            keep_good=keep_good,
        )
        for path in tables:
            one = imported[_id(path)]
            findings = tuple(pointed(path, finding) for finding in one.findings)
            imported[_id(path)] = replace(one, findings=findings)
    published = [path for path in paths if path not in tables]
    if published:
        links = read_links(path for path in others if path not in project.tables)
        for path in published:
            imported[_id(path)] = import_published(path, project.base, sources, links)
    own = tuple(path for path in paths if path.resolve() in listed)
    result = Import(paths, imported, listed=own)
    if check or (result.refused and not keep_good):
        return result
    written = [
        write_import(project, _id(path), imported[_id(path)].lines)
        for path in paths
        if path not in own and imported[_id(path)].lines
    ]
    return replace(result, written=tuple(written))


def _id(path: Path) -> str:
    from ozek.importing.rows import TableFile

    return TableFile(path.name).id
