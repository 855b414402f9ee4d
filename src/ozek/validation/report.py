"""What validation found, as objects, as a table and as a SHACL report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ozek import namespaces as ns
from ozek.validation.asked import Parameters

if TYPE_CHECKING:
    from ozek.reasoning import Clash
    from ozek.results import Table

SEVERITIES = ("Violation", "Warning", "Info")
"""From what fails a graph to what is only worth knowing."""

STAGES = ("lexical", "guard", "evidence", "reasoning", "facts")
"""In what order a project is checked: literals as written; shapes that reasoning depends on; shapes
over the evidence; contradictions between facts and ontology; shapes over stated and derived facts.
A violation of the first two, and a contradiction, leave what comes after reasoning unchecked."""

_SH = ns.PREFIXES["sh"]
_FALLBACK = ("en", "ru", "kk", "")


@dataclass(frozen=True)
class ValidationResult:
    """One finding: which thing breaks which shape, how badly, why, and on what evidence.

    ``message`` holds (language, text) pairs; ``sources`` the passages behind the facts concerned.
    ``shape`` is the shape with a target, ``source`` the shape that has the constraint: the same or
    one nested in it (named by ``load_shapes``). ``component`` is ``MinCount``, ``Or`` …, or the IRI
    of a component of somebody's own; ``Unfinished`` for a shape that was given up.
    ``path_text`` is the path, also one that is no property, in SPARQL's notation with short names.
    ``parameters`` say what was asked for, as (local name, values) pairs: the values that ``sh:in``
    allows, the class, the bound.

    ``label`` is the name of the shape in (language, text) pairs, ``basis`` what it rests on itself
    (its ``dcterms:source``: a passage, say, that tells what things of this kind have).

    ``details`` are the inner results that say why: those of the shape of ``sh:node``, of each
    member of ``sh:and``, ``sh:or`` and ``sh:xone``, and, for a ``sh:qualifiedMinCount`` that is not
    reached, those of the values that do not count. ``branch`` of a detail is the place of the
    failed member in the list, from 1; of ``sh:xone`` the members that no detail names conform.
    ``stage`` says when it was found (see ``STAGES``); a result of reasoning has its ``clash``.
    """

    severity: str
    focus: Node
    path: URIRef | None
    value: Node | None
    message: tuple[tuple[str, str], ...]
    shape: str
    component: str
    sources: tuple[str, ...] = ()
    source: Node | None = None
    label: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    basis: tuple[str, ...] = field(default=(), compare=False)
    path_text: str = field(default="", compare=False)
    parameters: Parameters = field(default=(), compare=False)
    details: tuple[ValidationResult, ...] = field(default=(), compare=False)
    branch: int = field(default=0, compare=False)
    stage: str = field(default="", compare=False)
    clash: Clash | None = field(default=None, compare=False)

    def text(self, lang: str = "en") -> str:
        """The message in ``lang``, else in English, Russian, Kazakh or whatever there is."""
        texts = dict(self.message)
        for one in (lang, *_FALLBACK):
            if one in texts:
                return texts[one]
        return next(iter(texts.values()), "")

    def sort_key(self) -> tuple[int | str, ...]:
        """Worst first, then by shape, focus, path, value and constraint."""
        rank = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        about = (str(self.focus), str(self.path or ""), str(self.value or ""))
        return (rank, self.shape, *about, str(self.source or ""), self.component)


@dataclass(frozen=True)
class ValidationReport:
    """All findings, worst first. ``conforms`` is False when there is a violation; warnings and
    infos do not fail a graph. ``base`` is left off IRIs below it when people read them.
    ``not_run`` names the stages (see ``STAGES``) that findings of an earlier one left unchecked."""

    conforms: bool
    results: tuple[ValidationResult, ...]
    engine: str = ""
    base: str | None = None
    not_run: tuple[str, ...] = ()

    @property
    def graph(self) -> Graph:
        """The report as RDF (see :meth:`to_graph`)."""
        return self.to_graph()

    @property
    def exit_status(self) -> int:
        """0 when the graph conforms, 4 when it contradicts itself, else 1."""
        if any(result.stage == "reasoning" for result in self.results):
            return 4
        return 0 if self.conforms else 1

    def fails(self, fail_on: str = "violation") -> bool:
        """Whether there is a result as bad as ``fail_on`` (violation, warning or info) or worse.

        A severity of somebody's own counts like info.
        """
        names = SEVERITIES[: [name.lower() for name in SEVERITIES].index(fail_on) + 1]
        mild = set(SEVERITIES) - set(names)
        own = fail_on == "info"
        return any(
            one.severity in names or (own and one.severity not in mild) for one in self.results
        )

    def counts(self) -> dict[str, int]:
        """How many results of each severity, worst first; zeros included."""
        found = Counter(result.severity for result in self.results)
        rest = sorted(set(found) - set(SEVERITIES))
        return {name: found[name] for name in (*SEVERITIES, *rest)}

    def __iter__(self) -> Iterator[ValidationResult]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def _repr_html_(self) -> str:
        return self.to_table()._repr_html_()

    def to_graph(self) -> Graph:
        """The report as a ``sh:ValidationReport``; ``sh:detail`` says which inner shapes failed.

        As the SHACL standard has it, ``sh:conforms`` is true only when there is no result at all,
        so a graph with nothing but warnings conforms here and not there.
        """
        graph = Graph()
        report = BNode("report")
        sh = _SH
        graph.add((report, RDF.type, URIRef(sh + "ValidationReport")))
        graph.add((report, URIRef(sh + "conforms"), Literal(not self.results)))
        for number, result in enumerate(self.results, 1):
            _add(graph, result, report, URIRef(sh + "result"), f"result{number:06d}")
        return graph

    def to_turtle(self) -> str:
        """The report in canonical Turtle."""
        from ozek.exporting.turtle import write_turtle
        from ozek.terms import quads_of_rdflib

        return write_turtle(quads_of_rdflib(self.to_graph()))

    def to_table(self, lang: str = "en") -> Table:
        """The report as rows: severity, focus, path, value, message, shape, sources."""
        from ozek.headings import titles
        from ozek.results import Table

        columns = ("severity", "focus", "path", "value", "message", "shape", "sources")
        rows = tuple(
            (
                Literal(result.severity),
                result.focus,
                result.path,
                result.value,
                Literal(result.text(lang)),
                URIRef(result.shape),
                Literal(" ".join(ns.shorten(one, self.base) for one in result.sources)),
            )
            for result in self.results
        )
        return Table(columns=columns, rows=rows, name="validation", titles=titles(*columns))


def make_report(
    results: Iterable[ValidationResult],
    engine: str,
    base: str | None = None,
    not_run: tuple[str, ...] = (),
) -> ValidationReport:
    """Sort the results, drop repetitions and decide whether the graph conforms."""
    ordered = tuple(sorted(dict.fromkeys(results), key=ValidationResult.sort_key))
    return ValidationReport(
        conforms=not any(result.severity == "Violation" for result in ordered),
        results=ordered,
        engine=engine,
        base=base,
        not_run=not_run,
    )


def _add(graph: Graph, result: ValidationResult, parent: Node, link: URIRef, name: str) -> None:
    """Add a result and its details; blank nodes are named by their place, for stable bytes."""
    node = BNode(name)
    graph.add((parent, link, node))
    for predicate, value in _described(result):
        graph.add((node, predicate, value))
    for number, detail in enumerate(result.details, 1):
        _add(graph, detail, node, URIRef(_SH + "detail"), f"{name}d{number:03d}")


def _described(result: ValidationResult) -> Iterator[tuple[URIRef, Node]]:
    sh = _SH
    name = result.component
    component = URIRef(name if ":" in name else f"{sh}{name}ConstraintComponent")
    yield RDF.type, URIRef(sh + "ValidationResult")
    yield URIRef(sh + "focusNode"), result.focus
    known = result.severity in SEVERITIES
    yield URIRef(sh + "resultSeverity"), URIRef(sh + result.severity if known else result.severity)
    yield URIRef(sh + "sourceConstraintComponent"), component
    yield URIRef(sh + "sourceShape"), URIRef(result.shape)
    if result.path is not None:
        yield URIRef(sh + "resultPath"), result.path
    if result.value is not None:
        yield URIRef(sh + "value"), result.value
    for language, text in result.message:
        datatype = None if language else XSD.string
        yield (
            URIRef(sh + "resultMessage"),
            Literal(text, lang=language or None, datatype=datatype),
        )
    for source in result.sources:
        yield URIRef(ns.DCTERMS + "source"), URIRef(source)
