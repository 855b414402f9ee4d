"""The report of a build: one HTML file in each language, complete in itself.

No script, no request, no time stamp: the same build gives the same bytes, opens from a folder or an
e-mail, and prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from ozek.report import sections
from ozek.report.answers import folders
from ozek.report.declared import declared_sets
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.evidence import Facts, Ref
from ozek.report.names import Name, Names
from ozek.report.pictures import draw_system, system_network
from ozek.report.system_map import SystemMap, Tie, system_map
from ozek.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

    from ozek.network import Measures
    from ozek.project import Project
    from ozek.query import Question
    from ozek.results import Table
    from ozek.store import Store
    from ozek.validation import ValidationReport

LANGUAGES = ("kk", "ru", "en")
ACTORS = "actors"


@dataclass(frozen=True)
class ReportInput:
    """What a build knows and a report shows.

    Attributes:
        project, store: the project and its reasoned store.
        questions: the question library, for titles and descriptions.
        answers: name of a question → its rows, in the order to show them.
        validation: the validation report.
        measures: name of a projection → its measures; ``actors`` is shown.
        derived: how many facts were derived.
        unasked: names of the questions that need a parameter.
        answers_folder: where the rows lie as CSV, seen from the report; "" if nowhere.
    """

    project: Project
    store: Store
    questions: tuple[Question, ...] = ()
    answers: Mapping[str, Table] = field(default_factory=dict)
    validation: ValidationReport | None = None
    measures: Mapping[str, Measures] = field(default_factory=dict)
    derived: int = 0
    unasked: tuple[str, ...] = ()
    answers_folder: str = ""


def file_name(lang: str) -> str:
    """Return what the report in a language is called; its siblings link to it by this name."""
    return f"report.{lang}.html"


def report_files(given: ReportInput) -> dict[str, str]:
    """Return file name → text of the report in every language, and of the picture of the system."""
    network = system_network(given.store, given.project)
    found = {}
    for lang in LANGUAGES:
        side = _side(given, lang, network)
        found[file_name(lang)] = _render(given, side)
        picture = draw_system(side.map, side.title, side.words, standalone=True)
        if picture:
            found[f"system.{lang}.svg"] = picture
    return found


def write_report(given: ReportInput, lang: str = "en") -> str:
    """Return the report in one language, as the text of an HTML file.

    Raises UsageError for a language there are no words in.
    """
    return _render(given, _side(given, lang, system_network(given.store, given.project)))


@dataclass(frozen=True)
class _Side:
    """A report's side in one language: its words, its view of the facts, its map."""

    words: Words
    facts: Facts
    title: str
    map: SystemMap


def _side(given: ReportInput, lang: str, network: Any) -> _Side:
    words, facts = Words(lang), Facts(given.store, Names(given.store, lang))
    title = given.project.title.get(lang) or given.project.name
    return _Side(words, facts, title, system_map(facts, network, words))


def _render(given: ReportInput, side: _Side) -> str:
    page = _environment().get_template("report.html.j2")
    return page.render(_content(given, side)) + "\n"


def _content(given: ReportInput, side: _Side) -> dict[str, Any]:
    """Gather what the templates show. Passages come last: by then all references are known."""
    from ozek import __version__ as version

    words, facts, title, found = side.words, side.facts, side.title, side.map
    lang, store, project = words.lang, given.store, given.project
    sets = declared_sets(facts)
    documents = policy_documents(facts)
    all_readings = sections.readings(facts)
    coverage = sections.source_coverage(facts)
    headings, clusters = sections.functions(facts)
    content: dict[str, Any] = {
        "words": words,
        "lang": lang,
        "title": title,
        "pages": [(one, words.in_language("language_name", one), file_name(one))
                  for one in LANGUAGES],
        "facts_count": sum(1 for _ in store.triples()),
        "derived": given.derived,
        "graphs": sections.graph_counts(facts),
        "coverage": coverage,
        "numbered": next((one for one in coverage if one.sentences), None),
        "validation": given.validation,
        "severities": sections.severities(
            given.validation.counts() if given.validation else {}, words
        ),
        "findings": _findings(given, facts),
        "map": draw_system(found, title, words),
        "ties": _ties(found, facts),
        "sets": sections.set_rows(facts, sets),
        "sums": sections.sums(facts, sets),
        "incomplete": sum(one.declared is None or bool(one.missing) for one in sets),
        "gaps": sections.knowledge_gaps(facts),
        "readings": all_readings,
        "open": [one for one in all_readings if one.chosen is None],
        "chosen": [one for one in all_readings if one.chosen is not None],
        "documents": documents,
        "timeline": draw_timeline(documents, words),
        "benefits": sections.zone_benefits(facts),
        "function_names": headings,
        "clusters": clusters,
        "ranking": sections.ranking(facts, given.measures.get(ACTORS), words),
        "folders": folders(facts, given.questions, given.answers, words, given.answers_folder),
        "unasked": given.unasked,
        "version": version,
        "base": project.base,
        "sources": [
            (Name(one.title.get(lang) or one.id), one.license or "") for one in project.sources
        ],
        "own_data": _is_packaged(project),
    }  # fmt: skip
    content["sentences"], content["records"] = facts.passages()
    return content


def _findings(given: ReportInput, facts: Facts) -> list[tuple[str, Name, Name, tuple[Ref, ...]]]:
    """Return the findings of the validation: severity, thing, message, passages."""
    from ozek.report.names import read_label

    if given.validation is None:
        return []
    lang = facts.names.lang
    return [
        (
            one.severity,
            facts.names.of(one.focus),
            read_label(one.text(lang)),
            tuple(facts.ref(source) for source in one.sources if facts.is_passage(source)),
        )
        for one in given.validation.results
    ]


def _ties(found: SystemMap, facts: Facts) -> list[tuple[Name, Name, Name, Tie]]:
    """Return the relations of the picture in words: from, relation, to."""
    names = facts.names
    return [
        (names.of(tie.source), names.of(tie.relation), names.of(tie.target), tie)
        for tie in found.ties
    ]


def _is_packaged(project: Project) -> bool:
    from ozek.project import resources

    return project.folder.resolve().is_relative_to(resources().data.resolve())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("ozek.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.tests["ref"] = lambda part: isinstance(part, Ref)
    found.tests["name"] = lambda part: isinstance(part, Name)
    return found
