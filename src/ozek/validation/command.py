"""What ``ozek validate`` does: from the words of the command line to findings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.validation.findings import Findings
from ozek.validation.shapes import load_shapes

if TYPE_CHECKING:
    from ozek.project import Project


def findings_of(project: Project, *, lang: str, fail_on: str = "violation") -> Findings:
    """Check a project and put what is found into words, when it is asked for."""
    from ozek.pipeline import check

    store, report = check(project)
    return Findings(
        report=report,
        store=store,
        shapes=load_shapes(project.shapes_files).graph,
        files=(*project.data_files, *project.shapes_files),
        lang=lang,
        title=project.title.get(lang) or project.name,
        folder=project.folder,
        fail_on=fail_on,
    )
