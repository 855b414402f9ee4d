"""What breaks when actors leave: functions, stages, connections, what they alone answer for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from ozek import namespaces as ns
from ozek.clusters import required
from ozek.clusters.anatomy import anatomies
from ozek.clusters.answer import Answer, answered
from ozek.clusters.linking import PROJECTION
from ozek.clusters.network import cluster_network
from ozek.clusters.parts import Anatomy, Grounds, joined
from ozek.clusters.rows import Row
from ozek.clusters.wording import Words
from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.network import project, said, simple
from ozek.network.projection import GraphPath
from ozek.network.resilience import Dependence, dependence
from ozek.network.statements import read

if TYPE_CHECKING:
    from ozek.store import Store

CUT_OFF = 20
"""How many actors that are cut off are listed."""

STATE = ("state", "государство", "мемлекет")
"""What stands for all state bodies where actors are named."""

_ALONE = ("isAdoptedBy", "isPursuedBy", "isManagedBy")
"""Relations to who is answerable for a document, a policy or a cluster."""


@dataclass(frozen=True)
class Loss:
    """A function or stage of a cluster whose last named participant leaves."""

    cluster: str
    item: str
    stage: bool
    grounds: Grounds


def what_if(
    store: Store,
    actors: Collection[str],
    *,
    cluster: str | None = None,
    network: str = PROJECTION,
    lang: str = "en",
    draws: int = 1000,
) -> Answer:
    """Return what breaks, of what is recorded, when actors leave.

    Args:
        store: reasoned.
        actors: IRIs of those who leave.
        cluster: IRI of the cluster to look at; all of them by default.
        network: projection of the links, for all clusters together; that of a single cluster is
            always ``cluster-links``.
        lang: kk, ru or en.
        draws: random removals to compare with.

    Raises:
        UsageError: no actor was named, or the cluster is none.
    """
    gone = tuple(dict.fromkeys(actors))
    if not gone:
        raise UsageError("name who leaves")
    found = anatomies(store, [cluster] if cluster else None, lang=lang)
    graph = cluster_network(found[cluster]) if cluster else project(store, network, lang=lang)
    words, labels = Words(lang), Labels(store, lang)
    linked = [actor for actor in gone if actor in graph and graph.degree(actor)]
    result = dependence(graph, linked, draws=draws) if linked else None
    losses = [loss for one in found.values() for loss in losses_of(one, gone)]
    alone = in_their_hands(store, gone)
    rows = [
        *(Row("breaks", "leaves", who=actor) for actor in gone),
        *(_row(loss) for loss in losses),
        *(Row("breaks", "alone", light="amber", who=iri, grounds=g) for iri, g in alone.items()),
        *(_measured(graph, result) if result else ()),
    ]
    members = [m for one in found.values() for m in one.members if m.iri in set(gone)]
    return answered(
        store,
        "what-if",
        lang,
        sentences=_sentences(gone, result, losses, alone, labels, words),
        rows=rows,
        notes=_notes(graph, result, words),
        grounds=joined([*(row.grounds for row in rows), *(m.grounds for m in members)]),
    )


def state_actors(store: Store, cluster: str | None = None) -> list[str]:
    """Return the state bodies in and around a cluster, or all that are linked anywhere.

    Raises UsageError if none is recorded there.
    """
    if cluster:
        found = list(anatomies(store, [cluster])[cluster].state)
    else:
        nodes = project(store, PROJECTION).nodes
        bodies = required.state_bodies(store, required.notions(store))
        found = sorted(bodies & set(nodes)) or sorted(bodies)
    if not found:
        raise UsageError("no state body is recorded there")
    return found


def losses_of(anatomy: Anatomy, gone: Collection[str]) -> Iterator[Loss]:
    """Yield the functions and stages of a cluster that lose their last named participant."""
    leaving = set(gone)
    for function in anatomy.functions:
        if function.providers and leaving >= set(function.providers):
            yield Loss(anatomy.cluster, function.function, False, function.grounds)
    for stage in anatomy.stages:
        if stage.members and leaving >= set(stage.members):
            members = [m.grounds for m in anatomy.members if m.iri in leaving]
            yield Loss(anatomy.cluster, stage.role, True, joined(members))


def in_their_hands(store: Store, gone: Collection[str]) -> dict[str, Grounds]:
    """Return what has nobody else recorded: documents, policies and clusters for which only those
    who leave answer, and initiatives that only they support → what says so.
    """
    facts, leaving = read(store), set(gone)
    holders: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for name in _ALONE:
        for (thing, body), trail in facts.links(ns.OZEK + name).items():
            holders[thing][body] = trail.graphs
    support = facts.walk(GraphPath.parse("^ozek:isDirectedTo/ozek:isGivenBy"))
    for (initiative, body), trail in support.items():
        holders[initiative][body] = trail.graphs
    found = {}
    for thing, bodies in sorted(holders.items()):
        if bodies and leaving >= set(bodies):
            graphs = {graph for one in bodies.values() for graph in one}
            passages = {
                quad.object.value
                for graph in graphs
                for quad in store.matching(graph, ns.WAS_QUOTED_FROM)
            }
            found[thing] = Grounds(tuple(sorted(passages)))
    return found


def _row(loss: Loss) -> Row:
    return Row(
        "breaks",
        "stage_lost" if loss.stage else "function_lost",
        "one provider",
        "amber",
        who=loss.item,
        grounds=loss.grounds,
        cluster=loss.cluster,
    )


def _measured(graph: nx.Graph, result: Dependence) -> Iterator[Row]:
    about = {"n": result.n, "projection": result.projection}
    yield Row("breaks", "pairs_lost", value=result.lost, **about)  # type: ignore[arg-type]
    yield Row("breaks", "dependence", value=result.value, **about)  # type: ignore[arg-type]
    if result.baseline and result.lost:
        chance = result.baseline["dependence"].percentile
        yield Row("breaks", "percentile", value=float(chance), **about)  # type: ignore[arg-type]
    for item, value in (
        ("fragmentation", result.fragmentation[1]),
        ("distance", result.distance[1]),
    ):
        yield Row("breaks", item, value=value, **about)  # type: ignore[arg-type]
    for node in _cut_off(graph, result)[:CUT_OFF]:
        yield Row("breaks", "cut_off", who=node, **about)  # type: ignore[arg-type]


def _cut_off(graph: nx.Graph, result: Dependence) -> list[str]:
    """Those who were in one part with the largest part left, and no longer are."""
    plain = simple(graph, directed=False)
    parts = {node: n for n, part in enumerate(nx.connected_components(plain)) for node in part}
    plain.remove_nodes_from(result.actors)
    left = sorted(nx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    touched = {parts[actor] for actor in result.actors}
    largest: dict[int, set[str]] = {}
    found = []
    for part in left:
        home = parts[next(iter(part))]
        if home in touched and home in largest:
            found += part
        largest.setdefault(home, part)
    return sorted(found)


def _sentences(
    gone: tuple[str, ...],
    result: Dependence | None,
    losses: list[Loss],
    alone: dict[str, Grounds],
    labels: Labels,
    words: Words,
) -> Iterator[str]:
    names = words.names([labels.of(actor) for actor in gone])
    if result is None:
        yield words.sentence("without_unlinked", names=names)
    elif not result.lost:
        yield words.sentence("without_nothing", names=names)
    else:
        yield words.sentence(
            "without",
            names=names,
            lost=words.counted(result.lost, "pair"),
            share=words.percent(result.value or 0.0),
        )
        if base := result.baseline.get("dependence"):
            yield words.sentence(
                "without_random",
                draws=words.number(base.draws),
                percentile=words.percent(base.percentile / 100),
            )
    lost = [f"{labels.of(loss.item)} ({labels.of(loss.cluster)})" for loss in losses]
    if lost:
        yield words.sentence("functions_lost", names=words.names(lost))
    else:
        yield words.sentence("functions_kept")
    if alone:
        yield words.sentence("alone", names=words.names([labels.of(iri) for iri in alone]))


def _notes(graph: nx.Graph, result: Dependence | None, words: Words) -> Iterator[str]:
    if result is None:
        return
    yield words(
        "words",
        "network",
        title=graph.graph.get("title", ""),
        projection=result.projection,
        n=words.number(result.n),
        m=words.number(result.m),
    )
    if result.baseline:
        draws = result.baseline["dependence"].draws
        yield words("words", "random", draws=words.number(draws), seed=result.seed)
    yield from (said(one, words.lang) for one in result.warnings)
