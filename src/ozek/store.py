"""Store: all quads of a project in Oxigraph, by kind of graph, with the facts as its default graph.

What comes out as quads, triples, columns or rdflib objects has its literals as they were written;
SPARQL sees their values. Oxigraph is filled when something is first asked that needs it; until then
the quads are held as columns (``quads.py``), which is all that reasoning and validation want.

Named graphs hold everything. The default graph is a copy of the facts – statement graphs with
modality *asserted*, chosen readings, editorial graphs, what is inferred – with ontology and
taxonomy, so that a query without ``GRAPH`` or ``FROM`` sees exactly these. Call ``refresh_facts``
after loading or replacing.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import InputError, OutputError, UsageError
from ozek.parsing import FORMATS, format_of, iter_quads
from ozek.quads import Quads, fill
from ozek.terms import dataset_of, graph_of, in_graph, quad_of, quads_of_rdflib
from ozek.written import Written

if TYPE_CHECKING:
    import rdflib

    from ozek.columns import Columns
    from ozek.importing.findings import Finding

FACT_KINDS = ("EditorialGraph", "InferredGraph", "OntologyGraph", "TaxonomyGraph")
"""Kinds of graph that always belong to the facts."""

_UNSAID = {"ReadingGraph": ns.MODALITY_ASSERTED}
"""The modality of a graph that none is recorded for."""

_DEFAULT = ox.DefaultGraph()
_FACTS = (None, None, None, _DEFAULT)
_PIECE = 1 << 18
_TYPE = ox.NamedNode(ns.RDF_TYPE)


class Store:
    """The quads of a project; ``len(store)`` counts those in named graphs.

    Args:
        path: folder for a store on disk (opened again it knows values only); without it the store
            lives in memory.
        base: base IRI of the project; graphs that the toolkit makes are named below it.
    """

    def __init__(self, path: str | Path | None = None, *, base: str | None = None) -> None:
        self.base = base
        self.wordings: dict[str, str] = {}  # passage → its wording, where the text is at hand
        self._written = Written()
        self._held: Quads | None = Quads() if path is None else None
        self._filling = threading.Lock()
        self._refreshed = False
        self._size: int | None = None
        self._columns: Columns | None = None
        self._kinds: dict[str, str] | None = None
        self._facts: list[str] | None = None
        self.notes: tuple[Finding, ...] = ()  # what is worth saying about the tables it comes from
        try:
            self._filled = ox.Store(path=str(path)) if path is not None else ox.Store()
        except OSError as error:
            raise OutputError(f"{path}: cannot be used as a store: {error}") from error

    def save(self, folder: str | Path) -> None:
        """Write the store into a new folder, from which ``Store.saved`` opens it at once."""
        import numpy as np

        folder = Path(folder)
        quads = self.columns()
        there = ox.Store(path=str(folder / "quads"))
        written = Written()
        written.load(there, fill(there, quads))
        graphs = self.fact_graphs()
        facts = quads.in_graphs(graphs)
        written.load(there, fill(there, replace(facts, g=np.full_like(facts.g, -1))))
        written.dump(folder / "written.nq")
        there.flush()
        there.optimize()  # few files, so that who opens the store opens them all at once
        known = {"kinds": self.graph_kinds(), "facts": graphs, "quads": len(self)}
        (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")

    @classmethod
    def saved(cls, folder: str | Path, *, base: str | None = None) -> Store:
        """Open a folder that ``save`` wrote, for reading; several processes may at once.

        Raises OutputError if it cannot be opened.
        """
        folder = Path(folder)
        store = cls(base=base)
        try:
            store._filled = ox.Store.read_only(str(folder / "quads"))
            known = json.loads((folder / "known.json").read_text(encoding="utf-8"))
            store._written = Written.read(folder / "written.nq")
        except (OSError, ValueError) as error:
            raise OutputError(f"{folder}: cannot be used as a store: {error}") from error
        store._held, store._refreshed = None, True
        store._kinds, store._facts, store._size = known["kinds"], known["facts"], known["quads"]
        return store

    @property
    def _store(self) -> ox.Store:
        """Oxigraph, with everything in it: threads that ask at once wait for the one that fills."""
        if self._held is not None:
            with self._filling:
                if self._held is not None:
                    columns = self._held.columns()
                    self._written.load(self._filled, fill(self._filled, columns))
                    if self._refreshed:
                        self._copy_facts()
                    self._columns, self._held = columns, None
        return self._filled

    @property
    def is_at_hand(self) -> bool:
        """Whether all of it is here, and nothing has to be asked for."""
        return True

    def __len__(self) -> int:
        if (held := self._held) is not None:
            return len(held)
        if self._size is not None:
            return self._size
        return len(self._store) - sum(1 for _ in self._store.quads_for_pattern(*_FACTS))

    def __repr__(self) -> str:
        return f"<Store of {len(self)} quads in {len(self.sizes())} graphs>"

    # In ------------------------------------------------------------------------------------------

    def load(
        self,
        source: str | Path | IO[bytes] | rdflib.Graph,
        *,
        format: str | None = None,
        graph: str | None = None,
        base: str | None = None,
    ) -> int:
        """Add a file, an open file, or an rdflib Graph or Dataset; return how many quads it has.

        Triples that stand in no named graph go to ``graph``. Raises InputError, with nothing
        loaded, if the source is broken, or has such triples and ``graph`` is not given.
        """
        path = None
        quads: Iterable[ox.Quad]
        if hasattr(source, "triples"):
            quads = quads_of_rdflib(source)  # type: ignore[arg-type]
            if self._held is not None:
                self._changed()
                return self._held.add(quads, graph=graph)
        else:
            if isinstance(source, str | Path):
                path, chosen = source, format_of(source, format)
            elif format in FORMATS:
                path, chosen = getattr(source, "name", None), FORMATS[format]
            else:
                raise UsageError(f"give the format of an open file: one of {', '.join(FORMATS)}")
            file: Any = source
            if self._held is not None:
                self._changed()
                return self._held.read(file, chosen, graph=graph, base=base, path=path)
            quads = iter_quads(file, chosen, base=base, path=path)
        return self._add(in_graph(quads, graph) if graph else _at_home(quads, path))

    def replace_graph(self, graph: str, triples: Iterable[Any] | bytes, kind: str) -> None:
        """Put ``triples`` (rdflib, pyoxigraph, canonical N-Triples) in place of what a graph holds.

        Its kind is recorded too. Nothing is changed if one of the triples is not RDF.
        """
        if kind not in ns.GRAPH_KINDS:
            raise UsageError(f"'{kind}' is no kind of graph; kinds: {', '.join(ns.GRAPH_KINDS)}")
        self._changed()
        name = ox.NamedNode(graph)
        if isinstance(triples, bytes):
            if self._held is not None:
                self._held.remove(graph)
                self._held.add_ntriples(triples, graph)
                self.set_kind(graph, kind)
                return
            triples = ox.parse(triples, format=FORMATS["ntriples"])
        quads = [quad_of(triple, name) for triple in triples]
        if self._held is not None:
            self._held.remove(graph)
            self._held.add(quads)
            self.set_kind(graph, kind)
            return
        self._store.clear_graph(name)
        self._written.forget(name)
        self._add(quads)
        self.set_kind(graph, kind)

    def set_kind(self, graph: str, kind: str) -> None:
        """Record in the provenance graph what kind of graph ``graph`` is."""
        self._changed()
        name, home = ox.NamedNode(graph), ox.NamedNode(self.provenance_graph)
        if self._held is not None:
            kinds = [ns.OZEK + known for known in ns.GRAPH_KINDS]
            self._held.remove(home.value, subject=graph, predicate=ns.RDF_TYPE, objects=kinds)
            self._held.add([ox.Quad(name, _TYPE, ox.NamedNode(ns.OZEK + kind), home)])
            return
        for known in ns.GRAPH_KINDS:
            self._store.remove(ox.Quad(name, _TYPE, ox.NamedNode(ns.OZEK + known), home))
        self._store.add(ox.Quad(name, _TYPE, ox.NamedNode(ns.OZEK + kind), home))

    def refresh_facts(self) -> None:
        """Make the default graph a copy of the facts again."""
        self._refreshed = True
        if self._held is None:
            self._copy_facts()

    def _copy_facts(self) -> None:
        graphs = self.fact_graphs()
        names = " ".join(f"<{graph}>" for graph in graphs)
        self._filled.clear_graph(_DEFAULT)
        self._filled.update(
            f"INSERT {{ ?s ?p ?o }} WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        self._written.copy(graphs, self._filled)

    def _add(self, quads: Iterable[ox.Quad]) -> int:
        self._changed()
        return self._written.load(self._store, quads)

    def _changed(self) -> None:
        self._columns = self._kinds = self._facts = self._size = None

    # Graphs --------------------------------------------------------------------------------------

    @property
    def provenance_graph(self) -> str:
        """The graph in which the toolkit records what it made."""
        return (self.base or "urn:ozek:") + "graph/provenance"

    def graph_kinds(self) -> dict[str, str]:
        """Return graph IRI → kind (local name), for every graph whose kind is recorded."""
        if self._kinds is None:
            kinds: dict[str, str] = {}
            for kind in ns.GRAPH_KINDS:
                for quad in self._matching(None, _TYPE, ox.NamedNode(ns.OZEK + kind)):
                    if quad.graph_name != _DEFAULT and isinstance(quad.subject, ox.NamedNode):
                        kinds.setdefault(quad.subject.value, kind)
            self._kinds = dict(sorted(kinds.items()))
        return dict(self._kinds)

    def modality(self, graph: str) -> str | None:
        """Return the modality of a graph: asserted, planned, normative or reported."""
        found = self._named_objects(ns.HAS_MODALITY, graph)
        return next((m.removeprefix(ns.OZT + "modality-") for m in sorted(found)), None)

    def graphs_of(self, modality: str) -> set[str]:
        """Return the graphs of a modality."""
        term = ox.NamedNode(f"{ns.OZT}modality-{modality}")
        return {quad.subject.value for quad in self.matching(None, ns.HAS_MODALITY, term)}

    def fact_graphs(self) -> list[str]:
        """Return the graphs that the facts consist of, sorted.

        A chosen reading of a planned or normative sentence carries that modality and is no fact.
        """
        if self._facts is None:
            chosen = self.chosen_readings()
            modalities = {
                quad.subject.value: quad.object.value
                for quad in self.matching(None, ns.HAS_MODALITY)
            }
            self._facts = [
                graph
                for graph, kind in self.graph_kinds().items()
                if kind in FACT_KINDS
                or (
                    (kind == "StatementGraph" or (kind == "ReadingGraph" and graph in chosen))
                    and modalities.get(graph, _UNSAID.get(kind)) == ns.MODALITY_ASSERTED
                )
            ]
        return list(self._facts)

    def count_facts(self) -> int:
        """Return how many facts there are: triples of the fact graphs, each once."""
        return sum(1 for _ in self.triples())

    def chosen_readings(self) -> set[str]:
        """Return the graphs of the alternatives that readings choose."""
        chosen = self._named_objects(ns.CHOOSES_ALTERNATIVE)
        stated = self.matching(None, ns.IS_STATED_IN)
        return {quad.object.value for quad in stated if quad.subject.value in chosen}

    # Out -----------------------------------------------------------------------------------------

    def quads(self) -> Iterator[Any]:
        """Yield the quads of all named graphs."""
        for quad in self._written.restore(self._store):
            if quad.graph_name != _DEFAULT:
                yield quad

    def triples(self, graphs: Iterable[str] | None = None) -> Iterator[ox.Triple]:
        """Yield the triples of some named graphs; of the facts, each once, if none are given."""
        if graphs is None:
            facts = self._store.quads_for_pattern(*_FACTS)
            yield from (quad.triple for quad in self._written.restore(facts))
            return
        seen: set[ox.Triple] = set()
        for graph in graphs:
            for quad in self._in(graph):
                if quad.triple not in seen:
                    seen.add(quad.triple)
                    yield quad.triple

    def matching(
        self,
        subject: Any = None,
        predicate: str | None = None,
        object: Any = None,
    ) -> Iterator[Any]:
        """Yield the pyoxigraph quads of named graphs with these terms (IRIs may be text)."""
        for quad in self._matching(_node(subject), _node(predicate), _node(object)):
            if quad.graph_name != _DEFAULT:
                yield quad

    def _matching(self, *pattern: Any) -> Iterable[ox.Quad]:
        """Quads of any graph, literals as written."""
        # Asked once: another thread may be filling Oxigraph, after which nothing is held.
        if (held := self._held) is not None:
            return held.matching(*pattern)
        return self._written.restore(self._store.quads_for_pattern(*pattern), pattern[1])

    def pairs(self, predicate: str) -> Iterable[Any]:
        """Return (subject, object, graph) of all quads of named graphs with a predicate."""
        return self.query(f"SELECT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{predicate}> ?o }} }}")  # type: ignore[no-any-return]

    def about(self, subjects: Iterable[str], predicates: Sequence[str]) -> Iterator[Any]:
        """Yield the quads of named graphs that have one of each, for many subjects at once."""
        for subject in subjects:
            for predicate in predicates:
                yield from self.matching(subject, predicate)

    def nquads(self) -> Iterator[bytes]:
        """Yield the quads of all named graphs as canonical N-Quads, many lines at a time."""
        parts: list[bytes] = []
        size = 0
        for graph in self._store.named_graphs():
            text = self._ntriples(graph).replace(b" .\n", f" {graph} .\n".encode())
            parts.append(text)
            size += len(text)
            if size > _PIECE:
                yield b"".join(parts)
                parts, size = [], 0
        yield b"".join(parts)

    def ntriples(self) -> bytes:
        """Return the facts as canonical N-Triples."""
        return self._ntriples(_DEFAULT)

    def columns(self) -> Columns:
        """Return the quads of all named graphs as columns, made once for each state of the store.

        The facts alone: ``store.columns().in_graphs(store.fact_graphs())``.
        """
        if (held := self._held) is not None:
            return held.columns()
        if self._columns is None:
            from ozek.columns import columns_of_text

            self._columns = columns_of_text(self.nquads())
        return self._columns

    def sizes(self) -> dict[str, int]:
        """Return named graph → how many quads it has."""
        import numpy as np

        columns = self.columns()
        counts = np.bincount(columns.g, minlength=len(columns.terms))
        return {columns.text(g)[1:-1]: int(counts[g]) for g in np.flatnonzero(counts).tolist()}

    def to_graph(self, graphs: Iterable[str] | None = None) -> rdflib.Graph:
        """Return some named graphs, or the facts, as one new rdflib Graph."""
        return graph_of(self.triples(graphs))

    def to_dataset(self) -> rdflib.Dataset:
        """Return a new rdflib Dataset: all named graphs, and the facts as default graph."""
        return dataset_of(self.triples(), self.quads())

    def query(self, text: str, bindings: Mapping[str, Any] | None = None) -> Any:
        """Run a SPARQL query in Oxigraph and return what pyoxigraph gives.

        ``bindings`` puts terms in the place of variables (see ``substitution.py``). Raises
        UsageError for a query with a syntax error; ``ozek.query.ask`` says in which file and line.
        """
        if bindings:
            from ozek.substitution import substitute

            text = substitute(text, bindings)
        try:
            return self._store.query(text, base_iri=self.base, prefixes=ns.PREFIXES)
        except SyntaxError as error:
            raise UsageError(f"the query has a syntax error: {error}") from None

    # Helpers -------------------------------------------------------------------------------------

    def _ntriples(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bytes:
        out = io.BytesIO()
        self._store.dump(out, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
        return self._written.restore_lines(out.getvalue(), graph)

    def _in(self, graph: str) -> Iterable[ox.Quad]:
        found = self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        return self._written.restore(found)

    def _named_objects(self, predicate: str, subject: str | None = None) -> set[str]:
        return {
            quad.object.value
            for quad in self.matching(subject, predicate)
            if isinstance(quad.object, ox.NamedNode)
        }


def _at_home(quads: Iterable[ox.Quad], path: Any) -> Iterator[ox.Quad]:
    """The quads, which all have to stand in a named graph."""
    for quad in quads:
        if quad.graph_name == _DEFAULT:
            raise InputError(
                f"a triple stands in no named graph: {quad.triple}",
                path=path,
                hint="Every quad needs a graph of a known kind: put the triple into "
                "<graph/…> { … }, or say which graph it belongs to.",
            )
        yield quad


def _node(term: Any) -> Any:
    return ox.NamedNode(term) if isinstance(term, str) else term
