"""Vocabulary, taxonomy, shapes and rules, from the files of ontology/."""

from __future__ import annotations

from typing import Any

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from generating.markdown import LANGUAGES, code, in_languages, page, table
from ozek import namespaces
from ozek.project import resources

OZEK, OZT, OZS = namespaces.OZEK, namespaces.OZT, namespaces.OZS


class Terms:
    """One RDF file, asked for what documentation needs."""

    def __init__(self, name: str) -> None:
        self.graph = Graph().parse(resources().ontology / name)

    def texts(self, node: Any, predicate: Any) -> dict[str, str]:
        found = self.graph.objects(node, predicate)
        return {str(o.language): str(o) for o in found if isinstance(o, Literal)}

    def of_type(self, kind: Any, namespace: str) -> list[URIRef]:
        found = (s for s in self.graph.subjects(RDF.type, kind) if isinstance(s, URIRef))
        return sorted(s for s in found if str(s).startswith(namespace))

    def names(self, node: Any, predicate: Any) -> list[str]:
        return sorted(self.show(o) for o in self.graph.objects(node, predicate))

    def show(self, node: Any) -> str:
        """A term as code; a class expression or a list in words."""
        if not isinstance(node, BNode):
            return code(namespaces.shorten(str(node)))
        if (node, RDF.first, None) in self.graph:
            return ", ".join(self.show(one) for one in Collection(self.graph, node))
        for predicate, joint in ((OWL.intersectionOf, " and "), (OWL.unionOf, " or ")):
            head = self.graph.value(node, predicate)
            if head is not None:
                return joint.join(self.show(one) for one in Collection(self.graph, head))
        on = self.graph.value(node, OWL.onProperty)
        for predicate, word in ((OWL.hasValue, "value"), (OWL.someValuesFrom, "some")):
            value = self.graph.value(node, predicate)
            if on is not None and value is not None:
                return f"{self.show(on)} {word} {self.show(value)}"
        return "an expression"


def vocabulary_page() -> str:
    terms = Terms("ozek.ttl")
    kinds = (
        ("Classes", OWL.Class),
        ("Object properties", OWL.ObjectProperty),
        ("Datatype properties", OWL.DatatypeProperty),
        ("Annotation properties", OWL.AnnotationProperty),
    )
    parts = []
    for title, kind in kinds:
        found = terms.of_type(kind, OZEK)
        parts.append(f"## {title}")
        parts += [_term(terms, one) for one in found]
    version = terms.graph.value(URIRef(namespaces.ONTOLOGY_GRAPH), OWL.versionInfo)
    return page(
        "Vocabulary",
        f"Classes and properties of the Özek ontology, version {version}, prefix `ozek:`\n"
        f"(`{OZEK}`). The file is\n"
        "[ontology/ozek.ttl](../../ontology/ozek.ttl). Concepts are in the\n"
        "[taxonomy](taxonomy.md), checks in the [shapes](shapes.md). A label marked *provisional*\n"
        "has not been confirmed by a speaker who works in the field.",
        parts,
    )


AXIOMS = (
    ("subclass of", RDFS.subClassOf),
    ("same as", OWL.equivalentClass),
    ("disjoint with", OWL.disjointWith),
    ("subproperty of", RDFS.subPropertyOf),
    ("inverse of", OWL.inverseOf),
    ("domain", RDFS.domain),
    ("range", RDFS.range),
)


def _term(terms: Terms, term: URIRef) -> str:
    labels, definitions = terms.texts(term, SKOS.prefLabel), terms.texts(term, SKOS.definition)
    doubtful = {str(o) for o in terms.graph.objects(term, URIRef(OZEK + "provisionalLabel"))}
    rows = [
        [lang, f"**{labels.get(lang, '')}**" + (" *provisional*" if lang in doubtful else ""),
         definitions.get(lang, "")]
        for lang in LANGUAGES
    ]  # fmt: skip
    facts = [f"{word} {', '.join(terms.names(term, p))}" for word, p in AXIOMS
             if (term, p, None) in terms.graph]  # fmt: skip
    kinds = {OWL.TransitiveProperty: "transitive", OWL.SymmetricProperty: "symmetric",
             OWL.FunctionalProperty: "functional"}  # fmt: skip
    facts += [word for kind, word in kinds.items() if (term, RDF.type, kind) in terms.graph]
    chains = (
        " then ".join(terms.show(step) for step in Collection(terms.graph, head))
        for head in terms.graph.objects(term, OWL.propertyChainAxiom)
    )
    facts += [f"follows from {chain}" for chain in sorted(chains)]
    if (term, URIRef(OZEK + "hasMaturity"), None) in terms.graph:
        facts.append("provisional")
    example = str(terms.graph.value(term, SKOS.example) or "")
    lines = [f"### {str(term).removeprefix(OZEK)}", table(["", "label", "definition"], rows)]
    lines += ["; ".join(facts)[:1].upper() + "; ".join(facts)[1:] + "."] if facts else []
    return "\n\n".join([*lines, *([f"Example: {example}"] if example else [])])


def taxonomy_page() -> str:
    terms = Terms("taxonomy.ttl")
    parts = []
    for scheme in terms.of_type(SKOS.ConceptScheme, OZT):
        labels, about = terms.texts(scheme, SKOS.prefLabel), terms.texts(scheme, SKOS.definition)
        parts.append(f"## {str(scheme).removeprefix(OZT)}")
        parts.append(in_languages({lang: f"{labels[lang]}: {about[lang]}." for lang in LANGUAGES}))
        rows = []
        for one in sorted(terms.graph.subjects(SKOS.inScheme, scheme)):
            label, text = terms.texts(one, SKOS.prefLabel), terms.texts(one, SKOS.definition)
            broader = ", ".join(terms.names(one, SKOS.broader))
            first = code(str(one).removeprefix(OZT)) + (f" below {broader}" if broader else "")
            rows.append([first, *(f"**{label[x]}**<br>{text[x]}" for x in LANGUAGES)])
        parts.append(table(["concept", *LANGUAGES], rows))
    return page(
        "Taxonomy",
        f"The concept schemes (SKOS), prefix `ozt:` (`{OZT}`). The file is\n"
        "[ontology/taxonomy.ttl](../../ontology/taxonomy.ttl).",
        parts,
    )


_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


def shapes_page() -> str:
    from ozek.validation import lexical, profiles

    groups: dict[str, list[str]] = {"Violation": [], "Warning": [], "Info": []}
    others = profiles()[1:]
    terms = Terms("shapes.ttl")
    for shape in _shapes(terms):
        groups[_severity(terms, shape)].append(_described(terms, shape))
    own = in_languages(dict(lexical.LABEL))
    groups["Violation"].append(
        f"### {lexical.SHAPE.removeprefix(OZS)}\n\n{own}\n\nLooks at every literal with a datatype"
        " of XML Schema, as the files have it (built in, in no file). Checked before reasoning."
    )
    about = {
        "Violation": "The data are wrong or incomplete. `ozek validate` ends with status 1.",
        "Warning": "Probably wrong, or lacking what the source says in general. Fails no graph.",
        "Info": "Not known: a gap of the source. Fails no graph.",
    }
    parts = []
    for severity, found in groups.items():
        parts += [f"## {severity} ({len(found)})", about[severity], *found]
    for profile in others:
        terms = Terms(f"profiles/{profile.path.name}")
        described = [_described(terms, shape, severity=True) for shape in _shapes(terms)]
        parts += [
            f"## Profile {profile.name} ({len(described)})",
            f"{in_languages(dict(profile.title))}\n\n{in_languages(dict(profile.description))}",
            f"The file is [ontology/profiles/{profile.path.name}]"
            f"(../../ontology/profiles/{profile.path.name}).",
            *described,
        ]
    names = ", ".join(code(profile.name) for profile in others)
    return page(
        "Shapes",
        "The checks (SHACL), prefix `ozs:`. The file is\n"
        "[ontology/shapes.ttl](../../ontology/shapes.ttl); how to read findings is in\n"
        "[Read validation results](../how-to/read-validation-results.md). Profiles are further\n"
        f"sets of shapes, checked on top of these when they are named: {names}.",
        parts,
    )


def _shapes(terms: Terms) -> list[URIRef]:
    found = {s for target in _TARGETS for s in terms.graph.subjects(target)}
    return sorted(s for s in found if isinstance(s, URIRef))


def _severity(terms: Terms, shape: URIRef) -> str:
    return str(terms.graph.value(shape, SH.severity) or SH.Violation).removeprefix(str(SH))


def _described(terms: Terms, shape: URIRef, *, severity: bool = False) -> str:
    graph = terms.graph
    messages = terms.texts(shape, SH.message)
    for constraint in graph.objects(shape, SH.sparql):
        messages = messages or terms.texts(constraint, SH.message)
    looks_at = [
        f"{words} {', '.join(terms.names(shape, target))}"
        for words, target in zip(
            ("things of class", "subjects of", "values of", "the node"), _TARGETS, strict=True
        )
        if (shape, target, None) in graph
    ]
    evidence = (shape, URIRef(OZS + "appliesTo"), URIRef(OZS + "evidence")) in graph
    says = [f"Looks at {'; '.join(looks_at)} ({'evidence' if evidence else 'facts'})."]
    if severity:
        says.insert(0, f"{_severity(terms, shape)}.")
    if (shape, URIRef(OZS + "checkedBefore"), None) in graph:
        says.append("Checked before reasoning.")
    basis = terms.names(shape, DCTERMS.source)
    if basis:
        says.append(f"Rests on {', '.join(basis)}.")
    parts = [
        f"### {str(shape).removeprefix(OZS)}",
        in_languages(terms.texts(shape, SKOS.prefLabel)),
        " ".join(says),
        in_languages(messages),
    ]
    explained = terms.texts(shape, SH.description)
    if explained:
        parts.append(in_languages(explained))
    return "\n\n".join(parts)
