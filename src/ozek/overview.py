"""What a project holds, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.headings import titles
from ozek.results import Table

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store


def overview(project: Project, store: Store, *, lang: str = "en") -> Table:
    """Return rows of topic, item and value, from the project's name to its networks."""
    from rdflib import Literal, URIRef

    from ozek.pipeline import networks
    from ozek.query import load_questions

    rows: list[tuple[str, Any, Any]] = [
        ("project", "name", project.name),
        ("project", "title", project.title[lang]),
        ("project", "base", project.base),
        ("project", "folder", project.folder.name),
        ("graph", "quads", len(store)),
        ("graph", "facts", store.count_facts()),
    ]
    rows += [("source", source.id, source.title[lang]) for source in project.sources]
    kinds = Counter(store.graph_kinds().values())
    rows += [
        ("graphs", URIRef(ns.OZEK + kind), kinds[kind]) for kind in ns.GRAPH_KINDS if kinds[kind]
    ]
    modalities = Counter(quad.object.value for quad in store.matching(None, ns.HAS_MODALITY))
    rows += [("modality", URIRef(iri), number) for iri, number in sorted(modalities.items())]
    classes = _instances(store)
    rows += [("class", URIRef(iri), classes[iri]) for iri in sorted(classes)]
    folders = Counter(question.folder for question in load_questions(project.query_folders))
    rows += [("questions", folder, number) for folder, number in sorted(folders.items())]
    rows += [("network", name, p.title.get(lang, name)) for name, p in networks(project).items()]
    terms = tuple(
        (Literal(topic), *(v if isinstance(v, URIRef) else Literal(v) for v in (item, value)))
        for topic, item, value in rows
    )
    columns = ("topic", "item", "value")
    return Table(columns, terms, name="info", titles=titles(*columns))


def _instances(store: Store) -> Counter[str]:
    """How many things the facts put into each of our classes, leaving out model and provenance."""
    kinds = store.graph_kinds()
    facts = {g for g in store.fact_graphs() if kinds[g] not in ("OntologyGraph", "TaxonomyGraph")}
    pairs = {
        (quad.subject.value, quad.object.value)
        for quad in store.matching(None, ns.RDF_TYPE)
        if quad.graph_name.value in facts and quad.object.value.startswith(ns.OZEK)
    }
    return Counter(cls for _, cls in pairs)
