"""``python -m benchmarks``: measure every stage; write a report, its plot and the raw results."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.cases import CASES, ONCE, STAGES, Case
from benchmarks.environment import describe
from benchmarks.inputs import Slice
from benchmarks.measure import Outcome, run
from benchmarks.plot import svg
from benchmarks.report import markdown

SIZES = "1000,5000,20000,51370,205480"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks; 1 if an answer of Özek's is not equal to the reference tool's."""
    given = _parser().parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    results = Bench(given).run()
    print(given.out / "report.md")
    wrong = [v for v in results["verdicts"] if v["engine"].startswith("Özek") and not v["equal"]]
    for verdict in wrong:
        print("not equal: {data}, {stage}, {engine}: {text}".format(**verdict), file=sys.stderr)
    return 1 if wrong else 0


def write(results: dict[str, Any], folder: Path) -> None:
    """Write the raw results, the report and its plot."""
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    (folder / "report.md").write_text(markdown(results), encoding="utf-8")
    (folder / "report.svg").write_text(svg(results), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default=SIZES, help="organisations per slice (%(default)s)")
    parser.add_argument("--ror", type=Path, help="ROR records (.jsonl or .jsonl.gz), also measured")
    parser.add_argument("--no-synthetic", action="store_true", help="the ROR records only")
    parser.add_argument("--stages", default=",".join(STAGES), help="(%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of a case (%(default)s)")
    parser.add_argument("--limit", type=float, default=120, help="CPU seconds (%(default)s)")
    parser.add_argument("--memory", type=float, default=8, help="gigabytes (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out")
    return parser


class Bench:
    """All cases on all slices, from the smallest to the largest."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.environment = describe()
        self.sizes = sorted(int(size) for size in given.sizes.split(","))
        stages = given.stages.split(",")
        self.cases = [case for case in CASES if case.stage in stages and not case.missing]
        self.missing = [case for case in CASES if case.stage in stages and case.missing]
        self.slices: list[Slice] = []
        self.results: list[dict[str, Any]] = []
        self.verdicts: list[dict[str, Any]] = []

    def run(self) -> dict[str, Any]:
        if not self.given.no_synthetic:
            self.data("synthetic", None)
        if self.given.ror and self.given.ror.is_file():
            self.data("ror", str(self.given.ror))
        return self.so_far()

    def so_far(self) -> dict[str, Any]:
        """Everything measured until now, as it stands in ``results.json``."""
        return {
            "environment": self.environment | {"load_after": describe()["load"]},
            "options": {name: str(value) for name, value in vars(self.given).items()},
            "slices": [asdict(part) | {"folder": ""} for part in self.slices],
            "missing": [
                {"stage": case.stage, "engine": case.engine, "module": case.missing}
                for case in self.missing
            ],
            "results": self.results,
            "verdicts": self.verdicts,
        }

    def data(self, data: str, ror: str | None) -> None:
        """Measure one data set; an estimate comes from the slice before."""
        before: dict[Case, dict[str, Any]] = {}
        for size in self.sizes:
            part = self.slice(data, size, ror)
            found = self.measure(part, before)
            self.verify(part, found, thoroughly=size == self.sizes[0])
            before = found
            write(self.so_far(), self.given.out)

    def slice(self, data: str, size: int, ror: str | None) -> Slice:
        arguments = {"data": data, "organisations": size, "folder": str(self.given.out), "ror": ror}
        made = run("benchmarks.inputs:make", arguments, limit=1000, memory=self.given.memory)
        if made.problem:
            raise SystemExit(f"{data}, {size} organisations: {made.problem}")
        part = Slice(data, size, made.answer["quads"], made.answer["triples"], self.given.out)
        self.slices.append(part)
        return part

    def measure(
        self, part: Slice, before: dict[Case, dict[str, Any]]
    ) -> dict[Case, dict[str, Any]]:
        """Run the cases in turns, so that a busy moment of the machine hits all of them."""
        found = {case: self.result(part, case, before.get(case)) for case in self.cases}
        for turn in range(self.given.runs):
            for case, result in found.items():
                runs = result["runs"]
                if result["problem"] or (turn and runs[0]["total"] > ONCE):
                    continue
                done = run(
                    case.target,
                    part.arguments,
                    limit=self.given.limit,
                    memory=self.given.memory,
                )
                if done.problem:
                    result["problem"] = done.problem
                else:
                    runs.append(asdict(done))
                self.say(part, case, done)
        self.results += found.values()
        return found

    def result(self, part: Slice, case: Case, before: dict[str, Any] | None) -> dict[str, Any]:
        """An empty result; with the reason if the case is not to be run on this slice."""
        result: dict[str, Any] = {
            "data": part.data,
            "organisations": part.organisations,
            "stage": case.stage,
            "engine": case.engine,
            "note": case.note,
            "runs": [],
            "problem": None,
            "estimate": None,
        }
        if before is None:
            return result
        if before["runs"]:
            smaller = next(
                one for one in reversed(self.slices) if one.data == part.data and one != part
            )
            times = part.quads / smaller.quads
            expected = max(one["total"] for one in before["runs"]) * times
            if expected > self.given.limit:
                result["estimate"] = max(one["cpu"] for one in before["runs"]) * times
                result["problem"] = "not run"
        elif before["estimate"]:
            sizes = [one.quads for one in self.slices if one.data == part.data]
            result["estimate"] = before["estimate"] * sizes[-1] / sizes[-2]
            result["problem"] = "not run"
        else:
            result["problem"] = "not run: the slice before was too much"
        return result

    def verify(self, part: Slice, found: dict[Case, dict[str, Any]], thoroughly: bool) -> None:
        """Compare answers: rows and counts on every slice, closures and files on the first."""
        answers: dict[str, dict[str, Any]] = {stage: {} for stage in STAGES}
        for case, result in found.items():
            if result["runs"]:
                answers[case.stage][case.engine] = result["runs"][0]["answer"]
        loaded = answers["loading"]
        oracle = _oracle(loaded)
        for engine, answer in loaded.items():
            more = answer["quads"] - loaded[oracle]["quads"]
            self.verdict(part, "loading", engine, not more, f"{more:+} quads")
        asked = answers["querying"]
        oracle = _oracle(asked)
        for engine, answer in asked.items():
            pairs = zip(asked[oracle]["digests"].items(), answer["digests"].values(), strict=True)
            wrong = ", ".join(name for (name, a), b in pairs if a and b and a != b)
            self.verdict(part, "querying", engine, not wrong, f"other rows: {wrong}")
        checked = answers["validating"]
        oracle = next((name for name in ("pyshacl", "TopQuadrant") if name in checked), "")
        for engine, answer in checked.items() if oracle else ():
            right, found = checked[oracle]["results"], answer["results"]
            wrong = {name: found.get(name, 0) - right.get(name, 0) for name in right.keys() | found}
            text = ", ".join(f"{name} {more:+}" for name, more in sorted(wrong.items()) if more)
            self.verdict(part, "validating", engine, not text, f"other results: {text}")
        if thoroughly:
            self.compare(part, "exporting", answers["exporting"])
            self.compare(part, "reasoning", answers["reasoning"])

    def compare(self, part: Slice, stage: str, answers: dict[str, Any]) -> None:
        files = {engine: answer["file"] for engine, answer in answers.items()}
        if not files:
            return
        if stage == "exporting":
            arguments: dict[str, Any] = {"files": files, "quads": part.arguments["quads"]}
            target = "benchmarks.equality:exports"
        else:
            oracle = "owlrl" if "owlrl" in files else next(iter(files))
            arguments = {"files": files, "facts": part.arguments["facts"], "oracle": oracle}
            target = "benchmarks.equality:closures"
        done = run(target, arguments, limit=1000, memory=self.given.memory)
        if done.problem:
            raise SystemExit(f"the answers could not be compared: {done.problem}")
        for engine, (lacks, adds) in done.answer["differences"].items():
            self.verdict(part, stage, engine, not (lacks or adds), f"lacks {lacks}, adds {adds}")

    def verdict(self, part: Slice, stage: str, engine: str, equal: bool, text: str) -> None:
        self.verdicts.append(
            {
                "data": part.data,
                "organisations": part.organisations,
                "stage": stage,
                "engine": engine,
                "equal": equal,
                "text": "equal" if equal else text,
            }
        )

    def say(self, part: Slice, case: Case, done: Outcome) -> None:
        what = done.problem or f"{done.cpu:.2f} s, {done.peak:.0f} MB"
        print(f"{part.stem} {case.stage} {case.engine}: {what}", file=sys.stderr, flush=True)


def _oracle(answers: dict[str, Any]) -> str:
    """The engine whose answer counts as right: rdflib, or Oxigraph where rdflib was not run."""
    return next((name for name in ("rdflib", "pyoxigraph") if name in answers), "")


if __name__ == "__main__":
    sys.exit(main())
