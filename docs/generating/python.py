"""Commands, errors and the Python API, from click and from docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import ozek
from generating.markdown import code, page, plain, table
from ozek import errors
from ozek.cli import cli

MODULES: dict[str, tuple[str, ...]] = {
    "ozek.network": (
        "project", "projections", "find_projection", "load_projection", "register",
        "Projection", "Measures", "Measured", "Values",
    ),
    "ozek.network.completeness": (
        "completeness", "redundancy", "access", "Completeness", "Redundancy", "Access",
    ),
    "ozek.network.parquet": ("write_parquet",),
    "ozek.network.value_chain": ("value_chain", "ValueChain", "Transition"),
    "ozek.clusters": (
        "anatomy", "anatomies", "cluster_network", "diagnose", "health_card", "compare", "what_if",
        "policy_coverage", "target_evidence", "resolve_cluster", "Anatomy", "Diagnosis", "Answer",
        "PolicyCoverage", "TargetEvidence",
    ),
    "ozek.reasoning": ("find_clashes", "Reasoned", "Clash"),
    "ozek.validation": ("ValidationReport", "ValidationResult"),
    "ozek.validation.command": ("findings_of", "findings_of_file", "Wanted"),
    "ozek.validation.findings": ("Findings",),
    "ozek.validation.writing": ("write",),
    "ozek.pipeline": ("Built",),
    "ozek.stages": ("check", "reason_over", "report_on"),
    "ozek.query": ("find_question", "read_question", "question_of"),
    "ozek.cards": ("Card", "resolve"),
    "ozek.exporting.graphs": ("to_graphml", "to_gexf"),
    "ozek.exporting.turtle": ("write_turtle", "write_trig"),
    "ozek.starting": ("init",),
    "ozek.difference": ("diff", "state_of", "Difference", "Change"),
    "ozek.importing.into": ("import_files", "Import"),
    "ozek.importing.findings": ("Finding", "TableError", "findings_table"),
    "ozek.importing.marking": ("marked_copy",),
    "ozek.importing.ror": ("import_ror", "iter_ror"),
    "ozek.importing.places": ("import_places", "iter_places"),
    "ozek.importing.links": ("read_links",),
}  # fmt: skip
"""What the reference shows besides the names that ``import ozek`` gives."""

CONSTANTS = {
    "MEASURES": "Every [measure](measures.md) by name, in the order of the columns of a report.",
    "PREFIXES": "Prefix → namespace, in the order in which files list them.",
}


def cli_page() -> str:
    commands = sorted(cli.commands.items())
    rows = [
        [f"[`ozek {name}`](#ozek-{name})", one.get_short_help_str(200)] for name, one in commands
    ]
    parts = [table(["command", "what it does"], rows)]
    for name, command in commands:
        arguments = [p for p in command.params if isinstance(p, click.Argument)]
        options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
        words = [_argument(one) for one in arguments]
        parts.append(f"## ozek {name}")
        parts.append("```text\n" + " ".join(["ozek", name, *words, "[OPTIONS]"]) + "\n```")
        parts.append(inspect.cleandoc(command.help or ""))
        parts.append(table(["option", "values", "meaning"], map(_option, options)))
    return page(
        "Commands",
        "Data goes to standard output, words to standard error. `OZEK_LANG` and `OZEK_PROJECT`\n"
        "are environment variables that stand in for `--lang` and `--project`. Exit statuses are\n"
        "in [errors](errors.md), the JSON of each command in [JSON output](json-output.md).",
        parts,
    )


def _argument(one: click.Argument) -> str:
    name = one.make_metavar(click.Context(cli)) if _takes_context(one) else one.make_metavar()
    return name.replace("...", "…")


def _takes_context(one: click.Argument) -> bool:
    return "ctx" in inspect.signature(one.make_metavar).parameters


def _option(one: click.Option) -> list[str]:
    if isinstance(one.type, click.Choice):
        values = ", ".join(map(code, one.type.choices))
    else:
        values = "" if one.is_flag else code(one.metavar or one.type.name.upper())
    shown = one.show_default and isinstance(one.default, (str, int, Path))
    words = [one.help or "", f"Default: `{one.default}`." if shown else ""]
    words.append(f"Environment: `{one.envvar}`." if one.envvar else "")
    names = [
        *(n for n in one.opts if not n.startswith("--")),
        *(n for n in one.opts if n[:2] == "--"),
    ]
    return [", ".join(map(code, names)), values, " ".join(word for word in words if word)]


def errors_page() -> str:
    tree = inspect.cleandoc(errors.__doc__ or "").partition("\n\n")[2].partition("\n\nMessages")[0]
    statuses = [
        ("0", "done; for `validate` and `build`: no violation"),
        ("1", "findings: the data violate a shape, or an importer's `--check` found a difference"),
        ("2", "usage: unknown question, thing, parameter, project, measure or option; wrong type"),
        ("3", "unreadable input: a file is missing or broken; the message has file, line, column"),
        ("4", "contradiction: facts and ontology contradict each other"),
        ("5", "output cannot be written; what was there before is untouched"),
        ("130", "stopped by Ctrl-C"),
    ]
    parts = [
        "## Exit statuses",
        table(["status", "meaning"], statuses),
        "## Errors in Python",
        f"```text\n{tree}\n```",
        "Every error is an `ozek.OzekError`; `str(error)` is the whole message. What each adds:",
    ]
    for name in errors.__all__:
        cls = getattr(errors, name)
        parts.append(f"### {name}\n\nExit status {cls.exit_status}. {plain(cls.__doc__)}")
    return page(
        "Errors and exit statuses",
        "The command line prints one message, `error: …`, on standard error and ends with a\n"
        "status; a wrong option or argument is answered with the usage of the command. In Python\n"
        "the same message is an exception.",
        parts,
    )


def api_page() -> str:
    parts = ["## ozek"]
    parts += [_object(name, getattr(ozek, name), "ozek") for name in ozek.__all__ if name[0] != "_"]
    for module, names in MODULES.items():
        parts.append(f"## {module}")
        parts.append(plain((import_module(module).__doc__ or "").strip().splitlines()[0]))
        parts += [_object(name, getattr(import_module(module), name), module) for name in names]
    return page(
        "Python API",
        "Public functions take and give rdflib graphs, paths or a `Store`, and change no\n"
        "argument, except `reason`, which writes the inferred graph into the store it is given.\n"
        "Results are small frozen dataclasses. How to use it is in\n"
        "[Use Özek from Python and notebooks](../how-to/use-from-python-and-notebooks.md).",
        parts,
    )


def _object(name: str, thing: Any, module: str) -> str:
    title = f"### {module}.{name}"
    if isinstance(thing, Mapping):
        return f"{title}\n\n{CONSTANTS[name]}"
    if inspect.ismodule(thing):
        return f"{title}\n\nSee [below](#{module}{name})."
    if inspect.isclass(thing) and thing.__name__ in errors.__all__:
        return f"{title}\n\nSee [errors](errors.md#{name.lower()})."
    lines = [title, f"```text\n{_signature(name, thing)}\n```", plain(thing.__doc__)]
    if inspect.isclass(thing):
        lines += [f"- `{text}`: {about}" for text, about in _members(thing)]
        head, members = lines[:3], lines[3:]
        return "\n\n".join([*head, *(["\n".join(members)] if members else [])])
    return "\n\n".join(lines)


def _members(cls: type) -> Iterator[tuple[str, str]]:
    """Yield the public methods and properties: how they are called, and their first paragraph."""
    for name, member in vars(cls).items():
        function = member.fget if isinstance(member, property) else member
        function = getattr(function, "__func__", function)
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        text = name if isinstance(member, property) else _signature(name, function, 1, 10**6)
        about = plain(function.__doc__).partition("\n\n")[0].replace("\n", " ")
        if about:
            yield text, about


def _signature(name: str, function: Any, skip: int = 0, width: int = 90) -> str:
    is_class = inspect.isclass(function)
    if is_class and not is_dataclass(function) and "__init__" not in vars(function):
        return name
    found = inspect.signature(function)
    texts: list[str] = []
    star = False
    for one in list(found.parameters.values())[skip:]:
        if one.kind is one.KEYWORD_ONLY and not star:
            star = True
            texts.append("*")
        star = star or one.kind is one.VAR_POSITIONAL
        marks = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        text = f"{marks}{one.name}"
        if one.annotation is not one.empty:
            text += f": {_annotation(one.annotation)}"
        if one.default is not one.empty:
            text += f" = {_value(one.default)}"
        texts.append(text)
    result = found.return_annotation
    back = "" if is_class or result is found.empty else f" -> {_annotation(result)}"
    line = f"{name}({', '.join(texts)}){back}"
    if len(line) <= width:
        return line
    return f"{name}(\n" + "".join(f"    {text},\n" for text in texts) + f"){back}"


def _annotation(value: Any) -> str:
    return value if isinstance(value, str) else getattr(value, "__name__", str(value))


def _value(value: Any) -> str:
    return "…" if "factory" in repr(value) else repr(value)
