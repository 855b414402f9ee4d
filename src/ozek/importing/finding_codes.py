"""The codes of what can be wrong in a table (``finding_codes.toml``): messages and cures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

__all__ = ["CODES", "Code"]

_NONE = dict.fromkeys(("kk", "ru", "en"), "")


@dataclass(frozen=True)
class Code:
    """A kind of finding: what it refuses (``file``, ``row``, or nothing: ``note``), and its words.

    ``message`` and ``cure`` give a text in kk, ru and en; ``cure`` an empty one if there is none.
    """

    level: str
    message: Mapping[str, str]
    cure: Mapping[str, str]


def _read() -> dict[str, Code]:
    text = files("ozek.importing").joinpath("finding_codes.toml").read_text("utf-8")
    found: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        name: Code(one["level"], one["message"], one.get("cure", _NONE))
        for name, one in found.items()
    }


CODES: Mapping[str, Code] = _read()
