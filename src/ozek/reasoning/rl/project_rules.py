"""The project's CONSTRUCT rules as rules of the table, where they are plain joins.

A rule whose WHERE part is nothing but triple patterns with known predicates runs in the same
fixpoint, and is explained in the same way, as the rules of OWL 2 RL. Any other stays SPARQL.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from ozek.reasoning.rl.table import Atom, Rule

_SHAPE = re.compile(
    r"(?P<head>.*?)\bCONSTRUCT\s*\{(?P<construct>[^{}]*)\}\s*WHERE\s*\{(?P<where>[^{}]*)\}\s*",
    re.DOTALL | re.IGNORECASE,
)
_PREFIX = re.compile(r"\bPREFIX\s+(\S*:)\s*(<[^>]*>)", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_STANDS_FOR = "urn:ozek:variable:"


def joined_rule(name: str, query: str) -> Rule | None:
    """The CONSTRUCT query as a rule, or None if it is more than a join of triple patterns."""
    text = "\n".join(line for line in query.splitlines() if not line.lstrip().startswith("#"))
    shape = _SHAPE.fullmatch(text)
    if shape is None or re.search(r"[\"']", text):
        return None
    if re.sub(_PREFIX, "", shape["head"]).strip():
        return None
    prefixes = "".join(f"@prefix {p} {iri} .\n" for p, iri in _PREFIX.findall(shape["head"]))
    heads = _atoms(prefixes, shape["construct"])
    facts = _atoms(prefixes, shape["where"])
    if not heads or not facts or any(atom[1].startswith("?") for atom in (*heads, *facts)):
        return None
    known = {term for atom in facts for term in atom}
    if any(term.startswith(("?", "_:")) and term not in known for atom in heads for term in atom):
        return None
    return Rule(name, (), facts, heads, text=query)


def _atoms(prefixes: str, patterns: str) -> tuple[Atom, ...] | None:
    """Triple patterns, read as Turtle with variables as IRIs; None if they are anything else."""
    patterns = _VARIABLE.sub(rf"<{_STANDS_FOR}\1>", patterns).strip()
    if patterns and not patterns.endswith("."):
        patterns += " ."
    try:
        quads = list(ox.parse(prefixes + patterns, format=ox.RdfFormat.TURTLE))
    except SyntaxError:
        return None
    return tuple(
        tuple(_term(term) for term in (quad.subject, quad.predicate, quad.object)) for quad in quads
    )


def _term(term: object) -> str:
    text = str(term)
    if text.startswith(f"<{_STANDS_FOR}"):
        return "?" + text[len(_STANDS_FOR) + 1 : -1]
    return "?blank-" + text[2:] if text.startswith("_:") else text
