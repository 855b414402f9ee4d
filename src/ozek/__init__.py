"""Özek: an open knowledge graph of innovation systems and clusters, and its toolkit.

The names below are the public API. They load on first use, so that ``import ozek`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_API = {
    "InconsistencyError": "ozek.errors",
    "InputError": "ozek.errors",
    "OutputError": "ozek.errors",
    "OzekError": "ozek.errors",
    "ProjectError": "ozek.errors",
    "UsageError": "ozek.errors",
    "PREFIXES": "ozek.namespaces",
    "Store": "ozek.store",
    "Project": "ozek.project",
    "find_project": "ozek.project",
    "load_project": "ozek.project",
    "Labels": "ozek.labels",
    "Table": "ozek.results",
    "Question": "ozek.query",
    "ask": "ozek.query",
    "load_questions": "ozek.query",
    "find": "ozek.search",
    "show": "ozek.cards",
    "derive": "ozek.reasoning",
    "reason": "ozek.reasoning",
    "explain": "ozek.reasoning.explain",
    "proof_index": "ozek.reasoning.explain",
    "guard": "ozek.validation",
    "validate": "ozek.validation",
    "MEASURES": "ozek.network",
    "Projection": "ozek.network",
    "measure": "ozek.network",
    "simple": "ozek.network",
    "export": "ozek.exporting.rdf",
    "write_network": "ozek.exporting.graphs",
    "build": "ozek.pipeline",
    "prepare": "ozek.pipeline",
}
# Modules of many names; ``network`` has a function ``project``, which is a module's name here.
_MODULES = ("clusters", "network")

__all__ = sorted([*_API, *_MODULES, "__version__"])


def __getattr__(name: str) -> Any:
    if name in _API:
        value = getattr(import_module(_API[name]), name)
        globals()[name] = value
        return value
    if name in _MODULES:
        return import_module(f"ozek.{name}")
    raise AttributeError(f"module 'ozek' has no attribute '{name}'")


def __dir__() -> list[str]:
    return list(__all__)
