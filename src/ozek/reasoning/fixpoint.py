"""``reason``: axioms and rules in turns until nothing new comes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import InconsistencyError, UsageError
from ozek.reasoning import clashes as clash_checks
from ozek.reasoning import owlrl_engine, own_engine
from ozek.reasoning.axioms import (
    Triple,
    needs_engine,
    relevance,
    share_between_equals,
    split,
)
from ozek.reasoning.clashes import Clash, show
from ozek.reasoning.evidence import Evidence, evidence
from ozek.reasoning.noise import sift, terms_of
from ozek.reasoning.rules import Rule, apply, load_rules, packaged_rules
from ozek.reasoning.support import Support
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

ENGINES: dict[str, Callable[[Iterable[Triple]], owlrl_engine.Closed]] = {
    owlrl_engine.NAME: owlrl_engine.close
}
"""Engines over rdflib triples, besides Özek's own: name → closure function."""

_FALLBACK_BASE = "https://w3id.org/ozek/local/"
_FACTS = "urn:ozek:facts"


@dataclass(frozen=True)
class Reasoned:
    """What reasoning did: how much it derived, in how many rounds, what it left out, and where
    the derived facts are. ``warnings`` lists conclusions a person should look at, ``clashes`` the
    contradictions that were gone past."""

    derived: int
    rounds: int
    filtered: dict[str, int]
    seconds: float
    engine: str
    graph: str
    warnings: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


def reason(
    store: Store,
    *,
    engine: str = own_engine.NAME,
    rules: Iterable[str | Path] | None = None,
    keep_going: bool = False,
) -> Reasoned:
    """Derive what follows from the facts and put it into ``<base>graph/inferred``.

    ``engine``: ``ozek`` (columns, the default) or ``owlrl`` (the reference, slow). ``rules``: rule
    files or folders to use instead of the packaged ones. ``keep_going``: derive even where facts
    and ontology contradict each other, and return the clashes. What was inferred before is
    forgotten first. Raises InconsistencyError when there are contradictions, unless told to keep
    going (the store is then left as it was), InputError for an axiom that no rule covers,
    UsageError for an unknown engine.
    """
    started = time.perf_counter()
    loaded = packaged_rules() if rules is None else load_rules(rules)
    if engine == own_engine.NAME:
        run, version = _run_own(store, loaded, keep_going), own_engine.engine_version()
    else:
        close = _engine(engine)
        stated = stated_facts(store)
        run = _run(
            stated, _terms(store, stated), close, loaded, lambda: evidence(store), keep_going
        )
        version = owlrl_engine.engine_version()
    base = store.base or _FALLBACK_BASE
    graph = base + "graph/inferred"
    store.replace_graph(graph, run.facts, "InferredGraph")
    store.replace_graph(
        base + "graph/inferred-provenance",
        provenance(store, base, graph, engine, version, loaded),
        "ProvenanceGraph",
    )
    store.refresh_facts()
    return Reasoned(
        derived=run.count,
        rounds=run.rounds,
        filtered=dict(sorted(run.filtered.items())),
        seconds=time.perf_counter() - started,
        engine=f"{engine} {version}",
        graph=graph,
        warnings=run.warnings,
        clashes=run.clashes,
    )


def _run_own(store: Store, rules: tuple[Rule, ...], keep_going: bool) -> _Run:
    """Özek's engine; what it finds wrong is traced and worded as for any other."""
    closed = own_engine.close_store(store, _stated_graphs(store), rules)
    warnings: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    if closed.closure.clashes:
        graph = owlrl_engine.Closed(closed.to_graph(), (), {})
        clashes = _clashes(graph, stated_facts(store), lambda: evidence(store))
        seen = {(clash.rule, clash.focus) for clash in clashes}
        clashes += tuple(
            clash
            for clash in map(own_engine.clash, closed.closure.clashes)
            if (clash.rule, clash.focus) not in seen
        )
        if not keep_going:
            raise InconsistencyError(clashes)
    if f" <{OWL.sameAs}> ".encode() in closed.derived:
        warnings = _suspicious(closed.to_graph(), stated_facts(store))
    noise = closed.closure.noise()
    return _Run(closed.derived, closed.count, closed.rounds, noise, warnings, clashes)


def derive(
    facts: Graph,
    *,
    engine: str = own_engine.NAME,
    rules: Iterable[str | Path] | None = None,
) -> Graph:
    """Return, as a new graph, what follows from an rdflib Graph of facts.

    The packaged ontology and taxonomy are taken along. Raises as :func:`reason` does.
    """
    from ozek.project import resources
    from ozek.store import Store

    store = Store()
    store.replace_graph(_FACTS, facts, "EditorialGraph")
    for name, graph in (("ozek.ttl", ns.ONTOLOGY_GRAPH), ("taxonomy.ttl", ns.TAXONOMY_GRAPH)):
        store.load(resources().ontology / name, graph=graph)
    store.set_kind(ns.ONTOLOGY_GRAPH, "OntologyGraph")
    store.set_kind(ns.TAXONOMY_GRAPH, "TaxonomyGraph")
    return store.to_graph([reason(store, engine=engine, rules=rules).graph])


def with_packaged(facts: Graph) -> Graph:
    """A new graph: ``facts`` with the packaged ontology and taxonomy."""
    from ozek.parsing import parse_file
    from ozek.project import resources

    graph = Graph()
    for triple in facts.triples((None, None, None)):
        graph.add(triple)
    for name in ("ozek.ttl", "taxonomy.ttl"):
        for quad in parse_file(resources().ontology / name).quads:
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def _engine(name: str) -> Callable[[Iterable[Triple]], owlrl_engine.Closed]:
    if name not in ENGINES:
        known = ", ".join([own_engine.NAME, *ENGINES])
        raise UsageError(f"there is no reasoning engine '{name}'; there is: {known}")
    return ENGINES[name]


@dataclass(frozen=True)
class Judged:
    """What reasoning finds wrong, or worth a look, in a store."""

    clashes: tuple[Clash, ...]
    warnings: tuple[str, ...]


def judge(store: Store, rules: tuple[Rule, ...]) -> Judged:
    """Reason with these rules besides the axioms; say what is wrong, and change nothing."""
    run = _run_own(store, rules, True)
    return Judged(run.clashes, run.warnings)


def find_clashes(store: Store, *, engine: str = own_engine.NAME) -> tuple[Clash, ...]:
    """Return the contradictions between facts and ontology, without changing the store."""
    if engine == own_engine.NAME:
        return judge(store, ()).clashes
    close, stated = _engine(engine), stated_facts(store)
    return _run(stated, _terms(store, stated), close, (), lambda: evidence(store), True).clashes


def stated_facts(store: Store) -> Graph:
    """The facts that are not inferred, with ontology and taxonomy, as one graph."""
    graph: Graph = store.to_graph(_stated_graphs(store))
    return graph


def _stated_graphs(store: Store) -> list[str]:
    kinds = store.graph_kinds()
    return [name for name in store.fact_graphs() if kinds.get(name) != "InferredGraph"]


def _terms(store: Store, stated: Graph) -> frozenset[Node]:
    """The terms of ontology and taxonomy: consequences about these are no facts."""
    kinds = store.graph_kinds()
    taxonomy = store.to_graph([name for name, kind in kinds.items() if kind == "TaxonomyGraph"])
    return terms_of(stated) | frozenset(taxonomy.subjects())


@dataclass(frozen=True)
class _Run:
    facts: Sequence[Triple] | bytes  # as canonical N-Triples
    count: int
    rounds: int
    filtered: dict[str, int]
    warnings: tuple[str, ...]
    clashes: tuple[Clash, ...]


def _run(
    stated: Graph,
    terms: frozenset[Node],
    close: Callable[[Iterable[Triple]], owlrl_engine.Closed],
    rules: tuple[Rule, ...],
    index: Callable[[], Evidence],
    keep_going: bool,
) -> _Run:
    known = relevance(stated)
    logical, inert = split(stated, known)
    closed = close(logical)
    clashes = _clashes(closed, stated, index)
    facts, noise = _learned(closed.graph, stated, inert, terms)
    rounds = 1
    while rules and (keep_going or not clashes):
        new = _apply_rules(rules, stated, facts)
        if not new:
            break
        rounds += 1
        if needs_engine(new, closed.graph, known):
            closed = close([*closed.graph, *(t for t in new if known.uses(t[1]))])
            clashes = _clashes(closed, stated, index)
        learned, noise = _learned(closed.graph, stated, [*inert, *new], terms)
        facts = list({*facts, *learned, *new})
    if clashes and not keep_going:
        raise InconsistencyError(clashes)
    counts = Counter(noise)
    counts.update(closed.skipped)
    warnings = _suspicious(closed.graph, stated)
    return _Run(facts, len(facts), rounds, dict(counts), warnings, clashes)


def _learned(
    closure: Graph, stated: Graph, inert: Iterable[Triple], terms: frozenset[Node]
) -> tuple[list[Triple], dict[str, int]]:
    shared = share_between_equals(closure, inert)
    new = {t for part in (closure, shared) for t in part if t not in stated}
    return sift(new, terms)


def _apply_rules(rules: tuple[Rule, ...], stated: Graph, facts: list[Triple]) -> set[Triple]:
    """What the rules add to the facts."""
    from ozek.store import Store

    scratch = Store()
    scratch.replace_graph(_FACTS, [*stated, *facts], "EditorialGraph")
    scratch.refresh_facts()
    have = set(facts)
    new: set[Triple] = set()
    for rule in rules:
        for triple in apply(rule, scratch):
            if triple not in stated and triple not in have and triple not in new:
                new.add(triple)
    return new


def _clashes(
    closed: owlrl_engine.Closed, stated: Graph, index: Callable[[], Evidence]
) -> tuple[Clash, ...]:
    findings = clash_checks.without_duplicates(clash_checks.find(closed.graph))
    findings += clash_checks.unexplained(closed.messages, findings, closed.graph)
    if not findings:
        return ()
    known = index()
    support = Support(closed.graph, stated.__contains__)
    clashes = []
    for finding in findings:
        triples: dict[Triple, None] = {}
        for triple in finding.triples:
            for behind in support(triple):
                triples[behind] = None
        facts = [known.fact(triple) for triple in triples]
        clashes.append(clash_checks.clash(finding, facts, known.base))
    return tuple(clashes)


def _suspicious(closure: Graph, stated: Graph) -> tuple[str, ...]:
    """Warnings for named things derived to be the same: nearly always a mistake in the data."""
    found = []
    support = Support(closure, stated.__contains__)
    for left, right in closure.subject_objects(OWL.sameAs):
        if not (isinstance(left, URIRef) and isinstance(right, URIRef)) or str(left) >= str(right):
            continue
        if (left, OWL.sameAs, right) in stated or (right, OWL.sameAs, left) in stated:
            continue
        because = support((left, OWL.sameAs, right))
        reasons = "; ".join(" ".join(map(show, triple)) for triple in because)
        found.append(
            f"{show(left)} and {show(right)} are derived to be one and the same thing"
            f" (owl:sameAs), from: {reasons}"
        )
    return tuple(sorted(found))


def provenance(
    store: Store, base: str, graph: str, engine: str, version: str, rules: tuple[Rule, ...]
) -> list[Triple]:
    """Who made the inferred graph: engine and version, version of the ontology, the rules."""
    activity = URIRef(base + "activity/reasoning")
    agent = URIRef(f"{ns.ENGINES}{engine}/{version}")
    prov = ns.PROV
    triples: list[Triple] = [
        (URIRef(graph), URIRef(prov + "wasGeneratedBy"), activity),
        (activity, RDF.type, URIRef(prov + "Activity")),
        (activity, URIRef(prov + "wasAssociatedWith"), agent),
        (agent, RDF.type, URIRef(prov + "SoftwareAgent")),
        (agent, URIRef(ns.DCTERMS + "title"), Literal(engine)),
        (agent, OWL.versionInfo, Literal(version)),
    ]
    for used in _said_of_ontology(store, OWL.versionIRI):
        triples.append((activity, URIRef(prov + "used"), used))
        for number in _said_of_ontology(store, OWL.versionInfo):
            triples.append((used, OWL.versionInfo, number))
    triples += [(activity, URIRef(prov + "used"), URIRef(rule.iri)) for rule in rules]
    return triples


def _said_of_ontology(store: Store, predicate: URIRef) -> list[Node]:
    found = store.matching(ns.ONTOLOGY_GRAPH, str(predicate))
    return [to_rdflib(q.object) for q in found if q.graph_name.value == ns.ONTOLOGY_GRAPH]
