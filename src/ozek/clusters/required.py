"""What the theory requires of a cluster, and what kinds of actor there are: from the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ozek import namespaces as ns

if TYPE_CHECKING:
    from ozek.store import Store

_STATE = ns.OZEK + "StateBody"


def scheme(store: Store, name: str) -> tuple[str, ...]:
    """Return the concepts of a scheme of the taxonomy (``"function"``), sorted."""
    quads = store.matching(None, ns.SKOS + "inScheme", ns.OZT + name)
    return tuple(sorted({quad.subject.value for quad in quads}))


def roles(store: Store) -> tuple[str, ...]:
    """Return the roles of an industrial core in the order of the value chain (followsRole)."""
    before = {
        quad.subject.value: quad.object.value
        for quad in store.matching(None, ns.OZEK + "followsRole")
    }

    def place(role: str) -> int:
        seen: set[str] = set()
        while role in before and role not in seen:
            seen.add(role)
            role = before[role]
        return len(seen)

    return tuple(sorted(scheme(store, "role"), key=lambda role: (place(role), role)))


def notions(store: Store) -> dict[str, str]:
    """Return group of actors → the class for the notion its members fall under, else the notion."""
    text = """
        SELECT ?group ?notion ?class WHERE {
            ?group a ozek:ActorGroup ; ozek:describesNotion ?notion .
            OPTIONAL { ?class ozek:isClassForNotion ?notion }
        } ORDER BY ?group ?notion ?class"""
    found: dict[str, str] = {}
    for group, notion, cls in store.query(text):
        found.setdefault(group.value, (cls or notion).value)
    return found


def state_bodies(store: Store, of: dict[str, str]) -> frozenset[str]:
    """Return the organs of the state, and the groups that consist of such (by ``of``).

    An organisation that the state founded or owns (``ozek:GovernmentOrganisation``) is none.
    """
    below = "SELECT DISTINCT ?c WHERE { ?c rdfs:subClassOf* ozek:StateBody }"
    classes = {row[0].value for row in store.query(below)} | {_STATE}
    found = {quad.subject.value for quad in store.matching(None, ns.RDF_TYPE, _STATE)}
    return frozenset(found | {group for group, kind in of.items() if kind in classes})


def focused(store: Store, sectors: Iterable[str], cls: str) -> set[str]:
    """Return the instances of a class whose focus is one of the sectors, or a wider one."""
    text = f"""
        SELECT DISTINCT ?thing WHERE {{
            ?sector skos:broader* ?wide .
            ?thing ozek:hasSectorFocus ?wide ; a ozek:{cls} }}"""
    from rdflib import URIRef

    return {
        row[0].value for sector in sectors for row in store.query(text, {"sector": URIRef(sector)})
    }
