"""From representatives back to triples: what was derived, for every equal term, without noise."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from ozek.namespaces import OWL, RDF, RDFS, XSD
from ozek.reasoning.rl.fixpoint import Fixpoint
from ozek.reasoning.rl.joins import TooMuch
from ozek.reasoning.rl.relations import LOW, Array, distinct, pack, without
from ozek.reasoning.rl.sameas import cliques

CATEGORIES = (
    "literal-subject",
    "blank-predicate",
    "vocabulary",
    "thing-typing",
    "reflexive-schema",
    "schema",
    "anonymous-subject",
    "anonymous-class",
)
"""The categories of noise (see ozek.reasoning.noise) that this engine may derive."""

REFLEXIVE = frozenset(
    {
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
        OWL + "equivalentClass",
        OWL + "equivalentProperty",
    }
)
SCHEMA = REFLEXIVE | {
    RDFS + "domain",
    RDFS + "range",
    OWL + "disjointWith",
    OWL + "inverseOf",
    OWL + "propertyDisjointWith",
}
DECLARING = (
    *(OWL + n for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    *(OWL + n for n in ("Ontology", "Restriction")),
    *(RDFS + n for n in ("Class", "Datatype")),
    RDF + "Property",
)
VOCABULARIES = tuple(f"<{name}".encode() for name in (RDF, RDFS, OWL, XSD))

_LITERAL, _BLANK, _VOCABULARY, _DECLARED = 1, 2, 4, 8


class Writing:
    """Writes out what a finished run derived; ``keep`` names categories of noise to be kept."""

    def __init__(
        self, run: Fixpoint, *, keep: Collection[str] = (), expand: int | None, limit: int
    ) -> None:
        self._run = run
        self._facts = run.facts
        self._left_out = [name for name in CATEGORIES if name not in keep]
        self._expand = expand
        self._limit = limit
        self.noise: dict[str, int] = {}
        self._members, self._heads = cliques(run.facts.same)
        self._place: Array | None = None
        if len(self._members):
            self._place = np.searchsorted(self._heads, run.facts.same)
            self._count = np.ones(len(run.facts.same), np.int64)
            self._count[self._heads] = np.searchsorted(
                self._heads, self._heads, "right"
            ) - np.searchsorted(self._heads, self._heads)
        self._flags = self._term_flags()

    def _term_flags(self) -> NDArray[np.uint8]:
        """What a triple with a term as its subject says about: a literal, an unnamed node, …"""
        terms, facts = self._run.terms, self._facts
        flags = np.zeros(len(terms), np.uint8)
        for number in self._subjects().tolist():
            term = terms[number]
            if term[0] == 0x22:
                flags[number] = _LITERAL
            elif term[0] == 0x5F:
                flags[number] = _BLANK
            elif term.startswith(VOCABULARIES):
                flags[number] = _VOCABULARY
        for name in DECLARING:
            declaring = terms.find(f"<{name}>")
            if declaring is not None:
                flags[facts.stated(~declaring)] |= _DECLARED
        return flags

    def _subjects(self) -> Array:
        """The terms that a derived triple may have as subject, predicate or class."""
        facts = self._facts
        found = np.zeros(len(self._run.terms), bool)
        for relation in self._relations():
            rows = facts.rows(relation)
            found[rows >> 32 if relation >= 0 else rows] = True
            found[relation if relation >= 0 else ~relation] = True
        if self._place is not None:
            found |= found[facts.same]
        return np.flatnonzero(found)

    def triples(self) -> Iterator[tuple[int, Array, Array]]:
        """Yield (predicate, subjects, objects)."""
        facts, typing = self._facts, self._facts.typing
        same = self._run.number("=")
        yield from self._equalities()
        for relation in self._relations():
            rows = facts.rows(relation)
            key = relation if relation >= 0 else ~relation
            if relation == same or (relation >= 0 and relation == typing):
                continue
            if self._place is not None:
                rows = self._spread(relation, rows)
            for twin in self._twins(key):
                if relation < 0:
                    yield from self._typings(twin, rows)
                    continue
                new = without(rows, facts.stated(twin))
                new = new[self._facts_of_property(twin, new >> 32, new & LOW)]
                if len(new):
                    yield twin, new >> 32, new & LOW

    def _typings(self, cls: int, members: Array) -> Iterator[tuple[int, Array, Array]]:
        """The members of a class, by rdf:type and by whatever property equals it."""
        for predicate in self._twins(self._facts.typing):
            if predicate == self._facts.typing:
                new = without(members, self._facts.stated(~cls))
            else:
                pairs = pack(members, cls)
                new = without(pairs, self._facts.stated(predicate)) >> 32
            new = new[self._facts_of_class(cls, new)]
            if len(new):
                yield predicate, new, np.full(len(new), cls)

    def _relations(self) -> list[int]:
        """The relations that may hold something derived."""
        if self._place is None:
            return self._facts.loaded()
        same = self._facts.same
        stated = (
            int(same[r]) if r >= 0 else ~int(same[~r]) for r in self._facts.stated_relations()
        )
        return list(dict.fromkeys([*self._facts.loaded(), *stated]))

    def _twins(self, head: int) -> list[int]:
        """The predicates or classes that share a representative."""
        if self._place is None:
            return [head]
        return self._equals(np.array([head]))[1].tolist()  # type: ignore[no-any-return]

    def _equals(self, heads: Array) -> tuple[Array, Array]:
        """(position in ``heads``, term) for every term that equals a head and is written out."""
        assert self._place is not None
        count = self._count[heads]
        if self._expand is not None:
            count = np.where(count > self._expand, 1, count)
        total = int(count.sum())
        if total > self._limit:
            raise TooMuch(
                f"{total:,} triples for equal terms are more than the limit ({self._limit:,})",
                hint="Write them for representatives only (expand).",
            )
        rows = np.repeat(np.arange(len(heads)), count)
        offset = np.arange(total) - np.repeat(np.cumsum(count) - count, count)
        place = np.minimum(self._place[heads][rows] + offset, len(self._members) - 1)
        return rows, np.where(count[rows] > 1, self._members[place], heads[rows])

    def _spread(self, relation: int, rows: Array) -> Array:
        """Rows of representatives as rows of all terms that equal them."""
        if relation < 0:
            return distinct(self._equals(rows)[1])
        at, left = self._equals(rows >> 32)
        at, right = self._equals_of(rows & LOW, at)
        return distinct(pack(left[at], right))

    def _equals_of(self, heads: Array, rows: Array) -> tuple[Array, Array]:
        return self._equals(heads[rows])

    def _equalities(self) -> Iterator[tuple[int, Array, Array]]:
        """owl:sameAs within each group; for a large group, of each member with its head."""
        if self._place is None:
            return
        heads = np.unique(self._heads)
        large = self._expand is not None and self._count[self._members_head()] > self._expand
        small = self._members[~np.asarray(large)] if self._expand is not None else self._members
        at, other = self._equals(self._facts.same[small])
        pairs = pack(small[at], other)
        if self._expand is not None and len(heads):
            far = self._members[large]
            pairs = np.concatenate([pairs, pack(far, self._facts.same[far])])
        pairs = distinct(pairs[(pairs >> 32) != (pairs & LOW)])
        predicate = self._run.number("=")
        new = without(pairs, self._facts.stated(predicate))
        new = new[self._facts_of_property(predicate, new >> 32, new & LOW)]
        if len(new):
            yield predicate, new >> 32, new & LOW

    def _members_head(self) -> Array:
        return self._facts.same[self._members]

    # Noise ---------------------------------------------------------------------------------------

    def _facts_of_property(self, predicate: int, s: Array, o: Array) -> NDArray[np.bool_]:
        """Which rows of a predicate are facts."""
        name = self._run.terms.text(predicate)[1:-1]
        flags = self._flags[s]
        everything = np.ones(len(s), bool)
        return self._sifted(
            {
                "literal-subject": (flags & _LITERAL) > 0,
                "blank-predicate": everything
                if self._flags[predicate] & (_BLANK | _LITERAL)
                else ~everything,
                "vocabulary": (flags & _VOCABULARY) > 0,
                "reflexive-schema": s == o if name in REFLEXIVE else ~everything,
                "schema": everything if name in SCHEMA else (flags & _DECLARED) > 0,
                "anonymous-subject": (flags & _BLANK) > 0,
            },
            len(s),
        )

    def _facts_of_class(self, cls: int, s: Array) -> NDArray[np.bool_]:
        """Which new members of a class are facts."""
        name = self._run.terms.text(cls)[1:-1]
        flags = self._flags[s]
        everything = np.ones(len(s), bool)
        own = bool(self._flags[cls] & _VOCABULARY)
        return self._sifted(
            {
                "literal-subject": (flags & _LITERAL) > 0,
                "vocabulary": (flags & _VOCABULARY) > 0,
                "thing-typing": everything
                if name in (OWL + "Thing", RDFS + "Resource")
                else ~everything,
                "schema": (flags & _DECLARED) > 0,
                "anonymous-subject": (flags & _BLANK) > 0,
                "anonymous-class": everything if self._flags[cls] & _BLANK else ~everything,
                "vocabulary of class": everything if own else ~everything,
            },
            len(s),
        )

    def _sifted(self, masks: dict[str, NDArray[np.bool_]], size: int) -> NDArray[np.bool_]:
        """Which rows fall into no category that is left out; counts the others by category."""
        good = np.ones(size, bool)
        open_rows = np.ones(size, bool)
        for name, mask in masks.items():
            category = name.removesuffix(" of class")
            hit = open_rows & mask
            open_rows &= ~mask
            number = int(np.count_nonzero(hit))
            if number and category in self._left_out:
                good &= ~hit
                self.noise[category] = self.noise.get(category, 0) + number
        return good
