"""RemoteStore: a project in a service, read as a :class:`~ozek.store.Store` is read.

Questions, and everything that follows one thing to the next, run on the service. What wants all
quads at once (``columns``, whole exports) gets them here: they are fetched once.

Virtuoso gives other rows than SPARQL asks for to a good part of the questions (see the docs on
services), so for it queries run here, over the predicates that they look at.

How a query without ``GRAPH`` sees the facts: on a service whose default graph is one of its own
(Oxigraph) the facts are pushed into it. On Virtuoso the default graph is all graphs together; there
the facts are a named graph, and each query names it as its default graph
(``default-graph-uri``), which in Virtuoso leaves all named graphs visible to ``GRAPH``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox

from ozek import namespaces as ns
from ozek.errors import ServiceLacksFeature, ServiceMissing, UsageError
from ozek.remote import client
from ozek.remote.beside import Beside
from ozek.remote.contents import facts_graph, fetch, read_sizes
from ozek.remote.lookup import is_compared, is_value
from ozek.remote.service import Service
from ozek.store import Store

if TYPE_CHECKING:
    from ozek.columns import Columns

_KEPT = 50_000
"""How many quads of answers are kept at hand for the next time somebody asks."""

_AT_ONCE = 300
"""How many things are asked about in one request."""

_UNNAMED = "what has no name"


class RemoteStore(Store):
    """A project's quads in a service. Reading works as with any store; changing is refused."""

    def __init__(self, service: Service, *, base: str) -> None:
        """Raises ServiceMissing if nothing of the project is there, or not all of it yet, and
        ServiceLacksFeature if queries do not see the facts."""
        super().__init__(base=base)
        sizes = read_sizes(service, base)
        facts = sizes.pop(facts_graph(base), None)
        if facts is None:
            raise ServiceMissing(
                f"it does not hold the project {base}, or not all of it: `ozek push` brings it "
                "there",
                url=service.query,
            )
        if service.virtuoso:
            service = replace(service, facts=facts_graph(base))
        self.service = service
        self._sizes = sizes
        self._facts_count = facts
        self._answers: dict[tuple[Any, ...], list[ox.Quad]] = {}
        self._answered = 0
        self._local: Store | None = None
        self._beside = Beside(service, self.at_hand)
        seen = client.number(
            service,
            "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
            default_graphs=[service.facts] if service.facts else [],
        )
        if seen != facts:
            raise ServiceLacksFeature(
                f"a query without GRAPH sees {seen} triples, not the {facts} facts: "
                "somebody else writes to it, or it has no default graph of its own",
                url=service.query,
            )

    def __len__(self) -> int:
        return sum(self._sizes.values())

    # In ------------------------------------------------------------------------------------------

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise UsageError("the project is in a service and is only read here: use `ozek push`")

    load = replace_graph = set_kind = refresh_facts = _refuse  # type: ignore[assignment]

    # Out -----------------------------------------------------------------------------------------

    def query(self, text: str, bindings: Mapping[str, Any] | None = None) -> Any:
        """Run a query on the service; what comes is what pyoxigraph would give.

        A service that gives no more than some thousand rows at once is asked in pages.
        """
        if bindings:
            from ozek.substitution import substitute

            text = substitute(text, bindings)
        form = _form(text, self.base)
        text = self._with_prologue(text)
        if self.service.virtuoso:
            return self._beside.query(text, whole=form == "DESCRIBE")
        defaults = [self.service.facts] if self.service.facts else []
        if form == "ASK":
            return _Boolean(client.ask(self.service, text, default_graphs=defaults))
        if form != "SELECT":
            return client.construct(self.service, text, default_graphs=defaults)
        return _Solutions(client.rows(self.service, text, default_graphs=defaults))

    def quads(self) -> Iterator[Any]:
        """Yield the quads of all named graphs."""
        return self.at_hand().quads()

    def triples(self, graphs: Iterable[str] | None = None) -> Iterator[ox.Triple]:
        """Yield the triples of some named graphs; of the facts, each once, if none are given."""
        if graphs is None:
            yield from self.at_hand().triples()
            return
        sizes = {graph: self._sizes[graph] for graph in graphs if graph in self._sizes}
        seen: set[ox.Triple] = set()
        for _, lines in fetch(self.service, sizes):
            for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES):
                if quad.triple not in seen:
                    seen.add(quad.triple)
                    yield quad.triple

    def matching(
        self, subject: Any = None, predicate: str | None = None, object: Any = None
    ) -> Iterator[Any]:
        """Yield the pyoxigraph quads of named graphs with these terms (IRIs may be text)."""
        terms = (ox.NamedNode(t) if isinstance(t, str) else t for t in (subject, predicate, object))
        yield from self._matching(*terms)

    def _matching(self, *pattern: Any) -> Iterable[ox.Quad]:
        if self._local is not None:
            found = self._local._matching(*pattern)
            return (quad for quad in found if quad.graph_name != ox.DefaultGraph())
        wider = tuple(_UNNAMED if isinstance(t, ox.BlankNode) else t for t in pattern)
        answer = self._answers.get(wider)
        if answer is None:
            answer = self._ask(*wider)
            if self._answered + len(answer) > _KEPT:
                self._answers.clear()
                self._answered = 0
            if len(answer) <= _KEPT:
                self._answers[wider] = answer
                self._answered += len(answer) + 1
        if wider == pattern:
            return answer
        return [
            quad
            for quad in answer
            if all(t is None or t == q for t, q in zip(pattern, quad, strict=False))
        ]

    def _ask(self, *pattern: Any) -> list[ox.Quad]:
        """The quads that match; _UNNAMED stands for all that a query cannot name."""
        terms, tests = [], []
        for name, term in zip(("?s", "?p", "?o"), pattern, strict=True):
            terms.append(name if term in (None, _UNNAMED) else str(term))
            tests += [f"FILTER(isBlank({name}))"] if term == _UNNAMED else []
        if is_compared(self.service, terms[2]):
            tests.append(f"FILTER({is_value('?o', terms[2])})")
            terms[2] = "?o"
        asked = [term for term in terms if term.startswith("?")]
        where = f"GRAPH ?g {{ {' '.join(terms)} }} {' '.join(tests)}"
        rows = client.rows(self.service, f"SELECT {' '.join(['?g', *asked])} WHERE {{ {where} }}")
        found: list[ox.Quad] = []
        quad: Any = ox.Quad
        for graph, *some in rows.tuples():
            if self.is_own(graph):
                rest = iter(some)
                spo = (
                    next(rest) if term.startswith("?") else one
                    for term, one in zip(terms, pattern, strict=True)
                )
                found.append(quad(*spo, graph))
        return found

    def pairs(self, predicate: str) -> Iterable[Any]:
        """Return (subject, object, graph) of all quads of named graphs with a predicate."""
        if self._local is not None:
            return self._local.pairs(predicate)
        text = f"SELECT ?s ?o ?g WHERE {{ GRAPH ?g {{ ?s <{predicate}> ?o }} }}"
        return (row for row in client.rows(self.service, text).tuples() if self.is_own(row[2]))

    def about(self, subjects: Iterable[str], predicates: Sequence[str]) -> Iterator[Any]:
        """Yield the quads of named graphs that have one of each, many subjects in one request."""
        if self._local is not None:
            yield from self._local.about(subjects, predicates)
            return
        quad: Any = ox.Quad
        wanted = list(dict.fromkeys(subjects))
        known = ", ".join(f"<{one}>" for one in predicates)
        for start in range(0, len(wanted), _AT_ONCE):
            names = " ".join(f"<{one}>" for one in wanted[start : start + _AT_ONCE])
            pattern = f"VALUES ?s {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?p IN ({known}))"
            text = f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}"
            for row in client.rows(self.service, text).tuples():
                if self.is_own(row[3]):
                    yield quad(*row)

    def is_own(self, graph: Any) -> bool:
        """Whether a graph is of the project: a service may hold others."""
        return graph.value in self._sizes

    def nquads(self) -> Iterator[bytes]:
        """Yield the quads of all named graphs as canonical N-Quads, many lines at a time."""
        return self.at_hand().nquads()

    def ntriples(self) -> bytes:
        """Return the facts as canonical N-Triples."""
        return self.at_hand().ntriples()

    def columns(self) -> Columns:
        """Return the quads of all named graphs as columns; they are fetched once."""
        return self.at_hand().columns()

    def count_facts(self) -> int:
        """Return how many facts there are."""
        return self._facts_count

    def sizes(self) -> dict[str, int]:
        """Return named graph → how many quads it has."""
        return dict(self._sizes)

    # Helpers -------------------------------------------------------------------------------------

    @property
    def is_at_hand(self) -> bool:
        """Whether all of it has been fetched."""
        return self._local is not None

    def at_hand(self) -> Store:
        """All of it, here."""
        if self._local is None:
            local = Store(base=self.base)
            for graph, lines in fetch(self.service, self._sizes):
                local._held.add_ntriples(b"".join(lines), graph)  # type: ignore[union-attr]
            local._changed()
            local.refresh_facts()
            self._local = local
        return self._local

    def _with_prologue(self, text: str) -> str:
        lines = [f"BASE <{self.base}>", *(f"PREFIX {p}: <{n}>" for p, n in ns.PREFIXES.items())]
        return "\n".join([*lines, text])


def open_store(service: Service, base: str) -> RemoteStore:
    """Return the project with this base IRI in a service, to be read."""
    return RemoteStore(service, base=base)


class _Solutions:
    """Rows as pyoxigraph gives them: with ``variables`` that have a ``value``, by place."""

    def __init__(self, rows: client.Rows) -> None:
        self.variables = [ox.Variable(name) for name in rows.variables]
        self._rows = rows.tuples()
        self._at = {name: at for at, name in enumerate(rows.variables)}

    def __iter__(self) -> Iterator[Any]:
        return (_Row(row, self._at) for row in self._rows)


class _Row(tuple):  # type: ignore[type-arg]
    """A row that is read by place, name or variable."""

    _at: dict[str, int]

    def __new__(cls, terms: tuple[Any, ...], at: dict[str, int]) -> _Row:
        row = super().__new__(cls, terms)
        row._at = at
        return row

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, ox.Variable):
            key = key.value
        return super().__getitem__(self._at[key] if isinstance(key, str) else key)


class _Boolean:
    def __init__(self, value: bool) -> None:
        self._value = value

    def __bool__(self) -> bool:
        return self._value


_Boolean.__name__ = "QueryBoolean"  # what the question library knows an answer of yes or no by


def _form(text: str, base: str | None) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; UsageError for a syntax error."""
    from ozek.substitution import TOKEN

    try:
        ox.Store().query(text, base_iri=base, prefixes=ns.PREFIXES)
    except SyntaxError as error:
        raise UsageError(f"the query has a syntax error: {error}") from None
    for match in TOKEN.finditer(text):
        word = (match["word"] or "").upper()
        if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return word
    raise UsageError("the query is neither SELECT, ASK, CONSTRUCT nor DESCRIBE")
