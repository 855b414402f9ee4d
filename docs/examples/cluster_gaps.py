"""What is missing around each cluster?

For each cluster and each infrastructure function the script says one of three things: who provides
it, that a source states that nobody does, or that nothing is recorded. The last is not "missing".
Below stand the gaps that the curators found in what the sources say about clusters.

    python docs/examples/cluster_gaps.py [PROJECT]
"""

from __future__ import annotations

import sys

import ozek

FUNCTIONS = """
SELECT ?cluster ?function
       (COUNT(DISTINCT ?provider) AS ?providers) (COUNT(?absent) AS ?statedAbsent)
WHERE {
    ?cluster a ozek:Cluster .
    ?function skos:inScheme ozt:function .
    OPTIONAL {
        ?provider org:hasMembership ?participation .
        ?participation ozek:isInCluster ?cluster ; ozek:performsFunction ?function .
    }
    OPTIONAL { ?cluster ozek:lacksFunction ?absent . FILTER(?absent = ?function) }
}
GROUP BY ?cluster ?function
ORDER BY ?cluster ?function
"""

GAPS = """
SELECT ?cluster ?gap ?text ?passage
WHERE {
    ?cluster a ozek:Cluster .
    GRAPH ?graph {
        ?gap a ozek:KnowledgeGap ; ozek:isAbout ?cluster ;
            ozek:isFoundIn ?passage ; ozek:gapDescription ?text .
    }
    FILTER(LANG(?text) = "en")
}
ORDER BY ?cluster ?gap ?passage
"""


def answer(providers: int, stated_absent: int) -> str:
    """Say what is known; the three answers are never mixed."""
    if providers:
        return f"provided by {providers}"
    return "stated as absent" if stated_absent else "not recorded"


def main(project: str = "kazakhstan") -> None:
    store = ozek.load_project(ozek.find_project(project))
    ozek.reason(store)
    label = ozek.Labels(store, "en")

    heading = None
    for row in ozek.ask(store, FUNCTIONS).to_dicts():
        if row["cluster"] != heading:
            heading = row["cluster"]
            print(label.of(heading))
        known = answer(int(row["providers"]), int(row["statedAbsent"]))
        print(f"  {label.of(row['function'])}: {known}")

    print("\nGaps found in the sources:")
    for row in ozek.ask(store, GAPS).to_dicts():
        passage = row["passage"].removeprefix(store.base or "")
        print(f"  {label.of(row['cluster'])}: {row['text']} [{passage}]")


if __name__ == "__main__":
    main(*sys.argv[1:])
