"""An answer: sentences first, then rows, then where they come from."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ozek import namespaces as ns
from ozek.clusters.parts import Grounds
from ozek.clusters.rows import Row, for_people, pivot, to_table
from ozek.clusters.wording import Words
from ozek.evidence import Evidence
from ozek.labels import Labels

if TYPE_CHECKING:
    from ozek.results import Table
    from ozek.store import Store

PASSAGES = 12
"""How many passages an answer quotes before it only counts them."""


@dataclass(frozen=True)
class Answer:
    """What is said of one or several clusters.

    Attributes:
        name: of the kind of answer: "cluster", "compare", "what-if".
        sentences: the answer in words, the most important first.
        rows: the same and more, line by line.
        notes: the network behind the numbers, and what to be careful about.
        grounds: the passages and readings behind it all.
        quotes: the first of the passages, each with where it stands and what it says.
        across: whether rows are laid out with a column per cluster for people.
    """

    name: str
    lang: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    grounds: Grounds
    quotes: tuple[str, ...]
    base: str | None
    label: Callable[[str], str] = field(repr=False, compare=False)
    across: bool = False

    def table(self) -> Table:
        """Return the rows for programs: IRIs, keys and numbers."""
        return to_table(self.rows, self.base, self.name)

    def to_text(self, format: str = "table", width: int | None = None) -> str:
        """Return the answer to be read (``table``, ``markdown``), or its rows (csv, tsv, json).

        Raises UsageError for another format.
        """
        if format not in ("table", "markdown"):
            return self.table().to_json() if format == "json" else self.table().to_text(format)
        words = Words(self.lang)
        if self.across:
            shown = pivot(self.rows, words, self.label, self.name)
        else:
            shown = for_people(self.rows, words, self.label, self.name)
        body = shown.to_text(format, lang=self.lang, width=width) if self.rows else ""
        heading = words("words", "from_where")
        quotes = [*self.quotes, *self._more(words)]
        if format == "markdown":
            lines = [" ".join(self.sentences), "", body.rstrip(), "", f"**{heading}**", ""]
            return "\n".join([*lines, *(f"- {one}" for one in (*self.notes, *quotes))]) + "\n"
        lines = [text for one in self.sentences for text in textwrap.wrap(one, width or 100)]
        tail = [
            text
            for one in (*self.notes, *quotes)
            for text in textwrap.wrap(
                one, width or 100, initial_indent="  ", subsequent_indent="    "
            )
        ]
        parts = ["\n".join(lines), body.rstrip("\n"), "\n".join([heading, *tail])]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _more(self, words: Words) -> list[str]:
        rest = len(self.grounds.passages) - len(self.quotes)
        return [words("words", "more", count=words.counted(rest, "passage"))] if rest > 0 else []

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.to_text())}</pre>"


def answered(
    store: Store,
    name: str,
    lang: str,
    *,
    sentences: Iterable[str],
    rows: Iterable[Row],
    notes: Iterable[str],
    grounds: Grounds,
    texts: Mapping[str, str] | None = None,
    across: bool = False,
) -> Answer:
    """Make an answer: look up the passages behind it, and say how far they were checked.

    ``texts`` are for IRIs that have no label, such as gaps.
    """
    own = texts or {}
    labels, words = Labels(store, lang), Words(lang)
    evidence = Evidence(store, labels)
    quotes = []
    for iri in grounds.passages[:PASSAGES]:
        passage = evidence.passage(iri)
        quotes.append(
            f"[{passage.name}] {passage.source}, {passage.locator}: {passage.restatement}"
        )
    said = list(notes)
    if grounds.readings:
        said.append(
            words("words", "readings", readings=words.counted(len(grounds.readings), "reading"))
        )
    checks = Counter(
        quad.object.value
        for iri in grounds.passages
        for quad in store.matching(iri, ns.HAS_SOURCE_CHECK)
    )
    if checks:
        counts = "; ".join(f"{labels.of(check)} – {checks[check]}" for check in sorted(checks))
        said.append(words("words", "checks", counts=counts))
    said.append(words("words", "silent"))
    return Answer(
        name=name,
        lang=lang,
        sentences=tuple(sentences),
        rows=tuple(rows),
        notes=tuple(said),
        grounds=grounds,
        quotes=tuple(quotes),
        base=store.base,
        label=lambda iri: own.get(iri) or labels.of(iri),
        across=across,
    )
