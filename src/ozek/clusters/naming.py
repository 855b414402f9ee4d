"""Which cluster or actor a user means: an IRI, a short IRI, or a name in any of three languages."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.clusters.anatomy import cluster_iris
from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.search import find, fold, latin

if TYPE_CHECKING:
    from ozek.store import Store

SUGGESTIONS = 5


def resolve_cluster(store: Store, text: str) -> str:
    """Return the IRI of the cluster that a text means.

    Raises UsageError, with the nearest names, if it is none or fits several.
    """
    return resolve_among(store, text, cluster_iris(store), "cluster")


def resolve_actor(store: Store, text: str) -> str:
    """Return the IRI of the actor that a text means, as ``resolve_cluster``."""
    rows = store.query(
        "SELECT DISTINCT ?a WHERE { { ?a a foaf:Agent } UNION { ?a a ozek:InnovationActor } }"
    )
    return resolve_among(store, text, [row[0].value for row in rows], "actor")


def resolve_among(store: Store, text: str, among: Collection[str], what: str) -> str:
    """Return which of some things a text means: by IRI, short IRI or its last part, by exact name,
    or as the only one whose name has all its words.

    Raises UsageError if it is none or fits several; ``what`` says what was looked for.
    """
    wanted = set(among)
    try:
        iri = ns.expand(text, store.base)
        if iri in wanted:
            return iri
    except (UsageError, ValueError):
        pass
    local = [iri for iri in wanted if iri.rpartition("/")[2] == text]
    if len(local) == 1:
        return local[0]
    matches = [row for row in find(store, text).to_records() if row["thing"] in wanted]
    exact = [row for row in matches if row["match"] == "exact"]
    for group in (exact, [row for row in matches if row["match"] != "part"]):
        if len(group) == 1:
            return str(group[0]["thing"])
    near = (exact or matches)[:SUGGESTIONS]
    if near:
        lines = [_line(store, str(row["thing"]), str(row["name"])) for row in near]
        raise UsageError("\n".join([f"which {what} do you mean by '{text}'?", *lines]))
    close = _closest(store, text, wanted)
    if not wanted:
        raise UsageError(f"there is no {what} in this project")
    head = f"there is no {what} '{text}'; the nearest names:" if close else f"no {what} '{text}'"
    if not close:
        head += "; `ozek find` searches all names"
    raise UsageError("\n".join([head, *(_line(store, iri, name) for iri, name in close)]))


def _closest(store: Store, text: str, wanted: set[str]) -> list[tuple[str, str]]:
    """The things whose name, or short IRI, is spelt most like the text."""
    names: dict[str, tuple[str, str]] = {}
    labels = Labels(store)
    for iri in sorted(wanted):
        short = ns.shorten(iri, store.base)
        names.setdefault(latin(fold(short.rpartition("/")[2])), (iri, labels.of(iri)))
        for predicate in (ns.PREF_LABEL, ns.ALT_LABEL):
            for quad in store.matching(iri, predicate):
                names.setdefault(latin(fold(quad.object.value)), (iri, quad.object.value))
    near = get_close_matches(latin(fold(text)), names, n=2 * SUGGESTIONS, cutoff=0.4)
    found: dict[str, str] = {}
    for name in near:
        iri, shown = names[name]
        found.setdefault(iri, shown)
    return list(found.items())[:SUGGESTIONS]


def _line(store: Store, iri: str, name: str) -> str:
    return f"  {ns.shorten(iri, store.base)}  {name}"
