"""Shapes as conditions of SPARQL: which focus nodes may not conform.

A condition never misses a node that does not conform, but may name one that does: the engine here
looks at the named ones again and says exactly what is wrong. Where a constraint cannot be said in
SPARQL, every focus node is a suspect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, count
from typing import NamedTuple

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.remote.lookup import is_value
from ozek.validation.compiled.components import parameters as read
from ozek.validation.compiled.components.parameters import sh
from ozek.validation.compiled.components.sparql import custom_components
from ozek.validation.compiled.paths import members, read_path
from ozek.validation.compiled.terms import text_of

_MOST = 3
"""How many different values a condition asks for; more are left to the engine."""

_MOST_WRONG = 100

_PLAIN = re.compile(r"[\w\s\-\[\]^$+*?(){}.,:/|@#%&=~!<>;'\"]*", re.ASCII)
"""Patterns that mean the same in every dialect of regular expressions (no backslashes)."""

_BACKWARDS = re.compile(r"\^<[^<>]*>")
"""A path that is one step backwards."""

_COMPARED = {
    "minInclusive": ">=",
    "minExclusive": ">",
    "maxInclusive": "<=",
    "maxExclusive": "<",
}
_NAMES = """
class datatype nodeKind minInclusive minExclusive maxInclusive maxExclusive minLength maxLength
pattern flags languageIn in hasValue not and or xone node property minCount maxCount equals disjoint
lessThan lessThanOrEquals uniqueLang qualifiedValueShape qualifiedMinCount qualifiedMaxCount
qualifiedValueShapesDisjoint closed ignoredProperties path severity message name description order
group defaultValue deactivated targetClass targetNode targetSubjectsOf targetObjectsOf
"""
_HANDLED = frozenset(_NAMES.split())


class Fails(NamedTuple):
    """A condition under which a node does not conform.

    ``exact``: it holds of no other node. ``grows``: with more triples it can only hold of more.
    """

    text: str
    exact: bool = True
    grows: bool = True


NEVER = Fails("false")
MAYBE = Fails("true", exact=False)


def any_of(parts: Iterable[Fails]) -> Fails:
    """The condition that one of some conditions holds."""
    kept = [one for one in parts if one.text != NEVER.text]
    if any(one.text == MAYBE.text for one in kept):
        return MAYBE
    return _joined(kept, " || ") if kept else NEVER


def all_of(parts: Iterable[Fails]) -> Fails:
    """The condition that all of some conditions hold."""
    given = list(parts)
    if any(one.text == NEVER.text for one in given):
        return NEVER
    kept = [one for one in given if one.text != MAYBE.text]
    if not kept:
        return MAYBE
    found = _joined(kept, " && ")
    return found if len(kept) == len(given) else found._replace(exact=False)


def _joined(parts: list[Fails], sign: str) -> Fails:
    if len(parts) == 1:
        return parts[0]
    text = "(" + sign.join(one.text for one in parts) + ")"
    return Fails(text, all(one.exact for one in parts), all(one.grows for one in parts))


class Conditions:
    """Makes conditions from a shapes graph.

    ``classes`` gives a class and those below it; ``wrong`` are the ill-typed literals in the data,
    whose datatype SPARQL does not see through. ``values``: the service holds values rather than
    terms, takes ``true`` for 1 and no notice of some ``!sameTerm`` (Virtuoso).
    """

    def __init__(
        self,
        graph: Graph,
        classes: Callable[[str], Iterable[str]],
        wrong: Iterable[bytes] = (),
        *,
        values: bool = False,
    ) -> None:
        self.graph = graph
        self._values = values
        self._wrong = [term.decode() for term in wrong]
        self._classes = classes
        self._numbers = count()
        self._custom = {
            parameter
            for one in custom_components(graph)
            for declared in graph.objects(one, sh("parameter"))
            for parameter in graph.objects(declared, sh("path"))
        }

    def shape(self, node: Node, x: str) -> Fails:
        """When what ``x`` stands for does not conform to a shape."""
        return any_of(self.alternatives(node, x))

    def alternatives(self, node: Node, x: str, *, but: frozenset[str] = frozenset()) -> list[Fails]:
        """The same as conditions any of which is enough, but for some constraints."""
        graph = self.graph
        if read.truth(graph, node, "deactivated"):
            return []
        if not self._is_sayable(node, _HANDLED | but):
            return [MAYBE]
        path_node = read.only(graph, node, "path")
        path = None if path_node is None else read_path(graph, path_node).sparql()
        parts = [*self._of_values(node, x, path), *self._of_sets(node, x, path)]
        if self._values and path is not None and "^" in path:
            # What leads to a number is looked up by its value: also what leads to an equal one.
            if not _BACKWARDS.fullmatch(path):
                return [MAYBE]
            test = f"isLiteral({x}) && DATATYPE({x}) != <{XSD.string}>"
            parts.append(Fails(f"({test})", exact=False))
        return parts

    def _is_sayable(self, node: Node, handled: frozenset[str]) -> bool:
        for predicate in self.graph.predicates(node):
            local = str(predicate).removeprefix(ns.PREFIXES["sh"])
            if predicate in self._custom or (
                str(predicate).startswith(ns.PREFIXES["sh"]) and local not in handled
            ):
                return False
        return True

    def _other(self, a: str, b: str) -> str:
        """Two terms are not the same."""
        if not self._values:
            return f"!sameTerm({a}, {b})"
        return f"({a} != {b} || DATATYPE({a}) != DATATYPE({b}))"

    def _is(self, v: str, term: Node) -> str:
        """What ``v`` stands for is a given term."""
        if not self._values:
            return f"sameTerm({v}, {_term(term)})"
        if isinstance(term, Literal) and not term.language:
            return is_value(v, _term(term))
        return f"{v} = {_term(term)}"

    def _new(self) -> str:
        return f"?n{next(self._numbers)}"

    # Values one by one ---------------------------------------------------------------------------

    def _of_values(self, node: Node, x: str, path: str | None) -> Iterator[Fails]:
        """Constraints on each value node."""
        value = x if path is None else self._new()
        for test in self._tests(node, value):
            if path is None or test.text in (NEVER.text, MAYBE.text):
                yield (
                    test
                    if test.text != MAYBE.text or path is None
                    else Fails(f"EXISTS {{ {x} {path} {value} }}", exact=False)
                )
            else:
                yield test._replace(text=f"EXISTS {{ {x} {path} {value} FILTER({test.text}) }}")

    def _tests(self, node: Node, v: str) -> Iterator[Fails]:
        graph = self.graph

        def each(name: str) -> list[Node]:
            return read.values(graph, node, name)

        for cls in each("class"):
            yield self._not_in_class(v, str(cls))
        for datatype in each("datatype"):
            bad = [one for one in self._wrong if one.endswith(f"^^<{datatype}>")]
            if len(bad) > _MOST_WRONG:
                yield MAYBE
                continue
            same = "".join(f" || sameTerm({v}, {one})" for one in bad)
            yield Fails(f"(!isLiteral({v}) || DATATYPE({v}) != <{datatype}>{same})")
        for kind in each("nodeKind"):
            tests = [test for name, test in _KINDS.items() if name in str(kind).split("#")[-1]]
            yield Fails("(" + " && ".join(f"!{test.format(v)}" for test in tests) + ")")
        for name, sign in _COMPARED.items():
            for bound in each(name):
                yield Fails(self._unless_compared(v, sign, _term(bound)), exact=False)
        for name, sign in (("minLength", "<"), ("maxLength", ">")):
            for bound in each(name):
                text = f"(isBlank({v}) || STRLEN(STR({v})) {sign} {int(str(bound))})"
                yield Fails(text, exact=False)
        yield from self._patterns(node, v)
        for head in each("languageIn"):
            ranges = [_quoted(str(one)) for one in members(graph, head)]
            known = " || ".join(f"LANGMATCHES(LANG({v}), {one})" for one in ranges)
            yield Fails(f"(!isLiteral({v}) || !({known}))")
        for head in each("in"):
            terms = list(members(graph, head))
            same = " || ".join(self._is(v, one) for one in terms) or "false"
            yield Fails(f"!({same})", exact=all(isinstance(one, URIRef) for one in terms))
        for inner in (*each("node"), *each("property")):
            yield self.shape(inner, v)
        for inner in each("not"):
            yield _unless(self.shape(inner, v))
        for name, join in (("and", any_of), ("or", all_of), ("xone", _not_one)):
            for head in each(name):
                yield join([self.shape(one, v) for one in members(graph, head)])
        for term in read.values(graph, node, "hasValue"):
            if read.only(graph, node, "path") is None:
                yield Fails(f"!({self._is(v, term)})", exact=isinstance(term, URIRef))

    def _unless_compared(self, v: str, sign: str, w: str) -> str:
        """Two terms are not numbers, nor of one datatype, or not in this order; or ill-typed."""
        numeric = " && ".join(map(self._numeric, (v, w)))
        alike = f"(({numeric}) || DATATYPE({v}) = DATATYPE({w}))"
        bad = "".join(f" || sameTerm({x}, {one})" for x in (v, w) for one in self._wrong
                      if x.startswith("?"))  # fmt: skip
        if len(self._wrong) > _MOST_WRONG:
            return "true"
        return f"(!COALESCE({alike} && {v} {sign} {w}, false){bad})"

    def _numeric(self, v: str) -> str:
        """Something is a number; Virtuoso calls truth values numbers too."""
        more = f" && DATATYPE({v}) != <{XSD.boolean}>" if self._values else ""
        return f"isNumeric({v}){more}"

    def _not_in_class(self, v: str, cls: str) -> Fails:
        kind = self._new()
        known = ", ".join(f"<{one}>" for one in self._classes(cls))
        return Fails(
            f"NOT EXISTS {{ {v} <{RDF.type}> {kind} FILTER({kind} IN ({known})) }}", grows=False
        )

    def _patterns(self, node: Node, v: str) -> Iterator[Fails]:
        flags = read.only(self.graph, node, "flags")
        for pattern in read.values(self.graph, node, "pattern"):
            if not _PLAIN.fullmatch(str(pattern)) or "(?" in str(pattern):
                yield MAYBE
                continue
            more = f", {_quoted(str(flags))}" if flags is not None else ""
            text = f"REGEX(STR({v}), {_quoted(str(pattern))}{more})"
            yield Fails(f"(isBlank({v}) || !{text})", exact=False)

    # Values together -----------------------------------------------------------------------------

    def _of_sets(self, node: Node, x: str, path: str | None) -> Iterator[Fails]:
        """Constraints on the set of value nodes."""
        graph = self.graph
        if path is not None:
            least, most = (read.count(graph, node, f"{name}Count") for name in ("min", "max"))
            yield from self._counted(x, path, least, most, None)
            yield from self._qualified(node, x, path)
            for term in read.values(graph, node, "hasValue"):
                if isinstance(term, URIRef):
                    yield Fails(f"NOT EXISTS {{ {x} {path} {_term(term)} }}", grows=False)
                else:
                    v = self._new()
                    text = f"NOT EXISTS {{ {x} {path} {v} FILTER({self._is(v, term)}) }}"
                    yield Fails(text, exact=False, grows=False)
            if read.truth(graph, node, "uniqueLang"):
                one, two = self._new(), self._new()
                yield Fails(
                    f"EXISTS {{ {x} {path} {one} . {x} {path} {two} FILTER(LANG({one}) != '' && "
                    f"LCASE(LANG({one})) = LCASE(LANG({two})) && {self._other(one, two)}) }}"
                )
        yield from self._pairs(node, x, path)
        if read.truth(graph, node, "closed"):
            yield self._closed(node, x, path)

    def _counted(
        self, x: str, path: str, least: int | None, most: int | None, bad: _Test | None
    ) -> Iterator[Fails]:
        """Too few or too many values; with ``bad``, of those that are not."""
        if least:
            few = least <= _MOST
            yield Fails(f"NOT {self._several(x, path, least, bad)}", grows=False) if few else MAYBE
        if most is not None:
            few = most < _MOST
            yield Fails(self._several(x, path, most + 1, bad)) if few else MAYBE

    def _several(self, x: str, path: str, number: int, bad: _Test | None) -> str:
        names = [self._new() for _ in range(number)]
        steps = " . ".join(f"{x} {path} {name}" for name in names)
        tests = [self._other(a, b) for a, b in combinations(names, 2)]
        tests += [f"!{bad(name).text}" for name in names] if bad else []
        test = f" FILTER({' && '.join(tests)})" if tests else ""
        return f"EXISTS {{ {steps}{test} }}"

    def _qualified(self, node: Node, x: str, path: str) -> Iterator[Fails]:
        graph = self.graph
        least = read.count(graph, node, "qualifiedMinCount")
        most = read.count(graph, node, "qualifiedMaxCount")
        for inner in read.values(graph, node, "qualifiedValueShape"):

            def bad(v: str, inner: Node = inner) -> Fails:
                return self.shape(inner, v)

            sample = bad(self._new())
            if sample.text in (NEVER.text, MAYBE.text):
                yield MAYBE
                continue
            alone = not read.truth(graph, node, "qualifiedValueShapesDisjoint")
            # What only may fail must not be counted as conforming, nor as not.
            for one in self._counted(x, path, least if alone else None, None, bad):
                yield one._replace(exact=sample.exact, grows=False)
            if least and not alone:
                yield MAYBE
            kept = bad if sample.exact else None
            for one in self._counted(x, path, None, most, kept):
                yield one._replace(exact=sample.exact and alone, grows=False)

    def _pairs(self, node: Node, x: str, path: str | None) -> Iterator[Fails]:
        graph = self.graph
        for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"):
            for other in read.values(graph, node, name):
                if path is None or (name == "equals" and self._values):
                    yield MAYBE
                    continue
                v, w = self._new(), self._new()
                mine, theirs = f"{x} {path} {v}", f"{x} <{other}> {v}"
                if name == "equals":
                    yield Fails(
                        f"(EXISTS {{ {mine} FILTER NOT EXISTS {{ {theirs} }} }} || "
                        f"EXISTS {{ {theirs} FILTER NOT EXISTS {{ {mine} }} }})",
                        grows=False,
                    )
                elif name == "disjoint":
                    yield Fails(f"EXISTS {{ {mine} . {theirs} }}", exact=not self._values)
                else:
                    sign = "<" if name == "lessThan" else "<="
                    yield Fails(
                        f"EXISTS {{ {mine} . {x} <{other}> {w} "
                        f"FILTER({self._unless_compared(v, sign, w)}) }}",
                        exact=False,
                    )

    def _closed(self, node: Node, x: str, path: str | None) -> Fails:
        if path is not None:
            return MAYBE
        graph = self.graph
        allowed = [
            one
            for inner in read.values(graph, node, "property")
            for one in graph.objects(inner, sh("path"))
            if isinstance(one, URIRef)
        ]
        for head in read.values(graph, node, "ignoredProperties"):
            allowed += [one for one in members(graph, head) if isinstance(one, URIRef)]
        p, o = self._new(), self._new()
        known = ", ".join(f"<{one}>" for one in sorted(set(map(str, allowed))))
        return Fails(
            f"EXISTS {{ {x} {p} {o} " + (f"FILTER({p} NOT IN ({known})) }}" if known else "}")
        )


_Test = Callable[[str], Fails]
_KINDS = {
    "IRI": "(isIRI({0}) && !isBlank({0}))",  # for Virtuoso a node without a name has an IRI too
    "Blank": "isBlank({0})",
    "Literal": "isLiteral({0})",
}


def _unless(inner: Fails) -> Fails:
    if not inner.exact:
        return MAYBE
    return MAYBE if inner.text == NEVER.text else Fails(f"!{_paren(inner.text)}", grows=False)


def _not_one(parts: list[Fails]) -> Fails:
    """Not exactly one of some shapes is conformed to."""
    if not all(one.exact for one in parts):
        return MAYBE
    none = " && ".join(_paren(one.text) for one in parts)
    two = [f"(!{_paren(a.text)} && !{_paren(b.text)})" for a, b in combinations(parts, 2)]
    return Fails(f"(({none}) || {' || '.join(two)})" if two else f"({none})", grows=False)


def _paren(text: str) -> str:
    return f"({text})"


def _term(node: Node) -> str:
    return text_of(node).decode()


def _quoted(text: str) -> str:
    return Literal(text).n3()
