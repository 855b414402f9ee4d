"""What linking has to know of an organisation, from a project's facts or from a ROR dump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ozek import namespaces as ns
from ozek.importing.links import EXACT_MATCH
from ozek.linking.spelling import spell

if TYPE_CHECKING:
    from ozek.importing.ror_record import Record
    from ozek.store import Store

__all__ = ["ROR_NAMESPACE", "Entity", "entities_of", "from_record", "read_register"]

ROR_NAMESPACE = "https://ror.org/"

IDENTIFIERS = {
    ns.OZEK + "rorId": "ror",
    ns.OZEK + "wikidataId": "wikidata",
    ns.OZEK + "isniId": "isni",
    ns.OZEK + "gridId": "grid",
    ns.OZEK + "fundrefId": "fundref",
    ns.OZEK + "bin": "bin",
}
_NO_ONES = (
    "wikipedia.org",
    "facebook.com",
    "instagram.com",
    "linkedin.com",
    "google.com",
    "vk.com",
)
"""Hosts where many organisations have a page: they are nobody's own domain."""


@dataclass(frozen=True)
class Entity:
    """An organisation as linking sees it.

    ``names`` are full names and ``acronyms`` short ones, in any language. ``kinds`` are classes of
    the ontology by local name. ``towns`` holds GeoNames ids (``geonames:1526384``) and names of
    towns in the common spelling, ``countries`` ISO codes. Empty means: not known.
    """

    iri: str
    label: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    identifiers: frozenset[tuple[str, str]] = frozenset()
    domains: frozenset[str] = frozenset()
    status: str | None = None
    successors: tuple[str, ...] = ()


def read_register(path: str | Path) -> Iterator[Entity]:
    """Yield the organisations of a ROR dump that can be linked to: all but withdrawn records.

    Raises InputError for what :func:`ozek.importing.ror_record.read_records` refuses.
    """
    from ozek.importing.ror_record import read_records

    for record in read_records(path):
        if record.status != "withdrawn":
            yield from_record(record)


def from_record(record: Record) -> Entity:
    """Return a ROR record as linking sees it."""
    from ozek.importing.ror_record import KINDS

    iri = ROR_NAMESPACE + record.key
    towns = set()
    countries = set()
    for place in record.locations:
        towns |= {f"geonames:{place['geonames_id']}", spell(place["name"])}
        countries.add(place["country_code"])
    return Entity(
        iri=iri,
        label=record.display,
        names=tuple(dict.fromkeys(n.value for n in record.names if n.types - {"acronym"})),
        acronyms=tuple(dict.fromkeys(n.value for n in record.names if "acronym" in n.types)),
        kinds=frozenset(kind for kind in map(KINDS.get, record.kinds) if kind),
        towns=frozenset(towns),
        countries=frozenset(countries),
        identifiers=frozenset(
            [("ror", iri)]
            + [(kind, _plain(value)) for kind, _, values in record.identifiers for value in values]
        ),
        domains=_domains([*record.domains, *record.websites]),
        status=record.status,
        successors=tuple(
            ROR_NAMESPACE + key for kind, key, _ in record.relations if kind == "successor"
        ),
    )


def _plain(value: str) -> str:
    """An identifier without the blanks that ISNI is printed with."""
    return "".join(value.split())


def _domains(addresses: Iterable[str]) -> frozenset[str]:
    """Return the hosts of addresses or bare domains, without ``www.``."""
    found = set()
    for address in addresses:
        text = address.strip().lower()
        try:
            host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
        except ValueError:
            continue
        host = host.removeprefix("www.").rstrip(".")
        if "." in host and not host.endswith(_NO_ONES):
            found.add(host)
    return frozenset(found)


# A project's own actors ---------------------------------------------------------------------------


def entities_of(store: Store, *, lang: str = "en") -> tuple[Entity, ...]:
    """Return the organisations a project's facts name, in the order of their IRIs.

    An organisation is what is of a class of actor or an ``org:Organization``, asserted or derived.
    ``store`` has its facts refreshed; labels are in ``lang``.
    """
    from ozek.labels import Labels

    kinds: dict[str, set[str]] = {}
    for top in (ns.ORG + "Organization", ns.OZEK + "InnovationActor", *_KINDS_OF_ACTOR):
        for cls in _below(store, top):
            for quad in store.matching(None, ns.RDF_TYPE, cls):
                if hasattr(quad.subject, "value"):
                    kinds.setdefault(quad.subject.value, set()).add(top.removeprefix(ns.OZEK))
    persons = {quad.subject.value for quad in store.matching(None, ns.RDF_TYPE, _PERSON)}
    labels = Labels(store, lang)
    places = _Places(store)
    found = (
        _entity(store, iri, kinds[iri], labels, places) for iri in sorted(kinds.keys() - persons)
    )
    return tuple(entity for entity in found if entity.names or entity.identifiers)


_PERSON = "http://xmlns.com/foaf/0.1/Person"
_HOMEPAGE = "http://xmlns.com/foaf/0.1/homepage"
_KINDS_OF_ACTOR = tuple(
    ns.OZEK + name
    for name in (
        "EducationOrganisation", "Enterprise", "ResearchOrganisation", "GovernmentOrganisation",
        "NonProfitOrganisation", "HealthcareOrganisation", "FundingOrganisation",
    )
)  # fmt: skip


def _below(store: Store, top: str) -> set[str]:
    """Return a class and all its subclasses."""
    found: set[str] = set()
    queue = [top]
    while queue:
        cls = queue.pop()
        if cls not in found:
            found.add(cls)
            queue += [
                quad.subject.value
                for quad in store.matching(None, ns.RDFS + "subClassOf", cls)
                if hasattr(quad.subject, "value")
            ]
    return found


def _texts(store: Store, iri: str, predicate: str) -> list[str]:
    return sorted({quad.object.value for quad in store.matching(iri, predicate)})


def _entity(store: Store, iri: str, kinds: set[str], labels: object, places: _Places) -> Entity:
    from ozek.labels import Labels

    assert isinstance(labels, Labels)
    acronyms = _texts(store, iri, ns.OZEK + "acronym")
    names = [
        name
        for predicate in (ns.PREF_LABEL, ns.ALT_LABEL)
        for name in _texts(store, iri, predicate)
        if name not in acronyms
    ]
    short = [name for name in names if _is_acronym(name)]
    identifiers = {
        (scheme, _plain(value))
        for predicate, scheme in IDENTIFIERS.items()
        for value in _texts(store, iri, predicate)
    }
    for other in _texts(store, iri, EXACT_MATCH):
        if other.startswith(ROR_NAMESPACE):
            identifiers.add(("ror", other))
        elif other.startswith(ns.PREFIXES["wd"]):
            identifiers.add(("wikidata", other.removeprefix(ns.PREFIXES["wd"])))
    towns, countries = places.of(iri)
    return Entity(
        iri=iri,
        label=labels.of(iri),
        names=tuple(dict.fromkeys(name for name in names if name not in short)),
        acronyms=tuple(dict.fromkeys([*acronyms, *short])),
        kinds=frozenset(kind for kind in kinds if ns.OZEK + kind in _KINDS_OF_ACTOR),
        towns=towns,
        countries=countries,
        identifiers=frozenset(identifiers),
        domains=_domains(
            [*_texts(store, iri, _HOMEPAGE), *_texts(store, iri, ns.OZEK + "webDomain")]
        ),
    )


def _is_acronym(name: str) -> bool:
    """``KazNTU``, ``ҚазҰУ``: one word, most of it capitals."""
    letters = [c for c in name if c.isalpha()]
    return (
        " " not in name
        and 1 < len(letters) < 9
        and sum(c.isupper() for c in letters) > len(letters) / 2
    )


class _Places:
    """Where things are: towns and countries, each place read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._regions = {
            q.subject.value for q in store.matching(None, ns.RDF_TYPE, ns.OZEK + "Region")
        }
        self._towns = {
            q.subject.value for q in store.matching(None, ns.RDF_TYPE, ns.OZEK + "Settlement")
        }

    def of(self, iri: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the towns and countries a thing lies in, directly or through other places."""
        towns: set[str] = set()
        countries: set[str] = set()
        for place in _texts(self._store, iri, ns.OZEK + "isLocatedIn"):
            found = self._place(place, frozenset({iri}))
            towns |= found[0]
            countries |= found[1]
        return frozenset(towns), frozenset(countries)

    def _place(self, iri: str, seen: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        if iri in self._known:
            return self._known[iri]
        towns: set[str] = set()
        countries: set[str] = set()
        codes = [code[:2].upper() for code in _texts(self._store, iri, ns.OZEK + "isoCode")]
        countries |= set(codes)
        if iri in self._towns or (not codes and iri not in self._regions):
            towns |= {f"geonames:{one}" for one in _texts(self._store, iri, ns.OZEK + "geonamesId")}
            for predicate in (ns.PREF_LABEL, ns.ALT_LABEL):
                towns |= {spell(name) for name in _texts(self._store, iri, predicate)}
        for above in _texts(self._store, iri, ns.OZEK + "isLocatedIn"):
            if above not in seen:
                found = self._place(above, seen | {iri})
                countries |= found[1]
        result = (frozenset(towns), frozenset(countries))
        self._known[iri] = result
        return result
