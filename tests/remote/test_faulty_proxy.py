"""A proxy that spoils one answer of a real server: every command ends in words or with the right
result, and the next run with the right one."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("httpx")

from ozek import namespaces as ns
from ozek.cards import show
from ozek.errors import OzekError, ServiceError
from ozek.network import project as network
from ozek.network.parquet import write_parquet
from ozek.project import Project
from ozek.query import ask, load_questions
from ozek.reasoning import reason
from ozek.reasoning.explain import explain
from ozek.remote import client, transport
from ozek.remote.moving import pull, push
from ozek.remote.reasoning import reason_there
from ozek.remote.service import Service, service_of
from ozek.remote.store import open_store
from ozek.remote.validating import validate_there
from ozek.store import Store

JSON = "application/sparql-results+json"

Answer = tuple[int, str, bytes]
Spoil = Callable[[Answer], Answer | None]


def cut(answer: Answer) -> Answer:
    status, kind, body = answer
    return status, kind, body[: len(body) // 2]


def other_columns(answer: Answer) -> Answer:
    status, kind, body = answer
    if kind != JSON or b'"boolean"' in body:
        return 200, JSON, b'{"head":{"vars":["other"]},"results":{"bindings":[]}}'
    return status, kind, re.sub(rb'"vars":\s*\[\s*"\w+"', b'"vars":["other"', body)


def shortened(answer: Answer) -> Answer:
    """The last row left out, and nothing that tells."""
    status, kind, body = answer
    if kind == JSON and b'"bindings"' in body:
        found = json.loads(body)
        found["results"]["bindings"] = found["results"]["bindings"][:-1]
        return status, kind, json.dumps(found).encode()
    if kind == "application/n-triples":
        return status, kind, b"".join(body.splitlines(keepends=True)[:-1])
    return answer


FAULTS: dict[str, Spoil] = {
    "cut in the middle": cut,
    "empty": lambda answer: (answer[0], answer[1], b""),
    "a web page": lambda answer: (200, "text/html", b"<html><title>Welcome</title></html>"),
    "out of order": lambda answer: (500, "text/plain", b"Out of order"),
    "yes": lambda answer: (200, JSON, b'{"head":{},"boolean":true}'),
    "other columns": other_columns,
    "a row left out": shortened,
    "gone": lambda answer: None,
}


class Proxy:
    """Passes requests on; of those that are counted, one answer is spoiled."""

    def __init__(self, home: str) -> None:
        proxy = self
        self.count, self.wrong, self.spoil = 0, -1, FAULTS["empty"]

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                kept = {k: v for k, v in self.headers.items() if k in ("Accept", "Content-Type")}
                asked = urllib.request.Request(
                    home + self.path, body or None, kept, method=self.command
                )
                try:
                    with urllib.request.urlopen(asked) as reply:
                        found = reply.status, reply.headers.get_content_type(), reply.read()
                except urllib.error.HTTPError as error:
                    found = error.code, error.headers.get_content_type(), error.read()
                proxy.count += 1
                spoiled = proxy.spoil(found) if proxy.count == proxy.wrong else found
                if spoiled is None:
                    self.close_connection = True
                    return
                status, kind, content = spoiled
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def service(self) -> Service:
        return service_of(f"http://127.0.0.1:{self.server.server_address[1]}/query", timeout=20)


@pytest.fixture(scope="module")
def proxy(oxigraph: Any) -> Iterator[Proxy]:
    one = Proxy(oxigraph.address.removesuffix("/query"))
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture(scope="module")
def derived(small: Store) -> Store:
    """The small project, reasoned over here."""
    store = Store(base=small.base)
    for graph, kind in small.graph_kinds().items():
        store.replace_graph(graph, list(small.triples([graph])), kind)
    store.refresh_facts()
    reason(store)
    return store


Command = Callable[[Service, Store, Project, Path], Any]


def _pull(service: Service, here: Store, _: Project, folder: Path) -> Any:
    pull(service, here.base or "", folder / "pulled.nq")
    return (folder / "pulled.nq").read_bytes()


def _questions(service: Service, here: Store, *_: Any) -> Any:
    there = open_store(service, here.base or "")
    return [ask(there, q).rows for q in load_questions() if q.answerable][::6]


def _explain(service: Service, here: Store, *_: Any) -> Any:
    there = open_store(service, here.base or "")
    graph = f"{here.base}graph/inferred"
    facts = sorted(here.triples([graph]), key=str)[::20]
    return [
        explain(there, tuple(str(t) for t in (f.subject, f.predicate, f.object))).to_text()
        for f in facts
    ]


def _validate(service: Service, here: Store, project: Project, _: Path) -> Any:
    there = open_store(service, here.base or "")
    return validate_there(there, shapes=project.shapes_files, profiles=project.profiles).results


def _network(service: Service, here: Store, *_: Any) -> Any:
    found = network(open_store(service, here.base or ""), "system")
    return dict(found.nodes(data=True)), list(found.edges(keys=True, data=True))


def _parquet(service: Service, here: Store, _: Project, folder: Path) -> Any:
    pytest.importorskip("duckdb")
    files = write_parquet(open_store(service, here.base or ""), "system", folder / "network")
    return [file.read_bytes() for file in files]


def _show(service: Service, here: Store, *_: Any) -> Any:
    there = open_store(service, here.base or "")
    things = sorted(quad.subject.value for quad in here.matching(None, ns.PREF_LABEL))
    return [show(there, thing).to_text() for thing in things[:3]]


READING = {
    "pull": _pull,
    "questions": _questions,
    "explain": _explain,
    "validate": _validate,
    "network": _network,
    "parquet": _parquet,
    "show": _show,
}


@pytest.mark.parametrize("name", READING)
def test_reading_gives_the_right_result_or_words(
    name: str,
    proxy: Proxy,
    derived: Store,
    small_project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    command, service = READING[name], proxy.service()
    proxy.wrong = -1
    push(derived, service)
    proxy.count = 0
    expected = command(service, derived, small_project, tmp_path)
    for place in spread(proxy.count):
        for fault in FAULTS:
            proxy.count, proxy.wrong, proxy.spoil = 0, place, FAULTS[fault]
            try:
                found = command(service, derived, small_project, tmp_path)
            except ServiceError as error:
                assert "127.0.0.1" in str(error)
            else:
                assert found == expected, f"{fault}, answer {place} of {proxy.count}"
    proxy.wrong = -1
    assert command(service, derived, small_project, tmp_path) == expected


def spread(answers: int) -> list[int]:
    """The first answers, the last one, and some between."""
    some = {1, 2, answers} | {answers * part // 4 for part in range(1, 4)}
    return sorted(one for one in some if 0 < one <= answers)


def test_changes_end_right_the_second_time(
    proxy: Proxy, small: Store, derived: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    service, base = proxy.service(), small.base or ""
    expected = set(map(str, derived.triples([f"{base}graph/inferred"])))

    def whole() -> int:
        proxy.wrong, proxy.count = -1, 0
        push(small, service)
        reason_there(service, base)
        return proxy.count

    client.update(service, "CLEAR ALL")
    answers = whole()
    for at, place in enumerate(spread(answers)):
        for fault in dict.fromkeys(["a row left out", *list(FAULTS)[at % 4 :: 4]]):
            proxy.wrong = -1
            client.update(service, "CLEAR ALL")
            proxy.count, proxy.wrong, proxy.spoil = 0, place, FAULTS[fault]
            try:
                push(small, service)
                reason_there(service, base)
            except OzekError as error:
                assert error.exit_status == 3, f"{fault}, answer {place}: {error}"
            whole()
            there = open_store(service, base)
            assert set(map(str, there.triples([f"{base}graph/inferred"]))) == expected
