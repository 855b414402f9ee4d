"""What measures have to say besides their numbers, in Kazakh, Russian and English."""

from __future__ import annotations

from collections.abc import Mapping

NOTES: Mapping[str, Mapping[str, str]] = {
    "network": {"kk": "желі", "ru": "сеть", "en": "network"},
    "directed": {
        "kk": "{m} бағытталған",
        "ru": "{m} с направлением",
        "en": "{m} directed",
    },
    "undirected": {
        "kk": "{m} бағытсыз",
        "ru": "{m} без направления",
        "en": "{m} undirected",
    },
    "caption": {
        "kk": "{name} – түйіндер: {n}; байланыстар: {m}",
        "ru": "{name} – узлы: {n}; связи: {m}",
        "en": "{name} – nodes: {n}; edges: {m}",
    },
    "undefined": {
        "kk": "{name} қолданылмайды: {why}",
        "ru": "{name} не применимо: {why}",
        "en": "{name} is not applicable: {why}",
    },
    "undefined_for_some": {
        "kk": "{name} {of} түйіннен {count} түйінде қолданылмайды",
        "ru": "{name} не применимо для {count} из {of}",
        "en": "{name} is not applicable for {count} of {of}",
    },
    "incomplete": {
        "kk": "жарияланғаннан азы аталған – {what}",
        "ru": "названо меньше, чем объявлено – {what}",
        "en": "fewer named than declared – {what}",
    },
    "loops": {
        "kk": "өзіне қайтатын байланыстар есепке алынбады: {count}",
        "ru": "петли не учтены: {count}",
        "en": "self-loops left out: {count}",
    },
    "parallels": {
        "kk": "қатар байланыстар бір рет саналды: {count}",
        "ru": "параллельные связи считаются один раз: {count}",
        "en": "parallel edges counted once: {count}",
    },
    "no_kind": {
        "kk": "түрі көрсетілмеген түйіндер есепке алынбады: {count}",
        "ru": "узлы без вида не учтены: {count}",
        "en": "nodes without a kind are left out: {count}",
    },
    "two_kinds": {
        "kk": "бірнеше түрі бар түйіндер: {count}; біріншісі есептеледі",
        "ru": "узлы нескольких видов: {count}; учитывается первый вид",
        "en": "nodes of several kinds: {count}; the first one counts",
    },
    "both_ways": {
        "kk": "бағыт жоқ: әр байланыс екі бағытта да саналады, сондықтан екі шеткі рөл тең",
        "ru": "направлений нет: каждая связь считается в обе стороны, поэтому роли привратника и "
        "представителя равны",
        "en": "no directions: every link counts both ways, so gatekeeper and representative are "
        "equal",
    },
    "sampled_betweenness": {
        "kk": "аралықтағы орын {n} түйіннің {k} кездейсоқ бастауы бойынша бағаланды (seed {seed})",
        "ru": "посредничество оценено по {k} случайным началам путей из {n} (seed {seed})",
        "en": "betweenness is estimated from {k} random sources of {n} (seed {seed})",
    },
    "sampled_distances": {
        "kk": "қашықтықтар {n} түйіннің {k} кездейсоқ бастауы бойынша бағаланды (seed {seed})",
        "ru": "расстояния оценены по {k} случайным началам путей из {n} (seed {seed})",
        "en": "distances are estimated from {k} random sources of {n} (seed {seed})",
    },
    "greedy": {
        "kk": "барлық жиын тексерілген жоқ: {starts} бастаудан іздеу (seed {seed}); одан жақсысы "
        "болуы мүмкін",
        "ru": "перебраны не все наборы: поиск из {starts} начал (seed {seed}); лучший может "
        "существовать",
        "en": "not every set was tried: a search from {starts} starts (seed {seed}); a better one "
        "may exist",
    },
    "pool": {
        "kk": "тек дәрежесі мен аралықтағы орны ең жоғары {count} түйін қарастырылды",
        "ru": "рассмотрены только {count} узлов с наибольшими степенью и посредничеством",
        "en": "only the {count} nodes of highest degree and betweenness were candidates",
    },
    "equal_sets": {
        "kk": "дәл сондай жақсы басқа жиындар: {count}",
        "ru": "столь же хороших других наборов: {count}",
        "en": "other sets that are as good: {count}",
    },
    "few_draws": {
        "kk": "қашықтыққа негізделген салыстыру {draws} кездейсоқ жиын бойынша, {n} түйіннің {k} "
        "бастауынан",
        "ru": "сравнение по расстояниям – по {draws} случайным наборам, из {k} узлов ({n} всего)",
        "en": "the comparison by distance rests on {draws} random sets and {k} sources of {n}",
    },
    "components": {
        "kk": "желі {count} құраушыдан тұрады: closeness орнына harmonic дұрыс",
        "ru": "сеть состоит из {count} компонент: вместо closeness лучше harmonic",
        "en": "the graph has {count} components: prefer harmonic to closeness",
    },
    "largest_only": {
        "kk": "тек ең үлкен құраушы есептелді: {n} түйіннен {count}",
        "ru": "считается только в наибольшей компоненте: {count} из {n} узлов",
        "en": "only the largest component is measured: {count} of {n} nodes",
    },
    "too_few": {
        "kk": "мұндай жиынға түйіндер жетпейді",
        "ru": "для такого набора узлов слишком мало",
        "en": "there are too few nodes for such a set",
    },
    "weak_core": {
        "kk": "сәйкестік 0,5-тен төмен: өзек туралы айтуға болмайды",
        "ru": "согласие ниже 0,5: говорить о ядре нельзя",
        "en": "the fit is below 0.5: do not speak of a core",
    },
    "local_search": {
        "kk": "ең жақсы сәйкестік {starts} бастаудан ізделді (seed {seed}); дәлелденбеген",
        "ru": "лучшее согласие искалось из {starts} начал (seed {seed}); не доказано",
        "en": "the best fit was searched for from {starts} starts (seed {seed}); it is not proven",
    },
    "undeclared": {
        "kk": "кластері жарияланбаған түйіндер есепке алынбады: {count}",
        "ru": "узлы без объявленного кластера не учтены: {count}",
        "en": "nodes without a declared cluster are left out: {count}",
    },
    "helix_sign": {
        "kk": "бір ғана мәннің таңбасын оқымаңыз: жылдарды немесе аймақтарды салыстырыңыз; таңба "
        "туралы келісім әртүрлі",
        "ru": "знак одного значения не толкуйте: сравнивайте годы или регионы; соглашения о знаке "
        "различаются",
        "en": "do not read the sign of one value: compare years or regions; schools differ in the "
        "sign",
    },
    "helix_few": {
        "kk": "жазбалар тек {count}: жүзден аз болса, мән кездейсоқтыққа жақын",
        "ru": "записей всего {count}: ниже ста значение близко к случайному",
        "en": "only {count} records: below about a hundred the value is close to chance",
    },
    "no_place": {
        "kk": "орны немесе саласы жоқ деректер есепке алынбады: {count}",
        "ru": "наблюдения без места или отрасли не учтены: {count}",
        "en": "observations without a place or a sector are left out: {count}",
    },
    "wholes": {
        "kk": "басқа жерді немесе саланы қамтитын мәндер есепке алынбады: {count}",
        "ru": "не учтены значения мест и отраслей, содержащих другие из той же таблицы: {count}",
        "en": "values of places or sectors that hold others of the table are left out: {count}",
    },
    "disagree": {
        "kk": "дереккөздер келіспейтін мәндер жасырылған деп есептелді: {count}",
        "ru": "значения, о которых источники расходятся, считаются скрытыми: {count}",
        "en": "values on which sources disagree count as withheld: {count}",
    },
    "suppressed": {
        "kk": "жасырылған мәндер: {count}; олар бар жердегі жиындар толық емес",
        "ru": "скрытых значений: {count}; суммы, куда они входят, неполны",
        "en": "suppressed values: {count}; the sums they belong to are not complete",
    },
}


REASONS: Mapping[str, tuple[str, str]] = {
    "a two-mode graph has no triangles": (
        "екі жақты желіде үшбұрыш болмайды",
        "в двудольной сети нет треугольников",
    ),
    "contacts are never linked in a two-mode graph": (
        "екі жақты желіде көршілер ешқашан байланыспайды",
        "в двудольной сети соседи никогда не связаны",
    ),
    "it needs links whose ends have different degrees": (
        "ұштарының дәрежесі әртүрлі байланыстар керек",
        "нужны связи, у концов которых разные степени",
    ),
    "it needs links, and two kinds among their ends": (
        "байланыстар және олардың ұштарында екі түр керек",
        "нужны связи и два вида среди их концов",
    ),
    "it needs three nodes": ("үш түйін керек", "нужны три узла"),
    "it needs two nodes": ("екі түйін керек", "нужны два узла"),
    "no division into core and periphery has a fit": (
        "өзек пен шетке ешқандай бөлу сәйкес келмейді",
        "ни одно деление на ядро и периферию не имеет согласия",
    ),
    "no node has a kind": ("бірде-бір түйіннің түрі жоқ", "ни у одного узла нет вида"),
    "no node has two neighbours": (
        "екі көршісі бар түйін жоқ",
        "ни у одного узла нет двух соседей",
    ),
    "the graph has no directions": ("желіде бағыт жоқ", "в сети нет направлений"),
    "the graph has no edges": ("желіде байланыс жоқ", "в сети нет связей"),
    "the graph has no nodes": ("желіде түйін жоқ", "в сети нет узлов"),
    "there are no links between nodes that have a kind": (
        "түрі бар түйіндердің арасында байланыс жоқ",
        "между узлами, у которых есть вид, нет связей",
    ),
    "two components are largest": (
        "ең үлкен екі құраушы бар",
        "наибольших компонент две",
    ),
}
"""Why a measure is not applicable: the English text of the exception → Kazakh and Russian."""


class Note(str):
    """A remark: the English text, and in ``texts`` the same in every language."""

    texts: Mapping[str, str]


def note(key: str, **values: object) -> Note:
    """Return the remark of NOTES with its values filled in."""
    return _made({lang: text.format(**values) for lang, text in NOTES[key].items()})


def reason(name: str, why: str) -> Note:
    """Return the remark that a measure is not applicable, and why."""
    kk, ru = REASONS.get(why, (why, why))
    texts = {"kk": kk, "ru": ru, "en": why}
    made = NOTES["undefined"].items()
    return _made({lang: text.format(name=name, why=texts[lang]) for lang, text in made})


def said(remark: str, lang: str) -> str:
    """Return a warning in a language where it has one; a plain text is returned as it is."""
    return remark.texts.get(lang, remark) if isinstance(remark, Note) else remark


def _made(texts: Mapping[str, str]) -> Note:
    made = Note(texts["en"])
    made.texts = texts
    return made
