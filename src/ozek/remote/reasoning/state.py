"""How far reasoning on a service has come, kept there, so that it can go on after a power cut.

Everything that reasoning works with stands in graphs of its own beside the project's, and is taken
away when it ends. A step is written down when it is done; every step may be done twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import pyoxigraph as ox

from ozek import __version__
from ozek.remote import client
from ozek.remote.contents import MADE_BY, read_manifest
from ozek.remote.service import Service

_STATE = "urn:ozek:reasoning-state"

CLEARING = "clearing"
"""The step of a state whose graphs are being taken away."""

OWN = ("graph/inferred", "graph/inferred-provenance", "graph/facts")
"""What reasoning itself changes, besides the record of what kind a graph is."""


@dataclass(frozen=True)
class State:
    """``step``: what has been done last in ``round``; ``whole``: all facts are taken along;
    ``facts``: how many are stated, once that is counted."""

    key: str
    round: int = 0
    step: str = "begun"
    whole: bool = False
    facts: int = 0


@dataclass(frozen=True)
class Graphs:
    """The names of the working graphs of the project with this base IRI."""

    base: str

    @property
    def every(self) -> str:
        """All facts that rules read, stated and derived."""
        return f"{self.base}graph/reasoning/every"

    @property
    def state(self) -> str:
        return f"{self.base}graph/reasoning/state"

    @property
    def inferred(self) -> str:
        return f"{self.base}graph/inferred"

    def new(self, number: int) -> str:
        """What a round made; the last one is empty."""
        return f"{self.base}graph/reasoning/new-{number}"

    def derived(self, rounds: int) -> list[str]:
        """What all rounds made."""
        return [self.new(number) for number in range(1, rounds + 1)]


def key_of(service: Service, base: str, rules: Iterable[str]) -> str:
    """What reasoning depends on, in a word: the graphs, the rules and the version."""
    entries = read_manifest(service, base)
    told = {name: one.text for name, one in entries.items() if name not in _own(base)}
    text = json.dumps([told, sorted(rules), __version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _own(base: str) -> set[str]:
    return {base + one for one in OWN}


def read_state(service: Service, graphs: Graphs) -> State | None:
    """What an earlier run wrote down, if anything."""
    text = f"SELECT ?v WHERE {{ GRAPH <{graphs.state}> {{ ?s <{_STATE}> ?v }} }}"
    rows = list(client.select(service, text).tuples())
    if len(rows) != 1:
        return None
    try:
        return State(**json.loads(rows[0][0].value))
    except (ValueError, TypeError):
        return None


def write_state(service: Service, graphs: Graphs, state: State) -> None:
    """Write down how far it has come, in the place of what was written before."""
    client.update(service, written(graphs, state))


def written(graphs: Graphs, state: State) -> str:
    """The update that writes a state down."""
    value = ox.Literal(json.dumps(asdict(state)))
    home = graphs.state
    # Nobody who asks which graphs have no source is to be told of these.
    names = [home, graphs.every, *graphs.derived(state.round + 1)]
    made = " ".join(f"<{name}> <{MADE_BY}> <{graphs.base}activity/push> ." for name in names)
    return (
        f"DELETE {{ GRAPH <{home}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{home}> {{ ?s ?p ?o }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{home}> {{ <{home}> <{_STATE}> {value} . {made} }} }}"
    )


def clear(service: Service, graphs: Graphs) -> None:
    """Take all working graphs away; what is left of them when that is broken off is not used."""
    state = read_state(service, graphs)
    if state is not None:
        write_state(service, graphs, replace(state, step=CLEARING))
    rounds = 0 if state is None else state.round + 1
    for name in (graphs.every, *graphs.derived(rounds), graphs.state):
        client.update(service, f"DROP SILENT GRAPH <{name}>")
