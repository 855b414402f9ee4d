"""What goes wrong with a service ends in words, and never in wrong rows."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("httpx")

from ozek import errors
from ozek.errors import ServiceError, UsageError
from ozek.remote import client, transport
from ozek.remote.service import Service, service_of

JSON = "application/sparql-results+json"
ROWS = json.dumps(
    {
        "head": {"vars": ["n"]},
        "results": {"bindings": [{"n": {"type": "literal", "value": str(n)}} for n in range(3)]},
    }
).encode()
QUERY = "SELECT ?n { VALUES ?n { 0 1 2 } }"

Reply = dict[str, Any]


class Faulty:
    """A server that gives the next of the prepared replies to every request, the last for ever."""

    def __init__(self) -> None:
        faulty = self
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length).decode()
                faulty.asked.append((self.command, body))
                reply = faulty.replies.pop(0) if len(faulty.replies) > 1 else faulty.replies[0]
                time.sleep(reply.get("after", 0))
                content = reply.get("body", ROWS)
                self.send_response(reply.get("status", 200))
                self.send_header("content-type", reply.get("type", JSON))
                for name, value in reply.get("headers", {}).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content) + reply.get("missing", 0)))
                self.end_headers()
                self.wfile.write(content)
                if reply.get("missing"):
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def service(self, timeout: float = 5.0) -> Service:
        home = f"http://127.0.0.1:{self.server.server_address[1]}"
        return service_of(f"{home}/query", timeout=timeout)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faulty]:
    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    one = Faulty()
    yield one
    one.server.shutdown()
    one.server.server_close()


def rows(service: Service) -> list[str]:
    return [row["n"].value for row in client.select(service, QUERY)]


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        ({"status": 401}, errors.ServiceDenied, "OZEK_USER"),
        ({"status": 403}, errors.ServiceDenied, "does not allow"),
        ({"status": 404}, errors.ServiceMissing, "--endpoint"),
        ({"status": 413}, errors.ServiceTooLarge, "larger"),
        ({"status": 429, "headers": {"Retry-After": "3600"}}, errors.ServiceBusy, "after 3600"),
        ({"status": 503}, errors.ServiceBusy, "overloaded"),
        ({"status": 501}, errors.ServiceLacksFeature, "lacks the feature"),
        ({"status": 302, "headers": {"Location": "http://x/"}}, errors.ServiceMissing, "http://x/"),
        ({"status": 400, "body": b"no such prefix", "type": "text/plain"}, ServiceError, "prefix"),
        (
            {"status": 500, "body": b"<title>Oops</title>", "type": "text/html"},
            ServiceError,
            "Oops",
        ),
        ({"body": b"<html>", "type": "text/html"}, errors.ServiceWrongAnswer, "web page"),
        ({"body": ROWS[:-40]}, errors.ServiceTruncated, "breaks off"),
        ({"body": b""}, errors.ServiceTruncated, "empty"),
        ({"missing": 100}, errors.ServiceTruncated, "broke off"),
        ({"body": b'{"boolean": true, "head": {}}'}, errors.ServiceWrongAnswer, "yes or no"),
        ({"headers": {"X-SPARQL-MaxRows": "2"}}, errors.ServiceTruncated, "no more than 2 rows"),
    ],
)
def test_every_fault_has_its_words(
    faulty: Faulty, reply: Reply, kind: type[ServiceError], words: str
) -> None:
    faulty.replies = [reply]
    with pytest.raises(kind, match=words) as caught:
        rows(faulty.service())
    assert caught.value.exit_status == 3 and "127.0.0.1" in str(caught.value)


def test_a_busy_service_is_asked_again_and_a_broken_answer_too(faulty: Faulty) -> None:
    faulty.replies = [{"status": 503}, {"missing": 5}, {"status": 429}, {}]
    assert rows(faulty.service()) == ["0", "1", "2"]
    assert len(faulty.asked) == 4
    faulty.asked.clear()
    faulty.replies = [{"status": 503, "headers": {"Retry-After": "0"}}, {}]
    assert rows(faulty.service()) == ["0", "1", "2"]


def test_a_change_is_sent_once(faulty: Faulty) -> None:
    faulty.replies = [{"status": 503}]
    with pytest.raises(errors.ServiceBusy):
        client.update(faulty.service(), "INSERT DATA { <a:a> <a:b> <a:c> }")
    with pytest.raises(errors.ServiceBusy):
        client.put_graph(faulty.service(), "http://x/g", b"")
    assert len(faulty.asked) == 2


def test_a_silent_service_is_given_up(faulty: Faulty) -> None:
    faulty.replies = [{"after": 1.0}]
    with pytest.raises(errors.ServiceTimeout, match="OZEK_TIMEOUT"):
        rows(faulty.service(timeout=0.2))


def test_a_service_that_lies_about_a_graph_is_caught(faulty: Faulty) -> None:
    def counted(number: int) -> Reply:
        binding = {"n": {"type": "literal", "value": str(number)}}
        text = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [binding]}})
        return {"body": text.encode()}

    triple = {"body": b"<a:a> <a:b> <a:c> .\n", "type": "application/n-triples"}
    faulty.replies = [counted(1), triple]
    assert client.get_graph(faulty.service(), "http://x/g") == triple["body"]
    for said in (0, 2):
        faulty.replies = [counted(2), triple, counted(said)]
        with pytest.raises(ServiceError):
            client.get_graph(faulty.service(), "http://x/g")


def test_nobody_there() -> None:
    with pytest.raises(errors.ServiceUnreachable, match="is the address right"):
        rows(service_of("http://127.0.0.1:9/query", timeout=2))


def test_credentials_come_from_the_environment_alone(
    faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="must not hold credentials"):
        service_of("http://me:secret@127.0.0.1/query")
    monkeypatch.setenv("OZEK_TOKEN", "secret-token")
    faulty.replies = [{"status": 401}]
    with pytest.raises(errors.ServiceDenied) as caught:
        rows(faulty.service())
    assert "secret-token" not in str(caught.value) + repr(faulty.service())


def test_addresses_follow_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = service_of("http://h:7878/query")
    assert (one.update, one.graphs) == ("http://h:7878/update", "http://h:7878/store")
    named = service_of({"endpoint": "http://h/q", "update": "http://h/u"})
    assert (named.query, named.update, named.graphs) == ("http://h/q", "http://h/u", None)
    for wrong in ("ftp://h/q", "h/q", "http:///q"):
        with pytest.raises(UsageError, match="address"):
            service_of(wrong)
    monkeypatch.setenv("OZEK_TIMEOUT", "soon")
    with pytest.raises(UsageError, match="OZEK_TIMEOUT"):
        service_of("http://h/query")
