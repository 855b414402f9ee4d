"""What ``ozek explain`` does: from the words of the command line to explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ozek.errors import UsageError
from ozek.reasoning.explain.asking import row_of
from ozek.reasoning.explain.clashing import clash_index, explain_clashes
from ozek.reasoning.explain.explaining import BUDGET, explain

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.reasoning.explain.proof import Explanation
    from ozek.store import Store

FORMATS = ("text", "markdown", "json", "turtle")


def explanations(
    project: Project,
    fact: Sequence[str] = (),
    *,
    question: str | None = None,
    row: int = 1,
    params: Mapping[str, Any] | None = None,
    finding: int | None = None,
    clashes: bool = False,
    alternatives: int = 1,
    budget: int = BUDGET,
    lang: str = "en",
    store: Store | None = None,
) -> list[Explanation]:
    """Explain a fact (three words, or one text), the ``row`` of a ``question``, the ``finding`` of
    that number in `ozek validate`, or all contradictions of a project.

    ``store``: where the project is, if not in its files. Raises UsageError unless exactly one of
    them is asked for.
    """
    from ozek.pipeline import prepare
    from ozek.project import load_project
    from ozek.stages import check

    asked = [bool(fact), question is not None, finding is not None, clashes]
    if sum(asked) != 1:
        raise UsageError(
            "say what to explain: a fact (subject, predicate, object), --question with --row,"
            " --finding or --clashes"
        )
    if clashes:
        return explain_clashes(
            load_project(project) if store is None else store, lang=lang, budget=budget
        )
    if finding is not None:
        store, report = check(project, store=store)
        if not 1 <= finding <= len(report):
            raise UsageError(f"the validation has findings 1 to {len(report)}, no {finding}")
        result = report.results[finding - 1]
        if result.clash is not None:
            index = clash_index(store)
            return [explain(store, result.clash, index=index, lang=lang, budget=budget)]
        return [explain(store, result, lang=lang, budget=budget)]
    store = prepare(project) if store is None else store
    if question is not None:
        from ozek.query import ask, find_question, load_questions

        found = find_question(question, load_questions(project.query_folders))
        one = row_of(found, ask(store, found, params), row, params)
        return [explain(store, one, lang=lang, budget=budget)]
    what: Any = fact[0] if len(fact) == 1 else tuple(fact)
    return [explain(store, what, alternatives=alternatives, budget=budget, lang=lang)]


def written(found: Sequence[Explanation], format: str, width: int = 100) -> str:
    """Explanations in one of :data:`FORMATS`."""
    if format == "json":
        from ozek.reasoning.explain.output import to_json

        return to_json(found)
    if format == "turtle":
        from ozek.reasoning.explain.turtle import to_turtle

        return to_turtle(*found)
    texts = [one.to_markdown() if format == "markdown" else one.to_text(width) for one in found]
    return "\n".join(texts)
