"""Quads in numbered rows: what a store holds until somebody asks it a SPARQL query.

Loading, reasoning and validation work over columns and need no index for joins. A store that is
only used for these keeps its quads here and never fills Oxigraph, which costs several times as
much time and memory as everything else.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from ozek.columns import NO_GRAPH, Columns, no_collector, read_lines
from ozek.encoding import Encoder
from ozek.errors import InputError
from ozek.parsing import FORMATS, iter_quads

_BY_LINE = (FORMATS["ntriples"], FORMATS["nquads"])


class Quads:
    """Distinct quads, all in named graphs, that can be added to and taken away by graph."""

    def __init__(self) -> None:
        self._encoder = Encoder()
        self._columns: Columns | None = None
        self._subjects: tuple[NDArray[Any], NDArray[Any]] | None = None

    def __len__(self) -> int:
        return len(self.columns())

    # In ------------------------------------------------------------------------------------------

    def read(
        self,
        source: str | Path | IO[bytes],
        format: ox.RdfFormat,
        *,
        graph: str | None = None,
        base: str | None = None,
        path: str | Path | None = None,
    ) -> int:
        """Add a file, whose blank nodes are other nodes than all before; return its quads' number.

        Triples without a graph go to ``graph``. Raises InputError, with nothing added, for a broken
        file, and for such triples if ``graph`` is not given.
        """
        with self._all_or_nothing(graph, path):
            encoder = self._encoder
            encoder.start(None if path is None else str(path), format)
            if format not in _BY_LINE:
                encoder.add_quads(iter_quads(source, format, base=base, path=path))
            elif isinstance(source, str | Path):
                read_lines(encoder, source)
            else:
                encoder.add_text(source.read())
            return sum(map(len, encoder.parts[0]))

    def add(self, quads: Iterable[Any], *, graph: str | None = None) -> int:
        """Add pyoxigraph quads or triples, blank nodes as they are; otherwise as :meth:`read`."""
        with self._all_or_nothing(graph, None):
            self._encoder.start(None, keep_nodes=True)
            self._encoder.add_quads(quads)
            return sum(map(len, self._encoder.parts[0]))

    def add_ntriples(self, text: bytes, graph: str) -> None:
        """Add canonical N-Triples, blank nodes as they are."""
        with self._all_or_nothing(graph, None):
            self._encoder.start(None, keep_nodes=True)
            self._encoder.add_canonical(text)

    def remove(
        self,
        graph: str,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        objects: Iterable[str] | None = None,
    ) -> None:
        """Take away what a graph says, or what it says with these IRIs."""
        columns = self.columns()
        gone = np.ones(len(columns), bool)
        for column, names in (
            (columns.g, [graph]),
            (columns.s, None if subject is None else [subject]),
            (columns.p, None if predicate is None else [predicate]),
            (columns.o, objects),
        ):
            if names is not None:
                numbers = [columns.id_of(f"<{name}>") for name in names]
                gone &= np.isin(column, [number for number in numbers if number is not None])
        if gone.any():
            self._set(columns.select(~gone))

    @contextmanager
    def _all_or_nothing(self, graph: str | None, path: str | Path | None) -> Iterator[None]:
        """Add what the encoder reads inside, each row in a graph, or leave all as it was."""
        encoder = self._encoder
        before, encoder.parts = encoder.parts, ([], [], [], [])
        try:
            with no_collector():
                yield
                self._send_home(graph, path)
        except BaseException:
            encoder.parts = before
            raise
        for old, new in zip(before, encoder.parts, strict=True):
            old += new
        encoder.parts = before
        self._columns = self._subjects = None

    def _send_home(self, graph: str | None, path: str | Path | None) -> None:
        s, p, o, g = self._encoder.parts
        for at, part in enumerate(g):
            homeless = part == NO_GRAPH
            if not homeless.any():
                continue
            if graph is None:
                terms = list(self._encoder.ids)
                row = int(np.flatnonzero(homeless)[0])
                triple = " ".join(terms[c[at][row]].decode() for c in (s, p, o))
                raise InputError(
                    f"a triple stands in no named graph: {triple}",
                    path=path,
                    hint="Every quad needs a graph of a known kind: put the triple into "
                    "<graph/…> { … }, or say which graph it belongs to.",
                )
            part[homeless] = self._encoder.ids[f"<{graph}>".encode()]

    def _set(self, columns: Columns) -> None:
        """Go on with these rows."""
        self._columns, self._subjects = columns, None
        self._encoder.parts = ([columns.s], [columns.p], [columns.o], [columns.g])

    # Out -----------------------------------------------------------------------------------------

    def columns(self) -> Columns:
        """The quads, each once, made once for each state."""
        if self._columns is None:
            encoder = self._encoder
            s, p, o, g = encoder.columns()
            rows = Columns(list(encoder.ids), s, p, o, g, encoder.ids)
            again = _again(rows)
            self._set(rows.select(~again) if again.any() else rows)
        assert self._columns is not None
        return self._columns

    def matching(self, subject: Any, predicate: Any, value: Any) -> Iterator[ox.Quad]:
        """The quads with these pyoxigraph terms; None stands for any."""
        columns = self.columns()
        wanted = [
            (column, None if term is None else columns.id_of(str(term)))
            for column, term in ((columns.s, subject), (columns.p, predicate), (columns.o, value))
            if term is not None
        ]
        if any(number is None for _, number in wanted):
            return iter(())
        if subject is not None:
            rows = self._about(columns, wanted.pop(0)[1])
        elif wanted:
            column, number = wanted.pop()
            rows = np.flatnonzero(column == number)
        else:
            return columns.quads()
        for column, number in wanted:
            rows = rows[column[rows] == number]
        return columns.select(rows).quads() if len(rows) else iter(())

    def _about(self, columns: Columns, subject: Any) -> NDArray[Any]:
        """The rows with a subject, in their order."""
        if self._subjects is None:
            order = np.argsort(columns.s, kind="stable")
            self._subjects = order, columns.s[order]
        order, subjects = self._subjects
        start, end = np.searchsorted(subjects, [subject, subject + 1])
        return order[start:end]


def _again(rows: Columns) -> NDArray[np.bool_]:
    """Which rows stand further up already.

    A hash of the four numbers is sorted; only rows that share one are compared as they are.
    """
    again = np.zeros(len(rows), bool)
    hashes = np.zeros(len(rows), np.uint64)
    for column in (rows.s, rows.p, rows.o, rows.g):
        hashes = (hashes ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
    ordered = np.sort(hashes)
    double = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(double):
        return again
    doubtful = np.flatnonzero(np.isin(hashes, double))
    part = rows.select(doubtful)
    order = np.lexsort((doubtful, part.g, part.o, part.p, part.s))
    same = np.ones(len(order) - 1, bool)
    for column in (part.s, part.p, part.o, part.g):
        same &= column[order][1:] == column[order][:-1]
    again[doubtful[order[1:][same]]] = True
    return again


def fill(store: ox.Store, columns: Columns) -> Iterable[ox.Quad]:
    """Put columns into an Oxigraph store; return the quads that are left to add.

    Left are those whose literals a store may rewrite, and those with blank nodes.
    """
    table = [term[:1] == b"_" or (term[:1] == b'"' and term[-1:] == b">") for term in columns.terms]
    odd = np.array(table, bool) if table else np.zeros(0, bool)
    left = odd[columns.s] | odd[columns.o] | ((columns.g >= 0) & odd[columns.g])
    out = io.BytesIO()
    columns.select(~left).write(out, graphs=True)
    store.bulk_load(out.getvalue(), format=FORMATS["nquads"])
    return columns.select(left).quads()
