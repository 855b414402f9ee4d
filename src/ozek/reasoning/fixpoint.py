"""``reason``: axioms and rules in turns until nothing new comes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import InconsistencyError, UsageError
from ozek.reasoning import clashes as clash_checks
from ozek.reasoning import owlrl_engine
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
from ozek.reasoning.support import support

if TYPE_CHECKING:
    from ozek.store import Store

ENGINES: dict[str, Callable[[Iterable[Triple]], owlrl_engine.Closed]] = {
    owlrl_engine.NAME: owlrl_engine.close
}
"""Name of an engine → its closure function."""

_FALLBACK_BASE = "https://w3id.org/ozek/local/"
_FACTS = "urn:ozek:facts"
_KINDS = ("OntologyGraph", "TaxonomyGraph")


@dataclass(frozen=True)
class Reasoned:
    """What reasoning did: how much it derived, in how many rounds, what it left out, and where
    the derived facts are. ``warnings`` lists conclusions a person should look at."""

    derived: int
    rounds: int
    filtered: dict[str, int]
    seconds: float
    engine: str
    graph: str
    warnings: tuple[str, ...] = ()
    by_rule: dict[str, int] | None = None


def reason(
    store: Store,
    *,
    engine: str = owlrl_engine.NAME,
    rules: Iterable[str | Path] | None = None,
) -> Reasoned:
    """Derive what follows from the facts and put it into ``<base>graph/inferred``.

    ``rules``: rule files or folders to use instead of the packaged ones. What was inferred before
    is forgotten first. Raises InconsistencyError when facts and ontology contradict each other (the
    store is then left as it was), UsageError for an unknown engine.
    """
    started = time.perf_counter()
    close = _engine(engine)
    loaded = packaged_rules() if rules is None else load_rules(rules)
    stated = stated_facts(store)
    terms = _terms(store, stated)
    run = _run(stated, terms, close, loaded, lambda: evidence(store))
    base = store.base or _FALLBACK_BASE
    graph = base + "graph/inferred"
    facts = sorted(run.facts, key=lambda triple: tuple(map(str, triple)))
    store.replace_graph(graph, facts, "InferredGraph")
    store.replace_graph(
        base + "graph/inferred-provenance",
        _provenance(base, graph, stated, loaded),
        "ProvenanceGraph",
    )
    store.refresh_facts()
    return Reasoned(
        derived=len(run.facts),
        rounds=run.rounds,
        filtered=dict(sorted(run.filtered.items())),
        seconds=time.perf_counter() - started,
        engine=f"{owlrl_engine.NAME} {owlrl_engine.engine_version()}",
        graph=graph,
        warnings=run.warnings,
        by_rule=run.by_rule,
    )


def derive(
    facts: Graph,
    *,
    engine: str = owlrl_engine.NAME,
    rules: Iterable[str | Path] | None = None,
) -> Graph:
    """Return, as a new graph, what follows from an rdflib Graph of facts.

    The packaged ontology and taxonomy are taken along. Raises as :func:`reason` does.
    """
    close = _engine(engine)
    loaded = packaged_rules() if rules is None else load_rules(rules)
    stated = with_packaged(facts)
    terms = terms_of(stated) | frozenset(set(stated.subjects()) - set(facts.subjects()))
    result = Graph()
    for triple in _run(stated, terms, close, loaded, lambda: Evidence({}, {}, {})).facts:
        result.add(triple)
    return result


def with_packaged(facts: Graph) -> Graph:
    """A new graph: ``facts`` with the packaged ontology and taxonomy."""
    from ozek.parsing import parse_file, to_rdflib
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
        raise UsageError(f"there is no reasoning engine '{name}'; there is: {', '.join(ENGINES)}")
    return ENGINES[name]


def find_clashes(store: Store, *, engine: str = owlrl_engine.NAME) -> tuple[Clash, ...]:
    """Return the contradictions between facts and ontology, without changing the store."""
    stated = stated_facts(store)
    try:
        _run(stated, _terms(store, stated), _engine(engine), (), lambda: evidence(store))
    except InconsistencyError as error:
        return error.clashes
    return ()


def stated_facts(store: Store) -> Graph:
    """The facts that are not inferred, with ontology and taxonomy, as one graph."""
    kinds = store.graph_kinds()
    names = [name for name in store.fact_graphs() if kinds.get(name) != "InferredGraph"]
    names += [name for name, kind in kinds.items() if kind in _KINDS and name not in names]
    graph: Graph = store.to_graph(names)
    return graph


def _terms(store: Store, stated: Graph) -> frozenset[Node]:
    """The terms of ontology and taxonomy: consequences about these are no facts."""
    kinds = store.graph_kinds()
    taxonomy = store.to_graph([name for name, kind in kinds.items() if kind == "TaxonomyGraph"])
    return terms_of(stated) | frozenset(taxonomy.subjects())


@dataclass(frozen=True)
class _Run:
    facts: list[Triple]
    rounds: int
    filtered: dict[str, int]
    warnings: tuple[str, ...]
    by_rule: dict[str, int]


def _run(
    stated: Graph,
    terms: frozenset[Node],
    close: Callable[[Iterable[Triple]], owlrl_engine.Closed],
    rules: tuple[Rule, ...],
    index: Callable[[], Evidence],
) -> _Run:
    known = relevance(stated)
    logical, inert = split(stated, known)
    closed = close(logical)
    _refuse_clashes(closed, stated, index)
    facts, noise = _learned(closed.graph, stated, inert, terms)
    by_rule: Counter[str] = Counter()
    rounds = 1
    while rules:
        new = _apply_rules(rules, stated, facts, by_rule)
        if not new:
            break
        rounds += 1
        if needs_engine(new, closed.graph, known):
            closed = close([*closed.graph, *(t for t in new if known.uses(t[1]))])
            _refuse_clashes(closed, stated, index)
        learned, noise = _learned(closed.graph, stated, [*inert, *new], terms)
        facts = list({*facts, *learned, *new})
    counts = Counter(noise)
    counts.update(closed.skipped)
    return _Run(facts, rounds, dict(counts), _suspicious(closed.graph, stated), dict(by_rule))


def _learned(
    closure: Graph, stated: Graph, inert: Iterable[Triple], terms: frozenset[Node]
) -> tuple[list[Triple], dict[str, int]]:
    shared = share_between_equals(closure, inert)
    new = {t for part in (closure, shared) for t in part if t not in stated}
    return sift(new, terms)


def _apply_rules(
    rules: tuple[Rule, ...], stated: Graph, facts: list[Triple], by_rule: Counter[str]
) -> set[Triple]:
    """What the rules add to the facts; each triple is counted for the first rule that gives it."""
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
                by_rule[rule.name] += 1
    return new


def _refuse_clashes(
    closed: owlrl_engine.Closed, stated: Graph, index: Callable[[], Evidence]
) -> None:
    findings = clash_checks.without_duplicates(clash_checks.find(closed.graph))
    findings += clash_checks.unexplained(closed.messages, findings, closed.graph)
    if not findings:
        return
    known = index()
    clashes = []
    for finding in findings:
        triples: dict[Triple, None] = {}
        for triple in finding.triples:
            for behind in support(triple, closed.graph, stated.__contains__):
                triples[behind] = None
        clashes.append(clash_checks.clash(finding, [known.fact(t) for t in triples]))
    raise InconsistencyError(tuple(clashes))


def _suspicious(closure: Graph, stated: Graph) -> tuple[str, ...]:
    """Warnings for named things derived to be the same: nearly always a mistake in the data."""
    found = []
    for left, right in closure.subject_objects(OWL.sameAs):
        if not (isinstance(left, URIRef) and isinstance(right, URIRef)) or str(left) >= str(right):
            continue
        if (left, OWL.sameAs, right) in stated or (right, OWL.sameAs, left) in stated:
            continue
        because = support((left, OWL.sameAs, right), closure, stated.__contains__)
        reasons = "; ".join(" ".join(map(show, triple)) for triple in because)
        found.append(
            f"{show(left)} and {show(right)} are derived to be one and the same thing"
            f" (owl:sameAs), from: {reasons}"
        )
    return tuple(sorted(found))


def _provenance(base: str, graph: str, stated: Graph, rules: tuple[Rule, ...]) -> list[Triple]:
    """Who made the inferred graph: engine and version, version of the ontology, the rules."""
    activity = URIRef(base + "activity/reasoning")
    version = owlrl_engine.engine_version()
    agent = URIRef(f"{ns.ENGINES}{owlrl_engine.NAME}/{version}")
    prov = ns.PROV
    triples: list[Triple] = [
        (URIRef(graph), URIRef(prov + "wasGeneratedBy"), activity),
        (activity, RDF.type, URIRef(prov + "Activity")),
        (activity, URIRef(prov + "wasAssociatedWith"), agent),
        (agent, RDF.type, URIRef(prov + "SoftwareAgent")),
        (agent, URIRef(ns.DCTERMS + "title"), Literal(owlrl_engine.NAME)),
        (agent, OWL.versionInfo, Literal(version)),
    ]
    ontology = URIRef(ns.ONTOLOGY_GRAPH)
    for used in stated.objects(ontology, OWL.versionIRI):
        triples.append((activity, URIRef(prov + "used"), used))
        for number in stated.objects(ontology, OWL.versionInfo):
            triples.append((used, OWL.versionInfo, number))
    triples += [(activity, URIRef(prov + "used"), URIRef(rule.iri)) for rule in rules]
    return triples
