"""Whether the engines give the same answer: checked before the time of any of them is told.

Values are compared, not spellings (1.50 and 1.5 are the same), because Oxigraph and Nemo keep only
values. Closures are compared after the documented filter (``ozek.reasoning.noise``), which takes
out what owlrl says about anything, and statements about unnamed nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Differences = dict[str, tuple[int, int]]


def closures(files: Mapping[str, str], facts: str, oracle: str) -> Callable[[], dict[str, Any]]:
    """Compare what the closures in ``files`` (engine → N-Triples) add to ``facts``.

    The work returns for each engine how many derived facts it lacks and adds, compared
    with the oracle.
    """

    def work() -> dict[str, Any]:
        from rdflib import Graph

        from ozek.parsing import parse_file
        from ozek.project import resources
        from ozek.reasoning.noise import sift, terms_of
        from ozek.terms import to_rdflib

        stated = set(_triples(facts))
        graph = Graph()
        for triple in stated:
            graph.add(triple)
        taxonomy = parse_file(resources().ontology / "taxonomy.ttl").quads
        terms = terms_of(graph) | {to_rdflib(quad.subject) for quad in taxonomy}
        derived = {
            engine: set(sift(set(_triples(path)) - stated, terms)[0])
            for engine, path in files.items()
        }
        return {
            "derived": {engine: len(found) for engine, found in derived.items()},
            "differences": _differences(derived, oracle),
        }

    return work


def exports(files: Mapping[str, str], quads: str) -> Callable[[], dict[str, Any]]:
    """Compare the exported files (engine → TriG or N-Quads) with what was loaded."""

    def work() -> dict[str, Any]:
        found = {engine: _canonical(path) for engine, path in files.items()}
        return {"differences": _differences(found | {"": _canonical(quads)}, "")}

    return work


def _differences(found: Mapping[str, set[Any]], oracle: str) -> Differences:
    right = found[oracle]
    return {
        engine: (len(right - answer), len(answer - right))
        for engine, answer in found.items()
        if engine
    }


def _triples(path: str) -> Iterator[tuple[Any, Any, Any]]:
    """The triples of an N-Triples file by value, without those that name a blank node."""
    import pyoxigraph as ox

    from ozek.terms import to_rdflib

    with open(path, "rb") as file:
        text = b"".join(line for line in file if not line.startswith(b'"'))
    store = ox.Store()
    store.extend(ox.parse(text, format=ox.RdfFormat.N_TRIPLES, lenient=True))
    for quad in store:
        if not any(isinstance(term, ox.BlankNode) for term in quad.triple):
            yield to_rdflib(quad.subject), to_rdflib(quad.predicate), _number(quad.object)


def _number(term: Any) -> Any:
    """A term for comparison: a decimal that is a whole number as that integer, as Nemo has it."""
    from rdflib import XSD, Literal

    from ozek.terms import to_rdflib

    node = to_rdflib(term)
    if isinstance(node, Literal) and node.datatype == XSD.decimal and "." not in node:
        return Literal(str(node), datatype=XSD.integer)
    return node


def _canonical(path: str) -> set[str]:
    """The quads of a file by value, blank nodes named in the canonical way."""
    import pyoxigraph as ox

    store = ox.Store()
    chosen = ox.RdfFormat.TRIG if path.endswith("trig") else ox.RdfFormat.N_QUADS
    store.extend(ox.parse(path=path, format=chosen))
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
