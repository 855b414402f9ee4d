"""The measures of one cluster, all on its own network: what the card and the comparison show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ozek.clusters.network import cluster_network, supply_network
from ozek.network import MEASURES
from ozek.network.bridging import Bridging, between
from ozek.network.completeness import Access, Redundancy, access, redundancy
from ozek.network.core import CorePeriphery, core_periphery
from ozek.network.mixing import ExternalInternal, external_internal
from ozek.network.resilience import Dependence, dependence
from ozek.network.value_chain import ValueChain, value_chain

if TYPE_CHECKING:
    import networkx as nx

    from ozek.clusters.parts import Anatomy


STEPS = 2
"""How many links count as near for the access to functions."""
LARGE = 1000
"""Above so many nodes no core is searched for."""


@dataclass(frozen=True)
class Diagnosis:
    """What can be measured of a cluster; what needs links is None where none is recorded.

    Attributes:
        functions: providers per required function, with completeness and its bounds.
        chain: stages, ways between them, what they hang on.
        cut_points: those whose leaving alone splits the network further, most between ones first.
        betweenness: node → betweenness, normalised.
        mixing: E-I index between the parts of the map (``Anatomy.part``).
        bridging: who links science and business.
        access: which firms of the core have a provider of which function within STEPS links.
        core: the best core and periphery; None without links, or on more than LARGE nodes.
        state: dependence on the state bodies that are nodes of the network; None without such.
        warnings: what the measures have to say besides.
    """

    anatomy: Anatomy
    network: nx.MultiDiGraph
    functions: Redundancy
    chain: ValueChain
    cut_points: tuple[str, ...]
    betweenness: Mapping[str, float]
    mixing: ExternalInternal | None
    bridging: Bridging | None
    access: Access
    core: CorePeriphery | None
    state: Dependence | None
    warnings: tuple[str, ...]

    @property
    def n(self) -> int:
        return len(self.network)

    @property
    def linked(self) -> bool:
        """Whether any link is recorded."""
        return bool(self.anatomy.links)

    @property
    def mean_degree(self) -> float | None:
        """Neighbours per node: 2m/n of the simple graph without directions."""
        if not self.n:
            return None
        return 2 * self.pairs / self.n

    @property
    def pairs(self) -> int:
        """Pairs of nodes with a link, directions and parallel relations aside."""
        return len({frozenset(edge) for edge in self.network.edges()})


def diagnose(anatomy: Anatomy) -> Diagnosis:
    """Measure a cluster.

    Formulas, references, cautions: at each measure's own function. The network has the projection
    ``cluster-links``, cut to the cluster (see ``cluster_network``), without directions for all but
    the value chain, which follows supply.
    """
    graph = cluster_network(anatomy)
    absent = [one.function for one in anatomy.functions if one.state == "stated absent"]
    functions = redundancy({one.function: one.providers for one in anatomy.functions}, absent)
    stages = {stage.role: stage.members for stage in anatomy.stages}
    firms = [m.iri for m in anatomy.members if "IndustrialCore" in m.segments]
    between_ness, cuts, mixing, bridging, state, core = {}, [], None, None, None, None
    warnings: tuple[str, ...] = ()
    if graph.number_of_edges():
        ranked = MEASURES["betweenness"](graph)
        between_ness = {node: float(value or 0) for node, value in ranked.values.items()}
        found = MEASURES["articulation_points"](graph).values
        cuts = [node for node, _ in ranked.ranked() if found.get(node)]
        mixing = external_internal(graph, by="part")
        core = core_periphery(graph) if len(graph) <= LARGE else None
        bridging = between(graph, "science", "business", pairs=0)
        warnings = tuple(dict.fromkeys((*ranked.warnings, *mixing.warnings)))
        bodies = [body for body in anatomy.state if body in graph and graph.degree(body)]
        state = dependence(graph, bodies) if bodies else None
    return Diagnosis(
        anatomy=anatomy,
        network=graph,
        functions=functions,
        chain=value_chain(supply_network(anatomy), stages),
        cut_points=tuple(cuts),
        betweenness=between_ness,
        mixing=mixing,
        bridging=bridging,
        access=access(graph, firms, functions.providers, steps=STEPS, absent=absent),
        core=core,
        state=state,
        warnings=warnings,
    )
