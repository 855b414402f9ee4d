"""The report in Markdown, from the results as they stand in ``results.json``."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.cases import ONCE, PATIENCE, STAGES

DATA = {"synthetic": "Synthetic innovation system", "ror": "ROR records"}


def reference(results: dict[str, Any], result: dict[str, Any]) -> float | None:
    """The median of Özek's first case at the same stage on the same slice."""
    for other in results["results"]:
        if (
            all(other[key] == result[key] for key in ("data", "organisations", "stage"))
            and other["runs"]
        ):
            own = other["engine"].startswith("Özek") and not wrong(results, other)
            return middle(other) if own else None
    return None


def wrong(results: dict[str, Any], one: dict[str, Any]) -> str:
    """In what the engine's answers differ on some slice of these data, or nothing."""
    keys = ("data", "stage", "engine")
    found = [v for v in results["verdicts"] if all(v[key] == one[key] for key in keys)]
    return next((v["text"] for v in found if not v["equal"]), "")


def middle(result: dict[str, Any]) -> float:
    """The median of the measured CPU seconds."""
    return float(median(one["cpu"] for one in result["runs"]))


def markdown(results: dict[str, Any]) -> str:
    """Return the whole report."""
    return "\n".join(_lines(results)) + "\n"


def _lines(results: dict[str, Any]) -> Iterator[str]:
    options = results["options"]
    yield "# Benchmarks"
    yield ""
    yield (
        f"CPU seconds (user and system, all threads and children) of the work named in each table,"
        f" and the peak memory of its process; median, least and most of up to {options['runs']}"
        f" runs, each in a process of its own, engines in turns. A case over {ONCE:.0f} s is run"
        f" once; one that would take over {options['limit']} s, going by the slice before, is not."
        f" “× Özek” compares medians of this report: 10 is ten times the time of Özek’s first row."
    )
    yield ""
    yield "![CPU seconds by triples](report.svg)"
    yield ""
    for stage in STAGES:
        for data in DATA:
            chosen = [r for r in results["results"] if r["stage"] == stage and r["data"] == data]
            if chosen:
                yield f"## {stage.capitalize()}: {DATA[data]}"
                yield ""
                yield f"{STAGES[stage][:1].upper()}{STAGES[stage][1:]}."
                yield ""
                yield from _table(results, chosen)
                yield ""
        if stage == "querying":
            yield from _questions(results)
    if results["missing"]:
        yield "Not measured, because not installed: " + ", ".join(
            f"{one['engine']} ({one['stage']}; {one['module']})" for one in results["missing"]
        )
        yield ""
    yield from _answers(results)
    yield from _environment(results)


def _table(results: dict[str, Any], chosen: list[dict[str, Any]]) -> Iterator[str]:
    sizes = {(one["data"], one["organisations"]): one for one in results["slices"]}
    engines = list(dict.fromkeys((one["engine"], one["note"]) for one in chosen))
    yield "| engine | organisations | quads | CPU s | least–most | runs | MB | × Özek | answer |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|---|"
    for engine, note in engines:
        for number, one in enumerate(r for r in chosen if r["engine"] == engine):
            size = sizes[one["data"], one["organisations"]]
            label = "" if number else engine + (f" ({note})" if note else "")
            cells = [label, f"{one['organisations']:,}", f"{size['quads']:,}"]
            cells += _figures(results, one)
            yield f"| {' | '.join(cells)} |"


def _figures(results: dict[str, Any], one: dict[str, Any]) -> list[str]:
    if wrong(results, one):
        return ["no time for another answer", "", "", "", "", wrong(results, one)]
    if not one["runs"]:
        text = one["problem"]
        if one["estimate"]:
            text += f": estimated {one['estimate']:,.0f} s"
        return [text, "", "", "", _ratio(results, one, one["estimate"], "≈ "), ""]
    cpu = [run["cpu"] for run in one["runs"]]
    peak = max(run["peak"] for run in one["runs"])
    least = "≥ " if None in one["runs"][0]["answer"].get("rows", {}).values() else ""
    return [
        least + seconds(median(cpu)),
        f"{seconds(min(cpu))}–{seconds(max(cpu))}" if len(cpu) > 1 else "",
        str(len(cpu)),
        f"{peak:,.0f}",
        _ratio(results, one, median(cpu), least),
        _verdict(results, one),
    ]


def _ratio(results: dict[str, Any], one: dict[str, Any], cpu: float | None, about: str = "") -> str:
    own = reference(results, one)
    return f"{about}{number(cpu / own)}" if cpu and own else ""


def _verdict(results: dict[str, Any], one: dict[str, Any]) -> str:
    keys = ("data", "organisations", "stage", "engine")
    found = [v["text"] for v in results["verdicts"] if all(v[key] == one[key] for key in keys)]
    return "; ".join(found)


def _questions(results: dict[str, Any]) -> Iterator[str]:
    """Question by question, on the largest slice that all engines answered."""
    for data in DATA:
        asked = [r for r in results["results"] if r["stage"] == "querying" and r["data"] == data]
        engines = list(dict.fromkeys(one["engine"] for one in asked))
        for size in sorted({one["organisations"] for one in asked}, reverse=True):
            ran = {
                o["engine"]: o["runs"] for o in asked if o["organisations"] == size and o["runs"]
            }
            if len(ran) == len(engines):
                break
        else:
            continue
        yield (
            f"Question by question, {size:,} organisations ({DATA[data]}), CPU milliseconds;"
            f" one is stopped after {PATIENCE:.0f} s, which makes the sum above a least value:"
        )
        yield ""
        yield f"| question | rows | {' | '.join(engines)} |"
        yield "|---|--:|" + "--:|" * len(engines)
        for name, rows in ran[engines[0]][0]["answer"]["rows"].items():
            cells = [_milliseconds(ran[engine], name) for engine in engines]
            yield f"| {name} | {'' if rows is None else f'{rows:,}'} | {' | '.join(cells)} |"
        first = ran[engines[0]]
        cells = [number(median(_ratios(first, ran[engine]))) for engine in engines]
        yield f"| median question, × Özek | | {' | '.join(cells)} |"
        yield ""


def _ratios(own: list[dict[str, Any]], runs: list[dict[str, Any]]) -> list[float]:
    """Question by question, how many times Özek's time; a stopped one counts as it stood."""
    return [
        median(run["answer"]["seconds"][name] for run in runs)
        / median(run["answer"]["seconds"][name] for run in own)
        for name in own[0]["answer"]["seconds"]
    ]


def _milliseconds(runs: list[dict[str, Any]], question: str) -> str:
    if any(run["answer"]["rows"][question] is None for run in runs):
        return "stopped"
    return number(1000 * median(run["answer"]["seconds"][question] for run in runs))


def _answers(results: dict[str, Any]) -> Iterator[str]:
    yield "## Are the answers the same?"
    yield ""
    yield (
        "Before times are told: quads loaded are counted and rows compared with rdflib’s on every"
        " slice (with Oxigraph’s where rdflib was not run); on the smallest slice each export is"
        " parsed back, and each closure compared with owlrl’s, triple by triple, after the"
        " documented filter. “lacks” and “adds” are facts. An engine with another answer gets no"
        " times here (they stand in results.json); if it is Özek, the run fails."
    )
    yield ""
    different = [one for one in results["verdicts"] if not one["equal"]]
    for one in different:
        yield "- {data}, {organisations} organisations, {stage}, {engine}: {text}".format(**one)
    if not different:
        yield "All are equal."
    yield ""


def _environment(results: dict[str, Any]) -> Iterator[str]:
    found = results["environment"]
    yield "## Machine and versions"
    yield ""
    yield "| | |"
    yield "|---|---|"
    for name, value in found.items():
        yield f"| {name.replace('_', ' ')} | {value} |"
    yield ""


def seconds(value: float) -> str:
    """Seconds with as many digits as mean something."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def number(value: float) -> str:
    """A ratio or a small amount with two or three digits."""
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"
