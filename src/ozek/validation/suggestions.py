"""What to do about a finding: a sentence for each constraint component, and values that do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.validation.candidates import Known
from ozek.validation.examples import EXAMPLES, matching_text, read_as
from ozek.validation.shapes import SH
from ozek.validation.speaking import Speaker, names_in, say

if TYPE_CHECKING:
    from rdflib import Graph

    from ozek.validation.report import ValidationResult

_FEW = 12
"""Up to how many candidates some are named though nothing says which is meant."""


class Suggester:
    """Says what to do; ``shapes`` is the graph the shapes were read into."""

    def __init__(self, speaker: Speaker, shapes: Graph) -> None:
        self.speak = speaker
        self.shapes = shapes
        self.known = Known(speaker)
        self._ways: dict[str, Callable[[ValidationResult], Iterator[str]]] = {
            "Class": self._class,
            "Datatype": self._datatype,
            "NodeKind": self._node_kind,
            "MinCount": self._min_count,
            "MaxCount": self._max_count,
            "MinLength": self._length,
            "MaxLength": self._length,
            "Pattern": self._pattern,
            "LanguageIn": self._language_in,
            "UniqueLang": self._unique_lang,
            "Equals": self._other,
            "Disjoint": self._other,
            "LessThan": self._other,
            "LessThanOrEquals": self._other,
            "Not": self._not,
            "And": self._branches,
            "Or": self._branches,
            "Xone": self._branches,
            "Node": self._node,
            "QualifiedMinCount": self._qualified_min,
            "QualifiedMaxCount": self._max_count,
            "Closed": self._closed,
            "HasValue": self._has_value,
            "In": self._in,
            "Unfinished": lambda result: iter([self._say("Unfinished")]),
        } | dict.fromkeys(
            ("MinExclusive", "MinInclusive", "MaxExclusive", "MaxInclusive"), self._bound
        )

    def of(self, result: ValidationResult) -> tuple[str, ...]:
        """What to do about a result, sentence by sentence; never nothing."""
        return tuple(self._ways.get(result.component, self._look)(result))

    # Components ----------------------------------------------------------------------------------

    def _class(self, result: ValidationResult) -> Iterator[str]:
        (cls,) = asked(result, "class")[:1] or (None,)
        if cls is None:
            yield from self._look(result)
            return
        values = {"class": self.speak.kind(cls), "path": self.speak.path(result)}
        if isinstance(result.value, Literal):
            yield self._say("Class-literal", **values)
        elif result.value is not None:
            write = f"{self.speak.turtle(result.value)} a {self.speak.turtle(cls)} ."
            name = "Class" if result.path_text else "Class-self"
            yield self._say(name, write=write, **values)
        if result.value == result.focus:
            return
        yield from self._candidates(result.value, self.known.instances(ns.RDF_TYPE, str(cls)))

    def _datatype(self, result: ValidationResult) -> Iterator[str]:
        datatype = next(iter(asked(result, "datatype")), None)
        name, example = self._kind_of_value(datatype)
        yield self._say("Datatype", datatype=name, example=example, path=self.speak.path(result))
        better = read_as(result.value, datatype)
        if better is not None:
            yield self._say(
                "Datatype-write",
                write=self.speak.turtle(better),
                value=self.speak.turtle(result.value or better),
            )

    def _node_kind(self, result: ValidationResult) -> Iterator[str]:
        (kind,) = asked(result, "nodeKind")[:1] or (URIRef(SH + "IRI"),)
        text = say(self.speak.lang, "kinds", str(kind).removeprefix(SH))
        yield self._say("NodeKind", kind=text, path=self.speak.path(result))

    def _min_count(self, result: ValidationResult) -> Iterator[str]:
        path = self.speak.path(result)
        there = len(self.known.values(result.focus, result.path))
        least = _number(asked(result, "minCount"), 1)
        yield self._say("MinCount", path=path, n=max(least - there, 1))
        wanted = [*asked(result, "hasValue"), *asked(result, "in")]
        for cls in asked(result, "class") or self.known.ranges(result.path):
            wanted += self.known.instances(ns.RDF_TYPE, str(cls))
        for scheme in () if wanted else self.known.schemes(result.path):
            wanted += self.known.instances(ns.SKOS + "inScheme", scheme)
        datatype = next(iter(asked(result, "datatype")), None)
        value = "…"
        if datatype is not None:
            value = self._kind_of_value(datatype)[1]
        elif len(wanted) == 1:
            value = self.speak.turtle(wanted[0])
        if write := self._triple(result, value):
            yield self._say("MinCount-write", write=write)
        if 1 < len(wanted) <= _FEW:
            yield self._say("fitting", values=self.speak.things(wanted))

    def _max_count(self, result: ValidationResult) -> Iterator[str]:
        own = result.component[:1].lower() + result.component[1:]
        most = _number(asked(result, own), 0)
        values = self.speak.things(self.known.values(result.focus, result.path)) or "…"
        name = "MaxCount-zero" if most == 0 else result.component
        yield self._say(name, n=most, path=self.speak.path(result), values=values)

    def _bound(self, result: ValidationResult) -> Iterator[str]:
        own = result.component[:1].lower() + result.component[1:]
        bound = next(iter(asked(result, own)), None)
        yield self._say(result.component, bound="…" if bound is None else str(bound))

    def _length(self, result: ValidationResult) -> Iterator[str]:
        own = result.component[:1].lower() + result.component[1:]
        length = len(str(result.value or ""))
        yield self._say(result.component, n=_number(asked(result, own), 0), length=length)

    def _pattern(self, result: ValidationResult) -> Iterator[str]:
        for pattern in asked(result, "pattern"):
            flags = "".join(map(str, asked(result, "flags")))
            yield self._say("Pattern", pattern=self.speak.quoted(str(pattern)))
            known = (str(value) for value in self.known.used(result.path))
            example = matching_text(str(pattern), flags, known)
            if example is not None:
                yield self._say("example", example=self.speak.turtle(Literal(example)))

    def _language_in(self, result: ValidationResult) -> Iterator[str]:
        languages = [str(one) for one in asked(result, "languageIn")]
        text = str(result.value) if isinstance(result.value, Literal) else "…"
        example = self.speak.turtle(Literal(text, lang=(languages or ["en"])[0]))
        yield self._say("LanguageIn", values=", ".join(languages), example=example)

    def _unique_lang(self, result: ValidationResult) -> Iterator[str]:
        values = [v for v in self.known.values(result.focus, result.path) if isinstance(v, Literal)]
        tags = [v.language for v in values]
        shared = [v for v in values if v.language and tags.count(v.language) > 1]
        yield self._say("UniqueLang", values=self.speak.things(shared) or "…")

    def _other(self, result: ValidationResult) -> Iterator[str]:
        own = result.component[:1].lower() + result.component[1:]
        for other in asked(result, own):
            yield self._say(
                result.component,
                path=self.speak.path(result),
                other=self.speak.kind(other),
                value=self._value(result),
                values=self.speak.things(self.known.values(result.focus, other)) or "–",
            )

    def _not(self, result: ValidationResult) -> Iterator[str]:
        inner = "; ".join(self._asked_by(shape) for shape in asked(result, "not"))
        yield self._say("Not", value=self._value(result), shape=inner)

    def _branches(self, result: ValidationResult) -> Iterator[str]:
        if result.component == "Xone" and not self._none_holds(result):
            yield self._say("Xone-several")
            return
        yield self._say(result.component)
        branches: dict[int, list[str]] = {}
        for detail in result.details:
            branches.setdefault(detail.branch, []).extend(self.of(detail))
        for texts in branches.values():
            first, *rest = dict.fromkeys(texts)
            yield f"– {first}"
            yield from (f"  {text}" for text in rest)

    def _none_holds(self, result: ValidationResult) -> bool:
        failed = {detail.branch for detail in result.details}
        return len(failed) >= len(asked(result, "xone"))

    def _node(self, result: ValidationResult) -> Iterator[str]:
        yield self._say("Node", value=self._value(result))
        found: list[Node] = []
        for detail in result.details:
            for value in asked(detail, "hasValue"):
                found += self.known.instances(str(detail.path), str(value))
            for cls in asked(detail, "class"):
                found += self.known.instances(ns.RDF_TYPE, str(cls))
        if found:
            yield from self._candidates(result.value, found)
            return
        for detail in result.details:
            yield from self.of(detail)

    def _qualified_min(self, result: ValidationResult) -> Iterator[str]:
        least = _number(asked(result, "qualifiedMinCount"), 1)
        inner = asked(result, "qualifiedValueShape")
        what = "; ".join(self._asked_by(shape) for shape in inner)
        yield self._say("QualifiedMinCount", path=self.speak.path(result), what=what, n=least)
        for shape in inner:
            for cls in self._members(shape, "class")[:1]:
                if write := self._triple(result, "…"):
                    kind = f"… a {self.speak.turtle(cls)} ."
                    yield self._say("MinCount-write", write=f"{write} {kind}")
            for language in self._members(shape, "languageIn")[:1]:
                text = self.speak.turtle(Literal("…", lang=str(language)))
                if write := self._triple(result, text):
                    yield self._say("MinCount-write", write=write)

    def _closed(self, result: ValidationResult) -> Iterator[str]:
        allowed = [*asked(result, "path"), *asked(result, "ignoredProperties")]
        near = self.known.near(result.path, allowed)
        rest = [one for one in allowed if one not in near]
        yield self._say(
            "Closed",
            path=self.speak.path(result),
            values=self.speak.things([*near, *rest], 8) or "–",
        )

    def _has_value(self, result: ValidationResult) -> Iterator[str]:
        for value in asked(result, "hasValue"):
            text = self.speak.turtle(value)
            write = self._triple(result, text) or text
            yield self._say("HasValue", value=self.speak.thing(value), write=write)

    def _in(self, result: ValidationResult) -> Iterator[str]:
        allowed = list(asked(result, "in"))
        near = self.known.near(result.value, allowed)
        rest = [one for one in allowed if one not in near]
        yield self._say("In", values=self.speak.things([*near, *rest], 8))

    def _look(self, result: ValidationResult) -> Iterator[str]:
        """What is said where the check is a query or a component of somebody's own."""
        if result.clash is not None:
            yield self._say("contradiction", command="`ozek explain --clashes`")
            return
        command = f"`ozek show {self.speak.labels.short(result.focus)}`"
        known = result.severity != "Info"
        yield self._say("SPARQL" if known else "SPARQL-note", command=command)

    # What is known -------------------------------------------------------------------------------

    def _say(self, key: str, /, **values: Any) -> str:
        return say(self.speak.lang, "do", key, **values)

    def _value(self, result: ValidationResult) -> str:
        return self.speak.thing(result.focus if result.value is None else result.value)

    def _candidates(self, value: Node | None, found: list[Node]) -> Iterator[str]:
        """The things that would do: those with a similar name, or all if they are few."""
        near = self.known.near(value, found)
        if near:
            yield self._say("near", values=self.speak.things(near))
        elif 0 < len(found) <= _FEW:
            yield self._say("fitting", values=self.speak.things(found))

    def _kind_of_value(self, datatype: Node | None) -> tuple[str, str]:
        """What a value of a datatype is called, and an example of one."""
        name = str(datatype or "").removeprefix(ns.XSD).removeprefix(ns.RDF)
        known = names_in("datatypes")
        text = say(
            self.speak.lang,
            "datatypes",
            name if name in known else "other",
            name=ns.shorten(str(datatype)),
        )
        example = EXAMPLES.get(name, "…")
        if name == "langString":
            return text, self.speak.turtle(Literal(example, lang=self.speak.lang))
        return text, self.speak.turtle(Literal(example, datatype=URIRef(str(datatype))))

    def _triple(self, result: ValidationResult, value: str) -> str:
        """The triple to add, where the path is a property or one read backwards."""
        focus = self.speak.turtle(result.focus)
        if isinstance(result.path, URIRef):
            return f"{focus} {self.speak.turtle(result.path)} {value} ."
        backwards = re.fullmatch(r"\^([a-z]+:[\w-]+)", result.path_text)
        return f"{value} {backwards[1]} {focus} ." if backwards else ""

    # Inner shapes --------------------------------------------------------------------------------

    def _asked_by(self, shape: Node) -> str:
        """What an inner shape asks of a value, in words."""
        if isinstance(shape, URIRef) and self.speak.labels.of(shape) != self.speak.labels.short(
            shape
        ):
            return self.speak.kind(shape)
        parts = []
        for name in ("class", "datatype", "nodeKind", "languageIn", "in", "hasValue", "pattern"):
            values = self._members(shape, name)
            if not values:
                continue
            parts.append(
                say(
                    self.speak.lang,
                    "asked",
                    name,
                    **{"class": self.speak.kind(values[0])},
                    datatype=self._kind_of_value(values[0])[0] if name == "datatype" else "",
                    kind=say(self.speak.lang, "kinds", str(values[0]).removeprefix(SH))
                    if name == "nodeKind"
                    else "",
                    values=", ".join(map(str, values))
                    if name in ("languageIn", "pattern")
                    else self.speak.things(values),
                )
            )
        return ", ".join(parts) or say(self.speak.lang, "asked", "other")

    def _members(self, shape: Node, name: str) -> list[Node]:
        from ozek.validation.asked import values_of

        return list(values_of(self.shapes, shape, URIRef(SH + name)))


def asked(result: ValidationResult, name: str) -> tuple[Node, ...]:
    """The values of a parameter of the constraint that a result comes from."""
    return dict(result.parameters).get(name, ())


def _number(values: tuple[Node, ...], otherwise: int) -> int:
    try:
        return int(str(values[0])) if values else otherwise
    except ValueError:
        return otherwise
