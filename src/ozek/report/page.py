"""The report of a build: one HTML file in three languages, complete in itself.

No request, no time stamp: the same build gives the same bytes, opens from a folder or an e-mail,
and prints. The languages share one structure: each text is there in all of them, and the style
shows the one chosen. It reads without its script, which only remembers what was chosen.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ozek.report import colours, sections
from ozek.report.answers import folders
from ozek.report.cluster_map import cluster_maps
from ozek.report.declared import declared_sets
from ozek.report.documents import draw_timeline, policy_documents
from ozek.report.evidence import Facts, Ref
from ozek.report.functions import find_functions
from ozek.report.measures import find_measures
from ozek.report.network_map import find_network
from ozek.report.pictures import draw_system, find_system
from ozek.report.place_map import find_places
from ozek.report.system_map import SystemMap, Tie
from ozek.report.texts import Name, Text
from ozek.report.view import View, view
from ozek.report.words import LANGUAGES

if TYPE_CHECKING:
    from jinja2 import Environment

    from ozek.network import Measures
    from ozek.project import Project
    from ozek.query import Question
    from ozek.results import Table
    from ozek.store import Store
    from ozek.validation import ValidationReport

FILE_NAME = "report.html"
_OPTIONAL = re.compile(r"</(?:td|th|tr|li)>|\n(?=\n)")
"""End tags that HTML lets one leave out, and empty lines: together a tenth of the page's tables."""


@dataclass(frozen=True)
class ReportInput:
    """What a build knows and a report shows.

    Attributes:
        project, store: the project and its reasoned store.
        questions: the question library, for titles and descriptions.
        answers: name of a question → its rows, in the order to show them.
        validation: the validation report.
        measures: name of a projection → its measures.
        derived: how many facts were derived.
        unasked: names of the questions that need a parameter.
    """

    project: Project
    store: Store
    questions: tuple[Question, ...] = ()
    answers: Mapping[str, Table] = field(default_factory=dict)
    validation: ValidationReport | None = None
    measures: Mapping[str, Measures] = field(default_factory=dict)
    derived: int = 0
    unasked: tuple[str, ...] = ()


def write_report(given: ReportInput, lang: str | None = None) -> str:
    """Return the report as the text of an HTML file.

    ``lang``: the language it opens in; the project's own if not given. Raises UsageError for a
    language there are no words in.
    """
    lang = lang or given.project.language
    langs = sorted(LANGUAGES, key=lambda one: (one != lang, LANGUAGES.index(one)))
    page = _environment().get_template("report.html.j2")
    text = page.render(_content(given, view(given.project, given.store, langs), lang))
    return _OPTIONAL.sub("", text) + "\n"


def _content(given: ReportInput, seen: View, lang: str) -> dict[str, Any]:
    """Gather what the templates show. Passages come last: by then all references are known."""
    from ozek import __version__ as version

    words, facts, project = seen.words, seen.facts, given.project
    sets = declared_sets(facts)
    documents = policy_documents(facts)
    all_readings = sections.readings(facts)
    coverage = sections.source_coverage(facts)
    system = find_system(seen)
    counts = given.validation.counts() if given.validation else {}
    numbers = itertools.count(1)
    content: dict[str, Any] = {
        "words": words,
        "lang": lang,
        "languages": LANGUAGES,
        "title": seen.title,
        "colours": colours.style(),
        "script": _script(),
        "script_hash": _hash(_script()),
        "new_id": lambda: f"t{next(numbers)}",
        "facts_count": given.store.count_facts(),
        "derived": given.derived,
        "graphs": sections.graph_counts(facts),
        "coverage": coverage,
        "numbered": next((one for one in coverage if one.sentences), None),
        "validation": given.validation,
        "severities": sections.severities(counts, words),
        "findings": _findings(given, facts),
        "cluster_maps": cluster_maps(seen),
        "functions": find_functions(seen),
        "map": draw_system(system, seen),
        "ties": _ties(system, facts),
        "network": find_network(seen),
        "places": find_places(seen),
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
        "measures": find_measures(seen, given.measures),
        "folders": folders(facts, given.questions, given.answers, words),
        "unasked": given.unasked,
        "version": version,
        "base": project.base,
        "sources": [
            (words.of(one.title or {"en": one.id}), one.license or "") for one in project.sources
        ],
        "own_data": _is_packaged(project),
    }
    content["sentences"], content["records"] = facts.passages()
    return content


def _findings(given: ReportInput, facts: Facts) -> list[tuple[str, Text, Text, tuple[Ref, ...]]]:
    """Return the findings of the validation: severity, thing, message, passages."""
    if given.validation is None:
        return []
    names = facts.names
    return [
        (
            one.severity,
            names.of(one.focus),
            Text(tuple((lang, Name(one.text(lang))) for lang in names.langs)),
            tuple(facts.ref(source) for source in one.sources if facts.is_passage(source)),
        )
        for one in given.validation.results
    ]


def _ties(found: SystemMap, facts: Facts) -> list[tuple[Text, Text, Text, Tie]]:
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
def _script() -> str:
    return (files("ozek.report") / "templates" / "script.js").read_text(encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


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
    found.tests["text"] = lambda part: isinstance(part, Text)
    return found
