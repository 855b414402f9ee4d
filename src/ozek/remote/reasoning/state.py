"""How far reasoning on a service has come, kept there, so that it can go on after a power cut.

Everything that reasoning works with stands in graphs of its own beside the project's, and is taken
away when it ends. A step is written down when it is done; every step may be done twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

import pyoxigraph as ox

from ozek import __version__
from ozek.remote import client
from ozek.remote.contents import MADE_BY, Entry, facts_graph
from ozek.remote.service import Service

_STATE = "urn:ozek:reasoning-state"

CLEARING = "clearing"
"""The step of a state whose graphs are being taken away."""


_ROUNDS = 40
"""More rounds than reasoning takes: their number grows with the depth of the ontology, and with the
logarithm of the longest chain."""


@dataclass(frozen=True)
class State:
    """How far a run is.

    Args:
        key: what it depends on (see :func:`key_of`).
        round: how many rounds have made something.
        step: what has been done last: begun, taken, made, added, complete, swapping, clearing.
        whole: whether all facts are taken along, not only those that some rule reads or writes.
        facts: how many facts are stated, once that is counted.
    """

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

    @property
    def about(self) -> str:
        """What is told of the derived facts."""
        return f"{self.base}graph/inferred-provenance"

    @property
    def provenance(self) -> str:
        """Where the kinds of graphs are recorded."""
        return f"{self.base}graph/provenance"


def key_of(entries: Mapping[str, Entry], graphs: Graphs, rules: Iterable[str]) -> str:
    """What reasoning depends on, in a word: the stated graphs, the rules and the version."""
    made = {graphs.inferred, graphs.about, facts_graph(graphs.base)}
    told = {graph: one.text for graph, one in entries.items() if graph not in made}
    text = json.dumps([told, sorted(rules), __version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_state(service: Service, graphs: Graphs) -> State | None:
    """What an earlier run wrote down, if anything."""
    text = f"SELECT ?v WHERE {{ GRAPH <{graphs.state}> {{ ?s <{_STATE}> ?v }} }}"
    rows = list(client.rows(service, text).tuples())
    if len(rows) != 1:
        return None
    try:
        return State(**json.loads(rows[0][0].value))
    except (ValueError, TypeError):
        return None


def write_state(service: Service, graphs: Graphs, state: State) -> None:
    """Write down how far it has come, in the place of what was written before."""
    value = ox.Literal(json.dumps(asdict(state)))
    home = graphs.state
    # Nobody who asks which graphs have no source is to be told of these.
    names = [home, graphs.every, *graphs.derived(state.round + 1)]
    made = " ".join(f"<{name}> <{MADE_BY}> <{graphs.base}activity/push> ." for name in names)
    client.update(
        service,
        f"DELETE {{ GRAPH <{home}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{home}> {{ ?s ?p ?o }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{home}> {{ <{home}> <{_STATE}> {value} . {made} }} }}",
    )


def clear(service: Service, graphs: Graphs) -> None:
    """Take all working graphs away; what is left of them when that is broken off is not used.

    A service that was cut off may have lost what was written down, so rounds beyond it count too.
    """
    state = read_state(service, graphs)
    if state is not None:
        write_state(service, graphs, replace(state, step=CLEARING))
    rounds = max(_ROUNDS, 0 if state is None else state.round + 1)
    names = [*graphs.derived(rounds), graphs.every, graphs.state]
    client.update(service, " ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names))
