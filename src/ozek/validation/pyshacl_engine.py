"""The pyshacl engine: the only module that touches pyshacl.

pyshacl runs on rdflib graphs in memory only: over a store it passes bad data silently.
"""

from __future__ import annotations

import re
from importlib.metadata import version

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.errors import InputError
from ozek.validation.asked import parameters_of, path_text
from ozek.validation.report import ValidationResult
from ozek.validation.shapes import SH, Shapes, messages_of

NAME = "pyshacl"
_COMPONENT_SUFFIX = "ConstraintComponent"


def engine_version() -> str:
    """The version of the installed pyshacl."""
    return version(NAME)


def run(
    data: Graph, shapes: Shapes, selected: Graph, *, advanced: bool = False
) -> list[ValidationResult]:
    """Validate ``data`` against the ``selected`` part of ``shapes``; sources are not filled in.

    ``advanced`` turns on SHACL Advanced Features, whose rules work on a copy of the data.
    """
    if not len(selected):
        return []
    from pyshacl import validate
    from pyshacl.errors import (
        ConstraintLoadError,
        ReportableRuntimeError,
        RuleLoadError,
        ShapeLoadError,
        ValidationFailure,
    )

    try:
        _, report, _ = validate(data, shacl_graph=selected, inplace=not advanced, advanced=advanced)
    except (ShapeLoadError, ConstraintLoadError, RuleLoadError, ReportableRuntimeError) as error:
        raise InputError(f"the shapes cannot be used: {_first_line(error)}") from None
    except ValidationFailure as error:
        raise InputError(f"validation failed: {_first_line(error)}") from None
    if not isinstance(report, Graph):
        raise InputError(f"validation failed: {report!r}")
    top = report.objects(None, URIRef(SH + "result"))
    return list(dict.fromkeys(_result(report, node, shapes) for node in top))


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__


def _result(
    report: Graph, node: Node, shapes: Shapes, owner: Node | None = None
) -> ValidationResult:
    def value(name: str) -> Node | None:
        return report.value(node, URIRef(SH + name))

    source = value("sourceShape")
    shape = None if source is None else owner or shapes.owner_of(source)
    component = str(value("sourceConstraintComponent") or "").removeprefix(SH)
    component = component.removesuffix(_COMPONENT_SUFFIX)
    said = [m for m in report.objects(node, URIRef(SH + "resultMessage")) if isinstance(m, Literal)]
    path = value("resultPath")
    focus = value("focusNode")
    severity = str(value("resultSeverity") or SH + "Violation")
    if focus is None or shape is None:
        raise InputError("the engine returned a result without focus node or shape")
    return ValidationResult(
        severity=severity.removeprefix(SH),
        focus=focus,
        path=path if isinstance(path, URIRef) else None,
        value=value("value"),
        message=_messages(shapes.graph, source, shape, said),
        shape=str(shape),
        component=component,
        source=source,
        path_text=ns.shorten(path) if isinstance(path, URIRef) else path_text(shapes.graph, source),
        parameters=parameters_of(shapes.graph, source, component),
        details=tuple(
            _result(report, detail, shapes, shape)
            for detail in report.objects(node, URIRef(SH + "detail"))
        ),
    )


def _messages(
    graph: Graph, source: Node | None, shape: Node, said: list[Literal]
) -> tuple[tuple[str, str], ...]:
    """The message in each language: as written on the shape, with the engine's values filled in.

    pyshacl drops the language of messages with placeholders, so each is matched with the message
    it was made from. A nested shape without a message speaks with that of its owner.
    """
    templates = messages_of(graph, source) if source is not None else []
    templates = templates or messages_of(graph, shape)
    texts: dict[str, str] = {}
    for template in templates:
        language = template.language or ""
        if not re.search(r"\{[?$]\w+\}", template):
            texts[language] = str(template)
            continue
        pattern = re.compile(
            "".join(
                ".*" if re.fullmatch(r"\{[?$]\w+\}", part) else re.escape(part)
                for part in re.split(r"(\{[?$]\w+\})", template)
            ),
            re.DOTALL,
        )
        made = next((str(m) for m in said if pattern.fullmatch(str(m))), str(template))
        texts[language] = made
    if not texts:
        texts = {m.language or "": str(m) for m in said}
    return tuple(sorted(texts.items()))
