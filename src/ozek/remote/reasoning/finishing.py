"""What was derived takes the place of what had been, in one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.reasoning import own_engine
from ozek.reasoning.fixpoint import provenance
from ozek.reasoning.noise import SCHEMA_PREDICATES, VOCABULARIES
from ozek.reasoning.rules import Rule
from ozek.remote import client
from ozek.remote.contents import (
    Entry,
    entering,
    entry_of,
    facts_entry,
    facts_graph,
    forgetting,
    read_manifest,
)
from ozek.remote.reasoning.axioms import UNNAMED, Axioms
from ozek.remote.reasoning.state import Graphs, State, write_state
from ozek.remote.service import Service
from ozek.store import Store

_PART = 200


def engine() -> str:
    """What did it, for people."""
    return f"{own_engine.NAME} {own_engine.engine_version()} (rules run by the service)"


def finish(
    service: Service, graphs: Graphs, axioms: Axioms, rules: tuple[Rule, ...], state: State
) -> int:
    """Sift what was derived, swap it in, and return how many facts that are.

    A service that runs all updates of a request as one (Oxigraph) never shows anything in between;
    elsewhere the project has no entry in the manifest meanwhile, so that nobody opens it.
    """
    if state.step != "swapping":
        _sift(service, graphs, axioms, state.round)
        facts = _facts_without_inferred(service, graphs)
        state = replace(state, step="swapping", facts=facts)
        write_state(service, graphs, state)
    lines = [
        line
        for name in graphs.derived(state.round)
        for line in client.get_graph(service, name).splitlines(keepends=True)
    ]
    own = _provenance(service, graphs, rules)
    home = graphs.provenance
    kinds = {graphs.inferred: "InferredGraph", graphs.about: "ProvenanceGraph"}
    said = [f"<{g}> <{ns.RDF_TYPE}> <{ns.OZEK}{kind}> .\n".encode() for g, kind in kinds.items()]
    known = client.get_graph(service, home).splitlines(keepends=True)
    entries = {
        graphs.inferred: entry_of(lines),
        graphs.about: entry_of(own),
        home: entry_of([*known, *said]),
    }
    known_entries = read_manifest(service, graphs.base)
    known_entries.pop(facts_graph(graphs.base), None)
    triples = state.facts + len(lines)
    entries[facts_graph(graphs.base)] = facts_entry(triples, known_entries | entries)
    texts = list(_swap(service, graphs, state.round, own, said, entries))
    for text in texts if service.virtuoso else [" ;\n".join(texts)]:
        client.update(service, text)
    return len(lines)


def _facts_without_inferred(service: Service, graphs: Graphs) -> int:
    pattern = "?s ?p ?o"
    every = client.count(service, service.of_facts(pattern))
    return every - client.count(service, f"GRAPH <{graphs.inferred}> {{ {pattern} }}")


def _sift(service: Service, graphs: Graphs, axioms: Axioms, rounds: int) -> None:
    """Take away what is no fact: see :mod:`ozek.reasoning.noise`."""
    schema = ", ".join(f"<{one}>" for one in sorted(SCHEMA_PREDICATES))
    vocabularies = " || ".join(f'STRSTARTS(STR(?s), "{one}")' for one in VOCABULARIES)
    classes = " || ".join(f'STRSTARTS(STR(?o), "{one}")' for one in (*VOCABULARIES, UNNAMED))
    declared = sorted(axioms.declared)
    for home in graphs.derived(rounds):
        inside = f"GRAPH <{home}> {{ ?s ?p ?o }}"
        tests = [
            f"isBlank(?s) || !isIRI(?s) || {vocabularies} || ?p IN ({schema})",
            f"?p = <{ns.RDF_TYPE}> && (isBlank(?o) || !isIRI(?o) || {classes})",
        ]
        for test in tests:
            client.update(service, f"DELETE {{ {inside} }} WHERE {{ {inside} FILTER({test}) }}")
        for start in range(0, len(declared), _PART):
            names = " ".join(declared[start : start + _PART])
            client.update(
                service, f"DELETE {{ {inside} }} WHERE {{ VALUES ?s {{ {names} }} {inside} }}"
            )


def _provenance(service: Service, graphs: Graphs, rules: tuple[Rule, ...]) -> list[bytes]:
    """What is told about the derived facts, as N-Triples: the same as anywhere."""
    about = ns.ONTOLOGY_GRAPH
    store = Store(base=graphs.base)
    rows = client.rows(
        service, f"SELECT ?p ?o WHERE {{ GRAPH <{about}> {{ <{about}> ?p ?o }} }}"
    ).tuples()
    store.replace_graph(about, [ox.Triple(ox.NamedNode(about), *row) for row in rows],
                        "OntologyGraph")  # fmt: skip
    told = provenance(
        store, graphs.base, graphs.inferred, own_engine.NAME, own_engine.engine_version(), rules
    )
    store.replace_graph(graphs.about, told, "ProvenanceGraph")
    return [f"{triple} .\n".encode() for triple in store.triples([graphs.about])]


def _swap(
    service: Service,
    graphs: Graphs,
    rounds: int,
    own: list[bytes],
    said: list[bytes],
    entries: dict[str, Entry],
) -> Iterator[str]:
    """The updates of the swap; each may be done twice."""
    facts = service.of_facts("?s ?p ?o")
    inferred = f"GRAPH <{graphs.inferred}> {{ ?s ?p ?o }}"
    yield from forgetting(graphs.base, entries)
    yield f"DELETE {{ {facts} }} WHERE {{ {inferred} }}"
    yield f"DROP SILENT GRAPH <{graphs.inferred}>"
    for name in graphs.derived(rounds):
        made = f"GRAPH <{name}> {{ ?s ?p ?o }}"
        yield f"INSERT {{ {inferred} }} WHERE {{ {made} }}"
        yield f"INSERT {{ {facts} }} WHERE {{ {made} }}"
    yield f"DROP SILENT GRAPH <{graphs.about}>"
    yield f"INSERT DATA {{ GRAPH <{graphs.about}> {{ {b''.join(own).decode()} }} }}"
    yield f"INSERT DATA {{ GRAPH <{graphs.provenance}> {{ {b''.join(said).decode()} }} }}"
    yield from entering(graphs.base, entries)
