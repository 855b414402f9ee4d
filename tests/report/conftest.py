"""The report of the reference project, made once for all tests."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from ozek.network import measure, project
from ozek.pipeline import prepare
from ozek.project import find_project
from ozek.query import ask, load_questions
from ozek.report import ReportInput, write_report
from ozek.validation.report import ValidationResult, make_report

FINDING = ValidationResult(
    severity="Info",
    focus=URIRef("https://w3id.org/ozek/kz/set/national-technoparks"),
    path=None,
    value=None,
    message=(("en", "Two parks have no name."),),
    shape="https://w3id.org/ozek/shapes#x",
    component="SPARQL",
    sources=("https://w3id.org/ozek/kz/passage/s29",),
)


@pytest.fixture(scope="session")
def kazakhstan() -> ReportInput:
    """What a build of the reference project would hand over."""
    found = find_project("kazakhstan")
    store = prepare(found)
    questions = load_questions(found.query_folders)
    return ReportInput(
        project=found,
        store=store,
        questions=questions,
        answers={q.name: ask(store, q) for q in questions if q.answerable},
        validation=make_report([FINDING], "none"),
        measures={"actors": measure(project(store, "actors"))},
        derived=1,
        unasked=tuple(q.name for q in questions if not q.answerable),
    )


@pytest.fixture(scope="session")
def text(kazakhstan: ReportInput) -> str:
    """The reference project's report, opening in English."""
    return write_report(kazakhstan, "en")
