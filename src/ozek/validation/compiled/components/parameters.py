"""Reading the parameters of constraint components, with messages for ill-formed ones."""

from __future__ import annotations

from functools import cache

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from ozek.errors import InputError
from ozek.validation.compiled.literals import well_typed
from ozek.validation.compiled.paths import SH
from ozek.validation.compiled.terms import literal_parts, text_of


@cache
def sh(name: str) -> URIRef:
    """A term of the SHACL vocabulary."""
    return URIRef(SH + name)


def component(name: str) -> URIRef:
    """The IRI of a core constraint component: ``MinCount`` → ``sh:MinCountConstraintComponent``."""
    return URIRef(f"{SH}{name}ConstraintComponent")


def values(graph: Graph, node: Node, name: str) -> list[Node]:
    """All values of a parameter, in a fixed order."""
    found = list(graph.objects(node, sh(name)))
    return sorted(found, key=lambda one: one.n3()) if len(found) > 1 else found


def only(graph: Graph, node: Node, name: str) -> Node | None:
    """The value of a parameter that may have one; None without."""
    found = values(graph, node, name)
    if len(found) > 1:
        raise ill_formed(node, f"has more than one sh:{name}")
    return found[0] if found else None


def count(graph: Graph, node: Node, name: str) -> int | None:
    """The value of a parameter that is a whole number."""
    value = only(graph, node, name)
    if value is None:
        return None
    if isinstance(value, Literal):
        lexical, datatype, _ = literal_parts(text_of(value))
        if value.datatype is not None and well_typed(lexical, datatype):
            try:
                number = int(lexical)
            except ValueError:
                number = -1
            if number >= 0:
                return number
    raise ill_formed(node, f"needs a whole number as the value of sh:{name}, not {value.n3()}")


def truth(graph: Graph, node: Node, name: str) -> bool:
    """The value of a parameter that is true or false; False without."""
    value = only(graph, node, name)
    if value is None or (name == "uniqueLang" and str(value) == "1"):
        return False  # uniqueLang-002 of the W3C suite: only true is true
    if isinstance(value, Literal) and str(value) in ("true", "1", "false", "0"):
        return str(value) in ("true", "1")
    raise ill_formed(node, f"needs true or false as the value of sh:{name}, not {value.n3()}")


def iri(node: Node, value: Node, name: str) -> str:
    """A value that has to be an IRI."""
    if not isinstance(value, URIRef):
        raise ill_formed(node, f"needs an IRI as the value of sh:{name}, not {value.n3()}")
    return str(value)


def ill_formed(node: Node, problem: str) -> InputError:
    """The error for a shape that breaks a rule of SHACL's syntax (SHACL, appendix D)."""
    name = f"the shape <{node}>" if isinstance(node, URIRef) else "an unnamed shape"
    return InputError(f"the shapes cannot be used: {name} {problem}")
