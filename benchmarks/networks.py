"""``python -m benchmarks.networks``: measures of large networks, beside networkx.

Every case runs in a process of its own. Values are compared before times are told: a measure whose
values are not networkx's (to 1e-9) gets no ratio, and the exit status is 1. The clock includes
making the graph ready. rustworkx runs on all processors: CPU seconds are what all of them spent.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measure import Outcome, run

SEED = 1


@dataclass(frozen=True)
class Case:
    """One engine for one measure. ``exact`` values have to be those of networkx."""

    measure: str
    engine: str
    function: str
    exact: bool = True
    needs: str | None = None


CASES = (
    Case("betweenness", "networkx", "networkx_betweenness"),
    Case("betweenness", "Özek, rustworkx", "fast_betweenness", needs="rustworkx"),
    Case("betweenness", "Özek, scipy", "plain_betweenness"),
    Case("betweenness", "Özek, sample of 512", "sampled_betweenness", exact=False),
    Case("harmonic", "networkx", "networkx_harmonic"),
    Case("harmonic", "Özek", "harmonic"),
)

CARD = (
    "roles",
    "between",
    "external_internal",
    "dependence",
    "key_players_remove",
    "key_players_reach",
    "core_periphery",
    "agreement",
    "removal_curve",
)
"""What a health card asks of a network, measured once on a larger one."""


def random_graph(nodes: int) -> Any:
    """Return a random network of so many actors of four kinds, with three links per actor."""
    import networkx as nx

    graph = nx.gnm_random_graph(nodes, 3 * nodes, seed=SEED)
    kinds = ("University", "Enterprise", "StateBody", "Technopark")
    nx.set_node_attributes(graph, {node: kinds[node % 4] for node in graph}, "kind")
    return graph


def networkx_betweenness(nodes: int) -> Callable[[], dict[str, Any]]:
    import networkx as nx

    graph = random_graph(nodes)
    return lambda: {"values": list(nx.betweenness_centrality(graph).values())}


def fast_betweenness(nodes: int) -> Callable[[], dict[str, Any]]:
    from ozek.network.betweenness import betweenness_of

    graph = random_graph(nodes)
    return lambda: {"values": betweenness_of(graph, exact=True)[0].tolist()}


def plain_betweenness(nodes: int) -> Callable[[], dict[str, Any]]:
    from ozek.network import betweenness

    betweenness.find_spec = lambda name: None  # type: ignore[attr-defined,assignment]
    return fast_betweenness(nodes)


def sampled_betweenness(nodes: int) -> Callable[[], dict[str, Any]]:
    from ozek.network.betweenness import betweenness_of

    graph = random_graph(nodes)
    return lambda: {"values": betweenness_of(graph, exact=False)[0].tolist()}


def networkx_harmonic(nodes: int) -> Callable[[], dict[str, Any]]:
    import networkx as nx

    graph = random_graph(nodes)
    found = nx.harmonic_centrality
    return lambda: {"values": [value / (nodes - 1) for value in found(graph).values()]}


def harmonic(nodes: int) -> Callable[[], dict[str, Any]]:
    from ozek.network import MEASURES

    graph = random_graph(nodes)
    return lambda: {"values": list(MEASURES["harmonic"](graph).values.values())}


def card(nodes: int, name: str) -> Callable[[], dict[str, Any]]:
    """One function of a health card; the state is every fiftieth actor."""
    from ozek.network import bridging, brokerage, core, keyplayers, mesoscale, mixing, resilience

    graph = random_graph(nodes)
    state = list(range(0, nodes, 50))
    work: dict[str, Callable[[], Any]] = {
        "roles": lambda: brokerage.roles(graph),
        "between": lambda: bridging.between(graph, "science", "business"),
        "external_internal": lambda: mixing.external_internal(graph),
        "dependence": lambda: resilience.dependence(graph, state),
        "key_players_remove": lambda: keyplayers.key_players_remove(graph, 3),
        "key_players_reach": lambda: keyplayers.key_players_reach(graph, 3),
        "core_periphery": lambda: core.core_periphery(graph),
        "agreement": lambda: mesoscale.agreement(graph, {v: str(v % 9) for v in graph}),
        "removal_curve": lambda: resilience.removal_curve(graph, actors=state),
    }

    def measured() -> dict[str, Any]:
        work[name]()
        return {}

    return measured


def main(arguments: list[str] | None = None) -> int:
    """Run the cases; 1 if values that have to be networkx's are not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.networks", description=__doc__)
    parser.add_argument("--nodes", type=int, default=5000, help="actors (%(default)s)")
    parser.add_argument(
        "--card", type=int, default=10_000, help="actors for the card (%(default)s)"
    )
    parser.add_argument("--limit", type=float, default=1000, help="CPU seconds (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    found = {
        case: _run(case.function, {"nodes": given.nodes}, given.limit)
        for case in CASES
        if case.needs is None or find_spec(case.needs)
    }
    lines, wrong = _compared(found, given.nodes)
    times = {name: _run("card", {"nodes": given.card, "name": name}, given.limit) for name in CARD}
    lines += _carded(times, given.card)
    (given.out / "networks.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    raw = [asdict(case) | _told(done) for case, done in found.items()]
    raw += [{"function": name} | _told(done) for name, done in times.items()]
    (given.out / "networks.json").write_text(json.dumps(raw, indent=1) + "\n")
    print("\n".join(lines))
    return 1 if wrong else 0


def _run(function: str, arguments: dict[str, Any], limit: float) -> Outcome:
    return run(f"benchmarks.networks:{function}", arguments, limit=limit, memory=8)


def _told(done: Outcome) -> dict[str, Any]:
    return {"cpu": done.cpu, "wall": done.wall, "peak": done.peak, "problem": done.problem}


def _compared(found: dict[Case, Outcome], nodes: int) -> tuple[list[str], bool]:
    lines = [
        f"# Measures of a random network, {nodes:,} actors, {3 * nodes:,} links",
        "",
        "| measure | engine | CPU s | wall s | MB | networkx / it (CPU) | values |",
        "|---|---|---|---|---|---|---|",
    ]
    peers = {case.measure: done for case, done in found.items() if case.engine == "networkx"}
    wrong = False
    for case, done in found.items():
        peer = peers[case.measure]
        if done.problem:
            lines.append(f"| {case.measure} | {case.engine} | {done.problem} | | | | |")
            wrong = wrong or case.engine != "networkx"
            continue
        values, ratio = "its own", ""
        if not case.exact:
            values, ratio = "a sample", f"{peer.cpu / done.cpu:.0f}" if peer.cpu else ""
        elif case.engine != "networkx" and not peer.problem:
            pairs = zip(done.answer["values"], peer.answer["values"], strict=True)
            far = max(abs(a - b) for a, b in pairs)
            wrong = wrong or far > 1e-9
            values = f"networkx's, to {far:.0e}" if far <= 1e-9 else f"OTHER, by {far:.0e}"
            ratio = f"{peer.cpu / done.cpu:.0f}" if far <= 1e-9 else ""
        lines.append(
            f"| {case.measure} | {case.engine} | {done.cpu:.2f} | {done.wall:.2f} | "
            f"{done.peak:.0f} | {ratio} | {values} |"
        )
    return lines, wrong


def _carded(times: dict[str, Outcome], nodes: int) -> list[str]:
    lines = ["", f"# What a health card asks, {nodes:,} actors, {3 * nodes:,} links", ""]
    lines += ["| function | CPU s | wall s | MB |", "|---|---|---|---|"]
    for name, done in times.items():
        told = done.problem or f"{done.cpu:.2f} | {done.wall:.2f} | {done.peak:.0f}"
        lines.append(f"| {name} | {told} |")
    total = sum(done.cpu for done in times.values())
    return [*lines, f"| together | {total:.2f} | {sum(d.wall for d in times.values()):.2f} | |"]


if __name__ == "__main__":
    sys.exit(main())
