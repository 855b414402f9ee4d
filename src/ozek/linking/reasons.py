"""Why two organisations may be one, in words, in Kazakh, Russian and English."""

# ruff: noqa: E501  (one line for each wording)

from __future__ import annotations

from ozek.linking.matching import Proposal

__all__ = ["accepted_reason", "reason"]

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "equal": "the same name: “{0}” – “{1}”",
        "alike": "names {2} % alike: “{0}” – “{1}”",
        "acronym": "the short name fits",
        "same_town": "the same town",
        "other_town": "but another town",
        "other_country": "but another country",
        "same_kind": "the same kind",
        "other_kind": "but another kind",
        "same_domain": "the same web site",
        "other_domain": "but another web site",
        "same_identifier": "an identifier in common",
        "other_identifier": "but other identifiers",
        "number": "but a number differs",
        "branch": "but one is a branch",
        "inactive": "note: the record is inactive; successor: {0}",
        "closed": "note: the record is inactive",
        "accepted": "A person accepted in the table {0} that “{1}” is the organisation of {2} (“{3}”).",
        "table": " The table says: {0}.",
    },
    "kk": {
        "equal": "атауы бірдей: «{0}» – «{1}»",
        "alike": "атаулары {2} % ұқсас: «{0}» – «{1}»",
        "acronym": "қысқартылған атауы сәйкес",
        "same_town": "қаласы бірдей",
        "other_town": "бірақ қаласы басқа",
        "other_country": "бірақ елі басқа",
        "same_kind": "түрі бірдей",
        "other_kind": "бірақ түрі басқа",
        "same_domain": "сайты бірдей",
        "other_domain": "бірақ сайты басқа",
        "same_identifier": "ортақ идентификаторы бар",
        "other_identifier": "бірақ идентификаторлары басқа",
        "number": "бірақ нөмірі басқа",
        "branch": "бірақ бірі – филиал",
        "inactive": "ескерту: жазба белсенді емес; мирасқоры: {0}",
        "closed": "ескерту: жазба белсенді емес",
        "accepted": "{0} кестесінде адам «{1}» {2} жазбасындағы ұйыммен («{3}») бір деп қабылдады.",
        "table": " Кестеде: {0}.",
    },
    "ru": {
        "equal": "название совпадает: «{0}» – «{1}»",
        "alike": "названия сходны на {2} %: «{0}» – «{1}»",
        "acronym": "сокращение подходит",
        "same_town": "тот же город",
        "other_town": "но другой город",
        "other_country": "но другая страна",
        "same_kind": "тот же вид",
        "other_kind": "но другой вид",
        "same_domain": "тот же сайт",
        "other_domain": "но другой сайт",
        "same_identifier": "общий идентификатор",
        "other_identifier": "но другие идентификаторы",
        "number": "но отличается номер",
        "branch": "но одна из организаций – филиал",
        "inactive": "примечание: запись неактивна; преемник: {0}",
        "closed": "примечание: запись неактивна",
        "accepted": "В таблице {0} человек подтвердил, что «{1}» – та же организация, что и в {2} («{3}»).",
        "table": " В таблице сказано: {0}.",
    },
}

_SAID = (
    "acronym", "same_domain", "same_identifier", "same_town", "same_kind", "number", "branch",
    "other_town", "other_country", "other_kind", "other_domain", "other_identifier",
)  # fmt: skip


def reason(proposal: Proposal, lang: str) -> str:
    """Return what speaks for a proposal, and after that what speaks against it."""
    words = _WORDS[lang]
    evidence = proposal.comparison.evidence
    mine, theirs = proposal.comparison.names
    parts = []
    if evidence.equal:
        parts.append(words["equal"].format(mine, theirs))
    elif evidence.name:
        percent = min(round(100 * (evidence.name + evidence.whole) / 2), 99)
        parts.append(words["alike"].format(mine, theirs, percent))
    parts += [words[name] for name in _SAID if getattr(evidence, name)]
    if proposal.object.status == "inactive":
        successors = ", ".join(proposal.object.successors)
        parts.append(words["inactive"].format(successors) if successors else words["closed"])
    return "; ".join(parts)


def accepted_reason(
    lang: str, *, table: str, subject: str, outside: str, name: str, comment: str
) -> str:
    """Return the reason of an accepted link; ``comment`` is what the table says, in ``lang``."""
    words = _WORDS[lang]
    said = words["table"].format(comment.rstrip(". ")) if comment.strip() else ""
    return words["accepted"].format(table, subject, outside, name) + said
