"""Questions, projections and measures."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from generating.markdown import code, in_languages, page, plain, table
from ozek import namespaces, network
from ozek.network import projection
from ozek.query import load_questions


def questions_page() -> str:
    parts: list[str] = []
    folder = ""
    for one in load_questions():
        if one.folder != folder:
            folder = one.folder
            parts.append(f"## {folder}")
        parts.append(f"### {one.name}")
        parts.append(in_languages(one.title))
        parts.append(one.description.get("en", ""))
        if one.parameters:
            rows = (
                [code(p.name), p.type, _default(p), p.description.get("en", "")]
                for p in one.parameters.values()
            )
            parts.append(table(["parameter", "type", "if not given", "meaning"], rows))
        heads = (f"{code(name)} {texts['en']}" for name, texts in one.columns.items())
        parts.append("Columns: " + "; ".join(heads) + ".")
        parts.append("Row: " + one.row.get("en", ""))
    return page(
        "Questions",
        "The packaged questions, by the kind of user they were written for. Ask one with\n"
        "`ozek query NAME`, a parameter with `-p name=value`. The files are in\n"
        "[queries/](../../queries/).",
        parts,
    )


def _default(parameter: Any) -> str:
    if not parameter.optional:
        return "has to be given"
    return "left open" if parameter.default is None else code(parameter.default)


def projections_page() -> str:
    parts = []
    for name, one in sorted(network.projections().items()):
        short = [code(namespaces.shorten(kind)) for kind in one.kinds]
        concepts = [code(namespaces.shorten(kind)) for kind in one.concepts]
        rows = [
            [code(namespaces.shorten(rule.relation)), _way(rule), ", ".join(rule.attributes)]
            for rule in one.edges
        ]
        ways = "directed" if one.directed else "undirected"
        how = f"Edges are {ways}; path measures read them as {one.paths}; "
        how += f"parallel edges: {one.parallel}"
        parts += [
            f"## {name}",
            in_languages(one.title),
            in_languages(one.description),
            f"Nodes: {', '.join(short + concepts)}.",
            how + ("; two-mode." if one.two_mode else "."),
            table(["edge", "from", "attributes"], rows),
        ]
    keys = plain(projection.__doc__).partition("The keys:")[2].strip()
    keys = re.sub(r"^(\S.*)\n    ", r"- \1: ", keys, flags=re.MULTILINE)
    keys = re.sub(r"\n    +", " ", keys)
    return page(
        "Projections",
        "Which things become nodes and which relations become edges. The files are in\n"
        "[projections/](../../projections/); how to use and write one is in\n"
        "[Measure the network of a system](../how-to/networks.md).",
        [*parts, "## Keys of a projection file", keys],
    )


def _way(rule: Any) -> str:
    derived = "" if rule.derived else "; stated only"
    if rule.via:
        ends = f"{code(rule.source.text)} to {code(rule.target.text)}"
        return f"{code(namespaces.shorten(rule.via))}: {ends}{derived}"
    return f"path {code(rule.path.text)}{derived}"


def measures_page() -> str:
    parts = []
    for name, one in network.MEASURES.items():
        whole = f" The value of the whole network is called `{one.whole}`." if one.whole else ""
        forms = {"paths": "as the projection reads paths", "undirected": "undirected",
                 "directed": "directed"}  # fmt: skip
        parts += [
            f"## {name}",
            in_languages(one.titles),
            f"Gives values of: {one.scope}. Network: {forms[one.form]}.{whole}",
            _about(one.__doc__ or ""),
        ]
    parts.append("## Measures that have to be told something")
    parts.append(
        "Functions of `ozek.network`; each returns a result with a table. How to use them is in\n"
        "[Measure the network of a system](../how-to/networks.md)."
    )
    for name, function in _functions():
        parts += [f"### {name}", code(f"{name}{_signature(function)}"), _about(function.__doc__)]
    return page(
        "Measures",
        "Every measure makes the network simple first and says what that dropped. A value without\n"
        "meaning is “not applicable”, never NaN.",
        parts,
    )


def _functions() -> list[tuple[str, Any]]:
    """Return the functions of the network package whose docstring is that of a measure."""
    found = []
    for module_name in sorted(one.name for one in iter_modules(network.__path__)):
        module = import_module(f"ozek.network.{module_name}")
        for name, one in vars(module).items():
            own = inspect.isfunction(one) and one.__module__ == module.__name__
            if own and not name.startswith("_") and "Formula:" in (one.__doc__ or ""):
                found.append((f"{module_name}.{name}", one))
    return found


def _signature(function: Any) -> str:
    """Return the arguments of a function without their types."""
    given = inspect.signature(function).parameters.values()
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in given]
    return str(inspect.Signature(bare))


def _about(text: str) -> str:
    """Return a docstring with its four parts as paragraphs and its arguments as lists."""
    words = "Formula|Range|Reference|Caution"
    about = re.sub(rf"\n+(?=({words}):)", "\n\n", plain(text))
    about = re.sub(rf"^({words}):", r"**\1:**", about, flags=re.MULTILINE)
    return re.sub(r"^(Args|Raises):$", r"**\1:**", about, flags=re.MULTILINE)
