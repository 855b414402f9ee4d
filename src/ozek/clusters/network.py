"""The network of one cluster: participants, and state bodies and related clusters around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from ozek.clusters.linking import PROJECTION
from ozek.namespaces import shorten
from ozek.network.projection import local_name

if TYPE_CHECKING:
    from ozek.clusters.parts import Anatomy

SUPPLY = "ozek:suppliesTo"
"""The relation along which a product moves."""


def cluster_network(anatomy: Anatomy) -> nx.MultiDiGraph:
    """Return the network of a cluster, as ``project`` makes one.

    Every participant is a node, linked or not; state bodies and related clusters are when a link
    reaches them. Nodes have ``label``, ``part`` (see ``Anatomy.part``), ``kind`` (local name of the
    class, of a group that of its members); edges as in ``project``.
    """
    graph = nx.MultiDiGraph()
    title = anatomy.label
    graph.graph.update(name=PROJECTION, title=title, paths="undirected", language=anatomy.lang)
    graph.graph["incomplete"] = "; ".join(
        f"{one.label}: {one.named}/{one.declared}"
        for one in anatomy.declared
        if one.declared is not None and one.named < one.declared
    )
    kinds = {member.iri: local_name(member.of) for member in anatomy.members}
    ends = {end for link in anatomy.links for end in (link.source, link.target)}
    for node in sorted(ends | set(kinds)):
        part = anatomy.part(node)
        kind = kinds.get(node) or {"state": "StateBody", "related": "Cluster"}.get(part, "")
        graph.add_node(node, label=anatomy.labels[node], part=part, kind=kind)
    for link in anatomy.links:
        graph.add_edge(
            link.source,
            link.target,
            key=shorten(link.relation),
            relation=link.relation,
            label=link.label,
            basis=link.basis,
        )
    return graph


def supply_network(anatomy: Anatomy) -> nx.DiGraph:
    """Return who supplies whom in a cluster."""
    graph = nx.DiGraph()
    graph.add_edges_from(
        (link.source, link.target) for link in anatomy.links if link.relation == SUPPLY
    )
    return graph
