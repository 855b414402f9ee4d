"""Which extra of the package brings a library that is not installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires


def missing_extra(library: str | None) -> str | None:
    """Return what to install for a library that could not be imported; None if no extra has it.

    ``library`` is the name of the module, as ``ModuleNotFoundError.name`` gives it.
    """
    wanted = (library or "").partition(".")[0].replace("_", "-").lower()
    try:
        needs = requires("ozek") or []
    except PackageNotFoundError:
        return None
    extras = []
    for need in needs:
        found = re.match(r"([\w-]+)[^;]*;\s*extra\s*==\s*['\"]([\w-]+)", need)
        if found and found[1].replace("_", "-").lower() == wanted:
            extras.append(found[2])
    # The metadata list under `all` again what the other extras bring.
    extras.sort(key=lambda extra: extra == "all")
    return f"'{library}' is not installed: pip install 'ozek[{extras[0]}]'" if extras else None
