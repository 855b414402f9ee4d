"""Parameters of SPARQL queries: terms in the place of variables.

Neither engine's own way of binding parameters will do: Oxigraph's does not reach sub-selects and
``BIND``, and rdflib's reaches them differently. So the query is cut into its tokens, and the token
of a parameter's variable is replaced by the one token of the bound term, wherever it stands – as
SHACL defines pre-binding. Both engines then run the same text. A term is always one token, so
nothing in a value can change the query's structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ozek.errors import UsageError

TOKEN = re.compile(
    r"""
      (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
               | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | [?$](?P<variable>\w[\w·‿⁀]*)
    | (?P<name>(?:[^\W\d][\w.-]*)?:[\w:%.-]*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>\\.|\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""The tokens of SPARQL, as far as it takes to find its variables, words and braces."""

_ENDS_GROUPING = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass
class _Token:
    text: str
    kind: str
    clause: str  # SELECT, GROUP, ORDER, VALUES or ""
    braces: int
    parentheses: int  # within the clause
    before: tuple[str, ...]  # the last words and signs before it, upper case


def variables(text: str) -> set[str]:
    """Return the names of the variables in a query."""
    return {match["variable"] for match in TOKEN.finditer(text) if match["variable"]}


def selected(text: str) -> tuple[str, ...] | None:
    """Return the names of the columns of a SELECT query, in order; None for ``*``."""
    found: list[str] = []
    depth, inside, last = 0, False, ""
    for match in TOKEN.finditer(text):
        piece = match.group()
        word = (match["word"] or "").upper()
        if not inside:
            inside = word == "SELECT"
        elif piece == "{" or word in ("FROM", "WHERE"):
            return tuple(found)
        elif piece == "*" and not depth:
            return None
        elif piece in "()":
            depth += 1 if piece == "(" else -1
            if not depth:
                found.append(last)  # what stands after AS
        elif match["variable"]:
            last = match["variable"]
            if not depth:
                found.append(last)
    return None


def words(text: str) -> set[str]:
    """Return a query's bare words in upper case: keywords, but no names, strings or comments."""
    return {match["word"].upper() for match in TOKEN.finditer(text) if match["word"]}


def names(text: str) -> set[str]:
    """Return the prefixed names in a query."""
    return {match["name"] for match in TOKEN.finditer(text) if match["name"]}


def substitute(text: str, bindings: Mapping[str, Any]) -> str:
    """Return the query with each variable in ``bindings`` replaced by its term.

    ``bindings``: name → rdflib or pyoxigraph term; None leaves the variable free. A bound variable
    may be selected, grouped and ordered by; it may not be assigned (``AS``, ``VALUES``):
    UsageError.
    """
    terms = {name: _serialise(term) for name, term in bindings.items() if term is not None}
    if not terms:
        return text
    result: list[str] = []
    fresh = 0
    for token in _tokens(text):
        term = terms.get(token.text[1:]) if token.kind == "variable" else None
        if term is None:
            result.append(token.text)
            continue
        name = token.text[1:]
        if token.before[-1:] == ("AS",) or token.clause == "VALUES":
            raise UsageError(f"the query itself gives the parameter ?{name} a value (AS or VALUES)")
        if token.before[-2:] == ("BOUND", "("):
            result[max(i for i, piece in enumerate(result) if piece.upper() == "BOUND")] = ""
            result.append("true")
            continue
        if token.clause and token.parentheses == 0:
            fresh += 1
            outermost = token.clause == "SELECT" and token.braces == 0
            alias = name if outermost else f"{name}_bound_{fresh}"
            result.append(f"({term})" if token.clause == "ORDER" else f"({term} AS ?{alias})")
        else:
            result.append(term)
    return "".join(result)


def _tokens(text: str) -> Iterator[_Token]:
    clauses: list[tuple[str, int]] = [("", 0)]  # per open brace: the clause, its parentheses
    before: tuple[str, ...] = ()
    for match in TOKEN.finditer(text):
        piece, kind = match.group(), match.lastgroup or "other"
        clause, depth = clauses[-1]
        yield _Token(piece, kind, clause, len(clauses) - 1, depth, before)
        if kind == "comment" or piece.isspace():
            continue
        word = piece.upper()
        if piece == "{":
            if clause in ("SELECT", "GROUP", "ORDER"):
                clauses[-1] = ("", 0)
            clauses.append(("VALUES-ROWS" if clause == "VALUES" else "", 0))
        elif piece == "}" and len(clauses) > 1:
            clauses.pop()
            if clauses[-1][0] == "VALUES":
                clauses[-1] = ("", 0)
        elif piece == "(":
            clauses[-1] = (clause, depth + 1)
        elif piece == ")":
            clauses[-1] = (clause, max(depth - 1, 0))
        elif kind == "word" and depth == 0:
            clauses[-1] = (_clause_after(clause, word, before), 0)
        before = (*before[-1:], word)


def _clause_after(clause: str, word: str, before: tuple[str, ...]) -> str:
    if before[-1:] == ("@",):
        return clause  # a language tag
    if word in ("SELECT", "VALUES"):
        return word
    if word == "BY" and before[-1:] in (("GROUP",), ("ORDER",)):
        return before[-1]
    if clause == "SELECT" and word in ("WHERE", "FROM"):
        return ""
    if clause in ("GROUP", "ORDER") and word in _ENDS_GROUPING:
        return ""
    return clause


def _serialise(term: Any) -> str:
    """Return a term as one token of N-Triples (which SPARQL reads alike)."""
    import pyoxigraph as ox

    from ozek.terms import from_rdflib

    if not isinstance(term, ox.NamedNode | ox.Literal):
        term = from_rdflib(term)
    if isinstance(term, ox.BlankNode):
        raise UsageError("a blank node cannot be the value of a parameter")
    return str(term)
