"""The terms of the ontology and the taxonomy, with all that is said about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.project import resources
from ozek.substitution import names

if TYPE_CHECKING:
    from rdflib import Graph

    from ozek.query import Question
    from ozek.store import Store

KINDS = {
    ns.OWL + "Class": "class",
    ns.OWL + "ObjectProperty": "object-property",
    ns.OWL + "DatatypeProperty": "datatype-property",
    ns.OWL + "AnnotationProperty": "annotation-property",
    ns.SKOS + "ConceptScheme": "scheme",
    ns.SKOS + "Concept": "concept",
}
"""Type of a term → kind, in the order in which they are listed."""

AXIOMS = {
    ns.RDFS + "subClassOf": "subclass-of",
    ns.OWL + "equivalentClass": "same-as",
    ns.OWL + "disjointWith": "disjoint-with",
    ns.RDFS + "subPropertyOf": "subproperty-of",
    ns.OWL + "inverseOf": "inverse-of",
    ns.RDFS + "domain": "domain",
    ns.RDFS + "range": "range",
    ns.SKOS + "inScheme": "in-scheme",
    ns.SKOS + "broader": "broader",
    ns.SKOS + "exactMatch": "exact-match",
}
_CHARACTERS = {
    ns.OWL + "TransitiveProperty": "transitive",
    ns.OWL + "SymmetricProperty": "symmetric",
    ns.OWL + "FunctionalProperty": "functional",
}

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Mapped:
    """What an outside vocabulary has for a term: by which relation, from which file."""

    relation: str
    outside: str
    vocabulary: str


@dataclass(frozen=True)
class Term:
    """A class, property, scheme or concept.

    ``axioms``: (word, parts), a part is an IRI or, for an expression, a text such as ``A and p
    some B``. ``provisional``: languages whose label nobody has confirmed. ``sources``: IRIs of the
    passages or documents that the definition rests on. ``questions``: names of those that use it.
    """

    iri: str
    kind: str
    labels: Texts
    definitions: Texts
    examples: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    provisional: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    axioms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    characters: tuple[str, ...] = ()
    mappings: tuple[Mapped, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The local name: ``Cluster``, ``function-training``."""
        return self.iri.removeprefix(ns.OZEK).removeprefix(ns.OZT)


def terms(model: Graph, questions: Iterable[Question] = ()) -> dict[str, Term]:
    """Return the terms of Özek's own namespaces in a model (ontology and taxonomy), by IRI.

    They come by kind and name. ``questions``: where to look for uses.
    """
    from rdflib import RDF, URIRef

    used = _uses(questions)
    mapped = _mappings()
    found: dict[str, Term] = {}
    for type_, kind in KINDS.items():
        nodes = {str(s) for s in model.subjects(RDF.type, URIRef(type_)) if isinstance(s, URIRef)}
        for iri in sorted(nodes):
            if iri.startswith((ns.OZEK, ns.OZT)) and iri not in found:
                found[iri] = _term(model, URIRef(iri), kind, mapped, used)
    return found


def usage(store: Store) -> dict[str, int]:
    """Return how often the facts use a term: instances of a class, triples of a property, triples
    that have a concept as their object."""
    queries = (
        "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { ?s a ?t } GROUP BY ?t",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?c (COUNT(*) AS ?n) { ?s ?p ?c "
        "FILTER(STRSTARTS(STR(?c), STR(ozt:))) FILTER(!STRSTARTS(STR(?s), STR(ozt:))) } "
        "GROUP BY ?c",
    )
    found: dict[str, int] = {}
    for query in queries:
        for iri, number in store.query(query):
            found.setdefault(iri.value, int(number.value))
    return found


def _term(
    model: Graph,
    node: Any,
    kind: str,
    mapped: Mapping[str, list[Mapped]],
    used: Mapping[str, list[str]],
) -> Term:
    from rdflib import RDF, SKOS, URIRef

    iri = str(node)
    axioms = []
    for predicate, word in AXIOMS.items():
        parts = sorted(expression(model, one) for one in model.objects(node, URIRef(predicate)))
        if parts:
            axioms.append((word, tuple(parts)))
    chains = sorted(
        " / ".join(ns.shorten(expression(model, step)) for step in _list(model, head))
        for head in model.objects(node, URIRef(ns.OWL + "propertyChainAxiom"))
    )
    if chains:
        axioms.append(("follows-from", tuple(chains)))
    narrower = sorted(
        str(one)
        for predicate in (ns.RDFS + "subClassOf", ns.RDFS + "subPropertyOf", ns.SKOS + "broader")
        for one in model.subjects(URIRef(predicate), node)
        if isinstance(one, URIRef)
    )
    if narrower:
        axioms.append(("narrower", tuple(narrower)))
    if kind == "scheme":
        members = sorted(str(one) for one in model.subjects(SKOS.inScheme, node))
        axioms.append(("members", tuple(members)))
    doubtful = model.objects(node, URIRef(ns.OZEK + "provisionalLabel"))
    return Term(
        iri=iri,
        kind=kind,
        labels=_texts(model, node, SKOS.prefLabel),
        definitions=_texts(model, node, SKOS.definition),
        examples=tuple(sorted(map(str, model.objects(node, SKOS.example)))),
        notes=tuple(
            sorted((str(o), o.language or "") for o in model.objects(node, SKOS.scopeNote))  # type: ignore[attr-defined]
        ),
        provisional=frozenset(map(str, doubtful)),
        sources=tuple(sorted(map(str, model.objects(node, URIRef(ns.DEFINITION_SOURCE))))),
        axioms=tuple(axioms),
        characters=tuple(
            word for type_, word in _CHARACTERS.items() if (node, RDF.type, URIRef(type_)) in model
        ),
        mappings=tuple(mapped.get(iri, ())),
        questions=tuple(used.get(iri, ())),
    )


def expression(model: Graph, node: Any) -> str:
    """Return a term's IRI; a class expression in the words of the Manchester syntax.

    OWL 2 Manchester Syntax, section 2.4. IRIs in expressions are shortened to prefixed names.
    """
    from rdflib import OWL, RDF, BNode

    if not isinstance(node, BNode):
        return str(node)

    def show(one: Any) -> str:
        text = expression(model, one)
        return f"({text})" if " " in text and isinstance(one, BNode) else ns.shorten(text)

    if (node, RDF.first, None) in model:
        return ", ".join(show(one) for one in _list(model, node))
    for predicate, joint in ((OWL.intersectionOf, " and "), (OWL.unionOf, " or ")):
        head = model.value(node, predicate)
        if head is not None:
            return joint.join(show(one) for one in _list(model, head))
    on = model.value(node, OWL.onProperty)
    for predicate, word in (
        (OWL.hasValue, "value"),
        (OWL.someValuesFrom, "some"),
        (OWL.allValuesFrom, "only"),
        (OWL.maxCardinality, "max"),
    ):
        value = model.value(node, predicate)
        if on is not None and value is not None:
            return f"{show(on)} {word} {show(value)}"
    inverse = model.value(node, OWL.inverseOf)
    if inverse is not None:
        return f"inverse {show(inverse)}"
    one_of = model.value(node, OWL.oneOf)
    if one_of is not None:
        return "{" + ", ".join(show(one) for one in _list(model, one_of)) + "}"
    return "…"


def _list(model: Graph, head: Any) -> list[Any]:
    from rdflib.collection import Collection

    return list(Collection(model, head))


def _texts(model: Graph, node: Any, predicate: Any) -> dict[str, str]:
    found = ((getattr(o, "language", None), str(o)) for o in model.objects(node, predicate))
    return {language: text for language, text in sorted(found, key=str) if language}


def _mappings() -> dict[str, list[Mapped]]:
    """What the alignment files say: term → relations to outside terms."""
    from rdflib import Graph

    relations = {
        ns.SKOS + name
        for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    } | {ns.RDFS + "subClassOf", ns.RDFS + "subPropertyOf", ns.OWL + "equivalentClass"}
    found: dict[str, list[Mapped]] = {}
    for path in sorted((resources().ontology / "alignments").glob("*.ttl")):
        for s, p, o in sorted(Graph().parse(path)):
            if str(p) in relations and str(s).startswith((ns.OZEK, ns.OZT)):
                relation = ns.shorten(str(p))
                found.setdefault(str(s), []).append(Mapped(relation, str(o), path.stem))
    return found


def _uses(questions: Iterable[Question]) -> dict[str, list[str]]:
    """Term → the questions whose text has it."""
    found: dict[str, list[str]] = {}
    for question in questions:
        own = dict(re.findall(r"(?i)^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", question.text, re.M))
        prefixes = {**ns.PREFIXES, **own}
        for name in sorted(names(question.text)):
            prefix, _, local = name.partition(":")
            iri = prefixes.get(prefix, "") + local
            if iri.startswith((ns.OZEK, ns.OZT)):
                found.setdefault(iri, []).append(question.name)
    return found
