"""What a named graph rests on: a passage of a source, a reading of it, an editor, or reasoning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ozek import namespaces as ns
from ozek.labels import Labels

if TYPE_CHECKING:
    from ozek.store import Store

FACTS = ("stated", "reading", "editorial", "model", "derived")
"""The bases on which a triple counts as a fact."""


@dataclass(frozen=True)
class Passage:
    """Where a source says something, and what it says in our words."""

    iri: str
    name: str  # s30, ror-052bx8q98 …
    locator: str  # sentence 30, characters 5491-5793 · record https://ror.org/… · Actors, row 17
    source: str
    restatement: str
    wording: str = ""  # the source's own, where its text is at hand


class Evidence:
    """Answers for any named graph: on what basis it stands, and which passages it quotes."""

    def __init__(self, store: Store, labels: Labels) -> None:
        self.labels = labels
        self._store = store
        self._kinds = store.graph_kinds()
        self.derived = frozenset(g for g, kind in self._kinds.items() if kind == "InferredGraph")
        self._chosen = store.chosen_readings()
        self._passages: dict[str, Passage] = {}

    def basis(self, graph: str) -> str:
        """Return stated, planned, normative, reported, reading, open reading, editorial, model
        (ontology and taxonomy), derived, provenance or analysis."""
        kind = self._kinds.get(graph, "")
        if kind == "StatementGraph":
            modality = self._store.modality(graph)
            return "stated" if modality == "asserted" else modality or "stated"
        if kind == "ReadingGraph":
            return "reading" if graph in self._chosen else "open reading"
        return {
            "EditorialGraph": "editorial",
            "InferredGraph": "derived",
            "OntologyGraph": "model",
            "TaxonomyGraph": "model",
            "AnalysisGraph": "analysis",
        }.get(kind, "provenance")

    def passages(self, graph: str) -> tuple[Passage, ...]:
        """Return the passages that a graph quotes."""
        found = self._store.matching(graph, ns.WAS_QUOTED_FROM)
        return tuple(self.passage(iri) for iri in sorted({quad.object.value for quad in found}))

    def passage(self, iri: str) -> Passage:
        """Return where a passage is and what it says."""
        if iri not in self._passages:
            self._passages[iri] = Passage(
                iri=iri,
                name=iri.rpartition("/")[2],
                locator=self._locator(iri),
                source=", ".join(self.labels.of(one) for one in self._values(iri, ns.HAS_SOURCE)),
                restatement=self.labels.best(self._literals(iri, ns.RESTATEMENT)),
                wording=self._store.wordings.get(iri, ""),
            )
        return self._passages[iri]

    def reason(self, graph: str) -> str:
        """Return why an editor added a graph; empty for other graphs."""
        return self.labels.best(self._literals(graph, ns.EDITORIAL_REASON))

    def _locator(self, iri: str) -> str:
        words = WORDS[self.labels.lang]
        if rows := self._values(iri, ns.ROW_NUMBER):
            row = words["row"].format(rows[0])
            return ", ".join([*self._values(iri, ns.SHEET_NAME), row])
        parts = [f"{words['record']} {key}" for key in self._values(iri, ns.RECORD_KEY)]
        parts += [f"{words['sentence']} {n}" for n in self._values(iri, ns.SENTENCE_NUMBER)]
        for selector in self._values(iri, ns.HAS_SELECTOR):
            start, end = self._values(selector, ns.START), self._values(selector, ns.END)
            if start and end:
                parts.append(f"{words['characters']} {start[0]}–{end[0]}")
        parts += [self.labels.of(check) for check in self._values(iri, ns.HAS_SOURCE_CHECK)]
        return ", ".join(parts)

    def _values(self, subject: str, predicate: str) -> list[str]:
        return sorted({quad.object.value for quad in self._store.matching(subject, predicate)})

    def _literals(self, subject: str, predicate: str) -> list[Any]:
        from ozek.terms import to_rdflib

        return [to_rdflib(quad.object) for quad in self._store.matching(subject, predicate)]


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "sentence": "sentence",
        "record": "record",
        "characters": "characters",
        "row": "row {}",
    },
    "ru": {
        "sentence": "предложение",
        "record": "запись",
        "characters": "знаки",
        "row": "строка {}",
    },
    "kk": {
        "sentence": "сөйлем",
        "record": "жазба",
        "characters": "таңбалар",
        "row": "{}-жол",
    },
}
