"""Focus nodes: the targets of shapes (SHACL 2.1.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import Node

from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import sh
from ozek.validation.compiled.data import Facts
from ozek.validation.compiled.sets import Ids, distinct, ids
from ozek.validation.compiled.terms import text_of

PROPERTIES = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")


@dataclass(frozen=True)
class Targets:
    """The targets that a shape declares; implicit class targets are among the classes."""

    nodes: tuple[bytes, ...]
    classes: tuple[bytes, ...]
    subjects_of: tuple[bytes, ...]
    objects_of: tuple[bytes, ...]

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def foci(self, facts: Facts) -> Ids:
        """The focus nodes in the data, as a set; target nodes need not be there."""
        parts = [ids([facts.number(term) for term in self.nodes])]
        parts += [facts.instances(facts.number(term)) for term in self.classes]
        parts += [facts.pairs(facts.number(term))[0] for term in self.subjects_of]
        parts += [facts.pairs(facts.number(term))[1] for term in self.objects_of]
        return distinct(np.concatenate(parts))


def read_targets(graph: Graph, node: Node) -> Targets:
    """The targets of a shape."""
    explicit = {
        name: [text_of(value) for value in read.values(graph, node, name)] for name in PROPERTIES
    }
    if is_class(graph, node) and is_shape(graph, node):
        explicit["targetClass"].append(text_of(node))
    return Targets(*(tuple(dict.fromkeys(explicit[name])) for name in PROPERTIES))


def is_shape(graph: Graph, node: Node) -> bool:
    """Whether a node is declared a shape, or has a constraint parameter (SHACL 2.1)."""
    kinds = set(graph.objects(node, RDF.type))
    if kinds & {sh("NodeShape"), sh("PropertyShape"), sh("Shape")}:
        return True
    return any(predicate in _PARAMETERS for predicate in graph.predicates(node))


def is_class(graph: Graph, node: Node) -> bool:
    """Whether a node is a SHACL instance of rdfs:Class in the shapes graph; owl:Class counts."""
    return any(
        RDFS.Class in graph.transitive_objects(kind, RDFS.subClassOf) or kind == OWL.Class
        for kind in graph.objects(node, RDF.type)
    )


_NAMES = """
and class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals
maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node
nodeKind not or pattern property qualifiedValueShape sparql uniqueLang xone targetClass
targetNode targetObjectsOf targetSubjectsOf
"""
_PARAMETERS = frozenset(sh(name) for name in _NAMES.split())
