"""The links of a cluster's participants, out of the projection ``cluster-links``."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from ozek.clusters.grounds import GroundsReader
from ozek.clusters.parts import Link

if TYPE_CHECKING:
    import networkx as nx

PROJECTION = "cluster-links"


def neighbours(graph: nx.MultiDiGraph, inside: Set[str]) -> set[str]:
    """Return the nodes that are linked with one of ``inside`` and are none of them."""
    around: set[str] = set()
    for node in inside & graph.nodes:
        around.update(graph.successors(node), graph.predecessors(node))
    return around - inside


def links(
    graph: nx.MultiDiGraph, inside: Set[str], around: Set[str], grounds: GroundsReader
) -> tuple[tuple[Link, ...], int]:
    """Return the links among ``inside`` and between them and ``around``, and how many go elsewhere.

    Links of which neither end is inside are not looked at.
    """
    found: dict[tuple[str, str, str], Link] = {}
    outside = 0
    for node in sorted(inside & graph.nodes):
        for edges in (graph.out_edges, graph.in_edges):
            for source, target, key, data in edges(node, keys=True, data=True):
                other = target if source == node else source
                if other not in inside and other not in around:
                    outside += 1
                elif (source, target, key) not in found:
                    found[source, target, key] = Link(
                        source=source,
                        target=target,
                        relation=data["relation"],
                        label=data["label"],
                        inside=source in inside and target in inside,
                        basis=data["basis"],
                        grounds=grounds.of_graphs(data["evidence"].split()),
                    )
    return tuple(found[key] for key in sorted(found) if not _mirrored(found, key)), outside


def _mirrored(found: Mapping[tuple[str, str, str], Link], key: tuple[str, str, str]) -> bool:
    """Whether a link only follows, by symmetry, from the same one the other way round."""
    source, target, relation = key
    other = found.get((target, source, relation))
    return found[key].basis == "derived" and other is not None and other.basis != "derived"
