"""The network of organisations as a picture whose layout is computed, not left to chance.

Every component is laid out by stress majorisation (Gansner, Koren and North 2004, "Graph drawing by
stress majorization"): distances on paper follow the number of steps between two organisations. It
starts from a circle in the order of the names, so the same network gives the same picture. Labels
are then moved apart until none overlap, and the components stand in rows, the largest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from ozek.clusters import required
from ozek.namespaces import expand
from ozek.network.projection import local_name
from ozek.report import colours, svg
from ozek.report.evidence import Why
from ozek.report.legend import Entry, draw_legend
from ozek.report.metrics import text_width
from ozek.report.pictures import network_by
from ozek.report.texts import Text
from ozek.report.view import Picture, View

NETWORK = "actors"
MARGIN, WIDTH = 20, 980
LABEL, SIZE, DOT = 128, 11.5, 7
STEP = 118
MOST = 80
ROUNDS = 500

FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "state": ("blue", ("StateBody", "GovernmentOrganisation", "Regulator")),
    "science": (
        "violet",
        ("University", "EducationOrganisation", "ResearchOrganisation", "HealthcareOrganisation"),
    ),
    "business": ("amber", ("Enterprise", "BusinessAssociation", "notion-producer")),
    "finance": ("green", ("FundingOrganisation", "DevelopmentInstitute")),
    "infrastructure": (
        "teal",
        (
            "NationalTechnopark", "RegionalTechnopark", "Technopark", "BusinessIncubator",
            "ClusterOrganisation", "InnovationIntermediary",
        ),
    ),
}  # fmt: skip
"""Family of actors → hue and kinds; everything else is grey."""


@dataclass(frozen=True)
class NetworkTie:
    """A link of the network in words, with what it rests on."""

    source: Text
    relation: Text
    target: Text
    why: Why


@dataclass(frozen=True)
class Network:
    """The picture of a network and the same as a list."""

    picture: Picture
    ties: tuple[NetworkTie, ...]


def find_network(view: View) -> Network | None:
    """Return the network of organisations; None if no two of them are linked."""
    graph = network_by(view, NETWORK)
    plain = nx.Graph((u, v) for u, v in graph.edges() if u != v)
    if not plain:
        return None
    parts = sorted(nx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    drawn: set[str] = set()
    for part in parts:
        if not drawn or len(drawn) + len(part) <= MOST:
            drawn |= set(_busiest(plain, part))
    shown = plain.subgraph(drawn)
    names = view.facts.names
    ties = []
    for source, target, data in sorted(
        graph.edges(data=True), key=lambda edge: (edge[0], edge[1], edge[2]["relation"])
    ):
        why = view.facts.why_graphs(str(data.get("evidence", "")).split())
        relation = names.of(expand(data["relation"]))
        ties.append(NetworkTie(names.of(source), relation, names.of(target), why))
    return Network(_draw(view, graph, shown, len(plain)), tuple(ties))


def _busiest(graph: nx.Graph, part: set[str]) -> list[str]:
    """Return a component, or its best-connected actors if it is too large to be read."""
    return sorted(part, key=lambda one: (-graph.degree(one), one))[:MOST]


def family(kind: str) -> str:
    """Return the family of a kind of actor; ``other`` if it belongs to none."""
    return next((name for name, (_, kinds) in FAMILIES.items() if kind in kinds), "other")


def hue_of(name: str) -> str:
    """Return the hue of a family."""
    return FAMILIES[name][0] if name in FAMILIES else "grey"


def _draw(view: View, graph: Any, shown: nx.Graph, linked: int) -> Picture:
    labels = {node: view.facts.names.title(node) for node in shown}
    sizes = {node: _size(label) for node, label in labels.items()}
    places, height = _pack(shown, sizes)
    body = ""
    for source, target in sorted(map(sorted, shown.edges())):
        (x, y), (x2, y2) = places[source], places[target]
        styles = {str(d.get("basis")) for d in _between(graph, source, target)}
        style = "reading" if styles == {"reading"} else "stated"
        body += svg.element("line", x1=x, y1=y, x2=x2, y2=y2, **svg.line_style(style))
    families = set()
    groups = required.notions(view.store)
    for node in sorted(shown):
        kind = groups.get(node) or str(graph.nodes[node].get("kind", ""))
        of = family(local_name(kind))
        families.add(of)
        body += _node(places[node], labels[node], colours.hue(hue_of(of))[0])
    words = view.words
    order = [name for name in (*FAMILIES, "other") if name in families]
    entries = [
        Entry("dot", words[f"family_{name}"], colour=colours.hue(hue_of(name))[0]) for name in order
    ]
    legend, end = draw_legend(entries, MARGIN, height + 14, WIDTH - 2 * MARGIN)
    title, n, m = words["network_title"], graph.number_of_nodes(), graph.number_of_edges()
    description = words["network_description"]
    more = words.fill("network_alone", n=n - linked)
    if len(shown) < linked:
        more = words.joined((more, words.fill("network_cut", n=len(shown))), " ")
    markup = svg.document(
        WIDTH, round(end) + 10, body + legend, title=title, description=description, key="net"
    )
    note = words.fill("network_note", projection=NETWORK, n=n, m=m, more=more)
    return Picture("net", title, description, markup, note)


def _between(graph: Any, source: str, target: str) -> list[Any]:
    """Return the data of all links between two nodes, either way."""
    return [
        data
        for pair in ((source, target), (target, source))
        for data in (graph.get_edge_data(*pair) or {}).values()
    ]


def _size(label: Text) -> tuple[float, float]:
    """Return the room of a node: its dot with the label below."""
    widest = max(
        text_width(line, SIZE) for *_, lines in svg.broken(label, LABEL, SIZE) for line in lines
    )
    return max(widest, 2 * DOT) + 14, 2 * DOT + svg.height(label, LABEL, SIZE) + 12


def _node(place: tuple[float, float], label: Text, fill: str) -> str:
    x, y = place
    words = svg.text(x, y + DOT + 1, label, SIZE, width=LABEL, text_anchor="middle")
    dot = svg.element("circle", cx=x, cy=y, r=DOT, fill=fill, stroke=svg.PAPER, stroke_width=1.5)
    return dot + svg.haloed(words)


def _pack(
    graph: nx.Graph, sizes: dict[str, tuple[float, float]]
) -> tuple[dict[str, tuple[float, float]], float]:
    """Lay out every component and stand them in rows; return the places and the lower end."""
    found: dict[str, tuple[float, float]] = {}
    x, y, tallest = float(MARGIN), float(MARGIN), 0.0
    row: list[str] = []
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    for part in parts:
        nodes = sorted(part)
        places, wide, tall = _component(graph.subgraph(nodes), nodes, sizes)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            _centre(found, row, x)
            x, y, tallest, row = float(MARGIN), y + tallest + 16, 0.0, []
        for node, (px, py) in zip(nodes, places, strict=True):
            found[node] = (round(x + px), round(y + py))
        row += nodes
        x, tallest = x + wide + 18, max(tallest, tall)
    _centre(found, row, x)
    return found, y + tallest


def _centre(places: dict[str, tuple[float, float]], row: list[str], right: float) -> None:
    """Move a row of components to the middle of the picture."""
    shift = round((WIDTH - MARGIN - (right - 18)) / 2)
    for node in row:
        x, y = places[node]
        places[node] = (x + shift, y)


def _component(
    graph: nx.Graph, nodes: list[str], sizes: dict[str, tuple[float, float]]
) -> tuple[list[tuple[float, float]], float, float]:
    """Return the places of a component's nodes from its upper left corner, and its size."""
    steps = dict(nx.all_pairs_shortest_path_length(graph))
    wanted = np.array([[float(steps[a][b]) for b in nodes] for a in nodes]) * STEP
    boxes = np.array([sizes[node] for node in nodes])
    places = spread(majorise(wanted), boxes)
    half = boxes[:, 0] / 2
    low = np.array([(places[:, 0] - half).min(), places[:, 1].min() - DOT])
    high = np.array(
        [(places[:, 0] + half).max(), (places[:, 1] + boxes[:, 1] - DOT).max()]
    )  # a label hangs below its dot
    wide, tall = high - low
    room = WIDTH - 2 * MARGIN
    if wide > room:  # squeeze sideways; the labels are moved apart again downwards
        places[:, 0] *= (room - boxes[:, 0].max()) / (wide - boxes[:, 0].max())
        places = spread(places, boxes, sideways=False)
        low = np.array([(places[:, 0] - half).min(), places[:, 1].min() - DOT])
        tall = (places[:, 1] + boxes[:, 1] - DOT).max() - low[1]
        wide = (places[:, 0] + half).max() - low[0]
    moved = places - low
    return [(float(a), float(b)) for a, b in moved], float(wide), float(tall)


def majorise(wanted: np.ndarray) -> np.ndarray:
    """Return places whose distances follow ``wanted``, by stress majorisation with weights d⁻².

    The longer axis lies level, the first place to the left of the middle.
    """
    n = len(wanted)
    angles = 2 * np.pi * np.arange(n) / n
    places = np.column_stack([np.cos(angles), np.sin(angles)]) * wanted.max(initial=1.0) / 2
    if n < 2:
        return np.zeros((n, 2))
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(ROUNDS):
        gaps = places[:, None, :] - places[None, :, :]
        lengths = np.sqrt((gaps**2).sum(axis=2))
        ratio = np.divide(
            weights * wanted, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9
        )
        pull = np.diag(ratio.sum(axis=1)) - ratio
        places = inverse @ (pull @ places)
    places = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(places.T @ places)
    turned = places @ axes[:, ::-1]
    signs = [1.0 if column[np.abs(column).argmax()] > 0 else -1.0 for column in turned.T]
    return np.asarray(np.round(turned * signs, 1))


def spread(places: np.ndarray, boxes: np.ndarray, *, sideways: bool = True) -> np.ndarray:
    """Move boxes apart, each pair along the axis where they overlap least, until none do."""
    places = places.copy()
    for _ in range(400):
        moved = False
        for a in range(len(places)):
            for b in range(a + 1, len(places)):
                need = (boxes[a] + boxes[b]) / 2
                gap = places[b] - places[a]
                over = need - np.abs(gap + np.array([0, (boxes[b][1] - boxes[a][1]) / 2]))
                if (over <= 0.05).any():
                    continue
                moved = True
                axis = 0 if sideways and over[0] < over[1] else 1
                push = over[axis] / 2 + 0.1
                way = 1.0 if gap[axis] >= 0 else -1.0
                places[a][axis] -= push * way
                places[b][axis] += push * way
        if not moved:
            break
    return places
