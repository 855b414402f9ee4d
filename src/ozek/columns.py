"""Quads as integer columns: a table of distinct terms, and their numbers as numpy arrays.

For work over the whole graph (reasoning, validation, projection). Terms are kept exactly as parsed:
``"024.860"^^xsd:decimal`` stays what it is. A term is its canonical
N-Triples text in UTF-8 (``b'<https://…>'``, ``b'"Astana"@en'``, ``b'_:b0'``), so two terms are the
same term exactly if their bytes are the same.

>>> columns = read_columns(["facts.nq", "ontology.ttl"])            # doctest: +SKIP
>>> columns.text(columns.s[0])                                      # doctest: +SKIP
'<https://w3id.org/ozek/kz/actor/al-farabi-university>'

N-Triples and N-Quads are split here, every other format by Oxigraph's parser. What does not look
perfectly plain is given to that parser too, so nothing passes that it would refuse.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from ozek.encoding import Encoder
from ozek.errors import InputError, OutputError, UsageError
from ozek.parsing import FORMATS, SUFFIXES, format_of, read_bytes
from ozek.terms import quads_of_rdflib, to_rdflib

if TYPE_CHECKING:
    import rdflib

    from ozek.store import Store

Ids = NDArray[np.int32]

NO_GRAPH = -1
"""Stands in column ``g`` for the default graph."""

_BY_LINE = ("ntriples", "nquads")
_PIECE = 1 << 18
_ROWS = 1 << 13


@dataclass(frozen=True, eq=False)
class Columns:
    """Quads: ``s``, ``p``, ``o``, ``g`` hold positions in ``terms``; ``g`` is -1 without a graph.

    Rows stand in the order of the source and are not made distinct. All arrays are to be read only.
    """

    terms: Sequence[bytes]
    s: Ids
    p: Ids
    o: Ids
    g: Ids
    _ids: dict[bytes, int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.s)

    def id_of(self, term: str | bytes) -> int | None:
        """The number of a term given as N-Triples text, None if no quad holds it."""
        number = self._ids.get(term.encode() if isinstance(term, str) else term)
        return number if number is not None and number < len(self.terms) else None

    def text(self, number: int) -> str:
        """The N-Triples text of a term."""
        return self.terms[number].decode()

    def select(self, rows: NDArray[Any]) -> Columns:
        """The quads at some positions, or where a mask is true; the term table is shared."""
        return Columns(
            self.terms, self.s[rows], self.p[rows], self.o[rows], self.g[rows], self._ids
        )

    def in_graphs(self, graphs: Iterable[str]) -> Columns:
        """The quads that stand in some named graphs (IRIs)."""
        wanted = np.zeros(len(self.terms) + 1, bool)
        for graph in graphs:
            number = self.id_of(f"<{graph}>")
            if number is not None:
                wanted[number] = True
        return self.select(wanted[self.g])

    def quads(self) -> Iterator[ox.Quad]:
        """The quads as pyoxigraph terms, lexical forms kept."""
        out = io.BytesIO()
        self.write(out, graphs=True)
        yield from ox.parse(out.getvalue(), format=ox.RdfFormat.N_QUADS)

    def to_graph(self) -> rdflib.Graph:
        """All triples, of whatever graph, as one new rdflib Graph."""
        import rdflib

        result = rdflib.Graph()
        for quad in self.quads():
            result.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        return result

    def to_dataset(self) -> rdflib.Dataset:
        """The quads as a new rdflib Dataset."""
        import rdflib

        result = rdflib.Dataset(default_union=False)
        for quad in self.quads():
            default = isinstance(quad.graph_name, ox.DefaultGraph)
            name: Any = None if default else to_rdflib(quad.graph_name)
            home = result.default_graph if default else result.graph(name)
            home.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        return result

    def to_store(self, graph: str | None = None, *, base: str | None = None) -> Store:
        """The quads in a new Store; those without a graph go to ``graph``, else InputError."""
        from ozek.store import Store

        out = io.BytesIO()
        self.write(out, graphs=True)
        out.seek(0)
        store = Store(base=base)
        store.load(out, format="nquads", graph=graph)
        return store

    def write(self, target: str | Path | IO[bytes], *, graphs: bool = False) -> None:
        """Write the triples as N-Triples or, with ``graphs``, the quads as N-Quads."""
        few = 4 * len(self) < len(self.terms)
        rows = self._alone() if few else self
        with writing(target) as out:
            write_rows(out, table_of(rows.terms), rows, graphs=graphs)

    def _alone(self) -> Columns:
        """The same quads with a table of their own terms: a few rows of millions are cheap then."""
        used, numbers = np.unique(
            np.concatenate((self.s, self.p, self.o, self.g)), return_inverse=True
        )
        homeless = int(len(used) > 0 and used[0] == NO_GRAPH)
        s, p, o, g = np.split(numbers.astype(np.int32) - homeless, 4)
        return Columns([self.terms[n] for n in used[homeless:].tolist()], s, p, o, g, {})


# In ----------------------------------------------------------------------------------------------


def read_columns(paths: Iterable[str | Path], *, format: str | None = None) -> Columns:
    """Read RDF files (N-Triples, N-Quads, Turtle, TriG, RDF/XML, JSON-LD) into one table.

    Blank nodes of different files stay apart. Raises InputError with file and line.
    """
    with no_collector():
        encoder = Encoder()
        for path in paths:
            chosen = format_of(path, format)
            encoder.start(str(path), chosen)
            if (format or SUFFIXES.get(Path(path).suffix.lower())) in _BY_LINE:
                read_lines(encoder, path)
            else:
                encoder.add_quads(ox.parse(read_bytes(path), format=chosen))
        return _finished(encoder)


def parse_columns(data: bytes | str, format: str = "nquads") -> Columns:
    """Make columns of RDF text."""
    if format not in FORMATS:
        raise UsageError(f"unknown RDF format '{format}': one of {', '.join(FORMATS)}")
    data = data.encode() if isinstance(data, str) else data
    with no_collector():
        encoder = Encoder()
        encoder.start(None, FORMATS[format])
        if format in _BY_LINE:
            encoder.add_text(data)
        else:
            encoder.add_quads(ox.parse(data, format=FORMATS[format]))
        return _finished(encoder)


def columns_of(source: Store | rdflib.Graph | Iterable[Any]) -> Columns:
    """Make columns of the named graphs of a Store, of an rdflib Graph or Dataset, or of
    pyoxigraph quads or triples."""
    quads: Any = source
    if hasattr(source, "fact_graphs"):
        columns: Columns = quads.columns()
        return columns
    if hasattr(source, "namespace_manager"):
        quads = quads_of_rdflib(quads)
    with no_collector():
        encoder = Encoder()
        encoder.start(None)
        encoder.add_quads(quads)
        return _finished(encoder)


def columns_of_text(texts: Iterable[bytes]) -> Columns:
    """Make columns of pieces of canonical N-Quads, as Oxigraph writes them."""
    with no_collector():
        encoder = Encoder()
        encoder.start(None)
        for text in texts:
            encoder.add_canonical(text)
        return _finished(encoder)


def _finished(encoder: Encoder) -> Columns:
    s, p, o, g = encoder.columns()
    ids = encoder.ids
    ids.default_factory = None
    return Columns(list(ids), s, p, o, g, ids)


def read_lines(encoder: Encoder, path: str | Path) -> None:
    """Give an encoder the lines of a file, many at a time."""
    try:
        with open(path, "rb") as file:
            rest = b""
            while piece := file.read(_PIECE):
                piece = rest + piece
                cut = piece.rfind(b"\n") + 1
                rest = piece[cut:]
                encoder.add_text(piece[:cut])
            encoder.add_text(rest)
    except FileNotFoundError:
        raise InputError("there is no such file", path=path) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error


@contextmanager
def no_collector() -> Iterator[None]:
    """Millions of small objects, none of them cyclic: the collector would only walk them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


# Out ---------------------------------------------------------------------------------------------


@contextmanager
def writing(target: str | Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """Open a path for writing (a broken write leaves the old file), or use an open file."""
    if not isinstance(target, str | Path):
        yield target
        return
    path = Path(target)
    partial = path.with_name(path.name + ".part")
    try:
        with open(partial, "wb", buffering=1 << 20) as out:
            yield out
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)


def table_of(terms: Sequence[bytes]) -> NDArray[Any]:
    """The terms as an array, from which numpy takes many at once."""
    table = np.empty(len(terms), object)
    table[:] = terms
    return table


def write_pairs(
    out: IO[bytes], table: NDArray[Any], predicate: int, s: NDArray[Any], o: NDArray[Any]
) -> None:
    """Write N-Triples that share a predicate."""
    middle = b" " + table[predicate] + b" "
    for start in range(0, len(s), _ROWS):
        part = slice(start, start + _ROWS)
        line: list[bytes] = [middle] * (4 * len(s[part]))
        line[0::4] = table[s[part]].tolist()
        line[2::4] = table[o[part]].tolist()
        line[3::4] = [b" .\n"] * len(s[part])
        out.write(b"".join(line))


def write_rows(
    out: IO[bytes], table: NDArray[Any], columns: Columns, *, graphs: bool = False
) -> None:
    """Write columns as N-Triples, or as N-Quads with their graphs."""
    width = 8 if graphs else 6
    for start in range(0, len(columns), _ROWS):
        rows = slice(start, start + _ROWS)
        s, p, o = table[columns.s[rows]], table[columns.p[rows]], table[columns.o[rows]]
        line: list[bytes] = [b" "] * (width * len(s))
        line[0::width] = s.tolist()
        line[2::width] = p.tolist()
        line[4::width] = o.tolist()
        if graphs:
            numbers = columns.g[rows].tolist()
            line[6::width] = [table[n] if n >= 0 else b"" for n in numbers]
            line[7::width] = [b" .\n" if n >= 0 else b".\n" for n in numbers]
        else:
            line[5::width] = [b" .\n"] * len(s)
        out.write(b"".join(line))
