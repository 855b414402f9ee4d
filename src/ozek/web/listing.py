"""The actors with what one filters them by: kind, place, function, cluster. Made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ozek import namespaces as ns
from ozek.search import NAMES, Kinds, fold, latin
from ozek.web.site import Site
from ozek.web.sorting import sort_key


@dataclass(frozen=True)
class Actor:
    """An organisation or another actor; all are IRIs, ``names`` its folded names in a line each."""

    iri: str
    kind: str
    places: frozenset[str]
    functions: frozenset[str]
    clusters: frozenset[str]
    names: str = field(repr=False)


@dataclass(frozen=True)
class Wanted:
    """Which actors to list; an empty field sets no condition."""

    kind: str = ""
    place: str = ""
    function: str = ""
    cluster: str = ""
    text: str = ""


def actors(site: Site) -> tuple[Actor, ...]:
    """Return every actor of the project, by IRI."""
    return site.once("actors", lambda: tuple(_actors(site)))


def _actors(site: Site) -> Iterable[Actor]:
    store, base = site.store, site.project.base
    kinds = Kinds(store)
    places = _objects(site, ns.OZEK + "isLocatedIn")
    functions = _objects(site, ns.OZEK + "providesFunction")
    clusters = _objects(site, ns.OZEK + "isMemberOfCluster")
    found = {
        quad.subject.value
        for kind in (ns.OZEK + "InnovationActor", ns.ORG + "Organization")
        for quad in store.matching(None, ns.RDF_TYPE, kind)
        if quad.graph_name.value in _facts(site)
    }
    names: dict[str, set[str]] = {}
    for predicate in NAMES:
        for quad in store.matching(None, predicate):
            if quad.subject.value in found and hasattr(quad.object, "language"):
                names.setdefault(quad.subject.value, set()).add(fold(quad.object.value))
    for iri in sorted(found):
        if iri.startswith(base):
            own = names.get(iri, set())
            yield Actor(
                iri=iri,
                kind=kinds.of(iri) or "",
                places=frozenset(places.get(iri, ())),
                functions=frozenset(functions.get(iri, ())),
                clusters=frozenset(clusters.get(iri, ())),
                names="\n".join(sorted(own | {latin(name) for name in own})),
            )


def _facts(site: Site) -> set[str]:
    return site.once("facts", lambda: set(site.store.fact_graphs()))


def _objects(site: Site, predicate: str) -> dict[str, set[str]]:
    """Subject → objects of a predicate, of the facts."""
    facts, found = _facts(site), {}  # type: ignore[var-annotated]
    for quad in site.store.matching(None, predicate):
        if quad.graph_name.value in facts and hasattr(quad.object, "value"):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return found


def listed(site: Site, wanted: Wanted) -> list[Actor]:
    """Return the actors that fit, by IRI."""
    words = fold(wanted.text).split()
    others = [latin(word) for word in words]
    tests: list[Callable[[Actor], bool]] = []
    if wanted.kind:
        tests.append(lambda one: one.kind == wanted.kind)
    if wanted.place:
        tests.append(lambda one: wanted.place in one.places)
    if wanted.function:
        tests.append(lambda one: wanted.function in one.functions)
    if wanted.cluster:
        tests.append(lambda one: wanted.cluster in one.clusters)
    if words:
        tests.append(
            lambda one: all(
                word in one.names or other in one.names
                for word, other in zip(words, others, strict=True)
            )
        )
    return [one for one in actors(site) if all(test(one) for test in tests)]


def counted(site: Site) -> dict[str, Counter[str]]:
    """Return for kind, place, function and cluster how many actors have each value."""

    def make() -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {
            name: Counter() for name in ("kind", "place", "function", "cluster")
        }
        for one in actors(site):
            found["kind"][one.kind] += 1
            found["place"].update(one.places)
            found["function"].update(one.functions)
            found["cluster"].update(one.clusters)
        return found

    return site.once("counted actors", make)


def order(site: Site, lang: str) -> dict[str, int]:
    """Return the place of each actor in the order of the labels in a language."""

    def make() -> dict[str, int]:
        labels = site.labels(lang)
        found = sorted(actors(site), key=lambda one: (sort_key(labels.of(one.iri)), one.iri))
        return {one.iri: number for number, one in enumerate(found)}

    return site.once(("order of actors", lang), make)
