"""ROR records → statement graphs.

The file is read once, as a stream; checked records are kept until all are known, for a record may
name partners and places that others tell more about. ``python -m ozek.importing.ror FILE --project
kazakhstan`` writes a project's ``ror.trig``, :func:`import_into` the same with counts.

Every record becomes one graph ``graph/ror-<id>`` about ``actor/ror-<id>`` – or about the project's
own IRI, when a curator has linked that to the ROR IRI in an editorial graph. Nothing is added to
the record: a label that ROR does not give is not there, and relations are stated by the records
that give them (child → parent and later → earlier, from whichever end the record names them).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.errors import InputError, UsageError
from ozek.importing import nquads
from ozek.importing.links import EXACT_MATCH, Links, links_of, read_links
from ozek.importing.nquads import Quoted, Source, decimal, integer, iri, text
from ozek.importing.placing import demand_own, place
from ozek.importing.ror_record import KINDS, Name, Record, read_dump, read_records
from ozek.importing.ror_words import ROR_TITLES, restate
from ozek.namespaces import ALT_LABEL, ORG, OZEK, OZT, PREF_LABEL, RDF_TYPE, RDFS

if TYPE_CHECKING:
    from rdflib import Dataset

    from ozek.project import Project

__all__ = ["ROR", "RorImport", "import_into", "import_ror", "iter_ror"]

ROR = Source(
    "ror",
    ROR_TITLES,
    license="https://creativecommons.org/publicdomain/zero/1.0/",
    publisher="Research Organization Registry",
    homepage="https://ror.org/",
)

IDENTIFIERS = {
    "wikidata": OZEK + "wikidataId",
    "isni": OZEK + "isniId",
    "grid": OZEK + "gridId",
    "fundref": OZEK + "fundrefId",
}
"""Identifier type → property; any other type is kept as ``ozek:identifier "type:value"``."""

ROR_NAMESPACE = "https://ror.org/"
FOAF_HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage"
WIKIDATA = "http://www.wikidata.org/entity/"


def import_ror(path: str | Path, *, base: str, links: Links | None = None) -> Dataset:
    """Return the records of a file as a ``rdflib.Dataset``; see :func:`iter_ror`."""
    return nquads.dataset(iter_ror(path, base=base, links=links))


def iter_ror(path: str | Path, *, base: str, links: Links | None = None) -> Iterator[str]:
    """Yield the statements of a file of ROR records as N-Quads lines.

    ``path`` is a ROR dump (see :mod:`ozek.importing.ror_files`); ``base`` the project's base IRI;
    ``links`` what the project already holds (see :func:`ozek.importing.links.read_links`): linked
    organisations, and places by GeoNames or ISO code. A place the project does not hold gets a
    graph of its own, quoted from the record that tells most about it. The output is the same for
    any order of the lines. Raises InputError for a bad record.
    """
    yield from lines_of(tuple(read_records(path)), base=base, links=links)


def lines_of(
    records: Sequence[Record],
    *,
    base: str,
    links: Links | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[str]:
    """Yield the statements of checked records as N-Quads lines; see :func:`iter_ror`."""
    links = links or Links()
    survey = _survey(records)
    yield from ROR.lines(base)
    for number, record in enumerate(records, start=1):
        quoted = _quoted(record, base, links)
        yield from quoted.passage_lines()
        yield from quoted.graph_lines()
        yield from _facts(record, base, links, survey)
        for slug, statements in _places(record, base, links, survey):
            yield from quoted.graph_lines(slug)
            yield from statements
        if progress:
            progress(number, len(records))


@dataclass(frozen=True)
class _Survey:
    """What has to be known about the whole file before the first record is written."""

    keys: frozenset[str]
    partners: dict[str, str]
    witnesses: dict[str, str]


def _survey(records: Iterable[Record]) -> _Survey:
    """Go through the records once: keys, one label per outside partner, one record per place."""
    keys = set()
    partners: dict[str, tuple[str, str]] = {}
    witnesses: dict[str, tuple[bool, str]] = {}
    for record in records:
        keys.add(record.key)
        for _, key, label in record.relations:
            partners[key] = min((record.key, label), partners.get(key, (record.key, label)))
        for location in record.locations:
            rank = (not location.get("country_subdivision_code"), record.key)
            for name in (f"geonames-{location['geonames_id']}", *_codes(location)):
                witnesses[name] = min(rank, witnesses.get(name, rank))
    return _Survey(
        frozenset(keys),
        {key: label for key, (_, label) in partners.items() if key not in keys},
        {name: key for name, (_, key) in witnesses.items()},
    )


def _codes(location: dict[str, Any]) -> Iterator[str]:
    """Yield the slugs ``iso-kz`` and, if the record has the region's code, ``iso-kz-71``."""
    country = location["country_code"].lower()
    yield f"iso-{country}"
    if location.get("country_subdivision_code"):
        yield f"iso-{country}-{location['country_subdivision_code'].lower()}"


def _place(slug: str, links: Links) -> str | None:
    """Return the IRI of a place the project holds already."""
    if slug.startswith("geonames-"):
        return links.geonames.get(slug.removeprefix("geonames-"))
    return links.iso.get(slug.removeprefix("iso-").upper())


def _thing(key: str, base: str, links: Links) -> str:
    return links.things.get(ROR_NAMESPACE + key) or f"{base}actor/ror-{key}"


def _quoted(record: Record, base: str, links: Links) -> Quoted:
    names: dict[str, list[str]] = {"en": [], "kk": [], "ru": []}
    for location in record.locations:
        place = links.geonames.get(location["geonames_id"], "")
        for language, found in names.items():
            found.append(links.place_names.get(place, {}).get(language) or location["name"])
    return Quoted(
        base=base,
        slug=f"ror-{record.key}",
        source=ROR.id,
        key=ROR_NAMESPACE + record.key,
        digest=record.digest,
        restatements=restate(record, names),
    )


def _facts(record: Record, base: str, links: Links, survey: _Survey) -> Iterator[str]:
    thing = _thing(record.key, base, links)
    tail = f" <{base}graph/ror-{record.key}> .\n"
    subject = iri(thing)
    for kind in dict.fromkeys(KINDS[kind] for kind in record.kinds) or [None]:
        kind_iri = OZEK + kind if kind else ORG + "FormalOrganization"
        yield f"{subject} <{RDF_TYPE}> <{kind_iri}>{tail}"
    for predicate, name in _names(record.names, links.preferred.get(thing)):
        yield f"{subject} <{predicate}> {text(name.value, name.language)}{tail}"
    for location in record.locations:
        slug = f"geonames-{location['geonames_id']}"
        place = _place(slug, links) or f"{base}place/{slug}"
        yield f"{subject} <{OZEK}isLocatedIn> {iri(place)}{tail}"
    if record.established is not None:
        yield f"{subject} <{OZEK}foundingYear> {integer(record.established)}{tail}"
    yield f"{subject} <{OZEK}hasRecordStatus> <{OZT}record-status-{record.status}>{tail}"
    yield f"{subject} <{OZEK}rorId> {text(ROR_NAMESPACE + record.key)}{tail}"
    if thing == f"{base}actor/ror-{record.key}":
        yield f"{subject} <{EXACT_MATCH}> <{ROR_NAMESPACE}{record.key}>{tail}"
    for kind, preferred, values in record.identifiers:
        for value in values:
            if kind in IDENTIFIERS:
                yield f"{subject} <{IDENTIFIERS[kind]}> {text(value)}{tail}"
            else:
                yield f"{subject} <{OZEK}identifier> {text(f'{kind}:{value}')}{tail}"
        if kind == "wikidata" and (preferred or len(values) == 1):
            yield f"{subject} <{EXACT_MATCH}> {iri(WIKIDATA + values[0])}{tail}"
    for address in record.websites:
        yield f"{subject} <{FOAF_HOMEPAGE}> {iri(address)}{tail}"
    for address in record.wikipedia:
        yield f"{subject} <{RDFS}seeAlso> {iri(address)}{tail}"
    for domain in record.domains:
        yield f"{subject} <{OZEK}webDomain> {text(domain)}{tail}"
    for relation, key, label in record.relations:
        other = iri(_thing(key, base, links))
        if relation == "parent":
            yield f"{subject} <{ORG}subOrganizationOf> {other}{tail}"
        elif relation == "child":
            yield f"{other} <{ORG}subOrganizationOf> {subject}{tail}"
        elif relation == "predecessor":
            yield f"{subject} <{OZEK}succeeds> {other}{tail}"
        elif relation == "successor":
            yield f"{other} <{OZEK}succeeds> {subject}{tail}"
        else:
            yield f"{subject} <{OZEK}isRelatedTo> {other}{tail}"
        if key not in survey.keys:
            yield from _partner(key, label, base, links, survey, tail)


def _names(
    names: Iterable[Name], curated: frozenset[tuple[str, str | None]] | None
) -> list[tuple[str, Name]]:
    """Return (property, name) pairs: at most one preferred label per language, no name twice.

    ``curated`` is None for a thing that is named by ROR only. Otherwise curators chose its labels:
    ROR's names are alternatives then, save one that equals a chosen label.
    """
    preferred: dict[str | None, Name] = {}
    candidates = [name for name in names if name.types & {"ror_display", "label"}]
    for name in sorted(candidates, key=lambda name: "ror_display" not in name.types):
        if curated is None:
            preferred.setdefault(name.language, name)
        elif (name.value, name.language) in curated:
            preferred[name.language] = name
    chosen = {(name.value, name.language) for name in preferred.values()}
    result = [(PREF_LABEL, name) for name in preferred.values()]
    for name in names:
        if "acronym" in name.types:
            result.append((OZEK + "acronym", name))
        if name.types - {"acronym"} and (name.value, name.language) not in chosen:
            result.append((ALT_LABEL, name))
    return result


def _partner(
    key: str, label: str, base: str, links: Links, survey: _Survey, tail: str
) -> Iterator[str]:
    """Yield what a record says of a partner that has no record in the file."""
    thing = _thing(key, base, links)
    subject = iri(thing)
    curated = links.preferred.get(thing)
    if curated is None:
        main = survey.partners[key] == label
        yield f"{subject} <{EXACT_MATCH}> <{ROR_NAMESPACE}{key}>{tail}"
    else:
        main = (label, None) in curated
    yield f"{subject} <{RDF_TYPE}> <{ORG}FormalOrganization>{tail}"
    yield f"{subject} <{PREF_LABEL if main else ALT_LABEL}> {text(label)}{tail}"
    yield f"{subject} <{OZEK}rorId> {text(ROR_NAMESPACE + key)}{tail}"


def _places(
    record: Record, base: str, links: Links, survey: _Survey
) -> Iterator[tuple[str, list[str]]]:
    """Yield (graph slug, statements) for the places that this record is the witness of."""
    for location in record.locations:
        within = ""
        for code in _codes(location):
            known = _place(code, links)
            place = known or f"{base}place/{code}"
            if not known and survey.witnesses[code] == record.key:
                yield f"place-{code}", list(_area(place, code, location, within, base))
            within = place
        slug = f"geonames-{location['geonames_id']}"
        if not _place(slug, links) and survey.witnesses[slug] == record.key:
            yield f"place-{slug}", list(_town(slug, location, within, base))


def _area(place: str, code: str, location: dict[str, Any], within: str, base: str) -> Iterator[str]:
    """Yield the statements about a country, or about a region that lies ``within`` it."""
    tail = f" <{base}graph/place-{code}> .\n"
    subject = iri(place)
    kind, field = ("Region", "subdivision_name") if within else ("Country", "name")
    yield f"{subject} <{RDF_TYPE}> <{OZEK}{kind}>{tail}"
    yield f"{subject} <{OZEK}isoCode> {text(code.removeprefix('iso-').upper())}{tail}"
    name = location.get(f"country_{field}")
    if name:
        yield f"{subject} <{PREF_LABEL}> {text(nquads.clean(name))}{tail}"
    if within:
        yield f"{subject} <{OZEK}isLocatedIn> {iri(within)}{tail}"


def _town(slug: str, location: dict[str, Any], within: str, base: str) -> Iterator[str]:
    """Yield the statements about the place a record names, whose kind ROR does not tell."""
    tail = f" <{base}graph/place-{slug}> .\n"
    subject = f"<{base}place/{slug}>"
    yield f"{subject} <{RDF_TYPE}> <{OZEK}Place>{tail}"
    yield f"{subject} <{PREF_LABEL}> {text(nquads.clean(location['name']))}{tail}"
    yield f"{subject} <{OZEK}geonamesId> {text(location['geonames_id'])}{tail}"
    yield f"{subject} <{OZEK}isLocatedIn> {iri(within)}{tail}"
    for axis, name in (("lat", "latitude"), ("lng", "longitude")):
        if location.get(axis) is not None:
            yield f"{subject} <{OZEK}{name}> {decimal(location[axis])}{tail}"


@dataclass(frozen=True)
class RorImport:
    """What an import did: ``read`` = ``imported`` + ``refused`` + ``elsewhere``.

    ``inactive`` and ``withdrawn`` count imported records by their status, ``outside`` partners that
    a record names and the file does not have: they are organisations with the label given.
    """

    file: Path
    read: int
    imported: int
    elsewhere: int
    inactive: int
    withdrawn: int
    outside: int
    refused: tuple[InputError, ...]


def import_into(
    project: Project,
    path: str | Path,
    *,
    country: str | None = None,
    keep_good: bool = False,
    check: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> RorImport:
    """Import a ROR dump, or a country of it, into a project and list the file in ``ozek.toml``.

    A country becomes ``ror.trig``, for people to read and compare; the whole register ``ror.nq``,
    sorted N-Quads, which are written and loaded several times as fast. Either replaces the other.
    Unless ``keep_good``, one refused record refuses them all: InputError, which names each (up to
    twenty) with its line. With ``check`` nothing is written. ``progress`` is told how many records
    are read (of 0, for nobody knows) and then how many of them are written. Raises UsageError for a
    country the dump has no record of, and for a project that came with the toolkit.
    """
    if not check:
        demand_own(project)
    country = country.upper() if country else None
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise UsageError(f"'{country}' is no country code; give two letters, such as KZ")
    dump = read_dump(path, country=country, progress=progress)
    if dump.refused and not keep_good:
        raise _refused(dump.refused)
    if not dump.records:
        if country:
            raise UsageError(f"{path}: none of {dump.read} records lies in {country}")
        raise InputError("there is no record to import", path=path)
    names = {True: "ror.trig", False: "ror.nq"}
    own = {project.folder / name for name in names.values()}
    file = project.folder / names[bool(country)]
    if not check:
        links = links_of(project, (one for one in project.data_files if one not in own))
        lines = lines_of(dump.records, base=project.base, links=links, progress=progress)
        if country:
            content = nquads.canonical_trig(lines, project.base)
        else:
            content = "".join(sorted(set(lines)))
        place(project, file.name, content, instead_of=names[not country])
    keys = {record.key for record in dump.records}
    return RorImport(
        file=file,
        read=dump.read,
        imported=len(dump.records),
        elsewhere=dump.elsewhere,
        inactive=sum(record.status == "inactive" for record in dump.records),
        withdrawn=sum(record.status == "withdrawn" for record in dump.records),
        outside=len({key for r in dump.records for _, key, _ in r.relations} - keys),
        refused=dump.refused,
    )


def _refused(errors: Sequence[InputError]) -> InputError:
    """Return one error for all refused records."""
    first, *rest = errors
    shown = "".join(f"\n{error.path}:{error.line}: {error.message}" for error in rest[:19])
    more = f"\n… and {len(rest) - 19} more" if len(rest) > 19 else ""
    count = f"{len(errors)} record{'s' if len(errors) != 1 else ''} refused; nothing was written."
    return InputError(
        first.message + shown + more,
        path=first.path,
        line=first.line,
        column=first.column,
        hint=f"{count} Correct them, or import the good ones only (--keep-good).",
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the import from the command line; returns the exit status."""
    from ozek.importing.command import run

    def convert(file: Path, base: str, others: list[Path]) -> Iterator[str]:
        return iter_ror(file, base=base, links=read_links(others))

    return run(
        arguments,
        module="ror",
        description="Turn a ROR dump (.jsonl, .json, .gz or .zip) into a project's TriG.",
        output="ror.trig",
        convert=convert,
    )


if __name__ == "__main__":
    sys.exit(main())
