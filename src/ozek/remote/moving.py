"""A project to a service and back: only what changed, compared after it arrived.

Graphs are sent first and the facts last, in one request, so that a question about the facts sees
all of the old ones or all of the new ones. Whatever breaks on the way is taken up by the next run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ozek.errors import ServiceError, ServiceMissing, ServiceWrongAnswer
from ozek.exporting.files import write_file
from ozek.remote import client
from ozek.remote.contents import (
    BATCH,
    Entry,
    batches,
    canonical,
    entry_of,
    facts_entry,
    facts_graph,
    fetch,
    forget,
    incomplete,
    read_manifest,
    values,
    write_entries,
)
from ozek.remote.service import Service
from ozek.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pushed:
    """What a push did: how many graphs and triples were sent, taken away, and left as they were."""

    sent: int
    triples: int
    removed: int
    unchanged: int
    facts: int


@dataclass(frozen=True)
class Pulled:
    """What a pull brought: graphs and quads, and graphs in which the service rewrote literals."""

    graphs: int
    quads: int
    rewritten: tuple[str, ...]


def push(store: Store, service: Service, *, progress: Progress | None = None) -> Pushed:
    """Bring a service to hold what the store holds; its facts are swapped last.

    What changed is sent, and what is not there any more as the manifest has it.

    Raises ServiceError where the service fails, or holds after all something else than was sent.
    What has arrived by then stays; the next push goes on from there.
    """
    base = _base(store)
    here = _by_graph(store)
    facts = canonical(store.ntriples().splitlines(keepends=True))
    there = read_manifest(service, base)
    for graph in incomplete(service, base, there):
        del there[graph]
    known = there.pop(facts_graph(base), None)
    entries = {graph: entry_of(lines) for graph, lines in here.items()}
    changed = {g: one for g, one in entries.items() if there.get(g) != one}
    gone = [graph for graph in there if graph not in here]
    forget(service, base, [*(graph for graph in changed if graph in there), *gone])
    done = 0
    for part in batches({graph: one.triples for graph, one in changed.items()}):
        _send(service, {graph: here[graph] for graph in part})
        _compare(service, {graph: here[graph] for graph in part})
        write_entries(service, base, {graph: changed[graph] for graph in part})
        done += len(part)
        if progress:
            progress(done, len(changed))
    for part in batches(dict.fromkeys(gone, 0)):
        client.update(service, " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in part))
    entry = facts_entry(len(facts), entries)
    if entry != known or changed or gone:
        home = facts_graph(base) if service.virtuoso else None
        client.put_graph(service, home, b"".join(facts))
        _count(service, home, entry.triples)
        write_entries(service, base, {facts_graph(base): entry})
    sent = sum(one.triples for one in changed.values())
    return Pushed(len(changed), sent, len(gone), len(here) - len(changed), len(facts))


def pull(
    service: Service, base: str, path: str | Path, *, progress: Progress | None = None
) -> Pulled:
    """Write what a service holds of a project as sorted N-Quads, in one step.

    Raises ServiceMissing if nothing of it was pushed, and ServiceError if a graph is not what was
    pushed; the file is then left as it was.
    """
    there = read_manifest(service, base)
    there.pop(facts_graph(base), None)
    if not there:
        raise ServiceMissing(
            f"it holds nothing of the project {base}: `ozek push` brings it there",
            url=service.query,
        )
    quads: list[bytes] = []
    rewritten = []
    sizes = {graph: one.triples for graph, one in there.items()}
    for done, (graph, lines) in enumerate(fetch(service, sizes), 1):
        if not _same(lines, there[graph]):
            raise _different(service, graph)
        if entry_of(lines).text != there[graph].text:
            rewritten.append(graph)
        name = f" <{graph}> .\n".encode()
        quads += [line.rstrip()[:-1].rstrip() + name for line in lines]
        if progress:
            progress(done, len(sizes))
    write_file(path, b"".join(sorted(quads)))
    return Pulled(len(there), len(quads), tuple(rewritten))


def _base(store: Store) -> str:
    return store.base or "urn:ozek:"


def _by_graph(store: Store) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for piece in store.nquads():
        for line in piece.splitlines(keepends=True):
            triple, graph, _ = line.rsplit(b" ", 2)
            found.setdefault(graph[1:-1].decode(), []).append(triple + b" .\n")
    return {graph: canonical(found[graph]) for graph in sorted(found)}


def _send(service: Service, graphs: dict[str, list[bytes]]) -> None:
    size = sum(map(len, graphs.values()))
    nodes = any(client.has_node(line) for g in graphs.values() for line in g)
    if size > BATCH or nodes or len(graphs) == 1:
        for graph, lines in graphs.items():
            client.put_graph(service, graph, b"".join(lines))
        return
    clear = [f"CLEAR SILENT GRAPH <{graph}>" for graph in graphs]
    inside = [
        f"GRAPH <{graph}> {{ {b''.join(lines).decode()} }}" for graph, lines in graphs.items()
    ]
    client.update(service, " ;\n".join([*clear, f"INSERT DATA {{ {' '.join(inside)} }}"]))


def _compare(service: Service, sent: dict[str, list[bytes]]) -> None:
    """See whether what arrived is what was sent, or at least its values are."""
    for graph, lines in fetch(service, {graph: len(one) for graph, one in sent.items()}):
        if canonical(lines) == sent[graph]:
            continue
        lost = sorted(set(values(sent[graph])) - set(values(canonical(lines))))
        if lost:
            raise ServiceWrongAnswer(
                f"it does not keep what was sent to {graph}: {lost[0].decode().strip()} – where "
                "this is a value that it writes in another way, it cannot hold the project",
                url=service.query,
            )


def _same(lines: list[bytes], entry: Entry) -> bool:
    found = entry_of(lines)
    return found.text == entry.text or found.values == entry.values


def _different(service: Service, graph: str) -> ServiceError:
    return ServiceWrongAnswer(
        f"what it holds in {graph} is not what was pushed: push again, or ask who else writes "
        "there",
        url=service.query,
    )


def _count(service: Service, graph: str | None, triples: int) -> None:
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    found = client.count(service, pattern)
    if found != triples:
        raise ServiceWrongAnswer(
            f"of {triples} facts it holds {found}: push again", url=service.query
        )
