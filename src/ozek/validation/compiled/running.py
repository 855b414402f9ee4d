"""Running the queries of shapes in Oxigraph, in a process of their own that can be stopped.

Oxigraph's Python package cannot cancel a query. The process is therefore forked (which copies
nothing: the store is shared until written to), answers through a pipe, and is killed when time is
up. Where forking is not possible or not safe, because other threads run, a thread is left behind
instead.

Oxigraph holds values, not lexical forms: what it answers is led back to the literals of the data.
"""

from __future__ import annotations

import os
import pickle
import re
import select
import signal
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyoxigraph as ox
from rdflib import Graph

from ozek.errors import InputError
from ozek.substitution import substitute, variables
from ozek.terms import quads_of_rdflib, term_of
from ozek.validation.compiled.data import Facts, Stopped
from ozek.validation.compiled.found import Run
from ozek.validation.compiled.queries import MARK, SHAPES_GRAPH, Plan, marked, selecting
from ozek.validation.compiled.sets import distinct, ids

Solution = dict[str, bytes]
_FEW = 20
_PLACE = "urn:x-ozek:bound:"
_MARK = ox.NamedNode(MARK)


@dataclass(frozen=True, eq=False)
class Question:
    """A query with what is pre-bound in each of its runs, and what is in all of them."""

    text: str
    plan: Plan
    constants: dict[str, bytes]
    runs: list[Solution]


class Runner:
    """Answers questions over the data; loads them into Oxigraph as far as they are asked for."""

    def __init__(self, facts: Facts, shapes: Graph) -> None:
        self.facts = facts
        self.shapes = shapes
        self._store = ox.Store()
        self._loaded: set[int] = set()
        self._has_shapes = False
        self._written: dict[bytes, list[int]] | None = None

    def solutions(self, run: Run, question: Question) -> list[tuple[int, Solution]]:
        """The solutions of a SELECT query: (which run, what is bound)."""
        self._load(question)
        runs = question.runs
        at_once = (
            question.plan.at_once
            and len(runs) > _FEW
            and all(set(one) == {"this"} and one["this"][:1] != b'"' for one in runs)
        )
        ask = self._all(question) if at_once else self._each(question)
        return [(i, self._exact(runs[i], s)) for i, s in _within_time(run, ask)]

    def refusals(self, run: Run, question: Question) -> list[int]:
        """The runs in which an ASK query says no."""
        self._load(question)

        def work() -> list[int]:
            return [
                i
                for i, bound in enumerate(question.runs)
                if not self._holds(question.text, question.constants | bound)
            ]

        answer: list[int] = _within_time(run, work)
        return answer

    def _holds(self, text: str, bindings: Solution) -> bool:
        answer = self._query(text, bindings)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        return next(iter(answer), None) is not None

    def _each(self, question: Question) -> Callable[[], list[tuple[int, Solution]]]:
        def work() -> list[tuple[int, Solution]]:
            found: list[tuple[int, Solution]] = []
            for i, bound in enumerate(question.runs):
                bindings = question.constants | bound
                for one in _rows(self._query(question.text, bindings)):
                    found.append((i, bindings | one))
            return found

        return work

    def _all(self, question: Question) -> Callable[[], list[tuple[int, Solution]]]:
        numbers = {one["this"]: i for i, one in enumerate(question.runs)}

        def work() -> list[tuple[int, Solution]]:
            nodes = map(term_of, numbers)
            self._store.extend(ox.Quad(node, _MARK, _MARK, _MARK) for node in nodes)
            try:
                rows = _rows(self._query(marked(question.text), question.constants))
                return [
                    (numbers[one["this"]], question.constants | one)
                    for one in rows
                    if one.get("this") in numbers
                ]
            finally:
                self._store.clear_graph(_MARK)

        return work

    def _query(self, text: str, bindings: Solution) -> Any:
        """Run a query with bindings in place of variables; blank nodes by Oxigraph's own means."""
        plain = {name: term for name, term in bindings.items() if term[:1] != b"_"}
        text = filled(text, plain)
        nodes = {
            ox.Variable(name): term_of(term)
            for name, term in bindings.items()
            if term[:1] == b"_" and re.search(rf"[?$]{name}\b", text)
        }
        if nodes:
            text = selecting(text, (node.value for node in nodes))
        try:
            return self._store.query(text, substitutions=nodes or None)
        except SyntaxError as error:
            raise InputError(f"a constraint's query cannot be run: {error.msg}") from None

    # Data ----------------------------------------------------------------------------------------

    def _load(self, question: Question) -> None:
        predicates = self.facts.predicates
        if question.plan.predicates is not None:
            wanted = [f"<{iri}>".encode() for iri in question.plan.predicates]
            predicates = ids([self.facts.number(one) for one in wanted if self.facts.known(one)])
        for predicate in set(predicates.tolist()) - self._loaded:
            self._loaded.add(predicate)
            s, o = self.facts.pairs(predicate)
            self._extend(predicate, s, o)
            self._written = None
        if "shapesGraph" in variables(question.text) and not self._has_shapes:
            self._has_shapes = True
            self._store.extend(quads_of_rdflib(self.shapes, SHAPES_GRAPH))

    def _extend(self, predicate: int, s: Any, o: Any) -> None:
        terms, middle = self.facts.columns.terms, b" " + self.facts.term(predicate) + b" "
        line: list[bytes] = [middle] * (4 * len(s))
        line[0::4] = [terms[number] for number in s.tolist()]
        line[2::4] = [terms[number] for number in o.tolist()]
        line[3::4] = [b" .\n"] * len(s)
        text = b"".join(line)
        if b"_:" in text:  # loading would rename blank nodes
            self._store.bulk_extend(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
        else:
            self._store.bulk_load(text, format=ox.RdfFormat.N_TRIPLES)

    # Exact terms ---------------------------------------------------------------------------------

    def _exact(self, bound: Solution, solution: Solution) -> Solution:
        """A solution with literals as the data have them, where that can be told."""
        return {name: self._as_written(bound, term) for name, term in solution.items()}

    def _as_written(self, bound: Solution, term: bytes) -> bytes:
        if term[:1] != b'"' or b'"^^<' not in term:
            return term
        candidates = self._forms().get(term, [])
        if len(candidates) == 1:
            return self.facts.term(candidates[0])
        if candidates and "this" in bound:
            focus = ids([self.facts.number(bound["this"])])
            for predicate in self._loaded:
                near = set(self.facts.step(focus, predicate)[1].tolist())
                for one in candidates:
                    if one in near:
                        return self.facts.term(one)
        return term

    def _forms(self) -> dict[bytes, list[int]]:
        """Value as Oxigraph writes it → the literals of the loaded data that have it."""
        if self._written is None:
            found: dict[bytes, list[int]] = defaultdict(list)
            objects = [self.facts.pairs(one)[1] for one in self._loaded]
            numbers = distinct(np.concatenate(objects)).tolist() if objects else []
            typed = [n for n in numbers if b'"^^<' in self.facts.term(n)]
            probe = ox.Store()
            probe.extend(
                ox.Quad(ox.NamedNode(f"x:{n}"), _MARK, term_of(self.facts.term(n))) for n in typed
            )
            for quad in probe:
                found[str(quad.object).encode()].append(int(quad.subject.value[2:]))
            self._written = {form: sorted(numbers) for form, numbers in found.items()}
        return self._written


def filled(text: str, bindings: Solution) -> str:
    """A query with terms, none of them blank, in place of variables."""
    text = _template(text, frozenset(bindings))
    for name, term in bindings.items():
        text = text.replace(f"<{_PLACE}{name}>", term.decode())
    return text


@lru_cache(maxsize=256)
def _template(text: str, names: frozenset[str]) -> str:
    """The query with a name of its own in each place where a bound term will stand."""
    return substitute(text, {name: ox.NamedNode(_PLACE + name) for name in names})


def _rows(answer: Any) -> list[Solution]:
    names = [one.value for one in answer.variables]
    texts: dict[Any, bytes] = {}
    found = []
    for solution in answer:
        row: Solution = {}
        for name in names:
            term = solution[name]
            if term is not None:
                text = texts.get(term)
                if text is None:
                    text = texts[term] = str(term).encode()
                row[name] = text
        found.append(row)
    return found


# Time --------------------------------------------------------------------------------------------


def _within_time(run: Run, work: Callable[[], Any]) -> Any:
    """Do some work and return what it returns; end it and raise Stopped when time is up."""
    run.budget.check()
    safe = hasattr(os, "fork") and threading.active_count() == 1
    kind, answer = (_in_process if safe else _in_thread)(work, run)
    if kind == "error":
        raise InputError(answer)
    return answer


def _attempt(work: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "answer", work()
    except InputError as error:
        return "error", error.message
    except Exception as error:
        return "error", f"a constraint's query failed: {type(error).__name__}: {error}"


def _in_process(work: Callable[[], Any], run: Run) -> tuple[str, Any]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as out:
                pickle.dump(_attempt(work), out)
        finally:
            os._exit(0)
    os.close(writer)
    pieces: list[bytes] = []
    try:
        with os.fdopen(reader, "rb", buffering=0) as answer:
            while True:
                if not select.select([answer], [], [], max(run.budget.left(), 0))[0]:
                    raise run.budget.late()
                piece = answer.read(1 << 20)
                if not piece:
                    break
                pieces.append(piece)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not pieces:
        raise Stopped("its query ended the process it ran in, perhaps for want of memory")
    result: tuple[str, Any] = pickle.loads(b"".join(pieces))
    return result


def _in_thread(work: Callable[[], Any], run: Run) -> tuple[str, Any]:
    answers: list[tuple[str, Any]] = []
    thread = threading.Thread(target=lambda: answers.append(_attempt(work)), daemon=True)
    thread.start()
    thread.join(max(run.budget.left(), 0))
    if not answers:
        raise run.budget.late()
    return answers[0]
