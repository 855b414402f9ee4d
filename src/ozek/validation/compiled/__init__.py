"""The compiled engine: SHACL Core and SHACL-SPARQL as operations on sets of numbers.

>>> checked = check(read_columns(["facts.nq"]), shapes_graph)              # doctest: +SKIP
>>> checked.conforms, len(checked.results), checked.unfinished             # doctest: +SKIP
(False, 36200, ())

All focus nodes of a shape are looked at together: their value nodes are two integer arrays, and
each constraint is an operation on them. Queries (``sh:sparql``) run in Oxigraph. pyshacl is what
every result is tested against.
"""

from ozek.validation.compiled.checking import NotCompiled, check, focus_nodes
from ozek.validation.compiled.compiling import Compiled, compile_shapes, not_compiled
from ozek.validation.compiled.engine import NAME, engine_version, run
from ozek.validation.compiled.results import Checked, Result, Unfinished

__all__ = [
    "NAME",
    "Checked",
    "Compiled",
    "NotCompiled",
    "Result",
    "Unfinished",
    "check",
    "compile_shapes",
    "engine_version",
    "focus_nodes",
    "not_compiled",
    "run",
]
