"""What ``ozek validate`` does: from the words of the command line to findings."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.parsing import SUFFIXES, parse_file
from ozek.validation.checking import check_in_stages
from ozek.validation.findings import Findings
from ozek.validation.profiles import shapes_files
from ozek.validation.report import ValidationReport, make_report
from ozek.validation.shapes import load_shapes

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store

Profiles = Iterable[str | Path] | None

_HOME = "urn:ozek:"


def is_data_file(name: str | None) -> bool:
    """Whether a name given on the command line is that of an RDF file."""
    return bool(name) and Path(name or "").suffix.lower() in SUFFIXES


def findings_of(
    project: Project, *, profiles: Profiles = None, lang: str, fail_on: str = "violation"
) -> Findings:
    """Check a project; what is found is put into words when it is asked for.

    ``profiles``: sets of shapes to check by, names or files, in place of those that ``ozek.toml``
    names. Raises InputError for files that cannot be understood, UsageError for an unknown profile.
    """
    from ozek.pipeline import check

    store, report = check(project, profiles=profiles)
    wanted = project.profiles if profiles is None else profiles
    files = shapes_files(wanted, project.shapes_files)
    found = in_words(store, report, project=project, shapes=files, lang=lang)
    return replace(found, fail_on=fail_on)


def in_words(
    store: Store, report: ValidationReport, *, project: Project, shapes: Iterable[Path], lang: str
) -> Findings:
    """A report on a project as findings in one language."""
    shapes = tuple(shapes)
    return Findings(
        report=report,
        store=store,
        shapes=load_shapes(shapes).graph,
        files=(*project.data_files, *shapes),
        lang=lang,
        title=project.title.get(lang) or project.name,
        folder=project.folder,
    )


def findings_of_file(
    path: Path, *, profiles: Profiles = None, lang: str, fail_on: str = "violation"
) -> Findings:
    """Check one RDF file that belongs to no project.

    All it says counts as stated facts, which are reasoned over with the packaged ontology. A file
    that records of what kind its graphs are is read as a project's data are; of any other, the
    evidence is not checked, since it has none. Raises as :func:`findings_of`.
    """
    store, has_evidence = _load(path)
    report = check_in_stages(store, profiles=profiles)
    if not has_evidence:
        rest = [one for one in report.results if one.stage != "evidence"]
        report = make_report(rest, report.engine, report.base, report.not_run)
    files = shapes_files(profiles)
    return Findings(
        report=report,
        store=store,
        shapes=load_shapes(files).graph,
        files=(path, *files),
        lang=lang,
        title=path.name,
        folder=path.parent,
        fail_on=fail_on,
    )


def _load(path: Path) -> tuple[Store, bool]:
    """A store with the file's facts, the ontology and the taxonomy; and whether it has evidence."""
    from ozek.project import load_model, resources
    from ozek.store import Store

    store = Store(base=parse_file(path).base or _HOME)
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
    store.files = (path,)
    return store, bool(known)
