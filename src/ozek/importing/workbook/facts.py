"""What a row of each sheet states, as triples; and what the import composes from it.

Most cells are one property of the row's thing, by ``property`` in workbook.toml. What needs more
than that is written out here: participations, relations, targets, benefits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ozek.importing import nquads
from ozek.importing.known import Known
from ozek.importing.nquads import integer, iri, text
from ozek.importing.rows import Triple
from ozek.importing.slugs import slug
from ozek.importing.workbook.schema import SheetKind
from ozek.importing.workbook.values import CERTAIN, RowReader
from ozek.namespaces import ALT_LABEL, OZEK, OZT, PREF_LABEL, RDF_TYPE, SKOS

__all__ = ["REASONS", "Stated", "state"]

LANGUAGES = ("en", "kk", "ru")
GENERIC = ("ref", "term", "scheme", "number", "decimal", "share", "url", "code", "text", "year")

REASONS = {
    "en": "Names that the import composes from names in the table, so that a reader meets no "
    "bare address.",
    "kk": "Импорт кестедегі атаулардан құрастырған атаулар: оқырман жалаң мекенжайға тап болмауы "
    "үшін.",
    "ru": "Названия, которые импорт составляет из названий таблицы, чтобы читатель не встречал "
    "голых адресов.",
}
"""Why the editorial graph of composed names is there."""

SEGMENTS = {
    OZEK + "IndustrialCore": (
        "core",
        {
            "en": "industrial core of {}",
            "kk": "{}: өнеркәсіптік-өндірістік өзек",
            "ru": "промышленно-производственное ядро: {}",
        },
    ),
    OZEK + "InfrastructureSegment": (
        "infrastructure",
        {
            "en": "infrastructure segment of {}",
            "kk": "{}: инфрақұрылымдық сегмент",
            "ru": "инфраструктурный сегмент: {}",
        },
    ),
}
PARTICIPATION = {"en": "{} in {}", "kk": "{}: {}", "ru": "{}: {}"}
REGIME = {
    "en": "legal regime of {}",
    "kk": "{}: құқықтық режим",
    "ru": "правовой режим: {}",
}
TARGET = {"en": "target: {}", "kk": "нысана: {}", "ru": "цель: {}"}
ASSESSMENT = {
    "en": "whether it is reached: {}",
    "kk": "қол жеткізілуі: {}",
    "ru": "достижение: {}",
}


@dataclass
class Stated:
    """The triples of a row; ``composed`` are names for what has none in the table.

    ``check`` is how far the row was compared with its source; ``origins`` are the sources it names.
    """

    facts: list[Triple] = field(default_factory=list)
    composed: list[Triple] = field(default_factory=list)
    modality: str = CERTAIN
    check: str = ""
    origins: list[str] = field(default_factory=list)

    def say(self, subject: str, predicate: str, *values: str) -> None:
        self.facts += [(subject, predicate, value) for value in values]

    def name(
        self, thing: str, pattern: Mapping[str, str], *parts: Mapping[str, str]
    ) -> None:  # fmt: skip
        """Compose a name in each language that all its parts have a name in."""
        for language in LANGUAGES:
            if all(language in part for part in parts):
                words = pattern[language].format(*(part[language] for part in parts))
                self.composed.append((thing, PREF_LABEL, text(words, language)))


def state(reader: RowReader, thing: str, base: str, known: Known) -> Stated:
    """Return what a row says about its ``thing``; what is wrong with it stands in the reader."""
    kind = reader.table.kind
    stated = Stated()
    for column in kind.columns:
        if column.required:
            reader.require(column)
        if column.kind == "certainty":
            stated.modality, stated.check = reader.certainty(column)
        elif column.kind == "source":
            stated.origins = reader.things(column)
    special = _SPECIAL.get(kind.id)
    if special:
        special(reader, thing, base, known, stated)
    else:
        _type(reader, kind, thing, stated)
        stated.facts += _names(reader, kind, thing)
        _generic(reader, kind, thing, stated)
    return stated


def _type(reader: RowReader, kind: SheetKind, thing: str, stated: Stated) -> None:
    if kind.type:
        stated.say(thing, RDF_TYPE, iri(kind.type))
    for column in kind.columns:
        if column.kind == "class":
            stated.say(thing, RDF_TYPE, *reader.terms(column))


def _names(reader: RowReader, kind: SheetKind, thing: str) -> Iterator[Triple]:
    for column in kind.columns:
        if column.kind == "name" and (name := reader.text(column.id)):
            yield thing, PREF_LABEL, text(name, column.language or None)
        elif column.kind == "names":
            for value in reader.terms(column):
                yield thing, ALT_LABEL, value


def _generic(
    reader: RowReader, kind: SheetKind, thing: str, stated: Stated, skip: tuple[str, ...] = ()
) -> None:
    """State every cell whose column has a property."""
    for column in kind.columns:
        if column.predicate and column.kind in GENERIC and column.id not in skip:
            values = reader.terms(column)
            stated.say(thing, column.predicate, *values)
            if column.id == "wikidata":
                stated.say(thing, SKOS + "exactMatch", *map(_wikidata, values))
            elif column.id == "ror":
                stated.say(thing, SKOS + "exactMatch", *(iri(one.strip('"')) for one in values))
    begin, end = period(reader, kind)
    stated.say(thing, OZEK + "startYear", *([integer(begin)] if begin else []))
    stated.say(thing, OZEK + "endYear", *([integer(end)] if end else []))


def _wikidata(literal: str) -> str:
    return iri(f"http://www.wikidata.org/entity/{literal.strip(chr(34))}")


def period(reader: RowReader, kind: SheetKind) -> tuple[int | None, int | None]:
    """Return first and last year by the columns of a period and of its end."""
    begin = end = None
    for column in kind.columns:
        if column.kind == "years":
            begin, end = reader.years(column)
        elif column.kind == "until":
            single, last = reader.years(column)
            end = last or single or end
            if begin and end and begin > end:
                reader.note("OZ-I028", column.id, f"{begin}–{end}")
    return begin, end


def _participation(
    reader: RowReader, thing: str, base: str, known: Known, stated: Stated
) -> None:  # fmt: skip
    kind = reader.table.kind
    stated.say(thing, RDF_TYPE, iri(kind.type))
    _generic(reader, kind, thing, stated)
    if not reader.text("role") and not reader.text("function"):
        reader.note("OZ-I030")
    actors = reader.things(kind.column("actor"))
    clusters = reader.things(kind.column("cluster"))
    for cluster in clusters:
        named = known.labels.get(cluster, {})
        for actor in actors:
            stated.name(thing, PARTICIPATION, known.labels.get(actor, {}), named)
        for segment in reader.things(kind.column("segment")):
            short, pattern = SEGMENTS[segment]
            part = f"{base}segment/{cluster.rpartition('/')[2]}-{short}"
            stated.say(thing, OZEK + "isInSegment", iri(part))
            # A planned membership does not make the segment; see the shape planned-not-existing.
            if stated.modality == CERTAIN:
                stated.say(part, RDF_TYPE, iri(segment))
                stated.say(part, OZEK + "isSegmentOf", iri(cluster))
                stated.name(part, pattern, named)


def _relation(reader: RowReader, thing: str, base: str, known: Known, stated: Stated) -> None:
    kind = reader.table.kind
    for subject in reader.things(kind.column("from")):
        for relation in reader.things(kind.column("relation")):
            stated.say(subject, relation, *reader.terms(kind.column("to")))
        stated.say(subject, SKOS + "note", *reader.terms(kind.column("note")))


def _target(reader: RowReader, thing: str, base: str, known: Known, stated: Stated) -> None:
    kind = reader.table.kind
    name = thing.rpartition("/")[2]
    indicator = f"{base}indicator/{name}"
    stated.say(thing, RDF_TYPE, iri(kind.type))
    stated.say(indicator, RDF_TYPE, iri(OZEK + "Indicator"))
    stated.facts += _names(reader, kind, indicator)
    stated.say(thing, OZEK + "concernsIndicator", iri(indicator))
    _generic(reader, kind, thing, stated)
    if reader.text("value") and not reader.text("comparator"):
        stated.say(thing, OZEK + "hasComparator", iri(OZT + "comparator-exactly"))
    for programme in reader.things(kind.column("programme")):
        stated.say(programme, OZEK + "setsTarget", iri(thing))
    names = known.labels.get(thing, {})
    stated.name(thing, TARGET, names)
    if statuses := reader.terms(kind.column("status")):
        assessment = f"{base}assessment/{name}"
        stated.say(assessment, RDF_TYPE, iri(OZEK + "TargetAssessment"))
        stated.say(assessment, OZEK + "assesses", iri(thing))
        stated.say(assessment, OZEK + "hasTargetStatus", *statuses)
        stated.name(assessment, ASSESSMENT, names)


def _benefit(reader: RowReader, thing: str, base: str, known: Known, stated: Stated) -> None:
    kind = reader.table.kind
    financing = iri(OZT + "benefit-kind-eased-financing")
    is_financing = financing in reader.terms(kind.column("benefit_kind"))
    stated.say(thing, RDF_TYPE, iri(OZEK + ("FinancialBenefit" if is_financing else "TaxBenefit")))
    if not is_financing:
        reader.require(kind.column("levy"))
    stated.facts += _names(reader, kind, thing)
    _generic(reader, kind, thing, stated)
    for zone in reader.things(kind.column("zone")):
        regime = f"{base}regime/{zone.rpartition('/')[2]}"
        stated.say(zone, OZEK + "appliesRegime", iri(regime))
        if stated.modality == CERTAIN:
            stated.say(regime, RDF_TYPE, iri(OZEK + "LegalRegime"))
        stated.say(regime, OZEK + "grantsBenefit", iri(thing))
        stated.name(regime, REGIME, known.labels.get(zone, {}))


def _observation(
    reader: RowReader, thing: str, base: str, known: Known, stated: Stated
) -> None:  # fmt: skip
    kind = reader.table.kind
    stated.say(thing, RDF_TYPE, iri(kind.type))
    for name in reader.terms(kind.column("indicator")):
        indicator = f"{base}indicator/{slug(reader.text('indicator'))}"
        stated.say(indicator, RDF_TYPE, iri(OZEK + "Indicator"))
        stated.say(indicator, PREF_LABEL, name)
        stated.say(thing, OZEK + "concernsIndicator", iri(indicator))
    _generic(reader, kind, thing, stated)
    parts = [reader.text(one) for one in kind.key if reader.text(one)]
    stated.composed.append((thing, PREF_LABEL, text(", ".join(parts))))


_SPECIAL = {
    "participations": _participation,
    "relations": _relation,
    "targets": _target,
    "benefits": _benefit,
    "observations": _observation,
}


def personal_notes(reader: RowReader, thing: str) -> Iterator[Triple]:
    """Yield the personal columns that were asked for, as notes on the row's thing."""
    for number, header in reader.table.personal.items():
        if value := nquads.clean(reader.row.cell(number)):
            yield thing, SKOS + "note", text(f"{header}: {value}")
