"""``python -m benchmarks.services``: every stage on a project in a SPARQL service, beside the same
stage here, at three sizes.

The servers are started on this machine, one after the other, each empty. What is told is wall time
of one run: client and server share the machine. An answer that differs from the one here gets no
time, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.pages import register
from benchmarks.servers import SERVERS, NotInstalledError
from ozek.exporting.rdf import export
from ozek.network import project as to_network
from ozek.network.parquet import write_parquet
from ozek.project import Project, find_project, load_project
from ozek.query import ask, load_questions
from ozek.reasoning.explain import explain, proof_index
from ozek.remote.moving import pull, push
from ozek.remote.service import service_of
from ozek.remote.store import open_store
from ozek.stages import reason_over, report_on
from ozek.store import Store
from ozek.terms import to_rdflib

OUT = Path(__file__).parent / "out" / "services.md"
SIZES = (1000, 5000)
PROOFS = 100


@dataclass
class Measured:
    """What a stage took, in seconds, and what came out of it."""

    seconds: float
    answer: Any


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def facts_to_prove(store: Store) -> list[Any]:
    """Some derived facts, from all over."""
    graphs = [g for g, kind in store.graph_kinds().items() if kind == "InferredGraph"]
    every = sorted(store.triples(graphs), key=str)
    step = max(1, len(every) // PROOFS)
    return [tuple(map(to_rdflib, (t.subject, t.predicate, t.object))) for t in every[::step]]


def reading(
    project: Project, opened: Callable[[], Store], proved: list[Any], folder: Path
) -> dict[str, Callable[[], Any]]:
    """The stages that read: name → what does it and returns what is compared.

    ``opened`` gives the store; a service is opened anew by each, so that none finds what another
    has fetched.
    """

    def validate() -> Any:
        return report_on(opened(), project).results

    def questions() -> Any:
        store = opened()
        return [ask(store, one).rows for one in load_questions() if one.answerable]

    def proofs() -> Any:
        store = opened()
        index = proof_index(store)
        return [explain(store, fact, index=index).to_text() for fact in proved]

    def network() -> Any:
        found = to_network(opened(), "system")
        return dict(found.nodes(data=True)), list(found.edges(keys=True, data=True))

    def parquet() -> Any:
        write_parquet(opened(), "system", folder)

    return {
        "validate": validate,
        "ask all questions": questions,
        f"prove {len(proved)} facts": proofs,
        "network": network,
        "Parquet": parquet,
    }


def here(project: Project, folder: Path) -> tuple[Store, list[Any], dict[str, Measured]]:
    """The stages without a service; what is derived and what was proved are for the others."""
    found: dict[str, Measured] = {}
    seconds, store = timed(lambda: load_project(project))
    found["load, push"] = Measured(seconds, None)
    seconds, done = timed(lambda: reason_over(store, project))
    found["reason"] = Measured(seconds, done.derived)
    proved = facts_to_prove(store)
    for name, work in reading(project, lambda: store, proved, folder).items():
        found[name] = Measured(*timed(work))
    found["write, pull"] = Measured(
        timed(lambda: export(store, "nquads", folder / "here.nq"))[0], None
    )
    return store, proved, found


def there(project: Project, address: str, proved: list[Any], folder: Path) -> dict[str, Measured]:
    """The same stages on a service that is empty."""
    stated, service = load_project(project), service_of(address, timeout=3600)
    found = {"load, push": Measured(timed(lambda: push(stated, service))[0], None)}
    seconds, done = timed(lambda: reason_over(open_store(service, project.base), project))
    found["reason"] = Measured(seconds, done.derived)
    for name, work in reading(
        project, lambda: open_store(service, project.base), proved, folder
    ).items():
        found[name] = Measured(*timed(work))
    found["write, pull"] = Measured(
        timed(lambda: pull(service, project.base, folder / "there.nq"))[0], None
    )
    return found


def measure(project: Project, names: list[str]) -> tuple[str, bool]:
    """A table of what the stages of a project take, and whether all answers were the same."""
    with tempfile.TemporaryDirectory() as place:
        store, proved, expected = here(project, Path(place))
        columns, wrong = {"here": expected}, []
        for name in names:
            server = SERVERS[name](Path(place) / name)
            server.start()
            try:
                columns[name] = there(project, server.address, proved, Path(place))
            finally:
                server.kill()
        quads, graphs = len(store), len(store.sizes())
        lines = [f"## {project.name}: {quads:,} quads in {graphs:,} graphs", ""]
        heads = ["stage", *columns, *(f"{name} / here" for name in names)]
        lines += ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
        for stage, own in expected.items():
            cells, ratios = [f"{own.seconds:.1f}"], []
            for name in names:
                other = columns[name][stage]
                if other.answer == own.answer:
                    cells.append(f"{other.seconds:.1f}")
                    ratios.append(f"{other.seconds / own.seconds:.0f}")
                else:
                    wrong.append(f"{name}, {stage}")
                    cells.append("other answer")
                    ratios.append("")
            lines.append(f"| {stage} | " + " | ".join([*cells, *ratios]) + " |")
    for one in wrong:
        print(f"{project.name}: another answer: {one}", file=sys.stderr)
    return "\n".join(lines), not wrong


def slice_of(dump: Path, records: int, folder: Path) -> Project:
    """A project of the first records of a dump of the Research Organization Registry."""
    folder.mkdir(parents=True)
    part = folder / "ror.jsonl"
    opener = gzip.open if dump.suffix == ".gz" else open
    with opener(dump, "rt", encoding="utf-8") as lines:
        part.write_text("".join(itertools.islice(lines, records)), encoding="utf-8")
    return register(part, folder / "project")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ror", type=Path, help="a dump of the Research Organization Registry")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="organisations of it")
    parser.add_argument("--servers", nargs="*", choices=list(SERVERS), help="[default: all here]")
    chosen = parser.parse_args()
    names = []
    for name in chosen.servers or SERVERS:
        try:
            with tempfile.TemporaryDirectory() as place:
                SERVERS[name](Path(place))
            names.append(name)
        except NotInstalledError as error:
            print(f"{name}: not measured: {error}", file=sys.stderr)
    text, same = "# Services, seconds\n", True
    OUT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        projects = [find_project("kazakhstan")]
        if chosen.ror:
            for size in chosen.sizes:
                projects.append(slice_of(chosen.ror, size, Path(place) / str(size)))
        for project in projects:
            table, right = measure(project, names)
            same = same and right
            text += f"\n{table}\n"
            OUT.write_text(text, encoding="utf-8")
            print(table, flush=True)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
