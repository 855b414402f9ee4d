"""The value chain of a cluster: which stages are known, and how firmly one hangs on the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ozek.network.completeness import Completeness, completeness
from ozek.network.ready import rows_table

if TYPE_CHECKING:
    from ozek.results import Table


@dataclass(frozen=True)
class Transition:
    """How many separate ways lead from one stage to the next.

    Attributes:
        source, target: the stages.
        ways: how many ways there are that share no participant; None where a stage is not recorded.
        cut: as many participants whose leaving would end the transition; one such set of several.
    """

    source: Any
    target: Any
    ways: int | None
    cut: tuple[Any, ...]


@dataclass(frozen=True)
class ValueChain:
    """What is known of a value chain.

    Attributes:
        stages: which stages have a named participant (none can be stated absent).
        reaching: how many participants of the first stage have a way to the last; None where either
            is not recorded.
        first: how many participants the first stage has.
        longest: steps of the longest chain of supply, going through circles once; None without any.
        transitions: from each stage to the next.
    """

    stages: Completeness
    reaching: int | None
    first: int
    longest: int | None
    transitions: tuple[Transition, ...]

    @property
    def share(self) -> tuple[float | None, float | None]:
        """Low and high bound of the share of the first stage that reaches the last."""
        if not self.first:
            return None, None
        return (self.reaching or 0) / self.first, 1.0

    @property
    def weakest(self) -> Transition | None:
        """The transition with the fewest ways, the first of equals; None if none is recorded."""
        known = [one for one in self.transitions if one.ways is not None]
        return min(known, key=lambda one: one.ways or 0, default=None)

    def table(self) -> Table:
        """Return one row per transition and participant that it hangs on."""
        columns = {
            "source": ("Қай буыннан", "От звена", "From stage"),
            "target": ("Қай буынға", "К звену", "To stage"),
            "ways": ("Бөлек жолдар", "Раздельных путей", "Separate ways"),
            "cut": ("Кімдер ұстап тұр", "На ком держится", "Held by"),
        }
        rows = (
            (one.source, one.target, one.ways, who)
            for one in self.transitions
            for who in one.cut or (None,)
        )
        return rows_table("value-chain", columns, rows)


def value_chain(supply: nx.DiGraph, stages: Mapping[Any, Collection[Any]]) -> ValueChain:
    """Return what is known of a value chain.

    Formula: stages present as in ``completeness``; the share of the first stage with a directed way
    to the last; the longest path of the condensation of ``supply``, in links; per transition the
    largest number of directed ways from one stage to the next that share no node, ends included,
    which by Menger's theorem is the smallest number of participants whose leaving ends it.
    Range: share 0 … 1; ways 0 … size of the smaller stage.
    Reference: the chain: M. Porter, Competitive Advantage (1985); separate ways: K. Menger,
    Fundamenta Mathematicae 10 (1927) 96-115, by maximum flow (Y. Dinitz, 1970).
    Caution: a stage without a named participant is not recorded, and the chain behind it cannot be
    judged. Zero ways between recorded stages means that no source records a delivery.

    Args:
        supply: who delivers to whom, in the direction of the goods.
        stages: stage → its participants, in the order of the chain; they need not be nodes.
    """
    plain = nx.DiGraph()
    plain.add_nodes_from(supply)
    plain.add_edges_from((u, v) for u, v in supply.edges() if u != v)
    for members in stages.values():
        plain.add_nodes_from(members)
    names = list(stages)
    known = completeness(names, [name for name in names if stages[name]])
    first, last = (set(stages[name]) for name in (names[0], names[-1])) if names else (set(), set())
    reaching = len(first & _reaching(plain, last)) if first and last else None
    transitions = tuple(
        _transition(plain, a, b, set(stages[a]), set(stages[b])) for a, b in pairwise(names)
    )
    return ValueChain(known, reaching, len(first), _longest(plain), transitions)


def _reaching(graph: nx.DiGraph, goals: set[Any]) -> set[Any]:
    """Nodes from which a way leads to one of the goals, the goals among them."""
    seen, front = set(goals), set(goals)
    while front:
        front = {other for node in front for other in graph.predecessors(node)} - seen
        seen |= front
    return seen


def _longest(graph: nx.DiGraph) -> int | None:
    if not graph.number_of_edges():
        return None
    return len(nx.dag_longest_path(nx.condensation(graph))) - 1


def _transition(
    graph: nx.DiGraph, source: Any, target: Any, starts: set[Any], ends: set[Any]
) -> Transition:
    if not starts or not ends:
        return Transition(source, target, None, ())
    # Who is at both stages is a way of its own, and no one else can do without it.
    ways, cut = _disjoint_ways(graph, starts, ends)
    return Transition(source, target, ways, tuple(sorted(cut, key=str)))


def _disjoint_ways(graph: nx.DiGraph, starts: set[Any], ends: set[Any]) -> tuple[int, list[Any]]:
    """Menger: the number of ways without a common node, and a smallest set of nodes on all."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    nodes = sorted(graph, key=str)
    place = {node: 2 * number for number, node in enumerate(nodes)}
    begin, end, many = 2 * len(nodes), 2 * len(nodes) + 1, len(nodes) + 1
    # Each node is an entry and an exit with one place between them.
    rows = [place[node] for node in nodes]
    columns = [place[node] + 1 for node in nodes]
    capacity = [1] * len(nodes)
    for u, v in graph.edges():
        rows.append(place[u] + 1)
        columns.append(place[v])
        capacity.append(many)
    for node in sorted(starts, key=str):
        rows.append(begin)
        columns.append(place[node])
        capacity.append(many)
    for node in sorted(ends, key=str):
        rows.append(place[node] + 1)
        columns.append(end)
        capacity.append(many)
    shape = (end + 1, end + 1)
    room = csr_array((np.array(capacity, np.int32), (rows, columns)), shape=shape)
    found = maximum_flow(room, begin, end)
    rest = csr_array(room - found.flow)
    rest.eliminate_zeros()
    seen = np.zeros(end + 1, bool)
    seen[breadth_first_order(rest, begin, return_predecessors=False)] = True
    cut = [node for node in nodes if seen[place[node]] and not seen[place[node] + 1]]
    return int(found.flow_value), cut
