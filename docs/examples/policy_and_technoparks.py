"""Who links policy and technoparks?

For each policy document and each technopark the script looks for the shortest chains of recorded
relations between them, first without places (that both lie in one country says little), then with
them, and counts which things stand on these chains. One chain is printed with the graphs that
state it. At the end stand the sentences that demand or plan a link: they are no facts.

    python docs/examples/policy_and_technoparks.py [PROJECT]
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise, product

import networkx as nx

import ozek
from ozek import network

DOCUMENTS = {"StateProgramme", "Strategy", "PolicyConcept", "PolicyDocument"}
TECHNOPARKS = {"NationalTechnopark", "RegionalTechnopark", "Technopark"}
PLACES = {"Country", "Region", "Settlement", "Place"}

NOT_FACTS = """
SELECT DISTINCT ?number ?modality ?text
WHERE {
    GRAPH ?claims { ?claim ozek:concernsNotion ozt:notion-technopark }
    GRAPH ?provenance {
        ?claims ozek:hasModality ?modality ; prov:wasQuotedFrom ?passage .
        ?passage ozek:sentenceNumber ?number ; ozek:restatement ?text .
    }
    FILTER(?modality != ozt:modality-asserted && LANG(?text) = "en")
}
ORDER BY ?number ?modality ?text
"""


def chains(flat: nx.Graph, starts: list[str], ends: list[str]) -> dict[tuple, list[list[str]]]:
    """Return pair → all its shortest chains, for the pairs that have one."""
    return {
        (start, end): sorted(nx.all_shortest_paths(flat, start, end))
        for start, end in product(starts, ends)
        if nx.has_path(flat, start, end)
    }


def main(project: str = "kazakhstan") -> None:
    store = ozek.load_project(ozek.find_project(project))
    ozek.reason(store)
    graph = network.project(store, "system")
    label, kind = graph.nodes(data="label"), graph.nodes(data="kind")
    flat = network.simple(graph, directed=False)
    documents = [node for node in flat if kind[node] in DOCUMENTS]
    technoparks = [node for node in flat if kind[node] in TECHNOPARKS]
    print(f"{len(documents)} policy documents, {len(technoparks)} technoparks")

    no_places = flat.subgraph([node for node in flat if kind[node] not in PLACES])
    total = len(documents) * len(technoparks)
    for title, part in (("without places", no_places), ("with places", flat)):
        found = chains(part, documents, technoparks)
        print(f"\n{title}: {len(found)} of {total} pairs are joined by a recorded chain")
        between = Counter(
            node for paths in found.values() for node in {n for p in paths for n in p[1:-1]}
        )
        for node, count in sorted(between.items(), key=lambda item: (-item[1], item[0]))[:8]:
            print(f"  on the chains of {count:2} pairs: {label[node]} ({kind[node]})")

    if found:
        print("\nOne shortest chain:")
        for one, other in pairwise(min((p for paths in found.values() for p in paths), key=len)):
            start, end = (one, other) if graph.has_edge(one, other) else (other, one)
            for edge in graph[start][end].values():
                evidence = edge["evidence"].replace(store.base, "")
                print(f"  {label[start]} – {edge['label']} → {label[end]}  [{evidence}]")

    print("\nWhat sources demand or plan, which is no fact:")
    for row in ozek.ask(store, NOT_FACTS).to_records():
        modality = row["modality"].rpartition("-")[2]
        print(f"  sentence {row['number']} ({modality}): {row['text']}")


if __name__ == "__main__":
    main(*sys.argv[1:])
