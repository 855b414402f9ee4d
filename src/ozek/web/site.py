"""What every page is made from: a project, its build and graph; and where a thing has its page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from ozek import namespaces as ns
from ozek.evidence import Evidence
from ozek.labels import Labels
from ozek.project import packaged_projects

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.query import Question
    from ozek.store import Store
    from ozek.web.dataset import Built
    from ozek.web.indexing import Index
    from ozek.web.sparql.pool import Pool

T = TypeVar("T")

RECENT = 64
"""Answers that visitors asked for lately and that are kept: nothing changes while it is served."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What the projects that come with Özek are available under."""

SAFE = "/-._~!$'()*,;:@"


@dataclass(eq=False)
class Site:
    """One build as the pages see it. Nothing in it changes while it is served.

    ``pool`` answers what users write, ``own`` the questions of the library: a flood of one does not
    hold up the other.
    """

    project: Project
    built: Built
    store: Store
    index: Index
    questions: tuple[Question, ...]
    pool: Pool
    own: Pool
    _made: dict[Hashable, Any] = field(default_factory=dict)
    _recent: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _locks: dict[Hashable, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, made once; for what costs time and has few variants."""
        if key not in self._made:
            with self._lock:
                lock = self._locks.setdefault(key, threading.Lock())
            with lock:
                if key not in self._made:
                    self._made[key] = make()
        found: T = self._made[key]
        return found

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, kept for the last few keys: for what visitors can vary."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                kept: T = self._recent[key]
                return kept
        made = make()
        with self._lock:
            self._recent[key] = made
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return made

    def labels(self, lang: str) -> Labels:
        """Return the labels in a language."""
        return self.once(("labels", lang), lambda: Labels(self.store, lang))

    def evidence(self, lang: str) -> Evidence:
        """Return what graphs rest on, worded in a language."""
        return self.once(("evidence", lang), lambda: Evidence(self.store, self.labels(lang)))

    @property
    def license(self) -> str | None:
        """The licence of the data, as an IRI: known of the packaged projects only."""
        return LICENCE if self.project.name in packaged_projects() else None

    def local(self, iri: str) -> str | None:
        """Return the part of an IRI below the project's base; None for others."""
        return iri.removeprefix(self.project.base) if iri.startswith(self.project.base) else None

    def address(self, term: Any) -> str | None:
        """Return where a term has its page: here, or for http(s) IRIs of others there; else None.

        What could be a script or a path of this machine (``javascript:``, ``file:``) has none.
        """
        iri = str(term)
        local = self.local(iri)
        if local:
            kind, _, name = local.partition("/")
            if kind == "passage" and name:
                return f"/sentence/{quote(name, SAFE)}"
            return f"/page/{quote(local, SAFE)}"
        if iri.startswith(ns.OZT):
            return f"/schema/taxonomy/{quote(iri.removeprefix(ns.OZT), SAFE)}"
        if iri.startswith(ns.OZEK):
            return f"/schema/{quote(iri.removeprefix(ns.OZEK), SAFE)}"
        return iri if iri.startswith(("https://", "http://")) else None
