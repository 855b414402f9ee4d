"""What is known, for proofs: the recorded triples of a closure, at hand or in a service, and on top
the consequences of the model alone, which a store does not keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyoxigraph as ox

from ozek.columns import Columns, columns_of
from ozek.namespaces import OWL, RDF, RDFS, XSD
from ozek.reasoning.explain.recorded import Recorded, RecordedColumns, Triple
from ozek.terms import from_rdflib, term_of, to_rdflib

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

    from ozek.store import Store

_VOCABULARIES = tuple(f"<{iri}".encode() for iri in (RDF, RDFS, OWL, XSD))
SCHEMA = (
    *(f"<{RDFS}{name}>" for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    *(f"<{OWL}{name}>" for name in ("equivalentClass", "equivalentProperty", "disjointWith")),
    *(f"<{OWL}{name}>" for name in ("inverseOf", "propertyDisjointWith")),
)
TERM_KINDS = (
    *(f"<{OWL}{name}>" for name in ("Class", "ObjectProperty", "DatatypeProperty")),
    *(f"<{OWL}{name}>" for name in ("AnnotationProperty", "Ontology", "Restriction")),
    *(f"<{RDFS}{name}>" for name in ("Class", "Datatype")),
    f"<{RDF}Property>",
)
MODEL_KINDS = ("OntologyGraph", "TaxonomyGraph")


class Known:
    """Triples of a closure, which of them are stated, and which others may follow unrecorded."""

    def __init__(self, recorded: Recorded, about: frozenset[bytes] = frozenset()) -> None:
        """``about``: terms of the model besides those declared as classes or properties."""
        self._recorded = recorded
        self.terms = recorded.terms
        self._ids = recorded.ids
        self._more: set[Triple] = set()
        self._more_values: dict[tuple[int, int], list[int]] = {}
        self._more_subjects: dict[tuple[int, int], list[int]] = {}
        self._more_pairs: dict[int, list[tuple[int, int]]] = {}
        self.type = self.number(f"<{RDF}type>")
        self.same = self.number(f"<{OWL}sameAs>")
        self.different = self.number(f"<{OWL}differentFrom>")
        self._things = {self.number(f"<{OWL}Thing>"), self.number(f"<{RDFS}Resource>")}
        self._schema = frozenset(self.number(name) for name in SCHEMA)
        self._model = {n for n in map(self._ids.get, about) if n is not None}
        for kind in TERM_KINDS:
            self._model.update(self.subjects(self.type, self.number(kind)))
        self.model: list[Triple] = recorded.speaking(self._model, self._schema)
        """The recorded triples about terms of ontology and taxonomy."""

    def __len__(self) -> int:
        return len(self._recorded) + len(self._more)

    # Terms ---------------------------------------------------------------------------------------

    def number(self, term: str | bytes) -> int:
        """The number of a term given as N-Triples text; a new one if it occurs nowhere."""
        text = term.encode() if isinstance(term, str) else term
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = len(self.terms)
            self.terms.append(text)
        return found

    def find(self, node: Node) -> int | None:
        """The number of an rdflib term, None if it occurs nowhere."""
        return self._recorded.occurs(str(from_rdflib(node)).encode())

    def node(self, number: int) -> Node:
        """The rdflib term of a number."""
        return to_rdflib(term_of(self.terms[number]))

    def is_literal(self, number: int) -> bool:
        return self.terms[number].startswith(b'"')

    def is_blank(self, number: int) -> bool:
        return self.terms[number].startswith(b"_:")

    # Triples -------------------------------------------------------------------------------------

    def has(self, triple: Triple) -> bool:
        """Whether the triple is in the closure or follows from the model alone."""
        return triple in self._more or self._recorded.state(triple) is not None

    def stated(self, triple: Triple) -> bool:
        return bool(self._recorded.state(triple))

    def is_thing(self, number: int) -> bool:
        """Whether a term is owl:Thing or rdfs:Resource, to which everything belongs."""
        return number in self._things

    def may_hold(self, triple: Triple) -> bool:
        """Whether the triple is recorded, or is of a kind that reasoning leaves unrecorded.

        These are the categories of :mod:`ozek.reasoning.noise`.
        """
        return self.has(triple) or self.unrecorded(triple)

    def unrecorded(self, triple: Triple) -> bool:
        """Whether reasoning would not record this triple, should it follow."""
        s, p, o = triple
        if p in self._schema or s in self._model or self.terms[s][:1] != b"<":
            return True
        if p == self.type:
            text = self.terms[o]
            return text.startswith(b"_:") or text.startswith(_VOCABULARIES)
        return (p == self.same and s == o) or self.terms[s].startswith(_VOCABULARIES)

    def about_model(self, triple: Triple) -> bool:
        """Whether the triple speaks about terms of ontology or taxonomy."""
        return triple[1] in self._schema or triple[0] in self._model

    def objects(self, s: int, p: int) -> Sequence[int]:
        """The objects of a subject and a predicate."""
        found = self._recorded.objects(s, p)
        more = self._more_values.get((s, p))
        return [*found, *more] if more else found

    def subjects(self, p: int, o: int) -> Sequence[int]:
        """The subjects of a predicate and an object."""
        found = self._recorded.subjects(p, o)
        more = self._more_subjects.get((p, o))
        return [*found, *more] if more else found

    def pairs(self, p: int) -> Iterator[tuple[int, int]]:
        """The subjects and objects of a predicate."""
        yield from self._recorded.pairs(p)
        yield from self._more_pairs.get(p, ())

    def count(self, s: int | None, p: int, o: int | None) -> int:
        """How many triples match; one of subject and object may be given."""
        more: Sequence[Any]
        if s is not None:
            more = self._more_values.get((s, p), ())
        elif o is not None:
            more = self._more_subjects.get((p, o), ())
        else:
            more = self._more_pairs.get(p, ())
        return self._recorded.count(s, p, o) + len(more)

    def members(self, head: int) -> list[int]:
        """The members of an RDF list, as stated: equal things are not exchanged in it.

        What cannot be walked (a loop, a loose end) ends the list.
        """
        first, rest = self.number(f"<{RDF}first>"), self.number(f"<{RDF}rest>")
        found: list[int] = []
        seen: set[int] = set()
        at: int | None = head
        while at is not None and at not in seen:
            seen.add(at)
            member = self._stated_value(at, first)
            if member is None:
                break
            found.append(member)
            at = self._stated_value(at, rest)
        return found

    def _stated_value(self, s: int, p: int) -> int | None:
        return next((o for o in self.objects(s, p) if self.stated((s, p, o))), None)

    def add(self, triple: Triple) -> bool:
        """Add a consequence of the model; False if it is known already."""
        if self.has(triple):
            return False
        s, p, o = triple
        self._more.add(triple)
        self._more_values.setdefault((s, p), []).append(o)
        self._more_subjects.setdefault((p, o), []).append(s)
        self._more_pairs.setdefault(p, []).append((s, o))
        return True

    def more(self) -> list[Triple]:
        """The consequences of the model that were added."""
        return list(self._more)


def known_of_store(store: Store) -> Known:
    """The facts of a store: stated, inferred, ontology and taxonomy."""
    from ozek.remote.store import RemoteStore

    if isinstance(store, RemoteStore) and not store.is_at_hand:
        from ozek.remote.recorded import known_there

        return known_there(store)
    kinds = store.graph_kinds()
    columns = columns_of(store)
    stated_names = stated_graphs(store)
    inferred = {name for name, kind in kinds.items() if kind == "InferredGraph"}
    facts = columns.in_graphs(stated_names | inferred)
    derived = [number for name in inferred if (number := columns.id_of(f"<{name}>")) is not None]
    stated = ~np.isin(facts.g, derived)
    recorded = RecordedColumns(columns.terms, facts.s, facts.p, facts.o, stated)
    return Known(recorded, model_terms(store))


def stated_graphs(store: Store) -> set[str]:
    """The graphs of what reasoning starts from: the facts not inferred, ontology, taxonomy."""
    kinds = store.graph_kinds()
    names = {name for name in store.fact_graphs() if kinds.get(name) != "InferredGraph"}
    return names | {name for name, kind in kinds.items() if kind in MODEL_KINDS}


def model_terms(store: Store) -> frozenset[bytes]:
    """The things that taxonomies speak about: consequences about these are not recorded."""
    kinds = store.graph_kinds()
    taxonomies = [name for name, kind in kinds.items() if kind == "TaxonomyGraph"]
    columns = columns_of(store).in_graphs(taxonomies)
    return frozenset(columns.terms[number] for number in np.unique(columns.s).tolist())


def known_of_graphs(closure: Graph, is_stated: Callable[[Any], bool]) -> Known:
    """The triples of an rdflib Graph, of which ``is_stated`` picks the stated ones."""
    stated: list[ox.Triple] = []
    derived: list[ox.Triple] = []
    for triple in closure:
        try:
            quad = ox.Triple(*(from_rdflib(term) for term in triple))  # type: ignore[arg-type]
        except TypeError:
            continue  # generalised RDF, which only some closures hold
        (stated if is_stated(triple) else derived).append(quad)
    columns: Columns = columns_of([*stated, *derived])
    flags = np.zeros(len(columns), bool)
    flags[: len(stated)] = True
    return Known(RecordedColumns(columns.terms, columns.s, columns.p, columns.o, flags))
