"""From the facts to a networkx graph: ``project`` and ``simple``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import rdflib

from ozek.errors import UsageError
from ozek.labels import Labels
from ozek.namespaces import DCTERMS, PREF_LABEL, RDF_TYPE, RDFS, SKOS, shorten
from ozek.network.coverage import incomplete
from ozek.network.projection import EdgeRule, Projection, load_projection, load_projections
from ozek.network.statements import BASES, Pairs, Statements, Trail, closure, opened, read

if TYPE_CHECKING:
    from ozek.store import Store

IN_SCHEME = SKOS + "inScheme"


def find_projection(
    projection: str | Path | Projection, folders: Iterable[str | Path] | None = None
) -> Projection:
    """Return the projection meant by a name, a path to a TOML file or a Projection itself.

    ``folders`` are searched besides the packaged ones and win over them. Raises UsageError for a
    name nobody declares; the message lists the declared ones.
    """
    if isinstance(projection, Projection):
        return projection
    if isinstance(projection, Path) or projection.endswith(".toml"):
        return load_projection(projection)
    known = projections(folders)
    if projection not in known:
        raise UsageError(
            f"there is no projection '{projection}'; known: {', '.join(known) or 'none'}"
        )
    return known[projection]


def projections(folders: Iterable[str | Path] | None = None) -> dict[str, Projection]:
    """Return the packaged projections and those of ``folders`` (or files), by name."""
    from ozek.project import resources

    return load_projections([resources() / "projections", *(folders or ())])


def project(
    source: Store | rdflib.Graph,
    projection: str | Path | Projection,
    *,
    lang: str = "en",
    folders: Iterable[str | Path] | None = None,
) -> nx.MultiDiGraph:
    """Return the facts as a network, by a declared projection.

    Nodes are IRIs with ``label``, ``kind`` (local name of the class) and ``kind_code``. Edges keep
    ``relation`` (CURIE), ``label``, ``evidence`` (the IRIs of the graphs that state it, separated
    by spaces; empty for a plain rdflib graph) and ``basis``: what the edge rests on at its weakest,
    "stated", "reading", "editorial" or "derived". All values are text, numbers or truth values, so
    that any networkx writer takes the graph. ``graph.graph`` tells the projection, what was left
    out, and of which declared sets (six parks) fewer are named (four). The result is a
    MultiDiGraph; a projection that drops directions gives a MultiGraph.

    Args:
        source: a Store (load the project and reason first); a Dataset, of which the named graphs
            that hold facts are read; or a plain rdflib graph, taken as it is.
        projection: name, path of a TOML file, or Projection.
        lang: language of the labels, kk, ru or en.
        folders: folders with more projections, or their TOML files.

    Raises:
        UsageError: no such projection, or a Dataset without a graph that holds facts.
    """
    chosen = find_projection(projection, folders)
    source = opened(source)
    facts = read(source)
    labels = (
        _GraphLabels(source, lang) if isinstance(source, rdflib.Graph) else Labels(source, lang)
    )
    label_of = labels.of
    kinds = _kinds(facts, chosen)
    codes = chosen.kind_codes()
    left_out: Counter[str] = Counter()
    edges: dict[tuple[str, str, str], dict[str, Any]] = {}
    for rule in chosen.edges:
        name = label_of(rule.relation)
        for start, end, key, trail, attributes in _edges(facts, rule, left_out):
            if trail.rank == BASES.index("derived") and not rule.derived:
                continue
            if start not in kinds or end not in kinds:
                left_out["relations to things that are no nodes"] += 1
            elif start == end:
                left_out["self-loops"] += 1
            else:
                edges[start, end, key] = {
                    "relation": shorten(rule.relation),
                    "label": name,
                    "evidence": " ".join(sorted(trail.graphs)),
                    "basis": BASES[trail.rank],
                    **{key: _value(attributes[key], label_of) for key in sorted(attributes)},
                }
    linked = {node for start, end, _ in edges for node in (start, end)}
    optional = chosen.optional()
    always = set(chosen.kinds) - set(chosen.only_linked)
    graph = nx.MultiDiGraph() if chosen.directed else nx.MultiGraph()
    graph.graph.update(
        name=chosen.name,
        title=chosen.title.get(lang) or chosen.title["en"],
        paths=chosen.paths,
        parallel=chosen.parallel,
        two_mode=chosen.two_mode,
        language=lang,
        left_out="; ".join(f"{what}: {n}" for what, n in sorted(left_out.items())),
    )
    shown = [n for n in sorted(kinds) if kinds[n] not in optional or n in linked]
    labels.prepare(shown)
    for node in shown:
        graph.add_node(node, label=label_of(node), kind=kinds[node], kind_code=codes[kinds[node]])
    graph.graph["incomplete"] = "; ".join(
        f"{label_of(of)}: {named}/{declared}"
        for of, named, declared in incomplete(facts, graph, always)
    )
    for (start, end, key), data in sorted(_parallel(edges, chosen).items()):
        graph.add_edge(start, end, key=key, **data)
    return graph


def simple(
    graph: nx.Graph, *, directed: bool | None = None, weight: str | None = None
) -> nx.Graph | nx.DiGraph:
    """Return a copy without self-loops and parallel edges, its nodes and edges in sorted order.

    Measures are defined on such graphs; networkx silently gives other numbers for loops and
    parallels. The argument is not changed.

    Args:
        graph: any networkx graph.
        directed: whether the copy is directed; by default as ``graph`` is. An undirected copy joins
            the two directions of a pair into one edge.
        weight: None for no weights, "count" for the number of edges joined, or the name of an edge
            attribute that is summed (an edge without it counts 1).

    Returns:
        A Graph or DiGraph with the nodes' attributes; edges have ``weight`` if asked for.
    """
    keep = graph.is_directed() if directed is None else directed
    result: nx.Graph = nx.DiGraph() if keep else nx.Graph()
    result.graph.update(graph.graph)
    result.add_nodes_from((node, graph.nodes[node]) for node in sorted(graph, key=node_order))
    totals: dict[tuple[Any, Any], float] = defaultdict(int)
    for u, v, data in graph.edges(data=True):
        if u == v:
            continue
        both_ways = keep and not graph.is_directed()
        ends = [(u, v), (v, u)] if both_ways else [(u, v)]
        for a, b in ends:
            pair = (a, b) if keep or node_order(a) <= node_order(b) else (b, a)
            totals[pair] += 1 if weight in (None, "count") else data.get(weight, 1)
    for a, b in sorted(totals, key=lambda pair: (node_order(pair[0]), node_order(pair[1]))):
        result.add_edge(a, b, **({} if weight is None else {"weight": totals[a, b]}))
    return result


def node_order(node: Any) -> tuple[str, Any]:
    """Sort nodes of one type by value and keep types apart, so that mixed graphs sort too."""
    return (type(node).__name__, node if isinstance(node, (int, float, str)) else repr(node))


def _kinds(facts: Statements, projection: Projection) -> dict[str, str]:
    """Return node → kind for everything that may be a node."""
    above = closure(facts.links(RDFS + "subClassOf"))
    names = list(projection.kind_codes())
    rank = {iri: place for place, iri in enumerate(projection.kinds)}
    best: dict[str, int] = {}
    for thing, cls in facts.links(RDF_TYPE):
        places = [rank[c] for c in above.get(cls, {cls}) if c in rank]
        if places and not thing.startswith("_:"):
            best[thing] = min([*places, best.get(thing, len(names))])
    schemes = {iri: len(rank) + place for place, iri in enumerate(projection.concepts)}
    for concept, scheme in facts.links(IN_SCHEME) if schemes else ():
        if scheme in schemes:
            best.setdefault(concept, schemes[scheme])
    return {thing: names[place] for thing, place in best.items()}


def _edges(
    facts: Statements, rule: EdgeRule, left_out: Counter[str]
) -> Iterable[tuple[str, str, str, Trail, Mapping[str, list[str]]]]:
    """Yield start, end, key, trail and attribute values of everything that a rule makes an edge."""
    if rule.path is not None:
        for (start, end), trail in facts.walk(rule.path).items():
            yield start, end, shorten(rule.relation), trail, {}
        return
    assert rule.via and rule.source and rule.target
    above = closure(facts.links(RDFS + "subClassOf"))
    members = {n for n, cls in facts.links(RDF_TYPE) if rule.via in above.get(cls, {cls})}
    sources, targets = _by_start(facts.walk(rule.source)), _by_start(facts.walk(rule.target))
    values = {name: _values(facts, path) for name, path in rule.attributes.items()}
    for node in sorted(members):
        if not sources.get(node) or not targets.get(node):
            left_out[f"{shorten(rule.via)} with an end missing"] += 1
        attributes = {name: found[node] for name, found in values.items() if node in found}
        for start, first in sources.get(node, ()):
            for end, second in targets.get(node, ()):
                yield start, end, f"{shorten(rule.relation)} {node}", first.then(second), attributes


def _by_start(pairs: Pairs) -> dict[str, list[tuple[str, Trail]]]:
    found: dict[str, list[tuple[str, Trail]]] = defaultdict(list)
    for (start, end), trail in pairs.items():
        found[start].append((end, trail))
    return found


def _values(facts: Statements, path: Any) -> dict[str, list[str]]:
    """Return n-ary node → values of one attribute; a path of one step may end in literals."""
    found = {start: [end for end, _ in ends] for start, ends in _by_start(facts.walk(path)).items()}
    for sequence in path.alternatives:
        if len(sequence) == 1 and not sequence[0].inverse:
            for node, texts in facts.texts(sequence[0].predicate).items():
                found.setdefault(node, []).extend('"' + text for text in texts)
    return found


def _value(values: list[str], label_of: Any) -> str | int:
    """Return one plain value: a whole number, or the labels and texts joined."""
    texts = sorted({v[1:] if v.startswith('"') else label_of(v) for v in values})
    if len(texts) == 1 and values[0].startswith('"') and texts[0].lstrip("-").isdecimal():
        return int(texts[0])
    return "; ".join(texts)


def _parallel(
    edges: dict[tuple[str, str, str], dict[str, Any]], projection: Projection
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Keep, merge or count the edges between two nodes, as the projection says."""
    if projection.parallel == "keep":
        return edges
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for (start, end, _), data in sorted(edges.items()):
        pair = (start, end) if projection.directed or start <= end else (end, start)
        groups[pair].append(data)
    merged = {}
    for (start, end), group in groups.items():
        data = {key: _joined(group, key) for key in sorted({key for d in group for key in d})}
        data["evidence"] = " ".join(sorted({g for d in group for g in d["evidence"].split()}))
        data["basis"] = BASES[min(BASES.index(d["basis"]) for d in group)]
        if projection.parallel == "count":
            data["weight"] = len(group)
        merged[start, end, "merged"] = data
    return merged


def _joined(group: list[dict[str, Any]], key: str) -> Any:
    values = list(dict.fromkeys(data[key] for data in group if key in data))
    return values[0] if len(values) == 1 else "; ".join(str(value) for value in values)


class _GraphLabels:
    """The labels of a plain graph, by its own label predicates."""

    def __init__(self, source: rdflib.Graph, lang: str) -> None:
        order = [lang, "en", "ru", "kk", ""]
        self._best: dict[str, tuple[int, int, str]] = {}
        for place, predicate in enumerate((PREF_LABEL, RDFS + "label", DCTERMS + "title")):
            for s, o in source.subject_objects(rdflib.URIRef(predicate)):
                if isinstance(o, rdflib.Literal):
                    tag = (o.language or "").lower()
                    rank = order.index(tag) if tag in order else len(order)
                    key = (place, rank, str(o))
                    self._best[str(s)] = min(key, self._best.get(str(s), key))

    def of(self, iri: str) -> str:
        return self._best[iri][2] if iri in self._best else shorten(iri)

    def prepare(self, iris: Iterable[str]) -> None:
        """All are known."""
