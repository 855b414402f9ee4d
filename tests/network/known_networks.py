"""Networks whose values are known from the literature, and the kinds of their nodes."""

from __future__ import annotations

import networkx as nx

KNOKE_NAMES = ["COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST"]
KNOKE_INFORMATION = [
    "0100101010",
    "1011101110",
    "0101111001",
    "1100101000",
    "1111001111",
    "0010001010",
    "0101100000",
    "1101101010",
    "0100101000",
    "1110101000",
]
KNOKE_MONEY = [
    "0010100111",
    "0010000000",
    "0000000100",
    "0110001110",
    "0110000110",
    "0000000000",
    "0100000100",
    "0000000011",
    "0010000100",
    "0000000000",
]
KNOKE_KINDS = dict.fromkeys(["COUN", "MAYR", "EDUC", "WELF"], "government")
KNOKE_KINDS |= dict.fromkeys(["COMM", "INDU", "NEWS"], "business")
KNOKE_KINDS |= dict.fromkeys(["WRO", "UWAY", "WEST"], "civic")


def knoke_arcs(rows: list[str]) -> list[tuple[str, str]]:
    return [
        (KNOKE_NAMES[i], KNOKE_NAMES[j])
        for i, row in enumerate(rows)
        for j, cell in enumerate(row)
        if cell == "1"
    ]


def with_kinds(graph: nx.Graph, kinds: dict) -> nx.Graph:
    """Return a copy whose nodes have a kind, where the mapping gives one."""
    copy = graph.copy()
    nx.set_node_attributes(copy, kinds, "kind")
    return copy


def club_of_karate() -> dict:
    return dict(nx.karate_club_graph().nodes(data="club"))


def wine() -> nx.DiGraph:
    """The California wine cluster after Porter (1998), coded as 22 links between 20 groups."""
    core = ["wineries", "growers"]
    sources = {
        "supplier": {
            "growers": ["grape stock", "agrochemicals", "harvesting", "irrigation"],
            "wineries": ["winemaking", "barrels", "bottles", "caps and corks", "labels"],
        },
        "infrastructure": {
            "growers": ["UC Davis", "Wine Institute"],
            "wineries": [
                "UC Davis",
                "Wine Institute",
                "public relations",
                "publications",
                "culinary institutes",
            ],
        },
        "state": {"growers": ["select committee"], "wineries": ["select committee"]},
        "related": {"growers": ["agriculture"], "wineries": ["food", "tourism"]},
    }
    graph = nx.DiGraph([("growers", "wineries")])
    kinds = dict.fromkeys(core, "core")
    for kind, targets in sources.items():
        for target, names in targets.items():
            graph.add_edges_from((name, target) for name in names)
            kinds |= dict.fromkeys(names, kind)
    return with_kinds(graph, kinds)
