"""Reasoning on real servers: the same facts as here, the same contradictions, after a power cut."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("httpx")

from ozek.errors import (
    InconsistencyError,
    InputError,
    OzekError,
    ServiceError,
    ServiceLacksFeature,
    ServiceMissing,
)
from ozek.pipeline import prepare
from ozek.query import ask, load_questions
from ozek.reasoning import reason
from ozek.remote import client
from ozek.remote.contents import read_manifest
from ozek.remote.moving import push
from ozek.remote.reasoning import reason_there, running
from ozek.remote.reasoning.state import Graphs
from ozek.remote.service import Service, service_of
from ozek.remote.store import open_store
from ozek.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "reasoning" / "rl"))

from oracle import HEAD
from test_against_owlrl import AXIOMS, DENIALS, FACTS, TWISTS, text

BASE = "https://example.org/w/"


def working_graphs(service: Service, base: str) -> int:
    """How many triples stand in graphs that reasoning works with."""
    pattern = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{base}graph/reasoning"))'
    return client.count(service, pattern)


def inferred(store: Store) -> set[str]:
    return set(map(str, store.triples([f"{store.base}graph/inferred"])))


@pytest.mark.parametrize("name", ["kazakhstan", "california-wine"])
def test_the_same_facts_are_derived(name: str, empty_server: Any) -> None:
    here, stated = prepare(name), prepare(name, reasoning=False)
    service = service_of(empty_server.address)
    push(stated, service)
    rounds: list[str] = []
    done = reason_there(service, here.base or "", say=rounds.append)
    there = open_store(service, here.base or "")
    assert inferred(there) == inferred(here)
    assert done.derived == len(inferred(here)) and len(rounds) > 2
    assert not working_graphs(service, here.base or "")
    # Everything else is the same too: what is said of the derived facts, and the facts.
    assert push(here, service).sent == 0
    question = next(q for q in load_questions() if q.name == "inferred-summary")
    assert ask(there, question).rows == ask(here, question).rows
    again = reason_there(service, here.base or "")
    assert again.derived == done.derived and push(here, service).sent == 0


def test_contradictions_are_told_in_the_same_words(empty_server: Any) -> None:
    bad = prepare("kazakhstan", reasoning=False)
    base, service = bad.base or "", service_of(empty_server.address)
    graph = f"{base}graph/bad"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    line = f"<{base}place/kurchatov> {kind} <https://w3id.org/ozek/ontology#Cluster> <{graph}> .\n"
    bad.load(io.BytesIO(line.encode()), format="nquads")
    bad.set_kind(graph, "EditorialGraph")
    bad.refresh_facts()
    push(bad, service)
    before = read_manifest(service, base)
    with pytest.raises(InconsistencyError) as here:
        reason(bad)
    with pytest.raises(InconsistencyError) as there:
        reason_there(service, base)
    assert str(there.value) == str(here.value) and "kurchatov" in str(there.value)
    assert read_manifest(service, base) == before and not working_graphs(service, base)
    done = reason_there(service, base, keep_going=True)
    assert len(done.clashes) == 1 and done.derived > 1000


def test_what_is_not_there_is_not_reasoned_over(oxigraph: Any) -> None:
    with pytest.raises(ServiceMissing, match="ozek push"):
        reason_there(service_of(oxigraph.address), "https://example.org/nothing/")


def more_about(small: Store, actor: str) -> Store:
    """The small project with a statement more, from which something follows."""
    base = small.base or ""
    changed = Store(base=base)
    for graph, kind in small.graph_kinds().items():
        changed.replace_graph(graph, list(small.triples([graph])), kind)
    graph = f"{base}graph/more"
    located = "<https://w3id.org/ozek/ontology#isLocatedIn>"
    line = f"<{base}{actor}> {located} <{base}place/one> <{graph}> .\n"
    changed.load(io.BytesIO(line.encode()), format="nquads")
    changed.set_kind(graph, "EditorialGraph")
    changed.refresh_facts()
    return changed


def cut_off(server: Any, service: Service, base: str, at: int, monkeypatch: Any) -> int:
    """Reason and kill the server right before update number ``at`` (0: never), then start it again;
    return how many updates there were."""
    update, done = client.update, [0]

    def failing(service: Service, text: str) -> None:
        done[0] += 1
        if done[0] == at:
            server.kill()
        update(service, text)

    with monkeypatch.context() as patched:
        patched.setattr(client, "update", failing)
        if at:
            with pytest.raises(ServiceError):
                reason_there(service, base)
            server.start()
        else:
            reason_there(service, base)
    return done[0]


@pytest.mark.parametrize("way", [0.02, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
def test_after_a_power_cut_the_next_run_ends_it(
    way: float, own_server: Any, small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_power_cut(way, own_server, small, monkeypatch)


@pytest.mark.parametrize("way", [0.3, 0.75, 0.9])
def test_so_it_does_on_either_server(
    way: float, own_any_server: Any, small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_power_cut(way, own_any_server, small, monkeypatch)


def check_power_cut(way: float, server: Any, small: Store, monkeypatch: Any) -> None:
    """Kill the server so far on the way; nobody sees anything half-done."""
    base, service = small.base or "", service_of(server.address, timeout=10)
    monkeypatch.setattr("ozek.remote.transport._FIRST_WAIT", 0.01)
    push(small, service)
    updates = cut_off(server, service, base, 0, monkeypatch)
    changed = more_about(small, "actor/one")
    push(changed, service)
    cut_off(server, service, base, max(1, round(way * updates)), monkeypatch)
    with suppress(*([ServiceError] if service.virtuoso else [])):
        # It opens only where queries see exactly the facts that the manifest tells of.
        assert len(open_store(service, base)) >= len(small)
    if (
        service.virtuoso
    ):  # killed, it may have lost what was pushed, or be in the middle of the swap
        push(changed, service)
    reason_there(service, base)
    reason(changed)
    assert inferred(open_store(service, base)) == inferred(changed)
    assert push(changed, service).sent == 0 and not working_graphs(service, base)


@pytest.mark.parametrize("way", [0.5, 0.75, 0.8, 0.85])
def test_what_was_cut_off_is_not_taken_for_other_data(
    way: float, own_any_server: Any, small: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, service = small.base or "", service_of(own_any_server.address, timeout=10)
    monkeypatch.setattr("ozek.remote.transport._FIRST_WAIT", 0.01)
    push(small, service)
    updates = cut_off(own_any_server, service, base, 0, monkeypatch)
    push(more_about(small, "actor/one"), service)
    cut_off(own_any_server, service, base, round(way * updates), monkeypatch)
    other = more_about(small, "actor/two")
    push(other, service)
    reason_there(service, base)
    reason(other)
    assert inferred(open_store(service, base)) == inferred(other)
    assert push(other, service).sent == 0 and not working_graphs(service, base)


def test_meanwhile_every_question_is_answered_as_before(
    own_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = prepare("california-wine")
    base, service = here.base or "", service_of(own_server.address)
    push(here, service)
    there = open_store(service, base)
    fire = running._fire
    asked: list[str] = []

    def asking(*given: Any) -> None:
        fire(*given)
        if not asked:
            for question in load_questions():
                if question.answerable:
                    assert ask(there, question).rows == ask(here, question).rows, question.name
                    asked.append(question.name)

    monkeypatch.setattr(running, "_fire", asking)
    reason_there(service, base)
    assert len(asked) > 80


GENERATED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def stored(source: str) -> Store:
    """A project of one graph, here."""
    here = Store(base=BASE)
    text = (HEAD + source).encode()
    here.load(io.BytesIO(text), format="turtle", graph=f"{BASE}graph/own")
    here.set_kind(f"{BASE}graph/own", "EditorialGraph")
    here.refresh_facts()
    return here


def compare(source: str, server: Any) -> None:
    """The facts, or the contradictions, that follow from any axioms."""
    service = service_of(server.address)
    try:
        here = stored(source.replace("_:n", ":n"))
    except InputError:
        assume(False)
    push(here, service)

    def outcome(work: Callable[[], Any]) -> Any:
        try:
            return tuple(sorted(work().warnings))
        except InconsistencyError as error:
            return {(clash.rule, str(clash.focus)) for clash in error.clashes}
        except ServiceLacksFeature:
            assume(False)
        except InputError:
            return "refused"

    mine = outcome(lambda: reason(here, rules=()))
    theirs = outcome(lambda: reason_there(service, BASE, rules=()))
    assert mine == theirs
    assert not working_graphs(service, BASE)
    if isinstance(mine, tuple):
        named = {line for line in inferred(here) if "_:" not in line}
        found = inferred(open_store(service, BASE))
        assert {line for line in found if "_:" not in line} == named


@given(text(st.lists(AXIOMS, min_size=1, max_size=4), st.lists(FACTS, min_size=2, max_size=9)))
@GENERATED
def test_axioms_of_every_kind(any_server: Any, source: str) -> None:
    compare(source, any_server)


@given(
    text(
        st.lists(AXIOMS, max_size=3),
        st.lists(TWISTS, min_size=1, max_size=2),
        st.lists(FACTS, min_size=2, max_size=7),
    )
)
@GENERATED
def test_equality_and_derived_axioms(any_server: Any, source: str) -> None:
    compare(source, any_server)


@given(
    text(
        st.lists(DENIALS, min_size=1, max_size=2),
        st.lists(AXIOMS, max_size=3),
        st.lists(FACTS, min_size=3, max_size=9),
    )
)
@GENERATED
def test_contradictions_of_every_kind(any_server: Any, source: str) -> None:
    compare(source, any_server)


DECLARED = """
:d a owl:DatatypeProperty . :e a owl:DatatypeProperty . :A a owl:Class .
:a a owl:NamedIndividual , :A . :b a owl:NamedIndividual , :A . :c a owl:NamedIndividual , :A .
"""


@pytest.mark.parametrize(
    "source",
    [
        *(
            f":X a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :d ; "
            f'owl:hasValue {value} ] . :a :d true . :b :d 1 . :c :d 0 . :a :e "1" .'
            for value in ("1", "true", "false")
        ),
        ':A owl:hasKey ( :d :e ) . :a :d 7 ; :e "x" . :b :d 7 ; :e "x" . :c :d 8 ; :e "x" .',
        ":d owl:propertyDisjointWith :e . :a :d 1 ; :e 1 .",
        *(
            "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ; "
            f"owl:assertionProperty :d ; owl:targetValue 1 . :a :d {value} ."
            for value in ("1", "true")
        ),
    ],
)
def test_values_are_told_apart(any_server: Any, source: str) -> None:
    compare(DECLARED + source, any_server)


@pytest.mark.parametrize(
    "source",
    [
        ":A owl:hasKey ( :d ) . :a :d true . :b :d 1 .",
        ":d owl:propertyDisjointWith :e . :a :d true ; :e 1 .",
    ],
)
def test_or_it_is_said_that_they_cannot(any_server: Any, source: str) -> None:
    service = service_of(any_server.address)
    push(stored(DECLARED + source), service)
    if service.virtuoso:
        with pytest.raises(ServiceLacksFeature, match=r"org/d, .*xsd:boolean and xsd:integer"):
            reason_there(service, BASE, rules=())
        assert not working_graphs(service, BASE)
    else:
        compare(DECLARED + source, any_server)


def test_rules_that_are_more_than_joins_are_refused(oxigraph: Any, tmp_path: Path) -> None:
    from ozek.reasoning.rules import load_rule

    said = "\n".join(
        f"#+ {key}:\n#+   en: x\n#+   kk: x\n#+   ru: x" for key in ("title", "wording")
    )
    path = tmp_path / "counting.rq"
    path.write_text(f"{said}\nCONSTRUCT {{ ?s a <x:C> }} WHERE {{ ?s ?p ?o FILTER(?o > 1) }}\n")
    with pytest.raises(OzekError, match=r"counting\.rq"):
        reason_there(service_of(oxigraph.address), BASE, rules=[load_rule(path)])


def test_graphs_have_names_of_their_own() -> None:
    graphs = Graphs(BASE)
    names = {graphs.every, graphs.state, graphs.inferred, *graphs.derived(3)}
    assert len(names) == 6 and all(name.startswith(BASE) for name in names)
