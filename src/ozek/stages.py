"""Reasoning and validation where a project is: here, or in a SPARQL service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ozek.errors import OzekError
from ozek.namespaces import shorten
from ozek.project import Project, load_project

if TYPE_CHECKING:
    from ozek.reasoning import Reasoned
    from ozek.remote.store import RemoteStore
    from ozek.store import Store
    from ozek.validation import ValidationReport

_MOST = 10
"""How many findings a message lists."""


def reason_over(
    store: Store,
    project: Project,
    *,
    keep_going: bool = False,
    say: Callable[[str], None] | None = None,
) -> Reasoned:
    """Derive what follows from a project's facts, and put it into the store or service.

    ``say`` is told how far a service is. Raises OzekError (exit status 1) if the data break a shape
    that reasoning depends on, otherwise as ``reason`` and ``reason_there`` do.
    """
    from ozek.reasoning import reason
    from ozek.validation import guard

    there = _there(store)
    if there is None:
        _protect(guard(store, shapes=project.shapes_files), project)
        return reason(store, keep_going=keep_going)
    from ozek.remote.reasoning import reason_there
    from ozek.remote.validating import guard_there

    _protect(guard_there(there, shapes=project.shapes_files), project)
    return reason_there(there.service, project.base, keep_going=keep_going, say=say)


def _protect(report: ValidationReport, project: Project) -> None:
    if report.conforms:
        return
    found = "\n".join(
        f"  - {shorten(str(one.focus), project.base)}: {one.text()}"
        for one in report.results[:_MOST]
    )
    count = f"{len(report)} finding{'s' if len(report) != 1 else ''}"
    raise OzekError(f"the data break a shape that reasoning depends on ({count}):\n{found}")


def reread(store: Store) -> Store:
    """The store as it is after reasoning: what a service holds is looked up when it is opened."""
    there = _there(store)
    if there is None:
        return store
    from ozek.remote.store import open_store

    return open_store(there.service, there.base or "")


def report_on(store: Store, project: Project) -> ValidationReport:
    """Check a project that was reasoned over against its shapes and profiles."""
    there = _there(store)
    if there is None:
        from ozek.validation import validate

        return validate(store, shapes=project.shapes_files, profiles=project.profiles)
    from ozek.remote.validating import validate_there

    return validate_there(
        there, shapes=project.shapes_files, profiles=project.profiles, stages=False
    )


def check(
    project: Project, *, profiles: Iterable[str | Path] = (), store: Store | None = None
) -> tuple[Store, ValidationReport]:
    """Load a project and check it in the order that protects the data (``check_in_stages``).

    ``profiles``: sets of shapes to check by, besides the model's and those in ``ozek.toml``.
    ``store``: where the project is, if in a service; what is derived is then what it holds.
    """
    wanted = (*project.profiles, *profiles)
    there = None if store is None else _there(store)
    if there is None:
        from ozek.validation import check_in_stages

        store = load_project(project)
        return store, check_in_stages(store, shapes=project.shapes_files, profiles=wanted)
    from ozek.remote.validating import validate_there

    return there, validate_there(there, shapes=project.shapes_files, profiles=wanted)


def _there(store: Store) -> RemoteStore | None:
    from ozek.remote.store import RemoteStore

    return store if isinstance(store, RemoteStore) else None
