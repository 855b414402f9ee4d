"""Patterns in which a variable stands for one of some given terms.

Virtuoso cannot be relied on to look up a typed literal: it takes ``true`` for 1, and asked for the
facts with a number, whatever their predicate, it gives now and then one with another number, or
leaves some out. So there it has to read the literals and compare: not by ``=``, which it turns back
into a look-up, but by ``!=``.
"""

from __future__ import annotations

from collections.abc import Collection

from ozek import namespaces as ns
from ozek.remote.service import Service


def one_of(service: Service, variable: str, terms: Collection[str], pattern: str) -> str:
    """A pattern whose variable (``?o``) stands for one of some terms (N-Triples text), either all
    or none of which are compared."""
    if not all(is_compared(service, term) for term in terms):
        return f"VALUES {variable} {{ {' '.join(terms)} }} {pattern}"
    return f"{pattern} FILTER({' || '.join(is_value(variable, term) for term in terms)})"


def is_compared(service: Service, term: str) -> bool:
    """Whether a term (N-Triples text) is not looked up but compared: a typed literal."""
    return service.virtuoso and term[:1] == '"' and term[-1:] == ">"


def is_value(variable: str, literal: str) -> str:
    """A condition: the variable is this literal without a language (N-Triples text)."""
    plain = literal[-1:] == '"'
    datatype = f"<{ns.XSD}string>" if plain else literal[literal.rindex("<") :]
    return f"(DATATYPE({variable}) = {datatype} && !({variable} != {literal}))"
