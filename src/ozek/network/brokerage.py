"""Brokerage between kinds of actor: the roles of Gould and Fernandez.

A two-path a → v → b is *open* when a and b differ and there is no link a → b: then v is the only
way between the two. Without directions every link counts both ways.

Which kind a node has is the projection's choice: the first class of its ``kinds`` that fits (the
primary type). A university that is also a state body has one of the two, never both; ``by`` takes
another attribute, the three sectors, or a mapping of your own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ozek.network.measures import Values, register
from ozek.network.notes import note
from ozek.network.ready import By, NotApplicable, Ready, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""Kinds of a, v and b: all equal; a = b only; v = b only; a = v only; all different."""

ROLE_TITLES = {
    "coordinator": ("Үйлестіруші", "Координатор", "Coordinator"),
    "itinerant": ("Сырттан келген делдал", "Внешний посредник", "Itinerant"),
    "gatekeeper": ("Қақпашы", "Привратник", "Gatekeeper"),
    "representative": ("Өкіл", "Представитель", "Representative"),
    "liaison": ("Байланыстырушы", "Связной", "Liaison"),
}

Neighbours = Mapping[int, set[int]]
Roles = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Broker:
    """The roles of one node.

    Attributes:
        node, kind: who.
        roles: open two-paths through the node, one number per role, in the order of ROLES.
        expected: the same if the links were placed at random with the same density.
    """

    node: Any
    kind: str
    roles: Roles
    expected: tuple[float, float, float, float, float]

    @property
    def total(self) -> int:
        """All open two-paths through the node."""
        return sum(self.roles)

    @property
    def ratio(self) -> float | None:
        """Total by its expectation; None where nothing is to be expected."""
        expected = sum(self.expected)
        return self.total / expected if expected else None

    def ratio_of(self, role: str) -> float | None:
        """One role by its expectation; None where nothing is to be expected."""
        at = ROLES.index(role)
        return self.roles[at] / self.expected[at] if self.expected[at] else None


@dataclass(frozen=True, kw_only=True)
class Brokerage(Result):
    """Gould–Fernandez roles of every node that has a kind; ``value`` is the sum over all."""

    brokers: tuple[Broker, ...]
    totals: Roles

    @property
    def value(self) -> int:
        """Number of open two-paths in the network."""
        return sum(self.totals)

    def table(self) -> Table:
        """Return one row per node, most brokerage first: roles, their sum, the ratio."""
        columns = {
            "node": ("Түйін", "Узел", "Node"),
            "kind": ("Түрі", "Вид", "Kind"),
            **ROLE_TITLES,
            "total": ("Барлығы", "Всего", "Total"),
            "expected": ("Күтілетін", "Ожидалось", "Expected"),
            "ratio": ("Қатынасы", "Отношение", "Ratio"),
        }
        rows = (
            (b.node, b.kind, *b.roles, b.total, float(sum(b.expected)), b.ratio)
            for b in self.brokers
        )
        return rows_table("brokerage", columns, rows)


def roles(graph: nx.Graph, by: By = "kind") -> Brokerage:
    """Return the five brokerage roles of every node, with their expectations.

    Formula: for every open two-path a → v → b with kinds A, V, B, v is coordinator if A = V = B,
    itinerant if A = B ≠ V, gatekeeper if A ≠ V = B, representative if A = V ≠ B, liaison if all
    differ. Expected with density d, q = d²(1 - d), N nodes, n of v's kind and n_h of another:
    coordinator q(n-1)(n-2), itinerant q Σ n_h(n_h-1), gatekeeper = representative = q(N-n)(n-1),
    liaison q[(Σ n_h)² - Σ n_h²].
    Range: 0 … the number of open two-paths; over all nodes and roles they sum to exactly that.
    Reference: R. V. Gould and R. M. Fernandez, Structures of mediation: a formal approach to
    brokerage in transaction networks, Sociological Methodology 19 (1989) 89-126.
    Caution: compare ratios, not counts, where the kinds differ in size. Without directions all
    counts double and gatekeeper equals representative. A link nobody recorded opens a two-path.

    Args:
        graph: from ``project``, or any networkx graph.
        by: where the kinds come from; nodes without one are left out.
    """
    given = ready(graph)
    kinds, warnings = given.kinds(by)
    if not given.graph.is_directed() and given.graph.number_of_edges():
        warnings += (note("both_ways"),)
    found = _counts(given.graph, kinds)
    expected = _expected(given.graph, kinds)
    brokers = [
        Broker(given.names[v], kinds[v], found[v], expected[kinds[v]]) for v in sorted(found)
    ]
    brokers.sort(key=lambda one: -one.total)
    totals: Any = tuple(sum(one.roles[at] for one in brokers) for at in range(len(ROLES)))
    return Brokerage(brokers=tuple(brokers), totals=totals, **given.about(*warnings))


@register("node", whole="open_two_paths", kk="Делдалдық", ru="Брокерство", en="Brokerage")
def brokerage(graph: nx.Graph) -> Values:
    """Open two-paths through the node: pairs of its neighbours that are not linked themselves.

    Formula: sum of the five roles of Gould and Fernandez over all nodes with a kind. The value of
    the whole graph is the sum over the nodes: its open two-paths.
    Range: 0 … (n-1)(n-2); not applicable where no node has a kind.
    Reference: R. V. Gould and R. M. Fernandez, Sociological Methodology 19 (1989) 89-126.
    Caution: grows with the square of the degree. ``brokerage.roles`` gives the roles and what
    chance would give.
    """
    return _registered(graph, range(len(ROLES)))


@register("node", kk="Түрлер арасындағы делдалдық", ru="Брокерство между видами",
          en="Brokerage between kinds")  # fmt: skip
def cross_brokerage(graph: nx.Graph) -> Values:
    """Open two-paths through the node whose two ends are of different kinds.

    Formula: gatekeeper + representative + liaison, see ``brokerage.roles``. The value of the whole
    graph is the sum over the nodes.
    Range: 0 … (n-1)(n-2); not applicable where no node has a kind.
    Reference: R. V. Gould and R. M. Fernandez, Sociological Methodology 19 (1989) 89-126.
    Caution: depends on how finely the projection divides the kinds.
    """
    return _registered(graph, (2, 3, 4))


def _registered(graph: nx.Graph, places: Collection[int]) -> Values:
    kinds, warnings = Ready(graph, list(graph), "", ()).kinds()
    if not kinds:
        raise NotApplicable("no node has a kind")
    found = _counts(graph, kinds)
    sums = {v: sum(found[v][at] for at in places) if v in found else None for v in graph}
    return Values(sums, sum(value or 0 for value in sums.values()), warnings)


def _counts(graph: nx.Graph, kinds: Mapping[int, str]) -> dict[int, Roles]:
    """Return the roles of the nodes that have a kind.

    All two-paths from the numbers of neighbours of each kind, less those that return to their
    start, less those that a link closes: so a hub costs its degree, not the square of it.
    """
    after, before = neighbours(graph, kinds)
    found = {}
    for v in kinds:
        own = kinds[v]
        ins = Counter(kinds[w] for w in before[v])
        outs = Counter(kinds[w] for w in after[v])
        back = Counter(kinds[w] for w in (before[v] & after[v]))
        more_in, more_out = ins.total() - ins[own], outs.total() - outs[own]
        alike = sum(ins[kind] * outs[kind] for kind in ins if kind != own)
        found[v] = [
            ins[own] * outs[own] - back[own],
            alike - (back.total() - back[own]),
            more_in * outs[own],
            ins[own] * more_out,
            more_in * more_out - alike,
        ]
    for a in kinds:
        for b in after[a]:
            for v in after[a] & before[b]:
                found[v][_role(kinds[a], kinds[v], kinds[b])] -= 1
    return {v: (n[0], n[1], n[2], n[3], n[4]) for v, n in found.items()}


def _role(a: str, v: str, b: str) -> int:
    if a == b:
        return 0 if a == v else 1
    if v == b:
        return 2
    return 3 if a == v else 4


def chance(graph: nx.Graph) -> float:
    """Return d²(1 - d): how likely any two-path is to be there and open, under random links."""
    density = nx.density(graph)
    return float(density * density * (1 - density))


def _expected(
    graph: nx.Graph, kinds: Mapping[int, str]
) -> dict[str, tuple[float, float, float, float, float]]:
    """Return kind → expected roles of one of its nodes."""
    q = chance(graph.subgraph(kinds))
    sizes = Counter(kinds.values())
    found = {}
    for kind, n in sizes.items():
        others = np.array([size for other, size in sizes.items() if other != kind], float)
        rest, squares = float(others.sum()), float((others**2).sum())
        outer = q * rest * (n - 1)
        found[kind] = (
            q * (n - 1) * (n - 2),
            q * (squares - rest),
            outer,
            outer,
            q * (rest**2 - squares),
        )
    return found


def neighbours(graph: nx.Graph, nodes: Collection[int]) -> tuple[Neighbours, Neighbours]:
    """Return whom each of the nodes links to and who links to it, among the nodes."""
    after = {v: {w for w in graph.adj[v] if w in nodes} for v in nodes}
    if not graph.is_directed():
        return after, after
    return after, {v: {w for w in graph.pred[v] if w in nodes} for v in nodes}
