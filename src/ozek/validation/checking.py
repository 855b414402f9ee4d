"""``guard`` before reasoning and ``validate`` after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, URIRef

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.parsing import to_rdflib
from ozek.reasoning.evidence import evidence
from ozek.reasoning.fixpoint import stated_facts, with_packaged
from ozek.validation import compiled, pyshacl_engine
from ozek.validation.report import ValidationReport, ValidationResult, make_report
from ozek.validation.shapes import EVIDENCE, FACTS, Shapes, load_shapes, packaged_shapes

if TYPE_CHECKING:
    from ozek.store import Store

ENGINES = {engine.NAME: engine for engine in (compiled, pyshacl_engine)}
"""Validation engines by name: each has ``NAME``, ``engine_version`` and ``run``."""

_OWN_KINDS = {
    ns.ONTOLOGY_GRAPH: "OntologyGraph",
    ns.TAXONOMY_GRAPH: "TaxonomyGraph",
    ns.SHAPES_GRAPH: "ShapesGraph",
}
_INTRODUCES = URIRef(ns.OZS + "introduces")
_NAMED_GRAPH = URIRef(ns.OZS + "NamedGraph")
_PLANNED_GRAPH = URIRef(ns.OZS + "PlannedGraph")


def guard(store: Store, *, shapes: Iterable[str | Path] | None = None) -> ValidationReport:
    """Check what must hold before reasoning, on the stated facts alone.

    Data that break these shapes would not be found wrong by reasoning but reasoned into nonsense:
    two members on one participation would make two organisations the same.
    """
    loaded = _load(shapes)
    selected = loaded.select(over=FACTS, guards=True)
    return _report(store, loaded, [("guard", stated_facts(store), selected)])


def validate(
    data: Store | Graph,
    *,
    shapes: Iterable[str | Path] | None = None,
    engine: str = compiled.NAME,
) -> ValidationReport:
    """Check the facts (stated and inferred) and the evidence behind them against all shapes.

    ``data``: a store, or an rdflib Graph of facts, which is checked together with the packaged
    ontology and taxonomy and has no evidence to check. ``shapes``: files to use instead of the
    packaged ``shapes.ttl``. ``engine``: ``compiled`` (set operations over columns, the default) or
    ``pyshacl`` (the reference). Raises InputError when a shapes file is broken or uses a term no
    engine understands, UsageError for an unknown engine.
    """
    if engine not in ENGINES:
        raise UsageError(
            f"there is no validation engine '{engine}'; there is: {', '.join(ENGINES)}"
        )
    loaded = _load(shapes)
    if isinstance(data, Graph):
        parts = [("facts", with_packaged(data), loaded.select(over=FACTS))]
        return _report(None, loaded, parts, engine)
    parts = [
        ("facts", data.to_graph(), loaded.select(over=FACTS)),
        ("evidence", evidence_graph(data), loaded.select(over=EVIDENCE)),
    ]
    return _report(data, loaded, parts, engine)


def evidence_graph(store: Store) -> Graph:
    """What shapes about evidence look at, as one graph.

    Provenance and analysis graphs with ontology and taxonomy, and in addition each named graph as
    an ``ozs:NamedGraph`` that ``ozs:introduces`` every thing it gives a type to; planned statement
    graphs are ``ozs:PlannedGraph`` as well.
    """
    kinds = store.graph_kinds() | _OWN_KINDS
    wanted = ("ProvenanceGraph", "AnalysisGraph", "OntologyGraph", "TaxonomyGraph")
    graph = Graph()
    names: set[str] = set()
    for quad in store.quads():
        name = str(getattr(quad.graph_name, "value", ""))
        names.add(name)
        if kinds.get(name) in wanted:
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        elif quad.predicate.value == ns.RDF_TYPE:
            graph.add((URIRef(name), _INTRODUCES, to_rdflib(quad.subject)))
    for name in names:
        graph.add((URIRef(name), RDF.type, _NAMED_GRAPH))
        if name in _OWN_KINDS:
            graph.add((URIRef(name), RDF.type, URIRef(ns.OZEK + _OWN_KINDS[name])))
        if kinds.get(name) == "StatementGraph" and store.modality(name) == "planned":
            graph.add((URIRef(name), RDF.type, _PLANNED_GRAPH))
    return graph


def _load(shapes: Iterable[str | Path] | None) -> Shapes:
    return load_shapes([packaged_shapes()] if shapes is None else shapes)


def _report(
    store: Store | None,
    shapes: Shapes,
    parts: list[tuple[str, Graph, Graph]],
    engine: str = compiled.NAME,
) -> ValidationReport:
    found: list[ValidationResult] = []
    for stage, data, selected in parts:
        results = ENGINES[engine].run(data, shapes, selected)
        found += [replace(result, stage=stage) for result in results]
    if found and store is not None:
        index = evidence(store)
        found = [replace(r, sources=index.behind(r.focus, r.path, r.value)) for r in found]
    base = None if store is None else store.base
    return make_report(found, f"{engine} {ENGINES[engine].engine_version()}", base)
