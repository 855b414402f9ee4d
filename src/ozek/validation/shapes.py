"""Reading shapes: checking the shapes themselves, and cutting them to what one run needs.

Every SHACL engine silently ignores ``sh:`` terms it does not know, so a misspelt constraint would
pass everything. :func:`load_shapes` therefore refuses unknown terms, terms that no engine here
supports, SPARQL that SHACL does not allow, and ill-formed shapes, before anything is validated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.parsing import parse_file
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.validation.compiled import Compiled

SH = ns.PREFIXES["sh"]
APPLIES_TO = URIRef(ns.OZS + "appliesTo")
CHECKED_BEFORE = URIRef(ns.OZS + "checkedBefore")
REASONING = URIRef(ns.OZS + "reasoning")
FACTS = URIRef(ns.OZS + "facts")
EVIDENCE = URIRef(ns.OZS + "evidence")

_UNDERSTOOD = """
NodeShape PropertyShape Shape ValidationReport ValidationResult PrefixDeclaration SPARQLConstraint
SPARQLAskValidator SPARQLSelectValidator ConstraintComponent Parameter PropertyGroup
BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral Violation Warning Info
targetClass targetNode targetObjectsOf targetSubjectsOf
path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
and class closed datatype deactivated defaultValue description disjoint equals flags group hasValue
ignoredProperties in languageIn lessThan lessThanOrEquals maxCount maxExclusive maxInclusive
maxLength message minCount minExclusive minInclusive minLength name node nodeKind not or order
pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape
qualifiedValueShapesDisjoint severity uniqueLang xone
sparql select ask prefixes declare prefix namespace parameter optional validator nodeValidator
propertyValidator labelTemplate shapesGraph entailment
"""
_ADVANCED = """
rule TripleRule SPARQLRule subject predicate object construct condition this
target SPARQLTarget SPARQLTargetType SPARQLFunction returnType
expression filterShape nodes intersection union
"""
_REFUSED = """
Rule Target TargetType Function resultAnnotation ResultAnnotation annotationProperty annotationValue
annotationVarName count distinct limit offset orderBy groupConcat sum min max if then else values
update JSConstraint JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator js jsFunctionName
jsLibrary jsLibraryURL
"""
SUPPORTED = frozenset((_UNDERSTOOD + _ADVANCED).split())
"""Local names of the ``sh:`` terms that are understood: SHACL Core and SHACL-SPARQL, and what
pyshacl does of SHACL Advanced Features."""

KNOWN = SUPPORTED | frozenset(_REFUSED.split())
"""Supported terms, and those of SHACL-JS and of node expressions that no engine here does: these
are refused by name."""

_NESTING = tuple(URIRef(SH + n) for n in ("property", "node", "not", "qualifiedValueShape"))
_NESTING_LISTS = tuple(URIRef(SH + n) for n in ("and", "or", "xone"))
_TARGETS = tuple(
    URIRef(SH + n)
    for n in ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf", "target")
)
_DECLARED = tuple(URIRef(SH + n) for n in ("SPARQLFunction", "SPARQLTargetType"))
_CLASSES = (RDFS.Class, OWL.Class)
_FORBIDDEN_SPARQL = (
    (r"\bMINUS\b", "MINUS"),
    (r"\bVALUES\b", "VALUES"),
    (r"\bSERVICE\b", "SERVICE"),
    (
        r"\bAS\s+[$?](?-i:this|shapesGraph|currentShape|PATH)\b",
        "assignment to a pre-bound variable",
    ),
)


@dataclass(frozen=True)
class Shapes:
    """Shapes ready to use: ``graph``, in which nested shapes have names, and the ``owner`` of each
    of these."""

    graph: Graph
    owner: dict[Node, Node]

    def owner_of(self, shape: Node) -> Node:
        """The shape that a nested shape stands in, itself if it is not nested."""
        while shape in self.owner:
            shape = self.owner[shape]
        return shape

    @cached_property
    def compiled(self) -> Compiled | None:
        """All shapes compiled, once; None if some are for pyshacl. Raises ShapesError."""
        from ozek.validation.compiled import compile_shapes, not_compiled

        return None if not_compiled(self.graph) else compile_shapes(self.graph)

    def named(self) -> tuple[URIRef, ...]:
        """The shapes that have targets of their own, sorted; a class that is a shape has one."""
        from ozek.validation.compiled.targets import is_class, is_shape

        graph = self.graph
        found = {s for target in _TARGETS for s in graph.subjects(target, None)}
        typed = {s for s in graph.subjects(RDF.type, None) if is_class(graph, s)}
        found.update(s for s in typed if is_shape(graph, s))
        return tuple(sorted(s for s in found if isinstance(s, URIRef)))

    def select(self, *, over: URIRef, guards: bool | None = None) -> Graph:
        """The graph of those shapes that look at ``over``; with ``guards`` only those that do, or
        do not, run before reasoning."""
        return self.only(
            shape
            for shape in self.named()
            if (self.graph.value(shape, APPLIES_TO) or FACTS) == over
            and (guards is None or guards == ((shape, CHECKED_BEFORE, REASONING) in self.graph))
        )

    def only(self, shapes: Iterable[Node]) -> Graph:
        """The graph of just these shapes, with all they refer to, and with the constraint
        components, functions and kinds of target that the shapes graph declares.

        Other shapes that they refer to are there without their targets.
        """
        from ozek.validation.compiled.components.sparql import custom_components

        part = Graph()
        chosen = set(shapes)
        if not chosen:
            return part
        others = set(self.named()) - chosen
        todo: list[Node] = [*chosen, *custom_components(self.graph)]
        todo += [one for kind in _DECLARED for one in self.graph.subjects(RDF.type, kind)]
        done: set[Node] = set()
        while todo:
            node = todo.pop()
            if node in done:
                continue
            done.add(node)
            for predicate, value in self.graph.predicate_objects(node):
                target = predicate in _TARGETS or (predicate == RDF.type and value in _CLASSES)
                if not (node in others and target):
                    part.add((node, predicate, value))
                    if not isinstance(value, Literal):
                        todo.append(value)
        return part


def packaged_shapes() -> Path:
    """The path of the shapes that come with the ontology."""
    from ozek.project import resources

    return Path(resources().ontology) / "shapes.ttl"


def load_shapes(paths: Iterable[str | Path]) -> Shapes:
    """Read and check shapes files, whole, before anything is validated; once while they stay as
    they are.

    Raises InputError, with file and line where these can be told, for a file that is missing, is
    broken or has no shape with a target; for terms and queries not understood; for ill-formed
    shapes and for cycles of shapes.
    """
    return _load(tuple((path, _state(path)) for path in map(Path, paths)))


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0  # reading it will say what is wrong
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _load(files: tuple[tuple[Path, tuple[int, int]], ...]) -> Shapes:
    graph = Graph()
    origin: dict[Node, Path] = {}
    for path, _ in files:
        says_something = False
        for quad in parse_file(path).quads:
            triple = (to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object))
            _refuse_unknown(triple, path)
            says_something |= str(triple[1]).startswith(SH)
            graph.add(triple)
            origin.setdefault(triple[0], path)
            if str(triple[1]) in (SH + "select", SH + "ask"):
                _refuse_sparql(str(triple[2]), path)
        _refuse_broken_queries(graph, path)
        if not says_something:
            raise InputError("there are no shapes in this file: it would check nothing", path=path)
    named = _name_nested(_name_targeted(graph))
    if not named.named():
        raise InputError(
            "no shape has a target: nothing would be checked",
            path=path,
            hint="A shape says what it looks at: sh:targetClass, sh:targetSubjectsOf …",
        )
    _refuse_ill_formed(named, origin)
    return named


def _refuse_ill_formed(shapes: Shapes, origin: dict[Node, Path]) -> None:
    from ozek.validation.compiled.compiling import ShapesError

    try:
        _ = shapes.compiled
    except ShapesError as error:
        owners = [shapes.owner_of(one) for one in error.shapes]
        if len(owners) > 1:
            names = [ns.shorten(str(one)) for one, _ in groupby(owners)]
            cycle = " → ".join(names if len(names) > 1 else names * 2)
            problem = f"the shapes cannot be used: shapes refer to each other in a cycle: {cycle}"
        else:
            problem = error.message.replace(f"<{error.shapes[0]}>", ns.shorten(str(owners[0])))
            if error.shapes[0] != owners[0]:
                problem = problem.replace("the shape ", "a shape nested in ")
        path = next((origin[one] for one in (owners[0], error.shapes[0]) if one in origin), None)
        name = re.split(r"[#/]", str(owners[0]))[-1]
        line = None if path is None else _line_of(name, path)
        raise InputError(problem, path=path, line=line, hint=error.hint) from None


def _refuse_unknown(triple: tuple[Node, Node, Node], path: Path) -> None:
    for term in triple:
        if not isinstance(term, URIRef) or not str(term).startswith(SH):
            continue
        name = str(term)[len(SH) :]
        if name in SUPPORTED:
            continue
        near = get_close_matches(name, sorted(SUPPORTED), n=2, cutoff=0.7)
        if name in KNOWN:
            problem = (
                f"sh:{name} (SHACL-JS, or a draft of SHACL Advanced Features) is not supported"
            )
            hint: str | None = "Write a SPARQL constraint (sh:sparql) or a rule in rules/ instead."
        else:
            problem = f"sh:{name} is no term of SHACL, every engine would ignore it"
            hint = f"Perhaps {' or '.join('sh:' + one for one in near)}?" if near else None
        raise InputError(problem, path=path, line=_line_of(name, path), hint=hint)


def _line_of(name: str, path: Path) -> int | None:
    pattern = re.compile(rf"(?::|#){re.escape(name)}\b")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if pattern.search(line):
            return number
    return None


def _refuse_sparql(text: str, path: Path) -> None:
    bare = re.sub(r'"[^"\n]*"|<[^>\s]*>|#[^\n]*', "", text)
    problem = next((p for pattern, p in _FORBIDDEN_SPARQL if re.search(pattern, bare, re.I)), None)
    if problem is None:
        inner = re.findall(r"\{\s*SELECT\b(.*?)\bWHERE\b", bare, re.IGNORECASE | re.DOTALL)
        if any("*" not in one and not re.search(r"[$?]this\b", one) for one in inner):
            problem = "a sub-select that does not return $this"
    if problem:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        raise InputError(
            f"SHACL does not allow {problem} in a constraint's query (in: {first})",
            path=path,
            hint="See SHACL, appendix A (pre-binding); FILTER NOT EXISTS can replace MINUS.",
        )


def _refuse_broken_queries(graph: Graph, path: Path) -> None:
    from ozek.validation.compiled.queries import prepared

    nothing = ox.Store()
    for predicate in (URIRef(SH + "select"), URIRef(SH + "ask")):
        for constraint, text in graph.subject_objects(predicate):
            try:
                nothing.query(prepared(graph, constraint, str(text), "<urn:x:path>"))
            except SyntaxError as error:
                first = next((line.strip() for line in str(text).splitlines() if line.strip()), "")
                raise InputError(
                    f"a constraint's query is not valid SPARQL: {error.msg} (in: {first})",
                    path=path,
                ) from None


def _name_targeted(graph: Graph) -> Graph:
    """Name unnamed shapes with targets, so that they are found, and told apart in a report."""
    unnamed = {
        s for target in _TARGETS for s in graph.subjects(target, None) if isinstance(s, BNode)
    }
    if not unnamed:
        return graph
    ordered = sorted(unnamed, key=lambda one: _signature(graph, one))
    names: dict[Node, Node] = {
        node: URIRef(f"urn:ozek:unnamed-shape:{number}") for number, node in enumerate(ordered, 1)
    }
    named = Graph()
    for s, p, o in graph:
        named.add((names.get(s, s), p, names.get(o, o)))
    return named


def _name_nested(graph: Graph) -> Shapes:
    """Give every unnamed nested shape a name, so that a result can be traced to its owner."""
    new_names: dict[Node, URIRef] = {}
    owner: dict[Node, Node] = {}
    for root in sorted(s for s in set(graph.subjects()) if isinstance(s, URIRef)):
        for number, (nested, _) in enumerate(_nested(graph, root)):
            if nested not in new_names:
                new_names[nested] = URIRef(f"{root}--{number + 1}")
                owner[new_names[nested]] = root
    named = Graph()
    for s, p, o in graph:
        named.add((new_names.get(s, s), p, new_names.get(o, o)))
    return Shapes(named, owner)


def _nested(graph: Graph, node: Node) -> Iterator[tuple[BNode, Node]]:
    children: list[Node] = []
    for predicate in _NESTING:
        children += graph.objects(node, predicate)
    for predicate in _NESTING_LISTS:
        for head in graph.objects(node, predicate):
            children += Collection(graph, head)
    for child in sorted(children, key=lambda one: _signature(graph, one)):
        if isinstance(child, BNode):
            yield child, node
            yield from _nested(graph, child)


def _signature(graph: Graph, node: Node) -> str:
    """Text that orders nested shapes the same way whatever their blank node labels."""
    return " ".join(
        sorted(f"{p} {'' if isinstance(o, BNode) else o}" for p, o in graph.predicate_objects(node))
    )


def messages_of(graph: Graph, shape: Node) -> list[Literal]:
    """The messages written on a shape and on its SPARQL constraints."""
    nodes = [shape, *graph.objects(shape, URIRef(SH + "sparql"))]
    found = [m for node in nodes for m in graph.objects(node, URIRef(SH + "message"))]
    return [m for m in found if isinstance(m, Literal)]
