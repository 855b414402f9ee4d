"""A project: a folder with ``ozek.toml`` and data files; and the resources that come packaged."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.errors import ProjectError, UsageError

if TYPE_CHECKING:
    from ozek.store import Store

LANGUAGES = ("kk", "ru", "en")
DEFAULT_PROJECT = "kazakhstan"
FILE_NAME = "ozek.toml"


@dataclass(frozen=True)
class Resources:
    """The folders that come with the toolkit: at the top of a checkout, or inside the wheel."""

    root: Path

    def __truediv__(self, name: str) -> Path:
        return self.root / name

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def queries(self) -> Path:
        return self.root / "queries"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def projections(self) -> Path:
        return self.root / "projections"

    @property
    def mappings(self) -> Path:
        return self.root / "mappings"


@cache
def resources() -> Resources:
    """Return where ontology, queries, data, projections and mappings are."""
    package = Path(__file__).resolve().parent
    checkout = package.parents[1]
    if package.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return Resources(checkout)
    return Resources(package / "_resources")


@dataclass(frozen=True)
class Source:
    """A text or data set that statements are quoted from; ``text`` is where the user keeps it."""

    id: str
    title: Mapping[str, str]
    language: str | None = None
    license: str | None = None
    text: Path | None = None


@dataclass(frozen=True)
class Project:
    """What ``ozek.toml`` says, with absolute paths."""

    name: str
    title: Mapping[str, str]
    base: str
    folder: Path
    data_files: tuple[Path, ...]
    language: str = "en"
    sources: tuple[Source, ...] = ()
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    projections: tuple[Path, ...] = ()
    profiles: tuple[str | Path, ...] = ()
    store: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Path, ...]:
        """The data files that are workbooks (or their sheets as CSV), not RDF."""
        from ozek.importing.grid import SUFFIXES as TABLES

        return tuple(path for path in self.data_files if path.suffix.lower() in TABLES)

    @property
    def ontology_files(self) -> tuple[Path, ...]:
        return (resources().ontology / "ozek.ttl", *self.ontology)

    @property
    def shapes_files(self) -> tuple[Path, ...]:
        return (resources().ontology / "shapes.ttl", *self.shapes)

    @property
    def profile_files(self) -> tuple[Path, ...]:
        folder = resources().ontology / "profiles"
        return tuple(
            one if isinstance(one, Path) else folder / f"{one}.ttl" for one in self.profiles
        )

    @property
    def query_folders(self) -> tuple[Path, ...]:
        return (resources().queries, *self.queries)

    @property
    def input_files(self) -> tuple[Path, ...]:
        """Every file that a build depends on, apart from projections."""
        folder = resources().ontology
        rules = sorted((folder / "rules").glob("*.rq"))
        questions = sorted(q for place in self.query_folders for q in place.rglob("*.rq"))
        return (
            self.folder / FILE_NAME,
            *self.data_files,
            *self.ontology_files,
            folder / "taxonomy.ttl",
            *self.shapes_files,
            *self.profile_files,
            *rules,
            *questions,
            *sorted(resources().projections.glob("*.toml")),
            *self.projections,
        )


def packaged_projects() -> list[str]:
    """Return the names of the projects that come with the toolkit."""
    return sorted(path.parent.name for path in resources().data.glob(f"*/{FILE_NAME}"))


def find_project(name_or_path: str | Path | None = None) -> Project:
    """Return the project in a folder, or the packaged project of this name (default: kazakhstan).

    Raises UsageError if there is neither, ProjectError if its ``ozek.toml`` is wrong.
    """
    wanted = str(name_or_path or DEFAULT_PROJECT)
    folder = Path(wanted)
    if folder.name == FILE_NAME:
        folder = folder.parent
    if (folder / FILE_NAME).is_file():
        return read_project(folder)
    packaged = resources().data / wanted
    if re.fullmatch(r"[\w-]+", wanted) and (packaged / FILE_NAME).is_file():
        return read_project(packaged)
    raise UsageError(
        f"'{wanted}' is neither a folder with an {FILE_NAME} nor a packaged project "
        f"(there is: {', '.join(packaged_projects()) or 'none'})"
    )


def read_project(folder: str | Path) -> Project:
    """Read and check a folder's ``ozek.toml``."""
    folder = Path(folder).resolve()
    return _Reader(folder / FILE_NAME).project()


def load_project(project: Project) -> Store:
    """Return a new store with the project's data, the ontology and the taxonomy, facts refreshed.

    Workbooks among the data are read as ``ozek import`` reads them. Raises InputError for a missing
    or broken file, TableError with every wrong cell of the workbooks, or InputError for a source's
    text that is not the recorded one.
    """
    from ozek.store import Store
    from ozek.wording import wordings

    store = Store(base=project.base)
    for path in project.data_files:
        if path not in project.tables:
            store.load(path)
    load_model(store, project.ontology_files, project.shapes_files)
    if project.tables:
        _load_tables(store, project)
        store.refresh_facts()
    store.wordings = wordings(project, store)
    return store


def load_model(store: Store, ontology: Iterable[Path], shapes: Iterable[Path]) -> None:
    """Add ontology, taxonomy and shapes to a store that has the data, and refresh its facts."""
    for path in ontology:
        store.load(path, graph=ns.ONTOLOGY_GRAPH)
    store.load(resources().ontology / "taxonomy.ttl", graph=ns.TAXONOMY_GRAPH)
    for path in shapes:
        store.load(path, graph=ns.SHAPES_GRAPH)
    store.set_kind(ns.ONTOLOGY_GRAPH, "OntologyGraph")
    store.set_kind(ns.TAXONOMY_GRAPH, "TaxonomyGraph")
    store.set_kind(ns.SHAPES_GRAPH, "ShapesGraph")
    store.refresh_facts()


def _load_tables(store: Store, project: Project) -> None:
    """Load the project's workbooks, all rows or none; what is worth a note goes to the store."""
    import io

    from ozek.importing.findings import TableError
    from ozek.importing.known import known_of
    from ozek.importing.workbook.reading import import_tables

    found = import_tables(
        project.tables,
        base=project.base,
        known=known_of(store),
        sources={source.id: source for source in project.sources},
        lang=project.language,
    )
    findings = [finding for one in found.values() for finding in one.findings]
    if any(finding.level != "note" for finding in findings):
        raise TableError(findings, project.language)
    for one in found.values():
        store.load(io.BytesIO("".join(one.lines).encode()), format="nquads")
    store.notes = tuple(findings)


class _Reader:
    """Reads one ``ozek.toml``; every complaint names the line."""

    TOP = (
        "name", "title", "base", "language", "sources", "data", "ontology", "shapes", "queries",
        "projections", "profiles", "store",
    )  # fmt: skip
    STORE = ("endpoint", "query", "update", "graphs")
    SOURCE = ("id", "title", "language", "license", "text")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.parent
        try:
            self.text = path.read_text(encoding="utf-8")
            self.values = tomllib.loads(self.text)
        except OSError as error:
            raise ProjectError(f"cannot be read: {error.strerror}", path=path) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            at = re.search(r"line (\d+), column (\d+)", str(error))
            line, column = (int(at[1]), int(at[2])) if at else (None, None)
            message = f"not valid TOML: {str(error).partition(' (at ')[0]}"
            raise ProjectError(message, path=path, line=line, column=column) from None

    def project(self) -> Project:
        values = self.values
        self.known(values, self.TOP)
        name = self.string(values, "name", required=True)
        base = self.string(values, "base", required=True)
        if not re.fullmatch(r"https?://[^\s<>\"{}|^`\\?#]+/", base or ""):
            self.fail("base", "has to be an http(s) IRI that ends in '/'")
        language = self.string(values, "language") or "en"
        if language not in LANGUAGES:
            self.fail("language", f"has to be one of {', '.join(LANGUAGES)}")
        return Project(
            name=name or "",
            title=self.texts(values, "title"),
            base=base or "",
            folder=self.folder,
            data_files=self.paths("data", required=True),
            language=language,
            sources=tuple(self.source(one) for one in values.get("sources", [])),
            ontology=self.paths("ontology"),
            shapes=self.paths("shapes"),
            queries=self.paths("queries"),
            projections=self.paths("projections"),
            profiles=self.profiles(),
            store=self.store(values.get("store", {})),
        )

    def source(self, values: Any) -> Source:
        if not isinstance(values, dict):
            self.fail("sources", "has to be a list of tables: [[sources]]")
        self.known(values, self.SOURCE)
        text = self.string(values, "text")
        return Source(
            id=self.string(values, "id", required=True) or "",
            title=self.texts(values, "title"),
            language=self.string(values, "language"),
            license=self.string(values, "license"),
            text=self.folder / Path(text).expanduser() if text else None,
        )

    def store(self, values: Any) -> dict[str, str]:
        """Where a service holds the project: the addresses of ``[store]``."""
        if not isinstance(values, dict):
            self.fail("store", "has to be a table: [store]")
        self.known(values, self.STORE)
        found = {key: self.string(values, key) or "" for key in values}
        if found and ("endpoint" in found) == ("query" in found):
            self.fail("store", "has to give the address of queries once: 'endpoint' or 'query'")
        for key, address in found.items():
            if not re.fullmatch(r"https?://[^\s@#]+", address):
                self.fail(key, "has to be an http(s) address without credentials")
        return found

    def known(self, values: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for key in values:
            if key not in allowed:
                self.fail(key, f"is not a key I know; keys: {', '.join(allowed)}")

    def string(self, values: Mapping[str, Any], key: str, required: bool = False) -> str | None:
        value = values.get(key)
        if value is None:
            if required:
                self.fail(key, "is missing")
            return None
        if not isinstance(value, str) or not value:
            self.fail(key, "has to be a text")
        return str(value)

    def texts(self, values: Mapping[str, Any], key: str) -> dict[str, str]:
        value = values.get(key)
        texts = value if isinstance(value, dict) else {}
        complete = set(texts) == set(LANGUAGES)
        if not complete or not all(isinstance(text, str) and text for text in texts.values()):
            self.fail(key, f"has to give a text in each of {', '.join(LANGUAGES)}")
        return {language: texts[language] for language in LANGUAGES}

    def paths(self, key: str, required: bool = False) -> tuple[Path, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fail(key, "has to be a list of paths")
        if required and not value:
            self.fail(key, "is missing: list the project's RDF files and workbooks")
        found = tuple(self.folder / one for one in value)
        for name, path in zip(value, found, strict=True):
            if not path.resolve().is_relative_to(self.folder):
                self.fail(name, "lies outside of the project's folder; copy it there", key=key)
            if not path.exists():
                self.fail(name, "is listed, but there is no such file", key=key)
        return found

    def profiles(self) -> tuple[str | Path, ...]:
        """Names of packaged profiles, and paths of files of shapes."""
        value = self.values.get("profiles", [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fail("profiles", "has to be a list of names and paths")
        packaged = {path.stem for path in (resources().ontology / "profiles").glob("*.ttl")}
        found: list[str | Path] = []
        for one in value:
            if one not in packaged and not (self.folder / one).is_file():
                known = ", ".join(sorted(packaged))
                self.fail(one, f"is neither a profile ({known}) nor a file", key="profiles")
            found.append(one if one in packaged else self.folder / one)
        return tuple(found)

    def fail(self, name: str, message: str, key: str | None = None) -> Any:
        pattern = rf'["\']{re.escape(name)}["\']' if key else rf"^\s*\[*{re.escape(name)}\b"
        at = re.search(pattern, self.text, re.MULTILINE)
        line = self.text.count("\n", 0, at.end()) + 1 if at else None
        raise ProjectError(f"'{name}' {message}", path=self.path, line=line)
