"""What changed between two states of a graph, fact by fact, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import UsageError
from ozek.evidence import Evidence
from ozek.labels import Labels
from ozek.parsing import SUFFIXES
from ozek.results import Table
from ozek.terms import to_rdflib

if TYPE_CHECKING:
    from ozek.store import Store

__all__ = ["Change", "Difference", "diff", "state_of"]

UNSEEN = ("model", "provenance")
"""What is not about things: ontology and taxonomy, and where facts come from."""


@dataclass(frozen=True)
class Change:
    """One fact that came, went or changed its value.

    ``kind`` is added, removed or changed; ``basis`` is stated, derived, planned … as in evidence.
    ``where`` is the passage it rests on: the new one, or for what was removed the old one.
    """

    kind: str
    thing: str
    property: str
    old: Any
    new: Any
    basis: str
    where: str


@dataclass(frozen=True)
class Difference:
    """All changes, by thing; ``labels`` knows what things are called now, or were called before."""

    changes: tuple[Change, ...]
    labels: _TwoLabels

    def __len__(self) -> int:
        return len(self.changes)

    def counts(self) -> dict[str, int]:
        """Return how many facts were added, removed and changed; derived ones apart."""
        counts = {"added": 0, "removed": 0, "changed": 0, "derived": 0}
        for change in self.changes:
            counts["derived" if change.basis == "derived" else change.kind] += 1
        return counts

    def to_table(self) -> Table:
        """Return one row per change: change, thing, property, old, new, basis, where."""
        from rdflib import Literal, URIRef

        rows = tuple(
            (
                Literal(one.kind),
                URIRef(one.thing),
                URIRef(one.property),
                one.old,
                one.new,
                Literal(one.basis),
                Literal(one.where) if one.where else None,
            )
            for one in self.changes
        )
        columns = ("change", "thing", "property", "old", "new", "basis", "where")
        return Table(columns, rows, name="diff")

    def to_text(self) -> str:
        """Return the changes for reading: by thing, ``+`` came, ``-`` went, ``~`` changed."""
        words = WORDS[self.labels.lang]
        lines: list[str] = []
        thing = ""
        for one in self.changes:
            if one.thing != thing:
                thing = one.thing
                lines += ["", f"{self.labels.of(thing)} ({self.labels.short(thing)})"]
            name = (
                words[NAMES[one.property]]
                if one.property in NAMES
                else self.labels.of(one.property)
            )
            old, new = (self.labels.value(value) for value in (one.old, one.new))
            said = f"{old} → {new}" if one.kind == "changed" else new or old
            tags = [words.get(one.basis, one.basis)] if one.basis != "stated" else []
            tags += [one.where] if one.where else []
            end = f" [{'; '.join(tags)}]" if tags else ""
            lines.append(f"  {SIGNS[one.kind]} {name}: {said}{end}")
        return "\n".join([*lines[1:], ""]) if lines else ""

    def summary(self) -> str:
        """Return the counts in one line."""
        return WORDS[self.labels.lang]["summary"].format(**self.counts())


NAMES = {ns.RDF_TYPE: "kind", ns.PREF_LABEL: "name"}
SIGNS = {"added": "+", "removed": "-", "changed": "~"}


class _TwoLabels:
    """Labels of the new state, and of the old one for what is gone."""

    def __init__(self, old: Store, new: Store, lang: str) -> None:
        self.lang = lang
        self._new, self._old = Labels(new, lang), Labels(old, lang)

    def of(self, term: Any) -> str:
        found = self._new.of(term)
        return self._old.of(term) if found == self._new.short(term) else found

    def short(self, term: Any) -> str:
        return self._new.short(term)

    def value(self, term: Any) -> str:
        if term is None:
            return ""
        language = getattr(term, "language", None)
        return f"{self.of(term)} [{language}]" if language else self.of(term)


def state_of(source: str | Path, *, reasoning: bool = True) -> Store:
    """Return a state of a graph: a project (folder or name), a build's folder, or an RDF file.

    A project is loaded, and reasoned over unless told not to; a build and a file are taken as they
    are. Raises UsageError for anything else, and the errors of loading.
    """
    from ozek.crate import MANIFEST
    from ozek.pipeline import prepare
    from ozek.project import FILE_NAME
    from ozek.store import Store

    path = Path(source)
    if path.is_dir() and (path / MANIFEST).is_file() and not (path / FILE_NAME).is_file():
        graphs = sorted((path / "graph").glob("*.nq"))
        if not graphs:
            raise UsageError(f"{path}: is a build without a graph; build it again")
        path = graphs[0]
    elif not (path.is_file() and path.suffix.lower() in SUFFIXES):
        return prepare(str(source), reasoning=reasoning)
    store = Store()
    # What plain Turtle states, without saying where, is compared as one stated graph.
    store.load(path, graph=PLAIN)
    if next(store.triples([PLAIN]), None):
        store.set_kind(PLAIN, "StatementGraph")
    return store


PLAIN = "urn:ozek:plain"


def diff(old: Store, new: Store, *, lang: str = "en", by_value: bool = False) -> Difference:
    """Compare two states and return what changed in their facts, plans and reports.

    Ontology, taxonomy and provenance are left out: a row that only moved says the same as before.
    A property that has one value before and another one after is one change, not two. ``by_value``:
    literals with one value are one, however they are written; a service may rewrite them.
    """
    before, after = _facts(old, lang), _facts(new, lang)
    if by_value:
        before, after = _by_value(before), _by_value(after)
    gone = {key: before[key] for key in before.keys() - after.keys()}
    come = {key: after[key] for key in after.keys() - before.keys()}
    places = _Places(old, new, lang)
    changes = list(_changes(gone, come, places))
    labels = _TwoLabels(old, new, lang)
    return Difference(tuple(sorted(changes, key=lambda one: _order(one, labels))), labels)


_Key = tuple[str, str, Any, str]


def _facts(store: Store, lang: str) -> dict[_Key, list[str]]:
    """Return (thing, property, value, basis) → the graphs that say so."""
    evidence = Evidence(store, Labels(store, lang))
    bases: dict[str, str] = {}
    found: dict[_Key, list[str]] = {}
    for quad in store.quads():
        graph = quad.graph_name.value
        basis = bases.setdefault(graph, evidence.basis(graph))
        if basis not in UNSEEN:
            key = (quad.subject.value, quad.predicate.value, quad.object, basis)
            found.setdefault(key, []).append(graph)
    stated = {key[:3] for key in found if key[3] == "stated"}
    # A fact that is also derived is reported once, as what is stated.
    return {k: v for k, v in found.items() if k[3] != "derived" or k[:3] not in stated}


def _by_value(facts: dict[_Key, list[str]]) -> dict[_Key, list[str]]:
    """The same with every literal as Oxigraph writes its value."""
    found: dict[_Key, list[str]] = {}
    written: dict[Any, Any] = {}
    for (thing, property, value, basis), graphs in facts.items():
        if value not in written:
            held = ox.Store()
            held.add(ox.Quad(ox.NamedNode(PLAIN), ox.NamedNode(PLAIN), value))
            written[value] = next(iter(held)).object
        found.setdefault((thing, property, written[value], basis), []).extend(graphs)
    return found


class _Places:
    """Where a fact is said, in words."""

    def __init__(self, old: Store, new: Store, lang: str) -> None:
        self._old = Evidence(old, Labels(old, lang))
        self._new = Evidence(new, Labels(new, lang))

    def of(self, graphs: list[str], is_new: bool) -> str:
        evidence = self._new if is_new else self._old
        passages = [one for graph in sorted(graphs) for one in evidence.passages(graph)]
        return "; ".join(dict.fromkeys(f"{one.source}, {one.locator}" for one in passages))


def _changes(
    gone: dict[_Key, list[str]], come: dict[_Key, list[str]], places: _Places
) -> Iterator[Change]:
    lost, won = _by_slot(gone), _by_slot(come)
    for slot in lost.keys() | won.keys():
        thing, property, basis, _ = slot
        olds, news = lost.get(slot, []), won.get(slot, [])
        if len(olds) == len(news) == 1:
            old, new = to_rdflib(olds[0][2]), to_rdflib(news[0][2])
            yield Change(
                "changed", thing, property, old, new, basis, places.of(come[news[0]], True)
            )
            continue
        for key in olds:
            where = places.of(gone[key], False)
            yield Change("removed", thing, property, to_rdflib(key[2]), None, basis, where)
        for key in news:
            where = places.of(come[key], True)
            yield Change("added", thing, property, None, to_rdflib(key[2]), basis, where)


def _by_slot(facts: dict[_Key, list[str]]) -> dict[tuple[str, str, str, str], list[_Key]]:
    """Group facts by thing, property, basis and language of the value."""
    found: dict[tuple[str, str, str, str], list[_Key]] = {}
    for key in facts:
        language = getattr(key[2], "language", None) or ""
        found.setdefault((key[0], key[1], key[3], language), []).append(key)
    return found


def _order(one: Change, labels: _TwoLabels) -> tuple[str, ...]:
    rank = "1" if one.basis == "derived" else "0"
    values = (str(one.old or ""), str(one.new or ""))
    first = "" if one.property == ns.RDF_TYPE else one.property
    return (labels.of(one.thing).casefold(), one.thing, rank, first, one.kind, *values)


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "kind": "kind",
        "name": "name",
        "summary": "facts added: {added}, removed: {removed}, changed: {changed}; "
        "and {derived} derived ones",
    },
    "kk": {
        "kind": "түрі",
        "name": "атауы",
        "summary": "фактілер: қосылғаны – {added}, алынғаны – {removed}, өзгергені – {changed}; "
        "қорытылғандары – {derived}",
        "derived": "қорытылған",
        "reading": "оқылым",
        "open reading": "таңдалмаған оқылым",
        "editorial": "редактор қосқан",
        "planned": "жоспар",
        "normative": "норма",
        "reported": "жеткізілген",
        "analysis": "талдау",
    },
    "ru": {
        "kind": "вид",
        "name": "название",
        "summary": "фактов добавлено: {added}, удалено: {removed}, изменено: {changed}; "
        "и выведенных: {derived}",
        "derived": "выведено",
        "reading": "прочтение",
        "open reading": "прочтение, не выбрано",
        "editorial": "добавлено редактором",
        "planned": "план",
        "normative": "норма",
        "reported": "пересказ",
        "analysis": "анализ",
    },
}
