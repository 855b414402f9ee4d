"""A projection as two Parquet files, for networks that do not fit into memory.

The same nodes and edges as :func:`ozek.network.project`, but joined by DuckDB on disk: the facts of
each predicate go past once, a row at a time. Any engine that reads Parquet takes the files; the
columns are those that Spark GraphFrames expects.

``nodes.parquet``: ``id`` (IRI), ``label``, ``kind``, ``kind_code``.

``edges.parquet``: ``src``, ``dst`` (IRIs), ``relation`` (CURIE), ``label``, ``via`` (the IRI of the
n-ary node that was collapsed, or null), ``basis`` (what the edge rests on at its weakest),
``evidence`` (list of the IRIs of the graphs that state it), ``weight`` (how many edges it stands
for where the projection counts them, else null) and a column of text for each attribute that the
projection declares.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ozek.errors import OutputError, UsageError
from ozek.labels import Labels
from ozek.namespaces import RDF_TYPE, RDFS, SKOS, shorten
from ozek.network.projecting import find_projection
from ozek.network.projection import EdgeRule, GraphPath, Projection
from ozek.network.statements import BASES, Statements, closure, read

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ozek.store import Store

FILES = ("nodes.parquet", "edges.parquet")
_LABELS_AT_ONCE = 10_000
_OPTIONS = "(FORMAT parquet, COMPRESSION zstd)"


def write_parquet(
    store: Store,
    projection: str | Path | Projection,
    folder: Path,
    *,
    lang: str = "en",
    folders: Iterable[str | Path] | None = None,
) -> list[Path]:
    """Write a projection of a store into ``nodes.parquet`` and ``edges.parquet`` of a folder.

    Rows are sorted: nodes by id, edges by src, dst, relation and via. Files of these names are
    replaced when both new ones are ready. Returns their paths.

    Raises UsageError for an unknown projection or without the extra ``parquet``, OutputError if the
    folder cannot be written.
    """
    try:
        import duckdb
    except ModuleNotFoundError:
        raise UsageError("Parquet needs the extra 'parquet': pip install 'ozek[parquet]'") from None
    chosen = find_projection(projection, folders)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".parquet-") as name:
            work = Path(name)
            with duckdb.connect(work / "work.db") as db:
                _Tables(db, read(store), Labels(store, lang), chosen, work).write()
            for file in FILES:
                (work / file).replace(folder / file)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error}") from error
    return [folder / file for file in FILES]


@dataclass
class _Tables:
    """The tables that lead from facts to nodes and edges."""

    db: DuckDBPyConnection
    facts: Statements
    labels: Labels
    projection: Projection
    work: Path
    _links: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        self._make_kinds()
        columns = ", ".join(f"{name} VARCHAR" for name in self._attributes())
        self.db.execute(
            "CREATE TABLE found (rule INTEGER, src VARCHAR, dst VARCHAR, relation VARCHAR, "
            f"label VARCHAR, via VARCHAR, rank TINYINT, evidence VARCHAR[]"
            f"{', ' + columns if columns else ''})"
        )
        for number, rule in enumerate(self.projection.edges):
            self._add_edges(number, rule)
        self._make_edges()
        self._make_nodes()
        for table, order, file in zip(
            ("nodes", "edges"), ("id", "src, dst, relation, via"), FILES, strict=True
        ):
            path = str(self.work / file).replace("'", "''")
            self.db.execute(f"COPY (FROM {table} ORDER BY {order}) TO '{path}' {_OPTIONS}")

    # Facts ---------------------------------------------------------------------------------------

    def _facts(self, predicate: str) -> str:
        """The table of the facts with a predicate: s, o, graph, rank; made when first asked for."""
        if predicate not in self._links:
            name = self._links[predicate] = f"facts_{len(self._links)}"
            rows = (
                (s, o, graph, self.facts.rank(graph)) for s, o, graph in self.facts.rows(predicate)
            )
            self._load(name, "s VARCHAR, o VARCHAR, graph VARCHAR, rank TINYINT", rows)
        return self._links[predicate]

    def _load(self, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Create a table of rows, by way of a file."""
        file = self.work / f"{table}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
        self.db.execute(f"CREATE TABLE {table} ({columns})")
        path = str(file).replace("'", "''")
        self.db.execute(
            f"COPY {table} FROM '{path}' (FORMAT csv, HEADER false, QUOTE '\"', ESCAPE '\"', "
            "AUTO_DETECT false, MAX_LINE_SIZE 100_000_000)"
        )
        file.unlink()

    def _link(self, predicate: str, *, inverse: bool = False) -> str:
        """The pairs that a predicate joins: a, b, rank and the graphs that say so at that rank."""
        a, b = ("o", "s") if inverse else ("s", "o")
        table = self._facts(predicate)
        return _strongest(
            f"SELECT {a} AS a, {b} AS b, rank, [graph] AS graphs FROM {table} "
            "WHERE NOT starts_with(o, '\"')"
        )

    def _walk(self, path: GraphPath) -> str:
        """The pairs that a path joins, with everything each way rests on."""
        ways = []
        for sequence in path.alternatives:
            pairs = self._link(sequence[0].predicate, inverse=sequence[0].inverse)
            for step in sequence[1:]:
                onward = self._link(step.predicate, inverse=step.inverse)
                pairs = _strongest(
                    "SELECT l.a, r.b, greatest(l.rank, r.rank) AS rank, "
                    "list_concat(l.graphs, r.graphs) AS graphs "
                    f"FROM ({pairs}) l JOIN ({onward}) r ON l.b = r.a"
                )
            ways.append(pairs)
        return ways[0] if len(ways) == 1 else _strongest(" UNION ALL ".join(ways))

    # Nodes ---------------------------------------------------------------------------------------

    def _make_kinds(self) -> None:
        """``kinds``: everything that may be a node, and the place of its kind in the projection."""
        chosen = self.projection
        above = closure(self.facts.links(RDFS + "subClassOf"))
        place = {iri: number for number, iri in enumerate(chosen.kinds)}
        types = self._facts(RDF_TYPE)
        best = []
        for (cls,) in self.db.execute(f"SELECT DISTINCT o FROM {types}").fetchall():
            places = [place[one] for one in above.get(cls, {cls}) if one in place]
            best += [(cls, min(places))] if places else []
        best += [(iri, len(place) + number) for number, iri in enumerate(chosen.concepts)]
        self._load("places", "class VARCHAR, place INTEGER", best)
        concepts = self._facts(SKOS + "inScheme") if chosen.concepts else types
        self.db.execute(
            "CREATE TABLE kinds AS SELECT s AS id, min(place) AS place FROM "
            f"(SELECT s, place FROM {types} JOIN places ON o = class "
            f" WHERE NOT starts_with(s, '_:') AND place < {len(place)} "
            f" UNION ALL SELECT s, place FROM {concepts} JOIN places ON o = class "
            f" WHERE place >= {len(place)}) GROUP BY s"
        )

    def _make_nodes(self) -> None:
        names = list(self.projection.kind_codes())
        optional = self.projection.optional()
        always = [number for number, name in enumerate(names) if name not in optional]
        self._load("names", "place INTEGER, kind VARCHAR", enumerate(names))
        self.db.execute(
            "CREATE TABLE linked AS SELECT src AS id FROM edges UNION SELECT dst FROM edges"
        )
        self.db.execute(
            "CREATE TABLE shown AS SELECT id, kind, place + 1 AS kind_code FROM kinds "
            f"JOIN names USING (place) WHERE list_contains({always}, place) "
            "OR id IN (SELECT id FROM linked)"
        )
        self._name("labels", "SELECT id FROM shown")
        self.db.execute(
            "CREATE VIEW nodes AS SELECT id, label, kind, kind_code "
            "FROM shown JOIN labels USING (id)"
        )

    def _name(self, table: str, query: str) -> None:
        """Create a table of the labels of what a query gives."""
        self._load(table, "id VARCHAR, label VARCHAR", self._named(query))

    def _named(self, query: str) -> Iterator[tuple[str, str]]:
        rows = self.db.cursor().execute(query)
        while some := rows.fetchmany(_LABELS_AT_ONCE):
            yield from self.labels.of_many([iri for (iri,) in some]).items()

    # Edges ---------------------------------------------------------------------------------------

    def _attributes(self) -> list[str]:
        return sorted({name for rule in self.projection.edges for name in rule.attributes})

    def _add_edges(self, number: int, rule: EdgeRule) -> None:
        """Add what a rule makes an edge to ``found``."""
        attributes: list[str] = []
        if rule.path is not None:
            pairs = (
                f"SELECT a, b, NULL::VARCHAR AS via, rank, graphs FROM ({self._walk(rule.path)})"
            )
            columns = ""
        else:
            assert rule.source and rule.target
            pairs = (
                "SELECT l.b AS a, r.b AS b, l.a AS via, greatest(l.rank, r.rank) AS rank, "
                "list_sort(list_distinct(list_concat(l.graphs, r.graphs))) AS graphs "
                f"FROM ({self._walk(rule.source)}) l JOIN ({self._walk(rule.target)}) r "
                f"ON l.a = r.a WHERE l.a IN ({self._members(rule)})"
            )
            attributes = list(rule.attributes)
            columns = "".join(f", {name}.text" for name in attributes)
        joins = "".join(
            f" LEFT JOIN ({self._values(number, name, rule.attributes[name])}) {name} "
            f"ON {name}.node = via"
            for name in attributes
        )
        derived = "" if rule.derived else f" AND rank < {BASES.index('derived')}"
        relation, label = shorten(rule.relation), self.labels.of(rule.relation)
        names = "".join(f", {name}" for name in attributes)
        self.db.execute(
            f"INSERT INTO found (rule, src, dst, relation, label, via, rank, evidence{names}) "
            f"SELECT {number}, a, b, ?, ?, via, rank, graphs{columns} FROM ({pairs}){joins} "
            f"WHERE a <> b AND a IN (SELECT id FROM kinds) AND b IN (SELECT id FROM kinds)"
            f"{derived}",
            [relation, label],
        )

    def _members(self, rule: EdgeRule) -> str:
        """The n-ary nodes that a rule collapses."""
        above = closure(self.facts.links(RDFS + "subClassOf"))
        classes = [cls for cls, up in above.items() if rule.via in up] + [str(rule.via)]
        listed = ", ".join("'" + cls.replace("'", "''") + "'" for cls in sorted(set(classes)))
        return f"SELECT s FROM {self._facts(RDF_TYPE)} WHERE o IN ({listed})"

    def _values(self, number: int, name: str, path: GraphPath) -> str:
        """The values of an attribute, by n-ary node: labels and texts, joined."""
        things = f"things_{number}_{name}"
        self.db.execute(f"CREATE TABLE {things} AS SELECT a, b FROM ({self._walk(path)})")
        self._name(f"labels_{things}", f"SELECT DISTINCT b FROM {things}")
        parts = [f"SELECT a, label AS text FROM {things} JOIN labels_{things} ON b = id"]
        parts += [
            f"SELECT s AS a, substr(o, 2) AS text FROM {self._facts(sequence[0].predicate)} "
            "WHERE starts_with(o, '\"')"
            for sequence in path.alternatives
            if len(sequence) == 1 and not sequence[0].inverse
        ]
        return (
            "SELECT a AS node, string_agg(text, '; ' ORDER BY text) AS text "
            f"FROM (SELECT DISTINCT a, text FROM ({' UNION ALL '.join(parts)})) GROUP BY a"
        )

    def _make_edges(self) -> None:
        """``edges``: one for each relation and n-ary node, or as the projection joins them."""
        once = (
            "SELECT * FROM found QUALIFY row_number() OVER "
            "(PARTITION BY src, dst, relation, via ORDER BY rule DESC) = 1"
        )
        names = self._attributes()
        if self.projection.parallel == "keep":
            attributes = "".join(f", {name}" for name in names)
            query = (
                f"SELECT src, dst, relation, label, via, {list(BASES)}[rank + 1] AS basis, "
                f"evidence, NULL::INTEGER AS weight{attributes} FROM ({once})"
            )
        else:
            turned = not self.projection.directed
            ends = (
                "least(src, dst) AS a, greatest(src, dst) AS b" if turned else "src AS a, dst AS b"
            )
            kept = ("relation", "label", *names)
            lists = ", ".join(
                f"list({n} ORDER BY src, dst, concat_ws(' ', relation, via)) "
                f"FILTER ({n} IS NOT NULL) AS {n}"
                for n in kept
            )
            relation, label, *others = map(_distinct, kept)
            weight = "joined" if self.projection.parallel == "count" else "NULL::INTEGER"
            query = (
                f"SELECT a AS src, b AS dst, {relation}, {label}, NULL::VARCHAR AS via, "
                f"{list(BASES)}[rank + 1] AS basis, evidence, {weight} AS weight"
                f"{''.join(f', {one}' for one in others)} FROM ("
                f"SELECT a, b, {lists}, min(rank) AS rank, count(*)::INTEGER AS joined, "
                "list_sort(list_distinct(flatten(list(evidence)))) AS evidence "
                f"FROM (SELECT {ends}, * FROM ({once})) GROUP BY a, b)"
            )
        self.db.execute(f"CREATE TABLE edges AS {query}")


def _strongest(pairs: str) -> str:
    """Each pair once: where it is stated more than once the strongest basis counts, and all graphs
    of that basis."""
    return (
        "SELECT a, b, min(rank) AS rank, arg_min(graphs, rank) AS graphs FROM ("
        "SELECT a, b, rank, list_sort(list_distinct(flatten(list(graphs)))) AS graphs "
        f"FROM ({pairs}) GROUP BY a, b, rank) GROUP BY a, b"
    )


def _distinct(column: str) -> str:
    """The different values of a list, in its order, as one text."""
    first = f"list_filter({column}, lambda x, i: list_position({column}, x) = i)"
    return f"array_to_string({first}, '; ') AS {column}"
