"""Answers measured on a network. Formulas, references and cautions: at the measures themselves."""

from __future__ import annotations

from ozek.clusters.card import FIT
from ozek.errors import UsageError
from ozek.measuring.asked import Asked, Found
from ozek.namespaces import OZEK
from ozek.network import bridging as bridges
from ozek.network import brokerage, core, helix, keyplayers, mesoscale, mixing, position, resilience
from ozek.network.ready import SECTORS
from ozek.network.statements import read

TOP = 3
"""How many of a ranking a sentence names."""


def bridging(asked: Asked) -> Found:
    """Who links two kinds of actor (``kinds=science,business``), and how many pairs."""
    wanted = asked.listed("kinds")
    if len(wanted) != 2:
        raise UsageError(f"kinds={asked.params['kinds']}: two kinds are needed, with a comma")
    one, other = wanted
    found = bridges.between(asked.network, one, other, pairs=0)
    known = {str(data.get("kind", "")) for _, data in asked.network.nodes(data=True)}
    for kind in wanted:
        if kind not in SECTORS and kind not in known:
            there = ", ".join([*SECTORS, *sorted(known - {""})])
            raise UsageError(f"kinds: no actor is of the kind '{kind}'; there are: {there}")
    kinds = {"one": asked.kind(one), "other": asked.kind(other), "links": found.links}
    top = asked.names(bridge.node for bridge in found.bridges[:TOP])
    key = "some" if found.bridges else "none"
    sizes = dict(zip(("n_one", "n_other"), found.sizes, strict=True))
    text = asked.says("bridging", key, count=found.value, names=top, **kinds, **sizes)
    return asked.measured(text, found, found.table())


def roles(asked: Asked) -> Found:
    """The five roles of a broker between kinds, for every node."""
    found = brokerage.roles(asked.network)
    top = asked.names(one.node for one in found.brokers[:TOP] if one.total)
    text = asked.says("roles", "some" if top else "none", count=found.value, names=top)
    return asked.measured(text, found, found.table())


def key_players_remove(asked: Asked) -> Found:
    """The k actors without which the network is most fragmented."""
    found = keyplayers.key_players_remove(asked.network, asked.whole("k"))
    return _players(asked, found, "key_players_remove")


def key_players_reach(asked: Asked) -> Found:
    """The k actors from whom the others are reached best."""
    found = keyplayers.key_players_reach(asked.network, asked.whole("k"))
    return _players(asked, found, "key_players_reach")


def _players(asked: Asked, found: keyplayers.KeyPlayers, name: str) -> Found:
    if found.value is None or not found.players:
        return asked.measured(asked.says(name, "none"), found, found.table())
    text = asked.says(
        name,
        "some",
        names=asked.names(found.players),
        value=float(found.value),
        before=float(found.before or 0),
        near=asked.percent(found.within[0]),
    )
    return asked.measured(text, found, found.table())


def dependence(asked: Asked) -> Found:
    """What the network loses when actors leave (``without=``), against random removals."""
    gone = asked.actors("without")
    if not gone:
        raise UsageError(
            f"without={asked.params['without'] or ''}: no such actor is in this network; name one"
        )
    found = resilience.dependence(asked.network, gone)
    if found.value is None:
        text = asked.says("dependence", "none", names=asked.names(gone))
        return asked.measured(text, found, found.table())
    base = found.baseline.get("dependence")
    text = asked.says(
        "dependence",
        "some",
        names=asked.names(gone),
        lost=found.lost,
        share=asked.percent(found.value),
        percentile=asked.percent(base.percentile / 100 if base else None),
    )
    return asked.measured(text, found, found.table())


def removal_curve(asked: Asked) -> Found:
    """How the connected pairs shrink as actors leave one by one."""
    found = resilience.removal_curve(
        asked.network, actors=asked.actors("without"), steps=asked.whole("steps")
    )
    if not found.steps:
        return asked.measured(asked.says("removal_curve", "none"), found, found.table())
    tenth = max(1, round(found.n / 10))
    first, last = found.steps[0], found.steps[min(tenth, len(found.steps) - 1)]
    text = asked.says(
        "removal_curve",
        "some",
        k=last.removed,
        before=asked.percent(first.betweenness),
        after=asked.percent(last.betweenness),
        random=asked.percent(last.random_mean),
    )
    return asked.measured(text, found, found.table())


def mixing_matrix(asked: Asked) -> Found:
    """Links between every two kinds, the empty cells among them."""
    found = mixing.mixing_matrix(asked.network)
    cells, empty = len(found.table()), len(found.empty)
    key = "some" if cells else "none"
    assortativity = "–" if found.value is None else float(found.value)
    text = asked.says("mixing_matrix", key, cells=cells, empty=empty, value=assortativity)
    return asked.measured(text, found, found.table())


def external_internal(asked: Asked) -> Found:
    """The E-I index of the whole and of each kind, with expectation and test."""
    found = mixing.external_internal(asked.network)
    text = asked.says("external_internal", "none")
    if found.value is not None:
        text = asked.says(
            "external_internal",
            "some",
            value=float(found.value),
            expected="–" if found.expected is None else float(found.expected),
            p="–" if found.p_value is None else float(found.p_value),
        )
    return asked.measured(text, found, found.table())


def helix_links(asked: Asked) -> Found:
    """Links between science, business and state."""
    found = helix.helix_links(asked.network)
    total = sum(found.links.values())
    key = "some" if total else "none"
    text = asked.says("helix_links", key, total=total, share=asked.percent(found.value))
    return asked.measured(text, found, found.table())


def core_periphery(asked: Asked) -> Found:
    """The core that fits best, and how well it fits."""
    found = core.core_periphery(asked.network)
    if found.value is None:
        return asked.measured(asked.says("core_periphery", "none"), found, found.table())
    text = asked.says(
        "core_periphery",
        "some" if found.value >= FIT else "weak",
        count=len(found.core),
        names=asked.names(found.core),
        fit=float(found.value),
    )
    return asked.measured(text, found, found.table())


def declared_communities(asked: Asked) -> Found:
    """Whether declared clusters are communities of the network."""
    of: dict[str, str] = {}
    for actor, cluster in sorted(read(asked.store).links(OZEK + "isMemberOfCluster")):
        if actor in asked.network:
            of.setdefault(actor, cluster)
    found = mesoscale.agreement(asked.network, of)
    key = "none" if found.inside is None else "some"
    text = asked.says(
        "declared_communities",
        key,
        count=len(found.clusters),
        inside=asked.percent(found.inside),
        expected=asked.percent(found.expected),
        value="–" if found.value is None else float(found.value),
    )
    return asked.measured(text, found, found.table())


def layers(asked: Asked) -> Found:
    """How the relations of the network lie over each other."""
    found = mesoscale.layers(asked.network)
    key = "none" if found.value is None else "some"
    text = asked.says("layers", key, count=len(found.layers), share=asked.percent(found.value))
    return asked.measured(text, found, found.table())


def degrees_by_relation(asked: Asked) -> Found:
    """How many neighbours every node has in each relation, by direction."""
    found = position.degrees_by_relation(asked.network)
    table = found.table()
    key = "some" if len(table) else "none"
    top = asked.name(str(table.rows[0][0])) if len(table) else ""
    text = asked.says("degrees_by_relation", key, count=len(found.relations), name=top)
    return asked.measured(text, found, table)
