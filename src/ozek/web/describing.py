"""A term of the ontology as the pages of the explorer and of the static site show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.evidence import Evidence, Passage
from ozek.labels import Labels
from ozek.results import Table
from ozek.schema import Term

if TYPE_CHECKING:
    from ozek.query import Question

GROUPS = ("class", "object-property", "datatype-property", "annotation-property", "scheme")


@dataclass(frozen=True)
class Described:
    """A term with what stands around it: passages behind the definition, uses, questions."""

    term: Term
    passages: tuple[Passage, ...]
    others: tuple[str, ...]
    used: int
    questions: tuple[tuple[str, str], ...]


def describe(
    term: Term,
    evidence: Evidence,
    used: Mapping[str, int],
    questions: Mapping[str, Question],
    lang: str,
) -> Described:
    """Return a term with its surroundings in a language.

    ``used``: what :func:`ozek.schema.usage` gives; ``questions``: by name.
    """
    at_home = [iri for iri in term.sources if "/passage/" in iri]
    passages = [evidence.passage(iri) for iri in at_home]
    known = [one for one in passages if one.restatement]
    return Described(
        term,
        tuple(known),
        tuple(iri for iri in term.sources if iri not in {one.iri for one in known}),
        used.get(term.iri, 0),
        tuple((name, questions[name].title.get(lang, name)) for name in term.questions),
    )


def schema_table(terms: Mapping[str, Term], lang: str, used: Mapping[str, int]) -> Table:
    """Return one row per term: IRI, label, kind, definition, number of uses."""
    from rdflib import Literal, URIRef

    rows: list[tuple[Any, ...]] = [
        (
            URIRef(one.iri),
            Literal(one.labels.get(lang) or one.name),
            Literal(one.kind),
            Literal(one.definitions[lang]) if lang in one.definitions else None,
            Literal(used.get(one.iri, 0)),
        )
        for one in terms.values()
    ]
    return Table(("term", "label", "kind", "definition", "used"), tuple(rows), name="schema")


def label_of(term: Term, labels: Labels) -> str:
    """Return what a term is called, and ``(?)`` where nobody has confirmed it."""
    text = term.labels.get(labels.lang) or labels.of(term.iri)
    return f"{text} (?)" if labels.lang in term.provisional else text


def page_name(iri: str) -> str | None:
    """Return the name of a term's page in the static site; None for terms of others."""
    if iri.startswith(ns.OZT):
        return f"taxonomy-{iri.removeprefix(ns.OZT)}.html"
    if iri.startswith(ns.OZEK):
        return f"{iri.removeprefix(ns.OZEK)}.html"
    return None
