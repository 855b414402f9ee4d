"""Networks as files: GraphML, GEXF and CSV that open in Gephi, and in anything that reads them.

Nodes are called by their IRI and carry ``label``, ``kind`` and the integer ``kind_code``; edges
carry ``relation``, ``label``, ``evidence`` and ``basis``. The same graph gives the same bytes,
whatever the order in which it was made: nodes and edges are sorted, and nothing depends on the
date, on the machine or on the version of a library.

GEXF gives each edge its relation as ``kind`` (GEXF 1.3), so that Gephi keeps two relations between
the same nodes apart.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx

from ozek.errors import OutputError, UsageError
from ozek.exporting.cells import harmless

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"

Value = str | int | float | bool
Edge = tuple[str, str, str, dict[str, Value]]

# What XML 1.0 cannot hold: control characters, lone surrogates, the two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST = ("label", "kind", "kind_code", "relation", "basis", "weight", "evidence")


def to_graphml(graph: nx.Graph) -> str:
    """Return the graph as GraphML. Attributes of the graph itself (projection …) are kept."""
    nodes, edges = _nodes(graph), list(_edges(graph))
    whole = _plain(graph.graph)
    root = ET.Element("graphml", {"xmlns": GRAPHML})
    tables = {"graph": [whole], "node": list(nodes.values()), "edge": [e[3] for e in edges]}
    for owner, rows in tables.items():
        for name, type_name in _columns(rows, "int").items():
            ET.SubElement(
                root,
                "key",
                {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": type_name},
            )
    default = "directed" if graph.is_directed() else "undirected"
    body = ET.SubElement(root, "graph", {"edgedefault": default})
    _graphml_data(body, "graph", whole)
    for node, data in nodes.items():
        _graphml_data(ET.SubElement(body, "node", {"id": node}), "node", data)
    for source, target, key, data in edges:
        ends = {"id": key, "source": source, "target": target}
        _graphml_data(ET.SubElement(body, "edge", ends), "edge", data)
    return _xml(root)


def to_gexf(graph: nx.Graph) -> str:
    """Return the graph as GEXF 1.3, without the date that other writers put in."""
    nodes, edges = _nodes(graph), list(_edges(graph))
    root = ET.Element("gexf", {"xmlns": GEXF, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "ozek"
    title = _plain(graph.graph).get("title") or _plain(graph.graph).get("name") or ""
    ET.SubElement(meta, "description").text = str(title)
    default = "directed" if graph.is_directed() else "undirected"
    body = ET.SubElement(root, "graph", {"defaultedgetype": default, "mode": "static"})
    tables = {
        "node": [_without(data, "label") for data in nodes.values()],
        "edge": [_without(data, "label", "weight") for *_, data in edges],
    }
    for owner, rows in tables.items():
        holder = ET.SubElement(body, "attributes", {"class": owner, "mode": "static"})
        for name, type_name in _columns(rows, "integer").items():
            ET.SubElement(
                holder, "attribute", {"id": f"{owner}_{name}", "title": name, "type": type_name}
            )
    holder = ET.SubElement(body, "nodes")
    for (node, data), rest in zip(nodes.items(), tables["node"], strict=True):
        label = str(data.get("label", node))
        _gexf_values(ET.SubElement(holder, "node", {"id": node, "label": label}), "node", rest)
    holder = ET.SubElement(body, "edges")
    for (source, target, key, data), rest in zip(edges, tables["edge"], strict=True):
        ends = {"id": key, "source": source, "target": target}
        for name, value in (
            ("label", data.get("label")),
            ("kind", data.get("relation")),
            ("weight", data.get("weight")),
        ):
            if value is not None:
                ends[name] = _written(value)
        _gexf_values(ET.SubElement(holder, "edge", ends), "edge", rest)
    return _xml(root)


def to_nodes_csv(graph: nx.Graph) -> str:
    """Return the nodes as CSV with the columns Gephi looks for (Id, Label), then the others."""
    nodes = _nodes(graph)
    names = list(_columns([_without(data, "label") for data in nodes.values()]))
    rows = [
        [node, data.get("label", node), *(data.get(name, "") for name in names)]
        for node, data in nodes.items()
    ]
    return _csv(["Id", "Label", *names], rows)


def to_edges_csv(graph: nx.Graph) -> str:
    """Return the edges as CSV with the columns Gephi looks for, then the others."""
    edges = list(_edges(graph))
    kind = "Directed" if graph.is_directed() else "Undirected"
    names = list(_columns([_without(data, "label", "weight") for *_, data in edges]))
    rows = [
        [source, target, kind, key, data.get("label", ""), data.get("weight", 1)]
        + [data.get(name, "") for name in names]
        for source, target, key, data in edges
    ]
    return _csv(["Source", "Target", "Type", "Id", "Label", "Weight", *names], rows)


FORMATS: Mapping[str, Mapping[str, Callable[[nx.Graph], str]]] = {
    "graphml": {".graphml": to_graphml},
    "gexf": {".gexf": to_gexf},
    "csv": {"-nodes.csv": to_nodes_csv, "-edges.csv": to_edges_csv},
}
"""Format → ending of each file it makes → its writer."""


def write_network(graph: nx.Graph, path: str | Path, format: str | None = None) -> list[Path]:
    """Write a network to files and return their paths.

    Args:
        graph: from ``project``, or any networkx graph with plain attributes.
        path: the file; for CSV ``x.csv`` makes ``x-nodes.csv`` and ``x-edges.csv``.
        format: "graphml", "gexf" or "csv"; by default what the path ends with.

    Raises:
        UsageError: no such format.
        OutputError: the files cannot be written; what stood there before is untouched.
    """
    path = Path(path)
    name = format or path.suffix.lstrip(".").lower()
    if name not in FORMATS:
        raise UsageError(f"there is no network format '{name}'; known: {', '.join(FORMATS)}")
    stem = path.with_suffix("") if path.suffix.lower() == f".{name}" else path
    texts = {stem.with_name(stem.name + end): make(graph) for end, make in FORMATS[name].items()}
    for target, text in texts.items():
        _write(target, text)
    return list(texts)


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


def _nodes(graph: nx.Graph) -> dict[str, dict[str, Value]]:
    """Return id → plain attributes, sorted by id; two nodes must not share an id."""
    found = {_clean(str(node)): _plain(data) for node, data in graph.nodes(data=True)}
    if len(found) < len(graph):
        raise UsageError("two nodes of the graph have the same name once written as text")
    return dict(sorted(found.items()))


def _edges(graph: nx.Graph) -> Iterator[Edge]:
    """Yield source, target, id and plain attributes, sorted; ids count from e0."""
    found = []
    for source, target, data in graph.edges(data=True):
        ends = (_clean(str(source)), _clean(str(target)))
        if not graph.is_directed():
            ends = (min(ends), max(ends))
        found.append((*ends, _plain(data)))
    found.sort(key=lambda edge: (edge[0], edge[1], str(sorted(edge[2].items()))))
    for place, (source, target, data) in enumerate(found):
        yield source, target, f"e{place}", data


def _plain(data: Mapping[Any, Any]) -> dict[str, Value]:
    """Return attributes as text, numbers and truth values; None, NaN and empty lists are left out.

    Terms become their text; lists and sets become texts joined by "; ".
    """
    found: dict[str, Value] = {}
    for name in sorted(data, key=lambda key: (str(key) not in _FIRST, _place(key), str(key))):
        value = data[name]
        if hasattr(value, "item") and not isinstance(value, (str, bytes)):
            value = value.item()
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=str)
        if isinstance(value, (list, tuple)):
            value = "; ".join(str(item) for item in value) if value else None
        if value is None or value != value:
            continue
        if not isinstance(value, (bool, int, float)):
            value = _clean(str(value))
        found[_clean(str(name))] = value
    return found


def _place(name: Any) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _columns(rows: list[dict[str, Value]], integer: str = "int") -> dict[str, str]:
    """Return attribute → type over all rows; values of several types are text."""
    seen: dict[str, set[type]] = {}
    large = set()
    for row in rows:
        for name, value in row.items():
            seen.setdefault(name, set()).add(type(value))
            if isinstance(value, int) and not -(2**31) <= value < 2**31:
                large.add(name)
    found = {}
    for name in sorted(seen, key=lambda key: (_place(key), key)):
        types = seen[name]
        if types == {bool}:
            found[name] = "boolean"
        elif types == {int}:
            found[name] = "long" if name in large else integer
        elif types <= {int, float}:
            found[name] = "double"
        else:
            found[name] = "string"
    return found


def _without(data: Mapping[str, Value], *names: str) -> dict[str, Value]:
    return {name: value for name, value in data.items() if name not in names}


def _clean(text: str) -> str:
    """Return text that XML can hold."""
    return _FORBIDDEN.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "-INF"
    return str(value)


def _graphml_data(element: ET.Element, owner: str, data: Mapping[str, Value]) -> None:
    for name, value in data.items():
        ET.SubElement(element, "data", {"key": f"{owner}_{name}"}).text = _written(value)


def _gexf_values(element: ET.Element, owner: str, data: Mapping[str, Value]) -> None:
    if not data:
        return
    holder = ET.SubElement(element, "attvalues")
    for name, value in data.items():
        ET.SubElement(holder, "attvalue", {"for": f"{owner}_{name}", "value": _written(value)})


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _csv(columns: list[str], rows: list[list[Value]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(v) if isinstance(v, str) else _written(v) for v in row])
    return file.getvalue()
