"""Versions of the toolkit and of the engines under it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

ENGINES = ("rdflib", "owlrl", "pyshacl", "networkx", "pyoxigraph", "numpy", "scipy")


def versions() -> dict[str, str]:
    """Return name → version of ozek, Python and the engines; an engine that is missing says so."""
    from ozek import __version__

    found = {"ozek": __version__, "python": platform.python_version()}
    for name in ENGINES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
