"""What every part of a report is made from: the project, its facts, and words in its languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ozek.report.evidence import Facts
from ozek.report.names import Names
from ozek.report.texts import Text
from ozek.report.words import Words

if TYPE_CHECKING:
    from ozek.project import Project
    from ozek.store import Store


@dataclass(frozen=True)
class View:
    """A project seen in one or more languages."""

    project: Project
    store: Store
    words: Words
    facts: Facts

    @property
    def title(self) -> Text:
        return self.words.of({"en": self.project.name} | dict(self.project.title))


@dataclass(frozen=True)
class Picture:
    """A picture: its key on the page, what it is called, what it shows, and its SVG.

    ``note`` says what it rests on: projection, nodes and links, what was left out.
    """

    key: str
    title: Text
    description: Text
    markup: str
    note: Text | None = None


def view(project: Project, store: Store, langs: Sequence[str]) -> View:
    """Return a project as a report in these languages sees it.

    Raises UsageError for a language there are no words in.
    """
    return View(project, store, Words(tuple(langs)), Facts(store, Names(store, langs)))
