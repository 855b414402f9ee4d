"""The whole way: load → reason → validate → ask → measure → export → report → manifest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.crate import MANIFEST, manifest
from ozek.errors import OutputError
from ozek.exporting.files import replaced_folder
from ozek.labels import Labels
from ozek.project import Project, find_project, load_project
from ozek.query import Question, ask, load_questions
from ozek.stages import reason_over, report_on, reread

if TYPE_CHECKING:
    from ozek.network import Measures, Projection
    from ozek.reasoning import Reasoned
    from ozek.results import Table
    from ozek.store import Store
    from ozek.validation import ValidationReport

STAGES = ("load", "reason", "validate", "ask", "measure", "export", "report")
CONTRADICTIONS = "validation/contradictions.md"
RDF_FILES = ("turtle", "trig", "nquads", "jsonld", "rdfxml")

Progress = Callable[["Stage"], None]


@dataclass(frozen=True)
class Stage:
    """A stage of a build that has begun (``seconds`` is None) or ended."""

    number: int
    name: str
    detail: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Built:
    """What a build made and found; ``folder`` is where the files are."""

    project: Project
    folder: Path
    store: Store
    reasoned: Reasoned
    report: ValidationReport
    answers: dict[str, Table]
    unasked: tuple[str, ...]
    measures: dict[str, Measures] = field(default_factory=dict)
    lang: str = "en"

    def summary(self) -> str:
        """Return what a person wants to know, in Markdown."""
        from ozek.summary import summary

        return summary(self)


def prepare(project: str | Path | Project | None = None, *, reasoning: bool = True) -> Store:
    """Load a project and derive what follows; the store that questions are put to.

    ``project``: what ``find_project`` gives or takes. Raises UsageError if there is none of that
    name, and OzekError (exit status 1) if the data break a shape that reasoning depends on.
    """
    if not isinstance(project, Project):
        project = find_project(project)
    store = load_project(project)
    if reasoning:
        reason_over(store, project)
    return store


def build(
    project: str | Path | Project | None = None,
    out: str | Path = "build",
    *,
    lang: str | None = None,
    progress: Progress | None = None,
    command: str | None = None,
    keep_going: bool = False,
    store: Store | None = None,
) -> Built:
    """Build a project into the folder ``out``, which is replaced as a whole when all went well.

    ``store``: the project in a service, if it is in one; reasoning and validation then run there.

    A violation of a shape does not stop the build: it stands in the report, and ``report.conforms``
    is False. Nor do contradictions with ``keep_going``: they stand in the summary and, with their
    proofs, in ``validation/contradictions.md``, and in ``reasoned.clashes``. Raises the errors of
    its stages; what ``out`` held before is then untouched.
    """
    if not isinstance(project, Project):
        project = find_project(project)
    lang = lang or project.language
    out = Path(out)
    say = _Speaker(progress or (lambda stage: None))
    with replaced_folder(out, MANIFEST) as folder:
        with say.stage("load"):
            store = load_project(project) if store is None else store
            say.detail = f"{len(store)} quads in {len(store.graph_kinds())} graphs"
        with say.stage("reason"):
            reasoned = reason_over(store, project, keep_going=keep_going)
            store = reread(store)
            say.detail = f"{reasoned.derived} facts derived by {reasoned.engine}"
            if reasoned.clashes:
                say.detail += f", {len(reasoned.clashes)} contradictions"
                _write(folder / CONTRADICTIONS, _contradictions(store, lang))
        with say.stage("validate"):
            report = _validate(store, project, folder, lang)
            counts = ", ".join(f"{n} {name.lower()}" for name, n in report.counts().items() if n)
            say.detail = ("conforms" if report.conforms else "does not conform") + (
                f": {counts}" if counts else ""
            )
        with say.stage("ask"):
            questions = load_questions(project.query_folders)
            answers, unasked = _ask(store, questions, folder, lang)
            say.detail = f"{len(answers)} questions"
        with say.stage("measure"):
            measures = _measure(store, project, folder, lang)
            say.detail = f"{len(measures)} networks"
        with say.stage("export"):
            _export(store, project, folder)
            say.detail = f"{len(RDF_FILES)} syntaxes"
        with say.stage("report"):
            built = Built(project, out, store, reasoned, report, answers, unasked, measures, lang)
            _report(built, questions, folder)
            _write(folder / "summary.md", built.summary())
            text = manifest(project, folder, command or f"ozek build {project.name}")
            _write(folder / MANIFEST, text)
            say.detail = f"{sum(path.is_file() for path in folder.rglob('*'))} files"
    return built


class _Speaker:
    """Tells ``progress`` when a stage begins and ends."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.detail = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        number, started = STAGES.index(name) + 1, time.perf_counter()
        self.detail = ""
        self.progress(Stage(number, name))
        yield
        self.progress(Stage(number, name, self.detail, time.perf_counter() - started))


def _contradictions(store: Store, lang: str) -> str:
    """Every contradiction with its proof, in Markdown."""
    from ozek.reasoning.explain.clashing import explain_clashes
    from ozek.reasoning.explain.command import written

    return written(explain_clashes(store, lang=lang), "markdown")


def _validate(store: Store, project: Project, folder: Path, lang: str) -> ValidationReport:
    from ozek.validation.command import in_words
    from ozek.validation.profiles import shapes_files
    from ozek.validation.writing import write

    report = report_on(store, project)
    files = shapes_files(project.profiles, project.shapes_files)
    found = in_words(store, report, project, files, lang)
    for format, suffix in (("turtle", "ttl"), ("csv", "csv"), ("html", "html")):
        _write(folder / "validation" / f"report.{suffix}", write(found, format))
    return report


def _ask(
    store: Store, questions: tuple[Question, ...], folder: Path, lang: str
) -> tuple[dict[str, Table], tuple[str, ...]]:
    labels = Labels(store, lang)
    answers: dict[str, Table] = {}
    unasked = []
    for question in questions:
        if not question.answerable:
            unasked.append(question.name)
            continue
        table = answers[question.name] = ask(store, question, lang=lang)
        home = folder / "answers" / question.folder
        _write(home / f"{question.name}.csv", table.to_text("csv"))
        title = question.title.get(lang, question.name)
        about = question.description.get(lang, "")
        body = table.to_text("markdown", labels)
        _write(home / f"{question.name}.md", f"# {title}\n\n{about}\n\n{body}")
    return answers, tuple(unasked)


def networks(project: Project) -> dict[str, Projection]:
    """Return the projections of a project: the packaged ones and its own."""
    from ozek.network import load_projections, projections

    return projections() | load_projections(project.projections)


def projection_of(project: Project, name: str) -> Projection:
    """Return a projection of a project: a name, or the path of a TOML file."""
    from ozek.network import find_projection

    return networks(project).get(name) or find_projection(name)


def network_of(store: Store, project: Project, name: str, *, lang: str = "en") -> Any:
    """Return the facts as a networkx graph by a projection: a name, or the path of a TOML file."""
    from ozek.network import project as to_network

    return to_network(store, projection_of(project, name), lang=lang)


def with_kind_labels(
    table: Table, store: Store, project: Project, name: str, *, lang: str = "en"
) -> Table:
    """Return a table of measures with kinds by their labels, not by local names."""
    from rdflib import Literal

    from ozek.network.projection import local_name

    places = [at for at, column in enumerate(table.columns) if column in ("kind", "other")]
    if not places:
        return table
    projection = projection_of(project, name)
    labels = Labels(store, lang)
    found = {
        local_name(iri): Literal(labels.of(iri))
        for iri in (*projection.kinds, *projection.concepts)
    }
    rows = [list(row) for row in table.rows]
    for row in rows:
        for at in places:
            row[at] = found.get(str(row[at]), row[at])
    return replace(table, rows=tuple(map(tuple, rows)))


def export_network(
    store: Store,
    project: Project,
    name: str,
    format: str,
    path: Path | None = None,
    *,
    lang: str = "en",
) -> tuple[bytes, list[Path]]:
    """Return a network as GraphML, GEXF or CSV (its edges), and the files it was written to.

    Files are written if there is a ``path``; CSV makes two, nodes and edges.
    """
    from ozek.exporting import graphs

    network = network_of(store, project, name, lang=lang)
    files = [] if path is None else graphs.write_network(network, path, format)
    writers = {"graphml": graphs.to_graphml, "gexf": graphs.to_gexf, "csv": graphs.to_edges_csv}
    return writers[format](network).encode(), files


def _measure(store: Store, project: Project, folder: Path, lang: str) -> dict[str, Measures]:
    from ozek.exporting.graphs import write_network
    from ozek.network import measure
    from ozek.network import project as to_network

    measures = {}
    (folder / "networks").mkdir()
    for name, projection in networks(project).items():
        network = to_network(store, projection, lang=lang)
        for suffix in ("graphml", "gexf", "csv"):
            write_network(network, folder / "networks" / f"{name}.{suffix}")
        if not network:
            continue
        measures[name] = measure(network)
        _write(folder / "measures" / f"{name}.csv", measures[name].table().to_text("csv"))
        summary = measures[name].summary().to_text("csv")
        _write(folder / "measures" / f"{name}-summary.csv", summary)
    return measures


def _export(store: Store, project: Project, folder: Path) -> None:
    from ozek.exporting.rdf import SUFFIX, export

    (folder / "graph").mkdir()
    for format in RDF_FILES:
        export(store, format, folder / "graph" / f"{project.name}.{SUFFIX[format]}")


def report(
    project: str | Path | Project | None = None,
    *,
    lang: str | None = None,
    store: Store | None = None,
) -> str:
    """Return the report of a project as the text of an HTML file, without building the rest.

    ``lang``: the language it opens in. ``store``: as for ``build``. Raises as ``build`` does.
    """
    from ozek.network import measure
    from ozek.network import project as to_network
    from ozek.report import ReportInput, write_report

    if not isinstance(project, Project):
        project = find_project(project)
    lang = lang or project.language
    store = load_project(project) if store is None else store
    reasoned = reason_over(store, project)
    store = reread(store)
    questions = load_questions(project.query_folders)
    graphs = {name: to_network(store, one, lang=lang) for name, one in networks(project).items()}
    given = ReportInput(
        project=project,
        store=store,
        questions=questions,
        answers={q.name: ask(store, q, lang=lang) for q in questions if q.answerable},
        validation=report_on(store, project),
        measures={name: measure(graph) for name, graph in graphs.items() if graph},
        derived=reasoned.derived,
        unasked=tuple(q.name for q in questions if not q.answerable),
    )
    return write_report(given, lang)


def _report(built: Built, questions: tuple[Question, ...], folder: Path) -> None:
    from ozek.report import FILE_NAME, ReportInput, write_report

    given = ReportInput(
        project=built.project,
        store=built.store,
        questions=questions,
        answers=built.answers,
        validation=built.report,
        measures=built.measures,
        derived=built.reasoned.derived,
        unasked=built.unasked,
    )
    _write(folder / FILE_NAME, write_report(given, built.lang))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
