"""Take the network to Gephi, with measures as columns.

Writes ``system.gexf`` (and the same network as GraphML and CSV) to a folder. In Gephi: File › Open,
then colour by ``kind`` or ``community`` and size by ``betweenness``.

    python docs/examples/export_to_gephi.py [FOLDER] [PROJECT]
"""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx

import ozek
from ozek import network
from ozek.exporting.graphs import write_network

MEASURES = ["degree", "betweenness", "harmonic", "k_core", "components", "communities"]


def main(folder: str = "build/gephi", project: str = "kazakhstan") -> None:
    store = ozek.load_project(ozek.find_project(project))
    ozek.reason(store)
    graph = network.project(store, "system")

    found = network.measure(graph, MEASURES)
    for name in MEASURES:
        nx.set_node_attributes(graph, found[name].values, name)
    print(found.table(10).to_text("table"))
    print(found.caption())

    Path(folder).mkdir(parents=True, exist_ok=True)
    for ending in ("gexf", "graphml", "csv"):
        for path in write_network(graph, Path(folder) / f"system.{ending}"):
            print(f"wrote {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
