"""``guard`` before reasoning, ``validate`` after it, and ``check_in_stages``, which does it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDFS, SKOS, Graph, Literal, URIRef

from ozek import namespaces as ns
from ozek.columns import Columns
from ozek.errors import InconsistencyError, UsageError
from ozek.reasoning.evidence import evidence
from ozek.reasoning.fixpoint import with_packaged
from ozek.validation import compiled, looked_at, pyshacl_engine
from ozek.validation.lexical import ill_typed
from ozek.validation.profiles import shapes_files
from ozek.validation.report import ValidationReport, ValidationResult, make_report
from ozek.validation.shapes import EVIDENCE, FACTS, SH, Shapes, load_shapes

if TYPE_CHECKING:
    from ozek.reasoning import Clash
    from ozek.store import Store

ENGINES = {engine.NAME: engine for engine in (compiled, pyshacl_engine)}
"""Validation engines by name: each has ``NAME``, ``engine_version`` and ``run``."""

_CONTRADICTION = ns.OZS + "contradiction"
_CONTRADICTION_LABEL = (
    ("en", "Facts and ontology do not contradict each other"),
    ("kk", "Фактілер мен онтология бір-біріне қайшы емес"),
    ("ru", "Факты и онтология не противоречат друг другу"),
)


def guard(store: Store, *, shapes: Iterable[str | Path] | None = None) -> ValidationReport:
    """Check what must hold before reasoning, on the stated facts alone.

    Ill-typed literals are found as the files have them. Data that break the shapes marked as
    checked before reasoning would not be found wrong by reasoning but reasoned into nonsense: two
    members on one participation would make two organisations the same.
    """
    loaded = load_shapes(shapes_files(model=shapes))
    return report_of(store, _guarded(store, loaded, compiled.NAME))


def validate(
    data: Store | Graph,
    *,
    shapes: Iterable[str | Path] | None = None,
    profiles: Iterable[str | Path] = (),
    engine: str = compiled.NAME,
) -> ValidationReport:
    """Check the facts (stated and inferred) and the evidence behind them against all shapes.

    ``data``: a store, or an rdflib Graph of facts, which is checked together with the packaged
    ontology and taxonomy and has no evidence to check. ``shapes``: files to use instead of the
    packaged ``shapes.ttl``. ``profiles``: more sets of shapes to check by, names of packaged ones
    (``completeness`` …) or files. ``engine``: ``compiled``
    (set operations over columns, the default) or ``pyshacl`` (the reference). Raises InputError
    when a shapes file is broken or uses a term no engine understands, UsageError for an unknown
    engine or profile.
    """
    _known(engine)
    loaded = load_shapes(shapes_files(profiles, shapes))
    if isinstance(data, Graph):
        checked = _checked("facts", with_packaged(data), loaded, loaded.select(over=FACTS), engine)
        return report_of(None, checked, engine)
    found = [*ill_typed(data.columns()), *_evidence(data, loaded, engine)]
    found += _checked("facts", looked_at.facts(data), loaded, loaded.select(over=FACTS), engine)
    return report_of(data, found, engine)


def check_in_stages(
    store: Store,
    *,
    shapes: Iterable[str | Path] | None = None,
    profiles: Iterable[str | Path] = (),
    engine: str = compiled.NAME,
) -> ValidationReport:
    """Check a store that nothing was derived in yet, in the order that protects the data.

    First literals as they are written and the shapes that reasoning depends on; only if these find
    no violation is reasoning run, which changes the store; only if that finds no contradiction are
    the other shapes checked on stated and derived facts.
    The evidence is checked in any case. ``report.not_run`` names the stages left out;
    contradictions are results of the stage ``reasoning``, and ``report.exit_status`` is then 4.
    Arguments and errors otherwise as for :func:`validate`.
    """
    from ozek.reasoning import reason

    _known(engine)
    loaded = load_shapes(shapes_files(profiles, shapes))
    found = list(_guarded(store, loaded, engine))
    protected = not any(one.severity == "Violation" for one in found)
    found += [*ill_typed(store.columns()), *_evidence(store, loaded, engine)]
    if not protected:
        return report_of(store, found, engine, ("reasoning", "facts"))
    try:
        reason(store)
    except InconsistencyError as error:
        found += map(_contradiction, error.clashes)
        return report_of(store, found, engine, ("facts",))
    found += _checked("facts", looked_at.facts(store), loaded, loaded.select(over=FACTS), engine)
    return report_of(store, found, engine)


def _known(engine: str) -> None:
    if engine not in ENGINES:
        raise UsageError(
            f"there is no validation engine '{engine}'; there is: {', '.join(ENGINES)}"
        )


def _guarded(store: Store, shapes: Shapes, engine: str) -> Iterator[ValidationResult]:
    stated = looked_at.stated(store)
    yield from ill_typed(stated)
    yield from _checked("guard", stated, shapes, shapes.select(over=FACTS, guards=True), engine)


def _evidence(store: Store, shapes: Shapes, engine: str) -> Iterator[ValidationResult]:
    selected = shapes.select(over=EVIDENCE)
    if len(selected):
        data = looked_at.evidence(store)
        yield from _checked("evidence", data, shapes, selected, engine)


def _checked(
    stage: str, data: Columns | Graph, shapes: Shapes, selected: Graph, engine: str
) -> Iterator[ValidationResult]:
    """The results of an engine, labelled."""
    if engine != compiled.NAME and isinstance(data, Columns):
        data = data.to_graph()
    yield from labelled(ENGINES[engine].run(data, shapes, selected), shapes, stage)  # type: ignore[attr-defined]


def labelled(
    results: Iterable[ValidationResult], shapes: Shapes, stage: str
) -> Iterator[ValidationResult]:
    """Results with the name of their shape, what it rests on, and the stage."""
    graph = shapes.graph
    said: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {}
    for result in results:
        if result.shape not in said:
            shape = URIRef(result.shape)
            names = [
                (name.language or "", str(name))
                for term in (SKOS.prefLabel, RDFS.label, URIRef(SH + "name"))
                for name in graph.objects(shape, term)
                if isinstance(name, Literal)
            ]
            basis = tuple(sorted(str(one) for one in graph.objects(shape, DCTERMS.source)))
            said[result.shape] = tuple(sorted(dict(reversed(names)).items())), basis
        label, basis = said[result.shape]
        yield replace(result, stage=stage, label=label, basis=basis)


def _contradiction(clash: Clash) -> ValidationResult:
    return ValidationResult(
        severity="Violation",
        focus=clash.focus,
        path=None,
        value=None,
        message=(("en", clash.message),),
        shape=_CONTRADICTION,
        component=f"{ns.OZS}{clash.rule}",
        sources=tuple(sorted({one for fact in clash.facts for one in fact.passages})),
        label=_CONTRADICTION_LABEL,
        stage="reasoning",
        clash=clash,
    )


def report_of(
    store: Store | None,
    found: Iterable[ValidationResult],
    engine: str = compiled.NAME,
    not_run: tuple[str, ...] = (),
) -> ValidationReport:
    results = list(dict.fromkeys(found))
    if results and store is not None:
        index = evidence(store)
        results = [
            one
            if one.sources
            else replace(one, sources=index.behind(one.focus, one.path, one.value))
            for one in results
        ]
    base = None if store is None else store.base
    name = f"{engine} {ENGINES[engine].engine_version()}"  # type: ignore[attr-defined]
    return make_report(results, name, base, not_run)
