"""What a person wants to know after a build, in Kazakh, Russian or English."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.labels import Labels

if TYPE_CHECKING:
    from ozek.pipeline import Built

TOP = 5
ACTORS = "actors"  # the projection whose strongest nodes are named
GAPS = "gaps"  # the question that lists what is not known


def summary(built: Built) -> str:
    """Return counts, conformance, gaps, the strongest actors and where the files are (Markdown)."""
    words = WORDS[built.lang]
    parts = [f"# {built.project.title[built.lang]}", _counts(built, words)]
    parts += [
        _contradictions(built, words),
        _conformance(built, words),
        _gaps(built, words),
        _strongest(built, words),
    ]
    parts.append(_files(built, words))
    return "\n\n".join(part for part in parts if part) + "\n"


def _counts(built: Built, words: dict[str, str]) -> str:
    kinds = Counter(built.store.graph_kinds().values())
    lines = [
        (words["facts"], built.store.count_facts()),
        (words["derived"], built.reasoned.derived),
        (words["statements"], kinds["StatementGraph"]),
        (words["readings"], len(built.store.chosen_readings())),
        (words["questions"], len(built.answers)),
    ]
    return "\n".join(f"- {name}: {number}" for name, number in lines)


def _contradictions(built: Built, words: dict[str, str]) -> str:
    clashes = built.reasoned.clashes
    if not clashes:
        return ""
    labels = Labels(built.store, built.lang)
    found = Counter(f"{labels.of(clash.focus)} ({clash.rule})" for clash in clashes)
    lines = [f"- {name}" for name in list(found)[:TOP]]
    head = f"{words['contradictory']}: {len(clashes)} (`validation/contradictions.md`)"
    return f"## {words['contradictions']}\n\n{head}\n\n" + "\n".join(lines)


def _conformance(built: Built, words: dict[str, str]) -> str:
    counts = built.report.counts()
    found = ", ".join(f"{words.get(name, name)}: {n}" for name, n in counts.items() if n)
    verdict = words["conforms"] if built.report.conforms else words["fails"]
    lines = [f"## {words['validation']}", f"{verdict}{f' ({found})' if found else ''}"]
    lines += [
        f"- {ns.shorten(str(one.focus), built.project.base)}: {one.text(built.lang)}"
        for one in built.report.results[:TOP]
        if one.severity == "Violation"
    ]
    return "\n\n".join(lines[:2]) + "".join(f"\n{line}" for line in lines[2:])


def _gaps(built: Built, words: dict[str, str]) -> str:
    table = built.answers.get(GAPS)
    if not table:
        return ""
    labels = Labels(built.store, built.lang)
    found: dict[str, dict[str, str]] = {}
    for row in table.to_dicts():
        count = f" ({row['named']}/{row['declared']})" if {"named", "declared"} <= set(row) else ""
        of_kind = found.setdefault(labels.of(row.get("kind", "")), {})
        thing = labels.of(row["thing"]) if "thing" in row else ""
        of_kind[thing] = of_kind.get(thing) or count
    lines = [
        f"- {kind}: {'; '.join(thing + count for thing, count in sorted(of_kind.items()))}"
        for kind, of_kind in found.items()
    ]
    return f"## {words['gaps']} (`ozek gaps`)\n\n" + "\n".join(lines)


def _strongest(built: Built, words: dict[str, str]) -> str:
    found = built.measures.get(ACTORS)
    if not found:
        return ""
    lines: list[str] = []
    for row in found.table(TOP).to_records():
        value = row[next(name for name in row if name not in ("rank", "node", "label", "kind"))]
        lines.append(f"{len(lines) + 1}. {row['label']} – {value}")
    measure = next(iter(found.results))
    return f"## {words['strongest']} ({measure})\n\n" + "\n".join(lines)


def _files(built: Built, words: dict[str, str]) -> str:
    from ozek.report import FILE_NAME

    folders = ("graph", "answers", "networks", "measures")
    lines = [f"- `{FILE_NAME}` – {words['page']}"]
    lines += [f"- `{name}/` – {words[name]}" for name in folders]
    lines.append(f"- `validation/` – {words['report']}")
    unasked = ", ".join(built.unasked)
    note = f"\n\n{words['unasked']}: {unasked}" if unasked else ""
    return f"## {words['files']}\n\n" + "\n".join(lines) + note


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "facts": "facts, with ontology and taxonomy",
        "derived": "of these derived",
        "statements": "sentences and records that state them",
        "readings": "readings chosen",
        "questions": "questions asked",
        "contradictions": "Contradictions",
        "contradictory": "Facts and ontology cannot both be right",
        "validation": "Validation",
        "conforms": "Conforms.",
        "fails": "Does not conform.",
        "Violation": "violations",
        "Warning": "warnings",
        "Info": "notes",
        "gaps": "What is not known",
        "strongest": "The strongest actors",
        "files": "Files",
        "page": "the report: one page in three languages, with its pictures",
        "graph": "the graph: Turtle (facts), TriG, N-Quads, JSON-LD, RDF/XML",
        "answers": "an answer to every question: CSV and Markdown",
        "networks": "networks for Gephi and others: GraphML, GEXF, CSV",
        "measures": "measures of the networks",
        "report": "the findings of the validation: a page, CSV and Turtle",
        "unasked": "Questions that need a parameter",
    },
    "ru": {
        "facts": "факты, вместе с онтологией и таксономией",
        "derived": "из них выведено",
        "statements": "предложения и записи, где они утверждаются",
        "readings": "выбранные прочтения",
        "questions": "задано вопросов",
        "contradictions": "Противоречия",
        "contradictory": "Факты и онтология не могут быть верны одновременно",
        "validation": "Проверка",
        "conforms": "Соответствует.",
        "fails": "Не соответствует.",
        "Violation": "нарушения",
        "Warning": "предупреждения",
        "Info": "замечания",
        "gaps": "Что неизвестно",
        "strongest": "Сильнейшие участники",
        "files": "Файлы",
        "page": "отчёт: одна страница на трёх языках, с рисунками",
        "graph": "граф: Turtle (факты), TriG, N-Quads, JSON-LD, RDF/XML",
        "answers": "ответы на все вопросы: CSV и Markdown",
        "networks": "сети для Gephi и других программ: GraphML, GEXF, CSV",
        "measures": "показатели сетей",
        "report": "находки проверки: страница, CSV и Turtle",
        "unasked": "Вопросы, которым нужен параметр",
    },
    "kk": {
        "facts": "фактілер, онтология мен таксономияны қоса",
        "derived": "оның ішінде қорытылғаны",
        "statements": "оларды айтқан сөйлемдер мен жазбалар",
        "readings": "таңдалған оқылымдар",
        "questions": "қойылған сұрақтар",
        "contradictions": "Қайшылықтар",
        "contradictory": "Фактілер мен онтологияның екеуі бірдей дұрыс бола алмайды",
        "validation": "Тексеру",
        "conforms": "Сәйкес келеді.",
        "fails": "Сәйкес келмейді.",
        "Violation": "бұзушылықтар",
        "Warning": "ескертулер",
        "Info": "ескертпелер",
        "gaps": "Не белгісіз",
        "strongest": "Ең мықты қатысушылар",
        "files": "Файлдар",
        "page": "есеп: үш тілдегі бір бет, суреттерімен бірге",
        "graph": "граф: Turtle (фактілер), TriG, N-Quads, JSON-LD, RDF/XML",
        "answers": "барлық сұрақтардың жауаптары: CSV және Markdown",
        "networks": "Gephi және басқа бағдарламаларға арналған желілер: GraphML, GEXF, CSV",
        "measures": "желілердің көрсеткіштері",
        "report": "тексеру нәтижелері: бет, CSV және Turtle",
        "unasked": "Параметрді қажет ететін сұрақтар",
    },
}
