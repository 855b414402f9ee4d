"""What ``ozek validate`` does: from the words of the command line to findings."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.parsing import SUFFIXES, parse_file
from ozek.validation.checking import check_in_stages
from ozek.validation.findings import Findings
from ozek.validation.profiles import shapes_files
from ozek.validation.report import ValidationReport, ValidationResult, make_report
from ozek.validation.shapes import load_shapes

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

_HOME = "urn:ozek:"
_PROTECTING = ("lexical", "guard", "reasoning")
"""Stages whose results are always told: what reasoning needs holds for any shapes."""


@dataclass(frozen=True)
class Wanted:
    """What to check by and how to tell it.

    ``profiles`` are names or files of shapes to check by besides the model's and the project's;
    with ``shapes``, files of shapes, only what these find is told, besides what reasoning needs.
    """

    profiles: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    lang: str = "en"
    fail_on: str = "violation"

    @property
    def sets(self) -> tuple[str, ...]:
        """Every set of shapes to check by besides the model's."""
        return (*self.profiles, *self.shapes)


def is_data_file(name: str | None) -> bool:
    """Whether a name given on the command line is that of an RDF file."""
    return name is not None and Path(name).suffix.lower() in SUFFIXES


def findings_of(project: Project, wanted: Wanted, store: Store | None = None) -> Findings:
    """Check a project; what is found is put into words when it is asked for.

    ``store``: where the project is, if in a service.

    Raises InputError for files that cannot be understood, UsageError for an unknown profile.
    """
    from ozek.stages import check

    store, report = check(project, profiles=wanted.sets, store=store)
    files = shapes_files((*project.profiles, *wanted.sets), project.shapes_files)
    found = in_words(store, report, project, files, wanted.lang)
    found = replace(
        found, fail_on=wanted.fail_on, numbered=not wanted.sets, folder=_seen_from(project.folder)
    )
    return _told(found, wanted)


def in_words(
    store: Store, report: ValidationReport, project: Project, shapes: tuple[Path, ...], lang: str
) -> Findings:
    """A report on a project, checked by the shapes of some files, as findings in one language."""
    return Findings(
        report=report,
        store=store,
        shapes=load_shapes(shapes),
        files=(*project.data_files, *shapes),
        lang=lang,
        title=project.title.get(lang) or project.name,
        folder=project.folder,
    )


def findings_of_file(path: Path, wanted: Wanted) -> Findings:
    """Check one RDF file that belongs to no project.

    All it says counts as stated facts, which are reasoned over with the packaged ontology. A file
    that records of what kind its graphs are is read as a project's data are; of any other, the
    evidence is not checked, since it has none. Raises as :func:`findings_of`.
    """
    parsed = parse_file(path)
    store, has_evidence = _load(path, parsed.base)
    report = check_in_stages(store, profiles=wanted.sets)
    if not has_evidence:
        report = _only(report, lambda one: one.stage != "evidence")
    files = shapes_files(wanted.sets)
    found = Findings(
        report=report,
        store=store,
        shapes=load_shapes(files),
        files=(path, *files),
        lang=wanted.lang,
        title=path.name,
        folder=_seen_from(path.parent),
        fail_on=wanted.fail_on,
        numbered=False,
        prefixes={name: iri for name, iri in parsed.prefixes.items() if name},
    )
    return _told(found, wanted)


def _seen_from(folder: Path) -> Path:
    """The folder from which files are named: the one we are in, if it leads there."""
    here = Path().resolve()
    return here if folder.resolve().is_relative_to(here) else folder


def _told(found: Findings, wanted: Wanted) -> Findings:
    """Without the results of other shapes, if there are shapes that alone are asked about."""
    if not wanted.shapes:
        return found
    named = set(map(str, load_shapes(wanted.shapes).named()))

    def is_told(one: ValidationResult) -> bool:
        return one.shape in named or one.stage in _PROTECTING

    return replace(found, report=_only(found.report, is_told))


def _only(report: ValidationReport, keep: Callable[[ValidationResult], bool]) -> ValidationReport:
    kept = [one for one in report.results if keep(one)]
    return make_report(kept, report.engine, report.base, report.not_run)


def _load(path: Path, base: str | None) -> tuple[Store, bool]:
    """A store with the file's facts, the ontology and the taxonomy; and whether it has evidence."""
    from ozek.project import load_model, resources
    from ozek.store import Store

    store = Store(base=base or _HOME)
    store.load(path, graph=f"{store.base}graph/{path.stem}")
    known = set(store.graph_kinds())
    graphs = {quad.graph_name.value for quad in store.quads()} - known - {store.provenance_graph}
    lines = []
    for name in sorted(graphs):
        store.set_kind(name, "StatementGraph")
        said = (name, ns.HAS_MODALITY, ns.MODALITY_ASSERTED, store.provenance_graph)
        lines.append(" ".join(f"<{one}>" for one in said) + " .\n")
    store.load(io.BytesIO("".join(lines).encode()), format="nquads")
    folder = resources().ontology
    load_model(store, [folder / "ozek.ttl"], [folder / "shapes.ttl"])
    return store, bool(known)
