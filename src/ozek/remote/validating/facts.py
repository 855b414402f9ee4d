"""The data graph of the compiled engine, fetched as it is looked at.

The engine follows predicates from nodes; here each such step asks the service about the nodes that
it has not asked about yet. Queries of shapes run on the service.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyoxigraph as ox
from rdflib import Graph

from ozek import namespaces as ns
from ozek.columns import columns_of
from ozek.errors import (
    ServiceBusy,
    ServiceError,
    ServiceLacksFeature,
    ServiceTimeout,
    ServiceUnreachable,
)
from ozek.remote.lookup import is_compared, one_of
from ozek.remote.validating.view import View
from ozek.substitution import variables
from ozek.validation.compiled.data import Budget, Facts
from ozek.validation.compiled.found import Run
from ozek.validation.compiled.queries import placed
from ozek.validation.compiled.running import Question, Runner, Solution, filled
from ozek.validation.compiled.sets import Ids, Mask, Rows, distinct, ids, within

_AT_ONCE = 300
_TYPE = f"<{ns.RDF_TYPE}>".encode()
_BELOW = f"<{ns.RDFS}subClassOf>".encode()

Values = dict[int, list[int]]


class ServiceFacts(Facts):
    """Triples of a view."""

    def __init__(self, view: View, budget: Budget) -> None:
        super().__init__(columns_of([]), budget)
        self._view = view
        self._steps: defaultdict[tuple[int, bool], Values] = defaultdict(dict)
        self._unnamed: dict[tuple[int, bool], Values] = {}
        self._about: dict[int, list[tuple[int, int]]] = {}
        self._classes: dict[int, Ids] = {}

    def step(self, nodes: Ids, predicate: int, *, inverse: bool = False) -> tuple[Rows, Ids]:
        """One step from nodes: (which row, term reached), without repetition."""
        known = self._steps[predicate, inverse]
        self._fetch({n for n in nodes.tolist() if n not in known}, predicate, inverse)
        reached = [known[node] for node in nodes.tolist()]
        self.budget.check(sum(map(len, reached)))
        rows = np.repeat(np.arange(len(nodes)), [len(one) for one in reached])
        return rows, ids([value for one in reached for value in one])

    def other_triples(self, subjects: Ids, predicates: Ids) -> tuple[Ids, Ids, Ids]:
        """The distinct triples of a set of subjects with none of a set of predicates."""
        wanted = {n for n in subjects.tolist() if n not in self._about}
        self._about.update((n, []) for n in wanted)
        for some in self._named(wanted):
            for s, p, o in self._ask(some, "?a ?p ?b", ("a", "p", "b")):
                self._about[s].append((p, o))
        if any(self.term(n)[:1] == b"_" for n in wanted):
            every = self._view.has("?a ?p ?b") + " FILTER(isBlank(?a))"
            for row in self._view.rows(f"SELECT ?a ?p ?b WHERE {{ {every} }}"):
                s, p, o = map(self._number, row)
                if s in wanted:
                    self._about[s].append((p, o))
        excluded = set(predicates.tolist())
        found = sorted(
            (s, p, o) for s in subjects.tolist() for p, o in self._about[s] if p not in excluded
        )
        columns = zip(*found, strict=True) if found else ((), (), ())
        s, p, o = (ids(list(column)) for column in columns)
        return s, p, o

    def pairs(self, predicate: int) -> tuple[Ids, Ids]:
        """The distinct (subject, object) pairs of a predicate, sorted by subject."""
        text = self._view.has(f"?a {self._text(predicate)} ?b")
        rows = self._view.rows(f"SELECT ?a ?b WHERE {{ {text} }}")
        found = sorted({(self._number(a), self._number(b)) for a, b in rows})
        return ids([a for a, _ in found]), ids([b for _, b in found])

    def classes(self, kind: int) -> Ids:
        """A class and those below it."""
        if kind not in self._classes:
            below = self.number(_BELOW)
            seen = {kind}
            todo = [kind]
            while todo:
                found = set(self.step(ids(todo), below, inverse=True)[1].tolist())
                todo = sorted(found - seen)
                seen |= found
            self._classes[kind] = ids(sorted(seen))
        return self._classes[kind]

    def are_instances(self, values: Ids, kind: int) -> Mask:
        """Which of some terms are instances of a class."""
        nodes = distinct(values)
        row, kinds = self.step(nodes, self.number(_TYPE))
        found = distinct(nodes[row[within(kinds, self.classes(kind))]])
        return within(values, found)

    def known(self, term: bytes) -> bool:
        """Whether the data may hold a term."""
        return True

    # Asking --------------------------------------------------------------------------------------

    def _fetch(self, nodes: set[int], predicate: int, inverse: bool) -> None:
        """Ask about nodes that are not known yet."""
        known = self._steps[predicate, inverse]
        found: dict[int, set[int]] = {node: set() for node in nodes}
        name = self._text(predicate)
        pattern = f"?b {name} ?a" if inverse else f"?a {name} ?b"
        for some in self._named(nodes, subjects=not inverse):
            for a, b in self._ask(some, pattern, ("a", "b")):
                found[a].add(b)
        for node in nodes:
            if self.term(node)[:1] == b"_":
                found[node] |= set(self._of_unnamed(predicate, inverse).get(node, ()))
        known.update((node, sorted(values)) for node, values in found.items())

    def _of_unnamed(self, predicate: int, inverse: bool) -> Values:
        """The same for all nodes without a name, which no query can name."""
        key = predicate, inverse
        if key not in self._unnamed:
            name = self._text(predicate)
            pattern = f"?b {name} ?a" if inverse else f"?a {name} ?b"
            text = f"SELECT ?a ?b WHERE {{ {self._view.has(pattern)} FILTER(isBlank(?a)) }}"
            found: Values = defaultdict(list)
            for a, b in self._view.rows(text):
                found[self._number(a)].append(self._number(b))
            self._unnamed[key] = found
        return self._unnamed[key]

    def _named(self, nodes: Iterable[int], *, subjects: bool = True) -> Iterable[list[str]]:
        """The names of nodes that a query can name at this place, some at a time."""
        looked_up: list[str] = []
        compared: list[str] = []
        for text in sorted(self.term(node).decode() for node in nodes):
            if text[0] == "<" or (text[0] == '"' and not subjects):
                kind = compared if is_compared(self._view.service, text) else looked_up
                kind.append(text)
        for some in (looked_up, compared):
            for start in range(0, len(some), _AT_ONCE):
                self.budget.check()
                yield some[start : start + _AT_ONCE]

    def _ask(self, names: list[str], pattern: str, columns: tuple[str, ...]) -> Iterable[Any]:
        selected = " ".join(f"?{name}" for name in columns)
        where = one_of(self._view.service, "?a", names, self._view.has(pattern))
        text = f"SELECT {selected} WHERE {{ {where} }}"
        for row in self._view.rows(text):
            yield tuple(self._number(term) for term in row)

    def _number(self, term: Any) -> int:
        return self.number(str(term).encode())

    def _text(self, number: int) -> str:
        return self.term(number).decode()


class ServiceRunner(Runner):
    """Answers the questions of shapes by asking the service.

    A query that the service cannot run is run here, over the predicates that it looks at. So are
    all queries for Virtuoso, which answers some wrongly (``VALUES`` with ``FILTER NOT EXISTS``).
    """

    def __init__(self, view: View, facts: ServiceFacts, shapes: Graph) -> None:
        super().__init__(facts, shapes)
        self._view = view

    def solutions(self, run: Run, question: Question) -> list[tuple[int, Solution]]:
        """The solutions of a SELECT query: (which run, what is bound)."""
        if not self._is_for_service(question):
            return super().solutions(run, question)
        try:
            if question.plan.at_once and all(set(one) == {"this"} for one in question.runs):
                return list(self._together(run, question))
            return list(self._one_by_one(run, question))
        except (ServiceUnreachable, ServiceTimeout, ServiceBusy):
            raise
        except ServiceError:
            if question.plan.predicates is None:
                raise
            return super().solutions(run, question)

    def _one_by_one(self, run: Run, question: Question) -> Iterator[tuple[int, Solution]]:
        for at, bound in enumerate(question.runs):
            run.budget.check()
            bindings = question.constants | bound
            for one in self._view.solutions(filled(question.text, bindings)):
                yield at, bindings | one

    def _together(self, run: Run, question: Question) -> Iterator[tuple[int, Solution]]:
        numbers = {one["this"]: at for at, one in enumerate(question.runs)}
        names = [text.decode() for text in numbers]
        text = filled(question.text, question.constants)
        for start in range(0, len(names), _AT_ONCE):
            run.budget.check()
            values = f"VALUES ?this {{ {' '.join(names[start : start + _AT_ONCE])} }}"
            for one in self._view.solutions(placed(text, values)):
                if one.get("this") in numbers:
                    yield numbers[one["this"]], question.constants | one

    def refusals(self, run: Run, question: Question) -> list[int]:
        """The runs in which an ASK query says no."""
        if not self._is_for_service(question):
            return super().refusals(run, question)
        wrong = []
        for at, bound in enumerate(question.runs):
            run.budget.check()
            if not self._view.holds(filled(question.text, question.constants | bound)):
                wrong.append(at)
        return wrong

    def _is_for_service(self, question: Question) -> bool:
        """Whether the service can be asked: it does not know the shapes, and nodes without a name
        have none there either."""
        if self._view.service.virtuoso and question.plan.predicates is not None:
            return False
        here = "shapesGraph" in variables(question.text) or any(
            term[:1] == b"_" for one in question.runs for term in one.values()
        )
        if here and question.plan.predicates is None:
            raise ServiceLacksFeature(
                "a constraint's query asks about the shapes or about a thing without a name, and "
                "may look at anything: check it here, with `ozek pull`",
                url=self._view.service.query,
            )
        return not here

    def _extend(self, predicate: int, s: Any, o: Any) -> None:
        """Load the pairs of a predicate."""
        term = self.facts.term
        lines = [
            b" ".join([term(a), term(predicate), term(b), b".\n"])
            for a, b in zip(s.tolist(), o.tolist(), strict=True)
        ]
        self._store.extend(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
