"""One sentence on the result of one measure, in Kazakh, Russian and English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ozek.network.measures import MEASURES, Measured, Number
from ozek.network.notes import said

TOP = 3
"""How many nodes a sentence names."""

GROUPS = ("components", "communities")
"""Measures whose values number groups, so that a high one means nothing."""

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "none": {
        "kk": "{title}: қолданылмайды.",
        "ru": "{title}: не применимо.",
        "en": "{title}: not applicable.",
    },
    "whole": {"kk": "{title}: {value}.", "ru": "{title}: {value}.", "en": "{title}: {value}."},
    "top": {
        "kk": "{title}: ең жоғары мәндер – {names}.",
        "ru": "{title}: наибольшие значения – {names}.",
        "en": "{title}: highest – {names}.",
    },
    "same": {
        "kk": "{title}: барлық {n} түйінде бірдей – {value}.",
        "ru": "{title}: у всех узлов ({n}) одинаково – {value}.",
        "en": "{title}: the same for all {n} nodes – {value}.",
    },
    "of": {
        "kk": "{title}: {n} түйіннен {count} – {names}.",
        "ru": "{title}: {count} из {n} – {names}.",
        "en": "{title}: {count} of {n} – {names}.",
    },
    "nobody": {
        "kk": "{title}: {n} түйіннің ешқайсысы.",
        "ru": "{title}: ни один из {n} узлов.",
        "en": "{title}: none of {n} nodes.",
    },
    "groups": {
        "kk": "{title}: барлығы {count}; ең үлкенінде {n} түйіннен {most}.",
        "ru": "{title}: всего {count}; в самой большой {most} из {n} узлов.",
        "en": "{title}: {count} in all; {most} of {n} nodes are in the largest.",
    },
    "links": {
        "kk": "{title}: {count} – {names}.",
        "ru": "{title}: {count} – {names}.",
        "en": "{title}: {count} – {names}.",
    },
    "whole_too": {
        "kk": " Желінің бүкілі бойынша: {value}.",
        "ru": " По сети в целом: {value}.",
        "en": " The network as a whole: {value}.",
    },
    "fit": {
        "kk": " Сәйкестігі: {value}.",
        "ru": " Согласие: {value}.",
        "en": " Its fit: {value}.",
    },
    "more": {"kk": "тағы {count}", "ru": "ещё {count}", "en": "{count} more"},
}


def sentence(result: Measured, labels: Mapping[Any, str], lang: str = "en") -> str:
    """Return what a measure found: the highest nodes, the members, the number of groups, the value.

    Args:
        result: of one measure.
        labels: node → what to call it.
        lang: kk, ru or en.
    """
    measure = MEASURES[result.name]
    title = measure.titles.get(lang) or measure.titles.get("en") or measure.name
    known = {node: value for node, value in result.values.items() if value is not None}

    def text(key: str, **values: Any) -> str:
        return _TEXTS[key][lang].format(title=title, n=result.n, **values)

    if measure.scope == "edge" and known:
        pairs = [" – ".join(labels.get(end, str(end)) for end in pair) for pair in known]
        return text("links", count=len(known), names=_listed(pairs, lang))
    if measure.scope != "node":
        if result.value is None:
            return _undefined(result, text("none"), lang)
        return text("whole", value=_number(result.value))
    if not known:
        return _undefined(result, text("none"), lang)
    if measure.name in GROUPS:
        sizes = Counter(known.values())
        return text("groups", count=len(sizes), most=max(sizes.values()))
    ranked = [(node, value) for node, value in result.ranked() if value is not None]
    if all(isinstance(value, bool) for value in known.values()):
        members = [labels.get(node, str(node)) for node, value in ranked if value]
        if not members:
            said_so = text("nobody")
        else:
            said_so = text("of", count=len(members), names=_listed(members, lang))
    elif _number(ranked[0][1]) == _number(ranked[-1][1]):
        said_so = text("same", value=_number(ranked[0][1]))
    else:
        best = [f"{labels.get(node, str(node))} ({_number(value)})" for node, value in ranked[:TOP]]
        said_so = text("top", names="; ".join(best))
    if result.value is None or measure.name == "articulation_points":
        return said_so
    whole = "fit" if measure.whole == "core_fit" else "whole_too"
    return said_so + text(whole, value=_number(result.value))


def _listed(names: list[str], lang: str) -> str:
    rest = len(names) - TOP
    more = [_TEXTS["more"][lang].format(count=rest)] if rest > 0 else []
    return "; ".join([*names[:TOP], *more])


def _undefined(result: Measured, text: str, lang: str) -> str:
    """The reason is among the warnings, and begins with the name of the measure."""
    why = [said(w, lang) for w in result.warnings if w.startswith(f"{result.name} is not")]
    return f"{text[:-1]} ({why[0].partition(': ')[2]})." if why else text


def _number(value: Number) -> str:
    """Write a number as people read it: whole, or with three digits that matter."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.3f}" if abs(value) >= 0.001 else f"{value:.2g}"
    return str(int(value)) if value is not None else ""
