"""Parameters of questions: what a header declares, and text turned into terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ozek import namespaces as ns
from ozek.errors import InputError, UsageError

TYPES = ("integer", "decimal", "boolean", "date", "string", "language", "iri", "concept")
KEYS = ("type", "default", "description", "values")
SHOWN = 12  # allowed values that an error message lists


@dataclass(frozen=True)
class Parameter:
    """A declared parameter; ``values`` is a SPARQL query for, or a list of, the values allowed.

    One with a default, if only ``null`` (the variable then stays free), need not be given.
    """

    name: str
    type: str
    default: Any = None
    optional: bool = False
    description: Mapping[str, str] = field(default_factory=dict)
    values: str | tuple[str, ...] | None = None

    def __str__(self) -> str:
        default = f" = {self.default}" if self.default is not None else ""
        text = f"{self.name}: {self.type}{default}"
        return f"[{text}]" if self.optional else text


def read_parameters(header: Any, path: Path | None) -> dict[str, Parameter]:
    """Return the parameters that a question's header declares."""
    if not isinstance(header, dict):
        raise InputError("'parameters' has to be names with type, default …", path=path, line=1)
    found = {}
    for name, values in header.items():
        if not isinstance(values, dict) or values.get("type") not in TYPES:
            raise InputError(
                f"the parameter '{name}' needs a type: {', '.join(TYPES)}", path=path, line=1
            )
        unknown = sorted(set(values) - set(KEYS))
        if unknown:
            raise InputError(
                f"the parameter '{name}' has the unknown key '{unknown[0]}'", path=path, line=1
            )
        allowed = values.get("values")
        found[str(name)] = Parameter(
            name=str(name),
            type=values["type"],
            default=values.get("default"),
            optional="default" in values,
            description=values.get("description") or {},
            values=tuple(map(str, allowed)) if isinstance(allowed, list) else allowed,
        )
    return found


def bind(
    declared: Mapping[str, Parameter],
    given: Mapping[str, Any],
    source: Any,
    *,
    free: bool = False,
    values: Callable[[Parameter], list[Any]] | None = None,
) -> dict[str, Any]:
    """Return name → rdflib term for what is given and for the defaults.

    ``free``: the query declares nothing, so any name is taken and the type is read off the value.
    ``values``: how to know what a parameter may be (default: ``allowed``, which asks the source).
    Raises UsageError that names the parameter and what it may be.
    """
    base = getattr(source, "base", None)
    if free:
        return {name: _guess(value, base) for name, value in given.items()}
    for name in given:
        if name not in declared:
            known = ", ".join(declared) or "none"
            raise UsageError(f"unknown parameter '{name}'; parameters of this question: {known}")
    known_values = values or (lambda parameter: allowed(parameter, source))
    terms: dict[str, Any] = {}
    for name, parameter in declared.items():
        if name in given:
            terms[name] = _checked(parameter, given[name], base, known_values)
        elif not parameter.optional:
            raise UsageError(
                f"the question needs the parameter '{name}' ({parameter.type})"
                f"{_allowed_text(known_values(parameter), base)}: give -p {name}=…"
            )
        elif parameter.default is not None:
            terms[name] = to_term(parameter, parameter.default, base)
    return terms


def to_term(parameter: Parameter, value: Any, base: str | None = None) -> Any:
    """Return the rdflib term for a text, Python value or term; UsageError if it does not fit."""
    from rdflib import XSD, Literal, URIRef
    from rdflib.term import Identifier

    kind = parameter.type
    if isinstance(value, Identifier) and not isinstance(value, Literal):
        if kind in ("iri", "concept") and isinstance(value, URIRef):
            return value
        raise _wrong(parameter, value)
    text = str(value).strip()
    if isinstance(value, bool):
        text = text.lower()
    patterns = {
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?\d+(\.\d+)?",
        "boolean": r"true|false",
        "date": r"\d{4}-\d\d-\d\d",
        "language": r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*",
    }
    if kind in patterns and not re.fullmatch(patterns[kind], text):
        raise _wrong(parameter, value)
    if kind in ("integer", "decimal", "boolean", "date"):
        return Literal(text, datatype=XSD[kind])
    if kind == "string":
        return Literal(str(value))
    if kind == "language":
        return Literal(text.lower())
    try:
        return URIRef(ns.expand(text, ns.OZT if kind == "concept" else base))
    except UsageError as error:
        raise UsageError(f"parameter '{parameter.name}': {error}") from None


def _wrong(parameter: Parameter, value: Any) -> UsageError:
    kind = parameter.type
    article = "an" if kind[0] in "aeiou" else "a"
    return UsageError(f"parameter '{parameter.name}' has to be {article} {kind}, not '{value}'")


def _checked(
    parameter: Parameter, value: Any, base: str | None, values: Callable[[Parameter], list[Any]]
) -> Any:
    term = to_term(parameter, value, base)
    known = values(parameter)
    closed = parameter.type in ("iri", "concept", "string", "language") and bool(known)
    if closed and term not in known:
        raise UsageError(
            f"parameter '{parameter.name}' cannot be '{value}'{_allowed_text(known, base)}"
        )
    return term


def allowed(parameter: Parameter, source: Any) -> list[Any]:
    """Return the values (rdflib terms) that the header lists or its query finds; none: any."""
    if parameter.values is None:
        return []
    if isinstance(parameter.values, tuple):
        base = getattr(source, "base", None)
        return [to_term(parameter, value, base) for value in parameter.values]
    from ozek.query import ask

    rows = ask(source, parameter.values)
    return sorted({row[0] for row in rows if row[0] is not None}, key=str)


def _allowed_text(allowed: list[Any], base: str | None) -> str:
    if not allowed:
        return ""
    names = [ns.shorten(str(term), base) for term in allowed[:SHOWN]]
    more = f" … ({len(allowed)} in all)" if len(allowed) > SHOWN else ""
    return f"; it may be {', '.join(names)}{more}"


def _guess(value: Any, base: str | None) -> Any:
    """The term for a value of a parameter that nobody declared."""
    from rdflib import Literal
    from rdflib.term import Identifier

    if isinstance(value, Identifier | int | float):
        return value if isinstance(value, Identifier) else Literal(value)
    text = str(value)
    if re.fullmatch(r"[+-]?\d+", text):
        return to_term(Parameter("", "integer"), text)
    if re.fullmatch(r"[+-]?\d+\.\d+", text):
        return to_term(Parameter("", "decimal"), text)
    if re.match(r"<.*>$|https?://|[a-z][\w-]*:\S+$", text):
        return to_term(Parameter("", "iri"), text, base)
    return Literal(text)
