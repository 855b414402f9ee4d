"""What a ROR record says, as one sentence of our own in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ozek.importing.ror_record import Record

__all__ = ["ROR_TITLES", "restate"]

ROR_TITLES = {
    "en": "Research Organization Registry (ROR)",
    "kk": "Зерттеу ұйымдарының тізілімі (ROR)",
    "ru": "Реестр исследовательских организаций (ROR)",
}


class _Words(NamedTuple):
    kinds: Mapping[str, str]
    joint: str
    statuses: Mapping[str, str]
    relations: Mapping[str, tuple[str, str]]


_WORDS = {
    "en": _Words(
        {
            "education": "an education organisation",
            "company": "an enterprise",
            "facility": "a research organisation",
            "government": "a government organisation",
            "nonprofit": "a non-profit organisation",
            "healthcare": "a healthcare organisation",
            "funder": "a funding organisation",
            "archive": "an archive",
            "other": "an organisation of another kind",
        },
        " and ",
        {"active": "active", "inactive": "inactive", "withdrawn": "withdrawn"},
        {
            "parent": ("parent organisation", "parent organisations"),
            "child": ("child organisation", "child organisations"),
            "predecessor": ("predecessor", "predecessors"),
            "successor": ("successor", "successors"),
            "related": ("related organisation", "related organisations"),
        },
    ),
    "kk": _Words(
        {
            "education": "білім беру ұйымы",
            "company": "кәсіпорын",
            "facility": "ғылыми-зерттеу ұйымы",
            "government": "мемлекеттік ұйым",
            "nonprofit": "коммерциялық емес ұйым",
            "healthcare": "денсаулық сақтау ұйымы",
            "funder": "қаржыландырушы ұйым",
            "archive": "мұрағат",
            "other": "өзге түрдегі ұйым",
        },
        " әрі ",
        {"active": "белсенді", "inactive": "белсенді емес", "withdrawn": "кері қайтарып алынған"},
        {
            "parent": ("жоғары тұрған ұйым", "жоғары тұрған ұйымдар"),
            "child": ("төмен тұрған ұйым", "төмен тұрған ұйымдар"),
            "predecessor": ("ізашар ұйым", "ізашар ұйымдар"),
            "successor": ("мирасқор ұйым", "мирасқор ұйымдар"),
            "related": ("байланысты ұйым", "байланысты ұйымдар"),
        },
    ),
    "ru": _Words(
        {
            "education": "образовательная организация",
            "company": "предприятие",
            "facility": "научно-исследовательская организация",
            "government": "государственная организация",
            "nonprofit": "некоммерческая организация",
            "healthcare": "организация здравоохранения",
            "funder": "финансирующая организация",
            "archive": "архив",
            "other": "организация иного вида",
        },
        " и ",
        {"active": "активная", "inactive": "неактивная", "withdrawn": "отозванная"},
        {
            "parent": ("вышестоящая организация", "вышестоящие организации"),
            "child": ("нижестоящая организация", "нижестоящие организации"),
            "predecessor": ("предшественник", "предшественники"),
            "successor": ("преемник", "преемники"),
            "related": ("связанная организация", "связанные организации"),
        },
    ),
}


def restate(record: Record, places: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the restatement of a record by language.

    ``places`` gives the names of the record's places in each language. An organisation is called by
    its label in the language, or else by the name ROR displays; names are never inflected.
    """
    return {
        language: _SENTENCES[language](record, _WORDS[language], places[language])
        for language in ("en", "kk", "ru")
    }


def _name(record: Record, language: str) -> str:
    for name in record.names:
        if name.language == language and name.types & {"label", "ror_display"}:
            return name.value
    return record.display


def _rest(record: Record, words: _Words) -> list[str]:
    parts = []
    for relation, (one, many) in words.relations.items():
        labels = list(dict.fromkeys(r[2] for r in record.relations if r[0] == relation))
        if labels:
            parts.append(f"{one if len(labels) == 1 else many}: {', '.join(labels)}")
    return parts


def _english(record: Record, words: _Words, places: Sequence[str]) -> str:
    kinds = words.joint.join(words.kinds[kind] for kind in record.kinds)
    parts = [f"{kinds or 'an organisation'} in {' and '.join(places)}" if places else kinds]
    if record.established is not None:
        parts.append(f"founded in {record.established}")
    parts += [*_rest(record, words), f"record status: {words.statuses[record.status]}"]
    return f"ROR record {record.key}: {_name(record, 'en')}, {'; '.join(filter(None, parts))}."


def _kazakh(record: Record, words: _Words, places: Sequence[str]) -> str:
    parts = [words.joint.join(words.kinds[kind] for kind in record.kinds) or "ұйым"]
    if places:
        parts.append(f"орналасқан жері: {', '.join(places)}")
    if record.established is not None:
        parts.append(f"құрылған жылы: {record.established}")
    parts += [*_rest(record, words), f"жазба мәртебесі: {words.statuses[record.status]}"]
    return f"ROR жазбасы {record.key}: {_name(record, 'kk')} – {'; '.join(parts)}."


def _russian(record: Record, words: _Words, places: Sequence[str]) -> str:
    parts = [words.joint.join(words.kinds[kind] for kind in record.kinds) or "организация"]
    if places:
        parts.append(f"место нахождения: {', '.join(places)}")
    if record.established is not None:
        parts.append(f"год основания: {record.established}")
    parts += [*_rest(record, words), f"статус записи: {words.statuses[record.status]}"]
    return f"Запись ROR {record.key}: {_name(record, 'ru')} – {'; '.join(parts)}."


_SENTENCES = {"en": _english, "kk": _kazakh, "ru": _russian}
