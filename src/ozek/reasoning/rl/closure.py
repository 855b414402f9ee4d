"""What reasoning gives: the stated facts, what follows, what contradicts, and ways to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from ozek.columns import Columns, table_of, write_pairs, write_rows, writing
from ozek.namespaces import OWL, RDF, RDFS
from ozek.reasoning.rl import datatypes
from ozek.reasoning.rl.clash import Found
from ozek.reasoning.rl.coverage import Gap
from ozek.reasoning.rl.fixpoint import Fixpoint
from ozek.reasoning.rl.relations import LOW, Array
from ozek.reasoning.rl.sameas import cliques
from ozek.reasoning.rl.table import Rule
from ozek.reasoning.rl.writing import Writing

Triple = tuple[str, str, str]
"""Terms as N-Triples text."""

ANNOTATION_PROPERTIES = frozenset(
    [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [OWL + name for name in ("deprecated", "versionInfo", "priorVersion")]
    + [OWL + name for name in ("backwardCompatibleWith", "incompatibleWith")]
)
"""What prp-ap says of these is known without being written down."""


@dataclass(frozen=True)
class Clash:
    """A contradiction: the W3C name of the rule, the thing it is about, and the triples in it.

    ``axioms`` are the ontology's part, ``facts`` the rest. Each is stated, or derived and to be
    explained in its turn.
    """

    rule: str
    focus: str
    facts: tuple[Triple, ...]
    axioms: tuple[Triple, ...]


@dataclass(frozen=True, eq=False)
class Closure:
    """A closed graph.

    ``stated`` is the input. ``same[i]`` is the representative of term i; relations hold
    representatives. ``clashes`` describes contradictions, ``clash_counts`` counts all of them by
    rule. ``gaps`` is what no rule covers, ``rounds`` how often the rules were run.
    """

    stated: Columns
    rules: tuple[Rule, ...]
    clashes: tuple[Clash, ...]
    clash_counts: Counter[str]
    gaps: tuple[Gap, ...]
    rounds: int
    _run: Fixpoint
    _limit: int

    # Asking --------------------------------------------------------------------------------------

    @property
    def same(self) -> Array:
        """The representative of each term."""
        return self._run.facts.same

    @property
    def equations(self) -> Iterator[tuple[int, int, str]]:
        """The equalities as they came: two terms (by number) and the rule, or ``stated``."""
        for left, right, rule in self._run.equations:
            yield from ((a, b, rule) for a, b in zip(left.tolist(), right.tolist(), strict=True))

    def number(self, term: str) -> int | None:
        """The number of a term given as N-Triples text."""
        return self._run.terms.find(term)

    def text(self, number: int) -> str:
        """A term's N-Triples text."""
        return self._run.terms.text(number)

    def equals(self, number: int) -> list[int]:
        """A term and all that equal it."""
        return np.flatnonzero(self.same == self.same[number]).tolist()  # type: ignore[no-any-return]

    def objects(self, s: int, p: int) -> Array:
        """The o (representatives) for which s p o holds."""
        s, p = int(self.same[s]), int(self.same[p])
        return self._partners(self._run.facts.pairs(p).by_subject, s)

    def subjects(self, p: int, o: int) -> Array:
        """The s (representatives) for which s p o holds."""
        p, o = int(self.same[p]), int(self.same[o])
        if p == self._run.facts.typing:
            return self._run.facts.members(o)
        return self._partners(self._run.facts.pairs(p).by_object, o)

    def predicates(self) -> list[int]:
        """The predicates (representatives) that hold between some terms; rdf:type is one."""
        facts = self._run.facts
        found = {int(self.same[p]) for p in facts.stated_predicates()}
        found |= {relation for relation in facts.loaded() if relation >= 0}
        return sorted(found | {facts.typing})

    def list_members(self, head: int) -> tuple[int, ...]:
        """The members (representatives) of an RDF list. Raises InputError if it has no end."""
        return self._run.compiler.members(int(self.same[head]))

    def pairs(self, p: int) -> tuple[Array, Array]:
        """The subjects and objects (representatives) of a predicate."""
        rows = self._run.facts.pairs(int(self.same[p])).by_subject
        return rows >> 32, rows & LOW

    @staticmethod
    def _partners(index: Array, key: int) -> Array:
        low, high = np.searchsorted(index, [key << 32, (key + 1) << 32])
        return index[low:high] & LOW

    def is_stated(self, triple: Triple) -> bool:
        """Whether the input holds a triple."""
        s, p, o = (self.number(term) for term in triple)
        if s is None or p is None or o is None:
            return False
        facts = self._run.facts
        relation, value = (~o, s) if p == facts.typing else (p, (s << 32) | o)
        rows = facts.stated(relation)
        at = int(np.searchsorted(rows, value))
        return at < len(rows) and int(rows[at]) == value

    def __contains__(self, triple: Triple) -> bool:
        """Whether a triple follows: stated, derived, or by a rule that is not written down."""
        if self._known_without_saying(triple):
            return True
        s, p, o = (self.number(term) for term in triple)
        if s is None or p is None or o is None:
            return False
        s, p, o = int(self.same[s]), int(self.same[p]), int(self.same[o])
        facts = self._run.facts
        if p == facts.typing:
            rows, value = facts.members(o), s
        else:
            rows, value = facts.pairs(p).by_subject, (s << 32) | o
        at = int(np.searchsorted(rows, value))
        return at < len(rows) and int(rows[at]) == value

    def _known_without_saying(self, triple: Triple) -> bool:
        """eq-ref and the rest of equality, prp-ap, dt-type1, dt-type2, dt-eq, dt-diff."""
        s, p, o = triple
        if p == f"<{OWL}sameAs>":
            if s == o:
                return True
            ours, theirs = self._values(s), self._values(o)
            a, b = self.number(s), self.number(o)
            equal = a is not None and b is not None and self.same[a] == self.same[b]
            return bool(equal or ours & theirs)
        if p == f"<{OWL}differentFrom>":
            ours, theirs = self._values(s), self._values(o)
            return any(one != two for one in ours for two in theirs)
        if p != f"<{RDF}type>":
            return False
        if o == f"<{OWL}AnnotationProperty>" and s[1:-1] in ANNOTATION_PROPERTIES:
            return True
        if o == f"<{RDFS}Datatype>" and s[1:-1] in datatypes.DATATYPES:
            return True
        name = o[1:-1]
        return name in datatypes.DATATYPES and any(
            datatypes.holds(name, value) for value in self._values(s)
        )

    def _values(self, term: str) -> set[datatypes.Value]:
        """The data values of a term: its own, or those of the literals that equal it."""
        number = self.number(term)
        if number is None:
            value = datatypes.value_of(term.encode()) if term.startswith('"') else None
            return set() if value is None else {value}
        terms = (self._run.terms[n] for n in self.equals(number))
        values = (datatypes.value_of(term) for term in terms if term.startswith(b'"'))
        return {value for value in values if value is not None}

    # Writing out ---------------------------------------------------------------------------------

    def derived(
        self, *, keep: Collection[str] = (), expand: int | None = 32
    ) -> Iterator[tuple[int, Array, Array]]:
        """Yield (predicate, subjects, objects) of the derived triples, by predicate.

        Noise is left out, as :mod:`ozek.reasoning.noise` names it, save the categories that
        ``keep`` lists: ``keep=["schema"]`` gives the closure of the ontology's own terms as well.

        What holds of equal terms is written for each of them if at most ``expand`` terms are equal
        (None: however many); of larger groups each member is linked to the one that stands for
        all, and only that one has what was derived. Raises TooMuch before writing out more than
        the limit of the closure.
        """
        return Writing(self._run, keep=keep, expand=expand, limit=self._limit).triples()

    def noise(self, *, expand: int | None = 32) -> dict[str, int]:
        """How many derived triples each category of noise holds (self-identity: never derived)."""
        writing = Writing(self._run, expand=expand, limit=self._limit)
        for _ in writing.triples():
            pass
        return dict(sorted(writing.noise.items()))

    def derived_triples(
        self, *, keep: Collection[str] = (), expand: int | None = 32
    ) -> Iterator[Triple]:
        """The derived triples as N-Triples terms; see :meth:`derived`."""
        text = self.text
        for predicate, s, o in self.derived(keep=keep, expand=expand):
            name = text(predicate)
            for left, right in zip(s.tolist(), o.tolist(), strict=True):
                yield text(left), name, text(right)

    def write(
        self,
        target: str | Path | IO[bytes],
        *,
        stated: bool = True,
        keep: Collection[str] = (),
        expand: int | None = 32,
    ) -> int:
        """Write stated and derived triples as N-Triples; return how many are derived."""
        count = 0
        terms = table_of(self._run.terms.table())
        with writing(target) as out:
            if stated:
                write_rows(out, terms, self.stated)
            for predicate, s, o in self.derived(keep=keep, expand=expand):
                write_pairs(out, terms, predicate, s, o)
                count += len(s)
        return count


def described(run: Fixpoint, found: Iterable[Found]) -> Iterator[Clash]:
    """Clashes in terms of what is stated wherever that is possible."""
    stated = _Wording(run)
    for clash in found:
        facts = tuple(stated.triple(ids) for ids in clash.facts)
        axioms = tuple(stated.triple(ids) for ids in clash.axioms)
        focus = facts[0][0] if facts and clash.facts[0][0] == clash.focus else None
        yield Clash(clash.rule, focus or run.terms.text(clash.focus), facts, axioms)


class _Wording:
    """Finds, for a triple of representatives, a stated triple that it stands for."""

    def __init__(self, run: Fixpoint) -> None:
        self._run = run
        members, heads = cliques(run.facts.same)
        self._equal: dict[int, list[int]] = {}
        for member, head in zip(members.tolist(), heads.tolist(), strict=True):
            self._equal.setdefault(head, []).append(member)

    def triple(self, ids: tuple[int, int, int]) -> Triple:
        chosen = self._stated(ids) if self._equal else ids
        s, p, o = (self._run.terms.text(number) for number in chosen)
        return s, p, o

    def _stated(self, ids: tuple[int, int, int]) -> tuple[int, int, int]:
        s, p, o = (self._equal.get(number, [number])[:64] for number in ids)
        if max(map(len, (s, p, o))) == 1:
            return ids
        facts = self._run.facts
        for predicate in p:
            for value in o:
                typing = predicate == facts.typing
                rows = facts.stated(~value if typing else predicate)
                for subject in s:
                    wanted = subject if typing else (subject << 32) | value
                    at = int(np.searchsorted(rows, wanted))
                    if at < len(rows) and int(rows[at]) == wanted:
                        return subject, predicate, value
        return ids
