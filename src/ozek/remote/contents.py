"""What a service holds of a project: a manifest graph with the size and digests of every graph.

Each graph of the project has in ``<base>graph/manifest`` its number of triples (``void:triples``)
and two digests (``dcterms:identifier``): of its canonical N-Triples as they were written, and of
their values, which a service may write otherwise (``007`` as ``7``). An entry is written after its
graph has arrived and been compared; a graph without an entry is sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import ServiceTruncated
from ozek.remote import client
from ozek.remote.service import Service

VOID_TRIPLES = "http://rdfs.org/ns/void#triples"
IDENTIFIER = "http://purl.org/dc/terms/identifier"
MADE_BY = ns.PROV + "wasGeneratedBy"

BATCH = 1000
"""How many triples of small graphs go in one request; Virtuoso takes not many more."""


@dataclass(frozen=True)
class Entry:
    """A graph's number of triples and the digests of its text and of its values."""

    triples: int
    text: str
    values: str


def manifest_graph(base: str) -> str:
    """The graph that says what the service holds of the project with this base IRI."""
    return f"{base}graph/manifest"


def facts_graph(base: str) -> str:
    """What the manifest calls the facts; on a service whose default graph is the union of all
    others they are a named graph of this name."""
    return f"{base}graph/facts"


def read_manifest(service: Service, base: str) -> dict[str, Entry]:
    """Return graph → entry, for what has arrived as a whole."""
    text = (
        f"SELECT ?g ?n ?d WHERE {{ GRAPH <{manifest_graph(base)}> "
        f"{{ ?g <{VOID_TRIPLES}> ?n ; <{IDENTIFIER}> ?d }} }}"
    )
    sizes: dict[str, int] = {}
    digests: dict[str, dict[str, str]] = {}
    for row in client.rows(service, text).tuples():
        graph, number, digest = (term.value for term in row)
        kind, _, value = digest.partition(":")
        sizes[graph] = int(number)
        digests.setdefault(graph, {})[kind] = value
    return {
        graph: Entry(sizes[graph], known["sha256"], known["sha256-values"])
        for graph, known in sorted(digests.items())
        if len(known) == 2
    }


def read_sizes(service: Service, base: str) -> dict[str, int]:
    """Return graph → number of triples, sorted: of the manifest only what a reader needs. The facts
    are the last to get an entry, so where they have one all is there."""
    pattern = f"GRAPH <{manifest_graph(base)}> {{ ?g <{VOID_TRIPLES}> ?n }}"
    rows = client.rows(service, f"SELECT ?g ?n WHERE {{ {pattern} }}").tuples()
    return dict(sorted((graph.value, int(number.value)) for graph, number in rows))


def incomplete(service: Service, base: str, entries: Mapping[str, Entry]) -> list[str]:
    """Return the graphs that do not have as many triples as their entries say.

    Somebody else may have written there; and Virtuoso, when it is killed, may forget a graph that
    it has taken.
    """
    text = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    held = {g.value: int(number.value) for g, number in client.rows(service, text).tuples()}
    facts = facts_graph(base)
    if not service.virtuoso:
        held[facts] = client.count(service, "?s ?p ?o")
    return [graph for graph, one in entries.items() if held.get(graph, 0) != one.triples]


def entry_of(lines: Iterable[bytes]) -> Entry:
    """Return the entry of a graph's N-Triples lines."""
    lines = canonical(lines)
    return Entry(len(lines), _digest(lines), _digest(values(lines)))


def facts_entry(triples: int, entries: Mapping[str, Entry]) -> Entry:
    """Return the entry of the facts: they follow from the other graphs, so those identify them."""
    told = [f"{graph} {one.text}\n".encode() for graph, one in sorted(entries.items())]
    return Entry(triples, _digest(told), _digest(told))


def write_entries(service: Service, base: str, entries: Mapping[str, Entry]) -> None:
    """Put entries in the place of those that the graphs have."""
    forget(service, base, entries)
    for text in entering(base, entries):
        client.update(service, text)


def entering(base: str, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Yield the updates that add entries for graphs that have none."""
    home, act = manifest_graph(base), f"{base}activity/push"
    made = " ".join(f"<{one}> <{MADE_BY}> <{act}> ." for one in (home, facts_graph(base)))
    yield f"INSERT DATA {{ GRAPH <{home}> {{ {made} }} }}"
    for part in _parts(list(entries.items()), BATCH // 3):
        lines = "\n".join(
            f'<{graph}> <{VOID_TRIPLES}> {one.triples} ; <{IDENTIFIER}> "sha256:{one.text}" , '
            f'"sha256-values:{one.values}" .'
            for graph, one in part
        )
        yield f"INSERT DATA {{ GRAPH <{home}> {{ {lines} }} }}"


def forget(service: Service, base: str, graphs: Iterable[str]) -> None:
    """Take the entries of graphs out of the manifest: they are about to change."""
    for text in forgetting(base, graphs):
        client.update(service, text)


def forgetting(base: str, graphs: Iterable[str]) -> Iterator[str]:
    """Yield the updates that take the entries of graphs away."""
    for part in _parts(list(graphs), BATCH):
        names = " ".join(f"<{graph}>" for graph in part)
        home = manifest_graph(base)
        yield (
            f"DELETE {{ GRAPH <{home}> {{ ?g ?p ?o }} }} "
            f"WHERE {{ GRAPH <{home}> {{ ?g ?p ?o }} VALUES ?g {{ {names} }} }}"
        )


def fetch(service: Service, graphs: Mapping[str, int]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield graphs with their N-Triples lines; small graphs are asked for many at a time.

    ``graphs``: graph → how many triples it has. Raises ServiceTruncated if one has another number.
    """
    for part in batches(graphs):
        if len(part) == 1:
            found = {part[0]: client.get_graph(service, part[0]).splitlines(keepends=True)}
        else:
            found = {graph: [] for graph in part}
            names = " ".join(f"<{graph}>" for graph in part)
            text = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            for g, *triple in client.select(service, text).tuples():
                found[g.value].append(f"{ox.Triple(*triple)} .\n".encode())
        for graph, lines in found.items():
            if len(lines) != graphs[graph]:
                raise ServiceTruncated(
                    f"{graph} has {len(lines)} triples there, and should have {graphs[graph]}: "
                    "push again, or ask who else writes to the service",
                    url=service.query,
                )
            yield graph, lines


def batches(graphs: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield graphs in parts of together at most ``BATCH`` triples; a larger one by itself."""
    part: list[str] = []
    size = 0
    for graph, triples in graphs.items():
        if part and (size + triples > BATCH or len(part) == 100):
            yield part
            part, size = [], 0
        part.append(graph)
        size += triples
    if part:
        yield part


def canonical(lines: Iterable[bytes]) -> list[bytes]:
    """Return N-Triples lines sorted, blank nodes with canonical names (RDFC-1.0)."""
    lines = set(lines)
    if not any(map(client.has_node, lines)):
        return sorted(lines)
    data = ox.Dataset(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
    data.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(f"{quad.triple} .\n".encode() for quad in data)


def values(lines: list[bytes]) -> list[bytes]:
    """Return canonical N-Triples with every literal's value in its canonical form."""
    store = ox.Store()
    store.extend(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
    return canonical(f"{quad.triple} .\n".encode() for quad in store)


def _digest(lines: list[bytes]) -> str:
    return hashlib.sha256(b"".join(lines)).hexdigest()


def _parts(items: list, size: int) -> Iterator[list]:  # type: ignore[type-arg]
    for start in range(0, len(items), size):
        yield items[start : start + size]
