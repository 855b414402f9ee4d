"""Queries of SHACL-SPARQL: what the standard allows, and what a query needs and permits.

A query is run once per focus node with ``$this`` pre-bound (SHACL, appendix A). Where that cannot
make a difference it is run once for all of them, with the focus nodes marked in the data; and only
the triples with predicates that it names are given to Oxigraph. :func:`plan` says which of the two
is possible, from the query's algebra, and in doubt says no.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rdflib import OWL, Graph, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, Variable

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.substitution import variables, words
from ozek.validation.compiled.components.parameters import sh

MARK = "urn:x-ozek:focus"
SHAPES_GRAPH = "urn:x-ozek:shapes"
_THIS = Variable("this")
_NEUTRAL = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|\#[^\r\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'""",
    re.DOTALL,
)
_STANDARD_PREFIXES = {"rdf": ns.RDF, "rdfs": ns.RDFS, "owl": ns.OWL}


@dataclass(frozen=True)
class Plan:
    """Whether a query may run for all focus nodes at once, and the predicates it looks at (None:
    any)."""

    at_once: bool
    predicates: frozenset[str] | None


def prepared(graph: Graph, constraint: Node, text: str, path: str | None) -> str:
    """A query with its prefixes (SHACL 5.2.1) and with ``$PATH`` replaced (SHACL 6.3.2.1)."""
    declared = dict(_STANDARD_PREFIXES)
    sources = list(graph.objects(constraint, sh("prefixes")))
    for source in sources:
        sources += [one for one in graph.objects(source, OWL.imports) if one not in sources]
        for one in graph.objects(source, sh("declare")):
            prefix, namespace = graph.value(one, sh("prefix")), graph.value(one, sh("namespace"))
            declared[str(prefix)] = str(namespace)
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in declared.items())
    if "PATH" in variables(text):
        if path is None:
            raise _refused("$PATH in a query of a node shape", text)
        text = re.sub(r"[$?]PATH\b", lambda _: path, text)
    return head + text


def refuse_forbidden(text: str, prebound: set[str]) -> None:
    """Raise InputError for what SHACL's pre-binding does not allow (SHACL, appendix A)."""
    for word in ("MINUS", "VALUES", "SERVICE"):
        if word in words(text):
            raise _refused(word, text)
    bare = _bare(text)
    for name in re.findall(r"\bAS\s+[$?](\w+)", bare, re.IGNORECASE):
        if name in prebound:
            raise _refused(f"assignment to the pre-bound variable ${name}", text)
    needed = (prebound & variables(text)) | {"this"} if "this" in prebound else prebound
    optional = {"shapesGraph", "currentShape"}
    for inner in re.findall(r"\{\s*SELECT\b(.*?)(?:\bWHERE\b|\{)", bare, re.IGNORECASE | re.DOTALL):
        missing = (needed - optional) - set(re.findall(r"[$?](\w+)", inner))
        if missing:
            raise _refused(f"a sub-select that does not return ${min(missing)}", text)


def _refused(what: str, text: str) -> InputError:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return InputError(
        f"SHACL does not allow {what} in a constraint's query (in: {first})",
        hint="See SHACL, appendix A (pre-binding); FILTER NOT EXISTS can replace MINUS.",
    )


def marked(text: str) -> str:
    """The query for all focus nodes at once: ``?this`` is any node that is marked as one."""
    return placed(text, f"GRAPH <{MARK}> {{ ?this <{MARK}> <{MARK}> }}")


def placed(text: str, pattern: str) -> str:
    """The query with a pattern at the beginning of its body."""
    place = _bare(text).index("{") + 1
    return f"{text[:place]} {pattern} {text[place:]}"


def selecting(text: str, names: Iterable[str]) -> str:
    """An ASK query as a SELECT of some of its variables, others unchanged.

    Oxigraph binds a blank node to a variable only where the query returns it.
    """
    asking = re.search(r"\bASK\b", _bare(text), re.IGNORECASE)
    if asking is None:
        return text
    returned = " ".join(f"?{name}" for name in names)
    return f"{text[: asking.start()]}SELECT {returned} {text[asking.end() :]}"


def _bare(text: str) -> str:
    """The query with blanks in place of strings, IRIs and comments, of the same length."""
    return _NEUTRAL.sub(lambda match: " " * len(match.group()), text)


# What a query looks at ---------------------------------------------------------------------------


@lru_cache(maxsize=256)
def plan(text: str) -> Plan:
    """Analyse a query; a query that rdflib cannot read runs node by node over everything."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except Exception:  # whatever rdflib cannot do: Oxigraph will say what is wrong, if anything is
        return Plan(False, None)
    parts = list(_parts(algebra))
    predicates: set[str] | None = set()
    for part in parts:
        if part.name in ("Graph", "GraphGraphPattern", "ServiceGraphPattern"):
            predicates = None
        for s, p, o in _triples(part):
            found = _predicates(p)
            loose = isinstance(s, Variable) and isinstance(o, Variable)
            if found is None or (loose and _nullable(p)):
                predicates = None
            elif predicates is not None:
                predicates |= found
    at_once = predicates is not None and algebra.name == "SelectQuery" and _at_once(algebra.p)
    return Plan(at_once, None if predicates is None else frozenset(predicates))


def _parts(node: Any) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
        for key, value in node.items():
            if not key.startswith("_"):
                yield from _parts(value)
    elif isinstance(node, list | tuple | set):
        for one in node:
            yield from _parts(one)


def _triples(part: CompValue) -> Iterator[tuple[Any, Any, Any]]:
    """The triple patterns of a part; within EXISTS rdflib may leave them as parsed."""
    if part.name == "BGP":
        yield from part.triples
    elif part.name == "TriplesBlock":
        for flat in part.triples:
            yield from zip(flat[0::3], flat[1::3], flat[2::3], strict=True)


def _predicates(path: Any) -> set[str] | None:
    if isinstance(path, URIRef):
        return {str(path)}
    if isinstance(path, NegatedPath) or not isinstance(path, Path):
        return None
    if isinstance(path, InvPath):
        inner: list[Any] = [path.arg]
    elif isinstance(path, MulPath):
        inner = [path.path]
    elif isinstance(path, SequencePath | AlternativePath):
        inner = list(path.args)
    else:
        return None
    found = [_predicates(one) for one in inner]
    return None if None in found else {iri for one in found if one is not None for iri in one}


def _nullable(path: Any) -> bool:
    """Whether a path may have no step, so that it holds of nodes that no triple brings in."""
    if isinstance(path, MulPath):
        return bool(path.zero) or _nullable(path.path)
    if isinstance(path, InvPath):
        return _nullable(path.arg)
    if isinstance(path, SequencePath):
        return all(map(_nullable, path.args))
    return isinstance(path, AlternativePath) and any(map(_nullable, path.args))


def _at_once(node: CompValue) -> bool:
    """Whether ``?this`` may stay free: it is bound wherever it is used, and groups are its own."""
    name = node.name
    if name in ("Project", "Distinct", "OrderBy"):
        return _at_once(node.p)
    if name == "Filter":
        return _at_once(node.p) and (not _mentions(node.expr) or _binds(node.p))
    if name == "Extend":
        return _at_once(node.p) and (not _mentions(node.expr) or _binds(node.p))
    if name == "Join":
        return _at_once(node.p1) and _at_once(node.p2)
    if name == "LeftJoin":
        outer = _binds(node.p1) or not (_mentions(node.p2) or _mentions(node.expr))
        return outer and _at_once(node.p1) and _at_once(node.p2)
    if name == "Union":
        both = _binds(node.p1) and _binds(node.p2)
        return both and _at_once(node.p1) and _at_once(node.p2)
    if name == "AggregateJoin":
        group = node.p
        keys = group.get("expr") if group.name == "Group" else None
        return _THIS in list(keys or ()) and _binds(group.p) and _at_once(group.p)
    return name == "BGP"


def _binds(node: CompValue) -> bool:
    """Whether every solution of a part binds ``?this``."""
    name = node.name
    if name == "BGP":
        return any(_THIS in (s, o) and not _nullable(p) for s, p, o in node.triples)
    if name == "Join":
        return _binds(node.p1) or _binds(node.p2)
    if name == "Union":
        return _binds(node.p1) and _binds(node.p2)
    if name == "LeftJoin":
        return _binds(node.p1)
    return name in ("Filter", "Extend", "OrderBy") and _binds(node.p)


def _mentions(node: Any) -> bool:
    if node == _THIS:
        return True
    if isinstance(node, CompValue):
        return any(_mentions(value) for key, value in node.items() if not key.startswith("_"))
    return isinstance(node, list | tuple | set) and any(map(_mentions, node))
