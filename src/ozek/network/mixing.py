"""Mixing of the kinds of actor: who is linked with whom, more or less than by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ozek.network.measures import Values, register
from ozek.network.ready import SEED, By, NotApplicable, Ready, Result, ready, rows_table

if TYPE_CHECKING:
    from ozek.results import Table


@dataclass(frozen=True, kw_only=True)
class ExternalInternal(Result):
    """The E-I index of the whole, of each kind and of each node.

    Attributes:
        value: of the whole; None without links between nodes that have a kind.
        external, internal: links across kinds and inside them.
        expected: what links placed at random would give with kinds of these sizes.
        p_value: how often kinds dealt out anew among the same nodes give an index at least as far
            from its mean as this one.
        draws, seed: how many times the kinds were dealt out, and from which seed.
        kinds: kind → (index, external, internal).
        nodes: node → index; None for a node without such links.
    """

    value: float | None
    external: int
    internal: int
    expected: float | None
    p_value: float | None
    draws: int
    seed: int
    kinds: Mapping[str, tuple[float | None, int, int]]
    nodes: Mapping[Any, float | None]

    def table(self) -> Table:
        """Return one row per kind, and a first one for the whole, which has no kind."""
        columns = {
            "kind": ("Түрі", "Вид", "Kind"),
            "external": ("Сыртқы байланыстар", "Внешние связи", "External"),
            "internal": ("Ішкі байланыстар", "Внутренние связи", "Internal"),
            "ei_index": ("E-I индексі", "Индекс E-I", "E-I index"),
            "expected": ("Күтілетін", "Ожидалось", "Expected"),
            "p_value": ("p мәні", "p-значение", "p-value"),
        }
        rows: list[tuple[Any, ...]] = [
            (None, self.external, self.internal, self.value, self.expected, self.p_value)
        ]
        rows += [(kind, e, i, index, None, None) for kind, (index, e, i) in self.kinds.items()]
        return rows_table("ei-index", columns, rows)


@dataclass(frozen=True, kw_only=True)
class Mixing(Result):
    """Links between every two kinds.

    Attributes:
        kinds: the kinds, sorted.
        sizes: nodes of each.
        counts: links from one kind (row) to another (column); without directions symmetric, a link
            inside a kind counted once.
        densities: the same as a share of the possible links; None where no pair exists.
        value: Newman's assortativity of the matrix, see the measure ``assortativity``.
        inbreeding: kind → Coleman's index, see ``coleman``.
    """

    kinds: tuple[str, ...]
    sizes: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    densities: tuple[tuple[float | None, ...], ...]
    value: float | None
    inbreeding: Mapping[str, float | None]

    @property
    def empty(self) -> tuple[tuple[str, str], ...]:
        """Pairs of kinds that could be linked and are not: (from, to), once without directions."""
        return tuple(
            (self.kinds[i], self.kinds[j])
            for i, j in self._cells()
            if self.counts[i][j] == 0 and self.densities[i][j] is not None
        )

    def _cells(self) -> Sequence[tuple[int, int]]:
        places = range(len(self.kinds))
        return [(i, j) for i in places for j in places if self.directed or j >= i]

    def table(self) -> Table:
        """Return one row per pair of kinds: the two, their links, the density."""
        columns = {
            "kind": ("Түрі", "Вид", "Kind"),
            "other": ("Басқа түрі", "Другой вид", "Other kind"),
            "links": ("Байланыстар", "Связи", "Links"),
            "density": ("Тығыздық", "Плотность", "Density"),
        }
        rows = (
            (self.kinds[i], self.kinds[j], self.counts[i][j], self.densities[i][j])
            for i, j in self._cells()
        )
        return rows_table("mixing", columns, rows)


def external_internal(
    graph: nx.Graph, by: By = "kind", *, draws: int = 1000, seed: int = SEED
) -> ExternalInternal:
    """Return the E-I index with its expectation and a permutation test.

    Formula: (E - I) / (E + I), E links across kinds and I inside; every link counts once, also in
    the index of a kind (links with an end of it) and of a node (its links). Expected:
    1 - 2 Σ n_g(n_g - 1) / (n(n - 1)). p = (1 + draws at least as far from the expectation) /
    (1 + draws).
    Range: -1 (all inside) … +1 (all across).
    Reference: D. Krackhardt and R. N. Stern, Informal networks and organizational crises, Social
    Psychology Quarterly 51 (1988) 123-140.
    Caution: many small kinds push it up by themselves; read it against the expectation.

    Args:
        graph: from ``project``, or any networkx graph.
        by: where the kinds come from; nodes without one are left out.
        draws: how often the kinds are dealt out anew.
        seed: of the random numbers.
    """
    given = ready(graph)
    kinds, warnings = given.kinds(by)
    names, order, code, pairs = _coded(given.graph, kinds)
    across = code[pairs[:, 0]] != code[pairs[:, 1]]
    expected = expected_ei(kinds)
    value = _index(int(across.sum()), int((~across).sum()))
    per_node, per_kind = _by_node_and_kind(pairs, across, code, len(names))
    return ExternalInternal(
        value=value,
        external=int(across.sum()),
        internal=int((~across).sum()),
        expected=expected,
        p_value=_p_value(pairs, code, value, expected, draws, seed),
        draws=draws,
        seed=seed,
        kinds={name: (_index(*per_kind[at]), *per_kind[at]) for at, name in enumerate(names)},
        nodes={given.names[node]: _index(*per_node[at]) for at, node in enumerate(order)},
        **given.about(*warnings),
    )


def mixing_matrix(graph: nx.Graph, by: By = "kind") -> Mixing:
    """Return the links between every two kinds, as counts and densities.

    Formula: counts c_gh of links from kind g to kind h; density c_gh / (n_g n_h), inside a kind
    c_gg / (n_g(n_g - 1)), without directions twice that.
    Range: counts from 0, densities 0 … 1.
    Reference: M. E. J. Newman, Mixing patterns in networks, Physical Review E 67 (2003) 026126.
    Caution: an empty cell is a pair of kinds without a *recorded* link: no proof there is none.

    Args:
        graph: from ``project``, or any networkx graph.
        by: where the kinds come from; nodes without one are left out.
    """
    given = ready(graph)
    kinds, warnings = given.kinds(by)
    names, ends = _matrix(given.graph, kinds)
    sizes = [list(kinds.values()).count(name) for name in names]
    directed = given.graph.is_directed()
    counts = ends if directed else ends - np.diag(np.diag(ends) // 2)
    densities: list[tuple[float | None, ...]] = []
    for g, size in enumerate(sizes):
        possible = [size * other - (size if g == h else 0) for h, other in enumerate(sizes)]
        densities.append(
            tuple(
                int(links) / pairs if pairs else None
                for links, pairs in zip(ends[g], possible, strict=True)
            )
        )
    return Mixing(
        kinds=tuple(names),
        sizes=tuple(sizes),
        counts=tuple(tuple(int(cell) for cell in row) for row in counts),
        densities=tuple(densities),
        value=assortativity_of(ends),
        inbreeding=dict(zip(names, coleman(ends, sizes), strict=True)),
        **given.about(*warnings),
    )


def assortativity_of(matrix: ArrayLike) -> float | None:
    """Return Newman's r of a mixing matrix of counts or shares; None where it is not defined.

    Without directions the matrix has to be symmetric, with twice the links inside a kind.
    """
    e = np.asarray(matrix, float)
    if not e.size or not e.sum():
        return None
    e = e / e.sum()
    chance = float(e.sum(0) @ e.sum(1))
    return (float(np.trace(e)) - chance) / (1 - chance) if 1 - chance > 1e-12 else None


def coleman(matrix: ArrayLike, sizes: Sequence[int]) -> tuple[float | None, ...]:
    """Return Coleman's index of inbreeding of every kind.

    Formula: (s_gg - w) / (S_g - w), S_g the link ends that leave kind g, w = S_g(n_g - 1)/(N - 1)
    those expected inside; below w the denominator is w.
    Range: -1 (only outside) … 0 (as by chance) … 1 (only inside); None without links.
    Reference: J. S. Coleman, Relational analysis, Human Organization 17 (1958) 28-36.
    """
    s, total = np.asarray(matrix, float), sum(sizes)
    found: list[float | None] = []
    for g, n in enumerate(sizes):
        leaving = float(s[g].sum())
        w = leaving * (n - 1) / (total - 1) if total > 1 else 0.0
        below = leaving - w if s[g, g] >= w else w
        found.append((float(s[g, g]) - w) / below if below else None)
    return tuple(found)


def expected_ei(kinds: Mapping[Any, str]) -> float | None:
    """Return the E-I index to be expected of random links; None below two nodes."""
    n = len(kinds)
    inside = sum(size * (size - 1) for size in Counter(kinds.values()).values())
    return 1 - 2 * inside / (n * (n - 1)) if n > 1 else None


@register("node", kk="E-I индексі", ru="Индекс E-I", en="E-I index")
def ei_index(graph: nx.Graph) -> Values:
    """Whether the links of the node go to other kinds or to its own.

    Formula: (E - I) / (E + I), E its links to other kinds and I those to its own. The value of the
    whole graph is the same over all links.
    Range: -1 (all inside) … +1 (all across); not applicable without links between kinds.
    Reference: D. Krackhardt and R. N. Stern, Social Psychology Quarterly 51 (1988) 123-140.
    Caution: many small kinds push it up by themselves; ``mixing.external_internal`` gives what is
    to be expected and a test.
    """
    kinds, warnings = Ready(graph, list(graph), "", ()).kinds()
    names, order, code, pairs = _coded(graph, kinds)
    if not len(pairs):
        raise NotApplicable("there are no links between nodes that have a kind")
    across = code[pairs[:, 0]] != code[pairs[:, 1]]
    per_node, _ = _by_node_and_kind(pairs, across, code, len(names))
    values = dict.fromkeys(graph) | {
        node: _index(*counts) for node, counts in zip(order, per_node, strict=True)
    }
    return Values(values, _index(int(across.sum()), int((~across).sum())), warnings)


@register("graph", kk="Ұқсастарға бейімділік", ru="Ассортативность", en="Assortativity")
def assortativity(graph: nx.Graph) -> Values:
    """Whether links join equal kinds, corrected for how many links each kind has.

    Formula: r = (Σ e_gg - Σ a_g b_g) / (1 - Σ a_g b_g), e_gh the share of links from kind g to h,
    a and b its sums over rows and columns.
    Range: below 0 (across) … 0 (as by chance) … 1 (only inside); not applicable where all links are
    of one kind. Nodes without a kind are left out; they are no kind of their own.
    Reference: M. E. J. Newman, Physical Review E 67 (2003) 026126.
    Caution: the least possible value depends on the sizes of the kinds and is rarely -1.
    """
    kinds, warnings = Ready(graph, list(graph), "", ()).kinds()
    value = assortativity_of(_matrix(graph, kinds)[1])
    if value is None:
        raise NotApplicable("it needs links, and two kinds among their ends")
    return Values(value=value, warnings=warnings)


@register("graph", "undirected", kk="Дәрежелер корреляциясы", ru="Корреляция степеней",
          en="Degree assortativity")  # fmt: skip
def degree_assortativity(graph: nx.Graph) -> Values:
    """Whether the well-linked are linked to each other.

    Formula: Pearson's correlation of the degrees at the two ends of the links.
    Range: -1 (hubs with the periphery) … 1 (hubs with hubs); not applicable where all ends have the
    same degree.
    Reference: M. E. J. Newman, Assortative mixing in networks, Physical Review Letters 89 (2002)
    208701.
    Caution: near zero or below in any network with a few very large hubs, for that reason alone.
    """
    ends = np.array([(graph.degree[u], graph.degree[v]) for u, v in graph.edges()], float)
    both = np.concatenate([ends, ends[:, ::-1]]) if len(ends) else np.zeros((0, 2))
    if not len(both) or not both[:, 0].std():
        raise NotApplicable("it needs links whose ends have different degrees")
    return Values(value=float(np.corrcoef(both[:, 0], both[:, 1])[0, 1]))


def _ends(graph: nx.Graph, kinds: Mapping[int, str]) -> list[tuple[int, int]]:
    return [(u, v) for u, v in graph.edges() if u in kinds and v in kinds]


def _coded(
    graph: nx.Graph, kinds: Mapping[int, str]
) -> tuple[list[str], list[int], NDArray[np.int64], NDArray[np.int64]]:
    """Return the kinds, the nodes that have one, their codes, and the links by place of node."""
    names, order = sorted(set(kinds.values())), sorted(kinds)
    codes = {name: at for at, name in enumerate(names)}
    place = {node: at for at, node in enumerate(order)}
    pairs = [(place[u], place[v]) for u, v in _ends(graph, kinds)]
    code = np.array([codes[kinds[node]] for node in order], np.int64)
    return names, order, code, np.array(pairs, np.int64).reshape(-1, 2)


def _matrix(graph: nx.Graph, kinds: Mapping[int, str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the kinds and the ends of links between them; symmetric without directions."""
    names = sorted(set(kinds.values()))
    place = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(names), len(names)), np.int64)
    for u, v in _ends(graph, kinds):
        found[place[kinds[u]], place[kinds[v]]] += 1
    return names, found if graph.is_directed() else found + found.T


def _index(external: int, internal: int) -> float | None:
    links = external + internal
    return (external - internal) / links if links else None


def _by_node_and_kind(
    pairs: NDArray[np.int64], across: NDArray[np.bool_], code: NDArray[np.int64], kinds: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return (external, internal) of every node and of every kind."""

    def count(places: NDArray[np.int64], size: int) -> NDArray[np.int64]:
        return np.bincount(places, minlength=size)

    out, inside = pairs[across].ravel(), pairs[~across].ravel()
    nodes = zip(count(out, len(code)).tolist(), count(inside, len(code)).tolist(), strict=True)
    own = count(code[inside], kinds) // 2
    return list(nodes), list(zip(count(code[out], kinds).tolist(), own.tolist(), strict=True))


def _p_value(
    pairs: NDArray[np.int64],
    code: NDArray[np.int64],
    value: float | None,
    expected: float | None,
    draws: int,
    seed: int,
) -> float | None:
    if value is None or expected is None or not draws:
        return None
    rng = np.random.default_rng(seed)
    far = 0
    for _ in range(draws):
        dealt = rng.permutation(code)
        drawn = 2 * float((dealt[pairs[:, 0]] != dealt[pairs[:, 1]]).mean()) - 1
        far += abs(drawn - expected) >= abs(value - expected) - 1e-12
    return (1 + far) / (1 + draws)
