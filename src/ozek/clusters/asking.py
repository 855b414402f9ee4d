"""The saved questions that the answers on clusters are made of."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ozek.query import Question


@cache
def packaged(name: str) -> Question:
    """Return a packaged question, read once; a project cannot replace it."""
    from ozek.project import resources
    from ozek.query import read_question

    (path,) = resources().queries.rglob(f"{name}.rq")
    return read_question(path)
