"""How complete a cluster or a system is, in three values: provided, stated absent, not recorded.

An RDF graph says what is known and is silent on the rest. So no measure of completeness has one
value: it has a low bound, which takes everything not recorded as absent, and a high bound, which
takes it as there. Only what a source states to be absent lowers the high bound.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import networkx as nx

from ozek.network.ready import rows_table

if TYPE_CHECKING:
    from ozek.results import Table

State = Literal["provided", "stated absent", "not recorded"]
"""What is known of something required. "Not recorded" never means "missing"."""

STATES: tuple[State, ...] = ("provided", "stated absent", "not recorded")

Item = TypeVar("Item", bound=Hashable)

_COLUMNS = {
    "item": ("Нені", "Что", "Item"),
    "state": ("Күйі", "Состояние", "State"),
    "providers": ("Орындаушылар саны", "Число исполнителей", "Providers"),
    "sole_provider": ("Жалғыз орындаушы", "Единственный исполнитель", "Sole provider"),
}


@dataclass(frozen=True)
class Completeness:
    """Which of the required things are there.

    Attributes:
        provided, absent, not_recorded: the required things by state, in the order required.
        low, high: share of the required that is provided at least, and at most; None if nothing is
            required.
    """

    provided: tuple[Any, ...]
    absent: tuple[Any, ...]
    not_recorded: tuple[Any, ...]

    @property
    def required(self) -> int:
        return len(self.provided) + len(self.absent) + len(self.not_recorded)

    @property
    def low(self) -> float | None:
        return len(self.provided) / self.required if self.required else None

    @property
    def high(self) -> float | None:
        known = len(self.provided) + len(self.not_recorded)
        return known / self.required if self.required else None

    def state(self, item: Any) -> State:
        """Return the state of one required thing; raises KeyError for others."""
        for state, items in zip(
            STATES, (self.provided, self.absent, self.not_recorded), strict=True
        ):
            if item in items:
                return state
        raise KeyError(item)


@dataclass(frozen=True)
class Redundancy:
    """How many named providers each required thing has.

    Attributes:
        completeness: which are provided at all.
        providers: required thing → its providers, sorted; empty where none is named.
    """

    completeness: Completeness
    providers: Mapping[Any, tuple[Any, ...]]

    @property
    def sole(self) -> dict[Any, Any]:
        """Required thing → its provider, for those with exactly one that is named."""
        return {item: who[0] for item, who in self.providers.items() if len(who) == 1}

    def without(self, actors: Collection[Any]) -> tuple[Any, ...]:
        """Return what loses its last named provider when these actors leave."""
        gone = set(actors)
        return tuple(item for item, who in self.providers.items() if who and gone >= set(who))

    def table(self) -> Table:
        """Return one row per required thing: state, number of providers, the sole one."""
        rows = (
            (item, self.completeness.state(item), len(who), self.sole.get(item))
            for item, who in self.providers.items()
        )
        return rows_table("redundancy", _COLUMNS, rows)


@dataclass(frozen=True)
class Access:
    """Which firms have a provider of which function near.

    Attributes:
        steps: how many links count as near.
        firms, functions: rows and columns.
        near: (firm, function) → the fewest links to a provider, for pairs within ``steps``.
        absent: functions of which a source states that nobody provides them.
    """

    steps: int
    firms: tuple[Any, ...]
    functions: tuple[Any, ...]
    near: Mapping[tuple[Any, Any], int]
    absent: frozenset[Any]

    def state(self, firm: Any, function: Any) -> State:
        """Return provided (within reach), stated absent, or not recorded."""
        if (firm, function) in self.near:
            return "provided"
        return "stated absent" if function in self.absent else "not recorded"

    def share(self, function: Any) -> tuple[float | None, float | None]:
        """Return the low and the high bound of the share of firms that reach a function."""
        if not self.firms:
            return None, None
        reached = sum((firm, function) in self.near for firm in self.firms) / len(self.firms)
        return reached, reached if function in self.absent else 1.0

    def table(self) -> Table:
        """Return one row per firm and function: state and steps."""
        columns = {
            "actor": ("Қатысушы", "Участник", "Actor"),
            "function": ("Функция", "Функция", "Function"),
            "state": _COLUMNS["state"],
            "steps": ("Қадам саны", "Число шагов", "Steps"),
        }
        rows = (
            (firm, function, self.state(firm, function), self.near.get((firm, function)))
            for firm in self.firms
            for function in self.functions
        )
        return rows_table("function-access", columns, rows)


def completeness(
    required: Iterable[Item], provided: Collection[Item], absent: Collection[Item] = ()
) -> Completeness:
    """Return which of the required things are provided, stated absent or not recorded.

    Formula: low = |R ∩ P| / |R|; high = (|R ∩ P| + |R - P - A|) / |R|, with R required, P provided
    and A stated absent. What is both provided and stated absent counts as provided.
    Range: 0 … 1, low <= high; they are equal exactly when nothing is unrecorded.
    Reference: the toolkit's own; the three values are those of S. Kleene, On notation for ordinal
    numbers, Journal of Symbolic Logic 3 (1938) 150-155, the bounds those of incomplete databases
    (T. Imieliński and W. Lipski, Journal of the ACM 31 (1984) 761-791: certain and possible).
    Caution: what is required is a choice, to be read from a taxonomy and not from here. A low value
    with a high upper bound speaks of the sources, not of the cluster.
    """
    order = tuple(dict.fromkeys(required))
    there, gone = set(provided), set(absent)
    return Completeness(
        provided=tuple(item for item in order if item in there),
        absent=tuple(item for item in order if item in gone - there),
        not_recorded=tuple(item for item in order if item not in there | gone),
    )


def redundancy(
    providers: Mapping[Item, Collection[Any]], absent: Collection[Item] = ()
) -> Redundancy:
    """Return how many providers each required thing has.

    Formula: the number of different providers that are named.
    Range: 0 … the number of participants.
    Reference: the toolkit's own; a sole provider is what C. Perrow calls tight coupling (Normal
    Accidents, 1984).
    Caution: a sole provider is the only one *named*; a second may exist that no source names.

    Args:
        providers: required thing → its named providers; an empty collection where none is named.
        absent: required things of which a source states that nobody provides them.
    """
    found = {item: tuple(sorted(set(who), key=str)) for item, who in providers.items()}
    there = [item for item, who in found.items() if who]
    return Redundancy(completeness(found, there, absent), found)


def access(
    graph: nx.Graph,
    firms: Sequence[Any],
    providers: Mapping[Any, Collection[Any]],
    *,
    steps: int = 2,
    absent: Collection[Any] = (),
) -> Access:
    """Return which firms have a provider of each function within a number of links.

    Formula: a firm has access when the shortest way to a provider, links taken without direction,
    is no longer than ``steps``; a firm that is itself a provider has access at 0.
    Range: of ``Access.share``: 0 … 1.
    Reference: the toolkit's own; reach within k steps is that of S. Borgatti, Computational and
    Mathematical Organization Theory 12 (2006) 21-34.
    Caution: nearness in a network is no service: a link only makes one possible.
    """
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((u, v) for u, v in graph.edges() if u != v)
    wanted = set(firms)
    near: dict[tuple[Any, Any], int] = {}
    for function, who in providers.items():
        sources = {node for node in who if node in plain}
        near |= {(node, function): 0 for node in wanted & set(who)}
        seen, front = set(sources), sources
        for step in range(steps + 1):
            near |= {
                (node, function): step for node in front & wanted if (node, function) not in near
            }
            front = {other for node in front for other in plain[node]} - seen
            seen |= front
    return Access(steps, tuple(firms), tuple(providers), near, frozenset(absent))
